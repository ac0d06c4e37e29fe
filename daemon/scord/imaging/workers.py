"""Worker processes for hostile files: bounded in memory and time, replaced when they die.

One worker does one job at a time, over a pipe of its own, so that a death costs one job (in a
ProcessPoolExecutor it breaks every future). Workers are spawned, never forked; the pool belongs to
one thread and has none of its own.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from multiprocessing import connection, get_context
from typing import TYPE_CHECKING, Any

from scord.imaging import worker
from scord_shared.errors import Code, ScordError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess


_HELD_UP = 10  # times its seconds that a job of a yielding worker may take by the clock


@dataclass(frozen=True)
class Outcome:
    """What became of a job: its value, or the error that stands for it."""

    job_id: Any  # as it was submitted
    value: Any = None
    error: ScordError | None = None


@dataclass
class _Job:
    job_id: Hashable
    call: worker.Call
    may_retry: bool = True


@dataclass
class _Worker:
    process: SpawnProcess
    pipe: Connection
    until: float = 0.0  # monotonic: the job's deadline, or when idleness ends the worker
    job: _Job | None = None
    last: float = 0.0  # monotonic: whatever holds it up, the job is over then
    computed: float = 0.0  # seconds of processor time, before the job


class WorkerPool:
    """Up to `size` worker processes, started when first needed.

    `memory_mb`: what a job may allocate beyond what its worker holds (Linux only). `seconds`: how
    long a job may take. A worker without a job for `idle_seconds` is ended by the next `wait`.
    `yielding` workers only use what the machine has to spare: their `seconds` are of processor
    time, so that a busy hour of others spoils no job; ten times as long by the clock at most.
    """

    def __init__(
        self,
        size: int,
        *,
        memory_mb: int = 1000,
        seconds: float = 60.0,
        idle_seconds: float = 30.0,
        yielding: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._size = size
        self._memory_mb = memory_mb
        self._seconds = seconds
        self._longest = seconds * (_HELD_UP if yielding else 1)
        self._idle_seconds = idle_seconds
        self._yielding = yielding
        self._monotonic = monotonic
        self._workers: list[_Worker] = []
        self._stranded: list[_Job] = []  # their worker died and no other could be started yet

    @property
    def free(self) -> int:
        """How many more jobs can be submitted now."""
        at_work = sum(one.job is not None for one in self._workers)
        return self._size - at_work - len(self._stranded)

    @property
    def pipes(self) -> tuple[Connection, ...]:
        """What another pool's `wait` may be woken by, where one thread has two."""
        return tuple(one.pipe for one in self._workers)

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The workers alive now; none when at rest."""
        return tuple(one.process.pid or 0 for one in self._workers)

    def submit(self, job_id: Hashable, function: Callable[..., Any], *arguments: object) -> None:
        """Runs `function(*arguments)` in a worker: a module-level function, and all must pickle.

        Raises RuntimeError when none is `free`.
        """
        if not self.free:
            raise RuntimeError("no free worker")
        self._give(_Job(job_id, (function, arguments)))

    def wait(self, timeout: float | None = None, wake: Sequence[Connection] = ()) -> list[Outcome]:
        """The jobs that have ended, as soon as there is one; none after `timeout` seconds.

        Returns early, perhaps with nothing, when one of `wake` (pipe ends, sockets) can be read.
        With no worker, no `wake` and no `timeout`, there is nothing to wait for: none at once.
        """
        give_up = None if timeout is None else self._monotonic() + timeout
        stranded, self._stranded = self._stranded, []
        for job in stranded:
            self._give_or_keep(job)
        while True:
            pipes = {one.pipe: one for one in self._workers}
            sources = [*pipes, *wake]
            if not sources and give_up is None:
                return []
            ready = _ready(sources, self._patience(give_up))
            outcomes = [
                outcome
                for pipe, one in pipes.items()
                if pipe in ready and (outcome := self._hear(one)) is not None
            ]
            outcomes += self._end_overdue()
            woken = any(source in ready for source in wake)
            if outcomes or woken or (give_up is not None and self._monotonic() >= give_up):
                return outcomes

    def close(self) -> None:
        """Ends every worker; jobs still running are dropped. The pool can be used again."""
        for one in list(self._workers):
            self._end(one)
        self._stranded = []

    def _give(self, job: _Job) -> None:
        """Hands `job` to an idle worker, or to a new one."""
        for one in [one for one in self._workers if one.job is None]:
            try:
                one.pipe.send(job.call)
            except OSError:  # it died while idle
                self._end(one)
                continue
            self._mark(one, job)
            return
        fresh = self._start()
        fresh.pipe.send(job.call)
        self._mark(fresh, job)

    def _start(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=worker.serve,
            args=(theirs, self._memory_mb, self._longest),
            kwargs={"yielding": self._yielding},
            daemon=True,
        )
        process.start()
        theirs.close()  # so that the worker's death is the end of the pipe
        one = _Worker(process, ours)
        self._workers.append(one)
        return one

    def _mark(self, one: _Worker, job: _Job | None) -> None:
        now = self._monotonic()
        one.job = job
        one.until = now + (self._seconds if job else self._idle_seconds)
        one.last = now + self._longest
        one.computed = _computed(one.process) if job and self._yielding else 0.0

    def _hear(self, one: _Worker) -> Outcome | None:
        """The answer of a worker whose pipe is ready; None if it died and its job runs again."""
        job = one.job
        try:
            value, error = one.pipe.recv()
        except (EOFError, OSError):
            self._end(one)
            return self._after_death(job)
        self._mark(one, None)
        return Outcome(job.job_id, value, error) if job else None

    def _after_death(self, job: _Job | None) -> Outcome | None:
        """One more try: the machine may have been short of memory. A second death is the file's."""
        if job is None:
            return None
        if not job.may_retry:
            return Outcome(job.job_id, error=ScordError(Code.IMAGE_WORKER_DIED))
        self._give_or_keep(_Job(job.job_id, job.call, may_retry=False))
        return None

    def _give_or_keep(self, job: _Job) -> None:
        try:
            self._give(job)
        except OSError:  # no process to be had now: the machine is out of memory or of processes
            self._stranded.append(job)

    def _end_overdue(self) -> list[Outcome]:
        now = self._monotonic()
        overdue = [
            one for one in self._workers if now >= one.until and not self._has_more_time(one, now)
        ]
        for one in overdue:
            self._end(one)
        slow = ScordError(Code.IMAGE_TOO_SLOW, limit=self._seconds)
        return [Outcome(one.job.job_id, error=slow) for one in overdue if one.job]

    def _has_more_time(self, one: _Worker, now: float) -> bool:
        """Whether a yielding worker was kept from its job: it goes on for what it did not have."""
        if not (self._yielding and one.job):
            return False
        left = self._seconds - (_computed(one.process) - one.computed)
        one.until = min(now + left, one.last)
        return one.until > now

    def _end(self, one: _Worker) -> None:
        """Nothing a worker holds is worth a farewell."""
        self._workers.remove(one)
        one.process.kill()
        one.process.join()
        one.process.close()
        one.pipe.close()

    def _patience(self, give_up: float | None) -> float | None:
        """Seconds until something is due by itself: a deadline, an idle end, the caller's time."""
        due = [one.until for one in self._workers]
        if give_up is not None:
            due.append(give_up)
        return max(0.0, min(due) - self._monotonic()) if due else None


def _computed(process: SpawnProcess) -> float:
    """Seconds of processor time it has used; none of one that has ended, which its pipe tells."""
    import psutil  # noqa: PLC0415 -- only readers need it: `scord convert` starts at once

    try:
        spent = psutil.Process(process.pid).cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(spent.user + spent.system)


def _ready(sources: Sequence[Connection], seconds: float | None) -> Sequence[object]:
    """Those of `sources` that can be read within `seconds`; Windows cannot wait for none."""
    if sources:
        try:
            return connection.wait(sources, seconds)
        except InterruptedError:  # Windows: Ctrl+C came while waiting, and was heard elsewhere
            return []
    time.sleep(seconds or 0)
    return []
