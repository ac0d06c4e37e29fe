"""Alerts reach the screen once: none lost, none repeated, whatever fails in between."""

from __future__ import annotations

import pytest
from tests.tray.scripted import CLAIM, NotedDesktop, ScriptedService, alert, silent

from scord_shared.errors import Code, ScordError
from scord_tray.courier import Courier

DELIVERED = "/v1/alerts/4/delivered"


class Post:
    def __init__(self) -> None:
        self.service = ScriptedService(to_claim=[alert(4)])
        self.desktop = NotedDesktop()
        self.courier = Courier(self.service, self.desktop)

    @property
    def shown(self) -> list[int]:
        return [number for toast in self.desktop.toasts for number in toast.alerts]


def test_an_alert_is_confirmed_only_after_it_was_shown() -> None:
    post = Post()
    post.service.meanwhile = lambda: post.service.posts.append(f"shown {post.shown}")
    post.courier.deliver("fr")
    assert post.service.posts == [CLAIM, "shown []", DELIVERED]
    assert post.shown == [4]


def test_a_service_that_dies_after_the_claim_hears_of_it_later_and_nothing_is_shown_twice() -> None:
    post = Post()
    post.service.refuses = {DELIVERED: silent()}
    with pytest.raises(ScordError):
        post.courier.deliver("fr")
    with pytest.raises(ScordError):
        post.courier.deliver("fr")
    post.service.refuses = {}
    post.courier.deliver("fr")
    assert post.shown == [4]
    assert post.service.posts == [CLAIM, DELIVERED, DELIVERED, DELIVERED, CLAIM]


def test_what_is_confirmed_and_offered_again_has_become_graver_and_is_shown_again() -> None:
    post = Post()
    post.courier.deliver("fr")
    post.service.to_claim = [alert(4)]
    post.courier.deliver("fr")
    assert post.shown == [4, 4]


def test_an_alert_that_is_gone_meanwhile_needs_no_confirmation() -> None:
    post = Post()
    post.service.refuses = {DELIVERED: ScordError(Code.NOT_THERE)}
    post.courier.deliver("fr")
    post.service.to_claim = []
    post.courier.deliver("fr")
    assert post.service.posts == [CLAIM, DELIVERED, CLAIM]


def test_what_could_not_be_shown_is_not_confirmed_and_shown_when_it_is_offered_again() -> None:
    post = Post()
    post.desktop.can_toast = False
    post.courier.deliver("fr")
    assert post.service.posts == [CLAIM]
    post.desktop.can_toast = True
    post.courier.deliver("fr")
    assert post.shown == [4]
    assert post.service.posts[-1] == DELIVERED


def test_many_alerts_in_one_notification_are_all_confirmed() -> None:
    post = Post()
    post.service.to_claim = [alert(number) for number in (4, 5, 6, 7)]
    post.courier.deliver("fr")
    assert len(post.desktop.toasts) == 1
    assert post.service.posts[1:] == [f"/v1/alerts/{number}/delivered" for number in (4, 5, 6, 7)]


def test_one_confirmation_that_fails_leaves_the_others_for_later() -> None:
    post = Post()
    post.service.to_claim = [alert(4), alert(5)]
    post.service.refuses = {"/v1/alerts/5/delivered": silent()}
    with pytest.raises(ScordError):
        post.courier.deliver("fr")
    post.service.refuses = {}
    post.service.to_claim = []
    post.courier.deliver("fr")
    assert post.service.posts.count(DELIVERED) == 1
    assert post.service.posts.count("/v1/alerts/5/delivered") == 2
