"""The whole way of a paper, as a table: this is the product's table of contents.

The database row is the queue. Every stage takes what is in one state, does its work and commits the
next state; every stage can be run again after a crash and does no harm.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from scord.actions.encrypting.resealing import Resealing
from scord.actions.forming import ArrivingForms
from scord.actions.importing import LPS, LpsFolder
from scord.actions.purging.nightly import NightlyPurge
from scord.alerts.keeping import renew
from scord.exchange.acks import Answers
from scord.exchange.courier import Courier
from scord.exchange.depot_folder import DepotTransport
from scord.exchange.folder import FolderTransport
from scord.exchange.mail_answers import MailAnswers
from scord.exchange.mail_route import mail_route
from scord.exchange.outbox import deliver_due, recover
from scord.exchange.profiles.depot import DepotProfile
from scord.exchange.stops import open_all_routes
from scord.filing.another_look import AnotherLook
from scord.filing.conversion import Conversion
from scord.filing.doubt import unfile_doubtful
from scord.filing.letting_go import let_go
from scord.filing.stage import file_new, serve_series, text_is_read
from scord.filing.texts import Texts
from scord.intake.folders import Intake
from scord.intake.incoming import keep
from scord.logs.about import about, carried
from scord.lots import standing
from scord.lots.assemble import bare, make_lots
from scord.schedule import LOTS, PURGE
from scord.store import journal
from scord.store.flags import PAUSED, SEND_REQUESTED, clear_flag, flag, lower, raise_flag
from scord.trail import Trail
from scord_shared.errors import Code, describe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scord.imaging.workers import Outcome, WorkerPool
    from scord.lots.profile import Profile
    from scord.schedule import Calendar
    from scord.store.context import Context

log = logging.getLogger(__name__)

_FAILED = "stage-failed:"
_STANDING_SECONDS = 0.5
_ALERTS_REST_SECONDS = 1.0  # they look at everything; a busy hour has news without end
_ALERTS_SECONDS = 60.0
_AGAIN_SECONDS = 600.0  # a stage that goes by the journal looks this often whatever that says
_REST_SECONDS = 30.0  # after a fault, so that a full disk or a poisoned row is no busy loop


@dataclass(frozen=True)
class Stage:
    """`takes` and `gives` name the states before and after, for the reader of the table.

    `news`: the kinds of journal entries that may give it work. One without looks every time, which
    must then be cheap however many invoices there are.
    """

    name: str
    takes: str
    gives: str
    work: Callable[[Journey], object]
    news: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Crew:
    """The worker processes. `model`: what the readers read with (its folder), None where texts are
    not read.
    """

    converters: WorkerPool
    readers: WorkerPool
    model: Path | None


class Journey:
    """The rooms, ready to work. Belongs to the engine's one thread."""

    def __init__(
        self,
        context: Context,
        *,
        crew: Crew,
        profile: Profile,
        calendar: Calendar,
        slip_key: bytes,
        wake: Callable[[], None],
    ) -> None:
        self.context = context
        self.profile = profile
        self.calendar = calendar
        self.intake = Intake(context, wake)
        self.lps = LpsFolder(context)
        self.forms = ArrivingForms(context)
        self.conversion = Conversion(context, crew.converters, slip_key)
        self.reads = crew.model is not None
        self.texts = Texts(context, crew.readers, crew.model, partial(text_is_read, context))
        self.another_look = AnotherLook(context)
        self.mail = mail_route(context.settings, profile)
        into_folder = DepotTransport if profile.name == DepotProfile.name else FolderTransport
        self.transport = self.mail or into_folder(context.settings.out_folder)
        self.pack = self.mail.pack if self.mail else bare
        self.courier = Courier(context, profile, self.mail, wake)
        self.answers = Answers(context, profile)
        self.mail_answers = MailAnswers(
            context, profile, partial(keep, context, LPS, context.files.imports)
        )
        self.trail = Trail()
        self.resealing = Resealing(context)
        self.purge = NightlyPurge(context)
        self.alerts_at = -1  # the position of the standings that alerts were last derived from
        self.alerts_last = -_ALERTS_SECONDS  # monotonic
        # as if all had failed before: the first success ends what an earlier life reported
        self._rest_until = dict.fromkeys((stage.name for stage in JOURNEY), 0.0)
        self._looked: dict[str, tuple[int, float]] = {}  # the journal's end then, and monotonic

    def recover(self) -> None:
        """Once at start: decides what a stop in the middle has left open."""
        open_all_routes(by="machine")  # the settings may be others now
        self._run("deliver", lambda: recover(self.context, self.transport))

    def advance(self) -> None:
        """Every stage once, in the table's order. A stage that fails rests; the others go on."""
        for stage in JOURNEY:
            work = partial(stage.work, self)
            self._run(stage.name, partial(self._on_news, stage, work) if stage.news else work)

    def take_in(self, outcomes: list[Outcome]) -> None:
        """The second half of the stage "convert": pages that workers have finished."""
        if outcomes:
            self._run("convert", lambda: self.conversion.take_in(outcomes), rested=True)

    def take_in_texts(self, outcomes: list[Outcome]) -> None:
        """The second half of the stage "read"."""
        if outcomes:
            self._run("read", lambda: self.texts.take_in(outcomes), rested=True)

    def next_in(self) -> float:
        """Seconds until some room wants to be looked at again."""
        now = self.context.clock.monotonic()
        waits = {
            "take": self.intake.next_in(),
            "import": self.lps.next_in(),
            "forms": self.forms.next_in(),
            "answers": self.answers.next_in(),
            "alerts": self.alerts_in(),
            "look again": self.another_look.next_in(),
            "seal": self.resealing.next_in(),
            "purge": self.purge.next_in(),
        }
        return min(max(wait, self._rest_until.get(name, now) - now) for name, wait in waits.items())

    def alerts_in(self) -> float:
        """Seconds until alerts are to be derived again; 0 or less where that is now."""
        news = standing.position() != self.alerts_at
        rest = _ALERTS_REST_SECONDS if news else _ALERTS_SECONDS
        return self.alerts_last + rest - self.context.clock.monotonic()

    def start(self) -> None:
        """What works beside the engine's thread, once `recover` is done."""
        if self.context.settings.mail:
            self.courier.start()

    def stop(self) -> None:
        self.intake.stop()
        self.courier.stop()

    def _on_news(self, stage: Stage, work: Callable[[], object]) -> None:
        now, end = self.context.clock.monotonic(), journal.end()
        seen, at = self._looked.get(stage.name, (-1, -_AGAIN_SECONDS))
        if now - at >= _AGAIN_SECONDS or journal.tells_of(stage.news, after=seen):
            work()
            self._looked[stage.name] = (end, now)

    def _run(self, name: str, work: Callable[[], object], *, rested: bool = False) -> None:
        now = self.context.clock.monotonic()
        if not rested and now < self._rest_until.get(name, now):
            return
        try:
            work()
            if self._rest_until.pop(name, None) is not None:
                clear_flag(_FAILED + name)
        except Exception as fault:  # noqa: BLE001 -- where any fault ends: the others go on
            self._rest_until[name] = now + _REST_SECONDS
            with about(**{**carried(fault), "stage": name}):
                log.error("a stage failed: %s", describe(fault))  # noqa: TRY400 -- see describe
            with suppress(Exception):  # on a full disk not even this can be kept
                reason = getattr(fault, "code", Code.INTERNAL)
                raise_flag(self.context, _FAILED + name, reason=reason)


