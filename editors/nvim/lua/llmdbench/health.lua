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

-- Asks each server what it knows. Nobody waits longer than this for one, in milliseconds.
local patience = 2000

local function check_answers(client)
  local bufnr = next(client.attached_buffers) or vim.api.nvim_get_current_buf()
  local status = client_of.execute_sync(client, 'status', { uri = '' }, bufnr, patience)
  if status then
    info(require('llmdbench.status').line(status))
  else
    warn('the server does not say what it knows: is it an older one than the plugin?')
  end
end

local function has_parser(language)
  return #vim.api.nvim_get_runtime_file('parser/' .. language .. '.*', false) > 0
end

-- What this version of Neovim and its parsers cannot do.
local function check_abilities()
  if vim.fn.has('nvim-0.10') == 0 then
    info('inlay hints need Neovim 0.10 or later')
  end
  if vim.fn.has('nvim-0.9') == 0 then
    info('colours in here-documents need Neovim 0.9 or later')
  elseif has_parser('bash') and has_parser('yaml') then
    ok('there are parsers of Bash and YAML for colours in here-documents')
  else
    info('without parsers of Bash and YAML, colours in here-documents come from the server alone')
  end
end

local function check_clients()
  local clients = client_of.all()
  for _, client in ipairs(clients) do
    local buffers = #vim.tbl_keys(client.attached_buffers)
    local place = client.config.root_dir and 'in ' .. client.config.root_dir or 'outside any repository'
    ok(string.format('a server runs %s for %d buffer(s)', place, buffers))
    check_answers(client)
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
  'guideRoots',
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
  for _, root in ipairs(settings.guideRoots or {}) do
    if vim.fn.isdirectory(root) == 0 then
      warn('guideRoots has what is not a folder: ' .. root)
    end
  end
end

function M.check()
  start('llmdbench')
  local active = active_config()
  check_program(active.cmd)
  check_clients()
  check_abilities()
  check_settings(active.settings[config.name])
end

return M
