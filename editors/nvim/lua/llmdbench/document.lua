-- Documents that the server makes up. Their text is asked for when they are opened, and again when the server says that
-- it has changed, which it does at every keystroke in the scenario.

local client_of = require('llmdbench.client')
local text_of = require('llmdbench.text')

local M = {}

local scheme = 'llmdbench-preview:'

-- The open documents by buffer: which client was asked for the text last, and whether to ask again after its answer.
local open = {}

-- Returns a URI as the name of a buffer, which 0.7 takes for a relative path unless it has `//`.
function M.name(uri)
  if not vim.startswith(uri, scheme) then
    return uri
  end
  return scheme .. '///' .. uri:sub(#scheme + 1):gsub('^/+', '')
end

-- Returns the URI of the scenario that a buffer is about: of a document its query, else the buffer itself.
function M.scenario(bufnr)
  local uri = vim.uri_from_bufnr(bufnr)
  if not vim.startswith(uri, scheme) then
    return uri
  end
  local scenario = uri:gsub('^[^?]*%?', ''):gsub('%%(%x%x)', function(digits)
    return string.char(tonumber(digits, 16))
  end)
  return scenario
end

-- Returns the file of a document's scenario. Servers and editors do not escape the same characters in a URI.
local function scenario_file(bufnr)
  return vim.uri_to_fname(M.scenario(bufnr))
end

-- Returns the client that serves a document's scenario.
local function client_for(document)
  local file = scenario_file(document)
  for _, client in ipairs(client_of.all()) do
    for bufnr in pairs(client.attached_buffers) do
      if vim.api.nvim_buf_is_loaded(bufnr) and vim.api.nvim_buf_get_name(bufnr) == file then
        return client
      end
    end
  end
end

local ask

-- Before 0.11 Neovim asks for the colours of each buffer of a client, and fails when the answer comes after the buffer
-- has gone, as a document does when its window is closed. The server has none for documents.
local function without_colours(bufnr, client)
  local colours = vim.lsp.semantic_tokens
  if not colours or vim.fn.has('nvim-0.11') == 1 then
    return
  end
  vim.schedule(function() -- they are asked for a moment after the client is attached
    if vim.api.nvim_buf_is_loaded(bufnr) then
      colours.stop(bufnr, client.id)
    end
  end)
end

-- Hover and definitions come from the clients of a buffer; Neovim attaches none to one that is no file.
local function on_answer(bufnr, client, result)
  local again = open[bufnr].again
  open[bufnr] = {}
  if result then
    text_of.replace(bufnr, result.text)
    vim.lsp.buf_attach_client(bufnr, client.id)
    without_colours(bufnr, client)
  end
  if again then
    ask(bufnr)
  end
end

-- One request at a time: answers that overtake each other would leave the older text.
function ask(bufnr)
  local client = client_for(bufnr)
  if not client then
    return
  end
  if open[bufnr].asked == client.id then
    open[bufnr].again = true
    return
  end
  open[bufnr] = { asked = client.id }
  local params = { uri = vim.uri_from_bufnr(bufnr) }
  client_of.request(client, 'workspace/textDocumentContent', params, bufnr, function(_, result)
    if vim.api.nvim_buf_is_loaded(bufnr) and open[bufnr].asked == client.id then
      on_answer(bufnr, client, result)
    end
  end)
end

local function ask_where(condition)
  for bufnr in pairs(open) do
    if not vim.api.nvim_buf_is_loaded(bufnr) then
      open[bufnr] = nil
    elseif condition(bufnr) then
      ask(bufnr)
    end
  end
end

-- Handles BufReadCmd.
function M.read(bufnr)
  local options = { buftype = 'nofile', bufhidden = 'wipe', buflisted = false, swapfile = false, undolevels = -1 }
  for name, value in pairs(options) do
    vim.bo[bufnr][name] = value
  end
  local here = { buffer = bufnr, silent = true }
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', here)
  vim.keymap.set('n', '<CR>', "<Cmd>lua require('llmdbench.preview').jump()<CR>", here)
  local is_yaml = vim.api.nvim_buf_get_name(bufnr):find('%.yaml%?') ~= nil
  vim.bo[bufnr].filetype = is_yaml and 'yaml' or 'sh'
  vim.bo[bufnr].modifiable = false
  open[bufnr] = {}
  ask(bufnr)
end

-- Handles workspace/textDocumentContent/refresh.
function M.on_refresh(_, params)
  local name = M.name(params.uri)
  ask_where(function(bufnr)
    return vim.api.nvim_buf_get_name(bufnr) == name
  end)
  return vim.NIL
end

-- A server that is attached to a scenario takes over the documents about it, such as after a restart.
function M.on_attach(scenario)
  local file = vim.api.nvim_buf_get_name(scenario)
  ask_where(function(bufnr)
    return scenario_file(bufnr) == file
  end)
end

return M
