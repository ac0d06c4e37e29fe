from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.billing.makers import Lps, codes, events, invoice, lot, the

from scord.store import states
from scord.store.database import transaction
from scord.store.states import FseVerdict
from scord.store.tables import FseLot

if TYPE_CHECKING:
    from typing import Any

OLDER = {"number": "011", "sent_at": "2026-03-01T18:00:00+01:00"}
LATER = {"number": "013", "sent_at": "2026-03-04T18:00:00+01:00"}


def answer(number: str, verdict: FseVerdict) -> None:
    with transaction():
        states.move(FseLot.get(FseLot.number == number), verdict, by="caisse")


def test_a_lot_takes_its_invoices(lps: Lps) -> None:
    lps.invoices(invoice(), invoice("482"))
    named = {"number": "482", "invoice_date": "2026-03-02"}
    report = lps.lots(lot(invoices=["481", named], colour="blue"))
    assert (report.applied, codes(report)) == (1, [])
    row = FseLot.get()
    assert (row.number, row.kind, row.verdict) == ("012", "secured", FseVerdict.AWAITED)
    assert row.sent_at == datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    assert the("481").fse_lot == the("482").fse_lot == row


def test_the_same_lots_again_change_nothing_and_write_no_journal(lps: Lps) -> None:
    lps.invoices(invoice(), invoice("482", mode="degrade"))
    items = [lot(), lot("020", kind="degraded", invoices=["482"])]
    lps.lots(*items)
    before = events()
    assert lps.lots(*items).unchanged == 2
    assert events() == before


def test_one_bad_lot_leaves_the_others(lps: Lps) -> None:
    lps.invoices(invoice())
    report = lps.lots(lot("0123"), lot(), lot("014", sent_at="2026-03-02T18:00:00"))
    assert codes(report) == [
        (1, "number", "string_pattern_mismatch"),
        (3, "sent_at", "time_zone"),
    ]
    assert (report.items, report.applied) == (3, 1)


def test_a_lot_of_an_unknown_practitioner_is_refused(lps: Lps) -> None:
    report = lps.lots(lot())
    assert codes(report) == [(1, "", "practitioner_unknown")]
    assert FseLot.select().count() == 0


def test_a_lot_with_an_unknown_invoice_keeps_the_others(lps: Lps) -> None:
    lps.invoices(invoice())
    report = lps.lots(lot(invoices=["999", "481"]))
    assert codes(report) == [(1, "invoices[0]", "invoice_unknown")]
    assert report.applied == 1
    assert the("481").fse_lot.number == "012"


def test_an_invoice_that_comes_after_its_lot_joins_it(lps: Lps) -> None:
    lps.invoices(invoice())
    lps.lots(lot(invoices=["481", "482"]))
    lps.invoices(invoice("482", lot="012", lot_sent_at="2026-03-02T17:00:00Z"))
    assert the("482").fse_lot == the("481").fse_lot


def test_a_number_alone_is_the_invoice_dated_nearest_before_the_sending(lps: Lps) -> None:
    lps.invoices(invoice(invoice_date="2025-03-02"), invoice(), invoice(invoice_date="2026-03-03"))
    assert codes(lps.lots(lot())) == []
    (inside,) = FseLot.get().invoices
    assert inside.invoice_date.isoformat() == "2026-03-02"


def test_an_invoice_of_the_sending_day_in_france_is_before_the_sending(lps: Lps) -> None:
    lps.invoices(invoice(invoice_date="2026-03-02"))
    assert codes(lps.lots(lot(sent_at="2026-03-01T23:30:00Z"))) == []


def test_two_of_one_number_close_to_the_sending_are_not_chosen_between(lps: Lps) -> None:
    lps.invoices(invoice(), invoice(invoice_date="2026-02-20"))
    assert codes(lps.lots(lot())) == [(1, "invoices[0]", "invoice_ambiguous")]
    named = {"number": "481", "invoice_date": "2026-02-20"}
    assert codes(lps.lots(lot(invoices=[named]))) == []
    (inside,) = FseLot.get().invoices
    assert inside.invoice_date.isoformat() == "2026-02-20"
    assert codes(lps.lots(lot())) == []


def test_last_years_invoice_already_sent_is_not_meant(lps: Lps) -> None:
    lps.invoices(invoice(lot="700", lot_sent_at="2026-03-02T18:00:00+01:00"))
    report = lps.lots(lot(sent_at="2027-03-02T18:00:00+01:00"))
    assert codes(report) == [(1, "invoices[0]", "invoice_unknown")]
    assert the("481").fse_lot.number == "700"


@pytest.mark.parametrize("status", ["cancelled", "replaced"])
def test_an_invoice_out_of_use_is_not_meant(lps: Lps, status: str) -> None:
    lps.invoices(invoice(status="cancelled" if status == "cancelled" else "active"))
    if status == "replaced":
        lps.invoices(invoice("500", replaces="481"))
    assert codes(lps.lots(lot())) == [(1, "invoices[0]", "invoice_unknown")]


def test_a_refused_lots_invoice_goes_on_to_the_next_lot(lps: Lps) -> None:
    lps.invoices(invoice())
    lps.lots(lot())
    answer("012", FseVerdict.NEGATIVE)
    assert codes(lps.lots(lot(**LATER))) == []
    assert the("481").fse_lot.number == "013"


def test_old_lots_read_again_do_not_take_invoices_back(lps: Lps) -> None:
    lps.invoices(invoice())
    lps.lots(lot())
    answer("012", FseVerdict.NEGATIVE)
    lps.lots(lot(**LATER))
    before = events()
    report = lps.lots(lot(), lot(**LATER))
    assert (report.unchanged, report.faults) == (2, ())
    assert events() == before
    assert the("481").fse_lot.number == "013"


def test_a_number_that_wraps_is_another_lot(lps: Lps) -> None:
    lps.invoices(invoice(), invoice("482"))
    lps.lots(lot(), lot(sent_at="2027-03-02T18:00:00+01:00", invoices=["482"]))
    assert FseLot.select().where(FseLot.number == "012").count() == 2


@pytest.mark.parametrize(
    ("said", "mode", "kind"),
    [
        ("degraded", "degrade", "degraded"),
        ("degraded", "sesam_vitale", "secured"),
        ("secured", "degrade", "secured"),
    ],
)
def test_secured_wins(lps: Lps, said: str, mode: str, kind: str) -> None:
    lps.invoices(invoice(mode=mode))
    lps.lots(lot(kind=said))
    assert FseLot.get().kind == kind


def test_the_lps_may_correct_the_kind(lps: Lps) -> None:
    lps.invoices(invoice(mode="degrade"))
    lps.lots(lot(kind="secured"))
    assert lps.lots(lot(kind="degraded")).applied == 1
    assert FseLot.get().kind == "degraded"


@pytest.mark.parametrize("invoices", [[], "481", None, [481]])
def test_a_lot_without_a_list_of_invoices_is_refused(lps: Lps, invoices: Any) -> None:
    lps.invoices(invoice())
    assert lps.lots(lot(invoices=invoices)).applied == 0
