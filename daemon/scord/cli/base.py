"""What all commands share: faults told as a person or a script wants them, the state opened."""

from __future__ import annotations

import getpass
import json
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from scord.settings import DOCUMENT_TYPES, Settings, language_asked, load
from scord.words.answers import ANSWERS
from scord.words.speech import put
from scord_shared.errors import Code, ScordError
from scord_shared.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from scord.store.context import Context

_One = TypeVar("_One")

_HEADINGS = {"Options": "Options", "Commands": "Commandes"}


class FrenchHelp(click.HelpFormatter):
    """Help as its readers speak: the texts are ours, the headings click's."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Utilisation : ")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        told = [(term, text.replace("[required]", "[obligatoire]")) for term, text in rows]
        super().write_dl(told, col_max, col_spacing)

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section(f"{_HEADINGS.get(name, name)} "):
            yield


class CliContext(click.Context):
    formatter_class = FrenchHelp


class _Helpful(click.Command):
    context_class = CliContext

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "Afficher cette aide."
        return option


class Command(_Helpful):
    """A command whose faults end as title, advice and code on standard error, and a status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ScordError as fault:
            fail(ctx, fault)
        except OSError as fault:
            if fault.filename is None:  # not of a path; click knows what a closed pipe means
                raise
            fail(ctx, ScordError(Code.FOLDER_UNREACHABLE, path=fault.filename))


class Group(_Helpful, click.Group):
    command_class = Command


def command(
    name: str, *, text: str, example: str
) -> Callable[[Callable[..., None]], click.Command]:
    """Decorates a function into the command `name`; `example` is a whole line to type."""
    return click.command(name, cls=Command, help=text, epilog=f"Exemple : {example}")


def fail(ctx: click.Context, fault: ScordError) -> NoReturn:
    """Tells the fault on standard error, and ends with its status."""
    words = say(fault.code, fault.facts, language(ctx))
    if ctx.params.get("as_json"):
        told = {"title": words.title, "advice": words.advice, "facts": fault.facts}
        click.echo(as_text({"code": fault.code.value, **told}), err=True)
    else:
        click.echo(f"{words.title}\n{words.advice}\n[{fault.code.value}]", err=True)
    ctx.exit(fault.exit_status)


def answer(ctx: click.Context, code: str, **facts: object) -> None:
    """Says what was done, in the words of ANSWERS."""
    click.echo(words(ctx, code, **facts))


def words(ctx: click.Context, code: str, **facts: object) -> str:
    return put(ANSWERS[code], language(ctx), **facts)


def ask_key(ctx: click.Context, code: str) -> bytes:
    """The key of the recovery code that a person types. Raises RECOVERY_CODE_WRONG, click.Abort
    where nobody is there.
    """
    from scord.store.store_key import key_of

    return key_of(click.prompt(words(ctx, code), err=True))


def show(
    ctx: click.Context,
    found: Sequence[_One],
    line: Callable[[click.Context, _One], str],
    nothing: str,
    *,
    as_json: bool,
) -> None:
    """All that was found, one `line` each; where there is none, ANSWERS[nothing]."""
    if as_json:
        click.echo(as_text(found))
        return
    for one in found:
        click.echo(line(ctx, one))
    if not found:
        answer(ctx, nothing)


def settings_of(ctx: click.Context) -> Settings:
    """The settings in force, read once. Raises as scord.settings.load does."""
    root = ctx.find_root()
    if "settings" not in root.meta:
        root.meta["settings"] = load(root.params.get("config"))
    settings: Settings = root.meta["settings"]
    return settings


def language(ctx: click.Context) -> str:
    """That of the settings, even where they are at fault."""
    root = ctx.find_root()
    if "settings" in root.meta:
        return settings_of(ctx).language
    return language_asked(root.params.get("config"))


@contextmanager
def opened(ctx: click.Context) -> Iterator[Context]:
    """The state folder, open beside a running service, which sees the rows written here."""
    from scord.clock import SystemClock
    from scord.engine import open_state

    with open_state(settings_of(ctx), SystemClock()) as context:
        yield context


def as_text(value: Any) -> str:
    """JSON for a person and a script to read."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)


def me() -> str:
    """Who asks, for the journal."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


files_argument = click.argument(
    "files", metavar="FICHIERS...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
invoice_argument = click.argument("invoice", metavar="FACTURE")
document_argument = click.argument("document", metavar="DOCUMENT", type=int)
json_option = click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")
type_option = click.option(
    "--type", "document_type", type=click.Choice(DOCUMENT_TYPES), help="Le type du document."
)
