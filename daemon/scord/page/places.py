"""The page's places as a table: address, what a person calls it, who fills it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.routing import compile_path

from scord.page.views import (
    alerts,
    correcting,
    dashboard,
    help_,
    inbox,
    invoice,
    invoices,
    journal,
    lot,
    patient,
    planning,
    scor,
    settings,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from scord.page.visit import Visit


@dataclass(frozen=True)
class Place:
    """`path` as Starlette writes it; `title` is (French, English)."""

    path: str
    title: tuple[str, str]
    template: str
    fill: Callable[[Visit], dict[str, Any]]

    def is_at(self, path: str) -> bool:
        pattern: re.Pattern[str] = compile_path(self.path)[0]
        return pattern.match(path) is not None


# The address of an invoice ends with its number in the store, as the API has it.
PLACES = (
    Place("/", ("Tableau de bord", "Overview"), "dashboard.html", dashboard.fill),
    Place("/factures", ("Factures", "Invoices"), "invoices.html", invoices.fill),
    Place("/factures/{invoice}", ("Facture", "Invoice"), "invoice.html", invoice.fill),
    Place(
        "/factures/{invoice}/corriger",
        ("Corriger la facture", "Correct the invoice"),
        "correcting.html",
        correcting.fill,
    ),
    Place("/patients/{invoice}", ("Patient", "Patient"), "patient.html", patient.fill),
    Place("/a-classer", ("À classer", "To be filed"), "inbox.html", inbox.fill),
    Place(
        "/planning",
        ("Planning et en cours", "Planned and under way"),
        "planning.html",
        planning.fill,
    ),
    Place("/scor", ("SCOR", "SCOR"), "scor.html", scor.fill),
    Place("/scor/lots/{lot}", ("Lot SCOR", "SCOR lot"), "lot.html", lot.fill),
    Place("/alertes", ("Alertes", "Alerts"), "alerts.html", alerts.fill),
    Place("/journal", ("Journal", "Journal"), "journal.html", journal.fill),
    Place("/reglages", ("Réglages", "Settings"), "settings.html", settings.fill),
    Place("/aide", ("Aide", "Help"), "help.html", help_.fill),
)


def is_place(path: str) -> bool:
    """Whether the page's shell is shown at this address."""
    return any(place.is_at(path) for place in PLACES)
