"""What a claim is, and what a turn can point back to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ClaimKind(StrEnum):
    """What is claimed."""

    CONSULTED = "consulted"  # whom, without success
    NOT_CONSULTED = "not_consulted"  # whom; takes back an earlier CONSULTED
    WAITING = "waiting"  # asked whom, no result yet
    INSTRUCTED = "instructed"  # by whom, to escalate to whom
    NOT_INSTRUCTED = "not_instructed"  # by whom; takes back an earlier INSTRUCTED
    INCIDENT = "incident"  # one is going on
    NO_INCIDENT = "no_incident"
    STUCK = "stuck"  # cannot resolve it among themselves
    RESOLVED = "resolved"
    NEW_PROBLEM = "new_problem"  # what was claimed of the last one no longer holds


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: ``who`` and ``target`` are names as the rulebook spells them; ``words`` are the person's own.

    Where somebody was to find that something is so, and did, ``target`` is the finding in the documents' words.
    """

    kind: ClaimKind
    words: str
    who: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a turn can point back to: the steps of the order in hand, the one that was due, who was named last."""

    steps: tuple[str, ...] = ()
    due: str | None = None
    named: str | None = None
    consulted: tuple[str, ...] = ()  # claimed so far, the last one last
    instructed: tuple[str, ...] = ()  # instructors claimed so far
    waiting: tuple[str, ...] = ()  # those asked who have not answered yet
    turning: tuple[str, ...] = ()  # the steps that the turn before says to turn to, and nothing of what came of it
    incident: bool | None = None  # whether one goes on, as claimed so far
    recent: tuple[str, ...] = ()  # every name of the turn before, in the order in which it stood
