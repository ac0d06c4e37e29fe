"""Says to the tray's windows what Windows says at a log-out, or taskkill at any time.

Run by Windows Python: `asks` prints the answers to whether the session may end, `ends` ends it,
`stays` says that it goes on after all, `taskkill` closes every window.
"""

from __future__ import annotations

import ctypes
import sys

WM_CLOSE, WM_QUERYENDSESSION, WM_ENDSESSION = 0x10, 0x11, 0x16

user32 = ctypes.windll.user32  # type: ignore[attr-defined,unused-ignore]


def windows() -> list[ctypes.c_void_p]:
    """Those of pystray."""
    found = []

    @ctypes.WINFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)  # type: ignore[attr-defined,unused-ignore]
    def take(handle: int, _: object) -> bool:
        name = ctypes.create_unicode_buffer(200)
        user32.GetClassNameW(ctypes.c_void_p(handle), name, 200)
        if name.value.endswith("SystemTrayIcon"):
            found.append(ctypes.c_void_p(handle))
        return True

    user32.EnumWindows(take, None)
    return found


def main(what: str) -> None:
    for window in windows():
        if what == "taskkill":
            user32.PostMessageW(window, WM_CLOSE, 0, 0)
        elif what == "asks":
            answer = user32.SendMessageW(window, WM_QUERYENDSESSION, 0, 0)
            sys.stdout.write(f"{answer}\n")
        else:
            user32.SendMessageW(window, WM_ENDSESSION, int(what == "ends"), 0)


if __name__ == "__main__":
    main(sys.argv[1])
