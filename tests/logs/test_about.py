from __future__ import annotations

import threading

import pytest

from scord.logs.about import about, at_hand, carried


def test_what_is_about_adds_up_and_ends_with_its_block() -> None:
    with about(scan=12):
        with about(document=7):
            assert at_hand() == {"scan": 12, "document": 7}
        assert at_hand() == {"scan": 12}
    assert at_hand() == {}


def test_a_fault_carries_what_the_innermost_block_was_about() -> None:
    with pytest.raises(ValueError, match="bad") as raised, about(scan=12), about(document=7):
        raise ValueError("bad")
    assert carried(raised.value) == {"scan": 12, "document": 7}
    assert carried(ValueError("of no block")) == {}


def test_another_thread_is_about_something_else() -> None:
    seen = []
    with about(scan=12):
        thread = threading.Thread(target=lambda: seen.append(at_hand()))
        thread.start()
        thread.join()
    assert seen == [{}]
