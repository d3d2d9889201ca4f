-- Takes out of a text what should not leave the machine: names of people and machines, folders, and secrets.

local M = {}

-- Words in the names of settings and variables whose values are secrets.
local secret_words = { 'token', 'password', 'secret', 'api_key', 'apikey', 'credential', 'authorization' }

-- How secrets begin that are known by themselves.
local secret_starts = { 'hf_', 'ghp_', 'gho_', 'github_pat_', 'glpat-', 'sk-', 'nvapi-', 'AKIA', 'eyJ' }

-- Replaces a text wherever it stands, as it is.
local function replace(text, what, by)
  if not what or what == '' or what == '/' then
    return text
  end
  return (text:gsub(vim.pesc(what), (by:gsub('%%', '%%%%'))))
end

local function is_named_secret(name)
  for _, word in ipairs(secret_words) do
    if name:lower():find(word, 1, true) then
      return true
    end
  end
  return false
end

-- Settings and exports: a name, `=` or `:`, and a value, which may be quoted.
local function without_named(line)
  local from = 1
  while true do
    local _, last, name = line:find('([%w_.%-]+)["\'%]]*%s*[=:]%s*', from)
    if not last then
      return line
    elseif is_named_secret(name) then
      return line:sub(1, last) .. '<secret>'
    end
    from = last + 1
  end
end

local function without_known(line)
  return (line:gsub('[%w_%-.]+', function(word)
    for _, start in ipairs(secret_starts) do
      if vim.startswith(word, start) and #word >= #start + 8 then
        return '<secret>'
      end
    end
  end))
end

-- What stands between `//` and `@` in an address.
local function without_login(line)
  return (line:gsub('(%w+://)[^/%s@]+@', '%1<secret>@'))
end

-- Returns what names this machine and its user, folders first, and what stands in their place.
local function own_names(folders)
  local names = {}
  for i, folder in ipairs(folders) do
    table.insert(names, { folder, i == 1 and '<workspace>' or string.format('<workspace %d>', i) })
  end
  table.insert(names, { vim.env.HOME, '~' })
  for name, by in pairs({ [vim.fn.hostname()] = '<host>', [vim.env.USER or ''] = '<user>' }) do
    if #name > 2 and name ~= 'root' then -- a shorter one would be found in other words
      table.insert(names, { name, by })
    end
  end
  return names
end

-- Returns lines without such. Folders are those of the workspace, as paths.
function M.lines(lines, folders)
  local names = own_names(folders)
  return vim.tbl_map(function(line)
    line = without_named(without_known(without_login(line)))
    for _, name in ipairs(names) do
      line = replace(line, name[1], name[2])
    end
    return line
  end, lines)
end

return M
