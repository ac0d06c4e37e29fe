"""The installer on a machine (of wine) that has nothing: installed in silence, at work, upgraded,
taken away. One machine for all tests, which stand in the order of its life.

What wine cannot prove stands as a list in docs/windows.md.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.lps import invoice, invoices
from tests.practice import jpeg, until
from tests.system.session_bus import ROOT
from tests.system.test_windows_tray import session
from tests.system.windows_machine import APPS_KEY, PROGRAMS, RUN_KEY, SHARED, new_machine

import scord
from scord.imaging.check import check_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.system.windows_machine import Machine

pytestmark = pytest.mark.system

YELLOW = (250, 208, 60)
PICTURE = ROOT / "build" / "system" / "windows-installed.png"
PRACTICE = """
[[practitioners]]
billing_number = "991129768"
region = "84"
scor_start_date = 2020-01-01
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with new_machine(tmp_path_factory.mktemp("machine")) as one:
        yield one


def pdfs(machine: Machine) -> list[Path]:
    return sorted((machine.data / "state" / "documents").glob("??/*.pdf"))


def test_installed_in_silence_the_service_runs(machine: Machine) -> None:
    machine.install()
    machine.service_is("RUNNING")
    assert machine.registered(APPS_KEY, "DisplayVersion") == scord.__version__
    sizes = [path.stat().st_size for path in machine.programs.rglob("*") if path.is_file()]
    said_kb = int(machine.registered(APPS_KEY, "EstimatedSize") or "0", 16)
    assert said_kb == pytest.approx(sum(sizes) / 1024, rel=0.02)
    assert (machine.data / "scans").is_dir()
    bill = machine.programs / "documents" / f"scord-{scord.__version__}-windows.cdx.json"
    told = json.loads(bill.read_text("utf-8"))
    assert {"pypdf", "pywin32"} <= {one["name"] for one in told["components"]}
    assert scord.__version__ in machine.asks("--version")


def test_a_dropped_page_becomes_a_conforming_pdf_on_its_invoice(machine: Machine) -> None:
    known = json.dumps([invoices(invoice("481"))])
    (machine.data / "lps" / "factures.json").write_text(known, "utf-8")
    until(lambda: not any((machine.data / "lps").iterdir()), "the invoice imported", seconds=90)
    (machine.data / "scans" / "SCORD_481_ADRDEUX_ORDN.jpg").write_bytes(jpeg("481"))
    (pdf,) = until(lambda: pdfs(machine), "the PDF", seconds=90)
    assert check_pdf(pdf).faults == ()
    until(lambda: not any((machine.data / "scans").iterdir()), "the scanner's file gone")
    until(lambda: machine.status()["counts"]["to_send"] == 1, "the piece on its invoice")
    assert machine.status()["waiting"] == []


def test_the_tray_that_each_log_on_starts_is_seen_and_has_its_menu(machine: Machine) -> None:
    command = machine.registered(RUN_KEY, "Scord")
    assert command == rf'"{PROGRAMS}\python\pythonw.exe" -m scord_tray'
    windows = machine.windows
    with windows.program(rf"{PROGRAMS}\python\pythonw.exe", "-m", "scord_tray") as tray:
        until(lambda: session(windows, "asks"), "the tray's windows", seconds=60)
        until(lambda: windows.shows(YELLOW), "the icon of a paper under way")
        windows.open_menu()
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        windows.screenshot().save(PICTURE)
        windows.press("Escape")
        session(windows, "taskkill")
        assert tray.wait(30) == 0


def test_settings_at_fault_stop_it_for_a_person_and_are_told(machine: Machine) -> None:
    good = machine.settings.read_text("utf-8")
    machine.controls("stop")
    machine.service_is("STOPPED")
    machine.settings.write_text(good + "\n[lots]\ntimes = 'soon'\n", "utf-8")
    machine.controls("start")
    until(
        lambda: machine.service().get("SERVICE_EXIT_CODE", "").startswith("78"),
        "status 78",
        seconds=60,
    )
    assert "STOPPED" in machine.service()["STATE"]
    machine.settings.write_text(good + PRACTICE, "utf-8")
    machine.controls("start")
    machine.service_is("RUNNING")


def test_a_drive_that_stands_for_a_share_is_refused_with_the_reason(machine: Machine) -> None:
    """The person has it, the service has not."""
    good = machine.settings.read_text("utf-8")
    machine.settings.write_text(
        good.replace(r"C:\ProgramData\scord\scans", rf"{SHARED}\scans"), "utf-8"
    )
    told = machine.asks("config", status=78)
    machine.settings.write_text(good, "utf-8")
    assert "settings.invalid" in told
    assert r"\\serveur\partage" in told


def test_an_upgrade_keeps_data_and_settings_and_goes_on(machine: Machine) -> None:
    kept, settings = pdfs(machine), machine.settings.read_text("utf-8")
    left_over = machine.programs / "python" / "of-an-older-version.py"
    left_over.touch()
    machine.install()
    machine.service_is("RUNNING")
    assert not left_over.exists()
    assert machine.settings.read_text("utf-8") == settings
    assert pdfs(machine) == kept
    assert machine.status()["counts"]["to_send"] == 1


def test_taken_away_it_leaves_the_papers_unless_asked(machine: Machine) -> None:
    kept = pdfs(machine)
    machine.uninstall()
    assert machine.service().get("STATE") is None
    assert machine.registered(RUN_KEY, "Scord") is None
    assert machine.registered(APPS_KEY, "DisplayVersion") is None
    assert pdfs(machine) == kept
    machine.install()
    machine.service_is("RUNNING")
    assert machine.status()["counts"]["to_send"] == 1
    machine.uninstall("/PURGE")
    assert not machine.data.exists()
