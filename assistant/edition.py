"""One generation as the assistant knows it: its passages, the rules read out of them, the names that these use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import Vocabulary
from assistant.names import Names, abbreviations
from assistant.remits import Duties
from assistant.rulebook.approvals import in_force, reviewed
from assistant.rulebook.reading import Known, read_rules
from assistant.rulebook.rules import EscalationOrder, Rulebook, TicketInstruction
from index.embedding import Reading
from index.generations import Generation


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that one answer rests on; one answer never mixes two."""

    generation: Generation
    read: Rulebook  # every rule that was read out, those that wait for approval included
    rulebook: Rulebook  # the rules in force
    names: Names
    vocabulary: Vocabulary
    scopes: NDArray[np.float32] = field(repr=False, compare=False)  # a unit row for each order in force, of its scope
    subjects: Mapping[str, Reading] = field(repr=False, compare=False)  # the conditions of tickets in force, as read
    duties: Duties  # the responsibilities in force, as read

    @classmethod
    def of(
        cls, generation: Generation, approved: Mapping[str, str] | None = None, known: Known | None = None
    ) -> Edition:
        """The rules are read out of the generation's own documents; where approvals are given, only those approved are
        in force. ``known`` is what documents were found to state before."""
        read = read_rules(generation.documents, known)
        read = read if approved is None else reviewed(read, approved)
        rulebook = in_force(read)
        subjects = list(dict.fromkeys(condition.text for ticket in rulebook.tickets for condition in ticket.when))
        return cls(
            generation,
            read,
            rulebook,
            Names.of(rulebook, abbreviations(generation.documents)),
            Vocabulary(generation.lexical),
            generation.embedder.embed([_scope(order) for order in rulebook.orders]),
            dict(zip(subjects, generation.embedder.read(subjects), strict=True)),
            Duties.of(rulebook.responsibilities, generation.embedder),
        )

    def order(self, id: str | None) -> EscalationOrder | None:
        return next((order for order in self.rulebook.orders if order.id == id), None)

    def ticket(self, id: str | None) -> TicketInstruction | None:
        return next((ticket for ticket in self.rulebook.tickets if ticket.id == id), None)


def _scope(order: EscalationOrder) -> str:
    """What an order is for: its headings, the sentence that introduces it, and its steps."""
    return " ".join([*order.section, order.scope, *order.steps])
