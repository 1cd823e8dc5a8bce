"""What leaves the assistant: an answer, with everything that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What governs an answer (see CONTRACT: outcome)."""

    ANSWERED = "answered"
    ESCALATION = "escalation"
    TICKET = "ticket"
    NOT_DOCUMENTED = "not_documented"
    NEEDS_CLARIFICATION = "needs_clarification"


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a document that an answer rests on: ``quote`` is exactly ``text[start:end]`` of ``document``."""

    marker: int
    document: str
    title: str
    section: tuple[str, ...]
    quote: str
    start: int
    end: int
    line: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Escalation:
    """A documented order: its steps, those consulted without success, and the earliest one left (None: exhausted)."""

    order: tuple[str, ...]
    tried: tuple[str, ...]
    next: str | None
    citation: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket that the documents ask for, and the condition that holds."""

    system: str
    queue: str
    because: str
    citation: int


@dataclass(frozen=True, slots=True)
class Contact:
    """A team and the channel that the documents give for it."""

    name: str
    channel: str
    citation: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """What another passage says against the instruction given."""

    about: str
    citation: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What one rule made of the situation, and why, in plain words."""

    rule: str
    verdict: str
    because: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One hit of the evidence, kept or turned away, for "why this answer?"."""

    document: str
    start: int
    end: int
    line: int
    text: str
    score: float
    kept: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply, complete: ``text`` is CommonMark whose ``[n]`` markers name ``citations``."""

    outcome: Outcome
    text: str
    generation: str
    citations: tuple[Citation, ...] = ()
    escalation: Escalation | None = None
    ticket: Ticket | None = None
    contacts: tuple[Contact, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    decisions: tuple[Decision, ...] = ()
    evidence: tuple[Exhibit, ...] = ()
