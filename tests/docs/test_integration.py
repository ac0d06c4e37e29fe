"""docs/integration.md does what it says: its examples, one after the other, at a real service."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.docs.written import Block, blocks, pages
from tests.page.papers import doubtful
from tests.practice import Practice, until

from scord.api.endpoint import place_of
from scord.demo import people
from scord.store.states import FseVerdict
from scord.store.tables import Acknowledgement, Attachment, FseLot, Incoming, Invoice, Standing

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no Unix socket")

PAGE = pages()["docs/integration.md"]
_FILE = re.compile(r"<!-- file: (\S+) -->\n```json\n(.*?)```", re.DOTALL)


def examples() -> list[Block]:
    return blocks(PAGE, "sh", "python")


def run(example: Block, practice: Practice, folder: Path) -> str:
    """As a reader would run it, but for where the service has its places."""
    text = example.text.replace("/var/spool/scord/lps", str(practice.lps_folder))
    text = text.replace("/run/scord/api.sock", str(place_of(practice.settings).socket))
    program = (sys.executable, "-") if example.language == "python" else ("bash", "-eu")
    done = subprocess.run(
        program, input=text, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (text, done.stdout, done.stderr)
    return done.stdout


def test_the_examples_do_what_the_page_says(tmp_path: Path) -> None:
    practice, folder = Practice(tmp_path / "practice"), tmp_path / "lps"
    folder.mkdir()
    for name, text in _FILE.findall(PAGE):
        (folder / name).write_text(text, "utf-8")
    (folder / "ordonnance.pdf").write_bytes(doubtful(people.ADRDEUX))
    imported, asked, armed, scanned, acknowledged, proved, dropped, followed = examples()
    with practice.running():
        assert '"applied":1,"unchanged":0,"faults":[]' in run(imported, practice, folder)
        until(lambda: Standing.select().count() == 1, "how the invoice stands")
        assert '"stands":{"colour":"orange","missing":true' in run(asked, practice, folder)
        assert "scanner" in run(armed, practice, folder)
        run(scanned, practice, folder)
        until(lambda: Attachment.select().count() == 1, "the scan on its invoice", 120)
        assert '"faults":[]' in run(acknowledged, practice, folder)
        assert FseLot.get().verdict == FseVerdict.POSITIVE
        run(proved, practice, folder)
        assert (folder / "preuve.pdf").read_bytes().startswith(b"%PDF")
        before = Incoming.select().count()
        run(dropped, practice, folder)
        until(lambda: Incoming.select().count() == before + 1, "the file of the folder")
        assert "révision" in run(followed, practice, folder)
        assert (Invoice.select().count(), Acknowledgement.select().count()) == (1, 1)
