"""The three import formats as models; docs/formats.md tells them to people, docs/schemas to tools.

A model refuses what would be wrong to act on and keeps every field it does not know. The values are
JSON's: text is not a number, a number is not text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 -- pydantic reads the annotation
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from scord.billing.fields import (
    BillingNumber,
    BirthDate,
    Cents,
    Day,
    InvoiceNumber,
    LotNumber,
    Nir,
    Rpps,
    Text,
    Time,
)


class Form(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class InvoiceName(Form):
    """How a file names another invoice: its number, and its date where the number repeats."""

    number: InvoiceNumber
    invoice_date: Day | None = None


def _number_alone(given: Any) -> Any:
    return {"number": given} if isinstance(given, str) else given


NamedInvoice = Annotated[
    InvoiceName, BeforeValidator(_number_alone, json_schema_input_type=InvoiceNumber | InvoiceName)
]


class PractitionerName(Form):
    billing_number: BillingNumber = Field(description="Numéro d'assurance maladie (AM).")


class PractitionerItem(PractitionerName):
    rpps: Rpps | None = None
    family_name: Text
    given_name: Text
    profession: Text = Field(description='In French, such as "infirmier" or "médecin".')


class Address(Form):
    lines: list[str] = Field(default=[])
    postcode: str | None = None
    town: str | None = None


class Patient(Form):
    family_name: Text
    given_name: Text
    birth_date: BirthDate | None = Field(
        None, description="YYYY-MM-DD; months and days that no calendar has are kept."
    )
    nir: Nir | None = Field(None, description="Null for a child without a number of their own.")
    address: Address | None = None


class Organisation(Form):
    regime: Annotated[str, Field(pattern=r"^[0-9]{2}$")]
    caisse: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    centre: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,4}$")] | None = None


class Prescriber(Form):
    rpps: Rpps | None = None
    billing_number: BillingNumber | None = None
    name: Text | None = None


class Line(Form):
    code: Text
    date: Day
    quantity: int = Field(ge=1, le=9_999)
    amount_cents: Cents = Field(description="Of the whole line, the quantity counted in.")


class InvoiceItem(Form):
    """One invoice (facture, FSE), known by the billing number, its own number and its date."""

    number: InvoiceNumber
    invoice_date: Day
    mode: Literal["sesam_vitale", "desynchronise", "sans_vitale", "degrade"]
    status: Literal["active", "held", "cancelled"] = "active"
    replaces: NamedInvoice | None = Field(None, description="The invoice this one corrects.")
    patient: Patient
    insured_nir: Nir | None = Field(None, validate_default=True)
    organisation: Organisation
    prescriber: Prescriber | None = None
    prescription_date: Day | None = None
    prescription_ref: Text | None = None
    electronic_prescription: bool | None = Field(
        None, description="True: ordonnance numérique, nothing to scan for it."
    )
    lines: list[Line] = Field(min_length=1, max_length=999)
    total_cents: Cents = Field(description="The sum of the lines' amounts.")
    kept_here: bool = Field(
        default=False, description="No billing software keeps it: it is corrected in Scord."
    )
    lot: LotNumber | None = None
    lot_sent_at: Time | None = Field(None, description="Null: the lot has not been sent yet.")
    exemption: Text | None = Field(None, description="Exonération.")
    care_path: Text | None = Field(None, description="Parcours de soins.")
    amo_cents: Cents | None = None
    amc_cents: Cents | None = None
    patient_cents: Cents | None = None

    @field_validator("insured_nir")
    @classmethod
    def _some_nir(cls, nir: str | None, info: ValidationInfo) -> str | None:
        patient = info.data.get("patient")
        if nir is None and patient is not None and patient.nir is None:
            raise PydanticCustomError("no_nir", "neither patient.nir nor insured_nir")
        return nir

    @field_validator("total_cents")
    @classmethod
    def _sum_of_lines(cls, total: int, info: ValidationInfo) -> int:
        lines = info.data.get("lines")
        if lines is not None and total != sum(line.amount_cents for line in lines):
            raise PydanticCustomError("total", "not the sum of the lines")
        return total

    @field_validator("lot_sent_at")
    @classmethod
    def _sent_in_a_lot(cls, sent_at: datetime | None, info: ValidationInfo) -> datetime | None:
        if sent_at is not None and info.data.get("lot", "") is None:
            raise PydanticCustomError("lot_missing", "lot_sent_at without lot")
        return sent_at


class PlannedItem(Form):
    """One visit that the practice has planned, before any invoice of it exists."""

    date: Day
    time: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = Field(
        None, description="HH:MM, in French time."
    )
    patient: Patient
    insured_nir: Nir | None = None
    prescriber: Prescriber | None = None
    prescription_date: Day | None = None
    prescription_ref: Text | None = None
    electronic_prescription: bool | None = Field(
        None, description="True: ordonnance numérique, nothing to scan for it."
    )


class InvoiceInLot(InvoiceName):
    """What is stated beside the number has to agree with the invoice that is known."""

    total_cents: Cents | None = None
    insured_nir: Nir | None = None


NamedInLot = Annotated[
    InvoiceInLot,
    BeforeValidator(_number_alone, json_schema_input_type=InvoiceNumber | InvoiceInLot),
]


class FseLotItem(Form):
    """One FSE lot that the LPS has sent, known by billing number, number and sending time."""

    number: LotNumber
    sent_at: Time
    kind: Literal["secured", "degraded"]
    invoices: list[NamedInLot] = Field(min_length=1)


class AckItem(Form):
    """One ARL that the LPS received for an FSE lot."""

    id: Text | None = Field(None, description="The LPS's own number of this ARL.")
    lot: LotNumber
    lot_sent_at: Time | None = None
    result: Literal["positive", "negative"]
    date: Day = Field(description="The day the caisse answered, in French time.")
    label: Text | None = None
    rejected_invoice: NamedInvoice | None = None


class InvoicesFile(Form):
    format: Literal["scord-invoices/1"]
    practitioner: PractitionerItem
    invoices: list[InvoiceItem]
    planned: list[Any] | None = Field(
        None, description="Visits to come, as PlannedItem; the whole list, each time."
    )


class PlannedFile(Form):
    format: Literal["scord-invoices/1"]
    practitioner: PractitionerItem
    planned: list[PlannedItem]


class LotsFile(Form):
    format: Literal["scord-lots/1"]
    practitioner: PractitionerName
    lots: list[FseLotItem]


class AcksFile(Form):
    format: Literal["scord-acks/1"]
    practitioner: PractitionerName
    acks: list[AckItem]


File = TypeVar("File", bound=Form)
Item = TypeVar("Item", bound=Form)


@dataclass(frozen=True)
class Format(Generic[File, Item]):
    """One format: the model of a file's object, the field that lists its items, their model."""

    name: str
    file: type[File]
    items: str
    item: type[Item]


INVOICES = Format("scord-invoices/1", InvoicesFile, "invoices", InvoiceItem)
PLANNED = Format("scord-invoices/1", PlannedFile, "planned", PlannedItem)
LOTS = Format("scord-lots/1", LotsFile, "lots", FseLotItem)
ACKS = Format("scord-acks/1", AcksFile, "acks", AckItem)
FORMATS = (INVOICES, LOTS, ACKS)
