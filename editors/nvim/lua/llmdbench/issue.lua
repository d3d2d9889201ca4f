-- :LlmdbenchIssue: gathers what a report of a fault needs, for the user to read and send.

local current = require('llmdbench.current')
local client_of = require('llmdbench.client')
local log = require('llmdbench.log')
local redact = require('llmdbench.redact')
local status_of = require('llmdbench.status')
local window = require('llmdbench.window')

local M = {}

-- How many of the last lines of the log are in it.
local log_lines = 40

local function neovim()
  local version = vim.split(vim.fn.execute('version'), '\n', { trimempty = true })[1]
  return string.format('%s on %s', version, vim.loop.os_uname().sysname)
end

local function settings(client)
  if not client then
    return { 'none: no server is running' }
  end
  return vim.split(vim.inspect(client.config.settings), '\n')
end

local function fenced(lines)
  local block = { '```text' }
  vim.list_extend(block, lines)
  table.insert(block, '```')
  return block
end

local function last(lines, count)
  return vim.list_slice(lines, math.max(1, #lines - count + 1), #lines)
end

local function folders()
  local list = {}
  for _, client in ipairs(client_of.all()) do
    table.insert(list, client.config.root_dir)
  end
  return list
end

-- Returns the lines of a report; `server` says what runs.
local function report(server, client)
  local lines = { '# What happened', '', '', '# What I expected', '', '', '# Versions', '' }
  vim.list_extend(lines, { '- ' .. server, '- ' .. neovim(), '', '# Settings', '' })
  vim.list_extend(lines, fenced(settings(client)))
  vim.list_extend(lines, { '', '# End of the log', '' })
  vim.list_extend(lines, fenced(last(log.lines(), log_lines)))
  return redact.lines(lines, folders())
end

local function show(server, client, mods)
  local bufnr = window.scratch('issue', report(server, client), 'markdown', mods)
  vim.bo[bufnr].modifiable = true
end

-- :LlmdbenchIssue. It works without a server, too: that one does not run may be the fault.
function M.issue(opts)
  local client = current.any()
  if not client then
    return show('no server is running', nil, opts.mods)
  end
  local argument = { uri = '' }
  client_of.execute(client, 'status', argument, vim.api.nvim_get_current_buf(), function(err, status)
    show(err and 'the server fails: ' .. err or status_of.line(status), client, opts.mods)
  end)
end

return M
