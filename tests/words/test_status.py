"""What the terminal says of the status: in the asked language, complete, and without a name."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import get_type_hints

import pytest

from scord.actions.status import Raised, Status, Waiting
from scord.filing.decide import Why
from scord.words.status import ALWAYS, WHERE_ANY, status_lines
from scord_shared.errors import Code

SINCE = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
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
    flags=(Raised("paused", SINCE, "Anne", {}),),
    sightings=(("exchange:in", "big\n.json", Code.FILE_TOO_LARGE.value),),
    waiting=(
        Waiting(12, 4, "lot\nde 3.pdf", 3, None, Why.NO_CLUE, {}),
        Waiting(13, 5, "photo.jpg", 1, None, Code.IMAGE_ILLEGIBLE, {"pages": [2]}),
    ),
)


def test_every_count_of_the_status_has_its_words() -> None:
    hints = get_type_hints(Status)
    counts = {field.name for field in fields(Status) if hints[field.name] is int}
    assert counts == {*ALWAYS, *WHERE_ANY}


def test_a_quiet_day_shows_the_five_counts_only() -> None:
    assert list(status_lines(NOTHING, "fr")) == [
        "documents à classer           0",
        "pièces à télétransmettre      0",
        "pièces en attente d'ARL       0",
        "pièces acceptées              0",
        "pièces rejetées               0",
    ]


def test_a_busy_day_shows_flags_counts_documents_and_files_left_in_their_folder() -> None:
    lines = "\n".join(status_lines(BUSY, "fr")).splitlines()
    assert lines[0].startswith("Envoi en pause depuis le 10/03/2026 à 10:00, par Anne")
    for number, (heading, _) in enumerate([*ALWAYS.values(), *WHERE_ANY.values()], start=1):
        assert any(line.split() == [*heading.split(), str(number)] for line in lines), heading
    assert lines[-6:] == [
        "En attente d'une personne :",
        r"    12 'lot\nde 3.pdf' : rien n'indique la facture",
        "    13 'photo.jpg' : Page illisible (page 2)",
        "",
        "Fichiers laissés dans leur dossier :",
        r"réponses de la caisse, 'big\n.json' : Fichier trop lourd",
    ]


def test_english_is_spoken_where_it_is_asked_for() -> None:
    text = "\n".join(status_lines(BUSY, "en"))
    assert "Sending is paused since 2026-03-10 10:00, by Anne" in text
    assert "pieces accepted" in text
    assert "'photo.jpg': The page cannot be read (page 2)" in text
    assert not any(french in text for french, _ in (*ALWAYS.values(), *WHERE_ANY.values()))


@pytest.mark.parametrize("name", ["failed_messages", "uncertain_messages", "contested_lots"])
def test_what_a_person_must_settle_is_shown_as_soon_as_there_is_any(name: str) -> None:
    heading = WHERE_ANY[name][0]
    assert not any(heading in line for line in status_lines(NOTHING, "fr"))
    assert any(heading in line for line in status_lines(replace(NOTHING, **{name: 1}), "fr"))
