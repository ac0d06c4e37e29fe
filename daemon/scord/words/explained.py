"""Why a document is where it is and where it may belong, in words."""

from dataclasses import dataclass

from scord.actions.looking.invoices import named
from scord.actions.lookup import is_seen
from scord.actions.proposing import proposals
from scord.filing.attach import live_attachments
from scord.filing.pointers import pointers_of
from scord.store.context import Context
from scord.store.states import DocumentState
from scord.store.tables import Attachment, Document
from scord.words.grounds import tell
from scord.words.reasons import why
from scord.words.ways import way
from scord_shared.status import NamedInvoice


@dataclass(frozen=True)
class Because:
    """An invoice that the document is on: by which way, and what of its text agreed."""

    invoice: NamedInvoice
    way: str
    reasons: str


@dataclass(frozen=True)
class Proposed:
    """An invoice that a waiting document may be for, the likeliest first.

    `type`: under which it would be filed, null where the invoice lacks no such piece.
    """

    invoice: NamedInvoice
    type: str | None
    reasons: str
    doubts: str


@dataclass(frozen=True)
class Explained:
    """`why` it waits, empty where it does not."""

    why: str
    filed: tuple[Because, ...]
    proposed: tuple[Proposed, ...]


def explained(context: Context, document: Document, language: str) -> Explained:
    waits = document.state in {DocumentState.INBOX, DocumentState.HELD}
    return Explained(
        why(document.reason, language, document.facts) if waits else "",
        tuple(_because(one, language) for one in live_attachments(document)),
        tuple(_proposed(context, document, language)) if waits else (),
    )


def _proposed(context: Context, document: Document, language: str) -> list[Proposed]:
    """What a person pointed at, by a slip or by arming, then what the text proposes."""
    prefix = context.settings.filing.file_name_prefix
    pointed = {
        pointer.invoice.id: Proposed(
            named(pointer.invoice), pointer.document_type, way(pointer.origin, language), ""
        )
        for pointer in pointers_of(document, prefix)
        if pointer.invoice and is_seen(pointer.invoice)
    }
    found = proposals(document) if document.state == DocumentState.INBOX else ()
    return [
        *pointed.values(),
        *(
            Proposed(one.invoice, one.type, tell(one.grounds, language), tell(one.doubts, language))
            for one in found
            if one.invoice.id not in pointed
        ),
    ]


def _because(attachment: Attachment, language: str) -> Because:
    grounds = attachment.grounds
    rule = f"{attachment.origin}:{grounds['rule']}" if "rule" in grounds else attachment.origin
    reasons = tell(grounds.get("facts", ()), language)
    return Because(named(attachment.invoice), way(rule, language), reasons)
