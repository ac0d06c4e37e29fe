"""Ordonnances as they are asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.lots.practice import BILLING

from scord.store.tables import Arm, Prescription

if TYPE_CHECKING:
    from tests.api.routes.asking import Asker
    from tests.lots.practice import Practice

pytestmark = pytest.mark.slow  # together: each is quick, and there are hundreds


def test_an_ordonnance_tells_its_documents_and_counts_its_invoices(
    ask: Asker, practice: Practice
) -> None:
    bare = Prescription.create(practitioner=practice.nurse, day=date(2026, 3, 2))
    series = Prescription.create(
        practitioner=practice.nurse, reference="ORD-77", patient_key="181016322075140|secret"
    )
    document = practice.document(prescription=series)
    for _ in range(3):
        practice.invoice(prescription=series)
    first, second = ask.get("/v1/prescriptions").json["items"]
    assert first == {
        "id": series.id,
        "practitioner": BILLING,
        "reference": "ORD-77",
        "day": None,
        "documents": 1,
        "invoices": 3,
    }
    assert (second["id"], second["day"], second["invoices"]) == (bare.id, "2026-03-02", 0)
    shown = ask.get(f"/v1/prescriptions/{series.id}")
    assert shown.json["prescription"] == first
    assert [one["id"] for one in shown.json["documents"]] == [document.id]
    assert b"secret" not in shown.data


def test_a_scan_is_asked_for_an_ordonnance_that_is_known(
    ask: Asker, practice: Practice, woken: list[str]
) -> None:
    series = Prescription.create(practitioner=practice.nurse, reference="ORD-77")
    armed = ask.post(f"/v1/prescriptions/{series.id}/arm", {"document_type": "DSIP"}).json
    assert (armed["invoice"], armed["prescription"]) == (None, series.id)
    assert (armed["folder"], armed["document_type"]) == ("scanner", "DSIP")
    assert woken == ["woken"]


def test_a_scan_is_asked_for_an_ordonnance_of_which_nobody_has_told(
    ask: Asker, practice: Practice
) -> None:
    assert practice.nurse
    armed = ask.post("/v1/prescriptions/arm", {"reference": "ORD-78"}).json
    assert Prescription.get().id == armed["prescription"]
    again = ask.post("/v1/prescriptions/arm", {"family_name": "ADRDEUX"})
    assert (again.status, again.json["facts"]["reason"]) == (409, "prescription-unclear")
    assert Prescription.select().count() == 1


def test_a_scan_for_no_known_ordonnance_or_as_another_type_is_refused(
    ask: Asker, practice: Practice
) -> None:
    series = Prescription.create(practitioner=practice.nurse, reference="ORD-77")
    assert ask.post("/v1/prescriptions/99/arm").status == 404
    wrong = ask.post(f"/v1/prescriptions/{series.id}/arm", {"document_type": "FSDE"})
    assert (wrong.status, wrong.code) == (422, "api.request-invalid")
    assert not Arm.select().exists()
