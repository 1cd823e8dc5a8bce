"""What must not lose an index: vanished documents, clocks set back, two builds at once, folders nobody may write."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from index import generations
from index.building import build
from index.embedding import Embedder
from index.errors import BuildUnderWay, CorpusMissing, CorpusShrunk, StateUnwritable
from index.generations import State


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(10):
        (folder / f"room-{number}.md").write_text(f"# Room {number}\n\nRoom {number} is cold.\n")
    return folder


@pytest.fixture
def state(tmp_path: Path, hashing: Embedder) -> State:
    return State(tmp_path / "state", hashing)


@pytest.fixture
def served(corpus: Path, state: State, hashing: Embedder) -> str:
    return build(corpus, state, hashing).generation


@pytest.mark.parametrize("left", [0, 1, 4])
def test_a_corpus_that_lost_most_of_its_documents_is_refused_unless_forced(
    corpus: Path, state: State, hashing: Embedder, served: str, left: int
) -> None:
    for path in sorted(corpus.iterdir())[left:]:
        path.unlink()
    with pytest.raises(CorpusShrunk, match=r"(10|10 of [\d,]+).*run 'assistant index build --force'"):
        build(corpus, state, hashing)
    assert state.current().id == served
    report = build(corpus, state, hashing, force=True)
    assert (report.documents, len(report.gone)) == (left, 10 - left)
    assert len(state.current().search("cold")) == left
    for number in range(10):
        (corpus / f"room-{number}.md").write_text("Back again.\n")
    assert build(corpus, state, hashing).documents == 10


def test_half_of_the_documents_may_go(corpus: Path, state: State, hashing: Embedder, served: str) -> None:
    for path in sorted(corpus.iterdir())[5:]:
        path.unlink()
    assert build(corpus, state, hashing).documents == 5


def test_a_long_document_cut_to_a_stub_is_refused(corpus: Path, state: State, hashing: Embedder) -> None:
    (corpus / "long.md").write_text("A sentence of the long document.\n\n" * 500)
    name = build(corpus, state, hashing).generation
    (corpus / "long.md").write_text("# Long\n")
    with pytest.raises(CorpusShrunk, match="characters"):
        build(corpus, state, hashing)
    assert state.current().id == name


def test_a_folder_that_is_gone_is_refused_even_when_forced(
    corpus: Path, state: State, hashing: Embedder, served: str
) -> None:
    shutil.rmtree(corpus)
    with pytest.raises(CorpusMissing, match="no folder of documents"):
        build(corpus, state, hashing, force=True)
    assert state.current().id == served


def test_names_stay_in_order_when_the_clock_is_set_back(
    corpus: Path, state: State, hashing: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        away = timedelta()

        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + cls.away

    monkeypatch.setattr(generations, "datetime", Clock)
    names = []
    for hours in (0, 5, 0, -100, 0):
        Clock.away = timedelta(hours=hours)
        (corpus / "count.md").write_text(f"{hours} hours away, {len(names)}.\n")
        names.append(build(corpus, state, hashing).generation)
    assert names == sorted(names)
    assert len(set(names)) == 5
    assert [made.id for made in state.list()] == names
    assert state.rollback().id == names[3]
    assert all(re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{6}", name) for name in names)


def test_generations_made_within_one_second_stay_in_order(corpus: Path, state: State, hashing: Embedder) -> None:
    names = []
    for number in range(8):
        (corpus / "count.md").write_text(f"Number {number}.\n")
        names.append(build(corpus, state, hashing).generation)
    assert names == sorted(names)
    assert state.newest().created <= datetime.now(UTC) + timedelta(seconds=1)


def test_a_second_build_says_who_builds_when_it_takes_too_long(state: State) -> None:
    with state.building(), pytest.raises(BuildUnderWay, match=r"another process \(\d+\) has been building.*again"):  # noqa: SIM117
        with state.building(patience=0.1):
            pass


def test_a_lock_is_not_left_behind_by_a_build_that_was_killed(
    workshop: Any, corpus: Path, state: State, hashing: Embedder, served: str
) -> None:
    (corpus / "new.md").write_text("New.\n")
    build_ = ("index", "build", "--corpus", corpus, "--state", state.root)
    (point, *_) = workshop.points("fsync", *build_)
    (corpus / "new.md").write_text("Newer.\n")
    assert workshop.fail(point, "signal=KILL", *build_).status == -9
    with state.building(patience=0):
        pass


def test_a_state_folder_that_may_only_be_read_still_answers(
    workshop: Any, corpus: Path, state: State, hashing: Embedder, served: str
) -> None:
    build_ = ("index", "build", "--corpus", corpus, "--state", state.root)
    (corpus / "new.md").write_text("New.\n")
    lock = next(point for point in workshop.points("openat", *build_) if "/state/lock" in point.about)
    state.rollback(served)
    (corpus / "new.md").write_text("Newer.\n")
    ended = workshop.fail(lock, "error=EROFS", *build_)
    assert ended.status == 1
    assert "Read-only file system" in ended.said
    assert str(state.root) in ended.said
    assert "--state" in ended.said
    assert state.current().id == served


def test_a_rollback_is_not_undone_until_the_documents_change(
    corpus: Path, state: State, hashing: Embedder, served: str
) -> None:
    (corpus / "new.md").write_text("New.\n")
    newer = build(corpus, state, hashing).generation
    state.rollback()
    (corpus / "new.md").touch()
    assert build(corpus, state, hashing, asked=False).generation == served
    assert build(corpus, state, hashing, asked=False).unchanged
    (corpus / "new.md").write_text("Newer.\n")
    report = build(corpus, state, hashing, asked=False)
    assert not report.unchanged
    assert report.generation not in (served, newer)


def test_a_build_that_is_asked_for_undoes_a_rollback(
    corpus: Path, state: State, hashing: Embedder, served: str
) -> None:
    (corpus / "new.md").write_text("New.\n")
    build(corpus, state, hashing)
    state.rollback()
    assert not build(corpus, state, hashing).unchanged


def test_a_generation_that_is_objected_to_is_kept_but_does_not_answer(
    corpus: Path, state: State, hashing: Embedder, served: str
) -> None:
    (corpus / "new.md").write_text("New.\n")
    report = build(corpus, state, hashing, judge=lambda generation: f"{len(generation.texts)} are too many")
    assert report.withheld == "11 are too many"
    assert state.current().id == served
    assert state.withheld() == (report.generation,) == (state.newest().id,)
    assert build(corpus, state, hashing, asked=False).unchanged
    with state.building():
        assert state.put_in_service(report.generation).id == report.generation
    assert state.withheld() == ()
    assert state.current().id == report.generation


def test_a_withheld_generation_is_neither_gone_back_to_nor_fallen_back_on(
    corpus: Path, state: State, hashing: Embedder, served: str
) -> None:
    (corpus / "new.md").write_text("New.\n")
    build(corpus, state, hashing, judge=lambda generation: "no")
    (corpus / "new.md").write_text("Newer.\n")
    last = build(corpus, state, hashing).generation
    (state.root / "generations" / last / "vectors.faiss").write_bytes(b"")
    assert state.current().id == served
    assert state.rollback().id == served


def test_a_build_that_is_refused_by_a_full_disk_after_an_objection_changes_nothing(
    corpus: Path, state: State, hashing: Embedder, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "new.md").write_text("New.\n")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(StateUnwritable, match="No space left"):
        build(corpus, state, hashing, judge=lambda generation: "no")
    assert [made.id for made in state.list()] == [served]


@pytest.mark.parametrize("name", ["room-3.md", "kitchen.md", "hall/room-3.md", "hall/kitchen.md"])
def test_moves_renames_and_white_space_embed_nothing(
    corpus: Path, state: State, hashing: Embedder, served: str, name: str
) -> None:
    (corpus / "hall").mkdir()
    (corpus / "room-3.md").rename(corpus / name)
    (corpus / name).write_text((corpus / name).read_text().replace("\n\n", "\n\n\n") + "\n")
    report = build(corpus, state, hashing)
    assert (report.embedded, report.unchanged) == (0, False)
    assert state.current().search("Room 3")[0].passage.document == name
