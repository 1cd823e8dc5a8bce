"""Exact nearest vectors by FAISS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors of a generation's passages, in the passages' order, searched exactly by inner product."""

    _index: faiss.IndexFlatIP

    @classmethod
    def of(cls, rows: NDArray[np.float32]) -> Vectors:
        """Vectors from unit rows, n × dimensions; ValueError where one is not a number or not of length 1."""
        if rows.size and not np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3):  # False for NaN too
            raise ValueError("every vector must be of numbers and of length 1")
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(np.ascontiguousarray(rows, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Vectors:
        """Vectors as saved; ValueError where the file holds none. FAISS keeps no checksum: check it before."""
        content = np.fromfile(path, dtype=np.uint8)
        try:
            index = faiss.deserialize_index(content)
        except RuntimeError as error:
            raise ValueError(f"{path.name} is no FAISS index") from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise ValueError(f"{path.name} is a FAISS index of another kind")
        return cls(index)

    def save(self, path: Path) -> None:
        """Write them to a file; OSError where that fails, which FAISS itself would pass over."""
        path.write_bytes(faiss.serialize_index(self._index).data)

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
        return tuple(zip(positions[0].tolist(), cosines[0].tolist(), strict=True))

    def cosines(self, vector: NDArray[np.float32], positions: Sequence[int]) -> tuple[float, ...]:
        """The cosines of a unit vector to the vectors at some positions."""
        if not positions:
            return ()
        rows = self._index.reconstruct_batch(np.asarray(positions, dtype=np.int64))
        return tuple((rows @ vector).tolist())
