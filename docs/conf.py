"""How the documentation site is built, from the Markdown here and above; `make docs`."""

from __future__ import annotations

import tomllib
from pathlib import Path

_ROOT = Path(__file__).parents[1]

project = "Scord"
release = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
copyright = "Scord, Apache-2.0"  # noqa: A001 -- Sphinx calls it so

# The whole tree is the source: links lead to CONTRIBUTING.md and back as they do on a forge.
include_patterns = ["*.md", "docs/**.md", "packaging/*/README.md"]
exclude_patterns = [".*", "build", "tests"]
root_doc = "docs/index"

extensions = ["myst_parser"]
myst_heading_anchors = 4  # headings are linked as on a forge: page.md#a-heading
nitpicky = True

html_theme = "furo"
html_title = f"Scord {release}"
html_extra_path = ["start"]  # the site's first address leads to root_doc
