"""GET /v1/metrics, read as strictly as a monitoring system may."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from tests.api.filled import fill

import scord
from scord.actions.metrics import COUNTED
from scord.actions.sending import pause
from scord.actions.status import status
from scord.store.states import ScorLotState
from scord.store.tables import Alert, Message, ScorLot
from scord_shared.status import AlertKind, Counts

if TYPE_CHECKING:
    from fastapi import FastAPI
    from tests.api.routes.asking import Answer, Asker
    from tests.conftest import TurnedClock
    from tests.lots.practice import Practice

# Source: https://prometheus.io/docs/instrumenting/exposition_formats/
_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_HELP = re.compile(rf"# HELP ({_NAME}) [^\\\n]+")
_TYPE = re.compile(rf"# TYPE ({_NAME}) gauge")
_LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="([^"\\\n]*)"'
_SAMPLE = re.compile(rf"({_NAME})(?:\{{{_LABEL}\}})? (-?\d+(?:\.\d+)?)")

Key = tuple[str, str]  # name without its beginning, value of the label


def parsed(answer: Answer) -> dict[Key, float]:
    """Each metric: HELP, TYPE, then its samples, none twice; fails on anything else."""
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    text = answer.data.decode()
    assert text.endswith("\n")
    found: dict[Key, float] = {}
    seen: list[str] = []
    lines = text.split("\n")[:-1]
    while lines:
        helped, typed = _HELP.fullmatch(lines.pop(0)), _TYPE.fullmatch(lines.pop(0))
        assert helped
        assert typed
        assert helped[1] == typed[1]
        assert helped[1] not in seen
        seen.append(helped[1])
        while lines and not lines[0].startswith("#"):
            sample = _SAMPLE.fullmatch(lines.pop(0))
            assert sample, "a line that is no sample"
            assert sample[1] == seen[-1]
            key = sample[1].removeprefix("scord_"), sample[3] or ""
            assert key not in found
            found[key] = float(sample[4])
    return found


def test_an_empty_store_is_told_in_the_format_without_ages(ask: Asker) -> None:
    told = parsed(ask.get("/v1/metrics"))
    assert told["build_info", scord.__version__] == 1
    assert told["to_file", ""] == 0
    assert told["store_bytes", ""] > 0
    assert told["disk_free_bytes", ""] > 0
    assert ("last_lot_age_seconds", "") not in told
    assert told["paused", ""] == 0


def test_every_count_of_the_status_has_its_words() -> None:
    assert set(COUNTED) == {one.name for one in fields(Counts)}


@pytest.mark.slow
def test_it_tells_what_the_status_counts_and_each_state_also_where_there_is_none(
    ask: Asker, practice: Practice
) -> None:
    fill(practice)
    now = status(practice.context)
    told = parsed(ask.get("/v1/metrics"))
    for one in fields(Counts):
        assert told[one.name, ""] == getattr(now.counts, one.name), one.name
    assert now.counts.to_file > 1
    lots = {state.value: told["scor_lots", state.value] for state in ScorLotState}
    assert sum(lots.values()) == ScorLot.select().count() > 1
    assert lots["partial"] == ScorLot.select().where(ScorLot.state == "partial").count()
    uncertain = Message.select().where(Message.state == "uncertain").count()
    assert told["messages", "uncertain"] == uncertain == 2
    kinds = {kind.value: told["alerts_open", kind.value] for kind in AlertKind}
    assert sum(kinds.values()) == now.alerts_open == kinds["file-left"] == 2


def test_ages_grow_with_the_clock(ask: Asker, practice: Practice) -> None:
    practice.ready()
    (lot,) = practice.lots()
    ScorLot.update(frozen_at=practice.now).where(ScorLot.id == lot.id).execute()
    before = parsed(ask.get("/v1/metrics"))["last_lot_age_seconds", ""]
    practice.context.clock.turn(minutes=90)  # type: ignore[attr-defined]
    assert parsed(ask.get("/v1/metrics"))["last_lot_age_seconds", ""] == before + 5_400


def test_a_pause_and_a_dismissed_alert_are_told_as_in_the_status(
    ask: Asker, practice: Practice
) -> None:
    pause(practice.context, by="Anne")
    now = practice.now
    for subject, dismissed in (("a", now), ("b", None)):
        Alert.create(
            kind="arl-late",
            subject=subject,
            level="warning",
            opened_at=now,
            raised_at=now,
            dismissed_at=dismissed,
        )
    told = parsed(ask.get("/v1/metrics"))
    assert told["paused", ""] == 1
    assert told["alerts_open", "arl-late"] == 1


def test_whoever_may_read_the_status_may_read_it(ask: Asker) -> None:
    assert parsed(ask.reader().get("/v1/metrics"))


@pytest.mark.slow
def test_it_names_nobody_and_no_file(ask: Asker, practice: Practice) -> None:
    fill(practice)
    text = ask.get("/v1/metrics").data.decode()
    assert not re.search(r"ADRDEUX|LAURENT|GRIS|ANNE|991129768|scanner|scan\.tif", text)


def test_the_age_of_the_engine_s_last_turn_grows_until_it_turns(
    ask: Asker, app: FastAPI, clock: TurnedClock
) -> None:
    clock.turn(seconds=90)
    assert parsed(ask.get("/v1/metrics"))["last_turn_age_seconds", ""] == 90
    app.state.house.pulse.beat()
    assert parsed(ask.get("/v1/metrics"))["last_turn_age_seconds", ""] == 0
