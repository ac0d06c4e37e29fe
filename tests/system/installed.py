"""The package, and what the tests see of a machine that it is installed on."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import cv2
from tests.lps import today
from tests.practice import until
from tests.system.machine import BUILD, Machine

from scord.demo import pages
from scord.demo.invoices import demo_invoices, invoice
from scord.store.files import StateFolder
from scord.store.sealing import MAGIC

if TYPE_CHECKING:
    from pathlib import Path

ROOT = BUILD.parents[1]
STATE = "/var/lib/scord"
SETTINGS = "/etc/scord/scord.toml"
DROP, LPS = "/var/spool/scord/scans", "/var/spool/scord/lps"
COPIER, BILLING_SOFTWARE = "copieur", "logiciel"
_GROUPS = {COPIER: "scord-scan", BILLING_SOFTWARE: "scord-lps"}
DPI = 200
# A start after a fault is not to cost the tests the quarter minute that it costs the practice.
_SOON = "/run/systemd/system/scord.service.d/soon.conf"
_ENCRYPT = re.compile("encrypt_files = ")
_CODE = re.compile("[A-Z2-7]{4}(-[A-Z2-7]{4}){13}")
_CARE = ("Faire pratiquer par une infirmière, à domicile :", "- Prélèvement sanguin : NFS, CRP.")


def built_package() -> Path:
    subprocess.run([ROOT / "packaging" / "linux" / "deb.sh"], check=True)
    (package,) = BUILD.glob("scord_*.deb")
    return package


def older(package: Path, work: Path) -> Path:
    """The same under a lower number, with a file that is no longer there later: no version was
    released yet that one could upgrade from.
    """
    tree, made = work / "tree", work / "older.deb"
    subprocess.run(["dpkg-deb", "--raw-extract", package, tree], check=True)
    control = tree / "DEBIAN" / "control"
    fields = control.read_text("utf-8").splitlines()
    lower = ["Version: 0.0.1~" if field.startswith("Version:") else field for field in fields]
    control.write_text("\n".join([*lower, ""]), "utf-8")
    (tree / FORMER.removeprefix("/")).touch()
    build = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z1", "--build"]
    subprocess.run([*build, tree, made], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
    return made


FORMER = "/usr/lib/scord/_internal/of-the-former-version"


@dataclass(frozen=True)
class Installed:
    machine: Machine

    def install(self, package: Path) -> str:
        """As IT does; the accounts of the copier and of the billing software join their groups."""
        shutil.copyfile(package, self.machine.path("/root/scord.deb"))
        told = self.machine.does("dpkg", "-i", "/root/scord.deb")
        for name, group in _GROUPS.items():
            self.machine.runs("useradd", "--groups", group, name)
        return told

    def set_up(self, toml: str) -> None:
        with self.machine.path(SETTINGS).open("a", encoding="utf-8") as file:
            file.write(toml)
        self.machine.does("systemctl", "restart", "scord")

    def restart_soon(self) -> None:
        text = b"[Service]\nRestartSec=1\n"
        self.machine.does("install", "-D", "/dev/stdin", _SOON, given=text)
        self.machine.does("systemctl", "daemon-reload")

    def encrypt(self, *, wanted: bool) -> None:
        """Sets it, and returns once all kept files are so."""
        file = self.machine.path(SETTINGS)
        others = [one for one in file.read_text("utf-8").splitlines() if not _ENCRYPT.match(one)]
        line = f"encrypt_files = {str(wanted).lower()}"
        file.write_text("\n".join([line, *others, ""]), "utf-8")
        self.machine.does("systemctl", "restart", "scord")
        until(lambda: self.forms() == {wanted}, f"all files encrypted: {wanted}")

    def new_key(self) -> str:
        """The recovery code, given back as from the paper."""
        with self.machine.talks("scord", "encryption", "--new-key") as scord:
            assert scord.stdout
            code = next(line for line in scord.stdout if _CODE.fullmatch(line.strip()))
            scord.communicate(code, timeout=60)
        assert scord.returncode == 0
        return code

    def with_the_key(self, *command: str) -> str:
        """As the services of the system are given it; what the command prints."""
        apart = ("systemd-run", "--pipe", "--wait", "--collect", "-p", "User=scord")
        key = ("-p", "LoadCredentialEncrypted=scord.store-key")
        return self.machine.does(*apart, *key, *command)

    def unit(self, name: str) -> str:
        """What systemd says of the service: a property's value."""
        asked = ("systemctl", "show", "--value", "--property", name, "scord")
        return self.machine.does(*asked).strip()

    def journal(self) -> str:
        return self.machine.does("journalctl", "--unit=scord", "--output=cat", "--no-pager")

    # -- what comes in

    def hand_invoices(self) -> None:
        """The demo's, by its billing software."""
        given = json.dumps(demo_invoices(today())[0]).encode()
        self._leave(f"{LPS}/invoices.json", given, BILLING_SOFTWARE)

    def scan(self, name: str, number: str, work: Path) -> None:
        """The ordonnance of invoice `number`, by SANE and then as the copier drops it."""
        self._leave(f"{DROP}/{name}", _scanned(number, work), COPIER)

    def _leave(self, path: str, data: bytes, account: str) -> None:
        write = ("sh", "-c", 'umask 007; cat >"$0.part"; mv "$0.part" "$0"', path)
        self.machine.does(*write, user=account, given=data)

    # -- what became of it

    def rows(self, query: str) -> list[Any]:
        """From a copy: who opens the store itself may leave files that are not the service's."""
        with TemporaryDirectory() as folder:
            for name in ("scord.sqlite3", "scord.sqlite3-wal"):
                with suppress(FileNotFoundError):  # a store that was closed has no log
                    shutil.copy(self.machine.path(f"{STATE}/{name}"), folder)
            with closing(sqlite3.connect(f"{folder}/scord.sqlite3")) as store:
                return store.execute(query).fetchall()

    def attached(self, number: str) -> list[str]:
        """By which rules the documents of an invoice were attached."""
        query = f"""select a.origin from attachment a join invoice i on i.id = a.invoice_id
            where i.number = '{number}' and a.removed_at is null"""  # noqa: S608 -- ours
        return [origin for (origin,) in self.rows(query)]

    def pdfs(self) -> list[bytes]:
        """The conforming PDFs that the store names; each is there, whole."""
        shelf = StateFolder(self.machine.path(STATE)).documents
        return [shelf.read(digest) for (digest,) in self.rows("select sha256 from document_part")]

    def forms(self) -> set[bool]:
        """Of the kept files, whether they lie encrypted."""
        files = StateFolder(self.machine.path(STATE))
        shelves = (files.originals, files.documents, files.imports)
        kept = [shelf.path(name) for shelf in shelves for name in shelf.names()]
        return {path.read_bytes().startswith(MAGIC) for path in kept}

    def counts(self) -> dict[str, int]:
        tables = ("invoice", "scan", "document", "document_part", "attachment", "page_reading")
        return {one: self.rows(f"select count(*) from {one}")[0][0] for one in tables}  # noqa: S608


def ordonnance(number: str) -> bytes:
    """That of an invoice of the demo, as a PDF of one page."""
    one = invoice(number)
    assert one.prescriber
    return pages.prescription(one.prescriber, one.patient, one.prescribed(today()), _CARE)


def _scanned(number: str, work: Path) -> bytes:
    """As scanimage writes it, from the backend whose scanner has a file on its glass."""
    glass = work / f"{number}.pgm"
    cv2.imwrite(str(glass), pages.render(ordonnance(number), DPI, colour=False)[0])
    (work / "dll.conf").write_text("pnm\n", "utf-8")
    command = ["scanimage", "-d", "pnm:0", "--filename", glass, "--format=tiff"]
    return subprocess.run(
        [*command, "--resolution", str(DPI)],
        capture_output=True,
        check=True,
        env=os.environ | {"SANE_CONFIG_DIR": str(work)},
    ).stdout
