#!/usr/bin/env bash
# Renews the pictures of docs/premier-jour.md from the page as it is: packaging/dev/screens.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly WORK=build/screens OUT=docs/screens
rm -rf "$WORK"
SCREENS=$WORK .venv/bin/python -m pytest -q tests/page/test_first_day.py
mkdir -p "$OUT"
.venv/bin/python - "$WORK" "$OUT" <<'PYTHON'
import sys
from pathlib import Path

from PIL import Image

work, out = map(Path, sys.argv[1:])
for path in sorted(work.glob("*.png")):
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        few.save(out / path.name, optimize=True)
PYTHON
du --apparent-size -b "$OUT"/*.png
