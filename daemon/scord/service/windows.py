"""The engine as a service of Windows: `pythonw -m scord.service`, run by its controller.

What only a person can put right (settings, secrets) is reported as a stop, with the status of
`scord run` as the service's own exit code. After any other fault the process dies unreported, which
the controller answers by starting it again (registration.py).
"""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

import servicemanager
import win32service
import winerror
from win32serviceutil import ServiceFramework

from scord.service.naming import NAME
from scord.wake import Wake
from scord_shared.errors import ScordError, describe
from scord_shared.wording import say

if TYPE_CHECKING:
    from scord.store.context import Context

_FOR_A_PERSON = frozenset({2, 78})  # as in packaging/linux/scord.service
_START_MS, _STOP_MS = 30_000, 60_000  # what the controller is to expect until the next word
_WORD_SECONDS = 10.0  # between two words that it still starts: a store may take long to migrate


class Service(ServiceFramework):
    _svc_name_ = NAME

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._wake = Wake()
        self._ready = threading.Event()
        self._saying = threading.Lock()

    def GetAcceptedControls(self) -> int:  # noqa: N802 -- the library's names, here and below
        """Stop, and the word before a shutdown, which leaves more time than the one at it."""
        return win32service.SERVICE_ACCEPT_STOP | win32service.SERVICE_ACCEPT_PRESHUTDOWN

    def SvcStop(self) -> None:  # noqa: N802
        self._say(win32service.SERVICE_STOP_PENDING, _STOP_MS)
        self._wake.stop()

    def SvcOtherEx(self, control: int, event_type: int, data: object) -> None:  # noqa: ARG002, N802
        if control == win32service.SERVICE_CONTROL_PRESHUTDOWN:
            self.SvcStop()

    def SvcRun(self) -> None:  # noqa: N802
        threading.Thread(target=self._say_starting, daemon=True).start()
        try:
            self._live()
        except ScordError as fault:
            self._end(fault)
        except Exception as fault:  # noqa: BLE001 -- its message may hold a name
            servicemanager.LogErrorMsg(describe(fault))
            os._exit(1)

    def _live(self) -> None:
        """The engine is loaded here: a new process that does not speak up within 30 s is ended."""
        from scord.engine import run  # noqa: PLC0415
        from scord.logs.keeping import logged  # noqa: PLC0415
        from scord.service.watchdog import watchdog  # noqa: PLC0415
        from scord.settings import load  # noqa: PLC0415

        settings = load(None)
        with logged(settings), watchdog(settings.state_dir) as fed:
            run(settings, wake=self._wake, started=self._started, turned=fed)

    def _say_starting(self) -> None:
        while not self._ready.wait(_WORD_SECONDS):
            with self._saying:
                if not self._ready.is_set():
                    self.ReportServiceStatus(win32service.SERVICE_START_PENDING, _START_MS)

    def _say(self, status: int, *expected: int, **code: int) -> None:
        """Any other word than that it still starts, which follows none of these."""
        with self._saying:
            self._ready.set()
            self.ReportServiceStatus(status, *expected, **code)

    def _started(self, _: Context) -> None:
        self._say(win32service.SERVICE_RUNNING)

    def _end(self, fault: ScordError) -> None:
        words = say(fault.code, fault.facts, "fr")
        servicemanager.LogErrorMsg(f"{words.title}\n{words.advice}\n[{fault.code.value}]")
        if fault.exit_status in _FOR_A_PERSON:
            self._say(
                win32service.SERVICE_STOPPED,
                win32ExitCode=winerror.ERROR_SERVICE_SPECIFIC_ERROR,
                svcExitCode=fault.exit_status,
            )
        os._exit(fault.exit_status)


def main() -> None:
    servicemanager.Initialize(NAME, sys.executable)
    servicemanager.PrepareToHostSingle(Service)
    servicemanager.StartServiceCtrlDispatcher()
