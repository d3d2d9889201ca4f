-- The server that a command talks to, seen from the buffer in which the user gives it.

local client_of = require('llmdbench.client')
local message = require('llmdbench.message')

local M = {}

-- Returns the client of the current buffer; says so if there is none.
function M.client()
  local client = client_of.wait_attached(vim.api.nvim_get_current_buf(), 2000)
  if not client then
    message.fail('no server is attached to this buffer; :checkhealth llmdbench tells why')
  end
  return client
end

-- Returns the client of the current buffer or, for what is about no file, any other; nil if no server runs.
function M.any()
  return client_of.attached(vim.api.nvim_get_current_buf()) or client_of.all()[1]
end

-- Runs a command of a server for a buffer, the current one without it, and calls on_done(result). Says what goes wrong.
function M.execute(client, command, argument, on_done, bufnr)
  client_of.execute(client, command, argument, bufnr or vim.api.nvim_get_current_buf(), function(err, result)
    if err then
      return message.fail(err)
    end
    on_done(result)
  end)
end

-- The same in whatever server there is.
function M.execute_any(command, argument, on_done)
  local client = M.any()
  if not client then
    return message.fail('no server is running: it starts when a YAML or shell file is opened')
  end
  M.execute(client, command, argument, on_done)
end

return M
