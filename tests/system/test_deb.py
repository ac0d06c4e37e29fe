"""The package on a clean Debian: from the installation to the purge, with papers in between.

One machine lives through the file from top to bottom; each fixture is the next thing done to it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from tests.imaging.heic import BLOCK, heic
from tests.practice import until
from tests.system.installed import (
    DPI,
    FORMER,
    ROOT,
    SETTINGS,
    STATE,
    Installed,
    built_package,
    older,
    ordonnance,
)
from tests.system.machine import clean_machine

import scord
from scord.actions.encrypting.keepers import SEALED_CREDENTIAL
from scord.demo import pages, wear
from scord.demo.people import GRIS
from scord.imaging.check import check_pdf
from scord_shared.errors import EXIT_STATUS, Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.system

_PRACTICE = f"""
[[practitioners]]
billing_number = "{GRIS.billing_number}"
region = "84"
scor_start_date = 2020-01-01
"""

_PROFILE = {
    "ours.py": """\
from scord.exchange.profiles.reference import ReferenceProfile


class Ours(ReferenceProfile):
    name = "ours"
""",
    "ours-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: ours\nVersion: 1\n",
    "ours-1.dist-info/entry_points.txt": "[scord.profiles]\nours = ours:Ours\n",
}


@pytest.fixture(scope="module")
def package() -> Path:
    return built_package()


@pytest.fixture(scope="module")
def site(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """Freshly installed, nothing set up."""
    former = older(package, tmp_path_factory.mktemp("older"))
    with clean_machine(tmp_path_factory.mktemp("machine")) as machine:
        site = Installed(machine)
        site.install(former)
        yield site


@pytest.fixture(scope="module")
def filed(site: Installed, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The practice is set up, and a paper has found its invoice."""
    site.restart_soon()
    site.set_up(_PRACTICE)
    site.hand_invoices()
    until(lambda: site.counts()["invoice"], "the invoices imported")
    site.scan("scan_0001.tif", "485", tmp_path_factory.mktemp("glass"))
    until(lambda: site.attached("485"), "the ordonnance filed")
    return site


@pytest.fixture(scope="module")
def upgraded(filed: Installed, package: Path) -> tuple[Installed, dict[str, int]]:
    """And what the store held before."""
    before = filed.counts()
    filed.install(package)
    return filed, before


@pytest.fixture(scope="module")
def removed(upgraded: tuple[Installed, dict[str, int]]) -> tuple[Installed, dict[str, int]]:
    site, _ = upgraded
    before = site.counts()
    site.machine.does("dpkg", "--remove", "scord")
    return site, before


@pytest.fixture(scope="module")
def purged(removed: tuple[Installed, dict[str, int]]) -> tuple[Installed, str]:
    """And what dpkg said."""
    site, _ = removed
    return site, site.machine.does("dpkg", "--purge", "scord")


# -- installed


def test_it_is_up_at_once_on_a_machine_without_python(site: Installed) -> None:
    assert site.machine.runs("which", "python3").returncode != 0
    assert site.unit("ActiveState") == "active"
    assert site.unit("UnitFileState") == "enabled"
    assert site.unit("NRestarts") == "0"
    assert "the API listens in /run/scord" in site.journal()


def test_the_doctor_finds_no_fault_as_the_services_user(site: Installed) -> None:
    told = site.machine.does("scord", "doctor", user="scord")
    assert "✗" not in told
    assert "✓ lecture" in told  # the French model came along


def test_each_file_lies_where_the_table_says(site: Installed) -> None:
    table = (ROOT / "packaging" / "linux" / "README.md").read_text("utf-8")
    places = set(re.findall(r"\| `(/[^`]+)`", table))
    assert len(places) >= 6
    assert places <= set(site.machine.does("dpkg", "--listfiles", "scord").splitlines())


def test_it_brings_its_bill_of_materials(site: Installed) -> None:
    bill = site.machine.path(f"/usr/share/doc/scord/scord-{scord.__version__}-linux.cdx.json")
    told = json.loads(bill.read_text("utf-8"))
    assert {"pypdf", "psutil"} <= {one["name"] for one in told["components"]}


