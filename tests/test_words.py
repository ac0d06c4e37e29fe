"""What the terminal says of the status: in the asked language, complete, and without a name."""

from __future__ import annotations

from dataclasses import fields
from typing import get_type_hints

import pytest

from scord.actions.status import Status, Waiting
from scord.filing.decide import Why
from scord.words import ALWAYS, WHERE_ANY, WHYS, status_lines, why
from scord_shared.errors import Code

NOTHING = Status(
    paused=False,
    **dict.fromkeys([*ALWAYS, *WHERE_ANY], 0),
    flags=(),
    sightings=(),
    waiting=(),
)
BUSY = Status(
    paused=True,
    **{name: number for number, name in enumerate([*ALWAYS, *WHERE_ANY], start=1)},
    flags=("paused",),
    sightings=(("scanner", "big.tif", Code.FILE_TOO_LARGE.value),),
    waiting=(Waiting(12, 4, "lot\nde 3.pdf", 3, None, Why.NO_CLUE),),
)


def test_every_count_of_the_status_has_its_words() -> None:
    hints = get_type_hints(Status)
    counts = {field.name for field in fields(Status) if hints[field.name] is int}
    assert counts == {*ALWAYS, *WHERE_ANY}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_reason_to_ask_a_person_has_its_words(language: str) -> None:
    assert {*Why} <= WHYS.keys()
    assert all(why(reason, language) != reason for reason in Why)


@pytest.mark.parametrize("code", Code)
def test_a_held_document_says_its_fault_in_words(code: Code) -> None:
    assert why(code, "fr") not in {"", code.value}


def test_a_reason_nobody_knows_is_shown_as_it_is() -> None:
    assert why("later-than-this-release", "fr") == "later-than-this-release"
    assert why(None, "fr") == ""


def test_a_quiet_day_shows_the_five_counts_only() -> None:
    assert list(status_lines(NOTHING, "fr")) == [
        "    0 à classer",
        "    0 à télétransmettre",
        "    0 en attente d'ARL",
        "    0 acceptés",
        "    0 rejetés",
    ]


@pytest.mark.parametrize(
    ("language", "pause", "why_words", "head"),
    [
        ("fr", "L'envoi est en pause.", "rien n'indique la facture", "À classer :"),
        ("en", "Sending is paused.", "nothing names the invoice", "To be filed:"),
    ],
)
def test_a_busy_day_shows_pause_counts_documents_and_files_out_of_reach(
    language: str, pause: str, why_words: str, head: str
) -> None:
    lines = list(status_lines(BUSY, language))
    english = language == "en"
    assert lines[0] == pause
    assert f"    7 {WHERE_ANY['held'][english]}" in lines
    assert head in lines
    assert rf"   12 'lot\nde 3.pdf': {why_words}" in lines
    assert lines[-1].startswith("scanner: ")
    assert lines[-1].endswith("big.tif")
