"""The fonts of the made pages, from Debian packages; none is in the project.

Those of the figures and those of the tuning pages differ.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_FOLDER = Path("/usr/share/fonts/truetype")

# after each name its Debian package and its file
_FONTS = {
    "Carlito": ("fonts-crosextra-carlito", "crosextra/Carlito-Regular.ttf"),
    "Carlito-Bold": ("fonts-crosextra-carlito", "crosextra/Carlito-Bold.ttf"),
    "Caladea": ("fonts-crosextra-caladea", "crosextra/Caladea-Regular.ttf"),
    "Caladea-Bold": ("fonts-crosextra-caladea", "crosextra/Caladea-Bold.ttf"),
    "Lato": ("fonts-lato", "lato/Lato-Regular.ttf"),
    "Lato-Bold": ("fonts-lato", "lato/Lato-Bold.ttf"),
    "Mono": ("fonts-liberation", "liberation/LiberationMono-Regular.ttf"),
    "Klee": ("fonts-klee", "klee/KleeOne-Regular.ttf"),
    "Dkg": ("fonts-dkg-handwriting", "fifthhorseman/dkg.ttf"),
    "SteveHand": ("fonts-sjfonts", "sjfonts/SteveHand.ttf"),
    # tuning
    "OpenSans": ("fonts-open-sans", "open-sans/OpenSans-Regular.ttf"),
    "OpenSans-Bold": ("fonts-open-sans", "open-sans/OpenSans-Bold.ttf"),
    "Serif": ("fonts-liberation", "liberation/LiberationSerif-Regular.ttf"),
    "Serif-Bold": ("fonts-liberation", "liberation/LiberationSerif-Bold.ttf"),
    "TypeWriter": ("fonts-dejavu-core", "dejavu/DejaVuSansMono.ttf"),
    "Delphine": ("fonts-sjfonts", "sjfonts/Delphine.ttf"),
    "Yusei": ("fonts-yusei-magic", "yusei-magic/YuseiMagic-Regular.ttf"),
}


def missing_packages() -> list[str]:
    """The Debian packages whose fonts are not there."""
    return sorted({package for package, file in _FONTS.values() if not (_FOLDER / file).is_file()})


@cache
def register() -> None:
    """Makes the fonts known to reportlab. Ends the program where one is missing."""
    missing = missing_packages()
    if missing:
        sys.exit(f"please install what the pages are drawn with: {' '.join(missing)}")
    for name, (_, file) in _FONTS.items():
        pdfmetrics.registerFont(TTFont(name, _FOLDER / file))
