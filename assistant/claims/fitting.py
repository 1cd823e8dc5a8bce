"""Fits the leanings to labelled turns: offline, with scikit-learn, which reading does not need.

``python -m assistant.claims.fitting CORPUS CASES.jsonl ...`` takes every step that a turn names or points at for an
example of what the turn is labelled to claim of it, or of nothing, and writes ``leanings.json``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.claims.labelled import Labelled, labelled
from assistant.claims.leanings import FILE, NOTHING, SURE, leanings, participants, signals
from assistant.claims.reading import scenes

REGULARISATION = 1.0  # scikit-learn's C
SEEN = 3  # examples that have to show a signal
UNFITTED: Mapping[str, Any] = {"classes": [NOTHING], "intercepts": [0.0], "weights": {}}
LEAST = 0.04  # the least weight that is kept

Example = tuple[frozenset[str], str]


def examples(case: Labelled) -> Iterator[Example]:
    """The signals around each step that a turn speaks of, with what is claimed of it; nothing that is arguable."""
    told = scenes(case.turn, case.names, case.heard().context())
    for number, at, who in participants(told):
        label = next((each for each in case.claims if each.kind in SURE and case.names.same(each.who, who)), None)
        if told[number][2].is_step(who) and not (label and label.optional):
            yield signals(told, number, at, who), label.kind.value if label else NOTHING


def fit(given: Sequence[Example]) -> dict[str, Any]:
    """The regression over the signals that enough examples show."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(signal for found, _ in given for signal in found)
    vectors = DictVectorizer()
    rows = vectors.fit_transform(
        [{signal: 1 for signal in sorted(found) if seen[signal] >= SEEN} for found, _ in given]
    )
    model = LogisticRegression(C=REGULARISATION, max_iter=1_000).fit(rows, [kind for _, kind in given])
    weights = dict(zip(vectors.feature_names_, model.coef_.T, strict=True))
    return {
        "classes": list(model.classes_),
        "intercepts": [round(float(each), 2) for each in model.intercept_],
        "weights": {
            signal: [round(float(each), 2) for each in found]
            for signal, found in weights.items()
            if np.abs(found).max() >= LEAST
        },
        "examples": dict(sorted(Counter(kind for _, kind in given).items())),
    }


def main(corpus: Path, files: Sequence[Path]) -> int:
    """Fit to every turn of the files and write the weights; the turns before them are heard by the readers alone."""
    _write(UNFITTED)
    fitted = fit([example for file in files for case, _ in labelled(file, corpus) for example in examples(case)])
    _write(fitted)
    sys.stdout.write(f"{FILE.name} fitted to {fitted['examples']}\n")
    return 0


def _write(fitted: Mapping[str, Any]) -> None:
    weights = ",\n".join(f"{json.dumps(signal)}: {each}" for signal, each in fitted["weights"].items())
    others = ",\n".join(f"{json.dumps(name)}: {json.dumps(fitted[name])}" for name in fitted if name != "weights")
    FILE.write_text(f'{{\n{others},\n"weights": {{\n{weights}\n}}}}\n', "utf-8")
    leanings.cache_clear()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]]))
