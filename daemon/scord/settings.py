"""Every setting with its default and its reason; all faults of a file are reported at once.

Order, the later wins: defaults, the TOML file, environment variables such as
`SCORD_IMAGING__DPI=300` (two underscores between table and name). Secrets never stand in the TOML
file: see secrets.py. docs/configuration.md is written from this module.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

from platformdirs import site_config_path, site_state_path
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterable

ENV_PREFIX = "SCORD_"
PARIS = ZoneInfo("Europe/Paris")
DOCUMENT_TYPES = ("ORDN", "DSIP", "AUTP", "FSNC", "FSDE")

DocumentType = Literal["ORDN", "DSIP", "AUTP", "FSNC", "FSDE"]


def _absolute(given: Path) -> Path:
    """A service has no working folder to start from; "~" is its user's home."""
    path = given.expanduser()
    if not path.is_absolute():
        raise ValueError("give the whole path, from the root")
    return path


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]


def default_config_path() -> Path:
    return Path(
        os.environ.get("SCORD_CONFIG", site_config_path("scord", appauthor=False) / "scord.toml")
    )


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DropFolder(Table):
    """A folder a scanner drops files into."""

    name: str = Field(
        pattern=r"^[\w-]+$",
        description="How the folder is called in messages and below `spool/`: one word of letters,"
        " digits, `-` and `_`.",
    )
    path: AbsolutePath = Field(description="Where the scanner drops files.")
    settle_seconds: float = Field(
        2.0,
        ge=0.1,
        description="A file counts as finished when neither its size nor its time has changed for"
        " this long. Some scanners close a file after each page and go on seconds later: 10 for a"
        " network share or such a scanner.",
    )
    watch: Literal["events", "polling"] = Field(
        "events",
        description="`polling` for network shares, where no events come from other machines. Either"
        " way the folder is read again at every `rescan_seconds`.",
    )
    rescan_seconds: float = Field(
        15.0, ge=0.2, description="Events are hints; reading the folder again is the truth."
    )
    document_type: DocumentType | None = Field(
        None,
        description="The type of what this scanner scans, where it only ever scans one. Without it"
        " the type comes from what the invoice still needs, or from a person.",
    )


class Limits(Table):
    """What a scanner's file may cost before it is refused."""

    max_bytes: int = Field(
        200_000_000, ge=1_000, description="Bytes of one file; a day's batch in colour stays under."
    )
    max_pages: int = Field(
        300, ge=1, description="Pages of one file; a feeder holds 50 to 100 sheets of two sides."
    )
    max_pixels: int = Field(
        150_000_000, ge=1_000_000, description="Pixels of one page; phones reach 108 million."
    )
    worker_memory_mb: int = Field(
        2_048,
        ge=512,
        description="What a page may make its worker allocate, so that a bomb stays small.",
    )
    page_seconds: float = Field(
        60.0, ge=1, description="Time for one page; the slowest ordinary page takes about 2."
    )
    never_stable_minutes: float = Field(
        10.0, ge=0.01, description="A file still changing after this long is reported."
    )


class Imaging(Table):
    """How pages become black and white."""

    dpi: int = Field(200, ge=200, le=600, description="The scheme asks for at least 200.")
    workers: int = Field(2, ge=1, le=32, description="Processes at work on pages at the same time.")
    idle_seconds: float = Field(
        60.0, ge=1, description="An idle worker ends after this long, so that the service rests."
    )


class Invoices(Table):
    """Where the billing software (LPS) leaves invoices, FSE lots and ARLs."""

    folder: AbsolutePath | None = Field(
        None, description="Watched for JSON files; docs/formats.md tells their form."
    )


class Filing(Table):
    """When a document is attached to an invoice without a person."""

    file_name_prefix: str = Field(
        "SCORD",
        min_length=2,
        description="A file named PREFIX_number_FAMILYNAME is attached to that invoice where number"
        " and name agree. A prefix no scanner uses by itself.",
    )
    armed_minutes: float = Field(
        10.0, ge=0.1, description="How long `scord arm` waits for the scan."
    )
    machine_wait_minutes: float = Field(
        120.0,
        ge=0,
        description="What the machine attached waits this long before it may leave, so that a"
        " person can still look; a person's word ends the wait.",
    )


