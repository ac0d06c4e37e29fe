"""Every setting with its default and its reason; all faults of a file are reported at once.

Order, the later wins: defaults, what was set on the page (setting_sources.py), the TOML file,
environment variables such as `SCORD_IMAGING__DPI=300` (two underscores between table and name).
Secrets never stand in a file of settings: see secrets.py. docs/configuration.md is written from
this module.
"""

from __future__ import annotations

import os
import re
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
    PrivateAttr,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from scord.mounts import is_mapped
from scord.setting_faults import explain, not_json, unknown
from scord.setting_sources import (
    FILE_NAME,
    Source,
    Sources,
    above,
    changeable,
    read_page,
    read_toml,
)
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

ENV_PREFIX = "SCORD_"
PARIS = ZoneInfo("Europe/Paris")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
DOCUMENT_TYPES = ("ORDN", "DSIP", "AUTP", "FSNC", "FSDE")

DocumentType = Literal["ORDN", "DSIP", "AUTP", "FSNC", "FSDE"]


def _absolute(given: Path) -> Path:
    """A service has no working folder to start from; "~" is its user's home."""
    path = given.expanduser()
    if not path.is_absolute():
        raise PydanticCustomError("not_absolute", "give the whole path, from the root")
    if is_mapped(path):
        raise PydanticCustomError("mapped_drive", "give the share's own name, \\\\server\\share")
    return path


def _by_local_clocks(given: time) -> time:
    if given.tzinfo is not None:
        raise PydanticCustomError("with_zone", "give the time as clocks here show it")
    return given


LocalTime = Annotated[time, AfterValidator(_by_local_clocks)]
# bare, as it goes to the server: letters of other alphabets need SMTPUTF8, which few servers speak
# Source: https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
MAIL_ADDRESS = r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*"
MailAddress = Annotated[str, Field(pattern=f"^{MAIL_ADDRESS}$")]
_PIN = r"^[0-9a-f]{64}$"
AbsolutePath = Annotated[Path, AfterValidator(_absolute)]


def default_config_path() -> Path:
    return Path(os.environ.get("SCORD_CONFIG", _system_folder() / "scord.toml"))


def _system_folder() -> Path:
    """Where the package puts the settings file, and where the setup for Windows does."""
    return site_config_path("scord", appauthor=False) if os.name == "nt" else Path("/etc/scord")


def default_state_dir() -> Path:
    """On Windows both places are one: the state gets a folder of its own, closed to users."""
    usual = site_state_path("scord", appauthor=False)
    return usual / "state" if os.name == "nt" else usual


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
        5.0,
        ge=0.1,
        description="A file counts as finished when neither its size nor its time has changed for"
        " this long. Some scanners close a file after each page and go on up to 4 seconds later;"
        " 10 for a network share.",
    )
    recheck_seconds: float = Field(
        30.0,
        ge=0,
        description="This long after it was taken, a file is looked at once more: one that a"
        " scanner has gone on writing is then taken anew, whole.",
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
        60.0,
        ge=1,
        description="Time for one page; the slowest ordinary page takes about 2. For its text:"
        " processor time, since reading gives way to all else; ten times as long at most.",
    )
    never_stable_minutes: float = Field(
        10.0, ge=0.01, description="A file still changing after this long is reported."
    )


class Imaging(Table):
    """How pages become black and white."""

    dpi: int = Field(200, ge=200, le=600, description="The scheme asks for at least 200.")
    native: bool = Field(
        default=False,
        description="Keep a scan's own grid up to 300 dpi wherever the document fits the limit:"
        " small print reads a little better, files are half as large again.",
    )
    workers: int = Field(2, ge=1, le=32, description="Processes at work on pages at the same time.")
    idle_seconds: float = Field(
        60.0, ge=1, description="An idle worker ends after this long, so that the service rests."
    )


class Invoices(Table):
    """Where the billing software (LPS) leaves invoices, FSE lots and ARLs."""

    folder: AbsolutePath | None = Field(
        None, description="Watched for JSON files; docs/formats.md tells their form."
    )


