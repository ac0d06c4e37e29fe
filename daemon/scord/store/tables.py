"""The things Scord keeps, as tables. Money in cents, times in UTC, sizes in bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from peewee import (
    SQL,
    AutoField,
    BooleanField,
    CharField,
    Check,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    fn,
)

from scord.store.database import database
from scord.store.fields import DayField, EnumField, FactsField, NameField, UtcField
from scord.store.refs import InvoiceRef, LotRef
from scord.store.sight import everything, hidden
from scord.store.states import (
    AckOutcome,
    ArmState,
    DocumentState,
    FseVerdict,
    InvoiceStatus,
    ItemVerdict,
    MessageState,
    ReadingState,
    ScanState,
    ScorLotState,
)
from scord_shared.status import AlertKind, AlertLevel

if TYPE_CHECKING:
    from peewee import ModelSelect


class Row(Model):
    """What all tables share: `state_column` names the column that states.move() may change."""

    state_column: ClassVar[str] = "state"
    journal_name: ClassVar[str]

    id = AutoField()

    class Meta:
        database = database
        legacy_table_names = False

    @classmethod
    def select(cls, *fields: Any) -> ModelSelect[Self]:
        """As peewee's, without what may not be seen here (sight.py)."""
        query = super().select(*fields)
        if not hidden():
            return query
        from scord.store.owners import unseen  # noqa: PLC0415 -- it needs the tables

        condition = unseen(cls, cls)
        return query if condition is None else query.where(~condition)

    @classmethod
    def get(cls, *query: Any, **filters: Any) -> Self:
        """Also of what may not be seen: this is how a row finds those that it refers to."""
        with everything():
            return super().get(*query, **filters)

    @classmethod
    def get_or_none(cls, *query: Any, **filters: Any) -> Self | None:
        """None also where it may not be seen."""
        found = cls.select().filter(**filters)
        return (found.where(*query) if query else found).get_or_none()

    if TYPE_CHECKING:  # peewee makes `invoice_id` columns and back references at run time

        def __getattr__(self, name: str) -> Any: ...


class Practitioner(Row):
    journal_name = "practitioner"

    billing_number = CharField(unique=True)  # n° AM, 9 digits
    rpps = CharField(null=True)
    family_name = CharField()
    given_name = CharField()
    profession = CharField()


class FseLot(Row):
    """The LPS's lot of invoices. `kind` is "secured" or "degraded"."""

    journal_name = "fse-lot"
    state_column = "verdict"

    practitioner = ForeignKeyField(Practitioner, backref="fse_lots")
    number = CharField()
    sent_at = UtcField()
    kind = CharField()
    verdict = EnumField(FseVerdict, default=FseVerdict.AWAITED, index=True)
    answered_at = UtcField(null=True)

    class Meta:
        indexes = ((("practitioner", "number", "sent_at"), True),)

    @property
    def ref(self) -> LotRef:
        return LotRef(self.practitioner.billing_number, self.number, self.sent_at)


class Prescription(Row):
    """An ordonnance that may serve a series of invoices and may come before them.

    Two invoices share it on the LPS's `reference`, or on equal patient, prescriber and day keys.
    """

    journal_name = "prescription"

    practitioner = ForeignKeyField(Practitioner, backref="prescriptions")
    reference = CharField(null=True)
    patient_key = CharField(null=True)
    prescriber_key = CharField(null=True)
    day = DayField(null=True)

    class Meta:
        indexes = (
            (("practitioner", "reference"), False),
            (("practitioner", "patient_key", "prescriber_key", "day"), False),
            (("prescriber_key", "day"), False),
        )


