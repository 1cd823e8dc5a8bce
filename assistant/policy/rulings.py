"""What a rule of the policy makes of a matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.answers import Decision, Outcome
from assistant.edition import Edition
from assistant.evidence import Evidence
from assistant.questions import Question
from assistant.quoting import as_read
from assistant.remits import Remit
from assistant.rulebook.rules import Contradiction, EscalationOrder, TicketInstruction
from assistant.rulebook.rules import Rule as StatedRule
from assistant.situation import Situation
from index.documents import Quote

SURE = 0.75  # confidence from which a passage answers a question, whatever is in hand
LIKELY = 0.5  # confidence from which a question that tells what it is about is not about what is in hand
TELLING = 3  # content words from which a question says what it is about

LONGEST_RULE = 900  # characters of a rule quoted in one piece


@dataclass(frozen=True, slots=True)
class Statement:
    """One paragraph of an answer and the quotes that it rests on."""

    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be decided: a question in its situation, the evidence found for it and the duties that tell it."""

    question: Question
    situation: Situation
    evidence: Evidence
    edition: Edition
    remit: Remit

    def finds(self, rules: Iterable[StatedRule]) -> bool:
        """Is the best that was found a passage of one of some rules?"""
        best = [hit.passage.quote for hit in self.evidence.hits[:1]]
        return any(quote.overlaps(each) for quote in best for rule in rules for each in rule.evidence)

    def best(self, rules: Iterable[StatedRule]) -> StatedRule | None:
        """The rule whose passage is the best that was found, if any."""
        return next((rule for rule in rules if self.finds([rule])), None)

    def is_of_another(self, rules: Iterable[EscalationOrder | TicketInstruction]) -> bool:
        """Does another passage than those of some rules answer surely, and the question say what it is about?"""
        sure = self.evidence.confidence >= LIKELY and len(self.question.content) >= TELLING
        return sure and not self.finds(rules)

    def whole(self, rule: EscalationOrder | TicketInstruction) -> Quote:
        """The words that state a rule, in one piece where they stand together."""
        places = [quote for quote in rule.evidence if quote.document == rule.evidence[0].document]
        start, end = min(quote.start for quote in places), max(quote.end for quote in places)
        document = self.edition.generation.document(places[0].document)
        return document.quote(start, end) if end - start <= LONGEST_RULE else places[0]

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
