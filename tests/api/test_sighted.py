from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.api.serving import Served, served
from tests.lots.practice import ALL_SET, BILLING, Practice, in_force

from scord.api import accounts
from scord.api.accounts import Account
from scord.api.sighted import hidden_from
from scord.lots import standing
from scord.settings import PractitionerSettings

if TYPE_CHECKING:
    from scord.store.context import Context

ANNES, PAULS, OPEN = "991129768", "991129776", "991129784"
PRACTITIONERS = (
    PractitionerSettings(billing_number=ANNES, users=("anne", "remplacant")),
    PractitionerSettings(billing_number=PAULS, users=("paul",)),
    PractitionerSettings(billing_number=OPEN),
)


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("anne", {PAULS}),
        ("remplacant", {PAULS}),
        ("paul", {ANNES}),
        ("lise", {ANNES, PAULS}),
        ("ann", {ANNES, PAULS}),
        (None, {ANNES, PAULS}),
    ],
)
def test_who_is_not_named_for_a_practitioner_who_names_users_does_not_see_them(
    name: str | None, hidden: set[str]
) -> None:
    assert hidden_from(name, PRACTITIONERS) == hidden


@pytest.mark.skipif(os.name == "nt", reason="there the test's own user is asked by name")
@pytest.mark.slow
def test_each_way_in_shows_the_user_what_is_theirs_the_stream_too(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers = ALL_SET["practitioners"][0].model_copy(update={"users": ("anne",)})
    practice = Practice(context)
    practice.context = in_force(practice.context, practitioners=(hers,))
    practice.invoice()
    while standing.catch_up(practice.context):
        pass
    lise = Account("lise", frozenset({context.settings.api.read_group}), trusted=False)
    for account, shown in ((lise, 0), (replace(lise, name="anne"), 1), (_trusted(lise), 1)):
        monkeypatch.setattr(accounts, "find", lambda _, one=account: one)
        with served(practice.context) as running:
            for ask in (running.as_user, running.over_tcp):
                entered = {} if ask == running.as_user else _session(running, monkeypatch)
                told = ask("GET", "/v1/invoices", entered)
                assert len(told.json["items"]) == shown, account
                status = ask("GET", "/v1/status", entered)
                assert (BILLING in status.body.decode()) == bool(shown)
            assert (BILLING in _first_event(running)) == bool(shown)


def _trusted(account: Account) -> Account:
    return replace(account, trusted=True)


def _session(running: Served, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(accounts, "at_other_end", lambda *_: None)
    return {"X-Scord-Api": "1"} | {
        name: value for name, value in running.session().items() if name != "Content-Type"
    }


def _first_event(running: Served) -> str:
    with running.connected() as to:
        to.sendall(b"GET /v1/events HTTP/1.1\r\nHost: scord\r\n\r\n")
        said = b""
        while b"\n\n" not in said.partition(b"\r\n\r\n")[2]:
            said += to.recv(65536)
    return said.decode()
