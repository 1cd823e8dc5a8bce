"""Fits the calibration to labelled questions: offline, with scikit-learn and torch, which answering does not need.

``python -m assistant.fitting EXAMPLES.jsonl SORTS.jsonl PARAGRAPHS.jsonl CORPUS=CASES.jsonl ...`` reads cases in the
format of ``assistant eval``, every file over its corpus, the sorts of answer that they want, by id, and paragraphs with
questions; learns from all of them what ``schooled.npz`` keeps; writes the signals found for each question to the first
file, those that are learnt as learnt from other files only; and fits ``calibration.json`` to them. The lines of
``CORPUS=CASES.jsonl@0.4`` count 0.4 each. ``python -m assistant.fitting EXAMPLES.jsonl`` fits to signals found before.

Questions that the documents answer tend to be longer than those that they don't, in any labelled set. That must not
become a reason to answer: the examples are weighed so that, among questions of about a length, both kinds count alike.
Length is then only what the other signals are to be read against.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from string import digits

import numpy as np
from numpy.typing import NDArray

from assistant.answers import Outcome
from assistant.calibration import FILE, Support
from assistant.evaluation import Asked, fold, read_cases
from assistant.evidence import DEPTH, LONG, Vocabulary, support_of
from assistant.paragraphs import lessons_in
from assistant.schooled import FILE as LEARNT
from assistant.schooled import Schooled
from assistant.schooling import Lesson, folds, school
from assistant.sorts import Sort
from index.building import build
from index.embedding import OnnxEmbedder, Reading
from index.generations import Generation, State
from index.passages import Hit

SIGNALS = tuple(asdict(Support()))
REGULARISATION = 0.3  # scikit-learn's C over signals of unit variance
STATES = Path("var/fitting")  # what was built for fitting before
PARTS = 6  # in which the sources are left out
REFUSED = 0.05  # the share of documented questions that may fall below the threshold
LENGTHS = (7, 9, 11, 13, 16)  # words at which the next group of questions of about a length begins
KINDS = frozenset(("docs", "routing", "process", "adversarial", "stale", "not_documented"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question whose answer is in the documents or not, with the signals found for it."""

    support: Support
    documented: bool
    counts: float = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """A question over a generation as it was searched for; ``source`` is who wrote it: a file and how its ids begin;
    ``counts`` what it counts beside the others."""

    source: str
    id: str
    ask: str
    documented: bool
    reading: Reading
    hits: tuple[Hit, ...]
    generation: Generation
    counts: float = 1.0

    def labelled(self, learnt: Schooled | None = None) -> Labelled:
        """Its signals, by what was learnt; by what is kept unless told otherwise."""
        vocabulary = Vocabulary(self.generation.lexical)
        found = support_of(self.ask, self.ask, self.reading, self.hits, self.generation, vocabulary, learnt)
        return Labelled(found, self.documented, self.counts)


def examples_in(path: Path, generation: Generation, counts: float = 1.0) -> Iterator[Example]:
    """The questions of a file that the documents do not answer, and those whose right passage is among the first three
    hits."""
    for id, asked in asked_in(path):
        outcome = asked.expect.outcome
        reading = generation.embedder.read([asked.ask])[0]
        hits = generation.search(asked.ask, DEPTH, reading=reading)
        documented = Outcome.ANSWERED in outcome and any(_answers(hit, asked.expect.cites) for hit in hits[:3])
        if hits and (documented or outcome == (Outcome.NOT_DOCUMENTED,)):
            yield Example(f"{path}:{id.rstrip(digits)}", id, asked.ask, documented, reading, hits, generation, counts)


def _answers(hit: Hit, cites: Sequence[Sequence[str]]) -> bool:
    said = fold(f"{hit.passage.quote.text} {hit.passage.introduction}")
    return any(fold(words) in said for phrase in cites[:1] for words in phrase)


def asked_in(path: Path) -> Iterator[tuple[str, Asked]]:
    """The questions of a file that passages alone decide, each with its id."""
    for case in read_cases(path):
        outcome = case.turns[0].expect.outcome
        both = Outcome.ANSWERED in outcome and Outcome.NOT_DOCUMENTED in outcome
        if len(case.turns) == 1 and case.kind in KINDS and not both:
            yield case.id, case.turns[0]


