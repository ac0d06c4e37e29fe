"""The worker pool: a hostile job costs itself and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing import Pipe
from typing import TYPE_CHECKING

import psutil
import pytest
from tests.imaging import jobs

from scord.imaging.workers import Outcome, WorkerPool
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow  # a worker starts in about a second
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(2, memory_mb=300, seconds=30, idle_seconds=30)
    yield pool
    pool.close()


def all_outcomes(pool: WorkerPool, count: int) -> dict[object, Outcome]:
    outcomes: dict[object, Outcome] = {}
    while len(outcomes) < count:
        outcomes |= {outcome.job_id: outcome for outcome in pool.wait(30)}
    return outcomes


def error_code(pool: WorkerPool) -> Code | None:
    (outcome,) = all_outcomes(pool, 1).values()
    return outcome.error.code if outcome.error else None


def test_jobs_run_in_other_processes_and_answer_with_their_values(pool: WorkerPool) -> None:
    pool.submit("a", jobs.double, 21)
    pool.submit("b", jobs.own_pid)
    outcomes = all_outcomes(pool, 2)
    assert outcomes["a"].value == 42
    assert outcomes["b"].value != os.getpid()


def test_a_worker_is_used_again(pool: WorkerPool) -> None:
    pids = set()
    for _ in range(3):
        pool.submit(0, jobs.own_pid)
        pids.add(all_outcomes(pool, 1)[0].value)
    assert len(pids) == 1


def test_more_jobs_than_workers_are_not_taken(pool: WorkerPool) -> None:
    assert pool.free == 2
    pool.submit(1, jobs.hang)
    pool.submit(2, jobs.hang)
    assert pool.free == 0
    with pytest.raises(RuntimeError):
        pool.submit(3, jobs.double, 1)


def test_an_error_of_ours_arrives_with_its_facts(pool: WorkerPool) -> None:
    pool.submit(1, jobs.fail_as_scord)
    error = all_outcomes(pool, 1)[1].error
    assert error is not None
    assert (error.code, error.facts) == (Code.IMAGE_TRUNCATED, {"page": 3})


def test_an_unforeseen_error_arrives_without_its_words(pool: WorkerPool) -> None:
    pool.submit(1, jobs.fail_otherwise)
    error = all_outcomes(pool, 1)[1].error
    assert error is not None
    assert error.code is Code.INTERNAL
    assert error.facts["kind"] == "ValueError"
    assert "Exemple" not in str(error)


def test_a_worker_killed_once_costs_its_job_one_retry(pool: WorkerPool, tmp_path: Path) -> None:
    pool.submit(1, jobs.kill_itself_once, str(tmp_path / "died"))
    assert all_outcomes(pool, 1)[1].value == "second life"


def test_a_job_that_kills_its_worker_twice_is_given_up_and_costs_no_other(
    pool: WorkerPool,
) -> None:
    pool.submit("bad", jobs.kill_itself)
    pool.submit("good", jobs.double, 4)
    outcomes = all_outcomes(pool, 2)
    assert outcomes["good"].value == 8
    error = outcomes["bad"].error
    assert error is not None
    assert error.code is Code.IMAGE_WORKER_DIED


def test_a_hanging_job_is_ended_at_its_deadline_and_the_pool_goes_on() -> None:
    pool = WorkerPool(1, seconds=2)
    pool.submit(1, jobs.hang)
    started = time.monotonic()
    assert error_code(pool) is Code.IMAGE_TOO_SLOW
    assert time.monotonic() - started < 4
    pool.submit(2, jobs.double, 5)
    assert all_outcomes(pool, 1)[2].value == 10
    pool.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="RLIMIT_AS is read from /proc")
def test_a_job_that_wants_too_much_memory_is_refused_and_its_worker_lives(
    pool: WorkerPool,
) -> None:
    pool.submit(1, jobs.own_pid)
    pid = all_outcomes(pool, 1)[1].value
    pool.submit(2, jobs.allocate, 2000)
    assert error_code(pool) is Code.IMAGE_TOO_MANY_PIXELS
    pool.submit(3, jobs.allocate, 50)
    assert all_outcomes(pool, 1)[3].value == 1
    pool.submit(4, jobs.own_pid)
    assert all_outcomes(pool, 1)[4].value == pid


def test_an_idle_worker_ends_and_the_next_job_starts_another() -> None:
    pool = WorkerPool(1, idle_seconds=0.5)
    pool.submit(1, jobs.own_pid)
    first = all_outcomes(pool, 1)[1].value
    assert pool.process_ids == (first,)
    assert pool.wait(1.0) == []
    assert pool.process_ids == ()
    assert not psutil.pid_exists(first)
    pool.submit(2, jobs.own_pid)
    assert all_outcomes(pool, 1)[2].value != first
    pool.close()


@posix
def test_a_worker_killed_while_idle_is_replaced_unnoticed(pool: WorkerPool) -> None:
    pool.submit(1, jobs.own_pid)
    pid = all_outcomes(pool, 1)[1].value
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    pool.submit(2, jobs.double, 3)
    assert all_outcomes(pool, 1)[2].value == 6


def test_waiting_ends_early_when_a_wake_up_pipe_can_be_read(pool: WorkerPool) -> None:
    ours, theirs = Pipe()
    pool.submit(1, jobs.hang)
    theirs.send_bytes(b"!")
    started = time.monotonic()
    assert pool.wait(20, wake=[ours]) == []
    assert time.monotonic() - started < 1


def test_waiting_for_nothing_ends_at_its_time(pool: WorkerPool) -> None:
    started = time.monotonic()
    assert pool.wait(0.2) == []
    assert 0.2 <= time.monotonic() - started < 1


@posix
def test_workers_leave_ctrl_c_to_the_service(pool: WorkerPool) -> None:
    pool.submit(1, jobs.ignores_ctrl_c)
    assert all_outcomes(pool, 1)[1].value


def test_a_worker_has_one_thread(pool: WorkerPool) -> None:
    pool.submit(1, jobs.threads)
    assert all_outcomes(pool, 1)[1].value == (1, "1")


def test_a_yielding_worker_that_others_hold_up_has_its_time_all_the_same() -> None:
    pool = WorkerPool(1, seconds=2, yielding=True)
    pool.submit(1, jobs.wait_for_others, 5.0)
    assert all_outcomes(pool, 1)[1].value == "in the end"
    pool.close()


def test_a_yielding_worker_that_has_computed_long_enough_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scord.imaging.workers._HELD_UP", 60)
    pool = WorkerPool(1, seconds=2, yielding=True)
    started = time.monotonic()
    pool.submit(1, jobs.compute_for_ever)
    assert error_code(pool) is Code.IMAGE_TOO_SLOW
    assert time.monotonic() - started < 100  # and not after 120 seconds by the clock
    pool.close()


def test_a_yielding_worker_does_not_wait_for_ever() -> None:
    pool = WorkerPool(1, seconds=2, yielding=True, monotonic=lambda: 10 * time.monotonic())
    started = time.monotonic()
    pool.submit(1, jobs.hang)
    assert error_code(pool) is Code.IMAGE_TOO_SLOW
    assert time.monotonic() - started < 15
    pool.close()


@posix
def test_yielding_workers_come_last_in_line() -> None:
    yielding = WorkerPool(1, yielding=True)
    yielding.submit(0, jobs.niceness)
    assert all_outcomes(yielding, 1)[0].value == 19
    yielding.close()


def test_idle_workers_die_with_a_service_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "service.py"
    script.write_text(
        "import os, signal\n"
        "from scord.imaging.workers import WorkerPool\n"
        "if __name__ == '__main__':\n"
        "    pool = WorkerPool(1)\n"
        "    pool.submit(1, os.getpid)\n"
        "    print(pool.wait(30)[0].value, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    output = subprocess.run([sys.executable, script], capture_output=True, check=False).stdout
    worker = int(output)
    deadline = time.monotonic() + 5
    while psutil.pid_exists(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not psutil.pid_exists(worker)


def test_closing_ends_the_busy_and_the_idle(pool: WorkerPool) -> None:
    pool.submit(1, jobs.own_pid)
    pids = [all_outcomes(pool, 1)[1].value]
    pool.submit(2, jobs.hang)
    pids += pool.process_ids
    pool.close()
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert pool.free == 2
