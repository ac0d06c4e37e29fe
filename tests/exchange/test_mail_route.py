"""The way out by mail: whose account a lot takes, and that a test format stays on this machine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from typing import TYPE_CHECKING

import pytest
from tests.exchange.letters import CAISSE, account, by_mail

from scord.exchange.mail_route import MailRoute, mail_route
from scord.exchange.profiles.reference import ReferenceProfile
from scord.exchange.transport import Parcel, RouteError, Trace
from scord.lots.profile import Frozen, LotFacts
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.store.context import Context

NURSE = "991129768"
LOT = LotFacts(NURSE, "84", "01-349", 12, datetime(2026, 3, 10, 20, 0, tzinfo=UTC))
FROZEN = Frozen("TEST-SCOR.zip", "<TEST-SCOR@scord.invalid>", (), b"PK")


def route(context: Context) -> MailRoute:
    made = mail_route(by_mail(context, account(NURSE)).settings, ReferenceProfile())
    assert made
    return made


def test_into_a_folder_there_is_none(context: Context) -> None:
    assert mail_route(context.settings, ReferenceProfile()) is None


def test_a_lot_leaves_from_its_practitioners_address_to_its_caisses(context: Context) -> None:
    mail = message_from_bytes(route(context).pack(FROZEN, LOT))
    assert (mail["From"], mail["To"]) == ("cabinet@test.invalid", CAISSE)
    assert mail["Message-ID"] == FROZEN.message_id
    assert mail["Subject"].startswith("TEST - ")


@pytest.mark.parametrize("changed", [{"billing_number": "001033901"}, {"destination": "02-999"}])
def test_a_lot_without_an_account_or_address_is_never_packed(
    context: Context, changed: dict[str, str]
) -> None:
    settings = by_mail(context, account(NURSE)).settings
    exchange = settings.exchange.model_copy(update={"addresses": {"01-349": CAISSE}})
    only = MailRoute(settings.model_copy(update={"exchange": exchange}), ReferenceProfile())
    with pytest.raises(LookupError):
        only.pack(FROZEN, replace(LOT, **changed))


def test_a_mail_whose_account_has_gone_from_the_settings_bars_the_way(context: Context) -> None:
    data = route(context).pack(FROZEN, LOT)
    settings = by_mail(context, account(NURSE, address="other@test.invalid")).settings
    changed = MailRoute(settings, ReferenceProfile())
    with pytest.raises(RouteError):
        changed.deliver(Parcel("lot.zip", FROZEN.message_id, "", data), lambda: None)
    assert changed.trace("lot.zip", "") == Trace.UNKNOWN


@pytest.mark.parametrize("host", ["smtp_host", "inbox_host"])
def test_a_test_format_of_any_profile_does_not_leave_this_machine(
    context: Context, host: str
) -> None:
    class Trial(ReferenceProfile):
        name = "trial"

    settings = by_mail(context, account(NURSE, **{host: "mail.example.org"})).settings
    with pytest.raises(ScordError) as raised:
        mail_route(settings, Trial())
    assert raised.value.code == Code.SETTINGS_INVALID
