"""The layout of the profile `reference`, from layout.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from scord.billing.b2.layout import Layout


@cache
def reference_layout() -> Layout:
    """The layout of the profile `reference`; no caisse writes or reads what it invents."""
    table = tomllib.loads(files("scord.billing.b2").joinpath("layout.toml").read_text("utf-8"))
    heads = {name: _known(head, table["sources"]) for name, head in table["heads"].items()}
    records = [_with_head(record, heads, table["sources"]) for record in table["records"]]
    return Layout.model_validate({"records": records, "sums": table["sums"]})


def _with_head(
    record: dict[str, Any], heads: dict[str, list[dict[str, Any]]], sources: dict[str, str]
) -> dict[str, Any]:
    said = {name: record[name] for name in ("name", "what", "role", "marks", "then")}
    return {**said, "fields": heads.get(record.get("head", ""), []) + _known(record, sources)}


def _known(group: dict[str, Any], sources: dict[str, str]) -> list[dict[str, Any]]:
    """The fields of a table of layout.toml, each with what the table says of all."""
    said = {"sure": group["sure"], "source": sources[group["source"]]}
    return [{**field, **said} for field in group["fields"]]
