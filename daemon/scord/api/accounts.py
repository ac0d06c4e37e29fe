"""The users of this machine and their groups, as the system knows them."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from scord_shared.places import own_name


@dataclass(frozen=True)
class Account:
    """`trusted`: the system's administrator, or the user that the service runs as."""

    name: str
    groups: frozenset[str]
    trusted: bool


if sys.platform == "win32":
    import pywintypes
    import win32net
    import win32security

    def at_other_end(  # the same on every system
        client_port: int,  # noqa: ARG001
        server_port: int,  # noqa: ARG001
    ) -> frozenset[int] | None:
        """Not told: a process list there shows nobody else's command lines, and so no links."""
        return None

    _INDIRECT = 1  # LG_INCLUDE_INDIRECT: also by way of a group that is in the group

    def find(who: int | str) -> Account | None:
        """The user called `who`, with the domain or without; None where there is none."""
        name = str(who)
        try:
            _, _, kind = win32security.LookupAccountName(None, name)
        except pywintypes.error:
            return None
        if kind != win32security.SidTypeUser:  # the name of a group, whose members are many
            return None
        groups = _groups(name)
        trusted = name.casefold() == own_name().casefold() or _administrators() in groups
        return Account(name, groups, trusted)

    def _groups(name: str) -> frozenset[str]:
        try:
            return frozenset(win32net.NetUserGetLocalGroups(None, name, _INDIRECT))
        except pywintypes.error:
            return frozenset()

    def _administrators() -> str:
        """The name of their group differs from language to language."""
        kind = win32security.WinBuiltinAdministratorsSid
        sid = win32security.CreateWellKnownSid(kind, None)
        return str(win32security.LookupAccountSid(None, sid)[0])

else:
    import grp
    import pwd

    # See proc(5): local and remote address in hexadecimal, then the user. A program may also reach
    # 127.0.0.1 by IPv6, and from any address of the loopback network.
    _CONNECTIONS = {
        Path("/proc/net/tcp"): "0100007F",
        Path("/proc/net/tcp6"): "0000000000000000FFFF00000100007F",
    }

    def at_other_end(client_port: int, server_port: int) -> frozenset[int] | None:
        """The numbers of the users whose programs connect from this port to ours on 127.0.0.1: one,
        where nobody is up to tricks. None where the system does not tell.
        """
        found = set()
        for table, address in _CONNECTIONS.items():
            try:
                lines = table.read_text("ascii").splitlines()[1:]
            except FileNotFoundError:
                continue
            except OSError:
                return None
            for local, remote, user in ((one[1], one[2], one[7]) for one in map(str.split, lines)):
                ours = remote == f"{address}:{server_port:04X}"
                if ours and local.endswith(f":{client_port:04X}"):
                    found.add(int(user))
        return frozenset(found) if sys.platform == "linux" else None

    def find(who: int | str) -> Account | None:
        """The user with this number, who need not have a name, or called `who`; None where there is
        none.
        """
        try:
            entry = pwd.getpwuid(who) if isinstance(who, int) else pwd.getpwnam(who)
        except (KeyError, ValueError):  # the latter for a NUL in the name
            if str(who).isdecimal():
                return Account(str(who), frozenset(), trusted=_is_trusted(int(who)))
            return None
        groups = os.getgrouplist(entry.pw_name, entry.pw_gid)
        names = frozenset(filter(None, map(_group_name, groups)))
        return Account(entry.pw_name, names, trusted=_is_trusted(entry.pw_uid))

    def _is_trusted(uid: int) -> bool:
        return uid in (0, os.geteuid())

    def _group_name(gid: int) -> str | None:
        try:
            return grp.getgrgid(gid).gr_name
        except KeyError:
            return None
