"""A question in, hits out: nearest in meaning, nearest in words, joined; names given to the letter come first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from index.embedding import Embedder
from index.lexical import Lexical, bare, fold, identifiers, terms
from index.passages import Hit, Passage
from index.vectors import Vectors

DEPTH = 50  # how many passages each search hands on
WORDS = 0.4  # what the share of the question's words counts beside the cosine; anything from 0.3 to 0.5 does as well
LITTLE = frozenset(  # words that a question may hold besides the names it asks about
    """a an and are at by can do does for from how i in is it me my of on or our the to we what when where which who
    whom whose why with you your about tell""".split()
)


class Searched(Protocol):
    """What can be searched: passages, with their vectors and their terms in the same order."""

    @property
    def passages(self) -> Sequence[Passage]: ...

    @property
    def vectors(self) -> Vectors: ...

    @property
    def lexical(self) -> Lexical: ...

    @property
    def embedder(self) -> Embedder: ...


@dataclass(frozen=True, slots=True)
class Stages:
    """Which stages of a search are on; switched off one by one to measure what each is worth."""

    dense: bool = True
    lexical: bool = True
    exact: bool = True  # a short query of names finds the passages that hold them first
    fold: bool = True  # the same text in the same document is found once


ALL = Stages()


def search(searched: Searched, question: str, limit: int = 10, stages: Stages = ALL) -> tuple[Hit, ...]:
    """The ``limit`` best passages for a question, best first; equals stand in the order of their documents."""
    exact = _exact(searched, question) if stages.exact else {}
    first = exact if _is_about_names(question, exact) else {}
    dense, lexical = _scores(searched, question, first, stages)
    scores = {i: (1 - WORDS) * dense.get(i, 0.0) + WORDS * lexical.get(i, 0.0) for i in (*dense, *lexical)}
    order = sorted({*scores, *first}, key=lambda i: (-first.get(i, 0), -scores.get(i, 0.0), i))
    hits = (
        Hit(searched.passages[i], scores.get(i, 0.0), dense.get(i), lexical.get(i), exact=i in exact) for i in order
    )
    return tuple(islice(_folded(hits) if stages.fold else hits, limit))


def _scores(
    searched: Searched, question: str, also: Iterable[int], stages: Stages
) -> tuple[dict[int, float], dict[int, float]]:
    """Cosines and lexical shares, both for every passage that either search hands on and for some besides."""
    dense: dict[int, float] = {}
    lexical: dict[int, float] = {}
    found = set(also)
    if stages.dense:
        vector = searched.embedder.embed([question])[0]
        dense = dict(searched.vectors.nearest(vector, DEPTH))
        found |= dense.keys()
    if stages.lexical:
        query = terms(question)
        shares = searched.lexical.shares(query)
        found |= dict(searched.lexical.best(query, DEPTH)).keys()
        lexical = {i: float(shares[i]) for i in found if shares[i] > 0}
    if stages.dense:
        missing = sorted(found - dense.keys())
        dense |= dict(zip(missing, searched.vectors.cosines(vector, missing), strict=True))
    return dense, lexical


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