class Lots(Table):
    """When SCOR lots are made."""

    times: tuple[time, ...] = Field(
        (time(20, 0),), description="Local times at which lots are made; after the day's work."
    )
    complete_only: bool = Field(
        default=True, description="An invoice leaves only with every piece it needs."
    )


class Exchange(Table):
    """How lots leave and answers come back."""

    profile: str = Field(
        "reference",
        description="The format spoken with the other side. `reference` is a test format, not for"
        " caisses: see docs/profile-reference.md.",
    )
    out_folder: Path = Field(
        Path("exchange/out"),
        description="Where lots are put. Under the state folder while the profile is `reference`.",
    )
    in_folder: Path = Field(
        Path("exchange/in"),
        description="Where acknowledgements are read. Under the state folder while the profile is"
        " `reference`.",
    )
    poll_seconds: float = Field(5.0, ge=0.1, description="How often `in_folder` is read.")
    late_working_days: int = Field(
        2, ge=1, description="An ARL is reported as late after this many working days in France."
    )
    very_late_working_days: int = Field(
        5,
        ge=1,
        description="After this many it is escalated: the public rule gives 5 working days before"
        " paper must be used.",
    )


class PractitionerSettings(Table):
    """A practitioner who sends pieces."""

    billing_number: str = Field(
        pattern=r"^\d{9}$", description="Numéro d'assurance maladie (AM), 9 digits."
    )
    region: str | None = Field(
        None, description="The Région field, as read from the CPS; nothing is sent without it."
    )
    scor_start_date: date | None = Field(
        None,
        description="FSE lots sent before this day are not covered; nothing is sent without it,"
        " because the caisse must be told first.",
    )


class Caisses(Table):
    """Which caisses take SCOR lots."""

    open: tuple[str, ...] = Field(
        (),
        description='Régime and caisse such as "01-349", or "*" for all. Empty by default: opening'
        " differs from caisse to caisse and is asked for first.",
    )
    closed: tuple[str, ...] = Field((), description='Exceptions where `open` says "*".')


def _one_table_each(
    practitioners: tuple[PractitionerSettings, ...],
) -> tuple[PractitionerSettings, ...]:
    numbers = [practitioner.billing_number for practitioner in practitioners]
    if len(set(numbers)) != len(numbers):
        raise ValueError("two practitioners have the same billing_number")
    return practitioners


def _unique_names(folders: tuple[DropFolder, ...]) -> tuple[DropFolder, ...]:
    names = [folder.name for folder in folders]
    if len(set(names)) != len(names):
        raise ValueError("two folders have the same name")
    return folders


