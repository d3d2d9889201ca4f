-- Opens guides and scenarios as a user does, and looks at what comes of it.

local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
local t = dofile(here .. '/harness.lua')
local steps = dofile(here .. '/steps.lua')(t)
if vim.fn.has('nvim-0.12') == 1 then
  t.open_screen(vim.env.NVIM_TEST_PROGRAM)
end

local client_of = require('llmdbench.client')

local replicas = 'LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS'
local meant = 'LLMDBENCH_HARNESS_WAIT_TIMEOUT' -- which the scenario does not set
local typo = 'LLMDBENCH_HARNESS_WAIT_TIMEOTU'
local values = 'guides/chat-routing/ms-chat-routing/values.yaml'
local helmfile = 'guides/chat-routing/helmfile.yaml.gotmpl'
local scenario = 'scenarios/guides/chat-routing.sh'

local text_of, attached, open, hover = steps.text_of, steps.attached, steps.open, steps.hover

-- Waits until the current buffer is this file.
local function wait_current(path)
  t.wait('a window with ' .. path, function()
    return vim.fn.expand('%:.') == path
  end)
  return vim.api.nvim_get_current_buf()
end

local function substitute(pattern, replacement)
  vim.cmd(string.format('%%s/%s/%s/', pattern, replacement))
end

