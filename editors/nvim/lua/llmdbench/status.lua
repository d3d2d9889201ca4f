-- :LlmdbenchStatus: what the server knows of the workspace.

local current = require('llmdbench.current')
local message = require('llmdbench.message')

local M = {}

local function count(number, noun)
  return string.format('%d %s%s', number, noun, number == 1 and '' or 's')
end

-- Says in a line what the server's command `status` has answered.
function M.line(status)
  local parts = {
    count(status.guides, 'file') .. ' of guides',
    count(status.scenarios, 'scenario'),
    count(status.experiments, 'experiment'),
  }
  local line = string.format(
    'llmdbench-ls %s, %s; %s',
    status.version,
    status.framework,
    table.concat(parts, ', ')
  )
  if status.truncated then
    line = line .. '; the workspace holds more than is looked through'
  end
  return status.indexing and line .. '; still looking through the workspace' or line
end

-- :LlmdbenchStatus
function M.status()
  current.execute_any('status', { uri = '' }, function(status)
    message.say(M.line(status))
  end)
end

return M
