-- What is done when a server is attached to a buffer.

local codelens = require('llmdbench.codelens')
local config = require('llmdbench.config')
local document = require('llmdbench.document')

local M = {}

-- Some versions count a client among those of the buffer only after they have told that it is attached.
local function on_attach(bufnr)
  vim.schedule(function()
    if vim.api.nvim_buf_is_loaded(bufnr) then
      document.on_attach(bufnr)
      codelens.on_attach(bufnr)
    end
  end)
end

-- 0.7 has no event for it.
local function watch_on_0_7(client)
  local own = client.config.on_attach
  client.config.on_attach = function(attached, bufnr)
    on_attach(bufnr)
    if own then
      own(attached, bufnr)
    end
  end
end

-- An on_init callback. It uses the event since from 0.11 on the user's on_attach replaces ours.
function M.watch(client)
  if vim.fn.exists('##LspAttach') == 0 then
    return watch_on_0_7(client)
  end
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('llmdbench_attach', { clear = true }),
    callback = function(args)
      local attached = vim.lsp.get_client_by_id(args.data.client_id)
      if attached and attached.name == config.name then
        on_attach(args.buf)
      end
    end,
  })
end

return M
