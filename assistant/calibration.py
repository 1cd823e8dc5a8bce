"""From signals to an estimate that a passage answers a question: a logistic regression, its weights kept as data.

``python -m assistant.fitting`` fits it to labelled questions and writes ``calibration.json`` beside this module.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Support:
    """Signals that the best hit answers a question, each 0 to 1 unless said.

    ``dense`` (-1 to 1) and ``rephrased`` are the hit's own; ``compared`` (any number) is what the comparison makes of
    question and passage. ``words`` is 1 from twenty-five words on: a long question never comes as near to a passage as
    a short one. ``names_absent`` is 1 where three things named in the question stand nowhere in the passage;
    ``sort_absent``: it asks which one of a sort and the passage doesn't speak of that sort. ``owner``: it asks who, and
    the passage speaks of somebody; ``way`` and ``which``: it asks how, or for a number, a time or one of a sort.
    ``unmet``: the passage holds nothing of the kind; ``particular``: nor can anything else, for it is a price, a
    person, a date or the like that is wanted.

    As likely as a quantity is wanted: ``quantity_near`` is how near the question comes to the nearest sentence that
    holds one, ``quantity_gap`` how much nearer to one that holds none, ``quantity_first`` whether the best hit holds
    one, ``quantity_coverage`` the share of the question's content words in the passage, rare ones counting more.
    ``person`` is how likely somebody's own name is wanted.
    """

    dense: float = 0.0
    rephrased: float = 0.0
    compared: float = 0.0
    words: float = 0.0
    names_absent: float = 0.0
    sort_absent: float = 0.0
    owner: float = 0.0
    way: float = 0.0
    which: float = 0.0
    unmet: float = 0.0
    particular: float = 0.0
    quantity_near: float = 0.0
    quantity_gap: float = 0.0
    quantity_first: float = 0.0
    quantity_coverage: float = 0.0
    person: float = 0.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """The fitted regression: the estimate is the logistic of ``intercept`` plus each signal times its weight. From
    ``threshold`` on a passage is quoted."""

    intercept: float
    weights: Mapping[str, float]
    threshold: float

    def confidence(self, support: Support) -> float:
        """How probable it is that the passage answers, 0 to 1."""
        signals = asdict(support)
        logit = self.intercept + sum(weight * signals[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-logit))


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The regression as fitted."""
    fitted = json.loads(FILE.read_text("utf-8"))
    return Calibration(fitted["intercept"], fitted["weights"], fitted["threshold"])
