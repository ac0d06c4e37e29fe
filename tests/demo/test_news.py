"""What the demo tells of each event, in French: once, and only what is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import Practice

from scord.demo.news import News, Voice
from scord.filing.attach import attach
from scord.store import journal
from scord.store.database import transaction
from scord.store.flags import PAUSED, SEND_REQUESTED, clear_flag, raise_flag
from scord.store.states import DocumentState
from scord.store.tables import DocumentPart

if TYPE_CHECKING:
    from scord.store.context import Context
    from scord.store.tables import Document


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)


class Told(Voice):
    """A voice that remembers."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def tell(self, mark: str, what: str, rest: str) -> None:
        self.lines.append(f"{mark} {what} | {rest}")


def told(*, expect: int = 0) -> list[str]:
    voice = Told()
    news = News(voice)
    news.expect(expect)
    news.tell()
    return voice.lines


def end(document: Document) -> None:
    """What the filing room journals of a scan whose conversion is over."""
    with transaction():
        if document.state == DocumentState.HELD:
            journal.write("document.held", document, by="machine")
        journal.write("scan.converted", document.scan, by="machine")


def held(practice: Practice) -> Document:
    return practice.document(
        None,
        name="photo.jpg",
        state=DocumentState.HELD,
        reason="image.too-heavy",
        facts={"pages": [1]},
    )


def test_a_page_that_became_no_pdf_is_told_once_and_never_as_converted(practice: Practice) -> None:
    document = held(practice)
    DocumentPart.delete().execute()
    end(document)
    why = "photo.jpg : Page trop chargée pour tenir dans 250 000 octets (page 1)"
    assert told() == [f"✗ à renumériser | {why}"]
    assert told(expect=3) == [f"✗ à renumériser | 1/3  {why}"]


def test_a_scan_of_which_a_part_is_held_is_told_as_both(practice: Practice) -> None:
    document = held(practice)
    document.scan.pages = 1
    document.scan.save()
    end(document)
    first, second = told()
    assert first.startswith("✗ à renumériser | photo.jpg")
    assert second.startswith("✓ converti | photo.jpg : 1 p. → 1 PDF, ")


def test_what_is_filed_is_told_with_invoice_type_and_rule(practice: Practice) -> None:
    document, invoice = practice.document(state=DocumentState.NEW), practice.invoice(number="481")
    with transaction():
        attach(
            practice.context, document, invoice, document_type="ORDN", origin="armed", by="machine"
        )
    assert told() == ["✓ classé | scan.tif → facture 481, ORDN (scan attendu pour cette facture)"]


def test_a_lot_is_told_as_made_not_as_frozen(practice: Practice) -> None:
    practice.ready()
    practice.lots()
    assert told() == ["· lot SCOR | lot 1 de GRIS constitué : 1 pièce de 1 facture"]


def test_an_alert_is_told_in_words_while_it_stands(practice: Practice) -> None:
    raise_flag(practice.context, "folder-unreachable:scanner", reason="FileNotFoundError")
    raise_flag(practice.context, SEND_REQUESTED, by="démonstration")
    (line,) = told()
    assert line.startswith("✗ alerte | Dossier inaccessible depuis le ")
    clear_flag("folder-unreachable:scanner")
    raise_flag(practice.context, PAUSED, by="Anne")
    assert [line.split(" depuis")[0] for line in told()] == ["✗ alerte | Envoi en pause"]
