-- The user commands. The server itself is started by vim.lsp.enable('llmdbench') or require('llmdbench').setup().

if vim.g.loaded_llmdbench or vim.fn.has('nvim-0.7') == 0 then
  return
end
vim.g.loaded_llmdbench = true

-- The modules are loaded at first use, to cost nothing at startup.
local function command(name, method, description, complete)
  vim.api.nvim_create_user_command(name, function(opts)
    require('llmdbench.commands')[method](opts)
  end, {
    desc = description,
    nargs = complete and '?' or 0,
    complete = complete and function(lead)
      return require('llmdbench.commands')['complete_' .. complete](lead)
    end or nil,
  })
end

command('LlmdbenchConvert', 'convert', 'Generate the scenario of this guide, or update it', 'environment')
command('LlmdbenchUpdate', 'update', 'Update the scenario of this guide, or this scenario', 'environment')
command('LlmdbenchReport', 'report', 'Show what the conversion of this guide carries over and what not', 'environment')
command('LlmdbenchPreview', 'preview', 'Show what is deployed from this scenario', 'view')
command('LlmdbenchCompare', 'compare', 'Show what is deployed from this scenario beside what its guide says')
command('LlmdbenchRestart', 'restart', 'Restart the server')
command('LlmdbenchLog', 'log', 'Show what the server has logged')

-- Also when such a document is opened again, by `:edit` or from the jump list.
vim.api.nvim_create_autocmd('BufReadCmd', {
  group = vim.api.nvim_create_augroup('llmdbench_document', { clear = true }),
  pattern = 'llmdbench-preview:///*',
  nested = true,
  callback = function(args)
    require('llmdbench.document').read(args.buf)
  end,
})
