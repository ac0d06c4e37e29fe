"""Every `scord …` in the pages is a command that there is, with the options it has."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import click
import pytest
from tests.docs.written import blocks, pages, spans

from scord.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TYPED = ("", "sh", "bash", "console", "bat", "powershell", "ini")
# What may stand before a command: a prompt, variables, another user, the unit's setting.
_BEFORE = re.compile(r"(?:[$#>] |ExecStart=|[A-Z_]+=\S+ +|(?:sudo|runuser) (?:-u \w+ )?(?:-- )?)+")
_PROGRAM = re.compile(r"(?:\S*[/\\])?scord(?:\.exe|\.cmd)?(?= |$)")
_ENDS = {"|", "||", "&&", ";", ">", ">>", "<", "2>", "&"}


def test_every_command_in_a_block_of_code_can_be_typed() -> None:
    found = [(path, words) for path, page in pages().items() for words in typed(page)]
    assert len(found) > 20
    assert [(path, words, why) for path, words in found if (why := fault(main, words))] == []


def test_every_command_between_words_is_there_with_its_options() -> None:
    found = [(path, words) for path, page in pages().items() for words in mentioned(page)]
    assert len(found) > 40
    told = [(path, words, fault(main, words, whole=False)) for path, words in found]
    assert [one for one in told if one[-1]] == []


@pytest.mark.parametrize(
    "line",
    [
        "scord profe 481",
        "scord proof 481 --onto x.pdf",
        "scord file 12 --type ORDN",
        "scord file 12 481 --type XXXX",
        "runuser -u scord -- scord doktor",
        "/opt/scord/bin/scord status --jason | less",
    ],
)
def test_a_line_that_cannot_be_typed_is_found(line: str) -> None:
    (words,) = typed(f"```\n{line}\n```\n")
    assert fault(main, words)


def typed(page: str) -> Iterator[list[str]]:
    for block in blocks(page, *_TYPED):
        for line in block.text.replace("\\\n", " ").splitlines():
            yield from commands(re.split(r"\s{3,}", line.strip())[0])


def mentioned(page: str) -> Iterator[list[str]]:
    for span in spans(page):
        yield from commands(span)


def commands(line: str) -> Iterator[list[str]]:
    """The words after each `scord` of a line."""
    for part in re.split(r" (?:&&|\|\||[|;]) ", line):
        rest = _BEFORE.sub("", part, count=1) if _BEFORE.match(part) else part
        if program := _PROGRAM.match(rest):
            words = shlex.split(rest[program.end() :].replace("\\", "/"), comments=True)
            end = next((at for at, word in enumerate(words) if word in _ENDS), len(words))
            yield [word for word in words[:end] if word != "…"]


def fault(command: click.Command, words: Sequence[str], *, whole: bool = True) -> str | None:
    """Why these words cannot be typed after `scord`; arguments are wanted only where `whole`."""
    try:
        parse(command, words, whole=whole)
    except click.UsageError as error:
        return error.format_message()
    return None


def parse(command: click.Command, words: Sequence[str], *, whole: bool) -> None:
    """Reads the words as click would, and asks nothing of files and numbers: none is there."""
    context = command.context_class(command, **command.context_settings)
    given, rest, _ = command.make_parser(context).parse_args(list(words))
    if isinstance(command, click.Group):
        if rest:
            _, inner, after = command.resolve_command(context, rest)
            assert inner
            parse(inner, after, whole=whole)
        return
    if rest:
        raise click.UsageError(f"too much: {rest}")
    for parameter in command.params:
        value = given.get(parameter.name or "")
        if isinstance(parameter.type, click.Choice) and isinstance(value, str):
            parameter.type.convert(value, parameter, context)
        if whole and parameter.required and not isinstance(value, str | tuple):
            raise click.MissingParameter(ctx=context, param=parameter)
