from __future__ import annotations

import os

import pytest

from scord.api import accounts
from scord_shared.places import own_name

if os.name != "nt":
    import grp
    import pwd

POSIX = pytest.mark.skipif(os.name == "nt", reason="users as POSIX has them")
WINDOWS = pytest.mark.skipif(os.name != "nt", reason="users as Windows has them")


def test_the_user_of_the_service_is_found_and_trusted() -> None:
    account = accounts.find(own_name())
    assert account
    assert (account.name, account.trusted) == (own_name(), True)


@pytest.mark.parametrize("name", ["no-such-user", "", "a" * 1_000, "a\x00b", "../root", "DOM\\no"])
def test_who_is_no_user_is_not_found(name: str) -> None:
    assert accounts.find(name) is None


@POSIX
def test_a_number_and_its_name_are_one_user_with_the_groups_of_the_system() -> None:
    nobody = pwd.getpwuid(65534)
    account = accounts.find(65534)
    assert account == accounts.find(nobody.pw_name)
    assert account
    assert account.name == nobody.pw_name
    assert grp.getgrgid(nobody.pw_gid).gr_name in account.groups
    assert account.trusted is (os.geteuid() == 65534)


@POSIX
def test_a_number_without_a_name_is_a_user_without_groups() -> None:
    for account in (accounts.find(3_999_999), accounts.find("3999999")):
        assert account == accounts.Account("3999999", frozenset(), trusted=False)


@WINDOWS
@pytest.mark.parametrize("name", ["Everyone", "Administrators", "SYSTEM", "Users"])
def test_the_name_of_a_group_is_no_user(name: str) -> None:
    assert accounts.find(name) is None
