"""The site is built without a warning: every link, every anchor, every page has its place."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.docs.written import ROOT, pages

if TYPE_CHECKING:
    from pathlib import Path

_FROM_AFAR = re.compile(r"""<(?:script|link|img)[^>]+(?:src|href)="(?:https?:)?//[^"]+""")


def build(source: Path, out: Path) -> subprocess.CompletedProcess[str]:
    line = (sys.executable, "-m", "sphinx", "-q", "-W", "-E", "-b", "html")
    return subprocess.run(
        [*line, "-c", str(ROOT / "docs"), str(source), str(out)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    built = build(ROOT, out)
    assert (built.returncode, built.stderr) == (0, "")
    return out


def test_the_site_has_every_page(site: Path) -> None:
    assert [path for path in pages() if not (site / path).with_suffix(".html").exists()] == []


def test_the_first_address_leads_to_the_contents(site: Path) -> None:
    start = (site / "index.html").read_text("utf-8")
    (goal,) = set(re.findall(r'(?:url=|href=")([\w/]+\.html)', start))
    assert "Pour le praticien" in (site / goal).read_text("utf-8")


def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    fetched = {path: _FROM_AFAR.findall(path.read_text("utf-8")) for path in site.rglob("*.html")}
    assert {path: found for path, found in fetched.items() if found} == {}


@pytest.mark.parametrize("link", ["no-such.md", "other.md#no-such-heading", "no-such.toml"])
def test_a_dead_link_is_found(tmp_path: Path, link: str) -> None:
    folder = tmp_path / "source" / "docs"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text(f"# One\n\n[x]({link})\n\n```{{toctree}}\nother\n```\n")
    (folder / "other.md").write_text("# Other\n")
    built = build(folder.parent, tmp_path / "out")
    assert built.returncode
    assert "WARNING" in built.stderr
