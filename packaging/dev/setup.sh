#!/usr/bin/env bash
# Makes a fresh Debian or Ubuntu machine with Python 3.11+ ready, and says what it does.
#   setup.sh python   .venv with what uv.lock pins
#   setup.sh tools    pdfimages, an independent judge of our PDFs in the tests
#   setup.sh peers    the tools that make bench-main measures against
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

UV_VERSION=0.13.9
VENV=.venv

say() { printf 'set-up: %s\n' "$*"; }
stop() { printf 'set-up: %s\n' "$*" >&2; exit 1; }

# Installs one Debian package, or stops with one sentence that names it and what it is for.
need_package() {
  local package=$1 reason=$2 as_root=()
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
  if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
    stop "please install the system package $package ($reason), for example with: sudo apt-get install $package"
  fi
  say "installing the system package $package ($reason)"
  "${as_root[@]}" apt-get -q -q -o DPkg::Lock::Timeout=600 update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -q -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 \
    install --yes --no-install-recommends "$package" >/dev/null
}

find_python() {
  local candidate
  for candidate in python3.13 python3.12 python3.11 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  stop "please install Python 3.11 or newer, for example with: sudo apt-get install python3"
}

make_venv() {
  local python version
  python=$(find_python)
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  say "making $VENV with Python $version ($python)"
  # Debian and Ubuntu ship Python without the part that fills a virtual environment.
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    need_package "python$version-venv" "to make a virtual environment"
  fi
  "$python" -m venv --clear "$VENV"
}

set_up_python() {
  if ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then make_venv; fi
  if [ "$("$VENV/bin/uv" --version 2>/dev/null | cut -d ' ' -f 2)" != "$UV_VERSION" ]; then
    say "installing uv $UV_VERSION into $VENV"
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
  fi
  say "installing the packages that uv.lock pins"
  UV_PROJECT_ENVIRONMENT=$VENV UV_PYTHON_DOWNLOADS=never \
    "$VENV/bin/uv" sync --quiet --frozen --all-extras --compile-bytecode --python "$VENV/bin/python"
}

set_up_tools() {
  if ! command -v pdfimages >/dev/null; then
    need_package poppler-utils "for pdfimages, with which the tests look into our PDFs"
  fi
}

set_up_peers() {
  if ! [ -x /usr/bin/convert ]; then need_package imagemagick "a peer of the benchmark"; fi
  if ! command -v pngquant >/dev/null; then need_package pngquant "OCRmyPDF optimises with it"; fi
  if ! command -v tesseract >/dev/null; then need_package tesseract-ocr "OCRmyPDF deskews with it"; fi
  say "installing the Python peers of the benchmark into build/bench/venv"
  UV_PROJECT_ENVIRONMENT=build/bench/venv UV_PYTHON_DOWNLOADS=never \
    "$VENV/bin/uv" sync --quiet --frozen --only-group bench --compile-bytecode \
    --python "$VENV/bin/python"
}

case "${1:-}" in
  python) set_up_python; say "done in $SECONDS s" ;;
  tools) set_up_tools ;;
  peers) set_up_peers ;;
  *) stop "usage: setup.sh python|tools|peers" ;;
esac
