"""The projection tells what the facts say: after every operation, at any stop, for any rules."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from tests.billing.makers import Lps, invoice
from tests.lots.practice import ALL_SET, BILLING, SENT_AT, Practice, in_force
from tests.lots.walk import Walk

from scord.lots import standing
from scord.lots.colour import Colour, judge
from scord.lots.piece_state import piece_states
from scord.lots.standing import CONCERNED, catch_up, differing, forget, position
from scord.settings import PractitionerSettings
from scord.store import journal
from scord.store.database import close_store, database, open_store, transaction
from scord.store.states import InvoiceStatus, ItemVerdict, MessageState, ScorLotState
from scord.store.tables import (
    TABLES,
    Attachment,
    Document,
    Invoice,
    JournalEntry,
    LotItem,
    Message,
    Projection,
    ScorLot,
    Standing,
)

if TYPE_CHECKING:
    from scord.store.context import Context

COUNTED = ("to_send", "under_way", "accepted", "rejected", "contested")


def follow(context: Context, limit: int = 200) -> None:
    """To the end; the revision never goes back."""
    before = position()
    while catch_up(context, limit):
        assert position() >= before
        before = position()


def told() -> dict[int, tuple[object, ...]]:
    return {
        row.invoice_id: (row.colour, row.missing, *(getattr(row, name) for name in COUNTED))
        for row in Standing.select()
    }


def facts(context: Context) -> dict[int, tuple[object, ...]]:
    """The same from the facts, each invoice by itself and loaded whole."""
    return {row.id: _facts(context, row) for row in Invoice.select()}


def _facts(context: Context, row: Invoice) -> tuple[object, ...]:
    pieces = piece_states(row)
    verdict = judge(context, row, pieces)
    states = Counter(state.value.replace("-", "_") for _, state in pieces)
    if not verdict.asked:
        del states["to_send"], states["rejected"]
    return (verdict.colour, verdict.missing, *(states[name] for name in COUNTED))


def journalled(row: Any) -> None:
    """An entry about `row` and nothing else."""
    with transaction():
        journal.write(f"{row.journal_name}.changed", row, by="test")


# -- a random life


def walk(context: Context, seeds: range, steps: int = 100) -> set[str]:
    """One life after the other; which counts of Standing and which colours were seen."""
    seen: set[str] = set()
    for seed in seeds:
        for table in reversed(TABLES):
            table.delete().execute()
        lives = Walk(context, seed)
        for number in range(steps):
            did = lives.step()
            follow(lives.context, lives.random.choice((1, 3, 200)))
            assert differing(lives.context) == 0, f"seed {seed}, step {number}: {did}"
            for row in Standing.select():
                seen |= {row.colour, *(name for name in COUNTED if getattr(row, name))}
        assert told() == facts(lives.context)
    return seen


@pytest.mark.slow
def test_after_every_operation_of_random_lives_it_tells_what_the_facts_say(
    context: Context,
) -> None:
    assert walk(context, range(3)) == {*COUNTED, *Colour}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["invoice", "attachment", "scor-lot", "message"])
def test_a_kind_of_entry_that_is_forgotten_is_found_by_random_lives(
    context: Context, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.delitem(CONCERNED, kind)
    with pytest.raises(AssertionError, match="seed"):
        walk(context, range(3))


# -- what it follows


@pytest.fixture
def practice(context: Context) -> Practice:
    """One invoice with its ordonnance in a lot that was sent, followed so far."""
    practice = Practice(context)
    practice.ready()
    practice.lots()
    follow(practice.context)
    assert list(told().values()) == [(Colour.YELLOW, False, 0, 1, 0, 0, 0)]
    return practice


# By kind of subject: a change of the row, and the colour after it.
CHANGES: dict[str, tuple[type[Any], dict[str, Any], Colour]] = {
    "invoice": (Invoice, {"mode": "degrade"}, Colour.ORANGE),
    "attachment": (Attachment, {"removed_at": SENT_AT}, Colour.ORANGE),
    "document": (Document, {"type": None}, Colour.ORANGE),
    "lot-item": (LotItem, {"verdict": ItemVerdict.ACCEPTED}, Colour.GREEN),
    "scor-lot": (ScorLot, {"state": ScorLotState.CONTESTED}, Colour.RED),
    "message": (Message, {"state": MessageState.FAILED}, Colour.YELLOW),
}


def test_every_kind_that_is_followed_has_its_case() -> None:
    assert set(CHANGES) == set(CONCERNED)


@pytest.mark.parametrize("kind", CHANGES)
def test_an_entry_about_any_row_that_a_standing_is_read_from_is_followed(
    practice: Practice, kind: str
) -> None:
    table, change, colour = CHANGES[kind]
    table.update(**change).execute()
    assert not catch_up(practice.context)
    journalled(table.get())
    assert catch_up(practice.context) is False
    assert told() == facts(practice.context)
    assert [row[0] for row in told().values()] == [colour]


def test_nothing_new_writes_nothing(practice: Practice) -> None:
    before = database.connection().total_changes
    assert not catch_up(practice.context)
    assert database.connection().total_changes == before


def test_news_of_other_things_move_the_position_and_no_row(practice: Practice) -> None:
    before = told()
    journalled(practice.fse_lot)
    journalled(practice.nurse)
    assert not catch_up(practice.context)
    assert position() == JournalEntry.select().count()
    assert told() == before


def test_an_entry_about_a_row_that_is_gone_is_passed(practice: Practice) -> None:
    journalled(Invoice(id=99))
    assert not catch_up(practice.context)
    assert position() == JournalEntry.select().count()


def test_one_call_takes_about_as_many_invoices_as_it_may(practice: Practice) -> None:
    for _ in range(3):
        for _ in range(4):
            practice.ready()
        (lot,) = practice.lots()
        journalled(lot)
    counts = [len(told())]
    while catch_up(practice.context, 5):
        counts.append(len(told()))
    counts.append(len(told()))
    assert max(later - earlier for earlier, later in pairwise(counts)) == 4
    assert told() == facts(practice.context)


def test_an_entry_that_concerns_more_than_the_limit_is_taken_by_itself(practice: Practice) -> None:
    for _ in range(6):
        practice.ready()
    practice.lots()
    follow(practice.context, 2)
    assert told() == facts(practice.context)


def test_a_step_that_fails_changes_nothing_and_is_taken_again(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    Invoice.update(mode="degrade").execute()
    journalled(Invoice.get())
    before = (position(), told())
    with monkeypatch.context() as patch:
        patch.setattr(standing, "write", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            catch_up(practice.context)
    assert (position(), told()) == before
    follow(practice.context)
    assert told() == facts(practice.context)


def test_threads_that_follow_at_once_do_no_harm(context: Context) -> None:
    """Each has a connection of its own, as each process would."""
    over, faults = threading.Event(), list[BaseException]()

    def live() -> None:
        try:
            with database.connection_context():
                while not over.is_set():
                    catch_up(context, 3)
        except BaseException as fault:  # noqa: BLE001 -- raised again in the test's thread
            faults.append(fault)

    context = in_force(context, **ALL_SET)
    threads = [threading.Thread(target=live) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20):
        Lps(context).invoices(invoice(str(number)), invoice(str(number + 5), status="held"))
    over.set()
    for thread in threads:
        thread.join(60)
    assert faults == []
    follow(context)
    assert told() == facts(context)
    assert differing(context) == 0


# -- made anew


def starting(context: Context, day: date | None) -> Context:
    known = PractitionerSettings(billing_number=BILLING, region="84", scor_start_date=day)
    return in_force(context, practitioners=(known,))


@pytest.fixture
def many(context: Context) -> Practice:
    """Ten invoices without pieces, in a lot of 9 March, all of them told."""
    practice = Practice(context)
    for _ in range(10):
        practice.invoice()
    follow(practice.context)
    assert colours() == {Colour.ORANGE: 10}
    return practice


def colours() -> Counter[str]:
    return Counter(row.colour for row in Standing.select())


def test_a_store_that_was_never_told_is_told_whole_without_its_journal(context: Context) -> None:
    assert position() == 0
    practice = Practice(context)
    for _ in range(5):
        practice.ready()
        journalled(practice.nurse)
    assert catch_up(practice.context, 2)
    assert position() == 5
    follow(practice.context, 2)
    assert told() == facts(practice.context)


def test_another_start_day_makes_all_anew_and_is_news(many: Practice) -> None:
    later, before = starting(many.context, date(2026, 4, 1)), position()
    follow(later, 3)
    assert colours() == {Colour.GREEN: 10}
    assert position() == before + 1
    assert JournalEntry.get_by_id(position()).event == "projection.renewed"


def test_what_is_made_anew_goes_on_after_a_stop_where_it_was(many: Practice) -> None:
    later = starting(many.context, date(2026, 4, 1))
    for _ in range(2):
        assert catch_up(later, 3)
    close_store()
    open_store(later.files.root)
    assert colours() == {Colour.ORANGE: 4, Colour.GREEN: 6}
    assert catch_up(later, 3)
    assert colours() == {Colour.ORANGE: 1, Colour.GREEN: 9}
    follow(later, 3)
    assert colours() == {Colour.GREEN: 10}


def test_rules_that_change_again_meanwhile_begin_from_the_first_invoice(many: Practice) -> None:
    assert catch_up(starting(many.context, date(2026, 4, 1)), 3)
    follow(many.context, 3)
    assert colours() == {Colour.ORANGE: 10}
    assert differing(many.context) == 0


def test_what_happens_meanwhile_is_followed_too(many: Practice) -> None:
    later = starting(many.context, date(2026, 1, 6))
    assert catch_up(later, 3)
    first = Invoice.get_by_id(1)
    many.attach(first, many.document())
    journalled(first)
    assert catch_up(later, 3)
    assert Standing.get(Standing.invoice == first).colour == Colour.YELLOW
    follow(later, 3)
    assert told() == facts(later)


@pytest.mark.parametrize("begun", [0, 1])
def test_a_practitioner_of_another_profession_makes_all_anew_from_the_first(
    context: Context, begun: int
) -> None:
    context = in_force(context, **ALL_SET)
    Lps(context).invoices(*(invoice(str(number)) for number in range(5)))
    follow(context)
    later = starting(context, date(2026, 1, 6)) if begun else context
    for _ in range(begun):
        assert catch_up(later, 2)
    Lps(context).invoices(invoice("5"), profession="médecin")
    follow(later, 2)
    assert colours() == {Colour.GREEN: 6}
    assert told() == facts(later)


def test_a_practitioner_of_another_name_makes_nothing_anew(practice: Practice) -> None:
    Lps(practice.context).invoices(invoice(), family_name="GRISE")
    follow(practice.context)
    assert not JournalEntry.select().where(JournalEntry.event == "projection.renewed").offset(1)


def test_another_release_makes_all_anew(many: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    Standing.update(colour=Colour.RED).execute()
    assert not catch_up(many.context)
    monkeypatch.setattr("scord.__version__", "0.0.test")
    standing._rules.cache_clear()
    follow(many.context)
    assert colours() == {Colour.ORANGE: 10}
    monkeypatch.undo()
    standing._rules.cache_clear()


def test_beside_a_running_service_nothing_is_made_anew(many: Practice) -> None:
    later = starting(many.context, date(2026, 4, 1))
    assert not catch_up(later, anew=False)
    journalled(Invoice.get())
    assert not catch_up(later, anew=False)
    assert colours() == {Colour.ORANGE: 10}
    assert not catch_up(many.context, anew=False)
    assert position() == JournalEntry.select().count()


def test_what_was_forgotten_is_made_anew_and_the_revision_grows(many: Practice) -> None:
    Standing.update(colour=Colour.RED).execute()
    Standing.delete().where(Standing.invoice == 1).execute()
    before = position()
    forget(by="Anne")
    follow(many.context, 3)
    assert colours() == {Colour.ORANGE: 10}
    assert position() == before + 2
    entry = JournalEntry.get(JournalEntry.event == "projection.forgotten")
    assert entry.by == "Anne"


def test_an_empty_store_has_nothing_to_forget(context: Context) -> None:
    forget(by="Anne")
    assert Projection.select().count() == 0


# -- it is compared


def test_the_comparison_counts_wrong_and_missing_rows_and_changes_none(many: Practice) -> None:
    assert differing(many.context) == 0
    Standing.update(rejected=1).where(Standing.invoice == 2).execute()
    Standing.delete().where(Standing.invoice == 1).execute()
    before = database.connection().total_changes
    assert differing(many.context) == 2
    assert database.connection().total_changes == before


def test_nothing_is_compared_while_there_is_news(many: Practice) -> None:
    Standing.update(rejected=1).execute()
    journalled(many.nurse)
    assert differing(many.context) is None
    assert differing(starting(many.context, None)) is None


# -- what a row says


@pytest.mark.parametrize("status", [InvoiceStatus.CANCELLED, InvoiceStatus.REPLACED])
@pytest.mark.parametrize("refused", [True, False])
def test_what_owes_nothing_has_nothing_missing_to_send_or_rejected(
    context: Context, status: InvoiceStatus, *, refused: bool
) -> None:
    practice = Practice(context)
    row = practice.ready()
    if refused:
        practice.lots()
        practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    Invoice.update(status=status).execute()
    follow(practice.context)
    told_of = Standing.get(Standing.invoice == row)
    assert (told_of.missing, told_of.to_send, told_of.rejected) == (False, 0, 0)


def test_what_goes_on_paper_has_nothing_to_send(context: Context) -> None:
    practice = Practice(context)
    practice.ready()
    later = starting(practice.context, date(2026, 4, 1))
    follow(later)
    assert list(told().values()) == [(Colour.GREEN, False, 0, 0, 0, 0, 0)]
