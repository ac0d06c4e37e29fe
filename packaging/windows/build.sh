#!/usr/bin/env bash
# Builds build/installer/scord-VERSION-setup.exe on Linux: Windows Python, the packages of uv.lock, our
# own, and the French model. Made again only when one of its sources has changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly ROOT=build/installer
readonly PACKAGES=$ROOT/python/Lib/site-packages
readonly MODEL=/usr/share/tesseract-ocr/5/tessdata/fra.traineddata
# what carries the signature of the Python Software Foundation
readonly SIGNED=(python.exe pythonw.exe python311.dll)
# what packages bring and no part of Scord loads; OpenCV reads films with that DLL, and under the
# GPL, which is that typeface's, nothing is to be shipped
readonly UNUSED=(
  PyWin32.chm adodbapi bin include isapi pythonwin cv2/opencv_videoio_ffmpeg500_64.dll
  reportlab/fonts/DarkGardenMK.{afm,pfb}
)

say() { printf 'installer: %s\n' "$*"; }

sources() {
  find uv.lock pyproject.toml LICENSE daemon tray shared packaging/windows packaging/*.* \
    packaging/linux/README.md docs ./*.md \
    -name __pycache__ -prune -o -type f -print0 | LC_ALL=C sort -z
}

# That the files are what the Foundation signed. Whether its certificate was withdrawn since is not
# asked: the build may have no network, and the package is pinned by its hash.
check_signatures() {
  local file told digests
  for file in "${SIGNED[@]}"; do
    told=$(osslsigncode verify -CAfile /etc/ssl/certs/ca-certificates.crt \
      -in "$ROOT/python/$file" 2>/dev/null || true)
    digests=$(sed -n 's/^\(Current\|Calculated\) message digest *: //p' <<<"$told" | sort -u | wc -l)
    if [ "$digests" -ne 1 ] || ! grep -q 'Subject: .*/O=Python Software Foundation/' <<<"$told"; then
      say "$file is not as the Python Software Foundation signed it" >&2
      exit 1
    fi
  done
}

add_scord() {
  .venv/bin/uv build --quiet --wheel --out-dir "$ROOT/wheel"
  .venv/bin/uv pip install --quiet --target "$PACKAGES" --no-deps \
    --python-platform x86_64-pc-windows-msvc --python-version 3.11 "$ROOT"/wheel/scord-*.whl
  install -D -m 644 "$MODEL" "$ROOT/python/tessdata/fra.traineddata"
  install -D -m 644 packaging/windows/scord.cmd "$ROOT/bin/scord.cmd"
  install -m 644 packaging/windows/scord.toml LICENSE "$ROOT"
  packaging/documents.sh "$ROOT/documents"
  .venv/bin/python packaging/licences.py "$ROOT/licences" windows "$ROOT/python"
  .venv/bin/python packaging/sbom.py "$ROOT/documents" windows
}

# Where it is installed no user may write: without it each start would compile everything anew. The
# date and the place of a file say nothing there, so neither is looked at.
compile_all() {
  (cd "$ROOT/python" && ../../../.venv/bin/python -m compileall -q -j 0 \
    --invalidation-mode unchecked-hash Lib/site-packages) || true # some hold sources of other Pythons
}

version=$(.venv/bin/python -c 'import scord; print(scord.__version__)')
readonly version SETUP=$ROOT/scord-$version-setup.exe
stamp=$(sources | xargs -0 sha256sum | sha256sum)
if [ "$(cat "$ROOT/ready" 2>/dev/null)" = "$stamp" ]; then exit; fi
if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
  say "needs .venv made with Python 3.11, as that of Windows is" >&2
  exit 1
fi
say "building $SETUP"
rm -rf "$ROOT"
mkdir -p "$ROOT"
packaging/windows/runtime.sh "$ROOT" --no-dev --extra card --extra ocr --extra tray
check_signatures
(cd "$PACKAGES" && rm -rf "${UNUSED[@]}" && find . -type d -name tests -prune -exec rm -rf {} +)
add_scord
compile_all
# counted here, since NSIS takes longer to count 9,000 files than to install them
kilobytes=$(du -ck --apparent-size "$ROOT"/{python,bin,licences,documents,LICENSE} | tail -n 1 | cut -f 1)
makensis -V2 -INPUTCHARSET UTF8 -DVERSION="$version" -DROOT="$PWD/$ROOT" -DOUT="$PWD/$SETUP" \
  -DKILOBYTES="$kilobytes" packaging/windows/scord.nsi
echo "$stamp" >"$ROOT/ready"
say "$(du -h "$SETUP" | cut -f 1) in $SECONDS s"
