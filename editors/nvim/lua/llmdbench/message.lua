-- What the plugin tells the user.

local M = {}

function M.say(text, level)
  vim.notify('llmdbench: ' .. text, level or vim.log.levels.INFO)
end

function M.fail(text)
  M.say(text, vim.log.levels.ERROR)
end

return M
