"""The machine files by itself only on a sure way without contradiction; any doubt is a person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scord.billing.needs import Needs, Want
from scord.filing.decide import Decision, Pointer, Standing, Why, decide
from scord.store.states import InvoiceStatus
from scord.store.tables import Invoice

TYPES = ("ORDN", "DSIP", "AUTP", "FSNC", "FSDE")
ORDN = Want(("ORDN", "DSIP"), "nursing_prescription")
SHEET = Want(("FSNC", "FSDE"), "care_sheet")


def invoice(number: int = 1, status: InvoiceStatus = InvoiceStatus.ACTIVE) -> Invoice:
    return Invoice(id=number, status=status)


ONE, TWO = invoice(1), invoice(2)


def here(*wanted: Want, types: tuple[str, ...] = (), sent: bool = False) -> Standing:
    return Standing(Needs(known=True, wanted=wanted), types, sent)


def pointer(number: int | None = 1, **facts: object) -> Pointer:
    named = invoice(number) if number else None
    return Pointer(**{"origin": "slip", "invoice": named, **facts})  # type: ignore[arg-type]


FILED = [
    # pointers, the folder's type, how the invoice stands: type filed under
    ([pointer()], None, here(ORDN), "ORDN"),
    ([pointer()], "AUTP", here(ORDN), "AUTP"),
    ([pointer(document_type="FSNC")], "ORDN", here(ORDN, SHEET), "FSNC"),
    ([pointer(document_type="FSNC")], None, here(), "FSNC"),
    ([pointer(), pointer(document_type="DSIP")], None, here(ORDN), "DSIP"),
    ([pointer(document_type="ORDN"), pointer(document_type="ORDN")], None, here(), "ORDN"),
    ([pointer()], None, here(SHEET, types=("ORDN",)), "FSNC"),
    ([pointer(document_type="DSIP")], None, here(types=("ORDN",)), "DSIP"),
]


@pytest.mark.parametrize(("pointers", "folder_type", "standing", "document_type"), FILED)
def test_one_invoice_without_doubt_is_filed(
    pointers: list[Pointer], folder_type: str | None, standing: Standing, document_type: str
) -> None:
    decision = decide(pointers, folder_type, lambda _: standing)
    assert decision == Decision(ONE, document_type, "slip")


def test_the_first_clue_is_named_as_the_rule() -> None:
    pointers = [pointer(origin="armed"), pointer(origin="file-name")]
    assert decide(pointers, "ORDN", lambda _: here()).origin == "armed"


WAITS = [
    ([], "ORDN", here(ORDN), Why.NO_CLUE),
    ([pointer(), pointer(2)], "ORDN", here(ORDN), Why.CLUES_DISAGREE),
    ([pointer(document_type="ORDN"), pointer(document_type="FSNC")], None, here(),
     Why.CLUES_DISAGREE),
    ([pointer(None, doubt=Why.FOREIGN_SLIP)], "ORDN", here(ORDN), Why.FOREIGN_SLIP),
    ([pointer(), pointer(None, doubt=Why.INVOICE_UNKNOWN)], "ORDN", here(ORDN),
     Why.INVOICE_UNKNOWN),
    ([pointer(), pointer(None, doubt=Why.ARM_SPOILT)], "ORDN", here(ORDN), Why.ARM_SPOILT),
    ([pointer(), pointer(2), pointer(None, doubt=Why.ARM_SPOILT)], None, here(),
     Why.CLUES_DISAGREE),
    ([pointer()], "ORDN", here(ORDN, sent=True), Why.INVOICE_SENT),
    ([pointer()], None, here(), Why.TYPE_UNKNOWN),
    ([pointer()], None, here(ORDN, SHEET), Why.TYPE_UNKNOWN),
    ([pointer()], "ORDN", here(types=("ORDN",)), Why.TYPE_PRESENT),
    ([pointer()], "FSNC", here(types=("FSDE",)), Why.TYPE_PRESENT),
    ([pointer()], "FSDE", here(types=("FSNC",)), Why.TYPE_PRESENT),
]  # fmt: skip


@pytest.mark.parametrize(("pointers", "folder_type", "standing", "why"), WAITS)
def test_any_doubt_is_a_persons_to_decide(
    pointers: list[Pointer], folder_type: str | None, standing: Standing, why: Why
) -> None:
    assert decide(pointers, folder_type, lambda _: standing) == Decision(why=why)


@pytest.mark.parametrize("status", InvoiceStatus)
def test_only_an_open_invoice_takes_a_document(status: InvoiceStatus) -> None:
    named = Pointer("slip", invoice(1, status))
    decision = decide([named], "ORDN", lambda _: here())
    assert (decision.why is None) == (status in {InvoiceStatus.ACTIVE, InvoiceStatus.HELD})
    assert decision.why in {None, Why.INVOICE_CLOSED}


POINTERS = st.lists(
    st.builds(
        Pointer,
        st.sampled_from(["slip", "armed", "file-name"]),
        st.sampled_from([ONE, TWO]),
        st.none() | st.sampled_from(TYPES),
    )
    | st.builds(Pointer, st.just("slip"), doubt=st.sampled_from(Why)),
    max_size=4,
)
STANDINGS = st.builds(
    Standing,
    st.builds(Needs, st.booleans(), st.lists(st.sampled_from([ORDN, SHEET])).map(tuple)),
    st.lists(st.sampled_from(TYPES)).map(tuple),
    st.booleans(),
)


@given(POINTERS, st.none() | st.sampled_from(TYPES), STANDINGS)
def test_nothing_is_filed_where_clues_name_two_invoices_or_any_clue_is_in_doubt(
    pointers: list[Pointer], folder_type: str | None, standing: Standing
) -> None:
    decision = decide(pointers, folder_type, lambda _: standing)
    named = {pointer.invoice.id for pointer in pointers if pointer.invoice}
    types = {pointer.document_type for pointer in pointers if pointer.document_type}
    in_doubt = any(pointer.doubt for pointer in pointers)
    if decision.invoice is None:
        assert decision.why is not None
        return
    assert (decision.why, in_doubt, standing.sent) == (None, False, False)
    assert named == {decision.invoice.id}
    assert types <= {decision.document_type}
    assert decision.document_type is not None
    assert decision.document_type not in standing.types
