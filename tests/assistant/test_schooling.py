"""Learning from labelled questions: what is learnt is used as it was learnt, and learnt again the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant import schooling
from assistant.comparison import compared
from assistant.schooled import Schooled
from assistant.schooling import Lesson, folds, school
from assistant.sorts import Sort, sorts_of
from index.embedding import OnnxEmbedder

TOLD = {
    "How long does a van last?": "A van lasts nine years.",
    "How long is a pass good for?": "A pass is good for a week.",
    "How long may I keep a book?": "You may keep a book for a month.",
    "Who mends vans?": "Ada mends the vans.",
    "Who stamps passes?": "The porter stamps passes.",
    "Who binds books?": "Books are bound by the bindery.",
}


@pytest.fixture(scope="module")
def lessons(embedder: OnnxEmbedder) -> list[Lesson]:
    found = []
    for shift, answered in ((0, True), (1, False)):
        texts = list(TOLD.values())
        for at, question in enumerate(TOLD):
            reading, passage = embedder.read([question, texts[(at + shift) % len(texts)]])
            shares = np.full(len(reading.pieces), 1 / max(1, len(reading.pieces)), dtype=np.float32)
            sort = Sort.DURATION if question.startswith("How long") else Sort.OWNER
            found.append(Lesson(reading, sort, answered, shares, passage.pieces.astype(np.float32) / 127))
    return found


def test_a_network_answers_as_it_did_while_it_learnt(lessons: list[Lesson], monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    network = school(lessons).network
    monkeypatch.setattr(schooling, "DROPPED", 0.0)  # as it is once it has learnt
    layers = {name: torch.nn.Parameter(torch.from_numpy(np.asarray(each))) for name, each in network.items()}
    there = schooling._forward(layers, lessons).detach().numpy()
    here = [compared(each.reading, each.shares, each.passage, network) for each in lessons]
    assert here == pytest.approx(there, abs=1e-3)


def test_what_is_learnt_tells_answers_from_others_and_one_sort_from_another(
    lessons: list[Lesson], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schooling, "EPOCHS", 300)
    learnt = school(lessons)
    logits = np.array([compared(each.reading, each.shares, each.passage, learnt.network) for each in lessons])
    assert logits[: len(TOLD)].min() > logits[len(TOLD) :].max()
    for each, question in zip(lessons, TOLD, strict=False):
        likely = sorts_of(question, each.reading.vector, learnt.sorts)
        assert max(likely, key=lambda sort: likely[sort]) is each.sort


def test_the_same_lessons_teach_the_same(lessons: list[Lesson], tmp_path: Path) -> None:
    one, other = school(lessons), school(lessons)
    assert np.array_equal(one.sorts, other.sorts)
    assert all(np.array_equal(one.network[name], other.network[name]) for name in one.network)
    one.save(tmp_path / "kept.npz")
    kept = Schooled.load(tmp_path / "kept.npz")
    assert all(np.allclose(kept.network[name], one.network[name], atol=0.01) for name in one.network)


def test_no_source_is_learnt_from_where_it_is_left_out() -> None:
    sources = ["a"] * 5 + ["b"] * 3 + ["c"] * 2 + ["d"]
    parts = list(folds(sources, 3))
    assert np.sum(parts, axis=0).tolist() == [1] * len(sources)
    assert all(len({source for source, out in zip(sources, part, strict=True) if out}) <= 2 for part in parts)
    assert all(len({bool(part[at]) for at in range(5)}) == 1 for part in parts)
