"""What was measured, as a page."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.exchange.fault_table import Cell

_ROWS = (
    ("lots_per_second", "Scord: outbox, STARTTLS and login, every verdict on disk"),
    ("mail_alone_per_second", "of that the mail alone: the same messages, nothing recorded"),
    ("rows_alone_per_second", "of that the records alone: the same rows, no mail"),
    ("smtp_source_per_second", "Postfix's smtp-source, a connection for each message"),
    ("smtp_source_kept_open_per_second", "the same, one connection for all"),
    ("smtp_source_4_sessions_per_second", "the same, four sessions at once"),
)


def markdown(found: dict[str, Any], cells: Sequence[Cell]) -> str:
    speeds = "\n".join(f"| {what} | {_told(found[key])} |" for key, what in _ROWS)
    return f"""\
# The exchange by mail, measured

`make bench-exchange` made this page on {found["date"]}, on {_machine()}. All servers are on
loopback, so a real line's time comes on top for everybody alike.

## How fast lots leave

{found["lots"]} lots of {found["message_bytes"]:,} bytes each (one PDF of a page, as a mail), to one
server that takes everything at once. Scord has one session at a time, and a new one for each lot:
TLS 1.3 with the system's authorities, a login, one message. The server
took {found["lots_taken"]} lots, {found["lots_taken_twice"]} of them twice.

| | a second |
| --- | ---: |
{speeds}

smtp-source speaks in the clear, does not log in and keeps nothing: it tells how fast the server is,
not how fast a mail program could be that must not forget. Scord waits for the disk
{_told(found["fsyncs_per_lot"])} times for each lot (fsync and fdatasync, counted by strace; what
opening the store takes is left out): once each to commit the attempt, the mark that the receiver
may have it from now on, and the verdict; what is above that is the database moving its log into its
file. None of them can be left out: without the first two nobody could tell after a crash whether
the lot has left.

## Faults

Every phase of SMTP, POP3 and IMAP, each broken in every way, through the real outbox and inbox on a
real store; then two rounds with a server that is well.

| | |
| --- | ---: |
| faults | {found["fault_cells"]} |
| lots or letters lost | {found["fault_cells_lost"]} |
| sent, or understood, twice | {found["fault_cells_sent_twice"]} |
| kills at durable steps | {found["kill_points"]} |
| kills after which anything was lost or done twice | {found["kill_points_failed"]} |

What came of the faults, counted:

{_counts(cells)}
A lot that is *uncertain* is never sent again without a person's word; one that is *failed* was
refused for good and waits for a person with all its pieces.
"""


def _counts(cells: Sequence[Cell]) -> str:
    lines = [
        "| way | after three rounds | faults | taken by the server |",
        "| --- | --- | ---: | ---: |",
    ]
    kinds = sorted({(cell.way, cell.end) for cell in cells})
    for way, end in kinds:
        same = [cell for cell in cells if (cell.way, cell.end) == (way, end)]
        taken = sorted({cell.taken for cell in same})
        lines.append(f"| {way} | {end} | {len(same)} | {' or '.join(map(str, taken))} |")
    return "\n".join(lines) + "\n"


def _told(value: float | None) -> str:
    return "not measured" if value is None else f"{value:,g}"


def _machine() -> str:
    return f"{platform.system()} {platform.machine()} with {os.cpu_count()} cores"
