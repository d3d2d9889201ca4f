-- Keeps the code lenses of scenarios up to date.

local client_of = require('llmdbench.client')

local M = {}

-- From 0.12 on Neovim asks by itself where code lenses are enabled, but only when the buffer itself changes.
local automatic = vim.lsp.codelens.enable ~= nil

local events = automatic and { 'BufEnter' } or { 'BufEnter', 'InsertLeave', 'TextChanged' }

-- The buffers that have been scenarios.
local scenarios = {}

-- Nothing is asked about other shell scripts.
local function has_variable(bufnr)
  return vim.api.nvim_buf_call(bufnr, function()
    return vim.fn.search('LLMDBENCH_', 'cnw') > 0
  end)
end

-- Runs the handler of a server's own request to ask again.
local function ask_automatic(client, bufnr, is_new)
  if is_new then
    vim.lsp.codelens.enable(true, { bufnr = bufnr })
  else
    vim.lsp.handlers['workspace/codeLens/refresh'](nil, nil, { client_id = client.id })
  end
end

-- Asks for the code lenses of a scenario and shows them.
function M.refresh(bufnr)
  local client = client_of.attached(bufnr)
  if not client or client.config.codelens == false then
    return
  end
  local is_new = not scenarios[bufnr]
  scenarios[bufnr] = scenarios[bufnr] or has_variable(bufnr) or nil
  if not scenarios[bufnr] then
    return
  end
  if automatic then
    return ask_automatic(client, bufnr, is_new)
  end
  local params = { textDocument = { uri = vim.uri_from_bufnr(bufnr) } }
  client_of.request(client, 'textDocument/codeLens', params, bufnr, function(...)
    if vim.api.nvim_buf_is_loaded(bufnr) then
      vim.lsp.codelens.on_codelens(...)
    end
  end)
end

local function is_script(bufnr)
  local filetype = vim.bo[bufnr].filetype
  return vim.bo[bufnr].buftype == '' and (filetype == 'sh' or filetype == 'bash')
end

-- Shows the code lenses of a buffer from now on.
function M.on_attach(bufnr)
  if not is_script(bufnr) then
    return
  end
  local group = vim.api.nvim_create_augroup('llmdbench_codelens', { clear = false })
  vim.api.nvim_clear_autocmds({ group = group, buffer = bufnr })
  vim.api.nvim_create_autocmd(events, {
    group = group,
    buffer = bufnr,
    callback = function()
      M.refresh(bufnr)
    end,
  })
  M.refresh(bufnr)
end

return M
