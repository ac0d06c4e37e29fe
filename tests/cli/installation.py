"""`scord --config …` on an installation of its own, as the tests of the commands use it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner
from tests.billing.makers import PRACTITIONER

from scord.cli import main
from scord.clock import SystemClock
from scord.engine import open_state
from scord.settings import load

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

NAMES = ("ADRDEUX", "LAURENT", "GRIS", "ANNE", "181016322075140")


@dataclass
class Cli:
    root: Path

    @property
    def config(self) -> Path:
        return self.root / "scord.toml"

    def __call__(self, *arguments: object, typed: str | None = None) -> Result:
        words = ["--config", str(self.config), *map(str, arguments)]
        return CliRunner().invoke(main, words, catch_exceptions=False, input=typed)

    def done(self, *arguments: object, typed: str | None = None) -> str:
        result = self(*arguments, typed=typed)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    def refused(self, *arguments: object, typed: str | None = None) -> tuple[int, str]:
        """Exit status and the last line on standard error."""
        result = self(*arguments, typed=typed)
        assert result.exit_code != 0
        return result.exit_code, result.stderr.splitlines()[-1]

    def opened(self) -> Any:
        return open_state(load(self.config), SystemClock())

    def factures(self, *items: Any) -> Path:
        path = self.root / "factures.json"
        head = {"format": "scord-invoices/1", "practitioner": PRACTITIONER}
        path.write_text(json.dumps({**head, "invoices": list(items)}))
        return path
