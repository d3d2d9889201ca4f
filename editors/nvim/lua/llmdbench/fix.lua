-- :LlmdbenchFixAll: mends all that is safe to mend in a scenario.

local client_of = require('llmdbench.client')
local current = require('llmdbench.current')
local edit = require('llmdbench.edit')
local message = require('llmdbench.message')

local M = {}

local kind = 'source.fixAll.llmdbench'

-- The whole of a buffer, as a request for code actions wants it.
local function whole(bufnr)
  local lines = vim.api.nvim_buf_line_count(bufnr)
  return {
    textDocument = { uri = vim.uri_from_bufnr(bufnr) },
    range = { start = { line = 0, character = 0 }, ['end'] = { line = lines, character = 0 } },
    context = { diagnostics = {}, only = { kind } },
  }
end

local function apply(client, action)
  local applied, reason = edit.apply(action.edit, client)
  if not applied then
    return message.fail(reason)
  end
  message.say('mended what is safe to mend')
end

-- :LlmdbenchFixAll
function M.fix_all()
  local client = current.client()
  if not client then
    return
  end
  local bufnr = vim.api.nvim_get_current_buf()
  client_of.request(client, 'textDocument/codeAction', whole(bufnr), bufnr, function(err, actions)
    local action = (actions or {})[1]
    if err then
      return message.fail(err.message)
    elseif not action then
      return message.say('nothing here is safe to mend without a look at it')
    elseif action.edit then
      return apply(client, action)
    end
    client_of.request(client, 'codeAction/resolve', action, bufnr, function(failure, resolved)
      if failure then
        return message.fail(failure.message)
      end
      apply(client, resolved)
    end)
  end)
end

return M
