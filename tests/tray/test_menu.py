"""The menu: every line that a person may click carries all that the click needs."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.tray.scripted import ARMED, INVOICE, NOON, alert, standing, with_alerts

from scord_shared.cards import CardService, CardsSeen, CardState, ReaderSeen
from scord_shared.errors import Code
from scord_shared.status import (
    AlertKind,
    AlertLevel,
    Counts,
    NamedInvoice,
    NamedPrescription,
    Status,
)
from scord_tray.menu import ALERTS_IN_MENU
from scord_tray.model import Action, Item, TrayState, Unreached, Verb
from scord_tray.viewmodel import view

if TYPE_CHECKING:
    from scord_shared.status import ServiceStatus

CHANGING = {Verb.ARM, Verb.DISARM, Verb.PAUSE, Verb.RESUME, Verb.SEND}
BUSY = Status(
    folders=("scanner",),
    counts=Counts(to_file=2, to_send=3, awaiting_ack=4, rejected=1),
    last_invoice=INVOICE,
)


def menu(told: ServiceStatus | Unreached, language: str = "fr") -> tuple[Item, ...]:
    return view(TrayState(NOON, told, language)).menu


def lines(told: ServiceStatus | Unreached) -> dict[str, Item]:
    return {item.label: item for item in menu(told) if not item.separator}


def clicks(told: ServiceStatus | Unreached, verb: Verb) -> list[Item]:
    return [item for item in menu(told) if item.action and item.action.verb is verb]


def test_the_first_line_says_how_things_stand_since_some_panels_show_no_tooltip() -> None:
    assert menu(standing(BUSY))[0] == Item("Scord : rejets à traiter", enabled=False)


@pytest.mark.parametrize(
    ("label", "place"),
    [
        ("À classer : 2", "/a-classer"),
        ("À télétransmettre : 3", "/scor"),
        ("En attente d'ARL : 4", "/scor"),
        ("Rejetés : 1", "/scor"),
    ],
)
def test_each_count_opens_the_page_where_it_is_shown(label: str, place: str) -> None:
    assert lines(standing(BUSY))[label].action == Action(Verb.OPEN, place)


def test_the_four_counts_stand_there_at_zero_too_and_the_others_do_not() -> None:
    labels = lines(standing())
    assert "À classer : 0" in labels
    assert "Rejetés : 0" in labels
    assert not any(label.startswith("À renumériser") for label in labels)


def test_the_badge_is_the_sum_of_what_the_menu_counts_for_a_person() -> None:
    told = standing(
        to_file=1, rejected=2, held=4, uncertain_messages=8, contested_lots=16, acks_to_settle=32
    )
    labels = lines(told)
    for label in (
        "À classer : 1",
        "Rejetés : 2",
        "À renumériser : 4",
        "Envois incertains : 8",
        "Réponses à trancher : 48",
    ):
        assert label in labels
    assert view(TrayState(NOON, told)).badge == "63"


def test_large_counts_are_written_as_the_language_does() -> None:
    assert "À télétransmettre : 12 345" in lines(standing(to_send=12345))
    english = {item.label for item in menu(standing(to_send=12345), "en")}
    assert "To be sent: 12,345" in english


def test_alerts_open_the_page_at_the_place_of_their_kind() -> None:
    told = with_alerts(
        alert(1, AlertKind.PIECE_REJECTED, count=1), alert(2, AlertKind.DISK_NEARLY_FULL)
    )
    labels = lines(told)
    assert labels["Disque presque plein"].action == Action(Verb.OPEN, "/alertes")
    assert labels["Pièces rejetées par la caisse : 1"].action == Action(Verb.OPEN, "/scor")


@pytest.mark.parametrize("kind", AlertKind)
def test_every_kind_of_alert_has_its_line(kind: AlertKind) -> None:
    told = with_alerts(alert(1, kind, AlertLevel.WARNING))
    assert len(menu(told)) == len(menu(standing())) + 2  # the line and a separator


def test_more_alerts_than_fit_are_counted() -> None:
    alerts = tuple(alert(number) for number in range(1, 8))
    told = standing(Status(alerts=alerts, alerts_open=60))
    labels = [item.label for item in menu(told)]
    assert labels.count("Disque presque plein") == ALERTS_IN_MENU
    assert lines(told)["Et 55 autres…"].action == Action(Verb.OPEN, "/alertes")


def test_as_many_alerts_as_fit_leave_no_others_to_count() -> None:
    told = with_alerts(*(alert(number) for number in range(ALERTS_IN_MENU)))
    assert not any("autres" in item.label for item in menu(told))


def test_an_alert_that_only_repeats_a_count_has_no_line_of_its_own() -> None:
    count = alert(1, AlertKind.TO_FILE, AlertLevel.NOTE, count=2)
    assert menu(with_alerts(count, to_file=2)) == menu(standing(to_file=2))


def test_an_old_document_to_file_is_more_than_a_count() -> None:
    old = alert(1, AlertKind.TO_FILE, AlertLevel.WARNING, count=2)
    assert len(menu(with_alerts(old, to_file=2))) == len(menu(standing(to_file=2))) + 2


def test_scanning_for_the_last_invoice_names_it_and_carries_its_id() -> None:
    item = lines(standing(BUSY))["Scanner pour la dernière facture (n° 481)"]
    assert item.action == Action(Verb.ARM, 17, "481", "scanner")


def test_where_there_are_several_scanners_one_is_chosen() -> None:
    told = standing(replace(BUSY, folders=("accueil", "salle-2")))
    item = lines(told)["Scanner pour la dernière facture (n° 481)"]
    assert item.action is None
    assert [(one.label, one.action) for one in item.children] == [
        ("accueil", Action(Verb.ARM, 17, "481", "accueil")),
        ("salle-2", Action(Verb.ARM, 17, "481", "salle-2")),
    ]


def test_without_a_scanner_nothing_can_be_scanned() -> None:
    item = lines(standing(replace(BUSY, folders=())))["Scanner pour la dernière facture (n° 481)"]
    assert (item.action, item.enabled, item.children) == (None, False, ())


def test_without_an_invoice_that_lacks_a_piece_there_is_nothing_to_scan_for() -> None:
    (item,) = (one for one in menu(standing()) if one.label.startswith("Scanner"))
    assert item.action is None
    assert not item.enabled


def test_an_armed_invoice_can_be_cancelled_and_says_until_when() -> None:
    told = standing(replace(BUSY, armed=(ARMED,)))
    label = "La prochaine numérisation va à la facture 481 (jusqu'à 12:12) – annuler"  # noqa: RUF001
    assert lines(told)[label].action == Action(Verb.DISARM, 5, "481")
    assert not clicks(told, Verb.ARM)


def test_an_awaited_ordonnance_can_be_cancelled_and_the_last_invoice_still_be_chosen() -> None:
    arm = replace(ARMED, invoice=None, prescription=NamedPrescription(3, "ORD-77", None))
    told = standing(replace(BUSY, armed=(arm,)))
    label = "Le prochain scan est une ordonnance (jusqu'à 12:12) – annuler"  # noqa: RUF001
    assert lines(told)[label].action == Action(Verb.DISARM, 5, "")
    assert clicks(told, Verb.ARM)


def test_while_another_invoice_is_armed_the_last_one_can_be_chosen_instead() -> None:
    last = NamedInvoice(18, "991129768/482/2026-03-02", "482")
    told = standing(replace(BUSY, armed=(ARMED,), last_invoice=last))
    assert [item.action for item in clicks(told, Verb.ARM)] == [
        Action(Verb.ARM, 18, "482", "scanner")
    ]
    assert clicks(told, Verb.DISARM)


def test_a_running_service_can_be_paused_and_a_paused_one_resumed() -> None:
    assert clicks(standing(), Verb.PAUSE)
    assert not clicks(standing(), Verb.RESUME)
    paused = standing(Status(paused_since=NOON))
    assert clicks(paused, Verb.RESUME)
    assert not clicks(paused, Verb.PAUSE)


def test_whoever_may_only_read_sees_what_changes_things_but_cannot_have_it() -> None:
    told = standing(replace(BUSY, armed=(ARMED,)), may_change=False)
    changing = [item for item in menu(told) if item.action and item.action.verb in CHANGING]
    assert {item.action.verb for item in changing if item.action} == {
        Verb.DISARM, Verb.PAUSE, Verb.SEND,
    }  # fmt: skip
    assert not any(item.enabled for item in changing)
    assert "Vous pouvez regarder, sans rien changer" in lines(told)
    assert all(item.enabled for item in clicks(told, Verb.OPEN))


def test_whoever_may_change_can_have_all_of_it() -> None:
    told = standing(BUSY)
    changing = [item for item in menu(told) if item.action and item.action.verb in CHANGING]
    assert all(item.enabled for item in changing)
    assert len(changing) == 3


def test_exactly_one_line_is_the_left_click() -> None:
    assert [item.action for item in menu(standing(BUSY)) if item.default] == [
        Action(Verb.OPEN, "/")
    ]


def test_the_language_in_force_is_marked() -> None:
    (languages,) = (item for item in menu(standing(), "en") if item.children)
    assert [(item.label, item.checked) for item in languages.children] == [
        ("Français", False),
        ("English", True),
    ]


def test_an_unreachable_service_leaves_the_advice_and_the_trays_own_lines() -> None:
    told = Unreached(Code.UPDATE_NEEDED, NOON, {"ours": 1, "theirs": 2})
    head, advice, separator, *own = menu(told)
    assert head.label == "Scord : mise à jour nécessaire"
    assert advice.label.startswith("Mettez Scord à jour")
    assert separator.separator
    verbs = [item.action.verb for item in own if item.action]
    assert verbs == [Verb.ABOUT, Verb.QUIT]
    assert any(item.children for item in own)


def test_no_separator_stands_beside_another_or_at_an_end() -> None:
    for told in (standing(), standing(BUSY), with_alerts(alert())):
        items = menu(told)
        apart = [index for index, item in enumerate(items) if item.separator]
        assert apart[0] > 0
        assert apart[-1] < len(items) - 1
        assert all(after - before > 1 for before, after in pairwise(apart))


@pytest.mark.parametrize(
    ("cards", "told"),
    [
        (CardsSeen(CardService.OFF), []),
        (CardsSeen(CardService.NOT_INSTALLED), []),
        (CardsSeen(CardService.NO_READER), ["Lecteur de cartes : aucun lecteur branché"]),
        (
            CardsSeen(
                CardService.READY,
                (
                    ReaderSeen("A", CardState.CPS, "CPS3", in_use=True),
                    ReaderSeen("B", CardState.EMPTY, None, in_use=False),
                ),
            ),
            [
                "Lecteur de cartes A : carte CPS3 présente, utilisée par un logiciel",
                "Lecteur de cartes B : aucune carte",
            ],
        ),
    ],
)
def test_each_card_reader_is_a_note_where_cards_are_watched(
    cards: CardsSeen, told: list[str]
) -> None:
    shown = [
        item for item in menu(replace(standing(Status()), cards=cards)) if "cartes" in item.label
    ]
    assert shown == [Item(line, enabled=False) for line in told]
