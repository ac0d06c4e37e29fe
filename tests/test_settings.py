"""Settings: all faults at once, each with a hint; nothing mistyped passes; the test stays home."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from scord.settings import (
    Lots,
    PractitionerSettings,
    Settings,
    default_config_path,
    load,
    tables,
)
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Config:
    """A settings file; `load` gives what is in force or the lines of what is wrong with it."""

    path: Path

    def load(self, text: str = "", **variables: str) -> Settings:
        self.path.write_text(text, "utf-8")
        os.environ.update(variables)
        return load(self.path)

    def faults(self, text: str = "", **variables: str) -> list[str]:
        with pytest.raises(ScordError) as caught:
            self.load(text, **variables)
        assert caught.value.code is Code.SETTINGS_INVALID
        return list(caught.value.facts["faults"])  # type: ignore[call-overload]


@pytest.fixture(autouse=True)
def own_environment() -> Iterator[None]:
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("SCORD_")]:
        del os.environ[name]
    os.environ["SCORD_LANGUAGE"] = "en"
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(tmp_path / "scord.toml")


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path / "none.toml")
    assert settings == Settings()
    assert settings.imaging.dpi == 200
    assert settings.lots.times == (time(20, 0),)
    assert settings.filing.machine_wait_minutes == 120
    assert settings.exchange.profile == "reference"
    assert settings.caisses.open == ()


def test_the_file_is_named_by_a_variable_where_no_option_does(tmp_path: Path) -> None:
    os.environ["SCORD_CONFIG"] = str(tmp_path / "elsewhere.toml")
    assert default_config_path() == tmp_path / "elsewhere.toml"
    (tmp_path / "elsewhere.toml").write_text("[imaging]\ndpi = 300\n")
    assert load().imaging.dpi == 300


@pytest.mark.parametrize(
    "written", [b"imaging = [", b"\xff\xfe\x00", b'a = "\xe9"'], ids=["toml", "bytes", "latin-1"]
)
def test_what_is_no_toml_is_unreadable_and_says_where(config: Config, written: bytes) -> None:
    config.path.write_bytes(written)
    with pytest.raises(ScordError) as caught:
        load(config.path)
    assert caught.value.code is Code.SETTINGS_UNREADABLE
    assert caught.value.facts["path"] == str(config.path)
    assert caught.value.exit_status == 78


def test_a_folder_in_place_of_the_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ScordError) as caught:
        load(tmp_path)
    assert caught.value.code is Code.SETTINGS_UNREADABLE


def test_every_fault_of_a_file_and_of_the_environment_is_told_at_once(config: Config) -> None:
    faults = config.faults(
        """
        languag = "en"
        [limits]
        max_pages = 0
        max_byts = 5
        [[folders]]
        path = "/srv/scans"
        watch = "sometimes"
        [imagng]
        dpi = 300
        """,
        SCORD_IMAGING__DPI="72",
        SCORD_LANGUGE="en",
    )
    in_words = {
        "languag: unknown setting; did you mean language?",
        "limits.max_byts: unknown setting; did you mean max_bytes?",
        "imagng: unknown setting; did you mean imaging?",
        "folders.0.name: setting missing",
        "SCORD_LANGUGE: unknown setting; did you mean SCORD_LANGUAGE?",
    }
    of_value = {"imaging.dpi", "folders.0.watch", "limits.max_pages"}
    assert in_words <= set(faults)
    assert {line.split(":")[0] for line in set(faults) - in_words} == of_value


@pytest.mark.parametrize(
    ("text", "where", "near"),
    [
        ("[[folders]]\npth = '/x'\nname = 'a'", "folders.0.pth", "path"),
        ("[lots]\ntime = ['20:00']", "lots.time", "times"),
        ("SCORD_IMAGING__DPPI", "imaging.dppi", "dpi"),
        ("SCORD_IMAGNG__DPI", "SCORD_IMAGNG__DPI", "SCORD_IMAGING"),
        ("SCORD_IMAGING_DPI", "SCORD_IMAGING_DPI", "SCORD_IMAGING"),
    ],
)
def test_a_mistyped_name_in_file_or_environment_gets_the_nearest_one(
    config: Config, text: str, where: str, near: str
) -> None:
    faults = config.faults(**{text: "300"}) if text.startswith("SCORD_") else config.faults(text)
    assert f"{where}: unknown setting; did you mean {near}?" in faults


def test_a_name_like_no_other_gets_no_hint(config: Config) -> None:
    assert config.faults("[zzzzz]\n") == ["zzzzz: unknown setting"]


def test_a_value_that_does_not_fit_is_shown(config: Config) -> None:
    (fault,) = config.faults("[imaging]\ndpi = 150\n")
    assert fault.startswith("imaging.dpi: ")
    assert "200" in fault
    assert "150" in fault


def test_a_variable_wins_over_the_file_and_leaves_its_neighbours(config: Config) -> None:
    settings = config.load(
        "[imaging]\ndpi = 300\nworkers = 3\n",
        SCORD_IMAGING__DPI="400",
        SCORD_LANGUAGE="en",
        SCORD_LOTS__TIMES='["12:30", "20:00"]',
        SCORD_SECRET_SLIP_KEY="not a setting",  # noqa: S106 -- a value of the test
    )
    assert (settings.imaging.dpi, settings.imaging.workers) == (400, 3)
    assert settings.language == "en"
    assert settings.lots.times == (time(12, 30), time(20, 0))


def test_a_whole_table_in_a_variable_that_is_no_json_is_told(config: Config) -> None:
    (fault,) = config.faults(SCORD_FOLDERS="/srv/scans")
    assert "folders" in fault
    assert "JSON" in fault


@pytest.mark.parametrize("table", ["folder", "practitioner"])
def test_the_same_name_twice_is_told(config: Config, table: str) -> None:
    text = {
        "folder": '[[folders]]\nname = "a"\npath = "/srv/a"\n',
        "practitioner": '[[practitioners]]\nbilling_number = "991129768"\n',
    }[table]
    (fault,) = config.faults(text * 2)
    assert fault.startswith(f"{table}s: ")
    assert "same" in fault


@pytest.mark.parametrize("name", ["../out", "a/b", "a b", "", "invoices.folder", "exchange:in"])
def test_a_folder_name_that_is_no_one_word_is_told(config: Config, name: str) -> None:
    (fault,) = config.faults(f"[[folders]]\nname = {name!r}\npath = '/srv/scans'\n")
    assert fault.startswith("folders.0.name: ")


@pytest.mark.parametrize("number", ["12345678", "1234567890", "12345678A", "123 456 789"])
def test_a_billing_number_has_nine_digits(config: Config, number: str) -> None:
    (fault,) = config.faults(f"[[practitioners]]\nbilling_number = '{number}'\n")
    assert fault.startswith("practitioners.0.billing_number: ")


@pytest.mark.parametrize("value", ["'scans'", "'./scans'", "5", "''"])
def test_a_path_that_does_not_begin_at_the_root_is_told(config: Config, value: str) -> None:
    (fault,) = config.faults(f"state_dir = {value}\n")
    assert fault.startswith("state_dir: ")


def test_a_path_may_begin_at_the_users_home(config: Config) -> None:
    assert config.load("state_dir = '~/scord'\n").state_dir == Path.home() / "scord"


@pytest.mark.parametrize("key", ["out_folder", "in_folder"])
@pytest.mark.parametrize("place", ["/srv/exchange", "../exchange", "a/../../exchange"])
def test_the_reference_profile_writes_and_reads_below_the_state_folder_only(
    config: Config, key: str, place: str
) -> None:
    (fault,) = config.faults(f"[exchange]\n{key} = '{place}'\n")
    assert "under state_dir" in fault


def test_a_link_does_not_lead_the_reference_profile_out(config: Config, tmp_path: Path) -> None:
    state = tmp_path / "state"
    (tmp_path / "share").mkdir()
    state.mkdir()
    (state / "exchange").symlink_to(tmp_path / "share")
    (fault,) = config.faults(f"state_dir = '{state}'\n")
    assert "under state_dir" in fault


def test_another_profile_may_use_folders_anywhere(config: Config, tmp_path: Path) -> None:
    settings = config.load(
        f"state_dir = '{tmp_path}'\n[exchange]\nprofile = 'depot'\nout_folder = '/srv/out'\n"
    )
    assert settings.out_folder == Path("/srv/out")
    assert settings.in_folder == tmp_path / "exchange" / "in"


def test_settings_in_force_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Settings().imaging = None  # type: ignore[assignment,misc]
    with pytest.raises(ValidationError):
        Lots().complete_only = False  # type: ignore[misc]


def test_a_practitioner_the_file_does_not_name_has_neither_region_nor_start_date() -> None:
    known = PractitionerSettings(billing_number="991129768", region="84")
    settings = Settings(practitioners=(known,))
    assert settings.practitioner("991129768") is known
    other = settings.practitioner("991129776")
    assert (other.region, other.scor_start_date) == (None, None)


def test_every_setting_has_a_description() -> None:
    silent = [
        f"{table}.{name}"
        for table, model in tables().items()
        for name, field in model.model_fields.items()
        if not field.description and name not in tables()
    ]
    assert silent == []


def test_the_tables_are_all_there() -> None:
    nested: set[str] = {
        name for name, field in Settings.model_fields.items() if _holds_table(field)
    }
    assert nested == set(tables()) - {""}


def _holds_table(field: Any) -> bool:
    return any(model.__name__ in str(field.annotation) for name, model in tables().items() if name)


@pytest.mark.parametrize(("host", "stays"), [("127.0.0.1", True), ("smtp.example.org", False)])
def test_the_reference_profile_mails_to_this_machine_alone(
    config: Config, host: str, *, stays: bool
) -> None:
    account = (
        '[[mail]]\nbilling_number = "991129768"\naddress = "a@b.invalid"\n'
        f'smtp_host = "localhost"\ninbox_host = "{host}"\n'
    )
    if stays:
        assert config.load(account).mail[0].inbox_host == host
    else:
        (fault,) = config.faults(account)
        assert "localhost" in fault
