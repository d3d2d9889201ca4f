-- :LlmdbenchInlayHints: inlay hints in the current buffer, shown or not.

local current = require('llmdbench.current')
local message = require('llmdbench.message')
local switch = require('llmdbench.switch')

local M = {}

-- Neovim 0.10 is the first to show them with the functions that are used here.
local function is_able()
  return vim.lsp.inlay_hint ~= nil and vim.fn.has('nvim-0.10') == 1
end

-- :LlmdbenchInlayHints [on|off]; without one, what they are not now.
function M.toggle(opts)
  if not is_able() then
    return message.fail('this Neovim is too old to show inlay hints; they need 0.10 or later')
  end
  local client = current.client()
  if not client then
    return
  end
  local filter = { bufnr = vim.api.nvim_get_current_buf() }
  local on, problem = switch.wanted(opts.args, vim.lsp.inlay_hint.is_enabled(filter))
  if on == nil then
    return message.fail(problem)
  elseif on and client.config.settings.llmdbench.inlayHints == false then
    return message.fail('the setting `inlayHints` is false, so the server has none to show')
  end
  vim.lsp.inlay_hint.enable(on, filter)
  message.say('inlay hints are ' .. (on and 'on' or 'off') .. ' in this buffer')
end

return M
