"""Rules written by hand in ``rules.toml``, kept with the documents: they add or correct what reading out cannot catch.

Each entry quotes the words that it rests on; one whose quote stands in no document is refused. An entry that quotes the
words of a rule of its kind takes that rule's place::

    [[escalation_order]]
    quote = "Ring the bell, then the porter, and if all else fails the bursar."
    steps = ["the porter", "the bursar"]

    [[ticket]]
    quote = "Broken lifts are Otis's business (LIFT-1)."
    system = "Jira"
    queue = "LIFT-1"
    when = "Broken lifts"              # or instructor = "…" and target = "…", or incident = true

    [[responsibility]]
    quote = "Keys: the lodge."
    team = "the lodge"
    duty = "keeps the keys"
    channel = "#lodge"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from rapidfuzz import fuzz

from assistant.rulebook.identity import content, identity, order_identity
from assistant.rulebook.rules import (
    Condition,
    EscalationOrder,
    Refused,
    Responsibility,
    Rule,
    Rulebook,
    TicketInstruction,
)
from index.corpus import RULES
from index.documents import Document, Quote

R = TypeVar("R", EscalationOrder, TicketInstruction, Responsibility)
LEAST_SHARED = 0.3  # of the words that an entry quotes: a passage with fewer of them is no help to whoever wrote it
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class _Entry(BaseModel):
    """What every entry has: its quote, and the document, where several say the same."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    quote: Words
    document: Words | None = None


class _OrderEntry(_Entry):
    steps: tuple[Words, ...] = Field(min_length=2)
    scope: Words | None = None


class _TicketEntry(_Entry):
    queue: Words
    system: Words | None = None
    when: Words | None = None
    instructor: Words | None = None
    target: Words | None = None
    incident: bool = False


class _DutyEntry(_Entry):
    team: Words
    duty: Words
    channel: Words | None = None
    exception: Words | None = None


KINDS: dict[str, type[_Entry]] = {
    "escalation_order": _OrderEntry,
    "ticket": _TicketEntry,
    "responsibility": _DutyEntry,
}


def with_written(book: Rulebook, documents: Sequence[Document]) -> Rulebook:
    """The rulebook with the rules written by hand, and the entries that were refused."""
    files = [document for document in documents if document.path.rpartition("/")[2] == RULES]
    rules = [rule for file in files for rule in _entries(file, documents)]
    return replace(
        book,
        orders=_corrected(book.orders, [rule for rule in rules if isinstance(rule, EscalationOrder)]),
        tickets=_corrected(book.tickets, [rule for rule in rules if isinstance(rule, TicketInstruction)]),
        responsibilities=_corrected(book.responsibilities, [r for r in rules if isinstance(r, Responsibility)]),
        refused=tuple(rule for rule in rules if isinstance(rule, Refused)),
    )


def _entries(file: Document, documents: Sequence[Document]) -> Iterator[Rule | Refused]:
    try:
        tables = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        yield Refused(file.path, "the whole file", f"it is not TOML: {error}")
        return
    for kind, entries in tables.items():
        if kind not in KINDS or not isinstance(entries, list):
            yield Refused(file.path, kind, f"an entry is one of {', '.join(f'[[{each}]]' for each in KINDS)}")
            continue
        for number, values in enumerate(entries, 1):
            yield _rule(file, f"{kind} {number}", KINDS[kind], values, documents)


def _rule(
    file: Document, name: str, kind: type[_Entry], values: object, documents: Sequence[Document]
) -> Rule | Refused:
    try:
        entry = kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return Refused(file.path, name, f"{where}: {first['msg'][0].lower()}{first['msg'][1:]}")
    told = [document for document in documents if document.blocks and entry.document in (None, document.path)]
    quote = next((found for document in told for found in [_found(document, entry.quote)] if found), None)
    if quote is None:
        return Refused(file.path, name, "no document says what it quotes", _nearest(told, entry.quote))
    return _made(entry, quote)


def _made(entry: _Entry, quote: Quote) -> Rule:
    """The rule of an entry, resting on the words that it quotes."""
    words = " ".join(quote.text.split())
    if isinstance(entry, _OrderEntry):
        scope = entry.scope or words
        return EscalationOrder(order_identity(scope, entry.steps), scope, (), entry.steps, (quote,))
    if isinstance(entry, _TicketEntry):
        text = entry.when or words
        subject = None if entry.instructor or entry.incident else text
        condition = Condition(text, entry.instructor, entry.target, entry.incident, subject)
        return TicketInstruction(identity("ticket", text), entry.system, entry.queue, (condition,), (), (quote,))
    assert isinstance(entry, _DutyEntry)
    name = identity("responsibility", entry.duty)
    return Responsibility(name, entry.team, entry.channel, entry.duty, entry.exception, (), (quote,))


def _found(document: Document, words: str) -> Quote | None:
    """The words at their place in a document, however it wraps them."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(pattern, document.text)
    return document.quote(found.start(), found.end()) if found else None


def _nearest(documents: Sequence[Document], words: str) -> Quote | None:
    """The block of the documents that is most like some words, if any is like them at all."""
    wanted = content(words)
    shared = [
        (len(wanted & content(block.text)), fuzz.ratio(words, block.text), document.quote(block.start, block.end))
        for document in documents
        for block in document.blocks
    ]
    most, _, quote = max(shared, key=lambda each: each[:2], default=(0, 0, None))
    return quote if most > len(wanted) * LEAST_SHARED else None


def _corrected(rules: tuple[R, ...], written: list[R]) -> tuple[R, ...]:
    """The rules read out, without those whose words an entry quotes, then the entries."""
    kept = [rule for rule in rules if not any(_overlap(rule, entry) for entry in written)]
    return tuple(kept + written)


def _overlap(rule: Rule, entry: Rule) -> bool:
    """Does an entry quote words that state the rule? Words that merely introduce it are shared by others."""
    stating = rule.evidence[:1] if isinstance(rule, Responsibility) else rule.evidence
    return any(quote.overlaps(own) for quote in entry.evidence for own in stating)
