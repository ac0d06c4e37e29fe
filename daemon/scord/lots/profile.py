"""What a profile of the exchange is: the limits and layout of a lot, and how answers are read.

The true formats of the caisses are not public, so nothing outside a profile knows one. A profile is
loaded by exchange/profiles; docs/profile-reference.md describes the one that comes with Scord.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from scord.billing.b2.layout import Layout
    from scord.store.refs import InvoiceRef

# Gives the PDF with this sha256. Raises ScordError FILE_UNREADABLE where it is gone or damaged.
ReadPdf = Callable[[str], bytes]


@dataclass(frozen=True)
class Limits:
    """What one lot may hold. Both count each PDF once per piece it belongs to."""

    pdfs: int
    pdf_bytes: int


@dataclass(frozen=True)
class Part:
    """One PDF of a piece; a document too heavy for one PDF has several, numbered from 1."""

    number: int
    sha256: str
    size: int  # bytes


@dataclass(frozen=True)
class Piece:
    """One attachment as it goes into a lot."""

    attachment_id: int
    invoice: InvoiceRef
    fse_lot: str
    type: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class LotFacts:
    """What a lot is, apart from its pieces. `number` counts up per practitioner."""

    billing_number: str
    region: str
    destination: str
    number: int
    frozen_at: datetime


@dataclass(frozen=True)
class Frozen:
    """The message of one lot. `identifiers` name the pieces, in their order."""

    file_name: str
    message_id: str
    identifiers: tuple[str, ...]
    data: bytes


@dataclass(frozen=True)
class ParsedAnswer:
    """One ARL for a SCOR lot. Negative with `rejected`: those pieces are, the others are not.

    `key` is the answer's identity where it has one; `message_id` where it names the message;
    `rejected` gives the reason in the caisse's words by piece identifier.
    """

    key: str | None
    billing_number: str
    lot_number: int
    message_id: str | None
    positive: bool
    answered_at: datetime
    label: str
    rejected: tuple[tuple[str, str], ...] = ()


class Profile(Protocol):
    """One format spoken with the other side."""

    @property
    def name(self) -> str: ...

    @property
    def is_test(self) -> bool:
        """True where nothing of it may reach a caisse."""
        ...

    @property
    def limits(self) -> Limits: ...

    @property
    def b2_layout(self) -> Layout | None:
        """Where B2 files have what; None where the profile knows no B2, which then is refused."""
        ...

    @property
    def document_types(self) -> frozenset[str]: ...

    def build(self, lot: LotFacts, pieces: Sequence[Piece], read: ReadPdf) -> Frozen:
        """The message; equal facts and pieces give equal bytes. Raises what `read` raises."""
        ...

    def parse_answer(self, data: bytes, name: str) -> tuple[ParsedAnswer, ...]:
        """The answers in one file called `name`, at least one. Raises ScordError ACK_UNREADABLE."""
        ...