class Invoice(Row):
    """A facture or FSE as the LPS handed it over; `payload` keeps every field, known or not."""

    journal_name = "invoice"
    state_column = "status"

    practitioner = ForeignKeyField(Practitioner, backref="invoices")
    number = CharField(index=True)
    invoice_date = DayField()
    mode = CharField()  # sesam_vitale, desynchronise, sans_vitale, degrade
    status = EnumField(InvoiceStatus, index=True)
    status_by = CharField(null=True)  # the person whose word the status is; None: the LPS's
    replaces = ForeignKeyField("self", null=True)
    family_name = CharField(index=True)
    family_key = CharField(default="")  # as billing.names.name_key spells it
    given_name = CharField()
    given_key = CharField(default="")  # likewise
    birth_date = CharField(null=True, index=True)
    patient_nir = CharField(null=True, index=True)
    identity = CharField(default="", index=True)  # who the patient is: billing.names.identity
    insured_nir = CharField(null=True, index=True)
    regime = CharField()
    caisse = CharField()
    centre = CharField(null=True)
    prescription = ForeignKeyField(Prescription, null=True, backref="invoices")
    fse_lot = ForeignKeyField(FseLot, null=True, backref="invoices")
    total_cents = IntegerField(index=True)
    payload = FactsField()
    imported_at = UtcField()

    class Meta:
        indexes = (
            (("practitioner", "number", "invoice_date"), True),
            (("family_key", "given_name"), False),
            (("given_key", "family_key"), False),
            (("regime", "caisse"), False),
        )

    @property
    def ref(self) -> InvoiceRef:
        return InvoiceRef(self.practitioner.billing_number, self.number, self.invoice_date)

    @property
    def destination(self) -> str:
        """Régime and caisse, as in "01-349": who receives this invoice's pieces."""
        return f"{self.regime}-{self.caisse}"


NUMBER_ORDER = (fn.LENGTH(Invoice.number), Invoice.number)  # 99 comes before 100
Invoice.add_index(Invoice.index(*NUMBER_ORDER, name="invoice_number_order"))
# All that lists sort and narrow by at random: to read it here takes a tenth of reading the rows.
INVOICE_LIST = "invoice_list"
Invoice.add_index(
    Invoice.index(
        Invoice.invoice_date,
        Invoice.status,
        Invoice.practitioner,
        Invoice.fse_lot,
        Invoice.number,
        Invoice.family_key,
        Invoice.given_name,
        Invoice.total_cents,
        Invoice.regime,
        Invoice.caisse,
        name=INVOICE_LIST,
    )
)


class PlannedVisit(Row):
    """A visit to come, as the LPS planned it: each of its lists takes the place of the one before.

    `time` is HH:MM in Paris; `needs_paper`: no ordonnance numérique.
    """

    journal_name = "planned-visit"

    practitioner = ForeignKeyField(Practitioner, backref="planned_visits")
    day = DayField(index=True)
    time = CharField(null=True)
    family_name = CharField()
    given_name = CharField()
    identity = CharField(default="", index=True)
    prescription = ForeignKeyField(Prescription, null=True, backref="planned_visits")
    needs_paper = BooleanField()


class Correction(Row):
    """What a person wants changed of an invoice that its LPS keeps: asked until the corrected one
    comes, or the wish is taken back. `wanted` is the whole invoice as its `payload` would be.
    """

    journal_name = "correction"

    invoice = ForeignKeyField(Invoice, backref="corrections")
    asked_at = UtcField()
    by = CharField()
    why = TextField()
    wanted = FactsField()
    taken_back_at = UtcField(null=True)


class Arm(Row):
    """Scanner pour cette facture, or an ordonnance that comes before its invoices: it is the next
    file first seen in `folder` before `until`.
    """

    journal_name = "arm"

    practitioner = ForeignKeyField(Practitioner, backref="arms")
    invoice = ForeignKeyField(Invoice, null=True, backref="arms")
    prescription = ForeignKeyField(Prescription, null=True, backref="arms")
    folder = CharField()
    opened_at = UtcField()
    until = UtcField()
    state = EnumField(ArmState, default=ArmState.OPEN, index=True)
    document_type = CharField(null=True)

    class Meta:
        constraints = (Check("(invoice_id IS NULL) <> (prescription_id IS NULL)"),)


MADE_HERE = "(scord)"  # the folder of scans that the service made itself: no drop folder has such


class Scan(Row):
    """One file from the scanner. `claim` names its place in the spool until it is released."""

    journal_name = "scan"

    claim = CharField(unique=True)
    folder = CharField()
    name = NameField()
    sha256 = CharField()
    size = IntegerField()
    mtime_ns = IntegerField()  # as seen when claimed, for the late recheck
    first_seen_at = UtcField()
    taken_at = UtcField(index=True)
    state = EnumField(ScanState, index=True)
    reason = CharField(null=True)  # a code of scord_shared.errors
    facts = FactsField(default=dict)
    duplicate_of = ForeignKeyField("self", null=True)
    arm = ForeignKeyField(Arm, null=True, backref="scans")
    pages = IntegerField(null=True)
    converted_at = UtcField(null=True)
    released_at = UtcField(null=True, index=True)  # the spool holds its file until then

    class Meta:
        indexes = ((("sha256",), False),)

    @property
    def is_made_here(self) -> bool:
        """A form that Scord drew; `facts` say for which invoice, and who asked ("machine")."""
        return bool(self.folder == MADE_HERE)

    @property
    def awaits_signature(self) -> bool:
        """A form whose box for the patient is to be signed by pen: it proves nothing by itself."""
        return self.is_made_here and self.facts.get("patient") == "later"

    @property
    def made_by_person(self) -> str | None:
        """Who asked for it; None where the machine did, or a scanner scanned it."""
        by: str = self.facts.get("by", "machine") if self.is_made_here else "machine"
        return None if by == "machine" else by


