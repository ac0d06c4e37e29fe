"""The practice of the tests of proofs, and an invoice whose pieces went through everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.exchange.sending import Sending
from tests.lots.practice import Practice

from scord.store.database import transaction
from scord.store.states import AckOutcome, FseVerdict, move
from scord.store.tables import Acknowledgement, Incoming, Invoice, Practitioner

if TYPE_CHECKING:
    from scord.store.context import Context


@pytest.fixture
def practice(context: Context) -> Practice:
    return Practice(context)


@pytest.fixture
def sending(practice: Practice) -> Sending:
    Practitioner.update(rpps="99900065279").execute()
    return Sending(practice)


@pytest.fixture
def invoice(sending: Sending) -> Invoice:
    """Its piece is frozen in lot 1."""
    return sending.lot.items[0].attachment.invoice


@pytest.fixture
def accepted(sending: Sending, invoice: Invoice) -> Invoice:
    """Its FSE lot has its ARL, its piece was sent, accepted, and the raw answer kept."""
    practice = sending.practice
    incoming = Incoming.create(
        channel="lps", name="arl.json", sha256="ab" * 32, received_at=practice.now
    )
    ack = Acknowledgement.create(
        incoming=incoming, position=0, subject="fse", positive=True, fse_lot=practice.fse_lot
    )
    with transaction():
        move(ack, AckOutcome.APPLIED, by="caisse")
    assert practice.fse_lot.verdict == FseVerdict.POSITIVE
    sending.context.clock.turn(minutes=3)
    sending.deliver()
    sending.context.clock.turn(days=1)
    sending.answer()
    sending.take_answers()
    return Invoice.get_by_id(invoice.id)
