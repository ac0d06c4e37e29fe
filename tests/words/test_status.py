"""What the terminal says of the status: in the asked language, complete, and without a name."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from scord.actions.proposing import FiledByText, Proposal, WhatWasRead
from scord.actions.status import Raised, Waiting
from scord.filing.decide import Why
from scord.words.status import ALWAYS, WHERE_ANY, status_lines
from scord_shared.alert_words import tell
from scord_shared.errors import Code
from scord_shared.status import AlertKind, AlertLevel, Counts, NamedInvoice, OpenAlert, Status

SINCE = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
ALERT = OpenAlert(
    7, AlertKind.FOLDER_UNREACHABLE, "scanner", AlertLevel.URGENT, {"folder": "scanner"}, SINCE
)
BUSY = Status(
    paused_since=SINCE,
    counts=Counts(**{name: n for n, name in enumerate([*ALWAYS, *WHERE_ANY], start=1)}),
    alerts=(ALERT,),
    alerts_open=13,
)
FLAGS = (
    Raised("paused", SINCE, "Anne", {}),
    Raised("folder-unreachable:scanner", SINCE, "machine", {"reason": "FileNotFoundError"}),
)
WAITING = (
    Waiting(12, 4, "lot\nde 3.pdf", 3, None, Why.NO_CLUE, {}),
    Waiting(13, 5, "photo.jpg", 1, None, Code.IMAGE_ILLEGIBLE, {"pages": [2]}),
)
NOTHING_READ = WhatWasRead((), {})
SIGHTINGS = (("exchange:in", "big\n.json", Code.FILE_TOO_LARGE.value),)


def lines(status: Status, language: str = "fr", **more: Any) -> list[str]:
    given = {"flags": (), "waiting": (), "read": NOTHING_READ, "sightings": (), **more}
    return "\n".join(status_lines(status, **given, language=language)).splitlines()


def busy(language: str) -> list[str]:
    return lines(BUSY, language, flags=FLAGS, waiting=WAITING, sightings=SIGHTINGS)


def test_every_count_of_the_status_has_its_words() -> None:
    assert {field.name for field in fields(Counts)} == {*ALWAYS, *WHERE_ANY}


def test_a_quiet_day_shows_the_five_counts_only() -> None:
    assert lines(Status()) == [
        "documents à classer           0",
        "pièces à télétransmettre      0",
        "pièces en attente d'ARL       0",
        "pièces acceptées              0",
        "pièces rejetées               0",
    ]


def test_a_busy_day_shows_orders_counts_alerts_documents_and_files_left_behind() -> None:
    told = busy("fr")
    assert told[0].startswith("Envoi en pause depuis le 10/03/2026 à 10:00, par Anne")
    for number, (heading, _) in enumerate([*ALWAYS.values(), *WHERE_ANY.values()], start=1):
        assert any(line.split() == [*heading.split(), str(number)] for line in told), heading
    title, advice = tell(ALERT, "fr")
    assert told[-11:] == [
        "À voir :",
        f"  {title}",
        f"    {advice}",
        "  et 12 de plus",
        "",
        "En attente d'une personne :",
        r"    12 'lot\nde 3.pdf' : rien n'indique la facture",
        "    13 'photo.jpg' : Page illisible (page 2)",
        "",
        "Fichiers laissés dans leur dossier :",
        r"réponses de la caisse, 'big\n.json' : Fichier trop lourd",
    ]


def test_what_an_alert_tells_is_not_told_as_a_flag_too() -> None:
    assert len([line for line in busy("fr") if "accessible" in line]) == 1
    assert lines(Status(), flags=FLAGS[1:]) == lines(Status())


def test_english_is_spoken_where_it_is_asked_for() -> None:
    text = "\n".join(busy("en"))
    assert "Sending is paused since 2026-03-10 10:00, by Anne" in text
    assert "pieces accepted" in text
    assert "and 12 more" in text
    assert tell(ALERT, "en").title in text
    assert "'photo.jpg': The page cannot be read (page 2)" in text
    assert not any(french in text for french, _ in (*ALWAYS.values(), *WHERE_ANY.values()))


@pytest.mark.parametrize("name", ["failed_messages", "uncertain_messages", "contested_lots"])
def test_what_a_person_must_settle_is_shown_as_soon_as_there_is_any(name: str) -> None:
    heading = WHERE_ANY[name][0]
    one = replace(Status(), counts=replace(Counts(), **{name: 1}))
    assert not any(heading in line for line in lines(Status()))
    assert any(heading in line for line in lines(one))


NIR = {"aspect": "nir", "degree": "exact"}
OTHER_BIRTH = {"aspect": "birth-date", "degree": "contradicted"}
INVOICE = NamedInvoice(5, "991129768:481:2026-03-09", "481")


def test_what_a_waiting_document_may_be_for_stands_below_it_with_its_reasons() -> None:
    proposed = {12: (Proposal(INVOICE, "ORDN", (NIR,), (OTHER_BIRTH,)),)}
    told = lines(Status(), waiting=WAITING, read=WhatWasRead((), proposed))
    assert (
        "       peut-être 991129768:481:2026-03-09 (ORDN) : NIR exact ;"
        " mais date de naissance différente"
    ) in told


def test_what_was_filed_by_its_text_is_told_with_its_reasons() -> None:
    one = FiledByText(14, "scan.pdf", INVOICE, "ORDN", "nir+prescription-date", (NIR,))
    told = lines(Status(), read=WhatWasRead((one,), {}))
    assert told[-1] == "    14 'scan.pdf' sur 991129768:481:2026-03-09 (ORDN) : NIR exact"
