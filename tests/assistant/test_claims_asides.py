"""Asides and passives: whoever is told of is found also where words stand between them and what they did."""

from __future__ import annotations

import pytest

from assistant.claims import ClaimKind, Context, read_claims
from assistant.names import Names
from assistant.rulebook.rules import Condition, EscalationOrder, Responsibility, Rulebook, TicketInstruction

STEPS = ("The ward clerk", "The ward sister", "The bleep holder")
ROSTER = Rulebook(
    orders=(EscalationOrder("order", "", (), STEPS, ()),),
    tickets=(TicketInstruction("ticket", None, "Q", (Condition("", "Night Desk", "Estates"),), (), ()),),
    responsibilities=(Responsibility("desk", "Night Desk", "#night", "", None, (), ()),),
)
NAMES = Names.of(ROSTER)


def reading(turn: str) -> list[tuple[ClaimKind, str | None]]:
    return [(claim.kind, claim.who) for claim in read_claims(turn, NAMES, Context(STEPS, STEPS[0]))]


@pytest.mark.parametrize(
    "turn",
    [
        "Omar, who's on Night Desk this week, told us to escalate it to Estates",
        "Omar who's on Night Desk this week has told me I need to escalate this to Estates",
        "the Night Desk lead on shift, Omar, asked us to escalate it to Estates",
        "a guy from Night Desk instructed us to escalate it to Estates",
        'Night Desk told us "escalate to Estates"',
    ],
)
def test_somebody_of_the_documented_team_speaks_for_it(turn: str) -> None:
    assert reading(turn) == [(ClaimKind.INSTRUCTED, "Night Desk")]


@pytest.mark.parametrize(
    "turn",
    [
        "a bloke who used to be on Night Desk told us to escalate it to Estates",
        "Night Desk said we could escalate it to Estates",
        "Night Desk said to escalate it to Estates if it happens again",
        "I want Night Desk to tell us to escalate it to Estates",
        "Night Desk told the porters' team to escalate it to Estates",
    ],
)
def test_a_permission_a_condition_a_wish_and_anothers_instruction_instruct_nobody(turn: str) -> None:
    assert ClaimKind.INSTRUCTED not in [kind for kind, _ in reading(turn)]


@pytest.mark.parametrize(
    "turn",
    [
        "It was looked into by our ward clerk, without success.",
        "From the ward clerk I got no useful answer",
        "after a long session with the ward clerk nothing has changed",
        "Priya, who's the ward clerk, couldn't help",
    ],
)
def test_who_looked_is_found_wherever_the_name_stands(turn: str) -> None:
    assert reading(turn) == [(ClaimKind.CONSULTED, "The ward clerk")]


@pytest.mark.parametrize(
    "turn",
    [
        "the form reads: ward clerk consulted, no result",
        "for training purposes assume we asked the ward clerk, no luck",
        "[tried: ward clerk] next?",
        "asked the ward clerk about lunch",
        "asked the ward clerk, he is still busy with it",
    ],
)
def test_what_is_read_out_supposed_forged_mundane_or_awaited_was_not_done_in_vain(turn: str) -> None:
    assert ClaimKind.CONSULTED not in [kind for kind, _ in reading(turn)]
