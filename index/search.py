"""A question in, hits out: nearest in meaning, nearest in words, joined; names given to the letter come first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.embedding import Embedder
from index.lexical import Lexical, fold, identifiers, terms
from index.passages import Hit, Passage
from index.vectors import Vectors

DEPTH = 50  # how many passages each search hands on
RANK = 60  # of reciprocal rank fusion: how slowly a rank loses weight
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
    dense = _dense(searched, question) if stages.dense else {}
    lexical = dict(searched.lexical.best(terms(question), DEPTH)) if stages.lexical else {}
    exact = _exact(searched, question) if stages.exact else {}
    scores = _fused(dense, lexical)
    first = exact if _is_all_names(question) else {}
    order = sorted({*scores, *first}, key=lambda i: (-first.get(i, 0), -scores.get(i, 0), i))
    hits = (
        Hit(searched.passages[i], scores.get(i, 0.0), dense.get(i), lexical.get(i), exact=i in exact) for i in order
    )
    return tuple(_folded(hits) if stages.fold else hits)[:limit]


def _dense(searched: Searched, question: str) -> dict[int, float]:
    return dict(searched.vectors.nearest(searched.embedder.embed([question])[0], DEPTH))


def _fused(*rankings: Mapping[int, float]) -> dict[int, float]:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009), scaled so that first in all of them is 1."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, position in enumerate(ranking, start=1):
            scores[position] = scores.get(position, 0.0) + (RANK + 1) / (RANK + rank) / len(rankings)
    return scores


def _exact(searched: Searched, question: str) -> dict[int, int]:
    """How many of the names in a question each passage holds to the letter, 10 of them for the whole question, and
    one more where the passage's own words do."""
    names = {fold(name): 2 for name in identifiers(question)}
    if not names:
        return {}
    names[fold(question).strip(" ?!.\"'`")] = 20
    found: dict[int, int] = {}
    for name, worth in names.items():
        for position, _ in searched.lexical.best(terms(name), len(searched.passages)):
            passage = searched.passages[position]
            own = name in fold(passage.text)
            if own or name in fold(passage.introduction):
                found[position] = found.get(position, 0) + worth + own
    return found


def _is_all_names(question: str) -> bool:
    """Whether a question is little more than names given to the letter."""
    rest = fold(question)
    names = [fold(name) for name in identifiers(question)]
    for name in names:
        rest = rest.replace(name, " ")
    words = [word for word in terms(rest) if word not in LITTLE]
    return bool(names) and len(words) <= sum(len(name.split()) for name in names)


def _folded(hits: Iterable[Hit]) -> list[Hit]:
    """The hits without those whose text another has said before in the same document."""
    first: dict[tuple[str, str, str], Hit] = {}
    for hit in hits:
        first.setdefault((hit.passage.document, fold(hit.passage.introduction), fold(hit.passage.text)), hit)
    return list(first.values())
