"""`scord check`: whether PDFs conform, one report a file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from scord.imaging.check import check_pdf
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from scord.imaging.check import CheckReport


@dataclass(frozen=True)
class Checked:
    """What was found in one file, or the fault that kept it from being read."""

    path: Path
    report: CheckReport | None = None
    fault: ScordError | None = None

    @property
    def verdict(self) -> ScordError | None:
        """None for a PDF that conforms."""
        if self.report and not self.report.conforming:
            return ScordError(Code.PDF_NOT_CONFORMING, path=str(self.path))
        return self.fault

    def as_json(self) -> dict[str, Any]:
        report = asdict(self.report) if self.report else {}
        fault = {"code": self.fault.code.value, **self.fault.facts} if self.fault else None
        return {"conforming": self.verdict is None, **report, "fault": fault}


def check_all(files: Iterable[Path]) -> Iterator[Checked]:
    """One result a file, in order; one that cannot be read does not hide the others."""
    for path in files:
        try:
            yield Checked(path, check_pdf(path))
        except ScordError as fault:
            facts = {"name": path.name, **fault.facts}
            yield Checked(path, fault=ScordError(fault.code, **facts))
