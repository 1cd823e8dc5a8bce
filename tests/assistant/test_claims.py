"""What turns claim, against labelled turns: those that the reader was tuned on, and those that nobody looked at."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.claims import Claim, ClaimKind, Context, own_words, read_claims
from assistant.names import Names
from assistant.rulebook.reading import read_rules
from assistant.rulebook.rules import Condition, EscalationOrder, Responsibility, Rulebook, TicketInstruction
from index.corpus import read_corpus

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


@dataclass
class Told:
    """A person's turns so far, as a conversation would keep them."""

    names: Names
    steps: tuple[str, ...]
    consulted: tuple[str, ...] = ()
    instructed: tuple[str, ...] = ()
    named: str | None = None
    recent: tuple[str, ...] = ()

    def context(self) -> Context:
        due = next((step for step in self.steps if step not in self.consulted), None)
        return Context(self.steps, due, self.named, self.consulted, self.instructed, self.recent)

    def hear(self, turn: str) -> None:
        for claim in read_claims(turn, self.names, self.context()):
            who = claim.who or ""
            if claim.kind is ClaimKind.CONSULTED and who not in self.consulted:
                self.consulted = (*self.consulted, who)
            elif claim.kind is ClaimKind.NOT_CONSULTED:
                self.consulted = tuple(each for each in self.consulted if each != who)
            elif claim.kind is ClaimKind.INSTRUCTED:
                self.instructed = (*self.instructed, who)
        self.recent = tuple(mention.name for mention in self.names.find(turn))
        self.named = self.recent[-1] if self.recent else self.named


def _lines(file: str, split: str | None) -> Iterator[dict[str, Any]]:
    for line in (DATA / file).read_text("utf-8").splitlines():
        case = json.loads(line)
        if split is None or case["split"] == split:
            yield case


@cache
def _page(page: str) -> tuple[Rulebook, Names]:
    folder = ROOT / "corpus" if page == "ask-for-help" else DATA / "organisations" / page
    book = read_rules(read_corpus(folder).documents)
    return book, Names.of(book)


def _rules(case: dict[str, Any]) -> tuple[Rulebook, Names]:
    if "rulebook" not in case:
        return _page(case["page"])
    given = case["rulebook"]
    condition = Condition("", given["instructor"], given["target"])
    book = Rulebook(
        (EscalationOrder("order", "", (), tuple(given["steps"]), ()),),
        (TicketInstruction("ticket", None, "Q", (condition,), (), ()),),
        tuple(Responsibility(team, team, channel, "", None, (), ()) for team, channel in given["teams"].items()),
    )
    return book, Names.of(book)


def _score(file: str, split: str | None = None) -> Score:
    right = wrong = missed = 0
    advanced: list[str] = []
    forms: Counter[str] = Counter()
    for case in _lines(file, split):
        book, names = _rules(case)
        told = Told(names, book.orders[0].steps)
        for turn in case["before"]:
            told.hear(turn)
        claims = read_claims(case["turn"], names, told.context())
        found, spurious, lacking = _compared(claims, case["claims"], names)
        right, wrong, missed = right + found, wrong + spurious, missed + lacking
        forms[case["form"]] += bool(spurious or lacking)
        if not case["advances"] and any(_advances(claim, book, names, told) for claim in claims):
            advanced.append(case["id"])
    return Score(right, wrong, missed, tuple(advanced), +forms)


def _compared(claims: tuple[Claim, ...], labelled: list[dict[str, Any]], names: Names) -> tuple[int, int, int]:
    """How many claims are as labelled, how many aren't labelled at all, how many labelled ones are lacking."""
    left = list(labelled)
    right = wrong = 0
    for claim in claims:
        match = next((each for each in left if _same(claim, each, names)), None)
        if match:
            left.remove(match)
            right += not match.get("optional", False)
        else:
            wrong += not any(_same(claim, each, names) for each in labelled)
    return right, wrong, sum(not each.get("optional", False) for each in left)


def _same(claim: Claim, labelled: dict[str, Any], names: Names) -> bool:
    who, target = labelled.get("who"), labelled.get("target")
    return (
        claim.kind.value == labelled["kind"]
        and (not who or names.same(claim.who, who))
        and (not target or names.same(claim.target, target))
    )


def _advances(claim: Claim, book: Rulebook, names: Names, told: Told) -> bool:
    """Does a claim make a step tried that was not, or a condition of a ticket hold?"""
    if claim.kind is ClaimKind.INSTRUCTED:
        return any(
            names.same(claim.who, each.instructor) and (not claim.target or names.same(claim.target, each.target))
            for ticket in book.tickets
            for each in ticket.when
        )
    return claim.kind is ClaimKind.INCIDENT or (claim.kind is ClaimKind.CONSULTED and claim.who not in told.consulted)


def _reading(turn: str, **context: Any) -> list[tuple[str, str | None]]:
    claims = read_claims(turn, Names.of(ROSTER), Context(steps=STEPS, due=STEPS[0], **context))
    return [(claim.kind.value, claim.who) for claim in claims]


@pytest.mark.parametrize(
    ("file", "split", "f1"),
    [("claims.jsonl", "tune", 0.98), ("claims.jsonl", "held_out", 0.97), ("claims_tuning.jsonl", None, 0.98)],
    ids=["tune", "held_out", "tuning"],
)
def test_claims_are_read_as_they_are_labelled(file: str, split: str | None, f1: float) -> None:
    """All of these turns were learnt from: unseen ones fare worse, see tests/data/README.md."""
    score = _score(file, split)
    print(f"\n{file} {split or 'all'} (tuned on): {score}")
    assert score.f1 >= f1


@pytest.mark.parametrize("file", ["claims.jsonl", "claims_tuning.jsonl"])
def test_no_turn_moves_anything_on_that_must_not(file: str) -> None:
    assert _score(file).advanced == ()


def test_there_are_enough_turns_that_must_not_move_anything_on() -> None:
    turns = [case["advances"] for case in (*_lines("claims.jsonl", None), *_lines("claims_tuning.jsonl", None))]
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
