"""The profile `depot`: the lot's files, their index, and what is not to vary."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scord.exchange.profiles.depot import DepotProfile
from scord.exchange.profiles.depot_answer import read_answers
from scord.exchange.profiles.depot_archive import unpack
from scord.exchange.profiles.depot_index import COLUMNS
from scord.lots.dossier import dossier
from scord.lots.piece_state import piece_states
from scord.lots.profile import Frozen, LotFacts
from scord.store.states import MessageState
from scord.store.tables import Message, ScorLot

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.lots.profile import Piece
    from scord.store.tables import Invoice

LOT = LotFacts("991129768", "84", "01-349", 12, datetime(2026, 3, 10, 20, 0, tzinfo=UTC))
PROFILE = DepotProfile()


def pieces(*invoices: Invoice) -> list[Piece]:
    return [piece for one in invoices for piece in dossier(one, piece_states(one)).pieces]


def build(practice: Practice, *invoices: Invoice, lot: LotFacts = LOT) -> Frozen:
    return PROFILE.build(lot, pieces(*invoices), practice.context.files.documents.read)


def split(practice: Practice) -> Invoice:
    """An invoice whose ordonnance has two parts, beside its care sheet."""
    invoice = practice.invoice(number="481")
    practice.attach(invoice, practice.document(parts=[b"%PDF one", b"%PDF two"]))
    practice.attach(invoice, practice.document("FSDE", parts=[b"%PDF three"]))
    return invoice


def lines(files: dict[str, bytes]) -> list[dict[str, str]]:
    text = io.StringIO(files["index.csv"].decode(), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def test_it_is_for_real_use_and_reads_no_b2_by_invented_positions() -> None:
    assert not PROFILE.is_test
    assert PROFILE.b2_layout is None


def test_a_lot_is_its_index_twice_and_every_part_by_its_name(practice: Practice) -> None:
    frozen = build(practice, split(practice))
    assert frozen.file_name == "DEPOT-991129768-000012"
    assert frozen.identifiers == ("DEPOT-991129768-000012-0001", "DEPOT-991129768-000012-0002")
    files = dict(unpack(frozen.data))
    assert list(files) == [
        "index.json",
        "index.csv",
        "FACTURE_481_ADRDEUX_LAURENT_ORDN_1_2.pdf",
        "FACTURE_481_ADRDEUX_LAURENT_ORDN_2_2.pdf",
        "FACTURE_481_ADRDEUX_LAURENT_FSDE.pdf",
    ]
    assert files["FACTURE_481_ADRDEUX_LAURENT_ORDN_2_2.pdf"] == b"%PDF two"


def test_both_indexes_tell_the_same_and_what_is_true_of_the_files(practice: Practice) -> None:
    frozen = build(practice, split(practice), practice.ready(number="7"))
    files = dict(unpack(frozen.data))
    index = json.loads(files["index.json"])
    assert (index["message_id"], index["region"]) == (frozen.message_id, "84")
    told = [
        {
            "billing_number": index["billing_number"],
            "destination": index["destination"],
            "lot": str(index["lot"]),
            "message_id": index["message_id"],
            "identifier": piece["identifier"],
            "invoice": piece["invoice"]["number"],
            "invoice_date": piece["invoice"]["invoice_date"],
            "fse_lot": piece["invoice"]["fse_lot"],
            "type": piece["type"],
            "part": str(part["number"]),
            "parts": str(len(piece["parts"])),
            "file": part["file"],
            "size": str(part["size"]),
            "sha256": part["sha256"],
        }
        for piece in index["pieces"]
        for part in piece["parts"]
    ]
    assert lines(files) == told
    assert len(told) == 4
    for line in told:
        data = files.pop(line["file"])
        assert hashlib.sha256(data).hexdigest() == line["sha256"]
        assert len(data) == int(line["size"])
    assert list(files) == ["index.json", "index.csv"]


def test_one_ordonnance_of_a_series_stands_under_the_name_of_each_invoice(
    practice: Practice,
) -> None:
    document = practice.document(parts=[b"%PDF one"])
    invoices = [practice.invoice(number=number) for number in ("481", "482")]
    for one in invoices:
        practice.attach(one, document)
    files = dict(unpack(build(practice, *invoices).data))
    assert files["FACTURE_481_ADRDEUX_LAURENT.pdf"] == files["FACTURE_482_ADRDEUX_LAURENT.pdf"]


def test_names_stand_in_file_names_alone(practice: Practice) -> None:
    frozen = build(practice, split(practice))
    index = json.loads(dict(unpack(frozen.data))["index.json"])
    for piece in index["pieces"]:
        for part in piece["parts"]:
            del part["file"]
    assert "ADRDEUX" not in json.dumps(index)
    assert "ADRDEUX" not in frozen.file_name + frozen.message_id


def test_the_bytes_depend_on_nothing_but_the_lot(practice: Practice) -> None:
    invoice = split(practice)
    first = build(practice, invoice)
    assert build(practice, invoice) == first
    later = replace(LOT, frozen_at=datetime(2026, 3, 11, 20, 0, tzinfo=UTC))
    assert build(practice, invoice, lot=later).message_id != first.message_id


def test_the_message_id_cannot_be_guessed_without_the_pdfs(practice: Practice) -> None:
    one, other = practice.ready(), practice.ready()
    first, second = build(practice, one).message_id, build(practice, other).message_id
    assert first.startswith("<DEPOT-991129768-000012.20260310T200000Z.")
    assert first != second


def test_two_invoices_of_one_number_lie_in_one_lot(practice: Practice) -> None:
    days = (date(2026, 3, 2), date(2026, 3, 9))
    invoices = [practice.ready(number="481", invoice_date=day) for day in days]
    files = [line["file"] for line in lines(dict(unpack(build(practice, *invoices).data)))]
    assert files == [
        "FACTURE_481_ADRDEUX_LAURENT_ORDN_20260302.pdf",
        "FACTURE_481_ADRDEUX_LAURENT_ORDN_20260309.pdf",
    ]


def test_a_run_makes_one_lot_of_many_dossiers(practice: Practice) -> None:
    for _ in range(5):
        practice.ready()
    (lot,) = practice.lots(PROFILE)
    assert (lot.profile, lot.items.count()) == ("depot", 5)
    message = Message.get(Message.lot == lot)
    assert message.state == MessageState.READY
    assert len(unpack(practice.context.files.messages.read(message.sha256))) == 7


@pytest.mark.slow
def test_more_than_fits_becomes_two_lots_of_whole_dossiers(practice: Practice) -> None:
    document = practice.document()
    for _ in range(PROFILE.limits.pdfs + 1):
        practice.attach(practice.invoice(), document)
    practice.lots(PROFILE)
    assert [lot.items.count() for lot in ScorLot.select()] == [PROFILE.limits.pdfs, 1]


def test_the_examples_and_limits_of_the_documentation_are_true(practice: Practice) -> None:
    text = Path("docs/profile-depot.md").read_text("utf-8")
    lot, answer = (json.loads(block.split("```")[0]) for block in text.split("```json\n")[1:])
    columns = text.split("```text\n")[1].split("```")[0].splitlines()[0]
    (parsed,) = read_answers(json.dumps(answer).encode(), "a.json")
    built = json.loads(dict(unpack(build(practice, split(practice)).data))["index.json"])
    assert (parsed.lot_number, parsed.message_id) == (lot["lot"], lot["message_id"])
    assert {one for one, _ in parsed.rejected} <= {one["identifier"] for one in lot["pieces"]}
    assert shape(lot) == shape(built)
    assert columns.split(";") == list(COLUMNS)
    assert f"{PROFILE.limits.pdfs} PDFs" in text
    assert f"{PROFILE.limits.pdf_bytes:,} bytes" in text


def shape(value: Any) -> Any:
    """The names and kinds in a JSON value, of lists those of the first item."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])]
    return type(value)
