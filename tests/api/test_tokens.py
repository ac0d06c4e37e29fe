from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from scord.api import accounts
from scord.api import tokens as module
from scord.api.accounts import Account
from scord.api.tokens import Tokens
from scord_shared import trust
from scord_shared.errors import Code, ScordError
from scord_shared.places import Place, own_name

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "run")


def test_the_user_finds_in_the_file_what_the_service_knows(place: Place) -> None:
    tokens = Tokens(place, "first")
    token = tokens.hand(own_name())
    assert trust.token_of(place, own_name()) == token == tokens.of(own_name())
    assert tokens.hand(own_name()) == token


def test_a_new_start_makes_a_new_token_and_leaves_none_of_the_old(place: Place) -> None:
    old = Tokens(place, "first").hand(own_name())
    tokens = Tokens(place, "second")
    assert not list(place.tokens.iterdir())
    assert tokens.of(own_name()) is None
    assert tokens.hand(own_name()) != old


def test_the_end_leaves_none(place: Place) -> None:
    tokens = Tokens(place, "first")
    tokens.hand(own_name())
    tokens.withdraw()
    assert not list(place.tokens.iterdir())
    assert tokens.of(own_name()) is None


def test_who_is_no_user_of_the_machine_gets_none(place: Place) -> None:
    tokens = Tokens(place, "first")
    with pytest.raises(ScordError, match=Code.WHO_UNKNOWN):
        tokens.hand("no-such-user")
    assert not list(place.tokens.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="rights as POSIX has them")
def test_whom_the_service_cannot_give_a_file_gets_none_and_no_file_is_left(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "no")

    monkeypatch.setattr(os, "chown", refused)
    tokens = Tokens(place, "first")
    with pytest.raises(ScordError, match=Code.WHO_UNKNOWN):
        tokens.hand("nobody")
    assert not list(place.tokens.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="rights as POSIX has them")
def test_there_are_no_more_files_than_users_at_work(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "USERS", 3)
    monkeypatch.setattr(accounts, "find", lambda who: Account(who, frozenset(), trusted=False))
    monkeypatch.setattr("scord.api.rights.give_to", lambda *_: None)
    tokens = Tokens(place, "first")
    for number in range(5):
        tokens.hand(f"user-{number}")
    assert len(list(place.tokens.iterdir())) == 3
    assert [tokens.of(f"user-{number}") is None for number in range(5)] == [
        True,
        True,
        False,
        False,
        False,
    ]
