-- Neovim 0.11 and later: vim.lsp.enable('llmdbench') reads this file.

local config = require('llmdbench.config')

local client = config.client()
client.filetypes = config.filetypes
client.root_markers = config.root_markers
return client
