-- Keeps what the server logs: Neovim's own log drops everything below a warning.

local M = {}

local limit = 1000
local lines = {}
local levels = { 'error', 'warn', 'info', 'log', 'debug' }

-- Handles window/logMessage.
function M.on_message(err, result, ctx, ...)
  if result then
    local level = levels[result.type] or 'log'
    for _, text in ipairs(vim.split(result.message, '\n')) do
      table.insert(lines, string.format('%s %-5s %s', os.date('%H:%M:%S'), level, text))
    end
    while #lines > limit do
      table.remove(lines, 1)
    end
  end
  return vim.lsp.handlers['window/logMessage'](err, result, ctx, ...)
end

-- Returns the lines logged in this session, the oldest first.
function M.lines()
  return vim.list_extend({}, lines)
end

return M
