"""The command for what waits to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scord.cli.base import (
    answer,
    command,
    json_option,
    language,
    me,
    opened,
    settings_of,
    show,
    words,
)
from scord.words.flags import fault_title
from scord.words.speech import moment

if TYPE_CHECKING:
    from scord.actions.outbox import WaitingMessage


@command(
    "outbox",
    text="Lister ou retenir ce qui doit partir. Chaque envoi est donné avec la raison pour laquelle"
    " il n'est pas parti ; les pièces d'un envoi abandonné attendent une nouvelle confirmation."
    " « scord send » réessaie tout de suite.",
    example="scord outbox --hold 3",
)
@click.option("--hold", metavar="N", type=int, help="Retenir cet envoi.")
@click.option("--release", metavar="N", type=int, help="Libérer un envoi retenu.")
@click.option("--abandon", metavar="N", type=int, help="Abandonner un envoi qui n'est pas parti.")
@json_option
@click.pass_context
def outbox(
    ctx: click.Context,
    *,
    hold: int | None,
    release: int | None,
    abandon: int | None,
    as_json: bool,
) -> None:
    from scord.actions.outbox import waiting_messages
    from scord.actions.settling import order
    from scord.exchange.orders import Order
    from scord.store.states import MessageState

    options = ((Order.HOLD, hold), (Order.RELEASE, release), (Order.ABANDON, abandon))
    asked = [(given, number) for given, number in options if number is not None]
    if len(asked) > 1:
        raise click.UsageError("--hold, --release et --abandon s'excluent.")
    with opened(ctx) as context:
        for given, number in asked:
            reached = order(context, number, given, by=me())
            set_apart = given == Order.RELEASE and reached == MessageState.HELD
            answer(ctx, "order-set-apart" if set_apart else f"order-{given}", number=number)
        if not asked:
            show(ctx, waiting_messages(), _line, "nothing-waits", as_json=as_json)


def _line(ctx: click.Context, one: WaitingMessage) -> str:
    other = one.state == "held" and one.profile != settings_of(ctx).exchange.profile
    state = words(ctx, f"message-{'set-apart' if other else one.state}", profile=one.profile)
    return words(
        ctx,
        "waiting",
        number=one.number,
        lot=one.lot,
        billing_number=one.billing_number,
        state=state,
        at=one.next_attempt_at and moment(one.next_attempt_at, language(ctx)),
        fault=one.fault and fault_title(one.fault, language(ctx)),
    )


COMMANDS = (outbox,)
