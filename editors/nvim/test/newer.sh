#!/usr/bin/env bash
# Lays the Neovim of a later Debian beside the system's own: newer.sh SUITE FOLDER. Prints the program to start, or fails
# where it cannot be had. The packages are unpacked in the folder, with the libraries that they were built with; nothing
# is installed.
set -euo pipefail

suite=$1 folder=$2
root=$folder/root
mkdir -p "$root" "$folder/lists/partial" "$folder/cache/archives/partial"
: >"$folder/status"
echo "deb http://deb.debian.org/debian $suite main" >"$folder/sources.list"

apt=(apt-get -q -o Dir::Etc::SourceList="$folder/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$folder/lists"
  -o Dir::State::Status="$folder/status" -o Dir::Cache="$folder/cache" -o APT::Install-Recommends=false
  -o Debug::NoLocking=true -o APT::Sandbox::User=root)
"${apt[@]}" update >/dev/null
"${apt[@]}" install -y --download-only neovim >/dev/null
for package in "$folder"/cache/archives/*.deb; do
  dpkg-deb -x "$package" "$root"
done

# The loader is found by its pattern since its name has that of the machine's kind in it.
loader=$(find "$root" -name 'ld-linux*.so.*' | head -n 1)
libraries=$(dirname "$(find "$root" -name 'libc.so.6' | head -n 1)")
[ -n "$loader" ]
cat >"$folder/nvim" <<END
#!/bin/sh
export VIMRUNTIME=$root/usr/share/nvim/runtime
exec $loader --library-path $libraries:$root/usr/lib/$(basename "$libraries") $root/usr/bin/nvim \\
  --cmd 'set runtimepath+=$root/usr/lib/nvim' "\$@"
END
chmod +x "$folder/nvim"
"$folder/nvim" --version >/dev/null
echo "$folder/nvim"
