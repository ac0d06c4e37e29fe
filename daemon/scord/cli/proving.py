"""Commands on what was sent: the proof of it, and the paper that goes where no answer came."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scord.cli.base import as_text, command, json_option, language, me, opened, settings_of
from scord.words.bordereau import PRINTED
from scord.words.proof import STANDINGS
from scord.words.proof_flaws import VERIFIED, flaw
from scord.words.speech import Words, put
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.proof.against import Comparison
    from scord.proof.record import Proof
    from scord.proof.verify import Fault

_FILE = click.Path(dir_okay=False, path_type=Path)


@command(
    "proof",
    text="Écrire la preuve d'envoi de FACTURE, ou en vérifier une. Le PDF est à lire et à"
    " imprimer ; un fichier JSON du même nom, écrit à côté, est ce que vérifie « --verify » : seul,"
    " et auprès du journal de cette installation s'il y en a un.",
    example="scord proof 481 -o preuve.pdf",
)
@click.argument("invoice", metavar="[FACTURE]", required=False)
@click.option("-o", "--out", metavar="PDF", type=_FILE, help="Le PDF à écrire.")
@click.option("--verify", metavar="JSON", type=_FILE, help="Vérifier cette preuve.")
@json_option
@click.pass_context
def proof(
    ctx: click.Context,
    invoice: str | None,
    out: Path | None,
    verify: Path | None,
    *,
    as_json: bool,
) -> None:
    if verify:
        if invoice or out:
            raise click.UsageError("--verify se passe de FACTURE et de --out.")
        _verify(ctx, verify, as_json=as_json)
    elif invoice and out and out.suffix.lower() != ".json":
        _prove(ctx, invoice, out, as_json=as_json)
    else:
        raise click.UsageError("Donnez FACTURE et --out avec un nom de PDF, ou --verify.")


def _prove(ctx: click.Context, invoice: str, out: Path, *, as_json: bool) -> None:
    from scord.actions.lookup import find_any_invoice
    from scord.proof.prove import prove
    from scord.store.files import write_whole

    beside = out.with_suffix(".json")
    with opened(ctx) as context:
        found = find_any_invoice(invoice)
        made = prove(context, found, json_name=beside.name, language=language(ctx))
    write_whole(beside, made.json)
    write_whole(out, made.pdf)
    if as_json:
        told = {"pdf": str(out), "json": str(beside), "standing": made.standing, "test": made.test}
        click.echo(as_text(told))
        return
    _say(ctx, VERIFIED["written"], path=out, json=beside)
    _say(ctx, STANDINGS[made.standing])


def _verify(ctx: click.Context, path: Path, *, as_json: bool) -> None:
    from scord.proof.verify import read

    try:
        data = path.read_bytes()
    except OSError as fault:
        reason = fault.strerror
        raise ScordError(Code.FILE_UNREADABLE, name=path.name, reason=reason) from fault
    made, faults = read(data)
    compared = _compared(ctx, made) if made else None
    if compared:
        faults = [*faults, *compared.faults]
    if as_json:
        click.echo(as_text(_found(ctx, faults, compared)))
    else:
        for line in _lines(ctx, made, faults, compared):
            click.echo(line)
    if faults:
        ctx.exit(1)


def _compared(ctx: click.Context, made: Proof) -> Comparison | None:
    """None where this computer has no journal that may be read."""
    from scord.proof.against import compare
    from scord.store.database import FILE_NAME

    try:
        there = (settings_of(ctx).state_dir / FILE_NAME).is_file()
    except OSError:
        there = False
    if not there:
        return None
    with opened(ctx) as context:
        return compare(context, made)


def _found(
    ctx: click.Context, faults: list[Fault], compared: Comparison | None
) -> dict[str, object]:
    told = [
        {"flaw": one.flaw, "facts": one.facts, "text": flaw(one.flaw, one.facts, language(ctx))}
        for one in faults
    ]
    compared_with = "journal" if compared and compared.known else None
    since = compared.since if compared else []
    return {"holds": not faults, "compared_with": compared_with, "faults": told, "since": since}


def _lines(
    ctx: click.Context, made: Proof | None, faults: list[Fault], compared: Comparison | None
) -> Iterator[str]:
    if faults:
        yield _words(ctx, VERIFIED["fails"])
        for one in faults:
            yield f"  {flaw(one.flaw, one.facts, language(ctx))}"
    elif made:
        yield _words(ctx, VERIFIED["holds"], count=len(made.chain))
    if compared is None:
        yield _words(ctx, VERIFIED["no-store"])
    elif not compared.known:
        yield _words(ctx, VERIFIED["elsewhere"])
    elif not faults:
        yield _words(ctx, VERIFIED["with-journal"])
    if compared and compared.since:
        yield _words(ctx, VERIFIED["changed-since"], fields=", ".join(compared.since))


@command(
    "bordereau",
    text="Imprimer le bordereau de LOT, resté sans réponse. LOT est le numéro d'un lot SCOR, comme"
    " 3, ou 991129768:3 s'il y a plusieurs praticiens. Le bordereau cite la règle et laisse la"
    " place pour la date et la signature ; « --pieces » réunit les pièces à imprimer.",
    example="scord bordereau 3 -o bordereau.pdf --pieces pieces.pdf",
)
@click.argument("lot", metavar="LOT")
@click.option("-o", "--out", metavar="PDF", required=True, type=_FILE, help="Le PDF à écrire.")
@click.option("--pieces", metavar="PDF", type=_FILE, help="Écrire aussi les pièces, en un PDF.")
@click.pass_context
def bordereau(ctx: click.Context, lot: str, out: Path, pieces: Path | None) -> None:
    from scord.actions import fallback
    from scord.proof.bordereau import draw_bordereau
    from scord.store.files import write_whole

    if pieces == out:
        raise click.UsageError("--out et --pieces sont deux fichiers.")
    with opened(ctx) as context:
        found = fallback.find_lot(lot)
        made = fallback.due_bordereau(context, found)
        now = context.clock.now()
        drawn = draw_bordereau(made, printed_at=now, language=language(ctx))
        papers = fallback.print_pieces(context, made) if pieces else b""
        fallback.record_printed(found, by=me())
    write_whole(out, drawn)
    _say(ctx, PRINTED["written"], path=out)
    if pieces:
        write_whole(pieces, papers)
        _say(ctx, PRINTED["pieces"], path=pieces)


def _words(ctx: click.Context, words: Words, **facts: object) -> str:
    return put(words, language(ctx), **facts)


def _say(ctx: click.Context, words: Words, **facts: object) -> None:
    click.echo(_words(ctx, words, **facts))


COMMANDS = (proof, bordereau)
