"""Late interaction: a question's words against a passage's words, each by its meaning where it stands.

For each word piece of the question, the greatest cosine with a piece of the passage; of these the mean, in which rare
pieces count more. After ColBERT's MaxSim (Khattab and Zaharia, 2020), with the vectors of a model not trained for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import read_array
from index.embedding import STEP, Reading
from index.errors import starved
from index.projection import NARROW

SAME = 0.8  # a cosine from which one word is taken to be the other
NEAR = 0.55  # a cosine from which one word may stand for another
PIECES, STARTS, COUNTS = "pieces.npy", "starts.npy", "counts.npy"


@dataclass(frozen=True, slots=True)
class Match:
    """How near a question's pieces come to a passage's, each 0 to 1; rare pieces count more.

    ``nearness`` is the mean of all, ``section`` and ``document`` the same for what was found of its section and of its
    document, taken together, ``lacking`` the share of those that come near to none, and ``rephrased`` the mean of
    those that the passage does not hold as such, 1 where it holds every one.
    """

    nearness: float = 0.0
    section: float = 0.0
    document: float = 0.0
    lacking: float = 1.0
    rephrased: float = 0.0


@dataclass(frozen=True, slots=True)
class Late:
    """The vectors of the word pieces of a generation's passages, in the passages' order.

    ``_pieces`` holds them all (pieces × 62, in steps of 1/127); those of passage ``i`` are
    ``_starts[i]`` to ``_starts[i + 1]``. ``_counts`` says how many passages hold each piece of the vocabulary.
    """

    _pieces: NDArray[np.int8]
    _starts: NDArray[np.int64]
    _counts: NDArray[np.int32]

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> Late:
        """The pieces of texts as read."""
        pieces = [reading.pieces for reading in readings]
        starts = np.cumsum([0, *map(len, pieces)], dtype=np.int64)
        held = [np.unique(reading.ids) for reading in readings]
        counts = np.bincount(np.concatenate([np.zeros(0, np.int64), *held])) if held else np.zeros(0)
        return cls(np.concatenate([np.zeros((0, NARROW), np.int8), *pieces]), starts, counts.astype(np.int32))

    @classmethod
    def load(cls, folder: Path) -> Late:
        """The pieces as saved; ValueError where the folder holds none."""
        try:
            pieces, starts, counts = (read_array(folder / name) for name in (PIECES, STARTS, COUNTS))
        except (OSError, EOFError) as error:
            if isinstance(error, OSError) and starved(error):
                raise
            raise ValueError(f"{folder.name} holds no pieces") from error
        whole = pieces.ndim == 2 and pieces.shape[1] == NARROW and starts.ndim == 1 and starts.size > 0
        if not whole or starts[0] != 0 or starts[-1] != len(pieces) or (np.diff(starts) < 0).any():
            raise ValueError(f"{folder.name} holds pieces of no passages")
        return cls(pieces, starts, counts)

    def save(self, folder: Path) -> None:
        """Write them as files of a folder."""
        folder.mkdir()
        for name, rows in ((PIECES, self._pieces), (STARTS, self._starts), (COUNTS, self._counts)):
            np.save(folder / name, rows, allow_pickle=False)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def pieces(self, position: int) -> NDArray[np.float32]:
        """The vectors of a passage's pieces, in its order: pieces × 62, of length about 1."""
        rows = self._pieces[self._starts[position] : self._starts[position + 1]]
        return np.asarray(rows / STEP, dtype=np.float32)

    def weights(self, question: Reading) -> NDArray[np.float32]:
        """How much each piece of a question tells: its inverse document frequency."""
        known = question.ids < len(self._counts)
        counts = np.where(known, self._counts[np.where(known, question.ids, 0)], 0) if len(self._counts) else 0 * known
        return np.log1p(len(self) / (0.5 + counts)).astype(np.float32)

    def shares(self, question: Reading) -> NDArray[np.float32]:
        """How much of a question each of its pieces tells, 1 in all."""
        weights = self.weights(question)
        return np.asarray(weights / (weights.sum() or 1.0), dtype=np.float32)

    def nearness(self, question: Reading, positions: Sequence[int]) -> NDArray[np.float32]:
        """The greatest cosine of each piece of a question with a piece of each of some passages: pieces × passages."""
        chosen = np.asarray(positions, dtype=np.int64)
        lengths = self._starts[chosen + 1] - self._starts[chosen]
        nearest = np.zeros((len(question.pieces), len(chosen)), dtype=np.float32)
        filled = lengths > 0
        if not filled.any() or not len(question.pieces):
            return nearest
        ends = np.cumsum(lengths)
        rows = np.arange(ends[-1]) + np.repeat(self._starts[chosen] - (ends - lengths), lengths)
        cosines = question.pieces.astype(np.float32) @ self._pieces[rows].astype(np.float32).T
        nearest[:, filled] = np.maximum.reduceat(cosines, (ends - lengths)[filled], axis=1) / STEP**2
        return nearest

    def matches(
        self,
        question: Reading,
        positions: Sequence[int],
        sections: Sequence[int] | None = None,
        documents: Sequence[int] | None = None,
    ) -> tuple[Match, ...]:
        """How some passages match a question; of each may be told which section and which document it is of."""
        shares = self.shares(question)
        if not positions or not shares.size:
            return (Match(),) * len(positions)
        nearness = np.clip(self.nearness(question, positions), 0, 1)
        held_not = shares[:, None] * (nearness < SAME)
        total = held_not.sum(axis=0)
        rephrased = np.where(total > 0, (held_not * nearness).sum(axis=0) / np.where(total > 0, total, 1), 1)
        means, lacking = shares @ nearness, shares @ (nearness < NEAR)
        groups = sections or range(len(positions)), documents or range(len(positions))
        section, document = (shares @ _together(nearness, group) for group in groups)
        signals = means, section, document, lacking, rephrased
        return tuple(map(Match, *(each.tolist() for each in signals)))


def _together(nearness: NDArray[np.float32], groups: Sequence[int]) -> NDArray[np.float32]:
    """For each passage, the nearness of the nearest of its group, piece by piece: pieces × passages."""
    of = np.asarray(groups)
    order = np.argsort(of, kind="stable")
    starts = np.flatnonzero(np.diff(of[order], prepend=-1))
    nearest = np.maximum.reduceat(nearness[:, order], starts, axis=1)
    return np.asarray(nearest[:, np.searchsorted(of[order][starts], of)])