class Settings(BaseSettings):
    """What is in force. Frozen: a change of the file takes effect at the next start."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=ENV_PREFIX, env_nested_delimiter="__"
    )

    state_dir: AbsolutePath = Field(
        default_factory=lambda: site_state_path("scord", appauthor=False),
        description="Database, archive and spool; on a local disk, never on a network share.",
    )
    language: Literal["fr", "en"] = Field("fr", description="Language of what a person reads.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Names and NIRs are never logged at any level."
    )
    min_free_mb: int = Field(
        500, ge=0, description="Below this, `scord doctor` reports a full disk."
    )
    folders: Annotated[tuple[DropFolder, ...], AfterValidator(_unique_names)] = Field(
        (), description="The drop folders, one `[[folders]]` table each."
    )
    limits: Limits = Limits()
    imaging: Imaging = Imaging()
    invoices: Invoices = Invoices()
    filing: Filing = Filing()
    lots: Lots = Lots()
    exchange: Exchange = Exchange()
    practitioners: Annotated[tuple[PractitionerSettings, ...], AfterValidator(_one_table_each)] = (
        Field((), description="One `[[practitioners]]` table for each practitioner who sends.")
    )
    caisses: Caisses = Caisses()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del settings_cls, dotenv_settings, file_secret_settings
        return (env_settings, init_settings)

    @model_validator(mode="after")
    def _reference_stays_home(self) -> Settings:
        """While the profile is `reference` nothing may leave the state folder: it is a test."""
        if self.exchange.profile == "reference":
            for folder in (self.out_folder, self.in_folder):
                if not folder.resolve().is_relative_to(self.state_dir.resolve()):
                    raise ValueError(
                        "exchange folders lie under state_dir while the profile is reference"
                    )
        return self

    @property
    def out_folder(self) -> Path:
        return self.state_dir / self.exchange.out_folder

    @property
    def in_folder(self) -> Path:
        return self.state_dir / self.exchange.in_folder

    def practitioner(self, billing_number: str) -> PractitionerSettings:
        """The settings of one practitioner; an unknown one has neither region nor start date."""
        for known in self.practitioners:
            if known.billing_number == billing_number:
                return known
        return PractitionerSettings(billing_number=billing_number)


def load(path: Path | None = None) -> Settings:
    """The settings in force from `path` (or SCORD_CONFIG, or the system's place) and environment.

    A missing file is no fault: defaults hold. Raises ScordError SETTINGS_UNREADABLE or
    SETTINGS_INVALID, the latter with every fault as one line in `faults`.
    """
    path = path or default_config_path()
    values: dict[str, Any] = {}
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        pass
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ScordError(Code.SETTINGS_UNREADABLE, path=str(path), reason=str(fault)) from fault
    try:
        settings = Settings(**values)
    except ValidationError as fault:
        faults = [*_explain(fault), *_unknown_variables()]
        raise ScordError(Code.SETTINGS_INVALID, path=str(path), faults=tuple(faults)) from fault
    except SettingsError as fault:  # a variable for a whole table that is not JSON
        faults = [f"{fault}: a whole table in one variable is JSON", *_unknown_variables()]
        raise ScordError(Code.SETTINGS_INVALID, path="environment", faults=tuple(faults)) from fault
    if unknown := _unknown_variables():
        raise ScordError(Code.SETTINGS_INVALID, path="environment", faults=tuple(unknown))
    return settings


def _explain(fault: ValidationError) -> Iterable[str]:
    for item in fault.errors():
        where = ".".join(str(part) for part in item["loc"])
        if item["type"] == "extra_forbidden":
            yield f"{where}: unknown setting{_did_you_mean(item['loc'])}"
        elif isinstance(item["input"], dict):  # a table: what is missing in it is not its content
            yield f"{where or 'settings'}: {item['msg']}"
        else:
            yield f"{where}: {item['msg']} (given: {item['input']!r})"


def _did_you_mean(location: tuple[int | str, ...]) -> str:
    known = tables().get(".".join(str(part) for part in location[:-1] if isinstance(part, str)))
    names = list(known.model_fields) if known else []
    near = difflib.get_close_matches(str(location[-1]), names, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""


def _unknown_variables() -> list[str]:
    """SCORD_ variables that name no setting: a mistyped override must not pass in silence."""
    known = {f"{ENV_PREFIX}{name}".upper() for name in Settings.model_fields}
    allowed = {"SCORD_CONFIG"}
    faults = []
    for variable in sorted(os.environ):
        head = variable.split("__")[0]
        if not variable.startswith(ENV_PREFIX) or variable in allowed:
            continue
        if head in known or variable.startswith("SCORD_SECRET_"):
            continue
        near = difflib.get_close_matches(head, sorted(known), n=1, cutoff=0.5)
        faults.append(f"{variable}: unknown setting{f'; did you mean {near[0]}?' if near else ''}")
    return faults


def tables() -> dict[str, type[BaseModel]]:
    """Every settings table by its TOML name; "" is the top."""
    return {
        "": Settings,
        "folders": DropFolder,
        "limits": Limits,
        "imaging": Imaging,
        "invoices": Invoices,
        "filing": Filing,
        "lots": Lots,
        "exchange": Exchange,
        "practitioners": PractitionerSettings,
        "caisses": Caisses,
    }
