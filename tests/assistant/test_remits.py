"""Which duty a question is about, and whether it tells what is asked: what is learnt is used as it was learnt, and
carries over to documents that nobody learnt from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant import remit_fitting
from assistant.assistant import Assistant, matter_of
from assistant.conversations import Conversations
from assistant.remit_fitting import Example, examples_in, fit
from assistant.remits import Learnt, learnt, phrases
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State

ORCHARD = """\
# Who does what at the orchard

The Grafters (#grafters) look after young trees and prune the old ones.

The Press House (#press-house) presses apples and bottles the juice.

The Cart Shed (#cart-shed) repairs tractors, trailers and ladders.

The Packing Hall (#packing) boxes and weighs the fruit.
"""


@pytest.fixture(scope="module")
def orchard(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root = tmp_path_factory.mktemp("orchard")
    (root / "corpus").mkdir()
    (root / "corpus" / "who.md").write_text(ORCHARD)
    state = State(root / "state", embedder)
    build(root / "corpus", state, embedder)
    return Assistant(state, embedder, Conversations(None))


@pytest.mark.parametrize(
    ("question", "channel"),
    [
        ("the tractor won't start, whose job is that", "#cart-shed"),
        ("which people cut back the branches of our old trees?", "#grafters"),
        ("where are apples turned into juice", "#press-house"),
        ("who puts the fruit into crates", "#packing"),
    ],
)
def test_a_duty_is_found_by_words_that_it_does_not_use(orchard: Assistant, question: str, channel: str) -> None:
    assert [contact.channel for contact in orchard.ask(question).answer.contacts][:1] == [channel]


@pytest.mark.parametrize(
    "question",
    ["how many tractors are there", "what does a bottle of juice cost", "who used to repair the tractors"],
)
def test_what_a_duty_does_not_tell_of_its_things_is_not_told_by_it(orchard: Assistant, question: str) -> None:
    assert not matter_of(question, (), orchard.edition()).remit.duties


def test_a_duty_is_told_from_the_probability_on_that_was_learnt(orchard: Assistant) -> None:
    remit = matter_of("who repairs the ladders?", (), orchard.edition()).remit
    assert [duty.channel for duty in remit.duties][:1] == ["#cart-shed"]
    assert remit.probability >= learnt().threshold


def test_words_of_the_duty_are_masked_where_a_question_is_read_for_what_it_asks() -> None:
    own = frozenset(["repair", "tractor"])
    assert phrases("Who repairs tractors?", own) == {"who", "_", "| who", "who _", "_ _", "_ |"}


CASES = [
    ("a-1", "who mends the trailer", {"outcome": "answered", "cites": ["repairs tractors"]}),
    ("a-2", "who boxes pears", {"outcome": "answered", "cites": ["boxes and weighs the fruit"]}),
    ("b-1", "who squeezes apples", {"outcome": "answered", "cites": ["presses apples"]}),
    ("b-2", "what does a tractor cost", {"outcome": "not_documented"}),
    ("c-1", "when is harvest", {"outcome": "not_documented"}),
    ("c-2", "is it so", {"outcome": ["answered", "not_documented"]}),
]


@pytest.fixture(scope="module")
def examples(orchard: Assistant, tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    path = tmp_path_factory.mktemp("cases") / "cases.jsonl"
    lines = [{"id": id, "kind": "docs", "turns": [{"ask": ask, "expect": expect}]} for id, ask, expect in CASES]
    path.write_text("\n".join(map(json.dumps, lines)))
    return list(examples_in(path, orchard))


def test_turns_that_may_be_answered_or_refused_teach_nothing(examples: list[Example]) -> None:
    assert [each.told for each in examples] == [True, True, True, False, False]
    assert len({each.source for each in examples}) == 3


def test_the_layers_descend_along_the_slope_of_the_loss(examples: list[Example]) -> None:
    drawn = np.random.default_rng(0)
    spread = np.ones(5)
    layers = [drawn.normal(size=5), *(drawn.normal(0, 0.1, (384, 2)) for _ in range(2))]
    told = [each for each in examples if each.told]
    for at, gradient in enumerate(remit_fitting._gradients(told, layers, spread)):
        direction = drawn.normal(size=gradient.shape)
        ahead, behind = ([*layers[:at], layers[at] + step * direction, *layers[at + 1 :]] for step in (1e-4, -1e-4))
        slope = (_loss(told, ahead) - _loss(told, behind)) / 2e-4
        assert (gradient * direction).sum() == pytest.approx(slope, rel=1e-2, abs=1e-4)


def _loss(examples: list[Example], layers: list[np.ndarray]) -> float:
    weights, asked, meant = layers
    losses = []
    for each in examples:
        through = remit_fitting.SCALE * (each.duties.vectors @ meant) @ (each.part.reading.vector @ asked)
        logits = each.signals @ weights + through
        likely = np.exp(logits - logits.max())
        losses.append(-np.log((likely @ each.right) / likely.sum()))
    return float(np.mean(losses))


def test_what_is_learnt_is_kept_as_it_was_learnt(
    examples: list[Example], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remit_fitting, "PARTS", 2)
    many = [replace(each, source=f"{each.source}{n}") for n in range(4) for each in examples]
    fitted, report = fit(many)
    fitted.save(tmp_path / "remits.npz")
    kept = Learnt.load(tmp_path / "remits.npz")
    assert "of sources left out" in report
    assert kept.telling.phrases == pytest.approx(fitted.telling.phrases, abs=1e-3)
    each = examples[0]
    near, after = (
        one.nearness.logits(each.signals, each.part.reading.vector, each.duties.vectors) for one in (fitted, kept)
    )
    assert near == pytest.approx(after, abs=0.02)
    assert near.argmax() == each.right.argmax()
