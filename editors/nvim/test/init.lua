-- The configuration that the tests run with: this plugin, started in one of the two ways that users start it.

local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
vim.opt.runtimepath:prepend(vim.fn.fnamemodify(here, ':h'))
vim.cmd('filetype plugin indent on')
vim.cmd('syntax on')

local server = vim.env.NVIM_TEST_SERVER

local settings = { logLevel = 'debug', cluster = { accelerator = 'nvidia.com/gpu.product:Aviary' } }

if vim.env.NVIM_TEST_START == 'enable' then
  vim.lsp.config('llmdbench', { cmd = { server, 'serve' }, settings = { llmdbench = settings } })
  vim.lsp.enable('llmdbench')
else
  require('llmdbench').setup({ cmd = server, settings = settings })
end
