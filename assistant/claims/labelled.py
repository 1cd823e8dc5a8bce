"""Labelled turns: what turns claim according to those who wrote them, to fit to and to judge by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.claims.reading import read_claims
from assistant.claims.turning import turning_to
from assistant.claims.values import Claim, ClaimKind, Context
from assistant.names import Names
from assistant.rulebook.reading import read_rules
from assistant.rulebook.rules import Condition, EscalationOrder, Responsibility, Rulebook, TicketInstruction
from assistant.words import fold
from index.corpus import read_corpus

SHORT = 3  # letters of words that tell nothing
ORGANISATIONS = "organisations"  # the folder, beside a file of turns, with the documents that they are about


@dataclass(frozen=True, slots=True)
class Label:
    """A claim as labelled; an ``optional`` one is arguable."""

    kind: ClaimKind
    who: str | None = None
    target: str | None = None
    optional: bool = False

    def fits(self, claim: Claim, names: Names) -> bool:
        """Is it this that is claimed? What the label leaves out may be anything."""
        return (
            claim.kind is self.kind
            and (not self.who or names.same(claim.who, self.who))
            and (not self.target or names.same(claim.target, self.target))
        )


@dataclass(frozen=True, slots=True)
class Labelled:
    """A turn behind the person's turns ``before`` it, with what it claims, and whether it may move anything on."""

    id: str
    form: str
    before: tuple[str, ...]
    turn: str
    claims: tuple[Label, ...]
    advances: bool
    rulebook: Rulebook
    names: Names

    def heard(self) -> Heard:
        """The turns before, as a conversation would keep them."""
        heard = Heard(self.names, self.rulebook.orders)
        for turn in self.before:
            heard = heard.after(turn)
        return heard

    def compared(self, claims: Sequence[Claim]) -> tuple[int, int, int]:
        """How many claims are as labelled, how many aren't labelled at all, how many labelled ones are lacking."""
        left = list(self.claims)
        right = wrong = 0
        for claim in claims:
            match = next((label for label in left if label.fits(claim, self.names)), None)
            if match:
                left.remove(match)
                right += not match.optional
            else:
                wrong += not any(label.fits(claim, self.names) for label in self.claims)
        return right, wrong, sum(not label.optional for label in left)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a person's turns so far claim; ``asked`` is all of their words, ``recent`` the names of the last turn."""

    names: Names
    orders: tuple[EscalationOrder, ...]
    asked: str = ""
    consulted: tuple[str, ...] = ()
    instructed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    named: str | None = None
    turning: tuple[str, ...] = ()
    incident: bool | None = None
    recent: tuple[str, ...] = ()

    def steps(self) -> tuple[str, ...]:
        """The order in hand: that of whom was named last, else the one whose scope says most of what was asked."""
        named = [order for order in self.orders if {*self.recent, *self.consulted} & set(order.steps)]
        said = _stems(self.asked)
        return max(named or self.orders, key=lambda order: len(said & _stems(order.scope))).steps

    def context(self) -> Context:
        steps = self.steps()
        due = next((step for step in steps if step not in self.consulted), None)
        return Context(
            steps,
            due,
            self.named,
            self.consulted,
            self.instructed,
            self.waiting,
            self.turning,
            self.incident,
            self.recent,
        )

    def after(self, turn: str) -> Heard:
        consulted, instructed, waiting, incident = self.consulted, self.instructed, self.waiting, self.incident
        for claim in read_claims(turn, self.names, self.context()):
            who = claim.who or ""
            waiting = tuple(each for each in waiting if each != who)
            if claim.kind in {ClaimKind.INCIDENT, ClaimKind.NO_INCIDENT}:
                incident = claim.kind is ClaimKind.INCIDENT
            elif claim.kind is ClaimKind.CONSULTED and who not in consulted:
                consulted = (*consulted, who)
            elif claim.kind is ClaimKind.NOT_CONSULTED:
                consulted = tuple(each for each in consulted if each != who)
            elif claim.kind is ClaimKind.INSTRUCTED:
                instructed = (*instructed, who)
            elif claim.kind is ClaimKind.WAITING:
                waiting = (*waiting, who)
        recent = tuple(mention.name for mention in self.names.find(turn))
        named = recent[-1] if recent else self.named
        turning = turning_to(turn, self.names)
        asked = f"{self.asked} {turn}"
        return Heard(
            self.names,
            self.orders,
            asked,
            consulted,
            instructed,
            waiting,
            named,
            turning,
            incident,
            recent,
        )


def labelled(file: Path, corpus: Path) -> Iterator[tuple[Labelled, str | None]]:
    """The turns of a file, each with its split; ``corpus`` holds the page that is no organisation's beside the file."""
    for line in file.read_text("utf-8").splitlines():
        case = json.loads(line)
        if "rulebook" in case:
            book = _given(case["rulebook"])
            names = Names.of(book)
        else:
            folder = file.parent / ORGANISATIONS / case["page"]
            book, names = _page(folder if folder.exists() else corpus)
        claims = tuple(_label(each) for each in case["claims"])
        before = tuple(case["before"])
        turn = Labelled(case["id"], case["form"], before, case["turn"], claims, case["advances"], book, names)
        yield turn, case.get("split")


def _stems(text: str) -> set[str]:
    """The beginnings of the words that tell what a text is about."""
    return {word[:5] for word in fold(text).split() if len(word) > SHORT}


def _label(each: Mapping[str, Any]) -> Label:
    return Label(ClaimKind(each["kind"]), each.get("who"), each.get("target"), each.get("optional", False))


@cache
def _page(folder: Path) -> tuple[Rulebook, Names]:
    book = read_rules(read_corpus(folder).documents)
    return book, Names.of(book)


def _given(given: Mapping[str, Any]) -> Rulebook:
    condition = Condition("", given["instructor"], given["target"])
    return Rulebook(
        (EscalationOrder("order", "", (), tuple(given["steps"]), ()),),
        (TicketInstruction("ticket", None, "Q", (condition,), (), ()),),
        tuple(Responsibility(team, team, channel, "", None, (), ()) for team, channel in given["teams"].items()),
    )
