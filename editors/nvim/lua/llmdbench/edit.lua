-- Workspace edits that make a new file.
--
-- Neovim would write an empty file before it fills the buffer: in place of a file that exists already, in 0.7 only if
-- the folder is there, and left behind when the buffer is dropped. It also adds an empty line at the end. So the
-- creation is taken out of the edit here, and the buffer makes the folder when it is written.

local M = {}

-- How many edits servers have asked for: tells a command whether it changed anything.
M.applied = 0

-- Returns the buffer of a document if it is loaded, without making one.
local function loaded_buffer(uri)
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(bufnr) and vim.uri_from_bufnr(bufnr) == uri then
      return bufnr
    end
  end
end

local function is_taken(uri)
  local bufnr = loaded_buffer(uri)
  if bufnr then
    local lines = vim.api.nvim_buf_get_lines(bufnr, 0, -1, false)
    return #lines > 1 or lines[1] ~= ''
  end
  return vim.fn.getftype(vim.uri_to_fname(uri)) ~= ''
end

-- A buffer ends its last line by itself.
local function drop_last_newline(text_edits)
  local last = text_edits[#text_edits]
  if last then
    last.newText = last.newText:gsub('\r?\n$', '')
  end
end

-- Takes file creations out of an edit. Returns the URIs of the documents it changes, or nil and why it must not be
-- applied.
function M.prepare(edit)
  local uris, created, kept = {}, {}, {}
  for _, change in ipairs(edit.documentChanges or {}) do
    local options = change.options or {}
    if change.kind ~= 'create' or options.overwrite then
      table.insert(kept, change)
    elseif not is_taken(change.uri) then
      created[change.uri] = true
    elseif not options.ignoreIfExists then
      return nil, vim.uri_to_fname(change.uri) .. ' exists already'
    end
    if not change.kind then
      local uri = change.textDocument.uri
      table.insert(uris, uri)
      if created[uri] then
        drop_last_newline(change.edits)
      end
    end
  end
  if edit.documentChanges then
    edit.documentChanges = kept
  end
  return vim.list_extend(uris, vim.tbl_keys(edit.changes or {}))
end

-- Lets new buffers among these make their folder when they are written.
function M.make_folders_on_write(uris)
  for _, uri in ipairs(uris) do
    local folder = vim.fn.fnamemodify(vim.uri_to_fname(uri), ':h')
    if vim.fn.isdirectory(folder) == 0 then
      vim.api.nvim_create_autocmd('BufWritePre', {
        buffer = vim.uri_to_bufnr(uri),
        once = true,
        callback = function()
          vim.fn.mkdir(folder, 'p')
        end,
      })
    end
  end
end

-- Applies the edit of a server. Returns whether it could, and why not.
function M.apply(edit, client)
  local uris, reason = M.prepare(edit)
  if not uris then
    return false, reason
  end
  local ok, err = pcall(vim.lsp.util.apply_workspace_edit, edit, client.offset_encoding)
  if not ok then
    return false, tostring(err)
  end
  M.make_folders_on_write(uris)
  M.applied = M.applied + 1
  return true
end

-- Handles workspace/applyEdit.
function M.on_apply_edit(_, params, ctx)
  local applied, reason = M.apply(params.edit, vim.lsp.get_client_by_id(ctx.client_id))
  return { applied = applied, failureReason = reason }
end

-- Wraps the handler of codeAction/resolve, which applies the edit or shows a preview of it.
local function resolved(handler)
  return function(err, action, ...)
    if err or not action or not action.edit then
      return handler(err, action, ...)
    end
    local uris, reason = M.prepare(action.edit)
    if not uris then
      return handler({ code = -32803, message = reason }, nil, ...)
    end
    handler(nil, action, ...)
    M.make_folders_on_write(vim.tbl_filter(loaded_buffer, uris))
  end
end

-- An on_init callback: vim.lsp.buf.code_action applies edits itself, so its requests are watched.
function M.watch_code_actions(client)
  local request = client.request
  client.request = function(...)
    local args = { n = select('#', ...), ... }
    local first = args[1] == client and 2 or 1
    if args[first] == 'codeAction/resolve' and type(args[first + 2]) == 'function' then
      args[first + 2] = resolved(args[first + 2])
    end
    return request(unpack(args, 1, args.n))
  end
end

return M
