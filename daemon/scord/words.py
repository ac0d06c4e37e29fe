"""The words of the command line for counts and codes, French and English: text at the edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scord_shared.errors import Code
from scord_shared.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.actions.status import Status

# field of Status: (French, English); shown in this order, zeroes of the second half left out
ALWAYS = {
    "to_file": ("à classer", "to be filed"),
    "to_send": ("à télétransmettre", "to be sent"),
    "awaiting_ack": ("en attente d'ARL", "awaiting an ARL"),
    "accepted": ("acceptés", "accepted"),
    "rejected": ("rejetés", "rejected"),
}
WHERE_ANY = {
    "at_work": ("scans en conversion", "scans being converted"),
    "held": ("retenus (à numériser de nouveau)", "held (to be scanned again)"),
    "refused_scans": ("fichiers refusés", "files refused"),
    "duplicate_scans": ("doublons", "duplicates"),
    "uncertain_messages": ("envois incertains", "uncertain sendings"),
    "contested_lots": ("lots aux réponses contradictoires", "lots with contradicting answers"),
    "acks_to_settle": ("ARL sans lot reconnu", "ARLs without a known lot"),
}

WHYS = {
    "no-clue": ("rien n'indique la facture", "nothing names the invoice"),
    "foreign-slip": ("page de garde inconnue ici", "cover slip not of this installation"),
    "arm-spoilt": ("deux factures ou deux fichiers attendus", "two invoices or files at once"),
    "arm-several-documents": ("plusieurs documents dans un scan", "several documents in one scan"),
    "clues-disagree": ("les indices se contredisent", "the clues disagree"),
    "invoice-unknown": ("facture inconnue pour l'instant", "invoice not known yet"),
    "invoice-ambiguous": ("plusieurs factures possibles", "several invoices possible"),
    "invoice-closed": ("facture annulée ou remplacée", "invoice cancelled or replaced"),
    "invoice-sent": ("facture déjà transmise", "invoice already sent"),
    "type-unknown": ("type de document à préciser", "document type to be told"),
    "type-present": ("la facture a déjà cette pièce", "the invoice has this piece already"),
    "taken back": ("retiré d'une facture", "taken off an invoice"),
}


def status_lines(status: Status, language: str) -> Iterator[str]:
    """The status for a terminal."""
    english = language == "en"
    if status.paused:
        yield "Sending is paused." if english else "L'envoi est en pause."
    for name, words in ALWAYS.items():
        yield f"{getattr(status, name):5} {words[english]}"
    for name, words in WHERE_ANY.items():
        if count := getattr(status, name):
            yield f"{count:5} {words[english]}"
    if status.waiting:
        yield ""
        yield "To be filed:" if english else "À classer :"
    for document in status.waiting:
        yield f"{document.document:5} {document.file!r}: {why(document.why, language)}"
    for folder, name, code in status.sightings:
        yield f"{folder}: {say(Code(code), {'name': name}, language).title}"


def why(code: str | None, language: str) -> str:
    """A reason why a document waits; a code of the error table where it is held."""
    if code in WHYS:
        return WHYS[code][language == "en"]
    known = {one.value for one in Code}
    return say(Code(code), {}, language).title if code in known else (code or "")
