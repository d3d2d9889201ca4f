-- :LlmdbenchExplain: what the catalogue knows of a variable, a flag, a plugin and the like.

local client_of = require('llmdbench.client')
local current = require('llmdbench.current')
local message = require('llmdbench.message')
local window = require('llmdbench.window')

local M = {}

-- Neovim completes command lines at a key, so nobody waits longer than this for it. Milliseconds.
local patience = 2000

local function show(entry, mods)
  current.execute_any('explain', { uri = '', name = entry.name, kind = entry.kind }, function(result)
    window.scratch('explain', vim.split(result.markdown, '\n'), 'markdown', mods)
  end)
end

-- Returns the characters around the cursor that names are made of.
local function name_at_cursor()
  local line, column = vim.api.nvim_get_current_line(), vim.fn.col('.')
  local first, last = column, column
  while first > 1 and line:find('^[%w_-]', first - 1) do
    first = first - 1
  end
  while line:find('^[%w_-]', last) do
    last = last + 1
  end
  return line:sub(first, last - 1)
end

local function find(entries, name)
  for _, entry in ipairs(entries) do
    if entry.name == name then
      return entry
    end
  end
end

local function title(entry)
  return string.format('%s (%s): %s', entry.name, entry.kind, entry.summary)
end

-- :LlmdbenchExplain [name]. Without a name it is the one under the cursor, or the one that the user picks.
function M.explain(opts)
  if opts.args ~= '' then
    return show({ name = opts.args }, opts.mods)
  end
  local name = name_at_cursor()
  current.execute_any('catalogue', { uri = '' }, function(result)
    local here = find(result.entries, name)
    if here then
      return show(here, opts.mods)
    end
    vim.ui.select(result.entries, { prompt = 'Explain', format_item = title }, function(entry)
      if entry then
        show(entry, opts.mods)
      end
    end)
  end)
end

-- Completes the names of the catalogue.
function M.complete(lead)
  local client = current.any()
  if not client then
    return {}
  end
  local bufnr = vim.api.nvim_get_current_buf()
  local result = client_of.execute_sync(client, 'catalogue', { uri = '' }, bufnr, patience)
  local names = {}
  for _, entry in ipairs(result and result.entries or {}) do
    if vim.startswith(entry.name, lead) and names[#names] ~= entry.name then
      table.insert(names, entry.name)
    end
  end
  if #names == 0 and not result then
    message.fail('the server does not answer')
  end
  return names
end

return M
