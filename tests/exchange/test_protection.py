"""What the settings say of S/MIME is what protects a lot and what an ARL needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.exchange.certificates import make_authority
from tests.exchange.letters import CAISSE, account, by_mail, letter
from tests.exchange.smime.people import together

from scord.exchange.protection import check_certificates, open_letter, protect
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exchange.certificates import Authority

    from scord.settings import Settings
    from scord.store.context import Context

NURSE, CABINET, DESTINATION = "991129768", "cabinet@test.invalid", "01-349"
NOW = datetime.now(UTC) + timedelta(hours=1)
LETTER = letter(("a.bin", b"PK"), sender=CABINET)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("smime"))


def with_keys(context: Context, authority: Authority, **exchange: object) -> Settings:
    """A practice that has all it needs; `exchange` is what differs."""
    cabinet = authority.issue("cabinet", email=CABINET)
    caisse = authority.issue("caisse", email=CAISSE)
    one = account(NURSE, smime_keys=together(cabinet))
    settings = by_mail(context, one).settings
    asked = {
        "smime_certificates": {"*": caisse.certificate_path},
        "smime_authorities": authority.path,
        **exchange,
    }
    return settings.model_copy(update={"exchange": settings.exchange.model_copy(update=asked)})


def refused(settings: Settings, now: datetime = NOW) -> tuple[Code, object]:
    with pytest.raises(ScordError) as raised:
        check_certificates(settings, settings.mail[0], now)
    with pytest.raises(ScordError):
        protect(settings, settings.mail[0], DESTINATION, LETTER, now)
    return raised.value.code, raised.value.facts["reason"]


def test_without_keys_a_letter_leaves_and_comes_as_it_is(context: Context) -> None:
    settings = by_mail(context, account(NURSE)).settings
    assert protect(settings, settings.mail[0], DESTINATION, LETTER, NOW) == LETTER
    assert open_letter(settings, settings.mail[0], LETTER, NOW) == LETTER


def test_with_keys_a_letter_leaves_unreadable(context: Context, authority: Authority) -> None:
    settings = with_keys(context, authority)
    check_certificates(settings, settings.mail[0], NOW)
    sealed = protect(settings, settings.mail[0], DESTINATION, LETTER, NOW)
    assert b"a.bin" not in sealed
    assert b"application/pkcs7-mime" in sealed


def test_with_keys_an_unsigned_letter_is_not_believed(
    context: Context, authority: Authority
) -> None:
    settings = with_keys(context, authority)
    with pytest.raises(ScordError) as raised:
        open_letter(settings, settings.mail[0], letter(("a.json", b"{}")), NOW)
    assert raised.value.facts["reason"] == "not-signed"


def test_an_expired_certificate_lets_nothing_leave(context: Context, authority: Authority) -> None:
    settings = with_keys(context, authority)
    assert refused(settings, NOW + timedelta(days=40)) == (Code.CERTIFICATE_UNFIT, "expired")


def test_a_certificate_of_another_address_lets_nothing_leave(
    context: Context, authority: Authority
) -> None:
    other = authority.issue("other", email="other@caisse.invalid").certificate_path
    settings = with_keys(context, authority, smime_certificates={"*": other})
    assert refused(settings) == (Code.CERTIFICATE_UNFIT, "address-is-another")


def test_a_caisse_without_a_certificate_gets_nothing_in_the_clear(
    context: Context, authority: Authority
) -> None:
    settings = with_keys(context, authority, smime_certificates={})
    with pytest.raises(ScordError) as raised:
        protect(settings, settings.mail[0], DESTINATION, LETTER, NOW)
    assert raised.value.code == Code.CERTIFICATE_UNFIT


def test_a_key_file_that_is_gone_lets_nothing_leave(
    context: Context, authority: Authority, tmp_path: Path
) -> None:
    settings = with_keys(context, authority)
    gone = settings.mail[0].model_copy(update={"smime_keys": tmp_path / "gone.pem"})
    changed = replace(context, settings=settings.model_copy(update={"mail": (gone,)})).settings
    assert refused(changed) == (Code.CERTIFICATE_UNFIT, "unreadable")
