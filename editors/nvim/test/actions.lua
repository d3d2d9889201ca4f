-- Cases about the commands that generate, verify, mend, explain and report.

local values = 'guides/chat-routing/ms-chat-routing/values.yaml'
local scenario = 'scenarios/guides/chat-routing.sh'
local gke = 'scenarios/guides/chat-routing.gke.sh'
local replicas = 'export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS='

return function(t, steps)
  local text_of, open = steps.text_of, steps.open

  -- Waits until the current window shows a buffer of the plugin.
  local function wait_scratch(name)
    t.wait('a window with ' .. name, function()
      return vim.fn.expand('%') == 'llmdbench://' .. name
    end)
    return vim.api.nvim_get_current_buf()
  end

  local function press(keys)
    vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), 'xt', false)
  end

  -- Answers the question of vim.ui.select with the item whose title has this part while a function runs. Returns the
  -- titles, or fails if nothing was asked.
  local function choose(part, during)
    local select, titles = vim.ui.select, nil
    vim.ui.select = function(items, opts, on_choice)
      titles = vim.tbl_map(opts.format_item, items)
      for i, title in ipairs(titles) do
        if title:find(part, 1, true) then
          return on_choice(items[i])
        end
      end
      on_choice(nil)
    end
    during()
    vim.wait(5000, function()
      return titles ~= nil
    end, 20)
    vim.ui.select = select
    return titles or t.fail('nothing was asked')
  end

  local function generate_gke()
    open(values)
    local titles = choose('gke', function()
      vim.cmd('LlmdbenchGenerate')
    end)
    return wait_scratch('generated'), titles
  end

  t.case('LlmdbenchGenerate asks for the variant and shows what would be made', function()
    local shown, titles = generate_gke()
    t.equal(titles[1], 'default: chat-routing.sh (is there already)', 'the first title')
    t.contains(text_of(shown), '(environment: gke)')
    t.equal(vim.fn.tabpagenr('$'), 2, 'tab pages')
    t.equal(vim.wo.diff, true, 'diff mode')
    t.equal(vim.fn.filereadable(gke), 0, 'the file on disk')
    press('q')
    t.equal(vim.fn.tabpagenr('$'), 1, 'tab pages after q')
    t.equal(vim.fn.bufloaded(gke), 0, 'a buffer of the scenario after q')
  end)

  t.case('LlmdbenchGenerate takes what was shown into a buffer, and makes the folder when it is written', function()
    local text = text_of((generate_gke()))
    press('<CR>')
    t.wait_note('not on disk before you write it')
    t.equal(vim.fn.expand('%:.'), gke, 'the current buffer')
    t.equal(text_of(0), text, 'its text')
    t.equal({ vim.wo.diff, vim.fn.tabpagenr('$') }, { false, 1 }, 'diff mode and tab pages')
    t.equal(vim.fn.filereadable(gke), 0, 'the file on disk before it is written')
    vim.cmd('silent write')
    t.equal(vim.fn.filereadable(gke), 1, 'the file on disk')
    vim.fn.delete(gke)
    vim.cmd('bwipeout!')
  end)

  t.case('LlmdbenchGenerate shows the differences from the scenario that is there, and u takes them back', function()
    local bufnr = open(scenario)
    vim.fn.search('^' .. replicas, 'w')
    vim.api.nvim_set_current_line(replicas .. '77')
    local before = text_of(bufnr)
    open(values)
    vim.cmd('LlmdbenchGenerate default')
    local shown = wait_scratch('generated')
    t.equal(text_of(shown):find(replicas .. '77', 1, true), nil, 'the replicas that were typed')
    local line = vim.fn.search('^' .. replicas, 'w')
    t.equal(vim.fn.diff_hlID(line, #replicas + 1) ~= 0, true, 'a difference in their line')
    press('<CR>')
    t.equal(text_of(bufnr), text_of(shown), 'the scenario')
    vim.cmd('silent undo')
    t.equal(text_of(bufnr), before, 'the scenario after u')
  end)

  t.case('LlmdbenchGenerate says which environments there are', function()
    open(values)
    vim.cmd('LlmdbenchGenerate nowhere')
    t.contains(t.wait_note('no environment nowhere').text, 'gke')
  end)

  -- Verifies the scenario with more replicas than the guide has.
  local function verify(command)
    local bufnr = open(scenario)
    vim.fn.search('^' .. replicas, 'w')
    vim.api.nvim_set_current_line(replicas .. '99')
    vim.cmd(command)
    return bufnr
  end

  t.case('LlmdbenchVerify lists what became of each value', function()
    verify('LlmdbenchVerify')
    local text = text_of(wait_scratch('verify'))
    t.contains(text, 'chat-routing.sh against chat-routing: ')
    t.equal(text:find(' %d+ carried') ~= nil, true, 'a count of what is carried')
    t.equal(vim.fn.search('^carried .*modelArtifacts.size', 'w') > 0, true, 'a value that is carried')
    t.equal(vim.fn.search('^differs .*decode.replicas .*\\d\\+: 99 .*: 99', 'w') > 0, true, 'one that differs')
  end)

  -- Puts the cursor on the row of the replicas, presses a key, and returns the line that it leads to.
  local function jump(key)
    vim.api.nvim_set_current_win(vim.fn.bufwinid('llmdbench://verify'))
    vim.fn.search(' decode.replicas ', 'w')
    press(key)
    t.wait('a jump by ' .. key, function()
      return vim.fn.expand('%') ~= 'llmdbench://verify' and vim.fn.line('$') > 1
    end)
    return vim.fn.expand('%:t'), vim.trim(vim.api.nvim_get_current_line())
  end

  t.case('keys in the list go to the guide, the scenario, and what is deployed', function()
    verify('LlmdbenchVerify differs')
    local text = text_of(wait_scratch('verify'))
    t.equal(text:find('\ncarried'), nil, 'what is carried, in a list of what differs')
    t.equal({ jump('<CR>') }, { 'chat-routing.sh', replicas .. '99' }, 'what <CR> leads to')
    t.equal({ jump('2') }, { 'chat-routing.sh', replicas .. '99' }, 'what 2 leads to')
    local file, line = jump('1')
    t.equal(file, 'values.yaml', 'the file that 1 leads to')
    t.equal(line:find('^replicas: ') ~= nil, true, 'replicas in ' .. line)
    file, line = jump('3')
    t.equal(file:find('^chat%-routing.sh.yaml') ~= nil, true, 'the preview in ' .. file)
    t.equal(line, 'replicas: 99', 'the line that 3 leads to')
    vim.cmd('bwipeout! llmdbench://verify')
  end)

  t.case('LlmdbenchVerify takes a state or a part of a path, also in its own window', function()
    verify('LlmdbenchVerify')
    wait_scratch('verify')
    t.contains(table.concat(vim.fn.getcompletion('LlmdbenchVerify ', 'cmdline'), ' '), 'equal by default')
    t.equal(vim.fn.getcompletion('LlmdbenchVerify di', 'cmdline'), { 'differs' }, 'states with di')
    vim.cmd('LlmdbenchVerify decode.replicas')
    t.wait('a list of one', function()
      return vim.fn.line('$') == 5
    end)
    vim.cmd('LlmdbenchVerify nothing.such')
    t.wait_note('no value is nothing.such')
    vim.cmd('bwipeout!')
  end)

  t.case('LlmdbenchVerify! fills the quickfix list', function()
    local bufnr = verify('LlmdbenchVerify! differs')
    t.wait('the list', function()
      return vim.bo.buftype == 'quickfix'
    end)
    local found
    for _, item in ipairs(vim.fn.getqflist()) do
      found = found or item.text:find('decode.replicas', 1, true) and item
    end
    t.equal(found.bufnr, bufnr, 'the buffer of the replicas')
    t.equal(vim.fn.getbufline(bufnr, found.lnum), { replicas .. '99' }, 'their line')
    vim.fn.setqflist({})
    vim.cmd('cclose')
  end)

  t.case('LlmdbenchVerify in a guide is about its scenario, and says what has none', function()
    open(values)
    vim.cmd('LlmdbenchVerify decode.replicas')
    t.contains(text_of(wait_scratch('verify')), 'chat-routing.sh against')
    vim.cmd('bwipeout!')
    open('unrelated/backup.sh')
    vim.cmd('LlmdbenchVerify')
    t.equal(t.wait('a complaint', function()
      return t.notes[1]
    end).level, vim.log.levels.ERROR, 'level')
  end)

  t.case('LlmdbenchFixAll mends what is safe to mend, and says when there is nothing', function()
    open(scenario)
    local line = vim.fn.search([[^--host 0.0.0.0 \\$]], 'w')
    vim.api.nvim_set_current_line(vim.fn.getline(line) .. ' ')
    vim.cmd('LlmdbenchFixAll')
    t.wait_note('mended')
    t.equal(vim.fn.getline(line), '--host 0.0.0.0 \\', 'the line')
    t.notes = {}
    vim.cmd('LlmdbenchFixAll')
    t.wait_note('nothing here is safe to mend')
  end)

  t.case('LlmdbenchExplain explains a name, the one under the cursor, or one that is picked', function()
    local variable = 'LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS'
    open(scenario)
    vim.cmd('LlmdbenchExplain ' .. variable)
    t.contains(text_of(wait_scratch('explain')), variable)
    t.equal(vim.bo.filetype, 'markdown', 'type')
    vim.cmd('bwipeout!')
    vim.fn.search('^--max-num-seqs', 'w')
    vim.cmd('LlmdbenchExplain')
    t.contains(text_of(wait_scratch('explain')), '--max-num-seqs')
    vim.cmd('bwipeout!')
    vim.fn.search('^# ====', 'w')
    choose('guidellm (harness)', function()
      vim.cmd('LlmdbenchExplain')
    end)
    t.contains(text_of(wait_scratch('explain')), 'guidellm')
    vim.cmd('bwipeout!')
    vim.cmd('LlmdbenchExplain LLMDBENCH_NOTHING')
    t.wait_note('LLMDBENCH_NOTHING')
  end)

  t.case('the names of the catalogue are completed, also outside of its files', function()
    vim.cmd('silent only | enew')
    t.equal(
      vim.fn.getcompletion('LlmdbenchExplain LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPL', 'cmdline'),
      { 'LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS' },
      'variables'
    )
    local flags = vim.fn.getcompletion('LlmdbenchExplain --max-m', 'cmdline')
    t.equal(vim.tbl_contains(flags, '--max-model-len'), true, 'flags')
  end)

  t.case('LlmdbenchStatus says what the server knows', function()
    open(values)
    vim.cmd('LlmdbenchStatus')
    local text = t.wait_note('llmdbench-ls ').text
    t.contains(text, 'llm-d-benchmark v0.5.2')
    t.equal(text:find('%d+ files of guides') ~= nil, true, 'a count of guides')
    t.equal(text:find('%d+ scenarios?') ~= nil, true, 'a count of scenarios')
  end)

  t.case('LlmdbenchIssue gathers what a report needs, without secrets', function()
    open(values)
    local logged = { type = 3, message = 'reads ' .. vim.fn.getcwd() .. '/a.sh; HF_TOKEN=hush' }
    require('llmdbench.log').on_message(nil, logged, { client_id = steps.attached().id })
    vim.cmd('LlmdbenchIssue')
    local text = text_of(wait_scratch('issue'))
    t.contains(text, 'llmdbench-ls ')
    t.contains(text, 'NVIM v')
    t.contains(text, 'scenarioFolder')
    t.contains(text, 'reads <workspace>/a.sh; HF_TOKEN=<secret>')
    t.equal(text:find('hush', 1, true), nil, 'the secret')
    t.equal(text:find(vim.fn.getcwd(), 1, true), nil, 'the folder')
    t.equal(vim.bo.modifiable, true, 'whether it can be written in')
    vim.cmd('bwipeout!')
  end)

  t.case('what names people, machines and secrets is taken out', function()
    local home = vim.env.HOME
    for line, want in pairs({
      [home .. '/guides'] = '~/guides',
      ['at /srv/place/x.yaml'] = 'at <workspace>/x.yaml',
      ['https://me:pass@example.org/x'] = 'https://<secret>@example.org/x',
      ['12:00:01 info export MY_PASSWORD="open sesame"'] = '12:00:01 info export MY_PASSWORD=<secret>',
      ['["api_key"] = "abc",'] = '["api_key"] = <secret>',
      ['saw hf_abcdefghijkl, went on'] = 'saw <secret>, went on',
      ['nothing: to = hide'] = 'nothing: to = hide',
    }) do
      t.equal(require('llmdbench.redact').lines({ line }, { '/srv/place' }), { want }, line)
    end
  end)

  -- The code lenses that Neovim holds for the current buffer.
  local function lenses()
    return #vim.lsp.codelens.get(vim.lsp.codelens.enable and { bufnr = 0 } or 0)
  end

  t.case('LlmdbenchCodeLens turns code lenses off and on', function()
    open(scenario)
    local function wait_lenses(some)
      t.wait(some and 'code lenses' or 'no code lenses', function()
        vim.cmd('doautocmd BufEnter')
        vim.wait(100)
        return (lenses() > 0) == some
      end)
    end
    wait_lenses(true)
    vim.cmd('LlmdbenchCodeLens')
    t.wait_note('code lenses are off')
    wait_lenses(false)
    vim.cmd('LlmdbenchCodeLens off')
    wait_lenses(false)
    vim.cmd('LlmdbenchCodeLens on')
    t.wait_note('code lenses are on')
    wait_lenses(true)
    t.equal(vim.fn.getcompletion('LlmdbenchCodeLens ', 'cmdline'), { 'on', 'off' }, 'words')
    vim.cmd('LlmdbenchCodeLens maybe')
    t.wait_note('maybe is neither on nor off')
  end)

  t.case('LlmdbenchInlayHints turns hints on and off, or says that Neovim is too old', function()
    open(scenario)
    vim.cmd('LlmdbenchInlayHints')
    if vim.fn.has('nvim-0.10') == 0 then
      t.equal(t.wait_note('need 0.10 or later').level, vim.log.levels.ERROR, 'level')
      return
    end
    t.wait_note('inlay hints are on')
    t.wait('hints', function()
      return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0
    end)
    vim.cmd('LlmdbenchInlayHints off')
    t.equal(vim.lsp.inlay_hint.is_enabled({ bufnr = 0 }), false, 'hints after off')
  end)
end
