-- What commands that turn something on or off take: `on`, `off`, or nothing for what it is not now.

local M = {}

local words = { 'on', 'off' }

-- Completes the words.
function M.complete(lead)
  return vim.tbl_filter(function(word)
    return vim.startswith(word, lead)
  end, words)
end

-- Returns whether something is to be on, from the argument of the command and whether it is on now; or nil and a
-- complaint.
function M.wanted(argument, is_on)
  if argument == '' then
    return not is_on
  elseif not vim.tbl_contains(words, argument) then
    return nil, string.format('%s is neither on nor off', argument)
  end
  return argument == 'on'
end

return M
