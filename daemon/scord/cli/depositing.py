"""The command for what was handed to the practice's approved software: what has become of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scord.cli.base import as_text, command, json_option, language, me, opened
from scord.words.speech import Words, moment, put

if TYPE_CHECKING:
    from scord.actions.depositing import Deposit

_WORDS: dict[str, Words] = {
    "deposit": (
        "{number} : {folder}, {pieces} pièce(s), facture(s) {invoices}[, déposé le {at}], {state}",
        "{number}: {folder}, {pieces} piece(s), invoice(s) {invoices}[, given on {at}], {state}",
    ),
    "ready": ("dépôt incertain", "perhaps handed over"),
    "sent": ("à confirmer", "to be confirmed"),
    "contested": ("à trancher", "to be settled"),
    "nothing-open": ("Aucun dépôt à confirmer.", "Nothing handed over waits for a word."),
    "said-sent": (
        "Dépôt {number} : télétransmis par votre logiciel.",
        "Deposit {number}: transmitted by your software.",
    ),
    "said-rejected": (
        "Dépôt {number} rejeté[ pour {invoices}] : ses pièces attendent une nouvelle confirmation.",
        "Deposit {number} rejected[ for {invoices}]: its pieces wait to be confirmed anew.",
    ),
    "taken-back": (
        "Dépôt {number} : votre réponse est annulée, dites ce qu'il en est.",
        "Deposit {number}: your word is taken back, say what became of it.",
    ),
}


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
            _say(ctx, "said-sent", number=sent)
        elif rejected is not None and why is not None:
            confirm_depot(context, rejected, Verdict.REJECTED, by=me(), why=why, invoices=invoices)
            named = ", ".join(invoices) or None
            _say(ctx, "said-rejected", number=rejected, invoices=named)
        elif undo is not None:
            take_back(undo, by=me())
            _say(ctx, "taken-back", number=undo)
        else:
            _list(ctx, open_deposits(), as_json=as_json)


def _list(ctx: click.Context, found: list[Deposit], *, as_json: bool) -> None:
    if as_json:
        click.echo(as_text(found))
        return
    for one in found:
        click.echo(_line(ctx, one))
    if not found:
        _say(ctx, "nothing-open")


def _line(ctx: click.Context, one: Deposit) -> str:
    return put(
        _WORDS["deposit"],
        language(ctx),
        number=one.number,
        folder=one.folder,
        pieces=one.pieces,
        invoices=", ".join(one.invoices),
        at=one.sent_at and moment(one.sent_at, language(ctx)),
        state=put(_WORDS[one.state], language(ctx)),
    )


def _say(ctx: click.Context, code: str, **facts: object) -> None:
    click.echo(put(_WORDS[code], language(ctx), **facts))


COMMANDS = (depot,)
