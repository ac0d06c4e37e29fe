"""The command that removes files whose retention time is over."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from scord.cli.base import as_text, command, json_option, language, me, opened
from scord.words.purging import DOUBTS, KEPT, PURGE, SHELVES
from scord.words.speech import moment, put
from scord.words.speech import size as in_words
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.actions.purging.past import DoubtfulClock
    from scord.actions.purging.purge import File, Purge


@command(
    "purge",
    text="Effacer maintenant les copies gardées assez longtemps. Le service le fait chaque nuit."
    " Ce sont les PDF et les messages de ce que la caisse a accepté, une fois passée la durée des"
    " réglages. De chaque papier, l'original ou le PDF reste toujours, et la preuve d'envoi aussi."
    " Refusé tant que l'horloge n'est pas sûre.",
    example="scord purge --dry-run",
)
@click.option("--dry-run", is_flag=True, help="Dire ce qui partirait et pourquoi le reste reste.")
@json_option
@click.pass_context
def purge(ctx: click.Context, *, dry_run: bool, as_json: bool) -> None:
    from scord.actions.purging.purge import plan
    from scord.actions.purging.purge import purge as remove

    with opened(ctx) as context:
        retention = context.settings.retention
        done = plan(context, retention) if dry_run else remove(context, retention, by=me())
    if done.doubt and not dry_run:
        raise ScordError(Code.ACTION_REFUSED, reason=_doubt(done.doubt, language(ctx)))
    if as_json:
        click.echo(as_text({"dry_run": dry_run, **vars(done)}))
        return
    for line in _lines(done, language(ctx), dry_run=dry_run):
        click.echo(line)


def _lines(done: Purge, spoken: str, *, dry_run: bool) -> Iterator[str]:
    if done.doubt:
        yield put(PURGE["in-doubt"], spoken, doubt=_doubt(done.doubt, spoken))
    for one in done.goes:
        size = in_words(one.size, spoken)
        yield put(
            PURGE["would-go" if dry_run else "gone"], spoken, what=_what(one, spoken), size=size
        )
    if done.goes:
        total = in_words(sum(one.size for one in done.goes), spoken)
        yield put(PURGE["total"], spoken, count=len(done.goes), size=total)
    else:
        yield put(PURGE["nothing"], spoken)
    if done.stays:
        yield put(PURGE["stays"], spoken)
    for kept, count in sorted(Counter(one.kept for one in done.stays if one.kept).items()):
        yield f"  {put(KEPT[kept], spoken, count=count)}"


def _what(one: File, spoken: str) -> str:
    return put(SHELVES[one.shelf], spoken, number=one.number)


def _doubt(clock: DoubtfulClock, spoken: str) -> str:
    since, until = moment(clock.since, spoken), moment(clock.until, spoken)
    return put(DOUBTS[clock.doubt], spoken, since=since, until=until)


COMMANDS = (purge,)
