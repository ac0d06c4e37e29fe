from __future__ import annotations

from dataclasses import replace as changed_copy
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.billing.makers import INVOICE, PATIENT, Lps, codes, events, invoice, the
from tests.billing.scor import REJECTED, UNDER_WAY, attach, freeze

from scord.store import states
from scord.store.database import transaction
from scord.store.states import FseVerdict, InvoiceStatus
from scord.store.tables import FseLot, Invoice, JournalEntry, Practitioner

if TYPE_CHECKING:
    from typing import Any

    from scord.store.context import Context

SENT = {"lot": "012", "lot_sent_at": "2026-03-02T18:00:00+01:00"}
LATER = {"lot": "013", "lot_sent_at": "2026-03-04T18:00:00+01:00"}


def counts(report: Any) -> tuple[int, int, int, int]:
    return report.items, report.applied, report.unchanged, len(report.faults)


def test_one_bad_invoice_in_fifty_leaves_forty_nine(lps: Lps) -> None:
    items = [invoice(str(number)) for number in range(50)]
    items[20]["total_cents"] = 1
    report = lps.invoices(*items)
    assert counts(report) == (50, 49, 0, 1)
    assert codes(report) == [(21, "total_cents", "total")]
    assert Invoice.select().count() == 49


def test_the_same_file_again_changes_nothing_and_writes_no_journal(lps: Lps) -> None:
    lps.invoices(invoice(**SENT), invoice("482"))
    before = events()
    assert counts(lps.invoices(invoice(**SENT), invoice("482"))) == (2, 0, 2, 0)
    assert events() == before


def test_messages_come_in_the_language_of_the_settings(context: Context) -> None:
    english = context.settings.model_copy(update={"language": "en"})
    for settings, words in ((context.settings, "la clé est fausse"), (english, "wrong key")):
        lps = Lps(changed_copy(context, settings=settings))
        (fault,) = lps.invoices(invoice(insured_nir="181016322075141")).faults
        assert words in fault.message


def test_unknown_fields_are_kept(lps: Lps) -> None:
    item = invoice(colour="blue", patient={**PATIENT, "nickname": "Lolo"})
    assert codes(lps.invoices(item, room="2")) == []
    assert the("481").payload == item


def test_the_issues_example_is_kept_as_it_stands(lps: Lps) -> None:
    lps.invoices(invoice(**SENT))
    row = the("481")
    assert (row.status, row.mode) == (InvoiceStatus.ACTIVE, "sesam_vitale")
    assert (row.destination, row.centre, row.total_cents) == ("01-349", "9881", 2500)
    assert (row.family_name, row.given_name, row.birth_date) == ("ADRDEUX", "LAURENT", "1981-01-01")
    assert row.fse_lot.sent_at == datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


def test_a_number_is_another_invoice_on_another_day(lps: Lps) -> None:
    lps.invoices(invoice(), invoice(invoice_date="2025-03-02"))
    assert Invoice.select().count() == 2


def test_a_nir_is_kept_without_spaces(lps: Lps) -> None:
    lps.invoices(invoice(insured_nir="1 81 01 63 220 751 40"))
    assert the("481").insured_nir == "181016322075140"


def test_a_practitioner_who_changes_names_stays_one(lps: Lps) -> None:
    lps.invoices(invoice())
    lps.invoices(invoice(), family_name="GRIS-BLEU")
    assert Practitioner.get().family_name == "GRIS-BLEU"
    assert events()[-1] == "practitioner.changed"


def test_changed_data_of_an_invoice_not_sent_are_taken_and_journalled(lps: Lps) -> None:
    lps.invoices(invoice())
    changed = invoice(patient={**PATIENT, "family_name": "ADRTROIS"}, colour="blue")
    assert counts(lps.invoices(changed)) == (1, 1, 0, 0)
    assert the("481").family_name == "ADRTROIS"
    entry = JournalEntry.get(JournalEntry.event == "invoice.changed")
    assert entry.facts["fields"] == ["colour", "patient"]
    assert "ADRTROIS" not in str(entry.facts)


def test_an_invoice_tells_its_patient_from_another_by_what_the_lps_said_last(lps: Lps) -> None:
    lps.invoices(invoice())
    before = the("481").identity
    lps.invoices(invoice(total_cents=2500, colour="blue"))
    assert the("481").identity == before
    lps.invoices(invoice(patient={**PATIENT, "birth_date": "1983-01-01"}))
    assert the("481").identity != before


