-- The environments of a guide, which are what its scenarios differ by.

local client_of = require('llmdbench.client')

local M = {}

-- The guide of a buffer as an argument for the server: the buffer itself, or what the scenario in it was made from if
-- one of the commands opened it.
function M.guide_of(bufnr)
  local ok, argument = pcall(vim.api.nvim_buf_get_var, bufnr, 'llmdbench_guide')
  return ok and argument or { uri = vim.uri_from_bufnr(bufnr) }
end

-- Keeps what the scenario in a buffer was made from.
function M.set_guide(bufnr, argument)
  vim.api.nvim_buf_set_var(bufnr, 'llmdbench_guide', argument)
end

function M.names(environments)
  return vim.tbl_map(function(environment)
    return environment.name
  end, environments)
end

-- Returns the environment of this name, without one the first, which is the guide's default; or nil and a complaint.
function M.pick(environments, name)
  for _, environment in ipairs(environments) do
    if name == '' or environment.name == name then
      return environment
    end
  end
  local known = table.concat(M.names(environments), ', ')
  return nil, string.format('no environment %s here; there are: %s', name, known)
end

-- Completes environments with those of the guide in the current buffer.
function M.complete(lead)
  local bufnr = vim.api.nvim_get_current_buf()
  local client = client_of.attached(bufnr)
  if not client then
    return {}
  end
  local result = client_of.execute_sync(client, 'environments', M.guide_of(bufnr), bufnr, 1000)
  return vim.tbl_filter(function(name)
    return vim.startswith(name, lead)
  end, M.names(result and result.environments or {}))
end

return M
