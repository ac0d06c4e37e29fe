"""The command that erases a patient."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from scord.cli.base import as_text, command, json_option, language, me, opened, settings_of
from scord.words.erasing import ERASE, FILES, OBSTACLES, ROWS
from scord.words.speech import moment, put
from scord_shared.errors import Code, ScordError
from scord_shared.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.actions.erasing.erase import Erasure
    from scord.actions.erasing.obstacles import Obstacle


@command(
    "erase",
    text="Effacer un patient, sans retour (art. 17 du RGPD). C'est celui de la facture donnée. Dit"
    " d'abord ce qui partirait ; n'efface qu'avec --yes. Refusé tant que tout n'est pas accepté et"
    " que la durée minimale court.",
    example="scord erase --patient-of 481",
)
@click.option("--patient-of", "number", metavar="FACTURE", help="Une facture du patient.")
@click.option(
    "--same", multiple=True, metavar="FACTURE", help="Cette facture est aussi du patient."
)
@click.option("--other", multiple=True, metavar="FACTURE", help="Celle-ci est d'un autre.")
@click.option(
    "--past-age",
    is_flag=True,
    help="Tous les patients sans facture depuis plus de retention.patient_years.",
)
@click.option("--finish", is_flag=True, help="Seulement finir un effacement interrompu.")
@click.option("--yes", is_flag=True, help="Effacer vraiment.")
@json_option
@click.pass_context
def erase(  # noqa: PLR0913 -- one for each option
    ctx: click.Context,
    *,
    number: str | None,
    same: tuple[str, ...],
    other: tuple[str, ...],
    past_age: bool,
    finish: bool,
    yes: bool,
    as_json: bool,
) -> None:
    from scord.actions.erasing import erase as erasing
    from scord.actions.erasing.patient import patient_of
    from scord.actions.lookup import find_any_invoice

    if [finish, past_age, bool(number)].count(True) != 1:
        raise click.UsageError("--patient-of FACTURE, --past-age ou --finish")
    if past_age:
        _past_age(ctx, yes=yes, as_json=as_json)
        return
    with opened(ctx) as context:
        if number is None:
            erasing.finish(context)
            click.echo(put(ERASE["finished"], language(ctx)))
            return
        _say_reading(ctx)
        meant = [[find_any_invoice(one) for one in given] for given in (same, other)]
        patient = patient_of(find_any_invoice(number), same=meant[0], others=meant[1])
        done = erasing.plan(context, patient)
        if yes and not done.obstacles:
            done = erasing.erase(context, patient, by=me())
    if as_json:
        click.echo(as_text({"erased": yes and not done.obstacles, **vars(done)}))
    else:
        for line in _lines(done, language(ctx), erased=yes):
            click.echo(line)
    if yes and done.obstacles:
        raise ScordError(Code.ACTION_REFUSED, reason=Refusal.PATIENT_NOT_OVER)


def _past_age(ctx: click.Context, *, yes: bool, as_json: bool) -> None:
    from scord.actions.erasing.ceiling import erase_past, look

    years = settings_of(ctx).retention.patient_years
    if years is None:
        raise click.UsageError("Le réglage retention.patient_years ne dit pas après combien d'ans.")
    with opened(ctx) as context:
        _say_reading(ctx)
        done = erase_past(context, years, by=me()) if yes else look(context, years)
    if as_json:
        click.echo(as_text({"erased": yes, **vars(done)}))
        return
    click.echo(put(ERASE["past-gone" if yes else "past-would-go"], language(ctx), **vars(done)))


def _say_reading(ctx: click.Context) -> None:
    """Of a service that is years old this takes a minute or two: told to who sits and waits."""
    if sys.stderr.isatty():
        click.echo(put(ERASE["reading"], language(ctx)), err=True)


def _lines(done: Erasure, spoken: str, *, erased: bool) -> Iterator[str]:
    if done.obstacles:
        yield put(ERASE["against"], spoken)
        for one in done.obstacles:
            yield f"  {_obstacle(one, spoken)}"
    elif erased:
        yield put(ERASE["gone"], spoken)
    else:
        yield put(ERASE["would-go"], spoken)
    for table, words in ((done.rows, ROWS), (done.files, FILES)):
        for kind, count in table.items():
            yield f"  {put(words[kind], spoken, count=count)}"
    shared = {"shared-documents": done.shared_documents, "shared-scans": done.shared_scans}
    for name, numbers in shared.items():
        if numbers:
            yield put(ERASE[name], spoken, numbers=", ".join(map(str, numbers)))
    yield put(ERASE["stays"], spoken)
    if not erased and not done.obstacles:
        yield put(ERASE["confirm"], spoken)


def _obstacle(one: Obstacle, spoken: str) -> str:
    until = moment(one.until, spoken) if one.until else ""
    return put(OBSTACLES[one.why], spoken, numbers=", ".join(one.numbers), until=until)


COMMANDS = (erase,)
