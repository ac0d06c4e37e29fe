#!/usr/bin/env bash
# Makes build/deb/scord_VERSION_amd64.deb: both programs frozen with their Python, and the files of this folder.
# Equal sources give an equal package. What is frozen is made again only when a source has changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly HERE=packaging/linux OUT=build/deb BIN=.venv/bin
readonly TREE=$OUT/tree STAMP=$OUT/frozen.stamp
readonly DOC=$TREE/usr/share/doc/scord
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0 LC_ALL=C.UTF-8

version() { "$BIN/python" -c 'import scord; print(scord.__version__)'; }

replace_jbig() { gcc -shared -fPIC -O2 -s -Wall -Wl,-soname,"$(basename "$1")" -o "$1" "$HERE/jbig.c"; }

freeze() {
  local sources=(daemon tray shared packaging/freeze packaging/linux/jbig.c uv.lock) model
  if [ -e "$STAMP" ] &&
    [ -z "$(find "${sources[@]}" -name __pycache__ -prune -o -newer "$STAMP" -print -quit)" ]; then return; fi
  touch "$STAMP.new"
  model=$(dpkg-query -L tesseract-ocr-fra | grep 'fra\.traineddata$')
  TESSDATA=$(dirname "$model") "$BIN/pyinstaller" --noconfirm --log-level ERROR \
    --distpath "$OUT/frozen" --workpath "$OUT/work" packaging/freeze/scord.spec
  replace_jbig "$OUT"/frozen/scord/_internal/tesserocr.libs/libjbig-*
  mv "$STAMP.new" "$STAMP"
}

# Source, and where it goes: the table of README.md.
put() { install -D -m 644 "$HERE/$1" "$TREE/$2"; }

put_files() {
  mkdir -p "$TREE/usr/lib" "$TREE/usr/bin"
  cp -a "$OUT/frozen/scord" "$TREE/usr/lib/scord"
  ln -s ../lib/scord/scord ../lib/scord/scord-tray "$TREE/usr/bin/"
  put scord.service usr/lib/systemd/system/scord.service
  put scord.sysusers usr/lib/sysusers.d/scord.conf
  put scord.tmpfiles usr/lib/tmpfiles.d/scord.conf
  put scord.rules usr/share/polkit-1/rules.d/scord.rules
  put scord-tray.desktop etc/xdg/autostart/scord-tray.desktop
  put scord.toml etc/scord/scord.toml
}

completion() { _SCORD_COMPLETE=$1_source "$OUT/frozen/scord/scord" | install -D -m 644 /dev/stdin "$TREE/$2"; }

put_completions() {
  completion bash usr/share/bash-completion/completions/scord
  completion zsh usr/share/zsh/vendor-completions/_scord
  completion fish usr/share/fish/vendor_completions.d/scord.fish
}

put_documents() {
  put debian/copyright usr/share/doc/scord/copyright
  packaging/documents.sh "$DOC"
  printf 'scord (%s) stable; urgency=medium\n\n  * CHANGELOG.md tells what is new.\n\n -- Scord <scord@scord.invalid>  %s\n' \
    "$(version)" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$DOC/changelog.gz"
  "$BIN/python" packaging/licences.py "$DOC/licences" linux "$OUT/frozen/scord"
  "$BIN/python" packaging/sbom.py "$DOC" linux
  "$BIN/python" packaging/manpages.py "$TREE/usr/share/man"
  gzip -9n "$TREE"/usr/share/man/*/*
}

put_control() {
  local size
  size=$(du -k --apparent-size -s "$TREE" | cut -f 1)
  install -D -m 644 "$HERE/debian/conffiles" "$TREE/DEBIAN/conffiles"
  install -m 755 "$HERE"/debian/{postinst,prerm,postrm} "$TREE/DEBIAN/"
  sed "s/@VERSION@/$(version)/; s/@SIZE@/$size/" "$HERE/debian/control" >"$TREE/DEBIAN/control"
  (cd "$TREE" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
}

mkdir -p "$OUT"
exec {lock}>"$OUT/lock" && flock "$lock"  # two at once would spoil each other's tree
freeze
rm -rf "$TREE"
put_files
put_completions
put_documents
find "$TREE" -name '*.so*' -type f -exec chmod 644 {} +
chmod -R u=rwX,go=rX "$TREE"
put_control
rm -f "$OUT"/scord_*.deb
dpkg-deb --root-owner-group -Zzstd -z9 --build "$TREE" "$OUT/scord_$(version)_amd64.deb" >/dev/null
du -h "$OUT"/scord_*.deb
