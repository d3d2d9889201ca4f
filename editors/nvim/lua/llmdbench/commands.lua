-- What the user commands of plugin/llmdbench.lua do.

local client_of = require('llmdbench.client')
local config = require('llmdbench.config')
local current = require('llmdbench.current')
local document = require('llmdbench.document')
local edit = require('llmdbench.edit')
local environment_of = require('llmdbench.environment')
local message = require('llmdbench.message')
local preview = require('llmdbench.preview')
local window = require('llmdbench.window')

local M = {}

local say, fail = message.say, message.fail

local function file_name(uri)
  return vim.fn.fnamemodify(vim.uri_to_fname(uri), ':t')
end

-- The environments that could have been chosen as well.
local function others(environments, chosen)
  return vim.tbl_filter(function(name)
    return name ~= chosen.name
  end, environment_of.names(environments))
end

-- Runs generate or update and shows the scenario. on_done(uri, whether anything was edited)
local function write_scenario(command, bufnr, argument, mods, on_done)
  local applied = edit.applied
  local client = client_of.attached(bufnr)
  client_of.execute(client, command, argument, bufnr, function(err, result)
    if err then
      return fail(err)
    end
    local scenario = window.show(result.uri, mods)
    if argument.uri ~= result.uri then
      environment_of.set_guide(scenario, argument)
    end
    on_done(result.uri, edit.applied > applied)
  end)
end

-- :LlmdbenchConvert [environment]. A scenario that exists is updated, never written anew.
function M.convert(opts)
  local client = current.client()
  if not client then
    return
  end
  local bufnr = vim.api.nvim_get_current_buf()
  local uri = vim.uri_from_bufnr(bufnr)
  client_of.execute(client, 'environments', { uri = uri }, bufnr, function(err, result)
    if err then
      return fail(err)
    end
    local environments = result.environments
    local chosen, problem = environment_of.pick(environments, opts.args)
    if not chosen then
      return fail(problem)
    end
    local command = chosen.exists and 'update' or 'generate'
    local argument = { uri = uri, environment = chosen.name }
    write_scenario(command, bufnr, argument, opts.mods, function(scenario, edited)
      local verb = not chosen.exists and 'generated' or edited and 'updated' or 'nothing to change in'
      local text = verb .. ' ' .. file_name(scenario)
      local rest = others(environments, chosen)
      if opts.args == '' and #rest > 0 then
        text = text .. '; other environments: ' .. table.concat(rest, ', ')
      end
      say(text)
    end)
  end)
end

local function with_environment(argument, name)
  if name ~= '' then
    argument.environment = name
  end
  return argument
end

-- :LlmdbenchUpdate [environment], in a guide or a scenario.
function M.update(opts)
  if not current.client() then
    return
  end
  local bufnr = vim.api.nvim_get_current_buf()
  local argument = with_environment({ uri = vim.uri_from_bufnr(bufnr) }, opts.args)
  write_scenario('update', bufnr, argument, opts.mods, function(uri, edited)
    say((edited and 'updated ' or 'nothing to change in ') .. file_name(uri))
  end)
end

-- :LlmdbenchReport [environment]
function M.report(opts)
  local client = current.client()
  if not client then
    return
  end
  local bufnr = vim.api.nvim_get_current_buf()
  local argument = with_environment(environment_of.guide_of(bufnr), opts.args)
  client_of.execute(client, 'report', argument, bufnr, function(err, result)
    if err then
      return fail(err)
    end
    window.scratch('report', vim.split(vim.trim(result.report), '\n'), 'text', opts.mods)
  end)
end

-- :LlmdbenchPreview [view], in a scenario or in a preview of it.
function M.preview(opts)
  local view = opts.args ~= '' and opts.args or preview.views[1]
  if not vim.tbl_contains(preview.views, view) then
    return fail(string.format('no view %s; there are: %s', view, table.concat(preview.views, ', ')))
  end
  if current.client() then
    local bufnr = vim.api.nvim_get_current_buf()
    preview.preview(document.scenario(bufnr), view, bufnr, opts.mods)
  end
end

-- :LlmdbenchCompare, in the same.
function M.compare(opts)
  if current.client() then
    local bufnr = vim.api.nvim_get_current_buf()
    preview.compare(document.scenario(bufnr), bufnr, opts.mods)
  end
end

-- :LlmdbenchLog
function M.log(opts)
  local lines = require('llmdbench.log').lines()
  if #lines == 0 then
    return say('the server has logged nothing; its standard error goes to ' .. require('vim.lsp.log').get_filename())
  end
  window.scratch('log', lines, '', opts.mods)
  vim.cmd('normal! G')
end

-- :LlmdbenchRestart
function M.restart()
  local buffers = client_of.stop_all()
  if vim.lsp.enable then
    vim.lsp.enable(config.name)
    return
  end
  local plugin = require('llmdbench')
  if not plugin.opts then
    return fail("call require('llmdbench').setup() first")
  end
  if #buffers == 0 then
    buffers = { vim.api.nvim_get_current_buf() }
  end
  for _, bufnr in ipairs(buffers) do
    if vim.api.nvim_buf_is_loaded(bufnr) then
      plugin.attach(bufnr)
    end
  end
end

-- Completes the views of a preview.
function M.complete_view(lead)
  return vim.tbl_filter(function(view)
    return vim.startswith(view, lead)
  end, preview.views)
end

return M
