"""What a B2 file comes to once the importer takes its objects over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.billing.b2 import files
from tests.billing.b2.files import INVOICES, joined, put, records
from tests.billing.makers import Lps, codes, events, the

from scord.billing.b2.reading import read_b2
from scord.billing.fse_lots import apply_lots
from scord.billing.invoices import apply_invoices
from scord.store.tables import FseLot, Invoice

if TYPE_CHECKING:
    from scord.billing.report import ImportReport

_APPLY = {"scord-invoices/1": apply_invoices, "scord-lots/1": apply_lots}


def taken_over(lps: Lps, data: bytes) -> list[ImportReport]:
    incoming = lps.incoming()
    return [_APPLY[one["format"]](lps.context, incoming, one) for one in read_b2(data)]


def lots_of_invoices() -> dict[str, str | None]:
    return {row.number: row.fse_lot and row.fse_lot.number for row in Invoice.select()}


def as_json(lps: Lps, **changed: Any) -> None:
    """The same invoices by JSON, not yet in a lot."""
    lps.invoices(*({**one, "lot": None, "lot_sent_at": None, **changed} for one in INVOICES))


def test_invoices_and_their_lots_are_taken_over(lps: Lps) -> None:
    reports = taken_over(lps, joined(records()))
    assert [codes(report) for report in reports] == [[], [], [], []]
    assert lots_of_invoices() == {"481": "012", "482": "012", "483": "013"}
    assert the("482").patient_nir is None
    assert the("481").practitioner.family_name == "GRIS"


def test_the_same_file_again_changes_nothing(lps: Lps) -> None:
    taken_over(lps, joined(records()))
    before = events()
    assert [report.applied for report in taken_over(lps, joined(records()))] == [0, 0, 0, 0]
    assert events() == before


def test_a_file_without_names_puts_invoices_known_by_json_in_their_lots(lps: Lps) -> None:
    as_json(lps)
    reports = taken_over(lps, files.text(named=False).encode())
    assert [codes(report) for report in reports] == [[], []]
    assert lots_of_invoices() == {"481": "012", "482": "012", "483": "013"}
    assert the("481").family_name == "ADRDEUX"


def test_an_invoice_that_only_a_file_without_names_knows_is_a_fault_of_its_lot(lps: Lps) -> None:
    lps.invoices({**INVOICES[0], "lot": None, "lot_sent_at": None})
    first, second = taken_over(lps, files.text(named=False).encode())
    assert codes(first) == [(1, "invoices[1]", "invoice_unknown")]
    assert codes(second) == [(1, "invoices[0]", "invoice_unknown")]
    assert lots_of_invoices() == {"481": "012"}


@pytest.mark.parametrize(
    "changed",
    [
        {"lines": [files.line("AMI", 999)], "total_cents": 999},
        {"insured_nir": "166097511203474"},
    ],
)
def test_an_invoice_known_with_another_total_or_insured_stays_out_of_the_lot(
    lps: Lps, changed: dict[str, Any]
) -> None:
    lps.invoices({**INVOICES[0], "lot": None, "lot_sent_at": None, **changed})
    first, _ = taken_over(lps, files.text(named=False).encode())
    assert (1, "invoices[0]", "invoice_differs") in codes(first)
    assert lots_of_invoices() == {"481": None}


def test_a_degraded_lot_needs_no_arl(lps: Lps) -> None:
    lines = put(records(), 2, 15, "D")
    taken_over(lps, joined(put(put(lines, 5, 93, "D"), 12, 93, "D")))
    assert {lot.number: lot.kind for lot in FseLot.select()} == {
        "012": "degraded",
        "013": "secured",
    }
