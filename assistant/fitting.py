"""Fits the calibration to labelled questions: offline, with scikit-learn, which answering does not need.

``python -m assistant.fitting CORPUS=CASES.jsonl ...`` reads cases in the format of ``assistant eval``, takes those with
``"split": "tune"`` (of files without splits those with even numbers), and writes ``calibration.json``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.calibration import FILE, Support
from assistant.evaluation import fold
from assistant.evidence import DEPTH, Vocabulary, support_of
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import Generation, State
from index.passages import Hit

SIGNALS = tuple(asdict(Support()))
REGULARISATION = 0.3  # scikit-learn's C over signals of unit variance
STATES = Path("var/fitting")  # what was built for fitting before
GAP = 0.1  # what a question counts when its own passages are taken away, against one that people asked
REFUSED = 0.03  # the share of documented questions that may fall below the threshold
KINDS = frozenset(("docs", "routing", "process", "adversarial", "stale", "not_documented"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question whose answer is in the documents or not, with the signals found for it."""

    support: Support
    documented: bool
    weight: float


def labelled(case: dict[str, Any], generation: Generation, vocabulary: Vocabulary) -> Iterator[Labelled]:
    """The signals for a case of one turn; a documented one gives another without its own passages."""
    (turn,) = case["turns"]
    question, expect = turn["ask"], turn["expect"]
    hits = generation.search(question, 4 * DEPTH)
    if expect.get("outcome") in ("not_documented", ["not_documented"]):
        yield Labelled(support_of(question, question, hits[:DEPTH], vocabulary), documented=False, weight=1)
    elif (
        "answered" in (expect.get("outcome") or ())
        and "not_documented" not in expect["outcome"]
        and expect.get("cites")
    ):
        right = [hit for hit in hits[:DEPTH] if _answers(hit, expect["cites"])]
        if any(hit in hits[:3] for hit in right):
            yield Labelled(support_of(question, question, hits[:DEPTH], vocabulary), documented=True, weight=1)
        theirs = {hit.passage.document for hit in right} if len(generation.texts) > 5 else set()
        others = [hit for hit in hits if hit not in right and hit.passage.document not in theirs][:DEPTH]
        if right and others:
            yield Labelled(support_of(question, question, others, vocabulary), documented=False, weight=GAP)


def _answers(hit: Hit, cites: Sequence[str | list[str]]) -> bool:
    said = fold(f"{hit.passage.quote.text} {hit.passage.introduction}")
    first = [cites[0]] if isinstance(cites[0], str) else cites[0]
    return any(fold(words) in said for words in first)


def tuning(path: Path) -> Iterator[dict[str, Any]]:
    """The cases of a file that may be fitted to."""
    for line in path.read_text("utf-8").splitlines():
        case = json.loads(line)
        number = int(re.sub(r"\D", "", case["id"]) or 1)
        tune = case["split"] == "tune" if "split" in case else number % 2 == 0
        if tune and len(case["turns"]) == 1 and case["kind"] in KINDS:
            yield case


def fit(examples: Sequence[Labelled]) -> dict[str, object]:
    """The regression over the signals, and the estimate below which few documented questions fall."""
    from sklearn.linear_model import LogisticRegression

    signals = np.array([[asdict(each.support)[name] for name in SIGNALS] for each in examples])
    documented = np.array([each.documented for each in examples])
    mean, spread = signals.mean(axis=0), signals.std(axis=0) + 1e-6
    model = LogisticRegression(C=REGULARISATION, max_iter=2_000)
    model.fit((signals - mean) / spread, documented, sample_weight=[each.weight for each in examples])
    weights = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - mean @ weights)
    estimates = 1 / (1 + np.exp(-(intercept + signals[documented] @ weights)))
    return {
        "intercept": round(intercept, 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(SIGNALS, weights, strict=True)},
        "threshold": round(float(np.quantile(estimates, REFUSED)), 4),
        "examples": {"documented": int(documented.sum()), "not_documented": int((~documented).sum())},
    }


def main(pairs: Iterable[str]) -> int:
    """Fit to the pairs CORPUS=CASES.jsonl given and write the calibration."""
    embedder = OnnxEmbedder.load(threads=2)
    examples: list[Labelled] = []
    generations: dict[Path, Generation] = {}
    for pair in pairs:
        corpus, cases = map(Path, pair.split("=", 1))
        if corpus not in generations:
            state = State(STATES / corpus.name, embedder)
            build(corpus, state, embedder)
            generations[corpus] = state.current()
        generation = generations[corpus]
        vocabulary = Vocabulary(generation.lexical)
        for case in tuning(cases):
            examples += labelled(case, generation, vocabulary)
    fitted = fit(examples)
    FILE.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{FILE.name} fitted to {fitted['examples']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
