"""Lots are frozen whole, once, with their message, and a crash leaves nothing half made."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from tests.lots.practice import in_force

from scord.exchange.profiles.reference import ReferenceProfile
from scord.lots.profile import Limits
from scord.store import journal, steps
from scord.store.database import transaction
from scord.store.states import (
    FseVerdict,
    InvoiceStatus,
    ItemVerdict,
    MessageState,
    ScorLotState,
    move,
)
from scord.store.tables import (
    Attachment,
    ChainEntry,
    Invoice,
    JournalEntry,
    LotItem,
    Message,
    ScorLot,
)
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.lots.practice import Practice

    from scord.lots.profile import Frozen


class TwoPdfs(ReferenceProfile):
    limits = Limits(pdfs=2, pdf_bytes=1_000_000)


class Crash(BaseException):
    """The process ends here."""


@pytest.fixture
def on_step() -> Iterator[Callable[[str, Callable[[], None]], None]]:
    """Does something at the next time a step is reached."""
    added: list[Callable[[str], None]] = []

    def on(name: str, act: Callable[[], None]) -> None:
        def watcher(reached: str) -> None:
            if reached == name:
                steps._watchers.remove(watcher)
                act()

        added.append(watcher)
        steps.watch(watcher)

    yield on
    steps._watchers[:] = [one for one in steps._watchers if one not in added]


def index(practice: Practice, lot: ScorLot) -> dict[str, Any]:
    with zipfile.ZipFile(BytesIO(message_bytes(practice, lot))) as archive:
        return dict(json.loads(archive.read("index.json")))


def message_bytes(practice: Practice, lot: ScorLot) -> bytes:
    message = Message.get(Message.lot == lot)
    return practice.context.files.messages.path(message.sha256).read_bytes()


def invoices_of(lot: ScorLot) -> set[Invoice]:
    return {item.attachment.invoice for item in lot.items}


def crash() -> None:
    raise Crash


def test_a_lot_and_its_message_are_ready_together(practice: Practice) -> None:
    invoice = practice.ready()
    (lot,) = practice.lots()
    message = Message.get()
    assert (lot.state, lot.number, lot.destination) == (ScorLotState.READY, 1, "01-349")
    assert message.lot == lot
    assert (message.state, message.next_attempt_at) == (MessageState.READY, None)
    assert message.size == len(message_bytes(practice, lot))
    assert [item.attachment.invoice for item in lot.items] == [invoice]
    assert {item.verdict for item in lot.items} == {ItemVerdict.AWAITED}


def test_a_second_making_finds_nothing_more_to_send(practice: Practice) -> None:
    practice.ready()
    assert len(practice.lots()) == 1
    assert practice.lots() == []


def test_what_is_kept_back_leaves_later_by_itself(practice: Practice) -> None:
    lot = practice.lot(verdict=FseVerdict.AWAITED)
    practice.ready(fse_lot=lot)
    assert practice.lots() == []
    with transaction():
        move(lot, FseVerdict.POSITIVE, by="caisse")
    assert len(practice.lots()) == 1


def test_every_practitioner_and_destination_has_its_own_lot_and_numbers(practice: Practice) -> None:
    practice.ready()
    practice.ready(caisse="351")
    (first, second) = practice.lots()
    assert (first.destination, first.number) == ("01-349", 1)
    assert (second.destination, second.number) == ("01-351", 2)


def test_a_dossier_is_never_torn_by_the_limits(practice: Practice) -> None:
    for _ in range(3):
        degraded = practice.lot(kind="degraded", verdict=FseVerdict.AWAITED)
        invoice = practice.ready(mode="degrade", fse_lot=degraded)
        practice.attach(invoice, practice.document("FSNC"))
    lots = practice.lots(TwoPdfs())
    assert [len(invoices_of(lot)) for lot in lots] == [1, 1, 1]
    assert [lot.items.count() for lot in lots] == [2, 2, 2]


def test_all_parts_of_a_split_document_are_in_one_lot(practice: Practice) -> None:
    invoice = practice.invoice()
    practice.attach(invoice, practice.document(parts=[b"%PDF one", b"%PDF two"]))
    practice.ready()
    (first, _) = practice.lots(TwoPdfs())
    (piece,) = index(practice, first)["pieces"]
    assert [part["file"] for part in piece["parts"]] == ["pieces/0001.pdf", "pieces/0002.pdf"]


def test_one_prescription_of_a_series_goes_with_every_invoice(practice: Practice) -> None:
    document = practice.document()
    for _ in range(3):
        practice.attach(practice.invoice(), document)
    (lot,) = practice.lots()
    assert len(invoices_of(lot)) == 3
    with zipfile.ZipFile(BytesIO(message_bytes(practice, lot))) as archive:
        assert archive.namelist() == ["index.json", "pieces/0001.pdf"]


def test_a_piece_added_after_sending_goes_alone(practice: Practice) -> None:
    invoice = practice.ready()
    practice.lots()
    late = practice.attach(invoice, practice.document("AUTP"))
    (lot,) = practice.lots()
    assert [item.attachment for item in lot.items] == [late]


def test_a_message_holds_no_name_and_no_nir(practice: Practice) -> None:
    practice.ready(patient_nir="181016322075140", insured_nir="181016322075140")
    (lot,) = practice.lots()
    data = message_bytes(practice, lot)
    assert b"ADRDEUX" not in data
    assert b"181016322075140" not in data


def test_the_chain_and_the_journal_say_what_was_frozen(practice: Practice) -> None:
    practice.ready()
    (lot,) = practice.lots()
    entry = ChainEntry.get()
    message = Message.get()
    assert (entry.event, entry.practitioner) == ("frozen", practice.nurse)
    assert entry.facts == {
        "lot": 1,
        "destination": "01-349",
        "profile": "reference",
        "message_id": message.message_id,
        "sha256": message.sha256,
        "invoices": 1,
        "pieces": 1,
    }
    assert journal.broken_link(practice.nurse) is None
    assert JournalEntry.get(JournalEntry.event == "scor-lot.frozen").subject_id == lot.id


@pytest.mark.parametrize("step", ["lots.message-written", "lots.frozen"])
def test_after_a_crash_at_any_step_the_piece_is_in_exactly_one_lot(
    practice: Practice, step: str, on_step: Callable[[str, Callable[[], None]], None]
) -> None:
    practice.ready()
    on_step(step, crash)
    with pytest.raises(Crash):
        practice.lots()
    practice.context.clock.turn(minutes=5)  # the second lot's bytes differ from the orphan's
    practice.lots()
    assert LotItem.select().count() == 1
    assert set(practice.context.files.messages.names()) == {Message.get().sha256}


def test_an_invoice_held_while_its_lot_is_written_stays_out(
    practice: Practice, on_step: Callable[[str, Callable[[], None]], None]
) -> None:
    stays, leaves = practice.ready(), practice.ready()

    def hold() -> None:
        with transaction():
            move(stays, InvoiceStatus.HELD, by="Anne")

    on_step("lots.message-written", hold)
    (lot,) = practice.lots()
    assert invoices_of(lot) == {leaves}
    assert [piece["invoice"]["number"] for piece in index(practice, lot)["pieces"]] == [
        leaves.number
    ]
    assert set(practice.context.files.messages.names()) == {Message.get().sha256}


def test_a_lot_made_meanwhile_takes_the_number_and_the_pieces(
    practice: Practice, on_step: Callable[[str, Callable[[], None]], None]
) -> None:
    practice.ready()

    def same_lot_elsewhere() -> None:
        practice.lots()

    on_step("lots.message-written", same_lot_elsewhere)
    assert practice.lots() == []
    assert LotItem.select().count() == 1


def test_a_number_taken_meanwhile_is_not_used_twice(
    practice: Practice, on_step: Callable[[str, Callable[[], None]], None]
) -> None:
    practice.ready()
    elsewhere = ScorLot(
        practitioner=practice.nurse,
        destination="01-351",
        number=1,
        profile="reference",
        frozen_at=practice.now,
    )
    on_step("lots.message-written", lambda: elsewhere.save(force_insert=True) and None)
    (lot,) = practice.lots()
    assert lot.number == 2
    assert index(practice, lot)["lot"] == 2


def test_a_full_disk_makes_no_lot_and_the_next_run_does(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.ready()
    with monkeypatch.context() as patch:
        patch.setattr("scord.store.writing.os.fsync", no_space)
        with pytest.raises(ScordError) as raised:
            practice.lots()
    assert raised.value.code == Code.DISK_FULL
    assert ScorLot.select().count() == 0
    assert len(practice.lots()) == 1


def no_space(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_equal_pieces_and_facts_freeze_to_equal_bytes(practice: Practice) -> None:
    built: list[Frozen] = []

    class Watching(ReferenceProfile):
        def build(self, *given: Any) -> Frozen:
            built.append(super().build(*given))
            built.append(super().build(*given))
            return built[-1]

    practice.ready()
    practice.lots(Watching())
    assert built[0] == built[1]


def test_the_number_goes_on_after_a_clock_set_back(practice: Practice) -> None:
    practice.ready(invoice_date=date(2026, 3, 2))
    practice.lots()
    practice.context.clock.turn(hours=-2)
    practice.ready()
    (lot,) = practice.lots()
    assert lot.number == 2


def test_needs_are_counted_without_pieces_the_caisse_refused(practice: Practice) -> None:
    invoice = practice.ready()
    practice.lots()
    practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    practice.context.clock.turn(hours=1)
    other = practice.attach(invoice, practice.document("AUTP"))
    assert practice.lots() == []
    again = practice.attach(invoice, practice.document("ORDN"))
    (lot,) = practice.lots()
    assert [item.attachment for item in lot.items] == [other, again]


def test_without_openings_in_the_settings_nothing_leaves(practice: Practice) -> None:
    practice.ready()
    practice.context = in_force(practice.context, practitioners=())
    assert practice.lots() == []
    assert Attachment.select().count() == 1
