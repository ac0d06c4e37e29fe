"""A view as HTML: its template, filled in, with words and figures of the reader's language.

Every value is escaped; `t(French, English)` in a template gives the words of the language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from scord.settings import DOCUMENT_TYPES
from scord.store.database import snapshot
from scord.words import figures
from scord.words.pieces import TYPES

if TYPE_CHECKING:
    from scord.page.places import Place
    from scord.page.visit import Visit

_templates = Environment(
    loader=PackageLoader("scord.page"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Speech:
    """What templates say and write in one language."""

    language: str

    def t(self, french: str, english: str) -> str:
        return english if self.language == "en" else french

    def n(self, count: int, one: tuple[str, str], many: tuple[str, str]) -> str:
        """A count and its noun: French says none in the singular, English in the plural."""
        single = count == 1 if self.language == "en" else count < 2
        return f"{figures.count(count, self.language)} {self.t(*(one if single else many))}"

    def tools(self) -> dict[str, Any]:
        of = self.language
        return {
            "language": of,
            "t": self.t,
            "n": self.n,
            "count": lambda value: figures.count(value, of),
            "money": lambda cents: figures.money(cents, of),
            "size": lambda count: figures.size(count, of),
            "day": lambda value: figures.day(value, of),
            "moment": lambda value: figures.moment(value, of),
            "clock": figures.clock,
            "nir": figures.nir,
            "types": {name: TYPES[name][of == "en"] for name in DOCUMENT_TYPES},
        }


def render(place: Place, visit: Visit) -> str:
    """The view at `place`, of one moment. Raises what its actions raise; shown by the page as any
    fault.
    """
    template = _templates.get_template(place.template)
    speech = Speech(visit.language)
    with snapshot():
        filled = place.fill(visit)
    return template.render(
        **speech.tools(),
        title=speech.t(*place.title),
        may_change=visit.caller.may_change,
        **filled,
    )
