#!/usr/bin/env bash
# Runs the tests of the plugin in a headless Neovim against a server built from this repository.
#
#   NVIM    the Neovim to test with; without it `nvim`, installed from Debian if it is missing
#   SERVER  a server binary to use in place of building one
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(cd "$here/../../.." && pwd)
nvim=${NVIM:-nvim}

if ! command -v "$nvim" >/dev/null; then
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q neovim >/dev/null
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

server=${SERVER:-$work/bin/llmdbench-ls}
if [ -z "${SERVER:-}" ]; then
  (cd "$repo" && go build -o "$server" ./cmd/llmdbench-ls)
fi

# Lays a fresh workspace, and runs the tests in it with the server started as $1 says.
run() {
  local workspace=$work/$1/workspace
  mkdir -p "$workspace/.git"
  cp -r "$repo/testdata/guides" "$workspace/guides"
  cp -r "$here/unrelated" "$workspace/unrelated"
  printf '\n%s, server started by %s\n' "$("$nvim" --version | head -n 1)" "$1"
  (
    cd "$workspace"
    export XDG_CONFIG_HOME=$work/$1/config XDG_DATA_HOME=$work/$1/data
    export XDG_STATE_HOME=$work/$1/state XDG_CACHE_HOME=$work/$1/cache
    export NVIM_TEST_START=$1 NVIM_TEST_SERVER=$server NVIM_TEST_PROGRAM=$nvim
    timeout --kill-after=10 180 "$nvim" --headless -i NONE -n -u "$here/init.lua" \
      -c "autocmd VimEnter * lua vim.schedule(function() dofile('$here/e2e.lua') end)" </dev/null
  )
}

status=0
if command -v luacheck >/dev/null; then
  (cd "$here/.." && luacheck --quiet .) || status=1
fi
run setup || status=1
has_enable=$("$nvim" --headless -u NONE -i NONE -c 'echo has("nvim-0.11")' -c 'qa!' 2>&1)
if [ "$has_enable" = 1 ]; then
  run enable || status=1
fi
exit $status
