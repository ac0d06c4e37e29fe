"""The proof whole: PDF and JSON of one moment."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pypdf import PdfReader
from tests.lots.practice import Practice

from scord.proof.prove import prove
from scord.proof.verify import read

if TYPE_CHECKING:
    from scord.store.context import Context


def test_the_pdf_carries_the_json_that_bears_its_seal(context: Context) -> None:
    practice = Practice(context)
    invoice = practice.ready()
    practice.lots()
    made = prove(practice.context, invoice, json_name="preuve.json", language="fr")
    proof, faults = read(made.json)
    assert proof is not None
    assert not faults
    pdf = PdfReader(io.BytesIO(made.pdf))
    assert pdf.attachments == {"preuve.json": [made.json]}
    assert (made.standing, made.test) == (proof.standing, True)
