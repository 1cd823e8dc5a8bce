"""Fits which duty a question is about, and whether it tells what is asked: offline, with scikit-learn.

``python -m assistant.remit_fitting CORPUS=CASES.jsonl ...`` reads cases in the format of ``assistant eval``, each file
over its corpus, learns from the first turns of their conversations, and writes ``remits.npz``. What is printed first is
measured on sources left out: a source is a file and how its ids begin, which tells who wrote them.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import digits
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answers import Outcome
from assistant.assistant import Assistant, matter_of
from assistant.conversations import Conversations, Turn
from assistant.edition import Edition
from assistant.evaluation import Asked, fold, read_cases
from assistant.evidence import Vocabulary
from assistant.follow_ups import parts_of
from assistant.remits import (
    FILE,
    Duties,
    Learnt,
    Nearness,
    Part,
    Telling,
    nearness_signals,
    phrases,
    telling_signals,
)
from assistant.schooling import folds
from assistant.situation import situation
from assistant.spellings import FILLERS, GENERIC
from assistant.words import tokens
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State
from index.lexical import terms

STATES = Path("var/fitting")  # what was built for fitting before
PARTS = 8  # in which the sources are left out
RANK, EPOCHS, BATCH, SEEDS = 8, 20, 32, (1, 2, 3)
RATES, DECAYS, SPREAD = (2e-2, 2e-3, 2e-3), (0.02, 0.5, 0.5), 0.05  # of the signals, and of the two projections
SCALE, LEANING = 4.0, 4.0  # of what the projections make; of a vector beside signals of unit variance
REGULARISATION = 0.1  # scikit-learn's C
SEEN, WORTH = 3, 3.0  # examples that have to show a word or pair, and what one counts beside such signals
REFUSED = 0.06  # the share of what duties tell that may fall below the threshold

Values = NDArray[np.floating[Any]]
Layers = tuple[Values, Values, Values]


@dataclass(frozen=True, slots=True)
class Example:
    """A question over a corpus with duties: ``right`` marks those that answer it, ``told`` is whether any does;
    ``names`` are the terms of the names that its rules use: of them nothing is learnt."""

    source: str
    part: Part
    duties: Duties
    vocabulary: Vocabulary
    signals: Values
    right: NDArray[np.bool_]
    names: frozenset[str]

    @property
    def told(self) -> bool:
        return bool(self.right.any())

    def telling(self, near: Values) -> Values:
        """The signals that the nearest duty tells what is asked."""
        return telling_signals(self.part, self.signals, near, self.vocabulary)

    def said(self, near: Values) -> frozenset[str]:
        return phrases(self.part.words, self.duties.words[near.argmax()])


def examples_in(path: Path, assistant: Assistant) -> Iterator[Example]:
    """The turns of a file that the documents answer or not, whichever of the two is expected."""
    edition = assistant.edition()
    names = _names(edition)
    for case in read_cases(path):
        turns: list[Turn] = []
        for asked in case.turns:
            matter = matter_of(asked.ask, turns, edition)
            turns.append(assistant.answer(asked.ask, turns, case.id))
            right = _right(asked, edition.duties)
            if right is None or (case.kind == "routing" and not right.any()):
                continue  # which team is asked for by name, or what is excluded
            before = situation(turns[:-1], edition.names)
            part = parts_of(matter.question, matter.evidence, before, edition)[0]
            signals = nearness_signals(part, edition.duties, edition.vocabulary)
            source = f"{path}:{case.id.rstrip(digits)}"
            yield Example(source, part, edition.duties, edition.vocabulary, signals, right, names)


def _names(edition: Edition) -> frozenset[str]:
    """The terms of every team, role, queue, system and channel of the rules in force."""
    rules = edition.rulebook
    said = [name.text for name in edition.names.names]
    said += [each for ticket in rules.tickets for each in (ticket.queue, ticket.system) if each]
    said += [duty.channel for duty in rules.responsibilities if duty.channel]
    words = {token.folded for each in said for token in tokens(each)} - FILLERS - GENERIC
    return frozenset(term for word in words for term in terms(word))


def _right(asked: Asked, duties: Duties) -> NDArray[np.bool_] | None:
    """Which duties have the words that an answer has to cite first; None where something else is expected of a turn
    than to be answered by passages, or to be refused."""
    outcome = asked.expect.outcome
    if outcome not in ((Outcome.ANSWERED,), (Outcome.NOT_DOCUMENTED,)) or not duties.rules:
        return None
    wanted = [fold(words) for phrase in asked.expect.cites[:1] for words in phrase]
    if outcome == (Outcome.ANSWERED,) and not wanted:
        return None
    said = [fold(f"{rule.duty} {rule.evidence[0].text}") for rule in duties.rules]
    return np.array([any(words in each for words in wanted) for each in said], dtype=np.bool_)


def fit_nearness(examples: Sequence[Example]) -> Nearness:
    """What tells the right duty from the others."""
    told = [each for each in examples if each.told]
    spread = np.concatenate([each.signals for each in told]).std(axis=0) + 1e-6
    fitted = [_descend(told, spread, seed) for seed in SEEDS]
    signals = np.mean([weights for weights, *_ in fitted], axis=0) / spread
    asked, meant = (np.concatenate([layers[side] for layers in fitted], axis=1) for side in (1, 2))
    return Nearness(*(np.asarray(each, dtype=np.float32) for each in (signals, asked * (SCALE / len(SEEDS)), meant)))


def _descend(examples: Sequence[Example], spread: Values, seed: int) -> Layers:
    """The layers by gradient descent (Adam, with decay) on how likely a right duty is among all."""
    drawn = np.random.default_rng(seed)
    dimensions = len(examples[0].part.reading.vector)
    layers = [np.zeros(len(spread)), *(drawn.normal(0, SPREAD, (dimensions, RANK)) for _ in range(2))]
    means, squares = [np.zeros_like(each) for each in layers], [np.zeros_like(each) for each in layers]
    step = 0
    for _ in range(EPOCHS):
        order = drawn.permutation(len(examples))
        for start in range(0, len(order), BATCH):
            chosen = [examples[at] for at in order[start : start + BATCH]]
            step += 1
            for at, gradient in enumerate(_gradients(chosen, layers, spread)):
                means[at] = 0.9 * means[at] + 0.1 * gradient
                squares[at] = 0.999 * squares[at] + 0.001 * gradient**2
                moved = means[at] / (1 - 0.9**step) / (np.sqrt(squares[at] / (1 - 0.999**step)) + 1e-8)
                layers[at] = layers[at] - RATES[at] * (moved + DECAYS[at] * layers[at])
    weights, asked, meant = (each.astype(np.float32) for each in layers)
    return weights, asked, meant


def _gradients(examples: Sequence[Example], layers: Sequence[Values], spread: Values) -> list[Values]:
    """Of the mean loss of some examples: minus the log of how likely their right duties are in all."""
    weights, asked, meant = layers
    sums = [np.zeros_like(each) for each in layers]
    for each in examples:
        question, vectors = each.part.reading.vector, each.duties.vectors
        logits = each.signals / spread @ weights + SCALE * (vectors @ meant) @ (question @ asked)
        likely = np.exp(logits - logits.max())
        likely /= likely.sum()
        error = likely - likely * each.right / (likely @ each.right)
        sums[0] += (each.signals / spread).T @ error
        sums[1] += SCALE * np.outer(question, error @ vectors @ meant)
        sums[2] += SCALE * np.outer(error @ vectors, question @ asked)
    return [each / len(examples) for each in sums]


def fit_telling(examples: Sequence[Example], near: Sequence[Values]) -> Telling:
    """What tells whether the nearest duty answers: fitted to those examples whose nearest duty is right, and to those
    that none answers."""
    from sklearn.linear_model import LogisticRegression

    used = [(each, row) for each, row in zip(examples, near, strict=True) if not each.told or each.right[row.argmax()]]
    seen = Counter(phrase for each, row in used for phrase in each.said(row))
    names = frozenset().union(*(each.names for each, _ in used))
    kept = sorted(phrase for phrase, count in seen.items() if count >= SEEN and names.isdisjoint(phrase.split()))
    signals = np.array([each.telling(row) for each, row in used])
    said = np.array([[phrase in held for phrase in kept] for held in (each.said(row) for each, row in used)])
    mean, spread = signals.mean(axis=0), signals.std(axis=0) + 1e-6
    dimensions = len(examples[0].part.reading.vector)
    mean[-dimensions:], spread[-dimensions:] = 0.0, 1 / LEANING
    model = LogisticRegression(C=REGULARISATION, max_iter=5_000)
    model.fit(np.concatenate([(signals - mean) / spread, WORTH * said], axis=1), [each.told for each, _ in used])
    weights = model.coef_[0, : signals.shape[1]] / spread
    worth = (WORTH * model.coef_[0, signals.shape[1] :]).tolist()
    told = np.array([model.intercept_[0] - mean @ weights, *weights], dtype=np.float32)
    return Telling(told, dict(zip(kept, worth, strict=True)))


def fit(examples: Sequence[Example]) -> tuple[Learnt, str]:
    """All that is learnt from some examples, and how it does on those of sources left out."""
    near: list[Values] = [np.zeros(0, dtype=np.float32)] * len(examples)
    outs = [np.flatnonzero(out).tolist() for out in folds([each.source for each in examples], PARTS)]
    for out in outs:
        learnt = fit_nearness(_without(examples, out))
        for at in out:
            each = examples[at]
            near[at] = learnt.logits(each.signals, each.part.reading.vector, each.duties.vectors)
    logits = np.zeros(len(examples))
    for out in outs:
        telling = fit_telling(_without(examples, out), _without(near, out))
        for at in out:
            logits[at] = telling.logit(examples[at].telling(near[at]), examples[at].said(near[at]))
    told = np.array([each.told for each in examples])
    right = np.array([each.told and each.right[row.argmax()] for each, row in zip(examples, near, strict=True)])
    bound = float(np.quantile(logits[right], REFUSED))
    report = (
        f"{len(examples)} examples; of sources left out, the nearest duty is right for {right.sum()} of {told.sum()}; "
        f"{(logits[~told] < bound).mean():.1%} of what no duty tells is refused where {REFUSED:.0%} of the rest is"
    )
    return Learnt(fit_nearness(examples), fit_telling(examples, near), 1 / (1 + float(np.exp(-bound)))), report


def _without(examples: Sequence[Any], out: Sequence[int]) -> list[Any]:
    left_out = set(out)
    return [each for at, each in enumerate(examples) if at not in left_out]


def main(pairs: Iterable[str]) -> int:
    """Learn from the pairs CORPUS=CASES.jsonl given."""
    learnt, report = fit(list(_found(pairs)))
    learnt.save(FILE)
    sys.stdout.write(f"{report}\n")
    return 0


def _found(pairs: Iterable[str]) -> Iterator[Example]:
    embedder = OnnxEmbedder.load(threads=2)
    assistants: dict[Path, Assistant] = {}
    for pair in pairs:
        corpus, cases = map(Path, pair.split("=", 1))
        if corpus not in assistants:
            state = State(STATES / corpus.name, embedder)
            build(corpus, state, embedder)
            assistants[corpus] = Assistant(state, embedder, Conversations(None))
        yield from examples_in(cases, assistants[corpus])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
