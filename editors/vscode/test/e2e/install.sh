#!/usr/bin/env bash
# Installs what the end-to-end test drives: code-server (the VS Code workbench
# in a browser) and Chromium. It is safe to run again: what is there is kept.
# Prints the code-server folder as its last line; progress goes to stderr.
set -euo pipefail

version=4.100.3
cache="${XDG_CACHE_HOME:-$HOME/.cache}/llmdbench-ls/code-server"
root="$cache/$version"
server="$root/node_modules/code-server"
workbench="$server/lib/vscode"
done_mark="$root/.installed"
log="$cache/install-$version.log"

say() { printf '%s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Kerberos headers and a compiler are for native modules, ripgrep replaces a
# download that the workbench would make, Chromium shows the workbench.
install_packages() {
  local wanted=(build-essential chromium libkrb5-dev pkg-config python3 ripgrep)
  local missing=()
  for package in "${wanted[@]}"; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null |
      grep -q '^install ok installed$' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "installing packages: ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

quiet_npm() {
  npm --no-audit --no-fund --no-update-notifier --loglevel=error "$@"
}

fetch_code_server() {
  mkdir -p "$root"
  echo '{"private": true}' >"$root/package.json"
  quiet_npm --prefix "$root" install "code-server@$version" --ignore-scripts
  (cd "$workbench" && quiet_npm install --ignore-scripts --omit=dev)
  (cd "$workbench/extensions" && quiet_npm install --ignore-scripts --omit=dev)
}

# Install scripts were skipped because several of them download things that the
# test does not need; these are the native modules that it does need.
build_native_modules() {
  cd "$workbench"
  # The last step of node-pty fails after its binary has been built.
  quiet_npm rebuild kerberos @vscode/spdlog native-watchdog @vscode/deviceid \
    @parcel/watcher
  quiet_npm rebuild node-pty || true
  [ -f node_modules/node-pty/build/Release/pty.node ]
  ln -sfn node_modules node_modules.asar
  mkdir -p node_modules/@vscode/ripgrep/bin
  ln -sfn "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg
  # npm puts this one beside code-server, not inside it.
  cd "$root"
  quiet_npm rebuild argon2
}

install_code_server() {
  [ -f "$done_mark" ] && return
  say "installing code-server $version (some minutes; log: $log)"
  rm -rf "$root"
  mkdir -p "$cache"
  # Not in a condition: errexit has to stay on inside the functions.
  (
    set -e
    fetch_code_server
    build_native_modules
    node "$server/out/node/entry.js" --config "$root/config.yaml" --version
  ) >"$log" 2>&1
  touch "$done_mark"
}

trap '[ $? -eq 0 ] || say "install failed; see $log"' EXIT
install_packages >&2
install_code_server
echo "$server"
