"""The whole way at the most talkative: no patient's name and no NIR reaches log or journal."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from tests.lps import ack, acks, invoice, invoices
from tests.practice import colour_of, jpeg, the_scan, until

from scord.lots.colour import Colour
from scord.store.states import ScanState
from scord.store.tables import ChainEntry, Incoming, Invoice, JournalEntry

if TYPE_CHECKING:
    from tests.caisse import Caisse
    from tests.practice import Practice

pytestmark = pytest.mark.slow

BROKEN_NIR = "181016322075141"


def test_no_name_and_no_nir_is_written_down_in_passing(
    practice: Practice, caisse: Caisse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="scord")
    bad = invoice("482")
    bad["patient"] = {**bad["patient"], "nir": BROKEN_NIR}
    with practice.running() as context:
        practice.hand(invoices(invoice("481"), bad))
        practice.hand(acks(ack()))
        until(lambda: Invoice.get_or_none(Invoice.number == "481"), "the invoice imported")
        told = Invoice.get(Invoice.number == "481")
        practice.drop(f"SCORD_481_{told.family_name}.jpg", jpeg("a named paper"))
        truncated = practice.drop(f"{told.family_name}.jpg", jpeg("a broken paper")[:2000])
        until(lambda: (s := the_scan(truncated)) and s.state == ScanState.REFUSED, "a refusal")
        until(lambda: colour_of(context, "481") == Colour.YELLOW, "the paper filed")
        practice.send(context)
        caisse.answer(caisse.next_lot())
        until(lambda: colour_of(context, "481") == Colour.GREEN, "the piece accepted")
        secrets = {
            told.family_name,
            told.given_name,
            told.patient_nir,
            told.patient_nir[:13],
            BROKEN_NIR,
        }
        written = {
            "log": caplog.text,
            "journal": repr([row.__data__ for row in JournalEntry.select()]),
            "chain": repr([row.__data__ for row in ChainEntry.select()]),
            "reports": repr([row.report for row in Incoming.select()]),
        }
    assert "scan" in written["log"]
    found = [(place, one) for place, text in written.items() for one in secrets if one in text]
    assert found == []
