#!/usr/bin/env bash
# Runs the tests of Emacs with eglot and with lsp-mode, set up as editors/README.md says, against a server built from
# this repository.
#
#   EMACS   the Emacs to test with; without it `emacs`, installed from Debian if it is missing
#   SERVER  a server binary to use in place of building one
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(cd "$here/../.." && pwd)
emacs=${EMACS:-emacs}

works() {
  "$emacs" -q --batch --eval "(progn (require 'package) (package-initialize) (mapc #'require '(eglot lsp-mode yaml-mode)))" >/dev/null 2>&1
}

if ! works; then
  apt-get update -q >/dev/null || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    emacs-nox elpa-eglot elpa-lsp-mode elpa-yaml-mode >/dev/null || true
  works || { echo "Emacs with eglot, lsp-mode and yaml-mode cannot be installed here, so it is NOT TESTED"; exit 1; }
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/bin" "$work/home" "$work/workspace/.git"
cp -r "$repo/testdata/guides" "$work/workspace/guides"
if [ -n "${SERVER:-}" ]; then
  cp "$SERVER" "$work/bin/llmdbench-ls"
else
  (cd "$repo" && go build -o "$work/bin/llmdbench-ls" ./cmd/llmdbench-ls)
fi

"$emacs" --version | head -n 1
cd "$work/workspace"
status=0
for test in test.el test-lsp-mode.el; do
  printf '\n%s\n' "$test"
  HOME=$work/home PATH=$work/bin:$PATH timeout --kill-after=10 180 \
    "$emacs" -q --batch -l "$here/$test" -f ert-run-tests-batch-and-exit </dev/null || status=1
done
exit $status
