#!/usr/bin/env bash
# Makes build/windows: a wine prefix, and Windows Python with what uv.lock pins and our sources.
# Made again only when uv.lock or one of the scripts has changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly ROOT=build/windows
# Packages that no test needs under Windows.
readonly LEFT_OUT=(
  --no-emit-package mypy --no-emit-package pyftpdlib --no-emit-package ruff
  --no-emit-package schemathesis
)

add_our_sources() {
  printf '%s\n' '..\..\..\daemon' '..\..\..\tray' '..\..\..\shared' '..\..\..' \
    >>"$ROOT/python/python311._pth"
}

# Everything compiled from Rust takes its random numbers from a library that wine 8 lacks; this one
# hands the call on to an older name of the same function.
make_missing_library() {
  printf '%s\n' 'LIBRARY bcryptprimitives.dll' 'EXPORTS' 'ProcessPrng = advapi32.SystemFunction036' \
    >"$ROOT/bcryptprimitives.def"
  ld -m i386pep -shared -e 0 -o "$ROOT/prefix/drive_c/windows/system32/bcryptprimitives.dll" \
    "$ROOT/bcryptprimitives.def"
}

make_prefix() {
  local wine=packaging/dev/wine.sh
  { env -u DISPLAY "$wine" wineboot --init && env -u DISPLAY "$wine" winecfg /v win10; } \
    </dev/null 2>&1 | cat >"$ROOT/prefix.log"
  "$wine" --end
}

stamp=$(cat uv.lock packaging/dev/windows.sh packaging/windows/runtime.sh | sha256sum)
if [ "$(cat "$ROOT/ready" 2>/dev/null)" = "$stamp" ]; then exit; fi
printf 'set-up: making Windows Python and its wine prefix in %s\n' "$ROOT"
rm -rf "$ROOT"
mkdir -p "$ROOT"
packaging/windows/runtime.sh "$ROOT" --extra tray "${LEFT_OUT[@]}"
add_our_sources
make_prefix
make_missing_library
echo "$stamp" >"$ROOT/ready"
