"""The command `scord-tray`: reads its arguments before it imports anything graphical."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path
from typing import Any

from scord_shared.errors import ScordError
from scord_shared.wording import say as say_fault
from scord_tray import __version__, preferences
from scord_tray.backends import NAMES, open_backend
from scord_tray.session import only_one
from scord_tray.words import LANGUAGES, say

_EXAMPLE = """exemple :
  scord-tray                     l'icône de ce poste
  scord-tray --language en       en anglais, pour cette fois
"""


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 also where this session has its icon already."""
    asked = _parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    kept = preferences.preferences_file()
    language = asked.language or preferences.load(kept).language
    with only_one() as alone:
        if not alone:
            print(say("already-there", language))  # noqa: T201 -- the command's answer
            return 0
        try:
            _run(asked, kept)
        except ScordError as fault:
            words = say_fault(fault.code, fault.facts, language)
            print(f"{words.title}\n{words.advice}\n[{fault.code}]", file=sys.stderr)  # noqa: T201
            return fault.exit_status
    return 0


def _run(asked: argparse.Namespace, kept: Path) -> None:
    """Raises ScordError where this session can show no icon at all."""
    from scord_shared.client import Client  # noqa: PLC0415 -- after the arguments
    from scord_tray.app import App  # noqa: PLC0415 -- as above

    backend = open_backend(asked.backend)
    App(lambda: Client.find(asked.service), backend, kept, language=asked.language).run()


class _French(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or "Utilisation : ")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scord-tray",
        description="L'icône de Scord près de l'horloge : où en sont les choses, et ce qui attend.",
        epilog=_EXAMPLE,
        formatter_class=_French,
        add_help=False,
    )
    options = parser.add_argument_group("Options")
    options.add_argument(
        "--service",
        type=Path,
        metavar="DOSSIER",
        help="Le dossier où le service a son adresse ; sinon celui du système.",
    )
    options.add_argument(
        "--language", choices=LANGUAGES, help="La langue, pour cette fois ; sinon celle du menu."
    )
    options.add_argument(
        "--backend", choices=NAMES, help="La façon d'afficher l'icône ; sinon celle du bureau."
    )
    version = f"scord-tray {__version__}"
    options.add_argument(
        "--version", action="version", version=version, help="Afficher la version."
    )
    options.add_argument("-h", "--help", action="help", help="Afficher cette aide.")
    return parser


if __name__ == "__main__":
    sys.exit(main())
