"""The demo while it runs: the service, the pretend caisse and the telling, looked after in turn."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scord.demo.caisse import PretendCaisse
from scord.demo.news import News, Voice
from scord.demo.outcome import UNSETTLED, fates
from scord.demo.scanner import Scanner, after_a_pause, slowly
from scord.demo.words import SO, shown
from scord.store.states import DocumentState, ScanState
from scord.store.tables import Document, Scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from scord.demo.caisse import Behaviour
    from scord.demo.house import House
    from scord.demo.outcome import Fate
    from scord.demo.samples import Sample
    from scord.demo.scanner import Drop, How
    from scord.demo.service import Service
    from scord.store.context import Context

_ROUND_SECONDS = 0.1
_SLOWNESS: dict[How, str] = {
    slowly: ", lentement",
    after_a_pause: ", avec une longue pause en son milieu",
}
_CAISSE_SECONDS = 0.5  # the caisse looks at its post this often


class TimeIsUpError(Exception):
    """What was waited for has not come in time; the message says in French what that was."""


class Run:
    """One demo. Every call is the main thread's; the scanner alone has a thread of its own."""

    def __init__(
        self, house: House, context: Context, service: Service, script: Sequence[Behaviour] = ()
    ) -> None:
        settings = context.settings
        settings.out_folder.mkdir(parents=True, exist_ok=True)  # the service may not be there yet
        self.house = house
        self.context = context
        self.service = service
        self.voice = Voice()
        self.news = News(self.voice)
        self.caisse = PretendCaisse(settings.out_folder, settings.in_folder, house.lps, script)
        self.dropped: list[str] = []
        self.samples: list[Sample] = []
        self.scanner: Scanner | None = None
        self._interrupted = False
        self._give_up = float("inf")
        self._caisse_at = 0.0

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """SIGTERM ends the demo as Ctrl+C does, so that the service never outlives it.

        Python swallows what is raised in some moments, while it tidies up: the next round tells it.
        """

        def interrupt(*_: object) -> None:
            self._interrupted = True
            raise KeyboardInterrupt

        before = {one: signal.signal(one, interrupt) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    def chapter(self, title: str) -> None:
        """What has happened so far is told first."""
        self.news.tell()
        self.voice.chapter(title)

    def allow(self, seconds: float) -> None:
        """From now on `until` waits no longer than this in all."""
        self._give_up = time.monotonic() + seconds

    def scan(self, drops: Iterable[Drop], *, told: bool) -> None:
        """Has the scanner drop files one after another, and waits until all have settled."""

        def note(drop: Drop) -> None:
            self.dropped.append(drop.name)
            if told:
                self.voice.tell(SO, "déposé", shown(drop.name) + _SLOWNESS.get(drop.how, ""))

        self.scanner = Scanner(drops, note)
        self.until(self._all_settled, "le sort de chaque fichier")

    def until(self, ready: Callable[[], bool], what: str) -> None:
        """Looks after everything until `ready`. Raises TimeIsUpError, ServiceEndedError."""
        while not ready():
            if time.monotonic() > self._give_up:
                raise TimeIsUpError(what)
            self.round()
        self.news.tell()

    def round(self) -> None:
        """Tells what is new, lets the caisse look at its post, and rests a little.

        Raises KeyboardInterrupt, ServiceEndedError.
        """
        if self._interrupted:
            raise KeyboardInterrupt
        self.service.must_live()
        if time.monotonic() >= self._caisse_at:
            self._caisse_at = time.monotonic() + _CAISSE_SECONDS
            self.caisse.look()
        self.news.tell()
        time.sleep(_ROUND_SECONDS)

    def fates(self) -> list[Fate]:
        return fates(self.dropped)

    def stop(self) -> None:
        """The scanner first, so that nothing more comes; then the service."""
        if self.scanner:
            self.scanner.stop()
        self.service.stop()

    def _all_settled(self) -> bool:
        if self.scanner is None or not self.scanner.done:
            return False
        at_work = Scan.select().where(Scan.state == ScanState.TAKEN).exists()
        undecided = (DocumentState.NEW, DocumentState.READING)
        new = Document.select().where(Document.state.in_(undecided)).exists()
        return not at_work and not new and all(one.kind not in UNSETTLED for one in self.fates())
