"""The walk through one tutorial of the two documents that Scord answers to."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect
from tests.billing import makers
from tests.lps import invoice, invoices
from tests.page.papers import PATIENTS
from tests.page.test_forms import draw_a_signature
from tests.practice import until

from scord.store.tables import Attachment, Standing

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from tests.page.browser import Tab
    from tests.practice import Practice

    from scord.demo.people import Patient

SCREENS = os.environ.get("SCREENS")
DOCTOR = {**makers.PRACTITIONER, "profession": "médecin"}


@dataclass
class Walk:
    heading: str
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def step(self, opened: Tab) -> None:
        """A step is done; with SCREENS=FOLDER a picture tells what is seen then."""
        number = next(self._numbers)
        if SCREENS:
            opened.picture(Path(SCREENS) / f"{_plain(self.heading)}-{number:02d}.png")


def patient_facts(patient: Patient) -> dict[str, Any]:
    """As the billing software tells of them in an invoice."""
    return {
        "patient": {
            "family_name": patient.family_name,
            "given_name": patient.given_name,
            "birth_date": patient.birth_date.isoformat(),
            "nir": patient.nir,
        },
        "insured_nir": patient.insured_nir,
    }


def walks_of(module: dict[str, Any]) -> set[str]:
    """The names of a module's tests but of the one that looks at its table."""
    tests = {name for name, one in module.items() if name.startswith("test_") and callable(one)}
    return tests - {"test_every_heading_has_its_test"}


def hand(practice: Practice, *items: dict[str, Any], **whole: Any) -> None:
    """And waits until it is known how each of them stands."""
    practice.hand({**invoices(*items), **whole})
    until(lambda: Standing.select().count() == len(items), "invoices that stand somewhere")


def of(number: str, patient: int = 0, **changed: Any) -> dict[str, Any]:
    return invoice(number, **{**patient_facts(PATIENTS[patient]), **changed})


def to(page: Page, place: str) -> None:
    page.locator("#places").get_by_role("link", name=place, exact=True).click()
    expect(page.locator("h1")).to_contain_text(place)


def row_of(page: Page, number: str) -> Locator:
    return page.locator("#view tbody tr", has=page.get_by_role("link", name=number, exact=True))


def filed(count: int) -> list[tuple[str, str, str]]:
    """Of each piece its invoice, its type and by which way it came, once there are so many."""
    until(lambda: Attachment.select().count() == count, f"{count} filed pieces")
    live = Attachment.select().order_by(Attachment.id)
    return sorted((one.invoice.number, one.document.type, one.origin) for one in live)


def scor_of(page: Page) -> Locator:
    return page.locator("section[aria-labelledby=scor]")


def sign_and_attach(page: Page) -> None:
    draw_a_signature(page)
    page.get_by_role("button", name="Ajouter la pièce jointe").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def _plain(heading: str) -> str:
    letters = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
