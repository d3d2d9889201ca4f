-- The user commands. The server itself is started by vim.lsp.enable('llmdbench') or require('llmdbench').setup().

if vim.g.loaded_llmdbench or vim.fn.has('nvim-0.7') == 0 then
  return
end
vim.g.loaded_llmdbench = true

-- The modules are loaded at first use, to cost nothing at startup.
local function command(name, method, description, takes_environment)
  vim.api.nvim_create_user_command(name, function(opts)
    require('llmdbench.commands')[method](opts)
  end, {
    desc = description,
    nargs = takes_environment and '?' or 0,
    complete = takes_environment and function(lead)
      return require('llmdbench.commands').complete(lead)
    end or nil,
  })
end

command('LlmdbenchConvert', 'convert', 'Generate the scenario of this guide, or update it', true)
command('LlmdbenchUpdate', 'update', 'Update the scenario of this guide, or this scenario', true)
command('LlmdbenchReport', 'report', 'Show what the conversion of this guide carries over and what not', true)
command('LlmdbenchRestart', 'restart', 'Restart the server')
command('LlmdbenchLog', 'log', 'Show what the server has logged')
