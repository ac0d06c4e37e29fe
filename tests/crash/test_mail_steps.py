"""The plug pulled at every durable step of mail, out and back: nothing lost, nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.crash import mail_day
from tests.crash.mail_day import post
from tests.crash.mail_kills import ACCEPTED, POINTS, Point, survive
from tests.exchange.letters import CAISSE, Postbag, account, by_mail, letter
from tests.exchange.sending import at_step
from tests.lots.practice import Practice

from scord.doctor import Found, examine
from scord.exchange.mail_in import take_letters
from scord.exchange.profiles.reference import ReferenceProfile
from scord.store.states import ScorLotState
from scord.store.tables import Incoming

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exchange.certificates import Issued

    from scord.store.context import Context

pytest_plugins = ("tests.exchange.trust",)
pytestmark = pytest.mark.usefixtures("trusted")


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("morning")
    mail_day.morning(root)
    return root


IN_SHORT = ("exchange.delivery-started", ACCEPTED, "mail.stored")


def _marked(point: Point) -> object:
    """Each takes ten seconds: three in every run, the rest in make soak and bench-exchange."""
    short = point.protocol == "imap" and point.nth == 1 and point.step in IN_SHORT
    return pytest.param(point, id=str(point), marks=() if short else pytest.mark.soak)


@pytest.mark.slow
@pytest.mark.parametrize("point", map(_marked, POINTS))
def test_killed_at_the_step_each_lot_is_taken_once_and_each_letter_understood_once(
    morning: Path, tmp_path: Path, issued: Issued, point: Point
) -> None:
    survive(morning, tmp_path, issued, point)


def test_a_letter_counts_though_the_engine_looks_before_it_is_recorded_as_taken(
    context: Context, issued: Issued
) -> None:
    """Courier and engine are two threads; a kill at mail.stored comes to the same."""
    bag = Postbag(Practice(context))
    with post(issued) as servers:
        servers.letters.append(letter(("arl.json", bag.answer()), sender=CAISSE))
        bag.context = by_mail(
            bag.context,
            account(
                bag.practice.nurse.billing_number,
                inbox_port=servers.inbox.port,
                inbox_encryption="starttls",
            ),
        )
        with at_step("mail.stored", bag.answers.work):
            take_letters(bag.context, ReferenceProfile(), bag.context.settings.mail[0])
    bag.answers.work()
    assert Incoming.get().reason is None
    assert bag.sending.refreshed().state == ScorLotState.ACCEPTED


def test_the_doctor_knows_every_letter_that_is_kept_and_sees_when_one_is_damaged(
    context: Context,
) -> None:
    bag = Postbag(Practice(context))
    kept = bag.came(letter(("arl.json", bag.answer())))
    unknown = [found for found in examine(context) if found.code == Found.FILE_UNKNOWN]
    assert unknown == []
    path = context.files.answers.path(kept.sha256)
    path.chmod(0o600)
    path.write_bytes(b"damaged")
    assert Found.FILE_DAMAGED in {found.code for found in examine(context)}
