"""What the documents hold on a question: the hits, those kept, and how surely they answer it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.questions import Question, content_words
from assistant.wants import Want, holds, want_of
from index.generations import Generation
from index.lexical import passage_terms, terms
from index.passages import Hit, Passage

DEPTH = 30  # hits looked at
KEPT = 3  # passages quoted for one question at most
CLOSE = 0.92  # of the best hit's score: what is nearly as good is quoted beside it
SURE_PART = 0.85  # of the best part's confidence: what another part must reach for its passages to be quoted
ASIDE = frozenset("slack channel channels chat room reach contact find message team teams group".split())
PARTS = re.compile(r"(?<=[?!])\s+|,?\s+and\s+(?=(?:also\s+)?(?:who|which|what|where|when|how)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Support:
    """Signals that a passage answers a question, each 0 to 1 unless said.

    ``dense`` is the cosine (-1 to 1), ``margin`` its lead over the next passage, ``coverage`` the share of the
    question's content words that stand in the passage, rare words counting more, ``unknown`` the share that stands
    nowhere in the corpus, ``agreement`` 1 where both searches put the passage first, ``owner`` 1 where the question wants
    to know who, ``unmet`` 1 where the passages hold nothing of the sort that it wants.
    """

    dense: float = 0.0
    margin: float = 0.0
    coverage: float = 0.0
    unknown: float = 0.0
    agreement: float = 0.0
    owner: float = 0.0
    unmet: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The hits of one question, best first; ``kept`` are those worth quoting; ``confidence`` is 0 to 1."""

    hits: tuple[Hit, ...]
    kept: tuple[Hit, ...]
    support: Support
    confidence: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How many passages of a generation hold each term."""

    passages: int
    counts: dict[str, int] = field(repr=False)

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Vocabulary:
        counts: dict[str, int] = {}
        for passage in passages:
            for term in set(passage_terms(passage)):
                counts[term] = counts.get(term, 0) + 1
        return cls(len(passages), counts)

    def weight(self, term: str) -> float:
        """How much a term tells: its inverse document frequency; most where no passage holds it."""
        return math.log(1 + self.passages / (0.5 + self.counts.get(term, 0)))


def gather(question: Question, generation: Generation, vocabulary: Vocabulary) -> Evidence:
    """The evidence for a question: of the whole of it and of each thing that it asks, the best supported first."""
    parts = _parts(question.words)
    found = [(part, generation.search(part, DEPTH)) for part in parts]
    want = want_of(question.words)
    weighed = [(support_of(content_words(part), want, hits, vocabulary), hits) for part, hits in found]
    support, best = max(weighed, key=lambda each: confidence(each[0]))
    sure = [hits for each, hits in weighed if confidence(each) >= SURE_PART * confidence(support)]
    kept = {hit.passage.id: hit for hits in [best, *sure[:3]] for hit in _close(hits)}
    return Evidence(best, tuple(kept.values())[: KEPT + 1], support, confidence(support))


def _parts(words: str) -> list[str]:
    """A question whole, and each thing that it asks by itself; where to reach somebody is asked of the rules."""
    pieces = [part.strip() for part in PARTS.split(words) if set(content_words(part)) - ASIDE]
    return list(dict.fromkeys([" ".join(pieces) or words, *(pieces if len(pieces) > 1 else [])]))[:4]


def _close(hits: Sequence[Hit]) -> list[Hit]:
    """The best hit and those nearly as good."""
    return [hit for hit in hits[:KEPT] if hit.score >= CLOSE * hits[0].score]


def support_of(content: Sequence[str], want: Want, hits: Sequence[Hit], vocabulary: Vocabulary) -> Support:
    """The signals for the best hit, given the content words of a question and the sort of answer that it wants."""
    if not hits:
        return Support(unknown=1.0)
    best = hits[0]
    asked = _asked(word for word in content if word not in ASIDE)
    held = set(passage_terms(best.passage))
    weights = {term: vocabulary.weight(term) for term in asked}
    total = sum(weights.values()) or 1.0
    others = [hit.dense or 0.0 for hit in hits[1:]]
    return Support(
        dense=best.dense or 0.0,
        margin=(best.dense or 0.0) - max(others, default=0.0),
        coverage=sum(weight for term, weight in weights.items() if term in held) / total,
        unknown=sum(weight for term, weight in weights.items() if not vocabulary.counts.get(term)) / total,
        agreement=float(best.lexical == max((hit.lexical or 0.0) for hit in hits)),
        owner=float(want is Want.OWNER),
        unmet=float(not any(holds(want, hit.passage.text) for hit in _close(hits))),
    )


def _asked(content: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(term for word in content for term in terms(word)))


def confidence(support: Support) -> float:
    """The estimate that the best passage answers the question."""
    logit = (
        -3.3
        + 6.0 * support.dense
        + 2.5 * support.coverage
        - 1.0 * support.unknown
        + 0.3 * support.agreement
        + 1.5 * support.owner
        - 4.0 * support.unmet
    )
    return 1 / (1 + math.exp(-logit))
