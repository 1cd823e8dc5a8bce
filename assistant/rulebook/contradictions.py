"""Passages that go against a rule: what it names was merged, renamed, closed or replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from assistant.rulebook.rules import Condition, Contradiction, Rulebook
from assistant.words import fold, tokens
from index.documents import Document, Kind, Quote
from index.sentences import sentences

ENDED = re.compile(
    r"\b(?:(?:has|have|had|was|were|is|are|been|being|got)\s+(?:now\s+|since\s+|recently\s+|all\s+|been\s+)*(?:merged|renamed|closed|replaced|retired|archived|decommissioned|disbanded|discontinued|superseded|absorbed|folded|abolished|withdrawn|shut\s+down|removed|deleted|split)"
    r"|no\s+longer\s+(?:exists?|in\s+use|used|has|have|is|are|does|do|handles?|looks?|takes?|monitor\w*)|(?:is|are)\s+now\s+(?:called|known\s+as|part\s+of|handled\s+by)|does\s+not\s+exist\s+any\s*more|ceased\s+to\s+exist|do(?:es)?\s+not\s+use\b[^.]*\bany\s*more)",
    re.IGNORECASE,
)


def contradictions(rulebook: Rulebook, documents: Sequence[Document]) -> tuple[Contradiction, ...]:
    """Each passage that says that what a rule names is no longer so."""
    endings = [ending for document in documents for ending in _endings(document)]
    found: list[Contradiction] = []
    for rule_id, name, places in _names(rulebook):
        for text, quote in endings:
            verb = ENDED.search(text)
            if verb and not _own(quote, places) and _subject(name, text, verb.start()):
                found.append(Contradiction(rule_id, name, quote))
    return tuple(dict.fromkeys([*found, *_rivals(rulebook)]))


def _rivals(rulebook: Rulebook) -> Iterator[Contradiction]:
    """Rules of one kind that say different things of the same case, each held against the other."""
    for one, other in permutations(rulebook.tickets, 2):
        same = {_case(condition) for condition in one.when} & {_case(condition) for condition in other.when}
        apart = not _own(other.evidence[0], one.evidence) and not set(one.section) & set(other.section) or one.section == ()
        if same and apart and fold(one.queue) != fold(other.queue):
            yield Contradiction(one.id, other.queue, other.evidence[0])
    for first, second in permutations(rulebook.orders, 2):
        if tokens_of(first.scope) == tokens_of(second.scope) and first.steps != second.steps:
            yield Contradiction(first.id, " > ".join(second.steps), second.evidence[-1 if first.steps[0] == second.steps[0] else 1])


def _case(condition: Condition) -> tuple[str, ...]:
    """What makes two conditions the same: who instructs and to whom, else its words. An incident alone is no case."""
    if condition.instructor and condition.target:
        return fold(condition.instructor), fold(condition.target)
    return ("incident", condition.text) if condition.incident else tokens_of(condition.subject or condition.text)


def tokens_of(text: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens(text))


def _endings(document: Document) -> Iterator[tuple[str, Quote]]:
    for block in document.blocks:
        if block.kind is Kind.CODE or not ENDED.search(block.text):
            continue
        for start, end in sentences(block.text):
            if ENDED.search(block.text[start:end]):
                yield block.text[start:end], document.quote(*block.place(start, end))


def _names(rulebook: Rulebook) -> Iterator[tuple[str, str, tuple[Quote, ...]]]:
    for ticket in rulebook.tickets:
        yield ticket.id, ticket.queue, ticket.evidence
    for order in rulebook.orders:
        for step in order.steps:
            yield order.id, step, order.evidence
    for duty in rulebook.responsibilities:
        yield duty.id, duty.team, duty.evidence
        if duty.channel:
            yield duty.id, duty.channel, duty.evidence


def _own(quote: Quote, places: tuple[Quote, ...]) -> bool:
    return any(quote.document == p.document and quote.start < p.end and p.start < quote.end for p in places)


def _subject(name: str, text: str, verb: int) -> bool:
    """Is it the name that was ended, not what it was merged into? It stands before the verb, close to it."""
    folded, before = re.escape(fold(re.sub(r"^(?:the|our)\s+", "", name, flags=re.IGNORECASE))), fold(text[:verb])
    place = None
    for place in re.finditer(rf"(?<![\w#-]){folded}(?![\w-])", before):
        pass
    return bool(place) and not re.search(r"[;.]|\b(?:but|because|if)\b", before[place.end() :]) and len(before) - place.end() < 60