-- Answers the question that vim.lsp.buf.code_action asks with the action whose title has this part.
local function act(title)
  local offered = {}
  local select = vim.ui.select
  vim.ui.select = function(items, opts, on_choice)
    for _, item in ipairs(items) do
      local shown = opts.format_item(item)
      table.insert(offered, shown)
      if shown:find(title, 1, true) then
        return on_choice(item)
      end
    end
  end
  vim.lsp.buf.code_action()
  local good = vim.wait(10000, function()
    return #offered > 0
  end, 20)
  vim.ui.select = select
  if not good then
    t.fail('no code action was offered')
  end
  if not offered[#offered]:find(title, 1, true) then
    t.fail('no action %q among: %s', title, table.concat(offered, '; '))
  end
end

-- The diagnostics of the server whose message has this part.
local function diagnostics(bufnr, part)
  return vim.tbl_filter(function(diagnostic)
    return diagnostic.source == 'llmdbench-ls' and diagnostic.message:find(part, 1, true) ~= nil
  end, vim.diagnostic.get(bufnr))
end

t.case('the values file and the helmfile of a guide share one server', function()
  open(values)
  local first = attached().id
  open(helmfile)
  t.equal(vim.bo.filetype, 'gotmpl', 'type of the helmfile')
  t.equal(vim.bo.syntax, 'yaml', 'colours of the helmfile')
  t.equal(attached().id, first, 'its server')
  t.equal(#client_of.all(), 1, 'number of servers')
end)

t.case('LlmdbenchConvert generates from unsaved text', function()
  open(values)
  substitute('replicas: 3', 'replicas: 7')
  vim.cmd('LlmdbenchConvert')
  local bufnr = wait_current(scenario)
  local text = text_of(bufnr)
  t.contains(text, replicas .. '=7')
  t.contains(text, 'vllm serve')
  t.contains(text, 'SOURCE')
  t.equal(vim.fn.filereadable(scenario), 0, 'scenario on disk before it is written')
  t.equal(text:sub(-1) ~= '\n', true, 'no empty line at the end')
  t.contains(t.wait_note('generated chat-routing.sh').text, 'istio')
  t.equal(vim.bo.filetype, 'sh', 'type of the scenario')
  t.wait('the server in the scenario', attached)
end)

t.case('nothing is wrong with what was generated', function()
  local bufnr = wait_current(scenario)
  vim.wait(1000)
  local messages = vim.tbl_map(function(diagnostic)
    return string.format('line %d: %s', diagnostic.lnum + 1, diagnostic.message)
  end, vim.diagnostic.get(bufnr, { severity = vim.diagnostic.severity.ERROR }))
  t.equal(messages, {}, 'errors')
end)

t.case('writing the scenario makes its folder', function()
  local bufnr = wait_current(scenario)
  vim.cmd('silent write')
  local file = assert(io.open(scenario, 'rb'))
  t.equal(file:read('*a'), text_of(bufnr) .. '\n', 'scenario on disk')
  file:close()
end)

t.case('a second LlmdbenchConvert changes the setting and its source comment', function()
  open(values)
  substitute('replicas: 7', 'replicas: 8')
  local before = text_of(vim.fn.bufnr(scenario))
  vim.cmd('LlmdbenchConvert')
  local bufnr = wait_current(scenario)
  t.wait_note('updated chat-routing.sh')
  local want = before:gsub('replicas: 7', 'replicas: 8'):gsub(replicas .. '=7', replicas .. '=8')
  t.equal(text_of(bufnr), want, 'scenario')
end)

t.case('LlmdbenchUpdate in the scenario takes up the guide', function()
  vim.cmd('silent write')
  open(values)
  substitute('replicas: 8', 'replicas: 9')
  open(scenario)
  vim.cmd('LlmdbenchUpdate')
  t.wait_note('updated chat-routing.sh')
  t.contains(text_of(0), replicas .. '=9')
  t.notes = {}
  vim.cmd('LlmdbenchUpdate')
  t.wait_note('nothing to change')
end)

t.case('a code action of the helmfile generates for xpu', function()
  open(helmfile)
  act('(xpu)')
  local bufnr = wait_current('scenarios/guides/chat-routing.xpu.sh')
  local text = text_of(bufnr)
  t.contains(text, 'parrot-1b-chat')
  t.contains(text, 'vllm serve')
  t.contains(text, 'SOURCE')
  t.equal(text:sub(-1) ~= '\n', true, 'no empty line at the end')
  vim.cmd('silent write')
  t.equal(vim.fn.filereadable('scenarios/guides/chat-routing.xpu.sh'), 1, 'scenario on disk')
end)

t.case('a code action updates the scenario', function()
  open(values)
  substitute('replicas: 9', 'replicas: 10')
  act('Update scenario chat-routing.sh')
  local bufnr = wait_current(scenario)
  t.contains(text_of(bufnr), replicas .. '=10')
end)

t.case('LlmdbenchConvert with an environment', function()
  open(helmfile)
  vim.cmd('vertical LlmdbenchConvert cpu')
  local bufnr = wait_current('scenarios/guides/chat-routing.cpu.sh')
  t.contains(text_of(bufnr), 'parrot-cpu')
  t.equal(vim.fn.winlayout()[1], 'row', 'window made by :vertical')
end)

t.case('LlmdbenchConvert says which environments there are', function()
  open(helmfile)
  vim.cmd('LlmdbenchConvert tpu')
  local note = t.wait_note('no environment tpu')
  t.equal(note.level, vim.log.levels.ERROR, 'level')
  t.contains(note.text, 'default')
  t.contains(note.text, 'xpu')
end)

t.case('environments are completed', function()
  open(helmfile)
  local all = vim.fn.getcompletion('LlmdbenchConvert ', 'cmdline')
  t.equal(all[1], 'default', 'first environment')
  t.equal(vim.tbl_contains(all, 'xpu'), true, 'xpu is among them')
  t.equal(vim.fn.getcompletion('LlmdbenchConvert x', 'cmdline'), { 'xpu' }, 'those with x')
end)

t.case('a mistyped variable is found and mended', function()
  local bufnr = open(scenario)
  vim.api.nvim_buf_set_lines(bufnr, -1, -1, false, { 'export ' .. typo .. '=200' })
  local found = t.wait('a diagnostic', function()
    return diagnostics(bufnr, typo)[1]
  end)
  t.equal(found.lnum, vim.fn.line('$') - 1, 'its line')
  vim.api.nvim_win_set_cursor(0, { vim.fn.line('$'), #'export ' + 2 })
  act(meant)
  t.wait('the mended line', function()
    return vim.fn.getline('$') == 'export ' .. meant .. '=200'
  end)
  t.wait('the diagnostic to go', function()
    return #diagnostics(bufnr, typo) == 0
  end)
  vim.api.nvim_buf_set_lines(bufnr, -2, -1, false, {})
end)

t.case('hover explains a variable', function()
  local bufnr = open(scenario)
  local line = vim.fn.search('export ' .. replicas .. '=', 'w')
  t.equal(line > 0, true, 'the variable is there')
  local result = t.wait('a hover', function()
    return hover(bufnr, line - 1, #'export ' + 2)
  end)
  t.contains(vim.inspect(result.contents), replicas)
end)

t.case('other YAML and shell files are left alone', function()
  for _, path in ipairs({ 'unrelated/compose.yaml', 'unrelated/backup.sh' }) do
    local bufnr = open(path)
    hover(bufnr, 1, 8)
    vim.wait(500)
    t.equal(#vim.diagnostic.get(bufnr), 0, 'diagnostics in ' .. path)
  end
end)

t.case('LlmdbenchConvert outside a guide says why not', function()
  local bufnr = open('unrelated/compose.yaml')
  vim.cmd('LlmdbenchConvert')
  t.wait('an error', function()
    return t.notes[1] and t.notes[1].level == vim.log.levels.ERROR
  end)
  t.equal(vim.api.nvim_get_current_buf(), bufnr, 'buffer')
end)

t.case('LlmdbenchReport opens a report, also from the scenario', function()
  for _, path in ipairs({ values, scenario }) do
    open(path)
    vim.cmd('LlmdbenchReport')
    t.wait('a report for ' .. path, function()
      return vim.fn.expand('%') == 'llmdbench://report'
    end)
    t.contains(text_of(0), 'chat-routing, environment default')
    t.equal(vim.bo.buftype, 'nofile', 'kind of buffer')
    vim.cmd('normal q')
    t.equal(vim.fn.expand('%:.'), path, 'buffer after q')
  end
end)

t.case('LlmdbenchReport in the scenario of an environment reports on that one', function()
  open('scenarios/guides/chat-routing.cpu.sh')
  vim.cmd('LlmdbenchReport')
  t.wait('a report', function()
    return vim.fn.expand('%') == 'llmdbench://report'
  end)
  t.contains(text_of(0), 'chat-routing, environment cpu')
end)

t.case('LlmdbenchLog shows what the server logged', function()
  open(values)
  vim.cmd('LlmdbenchLog')
  t.equal(vim.fn.expand('%'), 'llmdbench://log', 'buffer')
  t.equal(text_of(0):find('^%d%d:%d%d:%d%d %l+') ~= nil, true, 'time and level')
end)

t.case('LlmdbenchLog says so when there is nothing', function()
  open(values)
  local log = package.loaded['llmdbench.log']
  package.loaded['llmdbench.log'] = nil
  vim.cmd('LlmdbenchLog')
  package.loaded['llmdbench.log'] = log
  t.contains(t.wait_note('logged nothing').text, 'lsp.log')
end)

t.case('a file that appeared meanwhile is not overwritten', function()
  local edit = require('llmdbench.edit')
  local uri = vim.uri_from_fname(vim.fn.fnamemodify('scenarios/guides/chat-routing.xpu.sh', ':p'))
  local uris, reason = edit.prepare({ documentChanges = { { kind = 'create', uri = uri } } })
  t.equal(uris, nil, 'documents')
  t.contains(reason, 'exists already')
end)

t.case('checkhealth tells of the server', function()
  open(values)
  vim.cmd('silent checkhealth llmdbench')
  local text = text_of(0)
  t.contains(text, 'the server is ' .. vim.env.NVIM_TEST_SERVER)
  t.contains(text, 'a server runs in ' .. vim.fn.getcwd())
  t.contains(text, 'scenarios/guides')
  t.contains(text, 'llm-d-benchmark v0.5.2; ')
  t.contains(text, 'colours in here-documents')
  t.equal(text:find('inlay hints need', 1, true) ~= nil, vim.fn.has('nvim-0.10') == 0, 'a word on inlay hints')
  vim.cmd('silent bwipeout!')
end)

t.case('the help and the README have every command', function()
  local plugin = vim.fn.fnamemodify(here, ':h')
  local function read(name)
    return table.concat(vim.fn.readfile(plugin .. '/' .. name), '\n')
  end
  local help, readme = read('doc/llmdbench.txt'), read('README.md')
  local commands = vim.tbl_filter(function(name)
    return vim.startswith(name, 'Llmdbench')
  end, vim.tbl_keys(vim.api.nvim_get_commands({})))
  t.equal(#commands > 10, true, 'there are commands')
  for _, name in ipairs(commands) do
    t.contains(help, '*:' .. name .. '*')
    t.contains(readme, '`:' .. name)
  end
end)

dofile(here .. '/preview.lua')(t, steps)
dofile(here .. '/actions.lua')(t, steps)
dofile(here .. '/editor.lua')(t, steps)
dofile(here .. '/injections.lua')(t, steps)

t.case('LlmdbenchRestart starts a new server for the same buffers', function()
  local bufnr = open(values)
  local old = attached().id
  vim.cmd('LlmdbenchRestart')
  local new = t.wait('the new server', attached)
  t.equal(new.id ~= old, true, 'it is another one')
  t.equal(#client_of.all(), 1, 'number of servers')
  t.equal(t.notes, {}, 'complaints about the end of the old one')
  t.wait('it in the scenario too', function()
    return client_of.attached(vim.fn.bufnr(scenario))
  end)
  t.equal(vim.api.nvim_get_current_buf(), bufnr, 'buffer')
end)

t.case('another repository gets a server of its own', function()
  vim.fn.mkdir('elsewhere/.git', 'p')
  open(values)
  local first = attached().id
  open('elsewhere/notes.yaml')
  t.equal(attached().id ~= first, true, 'it is another one')
  t.equal(#client_of.all(), 2, 'number of servers')
end)

t.case('outside any repository the scenario goes beside the guide', function()
  local folder = vim.fn.fnamemodify(vim.fn.tempname(), ':h') .. '/guides/simulator'
  vim.fn.mkdir(vim.fn.fnamemodify(folder, ':h'), 'p')
  vim.fn.system({ 'cp', '-r', 'guides/simulator', folder })
  open(folder .. '/ms-fake/values.yaml')
  vim.cmd('LlmdbenchConvert')
  local name = t.wait('a scenario', function()
    return vim.fn.expand('%:e') == 'sh' and vim.fn.expand('%:p')
  end)
  t.contains(name, vim.fn.resolve(folder) .. '/')
end)

t.case('lsp/llmdbench.lua has what vim.lsp.enable needs', function()
  local config = dofile(vim.fn.fnamemodify(here, ':h') .. '/lsp/llmdbench.lua')
  t.equal(config.cmd, { 'llmdbench-ls', 'serve' }, 'cmd')
  t.equal(config.root_markers, { '.git' }, 'root_markers')
  for _, filetype in ipairs({ 'yaml', 'gotmpl', 'sh' }) do
    t.equal(vim.tbl_contains(config.filetypes, filetype), true, filetype)
  end
end)

t.case('a server that cannot be run is reported', function()
  client_of.stop_all()
  require('llmdbench').setup({ cmd = '/nowhere/llmdbench-ls' })
  local note = t.wait_note('/nowhere/llmdbench-ls')
  t.equal(note.level, vim.log.levels.ERROR, 'level')
end)

t.case('nothing deprecated was called', function()
  t.equal(vim.tbl_keys(t.deprecated), {}, 'deprecated functions')
end)

t.finish()