def fit(examples: Sequence[Labelled]) -> dict[str, object]:
    """The regression over the signals, and the estimate below which few documented questions fall."""
    from sklearn.linear_model import LogisticRegression

    signals = np.array([[asdict(each.support)[name] for name in SIGNALS] for each in examples])
    documented = np.array([each.documented for each in examples])
    counts = _balanced(documented, np.digitize(signals[:, SIGNALS.index("words")] * LONG, LENGTHS))
    counts *= [each.counts for each in examples]
    mean, spread = signals.mean(axis=0), signals.std(axis=0) + 1e-6
    model = LogisticRegression(C=REGULARISATION, max_iter=2_000)
    model.fit((signals - mean) / spread, documented, sample_weight=counts)
    weights = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - mean @ weights)
    estimates = 1 / (1 + np.exp(-(intercept + signals[documented] @ weights)))
    return {
        "intercept": round(intercept, 3),
        "weights": {name: round(float(weight), 3) for name, weight in zip(SIGNALS, weights, strict=True)},
        "threshold": round(float(np.quantile(estimates, REFUSED)), 3),
        "examples": {"documented": int(documented.sum()), "not_documented": int((~documented).sum())},
    }


def _balanced(documented: NDArray[np.bool_], groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each example counts, so that in each group both kinds count alike in all."""
    counts = np.ones(len(documented))
    for group in np.unique(groups):
        for kind in (True, False):
            same = (groups == group) & (documented == kind)
            if same.any():
                counts[same] = (groups == group).sum() / same.sum() / 2
    return counts


def write_examples(path: Path, examples: Iterable[Labelled]) -> None:
    """Keep examples: a line each of signals, label and what it counts, without the question."""
    lines = [
        {"documented": each.documented, "counts": each.counts} | _rounded(asdict(each.support)) for each in examples
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")


def read_examples(path: Path) -> tuple[Labelled, ...]:
    """Examples as kept."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return tuple(
        Labelled(documented=line.pop("documented"), counts=line.pop("counts"), support=Support(**line))
        for line in lines
    )


def _rounded(signals: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in signals.items()}


def main(kept: Path, sorts: Path | None = None, paragraphs: Path | None = None, pairs: Sequence[str] = ()) -> int:
    """Learn from the paragraphs and the pairs CORPUS=CASES.jsonl given and fit to them, or fit to the examples kept."""
    if sorts and paragraphs:
        embedder = OnnxEmbedder.load(threads=2)
        found, others = list(_found(pairs, embedder)), list(lessons_in(paragraphs, embedder))
        wanted = {line["id"]: Sort(line["sort"]) for line in map(json.loads, sorts.read_text("utf-8").splitlines())}
        lessons = _lessons(found, wanted)
        write_examples(kept, _left_out(found, lessons, others))
        school([*lessons, *others]).save(LEARNT)
    fitted = fit(read_examples(kept))
    FILE.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{FILE.name} fitted to {fitted['examples']}\n")
    return 0


def _found(pairs: Iterable[str], embedder: OnnxEmbedder) -> Iterator[Example]:
    generations: dict[Path, Generation] = {}
    for pair in pairs:
        named, _, counts = pair.partition("@")
        corpus, cases = map(Path, named.split("=", 1))
        if corpus not in generations:
            state = State(STATES / corpus.name, embedder)
            build(corpus, state, embedder)
            generations[corpus] = state.current()
        yield from examples_in(cases, generations[corpus], float(counts or 1))


def _lessons(found: Sequence[Example], wanted: Mapping[str, Sort]) -> list[Lesson]:
    """What is to be learnt from each example; each counts what it counts when the calibration is fitted."""
    documented = np.array([each.documented for each in found])
    words = np.array([len(each.ask.split()) for each in found])
    counts = _balanced(documented, np.digitize(words, LENGTHS)) * [each.counts for each in found]
    return [
        Lesson(
            reading=each.reading,
            sort=wanted.get(each.id),
            answered=each.documented,
            shares=each.generation.late.shares(each.reading),
            passage=each.generation.late.pieces(each.hits[0].position),
            counts=float(count),
        )
        for each, count in zip(found, counts, strict=True)
    ]


def _left_out(found: Sequence[Example], lessons: Sequence[Lesson], others: Sequence[Lesson]) -> Iterator[Labelled]:
    """The signals of each example, by what is learnt from other sources and from others still."""
    for left_out in folds([each.source for each in found], PARTS):
        learnt = school([*(lesson for lesson, out in zip(lessons, left_out, strict=True) if not out), *others])
        yield from (each.labelled(learnt) for each, out in zip(found, left_out, strict=True) if out)


if __name__ == "__main__":
    kept, sorts, paragraphs = [*map(Path, sys.argv[1:4]), None, None][:3]
    sys.exit(main(kept, sorts, paragraphs, sys.argv[4:]) if kept else __doc__)
