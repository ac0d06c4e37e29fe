"""A password is given once, kept for the service alone, journalled by its name, never shown."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scord.actions.setting_up.passwords import Kind, Password, keep, passwords
from scord.secrets import FILE_NAME, find_secret, load_secrets
from scord.settings import MailAccount
from scord.store.tables import JournalEntry
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.store.context import Context

NUMBER = "991129768"
ACCOUNT = MailAccount(billing_number=NUMBER, address="a@b.invalid", smtp_host="localhost")
VARIABLE = f"SCORD_SECRET_MAIL_PASSWORD_{NUMBER}"


@pytest.fixture
def by_mail(context: Context) -> Context:
    settings = context.settings.model_copy(update={"mail": (ACCOUNT,)})
    return replace(context, settings=settings)


def given(context: Context) -> Password:
    (password,) = passwords(context.settings)
    return password


def test_a_password_is_kept_beside_the_others_and_forgotten(by_mail: Context) -> None:
    state = by_mail.settings.state_dir
    slip_key = load_secrets(state)["slip_key"]
    assert not given(by_mail).is_set
    assert keep(by_mail, Kind.MAIL, NUMBER, 'pass"\\é', by="Anne")
    assert not keep(by_mail, Kind.MAIL, NUMBER, 'pass"\\é', by="Anne"), "so already"
    assert given(by_mail) == Password(Kind.MAIL, NUMBER, is_set=True, fixed=False)
    assert find_secret(state, f"mail_password_{NUMBER}") == 'pass"\\é'
    assert load_secrets(state)["slip_key"] == slip_key
    if os.name != "nt":
        assert (state / FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert keep(by_mail, Kind.MAIL, NUMBER, None, by="Anne")
    assert not given(by_mail).is_set


def test_the_journal_has_who_and_which_and_not_what(by_mail: Context) -> None:
    keep(by_mail, Kind.SMIME, NUMBER, "hush", by="Anne")
    (entry,) = JournalEntry.select()
    assert (entry.event, entry.by, entry.why) == (
        "secret.given",
        "Anne",
        f"smime_password_{NUMBER}",
    )
    assert "hush" not in str(entry.facts)


def test_a_password_of_the_environment_is_not_to_be_changed(
    by_mail: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "from IT")
    assert given(by_mail) == Password(Kind.MAIL, NUMBER, is_set=True, fixed=True)
    with pytest.raises(ScordError) as caught:
        keep(by_mail, Kind.MAIL, NUMBER, "other", by="Anne")
    assert caught.value.code is Code.ACTION_REFUSED
    assert JournalEntry.select().count() == 0


@pytest.mark.skipif(os.name == "nt", reason="rights are told otherwise there")
def test_a_secrets_file_that_others_can_read_is_refused(by_mail: Context) -> None:
    load_secrets(by_mail.settings.state_dir)
    (by_mail.settings.state_dir / FILE_NAME).chmod(0o644)
    with pytest.raises(ScordError) as caught:
        keep(by_mail, Kind.MAIL, NUMBER, "hush", by="Anne")
    assert caught.value.code is Code.SECRET_EXPOSED
