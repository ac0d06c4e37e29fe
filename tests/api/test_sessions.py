from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scord.api.sessions import IDLE_SECONDS, LINK_SECONDS, LINKS, SESSIONS, Sessions
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from tests.conftest import TurnedClock

PORT = 4711


@pytest.fixture
def sessions(clock: TurnedClock) -> Sessions:
    return Sessions(clock, PORT)


def _secret(sessions: Sessions, name: str = "anne", path: str = "/") -> str:
    return sessions.link(name, path).rpartition("#")[2]


def test_a_link_carries_its_secret_behind_the_hash_so_that_no_log_has_it(
    sessions: Sessions,
) -> None:
    link, _, secret = sessions.link("anne", "/").partition("#")
    assert link == f"http://127.0.0.1:{PORT}/enter"
    assert len(secret) >= 32


def test_a_link_becomes_the_session_of_who_asked_for_it(sessions: Sessions) -> None:
    entered = sessions.enter(_secret(sessions, "anne", "/a-classer"))
    assert entered.path == "/a-classer"
    assert sessions.who(entered.cookie, entered.key) == "anne"


def test_a_link_is_good_once(sessions: Sessions) -> None:
    secret = _secret(sessions)
    sessions.enter(secret)
    with pytest.raises(ScordError) as fault:
        sessions.enter(secret)
    assert fault.value.code is Code.LINK_SPENT


def test_a_link_ends_after_a_minute(sessions: Sessions, clock: TurnedClock) -> None:
    fresh, stale = _secret(sessions), _secret(sessions)
    clock.turn(seconds=LINK_SECONDS - 1)
    sessions.enter(fresh)
    clock.turn(seconds=1)
    with pytest.raises(ScordError, match=Code.LINK_SPENT):
        sessions.enter(stale)


@pytest.mark.parametrize(
    "path",
    ["", "a-classer", "//evil.example", "/\\evil.example", "http://evil.example", "/a b", "/\r\nX"],
)
def test_a_link_that_leads_elsewhere_is_refused(sessions: Sessions, path: str) -> None:
    with pytest.raises(ScordError, match=Code.REQUEST_INVALID):
        sessions.link("anne", path)


def test_cookie_and_key_are_both_needed_and_belong_together(sessions: Sessions) -> None:
    one, other = sessions.enter(_secret(sessions)), sessions.enter(_secret(sessions))
    for cookie, key in [(one.cookie, ""), ("", one.key), (one.cookie, other.key)]:
        with pytest.raises(ScordError, match=Code.WHO_UNKNOWN):
            sessions.who(cookie, key)


def test_an_idle_session_ends_after_twelve_hours(sessions: Sessions, clock: TurnedClock) -> None:
    entered = sessions.enter(_secret(sessions))
    clock.turn(seconds=IDLE_SECONDS - 1)
    sessions.who(entered.cookie, entered.key)
    clock.turn(seconds=IDLE_SECONDS - 1)
    sessions.who(entered.cookie, entered.key)
    clock.turn(seconds=IDLE_SECONDS)
    with pytest.raises(ScordError, match=Code.WHO_UNKNOWN):
        sessions.who(entered.cookie, entered.key)


def test_a_session_ends_while_the_machine_sleeps(sessions: Sessions, clock: TurnedClock) -> None:
    entered = sessions.enter(_secret(sessions))
    elapsed = clock.elapsed
    clock.turn(seconds=IDLE_SECONDS)
    clock.elapsed = elapsed
    with pytest.raises(ScordError, match=Code.WHO_UNKNOWN):
        sessions.who(entered.cookie, entered.key)


def test_a_session_that_was_ended_is_over(sessions: Sessions) -> None:
    entered = sessions.enter(_secret(sessions))
    sessions.end(entered.cookie)
    sessions.end(entered.cookie)
    with pytest.raises(ScordError, match=Code.WHO_UNKNOWN):
        sessions.who(entered.cookie, entered.key)


def test_one_user_with_many_links_spends_their_own_oldest_and_nobody_elses(
    sessions: Sessions,
) -> None:
    annes = _secret(sessions, "anne")
    bertrands = [_secret(sessions, "bertrand") for _ in range(LINKS)]
    assert sessions.enter(annes).name == "anne"
    with pytest.raises(ScordError, match=Code.LINK_SPENT):
        sessions.enter(bertrands[0])
    assert sessions.enter(bertrands[-1]).name == "bertrand"


def test_one_user_with_many_sessions_ends_their_own_oldest_and_nobody_elses(
    sessions: Sessions,
) -> None:
    anne = sessions.enter(_secret(sessions, "anne"))
    first, *_, last = [sessions.enter(_secret(sessions, "bertrand")) for _ in range(SESSIONS)]
    assert sessions.who(anne.cookie, anne.key) == "anne"
    assert sessions.who(last.cookie, last.key) == "bertrand"
    with pytest.raises(ScordError, match=Code.WHO_UNKNOWN):
        sessions.who(first.cookie, first.key)
