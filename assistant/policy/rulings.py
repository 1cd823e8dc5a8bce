"""What a rule of the policy makes of a matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.answers import Decision, Outcome
from assistant.edition import Edition
from assistant.evidence import Evidence
from assistant.questions import Question
from assistant.quoting import as_read
from assistant.rulebook.rules import Contradiction
from assistant.situation import Situation
from index.documents import Quote


@dataclass(frozen=True, slots=True)
class Statement:
    """One paragraph of an answer and the quotes that it rests on."""

    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be decided: a question in its situation, with the evidence found for it."""

    question: Question
    situation: Situation
    evidence: Evidence
    edition: Edition

    def quoted(self, quote: Quote) -> Statement:
        """A quote as its reader sees it."""
        return Statement(as_read(self.edition.generation.document(quote.document), quote), (quote,))


@dataclass(frozen=True, slots=True)
class Ladder:
    """An escalation order as it applies: ``next`` is the earliest step not tried, None when all are."""

    order: tuple[str, ...]
    tried: tuple[str, ...]
    next: str | None
    quote: Quote


@dataclass(frozen=True, slots=True)
class Raised:
    """A ticket to raise, and the documented condition that holds."""

    system: str | None
    queue: str
    because: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Reached:
    """A team and its documented channel."""

    name: str
    channel: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Ruling:
    """The decision on a matter: its outcome and everything that the answer says.

    ``decisions`` begins with the rule that governs, and tells why.
    """

    outcome: Outcome
    statements: tuple[Statement, ...]
    decisions: tuple[Decision, ...]
    ladder: Ladder | None = None
    raised: Raised | None = None
    reached: tuple[Reached, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


Rule = Callable[[Matter], Ruling | None]