def test_the_tray_says_that_there_is_no_desktop_here(site: Installed) -> None:
    told = site.machine.runs("scord-tray")
    assert told.returncode == ScordError(Code.NO_DESKTOP).exit_status
    assert "[tray.no-desktop]" in told.stderr


def test_the_demonstration_converts_every_kind_of_file(site: Installed) -> None:
    """It starts the service as a program of its own; each kind has a library that must be there."""
    pdf = ordonnance("485")
    (sheet,) = pages.render(pdf, DPI, colour=False)
    height, width = (side // BLOCK * BLOCK for side in sheet.shape)
    papers = {
        "scan.pdf": pdf,
        "scan.png": wear.png_file(sheet, dpi=DPI),
        "photo.jpg": wear.jpeg_file(sheet, quality=80, dpi=DPI),
        "photo.heic": heic(Image.fromarray(sheet[:height, :width])),
    }
    folder = site.machine.path("/srv/papers")
    folder.mkdir()
    for name, data in papers.items():
        (folder / name).write_bytes(data)
    told = site.machine.does("scord", "demo", "--once", "--scans", "/srv/papers")
    assert told.count("✓ converti") == len(papers)


def test_a_profile_of_others_is_found_where_the_page_says(site: Installed) -> None:
    asked = ("env", "SCORD_EXCHANGE__PROFILE=ours", "scord", "doctor")
    assert "exchange.profile 'ours'" in site.machine.runs(*asked, user="scord").stdout
    folder = site.machine.path("/usr/local/lib/scord/plugins")
    for name, text in _PROFILE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    site.machine.does(*asked, user="scord")


# -- at work


def test_a_scanned_paper_is_read_and_filed_as_a_conforming_pdf(
    filed: Installed, tmp_path: Path
) -> None:
    assert filed.attached("485") == ["text"]
    assert filed.pdfs()
    for pdf in filed.pdfs():
        (tmp_path / "document.pdf").write_bytes(pdf)
        assert check_pdf(tmp_path / "document.pdf").faults == ()


def test_killed_it_comes_back_and_takes_what_was_dropped_meanwhile(
    filed: Installed, tmp_path: Path
) -> None:
    before = filed.counts()
    filed.machine.does("systemctl", "kill", "--signal=KILL", "scord")
    filed.scan("scan_0002.tif", "483", tmp_path)
    until(lambda: filed.attached("483"), "the second ordonnance filed")
    assert filed.unit("NRestarts") == "1"
    assert filed.counts() == {one: count + (one != "invoice") for one, count in before.items()}


def test_ended_by_the_watchdog_it_leaves_its_stacks_in_the_journal(filed: Installed) -> None:
    filed.machine.does("systemctl", "kill", "--signal=ABRT", "--kill-whom=main", "scord")
    until(lambda: filed.unit("NRestarts") == "2", "started again")
    until(lambda: filed.unit("ActiveState") == "active", "at work again")
    assert "Fatal Python error: Aborted" in filed.journal()
    assert re.search(r'File "scord/engine.py", line \d+ in run', filed.journal())


def test_with_wrong_settings_it_stays_down_and_dpkg_is_content(filed: Installed) -> None:
    file = filed.machine.path(SETTINGS)
    right = file.read_text("utf-8")
    file.write_text(right + "languag = 'fr'\n", "utf-8")
    filed.machine.does("systemctl", "stop", "scord")
    filed.machine.does("dpkg-reconfigure", "scord")
    assert filed.unit("ActiveState") == "failed"
    assert filed.unit("ExecMainStatus") == str(EXIT_STATUS["settings"])
    file.write_text(right, "utf-8")
    filed.machine.does("systemctl", "restart", "scord")


def test_what_a_scanner_writes_after_a_long_pause_is_not_lost(filed: Installed) -> None:
    """To systemd the drop folder is a volume of its own: the file is copied out of it."""
    (sheet,) = pages.render(ordonnance("485"), DPI, colour=False)
    data = wear.jpeg_file(sheet, quality=70, dpi=DPI)
    whole = f"select 1 from scan where size = {len(data)} and state = 'converted'"  # noqa: S608 -- ours
    with filed.machine.path("/var/spool/scord/scans/lent.jpg").open("wb") as scanner:
        scanner.write(data[:-20_000])
        scanner.flush()
        until(lambda: filed.rows("select 1 from scan where name = 'lent.jpg'"), "the part taken")
        scanner.write(data[-20_000:])
    until(lambda: filed.rows(whole), "the whole taken")
    assert filed.rows("select 1 from scan where name = 'lent.jpg' and state = 'outgrown'")
    folder = filed.machine.path("/var/spool/scord/scans")
    until(lambda: not any(folder.iterdir()), "nothing left in the folder")


def test_encrypted_with_a_key_that_systemd_keeps_and_back_after_the_machine_is_lost(
    filed: Installed,
) -> None:
    """What docs/encryption.md tells IT to do, from the key to the machine that takes over."""
    machine, before = filed.machine, filed.counts()
    code = filed.new_key()
    filed.encrypt(wanted=True)
    assert code.strip() not in "".join(map(str, filed.rows("select * from journal_entry")))
    folder = ("install", "-d", "-o", "scord", "-g", "scord", "-m", "700")
    machine.does(*folder, "/srv/backups")
    machine.does("scord", "encryption", "--check-code", user="scord", given=code.encode())
    told = filed.with_the_key("scord", "doctor", "--json")
    assert '"key-on-disk"' in told  # no TPM2 here
    assert '"code-unchecked"' not in told
    filed.with_the_key("scord", "backup", "/srv/backups/scord.tar")
    machine.does("systemctl", "stop", "scord")
    machine.does("mv", STATE, f"{STATE}-before")
    machine.does(*folder, STATE)
    machine.does("rm", SEALED_CREDENTIAL)
    machine.does("chown", "scord:", "/srv/backups/scord.tar")

    restore = ("scord", "restore", "/srv/backups/scord.tar")
    assert "[secret.store-key-missing]" in machine.runs(*restore, user="scord").stderr
    machine.does(*restore, user="scord", given=code.encode())
    refused = machine.runs("systemctl", "start", "scord")
    assert refused.returncode != 0
    assert filed.unit("ExecMainStatus") == str(EXIT_STATUS["settings"])
    assert "secret.store-key-missing" in filed.journal()
    machine.does("scord", "encryption", "--restore-key", given=code.encode())
    machine.does("systemctl", "start", "scord")
    assert filed.counts() == before
    machine.does("scord", "resume", "--checked", user="scord")  # nothing had left
    until(lambda: _is_well(filed), "no alert any more")
    filed.encrypt(wanted=False)
    assert len(filed.pdfs()) == before["document_part"]


def _is_well(site: Installed) -> bool:
    return "✗" not in site.with_the_key("sh", "-c", "scord doctor || true")


# -- and gone again


def test_an_upgrade_keeps_data_and_settings(upgraded: tuple[Installed, dict[str, int]]) -> None:
    site, before = upgraded
    assert not site.machine.path(FORMER).exists()
    assert site.unit("ActiveState") == "active"
    assert site.counts() == before
    assert _PRACTICE in site.machine.path(SETTINGS).read_text("utf-8")
    site.machine.does("scord", "doctor", user="scord")


def test_removed_it_is_stopped_and_the_papers_are_there(
    removed: tuple[Installed, dict[str, int]],
) -> None:
    site, before = removed
    assert site.unit("ActiveState") == "inactive"
    assert not site.machine.path("/usr/lib/scord").exists()
    assert site.counts() == before
    assert len(site.pdfs()) == before["document_part"]
    assert site.machine.path(SETTINGS).exists()


def test_purged_it_says_that_papers_were_kept_and_how_to_delete_them(
    purged: tuple[Installed, str],
) -> None:
    site, told = purged
    assert not site.machine.path(SETTINGS).parent.exists()
    assert site.pdfs()
    assert told.rstrip().endswith(f"rm -r {STATE} /var/spool/scord")
    assert site.machine.runs("systemctl", "list-unit-files", "scord*", "--no-legend").stdout == ""
