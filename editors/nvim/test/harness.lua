-- A small test runner: cases run in order, each prints one line, and Neovim leaves with a status that tells.

local M = { notes = {} }

local passed, failed = 0, 0

-- What the plugin tells the user is kept for the cases to look at.
vim.notify = function(message, level)
  table.insert(M.notes, { text = message, level = level })
end

-- Functions that newer versions of Neovim want replaced.
M.deprecated = {}
vim.deprecate = function(name)
  M.deprecated[name] = true
end

-- Opens a screen that nobody sees: from 0.12 on titles of code lenses are asked for when lines are drawn, and without a
-- screen nothing is. `program` is this Neovim.
function M.open_screen(program)
  local command = { 'env', '-u', 'NVIM', program, '--server', vim.v.servername, '--remote-ui' }
  vim.fn.jobstart(command, { pty = true, width = 140, height = 50, env = { TERM = 'xterm' } })
  M.wait('a screen', function()
    return #vim.api.nvim_list_uis() > 0
  end)
end

local function write(...)
  io.stdout:write(string.format(...), '\n')
  io.stdout:flush()
end

function M.case(name, body)
  M.notes = {}
  local good, problem = xpcall(body, function(err)
    return type(err) == 'table' and err.message or debug.traceback(tostring(err), 2)
  end)
  if good then
    passed = passed + 1
    write('ok   %s', name)
    return
  end
  failed = failed + 1
  write('FAIL %s\n     %s', name, tostring(problem):gsub('\n', '\n     '))
  for _, note in ipairs(M.notes) do
    write('     note: %s', note.text)
  end
end

-- Ends a case without a stack trace, which says nothing that the message does not.
function M.fail(...)
  error({ message = string.format(...) }, 0)
end

-- Waits until a function returns something true, and returns that.
function M.wait(what, condition)
  local result
  local good = vim.wait(10000, function()
    result = condition()
    return result
  end, 20)
  if not good then
    M.fail('waited in vain for %s', what)
  end
  return result
end

-- Of texts with many lines the first that differs says enough.
local function first_difference(got, want)
  local got_lines, want_lines = vim.split(got, '\n'), vim.split(want, '\n')
  for i = 1, math.max(#got_lines, #want_lines) do
    if got_lines[i] ~= want_lines[i] then
      return string.format('line %d is %q, want %q', i, tostring(got_lines[i]), tostring(want_lines[i]))
    end
  end
end

function M.equal(got, want, what)
  if vim.deep_equal(got, want) then
    return
  end
  if type(got) == 'string' and type(want) == 'string' and want:find('\n') then
    M.fail('%s: %s', what, first_difference(got, want))
  end
  M.fail('%s: got %s, want %s', what, vim.inspect(got), vim.inspect(want))
end

function M.contains(text, part)
  if not text:find(part, 1, true) then
    M.fail('no %q in %d bytes:\n%s', part, #text, text:sub(1, 2000))
  end
end

-- Waits for a message to the user that has this part.
function M.wait_note(part)
  return M.wait('the message ' .. part, function()
    for _, note in ipairs(M.notes) do
      if note.text:find(part, 1, true) then
        return note
      end
    end
  end)
end

function M.finish()
  write('%d passed, %d failed', passed, failed)
  vim.cmd(failed == 0 and passed > 0 and 'qall!' or 'cquit')
end

return M
