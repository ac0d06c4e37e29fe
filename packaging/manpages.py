"""Writes the manual pages: `python packaging/manpages.py FOLDER` makes FOLDER/man1 and FOLDER/man5.

Commands are told in French, as their `--help` is, one page each, with scord.1 as the way in; the
settings in English, as docs/configuration.md is. Looked at: click-man (English headings around
French text, no settings, no scord-tray).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scord import __version__
from scord.cli import main as scord
from scord.settings import tables
from scord_tray.__main__ import _parser as tray_parser

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

_LEADING = re.compile(r"^(?=[.'])", re.MULTILINE)


def pages() -> dict[str, str]:
    """Every page by its file: man1/scord-proof.1."""
    found = {f"man1/scord-{name}.1": _command(name, one) for name, one in scord.commands.items()}
    return {
        "man1/scord.1": _scord(),
        **found,
        "man1/scord-tray.1": _tray(),
        "man5/scord.toml.5": _settings(),
    }


def _scord() -> str:
    context = _of_scord()
    about, _, examples = (scord.help or "").partition("\b\n")
    commands = (
        item(bold(f"scord-{name}(1)"), text(one.get_short_help_str(100)))
        for name, one in sorted(scord.commands.items())
    )
    return page(
        ("scord", 1, "pièces SCOR d'un cabinet, des scans aux acquittements"),
        ("SYNOPSIS", f"{bold('scord')} [OPTIONS] COMMANDE ...\n"),
        ("DESCRIPTION", text(about)),
        ("OPTIONS", "".join(_options(scord, context))),
        ("COMMANDES", "".join(commands)),
        ("EXEMPLES", f".nf\n{text(examples)}.fi\n"),
        (
            "STATUT",
            text("0 si tout est bien ; sinon, l'erreur standard dit quoi faire, et un code."),
        ),
        ("VOIR AUSSI", f"{bold('scord.toml')}(5), {bold('scord-tray')}(1)\n"),
    )


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, parent=_of_scord())
    title, _, rest = (command.help or "").partition(". ")
    usage = " ".join(command.collect_usage_pieces(context))
    return page(
        (f"scord-{name}", 1, title.rstrip(".")),
        ("SYNOPSIS", f"{bold(f'scord {name}')} {text(usage)}"),
        ("DESCRIPTION", text(f"{title.rstrip('.')}. {rest}")),
        ("OPTIONS", "".join(_options(command, context))),
        ("EXEMPLE", f".nf\n{text((command.epilog or '').removeprefix('Exemple : '))}.fi\n"),
        ("VOIR AUSSI", f"{bold('scord')}(1), {bold('scord.toml')}(5)\n"),
    )


def _of_scord() -> click.Context:
    return click.Context(scord, info_name="scord", **scord.context_settings)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for one in command.get_params(context):
        record = one.get_help_record(context)
        if record and isinstance(one, click.Option):
            term, words = record
            yield item(bold(term), text(words.replace("[required]", "[obligatoire]")))


def _tray() -> str:
    parser = tray_parser()
    actions = parser._actions  # noqa: SLF001 -- argparse has no other way to ask
    options = (
        item(bold(", ".join(one.option_strings) + _value(one)), text(one.help or ""))
        for one in actions
    )
    examples = (parser.epilog or "").partition("\n")[2]
    return page(
        ("scord-tray", 1, "l'icône de Scord près de l'horloge"),
        ("SYNOPSIS", f"{bold('scord-tray')} [OPTIONS]\n"),
        ("DESCRIPTION", text(parser.description or "")),
        ("OPTIONS", "".join(options)),
        ("EXEMPLES", f".nf\n{text(examples)}.fi\n"),
        ("VOIR AUSSI", f"{bold('scord')}(1)\n"),
    )


def _value(option: argparse.Action) -> str:
    if option.choices:
        return f" [{'|'.join(option.choices)}]"
    return f" {option.metavar}" if option.metavar else ""


def _settings() -> str:
    about = (
        "TOML. What is not set has its default. The file is named by --config or SCORD_CONFIG,"
        " else it is at the system's place; a variable such as SCORD_LOTS__TIMES goes before it."
        " It holds no secret."
    )
    sections = (
        (f"[{name}]" if name else "ABOVE ALL TABLES", "".join(_fields(model)))
        for name, model in tables().items()
    )
    return page(
        ("scord.toml", 5, "settings of Scord"),
        ("DESCRIPTION", text(about)),
        *sections,
        ("SEE ALSO", f"{bold('scord')}(1), {bold('scord-config')}(1)\n"),
    )


def _fields(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if field.description:
            yield item(bold(name), text(f"{field.description} {_default(field)}"))


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "Required."
    value: Any = field.default
    told = str(value).lower() if isinstance(value, bool) else value
    return f"Default: {told}." if isinstance(value, str | int | float) and value != "" else ""


def page(head: tuple[str, int, str], *sections: tuple[str, str]) -> str:
    """A page of man(7): name, section, line for whatis; then each section that says something."""
    name, number, line = head
    called = {1: "NOM", 5: "NAME"}[number]
    told = [(called, f"{escaped(name)} \\- {text(line)}"), *sections]
    title = f'.TH "{escaped(name.upper())}" {number} "" "Scord {escaped(__version__)}"\n.nh\n'
    return title + "".join(f'.SH "{escaped(one)}"\n{inside}' for one, inside in told if inside)


def item(term: str, words: str) -> str:
    return f".TP\n{term}\n{words}"


def bold(words: str) -> str:
    return f"\\fB{escaped(words)}\\fR"


def text(words: str) -> str:
    """Words as roff takes them literally, one line feed at the end."""
    lines = "\n".join(line.strip() for line in escaped(words).strip().splitlines())
    return _LEADING.sub(r"\\&", lines) + "\n"


def escaped(words: str) -> str:
    return words.replace("\\", "\\e").replace("-", "\\-").replace("`", "").replace('"', "\\(dq")


def write(folder: Path) -> None:
    for name, told in pages().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(told, "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
