"""Run by Windows Python: shows the longest words that the tray may show, and prints what it logs.

The icon stays until the program is ended from its menu.
"""

from __future__ import annotations

import logging
import sys

from scord_tray.backends import open_backend
from scord_tray.backends.base import Hooks
from scord_tray.model import Action, Item, Shape, Toast, Verb, View
from scord_tray.viewmodel import fitting

LONG = "é\N{GRINNING FACE}" * 200  # the face counts two of Windows' units


def main() -> None:
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout)
    tray = open_backend()
    menu = (
        Item(LONG, enabled=False),
        Item("Quitter", Action(Verb.QUIT)),
    )

    def ready() -> None:
        tray.show(View(Shape.CHECK, "", "before", ()))
        tray.show(View(Shape.OCTAGON, "99+", fitting(LONG), menu))
        print("told", tray.toast(Toast(LONG, LONG, urgent=True)), flush=True)  # noqa: T201

    def chosen(action: Action) -> None:
        print("chosen", action.verb, flush=True)  # noqa: T201
        tray.stop()

    tray.run(Hooks(ready, chosen, no_place=lambda: None))


if __name__ == "__main__":
    main()
