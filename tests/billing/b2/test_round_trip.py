"""Whatever invoices there are, written and read they are the same; whatever bytes, no half."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.billing import makers
from tests.billing.b2.files import invoices_object, lots_object, text
from tests.billing.test_numbers import nirs

from scord.billing.b2.fault_words import WORDS
from scord.billing.b2.reading import read_b2
from scord.billing.formats import InvoicesFile, LotsFile
from scord.billing.items import parse
from scord.demo.b2 import write_b2
from scord_shared.errors import Code, ScordError

MODELS = {"scord-invoices/1": InvoicesFile, "scord-lots/1": LotsFile}
RPPS = st.sampled_from(["99900065279", "99900100019", "99900100027", "10001811818"])
BILLING_NUMBERS = st.sampled_from(["991129768", "991100017", "200102689", "001033901"])

days = st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(date.isoformat)
births = st.dates(date(1900, 1, 1), date(2030, 12, 31)).map(date.isoformat)
cents = st.integers(0, 9_999_999)


def words(most: int) -> st.SearchStrategy[str]:
    """Text as B2 has it: capitals, nothing but spaces between words."""
    return st.from_regex(rf"[A-Z]([A-Z' -]{{0,{most - 2}}}[A-Z])?", fullmatch=True)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


lines = st.fixed_dictionaries(
    {"code": words(5), "date": days, "quantity": st.integers(1, 99), "amount_cents": cents}
)
prescribers = st.fixed_dictionaries(
    {"rpps": maybe(RPPS), "billing_number": maybe(BILLING_NUMBERS), "name": st.none()}
).map(lambda one: one if one["rpps"] or one["billing_number"] else None)


@st.composite
def invoices(draw: st.DrawFn, number: str, lot: str, sent_at: str) -> dict[str, Any]:
    acts = draw(st.lists(lines, min_size=1, max_size=4))
    patient = {"family_name": words(25), "given_name": words(20)}
    return {
        "number": number,
        "invoice_date": draw(days),
        "mode": draw(st.sampled_from(["sesam_vitale", "desynchronise", "sans_vitale", "degrade"])),
        "patient": draw(
            st.fixed_dictionaries({**patient, "birth_date": maybe(births), "nir": maybe(nirs())})
        ),
        "insured_nir": draw(nirs()),
        "organisation": {
            "regime": draw(st.from_regex(r"[0-9]{2}", fullmatch=True)),
            "caisse": draw(st.from_regex(r"[0-9]{3}", fullmatch=True)),
            "centre": draw(maybe(st.from_regex(r"[0-9A-Z]{1,4}", fullmatch=True))),
        },
        "prescriber": draw(prescribers),
        "prescription_date": draw(maybe(days)),
        "prescription_ref": draw(maybe(words(26))),
        "electronic_prescription": draw(st.sampled_from([None, True, False])),
        "lines": acts,
        "total_cents": sum(act["amount_cents"] for act in acts),
        "lot": lot,
        "lot_sent_at": sent_at,
        "amo_cents": draw(maybe(cents)),
        "amc_cents": draw(maybe(cents)),
        "patient_cents": draw(maybe(cents)),
    }


@st.composite
def handed_over(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Lots, and per lot its invoices."""
    numbers = iter(draw(st.lists(st.integers(1, 999_999_999), min_size=9, unique=True)))
    names = st.from_regex(r"[0-9A-Z]{3}", fullmatch=True)
    lots, held = [], []
    for name in draw(st.lists(names, min_size=1, max_size=3, unique=True)):
        when = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone
        sent_at = draw(when).replace(microsecond=0).isoformat()
        count = draw(st.integers(1, 3))
        inside = [draw(invoices(str(next(numbers)), name, sent_at)) for _ in range(count)]
        kind = draw(st.sampled_from(["secured", "degraded"]))
        lots.append(
            {
                "number": name,
                "sent_at": sent_at,
                "kind": kind,
                "invoices": [
                    {
                        "number": one["number"],
                        "invoice_date": one["invoice_date"],
                        "total_cents": one["total_cents"],
                        "insured_nir": one["insured_nir"],
                    }
                    for one in inside
                ],
            }
        )
        held.append(invoices_object(*inside))
    return lots, held


def the_models_take(objects: list[dict[str, Any]]) -> None:
    for one in objects:
        parse(one, MODELS[one["format"]])


@pytest.mark.slow
@given(handed_over(), st.sampled_from(["\r\n", "\n", ""]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_is_written_is_read_back(
    given_over: tuple[list[dict[str, Any]], list[dict[str, Any]]], line_end: str
) -> None:
    lots, held = given_over
    everything = invoices_object(*(one for some in held for one in some["invoices"]))
    data = write_b2(everything, lots_object(*lots), line_end=line_end).encode()
    objects = read_b2(data)
    assert objects == held + [lots_object(lot) for lot in lots]
    the_models_take(objects)


WHOLE = text().encode()
SIGNS = st.sampled_from(b"0123456789ABSEMX \t\r\n\x00\x1a\xc9\xf0") | st.integers(0, 255)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """The file of files.py, with bytes changed, taken out, put in or cut off."""
    data = bytearray(WHOLE)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data) - 1))
        match draw(st.sampled_from(["change", "change", "change", "remove", "insert", "cut"])):
            case "change":
                data[at] = draw(SIGNS)
            case "remove":
                del data[at : at + draw(st.sampled_from([1, 2, 130]))]
            case "insert":
                data[at:at] = bytes([draw(SIGNS)])
            case "cut":
                del data[at:]
        if not data:
            break
    return bytes(data)


def outcome(data: bytes) -> list[dict[str, Any]] | ScordError:
    try:
        return read_b2(data)
    except ScordError as fault:
        return fault


def told_in_full(fault: ScordError, data: bytes) -> bool:
    facts = fault.facts
    line, column = facts["line"], facts["column"]
    return (
        fault.code == Code.IMPORT_RECORDS_UNREADABLE
        and facts.keys() == {"line", "column", "reason"}
        and facts["reason"] in WORDS
        and line in range(1, data.count(b"\n") + len(data) // 128 + 3)
        and column in range(1, 130)
    )


@pytest.mark.slow
@given(spoilt() | st.binary(max_size=400))
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_spoilt_file_is_refused_with_its_place_or_read_whole(data: bytes) -> None:
    found = outcome(data)
    if isinstance(found, ScordError):
        assert told_in_full(found, data)
        return
    the_models_take(found)
    named = [name for one in found if "lots" in one for name in one["lots"][0]["invoices"]]
    held = [inside for one in found for inside in one.get("invoices", ())]
    assert len(named) == len(held) == 3


def test_every_changed_digit_of_a_nir_is_noticed() -> None:
    start = WHOLE.index(makers.PATIENT["nir"].encode())
    for place in range(start, start + 15):
        data = bytearray(WHOLE)
        data[place] = ord("0") + (data[place] - ord("0") + 1) % 10
        found = outcome(bytes(data))
        assert isinstance(found, ScordError)
        assert str(found.facts["reason"]).startswith("nir_")
