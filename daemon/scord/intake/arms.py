"""Scanner pour cette facture: the next file of one drop folder is for one invoice or ordonnance.

Sure only while nothing else can be meant: a second arm or a second file within the time spoils it,
and what it had filed goes back to À classer.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scord.intake.handed_in import arm_handed_in_with, was_handed_in
from scord.store import journal
from scord.store.database import database, transaction
from scord.store.states import ArmState, ScanState, StaleRowError, move
from scord.store.tables import Arm, Scan

if TYPE_CHECKING:
    from datetime import datetime

    from scord.store.context import Context
    from scord.store.tables import Invoice, Prescription


_RETURN_WINDOW = timedelta(hours=1)  # no scanner works at one file for longer


def open_arm(
    context: Context,
    wanted: Invoice | Prescription,
    folder: str,
    lasting: timedelta,
    document_type: str | None,
    *,
    by: str,
) -> Arm:
    """Arms `folder` for what is `wanted`, in the caller's transaction; two at once spoil each
    other.
    """
    now = context.clock.now()
    others = _live(folder, now)
    kind = wanted.journal_name
    arm = Arm.create(
        practitioner=wanted.practitioner,
        **{kind: wanted},
        folder=folder,
        opened_at=now,
        until=now + lasting,
        document_type=document_type,
    )
    facts: dict[str, Any] = {kind: wanted.id, "folder": folder}
    journal.write("arm.open", arm, by=by, **facts)
    if others:
        for spoilt in (*others, arm):
            spoil(spoilt, why="two awaited at once")
    return arm


def arm_for_file(context: Context, invoice: Invoice, folder: str, *, by: str) -> Arm:
    """For one file that a person is handing in to `folder`, in the caller's transaction; it never
    waits, so that no scanner's file can be taken for that one.
    """
    now = context.clock.now()
    arm = Arm.create(
        practitioner=invoice.practitioner,
        invoice=invoice,
        folder=folder,
        opened_at=now,
        until=now,
        state=ArmState.USED,
    )
    journal.write("arm.used", arm, by=by, invoice=invoice.id, folder=folder)
    return arm


def bind_arm(scan: Scan) -> None:
    """Gives the scan to the arm it was first seen under, if exactly one waits for it.

    A duplicate has no documents of its own to file, so it spoils the arm, unless it only repeats
    the arm's own file.
    """
    if was_handed_in(scan):
        if arm := arm_handed_in_with(scan):
            _give(scan, arm)
        return
    arms = _live(scan.folder, scan.first_seen_at)
    for arm in arms:
        if scan.duplicate_of and scan.duplicate_of.arm_id == arm.id:
            continue
        doubt = scan.duplicate_of or _came_before(scan, arm) or _returned(arm)
        if arm.state == ArmState.OPEN and len(arms) == 1 and not doubt:
            move(arm, ArmState.USED, by="machine")
            _give(scan, arm)
        else:
            spoil(arm, why="two files for one arm, or one that came before")


def _give(scan: Scan, arm: Arm) -> None:
    Scan.update(arm=arm).where(Scan.id == scan.id).execute()
    scan.arm = arm


def _came_before(scan: Scan, arm: Arm) -> bool:
    """Whether the file may have lain there already: we look at a folder now and then only."""
    return bool(scan.mtime_ns < arm.opened_at.timestamp() * 1e9)


def _returned(arm: Arm) -> bool:
    """Whether a file that was begun before the arm may have come back as if it were new."""
    return bool(
        Scan.select()
        .where(
            (Scan.folder == arm.folder)
            & (Scan.state == ScanState.OUTGROWN)
            & (Scan.first_seen_at < arm.opened_at)
            & (Scan.taken_at > arm.opened_at - _RETURN_WINDOW)
        )
        .exists()
    )


def spoil(arm: Arm, *, why: str) -> None:
    """Ends an arm without trust; its scan's documents are then filed by a person."""
    if not database.in_transaction():
        raise RuntimeError("an arm is spoilt only inside a transaction")
    move(arm, ArmState.SPOILT, by="machine", why=why)


def end_arms(context: Context) -> None:
    """Closes arms that no file came for; a file seen in time may still have been settling."""
    over = context.clock.now() - timedelta(
        minutes=context.settings.limits.never_stable_minutes,
    )
    for arm in list(Arm.select().where((Arm.state == ArmState.OPEN) & (Arm.until < over))):
        with suppress(StaleRowError), transaction():  # unless a person has just closed it
            move(arm, ArmState.ENDED, by="machine", why="no file came in time")


def _live(folder: str, at: datetime) -> list[Arm]:
    """The arms of `folder` in force at that time."""
    states = (ArmState.OPEN, ArmState.USED)
    in_force = (Arm.opened_at <= at) & (Arm.until > at)
    return list(Arm.select().where((Arm.folder == folder) & Arm.state.in_(states) & in_force))
