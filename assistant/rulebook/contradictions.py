"""Passages that go against a rule: what it names was merged, renamed, closed or replaced, or another rule says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from assistant.rulebook.language import CONTAINERS, TROUBLE, pattern, phrases
from assistant.rulebook.page import sentences_of
from assistant.rulebook.people import ARTICLE
from assistant.rulebook.rules import Condition, Contradiction, EscalationOrder, Rulebook, TicketInstruction
from assistant.words import fold, tokens
from index.documents import Document, Kind, Quote

ENDINGS = """merged, renamed, replaced, retired, archived, decommissioned, disbanded, discontinued, superseded, absorbed, folded, abolished, withdrawn,
    shut down, removed, deleted, split, dissolved, wound up, scrapped, rebranded, deprecated, moved into, incorporated"""
_HAS = r"(?:has|have|had|was|were|been|being|got)\s+(?:(?:now|since|recently|all|been|also|just|finally|long)\s+)*"
_IS = r"(?:is|are)\s+(?:now\s+)?"
ENDED = pattern(
    rf"{_HAS}(?:{phrases(ENDINGS)}|closed(?!\w))|{_IS}{phrases(ENDINGS)}|(?:is|are)\s+(?:now|permanently)\s+closed"
    r"|(?:is|are)\s+no\s+longer\s|no\s+longer\s+(?:exists?|used|has|have|does|do|handles?|looks?|takes?|monitors?|owns?|deals?|runs?|accepts?)(?!\w)"
    r"|(?:is|are)\s+now\s+(?:called|known\s+as|part\s+of|handled\s+by|named|under)|do(?:es)?\s+not\s+exist|doesn['’]t\s+exist|ceased\s+to\s+exist|(?:has|have)\s+become\s"
)
INSTEAD_OF = pattern(
    r"(?:replace[sd]?|instead\s+of|in\s+place\s+of|(?:took|takes|taken)\s+over\s+from|formerly(?:\s+called)?|previously\s+(?:called|known\s+as|named)"
    r"|(?:do\s+not|don['’]t|never|stop)\s+us(?:e|ing)|(?:we|they)(?:\s+have|['’]ve)?\s+(?:closed|merged|renamed|retired|abolished|disbanded|archived|dissolved|scrapped))"
    r"\s+(?:the\s+|our\s+)?(?:(?:old|former|team|channel|queue|board)\s+)?[\"“'‘`]*$"
)
FOR_A_WHILE = pattern(phrases("again, reopened, temporarily, for maintenance, by mistake, because of, might, may be, could be, will be, would be, proposed, proposal, suggested, plan to, considering, if"))
CALLED = phrases(CONTAINERS + ", team, channel, desk, role, post, position, job, unit, office, squad, community, department, room, inbox, address")
BETWEEN = pattern(rf"[\"”'’`)]*\s*(?:(?:(?-i:[A-Z])[\w-]*|{CALLED})\s*){{0,4}}(?:\([^()]{{1,40}}\)\s*)?,?\s*(?:which|that|who)?\s*$")


@dataclass(frozen=True, slots=True)
class _Ending:
    """A sentence that says that something is no longer so."""

    text: str
    quote: Quote


def contradictions(rulebook: Rulebook, documents: Sequence[Document]) -> tuple[Contradiction, ...]:
    """Each passage that says that what a rule names is no longer so, and each rule that says otherwise than another."""
    endings = [ending for document in documents for ending in _endings(document)]
    found = [
        Contradiction(rule, name, ending.quote)
        for rule, name, places in _names(rulebook)
        for ending in endings
        if not _overlaps(ending.quote, places) and _ends(ending.text, name)
    ]
    return tuple(dict.fromkeys([*found, *_rival_tickets(rulebook.tickets), *_rival_orders(rulebook.orders)]))


def _endings(document: Document) -> Iterator[_Ending]:
    """The sentences of a document that end something for good."""
    for block in document.blocks:
        if block.kind is Kind.CODE or not (ENDED.search(block.text) or REPLACING.search(block.text)):
            continue
        for sentence in sentences_of(block):
            if (ENDED.search(sentence.text) or REPLACING.search(sentence.text)) and not FOR_A_WHILE.search(sentence.text):
                yield _Ending(sentence.text, document.quote(*block.place(sentence.start, sentence.end)))


REPLACING = pattern(INSTEAD_OF.pattern.rsplit(r"\s+(?:the", 1)[0])


def _names(rulebook: Rulebook) -> Iterator[tuple[str, str, tuple[Quote, ...]]]:
    """What the rules name: the rule's id, the name, and where the rule stands."""
    for ticket in rulebook.tickets:
        yield ticket.id, ticket.queue, ticket.evidence
    for order in rulebook.orders:
        yield from ((order.id, step, order.evidence) for step in order.steps)
    for duty in rulebook.responsibilities:
        yield duty.id, duty.team, duty.evidence
        if duty.channel:
            yield duty.id, duty.channel, duty.evidence


def _ends(text: str, name: str) -> bool:
    """Is it the name that was ended, not what it was merged into? The verb follows it at once, or replaces it."""
    article = ARTICLE.match(name)
    plain = name[article.end() :] if article else name
    for place in re.finditer(rf"(?<![\w#-]){re.escape(plain)}(?![\w-])", text, re.IGNORECASE if " " in plain else 0):
        verb = ENDED.search(text, place.end())
        if verb and BETWEEN.match(text[place.end() : verb.start()]):
            return True
        if INSTEAD_OF.search(text[: place.start()]):
            return True
    return False


def _overlaps(quote: Quote, places: tuple[Quote, ...]) -> bool:
    return any(quote.document == p.document and quote.start < p.end and p.start < quote.end for p in places)


def _rival_tickets(tickets: Sequence[TicketInstruction]) -> Iterator[Contradiction]:
    """Instructions that name different queues of one system for one case, each held against the other."""
    cases = [{_case(c) for c, quote in zip(t.when, t.evidence, strict=True) if fold(c.text) in fold(quote.text)} for t in tickets]
    for (one, of_one), (other, of_other) in permutations(zip(tickets, cases, strict=True), 2):
        if of_one & of_other and one.system == other.system and fold(one.queue) != fold(other.queue):
            if not _overlaps(other.evidence[0], one.evidence):
                yield Contradiction(one.id, other.queue, other.evidence[0])


def _case(condition: Condition) -> tuple[str, ...]:
    """What makes two conditions the same: who instructs and to whom, else their words."""
    if condition.instructor and condition.target:
        return fold(condition.instructor), fold(condition.target)
    return _words(condition.text)


def _rival_orders(orders: Sequence[EscalationOrder]) -> Iterator[Contradiction]:
    """Orders that name different people for one scope, each held against the other."""
    for one, other in permutations(orders, 2):
        same = _words(one.scope) == _words(other.scope) and one.section == other.section
        if same and TROUBLE.search(one.scope) and one.steps != other.steps:
            differing = next((n for n, step in enumerate(other.steps) if step not in one.steps), 0)
            yield Contradiction(one.id, " > ".join(other.steps), other.evidence[min(differing + 1, len(other.evidence) - 1)])


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens(text))
