"""A person reads a CPS from the command line, the API or the page: real pcscd, emulated card."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.api.serving import JSON, Served, served
from tests.card.emulated import RPPS, VITALE, files, outcome
from tests.card.house import FIRST, SECOND, CardHouse, until
from tests.cli.conftest import cli
from tests.lots.practice import BILLING, Practice, in_force
from tests.page.browser import opened_at

from scord.actions.card import read_card
from scord.practice.card.states import cards_now
from scord.practice.card.watch import watched
from scord.practice.said import RegionSource, said_by_card
from scord.settings import PractitionerSettings
from scord.store.sight import hiding
from scord.store.tables import JournalEntry, Practitioner
from scord_shared.cards import CardState
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from tests.cli.installation import Cli

    from scord.store.context import Context

__all__ = ["cli"]

pytestmark = pytest.mark.system

OTHER = "991200015"


@pytest.fixture
def practice(context: Context) -> Practice:
    """The LPS knows her RPPS; her settings have no Région."""
    one = Practice(context)
    Practitioner.update(rpps=RPPS).where(Practitioner.billing_number == BILLING).execute()
    (hers,) = one.context.settings.practitioners
    one.context = in_force(one.context, practitioners=(hers.model_copy(update={"region": None}),))
    return one


def insert(house: CardHouse, **card: Any) -> None:
    slot = card.pop("slot", FIRST)
    house.insert(slot, **card)
    until(lambda: {one.name: one for one in cards_now().readers}[slot].state != "empty", "a card")


def refused(practice: Practice, billing_number: str) -> str:
    with pytest.raises(ScordError) as fault:
        read_card(practice.context, None, billing_number, by="Anne")
    assert fault.value.code == Code.ACTION_REFUSED
    assert said_by_card(billing_number) is None
    return str(fault.value.facts["reason"])


def test_a_card_is_kept_for_whom_its_rpps_names(house: CardHouse, practice: Practice) -> None:
    insert(house)
    told = read_card(practice.context, by="Anne")
    assert told.billing_number == BILLING
    assert told.region
    assert (told.region.value, told.region.source) == ("84", RegionSource.CARD)
    assert JournalEntry.select().where(JournalEntry.by == "Anne").exists()


def test_a_card_of_nobody_here_is_shown_and_not_kept(house: CardHouse, practice: Practice) -> None:
    insert(house, files=files(rpps="10001234565"))
    told = read_card(practice.context, by="Anne")
    assert (told.billing_number, told.region) == (None, None)
    assert told.card.person
    assert said_by_card(BILLING) is None


def test_where_the_lps_has_no_rpps_a_person_says_whose_it_is_and_the_name_must_agree(
    house: CardHouse, practice: Practice
) -> None:
    Practitioner.update(rpps=None).execute()
    practice.practitioner(OTHER)
    Practitioner.update(family_name="BLEU").where(Practitioner.billing_number == OTHER).execute()
    insert(house)
    assert read_card(practice.context, by="Anne").billing_number is None
    assert refused(practice, OTHER) == "card-of-another"
    assert read_card(practice.context, None, BILLING, by="Anne").billing_number == BILLING


def test_a_card_of_another_practitioner_is_refused(house: CardHouse, practice: Practice) -> None:
    practice.practitioner(OTHER)
    new = PractitionerSettings(billing_number="991300023")
    known = (*practice.context.settings.practitioners, new)
    practice.context = in_force(practice.context, practitioners=known)
    insert(house)
    assert refused(practice, OTHER) == "card-of-another"
    assert refused(practice, "991300023") == "card-of-another"


def test_who_works_in_two_places_says_which_one(house: CardHouse, practice: Practice) -> None:
    practice.practitioner(OTHER)
    Practitioner.update(rpps=RPPS).execute()
    insert(house)
    assert read_card(practice.context, by="Anne").billing_number is None
    for number in (BILLING, OTHER):
        assert read_card(practice.context, None, number, by="Anne").billing_number == number


def test_an_unknown_or_hidden_practitioner_is_not_there(
    house: CardHouse, practice: Practice
) -> None:
    insert(house)

    def read(number: str) -> Any:
        return outcome(lambda: read_card(practice.context, None, number, by="Anne"))

    assert read("991300023") == Code.NOT_THERE
    with hiding(frozenset({BILLING})):
        assert read(BILLING) == Code.NOT_THERE
        assert read_card(practice.context, by="Anne").billing_number is None
    assert said_by_card(BILLING) is None


@contextmanager
def serving(practice: Practice) -> Iterator[Served]:
    with watched(practice.context) as context, served(context) as api:
        until(lambda: context.cards().readers, "the readers")
        yield api


def test_the_api_tells_the_readers_and_reads_when_asked(
    house: CardHouse, practice: Practice
) -> None:
    with serving(practice) as api:
        assert api.as_user("POST", "/v1/card/read", JSON, b"{}").code == Code.CARD_ABSENT
        house.insert(atr=VITALE)
        house.insert(SECOND)
        until(lambda: _states(api) == ["vitale", "cps"], "both cards")
        assert _states(api, "/v1/status") == ["vitale", "cps"]
        told = api.as_user("POST", "/v1/card/read", JSON, b"{}")
        assert told.status == 200
        assert told.json["reader"] == SECOND
        assert told.json["card"]["person"]["rpps"] == RPPS
        assert told.json["region"] == {"value": "84", "source": "card"}
        body = json.dumps({"reader": FIRST}).encode()
        refusal = api.as_user("POST", "/v1/card/read", JSON, body)
        assert (refusal.status, refusal.code) == (409, Code.CARD_VITALE)
        health = api.as_user("GET", "/v1/health").json
        assert {"name": "card", "subject": SECOND, "level": "ok", "code": "card-cps"}.items() <= (
            next(one for one in health if one["subject"] == SECOND).items()
        )


def _states(api: Served, path: str = "/v1/card") -> list[str]:
    told = api.as_user("GET", path).json
    return [one["state"] for one in told.get("cards", told)["readers"]]


def test_the_command_shows_the_readers_and_reads(house: CardHouse, cli: Cli) -> None:
    assert f"Lecteur de cartes {FIRST} : aucune carte\n" in cli.done("card")
    assert cli.refused("card", "--read") == (1, "[card.absent]")
    insert(house)
    assert f"Lecteur de cartes {FIRST} : carte CPS3 présente\n" in cli.done("card")
    assert json.loads(cli.done("card", "--json"))["readers"][0]["model"] == "CPS3"
    assert "rien n'est gardé" in cli.done("card", "--read")
    with cli.opened() as context:
        Practice(context)
    said = cli.done("card", "--read", "--practitioner", BILLING)
    assert f"CPS n° 9900065279 de ANNE GRIS, RPPS {RPPS}, Région 84." in said
    assert f"Gardé pour le praticien {BILLING} ; Région en vigueur : 84 (lue sur la CPS)." in said
    told = json.loads(cli.done("card", "--read", "--practitioner", BILLING, "--json"))
    assert told["region"] == {"value": "84", "source": "card"}


def test_the_command_says_what_is_lacking(house: CardHouse, cli: Cli) -> None:
    house.kill()
    assert "le service de cartes du système ne répond pas" in cli.done("card")
    assert cli.refused("card", "--read") == (1, "[card.no-service]")


def test_on_the_page_the_button_reads_and_the_source_is_shown(
    house: CardHouse, practice: Practice, browser: Browser
) -> None:
    with watched(practice.context) as context, served(context) as api:
        until(lambda: context.cards().readers, "the readers")
        with opened_at(browser, api.house.context.settings, "/reglages") as opened:
            page = opened.page
            button = page.get_by_role("button", name="Lire la carte CPS")
            button.click()
            expect(page.locator("#toasts")).to_contain_text("Aucune carte dans le lecteur")
            opened.faults.clear()  # the browser tells of each answer that is a refusal
            house.insert()
            until(lambda: context.cards().readers[0].state is CardState.CPS, "the card")
            button.click()
            shown = page.locator(f"[data-cps='{BILLING}']")
            expect(shown).to_contain_text(f"ANNE GRIS, RPPS {RPPS}, carte n° 9900065279")
            expect(shown).to_contain_text("Région 84, en vigueur")
            expect(shown).to_contain_text("ce n'est pas une vraie CPS")
            opened.go("/")
            health = page.locator(".health")
            expect(health).to_contain_text(f"Lecteur de cartes {FIRST}")
            expect(health).to_contain_text("carte CPS3 présente")
