"""Commands on the service: run it, look at it, hold it back, show it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scord.cli.base import (
    answer,
    as_text,
    command,
    json_option,
    language,
    me,
    opened,
    settings_of,
)
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scord.doctor import Finding
    from scord.doctor.service import Seen
    from scord.settings import Settings
    from scord.store.context import Context


@command(
    "run",
    text="Faire tourner le service. Au premier plan, jusqu'à SIGTERM ou Ctrl+C.",
    example="scord --config /etc/scord/scord.toml run",
)
@click.pass_context
def run(ctx: click.Context) -> None:
    from scord.engine import run as run_engine
    from scord.logs.keeping import logged

    settings = settings_of(ctx)
    with logged(settings):
        run_engine(settings)


@command(
    "status",
    text="Montrer où en sont les choses. Les comptes, les alertes, ce qui attend une personne.",
    example="scord status --json",
)
@json_option
@click.pass_context
def status(ctx: click.Context, *, as_json: bool) -> None:
    from scord.actions import status as look
    from scord.actions.proposing import what_was_read
    from scord.words.status import status_lines

    with opened(ctx) as context:
        _follow(context)
        now = look.status(context)
        flags, waiting = look.raised_flags(), look.waiting()
        read = what_was_read(one.document for one in waiting)
        sightings = look.sightings()
    if as_json:
        more = {"flags": flags, "waiting": waiting, "sightings": sightings, "read": read}
        click.echo(as_text({**asdict(now), **more}))
        return
    for line in status_lines(now, flags, waiting, read, sightings, language(ctx)):
        click.echo(line)


def _follow(context: Context) -> None:
    """Brings the standings up to date. A running service derives them by its own settings, so
    beside it none is derived anew.
    """
    from scord.engine import is_running
    from scord.lots.standing import catch_up

    alone = not is_running(context.settings)
    while catch_up(context, anew=alone):
        pass


@command(
    "open",
    text="Ouvrir la page de Scord dans le navigateur. Le lien ne sert qu'une fois, pendant une"
    " minute.",
    example="scord open",
)
@click.option("--link", is_flag=True, help="Afficher le lien au lieu d'ouvrir le navigateur.")
@click.pass_context
def open_page(ctx: click.Context, *, link: bool) -> None:
    import webbrowser

    from scord.api.endpoint import place_of
    from scord_shared.client import Client

    client = Client(place_of(settings_of(ctx)), language=language(ctx))
    url = client.page_link()
    if link or not webbrowser.open(url):
        click.echo(url)


@command(
    "doctor",
    text="Examiner l'installation. Dossiers, droits, codec, base, disque, horloge, échange,"
    " fichiers conservés et couleurs des factures, avec un conseil pour chaque défaut.",
    example="scord doctor --json",
)
@json_option
@click.option(
    "--rebuild",
    is_flag=True,
    help="Établir d'abord à nouveau la couleur et les comptes de chaque facture : une demi-minute"
    " pour 100 000. Un service en marche s'en charge lui-même.",
)
@click.pass_context
def doctor(ctx: click.Context, *, as_json: bool, rebuild: bool) -> None:
    from scord.doctor import FAULT, examine
    from scord.lots.standing import forget

    with opened(ctx) as context:
        if rebuild:
            forget(by=me())
            _follow(context)
        findings = examine(context, _seen(context.settings))
    if as_json:
        click.echo(as_text(list(_as_json(findings, language(ctx)))))
    else:
        for line in _finding_lines(findings, language(ctx)):
            click.echo(line)
    faults = sum(finding.level == FAULT for finding in findings)
    if faults:
        raise ScordError(Code.DOCTOR_FOUND, count=faults)


def _seen(settings: Settings) -> Seen:
    from scord.api.endpoint import place_of
    from scord.doctor.service import Seen
    from scord.engine import is_running
    from scord_shared.client import Client

    if not is_running(settings):
        return Seen(at_work=False)
    try:
        return Seen(at_work=True, version=Client(place_of(settings)).status().version)
    except ScordError as fault:
        return Seen(at_work=True, fault=fault)


def _finding_lines(findings: Sequence[Finding], spoken: str) -> Iterator[str]:
    from scord.doctor import FAULT, NOTE
    from scord.words.findings import tell

    marks = {FAULT: "✗", NOTE: "·"}
    for finding in findings:
        told = tell(finding, spoken)
        yield f"{marks.get(finding.level, '✓')} {told.check:10} {told.text}"
        if told.advice:
            yield f"  {'':10} {told.advice}"


def _as_json(findings: Sequence[Finding], spoken: str) -> Iterator[dict[str, Any]]:
    from scord.words.findings import tell

    for one in findings:
        told = tell(one, spoken)
        yield {
            "check": one.check,
            "level": one.level,
            "code": one.code,
            "facts": one.facts,
            "text": told.text,
            "advice": told.advice,
        }


@command(
    "config",
    text="Afficher les réglages en vigueur. Les secrets sont masqués.",
    example="scord config --json",
)
@json_option
@click.pass_context
def config(ctx: click.Context, *, as_json: bool) -> None:
    from scord.secrets import load_secrets, mask

    settings = settings_of(ctx)
    values = settings.model_dump(mode="json")
    if settings.state_dir.exists():
        secrets = load_secrets(settings.state_dir)
        values["secrets"] = {name: mask(value) for name, value in secrets.items()}
    if as_json:
        click.echo(as_text(values))
        return
    for name, value in _flat(values):
        click.echo(f"{name} = {json.dumps(value, ensure_ascii=False)}")


def _flat(values: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


@command(
    "send",
    text="Demander l'envoi tout de suite. Le service constitue les lots de ce qui peut partir.",
    example="scord send",
)
@click.pass_context
def send(ctx: click.Context) -> None:
    from scord.actions.sending import send_now
    from scord.engine import is_running
    from scord.store.flags import PAUSED, flag

    with opened(ctx) as context:
        asked = send_now(context, by=me())
        paused = flag(PAUSED) is not None
    running = is_running(settings_of(ctx))
    if not asked:
        answer(ctx, "send-asked-already")
    elif running and not paused:
        answer(ctx, "send-asked")
    if paused:
        answer(ctx, "send-while-paused")
    if not running:
        answer(ctx, "send-no-service")


@command(
    "pause",
    text="Ne plus rien laisser partir. Jusqu'à « scord resume » ; les scans sont toujours pris.",
    example="scord pause",
)
@click.pass_context
def pause(ctx: click.Context) -> None:
    from scord.actions import sending

    with opened(ctx) as context:
        new = sending.pause(context, by=me())
    answer(ctx, "paused" if new else "paused-already")


@command(
    "resume",
    text="Mettre fin à la pause. Après une restauration, seulement avec « --checked ».",
    example="scord resume",
)
@click.option(
    "--checked",
    is_flag=True,
    help="Après une restauration : ce qui est parti depuis la sauvegarde est vérifié et retenu.",
)
@click.pass_context
def resume(ctx: click.Context, *, checked: bool) -> None:
    from scord.actions import sending

    with opened(ctx):
        ended = sending.resume(by=me(), checked=checked)
    answer(ctx, "resumed" if ended else "not-paused")


@command(
    "demo",
    text="Montrer tout le chemin sur des pages d'exemple. Avec le vrai service et une caisse"
    " imaginaire.",
    example="scord demo --once --scans ~/scans",
)
@click.option(
    "--once", is_flag=True, help="Finir de soi-même ; statut 0 si chaque fichier a un sort connu."
)
@click.option(
    "--scans",
    metavar="DOSSIER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Vos propres scans à la place des exemples.",
)
@click.option("--keep", is_flag=True, help="Garder le dossier d'état et dire où il est.")
@click.pass_context
def demo(ctx: click.Context, *, once: bool, scans: Path | None, keep: bool) -> None:
    from scord.demo.show import show

    ctx.exit(show(once=once, scans=scans, keep=keep))


COMMANDS = (run, status, open_page, doctor, config, send, pause, resume, demo)
