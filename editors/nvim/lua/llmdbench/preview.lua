-- Shows what is deployed from a scenario, and that beside what its guide says.

local client_of = require('llmdbench.client')
local codelens = require('llmdbench.codelens')
local current = require('llmdbench.current')
local message = require('llmdbench.message')
local text = require('llmdbench.text')
local window = require('llmdbench.window')

local M = {}

M.views = { 'all', 'ms', 'gaie', 'infra', 'command' }

-- Runs a command of the server in a buffer's client, and says what goes wrong.
local function execute(command, argument, bufnr, on_done)
  local client = client_of.attached(bufnr)
  if not client then
    return message.fail('no server is attached to this buffer')
  end
  current.execute(client, command, argument, on_done, bufnr)
end

-- Shows a document of the server in a window of its own, and enters that.
local function enter(made, mods)
  local bufnr = window.show(made.uri, mods)
  text.replace(bufnr, made.text)
end

local function return_to(win)
  if vim.api.nvim_win_get_tabpage(win) == vim.api.nvim_get_current_tabpage() then
    vim.api.nvim_set_current_win(win)
  end
end

-- Shows a view of a scenario, beside it unless modifiers say otherwise.
function M.preview(uri, view, bufnr, mods)
  execute('preview', { uri = uri, view = view, show = false }, bufnr, function(result)
    local win = vim.api.nvim_get_current_win()
    enter(result, mods == '' and 'vertical rightbelow' or mods)
    return_to(win)
  end)
end

-- Shows the whole deployment of a scenario, which is in a buffer of its own, and goes to a line of it, counted from 0.
function M.show_line(uri, line, bufnr)
  execute('preview', { uri = uri, view = M.views[1], show = false }, bufnr, function(result)
    enter(result, 'aboveleft')
    vim.api.nvim_win_set_cursor(0, { math.min(line + 1, vim.fn.line('$')), 0 })
  end)
end

-- Shows a guide's values and what is deployed of them as a diff.
function M.compare(uri, bufnr, mods)
  execute('compare', { uri = uri }, bufnr, function(result)
    local win = vim.api.nvim_get_current_win()
    enter(result.guide, mods == '' and 'rightbelow' or mods)
    vim.cmd('diffthis')
    enter(result.deployed, 'vertical rightbelow')
    vim.cmd('diffthis')
    return_to(win)
  end)
end

-- Goes from a line of a preview to that of the scenario, in the scenario's window. vim.lsp.buf.definition may go there
-- in the window of the preview, which is gone then.
function M.jump()
  local bufnr, line = vim.api.nvim_get_current_buf(), vim.fn.line('.') - 1
  local client = client_of.attached(bufnr)
  if not client then
    return
  end
  local params = {
    textDocument = { uri = vim.uri_from_bufnr(bufnr) },
    position = { line = line, character = 0 },
  }
  client_of.request(client, 'textDocument/definition', params, bufnr, function(_, places)
    if not places or not places[1] then
      return message.say('this line does not come from the scenario')
    end
    window.show(places[1].uri, 'aboveleft')
    vim.cmd("normal! m'")
    vim.api.nvim_win_set_cursor(0, { places[1].range.start.line + 1, 0 })
  end)
end

-- Lets vim.lsp.codelens.run show them. Before 0.12 it takes the lens off the screen that it runs.
function M.register(commands)
  commands['llmdbench-ls.preview'] = function(command, ctx)
    local argument = command.arguments[1]
    M.preview(argument.uri, argument.view, ctx.bufnr, '')
    codelens.refresh(ctx.bufnr)
  end
  commands['llmdbench-ls.compare'] = function(command, ctx)
    M.compare(command.arguments[1].uri, ctx.bufnr, '')
    codelens.refresh(ctx.bufnr)
  end
end

return M
