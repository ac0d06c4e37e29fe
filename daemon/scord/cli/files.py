"""Commands on files: convert, check, import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scord.cli.base import (
    answer,
    as_text,
    command,
    files_argument,
    json_option,
    language,
    opened,
    settings_of,
    words,
)
from scord.words.nomenclature import warning_words
from scord.words.speech import size, with_colon
from scord_shared.errors import Code, ScordError
from scord_shared.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scord.actions.checking import Checked
    from scord.actions.converting import Converted
    from scord.store.tables import Incoming


@command(
    "convert",
    text="Faire de scans et de photos des PDF conformes. Noir et blanc, 200 dpi au moins,"
    " 250 000 octets au plus.",
    example="scord convert scan.jpg lot.tif -o out/ --compare",
)
@files_argument
@click.option(
    "-o",
    "--out",
    metavar="DOSSIER",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Où mettre les PDF.",
)
@click.option("--overwrite", is_flag=True, help="Remplacer les fichiers qui y sont déjà.")
@click.option(
    "--compare",
    is_flag=True,
    help="Écrire aussi une planche avant/après de chaque fichier, à regarder (-compare.png).",
)
@json_option
@click.pass_context
def convert(
    ctx: click.Context,
    files: tuple[Path, ...],
    out: Path,
    *,
    overwrite: bool,
    compare: bool,
    as_json: bool,
) -> None:
    from scord.actions.converting import convert_all

    out.mkdir(parents=True, exist_ok=True)
    how = {"overwrite": overwrite, "compare": compare}
    results = []
    for result in convert_all(settings_of(ctx), files, out, progress=_page_counter(), **how):
        results.append(result)
        if not as_json:
            _tell_converted(ctx, result, alone=len(files) == 1)
    if as_json:
        click.echo(as_text([result.as_json() for result in results]))
    _raise_first(result.fault for result in results)


def _page_counter() -> Callable[[int, int], None] | None:
    """Counts the pages of a long file for who sits before a terminal."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        if total > 1:
            click.echo(
                f"\r{done}/{total}" + ("\r\033[K" if done == total else ""), nl=False, err=True
            )

    return tell


def _tell_converted(ctx: click.Context, result: Converted, *, alone: bool) -> None:
    if result.fault and not alone:
        _tell_fault(ctx, result.source, result.fault)
    for part in result.parts:
        facts = {"path": part.path, "size": size(part.bytes, language(ctx)), "dpi": part.dpi}
        click.echo(f"✓ {result.source} → {words(ctx, 'converted', **facts)}")
    if result.blank_pages:
        answer(ctx, "blank-left-out", pages=", ".join(map(str, result.blank_pages)))
    for sheet in result.sheets:
        answer(ctx, "compared", path=sheet)


@command(
    "check",
    text="Dire si des PDF sont conformes. Page par page ; statut 5 si l'un ne l'est pas.",
    example="scord check out/scan.pdf --json",
)
@files_argument
@json_option
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], *, as_json: bool) -> None:
    from scord.actions.checking import check_all

    checked = list(check_all(files))
    if as_json:
        click.echo(as_text({str(one.path): one.as_json() for one in checked}))
    else:
        for one in checked:
            for line in _check_lines(one, language(ctx)):
                click.echo(line)
    _raise_first(one.verdict for one in checked)


def _check_lines(one: Checked, spoken: str) -> Iterator[str]:
    from scord.words.pdf_faults import pdf_fault

    if one.fault:
        known = {name: fact for name, fact in one.fault.facts.items() if name != "name"}
        yield with_colon(f"✗ {one.path}", say(one.fault.code, known, spoken).title, spoken)
    if one.report:
        mark = "✓" if one.report.conforming else "✗"
        yield f"{mark} {one.path} ({size(one.report.bytes, spoken)})"
        yield from (f"    {pdf_fault(fault, spoken)}" for fault in one.report.faults)


@command(
    "import",
    text="Prendre en compte factures, lots de FSE et ARL. Ce sont des fichiers JSON, décrits dans"
    " docs/formats.md.",
    example="scord import factures.json",
)
@files_argument
@json_option
@click.pass_context
def import_(ctx: click.Context, files: tuple[Path, ...], *, as_json: bool) -> None:
    from scord.actions.importing import import_file

    faults: list[ScordError | None] = []
    rows: list[dict[str, Any]] = []
    with opened(ctx) as context:
        for path in files:
            try:
                incoming = import_file(context, path)
            except ScordError as fault:
                rows.append({"file": str(path), "reason": fault.code.value})
                faults.append(fault)
                if not as_json and len(files) > 1:
                    _tell_fault(ctx, path, fault)
                continue
            rows.append({"file": str(path), "reason": incoming.reason, **incoming.report})
            faults.append(_import_fault(path, incoming))
            if not as_json:
                _tell_import(ctx, path, incoming)
    if as_json:
        click.echo(as_text(rows))
    _raise_first(faults)


def _tell_import(ctx: click.Context, path: Path, incoming: Incoming) -> None:
    report = incoming.report
    told = words(ctx, "imported", **{**report, "faults": len(report["faults"])})
    if incoming.reason and not report["faults"]:  # of the file as a whole
        told = say(Code(incoming.reason), {}, language(ctx)).title
    click.echo(with_colon(str(path), told, language(ctx)))
    for fault in report["faults"]:
        place = " ".join(str(part) for part in (fault["position"], fault["path"]) if part)
        click.echo(with_colon(f"    {place}", fault["message"], language(ctx)))
    for one in report["warnings"]:
        told = warning_words(one["code"], one["facts"], language(ctx))
        place = words(ctx, "to-check", position=one["position"], path=one["path"])
        click.echo(with_colon(f"    {place}", told, language(ctx)))


def _import_fault(path: Path, incoming: Incoming) -> ScordError | None:
    if incoming.reason is None:
        return None
    return ScordError(
        Code(incoming.reason),
        path=str(path),
        refused=len({fault["position"] for fault in incoming.report["faults"]}),
        total=incoming.report["items"],
    )


def _tell_fault(ctx: click.Context, path: Path, fault: ScordError) -> None:
    """On one line that begins with the file's name, where several files may be told of."""
    known = {name: fact for name, fact in fault.facts.items() if name != "name"}
    title, advice = say(fault.code, known, language(ctx))
    told = with_colon(f"✗ {path}", f"{title}. {advice}", language(ctx))
    click.echo(f"{told} [{fault.code.value}]", err=True)


def _raise_first(faults: Iterable[ScordError | None]) -> None:
    """A command on several files ends with the code and status of the first that failed."""
    for fault in faults:
        if fault:
            raise fault


COMMANDS = (convert, check, import_)
