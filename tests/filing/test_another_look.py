"""Papers of À classer are looked at again after news of invoices, in short turns."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest
from tests.filing.test_texts import JEANS, NOTHING, filed, news_of, on, scanned
from tests.filing.written import JEAN, billed

from scord.actions.paper import file_document, take_back
from scord.filing.another_look import AnotherLook
from scord.filing.decide import Why
from scord.store import journal
from scord.store.database import transaction
from scord.store.states import DocumentState
from scord.store.tables import Document, Prescription

if TYPE_CHECKING:
    from datetime import datetime

    from tests.lots.practice import Practice

    from scord.reading.clue import Reading
    from scord.store.context import Context

LOOK_SECONDS = 0.11  # a turn lasts 0.3


class Passing:
    """A clock on which each look at it takes `seconds`."""

    def __init__(self, start: datetime, seconds: float) -> None:
        self._start = start
        self._elapsed = (number * seconds for number in count())

    def now(self) -> datetime:
        return self._start

    def monotonic(self) -> float:
        return next(self._elapsed)


def hurried(practice: Practice) -> Context:
    """One turn of it is enough for two papers."""
    return replace(practice.context, clock=Passing(practice.now, LOOK_SECONDS))


def waiting(practice: Practice, *readings: Reading) -> list[Document]:
    documents = [scanned(practice, reading) for reading in readings]
    filed(practice)
    return documents


def states(documents: list[Document]) -> list[DocumentState]:
    return [Document.get_by_id(one.id).state for one in documents]


def test_many_papers_take_several_turns_the_oldest_first(practice: Practice) -> None:
    documents = waiting(practice, *[JEANS] * 5)
    news_of(billed(practice, JEAN))
    again = AnotherLook(hurried(practice))
    assert again.next_in() == math.inf
    new = []
    for _ in range(3):
        again.work()
        new.append(states(documents).count(DocumentState.NEW))
        if len(new) < 3:
            assert again.next_in() == 0.0
            assert states(documents)[: new[-1]] == [DocumentState.NEW] * new[-1]
    assert new == [2, 4, 5]
    assert again.next_in() == math.inf


def test_papers_without_an_invoice_are_passed_over_and_the_turns_come_to_an_end(
    practice: Practice,
) -> None:
    documents = waiting(practice, NOTHING, NOTHING, JEANS)
    invoice = billed(practice, JEAN)
    news_of(invoice)
    again = AnotherLook(hurried(practice))
    again.work()
    again.work()
    filed(practice)
    assert [on(one) for one in documents] == [[], [], [(invoice, "text")]]
    assert again.next_in() == math.inf


def test_without_news_nothing_is_looked_at_twice(practice: Practice) -> None:
    (document,) = waiting(practice, JEANS)
    again = AnotherLook(practice.context)
    again.work()
    billed(practice, JEAN)  # written by nobody: no entry tells of it
    again.work()
    assert states([document]) == [DocumentState.INBOX]


def test_news_amid_the_turns_begin_them_anew(practice: Practice) -> None:
    documents = waiting(practice, NOTHING, JEANS, NOTHING, NOTHING)
    news_of(practice.invoice())
    again = AnotherLook(hurried(practice))
    again.work()
    assert states(documents)[1] == DocumentState.INBOX
    news_of(billed(practice, JEAN))
    again.work()
    assert states(documents)[1] == DocumentState.NEW


def test_news_of_a_prescription_count_too(practice: Practice) -> None:
    (document,) = waiting(practice, JEANS)
    again = AnotherLook(practice.context)
    again.work()
    billed(practice, JEAN)
    with transaction():
        journal.write(
            "prescription.noted", Prescription.create(practitioner=practice.nurse), by="lps"
        )
    again.work()
    assert states([document]) == [DocumentState.NEW]


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": Why.NOT_READ},
        {"reason": "taken back"},
        {"reason": Why.CLUES_DISAGREE},
        {"state": DocumentState.SET_ASIDE},
        {"state": DocumentState.HELD},
    ],
    ids=str,
)
def test_what_waits_for_a_person_for_another_reason_stays(
    practice: Practice, changes: dict[str, object]
) -> None:
    (document,) = waiting(practice, JEANS)
    Document.update(changes).where(Document.id == document.id).execute()
    before = states([document])
    news_of(billed(practice, JEAN))
    AnotherLook(practice.context).work()
    assert states([document]) == before


def test_a_paper_that_a_person_files_between_two_turns_stays_where_they_put_it(
    practice: Practice,
) -> None:
    documents = waiting(practice, JEANS, JEANS, JEANS)
    news_of(billed(practice, JEAN))
    again = AnotherLook(hurried(practice))
    again.work()
    last = documents[2].id
    Document.update(state=DocumentState.ATTACHED).where(Document.id == last).execute()
    again.work()
    assert states(documents)[2] == DocumentState.ATTACHED


def test_a_paper_that_a_person_takes_back_between_two_turns_stays_with_them(
    practice: Practice,
) -> None:
    documents = waiting(practice, JEANS, JEANS, JEANS)
    invoice = billed(practice, JEAN)
    news_of(invoice)
    again = AnotherLook(hurried(practice))
    again.work()
    last = documents[2].id
    file_document(practice.context, Document.get_by_id(last), invoice, "ORDN", by="Anne")
    take_back(practice.context, Document.get_by_id(last), by="Anne")
    again.work()
    assert states(documents)[2] == DocumentState.INBOX