def _lots(journey: Journey) -> None:
    """Makes lots at the set times, or when a person asked; not while paused."""
    asked = flag(SEND_REQUESTED)
    if flag(PAUSED) or not (asked or journey.calendar.is_due(LOTS)):
        return
    by = asked.by if asked else "machine"
    now = journey.context.clock.now()
    make_lots(journey.context, journey.profile, now, by=by, pack=journey.pack)
    journey.calendar.done(LOTS)
    if asked:  # this asking; one that came meanwhile is heard next
        lower(asked)


def _deliver(journey: Journey) -> None:
    """Into a folder at once; by mail the courier does it, who may have to wait for a server."""
    if journey.mail:
        journey.courier.call()
    elif not flag(PAUSED):
        deliver_due(journey.context, journey.transport, journey.context.clock.now())


def _standing(journey: Journey) -> None:
    """A few short steps, so that a large import keeps nobody else waiting."""
    until = journey.context.clock.monotonic() + _STANDING_SECONDS
    while standing.catch_up(journey.context) and journey.context.clock.monotonic() < until:
        pass


def _alerts(journey: Journey) -> None:
    """Where anything has changed, and now and then since time alone makes an answer late."""
    if journey.alerts_in() > 0:
        return
    position = standing.position()
    renew(journey.context)
    journey.alerts_at, journey.alerts_last = position, journey.context.clock.monotonic()
    _standing(journey)  # what it has opened and closed is news too


def _purge(journey: Journey) -> None:
    """Each night, a little in each turn."""
    due = journey.purge.is_under_way or journey.calendar.is_due(PURGE)
    if due and journey.purge.work():
        journey.calendar.done(PURGE)


JOURNEY = (
    Stage("import", "a file of the LPS", "invoices, FSE lots, ARLs", lambda j: j.lps.work()),
    Stage("forms", "a degraded invoice", "scan taken", lambda j: j.forms.work()),
    Stage("take", "a settled file", "scan taken or duplicate", lambda j: j.intake.work()),
    Stage("convert", "scan taken", "scan converted or refused", lambda j: j.conversion.work()),
    Stage("let go", "scan done, a while ago", "spool empty", lambda j: let_go(j.context)),
    Stage(
        "doubt",
        "attached, now in doubt",
        "à classer",
        lambda j: unfile_doubtful(j.context),
        news=frozenset({"arm", "document", "invoice", "lot-item", "scor-lot"}),
    ),
    Stage("look again", "à classer", "document new", lambda j: j.another_look.work()),
    Stage(
        "file",
        "document new",
        "attached, à classer or reading",
        lambda j: file_new(j.context, reads=j.reads),
    ),
    Stage("read", "document reading", "document new, its text read", lambda j: j.texts.work()),
    Stage(
        "series",
        "a prescription filed",
        "on each invoice",
        lambda j: serve_series(j.context),
        news=frozenset({"attachment", "document", "invoice"}),
    ),
    Stage("lots", "dossiers that may leave", "SCOR lot ready, message ready", _lots),
    Stage("deliver", "message ready", "message sent, SCOR lot sent", _deliver),
    Stage("answers", "an answer's file", "SCOR lot accepted or not", lambda j: j.answers.work()),
    Stage(
        "letters",
        "a letter kept",
        "SCOR lot accepted or not, ARL of an FSE lot",
        lambda j: j.mail_answers.work(),
    ),
    Stage("standing", "the journal's news", "each invoice's colour and counts", _standing),
    Stage("alerts", "what a person must know", "an alert open or resolved", _alerts),
    Stage(
        "seal",
        "a file kept before `encrypt_files`",
        "encrypted, or plain again",
        lambda j: j.resealing.work(),
    ),
    Stage("purge", "a copy whose time is over", "its hash and the journal's word of it", _purge),
    Stage("log", "the journal's news", "a line of the log", lambda j: j.trail.follow()),
)