Scan.add_index(
    Scan.index(
        Scan.sha256,
        unique=True,
        where=SQL("state IN ('taken', 'converted', 'refused')"),
        name="scan_live_sha256",
    )
)


class Arrangement(Row):
    """A person's word on the pages of documents: these were made of those, in another order.

    `before`: the state of each former document, by its id as text, for the way back.
    """

    journal_name = "arrangement"

    made_at = UtcField()
    by = CharField()
    before = FactsField()


class Document(Row):
    """One justificatif. `clue` is what the scan itself says of its invoice.

    `scan` is that of its first page, where it was cut; a person may have added pages of others.
    `prescribed_by`: who kept it for its prescription where no invoice led there: a person, or the
    machine for an arm. `made_by`: the arrangement it comes from; `remade_by`: the one that gave its
    pages to others.
    """

    journal_name = "document"

    scan = ForeignKeyField(Scan, backref="documents")
    position = IntegerField()
    type = CharField(null=True)  # ORDN, DSIP, AUTP, FSNC, FSDE; None: a person must say
    state = EnumField(DocumentState, index=True)
    clue = FactsField(default=dict)
    reason = CharField(null=True)
    facts = FactsField(default=dict)
    prescription = ForeignKeyField(Prescription, null=True, backref="documents")
    prescribed_by = CharField(null=True)
    made_by = ForeignKeyField(Arrangement, null=True, backref="made")
    remade_by = ForeignKeyField(Arrangement, null=True, backref="former")
    created_at = UtcField()

    class Meta:
        indexes = ((("scan", "position"), True),)


class DocumentPage(Row):
    """One page of a document, at its `place` from 1: which page of which scan (`number`, from 1).

    `turn`: quarter turns clockwise that a person gave it, beyond how the machine lays it.
    """

    journal_name = "document-page"

    document = ForeignKeyField(Document, backref="pages")
    place = IntegerField()
    scan = ForeignKeyField(Scan, backref="document_pages")
    number = IntegerField()
    turn = IntegerField(default=0)

    class Meta:
        indexes = ((("document", "place"), True),)


class DocumentPart(Row):
    """One conforming PDF; a document over the size limit has several, numbered."""

    journal_name = "document-part"

    document = ForeignKeyField(Document, backref="parts")
    number = IntegerField()
    sha256 = CharField(index=True)
    size = IntegerField()
    page_count = IntegerField()
    dpi = IntegerField()

    class Meta:
        indexes = ((("document", "number"), True),)


class PageReading(Row):
    """The text of one page of a document: `said` is a scord.reading.clue.Reading as JSON."""

    journal_name = "page-reading"

    page = ForeignKeyField(DocumentPage, unique=True, backref="readings")
    state = EnumField(ReadingState, default=ReadingState.WAITING)
    said = TextField(null=True)
    reason = CharField(null=True)  # a code of scord_shared.errors


PageReading.add_index(
    PageReading.index(PageReading.page, where=SQL("state = 'waiting'"), name="page_reading_waiting")
)


class Attachment(Row):
    """A document on an invoice. `origin`: by which rule; `confirmed_at`: when a person agreed.

    `grounds`: where its text spoke, the rule and the facts that agreed; where a person did, the
    place of the invoice among those that Scord had proposed (0: none).
    """

    journal_name = "attachment"

    invoice = ForeignKeyField(Invoice, backref="attachments")
    document = ForeignKeyField(Document, backref="attachments")
    origin = CharField()  # slip, form, armed, file-name, text, series, follow, person
    grounds = FactsField(default=dict)
    identity = CharField(default="")  # the invoice's, when it was attached
    by = CharField()
    attached_at = UtcField()
    confirmed_at = UtcField(null=True)
    removed_at = UtcField(null=True)


