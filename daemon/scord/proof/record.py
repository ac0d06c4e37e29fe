"""The shape of `scord-proof/1`, and its seal; docs/proof.md describes every field."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

FORMAT = "scord-proof/1"
WARNING = "TEST - not for caisses"
_SEAL = "seal"


@dataclass(frozen=True, kw_only=True)
class Sender:
    """The practitioner."""

    billing_number: str
    rpps: str | None
    family_name: str
    given_name: str
    profession: str


@dataclass(frozen=True, kw_only=True)
class Billed:
    """The invoice, with the patient's name as the invoice itself shows it."""

    number: str
    invoice_date: date
    mode: str
    status: str
    family_name: str
    given_name: str
    destination: str
    centre: str | None
    replaces: str | None


@dataclass(frozen=True, kw_only=True)
class Pdf:
    """One PDF of a piece; `purged_at`: when its file was removed, after the retention time."""

    number: int
    sha256: str
    size: int
    pages: int
    purged_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A piece of the invoice, as one lot took it along."""

    identifier: str
    type: str | None
    verdict: str
    reason: str | None
    pdfs: tuple[Pdf, ...]


@dataclass(frozen=True, kw_only=True)
class Unsent:
    """A piece that is on the invoice and was never in a lot."""

    type: str | None
    pdfs: tuple[Pdf, ...]


@dataclass(frozen=True, kw_only=True)
class Try:
    """From `started_at` on the receiver may have it."""

    opened_at: datetime
    started_at: datetime | None
    closed_at: datetime | None
    verdict: str | None
    detail: str | None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An ARL. `sha256` is that of the raw file that held it, `position` its place in there."""

    sha256: str
    position: int
    channel: str
    received_at: datetime
    answered_at: datetime | None
    positive: bool | None
    outcome: str


@dataclass(frozen=True, kw_only=True)
class FseSending:
    """The LPS's lot that holds the invoice."""

    number: str
    sent_at: datetime
    kind: str
    verdict: str
    answered_at: datetime | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """The frozen message that carried the lot. `recipient`: where it left by mail."""

    message_id: str
    file_name: str
    sha256: str
    size: int
    recipient: str | None
    state: str
    purged_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ScorSending:
    """A SCOR lot that took pieces of the invoice along; `pieces` are those alone."""

    number: int
    destination: str
    profile: str
    test: bool
    state: str
    frozen_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    message: Envelope
    pieces: tuple[Sent, ...]
    tries: tuple[Try, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class Link:
    """One exchange event of the practitioner. `at` is the very text that was hashed."""

    sequence: int
    at: str
    event: str
    facts: dict[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, kw_only=True)
class Proof:
    """`journal_end`: the last entry of the journal that this proof knows."""

    format: str
    test: bool
    warning: str | None
    made_at: datetime
    made_by: str
    journal_end: int
    standing: str
    practitioner: Sender
    invoice: Billed
    fse_lot: FseSending | None
    lots: tuple[ScorSending, ...]
    unsent: tuple[Unsent, ...]
    chain: tuple[Link, ...]


def plain(proof: Proof) -> dict[str, Any]:
    """As JSON has it."""
    told: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(proof))
    return told


def encode(proof: Proof) -> bytes:
    """The file, sealed: JSON in UTF-8, indented."""
    told = plain(proof)
    told[_SEAL] = seal(told)
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def seal_of(proof: Proof) -> str:
    return seal(plain(proof))


def decode(data: bytes) -> tuple[Proof, str, str]:
    """The proof, the seal that the file bears, and the one that it should bear.

    Raises ValueError where it is not such a file, or holds a field that is not of the format.
    """
    try:
        told = json.loads(data, object_pairs_hook=_once)
    except RecursionError as fault:
        raise ValueError("nested too deeply") from fault
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ValueError("not this format")
    borne = told.pop(_SEAL, None)
    try:
        proof = msgspec.convert(told, Proof)
    except msgspec.ValidationError as fault:
        raise ValueError("a field is missing or is no such value") from fault
    if plain(proof) != told:
        raise ValueError("a field too many, or a value that is not written as here")
    return proof, str(borne), seal(told)


def seal(told: dict[str, Any]) -> str:
    """sha256 of everything but the seal: as JSON with sorted keys and no space, in ASCII."""
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name given twice would be read one way here and another way elsewhere."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found
