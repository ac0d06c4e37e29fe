"""The text in a cover slip's QR: it names an invoice, and this installation alone can write it.

`SCORD1:<billing number>:<invoice number>:<YYYYMMDD>[:<document type>]:<check>`, each part
percent-encoded, the check an HMAC under the installation's key. A slip files a document without a
person's word, so a text that anybody could print, or that another installation printed, must not
be enough.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import quote, unquote

from scord.store.refs import InvoiceRef

_PREFIX = "SCORD1:"
_CHECK_CHARS = 10  # 50 bits: a guess would take longer than any scanner can feed pages


class SlipVerdict(StrEnum):
    NOT_OURS = "not-ours"
    WRONG_CHECK = "wrong-check"
    VALID = "valid"


@dataclass(frozen=True)
class SlipReading:
    """What one code says. `ref` is there exactly when the verdict is VALID.

    `document_type` is what lies behind the slip, where the slip was printed for one type.
    WRONG_CHECK means a slip that is forged, damaged, or printed by another installation.
    """

    verdict: SlipVerdict
    ref: InvoiceRef | None = None
    document_type: str | None = None


def encode(ref: InvoiceRef, key: bytes, document_type: str | None = None) -> str:
    """The text for `ref`: ASCII, and safe to split at its colons whatever the parts hold."""
    parts = [ref.billing_number, ref.number, ref.invoice_date.isoformat().replace("-", "")]
    if document_type:
        parts.append(document_type)
    named = _PREFIX + ":".join(quote(part, safe="") for part in parts)
    return f"{named}:{_check(named, key)}"


def decode(text: str, key: bytes) -> SlipReading:
    """What any code found on a page says under this installation's `key`. Never raises."""
    if not text.startswith(_PREFIX):
        return SlipReading(SlipVerdict.NOT_OURS)
    named, _, check = text.rpartition(":")
    expected = _check(named, key)
    if not hmac.compare_digest(check.encode(errors="replace"), expected.encode()):
        return SlipReading(SlipVerdict.WRONG_CHECK)
    parts = [unquote(part) for part in named.removeprefix(_PREFIX).split(":")]
    billing, number, day, *rest = parts
    ref = InvoiceRef(billing, number, date.fromisoformat(day))
    return SlipReading(SlipVerdict.VALID, ref, rest[0] if rest else None)


def _check(named: str, key: bytes) -> str:
    digest = hmac.digest(key, named.encode(errors="replace"), "sha256")
    return base64.b32encode(digest).decode("ascii")[:_CHECK_CHARS]
