"""The command for what was handed to the practice's approved software: what has become of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scord.cli.base import answer, command, json_option, language, me, opened, show, words
from scord.words.speech import moment

if TYPE_CHECKING:
    from scord.actions.depositing import Deposit


@command(
    "depot",
    text="Confirmer les lots du profil « depot ». Votre logiciel agréé les a-t-il télétransmis ?"
    " Sans option : lister les lots déposés dont rien n'est dit. Sans --invoice, --rejected vaut"
    " pour tout le lot ; avec, le reste du lot est tenu pour télétransmis.",
    example="scord depot --sent 3",
)
@click.option("--sent", metavar="N", type=int, help="Votre logiciel a télétransmis ce lot.")
@click.option("--rejected", metavar="N", type=int, help="Ce lot, ou ces factures, sont rejetés.")
@click.option("--why", metavar="TEXTE", help="Le motif du rejet.")
@click.option(
    "--invoice", "invoices", metavar="FACTURE", multiple=True, help="Rejetée ; plusieurs fois."
)
@click.option("--undo", metavar="N", type=int, help="Annuler votre réponse sur ce lot.")
@json_option
@click.pass_context
def depot(  # noqa: PLR0913 -- one per option
    ctx: click.Context,
    *,
    sent: int | None,
    rejected: int | None,
    why: str | None,
    invoices: tuple[str, ...],
    undo: int | None,
    as_json: bool,
) -> None:
    from scord.actions.depositing import confirm_depot, open_deposits, take_back
    from scord.exchange.profiles.depot_answer import Verdict

    if sum(one is not None for one in (sent, rejected, undo)) > 1:
        raise click.UsageError("--sent, --rejected et --undo s'excluent.")
    if (rejected is None) != (why is None) or (invoices and rejected is None):
        raise click.UsageError("--rejected demande --why ; --why et --invoice vont avec.")
    with opened(ctx) as context:
        if sent is not None:
            confirm_depot(context, sent, Verdict.TRANSMITTED, by=me())
            answer(ctx, "deposit-was-sent", number=sent)
        elif rejected is not None and why is not None:
            confirm_depot(context, rejected, Verdict.REJECTED, by=me(), why=why, invoices=invoices)
            named = ", ".join(invoices) or None
            answer(ctx, "deposit-was-rejected", number=rejected, invoices=named)
        elif undo is not None:
            take_back(undo, by=me())
            answer(ctx, "deposit-open-again", number=undo)
        else:
            show(ctx, open_deposits(), _line, "nothing-handed-over", as_json=as_json)


def _line(ctx: click.Context, one: Deposit) -> str:
    return words(
        ctx,
        "deposit",
        number=one.number,
        folder=one.folder,
        pieces=one.pieces,
        invoices=", ".join(one.invoices),
        at=one.sent_at and moment(one.sent_at, language(ctx)),
        state=words(ctx, f"deposit-{one.state}"),
    )


COMMANDS = (depot,)
