"""What a waiting paper may be for, and what was filed by its text and may still be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.filing.test_texts import ANNES, JEANS, NOTHING, filed, scanned
from tests.filing.written import (
    ANNE,
    JEAN,
    PRESCRIBED,
    billed,
    born,
    later,
    ordonnance,
    page,
    payload,
    rpps,
    written_on,
)

from scord.actions.paper import confirm, take_back
from scord.actions.proposing import (
    FiledByText,
    Proposal,
    filed_by_text,
    proposals,
    what_was_read,
)
from scord.filing.decide import Why
from scord.reading.clue import FormKind
from scord.store.tables import Attachment, Document, LotItem
from scord_shared.status import NamedInvoice

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.reading.clue import Reading
    from scord.store.tables import Invoice

UNSURE = ordonnance("M. Jean Durand-Morel", written_on())
EXACT = {"degree": "exact", "page": 1}


def left(practice: Practice, *readings: Reading | None) -> Document:
    """A paper that the filing room has left to a person."""
    document = scanned(practice, *readings)
    filed(practice)
    return Document.get_by_id(document.id)


def said(invoice: Invoice) -> NamedInvoice:
    return NamedInvoice(invoice.id, f"991129768:{invoice.number}:2026-03-09", invoice.number)


def found(practice: Practice, *readings: Reading | None) -> tuple[Proposal, ...]:
    return proposals(left(practice, *readings))


def test_a_proposal_names_the_invoice_the_type_and_what_speaks_for_it(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    (one,) = found(practice, UNSURE)
    assert (one.invoice, one.type, one.doubts) == (said(invoice), "ORDN", ())
    for aspect in ("family-name", "given-name", "prescription-date"):
        assert {"aspect": aspect, **EXACT} in one.grounds


def test_what_speaks_against_an_invoice_is_told_apart(practice: Practice) -> None:
    billed(practice, JEAN)
    (one,) = found(
        practice, ordonnance("M. Jean Durand-Morel", born("1985-07-09"), rpps(), written_on())
    )
    assert [doubt["aspect"] for doubt in one.doubts] == ["birth-date"]
    assert "birth-date" not in [ground["aspect"] for ground in one.grounds]


def test_of_many_invoices_the_likeliest_three_are_proposed_the_best_first(
    practice: Practice,
) -> None:
    other_day = payload(day=later(-40, PRESCRIBED))
    others = [billed(practice, JEAN, other_day) for _ in range(3)]
    same_day = [billed(practice, JEAN) for _ in range(2)]
    his = ordonnance("M. Jean Durand-Morel", born("1952-03-14"), written_on())
    three = found(practice, his)
    assert [one.invoice for one in three] == [said(one) for one in (*same_day, others[0])]
    assert [doubt["aspect"] for doubt in three[2].doubts] == ["prescription-date"]


def test_an_invoice_that_lacks_no_such_piece_is_proposed_without_a_type(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    practice.attach(invoice, practice.document("ORDN"))
    (one,) = found(practice, JEANS)
    assert (one.invoice, one.type) == (said(invoice), None)


@pytest.mark.parametrize(
    "readings", [(NOTHING,), (None,), (UNSURE, None)], ids=["names nobody", "unread", "half read"]
)
def test_where_the_text_tells_nobody_nothing_is_proposed(
    practice: Practice, readings: tuple[Reading | None, ...]
) -> None:
    billed(practice, JEAN)
    assert found(practice, *readings) == ()


def test_where_only_the_pages_are_in_doubt_the_invoice_is_proposed(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    document = left(practice, JEANS, page(FormKind.UNKNOWN, "M. Jean Durand-Morel"))
    assert document.reason == Why.PAGES_UNSURE
    assert [one.invoice for one in proposals(document)] == [said(invoice)]


def test_what_a_person_took_back_is_still_proposed(practice: Practice) -> None:
    invoice = billed(practice, JEAN)
    document = left(practice, JEANS)
    take_back(practice.context, document, by="Anne")
    assert [one.invoice for one in proposals(document)] == [said(invoice)]


def test_what_was_filed_by_its_text_is_shown_with_the_rule_and_its_facts(
    practice: Practice,
) -> None:
    invoice = billed(practice, JEAN)
    document = left(practice, JEANS)
    (one,) = filed_by_text()
    told = FiledByText(document.id, "scan.tif", said(invoice), "ORDN", "nir+prescription-date",
                       one.grounds)  # fmt: skip
    assert one == told
    assert {"aspect": "nir", **EXACT} in one.grounds


def test_what_is_confirmed_taken_back_or_filed_otherwise_is_not_shown(
    practice: Practice,
) -> None:
    billed(practice, JEAN)
    billed(practice, ANNE)
    confirm(practice.context, left(practice, JEANS), by="Anne")
    take_back(practice.context, left(practice, ANNES), by="Anne")
    practice.attach(practice.invoice(), practice.document(), origin="slip", confirmed_at=None)
    assert filed_by_text() == ()


def test_what_is_in_a_lot_is_not_shown(practice: Practice) -> None:
    billed(practice, JEAN)
    left(practice, JEANS)
    assert len(filed_by_text()) == 1
    Attachment.update(attached_at=practice.later(days=-1)).execute()
    practice.lots()
    assert LotItem.select().exists()
    assert filed_by_text() == ()


def test_the_papers_asked_for_are_looked_at_each_with_what_it_may_be_for(
    practice: Practice,
) -> None:
    invoice = billed(practice, JEAN)
    known, unknown, unasked = (left(practice, one) for one in (UNSURE, NOTHING, UNSURE))
    read = what_was_read([known.id, unknown.id])
    assert unasked.id not in read.proposed
    assert read.proposed[unknown.id] == ()
    assert [one.invoice for one in read.proposed[known.id]] == [said(invoice)]
    assert read.filed == ()


def test_of_hundreds_that_wait_only_the_first_are_looked_at(practice: Practice) -> None:
    waiting = [practice.document(None).id for _ in range(25)]
    newest_first = waiting[::-1]
    read = what_was_read(newest_first)
    assert sorted(read.proposed, reverse=True) == newest_first[:20]
