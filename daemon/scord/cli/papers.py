"""Commands on papers: where they go, and why they stay."""

from __future__ import annotations

from pathlib import Path

import click

from scord.cli.base import (
    answer,
    as_text,
    command,
    document_argument,
    invoice_argument,
    json_option,
    language,
    me,
    opened,
    type_option,
    words,
)
from scord.settings import DOCUMENT_TYPES


@command(
    "slip",
    text="Écrire les pages de garde de FACTURE. Une page à imprimer pour chaque pièce qui manque à"
    " FACTURE : un numéro comme 481, ou 481:2023-07-06 si plusieurs factures le portent.",
    example="scord slip 481 -o page-de-garde.pdf",
)
@invoice_argument
@click.option(
    "-o",
    "--out",
    metavar="PDF",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Le PDF à écrire.",
)
@type_option
@click.pass_context
def slip(ctx: click.Context, invoice: str, out: Path, document_type: str | None) -> None:
    from scord.actions.lookup import find_invoice
    from scord.actions.slips import slips
    from scord.store.files import write_whole

    with opened(ctx) as context:
        write_whole(out, slips(context, find_invoice(invoice), document_type))
    answer(ctx, "slip", path=out, invoice=invoice)


@command(
    "arm",
    text="Scanner pour cette facture. Le prochain fichier du dossier sera pour FACTURE.",
    example="scord arm 481 --folder scanner",
)
@invoice_argument
@click.option("--folder", metavar="NOM", help="Le dossier du scanner, s'il y en a plusieurs.")
@type_option
@click.pass_context
def arm(ctx: click.Context, invoice: str, folder: str | None, document_type: str | None) -> None:
    from scord.actions.lookup import find_invoice
    from scord.actions.paper import arm as arm_invoice

    with opened(ctx) as context:
        armed = arm_invoice(context, find_invoice(invoice), folder, document_type, by=me())
        minutes = f"{context.settings.filing.armed_minutes:g}"
    answer(ctx, "armed", folder=armed.folder, minutes=minutes, invoice=invoice)


@command(
    "file",
    text="Classer DOCUMENT sur FACTURE. DOCUMENT est son numéro dans « scord status ».",
    example="scord file 12 481 --type ORDN",
)
@document_argument
@invoice_argument
@click.option(
    "--type",
    "document_type",
    required=True,
    type=click.Choice(DOCUMENT_TYPES),
    help="Le type du document.",
)
@click.option("--move", is_flag=True, help="Le retirer d'abord des factures où il est classé.")
@click.pass_context
def file_(
    ctx: click.Context, document: int, invoice: str, document_type: str, *, move: bool
) -> None:
    from scord.actions.lookup import find_document, find_invoice
    from scord.actions.paper import file_document, move_document

    put = move_document if move else file_document
    with opened(ctx) as context:
        put(context, find_document(document), find_invoice(invoice), document_type, by=me())
    answer(ctx, "filed", document=document, invoice=invoice, type=document_type)


@command(
    "prescribe",
    text="Classer DOCUMENT comme ordonnance, avant ses factures. Elle sera jointe à chacune des"
    " factures qui portent sa référence, ou les mêmes patient, prescripteur et date.",
    example="scord prescribe 12 --reference ORD-77",
)
@document_argument
@click.option("--practitioner", metavar="N°AM", help="Le praticien, s'il y en a plusieurs.")
@click.option("--reference", metavar="REF", help="La référence que le logiciel donne.")
@click.option("--family-name", metavar="NOM", help="Le nom de famille du patient.")
@click.option("--given-name", metavar="PRÉNOM", help="Le prénom du patient.")
@click.option("--birth-date", metavar="AAAA-MM-JJ", help="La date de naissance du patient.")
@click.option("--nir", metavar="NIR", help="Le numéro de sécurité sociale du patient.")
@click.option("--prescriber", metavar="RPPS", help="Le RPPS du prescripteur.")
@click.option("--date", "day", metavar="AAAA-MM-JJ", help="La date de l'ordonnance.")
@click.option(
    "--type",
    "document_type",
    default="ORDN",
    type=click.Choice(["ORDN", "DSIP"]),
    help="Le type du document.",
)
@click.pass_context
def prescribe(
    ctx: click.Context, /, document: int, practitioner: str | None, **facts: str | None
) -> None:
    from scord.actions.lookup import find_document
    from scord.actions.prescribing import prescribe as put_on_file

    with opened(ctx):
        put_on_file(find_document(document), practitioner, facts, by=me())
    answer(ctx, "prescribed", document=document)


