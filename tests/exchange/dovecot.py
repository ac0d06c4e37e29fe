"""A real Dovecot on loopback: POP3, IMAP, delivery by LMTP, and SASL for a Postfix beside it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.exchange.certificates import Authority

DOMAIN = "test.invalid"
_USERS = {"acks": "ackpw", "sender": "s3cret"}
_START_SECONDS = 15
_TOKEN_KEY = b"the key of the tokens of the tests"
_CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {folder}/dovecot.log
protocols = imap pop3 lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = yes
auth_username_format = %Ln
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
mail_location = maildir:{home}/mail/%u
first_valid_uid = 1
mail_max_userip_connections = 50
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/tokens.conf
}}
passdb {{
  driver = passwd-file
  args = {home}/passwd
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  inet_listener sasl {{
    address = 127.0.0.1
    port = {sasl}
  }}
}}
namespace inbox {{
  inbox = yes
  mailbox Archive {{
    auto = create
  }}
  mailbox "Réponses & co" {{
    auto = create
  }}
}}
protocol pop3 {{
  pop3_lock_session = {lock}
}}
"""
_TOKENS = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={home}/keys/
username_attribute = sub
"""


class Dovecot:
    """Accounts are `acks@test.invalid` and so on; it runs from `start` to `stop`.

    Needs root and Debian's dovecot-imapd, dovecot-pop3d and dovecot-lmtpd. `lock`: whether a POP3
    session holds the mailbox for itself.
    """

    host = "127.0.0.1"

    def __init__(
        self,
        folder: Path,
        authority: Authority,
        users: Mapping[str, str] = _USERS,
        *,
        lock: bool = False,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = lock
        self._certificate = authority.issue("dovecot")
        ports = _free_ports(6)
        self.imap_port, self.imaps_port, self.pop3_port, self.pop3s_port = ports[:4]
        self.lmtp_port, self.sasl_port = ports[4:]
        self._users = users

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        program = shutil.which("dovecot", path=os.environ["PATH"] + ":/usr/sbin")
        if not program:
            raise AssertionError("needs dovecot-imapd, dovecot-pop3d and dovecot-lmtpd")
        # a place of its own: sockets need short paths, Dovecot's accounts a way in
        self._home = Path(tempfile.mkdtemp(prefix="scord-mail-"))
        self._home.chmod(0o755)
        nobody = pwd.getpwnam("nobody")
        mail = self._home / "mail"
        mail.mkdir()
        os.chown(mail, nobody.pw_uid, nobody.pw_gid)
        self._write_accounts()
        configuration = self._folder / "dovecot.conf"
        configuration.write_text(self._configuration(nobody), "utf-8")
        self._process = subprocess.Popen([program, "-F", "-c", configuration])
        self._wait_until_it_answers()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(_START_SECONDS)
        shutil.rmtree(self._home)

    def maildir(self, user: str) -> Path:
        return self._home / "mail" / user

    def deliver(self, user: str, raw: bytes) -> None:
        """Puts a letter into INBOX, by LMTP."""
        with smtplib.LMTP(self.host, self.lmtp_port) as line:
            line.sendmail("", [f"{user}@{DOMAIN}"], raw)

    def token(self, user: str) -> str:
        """An access token of OAuth 2, good for a minute."""
        claims = {"sub": user, "exp": int(time.time()) + 60, "iat": int(time.time())}
        head = _base64url(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
        signed = f"{head}.{_base64url(json.dumps(claims).encode())}"
        seal = hmac.digest(_TOKEN_KEY, signed.encode(), hashlib.sha256)
        return f"{signed}.{_base64url(seal)}"

    def _write_accounts(self) -> None:
        lines = [f"{user}:{{PLAIN}}{password}::::::\n" for user, password in self._users.items()]
        (self._home / "passwd").write_text("".join(lines), "utf-8")
        keys = self._home / "keys" / "default" / "HS256"
        keys.mkdir(parents=True)
        (keys / "default").write_bytes(base64.b64encode(_TOKEN_KEY))
        (self._home / "tokens.conf").write_text(_TOKENS.format(home=self._home), "utf-8")

    def _configuration(self, owner: pwd.struct_passwd) -> str:
        return _CONFIGURATION.format(
            home=self._home,
            folder=self._folder,
            certificate=self._certificate.certificate_path,
            key=self._certificate.key_path,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            imap=self.imap_port,
            imaps=self.imaps_port,
            pop3=self.pop3_port,
            pop3s=self.pop3s_port,
            lmtp=self.lmtp_port,
            sasl=self.sasl_port,
            lock="yes" if self._lock else "no",
        )

    def _wait_until_it_answers(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            with suppress(OSError), closing(socket.create_connection((self.host, self.imap_port))):
                return
            time.sleep(0.02)
        self._process.kill()
        raise AssertionError((self._folder / "dovecot.log").read_text("utf-8"))


def _free_ports(count: int) -> list[int]:
    """Held all at once, so that they differ."""
    with ExitStack() as stack:
        lines = [stack.enter_context(socket.socket()) for _ in range(count)]
        for line in lines:
            line.bind(("127.0.0.1", 0))
        return [line.getsockname()[1] for line in lines]


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
