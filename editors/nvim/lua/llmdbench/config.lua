-- What the server is started with, on every version of Neovim.

local M = {}

M.name = 'llmdbench'

-- `helm` and `gotmpl` are for `helmfile.yaml.gotmpl`: some Helm plugins call it the former, our ftdetect the latter.
M.filetypes = { 'yaml', 'yaml.helm-values', 'helm', 'gotmpl', 'sh', 'bash' }

M.root_markers = { '.git' }

local defaults = {
  cmd = { 'llmdbench-ls', 'serve' },
  settings = {
    scenarioFolder = 'scenarios/guides',
    frameworkPath = '',
    guideRoots = {},
    workarounds = false,
    inlayHints = true,
    codeLens = true,
    logLevel = 'info',
    severity = {},
    -- All of it is written out: Lua has no empty table that is no list.
    cluster = {
      accelerator = 'nvidia.com/gpu.product:X',
      network = '',
      namespace = '',
      storageClass = '',
      user = 'root',
      admin = true,
      openshift = false,
      token = false,
    },
  },
  codelens = true,
  handlers = {},
}

local function expand_home(path)
  if path:sub(1, 2) == '~/' then
    return vim.env.HOME .. path:sub(2)
  end
  return path
end

-- Returns the options with defaults filled in; a string `cmd` is the path of the program.
function M.resolve(opts)
  opts = vim.tbl_deep_extend('force', defaults, opts or {})
  if type(opts.cmd) == 'string' then
    opts.cmd = { opts.cmd, 'serve' }
  end
  if type(opts.cmd) == 'table' then
    opts.cmd = vim.list_extend({ expand_home(opts.cmd[1]) }, opts.cmd, 2)
  end
  opts.settings.frameworkPath = expand_home(opts.settings.frameworkPath)
  opts.settings.guideRoots = vim.tbl_map(expand_home, opts.settings.guideRoots)
  return opts
end

local function language_id(_, filetype)
  local shell = filetype == 'sh' or filetype == 'bash'
  return shell and 'shellscript' or 'yaml'
end

-- Neovim applies `documentChanges` but never says so; the rest is what our handlers can do.
local function before_init(params, config)
  params.capabilities = vim.tbl_deep_extend('force', params.capabilities, {
    workspace = {
      workspaceEdit = { documentChanges = true },
      textDocumentContent = { dynamicRegistration = false },
    },
    window = { showDocument = { support = true } },
  })
  params.initializationOptions = params.initializationOptions or config.settings[M.name]
end

local function on_init(client)
  require('llmdbench.edit').watch_code_actions(client)
  require('llmdbench.attach').watch(client)
  require('llmdbench.preview').register(vim.lsp.commands)
end

-- Before 0.11 Neovim takes capabilities for all there are, but completion plugins name only theirs.
local function complete_capabilities(capabilities)
  if not capabilities then
    return nil
  end
  return vim.tbl_deep_extend('force', vim.lsp.protocol.make_client_capabilities(), capabilities)
end

-- Returns the table that vim.lsp.start, vim.lsp.start_client and lsp/llmdbench.lua take.
function M.client(opts)
  opts = M.resolve(opts)
  local handlers = {
    ['workspace/applyEdit'] = require('llmdbench.edit').on_apply_edit,
    ['window/showDocument'] = require('llmdbench.window').on_show_document,
    ['workspace/textDocumentContent/refresh'] = require('llmdbench.document').on_refresh,
    ['window/logMessage'] = require('llmdbench.log').on_message,
  }
  return {
    name = M.name,
    cmd = opts.cmd,
    settings = { [M.name] = opts.settings },
    handlers = vim.tbl_extend('force', handlers, opts.handlers),
    capabilities = complete_capabilities(opts.capabilities),
    -- A guide is several files: a command in one has to see what was typed in another a moment ago.
    flags = { debounce_text_changes = 0 },
    get_language_id = language_id,
    before_init = before_init,
    on_init = on_init,
    codelens = opts.codelens,
    on_attach = opts.on_attach,
  }
end

-- Says what is wrong with the command, or nil.
function M.problem(cmd)
  if type(cmd) == 'function' or vim.fn.executable(cmd[1]) == 1 then
    return nil
  end
  return string.format(
    'llmdbench: cannot run %s. Install llmdbench-ls, put it on PATH, or set `cmd` to where it is.',
    cmd[1]
  )
end

return M
