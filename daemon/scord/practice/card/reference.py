"""The card profile `reference`: our own layout, of the emulated card of the tests and nothing else.

It stands where one that is agreed with the ANS will: the values are those that public sources say
are free to read, as UTF-8 text between BER tags, in a made-up file that begins with a mark which no
real card has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pydantic_core import PydanticCustomError

from scord.billing.numbers import check_rpps
from scord.practice.card.ber import parse, unreadable
from scord.practice.card.profile import File, Person

if TYPE_CHECKING:
    from scord.practice.card.profile import Fetch


class ReferenceCard:
    """Recognised by its mark, so that nothing of another card is taken for what it is not."""

    name = "reference"
    FILE = File(bytes.fromhex("00A4 0904 04 3F00 5C01"), bytes.fromhex("00B0 0000 00"))
    OBJECT = 0xE0
    MARK = b"SCORD-REFERENCE"
    TAGS: ClassVar = {
        0x80: "mark",
        0x81: "rpps",
        0x82: "family_name",
        0x83: "given_name",
        0x84: "speciality",
        0x85: "region",
    }

    def person(self, fetch: Fetch) -> Person | None:
        content = fetch(self.FILE)
        if not content or self.MARK not in content[: len(self.MARK) + 8]:
            return None
        told = {
            self.TAGS[one.tag]: one.value
            for whole in parse(content)
            if whole.tag == self.OBJECT
            for one in whole.inside
            if one.tag in self.TAGS
        }
        if told.pop("mark", None) != self.MARK:
            return None
        return _person({name: _text(value) for name, value in told.items()})


_FORMS = {"speciality": re.compile(r"[A-Z]{2}[0-9]{2}"), "region": re.compile(r"[0-9A-Z]{1,3}")}
_NAMES = ("family_name", "given_name")
_LONGEST = 80


def _person(told: dict[str, str]) -> Person:
    try:
        check_rpps(told.get("rpps", ""))
    except PydanticCustomError as fault:
        raise unreadable() from fault
    odd = [name for name, form in _FORMS.items() if name in told and not form.fullmatch(told[name])]
    if odd or not all(told.get(name) for name in _NAMES):
        raise unreadable()
    return Person(**told)


def _text(value: bytes) -> str:
    try:
        text = value.decode().strip()
    except UnicodeDecodeError as fault:
        raise unreadable() from fault
    if len(text) > _LONGEST or not text.isprintable():
        raise unreadable()
    return text
