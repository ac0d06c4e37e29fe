"""Cover slips for an invoice: one page for each piece it still needs."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pypdf import PdfWriter

from scord.billing.needs import facts_of, missing
from scord.filing.attach import attached_types
from scord.secrets import load_secrets
from scord.settings import PARIS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scord.store.context import Context
    from scord.store.tables import Invoice


def slips(context: Context, invoice: Invoice, document_type: str | None = None) -> bytes:
    """A PDF to print. Without a type: a page for each missing piece, each naming its type.

    Where nothing is known to be missing, one page that leaves the type to be found.
    """
    from scord.filing.slip import draw_slip  # noqa: PLC0415 -- ReportLab, where something is drawn

    types = [document_type] if document_type else _missing_types(invoice)
    key = load_secrets(context.settings.state_dir)["slip_key"].encode()
    printed_on = context.clock.now().astimezone(PARIS).date()
    pages = [
        draw_slip(invoice.ref, key, printed_on=printed_on, document_type=kind) for kind in types
    ]
    return _join(pages)


def _missing_types(invoice: Invoice) -> Sequence[str | None]:
    wants = missing(facts_of(invoice), attached_types(invoice)).wanted
    return [want.one_of[0] for want in wants] or [None]


def _join(pages: list[bytes]) -> bytes:
    writer = PdfWriter()
    for page in pages:
        writer.append(io.BytesIO(page))
    joined = io.BytesIO()
    writer.write(joined)
    return joined.getvalue()
