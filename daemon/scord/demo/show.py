"""`scord demo`: the whole way from the scanner to the answer, seen as it happens.

The service is the real one, a process of its own on a temporary state folder; billing software,
scanner and caisse are pretended.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import click

from scord.clock import SystemClock
from scord.demo.house import SCANNER, open_house
from scord.demo.play import SCRIPT, play_samples, play_scans
from scord.demo.run import Run, TimeIsUpError
from scord.demo.service import Service, ServiceEndedError
from scord.demo.table import samples_table, scans_table, totals
from scord.demo.verdict import file_faults, lot_faults, stage_faults
from scord.demo.words import BAD, GOOD, SO, VERDICTS, coloured, counted
from scord.engine import open_state
from scord.lots.colour import Colour, colour
from scord.settings import PARIS, load
from scord.store.tables import Alert, Invoice, LotItem, Message
from scord_shared.status import AlertKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scord.demo.outcome import Filed


def show(*, once: bool, scans: Path | None, keep: bool) -> int:
    """Plays the demo and returns the exit status: 0 only if everything went as it should.

    `once`: ends by itself; else it goes on until Ctrl+C. `scans`: a folder whose files are copied
    in place of the samples. `keep`: leaves the state folder and says where it is.
    """
    today = SystemClock().now().astimezone(PARIS).date()
    with ExitStack() as stack:
        house = stack.enter_context(open_house(keep=keep, today=today))
        click.echo("Scord, démonstration : le vrai service et une caisse imaginaire.")
        click.echo(f"Tout se passe dans {house.root}")
        settings = load(house.settings_file)
        context = stack.enter_context(open_state(settings, SystemClock()))
        service = stack.enter_context(Service(house.settings_file, house.log))
        run = Run(house, context, service, SCRIPT)
        stack.callback(run.stop)
        stack.enter_context(run.interruptible())
        faults = [*_play(run, scans, once=once), *_stop(run)]
        faults += _tables(run, scans)
        _conclude(run, faults, keep=keep)
    return 1 if faults else 0


def _play(run: Run, scans: Path | None, *, once: bool) -> Iterator[str]:
    """Plays, and goes on until Ctrl+C unless `once`; gives what could not be shown."""
    try:
        run.voice.tell(SO, "service", f"démarré, processus {run.service.process_id}")
        try:
            play_scans(run, scans) if scans else play_samples(run)
        except TimeIsUpError as fault:
            yield f"pas arrivé à temps : {fault}"
        if not once:
            run.chapter(f"Déposez vos fichiers dans {run.house.drop_folder(SCANNER)}")
            click.echo("Ctrl+C pour finir.\n")
            run.news.mute()
            run.news.expect(0)
            while True:
                run.round()
    except KeyboardInterrupt:
        click.echo()
        if once:
            yield "interrompu"
    except ServiceEndedError:
        yield "le service s'est arrêté de lui-même"


def _stop(run: Run) -> Iterator[str]:
    service = run.service
    run.stop()
    run.news.tell()
    if service.killed:
        yield "le service ne s'arrêtait pas : il a été tué"
    elif not service.ended_well:
        yield f"le service a fini par l'état {service.exit_status}"
    else:
        run.voice.tell(SO, "service", "arrêté proprement")


def _tables(run: Run, scans: Path | None) -> Iterator[str]:
    """Prints what became of everything; gives what is not as it should be."""
    fates = run.fates()
    run.chapter("Ce que chaque fichier est devenu")
    lines = scans_table(fates) if scans else samples_table(run.samples, fates, partial(_look, run))
    for line in lines:
        click.echo(line)
    click.echo(f"\n{totals(fates)}")
    yield from file_faults(run.samples, fates)
    failed = Alert.select(Alert.subject).where(Alert.kind == AlertKind.STAGE_FAILED)
    yield from stage_faults(failed.scalars())
    if not scans:
        received = [lot.message_id for lot in run.caisse.received]
        for line in _exchange_totals(run):
            click.echo(line)
        yield from lot_faults([message.message_id for message in Message.select()], received)


def _look(run: Run, one: Filed) -> Colour:
    return colour(run.context, one.invoice)


def _exchange_totals(run: Run) -> Iterator[str]:
    colours = Counter(colour(run.context, invoice) for invoice in Invoice.select())
    parts = [f"{coloured(one)} {colours[one]}" for one in reversed(Colour) if colours[one]]
    yield f"{counted(colours.total(), 'facture')} : {', '.join(parts)}"
    verdicts = Counter(item.verdict for item in LotItem.select())
    parts = [f"{word} {verdicts[one]}" for one, word in VERDICTS.items() if verdicts[one]]
    yield f"{counted(len(run.caisse.received), 'lot')} SCOR, pièces : {', '.join(parts)}"


def _conclude(run: Run, faults: Sequence[str], *, keep: bool) -> None:
    click.echo()
    for fault in faults:
        click.echo(f"{BAD} {fault}")
    if faults:
        click.echo("\nLes dernières lignes du journal du service :")
        click.echo("\n".join(run.service.tail()))
    else:
        click.echo(f"{GOOD} Tout s'est passé comme prévu.")
    if keep:
        click.echo(f"Le dossier reste à voir : {run.house.root}")
