"""Every command; thin: each opens what it needs, calls one action and prints what came of it."""

from __future__ import annotations

import getpass
import json
import logging
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from scord import __version__
from scord.clock import SystemClock
from scord.settings import DOCUMENT_TYPES, Settings, load
from scord_shared.errors import Code, ScordError
from scord_shared.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scord.store.context import Context

log = logging.getLogger(__name__)


class Command(click.Command):
    """A command whose faults end as title, advice and code on standard error, and a status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ScordError as fault:
            _fail(ctx, fault)
        except OSError as fault:
            if fault.filename is None:  # not of a path; click knows what a closed pipe means
                raise
            _fail(ctx, ScordError(Code.FOLDER_UNREACHABLE, path=fault.filename))


class Group(click.Group):
    command_class = Command


def _fail(ctx: click.Context, fault: ScordError) -> NoReturn:
    _complain(fault, as_json=ctx.params.get("as_json", False), language=_language(ctx))
    ctx.exit(fault.exit_status)


def _complain(fault: ScordError, *, as_json: bool, language: str) -> None:
    words = say(fault.code, fault.facts, language)
    if as_json:
        whole = {
            "code": fault.code.value,
            "title": words.title,
            "advice": words.advice,
            "facts": fault.facts,
        }
        click.echo(_json(whole), err=True)
        return
    click.echo(f"{words.title}\n{words.advice}", err=True)
    click.echo(f"[{fault.code.value}]", err=True)


def _language(ctx: click.Context) -> str:
    root = ctx.find_root()
    settings = root.meta.get("settings")
    return settings.language if isinstance(settings, Settings) else "fr"


def _json(value: Any) -> str:
    def plain(one: Any) -> Any:
        return asdict(one) if is_dataclass(one) and not isinstance(one, type) else str(one)

    return json.dumps(value, ensure_ascii=False, indent=2, default=plain)


def _settings(ctx: click.Context) -> Settings:
    root = ctx.find_root()
    if "settings" not in root.meta:
        root.meta["settings"] = load(root.params.get("config"))
    settings: Settings = root.meta["settings"]
    return settings


@contextmanager
def _state(ctx: click.Context) -> Iterator[Context]:
    """The state folder, open beside a running service, which sees the rows written here."""
    from scord.engine import open_state

    with open_state(_settings(ctx), SystemClock()) as context:
        yield context


def _me() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
type_option = click.option(
    "--type", "document_type", type=click.Choice(DOCUMENT_TYPES), help="The document's type."
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The settings file; otherwise SCORD_CONFIG or the system's place.",
)
@click.version_option(__version__, prog_name="scord")
def main(config: Path | None) -> None:
    r"""Scord: scans become SCOR pieces, on the right invoice, sent and acknowledged.

    \b
    scord demo --once                  see the whole way on sample pages
    scord convert scan.jpg -o out/     only turn a scan into a conforming PDF
    scord run                          the service, in the foreground
    """
    del config


@main.command(epilog="Example: scord --config /etc/scord/scord.toml run")
@click.pass_context
def run(ctx: click.Context) -> None:
    """Run the service in the foreground until SIGTERM or Ctrl+C."""
    from scord.engine import run as run_engine

    settings = _settings(ctx)
    # Libraries only from WARNING up: what they tell at DEBUG holds file names.
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("scord").setLevel(settings.log_level)
    run_engine(settings)


@main.command(epilog="Example: scord convert scan.jpg batch.tif -o out/ --json")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the PDFs go.",
)
@click.option("--overwrite", is_flag=True, help="Replace PDFs that are there already.")
@json_option
@click.pass_context
def convert(
    ctx: click.Context, files: tuple[Path, ...], out: Path, *, overwrite: bool, as_json: bool
) -> None:
    """Turn scans and photos into conforming PDFs: black and white, 200 dpi, 250,000 bytes."""
    from scord.actions.converting import convert_all

    out.mkdir(parents=True, exist_ok=True)
    refused = None
    results = []
    for result in convert_all(_settings(ctx), files, out, overwrite=overwrite):
        results.append(result.as_json())
        if result.fault:
            refused = refused or result.fault
            if not as_json:
                words = say(result.fault.code, result.fault.facts, _language(ctx))
                click.echo(f"✗ {result.source}: {words.title}. {words.advice}", err=True)
        elif not as_json:
            for part in result.parts:
                click.echo(f"✓ {result.source} → {part.path} ({part.bytes} octets, {part.dpi} dpi)")
    if as_json:
        click.echo(_json(results))
    if refused:
        ctx.exit(refused.exit_status)


@main.command(epilog="Example: scord check out/*.pdf --json")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], *, as_json: bool) -> None:
    """Say whether PDFs conform, page by page; exit status 5 where one does not."""
    from scord.imaging.check import check_pdf

    reports = {str(path): check_pdf(path) for path in files}
    if as_json:
        rows = {path: {"conforming": r.conforming, **asdict(r)} for path, r in reports.items()}
        click.echo(_json(rows))
    else:
        for path, report in reports.items():
            click.echo(f"{'✓' if report.conforming else '✗'} {path} ({report.bytes} octets)")
            for fault in report.faults:
                click.echo(f"    {fault}")
    if not all(report.conforming for report in reports.values()):
        ctx.exit(ScordError(Code.PDF_NOT_CONFORMING).exit_status)


@main.command("import", epilog="Example: scord import factures.json")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@click.pass_context
def import_(ctx: click.Context, files: tuple[Path, ...], *, as_json: bool) -> None:
    """Take in invoices, FSE lots and ARLs (docs/formats.md) from JSON files."""
    from scord.actions.importing import import_file

    failed = None
    rows = []
    with _state(ctx) as context:
        for path in files:
            incoming = import_file(context, path)
            if as_json:
                rows.append({"file": str(path), "reason": incoming.reason, **incoming.report})
            else:
                report = incoming.report
                click.echo(
                    f"{path}: {report['applied']} nouveautés, {report['unchanged']} inchangées,"
                    f" {len(report['faults'])} fautes"
                )
                for fault in report["faults"]:
                    click.echo(f"    {fault['position']}: {fault['path']} {fault['message']}")
            if incoming.reason:
                failed = failed or ScordError(
                    Code(incoming.reason),
                    name=path.name,
                    refused=len(incoming.report["faults"]),
                    total=incoming.report["items"],
                )
    if as_json:
        click.echo(_json(rows))
    if failed:
        raise failed


@main.command(epilog="Example: scord status --json")
@json_option
@click.pass_context
def status(ctx: click.Context, *, as_json: bool) -> None:
    """Show the counts, and what waits for a person."""
    from scord.actions.status import status as look
    from scord.words import status_lines

    with _state(ctx):
        now = look()
    click.echo(_json(now.as_json()) if as_json else "\n".join(status_lines(now, _language(ctx))))


@main.command(epilog="Example: scord doctor --json")
@json_option
@click.pass_context
def doctor(ctx: click.Context, *, as_json: bool) -> None:
    """Examine folders, rights, codec, store, disk, clock, transport and every kept file."""
    from scord.doctor import FAULT, NOTE, examine

    with _state(ctx) as context:
        findings = examine(context)
    marks = {FAULT: "✗", NOTE: "·"}
    if as_json:
        click.echo(_json(findings))
    else:
        for finding in findings:
            click.echo(f"{marks.get(finding.level, '✓')} {finding.check:10} {finding.text}")
    faults = tuple(finding.text for finding in findings if finding.level == FAULT)
    if faults:
        raise ScordError(Code.DOCTOR_FOUND, count=len(faults))


@main.command(epilog="Example: scord config --json")
@json_option
@click.pass_context
def config(ctx: click.Context, *, as_json: bool) -> None:
    """Print the settings in force; secrets are masked."""
    from scord.secrets import load_secrets, mask

    settings = _settings(ctx)
    values = settings.model_dump(mode="json")
    if settings.state_dir.exists():
        secrets = load_secrets(settings.state_dir)
        values["secrets"] = {name: mask(value) for name, value in secrets.items()}
    if as_json:
        click.echo(_json(values))
        return
    for name, value in _flat(values):
        click.echo(f"{name} = {json.dumps(value, ensure_ascii=False)}")


def _flat(values: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


@main.command(epilog="Example: scord slip 481 -o page-de-garde.pdf")
@click.argument("invoice")
@click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@type_option
@click.pass_context
def slip(ctx: click.Context, invoice: str, out: Path, document_type: str | None) -> None:
    """Write cover slips to print: one page for each piece INVOICE still needs.

    INVOICE is a number such as 481, or 481:2023-07-06 where numbers repeat.
    """
    from scord.actions.lookup import find_invoice
    from scord.actions.slips import slips
    from scord.store.files import write_whole

    with _state(ctx) as context:
        write_whole(out, slips(context, find_invoice(invoice), document_type))
    click.echo(str(out))


@main.command(epilog="Example: scord arm 481 --folder scanner")
@click.argument("invoice")
@click.option("--folder", help="The drop folder; needed where there are several.")
@type_option
@click.pass_context
def arm(ctx: click.Context, invoice: str, folder: str | None, document_type: str | None) -> None:
    """Scanner pour cette facture: the next file of the folder is for INVOICE."""
    from scord.actions.lookup import find_invoice
    from scord.actions.paper import arm as arm_invoice

    with _state(ctx) as context:
        armed = arm_invoice(context, find_invoice(invoice), folder, document_type, by=_me())
        minutes = context.settings.filing.armed_minutes
    click.echo(f"{armed.folder}: {minutes:g} min")


@main.command("file", epilog="Example: scord file 12 481 --type ORDN")
@click.argument("document", type=int)
@click.argument("invoice")
@click.option(
    "--type", "document_type", required=True, type=click.Choice(DOCUMENT_TYPES), help="What it is."
)
@click.pass_context
def file_(ctx: click.Context, document: int, invoice: str, document_type: str) -> None:
    """Attach DOCUMENT of À classer (its number in `scord status`) to INVOICE."""
    from scord.actions.lookup import find_document, find_invoice
    from scord.actions.paper import file_document

    with _state(ctx) as context:
        found = find_document(document)
        file_document(context, found, find_invoice(invoice), document_type, by=_me())
    click.echo(f"{document} → {invoice}")


@main.command("take-back", epilog="Example: scord take-back 12")
@click.argument("document", type=int)
@click.pass_context
def take_back(ctx: click.Context, document: int) -> None:
    """Put an attached DOCUMENT back in À classer, as long as it has not left."""
    from scord.actions.lookup import find_document
    from scord.actions.paper import take_back as take

    with _state(ctx) as context:
        take(context, find_document(document), by=_me())
    click.echo(f"{document} → à classer")


@main.command(epilog="Example: scord send")
@click.pass_context
def send(ctx: click.Context) -> None:
    """Ask the service to make lots now of all that may leave."""
    from scord.actions.sending import send_now

    with _state(ctx) as context:
        send_now(context, by=_me())


@main.command(epilog="Example: scord pause")
@click.pass_context
def pause(ctx: click.Context) -> None:
    """Let nothing leave until `scord resume`; scans are still taken and filed."""
    from scord.actions import sending

    with _state(ctx) as context:
        sending.pause(context, by=_me())


@main.command(epilog="Example: scord resume")
@click.pass_context
def resume(ctx: click.Context) -> None:
    """End the pause."""
    from scord.actions import sending

    with _state(ctx):
        sending.resume(by=_me())


@main.command(epilog="Example: scord demo --once --scans ~/scans")
@click.option("--once", is_flag=True, help="End by itself; 0 only if every file is accounted for.")
@click.option(
    "--scans",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of your own scans instead of the samples.",
)
@click.option("--keep", is_flag=True, help="Keep the state folder and say where it is.")
@click.pass_context
def demo(ctx: click.Context, *, once: bool, scans: Path | None, keep: bool) -> None:
    """Show the whole way on sample pages, with the real service and a pretend caisse."""
    from scord.demo.show import show

    ctx.exit(show(once=once, scans=scans, keep=keep))
