"""Builds that are killed or refused at any of their system calls: what was served before, or the new, whole.

``CRASH_POINTS=300 make test TESTS=tests/index/test_crashes.py`` tries that many points instead of a few.
"""

from __future__ import annotations

import os
import random
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from index.building import EMBEDDINGS
from index.embedding import Embedder
from index.errors import Fault, GenerationMissing
from index.generations import KEPT, Generation, State

POINTS = int(os.environ.get("CRASH_POINTS", "21"))
KILLS = int(os.environ.get("CRASH_MOMENTS", "5"))
FAULTS = int(os.environ.get("CRASH_FAULTS", POINTS * 2 // 3))
ROOT = Path(__file__).parents[2]
WRITING = (
    "write pwrite64 writev fsync fdatasync ftruncate rename renameat renameat2 mkdir mkdirat unlink unlinkat rmdir"
)
REFUSED = {
    "ENOSPC": "write pwrite64 writev fsync fdatasync ftruncate mkdir mkdirat rename",
    "EIO": "write pwrite64 writev fsync fdatasync read pread64 rename",
    "EMFILE": "openat",
}


def house(folder: Path) -> None:
    """A handful of documents of every kind, nested."""
    (folder / "sub" / "deeper").mkdir(parents=True)
    (folder / "vans.md").write_text("# Vans\n\nVans are white.\n\n- mended by night\n- washed by day\n")
    (folder / "sub" / "cats.txt").write_text("Cats sleep by day.\n\nThey wake at “six”.\n")
    (folder / "sub" / "deeper" / "hall.html").write_text("<h1>Hall</h1><p>The hall is <b>cold</b>.</p>")


def page(folder: Path) -> None:
    """The bundled page."""
    shutil.copytree(ROOT / "corpus", folder, ignore=shutil.ignore_patterns("__pycache__"))


def many(folder: Path) -> None:
    """A site of many pages."""
    folder.mkdir()
    for number in range(40):
        (folder / f"page-{number}.md").write_text(f"# Page {number}\n\nRoom {number} is on floor {number % 7}.\n" * 2)


CORPORA: dict[str, Callable[[Path], None]] = {"page": page, "house": house, "many": many}


@dataclass(frozen=True)
class Scene:
    """A state folder before a command, what is served before it and what a whole build of the documents gives."""

    corpus: Path
    state: Path
    before: str | None
    texts: Sequence[dict[str, str]]  # of the documents before and after
    whole: Generation


@pytest.fixture(scope="module", params=CORPORA)
def scene(request: pytest.FixtureRequest, workshop: Any, hashing: Embedder, tmp_path_factory: Any) -> Scene:
    """As many generations as are kept, and then an edit, a new document, a move and a deletion."""
    folder = tmp_path_factory.mktemp(request.param)
    corpus, state = folder / "corpus", State(folder / "state", hashing)
    CORPORA[request.param](corpus)
    for number in range(KEPT):
        (corpus / "count.md").write_text(f"Number {number} counts.\n")
        done = workshop.run("index", "build", "--corpus", corpus, "--state", state.root)
        assert done.status == 0, done.said
    before = state.current()
    edited = next(path for path in sorted(corpus.rglob("*.md")) if path.name != "count.md")
    edited.write_text(edited.read_text() + "\nA sentence more.\n")
    (corpus / "count.md").rename(corpus / "moved.md")
    (corpus / "new.md").write_text("A new document.\n")
    whole = folder / "whole"
    assert workshop.run("index", "build", "--corpus", corpus, "--state", whole).status == 0
    after = State(whole, hashing).current()
    return Scene(corpus, state.root, before.id, (dict(before.texts), dict(after.texts)), after)


def spread(points: Sequence[Any], count: int) -> list[Any]:
    """Evenly chosen points, the first and the last among them."""
    if count >= len(points):
        return list(points)
    return [points[round(at * (len(points) - 1) / max(1, count - 1))] for at in range(count)]


def chosen(points: Iterable[Any], count: int) -> list[Any]:
    """Points of every kind of call in turn, so that the rare ones are there."""
    kinds: dict[str, list[Any]] = {}
    for point in points:
        kinds.setdefault(point.call, []).append(point)
    turns = zip_longest(*(spread(each, count) for each in kinds.values()))
    return [point for turn in turns for point in turn if point is not None][:count]


def assert_whole(generation: Generation, scene: Scene) -> None:
    """It is one of the two, not mixed; every passage is in its own text; what it finds is too."""
    assert generation.notice is None
    assert dict(generation.texts) in scene.texts
    for passage in generation.passages:
        for quote in (passage.quote, *passage.leads, *passage.sentences):
            assert generation.texts[quote.document][quote.start : quote.end] == quote.text
    for hit in generation.search("is a sentence more by day"):
        assert hit.passage.document in generation.texts


def assert_same(one: Generation, other: Generation) -> None:
    """Passage for passage and figure for figure."""
    assert one.passages == other.passages
    assert one.texts == other.texts
    assert one.manifest.skipped == other.manifest.skipped
    for question in ("a sentence more", "cats by day", "number 4 counts"):
        assert one.search(question) == other.search(question)


def try_at(workshop: Any, hashing: Embedder, scene: Scene, state: Path, point: Any, how: str) -> Any:
    """Run the build on a copy with one call failing; then the next start, and the next build."""
    shutil.rmtree(state, ignore_errors=True)
    if scene.before:
        shutil.copytree(scene.state, state)
    build = ("index", "build", "--corpus", scene.corpus, "--state", state)
    ended = workshop.fail(point, how, *build)
    served = None
    try:
        served = State(state, hashing).current()
        assert_whole(served, scene)
    except GenerationMissing:
        assert scene.before is None
    again = workshop.run(*build)
    assert again.status == 0, again.said
    kept = State(state, hashing)
    assert_same(kept.current(), scene.whole)
    assert kept.verify() == ()
    assert not [path.name for path in (state / "generations").iterdir() if path.name.startswith(".")]
    return ended, served


def test_a_build_killed_anywhere_leaves_a_whole_generation(
    workshop: Any, hashing: Embedder, scene: Scene, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    shutil.copytree(scene.state, state)
    points = workshop.points(WRITING, "index", "build", "--corpus", scene.corpus, "--state", state)
    kinds = {point.call for point in points}
    assert {"write", "fsync", "mkdir", "rename"} <= kinds
    for point in chosen(points, POINTS // 3):
        ended, served = try_at(workshop, hashing, scene, state, point, "signal=KILL")
        assert ended.status == -9, (point, ended)
        assert served is not None


def test_a_first_build_killed_anywhere_leaves_nothing_or_a_whole_generation(
    workshop: Any, hashing: Embedder, scene: Scene, tmp_path: Path
) -> None:
    first = Scene(scene.corpus, scene.state, None, scene.texts, scene.whole)
    points = workshop.points(WRITING, "index", "build", "--corpus", scene.corpus, "--state", tmp_path / "state")
    for point in chosen(points, POINTS // 7):
        ended, _ = try_at(workshop, hashing, first, tmp_path / "state", point, "signal=KILL")
        assert ended.status == -9, (point, ended)


@pytest.mark.parametrize("command", ["rollback", "publish"])
def test_going_back_or_forth_killed_anywhere_leaves_a_whole_generation(
    workshop: Any, hashing: Embedder, scene: Scene, tmp_path: Path, command: str
) -> None:
    state, start = tmp_path / "state", tmp_path / "start"
    shutil.copytree(scene.state, start)
    if command == "publish":
        State(start, hashing).rollback()
    shutil.copytree(start, state)
    points = workshop.points(WRITING, "index", command, "--state", state)
    ends = {State(start, hashing).current().id, State(state, hashing).current().id}
    assert len(ends) == 2
    for point in chosen(points, POINTS // 7):
        shutil.rmtree(state)
        shutil.copytree(start, state)
        assert workshop.fail(point, "signal=KILL", "index", command, "--state", state).status == -9
        served = State(state, hashing).current()
        assert (served.id in ends, served.notice) == (True, None)


@pytest.mark.parametrize("error", REFUSED)
def test_a_build_that_the_system_refuses_fails_by_name_and_leaves_the_served_generation(
    workshop: Any, hashing: Embedder, scene: Scene, tmp_path: Path, error: str
) -> None:
    """At every call about the documents or the state folder, up to the switch and the disk's word that it holds it."""
    state = tmp_path / "state"
    before, after = points_about_the_switch(workshop, scene, state, error)
    needed = [point for point in before if not _sqlite_copes(point, state)]
    for point in chosen([*needed, *(point for point in after if _is_about(point, state))], max(1, FAULTS // 9)):
        ended, served = try_at(workshop, hashing, scene, state, point, f"error={error}")
        assert ended.status == 1, (point, ended)
        assert served.id == scene.before, (point, ended)
        assert str(state) in ended.said or str(scene.corpus) in ended.said, (point, ended)
        assert "run" in ended.said, (point, ended)


@pytest.mark.parametrize("error", REFUSED)
def test_a_build_goes_on_where_only_tidying_fails(
    workshop: Any, hashing: Embedder, scene: Scene, tmp_path: Path, error: str
) -> None:
    """Clearing older generations away, after the switch; and what SQLite copes with by itself."""
    state = tmp_path / "state"
    before, after = points_about_the_switch(workshop, scene, state, error)
    by_sqlite = [point for point in before if _sqlite_copes(point, state)]
    clearing = [point for point in after if not _is_about(point, state)]
    for point in [*chosen(by_sqlite, max(1, FAULTS // 50)), *chosen(clearing, max(1, FAULTS // 30))]:
        ended, served = try_at(workshop, hashing, scene, state, point, f"error={error}")
        assert ended.status == 0, (point, ended)
        assert_same(served, scene.whole)


def points_about_the_switch(workshop: Any, scene: Scene, state: Path, error: str) -> tuple[list[Any], list[Any]]:
    """The calls of a build about the documents and the state folder, up to the switch and after it, without those that
    fail anyway."""
    shutil.copytree(scene.state, state)
    calls = REFUSED[error].split()
    build = ("index", "build", "--corpus", scene.corpus, "--state", state)
    points = workshop.points(" ".join({*calls, "rename"}), *build)
    switch = next(at for at, point in enumerate(points) if point.call == "rename" and '/current"' in point.about)

    def ours(points: Sequence[Any]) -> list[Any]:
        about = [point for point in points if point.call in calls and "= -1 E" not in point.about]
        return [point for point in about if str(state) in point.about or str(scene.corpus) in point.about]

    return ours(points[: switch + 1]), ours(points[switch + 1 :])


def _sqlite_copes(point: Any, state: Path) -> bool:
    """Whether it is about the folder's list of names, which SQLite wants synced and goes on where it is not (a journal
    lost with it costs embedding again), or about the first page of the embeddings, which it reads once more."""
    first_page = point.call == "pread64" and f"<{state / EMBEDDINGS}>" in point.about and ", 4096, 0) =" in point.about
    return first_page or _is_about(point, state)


def _is_about(point: Any, folder: Path) -> bool:
    """Whether a call is about a folder itself, to open it or to have the disk hold it."""
    return f'"{folder}"' in point.about or f"<{folder}>)" in point.about


def test_builds_killed_at_any_moment_cost_no_question_its_answer(
    workshop: Any, hashing: Embedder, scene: Scene, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    shutil.copytree(scene.state, state)
    corpus = tmp_path / "corpus"
    shutil.copytree(scene.corpus, corpus)
    build = ("index", "build", "--corpus", corpus, "--state", state)
    took = min(_seconds(lambda: workshop.run(*build)) for _ in range(2))
    stop, wrong, asked = threading.Event(), [], []

    def ask() -> None:
        while not stop.is_set():
            try:
                generation = State(state, hashing).current()
                hits = generation.search("a sentence more by day")
            except Fault as fault:
                wrong.append(fault)
                continue
            quotes = [quote for hit in hits for quote in (hit.passage.quote, *hit.passage.sentences)]
            exact = all(generation.texts[q.document][q.start : q.end] == q.text for q in quotes)
            asked.append(generation.id)
            if generation.notice or not exact or not hits:
                wrong.append(generation)

    reader = threading.Thread(target=ask)
    reader.start()
    chance = random.Random(6)
    try:
        for number in range(max(1, KILLS // len(CORPORA))):
            (corpus / "count.md").write_text(f"Number {number} counts.\n")
            ended = workshop.run(*build, kill_after=chance.uniform(0, 1.3 * took))
            assert ended.status in (-9, 0), ended
    finally:
        stop.set()
        reader.join()
    assert wrong == []
    assert asked
    assert workshop.run(*build).status == 0
    assert State(state, hashing).verify() == ()


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
