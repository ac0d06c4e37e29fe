"""Bounces: what a mail server reports of a message that we sent (RFC 3464).

Anybody can write a bounce: it is to be believed only where it names what nobody else knows, the
Message-ID or the envelope id of a message that is still out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from scord.exchange.mail_parts import message_ids, own_parts, parse, payload, told

ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")  # RFC 3464 section 2.3.3
UNCLEAR = "unclear"
_MOST_FATES = 100
_MOST_TEXT = 500  # characters

_REPORT = "message/delivery-status"
_RECEIPT = "message/disposition-notification"  # somebody has read it, or deleted it unread
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_QUOTED_ID = re.compile(rb"^[> \t]*Message-ID:\s*(<[^<>\s]{1,300}>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Fate:
    """What became of the message for one recipient. `action`: one of ACTIONS, or UNCLEAR; `status`
    as "5.1.1", "" where none is given; `text`: the server's own, which may name the recipient.
    """

    action: str
    status: str
    recipient: str
    text: str


@dataclass(frozen=True)
class Bounce:
    """At least one of the first two names the message; `fates` is never empty.

    `envelope_id` as the report has it: servers undo the xtext that it was sent in (Postfix does; no
    id of ours has a character that xtext would change).
    """

    envelope_id: str | None
    message_id: str | None
    fates: tuple[Fate, ...]


def read_bounce(raw: bytes) -> Bounce | None:
    """None where the mail is no bounce, or does not say of what.

    A mail without a delivery status (qmail, some gateways) is one only if a machine sent it
    (Auto-Submitted other than "no", or the empty Return-Path of reports) and it quotes the header
    line with our Message-ID. What it means stands in prose, so its fate is UNCLEAR: for a person. A
    reply of somebody on holiday quotes no header, and is none.

    Raises ScordError ACK_UNREADABLE, or MAIL_TOO_LARGE.
    """
    message = parse(raw)
    parts = list(own_parts(message))
    message_id = next(filter(None, map(_returned_id, parts)), None)
    report = next((part for part in parts if part.get_content_type() == _REPORT), None)
    if report is None:
        return _read_prose(message, parts, message_id)
    groups = _groups(report)
    named = (told(group, "Original-Envelope-Id").strip() for group in groups)
    envelope_id = next(filter(None, named), None)
    fates = tuple(_fate(group) for group in groups if group.get("Action"))[:_MOST_FATES]
    return Bounce(envelope_id, message_id, fates) if fates and (envelope_id or message_id) else None


def _groups(report: Message) -> list[Message]:
    """The fields about the message, then those about each recipient; the email package knows."""
    held = report.get_payload()
    return [one for one in held if isinstance(one, Message)] if isinstance(held, list) else []


def _fate(group: Message) -> Fate:
    action = told(group, "Action").split("(")[0].strip().lower()
    text = _line(told(group, "Diagnostic-Code").partition(";")[2])
    status = _STATUS.search(told(group, "Status")) or _STATUS.search(text)
    return Fate(
        action=action if action in ACTIONS else UNCLEAR,
        status=status[0] if status else "",
        recipient=_line(told(group, "Final-Recipient").partition(";")[2]),
        text=text,
    )


def _returned_id(part: Message) -> str | None:
    """The Message-ID of the mail that came back in a part, whole or its header alone."""
    kind = part.get_content_type()
    held = part.get_payload()
    if kind == "message/rfc822" and isinstance(held, list) and isinstance(held[0], Message):
        return next(iter(message_ids(told(held[0], "Message-ID"))), None)
    return _quoted_id(part) if kind == "text/rfc822-headers" else None


def _read_prose(message: Message, parts: list[Message], message_id: str | None) -> Bounce | None:
    automatic = told(message, "Auto-Submitted").partition(";")[0].strip().lower()
    by_machine = automatic not in ("", "no") or told(message, "Return-Path").strip() == "<>"
    if not by_machine or any(part.get_content_type() == _RECEIPT for part in parts):
        return None
    prose = (part for part in parts if part.get_content_type() == "text/plain")
    message_id = message_id or next(filter(None, map(_quoted_id, prose)), None)
    return Bounce(None, message_id, (Fate(UNCLEAR, "", "", ""),)) if message_id else None


def _quoted_id(part: Message) -> str | None:
    found = _QUOTED_ID.search(payload(part))
    return found[1].decode("ascii", "replace") if found else None


def _line(text: str) -> str:
    kept = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(kept.split())[:_MOST_TEXT]
