"""What the documents hold on a question: the hits, those kept, and how surely they answer it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.calibration import Support, calibration
from assistant.comparison import compared
from assistant.questions import Question, content_words
from assistant.schooled import Schooled, schooled
from assistant.sorts import QUANTITIES, Sort, sorts_of
from assistant.told import OF_QUANTITIES, told
from assistant.wants import PARTICULAR, WHICH, Want, holds, sort_of, want_of
from index.embedding import Reading
from index.generations import Generation
from index.lexical import Lexical, passage_terms, terms
from index.passages import Hit, Passage
from index.search import ALL, Stages

DEPTH = 50  # hits looked at
KEPT = 4  # passages quoted for one question at most
CLOSE = 0.9  # of the best hit's score: what is nearly as good
SHARPNESS = 38.0  # what a difference in score tells: the weight of a hit is the exponential of so many times its score
ENOUGH = 0.8  # of all the weight: what is quoted holds that much
FAINT = 0.25  # the cosine below which a passage has nothing to do with a question that shares no word with any
FEW = 3  # content words of a short question
SURE_PART = 0.85  # of the best part's confidence: what another part must reach for its passages to be quoted
ASIDE = frozenset("slack channel channels chat room reach contact find message team teams group".split())
NAMES = 3  # names that a passage may lack at most
LONG = 25  # words from which a question counts as long
CAPITALISED = re.compile(r"(?<![.?!:]\s)(?<!^)\b(?!I\b)[A-Z][\w-]*")
PARTS = re.compile(  # a question mark, "and who", "a) … b) …", "(1) … (2) …"
    r"(?<=[?!])\s+|,?\s+and\s+(?=(?:also\s+)?(?:who|which|what|where|when|how)\b)|(?:^|\s)\(?[a-d1-4]\)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The hits of one question, best first; ``kept`` are those worth quoting; ``confidence`` is 0 to 1. ``parts`` are
    the question whole and each thing that it asks, as read."""

    hits: tuple[Hit, ...]
    kept: tuple[Hit, ...]
    support: Support
    confidence: float
    parts: tuple[tuple[str, Reading], ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How many passages of a generation hold each term."""

    _lexical: Lexical

    def has(self, term: str) -> bool:
        """Whether any passage holds a term."""
        return self._lexical.holders(term) > 0

    def weight(self, term: str) -> float:
        """How much a term tells: its inverse document frequency; most where no passage holds it."""
        return math.log(1 + len(self._lexical) / (0.5 + self._lexical.holders(term)))

    def total(self, terms: Iterable[str]) -> float:
        """How much some terms tell in all."""
        return sum(map(self.weight, terms))


def gather(question: Question, generation: Generation, vocabulary: Vocabulary, stages: Stages = ALL) -> Evidence:
    """The evidence for a question: of the whole of it and of each thing that it asks, the best supported first."""
    parts = _parts(question.about)
    asked = tuple(zip(parts, generation.embedder.read(parts), strict=True))
    found = [(part, reading, generation.search(part, DEPTH, stages, reading)) for part, reading in asked]
    supports = [
        support_of(part, question.words, reading, hits, generation, vocabulary) for part, reading, hits in found
    ]
    weighed = [(confidence(support), support, hits) for support, (*_, hits) in zip(supports, found, strict=True)]
    estimate, support, best = max(weighed, key=lambda each: each[0])
    sure = [hits for each, _, hits in weighed if each >= SURE_PART * estimate]
    kept = {hit.passage.id: hit for hits in [best, *sure[:3]] for hit in _likely(hits)}
    bears = _bears(question, best, vocabulary)
    return Evidence(best, tuple(kept.values())[:KEPT], support, estimate if bears else 0.0, asked)


def _bears(question: Question, hits: Sequence[Hit], vocabulary: Vocabulary) -> bool:
    """Do the documents hold a word of a short question, or something near to it in meaning? A longer one tells more."""
    asked = content_words(question.about)
    known = any(vocabulary.has(term) for term in _asked(asked))
    return known or len(asked) > FEW or any((hit.dense or 0.0) >= FAINT for hit in hits)


def _parts(words: str) -> list[str]:
    """A question whole, and each thing that it asks by itself, unless that is only how many or how long; where to reach
    somebody is asked of the rules."""
    pieces = [part.strip() for part in PARTS.split(words) if set(content_words(part)) - ASIDE]
    alone = [part for part in pieces if set(content_words(part)) - OF_QUANTITIES] if len(pieces) > 1 else []
    return list(dict.fromkeys([" ".join(pieces) or words, *alone]))[:4]


def _close(hits: Sequence[Hit]) -> list[Hit]:
    """The best hit and those nearly as good."""
    return [hit for hit in hits[:KEPT] if hit.score >= CLOSE * hits[0].score]


def _likely(hits: Sequence[Hit]) -> list[Hit]:
    """The fewest of the best hits that hold enough of the weight of all: one where one stands out."""
    if not hits:
        return []
    scores = np.array([hit.score for hit in hits])
    weights = np.exp(SHARPNESS * (scores - scores.max()))
    before = np.cumsum(weights / weights.sum()) - weights / weights.sum()
    return [hit for hit, held in zip(hits[:KEPT], before, strict=False) if held < ENOUGH]


def support_of(
    part: str,
    question: str,
    reading: Reading,
    hits: Sequence[Hit],
    generation: Generation,
    vocabulary: Vocabulary,
    learnt: Schooled | None = None,
) -> Support:
    """The signals for the best hit of what was searched, a question or a part of it, whose reading that is."""
    if not hits:
        return Support()
    learnt = learnt or schooled()
    likely = sorts_of(part, reading.vector, learnt.sorts)
    telling = told(part, reading, likely, _likely(hits), generation.late, generation.embedder)
    shares = generation.late.shares(reading)
    best, want = hits[0], want_of(question)
    held = set(passage_terms(best.passage))
    asked = _asked(word for word in content_words(part) if word not in ASIDE)
    known = {term: vocabulary.weight(term) for term in asked if vocabulary.has(term)}
    sort = sort_of(question)
    held_there = holds(want, _said(best.passage, want), question)
    unmet = not any(holds(want, _said(hit.passage, want), question) for hit in _close(hits))
    coverage = _share((weight for term, weight in known.items() if term in held), known.values())
    return Support(
        dense=best.dense or 0.0,
        rephrased=best.rephrased or 0.0,
        compared=compared(reading, shares, generation.late.pieces(best.position), learnt.network),
        words=min(len(part.split()) / LONG, 1.0),
        names_absent=min(sum(not held.issuperset(terms(name)) for name in CAPITALISED.findall(question)) / NAMES, 1.0),
        sort_absent=float(bool(sort) and held.isdisjoint(sort)),
        owner=float(want is Want.OWNER and held_there),
        way=float(want is Want.WAY),
        which=float(want in WHICH),
        unmet=float(unmet),
        particular=float(unmet and want in PARTICULAR),
        quantity_near=telling.mean("near"),
        quantity_gap=telling.mean("gap"),
        quantity_first=telling.mean("first"),
        quantity_coverage=telling.share(*QUANTITIES) * coverage,
        person=telling.share(Sort.PERSON),
    )


def _said(passage: Passage, want: Want) -> str:
    """What a passage says; where a name is wanted, without what introduces it, which names what it is about."""
    return passage.text if want is Want.KIND else f"{passage.introduction} {passage.text}"


def _asked(content: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(term for word in content for term in terms(word)))


def _share(part: Iterable[float], whole: Iterable[float]) -> float:
    return sum(part) / (sum(whole) or 1.0)


def confidence(support: Support) -> float:
    """The estimate that the best passage answers the question."""
    return calibration().confidence(support)
