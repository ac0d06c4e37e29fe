"""A certificate that ends is told a month ahead, and as urgent in its last week and after it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.alerts.derived import causes
from tests.exchange.letters import account, by_mail
from tests.lots.practice import in_force

from scord.exchange.certificate_ends import AUTHORITIES, CERTIFICATE_ENDS, SERVER_CERTIFICATE_ENDS
from scord.store.flags import raise_flag
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from pathlib import Path

    from scord.store.context import Context

NURSE = "991129768"


@pytest.fixture
def by_post(context: Context, tmp_path: Path) -> Context:
    return by_mail(context, account(NURSE, smime_keys=tmp_path / "keys.p12"))


def noted(context: Context, whose: str, days: float) -> str:
    ends = (context.clock.now() + timedelta(days=days)).isoformat()
    raise_flag(context, CERTIFICATE_ENDS + whose, ends=ends)
    return ends


@pytest.mark.parametrize(
    ("days", "level", "ended"),
    [
        (29, AlertLevel.WARNING, False),
        (7.1, AlertLevel.WARNING, False),
        (7, AlertLevel.URGENT, False),
        (-1, AlertLevel.URGENT, True),
    ],
)
def test_the_nearer_the_end_the_graver(
    by_post: Context, days: float, level: AlertLevel, ended: bool
) -> None:
    ends = noted(by_post, NURSE, days)
    (cause,) = causes(by_post, AlertKind.CERTIFICATE_ENDS)
    assert (cause.subject, cause.level) == (NURSE, level)
    assert cause.facts == {"billing_number": NURSE, "ends": ends, "ended": ended}


def test_a_caisses_is_told_with_where_lots_go(by_post: Context, tmp_path: Path) -> None:
    theirs = {"01-349": tmp_path / "caisse.pem"}
    exchange = by_post.settings.exchange.model_copy(update={"smime_certificates": theirs})
    settings = by_post.settings.model_copy(update={"exchange": exchange})
    context = type(by_post)(settings, by_post.files, by_post.clock)
    noted(context, "01-349", 3)
    (cause,) = causes(context, AlertKind.CERTIFICATE_ENDS)
    assert cause.facts["destination"] == "01-349"


def test_one_that_the_settings_no_longer_name_is_over(context: Context) -> None:
    noted(context, NURSE, 3)
    assert causes(context, AlertKind.CERTIFICATE_ENDS) == []


def test_of_the_authorities_it_is_told_that_it_is_they(by_post: Context, tmp_path: Path) -> None:
    noted(by_post, AUTHORITIES, 3)
    assert causes(by_post, AlertKind.CERTIFICATE_ENDS) == []  # none are named
    exchange = by_post.settings.exchange.model_copy(update={"smime_authorities": tmp_path / "ca"})
    (cause,) = causes(in_force(by_post, exchange=exchange), AlertKind.CERTIFICATE_ENDS)
    assert cause.facts["authorities"] is True


@pytest.mark.parametrize(("days", "level"), [(8, AlertLevel.WARNING), (7, AlertLevel.URGENT)])
def test_a_mail_servers_is_told_as_long_as_the_server_is_in_use(
    by_post: Context, days: int, level: AlertLevel
) -> None:
    ends = (by_post.clock.now() + timedelta(days=days)).isoformat()
    host = by_post.settings.mail[0].smtp_host
    for server in (f"{host}:587", "former.invalid:587"):
        raise_flag(by_post, f"{SERVER_CERTIFICATE_ENDS}{server}", ends=ends, pinned=True)
    (cause,) = causes(by_post, AlertKind.SERVER_CERTIFICATE_ENDS)
    assert (cause.subject, cause.level) == (f"{host}:587", level)
    assert cause.facts == {"host": host, "ends": ends, "pinned": True}
