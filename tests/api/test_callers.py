from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import pytest

from scord.api import accounts
from scord.api.accounts import Account
from scord.api.callers import KNOWN_SECONDS, Callers, judge
from scord.settings import Api
from scord_shared.errors import Code, ScordError
from scord_shared.status import Caller

if TYPE_CHECKING:
    from tests.conftest import TurnedClock

API = Api()


def _account(*groups: str, trusted: bool = False) -> Account:
    return Account("anne", frozenset(groups), trusted)


@pytest.mark.parametrize(
    ("account", "may_change"),
    [
        (_account("users", API.read_group), False),
        (_account(API.change_group), True),
        (_account(API.read_group, API.change_group), True),
        (_account(trusted=True), True),
    ],
)
def test_the_group_says_what_one_may(account: Account, *, may_change: bool) -> None:
    assert judge(account, API) == Caller("anne", may_change)


def test_who_is_in_neither_group_is_refused_with_the_name_of_the_group() -> None:
    with pytest.raises(ScordError) as fault:
        judge(_account("users", "sudo"), API)
    assert fault.value.code is Code.NOT_ALLOWED
    assert fault.value.facts == {"name": "anne", "group": API.read_group}


def test_a_membership_counts_and_ends_within_half_a_minute(
    clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = ["users"]
    monkeypatch.setattr(accounts, "find", lambda _: _account(*groups))
    callers = Callers(API, clock)

    def may_read() -> bool:
        try:
            asyncio.run(callers.caller(1000))
        except ScordError:
            return False
        return True

    assert not may_read()
    groups.append(API.read_group)
    clock.turn(seconds=KNOWN_SECONDS - 1)
    assert not may_read()
    clock.turn(seconds=1)
    assert may_read()
    groups.clear()
    clock.turn(seconds=KNOWN_SECONDS)
    assert not may_read()


@pytest.mark.skipif(os.name == "nt", reason="users have numbers on POSIX")
def test_a_user_without_an_entry_in_the_system_is_a_number_without_rights(
    clock: TurnedClock,
) -> None:
    with pytest.raises(ScordError) as fault:
        asyncio.run(Callers(API, clock).caller(3_999_999))
    assert fault.value.facts["name"] == "3999999"


@pytest.mark.skipif(os.name == "nt", reason="users have numbers on POSIX")
def test_the_user_of_the_service_may_change(clock: TurnedClock) -> None:
    caller = asyncio.run(Callers(API, clock).caller(os.geteuid()))
    assert caller == (Caller(accounts.own_name(), may_change=True), True)
