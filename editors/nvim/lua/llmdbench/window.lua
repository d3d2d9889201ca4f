-- Windows that the plugin opens.

local document = require('llmdbench.document')

local M = {}

local function show_buffer(bufnr, mods)
  if bufnr == vim.api.nvim_get_current_buf() then
    return
  end
  local win = vim.fn.bufwinid(bufnr)
  if win ~= -1 then
    vim.api.nvim_set_current_win(win)
  else
    vim.cmd(string.format('%s sbuffer %d', mods, bufnr))
  end
end

-- Shows a document in the window that has it, or in a new one. `mods` are modifiers such as `vertical`.
function M.show(uri, mods)
  local bufnr = vim.uri_to_bufnr(document.name(uri))
  if vim.bo[bufnr].buftype == '' then
    vim.bo[bufnr].buflisted = true
  end
  show_buffer(bufnr, mods)
  return bufnr
end

-- Handles window/showDocument: the server shows the scenario that a code action has made, or a preview.
function M.on_show_document(_, params)
  if params.external then
    return { success = false }
  end
  M.show(params.uri, '')
  return { success = true }
end

local function scratch_buffer(name)
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_get_name(bufnr) == name then
      return bufnr
    end
  end
  local bufnr = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(bufnr, name)
  return bufnr
end

-- Shows lines that are no file; `q` closes them.
function M.scratch(name, lines, filetype, mods)
  local bufnr = scratch_buffer('llmdbench://' .. name)
  vim.bo[bufnr].modifiable = true
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, lines)
  vim.bo[bufnr].modifiable = false
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = bufnr, silent = true })
  show_buffer(bufnr, mods)
  vim.bo[bufnr].filetype = filetype
  return bufnr
end

return M
