"""The API against its own description: no fault of ours, no answer that it does not tell of.

SCHEMA_EXAMPLES=500 looks longer: that many requests to each operation.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.filled import fill
from tests.api.serving import served
from tests.lots.practice import Practice, in_force

from scord.settings import DropFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from schemathesis import APIOperation, BaseSchema, Case
    from tests.api.serving import Served

    from scord.store.context import Context

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "10"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
NEAR = st.integers(1, 25)  # the numbers of the rows that there are
ENDLESS = "/v1/events"  # a stream; everything else is asked
LEAVING = "/v1/session"  # ends the session that all other requests need
WAITING = "/v1/status"  # for half a minute, if asked to


def a_few(count: int, **more: Any) -> hypothesis.settings:
    return hypothesis.settings(
        max_examples=count,
        database=None,
        phases=[Phase.generate],  # what fails is told with a command that repeats it
        suppress_health_check=list(HealthCheck),
        **more,
    )


@pytest.fixture
def filled(context: Context, tmp_path: Path) -> Iterator[Served]:
    """The service's own API on loopback, with rows of every kind."""
    (tmp_path / "scanner").mkdir()
    folders = (DropFolder(name="scanner", path=tmp_path / "scanner"),)
    practice = Practice(in_force(context, folders=folders))
    fill(practice)
    with served(practice.context) as running:
        yield running


def headers_of(running: Served) -> dict[str, str]:
    """Of a session of its own, for the service's own user, who may change everything."""
    return {name: value for name, value in running.session().items() if name != "Content-Type"}


def described(running: Served) -> BaseSchema:
    url = f"{running.house.sessions.origin}/v1/openapi.json"
    schema: BaseSchema = schemathesis.openapi.from_url(url, headers=headers_of(running))
    return schema


@contextmanager
def told_at_the_end() -> Iterator[Callable[[Case, Any], None]]:
    """Fails once all was asked, with every kind of failure and a command that repeats it."""
    failures: dict[str, str] = {}

    def check(case: Case, response: Any) -> None:
        try:
            case.validate_response(response, checks=CHECKS)
        except Exception as failure:  # noqa: BLE001 -- schemathesis raises groups of its own
            failures.setdefault(f"{case.method} {case.operation.path}", str(failure))

    yield check
    assert not failures, "\n\n".join(f"{where}\n{what}" for where, what in failures.items())


def test_every_operation_answers_as_described_whatever_it_is_asked(filled: Served) -> None:
    with told_at_the_end() as check:
        for found in described(filled).get_all_operations():
            operation = found.ok()
            if operation.path != ENDLESS:
                ask_many_times(operation, headers_of(filled), check)


def ask_many_times(
    operation: APIOperation, headers: dict[str, str], check: Callable[[Case, Any], None]
) -> None:
    asked = 0

    @a_few(EXAMPLES)
    @given(case=requests_to(operation), near=st.none() | NEAR)
    def ask(case: Case, near: int | None) -> None:
        nonlocal asked
        asked += 1
        if near:
            point_at_rows(case, near)
        if isinstance(case.query.get("wait"), int | float):
            case.query["wait"] = min(case.query["wait"], 0.01)  # seconds
        check(case, case.call(headers=headers))

    ask()
    assert asked, operation.path


def requests_to(operation: APIOperation) -> st.SearchStrategy[Case]:
    """Right ones, and wrong ones where there is anything to be wrong about."""
    right = operation.as_strategy()
    if not (operation.body or operation.query or operation.path_parameters):
        return right
    return right | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


def point_at_rows(case: Case, number: int) -> None:
    """Random numbers name nothing: this one may, in the path and in the body."""
    for name, value in case.path_parameters.items():
        if isinstance(value, int):
            case.path_parameters[name] = number
    if isinstance(case.body, dict):
        case.body |= {name: number for name in ("invoice", "fse_lot") if name in case.body}


def test_what_one_answer_names_can_be_asked_for_in_the_next(filled: Served) -> None:
    headers, asked = headers_of(filled), 0
    schema = described(filled).exclude(path=[ENDLESS, LEAVING, WAITING])

    with told_at_the_end() as check:

        class Walk(schema.as_state_machine()):  # type: ignore[misc]
            def get_call_kwargs(self, _case: Case) -> dict[str, Any]:
                return {"headers": headers}

            def validate_response(self, response: Any, case: Case, **_: Any) -> None:
                nonlocal asked
                asked += 1
                check(case, response)

        Walk.run(settings=a_few(EXAMPLES, stateful_step_count=8))
    assert asked > EXAMPLES
