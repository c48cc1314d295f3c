-- The language server in Neovim: diagnostics, a fix, completion, hover and rename.
-- PROGRAM=target/debug/authelia-lint nvim --clean --headless -c 'luafile editors/neovim/test.lua'
local folder = vim.fn.tempname()
vim.fn.mkdir(folder, "p")
local file = folder .. "/configuration.yml"
vim.fn.writefile({
  "theme: 'drak'",
  "identity_providers:",
  "  oidc:",
  "    authorization_policies:",
  "      staff: { default_policy: 'two_factor' }",
  "    clients:",
  "      - client_id: 'ü🔑'",
  "        authorization_policy: 'staff'",
}, file)

local function check(condition, what)
  if not condition then
    error(what)
  end
end

local function has(texts, wanted)
  return vim.tbl_contains(texts, wanted)
end

local function test()
  vim.cmd("edit " .. file)
  local start = vim.lsp.start_client
  local id = start({ name = "authelia-lint", cmd = { vim.env.PROGRAM, "server" }, root_dir = folder })
  check(id and vim.lsp.buf_attach_client(0, id), "the server does not start")
  local client = vim.lsp.get_client_by_id(id)

  local function codes()
    return vim.tbl_map(function(diagnostic)
      return diagnostic.code
    end, vim.diagnostic.get(0))
  end
  local function request(method, params)
    local answers = vim.lsp.buf_request_sync(0, method, params, 10000)
    check(answers and answers[id] and not answers[id].err, method .. ": " .. vim.inspect(answers))
    return answers[id].result
  end
  local function at(line, column)
    vim.api.nvim_win_set_cursor(0, { line, column })
    return vim.lsp.util.make_position_params(0, client.offset_encoding)
  end
  local function apply(edit)
    vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
  end
  local function line(number)
    return vim.fn.getline(number)
  end

  check(vim.wait(10000, function() return has(codes(), "invalid-option") end), "no diagnostic")

  local params = vim.tbl_extend("force", at(1, 8), { context = { diagnostics = {}, only = { "quickfix" } } })
  params.range = { start = params.position, ["end"] = params.position }
  local fixes = vim.tbl_filter(function(action) return action.isPreferred end, request("textDocument/codeAction", params))
  apply(fixes[1].edit)
  check(line(1) == "theme: 'dark'", "not fixed: " .. line(1))
  check(vim.wait(10000, function() return not has(codes(), "invalid-option") end), "the diagnostic stays")

  local hover = request("textDocument/hover", at(1, 2))
  check(hover.contents.value:find("Default: `'light'`", 1, true), "hover: " .. hover.contents.value)

  vim.fn.append(1, "log:")
  vim.fn.append(2, "  le")
  local items = request("textDocument/completion", vim.tbl_extend("force", at(3, 4), { context = { triggerKind = 1 } }))
  local labels = vim.tbl_map(function(item) return item.label end, items.items or items)
  check(has(labels, "level"), "completion: " .. table.concat(labels, " "))
  vim.fn.setline(3, "  level: 'info'")

  local rename = vim.tbl_extend("force", at(7, 8), { newName = "crew" })
  apply(request("textDocument/rename", rename))
  check(line(7):find("crew", 1, true) and line(10):find("'crew'", 1, true), "not renamed: " .. line(7) .. line(10))

  vim.lsp.stop_client(id)
  check(vim.wait(10000, function() return vim.lsp.client_is_stopped(id) end), "the server does not stop")
end

local passed, message = xpcall(test, debug.traceback)
io.stdout:write(passed and "passed\n" or message .. "\n")
vim.cmd(passed and "qall!" or "cquit!")
