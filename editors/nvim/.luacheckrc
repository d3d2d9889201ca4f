std = 'luajit'
read_globals = { 'vim' }
globals = { 'vim.bo', 'vim.g', 'vim.opt', 'vim.ui', 'vim.env', 'vim.notify', 'vim.deprecate' }
max_line_length = 120
