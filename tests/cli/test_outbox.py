"""What waits to leave is listed with the reason, and obeys."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import Practice

from scord.exchange.depot_folder import DepotTransport
from scord.exchange.outbox import recover
from scord.store.states import MessageState
from scord.store.tables import Attempt, Message
from scord_shared.errors import Code

if TYPE_CHECKING:
    from tests.cli.installation import Cli

pytestmark = pytest.mark.slow  # together with the other commands


@pytest.fixture
def waiting(cli: Cli) -> Cli:
    """One SCOR lot, number 1, whose message has been tried once."""
    with cli.opened() as context:
        practice = Practice(context)
        practice.ready(number="481")
        practice.lots()
        message = Message.get()
        again_at = practice.later(minutes=4)
        Message.update(state=MessageState.RETRY, next_attempt_at=again_at).execute()
        Attempt.create(message=message, opened_at=practice.now, detail=Code.MAIL_BUSY.value)
    return cli


def test_an_empty_outbox_says_so(cli: Cli) -> None:
    assert cli.done("outbox") == "Rien n'attend de partir.\n"
    assert json.loads(cli.done("outbox", "--json")) == []


def test_what_waits_is_listed_with_the_reason_and_the_next_attempt(waiting: Cli) -> None:
    told = waiting.done("outbox")
    assert told.startswith("1 : lot SCOR 1 du praticien 991129768, sera réessayé (Le serveur")
    assert re.search(r"\), le \d\d/\d\d/\d{4} à \d\d:\d\d\n$", told)
    (one,) = json.loads(waiting.done("outbox", "--json"))
    assert (one["number"], one["attempts"], one["fault"]) == (1, 1, "mail.busy")


def test_a_message_is_kept_back_released_and_given_up(waiting: Cli) -> None:
    assert waiting.done("outbox", "--hold", 1) == "Envoi 1 retenu.\n"
    assert "retenu" in waiting.done("outbox")
    assert waiting.refused("outbox", "--hold", 1) == (1, "[action.refused]")
    assert waiting.done("outbox", "--release", 1) == "Envoi 1 libéré.\n"
    assert waiting.done("outbox", "--abandon", 1).startswith("Envoi 1 abandonné")
    assert waiting.done("outbox") == "Rien n'attend de partir.\n"


def test_two_orders_at_once_are_a_mistake(waiting: Cli) -> None:
    assert waiting("outbox", "--hold", 1, "--abandon", 1).exit_code == 2


@pytest.fixture
def of_reference(cli: Cli) -> Cli:
    """What the profile `reference` froze, kept back at the start under `depot`."""
    with cli.opened() as context:
        practice = Practice(context)
        practice.ready(number="481")
        practice.lots()
    with cli.config.open("a") as config:
        config.write("\n[exchange]\nprofile = 'depot'\n")
    with cli.opened() as context:
        recover(context, DepotTransport(context.settings.out_folder))
    return cli


def test_what_another_profile_froze_is_listed_with_that_reason(of_reference: Cli) -> None:
    told = of_reference.done("outbox")
    assert "retenu car fait pour le profil « reference »" in told
    (one,) = json.loads(of_reference.done("outbox", "--json"))
    assert (one["state"], one["profile"]) == ("held", "reference")


def test_what_another_profile_froze_cannot_be_released_but_given_up(of_reference: Cli) -> None:
    told = of_reference.done("outbox", "--release", 1)
    assert told.startswith("Envoi 1 retenu : fait pour un autre profil")
    assert "retenu" in of_reference.done("outbox")
    assert of_reference.done("outbox", "--abandon", 1).startswith("Envoi 1 abandonné")
    assert of_reference.done("outbox") == "Rien n'attend de partir.\n"


def test_what_another_profile_sent_perhaps_is_kept_back_instead_of_sent_again(
    of_reference: Cli,
) -> None:
    with of_reference.opened():
        Message.update(state=MessageState.UNCERTAIN).execute()
    assert "fait pour un autre profil" in of_reference.done("uncertain", "--again", 1)
    with of_reference.opened():
        assert Message.get().state == MessageState.HELD
