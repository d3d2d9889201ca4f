-- Starts the server for YAML and shell files: require('llmdbench').setup().

local config = require('llmdbench.config')

local M = {}

-- What setup was called with, defaults filled in; nil before that.
M.opts = nil

local has_lsp_config = vim.fn.has('nvim-0.11') == 1

local function find_root(path)
  local folder = vim.fn.fnamemodify(path, ':p:h')
  while true do
    for _, marker in ipairs(config.root_markers) do
      if vim.fn.getftype(folder .. '/' .. marker) ~= '' then
        return folder
      end
    end
    local parent = vim.fn.fnamemodify(folder, ':h')
    if parent == folder then
      return nil
    end
    folder = parent
  end
end

-- Neovim 0.7 starts a server each time it is asked, so a running one is looked for first.
local running = {}

local function start_on_0_7(bufnr, client_config)
  local key = client_config.root_dir or ''
  local client = running[key] and vim.lsp.get_client_by_id(running[key])
  if not client or client.is_stopped() then
    running[key] = vim.lsp.start_client(client_config)
  end
  if running[key] then
    vim.lsp.buf_attach_client(bufnr, running[key])
  end
end

-- Attaches the server of the buffer's root, started if need be. Neovim 0.11 does this itself.
function M.attach(bufnr)
  local path = vim.api.nvim_buf_get_name(bufnr)
  if vim.bo[bufnr].buftype ~= '' or path == '' or path:find('^%a[%w+.-]+://') then
    return
  end
  local problem = config.problem(M.opts.cmd)
  if problem then
    vim.notify_once(problem, vim.log.levels.ERROR)
    return
  end
  local client_config = config.client(M.opts)
  client_config.root_dir = find_root(path)
  if vim.lsp.start then
    vim.api.nvim_buf_call(bufnr, function()
      vim.lsp.start(client_config)
    end)
  else
    start_on_0_7(bufnr, client_config)
  end
end

local function enable()
  local client_config = config.client(M.opts)
  client_config.filetypes = M.opts.filetypes
  vim.lsp.config(config.name, client_config)
  vim.lsp.enable(config.name)
end

local function on_filetype(args)
  if has_lsp_config then
    local problem = config.problem(vim.lsp.config[config.name].cmd)
    if problem then
      vim.notify_once(problem, vim.log.levels.ERROR)
    end
  else
    M.attach(args.buf)
  end
end

local function attach_loaded_buffers()
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    local wanted = vim.tbl_contains(M.opts.filetypes, vim.bo[bufnr].filetype)
    if wanted and vim.api.nvim_buf_is_loaded(bufnr) then
      on_filetype({ buf = bufnr })
    end
  end
end

-- Starts the server for every file of its types, those open now included. See :help llmdbench-setup.
function M.setup(opts)
  opts = config.resolve(opts)
  opts.filetypes = opts.filetypes or config.filetypes
  M.opts = opts
  if has_lsp_config then
    enable()
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('llmdbench', { clear = true }),
    pattern = opts.filetypes,
    callback = on_filetype,
  })
  attach_loaded_buffers()
end

return M
