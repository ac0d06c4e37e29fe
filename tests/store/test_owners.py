from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import BILLING, Practice

from scord.store.database import transaction
from scord.store.owners import EVERYBODYS, RULES, WAYS
from scord.store.sight import everything, hidden, hiding
from scord.store.tables import TABLES, Attachment, Invoice

if TYPE_CHECKING:
    from scord.store.context import Context

HER = frozenset({BILLING})


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)


def test_each_table_says_once_whose_its_rows_are() -> None:
    assert {*WAYS} | {*RULES} | EVERYBODYS == set(TABLES)
    assert len(WAYS) + len(RULES) + len(EVERYBODYS) == len(TABLES)


def test_what_is_hidden_is_not_found_in_any_way_and_is_there_again_after(
    practice: Practice,
) -> None:
    invoice = practice.ready()
    with hiding(HER):
        assert not Invoice.select().exists()
        assert Invoice.get_or_none(Invoice.id == invoice.id) is None
        assert Invoice.get_or_none(id=invoice.id) is None
        assert list(practice.nurse.invoices) == []
    assert Invoice.get_or_none(id=invoice.id) == invoice


def test_a_row_finds_what_it_refers_to_whoever_looks(practice: Practice) -> None:
    attachment = Attachment.get(Attachment.invoice == practice.ready())
    with hiding(HER):
        assert attachment.invoice.practitioner == practice.nurse


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_table_can_be_asked_while_many_are_hidden(practice: Practice, table: type) -> None:
    practice.ready()
    practice.lots()
    with hiding(HER | {f"{number:09d}" for number in range(100)}):
        list(table.select())  # type: ignore[attr-defined]


def test_a_write_is_made_with_everything_in_sight(practice: Practice) -> None:
    practice.ready()
    with hiding(HER):
        with transaction():
            assert hidden() == frozenset()
            assert Invoice.select().exists()
        with everything():
            assert Invoice.select().exists()
        assert not Invoice.select().exists()
