"""Learns, from labelled questions, what sort of answer a question wants and whether a passage answers it: offline, with
scikit-learn and torch, which answering does not need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.comparison import WEIGHT
from assistant.schooled import Schooled
from assistant.sorts import Sort
from index.embedding import Reading
from index.projection import NARROW

if TYPE_CHECKING:
    import torch

Values = NDArray[np.float32]
REGULARISATION = 5.0  # scikit-learn's C, over unit vectors
MADE, ASKED, SUMMED = 96, 16, 32  # what the network makes of a piece, of the question, of both
SHARPNESS = 10.0  # of the alignment, at first
EPOCHS, BATCH, RATE, DECAY, DROPPED, SEED = 20, 48, 1.5e-3, 0.02, 0.3, 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """A labelled question: the sort of answer it wants, where that was labelled; whether the best passage answers it;
    what each piece of it tells, 1 in all; the pieces of that passage; and what the example counts."""

    reading: Reading
    sort: Sort | None
    answered: bool
    shares: Values
    passage: Values
    counts: float = 1.0


def school(lessons: Sequence[Lesson]) -> Schooled:
    """All that is learnt from some questions."""
    return Schooled(_sorts(lessons), _network(lessons))


def _sorts(lessons: Sequence[Lesson]) -> Values:
    """The weights of the sorts over the question's vector; the first row is the intercept."""
    from sklearn.linear_model import LogisticRegression

    known = [each for each in lessons if each.sort is not None]
    order = list(Sort)
    vectors = np.array([each.reading.vector for each in known])
    model = LogisticRegression(C=REGULARISATION, max_iter=2_000)
    model.fit(vectors, [order.index(each.sort) for each in known if each.sort])
    weights = np.zeros((1 + vectors.shape[1], len(order)), dtype=np.float32)
    weights[0] = model.intercept_.min() - 10  # a sort that was never seen
    weights[0, model.classes_], weights[1:, model.classes_] = model.intercept_, model.coef_.T
    return weights


def _network(lessons: Sequence[Lesson]) -> dict[str, Values]:
    """The comparison's layers, fitted by gradient descent; the same lessons in the same order give the same ones."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    torch.set_num_threads(1)  # sums in one order, and no waiting for one another in arrays this small
    torch.manual_seed(SEED)
    drawn = np.random.default_rng(SEED)
    layers = {name: torch.nn.Parameter(each) for name, each in _first(len(lessons[0].reading.vector)).items()}
    descent = torch.optim.AdamW(layers.values(), RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        order = drawn.permutation(len(lessons))
        for start in range(0, len(order), BATCH):
            chosen = [lessons[at] for at in order[start : start + BATCH]]
            answers = torch.tensor([float(each.answered) for each in chosen])
            counts = torch.tensor([each.counts for each in chosen], dtype=torch.float32)
            loss = binary_cross_entropy_with_logits(_forward(layers, chosen), answers, counts)
            descent.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            descent.step()
    return {name: each.detach().numpy() for name, each in layers.items()}


def _first(dimensions: int) -> dict[str, torch.Tensor]:
    """The layers before they are fitted."""
    import torch

    shapes = {
        "pieces": (3 * NARROW + 3, MADE),
        "question": (dimensions, ASKED),
        "summed": (2 * MADE + ASKED, SUMMED),
        "last": (SUMMED, 1),
    }
    layers = {"sharpness": torch.tensor(SHARPNESS)}
    for name, (inputs, outputs) in shapes.items():
        bound = inputs**-0.5
        layers[name] = torch.empty(inputs, outputs).uniform_(-bound, bound)
        layers[f"{name}_bias"] = torch.empty(outputs).uniform_(-bound, bound)
    layers["last"], layers["last_bias"] = layers["last"][:, 0], layers["last_bias"][0]
    return layers


def _forward(layers: dict[str, torch.nn.Parameter], lessons: Sequence[Lesson]) -> torch.Tensor:
    """The logits of some lessons, as ``comparison.compared`` has them, with some of what is made dropped."""
    import torch
    from torch.nn.functional import dropout, normalize, relu

    pieces, asked = _padded([each.reading.rows for each in lessons])
    passage, held = _padded([each.passage for each in lessons])
    (shares, _) = _padded([each.shares[:, None] for each in lessons])
    cosines = (pieces @ passage.transpose(1, 2)).masked_fill(~held[:, None, :], -9.0)
    near = cosines.max(2, keepdim=True).values
    aligned = normalize((cosines * layers["sharpness"]).softmax(2) @ passage, dim=2)
    sides = [near, shares * WEIGHT, shares * near * WEIGHT]
    each = torch.cat([pieces, pieces * aligned, (pieces - aligned).abs(), *sides], 2)
    made = dropout(relu(each @ layers["pieces"] + layers["pieces_bias"]), DROPPED) * asked[..., None]
    vectors = torch.from_numpy(np.array([each.reading.vector for each in lessons]))
    whole = torch.tanh(WEIGHT * vectors @ layers["question"] + layers["question_bias"])
    summed = torch.cat([(made * shares).sum(1), made.max(1).values, whole], 1)
    last = dropout(relu(summed @ layers["summed"] + layers["summed_bias"]), DROPPED)
    return last @ layers["last"] + layers["last_bias"]


def _padded(rows: Sequence[Values]) -> tuple[torch.Tensor, torch.Tensor]:
    """Arrays of several lengths as one, and where it holds something."""
    import torch

    longest = max(1, *map(len, rows))
    values = torch.zeros(len(rows), longest, rows[0].shape[1])
    held = torch.zeros(len(rows), longest, dtype=torch.bool)
    for at, row in enumerate(rows):
        values[at, : len(row)] = torch.from_numpy(np.ascontiguousarray(row))
        held[at, : max(1, len(row))] = True
    return values, held


def folds(groups: Sequence[str], parts: int) -> Iterator[NDArray[np.bool_]]:
    """Which examples are left out in turn: whole groups together, in parts of about a size."""
    names, sizes = np.unique(groups, return_counts=True)
    filled = np.zeros(parts)
    of: dict[str, int] = {}
    for at in np.argsort(-sizes, kind="stable"):
        of[names[at]] = int(filled.argmin())
        filled[filled.argmin()] += sizes[at]
    for part in range(parts):
        yield np.array([of[group] == part for group in groups])
