"""A certificate that ends soon is noted a month ahead, until it is renewed."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.exchange.certificates import make_authority
from tests.exchange.letters import CAISSE, account, by_mail
from tests.exchange.mailbox_server import Pop3Server, Script
from tests.exchange.smime.people import together
from tests.exchange.test_mail_line import fingerprint
from tests.lots.practice import in_force

from scord.exchange import mail_server
from scord.exchange.certificate_ends import (
    AUTHORITIES,
    CERTIFICATE_ENDS,
    SERVER_CERTIFICATE_ENDS,
    is_in_use,
    note_ends,
    note_server_ends,
)
from scord.exchange.courier import Courier
from scord.exchange.pop3 import Pop3Mailbox
from scord.exchange.profiles.reference import ReferenceProfile
from scord.store.flags import flags

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import TurnedClock
    from tests.exchange.certificates import Authority, Issued

    from scord.store.context import Context

NURSE, CABINET = "991129768", "cabinet@test.invalid"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("smime"))


@pytest.fixture(autouse=True)
def today(clock: TurnedClock) -> None:
    """Certificates of the tests are good from the machine's own time on."""
    clock.wall = datetime.now(UTC)


def with_keys(
    context: Context, authority: Authority, *, own: int, caisse: int, **mail: Any
) -> Context:
    """A practice whose certificates are good for so many days."""
    keys = together(authority.issue("cabinet", email=CABINET, days=own))
    theirs = authority.issue("caisse", email=CAISSE, days=caisse).certificate_path
    context = by_mail(context, account(NURSE, **{"smime_keys": keys, "inbox": None, **mail}))
    exchange = context.settings.exchange.model_copy(update={"smime_certificates": {"*": theirs}})
    settings = context.settings.model_copy(update={"exchange": exchange})
    return replace(context, settings=settings)


def noted(context: Context) -> list[str]:
    note_ends(context)
    return sorted(one.name.removeprefix(CERTIFICATE_ENDS) for one in flags(CERTIFICATE_ENDS))


@pytest.mark.parametrize(
    ("own", "caisse", "whose"),
    [
        (31, 31, []),
        (29, 31, [NURSE]),
        (31, 29, ["*"]),
        (-1, -1, ["*", NURSE]),
    ],
)
def test_what_ends_within_thirty_days_or_has_ended_is_noted(
    context: Context, authority: Authority, own: int, caisse: int, whose: list[str]
) -> None:
    assert noted(with_keys(context, authority, own=own, caisse=caisse)) == whose


def test_a_renewed_certificate_is_noted_no_more(context: Context, authority: Authority) -> None:
    assert noted(with_keys(context, authority, own=5, caisse=400)) == [NURSE]
    assert noted(with_keys(context, authority, own=400, caisse=400)) == []


def test_one_renewed_for_a_few_days_is_noted_with_its_new_end(
    context: Context, authority: Authority
) -> None:
    noted(with_keys(context, authority, own=5, caisse=400))
    (before,) = flags(CERTIFICATE_ENDS)
    noted(with_keys(context, authority, own=15, caisse=400))
    (after,) = flags(CERTIFICATE_ENDS)
    assert before.value["ends"] < after.value["ends"]


def test_one_that_stays_as_it_is_keeps_its_flag(
    context: Context, authority: Authority, clock: TurnedClock
) -> None:
    ours = with_keys(context, authority, own=5, caisse=400)
    noted(ours)
    (before,) = flags(CERTIFICATE_ENDS)
    clock.turn(hours=2)
    noted(ours)
    (after,) = flags(CERTIFICATE_ENDS)
    assert after.set_at == before.set_at


def test_one_that_cannot_be_read_hides_none_of_the_others(
    context: Context, authority: Authority, tmp_path: Path
) -> None:
    ours = with_keys(context, authority, own=5, caisse=5, smime_keys=tmp_path / "gone.pem")
    assert noted(ours) == ["*"]


def test_without_keys_of_ones_own_nobodys_are_looked_at(
    context: Context, authority: Authority
) -> None:
    assert noted(with_keys(context, authority, own=5, caisse=5, smime_keys=None)) == []


def test_what_the_settings_no_longer_name_is_not_in_use(
    context: Context, authority: Authority
) -> None:
    ours = with_keys(context, authority, own=5, caisse=5).settings
    assert [is_in_use(ours, whose) for whose in (NURSE, "*", "01-349")] == [True, True, False]
    without = with_keys(context, authority, own=5, caisse=5, smime_keys=None).settings
    assert not is_in_use(without, NURSE)


def test_the_courier_looks_at_its_start_and_then_once_an_hour(
    context: Context, authority: Authority, clock: TurnedClock
) -> None:
    ours = with_keys(context, authority, own=31, caisse=400)
    courier = Courier(ours, ReferenceProfile(), None, lambda: None)
    courier.round()
    assert flags(CERTIFICATE_ENDS) == []
    clock.turn(days=2)
    clock.elapsed -= 2 * 86_400 - 3599
    courier.round()
    assert flags(CERTIFICATE_ENDS) == []
    clock.turn(seconds=1)
    courier.round()
    assert len(flags(CERTIFICATE_ENDS)) == 1


def test_of_the_authorities_the_one_that_ends_last_counts(
    context: Context, authority: Authority, tmp_path: Path
) -> None:
    """The tests' own is good for 30 days."""
    both = tmp_path / "authorities.pem"
    both.write_bytes(
        authority.path.read_bytes()
        + authority.issue("later", days=400).certificate_path.read_bytes()
    )
    ours = with_keys(context, authority, own=400, caisse=400)
    for path, whose in ((authority.path, [AUTHORITIES]), (both, [])):
        exchange = ours.settings.exchange.model_copy(update={"smime_authorities": path})
        assert noted(in_force(ours, exchange=exchange)) == whose


# -- of mail servers


def server_ends(context: Context) -> list[dict[str, Any]]:
    note_server_ends(context)
    return [one.value for one in flags(SERVER_CERTIFICATE_ENDS)]


def open_mailbox(issued: Issued, pin: str | None) -> None:
    with (
        Pop3Server(issued, Script([])) as server,
        Pop3Mailbox(replace(server.account(), pin=pin)) as box,
    ):
        box.letters()


@pytest.fixture(autouse=True)
def _nothing_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scord.exchange.mail_server._seen", {})


@pytest.mark.parametrize(("days", "count"), [(8, 0), (6, 1)])
def test_a_server_whose_authority_is_trusted_is_noted_in_its_last_week(
    context: Context, authority: Authority, days: int, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    open_mailbox(authority.issue("server", days=days), None)
    assert [one["pinned"] for one in server_ends(context)] == [False] * count


def test_a_pinned_one_is_noted_a_month_ahead_until_it_is_another(
    context: Context, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = authority.issue("server", days=29)
    open_mailbox(soon, fingerprint(soon))
    assert [one["pinned"] for one in server_ends(context)] == [True]
    with monkeypatch.context() as restarted:  # it has shown none yet: what was noted stays
        restarted.setattr("scord.exchange.mail_server._seen", {("localhost", 1): shown(soon)})
        assert len(server_ends(context)) == 2
    later = authority.issue("server", days=400)
    place = next(iter(mail_server.certificates_shown()))
    monkeypatch.setattr("scord.exchange.mail_server._seen", {place: shown(later)})
    assert len(server_ends(context)) == 1


def shown(issued: Issued) -> mail_server.Shown:
    pem = issued.certificate_path.read_text("ascii")
    return mail_server.Shown(ssl.PEM_cert_to_DER_cert(pem), pinned=True)
