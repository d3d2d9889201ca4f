-- :checkhealth llmdbench

local client_of = require('llmdbench.client')
local config = require('llmdbench.config')

local M = {}

-- The functions that report were renamed in 0.10; 0.7 has them only as Vim functions.
local function reporter(name)
  local health = vim.health or {}
  return health[name] or health['report_' .. name] or vim.fn['health#report_' .. name]
end

local start, ok, info, warn, err =
  reporter('start'), reporter('ok'), reporter('info'), reporter('warn'), reporter('error')

local function active_config()
  local plugin = require('llmdbench')
  if vim.lsp.config then
    return vim.lsp.config[config.name]
  end
  return config.client(plugin.opts)
end

local function check_program(cmd)
  local problem = config.problem(cmd)
  if problem then
    err(problem)
  elseif type(cmd) == 'table' then
    ok('the server is ' .. vim.fn.exepath(cmd[1]))
  end
end

local function is_enabled()
  if require('llmdbench').opts then
    return true
  end
  return vim.lsp.is_enabled ~= nil and vim.lsp.is_enabled(config.name)
end

local function check_clients()
  local clients = client_of.all()
  for _, client in ipairs(clients) do
    local buffers = #vim.tbl_keys(client.attached_buffers)
    local place = client.config.root_dir and 'in ' .. client.config.root_dir or 'outside any repository'
    ok(string.format('a server runs %s for %d buffer(s)', place, buffers))
  end
  if #clients > 0 then
    return
  end
  if is_enabled() then
    info('no server is running: it starts when a YAML or shell file is opened')
  else
    warn("no server is running: call require('llmdbench').setup(), or from 0.11 on vim.lsp.enable('llmdbench')")
  end
end

-- The settings that the server is told.
local told = {
  'scenarioFolder',
  'frameworkPath',
  'workarounds',
  'inlayHints',
  'codeLens',
  'logLevel',
  'severity',
  'cluster',
}

local function check_settings(settings)
  for _, name in ipairs(told) do
    local value = vim.inspect(settings[name], { newline = ' ', indent = '' })
    info(string.format('%s: %s', name, value))
  end
  local framework = settings.frameworkPath
  if framework and framework ~= '' and vim.fn.isdirectory(framework) == 0 then
    warn('frameworkPath is not a folder: ' .. framework)
  end
end

function M.check()
  start('llmdbench')
  local active = active_config()
  check_program(active.cmd)
  check_clients()
  check_settings(active.settings[config.name])
end

return M
