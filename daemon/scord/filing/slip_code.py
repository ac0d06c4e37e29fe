"""The text in a cover slip's QR: it names an invoice, and only this installation can have written it.

`SCORD1:<billing number>:<invoice number>:<YYYYMMDD>:<check>`, the numbers percent-encoded, the check
an HMAC under the installation's key. A slip files a document without a person's word, so a text
that anybody could print, or that another installation printed, must not be enough.
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

    WRONG_CHECK means a slip that is forged, damaged, or printed by another installation.
    """

    verdict: SlipVerdict
    ref: InvoiceRef | None = None


def encode(ref: InvoiceRef, key: bytes) -> str:
    """The text for `ref`: ASCII, and safe to split at its colons whatever the numbers hold."""
    billing, number = (quote(part, safe="") for part in (ref.billing_number, ref.number))
    named = f"{_PREFIX}{billing}:{number}:{ref.invoice_date.isoformat().replace('-', '')}"
    return f"{named}:{_check(named, key)}"


def decode(text: str, key: bytes) -> SlipReading:
    """What any code found on a page says under this installation's `key`. Never raises."""
    if not text.startswith(_PREFIX):
        return SlipReading(SlipVerdict.NOT_OURS)
    named, _, check = text.rpartition(":")
    expected = _check(named, key)
    if not hmac.compare_digest(check.encode(errors="replace"), expected.encode()):
        return SlipReading(SlipVerdict.WRONG_CHECK)
    billing, number, day = named.removeprefix(_PREFIX).split(":")
    ref = InvoiceRef(unquote(billing), unquote(number), date.fromisoformat(day))
    return SlipReading(SlipVerdict.VALID, ref)


def _check(named: str, key: bytes) -> str:
    digest = hmac.digest(key, named.encode(errors="replace"), "sha256")
    return base64.b32encode(digest).decode("ascii")[:_CHECK_CHARS]
