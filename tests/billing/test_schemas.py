"""The documentation of the formats: schemas are current, examples are true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.billing.makers import PRACTITIONER, ack, invoice, lot

from scord.billing.formats import FORMATS
from scord.billing.items import read
from scord.billing.schemas import schemas, write

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = [
    json.loads(block)
    for block in re.findall(
        r"```json\n(.*?)```", (DOCS / "formats.md").read_text("utf-8"), re.DOTALL
    )
]


def validator(format_name: str) -> Draft202012Validator:
    return Draft202012Validator(schemas()[format_name.replace("/", "-") + ".json"])


def test_the_committed_schemas_are_those_of_the_models(tmp_path: Path) -> None:
    write(tmp_path)
    names = sorted(path.name for path in (DOCS / "schemas").iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    for name in names:
        committed, current = (DOCS / "schemas" / name, tmp_path / name)
        assert committed.read_text("utf-8") == current.read_text("utf-8"), (
            f"{name} is old: run python -m scord.billing.schemas docs/schemas"
        )


def test_every_format_has_an_example() -> None:
    assert {example["format"] for example in EXAMPLES} == {form.name for form in FORMATS}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["format"])
def test_examples_pass_the_schema_and_the_importer(example: dict[str, Any]) -> None:
    validator(example["format"]).validate(example)
    validator(example["format"]).validate([example])
    (form,) = [form for form in FORMATS if form.name == example["format"]]
    reading = read(example, form, first=1, language="fr")
    assert reading.tally.faults == []
    assert len(reading.given) == len(example[form.items])


@pytest.mark.parametrize(
    ("name", "items", "item", "wrong"),
    [
        ("scord-invoices/1", "invoices", invoice(), {"mode": "paper"}),
        ("scord-invoices/1", "invoices", invoice(), {"lines": []}),
        ("scord-invoices/1", "invoices", invoice(), {"insured_nir": "18101"}),
        ("scord-lots/1", "lots", lot(), {"invoices": [481]}),
        ("scord-acks/1", "acks", ack(), {"result": True}),
    ],
)
def test_schemas_refuse_what_the_importer_refuses(
    name: str, items: str, item: dict[str, Any], wrong: dict[str, Any]
) -> None:
    document = {"format": name, "practitioner": PRACTITIONER, items: [item]}
    assert validator(name).is_valid(document)
    assert not validator(name).is_valid({**document, items: [{**item, **wrong}]})


def test_every_field_of_the_models_is_documented() -> None:
    text = (DOCS / "formats.md").read_text("utf-8")
    for form in FORMATS:
        for model in (form.file, form.item):
            for field in model.model_fields:
                assert field in text
