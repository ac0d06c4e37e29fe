#!/usr/bin/env bash
# Makes a fresh Debian or Ubuntu machine with Python 3.11+ ready, and says what it does.
#   setup.sh python   .venv with what uv.lock pins
#   setup.sh tools    what the tests judge our PDFs with (pdfimages, Tesseract), and fonts for made papers
#   setup.sh peers    the tools that make bench-main and bench-imaging measure against
#   setup.sh packages what the package and the installer are built with
#   setup.sh system   build/desktop and build/windows: a desktop for the tray, Windows Python in wine
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

UV_VERSION=0.13.9
VENV=.venv

say() { printf 'set-up: %s\n' "$*"; }
stop() { printf 'set-up: %s\n' "$*" >&2; exit 1; }

# Installs those of the Debian packages that are missing, or stops with one sentence that names them.
need_packages() {
  local reason=$1 package missing=() as_root=()
  for package in "${@:2}"; do
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
      missing+=("$package")
    fi
  done
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
  if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
    stop "please install what is missing $reason, for example with: sudo apt-get install ${missing[*]}"
  fi
  say "installing from Debian, $reason: ${missing[*]}"
  "${as_root[@]}" apt-get -q -q -o DPkg::Lock::Timeout=600 update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -q -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 \
    install --yes --no-install-recommends "${missing[@]}" >/dev/null
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
    need_packages "to make a virtual environment" "python$version-venv"
  fi
  "$python" -m venv --clear "$VENV"
}

# pyscard is built from source where there is no wheel of it, and that is on Linux.
need_card_headers() {
  local version missing=()
  if "$VENV/bin/python" -c 'import smartcard.scard' 2>/dev/null; then return; fi
  version=$("$VENV/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  if ! "$VENV/bin/python" -c 'import pathlib, sys, sysconfig
sys.exit(not (pathlib.Path(sysconfig.get_path("include")) / "Python.h").exists())'; then
    missing=("python$version-dev")
  fi
  need_packages "to build pyscard, for which there is no Linux wheel" \
    gcc libpcsclite-dev "${missing[@]}"
}

set_up_python() {
  if ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then make_venv; fi
  if [ "$("$VENV/bin/uv" --version 2>/dev/null | cut -d ' ' -f 2)" != "$UV_VERSION" ]; then
    say "installing uv $UV_VERSION into $VENV"
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
  fi
  need_card_headers
  say "installing the packages that uv.lock pins"
  UV_PROJECT_ENVIRONMENT=$VENV UV_PYTHON_DOWNLOADS=never \
    "$VENV/bin/uv" sync --quiet --frozen --all-extras --group docs --group package \
    --compile-bytecode --python "$VENV/bin/python"
}

set_up_tools() {
  if ! command -v pdfimages >/dev/null; then
    need_packages "for pdfimages, with which the tests look into our PDFs" poppler-utils
  fi
  if ! tesseract --list-langs 2>/dev/null | grep -qx fra; then
    need_packages "with the French model that pages are read with" tesseract-ocr tesseract-ocr-fra
  fi
  need_packages "to judge the man pages, and for an example of docs/integration.md" groff-base curl
  need_packages "as the print and the hands of the papers that show how well filing works" \
    fonts-crosextra-carlito fonts-crosextra-caladea fonts-dejavu-core fonts-lato fonts-liberation \
    fonts-klee fonts-dkg-handwriting fonts-sjfonts fonts-open-sans fonts-yusei-magic
}

set_up_peers() {
  need_packages "as peers of the benchmarks" \
    imagemagick poppler-utils unpaper ghostscript libtiff-tools pngquant
  say "installing the Python peers of the benchmark into build/bench/venv"
  UV_PROJECT_ENVIRONMENT=build/bench/venv UV_PYTHON_DOWNLOADS=never \
    "$VENV/bin/uv" sync --quiet --frozen --only-group bench --compile-bytecode \
    --python "$VENV/bin/python"
}

set_up_packages() {
  need_packages "to build the installer for Windows" nsis osslsigncode
  need_packages "to build the package for Linux" binutils gcc
}

set_up_system() {
  local as_root
  set_up_packages
  need_packages "for a desktop in the tests" \
    xvfb xdotool openbox xfce4-panel dunst dbus dbus-x11 \
    adwaita-icon-theme fonts-dejavu-core gir1.2-gtk-3.0 gir1.2-ayatanaappindicator3-0.1 \
    libgirepository1.0-dev libcairo2-dev python3-dev pkg-config gcc \
    wine64 binutils
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
  # else Debian would make this machine a mail server; the tests start their own
  echo 'postfix postfix/main_mailer_type select No configuration' |
    "${as_root[@]}" debconf-set-selections
  need_packages "as the mail servers of the tests" \
    postfix dovecot-imapd dovecot-pop3d dovecot-lmtpd openssl
  need_packages "to open the page as people do" chromium fonts-dejavu-core
  need_packages "as the card reader of the tests" pcscd vsmartcard-vpcd
  need_packages "as the network folders of the tests" samba smbclient fuse3 bindfs
  need_packages "to judge the service's unit" systemd
  need_packages "as the clean machine on which the package is installed, and its scanner" \
    mmdebstrap systemd-container sane-utils libsane
  need_packages "to turn the clock of a service, and to count what it writes" libfaketime strace
  say "installing the tray and what it draws with into build/desktop/venv"
  UV_PROJECT_ENVIRONMENT=build/desktop/venv UV_PYTHON_DOWNLOADS=never \
    "$VENV/bin/uv" sync --quiet --frozen --no-dev --extra tray --group desktop --compile-bytecode \
    --python "$VENV/bin/python"
  packaging/dev/windows.sh
}

case "${1:-}" in
  python) set_up_python; say "done in $SECONDS s" ;;
  tools) set_up_tools ;;
  peers) set_up_peers ;;
  packages) set_up_packages ;;
  system) set_up_system; say "done in $SECONDS s" ;;
  *) stop "usage: setup.sh python|tools|peers|packages|system" ;;
esac
