"""The ablation and the risk over the coverage, on a few questions about the bundled page."""

from __future__ import annotations

from pathlib import Path
from time import sleep

import pytest

from assistant.edition import Edition
from assistant.evaluation import Case
from assistant.measuring import STAGES, ablation, as_lines, pace, plot, risk_coverage
from index.generations import Generation


def case(number: int, ask: str, **expect: object) -> Case:
    return Case.model_validate({"id": f"c-{number}", "turns": [{"ask": ask, "expect": expect}]})


CASES = (
    case(1, "Who renews TLS certificates?", outcome="answered", cites=["renews TLS certificates"]),
    case(2, "who looks after Logit?", outcome="answered", cites=["Logit"], cites_document="ask-for-help.md"),
    case(3, "What does a pizza cost in Rome?", outcome="not_documented"),
    case(4, "who is next?", outcome="escalation"),
)


@pytest.fixture(scope="module")
def edition(page_generation: Generation) -> Edition:
    return Edition.of(page_generation)


def test_every_stage_is_switched_off_once_and_documented_questions_are_counted(edition: Edition) -> None:
    worths = ablation(CASES, edition)
    assert [worth.stages for worth in worths] == [name for name, _ in STAGES]
    assert (worths[0].sentence_kept.part, worths[0].sentence_kept.whole) == (2, 2)
    assert worths[0].document_first.whole == 1


def test_the_surer_it_must_be_the_fewer_questions_are_answered(edition: Edition) -> None:
    points = risk_coverage(CASES, edition)
    answered = [point.coverage.part for point in points]
    assert (points[0].confidence, answered[0], points[0].coverage.whole) == (0, 3, 3)
    assert answered == sorted(answered, reverse=True)
    assert points[0].risk.part == 1
    assert any(point.risk.part == 0 and point.coverage.part == 2 for point in points)


def test_the_confidence_in_use_is_marked(edition: Edition) -> None:
    lines = as_lines(ablation(CASES, edition), risk_coverage(CASES, edition))
    assert sum(line.endswith("in use") for line in lines) == 1


def test_the_curve_is_drawn_also_where_there_is_nothing_to_draw(edition: Edition, tmp_path: Path) -> None:
    plot([("page", risk_coverage(CASES, edition)), ("none", ())], tmp_path / "risk.png")
    assert (tmp_path / "risk.png").read_bytes().startswith(b"\x89PNG")


def test_every_question_is_replied_to_and_embedded_and_the_ratio_is_that_of_the_pairs() -> None:
    asked: list[str] = []
    embedded: list[str] = []

    def slow(question: str) -> None:
        asked.append(question)
        sleep(0.02)

    measured = pace(CASES, slow, embedded.append)
    questions = [case.turns[0].ask for case in CASES]
    assert asked == embedded == questions * 2
    assert (measured.pairs, measured.ratio > 1) == (len(CASES), True)
    assert f"ratio {measured.ratio:.2f} (4 pairs)" in str(measured)
