-- :LlmdbenchVerify: a scenario held against its guide, value by value.

local client_of = require('llmdbench.client')
local current = require('llmdbench.current')
local document = require('llmdbench.document')
local message = require('llmdbench.message')
local preview = require('llmdbench.preview')
local rows_of = require('llmdbench.verify_rows')
local window = require('llmdbench.window')

local M = {}

-- Lines above the rows: what was compared, the keys, an empty one, and the names of the columns.
local above = 4

local function file_name(uri)
  return vim.fn.fnamemodify(vim.uri_to_fname(uri), ':t')
end

local function go(place)
  window.show(place.uri, 'aboveleft')
  vim.cmd("normal! m'")
  vim.api.nvim_win_set_cursor(0, { place.range.start.line + 1, place.range.start.character })
end

-- The preview is of a scenario in a buffer, and asks the server of that one.
local function go_deployed(result, row)
  local scenario = vim.uri_to_bufnr(result.scenario)
  vim.fn.bufload(scenario)
  if client_of.wait_attached(scenario, 2000) then
    preview.show_line(result.scenario, row.deployed.line, scenario)
  end
end

-- What the keys in the window do with a row.
local keys = {
  ['<CR>'] = function(_, row)
    return row.scenario or row.guide
  end,
  ['1'] = function(_, row)
    return row.guide
  end,
  ['2'] = function(_, row)
    return row.scenario
  end,
  ['3'] = function(result, row)
    return row.deployed and function()
      go_deployed(result, row)
    end
  end,
}

local function map_keys(bufnr, result, rows)
  for key, place_of in pairs(keys) do
    vim.keymap.set('n', key, function()
      local row = rows[vim.fn.line('.') - above]
      local place = row and place_of(result, row)
      if not place then
        message.say('nothing stands there for this line')
      elseif type(place) == 'function' then
        place()
      else
        go(place)
      end
    end, { buffer = bufnr, silent = true, nowait = true })
  end
end

local function show(result, rows, mods)
  local head = string.format('%s against %s: ', file_name(result.scenario), file_name(result.guide))
  local lines = { head .. rows_of.counts(result.counts), '<CR> or 2: scenario, 1: guide, 3: deployed, q: close', '' }
  local bufnr = window.scratch('verify', vim.list_extend(lines, rows_of.lines(rows)), 'llmdbench-verify', mods)
  vim.api.nvim_buf_set_var(bufnr, 'llmdbench_scenario', result.scenario)
  vim.api.nvim_win_set_option(0, 'wrap', false)
  map_keys(bufnr, result, rows)
  vim.api.nvim_win_set_cursor(0, { math.min(above + 1, vim.fn.line('$')), 0 })
end

local function fill_quickfix(rows)
  vim.fn.setqflist({}, ' ', { title = 'llmdbench: scenario against guide', items = rows_of.quickfix(rows) })
  vim.cmd('copen')
end

-- The scenario or guide that a buffer is about, as an argument for the server, and the client to ask.
local function subject(bufnr)
  local scenario = vim.b[bufnr].llmdbench_scenario -- of our own window
  if scenario then
    return { uri = scenario }, current.any()
  end
  return { uri = document.scenario(bufnr) }, current.client()
end

-- :LlmdbenchVerify[!] [filter], in a scenario, a guide, or the window that it has opened.
function M.verify(opts)
  local argument, client = subject(vim.api.nvim_get_current_buf())
  if not client then
    return
  end
  current.execute(client, 'verify', argument, function(result)
    local rows = rows_of.filter(result.rows, result.counts, opts.args)
    if #rows == 0 then
      return message.say(string.format('no value is %s; there are %s', opts.args, rows_of.counts(result.counts)))
    elseif opts.bang then
      return fill_quickfix(rows)
    end
    show(result, rows, opts.mods)
  end)
end

-- Completes the states that values of the scenario in the current buffer are in.
function M.complete(lead)
  local bufnr = vim.api.nvim_get_current_buf()
  local scenario = vim.b[bufnr].llmdbench_scenario or document.scenario(bufnr)
  local client = current.any()
  local result = client and client_of.execute_sync(client, 'verify', { uri = scenario }, bufnr, 2000)
  local states = vim.tbl_filter(function(state)
    return vim.startswith(state, lead)
  end, vim.tbl_keys(result and result.counts or {}))
  table.sort(states)
  return states
end

return M
