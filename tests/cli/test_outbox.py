"""What waits to leave is listed with the reason, and obeys."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import Practice

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
