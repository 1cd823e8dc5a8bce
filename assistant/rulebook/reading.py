"""The whole rulebook of some documents: a pure function of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant.rulebook.contradictions import Ending, contradictions, endings
from assistant.rulebook.orders import defined_orders, labelled_orders, listed_orders, tabled_orders
from assistant.rulebook.page import Page
from assistant.rulebook.responsibilities import listed_duties, tabled_duties
from assistant.rulebook.rules import (
    EscalationOrder,
    Prohibition,
    Responsibility,
    Rulebook,
    Status,
    TicketInstruction,
)
from assistant.rulebook.ticket_lists import listed_tickets, tabled_tickets
from assistant.rulebook.tickets import prohibitions, told_tickets
from assistant.rulebook.told_duties import told_duties
from assistant.rulebook.told_orders import arrow_orders, enumerated_orders, ranked_orders, told_orders
from assistant.rulebook.written import with_written
from index.documents import Document

R = TypeVar("R", EscalationOrder, TicketInstruction, Responsibility)


@dataclass(frozen=True, slots=True)
class Stated:
    """The rules that one document states, and what it says is no longer so; they depend on nothing else."""

    document: Document
    orders: tuple[EscalationOrder, ...]
    tickets: tuple[TicketInstruction, ...]
    duties: tuple[Responsibility, ...]
    prohibitions: tuple[Prohibition, ...]
    endings: tuple[Ending, ...]

    @classmethod
    def by(cls, document: Document) -> Stated:
        page = Page.of(document)
        return cls(
            document,
            tuple(orders(page)),
            tuple(tickets(page)),
            tuple(duties(page)),
            tuple(prohibitions(page)),
            tuple(endings(document)),
        )


Known = dict[str, Stated]  # by path


def read_rules(documents: Sequence[Document], known: Known | None = None) -> Rulebook:
    """Every rule that the documents state, in their order, with those written by hand and what contradicts them.

    ``known`` holds what documents were found to state before, and then what these do: the same one is read once.
    """
    known = known if known is not None else {}
    pages = [_stated(document, known) for document in documents if document.blocks]
    known.clear()
    known.update((page.document.path, page) for page in pages)
    book = Rulebook(
        orders=_distinct(order for page in pages for order in page.orders),
        tickets=_distinct(ticket for page in pages for ticket in page.tickets),
        responsibilities=_distinct(duty for page in pages for duty in page.duties),
        prohibitions=tuple(forbidden for page in pages for forbidden in page.prohibitions),
    )
    book = with_written(book, documents)
    found = contradictions(book, [ending for page in pages for ending in page.endings])
    disputed = {contradiction.rule for contradiction in found}
    return replace(
        book,
        orders=tuple(_marked(rule, disputed) for rule in book.orders),
        tickets=tuple(_marked(rule, disputed) for rule in book.tickets),
        responsibilities=tuple(_marked(rule, disputed) for rule in book.responsibilities),
        contradictions=found,
    )


def _stated(document: Document, known: Known) -> Stated:
    found = known.get(document.path)
    return found if found is not None and found.document is document else Stated.by(document)


def orders(page: Page) -> Iterator[EscalationOrder]:
    """Every escalation order that a page states, in whatever form."""
    for reader in (
        listed_orders,
        tabled_orders,
        defined_orders,
        labelled_orders,
        arrow_orders,
        told_orders,
        enumerated_orders,
        ranked_orders,
    ):
        yield from reader(page)


def tickets(page: Page) -> Iterator[TicketInstruction]:
    """Every ticket instruction that a page states, in whatever form; a sentence read twice counts once."""
    read: set[tuple[int, str]] = set()
    for reader in (told_tickets, listed_tickets, tabled_tickets):
        for ticket in reader(page):
            key = (ticket.evidence[0].start, ticket.queue)
            if key not in read:
                read.add(key)
                yield ticket


def duties(page: Page) -> Iterator[Responsibility]:
    """Every responsibility that a page states, in whatever form."""
    for reader in (listed_duties, told_duties, tabled_duties):
        yield from reader(page)


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
