"""Why an invoice's pieces may not leave yet: a table of named checks, all of them always told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from scord.billing.corrections import is_asked
from scord.billing.needs import Needs, facts_of, missing
from scord.filing.attach import CARE_SHEET_TYPES, PERSON
from scord.filing.clues import SlipClue, name_clue
from scord.lots import coverage
from scord.lots.dossier import Dossier, dossier
from scord.lots.piece_state import REFUSED, PieceState, piece_states
from scord.practice.said import region_of
from scord.store.states import ArmState, DocumentState, FseVerdict, InvoiceStatus, ScanState
from scord.store.tables import Arm, Document, DocumentPage, Scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from scord.lots.profile import Profile
    from scord.settings import Caisses
    from scord.store.context import Context
    from scord.store.tables import Attachment, Invoice

ALL_CAISSES = "*"


class Obstacle(StrEnum):
    """Stable names; sentences for people are made from them at the edge."""

    NOTHING_TO_SEND = "nothing-to-send"
    INVOICE_HELD = "invoice-held"  # Retenir, in the LPS
    INVOICE_HELD_HERE = "invoice-held-here"  # by a person
    INVOICE_CANCELLED = "invoice-cancelled"  # Supprimer, in the LPS
    INVOICE_WITHDRAWN = "invoice-withdrawn"  # by a person, here
    INVOICE_REPLACED = "invoice-replaced"
    CORRECTION_AWAITED = "correction-awaited"  # that a person asked of the LPS
    FSE_LOT_UNKNOWN = "fse-lot-unknown"
    FSE_LOT_NOT_SENT = "fse-lot-not-sent"  # its sending time lies ahead
    START_DAY_MISSING = "start-day-missing"
    BEFORE_START_DAY = "before-start-day"
    FSE_ARL_AWAITED = "fse-arl-awaited"
    FSE_LOT_REJECTED = "fse-lot-rejected"
    FSE_LOT_CONTESTED = "fse-lot-contested"
    REGION_MISSING = "region-missing"
    CAISSE_CLOSED = "caisse-closed"
    ACCOUNT_MISSING = "account-missing"  # of the practitioner, where lots leave by mail
    ADDRESS_MISSING = "address-missing"  # of the caisse, likewise
    NEEDS_UNKNOWN = "needs-unknown"
    PIECE_MISSING = "piece-missing"
    FORM_UNSIGNED = "form-unsigned"  # made by Scord, and the patient has yet to sign it
    PIECE_WAITING = "piece-waiting"  # filed by the machine a short while ago
    PIECE_UNSETTLED = "piece-unsettled"  # its document is no longer, or not yet, filed for good
    PAPER_ON_ITS_WAY = "paper-on-its-way"  # a scan for this invoice is not filed yet
    TYPE_NOT_TAKEN = "type-not-taken"  # the profile has no such document type
    TOO_LARGE = "too-large"  # the dossier alone exceeds a lot's limits
    PIECE_DAMAGED = "piece-damaged"  # a PDF is gone from the disk or changed there


@dataclass(frozen=True)
class _Case:
    """All that the checks look at."""

    context: Context
    profile: Profile
    invoice: Invoice
    now: datetime
    pieces: tuple[tuple[Attachment, PieceState], ...]
    dossier: Dossier
    lacking: Needs

    @property
    def to_send(self) -> tuple[Attachment, ...]:
        return tuple(one for one, state in self.pieces if state == PieceState.TO_SEND)

    def status_is(self, status: InvoiceStatus, *, here: bool = False) -> bool:
        """`here`: by the word of a person, not of the LPS."""
        by_person = self.invoice.status_by is not None
        return bool(self.invoice.status == status) and by_person == here

    def verdict_is(self, verdict: FseVerdict) -> bool:
        lot = self.invoice.fse_lot
        return lot is not None and bool(lot.verdict == verdict)


def obstacles(
    context: Context, profile: Profile, invoice: Invoice, now: datetime
) -> tuple[Obstacle, ...]:
    """What keeps `invoice` from leaving under `profile`; empty: it leaves with the next lot."""
    return ready_dossier(context, profile, invoice, now)[0]


def ready_dossier(
    context: Context, profile: Profile, invoice: Invoice, now: datetime
) -> tuple[tuple[Obstacle, ...], Dossier]:
    """The obstacles, and what would leave without them."""
    pieces = piece_states(invoice)
    unsent = dossier(invoice, pieces)
    lacking = still_missing(invoice, pieces)
    case = _Case(context, profile, invoice, now, pieces, unsent, lacking)
    found = tuple(obstacle for obstacle, stands in _CHECKS.items() if stands(case))
    if not found and not unsent.is_sound(context.files):  # reads the files, so only when all is set
        found = (Obstacle.PIECE_DAMAGED,)
    return found, unsent


def still_missing(invoice: Invoice, pieces: Iterable[tuple[Attachment, PieceState]]) -> Needs:
    """What `invoice` still needs; a rejected piece hangs on it but proves nothing, nor
    does a form that is still to be signed.
    """
    there = [
        one.document.type
        for one, state in pieces
        if state not in REFUSED and not awaits_signature(one.document)
    ]
    return missing(facts_of(invoice), there)


def awaits_signature(document: Document) -> bool:
    """Whether it is a form of ours that the patient is still to sign on paper."""
    return document.type in CARE_SHEET_TYPES and bool(document.scan.awaits_signature)


def _lot_not_sent(case: _Case) -> bool:
    lot = case.invoice.fse_lot
    return lot is not None and bool(lot.sent_at > case.now)


def _start_day_missing(case: _Case) -> bool:
    billing_number = case.invoice.practitioner.billing_number
    return coverage.start_day(case.context, billing_number) is None


def _before_start_day(case: _Case) -> bool:
    lot = case.invoice.fse_lot
    return (
        lot is not None and not _start_day_missing(case) and not coverage.covered(case.context, lot)
    )


def _arl_awaited(case: _Case) -> bool:
    """A degraded lot that was sent needs no ARL: servers sometimes give none."""
    lot = case.invoice.fse_lot
    return lot is not None and lot.verdict == FseVerdict.AWAITED and lot.kind != "degraded"


def _region_missing(case: _Case) -> bool:
    return region_of(case.context.settings, case.invoice.practitioner.billing_number) is None


def takes_lots(caisses: Caisses, destination: str) -> bool:
    """Whether this régime and caisse is open for SCOR, by the settings."""
    opened = destination in caisses.open or ALL_CAISSES in caisses.open
    return opened and destination not in caisses.closed


def _caisse_closed(case: _Case) -> bool:
    return not takes_lots(case.context.settings.caisses, case.invoice.destination)


def _account_missing(case: _Case) -> bool:
    settings = case.context.settings
    account = settings.account_of(case.invoice.practitioner.billing_number)
    return settings.exchange.route == "mail" and account is None


def _address_missing(case: _Case) -> bool:
    settings = case.context.settings
    address = settings.address_of(case.invoice.destination)
    return settings.exchange.route == "mail" and address is None


def _needs_unknown(case: _Case) -> bool:
    """Unknown needs cannot be said to be met, so they block while only complete dossiers leave."""
    return case.context.settings.lots.complete_only and not case.lacking.known


def _piece_missing(case: _Case) -> bool:
    return case.context.settings.lots.complete_only and bool(case.lacking.wanted)


def _piece_waiting(case: _Case) -> bool:
    """A clock set back only lengthens the wait: rather late than wrong."""
    wait = timedelta(minutes=case.context.settings.filing.machine_wait_minutes)
    return any(
        one.origin != PERSON and one.confirmed_at is None and one.attached_at + wait > case.now
        for one in case.to_send
    )


def _piece_unsettled(case: _Case) -> bool:
    return any(one.document.state != DocumentState.ATTACHED for one in case.to_send)


def _paper_on_its_way(case: _Case) -> bool:
    """A clue names this invoice or its ordonnance (arm, slip, file name), and its paper is neither
    filed nor set aside.
    """
    prefix = case.context.settings.filing.file_name_prefix
    armed = Arm.invoice == case.invoice
    if case.invoice.prescription_id is not None:
        armed |= Arm.prescription == case.invoice.prescription_id
    waiting = Arm.select().where(armed & (Arm.state == ArmState.OPEN)).exists()
    taken = Scan.select().join(Arm).where(armed & (Scan.state == ScanState.TAKEN)).exists()
    return bool(waiting or taken) or any(_names(case, *one) for one in _unfiled(prefix))


def _unfiled(prefix: str) -> list[tuple[Document, Scan]]:
    """Unfiled documents with any clue, once for each scan that a page of theirs comes from; a held
    one has to be scanned again in any case.
    """
    states = (DocumentState.NEW, DocumentState.INBOX)
    clue = (
        Scan.arm.is_null(is_null=False) | (Document.clue != {}) | Scan.name.startswith(f"{prefix}_")
    )
    pages = DocumentPage.select(Document, Scan).join(Document).join_from(DocumentPage, Scan)
    query = pages.where(Document.state.in_(states) & clue).distinct()
    return [(row.document, row.scan) for row in query]


def _names(case: _Case, document: Document, scan: Scan) -> bool:
    invoice = case.invoice
    named = name_clue(scan.name, case.context.settings.filing.file_name_prefix)
    return (
        _is_armed_for(scan.arm, invoice)
        or SlipClue.from_facts(document.clue).ref == invoice.ref
        or (
            named is not None
            and (named.number, named.family_name) == (invoice.number, invoice.family_key)
        )
    )


def _is_armed_for(arm: Arm | None, invoice: Invoice) -> bool:
    if arm is None:
        return False
    own, series = arm.invoice_id, arm.prescription_id
    return own == invoice.id or (series is not None and series == invoice.prescription_id)


_CHECKS: dict[Obstacle, Callable[[_Case], bool]] = {
    Obstacle.NOTHING_TO_SEND: lambda case: not case.to_send,
    Obstacle.INVOICE_HELD: lambda case: case.status_is(InvoiceStatus.HELD),
    Obstacle.INVOICE_HELD_HERE: lambda case: case.status_is(InvoiceStatus.HELD, here=True),
    Obstacle.INVOICE_CANCELLED: lambda case: case.status_is(InvoiceStatus.CANCELLED),
    Obstacle.INVOICE_WITHDRAWN: lambda case: case.status_is(InvoiceStatus.CANCELLED, here=True),
    Obstacle.INVOICE_REPLACED: lambda case: case.status_is(InvoiceStatus.REPLACED),
    Obstacle.CORRECTION_AWAITED: lambda case: is_asked(case.invoice),
    Obstacle.FSE_LOT_UNKNOWN: lambda case: case.invoice.fse_lot is None,
    Obstacle.FSE_LOT_NOT_SENT: _lot_not_sent,
    Obstacle.START_DAY_MISSING: _start_day_missing,
    Obstacle.BEFORE_START_DAY: _before_start_day,
    Obstacle.FSE_ARL_AWAITED: _arl_awaited,
    Obstacle.FSE_LOT_REJECTED: lambda case: case.verdict_is(FseVerdict.NEGATIVE),
    Obstacle.FSE_LOT_CONTESTED: lambda case: case.verdict_is(FseVerdict.CONTESTED),
    Obstacle.REGION_MISSING: _region_missing,
    Obstacle.CAISSE_CLOSED: _caisse_closed,
    Obstacle.ACCOUNT_MISSING: _account_missing,
    Obstacle.ADDRESS_MISSING: _address_missing,
    Obstacle.NEEDS_UNKNOWN: _needs_unknown,
    Obstacle.PIECE_MISSING: _piece_missing,
    Obstacle.FORM_UNSIGNED: lambda case: any(
        awaits_signature(one.document) for one in case.to_send
    ),
    Obstacle.PIECE_WAITING: _piece_waiting,
    Obstacle.PIECE_UNSETTLED: _piece_unsettled,
    Obstacle.PAPER_ON_ITS_WAY: _paper_on_its_way,
    Obstacle.TYPE_NOT_TAKEN: lambda case: any(
        piece.type not in case.profile.document_types for piece in case.dossier.pieces
    ),
    Obstacle.TOO_LARGE: lambda case: not case.dossier.fits(case.profile.limits),
}
