-- Keeps the code lenses of scenarios and guides up to date.

local client_of = require('llmdbench.client')
local config = require('llmdbench.config')
local message = require('llmdbench.message')
local switch = require('llmdbench.switch')

local M = {}

-- From 0.12 on Neovim asks by itself where code lenses are enabled, but only when the buffer itself changes.
local automatic = vim.lsp.codelens.enable ~= nil

local events = automatic and { 'BufEnter' } or { 'BufEnter', 'InsertLeave', 'TextChanged' }

-- The buffers that have been scenarios, or files that may belong to a guide.
local known = {}

-- Those in which the user has turned code lenses off.
local off = {}

local function is_script(bufnr)
  local filetype = vim.bo[bufnr].filetype
  return filetype == 'sh' or filetype == 'bash'
end

-- Nothing is asked about other shell scripts. What is a guide's only the server can tell.
local function may_be_ours(bufnr)
  return not is_script(bufnr) or vim.api.nvim_buf_call(bufnr, function()
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

-- Asks for the titles of code lenses that have none, then calls on_done(lenses). Before 0.12 Neovim shows lenses whose
-- titles it has still to ask for, and fails when one of them is to be chosen from.
local function with_titles(client, bufnr, lenses, on_done)
  local left = #lenses
  if left == 0 then
    return on_done(lenses)
  end
  for i, lens in ipairs(lenses) do
    local function done(_, resolved)
      lenses[i] = resolved or lens
      left = left - 1
      if left == 0 then
        on_done(lenses)
      end
    end
    if lens.command then
      done(nil, lens)
    else
      client_of.request(client, 'codeLens/resolve', lens, bufnr, done)
    end
  end
end

-- Asks for the code lenses of a buffer and shows them.
function M.refresh(bufnr)
  local client = client_of.attached(bufnr)
  if not client or client.config.codelens == false or off[bufnr] then
    return
  end
  local is_new = not known[bufnr]
  known[bufnr] = known[bufnr] or may_be_ours(bufnr) or nil
  if not known[bufnr] then
    return
  end
  if automatic then
    return ask_automatic(client, bufnr, is_new)
  end
  local params = { textDocument = { uri = vim.uri_from_bufnr(bufnr) } }
  client_of.request(client, 'textDocument/codeLens', params, bufnr, function(err, result, ...)
    local more = { ... }
    with_titles(client, bufnr, result or {}, function(lenses)
      if vim.api.nvim_buf_is_loaded(bufnr) and not off[bufnr] then
        vim.lsp.codelens.on_codelens(err, lenses, unpack(more))
      end
    end)
  end)
end

-- 0.7 keeps the code lenses of servers that have ended, and can take none off the screen.
local function forget_on_0_7(bufnr)
  for id, namespace in pairs(vim.lsp.codelens.__namespaces) do
    local client = vim.lsp.get_client_by_id(id)
    if not client or client.name == config.name then
      vim.lsp.codelens.save({}, bufnr, id)
      vim.api.nvim_buf_clear_namespace(bufnr, namespace, 0, -1)
    end
  end
end

local function hide(bufnr, client)
  if automatic then
    vim.lsp.codelens.enable(false, { bufnr = bufnr })
  elseif vim.lsp.codelens.clear then
    vim.lsp.codelens.clear(client.id, bufnr)
  else
    forget_on_0_7(bufnr)
  end
  known[bufnr] = nil
end

-- :LlmdbenchCodeLens [on|off], in the current buffer; without one, what they are not now.
function M.toggle(opts)
  local bufnr = vim.api.nvim_get_current_buf()
  local client = client_of.attached(bufnr)
  if not client then
    return message.fail('no server is attached to this buffer; :checkhealth llmdbench tells why')
  elseif client.config.codelens == false then
    return message.fail('`codelens = false` in the options has turned code lenses off')
  end
  local on, problem = switch.wanted(opts.args, not off[bufnr])
  if on == nil then
    return message.fail(problem)
  end
  off[bufnr] = not on or nil
  if on then
    M.refresh(bufnr)
  else
    hide(bufnr, client)
  end
  message.say('code lenses are ' .. (on and 'on' or 'off') .. ' in this buffer')
end

-- Shows the code lenses of a buffer from now on.
function M.on_attach(bufnr)
  if vim.bo[bufnr].buftype ~= '' then
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
