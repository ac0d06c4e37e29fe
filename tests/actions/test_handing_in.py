"""A scan that is handed in lies in the drop folder: whole, taken up, and in nobody's place."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lots.practice import in_force
from tests.lps import invoice, invoices
from tests.practice import Practice, paper, the_scan, tiff, until

from scord.actions import handing_in
from scord.actions.handing_in import hand_in
from scord.intake.listing import is_ignored, list_folder
from scord.settings import DropFolder, Limits
from scord.store.states import DocumentState
from scord.store.tables import Attachment, Document, Invoice, JournalEntry, Sighting
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.store.context import Context

BY = "Anne"
DATA = b"II*\0 a scan"


@pytest.fixture
def house(context: Context, tmp_path: Path) -> Context:
    (tmp_path / "drop").mkdir()
    folders = (DropFolder(name="scanner", path=tmp_path / "drop"),)
    limits = Limits(max_bytes=1_000)
    return in_force(context, folders=folders, limits=limits)


@pytest.fixture
def drop(house: Context) -> Path:
    return house.settings.folders[0].path


def names(drop: Path) -> list[str]:
    return sorted(path.name for path in drop.iterdir())


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("scan.tif", "scan.tif"),
        ("SCORD_481_LE GALL_ORDN.pdf", "SCORD_481_LE GALL_ORDN.pdf"),
        ("été.jpg", "été.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anne\\scan.tif", "scan.tif"),
        ("/", "scan"),
        ("..", "scan"),
        (".hidden.tif", "hidden.tif"),
        ("~$scan.docx", "scan.docx"),
        ("scan.tif.part", "scan.tif.part_"),
        ("scan.tif~", "scan.tif~_"),
        ("Thumbs.db", "Thumbs.db_"),
        ("NUL", "_NUL"),
        ("con.tif", "_con.tif"),
        ("a\r\nb\0c.tif", "a__b_c.tif"),
        ('a<b>c:d"e|f?g*h.tif', "a_b_c_d_e_f_g_h.tif"),
        ("half \ud800.tif", "half _.tif"),
        ("end. . ", "end"),
        ("   ", "scan"),
    ],
)
def test_what_is_left_of_a_name_is_one_that_intake_takes_up(
    house: Context, drop: Path, given_name: str, name: str
) -> None:
    assert hand_in(house, DATA, given_name, None, by=BY).name == name
    assert names(drop) == [name]
    listing = list_folder(drop, 1_000)
    assert (list(listing.files), listing.refused) == ([name], {})


@given(st.text(max_size=400))
def test_any_name_becomes_one_part_that_every_system_can_keep(name: str) -> None:
    safe = handing_in._safe(name)
    assert Path(safe).name == safe
    assert "\\" not in safe
    assert 0 < len(safe.encode()) <= 200
    assert safe.isprintable()
    assert not is_ignored(safe)
    assert handing_in._safe(safe) == safe


def test_it_lies_there_whole_and_the_journal_tells_whose_it_is(house: Context, drop: Path) -> None:
    made = hand_in(house, DATA, "scan.tif", "scanner", by=BY)
    assert (drop / "scan.tif").read_bytes() == DATA
    entry = JournalEntry.get()
    assert (entry.event, entry.subject_kind, entry.by) == ("scan.handed-in", "scan", BY)
    assert entry.facts == {"folder": "scanner", "sha256": made.sha256, "arm": None}


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_has_the_name_already_is_left_alone(house: Context, drop: Path, kind: str) -> None:
    taken = drop / "scan.tif"
    {
        "file": lambda: taken.write_bytes(b"another"),
        "folder": taken.mkdir,
        "link": lambda: taken.symlink_to(drop / "nowhere"),
    }[kind]()
    before = os.lstat(taken)
    made = hand_in(house, DATA, "scan.tif", None, by=BY)
    assert os.lstat(taken)[:7] == before[:7]
    assert names(drop) == sorted(["scan.tif", made.name])
    assert made.name.startswith("scan-")
    assert made.name.endswith(".tif")
    assert (drop / made.name).read_bytes() == DATA


def test_where_a_volume_knows_no_links_a_name_is_given_all_the_same(
    house: Context, drop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    first, second = (hand_in(house, DATA, "scan.tif", None, by=BY) for _ in range(2))
    assert "scan.tif" not in (first.name, second.name)  # a scanner may be about to take that one
    assert names(drop) == sorted([first.name, second.name])


def test_many_at_once_of_one_name_all_keep_their_bytes(house: Context, drop: Path) -> None:
    scans = [f"scan {number}".encode() for number in range(12)]
    with ThreadPoolExecutor(6) as people:
        list(people.map(lambda data: hand_in(house, data, "scan.tif", None, by=BY), scans))
    assert sorted(path.read_bytes() for path in drop.iterdir()) == sorted(scans)


@pytest.mark.parametrize(
    ("data", "folder", "code"),
    [
        (b"", None, Code.FILE_EMPTY),
        (b"x" * 1_001, None, Code.FILE_TOO_LARGE),
        (DATA, "office", Code.ACTION_REFUSED),
        (DATA, "..", Code.ACTION_REFUSED),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(
    house: Context, drop: Path, data: bytes, folder: str | None, code: Code
) -> None:
    with pytest.raises(ScordError) as caught:
        hand_in(house, data, "scan.tif", folder, by=BY)
    assert caught.value.code == code
    assert names(drop) == []
    assert not JournalEntry.select().exists()


@pytest.mark.parametrize("instead", ["nothing", "a file"])
def test_a_folder_that_is_not_there_is_never_made(house: Context, drop: Path, instead: str) -> None:
    drop.rmdir()
    if instead == "a file":
        drop.write_bytes(b"")
    with pytest.raises(ScordError) as caught:
        hand_in(house, DATA, "scan.tif", None, by=BY)
    assert caught.value.code == Code.FOLDER_UNREACHABLE
    assert not drop.is_dir()


@pytest.mark.slow
def test_what_is_handed_in_for_an_invoice_is_on_it_and_the_scanners_next_file_is_not(
    tmp_path: Path,
) -> None:
    practice = Practice(tmp_path)
    with practice.running() as context:
        practice.hand(invoices(invoice("481"), invoice("482")))
        until(lambda: Invoice.select().count() == 2, "invoices")
        wanted = Invoice.get(Invoice.number == "482")
        hand_in(context, tiff(paper("for 482")), "a.tif", None, invoice=wanted, by=BY)
        attached = until(Attachment.get_or_none, "the piece")
        assert (attached.invoice.number, attached.origin) == ("482", "armed")
        practice.drop("b.tif", tiff(paper("somebody else's")))
        inbox = Document.select().where(Document.state == DocumentState.INBOX)
        until(lambda: inbox.count() == 1, "the scanner's file in À classer")
        assert Attachment.select().count() == 1


@pytest.mark.slow
def test_the_service_makes_a_scan_of_it(tmp_path: Path) -> None:
    practice = Practice(tmp_path)
    with practice.running() as context:
        made = hand_in(context, practice.slipped("481"), "../a slip.tif", None, by=BY)
        scan = until(lambda: the_scan(made.sha256), "the scan of what was handed in")
        assert (scan.folder, scan.name) == (made.folder, made.name) == ("scanner", "a slip.tif")
        until(lambda: not list(practice.drop_folder.iterdir()), "an empty drop folder")
        assert not Sighting.select().exists()
