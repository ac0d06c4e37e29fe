"""Finds the profile in force: `reference` and `depot` come with Scord, others are plug-ins.

A plug-in is a package with an entry point in the group `scord.profiles`: its name is the profile's,
its object, called without arguments, gives a scord.lots.profile.Profile.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, cast

from scord.exchange.profiles.depot import DepotProfile
from scord.exchange.profiles.reference import ReferenceProfile
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from scord.lots.profile import Profile

GROUP = "scord.profiles"
_OURS: dict[str, type[ReferenceProfile | DepotProfile]] = {
    one.name: one for one in (ReferenceProfile, DepotProfile)
}


def load_profile(name: str) -> Profile:
    """The profile called `name`; no plug-in can stand in for one of ours.

    Raises ScordError SETTINGS_INVALID where there is none, or several, or it does not load, or
    calls itself otherwise: by the name of its profile a lot is known as one of the setting's.
    """
    if name in _OURS:
        return _OURS[name]()
    found = entry_points(group=GROUP, name=name)
    if len(found) != 1:
        known = sorted({*_OURS, *entry_points(group=GROUP).names})
        raise _unfit(name, f"{len(found)} packages offer it; known here: {', '.join(known)}")
    try:
        profile = cast("Profile", next(iter(found)).load()())
        itself = profile.name
    except Exception as fault:  # a plug-in may fail in any way, and then is not loaded
        raise _unfit(name, f"it does not load ({type(fault).__name__})") from fault
    if itself != name:
        raise _unfit(name, f"it calls itself {itself!r}")
    return profile


def _unfit(name: str, reason: str) -> ScordError:
    return ScordError(Code.SETTINGS_INVALID, faults=(f"exchange.profile {name!r}: {reason}",))
