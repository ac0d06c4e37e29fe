"""`scord demo` as a person runs it: what it prints, how it ends, and that it leaves nothing."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest
from PIL import Image, ImageDraw

from scord.demo.samples import _RECIPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

FIRST_COLUMN = re.compile(r"^([✓✗])  (.+?)  ", re.MULTILINE)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """Where the demo puts its folder; it must be empty again afterwards."""
    place = tmp_path / "tmp"
    place.mkdir()
    return place


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """Four files and one that is none of the scanner's."""
    folder = tmp_path / "scans"
    (folder / "sub").mkdir(parents=True)
    sheet = Image.new("L", (827, 1169), 245)
    draw = ImageDraw.Draw(sheet)
    for line in range(100, 1000, 40):
        draw.text((100, line), "Pansement un jour sur deux, pendant un mois", fill=30, font_size=22)
    sheet.save(folder / "page.png", dpi=(100, 100))
    (folder / "sub" / "page.png").write_bytes((folder / "page.png").read_bytes())
    sheet.save(folder / "deux.tif", save_all=True, append_images=[sheet], dpi=(100, 100))
    (folder / "notes.pdf").write_bytes(b"rien d'un PDF")
    (folder / ".caché").write_bytes(b"x")
    return folder


class Demo:
    """`scord demo` as a process group of its own, as a terminal starts it."""

    def __init__(self, temporary: Path, *options: str) -> None:
        self.output = temporary.parent / "output.txt"
        environment = {name: value for name, value in os.environ.items() if "SCORD" not in name}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scord", "demo", *options],
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**environment, "TMPDIR": str(temporary), "PYTHONUTF8": "1"},
            )

    @property
    def text(self) -> str:
        return self.output.read_text("utf-8")

    def wait_for(self, said: str) -> str:
        """What stands after `said` on its line, once it has been said."""
        give_up = time.monotonic() + 60
        while not (found := re.search(rf"{re.escape(said)}(.*)\n", self.text)):
            assert time.monotonic() < give_up, self.text
            time.sleep(0.05)
        return found[1]

    def service(self) -> psutil.Process:
        return psutil.Process(int(self.wait_for("démarré, processus ")))


@pytest.fixture
def started() -> Iterator[list[Demo]]:
    demos: list[Demo] = []
    yield demos
    for demo in demos:
        if demo.process.poll() is None:
            demo.process.terminate()
            demo.process.wait(30)


def test_the_samples_end_as_expected_and_everything_is_told(
    temporary: Path, started: list[Demo]
) -> None:
    demo = Demo(temporary, "--once")
    started.append(demo)
    assert demo.process.wait(150) == 0, demo.text
    table = demo.text.split("Ce que chaque fichier est devenu")[1]
    names = {name: mark for mark, name in FIRST_COLUMN.findall(table)}
    assert names == {recipe[0]: "✓" for recipe in _RECIPES}
    for told in (
        "✗ ARL de FSE    lot 012 : négatif",
        "✗ ARL SCOR      lot 1 de GRIS : négatif pour une partie",
        "✓ ARL SCOR      lot 1 de BRUN : positif",
        "facture 489, ORDN (même ordonnance)",
        "service       arrêté proprement",
        "3 lots SCOR, pièces : acceptées 13, rejetées 1",
        "✓ Tout s'est passé comme prévu.",
    ):
        assert told in demo.text
    assert list(temporary.iterdir()) == []


def test_own_scans_are_copied_and_each_is_accounted_for(
    temporary: Path, scans: Path, started: list[Demo]
) -> None:
    before = {path: path.read_bytes() for path in scans.rglob("*") if path.is_file()}
    demo = Demo(temporary, "--once", "--scans", str(scans))
    started.append(demo)
    assert demo.process.wait(100) == 0, demo.text
    assert re.search(r"✓  deux\.tif +à classer +2 +1 +[\d ]+ +200\n", demo.text)
    assert re.search(r"✓  notes\.pdf +refusé +Format de fichier inconnu\n", demo.text)
    assert "3 fichiers" not in demo.text
    assert "4 fichiers : à classer 2, refusé 1, doublon 1" in demo.text
    assert {path: path.read_bytes() for path in scans.rglob("*") if path.is_file()} == before
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C reaches a process group on POSIX only")
def test_without_once_it_takes_more_files_and_ctrl_c_ends_it_whole(
    temporary: Path, scans: Path, started: list[Demo]
) -> None:
    demo = Demo(temporary, "--keep", "--scans", str(scans))
    started.append(demo)
    service = demo.service()
    folder = demo.wait_for("Déposez vos fichiers dans ")
    Image.open(scans / "page.png").rotate(180).save(f"{folder}/encore.png", dpi=(100, 100))
    demo.wait_for("converti      encore.png")
    os.killpg(demo.process.pid, signal.SIGINT)
    assert demo.process.wait(30) == 0, demo.text
    assert "✓  encore.png" in demo.text
    assert not service.is_running()
    (kept,) = temporary.iterdir()
    assert f"Le dossier reste à voir : {kept}" in demo.text
    assert (kept / "state" / "scord.sqlite3").exists()


@pytest.mark.skipif(os.name == "nt", reason="no signals there")
def test_a_service_that_dies_is_a_fault_and_its_log_is_shown(
    temporary: Path, scans: Path, started: list[Demo]
) -> None:
    demo = Demo(temporary, "--scans", str(scans))
    started.append(demo)
    service = demo.service()
    demo.wait_for("Ctrl+C pour finir.")
    service.kill()
    assert demo.process.wait(30) == 1
    assert "✗ le service s'est arrêté de lui-même" in demo.text
    assert " INFO scord." in demo.text
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="no signals there")
def test_interrupted_before_its_end_it_fails_and_stops_the_service(
    temporary: Path, started: list[Demo]
) -> None:
    demo = Demo(temporary, "--once")
    started.append(demo)
    service = demo.service()
    demo.wait_for("pris          scan_0001.pdf")
    demo.process.terminate()
    assert demo.process.wait(40) == 1
    assert "✗ interrompu" in demo.text
    assert not service.is_running()
    assert list(temporary.iterdir()) == []
