"""Late interaction: a question's words against a passage's words, each by its meaning where it stands."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from index.embedding import STEP, OnnxEmbedder, Reading
from index.late import Late, Match

TEXTS = ["The web team renews certificates.", "", "Cats sleep by day, and by night they hunt.", "Certificates expire."]


@pytest.fixture(scope="module")
def late(embedder: OnnxEmbedder) -> Late:
    return Late.of(embedder.read(TEXTS))


def question(embedder: OnnxEmbedder, text: str) -> Reading:
    (reading,) = embedder.read([text])
    return reading


def test_each_word_counts_by_the_nearest_word_of_the_passage(late: Late, embedder: OnnxEmbedder) -> None:
    asked = question(embedder, "who renews certificates")
    pieces = embedder.read(TEXTS)[0].pieces.astype(np.float32)
    by_hand = (asked.pieces.astype(np.float32) @ pieces.T).max(axis=1) / STEP**2
    assert np.allclose(late.nearness(asked, [0])[:, 0], by_hand, atol=1e-6)


def test_a_passage_matches_the_same_whatever_stands_beside_it(late: Late, embedder: OnnxEmbedder) -> None:
    asked = question(embedder, "who renews certificates")
    together = late.matches(asked, [3, 1, 0, 2])
    apart = [late.matches(asked, [i])[0] for i in (3, 1, 0, 2)]
    assert np.allclose([astuple(match) for match in together], [astuple(match) for match in apart])
    assert together[2].nearness == max(match.nearness for match in together)


def test_what_stands_in_one_section_counts_together(late: Late, embedder: OnnxEmbedder) -> None:
    asked = question(embedder, "who renews certificates by night")
    apart, together = (
        late.matches(asked, [0, 1, 2, 3], sections, [0, 1, 0, 2]) for sections in ([0, 1, 2, 3], [0, 1, 0, 2])
    )
    assert [match.section for match in apart] == pytest.approx([match.nearness for match in apart])
    assert together[0].section == together[2].section > max(together[0].nearness, together[2].nearness)
    assert [match.section for match in together] == [match.document for match in together]
    assert together[3].section == pytest.approx(together[3].nearness)


def test_words_that_a_passage_does_not_hold_are_told_from_those_that_it_does(
    late: Late, embedder: OnnxEmbedder
) -> None:
    held, rephrased, foreign = (
        late.matches(question(embedder, asked), [0])[0]
        for asked in ("web certificates", "web credentials", "web aardvarks")
    )
    assert held.rephrased == 1
    assert 1 > rephrased.rephrased > foreign.rephrased


def test_a_rare_word_counts_more_than_a_common_one(late: Late, embedder: OnnxEmbedder) -> None:
    weights = dict(zip(("certificates", "cats"), late.weights(question(embedder, "certificates cats")), strict=True))
    assert weights["cats"] > weights["certificates"]


def test_a_passage_or_a_question_without_words_scores_nothing(late: Late, embedder: OnnxEmbedder) -> None:
    assert late.matches(question(embedder, "cats"), [1]) == (Match(),)
    assert late.matches(question(embedder, "?!"), [0, 1]) == (Match(), Match())
    assert late.matches(question(embedder, "cats"), []) == ()


def test_a_word_in_no_passage_counts_as_the_rarest(late: Late, embedder: OnnxEmbedder) -> None:
    assert (late.weights(question(embedder, "谁")) >= late.weights(question(embedder, "cats"))).all()


def test_what_was_saved_is_loaded(late: Late, embedder: OnnxEmbedder, tmp_path: Path) -> None:
    late.save(tmp_path / "late")
    loaded = Late.load(tmp_path / "late")
    asked = question(embedder, "who renews certificates")
    assert len(loaded) == len(TEXTS)
    assert loaded.matches(asked, [0, 1, 2, 3]) == late.matches(asked, [0, 1, 2, 3])


@pytest.mark.parametrize("name", ["pieces.npy", "starts.npy", "counts.npy"])
def test_a_missing_file_is_refused(late: Late, tmp_path: Path, name: str) -> None:
    late.save(tmp_path / "late")
    (tmp_path / "late" / name).unlink()
    with pytest.raises(ValueError, match="late holds no pieces"):
        Late.load(tmp_path / "late")


def test_no_passages_are_kept_too(tmp_path: Path) -> None:
    Late.of([]).save(tmp_path / "late")
    assert len(Late.load(tmp_path / "late")) == 0
