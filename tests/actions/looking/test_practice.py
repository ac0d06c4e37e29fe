"""What Réglages shows as facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.lots.practice import BILLING, in_force

from scord.actions.looking.practice import CaisseFacts, practice
from scord.settings import Caisses, PractitionerSettings

if TYPE_CHECKING:
    from tests.lots.practice import Practice


def test_practitioners_of_the_settings_and_of_the_lps_are_both_told(rows: Practice) -> None:
    rows.practitioner("991200015", profession="orthophoniste")
    new = PractitionerSettings(billing_number="991300023", region="11")
    known = rows.context.settings.practitioners
    facts = practice(in_force(rows.context, practitioners=(*known, new)))
    assert [(one.billing_number, one.known, one.region) for one in facts.practitioners] == [
        (BILLING, True, "84"),
        ("991200015", True, None),
        ("991300023", False, "11"),
    ]
    first, other, unseen = facts.practitioners
    assert (first.start_date, other.start_date) == (date(2026, 1, 5), None)
    assert (other.profession, unseen.family_name) == ("orthophoniste", None)


def test_caisses_are_those_of_the_invoices_the_most_frequent_first(rows: Practice) -> None:
    for caisse in ("131", "349", "349"):
        rows.invoice(caisse=caisse)
    caisses = Caisses(open=("*",), closed=("01-131",))
    facts = practice(in_force(rows.context, caisses=caisses))
    assert facts.caisses == (
        CaisseFacts("01-349", 2, open=True, address=None),
        CaisseFacts("01-131", 1, open=False, address=None),
    )


def test_the_profile_tells_its_limits(rows: Practice) -> None:
    facts = practice(rows.context)
    assert (facts.profile.name, facts.profile.is_test) == ("reference", True)
    assert facts.profile.pdfs > 0
    assert (facts.dpi, facts.pdf_bytes) == (200, 250_000)
    assert (facts.folders, facts.invoices_folder) == ((), None)
