"""Commands on filing by what is written: what a paper may be for, and how often that was right."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from scord.cli.base import (
    answer,
    as_text,
    command,
    document_argument,
    json_option,
    language,
    opened,
)

if TYPE_CHECKING:
    from scord.actions.proposing import Proposal


@command(
    "candidates",
    text="Les factures auxquelles DOCUMENT pourrait appartenir. Les trois plus probables, avec ce"
    " qui, dans le texte de la page, parle pour et contre.",
    example="scord candidates 12",
)
@document_argument
@json_option
@click.pass_context
def candidates(ctx: click.Context, document: int, *, as_json: bool) -> None:
    from scord.actions.lookup import find_document
    from scord.actions.proposing import proposals

    with opened(ctx):
        found = proposals(find_document(document))
    if as_json:
        click.echo(as_text([asdict(one) for one in found]))
        return
    if not found:
        answer(ctx, "no-candidates", document=document)
    for one in found:
        _tell(ctx, one)


def _tell(ctx: click.Context, one: Proposal) -> None:
    from scord.words.grounds import tell

    reasons, doubts = tell(one.grounds, language(ctx)), tell(one.doubts, language(ctx))
    answer(ctx, "proposal", invoice=one.invoice.name, type=one.type, reasons=reasons)
    if doubts:
        answer(ctx, "proposal-doubts", doubts=doubts)


@command(
    "filing-report",
    text="Ce que valent les classements de Scord. Pour chaque voie : combien il en a faits, combien"
    " une personne en a confirmés, combien elle en a corrigés.",
    example="scord filing-report --json",
)
@json_option
@click.pass_context
def filing_report(ctx: click.Context, *, as_json: bool) -> None:
    from scord.actions.filing_report import filing_report as made
    from scord.words.ways import report_lines

    with opened(ctx):
        report = made()
    if as_json:
        click.echo(as_text(report))
        return
    for line in report_lines(report, language(ctx)):
        click.echo(line)


COMMANDS = (candidates, filing_report)
