"""One report a file: none hides another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.imaging.drawing import text_pdf

from scord.actions.checking import check_all
from scord_shared.errors import Code

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "text.pdf").write_bytes(text_pdf())
    paths = [tmp_path / name for name in ("gone.pdf", "text.pdf", ".")]
    gone, text, folder = check_all(paths)
    assert [one.path for one in (gone, text, folder)] == paths
    assert gone.verdict is gone.fault
    assert gone.fault is not None
    assert gone.fault.facts["name"] == "gone.pdf"
    assert text.verdict is not None
    assert text.verdict.code is Code.PDF_NOT_CONFORMING
    assert folder.fault is not None
    assert {one.as_json()["conforming"] for one in (gone, text, folder)} == {False}
    assert text.as_json()["faults"]
