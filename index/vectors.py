"""Nearest vectors: what every store of them promises, and the one in this process, by FAISS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

EXACT = 200_000  # vectors; up to here every one is looked at, beyond only the cells nearest to the question
RECALL = 0.995  # of the ten nearest, where not every vector is looked at: so many cells are that this share is found
AWAY = 1.2  # of the questions that it is measured on: their cosine to some vector is about 0.64, as that of real ones
TRIED = 200  # questions that the recall is measured on


class VectorStore(Protocol):
    """Unit vectors of a generation's passages, by their position, near to a question by inner product."""

    def __len__(self) -> int: ...

    @property
    def dimensions(self) -> int:
        """How long each vector is."""

    @property
    def recall(self) -> float:
        """Which share of the ten nearest is found, as measured when it was made; 1 where the search is exact."""

    def nearest(self, vector: NDArray[np.float32], limit: int) -> tuple[tuple[int, float], ...]:
        """Positions and cosines of the ``limit`` vectors nearest to a unit vector, nearest first; ValueError where it
        is not of numbers."""

    def cosines(self, vector: NDArray[np.float32], positions: Sequence[int]) -> tuple[float, ...]:
        """The cosines of a unit vector to the vectors at some positions, in their order."""


class VectorPlace(Protocol):
    """Where the vectors of generations are kept."""

    def keep(self, folder: Path, name: str, rows: NDArray[np.float32]) -> None:
        """Keep the vectors of the generation ``name``, whose files are in ``folder``: n × dimensions, unit rows."""

    def open(self, folder: Path, name: str) -> VectorStore:
        """The vectors as kept; ValueError where they are not, OSError where they cannot be reached."""

    def forget(self, kept: Sequence[str]) -> None:
        """Let go of the vectors of every generation but these."""


class InFiles:
    """Vectors as a FAISS index in the generation's own folder."""

    def __init__(self, exact: int = EXACT) -> None:
        self._exact = exact

    def keep(self, folder: Path, name: str, rows: NDArray[np.float32]) -> None:  # noqa: ARG002
        """Write the index file."""
        Vectors.of(rows, self._exact).save(folder / FILE)

    def open(self, folder: Path, name: str) -> VectorStore:  # noqa: ARG002
        """Read the index file."""
        return Vectors.load(folder / FILE)

    def forget(self, kept: Sequence[str]) -> None:
        """They go with their folders."""


