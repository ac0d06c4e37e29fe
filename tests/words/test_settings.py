"""Every setting that the page may change has its words and its section, and no other."""

from __future__ import annotations

from scord.setting_sources import changeable
from scord.settings import DropFolder, MailAccount, PractitionerSettings
from scord.words.settings import FIELDS, PLACES, SECTIONS, USUAL_FIELDS


def test_each_setting_has_its_words_and_stands_in_one_section() -> None:
    sectioned = [place for _, places in SECTIONS for place in places]
    assert sorted(sectioned) == sorted(changeable())
    assert set(PLACES) == set(sectioned)


def test_each_field_of_a_table_has_its_words() -> None:
    tables = (DropFolder, PractitionerSettings, MailAccount)
    fields = {name for table in tables for name in table.model_fields}
    assert set(FIELDS) == fields
    assert fields >= USUAL_FIELDS
