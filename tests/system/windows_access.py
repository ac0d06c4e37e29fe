r"""Run by Windows Python: what the doctor makes of access lists.

`python -m tests.system.windows_access C:\a\folder`, with a folder `open` to everyone in it and one
that is `closed`; fails with an AssertionError. wine keeps no lists but makes them of a file's mode,
so all other groups are shown as entries alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

if sys.platform == "win32":
    import ntsecuritycon
    import win32security

    from scord.doctor import access

    EVERYONE, ADMINISTRATORS, SYSTEM = "S-1-1-0", "S-1-5-32-544", "S-1-5-18"
    DOMAIN = "S-1-5-21-1004336348-1177238915-682003330"
    READ = ntsecuritycon.FILE_GENERIC_READ

    def entries(kind: str, mask: int, sid: str) -> win32security.ACL:
        made = win32security.ACL()
        add = getattr(made, f"AddAccess{kind}Ace")
        add(win32security.ACL_REVISION, mask, win32security.ConvertStringSidToSid(sid))
        return made

    def gives_many(sid: str, *, kind: str = "Allowed", mask: int = READ) -> bool:
        return access._gives_many(entries(kind, mask, sid).GetAce(0))

    def main(folder: Path) -> None:
        assert access.others_may_read(folder / "open")
        assert not access.others_may_read(folder / "closed")
        many = (EVERYONE, "S-1-5-4", "S-1-5-11", "S-1-5-32-545", "S-1-5-32-546", f"{DOMAIN}-513")
        assert [sid for sid in many if not gives_many(sid)] == []
        few = (SYSTEM, ADMINISTRATORS, f"{DOMAIN}-512", f"{DOMAIN}-1104", "S-1-3-0")
        assert [sid for sid in few if gives_many(sid)] == []
        assert gives_many(EVERYONE, mask=ntsecuritycon.GENERIC_ALL)
        assert not gives_many(EVERYONE, mask=ntsecuritycon.FILE_READ_ATTRIBUTES)
        assert not gives_many(EVERYONE, kind="Denied")
        sys.stdout.write("ended well")

    if __name__ == "__main__":
        main(Path(sys.argv[1]))
