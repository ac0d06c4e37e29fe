"""The reference profile: a TEST format, not a GIE format, not for caisses.

It exists so that Scord can be shown and tested whole. docs/profile-reference.md describes every
field of it; the limits and the layout are invented.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from scord.billing.b2.reference import reference_layout
from scord.lots.profile import Frozen, Limits, ParsedAnswer
from scord.settings import DOCUMENT_TYPES
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scord.billing.b2.layout import Layout
    from scord.lots.profile import LotFacts, Piece, ReadPdf

LOT_FORMAT = "scord-reference-lot/1"
WARNING = "TEST - not a GIE format, not for caisses"

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time: equal lots are equal bytes
_UNIX = 3
_FILE_MODE = 0o100644 << 16
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

Text = Annotated[str, Field(max_length=1_000)]


class ReferenceProfile:
    """See docs/profile-reference.md."""

    name: ClassVar[str] = "reference"
    is_test: ClassVar[bool] = True
    limits: ClassVar[Limits] = Limits(pdfs=100, pdf_bytes=5_000_000)
    document_types: ClassVar[frozenset[str]] = frozenset(DOCUMENT_TYPES)

    @property
    def b2_layout(self) -> Layout:
        return reference_layout()

    def build(self, lot: LotFacts, pieces: Sequence[Piece], read: ReadPdf) -> Frozen:
        """A ZIP with index.json and the PDFs; identical PDFs are stored once."""
        stem = f"TEST-SCOR-{lot.billing_number}-{lot.number:06d}"
        identifiers = tuple(f"{stem}-{place:04d}" for place in range(1, len(pieces) + 1))
        files = _file_names(pieces)
        message_id = _message_id(stem, lot, files)
        index = {
            "format": LOT_FORMAT,
            "test": True,
            "warning": WARNING,
            "message_id": message_id,
            "billing_number": lot.billing_number,
            "region": lot.region,
            "destination": lot.destination,
            "lot": lot.number,
            "frozen_at": lot.frozen_at.astimezone(UTC).isoformat(timespec="seconds"),
            "pieces": [
                _entry(identifier, piece, files)
                for identifier, piece in zip(identifiers, pieces, strict=True)
            ],
        }
        members = [("index.json", _json(index)), *((files[one], read(one)) for one in files)]
        return Frozen(f"{stem}.zip", message_id, identifiers, _archive(members))

    def parse_answer(self, data: bytes, name: str) -> tuple[ParsedAnswer, ...]:
        """The answers of one file. Raises ScordError ACK_UNREADABLE."""
        try:
            return tuple(_AnswerFile.model_validate_json(data).parsed())
        except ValidationError as fault:
            raise ScordError(Code.ACK_UNREADABLE, path=name) from fault


def _message_id(stem: str, lot: LotFacts, hashes: Iterable[str]) -> str:
    """Nobody can guess it who has not the PDFs: who names it in a bounce has seen the lot."""
    seal = hashlib.sha256(" ".join(hashes).encode()).hexdigest()[:16]
    return f"<{stem}.{lot.frozen_at.astimezone(UTC):%Y%m%dT%H%M%SZ}.{seal}@scord.invalid>"


def _file_names(pieces: Sequence[Piece]) -> dict[str, str]:
    """The name in the archive of each PDF, by its sha256, in the order of first use."""
    hashes = dict.fromkeys(part.sha256 for piece in pieces for part in piece.parts)
    return {sha256: f"pieces/{place:04d}.pdf" for place, sha256 in enumerate(hashes, start=1)}


def _entry(identifier: str, piece: Piece, files: dict[str, str]) -> dict[str, Any]:
    return {
        "identifier": identifier,
        "type": piece.type,
        "invoice": {
            "number": piece.invoice.number,
            "invoice_date": piece.invoice.invoice_date.isoformat(),
            "fse_lot": piece.fse_lot,
        },
        "parts": [
            {"file": files[part.sha256], "size": part.size, "sha256": part.sha256}
            for part in piece.parts
        ],
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _archive(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Stored, not compressed: G4 does not shrink further, and stored bytes never vary."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.comment = WARNING.encode()
        for name, data in members:
            member = zipfile.ZipInfo(name, _ZIP_EPOCH)
            member.create_system, member.external_attr = _UNIX, _FILE_MODE
            archive.writestr(member, data)
    return target.getvalue()


class _Given(BaseModel):
    """Unknown fields are let through: the raw answer is kept anyway."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class _Rejected(_Given):
    identifier: Annotated[str, Field(min_length=1, max_length=100)]
    reason: Text = ""


class _Answer(_Given):
    id: Annotated[str, Field(min_length=1, max_length=100)]
    billing_number: Annotated[str, Field(pattern=r"^[0-9]{9}$")]
    lot: Annotated[int, Field(ge=1, le=999_999_999)]
    message_id: Annotated[str, Field(max_length=200)] | None = None
    verdict: Literal["positive", "negative"]
    date: Annotated[AwareDatetime, Field(ge=_EARLIEST, le=_LATEST)]
    label: Text = ""
    rejected: tuple[_Rejected, ...] = ()

    @model_validator(mode="after")
    def _says_one_thing(self) -> _Answer:
        named = {one.identifier for one in self.rejected}
        if len(named) != len(self.rejected):
            raise ValueError("a piece is named twice")
        if named and self.verdict == "positive":
            raise ValueError("a positive answer rejects no piece")
        return self

    def parsed(self) -> ParsedAnswer:
        return ParsedAnswer(
            key=self.id,
            billing_number=self.billing_number,
            lot_number=self.lot,
            message_id=self.message_id,
            positive=self.verdict == "positive",
            answered_at=self.date.astimezone(UTC),
            label=self.label,
            rejected=tuple((one.identifier, one.reason) for one in self.rejected),
        )


class _AnswerFile(_Given):
    format: Literal["scord-reference-answer/1"]
    test: Literal[True]
    answers: Annotated[tuple[_Answer, ...], Field(min_length=1, max_length=1_000)]

    def parsed(self) -> Iterator[ParsedAnswer]:
        return (answer.parsed() for answer in self.answers)
