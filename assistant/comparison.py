"""A question against a passage, piece by piece, by a small network: does the passage answer it?

Every piece of the question is held against what of the passage comes nearest to it (soft alignment, after Parikh and
others, 2016, with the model's own vectors of pieces); what is made of each is summed up.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index.embedding import Reading

Values = NDArray[np.float32]
WEIGHT = 8.0  # a piece's share of the question is about an eighth


def compared(question: Reading, shares: Values, passage: Values, network: Mapping[str, Values]) -> float:
    """The network's logit that a passage answers a question.

    ``shares`` says how much of the question each of its pieces tells, 1 in all; ``passage`` holds the vectors of the
    passage's pieces: pieces × 62.
    """
    if not len(question.pieces) or not len(passage):
        return 0.0
    pieces = question.rows
    cosines = pieces @ passage.T
    near = cosines.max(axis=1)
    aligned = np.exp(network["sharpness"] * (cosines - near[:, None])) @ passage
    aligned /= np.linalg.norm(aligned, axis=1, keepdims=True)
    sides = np.stack([near, shares * WEIGHT, shares * near * WEIGHT], axis=1)
    each = np.concatenate([pieces, pieces * aligned, np.abs(pieces - aligned), sides], axis=1)
    made = np.maximum(each @ network["pieces"] + network["pieces_bias"], 0)
    asked = np.tanh(WEIGHT * question.vector @ network["question"] + network["question_bias"])
    summed = np.concatenate([shares @ made, made.max(axis=0), asked])
    last = np.maximum(summed @ network["summed"] + network["summed_bias"], 0)
    return float(last @ network["last"] + network["last_bias"])
