"""From a folder of documents to a generation: what is embedded again, what is reported, what is left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.building import build, current_is_behind
from index.embedding import OnnxEmbedder, Reading
from index.errors import CorpusMissing
from index.generations import State


@dataclass
class Counting:
    """The packaged model, remembering what it was asked to embed."""

    model: OnnxEmbedder
    embedded: list[str] = field(default_factory=list)
    name: str = "all-MiniLM-L6-v2"
    checksum: str = "as packaged"
    dimensions: int = 384
    longest: int = 254

    def pieces(self, text: str) -> int:
        return self.model.pieces(text)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.model.embed(texts)

    def read(self, texts: Sequence[str]) -> tuple[Reading, ...]:
        self.embedded += texts
        return self.model.read(texts)

    def places(self, text: str) -> tuple[tuple[int, int], ...]:
        return self.model.places(text)


@pytest.fixture
def counting(embedder: OnnxEmbedder) -> Counting:
    return Counting(embedder)


@pytest.fixture
def state(tmp_path: Path, counting: Counting) -> State:
    return State(tmp_path / "state", counting)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    (folder / "vans.md").write_text("# Vans\n\nVans are white.\n\nVans are mended by night.\n")
    (folder / "sub" / "cats.txt").write_text("Cats sleep by day.\n")
    return folder


def test_a_first_build_embeds_every_passage(corpus: Path, state: State, counting: Counting) -> None:
    report = build(corpus, state, counting)
    assert report.generation == state.current().id
    assert (report.documents, report.passages, report.embedded, report.reused) == (2, 3, 3, 0)
    assert (report.added, report.changed, report.gone) == (("sub/cats.txt", "vans.md"), (), ())
    assert not report.unchanged
    assert report.seconds > 0
    assert len(counting.embedded) == 3


def test_nothing_changed_makes_no_new_generation(corpus: Path, state: State, counting: Counting) -> None:
    first = build(corpus, state, counting)
    again = build(corpus, state, counting)
    assert again.unchanged
    assert again.generation == first.generation
    assert (again.documents, again.passages, again.embedded, again.reused) == (2, 3, 0, 3)
    assert len(state.list()) == 1


def test_only_what_changed_is_embedded_again(corpus: Path, state: State, counting: Counting) -> None:
    build(corpus, state, counting)
    counting.embedded.clear()
    (corpus / "vans.md").write_text("# Vans\n\nVans are white.\n\nVans are mended at noon.\n")
    (corpus / "new.md").write_text("Dogs bark.\n")
    (corpus / "sub" / "cats.txt").unlink()
    report = build(corpus, state, counting)
    assert (report.added, report.changed, report.gone) == (("new.md",), ("vans.md",), ("sub/cats.txt",))
    assert (report.embedded, report.reused) == (2, 1)
    assert {text.splitlines()[-1] for text in counting.embedded} == {"Dogs bark.", "Vans are mended at noon."}


def test_a_build_of_few_changes_equals_a_full_one(corpus: Path, state: State, counting: Counting) -> None:
    build(corpus, state, counting)
    (corpus / "new.md").write_text("Dogs bark.\n")
    build(corpus, state, counting)
    few = state.current()
    counting.embedded.clear()
    report = build(corpus, state, counting, full=True)
    assert (report.embedded, report.reused, report.unchanged) == (4, 0, False)
    whole = state.current()
    assert whole.passages == few.passages
    for one, other in zip(few.search("white vans"), whole.search("white vans"), strict=True):
        assert one.passage == other.passage
        assert one.score == pytest.approx(other.score, abs=1e-5)


def test_the_same_text_twice_is_embedded_once(corpus: Path, state: State, counting: Counting) -> None:
    (corpus / "vans.md").write_text("# Vans\n\nAgain.\n\nAgain.\n")
    assert build(corpus, state, counting).passages == 3
    assert len(counting.embedded) == 2


def test_another_model_embeds_everything_anew(corpus: Path, state: State, counting: Counting) -> None:
    build(corpus, state, counting)
    other = Counting(counting.model, checksum="of other weights")
    report = build(corpus, State(state.root, other), other)
    assert (report.embedded, report.reused, report.unchanged) == (3, 0, False)


def test_a_damaged_generation_is_built_again(corpus: Path, state: State, counting: Counting) -> None:
    first = build(corpus, state, counting)
    (state.root / "generations" / first.generation / "vectors.faiss").write_bytes(b"")
    again = build(corpus, state, counting)
    assert not again.unchanged
    assert again.generation == state.current().id != first.generation
    assert again.reused == 3


@pytest.mark.parametrize("content", [b"", b"nonsense" * 1_000], ids=["empty", "foreign"])
def test_damaged_embeddings_are_made_anew(corpus: Path, state: State, counting: Counting, content: bytes) -> None:
    build(corpus, state, counting)
    (state.root / "embeddings.sqlite3").write_bytes(content)
    (corpus / "new.md").write_text("Dogs bark.\n")
    assert build(corpus, state, counting).embedded == 4


@pytest.mark.parametrize("vector", [b"", b"\0" * 384 * 4], ids=["cut off", "changed"])
def test_a_kept_vector_that_was_changed_is_embedded_again(
    corpus: Path, state: State, counting: Counting, vector: bytes
) -> None:
    build(corpus, state, counting)
    with sqlite3.connect(state.root / "embeddings.sqlite3") as database:
        database.execute("UPDATE embeddings SET reading = ? WHERE text = (SELECT min(text) FROM embeddings)", (vector,))
    database.close()
    (corpus / "new.md").write_text("Dogs bark.\n")
    assert build(corpus, state, counting).embedded == 2


def test_progress_is_told_until_all_is_embedded(corpus: Path, state: State, counting: Counting) -> None:
    told: list[tuple[int, int]] = []
    (corpus / "many.md").write_text("".join(f"Van {number} is white.\n\n" for number in range(300)))
    build(corpus, state, counting, progress=lambda done, of: told.append((done, of)))
    assert told == [(256, 303), (303, 303)]


@pytest.mark.parametrize("missing", [True, False], ids=["missing", "empty"])
def test_a_folder_without_documents_leaves_the_current_generation(
    corpus: Path, state: State, counting: Counting, tmp_path: Path, missing: bool
) -> None:
    name = build(corpus, state, counting).generation
    other = tmp_path / "other"
    if not missing:
        other.mkdir()
    with pytest.raises(CorpusMissing):
        build(other, state, counting)
    assert state.current().id == name


def test_what_was_skipped_is_named_with_the_reason(corpus: Path, state: State, counting: Counting) -> None:
    (corpus / "broken.md").write_bytes(b"\xff\xfe\x00\xd8broken")
    report = build(corpus, state, counting)
    assert [skipped.path for skipped in report.skipped] == ["broken.md"]
    assert state.list()[-1].skipped == report.skipped
    assert report.skipped[0].reason


def test_a_corpus_that_changed_is_noticed(corpus: Path, state: State, counting: Counting) -> None:
    assert current_is_behind(corpus, state)
    build(corpus, state, counting)
    assert not current_is_behind(corpus, state)
    (corpus / "vans.md").write_text("Vans are red.\n")
    assert current_is_behind(corpus, state)


def test_a_document_touched_but_not_changed_is_not_behind(corpus: Path, state: State, counting: Counting) -> None:
    build(corpus, state, counting)
    (corpus / "vans.md").write_text((corpus / "vans.md").read_text())
    assert not current_is_behind(corpus, state)
