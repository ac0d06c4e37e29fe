"""Commands for what only a person may settle: uncertain sendings, ARLs of two lots, two answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scord.cli.base import answer, command, json_option, language, me, opened, show, words
from scord.words.speech import moment

if TYPE_CHECKING:
    from scord.actions.settling import AmbiguousAck, UncertainMessage
    from scord.actions.verdicts import Contested


@command(
    "uncertain",
    text="Trancher un envoi incertain. Sans option : les lister. La caisse l'a-t-elle reçu ? Vous"
    " seul pouvez le savoir : Scord ne renvoie jamais rien dans le doute.",
    example="scord uncertain --sent 3",
)
@click.option("--again", metavar="N", type=int, help="La caisse ne l'a pas reçu : le renvoyer.")
@click.option("--sent", metavar="N", type=int, help="La caisse l'a reçu : attendre sa réponse.")
@json_option
@click.pass_context
def uncertain(ctx: click.Context, again: int | None, sent: int | None, *, as_json: bool) -> None:
    from scord.actions.settling import order, uncertain_messages
    from scord.exchange.orders import Order
    from scord.store.states import MessageState

    if again is not None and sent is not None:
        raise click.UsageError("--again et --sent s'excluent.")
    with opened(ctx) as context:
        if again is not None:
            reached = order(context, again, Order.RESEND, by=me())
            set_apart = reached == MessageState.HELD
            answer(ctx, "order-set-apart" if set_apart else "sent-again", number=again)
        elif sent is not None:
            order(context, sent, Order.SENT, by=me())
            answer(ctx, "was-sent", number=sent)
        else:
            show(ctx, uncertain_messages(), _sending, "nothing-to-settle", as_json=as_json)


@command(
    "arl",
    text="Dire à quel lot va un ARL de FSE. Sans option : lister ceux qui conviennent à deux lots.",
    example="scord arl --assign 5 12",
)
@click.option(
    "--assign", metavar="ARL LOT", nargs=2, type=int, help="Cet ARL est celui de ce lot de FSE."
)
@json_option
@click.pass_context
def arl(ctx: click.Context, assign: tuple[int, int] | None, *, as_json: bool) -> None:
    from scord.actions.settling import ambiguous_acks
    from scord.actions.settling import assign as assign_to

    with opened(ctx):
        if assign:
            ack, lot = assign
            assign_to(ack, lot, by=me())
            answer(ctx, "assigned", ack=ack, lot=lot)
        else:
            show(ctx, ambiguous_acks(), _ack, "nothing-to-settle", as_json=as_json)


@command(
    "verdict",
    text="Trancher entre deux réponses de la caisse. Sans rien : lister les lots qui ont reçu des"
    " réponses contradictoires. « fse » ou « scor », le numéro donné par la liste, et la réponse"
    " qui vaut ; « negative » refuse les pièces que refuse la réponse négative.",
    example="scord verdict scor 4 positive",
)
@click.argument("kind", metavar="[fse|scor]", required=False, type=click.Choice(["fse", "scor"]))
@click.argument("lot", metavar="[LOT]", required=False, type=int)
@click.argument(
    "verdict",
    metavar="[positive|negative]",
    required=False,
    type=click.Choice(["positive", "negative"]),
)
@json_option
@click.pass_context
def verdict(
    ctx: click.Context, kind: str | None, lot: int | None, verdict: str | None, *, as_json: bool
) -> None:
    from scord.actions.verdicts import contested, settle_fse, settle_scor

    if kind and (lot is None or verdict is None):
        raise click.UsageError("Donnez le lot et « positive » ou « negative ».")
    with opened(ctx):
        if lot is None or verdict is None:
            show(ctx, contested(), _contested, "nothing-to-settle", as_json=as_json)
            return
        settle = settle_fse if kind == "fse" else settle_scor
        settle(lot, positive=verdict == "positive", by=me())
    answer(ctx, "settled", number=lot, verdict=words(ctx, verdict))


def _sending(ctx: click.Context, one: UncertainMessage) -> str:
    return words(
        ctx,
        "sending",
        number=one.number,
        lot=one.lot,
        billing_number=one.billing_number,
        at=moment(one.frozen_at, language(ctx)),
        file=one.file_name,
    )


def _ack(ctx: click.Context, one: AmbiguousAck) -> str:
    head = words(
        ctx,
        "ack",
        number=one.number,
        verdict=words(ctx, "positive" if one.positive else "negative"),
        at=moment(one.answered_at, language(ctx)),
        lot=one.lot,
        billing_number=one.billing_number,
    )
    lots = [
        words(ctx, "candidate", number=number, at=moment(sent_at, language(ctx)))
        for number, sent_at in one.candidates
    ]
    return "\n".join([head, *lots])


def _contested(ctx: click.Context, one: Contested) -> str:
    return words(
        ctx,
        f"contested-{one.kind}",
        number=one.number,
        lot=one.lot,
        billing_number=one.billing_number,
        at=moment(one.sent_at, language(ctx)) if one.sent_at else None,
    )


COMMANDS = (uncertain, arl, verdict)
