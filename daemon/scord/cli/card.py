"""The command on the practitioner's card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scord.cli.base import answer, as_text, command, json_option, language, me, opened, words

if TYPE_CHECKING:
    from scord.actions.card import CpsRead


@command(
    "card",
    text="Montrer les lecteurs de cartes, ou lire la CPS. Les lecteurs sont ceux de cette session."
    " Aucun code n'est demandé, et la carte reste comme elle est.",
    example="scord card --read --practitioner 991129768",
)
@click.option("--read", is_flag=True, help="Lire la CPS et garder ce qu'elle dit.")
@click.option("--reader", metavar="LECTEUR", help="Dans ce lecteur, s'il y a deux CPS.")
@click.option(
    "--practitioner",
    metavar="NUMÉRO",
    help="Pour ce praticien (n° AM), si son RPPS n'est pas encore connu.",
)
@json_option
@click.pass_context
def card(
    ctx: click.Context, reader: str | None, practitioner: str | None, *, read: bool, as_json: bool
) -> None:
    if not read:
        _show(ctx, as_json=as_json)
        return
    from scord.actions.card import read_card

    with opened(ctx) as context:
        told = read_card(context, reader, practitioner, by=me())
    if as_json:
        click.echo(as_text(told))
    else:
        _tell(ctx, told)


def _show(ctx: click.Context, *, as_json: bool) -> None:
    from scord.practice.card.states import cards_now
    from scord_shared.card_words import say_cards

    seen = cards_now()
    if as_json:
        click.echo(as_text(seen))
        return
    for line in say_cards(seen, language(ctx)):
        click.echo(line)


def _tell(ctx: click.Context, told: CpsRead) -> None:
    person = told.card.person
    if person:
        answer(
            ctx,
            "cps-read",
            name=f"{person.given_name} {person.family_name}",
            rpps=person.rpps,
            card=told.card.card_number,
            region=person.region,
        )
    else:
        answer(ctx, "cps-number-read", card=told.card.card_number)
    if told.billing_number is None:
        answer(ctx, "cps-nobody")
        return
    region = told.region
    source = words(ctx, f"region-{region.source}") if region else None
    answer(
        ctx,
        "cps-kept",
        billing_number=told.billing_number,
        region=region.value if region else None,
        source=source,
    )


COMMANDS = (card,)
