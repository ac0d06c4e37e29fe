"""The main job by mail: lots leave through a real Postfix, ARLs come from a real Dovecot."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import TYPE_CHECKING, Any, cast

import pytest
from tests.end_to_end.proving import assert_proved
from tests.exchange.dovecot import Dovecot
from tests.exchange.postfix import Postfix
from tests.exchange.smime.people import together
from tests.lps import BILLING, ack, acks, invoice, invoices, lot_time, lots
from tests.practice import Practice, colour_of, until

from scord.demo.b2 import write_b2
from scord.doctor import WELL, examine
from scord.exchange.smime.certificates import load_certificate, load_keys
from scord.exchange.smime.incoming import open_letter
from scord.exchange.smime.outgoing import protect
from scord.exchange.smime.trust import Trust
from scord.exchange.stops import ROUTE_STOPPED
from scord.lots.colour import Colour
from scord.secrets import mail_password
from scord.store.flags import flags
from scord.store.states import FseVerdict, MessageState, ScorLotState
from scord.store.tables import FseLot, Incoming, Invoice, Letter, Message, ScorLot
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.exchange.certificates import Authority

    from scord.store.context import Context

pytest_plugins = ("tests.exchange.trust",)
pytestmark = [pytest.mark.system, pytest.mark.usefixtures("trusted")]

CABINET, CAISSE, STRANGER = "cabinet@test.invalid", "caisse@test.invalid", "someone@else.invalid"
USERS = {"cabinet": "s3cret", "caisse": "cpw"}

_MAIL = """\
route = "mail"
addresses = {{ "*" = "{caisse}" }}
mail_minutes = 0.01
[[mail]]
billing_number = "{billing}"
address = "{cabinet}"
user = "cabinet"
smtp_host = "localhost"
smtp_port = {smtp}
inbox = "{protocol}"
inbox_port = {inbox}
"""


class Mail:
    """Both servers, and what the pretend caisse does with its mailbox."""

    def __init__(self, dovecot: Dovecot, postfix: Postfix) -> None:
        self.dovecot, self.postfix = dovecot, postfix

    def received(self) -> list[EmailMessage]:
        """All that the caisse has in its mailbox."""
        return [message_from_bytes(one, policy=default) for one in self.raw()]

    def raw(self) -> list[bytes]:
        """The same as it was on the wire, under what the servers have put above it."""
        found = sorted(self.dovecot.maildir("caisse").glob("**/new/*"))
        return [re.sub(rb"\r?\n", b"\r\n", one.read_bytes()) for one in found]

    def answer(
        self,
        told: dict[str, Any],
        *,
        sender: str = CAISSE,
        seal: Callable[[bytes], bytes] = lambda letter: letter,
    ) -> None:
        letter = EmailMessage(policy=SMTP)
        letter["From"], letter["To"], letter["Subject"] = sender, CABINET, "ARL"
        letter["Date"] = datetime.now(UTC)
        letter.set_content("ARL")
        data = json.dumps(told).encode()
        letter.add_attachment(data, maintype="application", subtype="json", filename="arl.json")
        self.dovecot.deliver("cabinet", seal(letter.as_bytes()))


@pytest.fixture(scope="module")
def servers(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mail]:
    folder = tmp_path_factory.mktemp("mail")
    with (
        Dovecot(folder / "dovecot", authority, USERS) as dovecot,
        Postfix(folder / "postfix", authority, dovecot) as postfix,
    ):
        yield Mail(dovecot, postfix)


@pytest.fixture
def mail(servers: Mail, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mail]:
    monkeypatch.setenv(f"SCORD_SECRET_{mail_password(BILLING).upper()}", USERS["cabinet"])
    yield servers
    for user in USERS:
        for letter in servers.dovecot.maildir(user).glob("**/*"):
            if letter.parent.name in {"new", "cur"}:
                letter.unlink()


def practice_of(tmp_path: Path, mail: Mail, protocol: str) -> Practice:
    practice = Practice(tmp_path)
    dovecot = mail.dovecot
    inbox = dovecot.imaps_port if protocol == "imap" else dovecot.pop3s_port
    tables = _MAIL.format(
        billing=BILLING,
        cabinet=CABINET,
        caisse=CAISSE,
        smtp=mail.postfix.port,
        protocol=protocol,
        inbox=inbox,
    )
    text = practice.config.read_text("utf-8")
    practice.config.write_text(text.replace("[exchange]\n", f"[exchange]\n{tables.split('[[')[0]}"))
    with practice.config.open("a", encoding="utf-8") as config:
        config.write("[[" + tables.split("[[")[1])
    return practice


def becomes(context: Context, number: str, colour: Colour) -> None:
    until(lambda: colour_of(context, number) == colour, f"invoice {number} {colour}")


def ready(practice: Practice, number: str) -> None:
    """An invoice with its piece, in a lot of B2 that waits for its ARL."""
    prescriber = {"rpps": "99900100019", "billing_number": "991100017", "name": None}
    sent = {"number": "012", "sent_at": lot_time(), "kind": "secured", "invoices": [number]}
    text = write_b2(invoices(invoice(number, prescriber=prescriber)), lots(sent))
    (practice.lps_folder / "fse.b2").write_text(text, "ascii", newline="")
    until(lambda: Invoice.get_or_none(Invoice.number == number), "invoice imported")
    practice.drop(f"{number}.tif", practice.slipped(number))


def lot_in(letter: EmailMessage) -> dict[str, Any]:
    (attached,) = letter.iter_attachments()
    with zipfile.ZipFile(io.BytesIO(attached.get_content())) as archive:
        index: dict[str, Any] = json.loads(archive.read("index.json"))
        assert all(archive.read(one["parts"][0]["file"])[:5] == b"%PDF-" for one in index["pieces"])
    return index


def reply(index: dict[str, Any]) -> dict[str, Any]:
    one = {
        "id": "A-1",
        "billing_number": index["billing_number"],
        "lot": index["lot"],
        "message_id": index["message_id"],
        "verdict": "positive",
        "date": datetime.now(UTC).isoformat(),
    }
    return {"format": "scord-reference-answer/1", "test": True, "answers": [one]}


@pytest.mark.parametrize("protocol", ["imap", "pop3"])
def test_a_scan_reaches_the_caisse_by_mail_and_its_arls_come_back(
    tmp_path: Path, mail: Mail, protocol: str
) -> None:
    practice = practice_of(tmp_path, mail, protocol)
    with practice.running() as context:
        ready(practice, "481")
        becomes(context, "481", Colour.YELLOW)
        mail.answer(acks(ack()))  # the FSE lot's, by mail
        until(lambda: FseLot.get().verdict == FseVerdict.POSITIVE, "ARL understood")
        practice.send(context)
        (letter,) = until(mail.received, "lot received")
        assert letter["Subject"].startswith("TEST - SCOR")
        index = lot_in(letter)
        until(lambda: Message.get().state == MessageState.SENT, "the sending noted")
        mail.answer(reply(index))
        becomes(context, "481", Colour.GREEN)
        assert ScorLot.get().state == ScorLotState.ACCEPTED
        proved = assert_proved(practice, "481", *mail.raw())
    assert (proved["standing"], proved["fse_lot"]["verdict"]) == ("accepted", "positive")
    assert len(mail.received()) == 1


def test_lots_and_arls_travel_signed_and_encrypted(
    tmp_path: Path, mail: Mail, authority: Authority
) -> None:
    """The pretend caisse has keys of its own, and reads and signs as S/MIME does."""
    cabinet, caisse = (
        authority.issue(name.partition("@")[0], email=name) for name in (CABINET, CAISSE)
    )
    now = datetime.now(UTC)
    keys = load_keys(together(caisse), None, address=CAISSE, now=now)
    trust = Trust((authority.certificate,))
    recipient = load_certificate(cabinet.certificate_path, address=CABINET, now=now)

    practice = practice_of(tmp_path, mail, "imap")
    with practice.config.open("a", encoding="utf-8") as config:
        config.write(f"smime_keys = '{together(cabinet)}'\n")
    text = practice.config.read_text("utf-8")
    smime = (
        f'smime_certificates = {{ "*" = "{caisse.certificate_path}" }}\n'
        f'smime_authorities = "{authority.path}"\n'
    )
    practice.config.write_text(text.replace("[exchange]\n", f"[exchange]\n{smime}"))
    with practice.running() as context:
        ready(practice, "481")
        becomes(context, "481", Colour.YELLOW)
        practice.hand(acks(ack()))
        until(lambda: ScorLot.select().count() or practice.send(context), "lot made")
        (letter,) = until(mail.received, "lot received")
        assert b"%PDF-" not in letter.as_bytes()
        opened = open_letter(letter.as_bytes(policy=SMTP), keys, trust, datetime.now(UTC))
        index = lot_in(cast("EmailMessage", message_from_bytes(opened, policy=default)))
        mail.answer(reply(index))  # unsigned: no effect
        until(lambda: Letter.select().count() == 1, "unsigned answer seen")
        mail.answer(reply(index), seal=lambda one: protect(one, keys, recipient))
        becomes(context, "481", Colour.GREEN)
        (refused, believed) = Incoming.select().where(Incoming.channel == "mail")
        assert (refused.reason, believed.reason) == (Code.MESSAGE_UNTRUSTED, None)
        assert refused.report == {"reason": "not-signed"}
        (answer,) = assert_proved(practice, "481", *mail.raw())["lots"][0]["answers"]
    assert (answer["channel"], answer["sha256"]) == ("mail", believed.sha256)


def test_an_arl_from_a_stranger_has_no_effect_and_a_strangers_mail_stays_untouched(
    tmp_path: Path, mail: Mail
) -> None:
    practice = practice_of(tmp_path, mail, "imap")
    with practice.running() as context:
        ready(practice, "481")
        becomes(context, "481", Colour.YELLOW)
        mail.answer(acks(ack()), sender=STRANGER)
        mail.dovecot.deliver("cabinet", b"From: a@b.invalid\r\nSubject: hello\r\n\r\nhello\r\n")
        until(lambda: Letter.select().count() == 2, "both letters seen")
        until(lambda: Incoming.get(Incoming.channel == "mail").understood_at, "understood")
        assert Incoming.get(Incoming.channel == "mail").reason == Code.MESSAGE_UNTRUSTED
        assert colour_of(context, "481") == Colour.YELLOW
    left = [one.name for one in mail.dovecot.maildir("cabinet").glob("**/*") if one.is_file()]
    assert len([name for name in left if "," in name or name.count(".") > 2]) >= 2
    assert not any(name.endswith("S") for name in left)  # no letter bears the flag of a read one


def test_a_bounce_brings_the_lot_back_to_a_person_and_the_same_bytes_go_again(
    tmp_path: Path, mail: Mail
) -> None:
    practice = practice_of(tmp_path, mail, "imap")
    text = practice.config.read_text("utf-8")
    practice.config.write_text(text.replace(f'"*" = "{CAISSE}"', '"*" = "nobody@test.invalid"'))
    with practice.running() as context:
        ready(practice, "481")
        practice.hand(acks(ack()))
        becomes(context, "481", Colour.YELLOW)
        until(lambda: ScorLot.select().count() or practice.send(context), "lot made")
        until(lambda: Message.get().state == MessageState.BOUNCED, "bounced")
        assert colour_of(context, "481") == Colour.YELLOW


def test_a_wrong_password_stops_the_way_with_one_attempt(
    tmp_path: Path, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"SCORD_SECRET_{mail_password(BILLING).upper()}", "wrong")
    practice = practice_of(tmp_path, mail, "imap")
    with practice.running() as context:
        ready(practice, "481")
        practice.hand(acks(ack()))
        becomes(context, "481", Colour.YELLOW)
        until(lambda: ScorLot.select().count() or practice.send(context), "lot made")
        (stop,) = until(lambda: flags(ROUTE_STOPPED), "way stopped")
        assert stop.value["reason"] == Code.MAIL_LOGIN_REFUSED
    assert mail.received() == []


@pytest.mark.parametrize("protocol", ["imap", "pop3"])
def test_the_doctor_finds_a_sound_mail_account_sound(
    tmp_path: Path, mail: Mail, protocol: str
) -> None:
    practice = practice_of(tmp_path, mail, protocol)
    with practice.store() as context:
        (found,) = (one for one in examine(context) if one.check == "mail")
    assert found.level == WELL
    assert mail.received() == []
