r"""Run by Windows Python: the main job, with a scanner that holds its file open while it writes.

`python -m tests.system.windows_practice C:\a\new\folder`; fails with an AssertionError.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.caisse import Caisse
from tests.lps import ack, acks, invoice, invoices
from tests.practice import Practice, colour_of, sha256, the_scan, until

from scord.intake import incoming
from scord.lots.colour import Colour
from scord.store.states import FseVerdict
from scord.store.tables import FseLot, Invoice


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
        until(lambda: not path.exists(), "the scanner's file gone")
        practice.hand(acks(ack()))
        until(lambda: FseLot.get_or_none(verdict=FseVerdict.POSITIVE), "the ARL understood")
        practice.send(context)
        caisse = Caisse(practice)
        caisse.answer(caisse.next_lot())
        until(lambda: colour_of(context, "481") == Colour.GREEN, "the piece accepted")
    sys.stdout.write("ended well")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
