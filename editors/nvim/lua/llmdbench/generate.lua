-- :LlmdbenchGenerate: shows a scenario beside what is in its place, before it goes into a buffer.

local current = require('llmdbench.current')
local edit = require('llmdbench.edit')
local environment_of = require('llmdbench.environment')
local message = require('llmdbench.message')
local text_of = require('llmdbench.text')
local window = require('llmdbench.window')

local M = {}

local function file_name(uri)
  return vim.fn.fnamemodify(vim.uri_to_fname(uri), ':t')
end

-- How an environment is offered.
local function title(environment)
  local shown = string.format('%s: %s', environment.name, file_name(environment.scenario))
  return environment.exists and shown .. ' (is there already)' or shown
end

-- Calls on_choice(environment) with the one that was named, the only one, or the one that the user picks.
local function choose(environments, name, on_choice)
  if name ~= '' or #environments == 1 then
    local chosen, problem = environment_of.pick(environments, name)
    if not chosen then
      return message.fail(problem)
    end
    return on_choice(chosen)
  end
  vim.ui.select(environments, { prompt = 'Scenario for', format_item = title }, function(chosen)
    if chosen then
      on_choice(chosen)
    end
  end)
end

-- Leaves the tab page of the comparison.
local function close(made)
  for _, win in ipairs(vim.fn.win_findbuf(made.shown)) do
    vim.api.nvim_set_current_win(win)
    vim.cmd('tabclose')
  end
end

-- Drops what was shown. A buffer that was made for the comparison alone goes as well.
local function drop(made)
  close(made)
  local lines = vim.api.nvim_buf_get_lines(made.target, 0, -1, false)
  if made.is_new and #lines == 1 and lines[1] == '' then
    vim.api.nvim_buf_delete(made.target, { force = true })
  end
end

-- Takes what was shown into the buffer of the scenario, where `u` takes it back.
local function take(made)
  close(made)
  vim.api.nvim_buf_set_lines(made.target, 0, -1, false, text_of.lines(made.text))
  edit.make_folders_on_write({ made.uri })
  environment_of.set_guide(window.show(made.uri, ''), made.argument)
  message.say(string.format('generated %s; it is not on disk before you write it', file_name(made.uri)))
end

local function map(made, key, action)
  vim.keymap.set('n', key, function()
    action(made)
  end, { buffer = made.shown, silent = true, nowait = true })
end

-- Shows in a tab page what is there now on the left, and what would be there on the right.
local function compare(made)
  made.target = vim.uri_to_bufnr(made.uri)
  made.is_new = not made.exists and not vim.api.nvim_buf_is_loaded(made.target)
  vim.fn.bufload(made.target)
  vim.cmd('tab sbuffer ' .. made.target)
  vim.cmd('diffthis')
  made.shown = window.scratch('generated', text_of.lines(made.text), 'sh', 'vertical rightbelow')
  vim.cmd('diffthis')
  map(made, '<CR>', take)
  map(made, 'q', drop)
  local verb = made.exists and 'replaces' or 'makes'
  message.say(string.format('<CR> %s %s by this, q drops it', verb, file_name(made.uri)))
end

local function preview(client, argument)
  current.execute(client, 'generate', vim.tbl_extend('force', argument, { preview = true }), function(made)
    made.argument = argument
    compare(made)
  end)
end

-- :LlmdbenchGenerate [environment]
function M.generate(opts)
  local client = current.client()
  if not client then
    return
  end
  local uri = vim.uri_from_bufnr(vim.api.nvim_get_current_buf())
  current.execute(client, 'environments', { uri = uri }, function(result)
    choose(result.environments, opts.args, function(chosen)
      preview(client, { uri = uri, environment = chosen.name })
    end)
  end)
end

return M
