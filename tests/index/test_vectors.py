"""Exact nearest vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.vectors import Vectors


def unit_rows(count: int, dimensions: int = 8) -> NDArray[np.float32]:
    rows = np.random.default_rng(7).normal(size=(count, dimensions)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_the_nearest_are_those_of_greatest_inner_product() -> None:
    rows = unit_rows(200)
    question = rows[17]
    wanted = np.argsort(-(rows @ question))[:5].tolist()
    found = Vectors.of(rows).nearest(question, 5)
    assert [position for position, _ in found] == wanted
    assert found[0] == (17, pytest.approx(1, abs=1e-6))


def test_cosines_are_told_for_chosen_positions() -> None:
    rows = unit_rows(20)
    assert Vectors.of(rows).cosines(rows[3], [3, 5]) == pytest.approx((1, float(rows[3] @ rows[5])), abs=1e-6)
    assert Vectors.of(rows).cosines(rows[3], []) == ()


def test_no_more_are_found_than_there_are() -> None:
    rows = unit_rows(3)
    assert len(Vectors.of(rows).nearest(rows[0], 10)) == 3
    assert Vectors.of(rows[:0]).nearest(rows[0], 10) == ()


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 0.0], ids=["not a number", "infinite", "zero"])
def test_a_row_that_is_no_unit_vector_is_refused(wrong: float) -> None:
    rows = unit_rows(3)
    rows[1] = wrong
    with pytest.raises(ValueError, match="of length 1"):
        Vectors.of(rows)


def test_a_question_that_is_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="must be of numbers"):
        Vectors.of(unit_rows(3)).nearest(np.full(8, np.nan, dtype=np.float32), 1)


def test_saved_vectors_are_found_again(tmp_path: Path) -> None:
    vectors = Vectors.of(unit_rows(20))
    vectors.save(tmp_path / "vectors")
    again = Vectors.load(tmp_path / "vectors")
    assert (len(again), again.dimensions) == (20, 8)
    assert again.nearest(unit_rows(1)[0], 3) == vectors.nearest(unit_rows(1)[0], 3)


@pytest.mark.parametrize("content", [b"", b"IxFI", b"nonsense" * 100], ids=["empty", "cut off", "foreign"])
def test_a_file_of_no_vectors_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "vectors").write_bytes(content)
    with pytest.raises(ValueError, match="vectors is no FAISS index"):
        Vectors.load(tmp_path / "vectors")
