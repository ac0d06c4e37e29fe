"""An invoice's PDFs as one archive."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from scord.actions.exporting import export
from scord.actions.purging.marks import write_mark
from scord.store.database import transaction
from scord.store.tables import DocumentPart
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.lots.practice import Practice


def test_the_archive_holds_every_pdf_and_what_is_known_of_it(practice: Practice) -> None:
    invoice = practice.invoice(number="481")
    practice.attach(invoice, practice.document("ORDN", parts=[b"%PDF-1", b"%PDF-2"]))
    practice.attach(invoice, practice.document("FSDE", parts=[b"%PDF-3"]))
    file = export(practice.context, invoice)
    assert file.name == "991129768_481_2026-03-09.zip"
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        there = {name: archive.read(name) for name in archive.namelist()}
    index = json.loads(there.pop("index.json"))
    lines = list(csv.DictReader(io.StringIO(there.pop("index.csv").decode()), delimiter=";"))
    assert there == {
        "FACTURE_481_ADRDEUX_LAURENT_ORDN_1_2.pdf": b"%PDF-1",
        "FACTURE_481_ADRDEUX_LAURENT_ORDN_2_2.pdf": b"%PDF-2",
        "FACTURE_481_ADRDEUX_LAURENT_FSDE.pdf": b"%PDF-3",
    }
    assert index["invoice"]["number"] == "481"
    assert [one["file"] for one in index["files"]] == [one["file"] for one in lines] == list(there)
    assert {one["state"] for one in lines} == {"to-send"}


def test_an_invoice_without_papers_gives_an_index_alone(practice: Practice) -> None:
    file = export(practice.context, practice.invoice())
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        assert archive.namelist() == ["index.json", "index.csv"]


def test_a_purged_pdf_is_told_of_and_not_there(practice: Practice) -> None:
    invoice = practice.ready()
    with transaction():
        write_mark(practice.context, DocumentPart.get(), by="Anne")
    practice.context.files.documents.drop(DocumentPart.get().sha256)
    with zipfile.ZipFile(io.BytesIO(export(practice.context, invoice).data)) as archive:
        assert archive.namelist() == ["index.json", "index.csv"]
        (told,) = json.loads(archive.read("index.json"))["files"]
    assert (told["file"], told["sha256"]) == (None, DocumentPart.get().sha256)


def test_a_pdf_that_the_disk_has_lost_is_a_fault(practice: Practice) -> None:
    invoice = practice.ready()
    practice.context.files.documents.drop(DocumentPart.get().sha256)
    with pytest.raises(ScordError) as caught:
        export(practice.context, invoice)
    assert caught.value.code is Code.STORE_FILE_DAMAGED
