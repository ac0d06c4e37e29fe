"""JSON Schemas of the import formats, for the makers of billing software.

`python -m scord.billing.schemas DIRECTORY` writes them; docs/schemas holds the current ones. A
schema says less than Scord checks: keys of numbers, sums and the calendar are not in it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from scord.billing.formats import FORMATS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """By file name: what a whole file may hold, one object of the format or a list of them."""
    return {
        f"{form.name.replace('/', '-')}.json": {
            "$schema": _DIALECT,
            "title": form.name,
            **_one_or_list(form.file),
        }
        for form in FORMATS
    }


def _one_or_list(file: Any) -> dict[str, Any]:
    return TypeAdapter(file | list[file]).json_schema()


def write(folder: Path) -> None:
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
