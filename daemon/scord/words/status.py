"""The status for a terminal: what stands at the moment, the counts, what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.words.flags import FOLDERS, flag_words
from scord.words.reasons import why
from scord.words.speech import Words, look_up, put, with_colon
from scord_shared.errors import Code
from scord_shared.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.actions.status import Status

# field of Status: its heading; shown in this order, zeroes of the second half left out
ALWAYS: dict[str, Words] = {
    "to_file": ("documents à classer", "documents to be filed"),
    "to_send": ("pièces à télétransmettre", "pieces to be sent"),
    "awaiting_ack": ("pièces en attente d'ARL", "pieces awaiting an ARL"),
    "accepted": ("pièces acceptées", "pieces accepted"),
    "rejected": ("pièces rejetées", "pieces rejected"),
}
WHERE_ANY: dict[str, Words] = {
    "at_work": ("fichiers en conversion", "files being converted"),
    "held": ("documents à renumériser", "documents to be scanned again"),
    "refused_scans": ("fichiers refusés", "files refused"),
    "duplicate_scans": ("doublons", "duplicates"),
    "uncertain_messages": (
        "envois incertains (scord uncertain)",
        "uncertain sendings (scord uncertain)",
    ),
    "failed_messages": ("envois impossibles", "sendings that failed"),
    "contested_lots": (
        "lots aux réponses contradictoires (scord verdict)",
        "lots with contradicting answers (scord verdict)",
    ),
    "acks_to_settle": ("ARL sans lot reconnu (scord arl)", "ARLs without a known lot (scord arl)"),
}

_WAITING: Words = ("En attente d'une personne :", "Waiting for a person:")
_UNTAKEN: Words = ("Fichiers laissés dans leur dossier :", "Files left in their folder:")


def status_lines(status: Status, language: str) -> Iterator[str]:
    """Line by line; file names as Python writes them, since they may hold anything."""
    for flag in status.flags:
        yield flag_words(flag, language)
    if status.flags:
        yield ""
    shown = {
        put(words, language): getattr(status, name)
        for name, words in {**ALWAYS, **WHERE_ANY}.items()
        if name in ALWAYS or getattr(status, name)
    }
    width = max(map(len, shown))
    for heading, count in shown.items():
        yield f"{heading:{width}} {count:6}"
    if status.waiting:
        yield f"\n{put(_WAITING, language)}"
    for document in status.waiting:
        reason = why(document.why, language, document.facts)
        yield with_colon(f"{document.document:6} {document.file!r}", reason, language)
    if status.sightings:
        yield f"\n{put(_UNTAKEN, language)}"
    for folder, name, code in status.sightings:
        place = look_up(FOLDERS, folder, language)
        yield with_colon(f"{place}, {name!r}", say(Code(code), {}, language).title, language)
