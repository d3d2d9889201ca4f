-- Puts a new text into a buffer that is on the screen, without a jump.

local M = {}

-- Returns the lines of a text.
function M.lines(text)
  return vim.split((text:gsub('\n$', '')), '\n', { plain = true })
end

-- Finds the lines that differ: how many are the same before and after them.
local function same_ends(old, new)
  local shorter = math.min(#old, #new)
  local before, after = 0, 0
  while before < shorter and old[before + 1] == new[before + 1] do
    before = before + 1
  end
  while after < shorter - before and old[#old - after] == new[#new - after] do
    after = after + 1
  end
  return before, after
end

-- Replaces lines and puts every window back to what it showed. Neovim by itself moves the cursor to the first line that
-- is replaced.
local function replace_lines(bufnr, first, last, lines)
  local grown = #lines - (last - first)
  local function moved(line)
    return line > last and line + grown or line
  end
  local views = {}
  for _, win in ipairs(vim.fn.win_findbuf(bufnr)) do
    views[win] = vim.api.nvim_win_call(win, vim.fn.winsaveview)
  end
  vim.bo[bufnr].modifiable = true
  vim.api.nvim_buf_set_lines(bufnr, first, last, false, lines)
  vim.bo[bufnr].modifiable = false
  for win, view in pairs(views) do
    view.lnum, view.topline = moved(view.lnum), moved(view.topline)
    vim.api.nvim_win_call(win, function()
      vim.fn.winrestview(view)
    end)
  end
end

-- Gives a buffer this text; touches only the lines that differ.
function M.replace(bufnr, text)
  local old, new = vim.api.nvim_buf_get_lines(bufnr, 0, -1, false), M.lines(text)
  local before, after = same_ends(old, new)
  if before < math.max(#old, #new) - after then
    replace_lines(bufnr, before, #old - after, vim.list_slice(new, before + 1, #new - after))
  end
end

return M
