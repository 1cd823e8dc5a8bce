"""One generation as the assistant knows it: its passages, the rules read out of them, the names that these use."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evidence import Vocabulary
from assistant.names import Names
from assistant.rulebook.reading import read_rules
from assistant.rulebook.rules import EscalationOrder, Rulebook, TicketInstruction
from index.generations import Generation


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that one answer rests on; one answer never mixes two."""

    generation: Generation
    rulebook: Rulebook
    names: Names
    vocabulary: Vocabulary

    @classmethod
    def of(cls, generation: Generation) -> Edition:
        """The rules are read out of the generation's own documents: a pure function of them."""
        rulebook = read_rules(generation.documents)
        return cls(generation, rulebook, Names.of(rulebook), Vocabulary.of(generation.passages))

    def order(self, id: str | None) -> EscalationOrder | None:
        return next((order for order in self.rulebook.orders if order.id == id), None)

    def ticket(self, id: str | None) -> TicketInstruction | None:
        return next((ticket for ticket in self.rulebook.tickets if ticket.id == id), None)
