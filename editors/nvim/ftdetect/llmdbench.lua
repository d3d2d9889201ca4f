-- No version of Neovim knows `helmfile.yaml.gotmpl`: depending on its first lines it has no type or is `conf`.
-- `setfiletype` leaves alone what another plugin has recognised. The text is YAML with a few template expressions, so
-- it is coloured as that where nothing can colour Go templates; the type is not `yaml`, for servers that check YAML
-- would complain about the templates.
vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, {
  group = 'filetypedetect',
  pattern = 'helmfile*.gotmpl',
  callback = function(args)
    vim.cmd('setfiletype gotmpl')
    local has_syntax = #vim.api.nvim_get_runtime_file('syntax/gotmpl.vim', false) > 0
    if vim.bo[args.buf].filetype == 'gotmpl' and not has_syntax then
      vim.bo[args.buf].syntax = 'yaml'
    end
  end,
})
