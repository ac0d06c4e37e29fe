#!/usr/bin/env bash
# wine.sh PROGRAM ARGUMENT…: a Windows program in the prefix of build/windows, or that of
# TEST_WINEPREFIX; wine.sh --end ends all that runs there.
# Its standard output must be a pipe: on anything else Windows Python does not start in wine.
set -euo pipefail
WINEPREFIX=${TEST_WINEPREFIX:-$(realpath "${BASH_SOURCE[0]%/*}/../..")/build/windows/prefix}
# .NET and a browser, which wine would offer to fetch, and menu entries on the desktop of the developer
WINEDLLOVERRIDES='mscoree,mshtml=;winemenubuilder.exe=d'
export WINEPREFIX WINEDLLOVERRIDES WINEARCH=win64 WINEDEBUG=-all

if [ "${1:-}" = --end ]; then
  /usr/lib/wine/wineserver64 --kill || true  # none may be running
  exit
fi
exec /usr/lib/wine/wine64 "$@"
