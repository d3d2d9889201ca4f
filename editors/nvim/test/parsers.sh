#!/usr/bin/env bash
# Builds the parsers of Bash and YAML that the tests of injections need: parsers.sh FOLDER. Fails where it cannot. The
# grammars are of the last versions that Neovim 0.7 to 0.10 can load as well.
set -euo pipefail

folder=$1
mkdir -p "$folder/parser"
cd "$folder"

build() { # build LANGUAGE PACKAGE
  local archive source
  archive=$(npm pack --silent "$2")
  mkdir -p "$1"
  tar -xzf "$archive" -C "$1"
  source=$1/package/src
  cc -O1 -shared -fPIC -I "$source" -o "parser/$1.so" "$source/parser.c" "$source/scanner.c"
}

build bash tree-sitter-bash@0.23.3
build yaml @tree-sitter-grammars/tree-sitter-yaml@0.7.1