Attachment.add_index(
    Attachment.index(
        Attachment.invoice,
        Attachment.document,
        unique=True,
        where=SQL("removed_at IS NULL"),
        name="attachment_live",
    )
)


class ScorLot(Row):
    """Whole dossiers of one practitioner for one destination, frozen."""

    journal_name = "scor-lot"

    practitioner = ForeignKeyField(Practitioner, backref="scor_lots")
    destination = CharField()
    number = IntegerField()  # counts up per practitioner
    profile = CharField()
    frozen_at = UtcField()
    sent_at = UtcField(null=True)
    answered_at = UtcField(null=True)
    state = EnumField(ScorLotState, default=ScorLotState.READY, index=True)

    class Meta:
        indexes = ((("practitioner", "number"), True),)


class LotItem(Row):
    """An attachment in a lot, with the caisse's verdict on it."""

    journal_name = "lot-item"
    state_column = "verdict"

    lot = ForeignKeyField(ScorLot, backref="items")
    attachment = ForeignKeyField(Attachment, backref="items")
    identifier = CharField(unique=True)
    verdict = EnumField(ItemVerdict, default=ItemVerdict.AWAITED, index=True)
    reason = TextField(null=True)

    class Meta:
        indexes = ((("lot", "attachment"), True),)


class Message(Row):
    """A frozen outgoing message: the same bytes and message id at every attempt."""

    journal_name = "message"

    lot = ForeignKeyField(ScorLot, unique=True, backref="messages")
    message_id = CharField(unique=True)
    file_name = CharField()
    sha256 = CharField(index=True)
    size = IntegerField()
    state = EnumField(MessageState, default=MessageState.READY, index=True)
    next_attempt_at = UtcField(null=True)


class Attempt(Row):
    """One try at delivering a message, written before the try."""

    journal_name = "attempt"

    message = ForeignKeyField(Message, backref="attempts")
    opened_at = UtcField()
    started_at = UtcField(null=True)  # from here on the receiver may have it
    closed_at = UtcField(null=True)
    verdict = EnumField(MessageState, null=True)
    detail = TextField(null=True)


class Incoming(Row):
    """A file the LPS or the caisse handed over, kept as it came before it is understood."""

    journal_name = "incoming"

    channel = CharField()  # lps, caisse, mail, person
    name = NameField()
    sha256 = CharField(index=True)
    received_at = UtcField()
    understood_at = UtcField(null=True)
    format = CharField(null=True)
    reason = CharField(null=True)
    report = FactsField(default=dict)


Incoming.add_index(
    Incoming.index(
        Incoming.received_at, where=SQL("reason IS NOT NULL"), name="incoming_with_reason"
    )
)


class Letter(Row):
    """A mail seen in a practitioner's mailbox. Without `incoming` it is a stranger's, left alone.

    `key` and `size` as exchange.mailbox.Letter has them: what is new there, only this table tells.
    """

    journal_name = "letter"

    practitioner = ForeignKeyField(Practitioner, backref="letters")
    key = CharField()
    size = IntegerField()
    seen_at = UtcField()
    incoming = ForeignKeyField(Incoming, null=True, backref="letters")

    class Meta:
        indexes = ((("practitioner", "key", "size"), True),)


class Acknowledgement(Row):
    """One ARL. `key` is its identity where it could be read; `subject` is "fse" or "scor"."""

    journal_name = "acknowledgement"
    state_column = "outcome"

    incoming = ForeignKeyField(Incoming, backref="acknowledgements")
    position = IntegerField()
    key = CharField(null=True, index=True)
    subject = CharField(null=True)
    positive = BooleanField(null=True)
    answered_at = UtcField(null=True)
    facts = FactsField(default=dict)  # as read: lot number, label, rejected invoice or piece
    outcome = EnumField(AckOutcome, default=AckOutcome.STORED, index=True)
    fse_lot = ForeignKeyField(FseLot, null=True, backref="acknowledgements")
    scor_lot = ForeignKeyField(ScorLot, null=True, backref="acknowledgements")

    class Meta:
        indexes = ((("incoming", "position"), True),)


class Sighting(Row):
    """A file in a drop folder that cannot be taken (yet), and why; resolved when that ends."""

    journal_name = "sighting"

    folder = CharField()
    name = NameField()
    code = CharField()  # a code of scord_shared.errors
    first_seen_at = UtcField()
    resolved_at = UtcField(null=True)


Sighting.add_index(
    Sighting.index(Sighting.folder, where=SQL("resolved_at IS NULL"), name="sighting_open")
)


