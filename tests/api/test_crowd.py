from __future__ import annotations

from dataclasses import dataclass

from scord.api.crowd import CONNECTIONS, LOOPBACK, OF_LOOPBACK, OF_ONE_USER, Crowd


@dataclass(eq=False)
class _Guest:
    served: bool = False
    dropped: bool = False

    def drop(self) -> None:
        self.dropped = True


def _fill(crowd: Crowd, who: int | str, count: int, *, served: bool = False) -> list[_Guest]:
    guests = [_Guest(served) for _ in range(count)]
    assert all(crowd.enter(who, guest) for guest in guests)
    return guests


def test_a_users_next_program_gets_the_place_of_their_own_longest_idle_one() -> None:
    crowd = Crowd()
    others = _fill(crowd, 1001, OF_ONE_USER)
    first, second, *_ = _fill(crowd, 1000, OF_ONE_USER)
    assert crowd.enter(1000, _Guest())
    assert (first.dropped, second.dropped) == (True, False)
    assert not any(guest.dropped for guest in others)


def test_who_is_being_served_keeps_their_place() -> None:
    crowd = Crowd()
    served = _fill(crowd, 1000, OF_ONE_USER, served=True)
    assert not crowd.enter(1000, _Guest())
    assert not any(guest.dropped for guest in served)
    served[3].served = False
    assert crowd.enter(1000, _Guest())
    assert served[3].dropped


def test_a_place_that_was_left_is_free() -> None:
    crowd = Crowd()
    served = _fill(crowd, 1000, OF_ONE_USER, served=True)
    crowd.leave(1000, served[0])
    crowd.leave(1000, served[0])
    assert crowd.enter(1000, _Guest(served=True))
    assert not crowd.enter(1000, _Guest())


def test_whoever_floods_the_loopback_leaves_the_socket_alone() -> None:
    crowd = Crowd()
    tray = _Guest()
    crowd.enter(1000, tray)
    flood = _fill(crowd, LOOPBACK, 3 * CONNECTIONS)
    assert sum(not guest.dropped for guest in flood) == OF_LOOPBACK
    assert not tray.dropped


def test_where_all_places_are_taken_the_largest_party_gives_one() -> None:
    crowd = Crowd()
    page = _fill(crowd, LOOPBACK, OF_LOOPBACK)
    for user in range((CONNECTIONS - OF_LOOPBACK) // OF_ONE_USER):
        _fill(crowd, user, OF_ONE_USER)
    assert crowd.enter(4711, _Guest())
    assert [guest.dropped for guest in page[:2]] == [True, False]
