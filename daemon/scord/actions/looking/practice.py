"""Who sends, to whom, from which folders and by which rules: what Réglages shows as facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, fn

from scord.actions.seen import seen
from scord.exchange.profiles import load_profile
from scord.imaging.options import ImagingOptions
from scord.lots.obstacles import takes_lots
from scord.practice.said import CardSaid, RegionSource, region_of, said_by_card
from scord.settings import Settings
from scord.store.context import Context
from scord.store.tables import Invoice, Practitioner


@dataclass(frozen=True)
class PractitionerFacts:
    """`known`: the LPS has told of them; without it names are null. `start_date` and `region`: null
    where they are not set, and then nothing leaves. `card`: what their CPS said.
    """

    billing_number: str
    known: bool
    family_name: str | None
    given_name: str | None
    profession: str | None
    rpps: str | None
    region: str | None
    region_source: RegionSource | None
    card: CardSaid | None
    start_date: date | None
    has_mail: bool


@dataclass(frozen=True)
class CaisseFacts:
    """`destination` is régime and caisse ("01-349"), `invoices` those seen of it so far; `open`: it
    takes SCOR lots by the settings; `address`: where its lots go by mail.
    """

    destination: str
    invoices: int
    open: bool
    address: str | None


@dataclass(frozen=True)
class FolderFacts:
    name: str
    path: str
    document_type: str | None


@dataclass(frozen=True)
class ProfileFacts:
    """`pdfs` and `pdf_bytes`: what one lot may hold at most."""

    name: str
    is_test: bool
    route: str
    document_types: Sequence[str]
    pdfs: int
    pdf_bytes: int


@dataclass(frozen=True)
class PracticeFacts:
    """`dpi`: the resolution that PDFs are made in; `pdf_bytes`: what one may have at most."""

    practitioners: tuple[PractitionerFacts, ...]
    caisses: tuple[CaisseFacts, ...]
    folders: tuple[FolderFacts, ...]
    invoices_folder: str | None
    profile: ProfileFacts
    dpi: int
    pdf_bytes: int


def practice(context: Context) -> PracticeFacts:
    """What is in force now. Raises as load_profile does."""
    settings = seen(context.settings)
    given = settings.invoices.folder
    return PracticeFacts(
        tuple(practitioners(settings)),
        tuple(_caisses(settings)),
        tuple(FolderFacts(one.name, str(one.path), one.document_type) for one in settings.folders),
        str(given) if given else None,
        _profile(settings),
        settings.imaging.dpi,
        ImagingOptions.limit_bytes,
    )


_TOLD = ("family_name", "given_name", "profession", "rpps")


def practitioners(settings: Settings) -> Iterator[PractitionerFacts]:
    """Those of the settings and those of whom the LPS has told, by billing number."""
    told = {row.billing_number: row for row in Practitioner.select()}
    numbers = told.keys() | {one.billing_number for one in settings.practitioners}
    for number in sorted(numbers):
        row, given = told.get(number), settings.practitioner(number)
        region = region_of(settings, number)
        yield PractitionerFacts(
            billing_number=number,
            known=row is not None,
            **{name: getattr(row, name, None) for name in _TOLD},
            region=region.value if region else None,
            region_source=region.source if region else None,
            card=said_by_card(number),
            start_date=given.scor_start_date,
            has_mail=settings.account_of(number) is not None,
        )


def _caisses(settings: Settings) -> Iterator[CaisseFacts]:
    """Those of the invoices so far, the most frequent first."""
    columns = (Invoice.regime, Invoice.caisse)
    seen: Any = Invoice.select(*columns, fn.COUNT(SQL("*"))).group_by(*columns)
    for regime, caisse, count in seen.order_by(fn.COUNT(SQL("*")).desc(), *columns).tuples():
        destination = f"{regime}-{caisse}"
        opened = takes_lots(settings.caisses, destination)
        yield CaisseFacts(destination, count, opened, settings.address_of(destination))


def _profile(settings: Settings) -> ProfileFacts:
    profile = load_profile(settings.exchange.profile)
    return ProfileFacts(
        profile.name,
        profile.is_test,
        settings.exchange.route,
        sorted(profile.document_types),
        profile.limits.pdfs,
        profile.limits.pdf_bytes,
    )