@command(
    "take-back",
    text="Remettre un DOCUMENT dans À classer. Refusé dès qu'il est dans un lot.",
    example="scord take-back 12",
)
@document_argument
@click.pass_context
def take_back(ctx: click.Context, document: int) -> None:
    from scord.actions.lookup import find_document
    from scord.actions.paper import take_back as take

    with opened(ctx) as context:
        take(context, find_document(document), by=me())
    answer(ctx, "taken-back", document=document)


@command(
    "confirm",
    text="Donner son accord à un DOCUMENT classé. Ce que Scord a classé n'attend plus ; ce que la"
    " caisse a refusé peut repartir.",
    example="scord confirm 12",
)
@document_argument
@click.pass_context
def confirm(ctx: click.Context, document: int) -> None:
    from scord.actions.lookup import find_document
    from scord.actions.paper import confirm as agree

    with opened(ctx) as context:
        agree(context, find_document(document), by=me())
    answer(ctx, "confirmed", document=document)


@command(
    "set-aside",
    text="Mettre de côté un DOCUMENT. Il ne prouve aucune facture ; « scord bring-back » le fait"
    " revenir.",
    example="scord set-aside 12",
)
@document_argument
@click.pass_context
def set_aside(ctx: click.Context, document: int) -> None:
    from scord.actions.lookup import find_document
    from scord.actions.paper import set_aside as put_aside

    with opened(ctx):
        put_aside(find_document(document), by=me())
    answer(ctx, "set-aside", document=document)


@command(
    "bring-back",
    text="Faire revenir un DOCUMENT mis de côté.",
    example="scord bring-back 12",
)
@document_argument
@click.pass_context
def bring_back(ctx: click.Context, document: int) -> None:
    from scord.actions.lookup import find_document
    from scord.actions.paper import bring_back as bring

    with opened(ctx):
        bring(find_document(document), by=me())
    answer(ctx, "brought-back", document=document)


@command(
    "keep-blank",
    text="Garder les pages blanches de DOCUMENT. Scord les avait mises de côté ; elles reprennent"
    " leur place. Refusé dès qu'il est dans un lot.",
    example="scord keep-blank 12",
)
@document_argument
@click.pass_context
def keep_blank(ctx: click.Context, document: int) -> None:
    from scord.actions.blank_pages import keep_blank as keep
    from scord.actions.lookup import find_document

    with opened(ctx) as context:
        keep(context, find_document(document), by=me())
    answer(ctx, "blank-kept", document=document)


@command(
    "why",
    text="Dire où en est FACTURE. Et, une raison par ligne, ce qui empêche ses pièces de partir.",
    example="scord why 481",
)
@invoice_argument
@json_option
@click.pass_context
def why(ctx: click.Context, invoice: str, *, as_json: bool) -> None:
    from scord.actions.explaining import explain
    from scord.actions.lookup import find_any_invoice
    from scord.words.colours import coloured
    from scord.words.reasons import obstacle, piece_line

    with opened(ctx) as context:
        found = explain(context, find_any_invoice(invoice))
    if as_json:
        click.echo(as_text(found))
        return
    click.echo(coloured(found.colour, language(ctx)))
    for piece in found.pieces:
        click.echo(f"  {piece_line(piece, language(ctx))}")
    for one in found.obstacles:
        click.echo(f"  {obstacle(one, language(ctx), found.wanted)}")
    if not found.obstacles:
        click.echo(f"  {words(ctx, 'leaves-next')}")


COMMANDS = (
    slip,
    arm,
    file_,
    prescribe,
    take_back,
    confirm,
    set_aside,
    bring_back,
    keep_blank,
    why,
)