class Flag(Row):
    """A standing order of a person or the engine: paused, send requested, a folder out of reach."""

    journal_name = "flag"

    name = CharField(unique=True)
    value = FactsField(default=dict)
    set_at = UtcField()
    by = CharField()


class CalendarRun(Row):
    """When an entry of the calendar last ran: what is due is told by this, not by a timer."""

    journal_name = "calendar-run"

    name = CharField(unique=True)
    last_at = UtcField()


class Standing(Row):
    """How an invoice stands: what the lists filter and count by. Derived, see lots/standing.py.

    `to_send` to `contested` count its pieces. What owes nothing (see lots/colour.py) has nothing
    missing, to send or rejected, whatever hangs on it.
    """

    journal_name = "standing"

    invoice = ForeignKeyField(Invoice, unique=True, backref="standings", on_delete="CASCADE")
    colour = CharField()  # a member of lots.colour.Colour
    missing = BooleanField()  # it is open and lacks a piece, or its needs are unknown
    to_send = IntegerField(index=True)
    under_way = IntegerField()
    accepted = IntegerField()
    rejected = IntegerField(index=True)
    contested = IntegerField()

    class Meta:
        indexes = ((("colour", "invoice"), False),)


Standing.add_index(Standing.index(Standing.invoice, where=SQL("missing"), name="standing_missing"))
# What wants a person comes first.
SEVERITY = SQL("CASE colour WHEN 'red' THEN 0 WHEN 'orange' THEN 1 WHEN 'yellow' THEN 2 ELSE 3 END")
Standing.add_index(Standing.index(SEVERITY, Standing.invoice, name="standing_severity"))


class Projection(Row):
    """How far a derived table has followed the journal, and by which rules it was made."""

    journal_name = "projection"

    name = CharField(unique=True)
    position = IntegerField()  # the last journal entry it tells
    rules = CharField()  # a digest: other rules mean that all is derived anew


class Alert(Row):
    """One cause a person must know, from when to when. `dismissed_at`: a person has seen it."""

    journal_name = "alert"

    kind = EnumField(AlertKind)
    subject = CharField(default="")
    level = EnumField(AlertLevel)
    facts = FactsField(default=dict)
    opened_at = UtcField()
    raised_at = UtcField()  # when it came to its level
    resolved_at = UtcField(null=True)
    dismissed_at = UtcField(null=True)
    dismissed_by = CharField(null=True)


Alert.add_index(
    Alert.index(
        Alert.kind,
        Alert.subject,
        unique=True,
        where=SQL("resolved_at IS NULL"),
        name="alert_open",
    )
)


class Notice(Row):
    """An alert told to one person at one level: claimed before it is shown, delivered once it was.

    A claim that is not followed by the delivery runs out, and the alert is offered again.
    """

    journal_name = "notice"

    alert = ForeignKeyField(Alert, backref="notices")
    level = EnumField(AlertLevel)
    recipient = CharField()
    claimed_at = UtcField()
    delivered_at = UtcField(null=True)

    class Meta:
        indexes = (
            (("alert", "level", "recipient"), True),
            (("recipient", "delivered_at"), False),
        )


class JournalEntry(Row):
    journal_name = "journal-entry"

    at = UtcField()
    event = CharField()
    subject_kind = CharField()
    subject_id = IntegerField()
    by = CharField()
    why = TextField()
    facts = FactsField()

    class Meta:
        indexes = (
            (("subject_kind", "subject_id"), False),
            (("at", "event"), False),
        )


class ChainEntry(Row):
    journal_name = "chain-entry"

    practitioner = ForeignKeyField(Practitioner, backref="chain")
    sequence = IntegerField()
    at = UtcField()
    event = CharField()
    facts = FactsField()
    previous = CharField()
    hash = CharField()

    class Meta:
        indexes = ((("practitioner", "sequence"), True),)


TABLES: tuple[type[Row], ...] = (
    Practitioner,
    FseLot,
    Prescription,
    Invoice,
    PlannedVisit,
    Correction,
    Arm,
    Scan,
    Arrangement,
    Document,
    DocumentPage,
    DocumentPart,
    PageReading,
    Attachment,
    ScorLot,
    LotItem,
    Message,
    Attempt,
    Incoming,
    Letter,
    Acknowledgement,
    Sighting,
    Flag,
    CalendarRun,
    Standing,
    Projection,
    Alert,
    Notice,
    JournalEntry,
    ChainEntry,
)
