"""The status for a terminal: what stands at the moment, the counts, what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord.store.flags import PAUSED, SEND_REQUESTED
from scord.words.flags import flag_words
from scord.words.grounds import tell as grounds_words
from scord.words.reasons import why
from scord.words.speech import Words, look_up, put, with_colon
from scord_shared.alert_words import tell
from scord_shared.errors import Code
from scord_shared.place_words import FOLDERS
from scord_shared.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scord.actions.proposing import FiledByText, Proposal, WhatWasRead
    from scord.actions.status import Raised, Waiting
    from scord_shared.status import Counts, Status

# field of Counts: its heading; shown in this order, zeroes of the second half left out
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

# Other flags are told by the alerts that follow from them.
_ORDERS = (PAUSED, SEND_REQUESTED)

_ALERTS: Words = ("À voir :", "To be looked at:")
_MORE: Words = ("et {count:,} de plus", "and {count:,} more")
_WAITING: Words = ("En attente d'une personne :", "Waiting for a person:")
_FILED: Words = (
    "Classés d'après le texte, à vérifier tant qu'ils ne sont pas partis :",
    "Filed by what is written, to be looked at as long as they have not left:",
)
_PROPOSED: Words = (
    "peut-être {invoice}[ ({type})][ : {reasons}][ ; mais {doubts}]",
    "perhaps {invoice}[ ({type})][: {reasons}][; but {doubts}]",
)
_ON: Words = ("{file} sur {invoice} ({type})", "{file} on {invoice} ({type})")
_UNTAKEN: Words = ("Fichiers laissés dans leur dossier :", "Files left in their folder:")


def status_lines(
    status: Status,
    flags: Iterable[Raised],
    waiting: Sequence[Waiting],
    read: WhatWasRead,
    sightings: Sequence[tuple[str, str, str]],
    language: str,
) -> Iterator[str]:
    """Line by line; file names as Python writes them, since they may hold anything."""
    orders = [flag_words(flag, language) for flag in flags if flag.name in _ORDERS]
    if orders:
        yield from [*orders, ""]
    yield from _count_lines(status.counts, language)
    yield from _alert_lines(status, language)
    if waiting:
        yield f"\n{put(_WAITING, language)}"
    for document in waiting:
        reason = why(document.why, language, document.facts)
        yield with_colon(f"{document.document:6} {document.file!r}", reason, language)
        for one in read.proposed.get(document.document, ()):
            yield f"       {proposal_words(one, language)}"
    yield from _filed_lines(read.filed, language)
    if sightings:
        yield f"\n{put(_UNTAKEN, language)}"
    for folder, name, code in sightings:
        place = look_up(FOLDERS, folder, language)
        yield with_colon(f"{place}, {name!r}", say(Code(code), {}, language).title, language)


def _count_lines(counts: Counts, language: str) -> Iterator[str]:
    shown = {
        put(words, language): getattr(counts, name)
        for name, words in {**ALWAYS, **WHERE_ANY}.items()
        if name in ALWAYS or getattr(counts, name)
    }
    width = max(map(len, shown))
    for heading, count in shown.items():
        yield f"{heading:{width}} {count:6}"


def _alert_lines(status: Status, language: str) -> Iterator[str]:
    if status.alerts:
        yield f"\n{put(_ALERTS, language)}"
    for alert in status.alerts:
        told = tell(alert, language)
        yield f"  {told.title}"
        yield f"    {told.advice}"
    more = status.alerts_open - len(status.alerts)
    if more:
        yield f"  {put(_MORE, language, count=more)}"


def proposal_words(one: Proposal, language: str) -> str:
    """An invoice that a waiting document may be for, with what speaks for it and against."""
    return put(
        _PROPOSED,
        language,
        invoice=one.invoice.name,
        type=one.type,
        reasons=grounds_words(one.grounds, language) or None,
        doubts=grounds_words(one.doubts, language) or None,
    )


def _filed_lines(filed: Sequence[FiledByText], language: str) -> Iterator[str]:
    if filed:
        yield f"\n{put(_FILED, language)}"
    for one in filed:
        place = put(_ON, language, file=repr(one.file), invoice=one.invoice.name, type=one.type)
        reasons = grounds_words(one.grounds, language)
        yield with_colon(f"{one.document:6} {place}", reasons, language)
