"""Which duty a question is about, and whether that duty tells what is asked: both learnt from labelled questions.

People seldom use a duty's own words. How near a question comes to a duty is therefore the sum of what the model's
vectors and the words that they share tell, and of how the two look through a projection that was learnt (a bilinear
form of low rank). Whether the nearest duty tells what is asked, or the question is about something else of its things
(who pays for it, since when, how many), is a logistic regression over that nearness, the sort of answer that is wanted,
the question's vector, and its words and pairs of words, in which those of the duty are masked.

``python -m assistant.remit_fitting`` fits both and writes ``remits.npz``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import LONG, Vocabulary
from assistant.questions import content_words
from assistant.rulebook.rules import Responsibility
from assistant.schooled import schooled
from assistant.sorts import Sort, sorts_of
from assistant.words import tokens
from index.embedding import Embedder, Reading
from index.lexical import terms

FILE = Path(__file__).with_name("remits.npz")
NEAR = 0.2  # of the nearest duty's likelihood: what another must reach to be told beside it
MOST, MOST_IN_ALL = 3, 4  # duties told for one part of a question, and for all of it
ALONE = 5.0  # how much nearer the nearest duty is than the next, at most, and where there is no other
MASK, END = "_", "|"

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Duties:
    """The responsibilities in force. ``vectors`` (duties × dimensions), ``pieces`` (of each: pieces × 62) and ``words``
    (the terms) are those of team and duty, ``terms`` those of the duty alone."""

    rules: tuple[Responsibility, ...]
    vectors: Values = field(repr=False, compare=False)
    pieces: tuple[Values, ...] = field(repr=False, compare=False)
    terms: tuple[frozenset[str], ...] = field(repr=False, compare=False)
    words: tuple[frozenset[str], ...] = field(repr=False, compare=False)

    @classmethod
    def of(cls, rules: Sequence[Responsibility], embedder: Embedder) -> Duties:
        readings = embedder.read([f"{rule.team}: {rule.duty}" for rule in rules])
        return cls(
            tuple(rules),
            np.array([reading.vector for reading in readings], dtype=np.float32),
            tuple(reading.rows for reading in readings),
            tuple(frozenset(terms(rule.duty)) for rule in rules),
            tuple(frozenset(terms(f"{rule.team} {rule.duty}")) for rule in rules),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A question or one thing that it asks: its words, their reading, whether the question names somebody, and whether
    it counts only where no other part tells anything: then what the others come nearest to is told, if it tells."""

    words: str
    reading: Reading
    names: bool = False
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Remit:
    """The duties that tell what is asked, nearest first; and how probable it is that the nearest does."""

    duties: tuple[Responsibility, ...] = ()
    probability: float = 0.0


@dataclass(frozen=True, slots=True)
class Telling:
    """Weighs what ``telling_signals`` finds, the intercept first, and the words and pairs of a question."""

    signals: Values
    phrases: Mapping[str, float]

    def logit(self, signals: Values, said: Iterable[str]) -> float:
        weighed = float(self.signals[0] + signals @ self.signals[1:])
        return weighed + sum(self.phrases.get(phrase, 0.0) for phrase in said)


