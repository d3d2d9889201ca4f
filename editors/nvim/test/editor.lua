-- Cases about Neovim's own functions for language servers, as they work with this one.

local values = 'guides/chat-routing/ms-chat-routing/values.yaml'
local scenario = 'scenarios/guides/chat-routing.sh'
local variable = 'LLMDBENCH_VLLM_MODELSERVICE_DECODE_PREPROCESS'
local placeholder = 'REPLACE_ENV_' .. variable

return function(t, steps)
  local text_of, open = steps.text_of, steps.open

  -- Opens the scenario and puts the cursor behind the start of a pattern.
  local function open_at(pattern, behind)
    local bufnr = open(scenario)
    t.equal(vim.fn.search(pattern, 'w') > 0, true, 'the scenario has ' .. pattern)
    vim.api.nvim_win_set_cursor(0, { vim.fn.line('.'), vim.fn.col('.') - 1 + behind })
    return bufnr
  end

  t.case('omni completion offers variables', function()
    open_at('^# Benchmark', 0)
    if vim.fn.has('nvim-0.8') == 0 then
      vim.bo.omnifunc = 'v:lua.vim.lsp.omnifunc' -- later ones set it themselves
    end
    t.equal(vim.bo.omnifunc, 'v:lua.vim.lsp.omnifunc', 'omnifunc')
    vim.cmd('normal! o')
    local words
    vim.keymap.set('i', '<F2>', function()
      vim.wait(10000, function()
        words = vim.tbl_map(function(item)
          return item.word
        end, vim.fn.complete_info({ 'items' }).items)
        return #words > 0
      end, 20)
    end)
    local keys = 'Aexport LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPL<C-x><C-o><F2><C-e><Esc>'
    vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), 'xt', false)
    vim.keymap.del('i', '<F2>')
    vim.cmd('normal! dd')
    t.contains(table.concat(words, '\n'), 'LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS')
  end)

  -- Returns a window that floats, or nil.
  local function float()
    for _, win in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(win).relative ~= '' then
        return win
      end
    end
  end

  -- Neovim 0.9 and 0.10 fill the window with Markdown only where they have a parser of it.
  local function shows_markdown()
    return vim.fn.has('nvim-0.9') == 0 or vim.fn.has('nvim-0.11') == 1 or pcall(vim.treesitter.language.add, 'markdown')
  end

  t.case('hover opens a window about a variable', function()
    open_at('^export ' .. variable, 10)
    if not shows_markdown() then
      local result = steps.hover(0, vim.fn.line('.') - 1, 10)
      return t.contains(vim.inspect(result), variable)
    end
    vim.lsp.buf.hover()
    local win = t.wait('a window', float)
    t.contains(text_of(vim.api.nvim_win_get_buf(win)), variable)
    vim.api.nvim_win_close(win, true)
  end)

  t.case('a definition is where a variable is set, and where the guide has it', function()
    local bufnr = open_at(placeholder, #'REPLACE_ENV_' + 5)
    local from = vim.fn.line('.')
    vim.lsp.buf.definition()
    t.wait('a jump or a list', function()
      return #vim.fn.getqflist() > 0 or vim.fn.line('.') ~= from
    end)
    local lines = { vim.fn.getbufline(bufnr, vim.fn.line('.'))[1] }
    for _, item in ipairs(vim.fn.getqflist()) do
      table.insert(lines, vim.fn.getbufline(item.bufnr, item.lnum)[1])
    end
    t.contains(table.concat(lines, '\n'), 'export ' .. variable .. '=')
    vim.fn.setqflist({})
    vim.cmd('cclose')
  end)

  t.case('references list where a variable is used', function()
    open_at('^export ' .. variable, 10)
    vim.lsp.buf.references()
    local items = t.wait('references', function()
      local list = vim.fn.getqflist()
      return #list > 1 and list
    end)
    local lines = vim.tbl_map(function(item)
      return item.text
    end, items)
    t.contains(table.concat(lines, '\n'), placeholder)
    vim.fn.setqflist({})
    vim.cmd('cclose')
  end)

  t.case('a rename reaches every mention of a name', function()
    local bufnr = open(scenario)
    local before = vim.api.nvim_buf_get_lines(bufnr, 0, -1, false)
    vim.api.nvim_buf_set_lines(bufnr, -1, -1, false, { 'export MY_REPLICAS=3', 'export OTHERS="$MY_REPLICAS"' })
    vim.api.nvim_win_set_cursor(0, { #before + 1, 9 })
    vim.lsp.buf.rename('OUR_REPLICAS')
    t.wait('the new name', function()
      return vim.fn.getline('$') == 'export OTHERS="$OUR_REPLICAS"'
    end)
    t.equal(vim.fn.getline(#before + 1), 'export OUR_REPLICAS=3', 'where it is set')
    vim.api.nvim_buf_set_lines(bufnr, #before, -1, false, {})
  end)

  t.case('document highlights and symbols are those of the server', function()
    local bufnr = open(scenario)
    local params = { textDocument = { uri = vim.uri_from_bufnr(bufnr) } }
    local answers = vim.lsp.buf_request_sync(bufnr, 'textDocument/documentSymbol', params, 5000)
    t.contains(vim.inspect(answers), variable)
  end)

  t.case('a here-document has colours from the server, where Neovim takes them', function()
    local bufnr = open_at('^- name: VLLM_LOGGING_LEVEL', 3)
    if vim.fn.has('nvim-0.9') == 0 then
      return t.equal(vim.lsp.semantic_tokens, nil, 'colours before 0.9')
    end
    vim.cmd('redraw')
    vim.lsp.semantic_tokens.force_refresh(bufnr) -- the first answers may be about other lines
    t.wait('colours', function()
      local at = vim.lsp.semantic_tokens.get_at_pos(bufnr, vim.fn.line('.') - 1, 3)
      return at and at[1]
    end)
  end)

  t.case('code actions of a guide are those of the server', function()
    open(values)
    local titles = {}
    local select = vim.ui.select
    vim.ui.select = function(items, opts)
      titles = vim.tbl_map(opts.format_item, items)
    end
    vim.lsp.buf.code_action()
    vim.wait(5000, function()
      return #titles > 0
    end, 20)
    vim.ui.select = select
    t.contains(table.concat(titles, '\n'), 'scenario')
  end)
end
