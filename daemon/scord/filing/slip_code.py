"""The text in the QR of a cover slip or of a form that Scord made: it names an invoice, and this
installation alone can write it.

`SCORD1:<billing number>:<invoice number>:<YYYYMMDD>[:<document type>]:<check>`, each part
percent-encoded, the check an HMAC under the installation's key; a form's begins with `SCORDF1:`.
Either files a document without a person's word, so a text that anybody could print, or that another
installation printed, must not be enough. The check covers the prefix: neither passes for the other.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import quote, unquote

from scord.store.refs import InvoiceRef

_SLIP, _FORM = "SCORD1:", "SCORDF1:"
_CHECK_CHARS = 10  # 50 bits: a guess would take longer than any scanner can feed pages


class SlipVerdict(StrEnum):
    NOT_OURS = "not-ours"
    WRONG_CHECK = "wrong-check"
    VALID = "valid"


@dataclass(frozen=True)
class SlipReading:
    """What one code says. `ref` is there exactly when the verdict is VALID.

    `document_type` is what lies behind the slip, where the slip was printed for one type, or what
    the form is. WRONG_CHECK means one that is forged, damaged, or of another installation.
    """

    verdict: SlipVerdict
    ref: InvoiceRef | None = None
    document_type: str | None = None
    is_form: bool = False


def encode(ref: InvoiceRef, key: bytes, document_type: str | None = None) -> str:
    """The text of a slip for `ref`: ASCII, safe to split at its colons whatever the parts hold."""
    return _encode(_SLIP, ref, key, document_type)


def encode_form(ref: InvoiceRef, key: bytes, document_type: str) -> str:
    """As `encode`, for a form of that type, whose page is the document itself."""
    return _encode(_FORM, ref, key, document_type)


def _encode(prefix: str, ref: InvoiceRef, key: bytes, document_type: str | None) -> str:
    parts = [ref.billing_number, ref.number, ref.invoice_date.isoformat().replace("-", "")]
    if document_type:
        parts.append(document_type)
    named = prefix + ":".join(quote(part, safe="") for part in parts)
    return f"{named}:{_check(named, key)}"


def decode(text: str, key: bytes) -> SlipReading:
    """What any code found on a page says under this installation's `key`. Never raises."""
    prefix = next((one for one in (_SLIP, _FORM) if text.startswith(one)), None)
    if prefix is None:
        return SlipReading(SlipVerdict.NOT_OURS)
    named, _, check = text.rpartition(":")
    expected = _check(named, key)
    if not hmac.compare_digest(check.encode(errors="replace"), expected.encode()):
        return SlipReading(SlipVerdict.WRONG_CHECK)
    parts = [unquote(part) for part in named.removeprefix(prefix).split(":")]
    billing, number, day, *rest = parts
    ref = InvoiceRef(billing, number, date.fromisoformat(day))
    document_type = rest[0] if rest else None
    return SlipReading(SlipVerdict.VALID, ref, document_type, is_form=prefix == _FORM)


def _check(named: str, key: bytes) -> str:
    digest = hmac.digest(key, named.encode(errors="replace"), "sha256")
    return base64.b32encode(digest).decode("ascii")[:_CHECK_CHARS]