@dataclass(frozen=True, slots=True)
class Nearness:
    """``signals`` weigh what ``nearness_signals`` finds; ``asked`` and ``meant`` are the projections of a question's
    vector and of a duty's: dimensions × rank."""

    signals: Values
    asked: Values
    meant: Values

    def logits(self, signals: Values, question: Values, duties: Values) -> Values:
        """How near a question comes to each duty, by its vector and theirs."""
        through = (duties @ self.meant) @ (question @ self.asked)
        return np.asarray(signals @ self.signals + through, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Learnt:
    """Both as learnt; from ``threshold`` on a duty is told."""

    nearness: Nearness
    telling: Telling
    threshold: float

    @classmethod
    def load(cls, path: Path) -> Learnt:
        with np.load(path, allow_pickle=False) as kept:
            phrases = dict(zip(kept["phrases"].tolist(), kept["weights"].astype(float).tolist(), strict=True))
            near, asked, meant, telling = (
                np.asarray(kept[name], dtype=np.float32) for name in ("near", "asked", "meant", "telling")
            )
            threshold = float(kept["threshold"])
        return cls(Nearness(near, asked, meant), Telling(telling, phrases), threshold)

    def save(self, path: Path) -> None:
        """Write it as one file, in half precision."""
        near, telling = self.nearness, self.telling
        arrays: dict[str, Any] = {
            "near": near.signals,
            "asked": near.asked,
            "meant": near.meant,
            "telling": telling.signals,
            "weights": np.array(list(telling.phrases.values())),
            "threshold": np.array(self.threshold),
        }
        halved = {name: each.astype(np.float16) for name, each in arrays.items()}
        np.savez_compressed(path, phrases=np.array(list(telling.phrases)), **halved)


@lru_cache(maxsize=1)
def learnt() -> Learnt:
    """What is kept beside this module."""
    return Learnt.load(FILE)


def remit_of(parts: Sequence[Part], duties: Duties, vocabulary: Vocabulary) -> Remit:
    """The duties that a question or a part of it is about, where they tell what is asked."""
    if not duties.rules:
        return Remit()
    kept = learnt()
    found: dict[Responsibility, None] = {}
    best, own = 0.0, None
    for part in sorted(parts, key=lambda part: part.spare):
        if found and part.spare:
            break
        signals = nearness_signals(part, duties, vocabulary)
        near = kept.nearness.logits(signals, part.reading.vector, duties.vectors)
        said = phrases(part.words, duties.words[near.argmax()])
        logit = kept.telling.logit(telling_signals(part, signals, near, vocabulary), said)
        probability = 1 / (1 + math.exp(-logit))
        best = max(best, probability)
        if probability >= kept.threshold:
            found |= dict.fromkeys(duties.rules[at] for at in _nearest(own if part.spare and own is not None else near))
        own = near
    return Remit(tuple(found)[:MOST_IN_ALL], best)


def _nearest(near: Values) -> list[int]:
    """The places of the nearest duty and of those about as near."""
    order = [int(at) for at in np.argsort(-near)[:MOST]]
    return [at for at in order if math.exp(near[at] - near[order[0]]) >= NEAR]


def phrases(words: str, own: frozenset[str]) -> frozenset[str]:
    """The words of a question and the pairs of neighbours, ends included; those of a duty's ``own`` are masked."""
    said = [_stem(token.folded, own) for token in tokens(words)]
    return frozenset([*said, *(f"{one} {other}" for one, other in pairwise([END, *said, END]))])


def _stem(word: str, own: frozenset[str]) -> str:
    found = terms(word)
    return MASK if own.intersection(found) else found[0] if found else word


def nearness_signals(part: Part, duties: Duties, vocabulary: Vocabulary) -> Values:
    """For each duty: its cosine with the question; how near each piece of either comes to the other's, in the mean; the
    share of the terms of each that the other has. Duties × 5, each 0 to 1."""
    asked = {term for word in content_words(part.words) for term in terms(word)}
    heavy = vocabulary.total(asked) or 1.0
    pieces = part.reading.rows
    rows = []
    for vector, of_duty, said in zip(duties.vectors, duties.pieces, duties.terms, strict=True):
        cosines = pieces @ of_duty.T
        ways = (cosines.max(axis=0).mean(), cosines.max(axis=1).mean()) if cosines.size else (0.0, 0.0)
        shared = vocabulary.total(asked & said)
        rows.append((part.reading.vector @ vector, *ways, shared / heavy, shared / (vocabulary.total(said) or 1.0)))
    return np.array(rows, dtype=np.float32)


def telling_signals(part: Part, signals: Values, near: Values, vocabulary: Vocabulary) -> Values:
    """The signals that the nearest duty tells what is asked; the question's vector is the last of them."""
    order = np.sort(near)[::-1]
    apart = min(float(order[0] - order[1]), ALONE) if len(order) > 1 else ALONE
    crowd = float(np.log(np.exp(near - order[0]).sum()))
    likely = sorts_of(part.words, part.reading.vector, schooled().sorts)
    content = content_words(part.words)
    unknown = sum(not any(map(vocabulary.has, terms(word))) for word in content) / max(1, len(content))
    length = min(len(part.words.split()) / LONG, 1.0)
    sorts = [likely[sort] for sort in Sort]
    plain = [*signals[near.argmax()], order[0], apart, crowd, *sorts, float(part.names), unknown, length]
    return np.concatenate([np.array(plain, dtype=np.float32), part.reading.vector])
