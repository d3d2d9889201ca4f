#!/usr/bin/env bash
# Runs the tests of the plugin in headless Neovims against a server built from this repository: in that of this system,
# and in those of later Debians where they can be had.
#
#   NVIM    the only Neovim to test with; without it `nvim`, installed from Debian if it is missing, and the later ones
#   SUITES  the Debians to take later ones from, in place of "trixie sid"
#   SERVER  a server binary to use in place of building one
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(cd "$here/../../.." && pwd)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

server=${SERVER:-$work/bin/llmdbench-ls}
if [ -z "${SERVER:-}" ]; then
  (cd "$repo" && go build -o "$server" ./cmd/llmdbench-ls)
fi

parsers=$work/parsers
if ! bash "$here/parsers.sh" "$parsers" >/dev/null 2>&1; then
  echo "There are no parsers of Bash and YAML here, so the colours of here-documents are NOT TESTED"
  parsers=
fi

# Lays a fresh workspace, and runs the tests of Neovim $1 in it with the server started as $2 says.
run() {
  local nvim=$1 place
  place=$(mktemp -d "$work/$2.XXXX")
  mkdir -p "$place/workspace/.git"
  cp -r "$repo/testdata/guides" "$place/workspace/guides"
  cp -r "$here/unrelated" "$place/workspace/unrelated"
  printf '\n%s, server started by %s\n' "$("$nvim" --version | head -n 1)" "$2"
  (
    cd "$place/workspace"
    export XDG_CONFIG_HOME=$place/config XDG_DATA_HOME=$place/data
    export XDG_STATE_HOME=$place/state XDG_CACHE_HOME=$place/cache
    export NVIM_TEST_START=$2 NVIM_TEST_SERVER=$server NVIM_TEST_PROGRAM=$nvim NVIM_TEST_PARSERS=$parsers
    timeout --kill-after=10 180 "$nvim" --headless -i NONE -n -u "$here/init.lua" \
      -c "autocmd VimEnter * lua vim.schedule(function() dofile('$here/e2e.lua') end)" </dev/null
  )
}

status=0

# Runs the tests in a Neovim, in each way that it has to start the server.
run_all() {
  local has_enable
  run "$1" setup || status=1
  has_enable=$("$1" --headless -u NONE -i NONE -c 'echo has("nvim-0.11")' -c 'qa!' 2>&1)
  if [ "$has_enable" = 1 ]; then
    run "$1" enable || status=1
  fi
}

if command -v luacheck >/dev/null; then
  (cd "$here/.." && luacheck --quiet .) || status=1
fi

if [ -n "${NVIM:-}" ]; then
  run_all "$NVIM"
  exit $status
fi

if ! command -v nvim >/dev/null; then
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q neovim >/dev/null
fi
run_all "$(command -v nvim)"

# The newest Neovim that the plugin is made for. A later one that Debian has meanwhile is tried as well, and what fails
# there is told without failing this run, which would otherwise depend on the day.
newest=0.12

later_than_newest() {
  local version
  version=$("$1" --version | sed -n '1s/^NVIM v\([0-9]*\.[0-9]*\).*/\1/p')
  [ "$version" != "$newest" ] && [ "$(printf '%s\n' "$version" "$newest" | sort -V | tail -n 1)" = "$version" ]
}

for suite in ${SUITES-trixie sid}; do
  if newer=$(bash "$here/newer.sh" "$suite" "$work/$suite" 2>/dev/null); then
    before=$status
    run_all "$newer"
    if [ $status -ne $before ] && later_than_newest "$newer"; then
      echo "What failed, failed in a Neovim later than $newest: it is told, and does not count"
      status=$before
    fi
  else
    echo "The Neovim of Debian $suite cannot be had here, so it is NOT TESTED"
  fi
done
exit $status
