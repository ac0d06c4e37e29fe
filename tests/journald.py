"""Reads what the service says to journald.

Source: https://systemd.io/JOURNAL_NATIVE_PROTOCOL/
"""

from __future__ import annotations


def fields(datagram: bytes) -> list[tuple[str, str]]:
    """Of one datagram, in order: NAME=value, or NAME, eight bytes of length, value."""
    found = []
    while datagram:
        line, _, rest = datagram.partition(b"\n")
        name, equals, value = line.partition(b"=")
        if not equals:
            length = int.from_bytes(rest[:8], "little")
            value, rest = rest[8 : 8 + length], rest[8 + length + 1 :]
        found.append((name.decode(), value.decode()))
        datagram = rest
    return found
