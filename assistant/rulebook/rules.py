"""What a rule is: an instruction that the documents give, with the words that give it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.documents import Quote


class Status(StrEnum):
    """Whether a rule governs answers."""

    IN_FORCE = "in_force"
    CONFLICTED = "conflicted"  # in force, and another passage contradicts it
    PENDING = "pending"  # read out and quoted, but not in force until somebody approves it


@dataclass(frozen=True, slots=True)
class EscalationOrder:
    """Whom to turn to, one after the other. ``scope`` is the sentence that introduces the order."""

    id: str
    scope: str
    section: tuple[str, ...]
    steps: tuple[str, ...]
    evidence: tuple[Quote, ...]  # the scope first, then each step, or the one sentence that tells them all
    status: Status = Status.IN_FORCE


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition under which a ticket is to be raised.

    ``text`` is its own words. An instruction names its ``instructor`` and the ``target`` of the escalation, or the
    ``finding`` that the instructor is to tell ("it cannot wait"); a state of affairs (an ongoing incident) names none
    of them and says in ``incident`` that it is one; any other is a ``subject``.
    """

    text: str
    instructor: str | None = None
    target: str | None = None
    incident: bool = False
    subject: str | None = None
    finding: str | None = None


@dataclass(frozen=True, slots=True)
class TicketInstruction:
    """Which queue of which system a ticket goes to, and when. Any one of ``when`` suffices."""

    id: str
    system: str | None
    queue: str
    when: tuple[Condition, ...]
    section: tuple[str, ...]
    evidence: tuple[Quote, ...]  # one per condition, in the order of ``when``
    permission: str | None = None  # what may be done beside it, in the document's words
    status: Status = Status.IN_FORCE


@dataclass(frozen=True, slots=True)
class Responsibility:
    """What a team does, and where to find it. ``duty`` reads on after the team's name, without ``exception``."""

    id: str
    team: str
    channel: str | None
    duty: str
    exception: str | None
    section: tuple[str, ...]
    evidence: tuple[Quote, ...]  # the duty's own words first, then those that name the team, where they stand apart
    status: Status = Status.IN_FORCE


@dataclass(frozen=True, slots=True)
class Prohibition:
    """What must not be done with tickets, in the document's words; it governs nothing and can be quoted."""

    id: str
    text: str
    section: tuple[str, ...]
    evidence: tuple[Quote, ...]


Rule = EscalationOrder | TicketInstruction | Responsibility


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two passages that cannot both be followed: the rule's own words and those that go against it."""

    rule: str
    about: str
    evidence: Quote


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry of a rules file that is not taken, why, and the words of the documents nearest to its quote."""

    document: str
    entry: str
    reason: str
    nearest: Quote | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules of one generation, in the order in which the documents state them."""

    orders: tuple[EscalationOrder, ...] = ()
    tickets: tuple[TicketInstruction, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    prohibitions: tuple[Prohibition, ...] = ()
    refused: tuple[Refused, ...] = ()  # entries of rules files that quote what no document says

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.orders + self.tickets + self.responsibilities