@pytest.mark.parametrize(
    ("first", "then"), [("active", "held"), ("held", "active"), ("held", "cancelled")]
)
def test_a_status_moves_as_the_lps_says(lps: Lps, first: str, then: str) -> None:
    lps.invoices(invoice(status=first))
    lps.invoices(invoice(status=then))
    assert the("481").status == then
    assert events()[-1] == f"invoice.{then}"


def test_a_cancelled_invoice_does_not_come_back(lps: Lps) -> None:
    lps.invoices(invoice(status="cancelled"))
    report = lps.invoices(invoice(total_cents=2500, status="active"))
    assert codes(report) == [(1, "status", "status_final")]
    assert the("481").payload["status"] == "cancelled"


def test_a_persons_hold_outlives_what_the_lps_repeats(lps: Lps) -> None:
    lps.invoices(invoice())
    with transaction():
        states.move(the("481"), InvoiceStatus.HELD, by="person")
    lps.invoices(invoice())
    lps.invoices(invoice(colour="blue"))
    assert the("481").status == InvoiceStatus.HELD


def test_data_of_an_invoice_in_a_scor_lot_no_longer_change(lps: Lps, context: Context) -> None:
    lps.invoices(invoice(**SENT))
    freeze(attach(the("481"), context), context, UNDER_WAY)
    before = events()
    report = lps.invoices(invoice(**SENT, mode="degrade", status="held"))
    assert codes(report) == [(1, "", "frozen")]
    assert "mode" in report.faults[0].message
    assert (the("481").mode, the("481").status) == ("sesam_vitale", InvoiceStatus.ACTIVE)
    assert events() == before


def test_status_lot_and_unknown_fields_still_change_in_a_scor_lot(
    lps: Lps, context: Context
) -> None:
    lps.invoices(invoice(**SENT))
    freeze(attach(the("481"), context), context, UNDER_WAY)
    assert codes(lps.invoices(invoice(**LATER, status="held", colour="blue"))) == []
    row = the("481")
    assert (row.status, row.fse_lot.number) == (InvoiceStatus.HELD, "013")
    assert row.payload["colour"] == "blue"


def test_data_change_again_once_the_scor_lot_is_rejected(lps: Lps, context: Context) -> None:
    lps.invoices(invoice(**SENT))
    freeze(attach(the("481"), context), context, REJECTED)
    assert codes(lps.invoices(invoice(**SENT, mode="degrade"))) == []
    assert the("481").mode == "degrade"


def test_a_lot_not_sent_yet_is_no_lot(lps: Lps) -> None:
    lps.invoices(invoice(lot="012"))
    assert the("481").fse_lot is None
    assert FseLot.select().count() == 0


def test_after_a_negative_arl_the_invoice_moves_to_its_new_lot(lps: Lps, context: Context) -> None:
    lps.invoices(invoice(**SENT))
    piece = freeze(attach(the("481"), context), context, REJECTED)
    with transaction():
        states.move(FseLot.get(), FseVerdict.NEGATIVE, by="caisse")
    lps.invoices(invoice(**LATER))
    assert (the("481").fse_lot.number, the("481").fse_lot.verdict) == ("013", FseVerdict.AWAITED)
    assert list(the("481").attachments) == [piece]


def test_a_lot_sent_earlier_does_not_take_an_invoice_back(lps: Lps) -> None:
    lps.invoices(invoice(**LATER))
    lps.invoices(invoice(**SENT))
    lps.invoices(invoice())
    assert the("481").fse_lot.number == "013"


@pytest.mark.parametrize(
    ("modes", "kind"),
    [
        (("degrade", "degrade"), "degraded"),
        (("degrade", "sesam_vitale"), "secured"),
        (("sans_vitale", "degrade"), "secured"),
    ],
)
def test_a_lot_is_degraded_only_if_all_of_it_is(
    lps: Lps, modes: tuple[str, str], kind: str
) -> None:
    lps.invoices(*(invoice(str(n), mode=mode, **SENT) for n, mode in enumerate(modes)))
    assert FseLot.get().kind == kind


def test_a_changed_mode_makes_its_lot_a_secured_one(lps: Lps) -> None:
    lps.invoices(invoice(mode="degrade", **SENT))
    lps.invoices(invoice(mode="desynchronise", **SENT))
    assert FseLot.get().kind == "secured"


def test_the_maker_of_these_tests_keeps_its_invoice_whole() -> None:
    assert invoice(colour="blue") is not INVOICE
    assert "colour" not in INVOICE
