"""A question in, hits out: nearest in meaning, nearest in words, joined; of the best, word by word; names given to the
letter come first."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder, Reading
from index.late import Late
from index.lexical import Lexical, bare, fold, identifiers, terms
from index.passages import Hit, Passage
from index.vectors import VectorStore

DEPTH = 50  # how many passages each of the first two searches hands on
WEIGHTS = {"dense": 1.0, "lexical": 0.7, "late": 1.6, "section": 1.1, "document": 0.5}  # in the score
LITTLE = frozenset(  # words that a question may hold besides the names it asks about
    """a an and are at by can do does for from how i in is it me my of on or our the to we what when where which who
    whom whose why with you your about tell""".split()
)


class Searched(Protocol):
    """What can be searched: passages, with their vectors and their terms in the same order."""

    @property
    def passages(self) -> Sequence[Passage]: ...

    @property
    def vectors(self) -> VectorStore: ...

    @property
    def lexical(self) -> Lexical: ...

    @property
    def late(self) -> Late: ...

    @property
    def embedder(self) -> Embedder: ...


@dataclass(frozen=True, slots=True)
class Stages:
    """Which stages of a search are on; switched off one by one to measure what each is worth."""

    dense: bool = True
    lexical: bool = True
    late: bool = True  # what the first two find is ranked by its words' meanings too
    section: bool = True  # and by those of what was found of the same section
    document: bool = True  # and of the same document
    exact: bool = True  # a short query of names finds the passages that hold them first
    fold: bool = True  # the same text in the same document is found once

    @property
    def pieces(self) -> bool:
        """Whether the question's words are each looked for by themselves."""
        return self.late or self.section or self.document


ALL = Stages()


def search(
    searched: Searched, question: str, limit: int = 10, stages: Stages = ALL, reading: Reading | None = None
) -> tuple[Hit, ...]:
    """The ``limit`` best passages for a question, best first; equals stand in the order of their documents. ``reading``
    is the question's, where it has been read before."""
    exact = _exact(searched, question) if stages.exact else {}
    first = exact if _is_about_names(question, exact) else {}
    hits = _scored(searched, question, first, exact, stages, reading)
    hits.sort(key=lambda hit: (-first.get(hit[0], 0), -hit[1].score, hit[0]))
    best = (hit for _, hit in hits)
    return tuple(islice(_folded(best) if stages.fold else best, limit))


def _scored(
    searched: Searched,
    question: str,
    first: Iterable[int],
    exact: Container[int],
    stages: Stages,
    reading: Reading | None,
) -> list[tuple[int, Hit]]:
    """Every passage that either search hands on, and those that come first anyway, scored by every stage."""
    if reading is None and (stages.dense or stages.pieces):
        reading = searched.embedder.read([question])[0]
    shares = searched.lexical.shares(terms(question)) if stages.lexical else None
    found = set(first)
    if stages.dense and reading:
        found |= dict(searched.vectors.nearest(reading.vector, DEPTH)).keys()
    if shares is not None:
        found |= set(_greatest(shares, DEPTH))
    order = sorted(found)
    dense = searched.vectors.cosines(reading.vector, order) if stages.dense and reading else None
    late = searched.late.matches(reading, order, *_groups(searched, order)) if stages.pieces and reading else None
    hits = []
    for row, position in enumerate(order):
        share = float(shares[position]) if shares is not None and shares[position] > 0 else None
        match = late[row] if late else None
        scores = {
            "dense": dense[row] if dense else None,
            "lexical": share,
            "late": match.nearness if match and stages.late else None,
            "section": match.section if match and stages.section else None,
            "document": match.document if match and stages.document else None,
        }
        hit = Hit(
            searched.passages[position],
            _joined(scores, stages),
            position,
            **scores,
            lacking=match.lacking if match else None,
            rephrased=match.rephrased if match else None,
            exact=position in exact,
        )
        hits.append((position, hit))
    return hits


def _groups(searched: Searched, positions: Sequence[int]) -> tuple[list[int], list[int]]:
    """Which section and which document each passage is of, counted from 0."""
    sections: dict[tuple[str, tuple[str, ...]], int] = {}
    documents: dict[str, int] = {}
    passages = [searched.passages[position] for position in positions]
    return (
        [sections.setdefault((each.document, each.section), len(sections)) for each in passages],
        [documents.setdefault(each.document, len(documents)) for each in passages],
    )


def _greatest(shares: NDArray[np.float32], limit: int) -> list[int]:
    """The positions of the greatest shares above 0."""
    held = np.flatnonzero(shares > 0)
    return [int(position) for position in held[np.argsort(-shares[held], kind="stable")[:limit]]]


def _joined(scores: Mapping[str, float | None], stages: Stages) -> float:
    """The weighted mean of the stages that are on."""
    weights = {name: weight for name, weight in WEIGHTS.items() if getattr(stages, name)}
    return sum(weight * (scores[name] or 0.0) for name, weight in weights.items()) / (sum(weights.values()) or 1.0)


def _exact(searched: Searched, question: str) -> dict[int, int]:
    """The passages that hold a name in the question to the letter, and how many of its words in one run with it."""
    words = _words(question)
    held: dict[int, set[int]] = {}
    for start, end in _named(question, words):
        for position in searched.lexical.holding(terms(" ".join(words[start:end]))):
            passage = searched.passages[position]
            run = _longest_run(words, start, end, fold(f"{passage.introduction} {passage.text}"))
            if run:
                held.setdefault(position, set()).update(run)
    return {position: sum(words[at] not in LITTLE for at in run) for position, run in held.items()}


def _words(question: str) -> list[str]:
    return [word for word in map(bare, fold(question).split()) if word]


def _named(question: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where, among its words, a question's identifiers stand."""
    for name in identifiers(question):
        wanted = _words(name)
        for start in range(len(words) - len(wanted) + 1 if wanted else 0):
            if words[start : start + len(wanted)] == wanted:
                yield start, start + len(wanted)
                break


def _longest_run(words: Sequence[str], start: int, end: int, text: str) -> range:
    """The longest run about ``words[start:end]`` that a text holds; empty where it lacks those themselves."""
    if not _holds(text, words[start:end]):
        return range(0)
    while start > 0 and _holds(text, words[start - 1 : end]):
        start -= 1
    while end < len(words) and _holds(text, words[start : end + 1]):
        end += 1
    return range(start, end)


def _holds(text: str, words: Sequence[str]) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(' '.join(words))}(?![\w-])", text) is not None


def _is_about_names(question: str, held: Mapping[int, int]) -> bool:
    """Whether a question says at most one word more than the names that some passage holds."""
    said = sum(word not in LITTLE for word in _words(question))
    return said <= max(held.values(), default=0) + 1


def _folded(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits without those whose text another has said before in the same document."""
    said = set()
    for hit in hits:
        words = hit.passage.document, fold(hit.passage.introduction), fold(hit.passage.text)
        if words not in said:
            said.add(words)
            yield hit
