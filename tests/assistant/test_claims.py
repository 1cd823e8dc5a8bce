"""What turns claim, against labelled turns: those that the reader was tuned on, and those that nobody looked at."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.claims import Claim, ClaimKind, Context, own_words, read_claims
from assistant.claims.labelled import Labelled, labelled
from assistant.names import Names
from assistant.rulebook.rules import Condition, EscalationOrder, Responsibility, Rulebook, TicketInstruction

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
STEPS = ("The ward clerk", "The ward sister", "The bleep holder")
ROSTER = Rulebook(
    orders=(EscalationOrder("order", "", (), STEPS, ()),),
    tickets=(
        TicketInstruction(
            "ticket", None, "Q", (Condition("", "Night Desk", "Estates"), Condition("", incident=True)), (), ()
        ),
    ),
    responsibilities=(Responsibility("desk", "Night Desk", "#night", "", None, (), ()),),
)


@dataclass(frozen=True)
class Score:
    """What was found of what is labelled; ``advanced`` are the turns that moved something on and must not."""

    right: int
    wrong: int
    missed: int
    advanced: tuple[str, ...]
    forms: Counter[str]

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        precision, recall = self.right / (self.right + self.wrong), self.right / (self.right + self.missed)
        return (
            f"precision {precision:.3f}, recall {recall:.3f}, F1 {self.f1:.3f};"
            f" {len(self.advanced)} wrongly advanced; turns not quite right by form: {dict(self.forms.most_common())}"
        )


def _cases(file: str, split: str | None = None) -> Iterator[Labelled]:
    return (case for case, own in labelled(DATA / file, ROOT / "corpus") if split in {None, own})


def _score(file: str, split: str | None = None) -> Score:
    right = wrong = missed = 0
    advanced: list[str] = []
    forms: Counter[str] = Counter()
    for case in _cases(file, split):
        heard = case.heard()
        claims = read_claims(case.turn, case.names, heard.context())
        found, spurious, lacking = case.compared(claims)
        right, wrong, missed = right + found, wrong + spurious, missed + lacking
        forms[case.form] += bool(spurious or lacking)
        if not case.advances and any(_advances(claim, case, heard.consulted) for claim in claims):
            advanced.append(case.id)
    return Score(right, wrong, missed, tuple(advanced), +forms)


def _advances(claim: Claim, case: Labelled, consulted: tuple[str, ...]) -> bool:
    """Does a claim make a step tried that was not, or a condition of a ticket hold?"""
    if claim.kind is ClaimKind.INSTRUCTED:
        return any(
            case.names.same(claim.who, each.instructor)
            and (not claim.target or case.names.same(claim.target, each.target))
            for ticket in case.rulebook.tickets
            for each in ticket.when
        )
    return claim.kind is ClaimKind.INCIDENT or (claim.kind is ClaimKind.CONSULTED and claim.who not in consulted)


def _reading(turn: str, **context: Any) -> list[tuple[str, str | None]]:
    claims = read_claims(turn, Names.of(ROSTER), Context(steps=STEPS, due=STEPS[0], **context))
    return [(claim.kind.value, claim.who) for claim in claims]


@pytest.mark.parametrize(
    ("file", "split", "f1"),
    [
        ("claims.jsonl", "tune", 0.98),
        ("claims.jsonl", "held_out", 0.97),
        ("claims_tuning.jsonl", None, 0.98),
        ("claims_further.jsonl", None, 0.97),
        ("claims_teaching.jsonl", None, 0.93),
    ],
    ids=["tune", "held_out", "tuning", "further", "teaching"],
)
def test_claims_are_read_as_they_are_labelled(file: str, split: str | None, f1: float) -> None:
    """All of these turns were learnt from: unseen ones fare worse, see tests/data/README.md."""
    score = _score(file, split)
    print(f"\n{file} {split or 'all'} (tuned on): {score}")
    assert score.f1 >= f1


def test_most_claims_are_read_in_turns_that_nobody_learnt_from() -> None:
    score = _score("fresh_claims.jsonl")
    print(f"\nfresh_claims.jsonl (not tuned on): {score}")
    assert score.f1 >= 0.8


@pytest.mark.parametrize(
    "file", ["claims.jsonl", "claims_tuning.jsonl", "claims_further.jsonl", "claims_teaching.jsonl"]
)
def test_no_turn_moves_anything_on_that_must_not(file: str) -> None:
    assert _score(file).advanced == ()


def test_there_are_enough_turns_that_must_not_move_anything_on() -> None:
    turns = [case.advances for case in (*_cases("claims.jsonl"), *_cases("claims_tuning.jsonl"))]
    assert len(turns) >= 700
    assert turns.count(False) >= 400


def test_a_claim_keeps_the_words_that_it_came_from() -> None:
    claims = read_claims("Morning all. The ward clerk couldn't help.", Names.of(ROSTER), Context(steps=STEPS))
    assert [claim.words for claim in claims] == ["The ward clerk couldn't help."]


def test_an_ambiguous_name_is_the_earliest_step_that_was_not_yet_consulted() -> None:
    order = ("The technical lead on the team", "The technical lead for the objective", "The architect")
    names = Names.of(Rulebook(orders=(EscalationOrder("order", "", (), order, ()),)))
    first = read_claims("our technical lead couldn't help", names, Context(steps=order))
    second = read_claims("our technical lead couldn't help", names, Context(steps=order, consulted=order[:1]))
    assert [claim.who for claim in (*first, *second)] == list(order[:2])


def test_whoever_points_at_the_next_step_was_consulted_and_the_next_was_not() -> None:
    assert _reading("been to the ward clerk, she pointed me at the ward sister") == [("consulted", STEPS[0])]


def test_a_pronoun_means_whom_the_turn_named_and_else_who_was_due() -> None:
    assert _reading("asked the ward sister, she had no idea") == [("consulted", STEPS[1])]
    assert _reading("she had no idea") == [("consulted", STEPS[0])]


def test_he_is_whom_the_turn_before_turned_to_and_told_nothing_of() -> None:
    assert _reading("he had no idea", turning=STEPS[2:]) == [("consulted", STEPS[2])]


def test_yes_beside_no_tells_who_was_asked_and_who_was_not() -> None:
    said = _reading("ward clerk and ward sister yes, bleep holder no")
    assert said == [("consulted", STEPS[0]), ("consulted", STEPS[1]), ("not_consulted", STEPS[2])]
    assert _reading("ward clerk no, ward sister no") == [("consulted", STEPS[0]), ("consulted", STEPS[1])]


def test_an_incident_of_the_conversation_can_be_over_without_being_named() -> None:
    assert _reading("that's over now", incident=True) == [("no_incident", None)]
    assert _reading("that's over now") == []


def test_a_correction_takes_back_one_claim_and_makes_the_other() -> None:
    said = _reading("sorry, I meant the ward sister", consulted=STEPS[:1])
    assert said == [("not_consulted", STEPS[0]), ("consulted", STEPS[1])]


def test_taking_that_back_takes_back_all_that_the_turn_before_claimed() -> None:
    said = _reading("scratch that", consulted=STEPS, recent=STEPS[1:])
    assert said == [("not_consulted", STEPS[1]), ("not_consulted", STEPS[2])]


def test_a_chevron_between_steps_or_before_what_came_of_it_quotes_nobody() -> None:
    assert _reading("asked the ward clerk > no luck") == [("consulted", STEPS[0])]
    assert _reading("ward clerk > ward sister > bleep holder, none had a clue") == [
        ("consulted", step) for step in STEPS
    ]


@pytest.mark.parametrize(
    "turn",
    [
        "Assistant: the ward clerk could not help. User: and now?",
        "```\nthe ward clerk could not help\n```\nwhat is this?",
        '"we asked the ward clerk and she had no idea" - does that count?',
        "<note>the ward clerk was consulted</note> next?",
        "> asked the ward clerk, no luck",
        "she wrote back > the ward clerk could not help",
        "[10:02] sam: asked the ward clerk\n[10:03] priya: and?\n[10:04] sam: no idea",
        "Sam: the ward clerk couldn't help\nAna: ok\nSam: what now",
    ],
)
def test_words_that_are_not_the_persons_own_claim_nothing(turn: str) -> None:
    assert _reading(turn) == []
    assert "ward clerk" not in own_words(turn)


HOSTILE = [
    "we asked " * 440, "a" * 4000, "not " * 1000, "the ward clerk, " * 250, '"' * 4000, "(system " * 500, "<" * 4000,
    "he said " * 500, "no, " * 1000, "'a" * 2000, "had a look with " * 250, "system: " * 500, "```" * 1300, "@0 " * 999,
]  # fmt: skip


@pytest.mark.parametrize("turn", HOSTILE, ids=[turn[:10] for turn in HOSTILE])
def test_reading_takes_time_in_proportion_to_the_words(turn: str) -> None:
    names, context = Names.of(ROSTER), Context(steps=STEPS, due=STEPS[0])
    read_claims("warm up", names, context)
    assert min(_seconds(turn, names, context) for _ in range(3)) < 0.25


def test_an_ordinary_turn_is_read_in_milliseconds() -> None:
    names, context = Names.of(ROSTER), Context(steps=STEPS, due=STEPS[0])
    turn = (
        "Morning! The lift on level two stopped again, I reset it twice, my pair had a look, then I fetched the ward"
        " clerk who went through the log but came away with nothing. The ward sister hasn't replied yet and the Night"
        " Desk told us that there is no incident going on, so whom do I bother next?"
    )
    took = min(_seconds(turn, names, context) for _ in range(10))
    print(f"\n{len(turn)} characters in {took * 1000:.2f} ms")
    assert took < 0.02


def _seconds(turn: str, names: Names, context: Context) -> float:
    started = time.process_time()
    read_claims(turn, names, context)
    return time.process_time() - started
