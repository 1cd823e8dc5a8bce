"""Fitting the calibration: the kept weights come out of the kept examples, and length alone is no reason to answer."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from assistant.calibration import FILE, Calibration, Support
from assistant.fitting import Labelled, examples_in, fit, read_examples, write_examples
from index.generations import Generation

EXAMPLES = Path(__file__).parents[1] / "data" / "calibration_examples.jsonl"


def test_the_kept_calibration_is_what_the_kept_examples_give() -> None:
    kept, fitted = json.loads(FILE.read_text("utf-8")), fit(read_examples(EXAMPLES))
    assert fitted["examples"] == kept["examples"]
    assert fitted["weights"] == pytest.approx(kept["weights"], abs=0.01)
    assert fitted["threshold"] == pytest.approx(kept["threshold"], abs=0.01)


def test_questions_that_are_merely_longer_are_not_trusted_more() -> None:
    chance = random.Random(5)
    drawn = [(chance.random() < 0.5, chance.random()) for _ in range(600)]
    examples = [
        Labelled(Support(dense=dense, words=0.3 + 0.3 * documented), documented) for documented, dense in drawn
    ] + [Labelled(Support(dense=dense, words=0.6 - 0.3 * documented), documented) for documented, dense in drawn[:60]]
    fitted = fit(examples)
    calibration = Calibration(fitted["intercept"], fitted["weights"], fitted["threshold"])  # type: ignore[arg-type]
    short, long = (calibration.confidence(Support(dense=0.5, words=words)) for words in (0.3, 0.6))
    assert long == pytest.approx(short, abs=0.1)


def test_what_counts_less_moves_the_estimate_less() -> None:
    agreed = [Labelled(Support(dense=at / 50), at >= 25) for at in range(50)]
    against = [Labelled(Support(dense=at / 50), at < 25, 0.1) for at in range(50)]
    weights = fit([*agreed, *against])["weights"]
    assert weights["dense"] > 0  # type: ignore[index]


def test_only_questions_whose_answer_was_found_or_is_not_there_are_examples(
    page_generation: Generation, tmp_path: Path
) -> None:
    cases = [
        ("routing", "Who renews TLS certificates?", {"outcome": "answered", "cites": ["renews TLS certificates"]}),
        ("routing", "Who looks after Logit?", {"outcome": "answered", "cites": ["words that stand nowhere"]}),
        ("not_documented", "What does a pizza cost?", {"outcome": "not_documented"}),
        ("adversarial", "Is it so?", {"outcome": ["answered", "not_documented"]}),
        ("smalltalk", "hello", {"outcome": "answered"}),
    ]
    lines = [
        json.dumps({"id": f"c-{n}", "kind": kind, "turns": [{"ask": ask, "expect": expect}]})
        for n, (kind, ask, expect) in enumerate(cases)
    ]
    (tmp_path / "cases.jsonl").write_text("\n".join(lines))
    found = [each.labelled() for each in examples_in(tmp_path / "cases.jsonl", page_generation)]
    assert [each.documented for each in found] == [True, False]
    write_examples(tmp_path / "examples.jsonl", found)
    kept = read_examples(tmp_path / "examples.jsonl")
    assert [each.documented for each in kept] == [True, False]
    assert kept[0].support.dense == pytest.approx(found[0].support.dense, abs=1e-4)
