"""A real Postfix on loopback: submission with STARTTLS and a login, delivery into a Dovecot."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from tests.exchange.certificates import Authority
    from tests.exchange.dovecot import Dovecot

DOMAIN = "test.invalid"
_START_SECONDS = 15
_MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.{domain}
mydestination = {domain}
mynetworks =
alias_maps =
local_recipient_maps =
local_transport = lmtp:inet:127.0.0.1:{lmtp}
default_transport = error:no mail leaves this machine
maillog_file = {home}/data/postfix.log
maillog_file_prefixes = {home}
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
message_size_limit = {size_limit}
"""
# Nothing is chrooted: the queue is new and holds no copies of system files.
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """Submission on `port` for the users of `dovecot`, which has the mailboxes; runs from `start`
    to `stop`. Needs root and Debian's postfix.
    """

    host = "127.0.0.1"

    def __init__(
        self, folder: Path, authority: Authority, dovecot: Dovecot, *, size_limit: int = 30_000_000
    ) -> None:
        """`size_limit`: of a message, bytes. What Postfix has logged stands in `folder` at last."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._dovecot = dovecot
        self._size_limit = size_limit
        self._certificate = authority.issue("postfix")
        with socket.create_server((self.host, 0)) as listener:
            self.port: int = listener.getsockname()[1]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        program = shutil.which("postfix", path=os.environ["PATH"] + ":/usr/sbin")
        if not program:
            raise AssertionError("needs the package postfix")
        self._program = program
        # a place of its own: sockets need short paths, Postfix's account a way in
        self._home = Path(tempfile.mkdtemp(prefix="scord-postfix-"))
        self._home.chmod(0o755)
        for name in ("etc", "queue", "data"):
            (self._home / name).mkdir()
        os.chown(self._home / "data", pwd.getpwnam("postfix").pw_uid, -1)
        self._write_configuration()
        self._run("start")
        self._wait_until_it_answers()

    def stop(self) -> None:
        self._run("stop")
        with suppress(OSError):
            shutil.copy(self._home / "data" / "postfix.log", self._folder)
        shutil.rmtree(self._home)

    def _run(self, verb: str) -> None:
        command = [self._program, "-c", str(self._home / "etc"), verb]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def _write_configuration(self) -> None:
        main = _MAIN.format(
            home=self._home,
            domain=DOMAIN,
            certificate=self._certificate.certificate_path,
            key=self._certificate.key_path,
            lmtp=self._dovecot.lmtp_port,
            sasl=self._dovecot.sasl_port,
            size_limit=self._size_limit,
        )
        etc = self._home / "etc"
        (etc / "main.cf").write_text(main, "utf-8")
        (etc / "master.cf").write_text(_MASTER.format(port=self.port), "utf-8")
        (etc / "dynamicmaps.cf").touch()

    def _wait_until_it_answers(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            with suppress(OSError), closing(socket.create_connection((self.host, self.port))):
                return
            time.sleep(0.05)
        logged = (self._home / "data" / "postfix.log").read_text("utf-8")
        self.stop()
        raise AssertionError(logged)
