"""Writes the backup that a release leaves for the tests of all later ones.

    python -m tests.released.keeping

A practice's day under the profile `reference`, stopped in the middle, as `scord backup` writes it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner
from tests.caisse import Caisse
from tests.lps import ack, acks, invoice, invoices
from tests.practice import Practice, jpeg, until

from scord import __version__
from scord.cli import main
from scord.lots.colour import Colour, colour
from scord.store.states import DocumentState, ScanState
from scord.store.tables import Document, Invoice, Scan

if TYPE_CHECKING:
    from scord.store.context import Context

FOLDER = Path(__file__).parent
DONE, WAITING = "481", "482"  # the one accepted by its caisse, the other waiting for its ARL
LATER_LOT = "013"
# Long ago, as it will be for whoever upgrades late.
_DAY = {"invoice_date": "2026-03-09", "lot_sent_at": "2026-03-09T18:00:00+01:00"}
_NO_IMAGE = b"Penser a rappeler le cabinet.\n"


def later_ack() -> dict[str, Any]:
    return acks(ack(lot=LATER_LOT, date="2026-03-10"))


def backup_of(release: str) -> Path:
    return FOLDER / f"scord-{release}.tar"


def colour_is(context: Context, number: str, wanted: Colour) -> None:
    def holds() -> bool:
        row = Invoice.get_or_none(Invoice.number == number)
        return row is not None and colour(context, row) == wanted

    until(holds, f"invoice {number} {wanted}")


def _live(practice: Practice) -> None:
    caisse = Caisse(practice)
    with practice.running() as context:
        practice.hand(
            invoices(
                invoice(DONE, **_DAY),
                invoice(WAITING, lot=LATER_LOT, **_DAY),
                invoice("483", lot=None, invoice_date="2026-03-09"),
            )
        )
        practice.hand(acks(ack(date="2026-03-10")))
        colour_is(context, WAITING, Colour.ORANGE)
        for number in (DONE, WAITING):
            practice.drop(f"{number}.tif", _slipped(practice, number))
            colour_is(context, number, Colour.YELLOW)
        practice.drop("encore.tif", _slipped(practice, DONE))
        practice.drop("note.pdf", _NO_IMAGE)
        practice.drop("sans facture.jpg", jpeg("sans facture"))
        until(lambda: Scan.get_or_none(Scan.state == ScanState.DUPLICATE), "the duplicate")
        until(lambda: Scan.get_or_none(Scan.state == ScanState.REFUSED), "the refusal")
        until(lambda: Document.get_or_none(Document.state == DocumentState.INBOX), "a question")
        practice.send(context)
        (lot,) = until(caisse.read, "the lot")
        caisse.answer(lot)
        colour_is(context, DONE, Colour.GREEN)


def _slipped(practice: Practice, number: str) -> bytes:
    row = Invoice.get(Invoice.number == number)
    return practice.slipped(number, day=row.invoice_date)


def keep(target: Path) -> None:
    with TemporaryDirectory() as root:
        practice = Practice(Path(root))
        _live(practice)
        command = ["--config", str(practice.config), "backup", str(target)]
        done = CliRunner().invoke(main, command)
    if done.exit_code:
        sys.exit(done.output)


if __name__ == "__main__":
    keep(backup_of(__version__))
