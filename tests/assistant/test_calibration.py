"""How surely a passage answers: what raises the estimate and what lowers it."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from assistant.calibration import Support, calibration

GOOD = Support(dense=0.6, rephrased=0.6, compared=1.0, words=0.4)


def test_every_signal_has_a_weight_and_every_weight_a_signal() -> None:
    assert calibration().weights.keys() == {field.name for field in fields(Support)}


def test_a_passage_that_supports_a_question_is_quoted_and_one_that_does_not_is_not() -> None:
    assert calibration().confidence(GOOD) > calibration().threshold > calibration().confidence(Support())


@pytest.mark.parametrize("signal", ["dense", "rephrased", "compared", "owner"])
def test_more_support_never_lowers_the_estimate(signal: str) -> None:
    more = replace(GOOD, **{signal: getattr(GOOD, signal) + 0.1})
    assert calibration().confidence(more) >= calibration().confidence(GOOD)


@pytest.mark.parametrize("signal", ["names_absent", "sort_absent", "unmet", "particular", "person", "quantity_gap"])
def test_what_a_passage_lacks_lowers_the_estimate(signal: str) -> None:
    less = replace(GOOD, **{signal: 1.0})
    assert calibration().confidence(less) < calibration().confidence(GOOD)