FILE = "vectors.faiss"


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors in the passages' order, searched by inner product: exactly up to ``EXACT`` of them, beyond by an
    inverted file whose recall is measured when it is made."""

    _index: faiss.Index
    recall: float = 1.0

    @classmethod
    def of(cls, rows: NDArray[np.float32], exact: int = EXACT) -> Vectors:
        """Vectors from unit rows, n × dimensions; ValueError where one is not a number or not of length 1."""
        checked(rows)
        rows = np.ascontiguousarray(rows, dtype=np.float32)
        if len(rows) > exact:
            return cls(*_inverted(rows))
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(rows)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Vectors:
        """Vectors as saved; ValueError where the file holds none. FAISS keeps no checksum: check it before."""
        content = path.read_bytes()  # by Python, which tells an error of the disk
        try:
            index = faiss.deserialize_index(np.frombuffer(content, dtype=np.uint8))
        except RuntimeError as error:
            raise ValueError(f"{path.name} is no FAISS index") from error
        if isinstance(index, faiss.IndexFlatIP):
            return cls(index)
        if not isinstance(index, faiss.IndexIVFFlat):
            raise ValueError(f"{path.name} is a FAISS index of another kind")
        index.make_direct_map()
        return cls(index, float(path.with_suffix(MEASURED).read_text(encoding="utf-8")))

    def save(self, path: Path) -> None:
        """Write them to a file; OSError where that fails, which FAISS itself would pass over."""
        path.write_bytes(faiss.serialize_index(self._index).data)
        if isinstance(self._index, faiss.IndexIVFFlat):
            path.with_suffix(MEASURED).write_text(f"{self.recall}\n", encoding="utf-8")

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        """How long each vector is."""
        return int(self._index.d)

    def nearest(self, vector: NDArray[np.float32], limit: int) -> tuple[tuple[int, float], ...]:
        """Positions and cosines of the ``limit`` vectors nearest to a unit vector, nearest first."""
        if not np.isfinite(vector).all():
            raise ValueError("a vector to search for must be of numbers")
        limit = min(limit, len(self))
        if limit < 1:
            return ()
        faiss.omp_set_num_threads(1)  # two make a single search slower
        cosines, positions = self._index.search(vector.reshape(1, -1), limit)
        found = zip(positions[0].tolist(), cosines[0].tolist(), strict=True)
        return tuple((position, cosine) for position, cosine in found if position >= 0)  # fewer in the cells looked at

    def cosines(self, vector: NDArray[np.float32], positions: Sequence[int]) -> tuple[float, ...]:
        """The cosines of a unit vector to the vectors at some positions."""
        if not positions:
            return ()
        rows = self._index.reconstruct_batch(np.asarray(positions, dtype=np.int64))
        return tuple((rows @ vector).tolist())


MEASURED = ".recall"


def checked(rows: NDArray[np.float32]) -> None:
    """Raises ValueError where a row is not a number or not of length 1."""
    if rows.size and not np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3):  # False for NaN too
        raise ValueError("every vector must be of numbers and of length 1")


def _inverted(rows: NDArray[np.float32]) -> tuple[faiss.IndexIVFFlat, float]:
    """An inverted file of cells about as many as the square root of the vectors, times four; of them so many are looked
    at that the ten nearest are found, and the share that is."""
    cells = min(int(4 * np.sqrt(len(rows))), len(rows) // 39)
    quantizer = faiss.IndexFlatIP(rows.shape[1])
    index = faiss.IndexIVFFlat(quantizer, rows.shape[1], cells, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.max_points_per_centroid = 10, 64  # a quarter of the time, for cells about as good
    index.train(rows)
    index.add(rows)
    index.own_fields = True
    quantizer.this.disown()  # type: ignore[attr-defined]
    index.nprobe = max(1, cells // 64)
    trial = Trial.on(rows)
    while (found := trial.recall(lambda question: _ten(index, question))) < RECALL and index.nprobe < cells:
        index.nprobe = min(cells, 2 * index.nprobe)
    index.make_direct_map()
    return index, found


@dataclass(frozen=True, slots=True)
class Trial:
    """Questions of the kind that some rows are asked, with the ten rows that are nearest to each."""

    questions: NDArray[np.float32]
    nearest: tuple[frozenset[int], ...]

    @classmethod
    def on(cls, rows: NDArray[np.float32]) -> Trial:
        """Found by looking at every row."""
        exact = faiss.IndexFlatIP(rows.shape[1])
        exact.add(np.ascontiguousarray(rows, dtype=np.float32))
        questions = _questions(rows)
        return cls(questions, tuple(frozenset(_ten(exact, question)) for question in questions))

    def recall(self, ten: Callable[[NDArray[np.float32]], Sequence[int]]) -> float:
        """Which share of the ten nearest a search for ten finds."""
        found = zip(self.questions, self.nearest, strict=True)
        return float(np.mean([len(nearest & {*ten(question)}) / 10 for question, nearest in found]))


def _ten(index: faiss.Index, question: NDArray[np.float32]) -> list[int]:
    return [int(position) for position in index.search(question.reshape(1, -1), 10)[1][0]]


def _questions(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors as near to some of the rows as questions are to passages."""
    chance = np.random.default_rng(len(rows))
    chosen = rows[chance.choice(len(rows), TRIED)]
    near = chosen + chance.normal(scale=AWAY / np.sqrt(rows.shape[1]), size=chosen.shape).astype(np.float32)
    return np.ascontiguousarray(near / np.linalg.norm(near, axis=1, keepdims=True), dtype=np.float32)
