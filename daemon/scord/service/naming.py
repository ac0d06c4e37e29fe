"""How Windows knows the service and the account that it runs as."""

from __future__ import annotations

import hashlib
import struct

NAME = "Scord"


def service_sid(name: str) -> str:
    r"""The SID of the account `NT SERVICE\name`, which exists as long as the service does.

    S-1-5-80 and the SHA-1 of the upper-case name in UTF-16, as five numbers of 32 bits.
    Source: https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-dtyp (2.4.2.4)
    """
    digest = hashlib.sha1(name.upper().encode("utf-16-le"), usedforsecurity=False).digest()
    return "-".join(["S-1-5-80", *map(str, struct.unpack("<5I", digest))])
