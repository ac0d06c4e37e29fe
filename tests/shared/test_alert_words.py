"""Every alert has words in both languages that fit a notification, and no name stands in them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.actions.importing import LPS
from scord.exchange.answers import CAISSE
from scord_shared.alert_words import (
    _VARIANTS,
    ADVICE_LENGTH,
    TITLE_LENGTH,
    WORDS,
    summary,
    tell,
)
from scord_shared.errors import Code
from scord_shared.place_words import FOLDERS, STAGES
from scord_shared.status import AlertKind, AlertLevel, OpenAlert

LEFTOVERS = re.compile(r"[\[\]{}?]|  |\s[.,]|[:;(]$")
LONG_NAME = "numerisation-du-cabinet-de-la-place-de-la-Republique"
NINE = "999999999"
HOST = "smtp.exemple-hebergeur.fr"
MANY = 9_999_999
WHEN = "2026-12-30T22:30:00+00:00"
NOTE, WARNING, URGENT = AlertLevel


def alert(
    kind: AlertKind, level: AlertLevel = WARNING, subject: str = "7", /, **facts: Any
) -> OpenAlert:
    return OpenAlert(1, kind, subject, level, facts, datetime(2026, 3, 10, 9, 0, tzinfo=UTC))


def lot(kind: str) -> dict[str, str]:
    number = "A99" if kind == "fse" else "1234567"
    return {"kind": kind, "lot": number, "billing_number": NINE}


FOLDER_NAMES = [LONG_NAME, *FOLDERS]
LARGEST = [
    *(alert(AlertKind.TO_FILE, level, "", count=MANY, oldest=WHEN) for level in (NOTE, WARNING)),
    *(
        alert(kind, code=code.value, folder=LONG_NAME)
        for kind in (AlertKind.SCAN_REFUSED, AlertKind.FILE_LEFT)
        for code in Code
        if code.value.startswith(("image", "file"))
    ),
    *(
        alert(AlertKind.DOCUMENT_HELD, code=code.value, pages=list(range(290, 301)))
        for code in Code
        if code.value.startswith("image")
    ),
    *(alert(AlertKind.FILE_LEFT, folder=folder) for folder in FOLDERS),
    alert(AlertKind.NOTHING_SCANNED, WARNING, "", since=WHEN),
    *(alert(AlertKind.PIECE_REJECTED, count=MANY, **lot(kind)) for kind in ("scor", "depot")),
    alert(AlertKind.FSE_LOT_REJECTED, **lot("fse")),
    *(
        alert(AlertKind.ARL_LATE, level, **lot(kind))
        for kind in ("fse", "scor", "depot")
        for level in (WARNING, URGENT)
    ),
    *(alert(AlertKind.ANSWERS_DIFFER, **lot(kind)) for kind in ("fse", "scor", "depot")),
    *(alert(AlertKind.ARL_UNMATCHED, WARNING, subject, count=MANY) for subject in ("", "scor")),
    alert(AlertKind.ARL_UNMATCHED, **lot("fse")),
    *(alert(AlertKind.SENDING_UNCERTAIN, **lot(kind)) for kind in ("scor", "depot")),
    *(alert(AlertKind.SENDING_FAILED, **lot(kind)) for kind in ("scor", "depot")),
    alert(AlertKind.SENDING_UNCERTAIN, bounced=True, **lot("scor")),
    alert(AlertKind.PROFILE_CHANGED, WARNING, "reference", count=MANY, profile="reference"),
    alert(AlertKind.ROUTE_STOPPED, URGENT, "", count=MANY, since=WHEN),
    *(
        alert(AlertKind.CERTIFICATE_ENDS, URGENT, ends=WHEN, ended=ended, **whose)
        for ended in (False, True)
        for whose in ({"billing_number": "991129768"}, {"destination": "01-349"})
    ),
    *(
        alert(kind, URGENT, billing_number="991129768", code=code)
        for kind in (AlertKind.ROUTE_STOPPED, AlertKind.MAILBOX_BARRED)
        for code in (Code.MAIL_LOGIN_REFUSED, Code.MAIL_UNTRUSTED, Code.MAIL_UNREACHABLE)
    ),
    *(
        alert(AlertKind.CERTIFICATE_ENDS, URGENT, authorities=True, ends=WHEN, ended=ended)
        for ended in (False, True)
    ),
    *(
        alert(AlertKind.SERVER_CERTIFICATE_ENDS, URGENT, host=HOST, ends=WHEN, pinned=pinned)
        for pinned in (False, True)
    ),
    alert(AlertKind.CLOCK_WRONG, URGENT, ""),
    alert(AlertKind.CLOCK_WRONG, WARNING, "back", minutes=MANY),
    alert(AlertKind.BACKUP_OLD, WARNING, ""),
    alert(AlertKind.BACKUP_OLD, WARNING, "", since=WHEN),
    *(alert(AlertKind.FOLDER_UNREACHABLE, URGENT, folder=folder) for folder in FOLDER_NAMES),
    *(
        alert(AlertKind.STAGE_FAILED, URGENT, stage=stage, code=code)
        for stage in STAGES
        for code in (Code.DISK_FULL, Code.INTERNAL, Code.STORE_BUSY, Code.STORE_FILE_DAMAGED)
    ),
    *(
        alert(AlertKind.IMPORT_REFUSED, code=code.value)
        for code in Code
        if code.value.startswith(("import", "internal"))
    ),
    *(
        alert(AlertKind.DISK_NEARLY_FULL, URGENT, folder=folder, least_mb=MANY)
        for folder in (None, LONG_NAME)
    ),
    alert(AlertKind.PAUSED_LONG, WARNING, "", since=WHEN),
    alert(AlertKind.PAUSED_LONG, URGENT, "", since=WHEN, restored=True),
]

SPACES = str.maketrans("\xa0\u202f", "  ")  # those of French print

every_language = pytest.mark.parametrize("language", ["fr", "en"])
every_kind = pytest.mark.parametrize("kind", AlertKind)


def test_the_largest_values_are_those_of_every_kind() -> None:
    assert {one.kind for one in LARGEST} == set(AlertKind)


def test_both_languages_have_words_for_every_kind_and_the_same_variants() -> None:
    assert set(AlertKind) <= set(WORDS["fr"])
    assert set(WORDS["fr"]) == set(WORDS["en"])


def test_every_variant_is_used() -> None:
    used = {f"{one.kind}:{_VARIANTS[one.kind](one)}" for one in LARGEST if one.kind in _VARIANTS}
    assert {key for key in WORDS["fr"] if ":" in key} <= used


@every_language
@pytest.mark.parametrize("one", LARGEST, ids=lambda one: f"{one.kind}")
def test_the_largest_values_fit_a_notification_uncut_but_for_long_folder_names(
    one: OpenAlert, language: str
) -> None:
    title, advice = tell(one, language)
    assert len(title) <= TITLE_LENGTH
    assert len(advice) <= ADVICE_LENGTH
    assert "…" not in advice
    assert "…" not in title or one.facts.get("folder") == LONG_NAME or "pages" in one.facts
    assert not title.endswith(".")
    assert advice.endswith((".", "»."))
    for text in (title, advice):
        assert text.isprintable()
        assert not LEFTOVERS.search(text), text


@every_language
@every_kind
@pytest.mark.parametrize("level", AlertLevel)
def test_a_sentence_is_whole_without_any_fact(
    kind: AlertKind, level: AlertLevel, language: str
) -> None:
    for text in tell(alert(kind, level), language):
        assert text
        assert not LEFTOVERS.search(text), text


@pytest.mark.parametrize("one", LARGEST, ids=lambda one: f"{one.kind}")
def test_the_languages_differ(one: OpenAlert) -> None:
    assert tell(one, "fr") != tell(one, "en")
    assert tell(one, "de") == tell(one, "fr") == tell(one)


# -- what is said


def test_a_lot_is_named_as_people_name_it_with_the_practitioner_in_the_advice() -> None:
    title, advice = tell(alert(AlertKind.ARL_LATE, URGENT, **lot("scor")))
    assert title == "ARL très en retard : lot SCOR 1234567"
    assert advice.startswith("Appelez la caisse ; à défaut, remettez les pièces sur papier.")
    assert advice.endswith(" Praticien 999999999.")
    title, advice = tell(alert(AlertKind.ARL_LATE, WARNING, **lot("fse")))
    assert title == "ARL en retard : lot de FSE A99"
    assert "Appelez" not in advice


@every_language
@pytest.mark.parametrize(
    "one", [one for one in LARGEST if one.facts.get("kind") == "depot"], ids=lambda one: one.kind
)
def test_what_was_handed_to_the_software_is_told_without_caisse_and_arl(
    one: OpenAlert, language: str
) -> None:
    told = " ".join(tell(one, language))
    assert "caisse" not in told
    assert "ARL" not in told


@every_language
def test_the_certificate_of_all_other_caisses_is_told_without_a_number(language: str) -> None:
    one = alert(AlertKind.CERTIFICATE_ENDS, URGENT, "*", destination="*", ends=WHEN)
    assert "*" not in " ".join(tell(one, language))


def test_documents_that_wait_for_long_are_told_with_the_day_in_france() -> None:
    title, advice = tell(alert(AlertKind.TO_FILE, WARNING, count=1200, oldest=WHEN))
    assert title == "Documents à classer depuis longtemps : 1 200 en tout"
    assert "30/12/2026" in advice
    assert "2026-12-30" in tell(alert(AlertKind.TO_FILE, WARNING, oldest=WHEN), "en").advice


def test_a_moment_is_told_as_clocks_in_france_show_it() -> None:
    assert tell(alert(AlertKind.PAUSED_LONG, since=WHEN)).title.endswith("30/12/2026 à 23:30")


def test_a_refused_file_is_told_with_its_fault_and_what_to_do() -> None:
    one = alert(AlertKind.SCAN_REFUSED, code="image.encrypted", folder="accueil")
    title, advice = tell(one)
    assert title == "Fichier du scanner refusé : accueil"
    assert advice.startswith("PDF protégé par un mot de passe. Enregistrez-le sans mot de passe")


def test_a_held_document_is_told_with_its_pages_but_not_with_dozens() -> None:
    one = alert(AlertKind.DOCUMENT_HELD, code="image.illegible", pages=[2, 3])
    assert tell(one).title == "Document à renumériser (p. 2, 3)"
    many = alert(AlertKind.DOCUMENT_HELD, pages=list(range(1, 50)))
    assert tell(many, "en").title == "Document to be scanned again (p. 1, 2, 3, 4, 5…)"


def test_a_code_of_a_later_release_leads_to_the_page() -> None:
    one = alert(AlertKind.SCAN_REFUSED, code="image.brand-new")
    assert tell(one).advice == "Ouvrez la page de Scord."
    assert tell(one, "en").advice == "Open Scord's page."


def test_our_own_folders_and_stages_are_called_as_people_call_them() -> None:
    assert {LPS.called, CAISSE.called} == set(FOLDERS)
    folder = alert(AlertKind.FOLDER_UNREACHABLE, URGENT, folder=LPS.called)
    assert tell(folder).title == "Dossier inaccessible : exports du logiciel de facturation"
    stage = alert(AlertKind.STAGE_FAILED, URGENT, stage="convert", code="disk.full")
    title, advice = tell(stage)
    assert title == "Étape en échec : conversion en PDF"
    assert advice.startswith("Disque plein. Scord réessaie")


def test_an_export_taken_in_part_is_not_called_refused() -> None:
    partial = alert(AlertKind.IMPORT_REFUSED, code=Code.IMPORT_PARTIAL.value)
    assert "pris en partie" in tell(partial).title
    assert "refusé" in tell(alert(AlertKind.IMPORT_REFUSED, code="import.not-json")).title


@given(
    st.sampled_from(AlertKind),
    st.sampled_from(AlertLevel),
    st.dictionaries(
        st.sampled_from(
            ["count", "code", "folder", "stage", "pages", "since", "oldest", "lot", "kind"]
        ),
        st.none() | st.text() | st.integers() | st.lists(st.integers()),
    ),
)
def test_no_fact_whatever_it_holds_breaks_a_sentence_or_its_limits(
    kind: AlertKind, level: AlertLevel, facts: dict[str, Any]
) -> None:
    for language in ("fr", "en"):
        title, advice = tell(alert(kind, level, **facts), language)
        assert (title + advice).translate(SPACES).isprintable()
        assert len(title) <= TITLE_LENGTH
        assert len(advice) <= ADVICE_LENGTH


# -- several at once


def test_several_alerts_are_told_by_their_number_and_the_first_three_titles() -> None:
    alerts = [
        alert(AlertKind.DISK_NEARLY_FULL, URGENT),
        alert(AlertKind.ARL_LATE, **lot("fse")),
        alert(AlertKind.PAUSED_LONG),
        alert(AlertKind.TO_FILE, NOTE),
    ]
    assert summary(alerts) == (
        "4 alertes Scord",
        "Disque presque plein · ARL en retard : lot de FSE A99 · Envois en pause",
    )
    assert summary(alerts[:2], "en") == (
        "2 Scord alerts",
        "Disk nearly full · ARL late: FSE lot A99",
    )


def test_one_alone_is_told_by_itself() -> None:
    one = alert(AlertKind.DISK_NEARLY_FULL, URGENT)
    assert summary([one], "en") == tell(one, "en")


@every_language
def test_a_summary_fits_a_notification(language: str) -> None:
    longest = sorted(LARGEST, key=lambda one: len(tell(one, language).title))[-3:]
    title, titles = summary(longest * 1000, language)
    assert len(title) <= TITLE_LENGTH
    assert len(titles) <= ADVICE_LENGTH
