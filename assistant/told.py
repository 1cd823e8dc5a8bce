"""Whether a sentence tells the quantity that a question wants: the sentences of the hits that hold one, and how near
the rest of the question comes to the nearest of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.sorts import QUANTITIES, Sort, tells
from index.documents import Kind
from index.embedding import Embedder, Reading
from index.late import Late
from index.passages import Hit, Passage
from index.sentences import sentences

FRAME = 0.6  # what a piece of the headings and the introduction counts where the sentence's own are asked for
LEAST = 0.05  # a sort less probable than that is not looked for
OF_QUANTITIES = frozenset(  # words that ask for a quantity and say nothing about of what
    """long many much often soon far old quick quickly fast number percentage percent time times date day days hour
    hours minute minutes mins second seconds week weeks month months year years maximum minimum max min most least
    limit exact exactly roughly average typically usually normally currently moment total figure amount""".split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, item, row or line of code of a hit, ``rank`` from 0; ``own`` and ``framed`` are how near each piece
    of the question comes to it: to itself most of all, and to it or its headings and introduction."""

    rank: int
    text: str
    own: NDArray[np.float32]
    framed: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Telling:
    """How near the question comes to the nearest sentence of those that hold a quantity of a sort.

    ``near`` is the nearness with its headings and introduction, ``gap`` how much nearer it comes to some sentence that
    holds none; ``first`` is 1 where such a sentence is in the best hit.
    """

    near: float = 0.0
    gap: float = 0.0
    first: float = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """What the hits tell of the quantities that the question may want, and how likely it wants each sort of answer."""

    likely: Mapping[Sort, float]
    tellings: Mapping[Sort, Telling]

    def share(self, *sorts: Sort) -> float:
        """How probable it is that one of the sorts is wanted."""
        return sum(self.likely[sort] for sort in sorts)

    def mean(self, signal: str) -> float:
        """The mean of a signal over the quantities looked for, each as likely as it is wanted."""
        return sum(self.likely[sort] * float(getattr(telling, signal)) for sort, telling in self.tellings.items())


def told(
    question: str, reading: Reading, likely: Mapping[Sort, float], hits: Sequence[Hit], late: Late, embedder: Embedder
) -> Told:
    """What some hits tell of the quantities that a question may want."""
    looked_for = [sort for sort in QUANTITIES if likely[sort] >= LEAST]
    if not looked_for:
        return Told(likely, {})
    weights = _weights(question, reading, late, embedder)
    found = [each for rank, hit in enumerate(hits) for each in _sentences(rank, hit, reading, late, embedder)]
    nearest = max((_mean(each.own, weights) for each in found), default=0.0)
    return Told(likely, {sort: _telling(sort, found, nearest, weights) for sort in looked_for})


def _telling(sort: Sort, found: Iterable[Sentence], nearest: float, weights: NDArray[np.float32]) -> Telling:
    telling = [each for each in found if tells(sort, each.text)]
    if not telling:
        return Telling(gap=nearest)
    best = max(telling, key=lambda each: _mean(each.own, weights))
    return Telling(
        near=_mean(best.framed, weights),
        gap=nearest - _mean(best.own, weights),
        first=float(any(each.rank == 0 for each in telling)),
    )


def _weights(question: str, reading: Reading, late: Late, embedder: Embedder) -> NDArray[np.float32]:
    """How much each piece of the question tells; nothing where it only says that a quantity is wanted."""
    weights = late.weights(reading)
    words = [question[start:end].casefold() for start, end in embedder.places(question)]
    bare = np.where([word in OF_QUANTITIES for word in words], 0, weights)
    return np.asarray(bare, dtype=np.float32) if bare.sum() > 0 else weights


def _mean(values: NDArray[np.float32], weights: NDArray[np.float32]) -> float:
    return float(values @ weights / weights.sum()) if weights.size else 0.0


def _sentences(rank: int, hit: Hit, reading: Reading, late: Late, embedder: Embedder) -> Iterator[Sentence]:
    passage, pieces = hit.passage, late.pieces(hit.position)
    starts = np.array([start for start, _ in embedder.places(passage.context)], dtype=np.int64)
    cosines = np.clip(reading.rows @ pieces.T, 0, 1)
    begins = len(passage.context) - len(passage.text)
    frame = cosines[:, starts < begins].max(axis=1, initial=0)
    for start, end in _places(passage):
        own = cosines[:, (starts >= begins + start) & (starts < begins + end)].max(axis=1, initial=0)
        yield Sentence(rank, passage.text[start:end], np.maximum(own, FRAME * frame), np.maximum(own, frame))


def _places(passage: Passage) -> list[tuple[int, int]]:
    """Where the sentences of a passage's text stand; of code its lines, of a row the whole."""
    if passage.kind is Kind.ROW:
        return [(0, len(passage.text))]
    if passage.kind is not Kind.CODE:
        return sentences(passage.text)
    lines, at = [], 0
    for line in passage.text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    return [place for place in lines if place[1] > place[0]]
