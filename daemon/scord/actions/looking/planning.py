"""What to scan today: of each visit planned, whether its ordonnance is on file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from scord.actions.looking.pages import counted
from scord.store.tables import Document, Invoice, PlannedVisit, Practitioner, Prescription


@dataclass(frozen=True, kw_only=True)
class ShownVisit:
    """`time` is HH:MM in Paris. `prescription` is null where the LPS told too little of it;
    `there`: it is on file, or needs no paper. `patient`: the id of their newest invoice.
    """

    id: int
    practitioner: str
    day: date
    time: str | None
    family_name: str
    given_name: str
    prescription: int | None
    reference: str | None
    prescribed_on: date | None
    there: bool
    patient: int | None


def planned_visits(day: date) -> list[ShownVisit]:
    """Of that day, by time; those of no time come last."""
    rows = list(
        PlannedVisit.select(PlannedVisit, Practitioner, Prescription)
        .join(Practitioner)
        .join_from(PlannedVisit, Prescription, JOIN.LEFT_OUTER)
        .where(PlannedVisit.day == day)
        .order_by(PlannedVisit.time.is_null(), PlannedVisit.time, PlannedVisit.id)
    )
    known = [row.prescription for row in rows if row.prescription]
    papers = counted(Document.prescription, known)
    patients = _newest_invoices(row.identity for row in rows)
    return [_shown(row, papers, patients) for row in rows]


def _shown(row: PlannedVisit, papers: dict[int, int], patients: dict[str, int]) -> ShownVisit:
    prescription = row.prescription
    on_file = prescription is not None and papers[prescription.id] > 0
    return ShownVisit(
        id=row.id,
        practitioner=row.practitioner.billing_number,
        day=row.day,
        time=row.time,
        family_name=row.family_name,
        given_name=row.given_name,
        prescription=prescription.id if prescription else None,
        reference=prescription.reference if prescription else None,
        prescribed_on=prescription.day if prescription else None,
        there=on_file or not row.needs_paper,
        patient=patients.get(row.identity),
    )


def _newest_invoices(identities: Iterable[str]) -> dict[str, int]:
    theirs = Invoice.identity.in_(set(identities))
    newest = Invoice.select(Invoice.identity, fn.MAX(Invoice.id)).where(theirs)
    found: Any = newest.group_by(Invoice.identity).tuples()
    return dict(found)
