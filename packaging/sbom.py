"""Writes what is shipped as CycloneDX 1.5: `python packaging/sbom.py FOLDER [SYSTEM]`.

One file for each system, from uv.lock, as uv tells it, with the parts of parts.toml. Equal sources
give equal files.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from shipped import SYSTEMS, Part, exported, others, packages, parts

from scord import __version__

_URL = "https://pypi.org/simple/"


def bill(system: str) -> dict[str, Any]:
    told = json.loads(exported("cyclonedx1.5"))
    product = told["metadata"]["component"] | {"type": "application", "version": __version__}
    shipped = packages(system)
    locked = [one for one in told["components"] if shipped.get(one["name"]) == one["version"]]
    pinned = [_pinned(name, *what) for name, what in others(system).items()]
    there = {one["bom-ref"] for one in (product, *locked)}
    return {
        "bomFormat": told["bomFormat"],
        "specVersion": told["specVersion"],
        "version": 1,
        "metadata": {"component": product, "tools": told["metadata"]["tools"]},
        "components": [*locked, *pinned, *map(_part, parts(system))],
        "dependencies": [
            one | {"dependsOn": [ref for ref in one.get("dependsOn", ()) if ref in there]}
            for one in told["dependencies"]
            if one["ref"] in there
        ],
    }


def _pinned(name: str, version: str, digest: str) -> dict[str, Any]:
    hashes = [{"alg": "SHA-256", "content": digest}]
    return {
        "type": "library",
        "bom-ref": f"pinned-{name}@{version}",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "externalReferences": [{"type": "distribution", "url": f"{_URL}{name}/", "hashes": hashes}],
    }


def _part(part: Part) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"part-{part.name}",
        "name": part.name,
        "licenses": [{"expression": part.licence}],
        "externalReferences": [{"type": "website", "url": part.source}],
    }
    return told | ({"version": part.version} if part.version else {})


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for one in sys.argv[2:] or SYSTEMS:
        path = folder / f"scord-{__version__}-{one}.cdx.json"
        path.write_text(json.dumps(bill(one), indent=1) + "\n", "utf-8")
