-- What the cases do again and again.

local client_of = require('llmdbench.client')

return function(t)
  local M = {}

  function M.text_of(bufnr)
    return table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false), '\n')
  end

  function M.attached()
    return client_of.attached(vim.api.nvim_get_current_buf())
  end

  -- Opens a file in the only window and waits for the server.
  function M.open(path)
    vim.cmd('silent only')
    if vim.fn.expand('%:.') ~= path then
      vim.cmd('edit ' .. path)
    end
    t.wait('the server in ' .. path, M.attached)
    return vim.api.nvim_get_current_buf()
  end

  -- Asks the servers of a buffer as vim.lsp.buf.hover does, which shows nothing where there is no parser of Markdown.
  function M.hover(bufnr, line, column)
    local params = {
      textDocument = { uri = vim.uri_from_bufnr(bufnr) },
      position = { line = line, character = column },
    }
    local answers = vim.lsp.buf_request_sync(bufnr, 'textDocument/hover', params, 5000) or {}
    local _, answer = next(answers)
    return answer and answer.result
  end

  return M
end
