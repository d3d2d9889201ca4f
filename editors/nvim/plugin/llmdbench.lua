-- The user commands. The server itself is started by vim.lsp.enable('llmdbench') or require('llmdbench').setup().

if vim.g.loaded_llmdbench or vim.fn.has('nvim-0.7') == 0 then
  return
end
vim.g.loaded_llmdbench = true

-- The modules are loaded at first use, to cost nothing at startup.
local function call(place)
  return function(...)
    return require('llmdbench.' .. place[1])[place[2]](...)
  end
end

-- Defines a command by the module and the function that do it and, if it takes an argument, those that complete it.
local function command(suffix, description, place, complete, bang)
  vim.api.nvim_create_user_command('Llmdbench' .. suffix, call(place), {
    desc = description,
    nargs = complete and '?' or 0,
    complete = complete and call(complete) or nil,
    bang = bang,
  })
end

local environment, view = { 'environment', 'complete' }, { 'commands', 'complete_view' }
local name, state, switch = { 'explain', 'complete' }, { 'verify', 'complete' }, { 'switch', 'complete' }

command('Convert', 'Generate the scenario of this guide, or update it', { 'commands', 'convert' }, environment)
command('Generate', 'Show the scenario of this guide before it is made', { 'generate', 'generate' }, environment)
command('Update', 'Update the scenario of this guide, or this scenario', { 'commands', 'update' }, environment)
command('Report', 'Show what the conversion of this guide carries over', { 'commands', 'report' }, environment)
command('Preview', 'Show what is deployed from this scenario', { 'commands', 'preview' }, view)
command('Compare', 'Show the guide beside what is deployed from this scenario', { 'commands', 'compare' })
command('Verify', 'List what became of each value of the guide', { 'verify', 'verify' }, state, true)
command('FixAll', 'Mend all that is safe to mend in this scenario', { 'fix', 'fix_all' })
command('Explain', 'Explain a variable, a flag, a plugin', { 'explain', 'explain' }, name)
command('CodeLens', 'Turn code lenses in this buffer on or off', { 'codelens', 'toggle' }, switch)
command('InlayHints', 'Turn inlay hints in this buffer on or off', { 'hints', 'toggle' }, switch)
command('Status', 'Say what the server knows of the workspace', { 'status', 'status' })
command('Restart', 'Restart the server', { 'commands', 'restart' })
command('Log', 'Show what the server has logged', { 'commands', 'log' })
command('Issue', 'Gather what a report of a fault needs', { 'issue', 'issue' })

-- Also when such a document is opened again, by `:edit` or from the jump list.
vim.api.nvim_create_autocmd('BufReadCmd', {
  group = vim.api.nvim_create_augroup('llmdbench_document', { clear = true }),
  pattern = 'llmdbench-preview:///*',
  nested = true,
  callback = function(args)
    require('llmdbench.document').read(args.buf)
  end,
})
