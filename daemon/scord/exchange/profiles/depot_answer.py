"""What became of a depot lot, as `scord-depot-answer/1`: read, or written for a person.

docs/profile-depot.md describes every field.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from scord.lots.profile import ParsedAnswer
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterable

ANSWER_FORMAT = "scord-depot-answer/1"
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=1_000)]


class Verdict(StrEnum):
    TRANSMITTED = "transmitted"  # it has left for the caisse; the software awaits the ARL
    ACCEPTED = "accepted"  # the caisse's ARL is positive
    REJECTED = "rejected"  # by the software or the caisse


def read_answers(data: bytes, name: str) -> tuple[ParsedAnswer, ...]:
    """The answers of one file. Raises ScordError ACK_UNREADABLE."""
    try:
        answers = _AnswerFile.model_validate_json(data).answers
    except ValidationError as fault:
        raise ScordError(Code.ACK_UNREADABLE, path=name) from fault
    return tuple(one.parsed() for one in answers)


def write_word(lot: ParsedAnswer, verdict: Verdict, *, by: str) -> bytes:
    """A person's word on a whole lot, as a file that the software might have written.

    `lot` says the same as ParsedAnswer has it; `by` is who said it.
    """
    answer = {
        "id": lot.key,
        "billing_number": lot.billing_number,
        "lot": lot.lot_number,
        "message_id": lot.message_id,
        "verdict": verdict,
        "date": lot.answered_at.isoformat(),
        "reason": lot.label,
        "rejected": _rejected(lot.rejected),
    }
    return json.dumps({"format": ANSWER_FORMAT, "said_by": by, "answers": [answer]}).encode()


def _rejected(named: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"identifier": identifier, "reason": reason} for identifier, reason in named]


class _Given(BaseModel):
    """Unknown fields are let through: the raw answer is kept anyway."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class _Rejected(_Given):
    identifier: Name
    reason: Annotated[Text, Field(min_length=1)]


class _Answer(_Given):
    id: Name
    billing_number: Annotated[str, Field(pattern=r"^[0-9]{9}$")]
    lot: Annotated[int, Field(ge=1, le=999_999_999)]
    message_id: Name
    verdict: Verdict
    date: Annotated[AwareDatetime, Field(ge=_EARLIEST, le=_LATEST)]
    reason: Text = ""
    rejected: tuple[_Rejected, ...] = ()

    @model_validator(mode="after")
    def _says_one_thing(self) -> _Answer:
        named = {one.identifier for one in self.rejected}
        if len(named) != len(self.rejected):
            raise ValueError("a piece is named twice")
        if self.verdict == Verdict.REJECTED and named:
            raise ValueError("a rejected lot has no pieces that are rejected alone")
        if self.verdict == Verdict.REJECTED and not self.reason:
            raise ValueError("a rejection has its reason")
        return self

    def parsed(self) -> ParsedAnswer:
        """What was transmitted counts like what was accepted: from there on the approved software
        answers for it, and should it be refused later, that contests the lot.
        """
        return ParsedAnswer(
            key=self.id,
            billing_number=self.billing_number,
            lot_number=self.lot,
            message_id=self.message_id,
            positive=self.verdict != Verdict.REJECTED and not self.rejected,
            answered_at=self.date.astimezone(UTC),
            label=self.reason or self.verdict,
            rejected=tuple((one.identifier, one.reason) for one in self.rejected),
        )


class _AnswerFile(_Given):
    format: Literal["scord-depot-answer/1"]
    answers: Annotated[tuple[_Answer, ...], Field(min_length=1, max_length=1_000)]
