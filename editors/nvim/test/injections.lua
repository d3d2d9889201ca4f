-- Cases about the colours of YAML in the here-documents of scenarios. They need parsers of Bash and YAML, which Neovim
-- has not by itself: run.sh builds them where it can, and names their folder in NVIM_TEST_PARSERS.

local parsers = vim.env.NVIM_TEST_PARSERS or ''

local lines = {
  'export LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES=$(mktemp)',
  'cat <<EOF >$LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES',
  '- name: nest', -- 2, counted from 0
  'EOF',
  'cat <<EOF > ${LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS}',
  'vllm serve bird', -- 5
  'EOF',
  'cat >"$LLMDBENCH_VLLM_COMMON_EXTRA_POD_CONFIG" <<\'EOF\'',
  'priority: 3', -- 8
  'EOF',
  'cat <<EOF >/tmp/other.yaml',
  'a: b', -- 11
  'EOF',
}

-- Returns the first lines of the texts that are parsed as YAML.
local function injected(bufnr)
  local tree = vim.treesitter.get_parser(bufnr, 'bash')
  tree:parse(true)
  local child = tree:children().yaml
  local rows = {}
  for _, part in pairs(child and child:trees() or {}) do
    table.insert(rows, (part:root():range()))
  end
  table.sort(rows)
  return rows
end

return function(t)
  t.case('the query for injections is one that Neovim finds', function()
    local found = vim.api.nvim_get_runtime_file('queries/bash/injections.scm', true)
    t.equal(#found, 1, 'number of files')
    t.equal(vim.fn.readfile(found[1], '', 1), { ';; extends' }, 'its first line')
  end)

  if parsers == '' then
    return
  end

  t.case('here-documents of the framework\'s variables are YAML, command lines and others are not', function()
    vim.opt.runtimepath:append(parsers)
    vim.cmd('silent only | new')
    local bufnr = vim.api.nvim_get_current_buf()
    vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, lines)
    local want = vim.fn.has('nvim-0.9') == 1 and { 2, 8 } or {} -- older ones do not know the form, and do no harm
    t.equal(injected(bufnr), want, 'lines that YAML begins in')
    vim.cmd('bwipeout!')
  end)
end
