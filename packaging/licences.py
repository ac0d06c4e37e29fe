"""The licences of all that is shipped: `python packaging/licences.py FOLDER SYSTEM TREE`.

Writes the texts and one table into FOLDER. SYSTEM is linux or windows, TREE what its package has
in it. Ends with status 1, and says why, where a licence forbids what we do or where TREE holds what
nobody has named. Looked at: pip-licenses (sees packages, not the libraries in their wheels).
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import sysconfig
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name
from shipped import ROOT, Part, packages, parts, told_licences

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
}
_SAYS_IT = re.compile(r"[\w.+-]+|\(?[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)+\)?")
_COPYLEFT = re.compile(r"\bA?GPL-|SSPL")
_TEXT = re.compile(r"(?i)(licen[cs]e|copying|notice)")
_CODE = (".py", ".pyc", ".json")
_LIBRARY = re.compile(r"lib[\w+.-]+\.so[\w.-]*|readline\..+\.so|.+\.dll|.+\.(ttf|pfb|afm)")
_HEAD = "| what | version | licence | inside | source |\n|---|---|---|---|---|\n"


def licence_of(found: Distribution) -> str:
    """As SPDX writes it; "" where its data do not say."""
    classified = [
        _OF_CLASSIFIERS.get(one.rpartition(" :: ")[2], "")
        for one in _told(found, "Classifier")
        if one.startswith("License :: OSI Approved :: ")
    ]
    choices = (
        told_licences().get(canonicalize_name(found.metadata["Name"]), ""),
        *_told(found, "License-Expression"),
        classified[0] if len(classified) == 1 else "",
        *(one for one in _told(found, "License") if _SAYS_IT.fullmatch(one)),
    )
    return next(filter(None, choices), "")


def _told(found: Distribution, field: str) -> list[str]:
    return [str(one) for one in found.metadata.get_all(field) or ()]


def forbidden(licence: str) -> bool:
    """Whether no choice that it leaves lets us ship the thing with ours, which is Apache-2.0."""
    choices = [one.strip(" ()") for one in licence.split(" OR ")]
    return not licence or all(
        any(_COPYLEFT.search(one) and " WITH " not in one for one in choice.split(" AND "))
        for choice in choices
    )


def texts_of(found: Distribution) -> Iterator[Path]:
    """The files of a package that hold its licence, and those of what is inside."""
    for one in found.files or ():
        kept = "licenses" in one.parts[:-1] and ".dist-info" in one.parts[0]
        path = Path(str(found.locate_file(one)))
        if (kept or _TEXT.search(one.name)) and not one.name.endswith(_CODE) and path.exists():
            yield path


def text_files(part: Part) -> list[Path]:
    named = [one.format(python=sysconfig.get_path("stdlib")) for one in part.texts]
    return [path for one in named if (path := ROOT / one).exists()]


def libraries(tree: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(tree):
        yield from (Path(folder, one) for one in sorted(names) if _LIBRARY.fullmatch(one))


def faults(system: str, tree: Path) -> Iterator[str]:
    """What forbids to ship this tree, in words."""
    known = [(start, one) for one in parts(system) for start in one.files]
    for path in libraries(tree):
        owners = [(len(start), one) for start, one in known if path.name.startswith(start)]
        _, owner = max(owners, key=lambda one: one[0], default=(0, None))
        if path.suffix in (".ttf", ".pfb", ".afm") and not owner:
            continue  # the other typefaces have their package's licence
        if not owner:
            yield f"{path}: no part in packaging/parts.toml has such files"
        elif forbidden(owner.licence):
            yield f"{path}: {owner.name} is {owner.licence}"
        elif owner.without and owner.without.encode() in path.read_bytes():
            yield f"{path}: holds {owner.without}"


def write(folder: Path, system: str, tree: Path) -> list[str]:
    """The texts and the table; returns what forbids to ship them."""
    where = [str(tree / "Lib" / "site-packages")] if system == "windows" else sys.path
    there: dict[str, Distribution] = {
        canonicalize_name(one.metadata["Name"]): one for one in distributions(path=where)
    }
    wrong = list(faults(system, tree))
    rows = []
    for name in packages(system):
        found = there[name]
        licence = licence_of(found)
        texts = list(texts_of(found))
        rows.append((name, found.version, licence, "", f"https://pypi.org/project/{name}/"))
        if forbidden(licence) or not texts:
            wrong.append(f"{name}: licence {licence or 'not told'}, {len(texts)} texts")
        _copy(texts, folder / name)
    for part in parts(system):
        if not forbidden(part.licence):
            rows.append((part.name, part.version, part.licence, part.inside, part.source))
            _copy(text_files(part), folder / re.sub(r"\W+", "-", part.name))
    table = "".join(f"| {' | '.join(one)} |\n" for one in rows)
    (folder / "README.md").write_text(f"# What Scord brings along\n\n{_HEAD}{table}", "utf-8")
    return wrong


def _copy(texts: list[Path], folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(texts):
        folder.mkdir(exist_ok=True)
        name = path.name if not (folder / path.name).exists() else f"{number}-{path.name}"
        shutil.copyfile(path, folder / name)


if __name__ == "__main__":
    refused = write(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
    print(*refused, sep="\n", file=sys.stderr)  # noqa: T201 -- the command's answer
    sys.exit(bool(refused))
