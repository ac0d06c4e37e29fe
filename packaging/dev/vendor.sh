#!/usr/bin/env bash
# Renews the page's parts from outside, in daemon/scord/page/static/vendor: `packaging/dev/vendor.sh`.
#   idiomorph   changes what differs between two states of a view, so that focus and scrolling stay
#   lucide      the icons, those named below, as one file of symbols
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly OUT=daemon/scord/page/static/vendor
readonly IDIOMORPH=0.8.0 IDIOMORPH_SHA256=c2b48584153f0167b5c98cb815576338ccd82a97378e53fbf29d139dfd67207e
readonly LUCIDE=1.62.0 LUCIDE_SHA256=386f9080c440d6f5049cefe3456ae8357f7a0c7f76e59670cd1cb83bc7050a44
readonly ICONS=(
  arrow-left arrow-right bell calendar check chevron-down chevron-left chevron-right circle-alert
  circle-help clock credit-card diamond file-text files folder hand hard-drive house info keyboard
  layout-dashboard mail octagon-x package pause play plus printer receipt-text rotate-cw
  rotate-ccw scan-line scissors scroll-text search send settings shield-check trash-2
  triangle-alert undo-2 upload user x download columns-3 merge replace
)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Fetches NAME@VERSION from npm into $work/NAME; its archive must have the given sha256.
fetch() {
  local archive
  archive=$(cd "$work" && npm pack --silent "$1@$2")
  sha256sum --quiet --check <<<"$3  $work/$archive"
  mkdir "$work/$1"
  tar -xzf "$work/$archive" -C "$work/$1" --strip-components=1
}

fetch idiomorph "$IDIOMORPH" "$IDIOMORPH_SHA256"
fetch lucide-static "$LUCIDE" "$LUCIDE_SHA256"
mkdir -p "$OUT"
cp "$work/idiomorph/dist/idiomorph.min.js" "$OUT/idiomorph.min.js"
cp "$work/idiomorph/LICENSE" "$OUT/idiomorph.LICENSE"
cp "$work/lucide-static/LICENSE" "$OUT/lucide.LICENSE"
{
  printf '<!-- lucide-static %s, ISC: see lucide.LICENSE -->\n' "$LUCIDE"
  printf '<svg xmlns="http://www.w3.org/2000/svg">\n'
  for icon in "${ICONS[@]}"; do
    printf '<symbol id="%s" viewBox="0 0 24 24">' "$icon"
    sed -e '/<!--/d' -e '1,/^>/d' -e '/<\/svg>/d' "$work/lucide-static/icons/$icon.svg" | tr -d '\n'
    printf '</symbol>\n'
  done
  printf '</svg>\n'
} >"$OUT/lucide.svg"
printf 'idiomorph %s (0BSD), lucide-static %s (ISC), from npm\n' "$IDIOMORPH" "$LUCIDE" >"$OUT/VERSIONS"
