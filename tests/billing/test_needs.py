from __future__ import annotations

from datetime import date

import pytest
from tests.billing.makers import Lps, invoice, the

from scord.billing.needs import (
    InvoiceFacts,
    Needs,
    Rule,
    Rules,
    Want,
    WantKind,
    facts_of,
    missing,
    needs,
    rules,
)

MODES = ("sesam_vitale", "desynchronise", "sans_vitale", "degrade")
ORDN = ("ORDN",)
NURSING = ("ORDN", "DSIP")
SHEET = ("FSNC", "FSDE")


def facts(profession: str, mode: str, *, electronic: bool = False) -> InvoiceFacts:
    return InvoiceFacts(profession, mode, "01-349", date(2026, 3, 2), electronic)


@pytest.mark.parametrize(
    ("profession", "mode", "wanted"),
    [
        ("infirmier", "sesam_vitale", [NURSING]),
        ("infirmier", "degrade", [NURSING, SHEET]),
        ("masseur-kinésithérapeute", "desynchronise", [ORDN]),
        ("masseur-kinésithérapeute", "degrade", [ORDN, SHEET]),
        ("orthophoniste", "sans_vitale", [ORDN]),
        ("sage-femme", "degrade", [ORDN, SHEET]),
        ("médecin", "degrade", [SHEET]),
        ("médecin", "sesam_vitale", []),
    ],
)
def test_what_each_invoice_needs(profession: str, mode: str, wanted: list[tuple[str, ...]]) -> None:
    found = needs(facts(profession, mode))
    assert found.known
    assert [want.one_of for want in found.wanted] == wanted


@pytest.mark.parametrize(
    "written", ["Infirmière", "INFIRMIER LIBERAL", "infirmière-libérale", "IDEL"]
)
def test_a_profession_is_known_however_it_is_written(written: str) -> None:
    assert needs(facts(written, "degrade")) == needs(facts("infirmier", "degrade"))


@pytest.mark.parametrize(
    ("profession", "mode"), [("astrologue", "degrade"), ("", "degrade"), ("infirmier", "paper")]
)
def test_an_unknown_need_is_never_met(profession: str, mode: str) -> None:
    found = missing(facts(profession, mode), ["ORDN", "FSNC", "FSDE"])
    assert found == Needs(known=False, wanted=())
    assert not found.met


def test_nothing_to_add_is_met() -> None:
    assert missing(facts("médecin", "sesam_vitale"), []).met


@pytest.mark.parametrize("sheet", SHEET)
def test_either_care_sheet_will_do(sheet: str) -> None:
    assert missing(facts("infirmier", "degrade"), ["ORDN", sheet]).met


def test_one_document_meets_one_need() -> None:
    found = missing(facts("infirmier", "degrade"), ["ORDN", "ORDN", None, "AUTP"])
    assert found.wanted == (Want(SHEET, "care_sheet"),)


@pytest.mark.parametrize(("mode", "left"), [("sesam_vitale", []), ("degrade", [SHEET])])
def test_an_electronic_prescription_is_not_scanned(mode: str, left: list[tuple[str, ...]]) -> None:
    found = needs(facts("infirmier", mode, electronic=True))
    assert [want.one_of for want in found.wanted] == left


def test_the_facts_of_an_invoice_come_from_what_the_lps_said(lps: Lps) -> None:
    lps.invoices(invoice("1", electronic_prescription=True), invoice("2"))
    expected = InvoiceFacts(
        "infirmier", "sesam_vitale", "01-349", date(2026, 3, 2), electronic_prescription=True
    )
    assert facts_of(the("1")) == expected
    assert not facts_of(the("2")).electronic_prescription


def test_a_rule_holds_for_its_caisses_and_its_days() -> None:
    rule = Rule.model_validate(
        {
            "professions": ["infirmier"],
            "modes": ["degrade"],
            "caisses": ["01-349"],
            "from": date(2026, 1, 1),
            "until": date(2026, 12, 31),
            "wants": [],
            "source": "a test",
            "sure": "sure",
        }
    )
    inside = facts("infirmier", "degrade")
    assert rule.speaks_of(inside)
    assert not rule.speaks_of(inside._replace(caisse="01-751"))
    assert not rule.speaks_of(inside._replace(day=date(2025, 12, 31)))
    assert not rule.speaks_of(inside._replace(day=date(2027, 1, 1)))
    assert not rule.speaks_of(inside._replace(mode="sesam_vitale"))


def test_the_table_names_only_what_it_holds() -> None:
    table = rules()
    for rule in table.rules:
        assert set(rule.wants) <= set(table.wants)
        assert set(rule.professions) <= set(table.professions)
        assert rule.source


def test_every_profession_of_the_table_is_known_in_every_mode() -> None:
    for profession in rules().professions:
        assert all(needs(facts(profession, mode)).known for mode in MODES)


def test_no_spelling_stands_for_two_professions() -> None:
    table = rules()
    for name, aliases in table.professions.items():
        assert {table.profession(alias) for alias in (name, *aliases)} == {name}


def test_a_table_with_a_slip_is_refused() -> None:
    with pytest.raises(ValueError, match="one_off"):
        Rules.model_validate({"wants": {"x": {"one_off": []}}, "rules": [], "professions": {}})
    with pytest.raises(ValueError, match="ORDO"):
        WantKind.model_validate({"one_of": ["ORDO"]})
