"""The command on what is written: read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scord.cli.base import (
    as_text,
    command,
    files_argument,
    json_option,
    language,
    settings_of,
)
from scord.words.speech import with_colon
from scord_shared.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scord.actions.reading import PageRead


@command(
    "read",
    text="Dire ce qui est écrit sur des pages. Leur type, et chaque indice : où il est, s'il est"
    " sûr.",
    example="scord read scan.jpg --json",
)
@files_argument
@json_option
@click.pass_context
def read(ctx: click.Context, files: tuple[Path, ...], *, as_json: bool) -> None:
    from scord.actions.reading import read_all
    from scord.clock import SystemClock
    from scord.settings import PARIS

    today = SystemClock().now().astimezone(PARIS).date()
    pages = []
    for page in read_all(settings_of(ctx), files, today):
        pages.append(page)
        if not as_json:
            for line in _lines(page, language(ctx)):
                click.echo(line)
    if as_json:
        click.echo(as_text([page.as_json() for page in pages]))
    for page in pages:
        if page.fault:
            raise page.fault


def _lines(page: PageRead, spoken: str) -> Iterator[str]:
    from scord.words.clues import clue_told, kind_told

    head = f"{page.source}, page {page.number}"
    if page.reading is None:
        known = {} if page.fault is None else page.fault.facts
        told = say(page.fault.code, known, spoken).title if page.fault else ""
        yield with_colon(f"✗ {head}", told, spoken)
        return
    yield with_colon(head, kind_told(page.reading.kind, page.reading.kind_sure, spoken), spoken)
    for clue in page.reading.clues:
        yield f"    {clue_told(clue, spoken)}"


COMMANDS = (read,)
