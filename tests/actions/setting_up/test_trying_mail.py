"""A practitioner's account is tried at a server that speaks SMTP, before mail is the way out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.exchange.smtp_server import SECRET, USER, SmtpServer

from scord.actions.setting_up.passwords import Kind, keep
from scord.actions.setting_up.trying import LET_IN, MailTried, mail_let_in, try_mail
from scord.exchange.stops import ROUTE_STOPPED
from scord.settings import MailAccount
from scord.store.flags import flag, raise_flag
from scord_shared.errors import Code

if TYPE_CHECKING:
    from tests.exchange.certificates import Issued

    from scord.store.context import Context

pytest_plugins = ("tests.exchange.trust",)
pytestmark = pytest.mark.usefixtures("trusted")

NUMBER = "991129768"


def by_mail(context: Context, port: int) -> Context:
    account = MailAccount(
        billing_number=NUMBER,
        address="cabinet@test.invalid",
        user=USER,
        smtp_host="localhost",
        smtp_port=port,
    )
    return replace(context, settings=context.settings.model_copy(update={"mail": (account,)}))


def test_an_account_with_its_password_is_let_in_and_nothing_is_sent(
    context: Context, issued: Issued
) -> None:
    with SmtpServer(issued) as server:
        asked = by_mail(context, server.port)
        keep(asked, Kind.MAIL, NUMBER, SECRET, by="Anne")
        assert try_mail(asked, NUMBER, by="Anne") == MailTried()
        assert mail_let_in(asked.settings.mail[0])
    assert server.accepted == []
    assert not any(command.startswith("MAIL") for command in server.heard)


def test_a_login_that_the_server_refuses_is_told(context: Context, issued: Issued) -> None:
    with SmtpServer(issued, says={"auth": b"535 5.7.8 no\r\n"}) as server:
        asked = by_mail(context, server.port)
        keep(asked, Kind.MAIL, NUMBER, "wrong", by="Anne")
        raise_flag(asked, f"{LET_IN}{NUMBER}", account="of before")
        assert try_mail(asked, NUMBER, by="Anne").code is Code.MAIL_LOGIN_REFUSED
    assert flag(f"{LET_IN}{NUMBER}") is None


def test_another_server_for_the_account_is_to_be_tried_anew(
    context: Context, issued: Issued
) -> None:
    with SmtpServer(issued) as server:
        asked = by_mail(context, server.port)
        keep(asked, Kind.MAIL, NUMBER, SECRET, by="Anne")
        try_mail(asked, NUMBER, by="Anne")
    (account,) = asked.settings.mail
    assert mail_let_in(account)
    assert not mail_let_in(account.model_copy(update={"smtp_host": "127.0.0.1"}))


def test_a_new_password_opens_the_way_that_the_old_one_had_stopped(context: Context) -> None:
    raise_flag(context, f"{ROUTE_STOPPED}{NUMBER}", reason=Code.MAIL_LOGIN_REFUSED)
    keep(context, Kind.MAIL, NUMBER, "new", by="Anne")
    assert flag(f"{ROUTE_STOPPED}{NUMBER}") is None
