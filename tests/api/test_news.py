"""Those who wait for news of the service, and when they hear it."""

from __future__ import annotations

import os
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.api.serving import served
from tests.api.waiting import next_event, start_waiting

from scord.lots.standing import catch_up
from scord.store.flags import raise_flag
from scord_shared.errors import Code

if TYPE_CHECKING:
    from scord.store.context import Context

UNIX = pytest.mark.skipif(os.name == "nt", reason="there is no Unix socket")


@pytest.mark.slow
def test_a_write_of_this_process_reaches_who_waits_without_a_word_of_the_engine(
    context: Context,
) -> None:
    with served(context) as api:
        (waiting,) = start_waiting(api)
        raise_flag(context, "paused", by="Anne")
        catch_up(context)
        status = waiting.told()
        assert status.status.paused_since is not None
        assert status.revision > 0


@pytest.mark.slow
def test_the_engine_is_woken_while_the_counts_lag_behind_the_journal(context: Context) -> None:
    with served(context) as api:
        (waiting,) = start_waiting(api)
        raise_flag(context, "paused", by="Anne")
        while not api.woken:
            time.sleep(0.02)
        assert waiting.is_alive()
        catch_up(context)
        waiting.told()


def test_the_engines_word_is_faster_than_the_watcher(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scord.api.board.WATCH_SECONDS", 60.0)
    with served(context) as api:
        (waiting,) = start_waiting(api)
        raise_flag(context, "paused", by="Anne")
        catch_up(context)
        api.house.board.changed()
        assert waiting.told(5).status.paused_since is not None


@UNIX
def test_the_page_hears_the_same_as_a_stream(context: Context) -> None:
    with served(context) as api, closing(api.connected()) as to:
        to.sendall(b"GET /v1/events HTTP/1.1\r\nHost: scord\r\n\r\n")
        first = next_event(to)
        raise_flag(context, "paused", by="Anne")
        catch_up(context)
        api.house.board.changed()
        second = next_event(to)
    assert first["status"]["paused_since"] is None
    assert second["status"]["paused_since"] is not None
    assert second["revision"] > first["revision"]


def test_who_knows_another_instance_is_answered_at_once(context: Context) -> None:
    with served(context) as api:
        begun = time.monotonic()
        assert api.client.status(10**9, "another", 30).instance == api.house.instance
        assert time.monotonic() - begun < 5


@pytest.mark.parametrize("wait", ["-1", "31", "nan", "x"])
def test_a_wait_out_of_bounds_is_refused(context: Context, wait: str) -> None:
    with served(context) as api:
        told = api.as_user("GET", f"/v1/status?since=0&wait={wait}")
        assert (told.status, told.code) == (422, Code.REQUEST_INVALID)


@UNIX
def test_a_client_that_leaves_no_longer_waits(context: Context) -> None:
    with served(context) as api:
        with closing(api.connected()) as to:
            to.sendall(b"GET /v1/status?since=0&wait=30 HTTP/1.1\r\nHost: scord\r\n\r\n")
            while not api.house.board._waiting:
                time.sleep(0.01)
        until = time.monotonic() + 10
        while api.house.board._waiting:
            assert time.monotonic() < until, "it still waits"
            time.sleep(0.01)
