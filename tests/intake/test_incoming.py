"""Folders in which others leave data: kept first, understood once, removed last."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from tests.intake.drops import grow

from scord.actions.importing import LPS, LpsFolder
from scord.exchange.acks import Answers
from scord.exchange.answers import CAISSE
from scord.exchange.profiles.reference import ReferenceProfile
from scord.intake.incoming import CUT_SHORT_SECONDS, Channel, IncomingFolder, keep
from scord.settings import Invoices
from scord.store.flags import flag
from scord.store.tables import Incoming, JournalEntry, Sighting
from scord_shared.errors import Code

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scord.store.context import Context

POST = Channel(
    name="post",
    called="post:in",
    max_bytes=100,
    kept_step="import.archived",
    removed_step="import.removed",
)
DAY = 86_400.0
FAR = 1e11 if os.name == "nt" else 1e12  # seconds; NTFS counts to the year 30828


@dataclass
class Post:
    """A folder of letters: whole once they end with a full stop, and some cannot be understood."""

    context: Context
    path: Path
    bad: set[str] = field(default_factory=set)
    understood: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.path.mkdir()
        self.start()

    def start(self) -> None:
        """As after a start of the service: nothing is remembered but what the store holds."""
        self.folder = IncomingFolder(
            self.context,
            self.path,
            POST,
            self.context.files.imports,
            is_whole=lambda _name, data: data.endswith(b"."),
            understand=self._understand,
        )

    def _understand(self, incoming: Incoming) -> None:
        if incoming.name in self.bad:
            raise RuntimeError(incoming.name)
        self.understood.append(incoming.name)
        Incoming.update(understood_at=self.context.clock.now()).where(
            Incoming.id == incoming.id
        ).execute()

    def put(self, name: str, data: bytes = b"Dear all.", *, ahead: float = 0.0) -> Path:
        """A file written now, or by a clock that is `ahead` seconds."""
        path = self.path / name
        path.write_bytes(data)
        written = self.context.clock.now().timestamp() + ahead
        os.utime(path, (written, written))
        return path

    def settled(self, seconds: float = 1.0) -> int:
        """Two looks, so far apart that a whole file has settled; how many files were taken."""
        taken = self.folder.work()
        self.context.clock.turn(seconds=seconds)
        return taken + self.folder.work()

    @property
    def left(self) -> list[str]:
        return sorted(path.name for path in self.path.iterdir())


@pytest.fixture
def post(context: Context, tmp_path: Path) -> Post:
    return Post(context, tmp_path / "post")


def no_right(_: Path) -> None:
    raise PermissionError


def sightings() -> list[tuple[str, str, str, bool]]:
    rows = Sighting.select().order_by(Sighting.name, Sighting.id)
    return [(row.folder, row.name, row.code, row.resolved_at is not None) for row in rows]


def reasons(post: Post) -> list[str]:
    return [path.read_text("utf-8") for path in post.context.files.refused.iterdir()]


def test_a_settled_file_is_kept_understood_and_removed(post: Post) -> None:
    post.put("a.txt")
    assert post.folder.work() == 0
    assert post.settled() == 1
    assert post.understood == ["a.txt"]
    assert post.left == []
    row = Incoming.get()
    assert (row.channel, row.name) == ("post", "a.txt")
    assert post.context.files.imports.path(row.sha256).read_bytes() == b"Dear all."
    assert [(entry.event, entry.by) for entry in JournalEntry.select()] == [
        ("incoming.kept", "post")
    ]


def test_files_are_understood_in_the_order_they_were_written(post: Post) -> None:
    for name, ahead in (("a", 2.0), ("b", 1.0), ("c", 1.0)):
        post.put(name, ahead=ahead)
    assert post.settled() == 3
    assert post.understood == ["b", "c", "a"]


def test_what_is_not_whole_is_given_time_and_then_understood_as_it_is(post: Post) -> None:
    path = post.put("a.txt", b"Dear")
    assert post.settled(CUT_SHORT_SECONDS - 1) == 0
    grow(path, b" al")
    assert post.settled(CUT_SHORT_SECONDS - 1) == 0
    assert Incoming.select().count() == 0
    assert post.settled(1) == 1
    assert post.understood == ["a.txt"]
    assert post.left == []


def test_an_empty_file_is_left_to_its_writer(post: Post) -> None:
    path = post.put("a.txt", b"")
    assert post.settled(DAY) == 0
    assert post.left == ["a.txt"]
    assert sightings() == []
    path.write_bytes(b"Dear all.")
    assert post.settled() == 1


def as_link(path: Path) -> None:
    path.symlink_to(path.with_name(".hidden"))


def as_pipe(path: Path) -> None:
    os.mkfifo(path)


def as_large(path: Path) -> None:
    path.write_bytes(b"." * (POST.max_bytes + 1))


@pytest.mark.skipif(os.name == "nt", reason="made with the means of Linux")
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (as_link, Code.FILE_NOT_REGULAR),
        (as_pipe, Code.FILE_NOT_REGULAR),
        (os.mkdir, Code.FILE_NOT_REGULAR),
        (as_large, Code.FILE_TOO_LARGE),
    ],
)
def test_a_refused_entry_stays_is_seen_once_with_its_reason_and_forgotten_when_gone(
    post: Post, make: Callable[[Path], object], code: Code
) -> None:
    odd = post.path / "odd"
    make(odd)
    post.put("a.txt")
    assert post.settled() == 1
    for _ in range(3):
        assert post.settled(DAY) == 0
    assert post.left == ["odd"]
    assert sightings() == [("post:in", "odd", code, False)]
    (reason,) = reasons(post)
    assert "odd" in reason
    assert code in reason
    odd.rmdir() if odd.is_dir() else odd.unlink()
    post.settled()
    assert sightings() == [("post:in", "odd", code, True)]
    assert reasons(post) == []


def test_a_file_that_may_not_be_read_is_seen_and_taken_once_it_may(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put("a.txt")
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.read_bytes", no_right)
        assert post.settled() == 0
    assert sightings() == [("post:in", "a.txt", Code.FILE_UNREADABLE, False)]
    assert Incoming.select().count() == 0
    assert post.settled() == 1
    assert sightings() == [("post:in", "a.txt", Code.FILE_UNREADABLE, True)]
    assert reasons(post) == []


@pytest.mark.parametrize("ahead", [0.0, DAY])
def test_files_that_cannot_be_removed_are_understood_once_though_their_times_lie_ahead(
    post: Post, monkeypatch: pytest.MonkeyPatch, ahead: float
) -> None:
    post.put("a.txt", ahead=ahead)
    post.put("b.txt", ahead=ahead)
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.unlink", no_right)
        for _ in range(3):
            assert post.settled() == 0
    assert post.understood == ["a.txt", "b.txt"]
    assert [row[1:] for row in sightings()] == [
        ("a.txt", Code.FILE_UNREADABLE, False),
        ("b.txt", Code.FILE_UNREADABLE, False),
    ]
    assert post.settled() == 2
    assert post.left == []
    assert post.understood == ["a.txt", "b.txt"]
    assert Incoming.select().count() == 2
    assert all(resolved for *_, resolved in sightings())


def test_a_file_that_could_not_be_removed_and_was_written_anew_is_understood_anew(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put("a.txt", ahead=DAY)
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.unlink", no_right)
        post.settled()
    post.put("a.txt", b"Dear both.", ahead=DAY)
    assert post.settled() == 1
    assert post.understood == ["a.txt", "a.txt"]


@pytest.mark.parametrize("written", [-1e11, FAR])  # as far as the file system keeps such times
def test_a_file_with_an_absurd_time_is_taken(post: Post, written: float) -> None:
    os.utime(post.put("a.txt"), (written, written))
    assert post.settled() == 1
    assert post.understood == ["a.txt"]
    assert post.left == []


def test_a_new_file_that_looks_like_the_one_just_removed_is_understood(post: Post) -> None:
    written = post.context.clock.now().timestamp() + DAY
    for data in (b"Dear Anne.", b"Dear Paul."):
        os.utime(post.put("a.txt", data), (written, written))  # often in the same place, too
        assert post.settled() == 1
    assert post.understood == ["a.txt", "a.txt"]


def test_a_file_understood_before_a_stop_is_only_removed_after_the_start(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put("a.txt")
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.unlink", no_right)
        post.settled()
    post.start()
    assert post.settled() == 1
    assert post.left == []
    assert post.understood == ["a.txt"]


def test_one_bad_file_does_not_stop_the_others_and_is_tried_again(post: Post) -> None:
    post.bad = {"b.txt"}
    for name in ("a.txt", "b.txt", "c.txt"):
        post.put(name)
    odd = post.path / "odd"
    odd.mkdir()
    with pytest.raises(RuntimeError, match=r"b\.txt"):
        post.settled()
    assert post.understood == ["a.txt", "c.txt"]
    assert post.left == ["b.txt", "odd"]
    assert [name for _, name, _, _ in sightings()] == ["odd"]
    kept = Incoming.get(Incoming.name == "b.txt")
    assert kept.understood_at is None
    post.bad = set()
    assert post.folder.work() == 1
    assert post.understood == ["a.txt", "c.txt", "b.txt"]
    assert Incoming.get(Incoming.name == "b.txt") == kept
    assert post.left == ["odd"]


def test_a_file_taken_away_before_its_turn_stops_nothing(post: Post) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        post.put(name)
    understand = post._understand

    def take_next_away(incoming: Incoming) -> None:
        understand(incoming)
        (post.path / "b.txt").unlink(missing_ok=True)

    post.folder._understand = take_next_away
    assert post.settled() == 2
    assert post.understood == ["a.txt", "c.txt"]
    assert sightings() == []


def test_a_file_that_goes_on_growing_while_it_is_understood_is_taken_again_whole(
    post: Post,
) -> None:
    path = post.put("a.txt")
    understand = post._understand

    def grow_meanwhile(incoming: Incoming) -> None:
        understand(incoming)
        if path.stat().st_size < 15:
            grow(path, b" And you.")

    post.folder._understand = grow_meanwhile
    assert post.settled() == 0
    assert post.left == ["a.txt"]
    assert post.settled() == 1
    sha256s = [row.sha256 for row in Incoming.select().order_by(Incoming.id)]
    shelf = post.context.files.imports
    assert [shelf.path(one).read_bytes() for one in sha256s] == [
        b"Dear all.",
        b"Dear all. And you.",
    ]


def test_a_folder_out_of_reach_is_flagged_and_read_when_it_is_back(post: Post) -> None:
    post.put("a.txt")
    away = post.path.rename(post.path.with_name("away"))
    assert post.settled() == 0
    assert flag("folder-unreachable:post:in")
    away.rename(post.path)
    assert post.settled() == 1
    assert flag("folder-unreachable:post:in") is None


def test_where_no_folder_is_set_nothing_is_looked_at(post: Post) -> None:
    post.path.rmdir()
    post.path = None  # type: ignore[assignment]
    post.start()
    assert post.settled() == 0
    assert flag("folder-unreachable:post:in") is None
    assert post.folder.next_in() == post.context.settings.exchange.poll_seconds


def lps_folder(context: Context, path: Path) -> LpsFolder:
    settings = context.settings.model_copy(update={"invoices": Invoices(folder=path)})
    return LpsFolder(replace(context, settings=settings))


def answers(context: Context, path: Path) -> Answers:
    context.settings.in_folder.mkdir(parents=True)
    return Answers(context, ReferenceProfile())


@pytest.mark.parametrize("harm", [None, "gone", "changed"])
@pytest.mark.parametrize(("make", "channel"), [(lps_folder, LPS), (answers, CAISSE)])
def test_what_a_stop_left_kept_is_understood_at_the_next_work_even_if_damaged(
    context: Context,
    tmp_path: Path,
    make: Callable[[Context, Path], IncomingFolder],
    channel: Channel,
    harm: str | None,
) -> None:
    shelf = context.files.imports if channel is LPS else context.files.answers
    row = keep(context, channel, shelf, "a.json", b'{"format": "other/1"}')
    path = shelf.path(row.sha256)
    if harm == "gone":
        path.unlink()
    elif harm == "changed":
        path.write_bytes(b'{"format": "other/2"}')
    folder = make(context, tmp_path)
    assert folder.work() == 0
    assert Incoming.get().understood_at is not None
    if channel is LPS and harm:
        assert Incoming.get().reason == Code.STORE_FILE_DAMAGED
    folder.work()
    assert Incoming.select().count() == 1
