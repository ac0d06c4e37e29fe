"""A mail server that takes everything and keeps nothing, for several at once: STARTTLS and a login
where they are asked for, in the clear where not. `python -m tests.bench.exchange.sink CERT KEY`

Says its port, then the SHA-256 of each message that it has taken, a line each.
"""

from __future__ import annotations

import hashlib
import socketserver
import ssl
import sys

_OFFER = b"250-localhost\r\n250-SIZE 50000000\r\n250-DSN\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"
_ANSWERS = {
    b"EHLO": _OFFER,
    b"AUTH": b"235 2.7.0 welcome\r\n",
    b"DATA": b"354 go on\r\n",
    b"STARTTLS": b"220 2.0.0 ready\r\n",
    b"QUIT": b"221 2.0.0 bye\r\n",
}
_OK = b"250 2.0.0 ok\r\n"


class _Talk(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.connection.sendall(b"220 localhost ESMTP\r\n")
        while line := self.rfile.readline():
            verb = line.split()[0].upper()
            self.connection.sendall(_ANSWERS.get(verb, _OK))
            if verb == b"QUIT":
                return
            if verb == b"STARTTLS":
                self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
                self.rfile = self.connection.makefile("rb")
            if verb == b"DATA":
                self._take()

    def _take(self) -> None:
        taken = hashlib.sha256()
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            taken.update(line.removeprefix(b"."))
        print(taken.hexdigest(), flush=True)
        self.connection.sendall(_OK)


class Sink(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 100

    def __init__(self, certificate: str, key: str) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(certificate, key)

    def handle_error(self, *_: object) -> None:
        """Who hangs up early is no news."""


if __name__ == "__main__":
    with Sink(*sys.argv[1:3]) as sink:
        print(sink.server_address[1], flush=True)
        sink.serve_forever()
