"""The life of one worker process: takes calls from its pipe and answers, until the pipe ends."""

from __future__ import annotations

import math
import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scord.imaging.memory import limit_growth, ran_out
from scord_shared.errors import Code, ScordError

if sys.platform == "win32":
    import win32api
    import win32process

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Call = tuple[Callable[..., Any], tuple[object, ...]]
Answer = tuple[Any, ScordError | None]

_GRACE_SECONDS = 5  # after the pool's deadline: only for a worker whose pool has died
_LAST_IN_LINE = 19  # nice: others' work goes first, ours takes what is left
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_THREAD_LIMIT")


def serve(pipe: Connection, memory_mb: int, seconds: float, *, yielding: bool) -> None:
    """Answers calls until the other end of `pipe` is closed, by the pool or by its death.

    `yielding`: only where the processor has nothing better to do.
    """
    if yielding:
        _yield_to_others()
    _prepare()
    while True:
        try:
            function, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        limit_growth(memory_mb)
        _alarm(seconds)
        answer = _run(function, arguments, memory_mb)
        _alarm(None)
        try:
            pipe.send(answer)
        except OSError:
            return


def _prepare() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which then ends us
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    # libraries quote there what they cannot read, a line for each: that may name a patient
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    # the libraries are loaded before the limit on memory is counted
    from scord.imaging import steps  # noqa: F401, PLC0415 -- never in the process that imports us


def _yield_to_others() -> None:
    if sys.platform == "win32":
        win32process.SetPriorityClass(
            win32api.GetCurrentProcess(), win32process.IDLE_PRIORITY_CLASS
        )
    else:
        os.nice(_LAST_IN_LINE)


def _run(function: Callable[..., Any], arguments: tuple[object, ...], memory_mb: int) -> Answer:
    try:
        return function(*arguments), None
    except ScordError as fault:
        return None, fault
    except Exception as fault:  # noqa: BLE001 -- whatever a hostile file provokes is its answer
        if ran_out(fault):
            return None, ScordError(Code.IMAGE_TOO_MANY_PIXELS, memory_mb=memory_mb)
        return None, ScordError(Code.INTERNAL, kind=type(fault).__name__, where=_where(fault))


def _where(fault: BaseException) -> str:
    """The line that failed, and not the message: that may quote what a file says of a patient."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else ""


def _alarm(seconds: float | None) -> None:
    """Ends this process, even inside a C library, if nobody is left to end it at its deadline."""
    if hasattr(signal, "alarm"):
        signal.alarm(math.ceil(seconds + _GRACE_SECONDS) if seconds is not None else 0)
