"""Scans as they are asked for, their originals, and scans that are handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from tests.api.routes.asking import BY

from scord.intake.listing import list_folder
from scord.store.states import ScanState
from scord.store.tables import JournalEntry, Scan

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.routes.asking import Asker
    from tests.lots.practice import Practice

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds


def scanned(practice: Practice, name: str = "scan.tif", data: bytes = b"II*\0 a scan") -> Scan:
    """A scan whose original is in the archive."""
    scan = practice.document(name=name).scan
    sha256 = practice.context.files.originals.put(data)
    Scan.update(sha256=sha256, size=len(data)).where(Scan.id == scan.id).execute()
    found: Scan = Scan.get_by_id(scan.id)
    return found


def folder_of(practice: Practice) -> Path:
    return practice.context.settings.folders[0].path


def test_scans_are_asked_for_by_state_folder_and_bytes(ask: Asker, practice: Practice) -> None:
    scan, other = scanned(practice), practice.document().scan
    Scan.update(state=ScanState.REFUSED, folder="office").where(Scan.id == other.id).execute()
    for query, found in (
        ({"state": "converted"}, scan),
        ({"state": "refused"}, other),
        ({"folder": "office"}, other),
        ({"sha256": scan.sha256}, scan),
    ):
        (listed,) = ask.get("/v1/scans", **query).json["items"]
        assert listed["id"] == found.id, query
    assert ask.get("/v1/scans", folder="nowhere").json["items"] == []


def test_one_scan_tells_what_was_cut_from_it(ask: Asker, practice: Practice) -> None:
    document = practice.document()
    shown = ask.get(f"/v1/scans/{document.scan.id}").json
    assert [one["id"] for one in shown["documents"]] == [document.id]
    assert shown["name"] == "scan.tif"


def test_the_original_comes_whole_to_be_saved(ask: Asker, practice: Practice) -> None:
    data = bytes(range(256)) * 3000  # more than one piece
    scan = scanned(practice, data=data)
    answer = ask.get(f"/v1/scans/{scan.id}/original")
    assert (answer.status, answer.data == data) == (200, True)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-length"] == str(len(data))
    assert answer.headers["content-disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("scan.tif", "scan.tif"),
        ("été de Zoé.pdf", "_t__de_Zo_.pdf"),
        ('a"; filename="evil.exe', "a___filename__evil.exe"),
        ("a\r\nSet-Cookie: x=y", "a__Set-Cookie__x_y"),
        ("<script>alert(1)</script>.tif", "_script_alert_1___script_.tif"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("日本 %41 '\\.png", "____41___.png"),
        ("x" * 300, "x" * 300),
    ],
)
def test_the_name_of_an_original_is_told_without_harm(
    ask: Asker, practice: Practice, name: str, plain: str
) -> None:
    answer = ask.get(f"/v1/scans/{scanned(practice, name).id}/original")
    told = answer.headers["content-disposition"]
    kind, quoted, whole = told.split("; ")
    assert (kind, quoted) == ("attachment", f'filename="{plain}"')
    assert unquote(whole.removeprefix("filename*=UTF-8''")) == name
    assert told.isascii()
    assert told.isprintable()
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_an_original_that_the_disk_has_lost_is_told_as_such(
    ask: Asker, practice: Practice, damage: str
) -> None:
    scan = scanned(practice)
    path = practice.context.files.originals.path(scan.sha256)
    path.unlink() if damage == "gone" else path.write_bytes(b"another")
    answer = ask.get(f"/v1/scans/{scan.id}/original")
    assert (answer.status, answer.code) == (500, "store.file-damaged")


def test_a_scan_is_handed_in_as_if_a_scanner_had_dropped_it(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    answer = ask.post("/v1/scans", data=b"II*\0", name="SCORD_481_ADRDEUX.tif", folder="scanner")
    assert answer.status == 200
    assert (answer.json["folder"], answer.json["name"]) == ("scanner", "SCORD_481_ADRDEUX.tif")
    listing = list_folder(folder_of(practice), 1_000)
    assert (list(listing.files), listing.refused) == (["SCORD_481_ADRDEUX.tif"], {})
    assert (folder_of(practice) / "SCORD_481_ADRDEUX.tif").read_bytes() == b"II*\0"
    entry = JournalEntry.get()
    assert (entry.event, entry.by) == ("scan.handed-in", BY)
    assert entry.facts == {"folder": "scanner", "sha256": answer.json["sha256"], "arm": None}
    assert woken == ["woken"]


def test_the_folder_may_be_left_out_where_there_is_but_one(ask: Asker, practice: Practice) -> None:
    assert ask.post("/v1/scans", data=b"x", name="a.tif").json["folder"] == "scanner"


def test_a_scan_for_a_folder_that_is_not_known_is_refused_and_kept_nowhere(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    answer = ask.post("/v1/scans", data=b"x", name="a.tif", folder="../scanner")
    assert (answer.status, answer.code) == (409, "action.refused")
    assert list(folder_of(practice).iterdir()) == []
    assert woken == []


def test_an_empty_scan_is_refused(ask: Asker, practice: Practice) -> None:
    answer = ask.post("/v1/scans", data=b"", name="a.tif")
    assert (answer.status, answer.code) == (422, "file.empty")
    assert list(folder_of(practice).iterdir()) == []


@pytest.mark.parametrize("query", [{}, {"name": ""}, {"name": "x" * 501}])
def test_a_scan_without_a_fit_name_is_refused(
    ask: Asker, practice: Practice, query: dict[str, str]
) -> None:
    answer = ask.post("/v1/scans", data=b"x", **query)
    assert (answer.status, answer.code) == (422, "api.request-invalid")


def test_a_folder_that_is_out_of_reach_is_told_as_such(ask: Asker, practice: Practice) -> None:
    folder_of(practice).rmdir()
    answer = ask.post("/v1/scans", data=b"x", name="a.tif")
    assert (answer.status, answer.code) == (503, "folder.unreachable")
    assert not folder_of(practice).exists()
