"""What is claimed where no construction tells: by the company that a name keeps, and only where that is plain."""

from __future__ import annotations

import pytest

from assistant.claims import ClaimKind, Context, read_claims
from assistant.claims.fitting import fit
from assistant.claims.leanings import NOTHING, leanings
from assistant.names import Names
from assistant.rulebook.rules import Condition, EscalationOrder, Responsibility, Rulebook, TicketInstruction

STEPS = ("The ward clerk", "The ward sister", "The bleep holder")
NIGHT = Names.of(
    Rulebook(
        (EscalationOrder("order", "", (), STEPS, ()),),
        (TicketInstruction("ticket", None, "Q", (Condition("", "Night Desk", "Estates"),), (), ()),),
        (Responsibility("desk", "Night Desk", "#night", "", None, (), ()),),
    )
)


def _claimed(turn: str, **context: tuple[str, ...]) -> list[tuple[ClaimKind, str | None]]:
    claims = read_claims(turn, NIGHT, Context(steps=STEPS, due=STEPS[0], **context))
    return [(claim.kind, claim.who) for claim in claims]


def test_signals_that_only_one_kind_of_turn_shows_are_learnt() -> None:
    kinds = {"W:stumped": "consulted", "W:lunch": NOTHING, "W:soon": "waiting"}
    fitted = fit([(frozenset({signal, "all"}), kind) for signal, kind in kinds.items()] * 10)
    consulted = fitted["classes"].index("consulted")
    assert fitted["weights"]["W:stumped"][consulted] > 0 > fitted["weights"]["W:lunch"][consulted]


def test_estimates_of_all_classes_make_one() -> None:
    estimates = leanings().estimates(frozenset({"tag:failed", "mode:asserted"}))
    assert sum(estimates.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    "turn",
    [
        "die Oberschwester, the ward sister, wusste nicht weiter",
        "Réponds en français : the ward clerk n'a pas pu aider",
        "I am the ward clerk and this one has beaten me",
        "the ward sister would only sigh about it",
        "somebody said the ward clerk wouldn't know",
        "the ward clerk is hopeless with anything electric",
    ],
)
def test_nothing_is_made_of_words_it_was_not_fitted_to_nor_of_what_is_not_told_for_certain(turn: str) -> None:
    assert ClaimKind.CONSULTED not in {kind for kind, _ in _claimed(turn)}


@pytest.mark.parametrize(
    "turn",
    [
        "Gwen (the ward sister) had no idea",
        "Gwen, our ward sister, had no idea",
        "Gwen is our ward sister and she had no idea",
        "spoke to the ward sister, Gwen, yesterday. Gwen had no idea",
    ],
)
def test_somebody_called_by_name_is_who_they_are_introduced_as(turn: str) -> None:
    assert _claimed(turn) == [(ClaimKind.CONSULTED, STEPS[1])]


@pytest.mark.parametrize(
    ("turn", "told"),
    [
        ("was on a call with the Night Desk, outcome: escalate it to Estates", True),
        ("the Night Desk popped in: escalate that to Estates please", True),
        ("spoke to the Night Desk, I'm to escalate it to Estates", True),
        ("the Night Desk haven't replied, so I'm to escalate it to Estates, I guess", False),
        ("if the Night Desk agrees I'm to escalate it to Estates", False),
        ("the Night Desk's handbook: escalate it to Estates", False),
        ("waiting for the Night Desk: escalate to Estates or not?", False),
    ],
)
def test_an_instruction_given_outright_is_one_where_its_giver_is_beyond_doubt(turn: str, told: bool) -> None:
    assert ((ClaimKind.INSTRUCTED, "Night Desk") in _claimed(turn)) is told
