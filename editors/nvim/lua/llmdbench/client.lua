-- The running servers, and what differs between versions of Neovim in talking to them.

local config = require('llmdbench.config')

local M = {}

local methods_take_self = vim.fn.has('nvim-0.11') == 1

local function call(client, method, ...)
  if methods_take_self then
    return client[method](client, ...)
  end
  return client[method](...)
end

-- Returns the clients of this plugin.
function M.all()
  local list = (vim.lsp.get_clients or vim.lsp.get_active_clients)()
  return vim.tbl_filter(function(client)
    return client.name == config.name
  end, list)
end

-- Returns the client of a buffer, or nil.
function M.attached(bufnr)
  for _, client in ipairs(M.all()) do
    if client.attached_buffers[bufnr] then
      return client
    end
  end
end

-- A server that has just been started needs a moment before it takes requests.
function M.wait_attached(bufnr, milliseconds)
  vim.wait(milliseconds, function()
    return M.attached(bufnr) ~= nil
  end, 20)
  return M.attached(bufnr)
end

-- Sends a request; the handler is one as Neovim's own are.
function M.request(client, method, params, bufnr, handler)
  call(client, 'request', method, params, handler, bufnr)
end

-- Takes what is null out of an answer. Whether Neovim does so depends on its version.
local function without_null(value)
  if value == vim.NIL then
    return nil
  elseif type(value) ~= 'table' then
    return value
  end
  local kept = {}
  for key, part in pairs(value) do
    kept[key] = without_null(part)
  end
  return kept
end

-- Runs a command of the server, and calls on_done(error message, result).
function M.execute(client, command, argument, bufnr, on_done)
  local params = { command = 'llmdbench-ls.' .. command, arguments = { argument } }
  M.request(client, 'workspace/executeCommand', params, bufnr, function(err, result)
    on_done(err and (err.message or tostring(err)), without_null(result))
  end)
end

-- Runs a command of the server and waits for its result, which is nil if it fails or takes too long.
function M.execute_sync(client, command, argument, bufnr, milliseconds)
  local params = { command = 'llmdbench-ls.' .. command, arguments = { argument } }
  local answer = call(client, 'request_sync', 'workspace/executeCommand', params, milliseconds, bufnr)
  return answer and without_null(answer.result)
end

-- Stops all servers and waits until they are gone. Returns the buffers that they served.
function M.stop_all()
  local buffers = {}
  for _, client in ipairs(M.all()) do
    vim.list_extend(buffers, vim.tbl_keys(client.attached_buffers))
    call(client, 'stop')
  end
  local function gone()
    return #M.all() == 0
  end
  if not vim.wait(3000, gone, 20) then
    for _, client in ipairs(M.all()) do
      call(client, 'stop', true)
    end
    vim.wait(1000, gone, 20)
  end
  return buffers
end

return M
