"""A proof tells what was sent, when, to whom, and what came back; nothing more of the patient."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.exchange.mailing import RECIPIENT, SENDER
from tests.lots.practice import in_force

from scord.exchange.mail_route import MailRoute
from scord.exchange.profiles.reference import ReferenceProfile
from scord.lots.assemble import make_lots
from scord.proof.gather import Standing, gather
from scord.proof.record import FORMAT, WARNING, encode
from scord.settings import MailAccount
from scord.store.sealing import Sealing
from scord.store.states import ItemVerdict, MessageState, ScorLotState
from scord.store.store_key import id_of
from scord.store.tables import Attempt, ChainEntry, Incoming, Invoice, Message, ScorLot
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.exchange.sending import Sending
    from tests.lots.practice import Practice

    from scord.store.context import Context


def test_an_accepted_invoice_is_told_from_freezing_to_answer(
    sending: Sending, accepted: Invoice
) -> None:
    made = gather(sending.context, accepted)
    assert (made.format, made.standing) == (FORMAT, Standing.ACCEPTED)
    (lot,) = made.lots
    message, attempt = Message.get(), Attempt.get()
    assert (lot.state, lot.sent_at) == ("accepted", attempt.started_at)
    assert (lot.message.message_id, lot.message.sha256) == (message.message_id, message.sha256)
    (piece,) = lot.pieces
    assert (piece.type, piece.verdict) == ("ORDN", "accepted")
    part = accepted.attachments[0].document.parts[0]
    assert [(pdf.sha256, pdf.size) for pdf in piece.pdfs] == [(part.sha256, part.size)]
    assert [one.verdict for one in lot.tries] == ["sent"]
    raw = Incoming.get(Incoming.channel == "caisse")
    assert [(one.sha256, one.positive, one.outcome) for one in lot.answers] == [
        (raw.sha256, True, "applied")
    ]
    assert made.fse_lot is not None
    assert [one.sha256 for one in made.fse_lot.answers] == ["ab" * 32]
    assert [link.event for link in made.chain] == ["frozen", "sent", "acknowledged"]
    assert made.unsent == ()


def test_a_test_profile_is_marked(sending: Sending, accepted: Invoice) -> None:
    made = gather(sending.context, accepted)
    assert (made.test, made.warning, made.lots[0].test) == (True, WARNING, True)


def test_an_invoice_never_sent_is_told_as_such(practice: Practice) -> None:
    made = gather(practice.context, practice.ready())
    assert (made.standing, made.lots, made.chain) == (Standing.NOTHING_SENT, (), ())
    assert [one.type for one in made.unsent] == ["ORDN"]


def test_a_lot_that_waits_in_the_outbox_is_not_told_as_sent(
    sending: Sending, invoice: Invoice
) -> None:
    made = gather(sending.context, invoice)
    assert (made.standing, made.lots[0].sent_at) == (Standing.NOTHING_SENT, None)


def test_an_uncertain_sending_is_told_as_uncertain(sending: Sending, invoice: Invoice) -> None:
    Message.update(state=MessageState.UNCERTAIN).execute()
    assert gather(sending.context, invoice).standing == Standing.UNCERTAIN


@pytest.mark.parametrize(
    ("verdict", "state", "standing"),
    [
        (ItemVerdict.AWAITED, ScorLotState.SENT, Standing.UNDER_WAY),
        (ItemVerdict.REJECTED, ScorLotState.REJECTED, Standing.REJECTED),
        (ItemVerdict.ACCEPTED, ScorLotState.CONTESTED, Standing.CONTESTED),
    ],
)
def test_the_standing_is_that_of_the_pieces(
    sending: Sending,
    invoice: Invoice,
    verdict: ItemVerdict,
    state: ScorLotState,
    standing: Standing,
) -> None:
    sending.deliver()
    sending.practice.answered(verdict, state)
    assert gather(sending.context, invoice).standing == standing


def test_pieces_of_other_invoices_in_the_lot_are_left_out(practice: Practice) -> None:
    mine, _ = practice.ready(), practice.ready(family_name="AUTRE")
    practice.lots()
    (lot,) = gather(practice.context, mine).lots
    assert len(lot.pieces) == 1
    assert b"AUTRE" not in encode(gather(practice.context, mine))


def test_a_mail_tells_its_recipient_and_a_folder_none(sending: Sending, invoice: Invoice) -> None:
    assert gather(sending.context, invoice).lots[0].message.recipient is None
    context, by_mail = frozen_mail(sending, None)
    assert gather(context, by_mail).lots[0].message.recipient == RECIPIENT


def test_no_proof_is_made_where_the_mail_cannot_be_read_for_want_of_the_key(
    sending: Sending,
) -> None:
    key = bytes(range(32))
    sealing = Sealing(id_of(key), on=True, key=key)
    context, by_mail = frozen_mail(sending, sealing)
    files = replace(context.files, sealing=replace(sealing, key=None))
    with pytest.raises(ScordError) as refused:
        gather(replace(context, files=files), by_mail)
    assert refused.value.code is Code.STORE_KEY_MISSING


def frozen_mail(sending: Sending, sealing: Sealing | None) -> tuple[Context, Invoice]:
    practice = sending.practice
    account = MailAccount(
        billing_number=practice.nurse.billing_number, address=SENDER, smtp_host="localhost"
    )
    exchange = practice.context.settings.exchange.model_copy(
        update={"route": "mail", "addresses": {"*": RECIPIENT}}
    )
    settled = in_force(practice.context, mail=(account,), exchange=exchange)
    context = replace(settled, files=replace(settled.files, sealing=sealing))
    by_mail = practice.ready()
    profile = ReferenceProfile()
    pack = MailRoute(context.settings, profile).pack
    make_lots(context, profile, practice.now, by="machine", pack=pack)
    return context, by_mail


def test_the_chain_holds_no_name_and_no_nir(sending: Sending, accepted: Invoice) -> None:
    Invoice.update(patient_nir="181016322075140", insured_nir="181016322075140").execute()
    told = json.loads(encode(gather(sending.context, Invoice.get_by_id(accepted.id))))
    assert "181016322075140" not in json.dumps(told)
    chain = json.dumps(told.pop("chain"))
    assert not any(name in chain for name in ("ADRDEUX", "LAURENT", "GRIS"))
    del told["invoice"]
    assert "ADRDEUX" not in json.dumps(told)
    assert ChainEntry.select().count() == 3


def test_a_piece_sent_twice_is_told_of_both_lots(sending: Sending, invoice: Invoice) -> None:
    sending.deliver()
    sending.practice.answered(ItemVerdict.REJECTED, ScorLotState.REJECTED)
    attachment = invoice.attachments[0]
    attachment.confirmed_at = sending.practice.now
    attachment.save()
    sending.practice.lots()
    assert [lot.number for lot in gather(sending.context, invoice).lots] == [1, 2]
    assert ScorLot.select().count() == 2
