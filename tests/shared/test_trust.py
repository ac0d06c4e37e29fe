from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from scord_shared import trust
from scord_shared.errors import Code, ScordError
from scord_shared.places import Endpoint, Place, own_name

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights as POSIX has them")

ENDPOINT = {"port": 4711, "instance": "i", "api": 1, "pid": 1}
TOKEN = {"user": "anne", "instance": "i", "token": "secret"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """As a service leaves it."""
    place = Place(tmp_path / "run")
    place.folder.mkdir(mode=0o755)
    place.tokens.mkdir(mode=0o711)
    place.endpoint.write_text(json.dumps(ENDPOINT))
    place.endpoint.chmod(0o644)
    file = place.token(own_name())
    file.write_text(json.dumps(TOKEN))
    file.chmod(0o600)
    return place


def test_what_the_service_left_is_read(place: Place) -> None:
    assert trust.endpoint_of(place) == Endpoint(4711, "i", 1, 1)
    assert trust.token_of(place, own_name()) == "secret"


def test_a_newer_services_file_may_say_more(place: Place) -> None:
    place.endpoint.write_text(json.dumps(ENDPOINT | {"more": 1}))
    assert trust.endpoint_of(place).port == 4711


@pytest.mark.parametrize("mode", [0o775, 0o757, 0o777])
def test_a_folder_that_others_may_write_is_not_believed(place: Place, mode: int) -> None:
    place.folder.chmod(mode)
    _refuses_both(place)


@pytest.mark.parametrize("mode", [0o730, 0o703, 0o777])
def test_tokens_in_a_folder_that_others_may_write_are_not_believed(place: Place, mode: int) -> None:
    place.tokens.chmod(mode)
    _refuses_token(place)


def test_an_endpoint_that_others_may_write_is_not_believed(place: Place) -> None:
    place.endpoint.chmod(0o666)
    with pytest.raises(ScordError, match=Code.NOT_THE_SERVICE):
        trust.endpoint_of(place)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622])
def test_a_token_that_others_may_read_or_write_is_not_believed(place: Place, mode: int) -> None:
    place.token(own_name()).chmod(mode)
    _refuses_token(place)


def test_a_link_in_place_of_a_file_is_not_followed(place: Place, tmp_path: Path) -> None:
    for file in (place.endpoint, place.token(own_name())):
        file.rename(tmp_path / file.name)
        file.symlink_to(tmp_path / file.name)
    with pytest.raises(OSError, match="symbolic"):
        trust.endpoint_of(place)
    with pytest.raises(OSError, match="symbolic"):
        trust.token_of(place, own_name())


@pytest.mark.skipif(os.name != "nt" and os.geteuid() != 0, reason="only root gives files away")
def test_files_of_another_user_are_not_believed(place: Place) -> None:
    os.chown(place.token(own_name()), 65534, -1)
    _refuses_token(place)
    os.chown(place.tokens, 65534, -1)
    _refuses_token(place)
    os.chown(place.endpoint, 65534, -1)
    _refuses_both(place)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"port": "x"}', "\x00", "9" * 10_000])
def test_a_file_out_of_shape_is_not_believed(place: Place, text: str) -> None:
    place.endpoint.write_text(text)
    place.token(own_name()).write_text(text)
    _refuses_both(place)


def test_what_is_missing_is_told_as_missing(place: Place) -> None:
    place.endpoint.unlink()
    with pytest.raises(FileNotFoundError):
        trust.endpoint_of(place)


def _refuses_both(place: Place) -> None:
    with pytest.raises(ScordError, match=Code.NOT_THE_SERVICE):
        trust.endpoint_of(place)
    _refuses_token(place)


def _refuses_token(place: Place) -> None:
    with pytest.raises(ScordError, match=Code.NOT_THE_SERVICE):
        trust.token_of(place, own_name())
