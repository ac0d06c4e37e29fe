"""A store with rows of every kind and in every state, as the rooms leave them after some days."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.billing import makers
from tests.exchange.sending import Sending
from tests.imaging.making import bitonal_page, make_page
from tests.lots.practice import BILLING, SENT_AT

from scord.actions import paper
from scord.actions.importing import import_data
from scord.actions.prescribing import prescribe
from scord.imaging.assemble import assemble
from scord.lots import standing
from scord.store.states import DocumentState, InvoiceStatus, MessageState, ScanState
from scord.store.tables import Alert, DocumentPart, Message, Scan, Sighting
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from tests.lots.practice import Practice

    from scord.store.tables import Invoice

BY = "Anne"
ARMED = 8  # the invoice for which a scan is awaited


def fill(practice: Practice) -> None:
    """Two of all that a person may settle, so that one is left when the other was."""
    import_data(practice.context, "broken.json", b"{")
    _lots(practice)
    _invoices(practice)
    _documents(practice)
    _scans(practice)
    for _ in range(2):
        _two_lots_and_one_arl(practice)
    _files_of_the_lps(practice)
    _what_a_person_must_know(practice)
    _a_page_to_look_at(practice)
    while standing.catch_up(practice.context):
        pass


def _a_page_to_look_at(practice: Practice) -> None:
    """The first document's PDF is a real one: others hold bytes that tell them apart."""
    page = make_page(bitonal_page())
    (part,) = assemble([page], title="x", created=practice.now, limit_bytes=250_000)
    changes = {"sha256": practice.context.files.documents.put(part.data), "size": len(part.data)}
    DocumentPart.update(changes).where(DocumentPart.document == 1).execute()


def hand_over(practice: Practice, kind: str, *items: Any) -> None:
    """As the LPS's folder would."""
    whole = {"format": f"scord-{kind}/1", "practitioner": makers.PRACTITIONER, kind: list(items)}
    import_data(practice.context, f"{kind}.json", json.dumps(whole).encode())


def _lots(practice: Practice) -> None:
    """One contested, one answered well, one refused in part, two uncertain, one failed."""
    sending = Sending(practice, pieces=2)
    sending.deliver()
    for number, verdict in enumerate(("positive", "negative")):
        sending.answer(f"{number}.json", id=f"A-{number}", verdict=verdict)
        sending.take_answers()
    for verdict in ("positive", "negative"):
        practice.ready()
        (sending.lot,) = practice.lots()
        sending.deliver()
        sending.answer(f"later-{verdict}.json", id=f"B-{verdict}", verdict=verdict)
        sending.take_answers()
    sending.answer("unreadable.json", data=b"{")
    sending.take_answers()
    for state in (MessageState.UNCERTAIN, MessageState.UNCERTAIN, MessageState.FAILED):
        practice.ready()
        (lot,) = practice.lots()
        Message.update(state=state).where(Message.lot == lot).execute()


def _invoices(practice: Practice) -> None:
    bare = [practice.invoice(status=status) for status in InvoiceStatus]
    practice.invoice(replaces=bare[0], patient_nir="181016322075140")
    assert bare[0].id == ARMED
    for _ in range(2):
        arm = paper.arm(practice.context, bare[0], None, None, by=BY)
        paper.disarm(practice.context, arm.id, by=BY)
    paper.arm(practice.context, bare[0], None, None, by=BY)


def _documents(practice: Practice) -> None:
    for state in (*DocumentState, DocumentState.INBOX):
        practice.document(None, state=state, reason="no-clue", facts={"pages": 2})
    document = practice.document(None, state=DocumentState.INBOX, parts=[b"%PDF-1", b"%PDF-2"])
    facts = dict.fromkeys(
        ("family_name", "given_name", "birth_date", "nir", "prescriber", "day"), None
    )
    ready = {**facts, "document_type": "ORDN", "reference": "ORD-77"}
    prescribe(document, BILLING, ready, by=BY)
    invoice: Invoice = practice.invoice(prescription=document.prescription)
    practice.attach(invoice, document, removed_at=practice.now)


def _scans(practice: Practice) -> None:
    """Every one has its bytes on the shelf; one has a name that says more than it should."""
    for state in ScanState:
        scan = practice.document(state=DocumentState.HELD).scan
        Scan.update(state=state, reason="image.damaged").where(Scan.id == scan.id).execute()
    for scan in Scan.select():
        sha256 = practice.context.files.originals.put(f"scan {scan.id}".encode())
        Scan.update(sha256=sha256).where(Scan.id == scan.id).execute()
    name = 'été\r\nSet-Cookie: a=b; "<script>".tif'
    Scan.update(name=name).where(Scan.id == 1).execute()


def _two_lots_and_one_arl(practice: Practice) -> None:
    number = f"{practice.lot().id:03d}"
    for days in (14, 0):
        practice.lot(number=number, sent_at=SENT_AT - timedelta(days=days), verdict="awaited")
    answer = {"id": f"A-{number}", "date": "2026-03-10", "result": "positive"}
    hand_over(practice, "acks", {**answer, "lot": number, "label": "ok"})


def _files_of_the_lps(practice: Practice) -> None:
    day = date(2026, 3, 9).isoformat()
    hand_over(practice, "invoices", makers.invoice("900", invoice_date=day), {"number": "x"})
    answer = {"lot": "999", "date": "2026-03-10", "result": "negative", "label": "half: \ud800"}
    import_data(practice.context, "half.json", json.dumps([answer]).encode())
    hand_over(practice, "acks", {**answer, "label": "inconnu"})


def _what_a_person_must_know(practice: Practice) -> None:
    now = practice.now
    for over in (None, now):
        Sighting.create(
            folder="scanner",
            name="link",
            code="file.not-regular",
            first_seen_at=now,
            resolved_at=over,
        )
        for subject in ("a", "b"):
            Alert.create(
                kind=AlertKind.FILE_LEFT,
                subject=subject,
                level=AlertLevel.WARNING,
                facts={"folder": "scanner", "files": 1},
                opened_at=now - timedelta(hours=1),
                raised_at=now - timedelta(hours=1),
                resolved_at=over,
            )
