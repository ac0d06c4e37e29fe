"""The proof of an invoice's sending, whole: to read, and to verify."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pypdf import PdfWriter

from scord.proof.gather import gather
from scord.proof.record import encode, seal_of

if TYPE_CHECKING:
    from scord.store.context import Context
    from scord.store.tables import Invoice


@dataclass(frozen=True)
class Proven:
    """`json` is attached inside `pdf` under the name that the PDF gives it: both are of the same
    moment and bear the same seal. `standing`: a member of gather.Standing.
    """

    pdf: bytes
    json: bytes
    standing: str
    test: bool


def prove(context: Context, invoice: Invoice, *, json_name: str, language: str) -> Proven:
    """What is known at this moment; nothing is changed."""
    from scord.proof.draw import draw  # noqa: PLC0415 -- ReportLab, where something is drawn

    made = gather(context, invoice)
    data = encode(made)
    drawn = draw(made, seal_of(made), json_name=json_name, language=language)
    return Proven(_with_attached(drawn, json_name, data), data, made.standing, made.test)


def _with_attached(pdf: bytes, name: str, data: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.add_attachment(name, data)
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()
