"""Why a document is where it is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.filing.test_texts import JEANS, filed, scanned
from tests.filing.written import JEAN, billed, ordonnance, written_on
from tests.lots.practice import Practice

from scord.actions.paper import take_back
from scord.filing.decide import Why
from scord.store.states import DocumentState
from scord.store.tables import Document
from scord.words.explained import explained
from scord.words.reasons import why
from scord_shared.errors import Code

if TYPE_CHECKING:
    from scord.store.context import Context
    from scord.words.explained import Explained

UNSURE = ordonnance("M. Jean Durand-Morel", written_on())


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)


def explanation(practice: Practice, document: Document, language: str = "fr") -> Explained:
    return explained(practice.context, Document.get_by_id(document.id), language)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (DocumentState.INBOX, Why.NOT_READ),
        (DocumentState.INBOX, "taken back"),
        (DocumentState.HELD, Code.IMAGE_ILLEGIBLE),
    ],
)
def test_what_waits_for_a_person_says_why(
    practice: Practice, state: DocumentState, reason: str, language: str
) -> None:
    document = practice.document(None, state=state, reason=reason)
    told = explanation(practice, document, language)
    assert told.why == why(reason, language, {})
    assert (told.filed, told.proposed) == ((), ())


@pytest.mark.parametrize(
    "state",
    [
        DocumentState.NEW,
        DocumentState.READING,
        DocumentState.SET_ASIDE,
        DocumentState.REMADE,
        DocumentState.ATTACHED,
    ],
)
def test_what_waits_for_nobody_has_no_reason_to(practice: Practice, state: DocumentState) -> None:
    document = practice.document(None, state=state, reason="no-clue")
    told = explanation(practice, document)
    assert (told.why, told.filed, told.proposed) == ("", (), ())


@pytest.mark.parametrize(
    ("origin", "language", "way"),
    [
        ("slip", "fr", "page de garde"),
        ("armed", "fr", "scanner pour cette facture"),
        ("file-name", "en", "file name"),
        ("series", "fr", "même ordonnance"),
        ("follow", "en", "follows the corrected invoice"),
        ("person", "en", "by a person"),
    ],
)
def test_each_way_onto_an_invoice_is_told_in_words(
    practice: Practice, origin: str, language: str, way: str
) -> None:
    document, invoice = practice.document(), practice.invoice()
    practice.attach(invoice, document, origin=origin)
    (because,) = explanation(practice, document, language).filed
    assert (because.invoice.id, because.way, because.reasons) == (invoice.id, way, "")


def test_a_choice_among_those_proposed_is_a_persons_like_any_other(practice: Practice) -> None:
    document = practice.document()
    practice.attach(practice.invoice(), document, grounds={"rank": 1})
    (because,) = explanation(practice, document).filed
    assert (because.way, because.reasons) == ("par une personne", "")


def test_what_the_text_says_is_told_in_the_language_of_the_settings(practice: Practice) -> None:
    billed(practice, JEAN)
    document = scanned(practice, JEANS)
    filed(practice)
    (french,) = explanation(practice, document).filed
    (english,) = explanation(practice, document, "en").filed
    assert french.way.startswith("texte : NIR exact (clé juste)")
    assert english.way.startswith("text: exact NIR (right key)")
    assert french.reasons.startswith("NIR exact, nom exact")
    assert english.reasons.startswith("exact NIR, exact family name")


def test_an_ordonnance_of_a_series_tells_each_of_its_invoices(practice: Practice) -> None:
    document = practice.document()
    for origin in ("slip", "series", "series"):
        practice.attach(practice.invoice(), document, origin=origin)
    told = explanation(practice, document)
    assert [one.way for one in told.filed] == [
        "page de garde",
        "même ordonnance",
        "même ordonnance",
    ]


def test_invoices_it_was_on_before_are_not_told(practice: Practice) -> None:
    billed(practice, JEAN)
    document = scanned(practice, JEANS)
    filed(practice)
    take_back(practice.context, Document.get_by_id(document.id), by="Anne")
    told = explanation(practice, document)
    assert told.filed == ()
    assert told.why == why("taken back", "fr", {})


def test_nothing_is_proposed_for_what_is_set_aside(practice: Practice) -> None:
    billed(practice, JEAN)
    document = scanned(practice, UNSURE)
    filed(practice)
    assert len(explanation(practice, document).proposed) == 1
    Document.update(state=DocumentState.SET_ASIDE).where(Document.id == document.id).execute()
    assert explanation(practice, document).proposed == ()
