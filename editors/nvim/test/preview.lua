-- Cases about previews and comparisons.

local client_of = require('llmdbench.client')

local values = 'guides/chat-routing/ms-chat-routing/values.yaml'
local scenario = 'scenarios/guides/chat-routing.sh'
local replicas = 'export LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS='

return function(t, steps)
  local text_of, open = steps.text_of, steps.open

  -- Returns the window that shows a view, or nil.
  local function window_of(view)
    for _, win in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
      local name = vim.api.nvim_buf_get_name(vim.api.nvim_win_get_buf(win))
      if vim.startswith(name, 'llmdbench-preview:///' .. view .. '/') then
        return win
      end
    end
  end

  local function wait_window(view)
    local win = t.wait('a window with ' .. view, function()
      return window_of(view)
    end)
    return win, vim.api.nvim_win_get_buf(win)
  end

  -- Waits until a buffer has this line, and returns its number.
  local function wait_line(bufnr, line)
    return t.wait('the line ' .. line, function()
      for i, have in ipairs(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false)) do
        if have == line then
          return i
        end
      end
    end)
  end

  -- Opens the scenario with this many replicas in its only window.
  local function open_scenario(count)
    local bufnr = open(scenario)
    t.equal(vim.fn.search('^' .. replicas, 'w') > 0, true, 'the scenario sets its replicas')
    vim.api.nvim_set_current_line(replicas .. count)
    return bufnr
  end

  local function open_preview(count)
    local bufnr = open_scenario(count)
    vim.cmd('LlmdbenchPreview')
    local win, preview = wait_window('all')
    wait_line(preview, '  replicas: ' .. count)
    t.wait('the server in the preview', function()
      return client_of.attached(preview)
    end)
    return bufnr, win, preview
  end

  -- Moves into a window, to a line.
  local function enter(win, line)
    vim.api.nvim_set_current_win(win)
    vim.api.nvim_win_set_cursor(win, { line, 3 })
  end

  -- Goes to the definition, and returns the lines that Neovim lists, by buffer.
  local function definitions()
    vim.lsp.buf.definition()
    local list = t.wait('the definitions', function()
      local items = vim.fn.getqflist()
      return items[1] and items
    end)
    vim.fn.setqflist({})
    vim.cmd('cclose')
    local lines = {}
    for _, item in ipairs(list) do
      lines[item.bufnr] = vim.fn.getbufline(item.bufnr, item.lnum)[1]
    end
    return lines
  end

  local function expect_refusal(command, part)
    t.notes = {}
    vim.cmd(command)
    t.equal(t.wait_note(part).level, vim.log.levels.ERROR, 'level of what ' .. command .. ' says')
    t.equal(#vim.api.nvim_tabpage_list_wins(0), 1, 'windows after ' .. command)
  end

  t.case('LlmdbenchPreview opens beside the scenario and follows each key', function()
    local bufnr, _, preview = open_preview(10)
    t.equal(vim.api.nvim_get_current_buf(), bufnr, 'the current buffer')
    t.equal(vim.fn.winlayout()[1], 'row', 'windows side by side')
    t.equal(vim.bo[preview].filetype, 'yaml', 'its type')
    t.equal(vim.bo[preview].buftype, 'nofile', 'its kind')
    t.equal(vim.bo[preview].modifiable, false, 'whether it can be typed in')
    vim.cmd('normal! A2')
    wait_line(preview, '  replicas: 102')
    vim.cmd('normal! x')
    wait_line(preview, '  replicas: 10')
    vim.cmd('LlmdbenchPreview all') -- finds its window
    t.wait('no second window', function()
      return #vim.api.nvim_tabpage_list_wins(0) == 2 and not vim.bo[preview].buflisted
    end)
    t.equal(vim.bo[bufnr].modified, true, 'nothing was saved')
    t.equal(vim.bo[preview].modified, false, 'whether the preview asks to be saved')
  end)

  t.case('the preview follows in insert mode', function()
    local _, _, preview = open_preview(10)
    local seen
    -- Waits while insert mode lasts, as a mapping there does.
    vim.keymap.set('i', '<F2>', function()
      seen = vim.wait(10000, function()
        return text_of(preview):find('\n  replicas: 103\n') ~= nil
      end, 20)
    end)
    vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('A3<F2><Esc>', true, false, true), 'xt', false)
    vim.keymap.del('i', '<F2>')
    t.equal(seen, true, 'whether the preview changed before insert mode ended')
  end)

  t.case('an update leaves the cursor and what is in view where they are', function()
    local _, win, preview = open_preview(10)
    local line = wait_line(preview, '  replicas: 10')
    vim.api.nvim_win_call(win, function()
      vim.fn.winrestview({ lnum = line, col = 3, topline = line })
    end)
    vim.cmd('normal! A4')
    wait_line(preview, '  replicas: 104')
    local view = vim.api.nvim_win_call(win, vim.fn.winsaveview)
    t.equal({ view.lnum, view.col, view.topline }, { line, 3, line }, 'cursor and top line')
  end)

  t.case('lines that come and go above the view do not move it', function()
    local text = require('llmdbench.text')
    vim.cmd('silent only | new')
    local bufnr = vim.api.nvim_get_current_buf()
    local lines = vim.tbl_map(tostring, vim.fn.range(1, 200))
    text.replace(bufnr, table.concat(lines, '\n') .. '\n')
    vim.fn.winrestview({ lnum = 105, col = 2, topline = 100 })
    local tick = vim.b.changedtick
    text.replace(bufnr, table.concat(lines, '\n') .. '\n')
    t.equal(vim.b.changedtick, tick, 'a text that is the same is not set')
    text.replace(bufnr, 'new\nnew\n' .. table.concat(lines, '\n') .. '\n')
    t.equal({ vim.fn.line('.'), vim.fn.line('w0') }, { 107, 102 }, 'lines after two more above')
    text.replace(bufnr, table.concat(lines, '\n', 51) .. '\n')
    t.equal({ vim.fn.getline('.'), vim.fn.line('w0') }, { '105', 50 }, 'lines after fifty less above')
    vim.cmd('bwipeout!')
  end)

  t.case('a definition in the preview is the line of the scenario', function()
    local bufnr, win, preview = open_preview(10)
    enter(win, wait_line(preview, '  replicas: 10'))
    local found = definitions()
    t.equal(vim.trim(found[bufnr]), replicas .. '10', 'line of the scenario')
    t.contains(found[vim.fn.bufnr(values)], 'replicas: ')
  end)

  t.case('the return key in the preview goes to the scenario and leaves the preview open', function()
    local bufnr, win, preview = open_preview(10)
    vim.cmd('normal! gg')
    enter(win, wait_line(preview, '  replicas: 10'))
    vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('<CR>', true, false, true), 'xt', false)
    t.wait('a scenario', function()
      return vim.api.nvim_get_current_buf() == bufnr
    end)
    t.equal(vim.api.nvim_get_current_line(), replicas .. '10', 'the current line')
    t.equal(window_of('all'), win, 'window of the preview')
    enter(win, wait_line(preview, 'decode:'))
    vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('<CR>', true, false, true), 'xt', false)
    t.wait_note('does not come from the scenario')
  end)

  t.case('hover in the preview says where the line comes from', function()
    local _, _, preview = open_preview(10)
    local result = steps.hover(preview, wait_line(preview, '  replicas: 10') - 1, 3)
    t.contains(vim.inspect(result), 'of chat-routing.sh')
  end)

  t.case('LlmdbenchPreview shows the commands, with modifiers', function()
    open_scenario(10)
    t.equal(vim.fn.getcompletion('LlmdbenchPreview ', 'cmdline'), { 'all', 'ms', 'gaie', 'infra', 'command' }, 'views')
    t.equal(vim.fn.getcompletion('LlmdbenchPreview m', 'cmdline'), { 'ms' }, 'views with m')
    vim.cmd('aboveleft LlmdbenchPreview command')
    local win, preview = wait_window('command')
    t.equal(vim.bo[preview].filetype, 'sh', 'its type')
    t.contains(text_of(preview), 'vllm serve')
    t.equal(vim.fn.winlayout()[1], 'col', 'window made by :aboveleft')
    vim.api.nvim_set_current_win(win)
    vim.cmd('LlmdbenchPreview ms') -- in a preview it is about the same scenario
    wait_line(select(2, wait_window('ms')), '  replicas: 10')
    vim.cmd('normal q')
    t.equal(window_of('command'), nil, 'window after q')
    t.equal(vim.api.nvim_buf_is_valid(preview), false, 'buffer after q')
  end)

  t.case('a preview is read again when it is opened again', function()
    local _, win, preview = open_preview(10)
    vim.api.nvim_set_current_win(win)
    vim.cmd('edit')
    wait_line(preview, '  replicas: 10')
  end)

  t.case('LlmdbenchPreview and LlmdbenchCompare say what is no scenario', function()
    open('unrelated/backup.sh')
    expect_refusal('LlmdbenchPreview', 'this is not a scenario')
    expect_refusal('LlmdbenchCompare', 'this is not a scenario')
    expect_refusal('LlmdbenchPreview all-of-it', 'no view all-of-it')
  end)

  t.case('LlmdbenchCompare shows a difference when it is made', function()
    local bufnr = open_scenario(10)
    vim.cmd('LlmdbenchCompare')
    local left, guide = wait_window('guide')
    local right, deployed = wait_window('deployed')
    t.equal(vim.api.nvim_get_current_buf(), bufnr, 'the current buffer')
    t.equal({ vim.wo[left].diff, vim.wo[right].diff }, { true, true }, 'diff mode')
    t.equal(vim.fn.win_screenpos(left)[2] < vim.fn.win_screenpos(right)[2], true, 'the guide is on the left')
    local line = wait_line(deployed, 'decode.replicas: 10')
    local function is_different()
      return vim.api.nvim_win_call(right, function()
        return vim.fn.diff_hlID(line, 1) ~= 0
      end)
    end
    t.equal(is_different(), false, 'a difference at first')
    vim.cmd('normal! A5')
    t.equal(wait_line(deployed, 'decode.replicas: 105'), line, 'its line')
    wait_line(guide, 'decode.replicas: 10')
    t.equal(is_different(), true, 'a difference after the change')
  end)

  t.case('LlmdbenchCompare follows the guide, too', function()
    open_scenario(10)
    vim.cmd('LlmdbenchCompare')
    local _, guide = wait_window('guide')
    wait_line(guide, 'decode.replicas: 10')
    vim.cmd('edit ' .. values)
    vim.cmd('%s/replicas: 10/replicas: 11/')
    wait_line(guide, 'decode.replicas: 11')
    vim.cmd('%s/replicas: 11/replicas: 10/')
    wait_line(guide, 'decode.replicas: 10')
  end)

  t.case('LlmdbenchCompare says why it cannot', function()
    local bufnr = open('scenarios/orphan.sh')
    vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, { replicas .. '1' })
    expect_refusal('LlmdbenchCompare', 'guide')
    vim.cmd('bwipeout!')
  end)

  -- Runs the code lens with this part in its title.
  local function run_lens(part)
    vim.api.nvim_win_set_cursor(0, { 1, 0 })
    local select_before, titles = vim.ui.select, nil
    vim.ui.select = function(items, opts, on_choice)
      titles = vim.tbl_map(opts.format_item, items)
      for i, title in ipairs(titles) do
        if title:find(part, 1, true) then
          on_choice(items[i])
        end
      end
    end
    vim.lsp.codelens.run()
    vim.wait(10000, function()
      return titles ~= nil
    end, 20)
    vim.ui.select = select_before
    return table.concat(titles or {}, '; ')
  end

  -- From 0.12 on Neovim asks for the titles of code lenses when it draws their lines.
  local function draw_first_line()
    local view = vim.fn.winsaveview()
    vim.cmd('normal! gg')
    vim.cmd('redraw')
    vim.fn.winrestview(view)
  end

  -- Returns the titles of the code lenses that Neovim holds for the current buffer.
  local function shown_lenses()
    draw_first_line()
    local lenses = vim.lsp.codelens.get(vim.lsp.codelens.enable and { bufnr = 0 } or 0)
    local titles = vim.tbl_map(function(lens)
      return ((lens.lens or lens).command or {}).title or 'a lens without a title yet'
    end, lenses)
    return table.concat(titles, '; ')
  end

  local function wait_lens(title)
    t.wait('the code lens ' .. title, function()
      return shown_lenses():find(title, 1, true)
    end)
  end

  t.case('code lenses show the preview and the comparison', function()
    local bufnr = open_scenario(10)
    vim.cmd('doautocmd TextChanged')
    wait_lens('Preview deployed values')
    wait_lens('guide')
    t.contains(run_lens('Preview deployed values'), 'Preview deployed values')
    wait_line(select(2, wait_window('all')), '  replicas: 10')
    t.equal(vim.api.nvim_get_current_buf(), bufnr, 'the current buffer')
    t.contains(run_lens('guide'), 'guide')
    wait_line(select(2, wait_window('deployed')), 'decode.replicas: 10')
  end)

  t.case('code lenses count the differences anew', function()
    open_scenario(10)
    vim.cmd('doautocmd TextChanged')
    wait_lens('guide')
    local before = t.wait('a lens that counts', function()
      return shown_lenses():match('guide in (%d+) place') or shown_lenses():find('Deploys what') and 0
    end)
    vim.cmd('normal! A6')
    vim.cmd('doautocmd InsertLeave')
    wait_lens(string.format('guide in %d place', before + 1))
  end)

  t.case('a guide counts the scenarios made from it, and opens them', function()
    open_scenario(10)
    vim.cmd('write')
    steps.open(values)
    t.wait('a lens that counts scenarios', function()
      vim.cmd('doautocmd TextChanged') -- the server may still be looking through the workspace
      vim.wait(200)
      return shown_lenses():find('^%d+ scenarios? from this guide, %d+ difference')
    end)
    vim.api.nvim_win_set_cursor(0, { 1, 0 })
    vim.lsp.codelens.run()
    t.wait('the scenario', function()
      return vim.api.nvim_buf_get_name(0):find('scenarios/guides/', 1, true)
    end)
    vim.wait(300) -- some versions ask for the lenses of the current buffer when the command has ended
    vim.cmd('only')
  end)

  -- Runs a function and returns whether the server was asked for the code lenses of this buffer meanwhile.
  local function is_asked(bufnr, during)
    local client, asked, uri = steps.attached(), false, vim.uri_from_bufnr(bufnr)
    local request = client.request
    client.request = function(...)
      local args = { ... }
      local first = type(args[1]) == 'string' and 1 or 2 -- from 0.11 on requests are methods of the client
      local method, document = args[first], args[first + 1].textDocument
      asked = asked or method == 'textDocument/codeLens' and document.uri == uri
      return request(...)
    end
    during()
    vim.wait(300)
    client.request = request
    return asked == true
  end

  t.case('other scripts have no code lenses, and nothing is asked about them', function()
    local asked = is_asked(open('unrelated/backup.sh'), function()
      vim.cmd('doautocmd BufEnter | doautocmd InsertLeave | doautocmd TextChanged')
    end)
    t.equal(asked, false, 'whether the server was asked')
  end)

  t.case('codelens = false turns them off', function()
    local config = require('llmdbench.config')
    t.equal(config.client({ codelens = false }).codelens, false, 'the option in the client')
    local bufnr = open_scenario(10)
    vim.wait(500) -- from 0.12 on Neovim asks a moment after a change
    for _, on in ipairs({ false, true }) do
      steps.attached().config.codelens = on
      local asked = is_asked(bufnr, function()
        vim.cmd('doautocmd BufEnter')
      end)
      t.equal(asked, on, 'whether the server was asked')
    end
  end)

  t.case('a preview that the server asks to show is shown', function()
    local bufnr = open_scenario(10)
    local argument = { uri = vim.uri_from_bufnr(bufnr), view = 'infra' }
    client_of.execute(steps.attached(), 'preview', argument, bufnr, function() end)
    local _, preview = wait_window('infra')
    t.wait('its text', function()
      return #text_of(preview) > 0
    end)
  end)

  t.case('previews go on after a restart', function()
    local bufnr, win, preview = open_preview(10)
    local old = steps.attached().id
    vim.cmd('LlmdbenchRestart')
    t.wait('the new server in the preview', function()
      local client = client_of.attached(preview)
      return client and client.id ~= old
    end)
    vim.cmd('normal! A7')
    wait_line(preview, '  replicas: 107')
    vim.cmd('normal! x')
    enter(win, wait_line(preview, '  replicas: 10'))
    t.equal(vim.trim(definitions()[bufnr]), replicas .. '10', 'line of the scenario')
  end)

  t.case('what the cluster would say comes from the settings', function()
    local _, _, preview = open_preview(10)
    wait_line(preview, '    - Aviary') -- see init.lua
    local settings = require('llmdbench.config').client({ settings = { cluster = {} } }).settings.llmdbench
    t.contains(vim.json.encode(settings), '"user":"root"')
  end)
end
