"""One draw by weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

Thing = TypeVar("Thing")


def pick(rng: Random, weights: Mapping[Thing, int]) -> Thing:
    return rng.choices([*weights], [*weights.values()])[0]
