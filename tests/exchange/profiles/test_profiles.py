"""Which profile is in force: the built-in one, or a plug-in that is there exactly once."""

from __future__ import annotations

from importlib.metadata import EntryPoint, EntryPoints
from typing import Any

import pytest

from scord.exchange import profiles
from scord.exchange.profiles import GROUP, load_profile
from scord.exchange.profiles.reference import ReferenceProfile
from scord_shared.errors import Code, ScordError


class Clinic(ReferenceProfile):
    name = "clinic"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    """The plug-ins of the machine: what a test puts into the list."""
    plug_ins: list[EntryPoint] = []

    def entry_points(**wanted: Any) -> EntryPoints:
        return EntryPoints(plug_ins).select(**wanted)

    monkeypatch.setattr(profiles, "entry_points", entry_points)
    return plug_ins


def plug_in(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, GROUP)


def refusal(name: str) -> str:
    with pytest.raises(ScordError) as raised:
        load_profile(name)
    assert raised.value.code == Code.SETTINGS_INVALID
    return str(raised.value.facts["faults"])


def test_reference_is_always_there(installed: list[EntryPoint]) -> None:
    assert isinstance(load_profile("reference"), ReferenceProfile)


def test_a_plug_in_is_loaded_by_its_name(installed: list[EntryPoint]) -> None:
    installed.append(plug_in("clinic", f"{__name__}:Clinic"))
    assert isinstance(load_profile("clinic"), Clinic)


def test_a_plug_in_whose_profile_has_another_name_is_refused(installed: list[EntryPoint]) -> None:
    installed.append(plug_in("other", f"{__name__}:Clinic"))
    assert "calls itself 'clinic'" in refusal("other")


def test_no_plug_in_stands_in_for_reference(installed: list[EntryPoint]) -> None:
    installed.append(plug_in("reference", "builtins:dict"))
    assert isinstance(load_profile("reference"), ReferenceProfile)


def test_an_unknown_profile_is_refused_and_the_known_ones_named(
    installed: list[EntryPoint],
) -> None:
    installed.append(plug_in("clinic", "builtins:dict"))
    assert "depot, reference" in refusal("dépôt")


def test_two_packages_with_one_name_are_refused(installed: list[EntryPoint]) -> None:
    installed += [plug_in("clinic", "builtins:dict"), plug_in("clinic", "builtins:list")]
    assert "2 packages" in refusal("clinic")


def test_a_plug_in_that_does_not_load_is_refused(installed: list[EntryPoint]) -> None:
    installed.append(plug_in("clinic", "no_such_package:Profile"))
    assert "ModuleNotFoundError" in refusal("clinic")
