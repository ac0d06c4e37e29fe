r"""Run by Windows Python: the service, and a scanner that keeps its file open while it writes it.

`python -m tests.system.windows_practice C:\a\new\folder`; fails with an AssertionError.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.lps import invoice, invoices
from tests.practice import Practice, colour_of, sha256, the_scan, until

from scord.intake import incoming
from scord.lots.colour import Colour
from scord.store.states import ScanState
from scord.store.tables import Invoice


def main(root: Path) -> None:
    incoming.QUIET_SECONDS = 0.2
    practice = Practice(root)
    with practice.running() as context:
        practice.hand(invoices(invoice("481")))
        until(lambda: Invoice.get_or_none(number="481"), "the invoice imported")
        page = practice.slipped("481")
        path = practice.drop_folder / "scan.tif"
        with path.open("wb") as scanner:
            scanner.write(page)
            scanner.flush()
            time.sleep(2)  # it has long settled, and cannot be taken
            assert the_scan(sha256(page)) is None
            assert path.exists()
        until(lambda: colour_of(context, "481") == Colour.YELLOW, "the piece attached by its slip")
        assert the_scan(sha256(page)).state == ScanState.CONVERTED
        until(lambda: not path.exists(), "the scanner's file gone")
    sys.stdout.write("ended well")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
