"""The files of packaging/linux against what the code expects, and as systemd itself judges them."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scord.api.endpoint import place_of
from scord.settings import Api, Settings, default_config_path, load
from scord_shared.errors import EXIT_STATUS
from scord_shared.places import system_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")

ROOT = Path(__file__).parents[2]
FILES = ROOT / "packaging" / "linux"
UNIT = FILES / "scord.service"
SETTINGS = FILES / "scord.toml"
PACKAGE = {
    file.name: file.read_text("utf-8") for file in (FILES / "debian").iterdir() if file.is_file()
}
DOCS = (ROOT / "docs" / "linux.md", FILES / "README.md")
PROGRAMS = ("scord", "scord-tray")
EXPOSURE_MAX = 1.5  # systemd calls up to 2 "OK"
USAGE_FAULT = 2  # click's


def words(name: str) -> list[list[str]]:
    """The lines of a file of fields."""
    lines = (FILES / name).read_text("utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def unit(key: str) -> list[str]:
    """The values of `key`, which may stand several times."""
    return re.findall(rf"^{key}=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE)


def folders() -> dict[str, list[str]]:
    """Path → mode, user and group."""
    return {path: rest for kind, path, *rest in words("scord.tmpfiles") if kind == "d"}


def members_of() -> set[str]:
    return {group for kind, user, group, *_ in words("scord.sysusers") if kind == "m"}


def accounts() -> set[str]:
    return {name for kind, name, *_ in words("scord.sysusers") if kind in "ug"}


# -- the unit


def test_the_unit_gives_the_folders_that_are_the_settings_defaults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SCORD_CONFIG", raising=False)
    assert [f"/var/lib/{name}" for name in unit("StateDirectory")] == [str(Settings().state_dir)]
    assert [f"/run/{name}" for name in unit("RuntimeDirectory")] == [str(system_folder())]
    assert place_of(Settings()).folder == system_folder()


def test_no_restart_after_what_only_a_person_can_put_right() -> None:
    never = {USAGE_FAULT, EXIT_STATUS["settings"], EXIT_STATUS["secret"]}
    assert {int(one) for one in unit("RestartPreventExitStatus")[0].split()} == never
    assert EXIT_STATUS["disk"] not in never


def test_the_unit_runs_a_program_that_the_project_installs_as_a_user_that_it_makes() -> None:
    assert unit("ExecStart") == ["scord run"]
    assert {*unit("User"), *unit("Group")} <= accounts()


def test_what_the_hardening_must_leave_open_is_open() -> None:
    assert unit("ProcSubset") == []
    assert unit("PrivateUsers") == []
    allowed = [line for line in unit("SystemCallFilter") if not line.startswith("~")]
    assert {"setpriority", "setrlimit"} <= {call for line in allowed for call in line.split()}


# -- folders, users, settings


def test_the_settings_that_are_shipped_have_no_fault_and_name_folders_that_are_made() -> None:
    settings = load(SETTINGS)
    assert settings.invoices.folder
    named = {str(settings.invoices.folder), *(str(folder.path) for folder in settings.folders)}
    shared = {path for path, (mode, *_) in folders().items() if mode.startswith("2")}
    assert named == shared


def test_the_service_may_write_and_the_group_may_drop_and_nobody_else_may_look() -> None:
    settings = load(SETTINGS)
    for path in (*(folder.path for folder in settings.folders), settings.invoices.folder):
        mode, user, group = folders()[str(path)]
        assert (mode, user) == ("2770", "scord")
        assert group in members_of()
        assert any(str(path).startswith(one) for one in writable())
        assert not str(path).startswith("/home")


def writable() -> Iterator[str]:
    return (one.removeprefix("-") for line in unit("ReadWritePaths") for one in line.split())


def test_the_groups_of_the_api_are_made() -> None:
    assert {Api().read_group, Api().change_group} <= accounts()


def test_the_settings_lie_where_every_command_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCORD_CONFIG", raising=False)
    assert str(default_config_path()) in PACKAGE["conffiles"].splitlines()
    assert all(str(default_config_path()) in page.read_text("utf-8") for page in DOCS)


def test_the_polkit_rule_names_the_user_of_the_unit() -> None:
    rule = (FILES / "scord.rules").read_text("utf-8")
    assert re.findall(r'subject\.user === "(\w+)"', rule) == unit("User")


def test_the_tray_is_started_by_its_own_command() -> None:
    entry = configparser.RawConfigParser()
    entry.read(FILES / "scord-tray.desktop", "utf-8")
    assert entry["Desktop Entry"]["Exec"] in PROGRAMS
    assert entry["Desktop Entry"]["TryExec"] == entry["Desktop Entry"]["Exec"]


def test_every_file_is_told_in_the_readme() -> None:
    names = {file.name for file in FILES.iterdir()} - {"README.md"}
    assert len(names) >= 6
    told = (FILES / "README.md").read_text("utf-8")
    assert [name for name in names if f"`{name}" not in told] == []


def test_what_people_may_change_in_etc_is_kept_at_an_upgrade() -> None:
    told = (FILES / "README.md").read_text("utf-8")
    assert set(re.findall(r"\| `(/etc/[^`]+)`", told)) == set(PACKAGE["conffiles"].splitlines())


# -- as systemd judges (the Debian package systemd)


@pytest.mark.system
def test_systemd_finds_no_fault_in_the_unit(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("scord")
    copy = tmp_path / UNIT.name
    text = UNIT.read_text("utf-8")
    copy.write_text(text.replace("ExecStart=scord", f"ExecStart={program}"), "utf-8")
    told = ran("systemd-analyze", "verify", copy)
    assert [line for line in told.stderr.splitlines() if UNIT.name in line] == []
    assert told.returncode == 0


@pytest.mark.system
def test_the_exposure_is_at_most_what_is_promised() -> None:
    threshold = f"--threshold={EXPOSURE_MAX * 10:.0f}"  # in tenths
    told = ran("systemd-analyze", "security", "--offline=true", threshold, "--no-pager", UNIT)
    measured = re.search(r"Overall exposure level for scord\.service: ([\d.]+)", told.stdout)
    assert measured, told.stderr
    assert float(measured[1]) <= EXPOSURE_MAX
    assert told.returncode == 0


@pytest.mark.system
def test_users_and_folders_are_made_as_written_and_once_more_changes_nothing(
    tmp_path: Path,
) -> None:
    root = tmp_path / "root"
    (root / "etc").mkdir(parents=True)
    for _ in range(2):
        for tool, name in (("sysusers", "scord.sysusers"), ("tmpfiles", "scord.tmpfiles")):
            asked = ("--create",) if tool == "tmpfiles" else ()
            made = ran(f"systemd-{tool}", f"--root={root}", *asked, FILES / name)
            assert made.returncode == 0, made.stderr
        groups = dict(_numbers(root / "etc" / "group"))
        users = dict(_numbers(root / "etc" / "passwd"))
        for path, (mode, user, group) in folders().items():
            found = (root / path.removeprefix("/")).stat()
            owners = {"root": 0} | users, {"root": 0} | groups
            expected = (int(mode, 8), owners[0][user], owners[1][group])
            assert (found.st_mode & 0o7777, found.st_uid, found.st_gid) == expected


def _numbers(file: Path) -> Iterator[tuple[str, int]]:
    for line in file.read_text("utf-8").splitlines():
        name, _, number, *_ = line.split(":")
        yield name, int(number)


def ran(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)
