"""The tray beside the real service on a desktop: what it shows, does on a click, and survives.

Pictures of every state are left in build/system to be looked at.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from tests.billing.makers import PATIENT
from tests.caisse import Caisse
from tests.lps import ack, acks, invoice, invoices
from tests.practice import Practice, jpeg, until
from tests.system.desktop import Desktop
from tests.system.processes import end
from tests.system.session_bus import PROGRAMS, ROOT

from scord.api.endpoint import place_of
from scord_shared.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from subprocess import Popen

    from tests.system.tray_item import TrayItem

pytestmark = pytest.mark.system

PICTURES = ROOT / "build" / "system"
TOLD_AT_ONCE = """
[alerts]
settle_seconds = 0
quiet_from = 00:00:00
quiet_until = 00:00:00
"""
GREY, RED, BLUE = (150, 152, 156), (222, 48, 48), (96, 140, 214)
ORANGE, YELLOW, GREEN = (245, 140, 30), (250, 208, 60), (62, 170, 84)
SEEN_PX = 30  # of one colour, at least, in the icon's place

SILENT = "Scord ne répond plus depuis "
NOTHING = "Scord : rien à faire"
TO_FILE = "Scord : documents à classer"
PAUSE, RESUME = "Mettre l'envoi en pause", "Reprendre l'envoi"


class Scene:
    """A practice, its caisse, its service and its tray, on one desktop."""

    def __init__(self, desktop: Desktop, root: Path) -> None:
        self.desktop = desktop
        self.practice = Practice(root, tables=TOLD_AT_ONCE)
        self.place = place_of(self.practice.settings)
        self.client = Client(self.place)
        self.tray: Popen[bytes]

    def start_service(self) -> Popen[bytes]:
        command = (PROGRAMS / "scord", "--config", self.practice.config, "run")
        return self.desktop.start(*command)

    def start_tray(self, **env: str) -> Popen[bytes]:
        command = (PROGRAMS / "scord-tray", "--service", self.place.folder)
        self.tray = self.desktop.start(*command, **env)
        return self.tray

    @property
    def item(self) -> TrayItem:
        return self.desktop.tray_item(self.tray)

    def shows(self, colour: tuple[int, int, int], headline: str) -> None:
        """Waits until the panel has the shape of this colour, and the menu begins like this."""
        until(lambda: self._coloured(colour), f"the colour of {headline!r}")
        until(lambda: self.item.labels()[0].startswith(headline), f"the menu of {headline!r}")
        assert headline.startswith(self.item.title[: len(headline)])

    def lists(self, label: str) -> None:
        until(lambda: label in self.item.labels(), f"{label!r} in the menu")

    def told(self, title: str) -> str:
        """Waits for a notification with this title; its text."""
        found: str = until(lambda: dict(self.desktop.notifications()).get(title), f"{title!r} told")
        return found

    def _coloured(self, colour: tuple[int, int, int]) -> bool:
        pixels = self.desktop.icon().get_flattened_data()
        return sum(pixel == colour for pixel in pixels) > SEEN_PX


@pytest.fixture
def scene(desktop: Desktop, tmp_path: Path) -> Scene:
    return Scene(desktop, tmp_path)


@pytest.mark.parametrize("panel", ["light", "dark"])
def test_each_state_of_a_day_has_its_icon_and_its_words(panel: str, tmp_path: Path) -> None:
    with Desktop(dark=panel == "dark") as desktop:
        scene = Scene(desktop, tmp_path)
        for state in _day(scene):
            PICTURES.mkdir(parents=True, exist_ok=True)
            with desktop.open_menu():
                time.sleep(0.5)  # it unfolds
                desktop.screenshot().save(PICTURES / f"tray-{panel}-{state}.png")
            _no_patient_in(scene)


def _day(scene: Scene) -> Iterator[str]:
    """Names each state once the tray shows it."""
    practice, caisse = scene.practice, Caisse(scene.practice)
    service = scene.start_service()
    until(scene.place.socket.exists, "the service's address")
    scene.start_tray()
    scene.shows(GREEN, NOTHING)
    yield "nothing-to-do"

    practice.hand(invoices(invoice("481"), invoice("482")))
    scene.lists("Scanner pour la dernière facture (n° 482)")
    practice.drop("481.tif", practice.slipped("481"))
    scene.shows(YELLOW, "Scord : envois en cours")
    scene.lists("À télétransmettre : 1")
    yield "under-way"

    practice.drop("loose.jpg", jpeg("loose"))
    scene.shows(ORANGE, TO_FILE)
    scene.lists("À classer : 1")
    until(scene.desktop.notifications_shown, "a message in the corner")
    yield "to-file"
    assert "choisissez la facture" in scene.told("Documents à classer : 1")

    scene.item.click(PAUSE)
    scene.shows(BLUE, "Scord : en pause depuis ")
    assert scene.client.status().status.paused_since
    yield "paused"

    scene.item.click(RESUME)
    scene.shows(ORANGE, TO_FILE)
    practice.hand(acks(ack()))
    until(lambda: scene.client.get("/v1/fse-lots", verdict="positive")["items"], "the ARL read")
    scene.item.click("Télétransmettre maintenant")
    scene.told("Envoi demandé")
    lot = until(caisse.read, "the lot at the caisse")[0]
    scene.lists("En attente d'ARL : 1")
    caisse.answer(lot, "negative", rejected=tuple(lot.identifiers))
    scene.shows(RED, "Scord : rejets à traiter")
    scene.lists("Rejetés : 1")
    until(scene.desktop.notifications_shown, "a message in the corner")
    yield "rejected"

    end(service)
    scene.shows(GREY, SILENT)
    yield "silent"


def _no_patient_in(scene: Scene) -> None:
    shown = [scene.item.title, *scene.item.labels()]
    shown += [text for message in scene.desktop.notifications() for text in message]
    for fact in (PATIENT["family_name"], PATIENT["given_name"], PATIENT["nir"]):
        assert fact.casefold() not in "\n".join(shown).casefold()


def test_a_service_killed_and_started_again_is_grey_and_then_as_before(scene: Scene) -> None:
    service = scene.start_service()
    scene.start_tray()
    scene.shows(GREEN, NOTHING)
    end(service, at_once=True)
    scene.shows(GREY, SILENT)
    assert scene.item.labels()[-1] == "Quitter"
    scene.start_service()
    scene.shows(GREEN, NOTHING)


def test_what_happens_while_the_panel_is_dead_shows_in_the_next_one(scene: Scene) -> None:
    scene.start_service()
    scene.start_tray()
    scene.shows(GREEN, NOTHING)
    scene.desktop.kill_panel()
    scene.practice.drop("loose.jpg", jpeg("loose"))
    until(lambda: scene.client.status().status.counts.to_file, "the scan in À classer")
    scene.desktop.start_panel()
    scene.shows(ORANGE, TO_FILE)


def test_a_message_is_told_once_though_all_of_them_died_and_were_started_again(
    scene: Scene,
) -> None:
    service = scene.start_service()
    scene.start_tray()
    scene.shows(GREEN, NOTHING)
    scene.desktop.kill_notifications()
    scene.practice.drop("loose.jpg", jpeg("loose"))
    scene.told("Documents à classer : 1")
    for program in (service, scene.tray):
        end(program, at_once=True)
    scene.start_service()
    scene.start_tray()
    scene.shows(ORANGE, TO_FILE)
    scene.practice.drop("second.jpg", jpeg("second"))
    scene.lists("À classer : 2")
    time.sleep(1)  # in which a second message would come
    assert [title for title, _ in scene.desktop.notifications()] == ["Documents à classer : 1"]


def test_a_second_tray_of_the_session_ends_well_and_leaves_the_first(scene: Scene) -> None:
    first = scene.start_tray()
    scene.shows(GREY, SILENT)
    assert scene.start_tray().wait(20) == 0
    scene.tray = first
    assert first.poll() is None
    assert len(scene.desktop.tray_items()) == 1
    scene.shows(GREY, SILENT)


def test_a_click_opens_the_page_by_a_link_that_works_once(scene: Scene, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    browser.chmod(0o755)
    scene.start_service()
    scene.start_tray(BROWSER=str(browser))
    scene.shows(GREEN, NOTHING)
    scene.item.click("Ouvrir Scord")
    until(opened.exists, "the browser opened")
    scene.item.activate()
    links = until(lambda: _two_lines(opened), "the browser opened again")
    assert links[0] != links[1]
    assert all(link.startswith("http://127.0.0.1:") for link in links)


def _two_lines(path: Path) -> list[str]:
    lines = path.read_text().splitlines()
    return lines if len(lines) == 2 else []
