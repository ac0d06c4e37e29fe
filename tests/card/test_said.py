"""Which Région counts, and what a card said of a practitioner."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from tests.lots.practice import BILLING, Practice, in_force

from scord.actions.looking.practice import practice as shown
from scord.actions.setting_up.checklist import Step, checklist
from scord.exchange.profiles.reference import ReferenceProfile
from scord.lots.obstacles import Obstacle, obstacles
from scord.practice.card.profile import CardRead, Person
from scord.practice.said import Region, RegionSource, keep, region_of, said_by_card
from scord.settings import PractitionerSettings
from scord.store.tables import Message

if TYPE_CHECKING:
    from scord.store.context import Context

CARD = CardRead("9900065279", "reference", Person("99900065279", "GRIS", "ANNE", "SM26", "93"))
NUMBER_ALONE = CardRead("9900065279", None, None)


@pytest.fixture
def practice(context: Context) -> Practice:
    """Her settings have no Région."""
    one = Practice(context)
    (hers,) = one.context.settings.practitioners
    bare = hers.model_copy(update={"region": None})
    one.context = in_force(one.context, practitioners=(bare,))
    return one


def test_what_a_card_said_is_kept_with_who_read_it_and_when(practice: Practice) -> None:
    assert said_by_card(BILLING) is None
    keep(practice.context, BILLING, CARD, by="Anne")
    said = said_by_card(BILLING)
    assert said
    assert (said.by, said.at, said.profile) == ("Anne", practice.now, "reference")
    assert (said.card_number, said.rpps, said.region) == ("9900065279", "99900065279", "93")


def test_a_later_reading_takes_the_place_of_an_earlier_one(practice: Practice) -> None:
    keep(practice.context, BILLING, CARD, by="Anne")
    keep(practice.context, BILLING, NUMBER_ALONE, by="Paul")
    said = said_by_card(BILLING)
    assert said
    assert (said.by, said.region, said.family_name) == ("Paul", None, None)
    assert region_of(practice.context.settings, BILLING) is None


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        (None, Region("93", RegionSource.CARD)),
        (" ", Region("93", RegionSource.CARD)),
        ("84", Region("84", RegionSource.SETTINGS)),
    ],
)
def test_a_persons_region_counts_before_the_cards(
    practice: Practice, given: str | None, counts: Region
) -> None:
    keep(practice.context, BILLING, CARD, by="Anne")
    settings = PractitionerSettings(billing_number=BILLING, region=given)
    assert region_of(in_force(practice.context, practitioners=(settings,)).settings, BILLING) == (
        counts
    )


def test_with_the_cards_region_lots_leave_and_carry_it(practice: Practice) -> None:
    invoice = practice.ready()
    found = obstacles(practice.context, ReferenceProfile(), invoice, practice.now)
    assert found == (Obstacle.REGION_MISSING,)
    assert practice.lots() == []
    keep(practice.context, BILLING, CARD, by="Anne")
    (lot,) = practice.lots()
    data = practice.context.files.messages.read(Message.get(Message.lot == lot).sha256)
    with ZipFile(BytesIO(data)) as frozen:
        assert any(b'"93"' in frozen.read(name) for name in frozen.namelist())


def test_the_guided_start_and_the_practice_tell_the_cards_region(practice: Practice) -> None:
    def step() -> bool:
        steps = {one.code: one.done for one in checklist(practice.context).steps}
        return steps[Step.REGION]

    assert not step()
    keep(practice.context, BILLING, CARD, by="Anne")
    assert step()
    (facts,) = shown(practice.context).practitioners
    assert (facts.region, facts.region_source) == ("93", RegionSource.CARD)
    assert facts.card
    assert facts.card.given_name == "ANNE"
