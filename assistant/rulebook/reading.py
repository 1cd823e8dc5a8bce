"""The whole rulebook of some documents: a pure function of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from assistant.rulebook.contradictions import contradictions
from assistant.rulebook.orders import orders
from assistant.rulebook.responsibilities import responsibilities
from assistant.rulebook.rules import EscalationOrder, Responsibility, Rulebook, Status, TicketInstruction
from assistant.rulebook.tickets import tickets
from index.documents import Document

R = TypeVar("R", EscalationOrder, TicketInstruction, Responsibility)


def read_rules(documents: Sequence[Document]) -> Rulebook:
    """Every rule that the documents state, in their order, with what contradicts it."""
    book = Rulebook(
        orders=_distinct(order for document in documents for order in orders(document)),
        tickets=_distinct(ticket for document in documents for ticket in tickets(document)),
        responsibilities=_distinct(duty for document in documents for duty in responsibilities(document)),
    )
    found = contradictions(book, documents)
    disputed = {contradiction.rule for contradiction in found}
    return replace(
        book,
        orders=tuple(_marked(rule, disputed) for rule in book.orders),
        tickets=tuple(_marked(rule, disputed) for rule in book.tickets),
        responsibilities=tuple(_marked(rule, disputed) for rule in book.responsibilities),
        contradictions=found,
    )


def _distinct(rules: Iterable[R]) -> tuple[R, ...]:
    """The rules with ids that differ: the second of a kind that reads alike gets a number."""
    seen: dict[str, int] = {}
    kept: list[R] = []
    for rule in rules:
        seen[rule.id] = seen.get(rule.id, 0) + 1
        kept.append(rule if seen[rule.id] == 1 else replace(rule, id=f"{rule.id}-{seen[rule.id]}"))
    return tuple(kept)


def _marked(rule: R, disputed: set[str]) -> R:
    return replace(rule, status=Status.CONFLICTED) if rule.id in disputed else rule
