"""What becomes of every column that may hold text, when a patient is erased.

A column that stands in none of the tables here fails a test: whoever adds one decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scord.store.tables import (
    Acknowledgement,
    Alert,
    Arm,
    Arrangement,
    Attachment,
    Attempt,
    CalendarRun,
    ChainEntry,
    Correction,
    Document,
    DocumentPart,
    Flag,
    FseLot,
    Incoming,
    Invoice,
    JournalEntry,
    Letter,
    LotItem,
    Message,
    Notice,
    PageReading,
    PlannedVisit,
    Practitioner,
    Prescription,
    Projection,
    Scan,
    ScorLot,
    Sighting,
    Standing,
)

if TYPE_CHECKING:
    from scord.store.tables import Row

# The rows go whole.
DELETED: tuple[type[Row], ...] = (PlannedVisit,)

# The rows stay as skeletons. Of invoices: what the chain of proof and the lots speak of.
CLEARED: dict[type[Row], dict[str, Any]] = {
    Invoice: {
        "family_name": "",
        "family_key": "",
        "given_name": "",
        "given_key": "",
        "birth_date": None,
        "patient_nir": None,
        "identity": "",
        "insured_nir": None,
        "total_cents": 0,
        "payload": {},
    },
    Prescription: {"reference": None, "patient_key": None, "prescriber_key": None, "day": None},
    Correction: {"why": "", "wanted": {}},
    Scan: {"name": "", "facts": {}},
    Document: {"clue": {}, "facts": {}},
    PageReading: {"said": None},
    Attachment: {"grounds": {}, "identity": ""},
    LotItem: {"reason": None},
}

# The same, but only of rows that name the patient there: they are about others as well.
CLEARED_WHERE_NAMED: dict[type[Row], dict[str, Any]] = {
    Incoming: {"name": "", "report": {}},
    Acknowledgement: {"facts": {}},
    JournalEntry: {"why": "", "facts": {}},
    Sighting: {"name": ""},
    Alert: {"facts": {}},
}

# What names no patient: numbers, codes, hashes, people of the practice, days of billing.
KEPT: dict[type[Row], tuple[str, ...]] = {
    Practitioner: ("billing_number", "rpps", "family_name", "given_name", "profession"),
    FseLot: ("number", "kind"),
    Invoice: ("number", "invoice_date", "mode", "status_by", "regime", "caisse", "centre"),
    Correction: ("by",),
    Arm: ("folder", "document_type"),
    Scan: ("claim", "folder", "sha256", "reason"),
    Arrangement: ("by", "before"),
    Document: ("type", "reason", "prescribed_by"),
    DocumentPart: ("sha256",),
    PageReading: ("reason",),
    Attachment: ("origin", "by"),
    ScorLot: ("destination", "profile"),
    LotItem: ("identifier",),
    Message: ("message_id", "file_name", "sha256"),
    Attempt: ("detail",),
    Incoming: ("channel", "sha256", "format", "reason"),
    Letter: ("key",),
    Acknowledgement: ("key", "subject"),
    Sighting: ("folder", "code"),
    Flag: ("name", "value", "by"),
    CalendarRun: ("name",),
    Standing: ("colour",),
    Projection: ("name", "rules"),
    Alert: ("subject", "dismissed_by"),
    Notice: ("recipient",),
    JournalEntry: ("event", "subject_kind", "by"),
    ChainEntry: ("event", "facts", "previous", "hash"),
}