class Reading(Table):
    """Reading what is written on pages, so that they find their invoice (the extra `ocr`)."""

    text: bool = Field(
        default=True,
        description="Read the text of pages that nothing else puts on an invoice. It stays on this"
        " machine. Without it slips, armed invoices and file names still work.",
    )
    model_folder: AbsolutePath | None = Field(
        None,
        description="Where `fra.traineddata` lies, Tesseract's French model; by default it is"
        " looked for where systems keep it.",
    )
    workers: int = Field(
        1, ge=1, le=16, description="Processes that read, at the lowest priority of the machine."
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

    times: tuple[LocalTime, ...] = Field(
        (time(20, 0),), description="Local times at which lots are made; after the day's work."
    )
    complete_only: bool = Field(
        default=True, description="An invoice leaves only with every piece it needs."
    )


class Forms(Table):
    """The papers that Scord makes of degraded invoices."""

    on_arrival: bool = Field(
        default=True,
        description="Make the feuille de soins (FSDE) of a degraded invoice that needs one as it"
        " arrives. A paper that is scanned takes its place. Without it, a person asks for each.",
    )


class Exchange(Table):
    """How lots leave and answers come back."""

    profile: str = Field(
        "reference",
        description="The format spoken with the other side. `reference` is a test format, not for"
        " caisses: see docs/profile-reference.md. `depot` hands whole dossiers to the practice's"
        " approved software, which transmits them: see docs/profile-depot.md.",
    )
    route: Literal["folder", "mail"] = Field(
        "folder",
        description="How lots leave: into `out_folder`, or by the mail account of each practitioner"
        " (`[[mail]]`).",
    )
    addresses: dict[str, MailAddress] = Field(
        {},
        description='By mail: the address of each régime and caisse, such as `"01-349"`; `"*"` for'
        " all others. Nothing leaves for a caisse without one.",
    )
    smime_certificates: dict[str, AbsolutePath] = Field(
        {},
        description="S/MIME: the certificate that lots are encrypted for, by régime and caisse as"
        " in `addresses`.",
    )
    smime_authorities: AbsolutePath | None = Field(
        None,
        description="S/MIME: who vouches for those who sign ARLs, one or more certificates in PEM.",
    )
    mail_minutes: float = Field(
        10.0,
        ge=0.01,
        description="How often mailboxes are looked into; answers take hours, and providers dislike"
        " more.",
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
    poll_seconds: float = Field(
        15.0,
        ge=0.1,
        description="How often `in_folder` and the LPS's folder are read; answers take hours.",
    )
    late_working_days: int = Field(
        2, ge=1, description="An ARL is reported as late after this many working days in France."
    )
    very_late_working_days: int = Field(
        5,
        ge=1,
        description="After this many it is escalated: the public rule gives 5 working days, then"
        " another way must be agreed on with the caisse (`scord bordereau`).",
    )


class Retention(Table):
    """How long copies are kept. What is older goes each night, or by `scord purge` at once."""

    proof_days: int = Field(
        365,
        ge=90,
        description="Days that the PDFs and messages of accepted pieces are kept, from the later of"
        " sending and SCOR ARL: the public rule asks for 90.",
    )
    originals_days: int | None = Field(
        None,
        ge=90,
        description="The same for the scanner's originals; without it they stay. Of each paper the"
        " original or all of its PDFs always stay.",
    )
    patient_years: int | None = Field(
        None,
        ge=1,
        description="Years after a patient's last invoice, from which `scord erase --past-age`"
        " erases them. Without it nobody is erased for their age: how long the practice needs what"
        " proves its bills, the practice decides.",
    )


class PractitionerSettings(Table):
    """A practitioner who sends pieces."""

    billing_number: str = Field(
        pattern=r"^\d{9}$", description="Numéro d'assurance maladie (AM), 9 digits."
    )
    region: str | None = Field(
        None,
        description="The Région field. Without it counts what the CPS said when it was last read"
        " (docs/card.md); nothing is sent without either.",
    )
    scor_start_date: date | None = Field(
        None,
        description="FSE lots sent before this day are not covered; nothing is sent without it,"
        " because the caisse must be told first.",
    )
    users: tuple[str, ...] = Field(
        (),
        description="The users of the system who may see this practitioner's invoices, lots, papers"
        r" and answers, as `anne` or, on Windows, `CABINET\anne`; the service's own user and the"
        " administrators see them in any case. Empty: all who may read.",
    )


class MailAccount(Table):
    """The mail account of a practitioner: where lots leave and where ARLs come back."""

    billing_number: str = Field(pattern=r"^\d{9}$", description="Whose account it is.")
    address: MailAddress = Field(description="The sender of the lots.")
    user: str | None = Field(
        None,
        description="The name to log in with, where it is not `address`. The password stands with"
        " the secrets, as `mail_password_` and the billing number.",
    )
    login: Literal["password", "xoauth2"] = Field(
        "password", description="`xoauth2`: the secret is an access token of OAuth 2."
    )
    smtp_host: str = Field(description="The server that takes mail (submission).")
    smtp_port: int = Field(587, ge=1, le=65_535, description="465 where it speaks TLS at once.")
    smtp_encryption: Literal["starttls", "tls"] = Field(
        "starttls", description="There is no way without encryption."
    )
    smtp_pin: str | None = Field(
        None,
        pattern=_PIN,
        description="SHA-256 of the server's certificate, in hexadecimal: this very one is trusted,"
        " whoever signed it. Without it the system's authorities decide.",
    )
    inbox: Literal["imap", "pop3"] | None = Field(
        None,
        description="How ARLs are fetched from the mailbox. Without it they come as files, from the"
        " billing software or in `exchange.in_folder`.",
    )
    inbox_host: str | None = Field(None, description="By default `smtp_host`.")
    inbox_port: int | None = Field(
        None, ge=1, le=65_535, description="By default 993 (IMAP) or 995 (POP3)."
    )
    inbox_encryption: Literal["starttls", "tls"] = Field("tls", description="As for SMTP.")
    inbox_pin: str | None = Field(None, pattern=_PIN, description="As for SMTP.")
    inbox_folder: str = Field("INBOX", description="IMAP only: the folder that ARLs come into.")
    inbox_remove: bool = Field(
        default=False,
        description="Remove an ARL from the mailbox once it is kept here. The mailbox may be shared"
        " with the billing software, so nothing is removed or flagged by default.",
    )
    smime_keys: AbsolutePath | None = Field(
        None,
        description="The practitioner's key and certificate for S/MIME, PKCS#12 or PEM; its"
        " password stands with the secrets, as `smime_password_` and the billing number. With it"
        " lots leave signed and encrypted, and an ARL by mail counts only if rightly signed.",
    )
    senders: tuple[MailAddress, ...] = Field(
        (),
        description="Who may answer, beside the addresses that lots go to: their mail is always"
        " looked into, that of strangers only where it answers a lot.",
    )

    @property
    def hosts(self) -> set[str]:
        return {self.smtp_host, self.inbox_host or self.smtp_host}


class Card(Table):
    """The CPS card, through the readers of this machine (the extra `card`)."""

    enabled: bool = Field(
        default=True,
        description="Watch the card readers, and show what is in them. A card is read only when a"
        " person asks, whatever this says.",
    )


class Caisses(Table):
    """Which caisses take SCOR lots."""

    open: tuple[str, ...] = Field(
        (),
        description='Régime and caisse such as "01-349", or "*" for all. Empty by default: opening'
        " differs from caisse to caisse and is asked for first.",
    )
    closed: tuple[str, ...] = Field((), description='Exceptions where `open` says "*".')


class Alerts(Table):
    """What is said when, and when nothing is said."""

    settle_seconds: float = Field(
        10.0,
        ge=0,
        description="A cause is told to people only once it has stood this long: what mends itself"
        " at once is no news.",
    )
    again_hours: float = Field(
        4.0,
        ge=0,
        description="The same cause that goes and comes back is not told again within this time,"
        " unless it has become graver.",
    )
    quiet_from: LocalTime = Field(
        time(19, 30), description="Local time from which nothing is shown in the tray's corner."
    )
    quiet_until: LocalTime = Field(
        time(7, 30),
        description="Until then; equal to `quiet_from` for no quiet hours. The icon always tells.",
    )
    nothing_scanned_days: int = Field(
        3,
        ge=1,
        description="Working days without a single scan, though invoices lack pieces, until it is"
        " said: a scanner that drops its files elsewhere gives no other sign.",
    )
    route_stopped_minutes: float = Field(
        30.0, ge=1, description="How long a lot may fail to leave before it is said."
    )
    paused_hours: float = Field(
        12.0, ge=0.1, description="A pause longer than this may have been forgotten."
    )
    backup_days: int = Field(
        7,
        ge=0,
        description="Days without a `scord backup` until it is said; 0 for never, where the state"
        " folder is kept safe in another way.",
    )
    inbox_urgent_days: int = Field(
        3,
        ge=1,
        description="Working days that a document may wait in À classer before that is graver.",
    )


class Api(Table):
    """The local API that tray, page, command line and billing software speak to."""

    folder: AbsolutePath | None = Field(
        None,
        description="Where the service's address stands: the Unix socket, on Windows the file that"
        " names the port. Without it the system's place (`/run/scord`, `%ProgramData%`), or `run`"
        " below a `state_dir` of your own.",
    )
    read_group: str = Field(
        "scord-lecture",
        description="Members of this group of the system may see everything.",
    )
    change_group: str = Field(
        "scord-gestion",
        description="Members of this group may see and change everything. The service's own user"
        " and the system's administrator always may.",
    )
    max_body_bytes: int = Field(
        50_000_000, ge=100_000, description="Of a request; the exports of billing software fit."
    )
    request_seconds: float = Field(
        20.0, ge=1, description="A request that takes longer to arrive is dropped."
    )


class Log(Table):
    """What the service tells IT (docs/operations.md): never a name, a NIR or a scanner's file."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much; at `INFO` every paper can be followed."
    )
    file: bool | None = Field(
        None,
        description="Also into `log/scord.jsonl` below `state_dir`, JSON lines, 50 MB at most. By"
        " default on Windows alone: elsewhere the system keeps the log.",
    )


def _one_table_each(
    practitioners: tuple[PractitionerSettings, ...],
) -> tuple[PractitionerSettings, ...]:
    numbers = [practitioner.billing_number for practitioner in practitioners]
    if len(set(numbers)) != len(numbers):
        raise PydanticCustomError("same_name", "two practitioners have the same billing_number")
    return practitioners


def _one_account_each(accounts: tuple[MailAccount, ...]) -> tuple[MailAccount, ...]:
    for named in ("billing_number", "address"):
        if len({getattr(account, named) for account in accounts}) != len(accounts):
            raise PydanticCustomError(
                "same_name", "two mail accounts have the same owner or address"
            )
    return accounts


def _unique_names(folders: tuple[DropFolder, ...]) -> tuple[DropFolder, ...]:
    names = [folder.name for folder in folders]
    if len(set(names)) != len(names):
        raise PydanticCustomError("same_name", "two folders have the same name")
    return folders


class Settings(BaseSettings):
    """What is in force. Frozen: a change of scord.toml takes effect at the next start, one on the
    page makes new settings.
    """

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=ENV_PREFIX, env_nested_delimiter="__"
    )

    state_dir: AbsolutePath = Field(
        default_factory=default_state_dir,
        description="Database, archive and spool; on a local disk, never on a network share.",
    )
    language: Literal["fr", "en"] = Field("fr", description="Language of what a person reads.")
    min_free_mb: int = Field(
        500, ge=0, description="Below this, `scord doctor` reports a full disk."
    )
    encrypt_files: bool = Field(
        default=False,
        description="Keep scans, PDFs, lots and answers encrypted on the disk, under a key that the"
        " system keeps: docs/encryption.md says how to begin. The database is not: it needs an"
        " encrypted volume.",
    )
    folders: Annotated[tuple[DropFolder, ...], AfterValidator(_unique_names)] = Field(
        (), description="The drop folders, one `[[folders]]` table each."
    )
    limits: Limits = Limits()
    imaging: Imaging = Imaging()
    invoices: Invoices = Invoices()
    reading: Reading = Reading()
    filing: Filing = Filing()
    lots: Lots = Lots()
    forms: Forms = Forms()
    exchange: Exchange = Exchange()
    retention: Retention = Retention()
    practitioners: Annotated[tuple[PractitionerSettings, ...], AfterValidator(_one_table_each)] = (
        Field((), description="One `[[practitioners]]` table for each practitioner who sends.")
    )
    mail: Annotated[tuple[MailAccount, ...], AfterValidator(_one_account_each)] = Field(
        (), description="One `[[mail]]` table for each practitioner who sends by mail."
    )
    caisses: Caisses = Caisses()
    card: Card = Card()
    alerts: Alerts = Alerts()
    api: Api = Api()
    log: Log = Log()
    _sources: Sources = PrivateAttr(default_factory=Sources)

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
    def _folders_lie_outside(self) -> Settings:
        """Else the service would take its own database for a scan."""
        home = self.state_dir.resolve()
        for folder in (*(one.path for one in self.folders), self.invoices.folder):
            if folder and folder.resolve().is_relative_to(home):
                raise PydanticCustomError("folder_in_state", "folders lie outside of state_dir")
        return self

    @model_validator(mode="after")
    def _reference_stays_home(self) -> Settings:
        """While the profile is `reference` nothing may leave the state folder: it is a test."""
        if self.exchange.profile == "reference":
            for folder in (self.out_folder, self.in_folder):
                if not folder.resolve().is_relative_to(self.state_dir.resolve()):
                    raise PydanticCustomError(
                        "reference_leaves_home",
                        "exchange folders lie under state_dir while the profile is reference",
                    )
        return self

    @model_validator(mode="after")
    def _reference_mail_stays_home(self) -> Settings:
        """It goes to this machine alone: a test format must not reach anybody by mistake."""
        if self.exchange.profile == "reference":
            hosts = {host for account in self.mail for host in account.hosts}
            if hosts - LOOPBACK:
                raise PydanticCustomError(
                    "reference_mails_out",
                    "mail goes to localhost while the profile is reference",
                )
        return self

    @model_validator(mode="after")
    def _a_depot_is_a_folder(self) -> Settings:
        if self.exchange.profile == "depot" and self.exchange.route == "mail":
            raise PydanticCustomError("depot_by_mail", "a depot is handed over in a folder")
        return self

    @property
    def sources(self) -> Sources:
        """Who says what; settings that were not loaded count as written in scord.toml."""
        loaded = self._sources.file is not None
        return self._sources if loaded else Sources(file=self.model_dump(exclude_unset=True))

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

    def address_of(self, destination: str) -> str | None:
        """The mail address of a régime and caisse such as "01-349"."""
        known = self.exchange.addresses
        return known.get(destination, known.get("*"))

    def smime_certificate_of(self, destination: str) -> Path | None:
        known = self.exchange.smime_certificates
        return known.get(destination, known.get("*"))

    def account_of(self, billing_number: str) -> MailAccount | None:
        return next((one for one in self.mail if one.billing_number == billing_number), None)


def load(path: Path | None = None) -> Settings:
    """The settings in force from `path` (or SCORD_CONFIG, or the system's place) and environment.

    A missing file is no fault: defaults hold. Raises ScordError SETTINGS_UNREADABLE or
    SETTINGS_INVALID, the latter with every fault as one line in `faults`.
    """
    path = path or default_config_path()
    file = read_toml(path)
    page = _read_page(file)
    language = _language(above(page, file))
    try:
        settings = build(page, file)
    except ValidationError as fault:
        faults = [*explain(fault, table_fields(), language), *_unknown_variables(language)]
        blamed = _blamed(fault, page, file) or path
        raise ScordError(Code.SETTINGS_INVALID, path=str(blamed), faults=tuple(faults)) from fault
    except SettingsError as fault:  # a variable for a whole table that is not JSON
        faults = [not_json(_field(fault), language), *_unknown_variables(language)]
        raise ScordError(Code.SETTINGS_INVALID, path="environment", faults=tuple(faults)) from fault
    if faults := _unknown_variables(language):
        raise ScordError(Code.SETTINGS_INVALID, path="environment", faults=tuple(faults))
    return settings


def build(page: Mapping[str, Any], file: Mapping[str, Any]) -> Settings:
    """The settings that these two and the environment make.

    Raises pydantic's ValidationError, and SettingsError for a variable that is not JSON.
    """
    environment = EnvSettingsSource(Settings)()
    settings = Settings(**above(page, file))
    settings._sources = Sources(page, file, environment)  # noqa: SLF001 -- its own maker
    return settings


def renewed(settings: Settings) -> Settings:
    """The same file and environment, with what the page's file says now.

    Raises ScordError SETTINGS_UNREADABLE or SETTINGS_INVALID.
    """
    page = read_page(settings.state_dir)
    try:
        return build(page, settings.sources.file or {})
    except ValidationError as fault:
        faults = tuple(explain(fault, table_fields(), settings.language))
        raise ScordError(Code.SETTINGS_INVALID, faults=faults) from fault


def language_asked(path: Path | None = None) -> str:
    """The language of the settings, whatever else is wrong with them; French where none is told."""
    try:
        file = read_toml(path or default_config_path())
        return _language(above(_read_page(file), file))
    except ScordError:
        return _language({})


def _read_page(file: Mapping[str, Any]) -> dict[str, Any]:
    """Where the state folder is badly told, that is the fault to tell first."""
    try:
        return read_page(_state_dir(file))
    except (PydanticCustomError, TypeError):
        return {}


def _state_dir(file: Mapping[str, Any]) -> Path:
    """Before all settings are known, since some of them stand there."""
    told = os.environ.get(f"{ENV_PREFIX}STATE_DIR", file.get("state_dir"))
    default = Settings.model_fields["state_dir"].get_default(call_default_factory=True)
    return _absolute(Path(told)) if told else Path(default)


def _blamed(
    fault: ValidationError, page: Mapping[str, Any], file: Mapping[str, Any]
) -> Path | None:
    """The page's file, where a setting is at fault that stands there."""
    sources = Sources(page, file)
    ways = [[str(part) for part in item["loc"]] for item in fault.errors()]
    places = {".".join(way[:depth]) for way in ways for depth in (1, 2)} & set(changeable())
    told = any(sources.of(place) is Source.PAGE for place in places)
    return _state_dir(file) / FILE_NAME if told else None


def table_fields() -> dict[str, Collection[str]]:
    """The names in every table, for the faults of one that is not there."""
    return {name: table.model_fields for name, table in tables().items()}


def _language(values: dict[str, Any]) -> str:
    asked = os.environ.get(f"{ENV_PREFIX}LANGUAGE", values.get("language"))
    return "en" if asked == "en" else "fr"


def _field(fault: SettingsError) -> str:
    """Which setting it is about; pydantic tells it in a sentence only."""
    field = re.search(r'field "(\w+)"', str(fault))
    return field[1] if field else str(fault)


def _unknown_variables(language: str) -> list[str]:
    """SCORD_ variables that name no setting: a mistyped override must not pass in silence."""
    known = {f"{ENV_PREFIX}{name}".upper() for name in Settings.model_fields}
    return [
        unknown(variable, known, language)
        for variable in sorted(os.environ)
        if variable.startswith(ENV_PREFIX)
        and variable.split("__", maxsplit=1)[0] not in known
        and variable != "SCORD_CONFIG"
        and not variable.startswith("SCORD_SECRET_")
    ]


def tables() -> dict[str, type[BaseModel]]:
    """Every settings table by its TOML name; "" is the top."""
    return {
        "": Settings,
        "folders": DropFolder,
        "limits": Limits,
        "imaging": Imaging,
        "invoices": Invoices,
        "reading": Reading,
        "filing": Filing,
        "lots": Lots,
        "forms": Forms,
        "exchange": Exchange,
        "retention": Retention,
        "practitioners": PractitionerSettings,
        "mail": MailAccount,
        "caisses": Caisses,
        "card": Card,
        "alerts": Alerts,
        "api": Api,
        "log": Log,
    }
