"""Groups: whoever works with the person is no step of the order, however many of them tried."""

from __future__ import annotations

import pytest

from assistant.claims import ClaimKind, Context, read_claims
from assistant.names import Names
from assistant.rulebook.rules import EscalationOrder, Rulebook

STEPS = ("The ward clerk", "The ward sister", "The bleep holder")
NAMES = Names.of(Rulebook(orders=(EscalationOrder("order", "", (), STEPS, ()),)))
FIRST = Context(steps=STEPS)
TOLD = Context(steps=STEPS, due=STEPS[0])  # once the order was told


def consulted(turn: str, context: Context) -> tuple[str | None, ...]:
    claims = read_claims(turn, NAMES, context)
    return tuple(claim.who for claim in claims if claim.kind is ClaimKind.CONSULTED)


@pytest.mark.parametrize("context", [FIRST, TOLD], ids=["first", "told"])
@pytest.mark.parametrize(
    "turn",
    [
        "All our nurses had a go and none could fix it",
        "asked everybody on my ward and nobody knew",
        "my two colleagues tried, neither could",
        "the whole team had a look, none of them had a clue",
        "all three of us tried and failed",
        "tried both fixes, neither worked",
        "every nurse here has had a look, they all drew a blank",
        "none of the porters could, all three tried",
    ],
)
def test_those_who_work_with_the_person_are_no_steps(turn: str, context: Context) -> None:
    assert consulted(turn, context) == ()


@pytest.mark.parametrize(
    "turn", ["everybody tried, no luck", "they all tried", "both tried, neither knew", "none could"]
)
def test_before_anybody_was_named_everybody_is_nobody_in_particular(turn: str) -> None:
    assert consulted(turn, FIRST) == ()


@pytest.mark.parametrize("turn", ["all three of them tried, none could", "everybody on the list was asked, no luck"])
def test_a_group_that_is_the_list_is_every_step(turn: str) -> None:
    assert consulted(turn, FIRST) == consulted(turn, TOLD) == STEPS


def test_everybody_named_so_far_is_who_all_of_them_are() -> None:
    turn = "asked the ward clerk and the ward sister, none of them could help"
    assert consulted(turn, FIRST) == STEPS[:2]


def test_on_the_first_turn_whoever_tried_in_vain_was_consulted() -> None:
    assert consulted("the ward clerk tried everything she could think of", FIRST) == STEPS[:1]
    assert consulted("Ward clerk? Tried. Ward sister? Tried.", FIRST) == STEPS[:2]


def test_a_group_of_ours_that_fails_is_stuck() -> None:
    claims = read_claims("All our nurses had a go and none could fix it", NAMES, FIRST)
    assert [claim.kind for claim in claims] == [ClaimKind.STUCK]
