-- How the values of a guide are shown beside what a scenario and a deployment make of them.

local M = {}

-- The longest that a value may be, in characters.
local longest = 32

local function shorten(text)
  if vim.fn.strchars(text) <= longest then
    return text
  end
  return vim.fn.strcharpart(text, 0, longest - 1) .. '…'
end

-- A value behind the number of its line; `-` where there is none.
local function cell(line, place)
  if not place then
    return '-'
  end
  return string.format('%d: %s', line + 1, shorten(place.value))
end

local function place_cell(place)
  return cell(place and place.range.start.line, place)
end

-- The columns of a row: state, path, and the guide's, the scenario's and the deployed value.
local function columns(row)
  local deployed = cell(row.deployed and row.deployed.line, row.deployed)
  return { row.state, row.path, place_cell(row.guide), place_cell(row.scenario), deployed }
end

local function pad(text, width)
  return text .. string.rep(' ', width - vim.fn.strdisplaywidth(text))
end

local function widths(table_of_cells)
  local widest = {}
  for _, cells in ipairs(table_of_cells) do
    for i, text in ipairs(cells) do
      widest[i] = math.max(widest[i] or 0, vim.fn.strdisplaywidth(text))
    end
  end
  return widest
end

-- Returns a line for each row, and one above them with the names of the columns.
function M.lines(rows)
  local cells = { { 'state', 'path', '1 guide', '2 scenario', '3 deployed' } }
  vim.list_extend(cells, vim.tbl_map(columns, rows))
  local wide = widths(cells)
  local lines = {}
  for i, row in ipairs(cells) do
    local padded = {}
    for column, text in ipairs(row) do
      padded[column] = pad(text, wide[column])
    end
    local note = rows[i - 1] and rows[i - 1].note or ''
    lines[i] = vim.trim(table.concat(padded, '  ') .. '  ' .. note)
  end
  return lines
end

-- Returns the states that rows are counted by, the usual last, and how many rows have each, as a text.
function M.counts(counts)
  local states = vim.tbl_filter(function(state)
    return counts[state] > 0
  end, vim.tbl_keys(counts))
  table.sort(states, function(a, b)
    return counts[a] < counts[b] or counts[a] == counts[b] and a < b
  end)
  local parts = vim.tbl_map(function(state)
    return string.format('%d %s', counts[state], state)
  end, states)
  return table.concat(parts, ', ')
end

-- Returns the rows of a state or, if the filter is none, those with this part in their path or variable.
function M.filter(rows, counts, filter)
  return vim.tbl_filter(function(row)
    if filter == '' or counts[filter] then
      return filter == '' or row.state == filter
    end
    return (row.path .. '\n' .. (row.variable or '')):find(filter, 1, true) ~= nil
  end, rows)
end

-- Returns the rows as entries of a quickfix list, each at its line of the scenario or, without one, of the guide.
function M.quickfix(rows)
  local items = {}
  for _, row in ipairs(rows) do
    local place = row.scenario or row.guide
    if place then
      local text = { row.state, row.path, place_cell(row.guide), '->', place_cell(row.scenario), row.note }
      table.insert(items, {
        filename = vim.uri_to_fname(place.uri),
        lnum = place.range.start.line + 1,
        text = table.concat(text, ' '),
      })
    end
  end
  return items
end

return M
