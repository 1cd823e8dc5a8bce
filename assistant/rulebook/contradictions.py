"""Passages that go against a rule: what it names was merged, renamed, closed or replaced, or another rule differs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from assistant.rulebook.language import CONTAINERS, TROUBLE, either, pattern, phrases
from assistant.rulebook.page import sentences_of
from assistant.rulebook.people import without_article
from assistant.rulebook.rules import Condition, Contradiction, EscalationOrder, Rulebook, TicketInstruction
from assistant.words import fold, tokens
from index.documents import Document, Kind, Quote

ENDINGS = """
    merged, renamed, replaced, retired, archived, decommissioned, disbanded, discontinued, superseded, absorbed,
    folded, abolished, withdrawn, shut down, removed, deleted, split, dissolved, wound up, scrapped, rebranded,
    deprecated, moved into, incorporated
"""
ITSELF = "merged, closed, folded, split, dissolved, disbanded, moved into"  # what a team or a queue does by itself
_LATELY = "(?:(?:now|since|recently|all|also|just|finally|long) )*"
_HAS = rf"(?:has|have|had) {_LATELY}"
_BEEN = rf"(?:{_HAS}been|was|were|being|got) {_LATELY}"
_IS = r"(?:is|are) (?:now )?"
_NO_LONGER = """
    exist, exists, used, has, have, does, do, handle*, look*, take*, monitor*, own, owns, deal*, run, runs,
    accept*, service*, support*, maintain*, manage*, provide*, cover*, watch*, read*, answer*, offer*
"""
_AWAY = "in, on, with, at, there, here, the, a, an, our, your, part, known, open, available, responsible, valid"
_GONE = rf"(?:\w+(?:ed|ing)(?!\w)|{phrases(_AWAY)})"
ENDED = pattern(
    either(
        rf"{_BEEN}{phrases(f'{ENDINGS}, closed')}|{_HAS}{phrases(ITSELF)}",
        rf"{_IS}{phrases(ENDINGS)}",
        r"(?:is|are) (?:now|permanently) closed",
        rf"(?:is|are) no longer {_GONE}|no longer {phrases(_NO_LONGER)}",
        r"(?:is|are) now (?:called|known as|part of|handled by|named|under)",
        r"do(?:es)? not exist|doesn['’]t exist|ceased to exist|(?:has|have) become\s",
    )
)
_INSTEAD = either(
    r"replace[sd]?|instead of|in place of|(?:took|takes|taken) over from",
    r"formerly(?: called)?|previously (?:called|known as|named)",
    r"(?:do not|don['’]t|never|stop) us(?:e|ing)",
    r"(?:we|they)(?: have|['’]ve)? (?:closed|merged|renamed|retired|abolished|disbanded|archived|dissolved|scrapped)",
)
INSTEAD_OF = pattern(rf"{_INSTEAD} (?:the |our )?(?:(?:old|former|team|channel|queue|board) )?[\"“'‘`]*$")
_ANY_MORE = r"any ?more(?!\w)|any longer"
REPLACING = pattern(either(_INSTEAD, _ANY_MORE))
NOBODY = pattern(
    r"(?:(?:nobody|no one) \w+(?: (?:at|after|to|in|from|on))?|there (?:is|are) no) (?:the |our )?[\"“'‘`]*$"
)
ANY_MORE = pattern(rf"[^.;]*(?:{_ANY_MORE})")
_CHANGED = """
    closed, longer, called, known as, part of, handled by, named, exist, become, replace, replaces, instead of,
    in place of, over from, formerly, previously, use, using, under, any more, anymore
"""
CHANGED = pattern(phrases(f"{ENDINGS}, {_CHANGED}"))  # what none of the sentences below can do without
_FOR_A_WHILE = """
    again, reopened, temporarily, for maintenance, by mistake, because of, might, may be, could be, will be,
    would be, proposed, proposal, suggested, plan to, considering, if, on leave, on holiday, off sick, for now,
    for the day
"""
FOR_A_WHILE = pattern(phrases(_FOR_A_WHILE))
_CALLED = """
    team, channel, desk, role, post, position, job, unit, office, squad, community, department, room, inbox,
    address
"""
CALLED = phrases(f"{CONTAINERS}, {_CALLED}")
BETWEEN = pattern(
    rf"[\"”'’`)]*\s*(?:(?:(?-i:[A-Z])[\w-]*|{CALLED})\s*){{0,4}}(?:\([^()]{{1,40}}\)\s*)?,?\s*(?:which|that|who)?\s*$"
)


CALLED_SO = pattern(rf"[\"”'’`)]*\s*(?:\(#|{CALLED})")


@dataclass(frozen=True, slots=True)
class Ending:
    """A sentence that says that something is no longer so."""

    text: str
    folded: str
    quote: Quote


def contradictions(rulebook: Rulebook, ended: Sequence[Ending]) -> tuple[Contradiction, ...]:
    """Each passage that says that what a rule names is no longer so, and each rule that says otherwise than another;
    ``ended`` are the endings of every document."""
    found = [
        Contradiction(rule, name, ending.quote)
        for rule, name, places in _names(rulebook)
        for ending in ended
        if name.casefold() in ending.folded and not _overlaps(ending.quote, places) and _ends(ending.text, name)
    ]
    return tuple(dict.fromkeys([*found, *_rival_tickets(rulebook.tickets), *_rival_orders(rulebook.orders)]))


def endings(document: Document) -> Iterator[Ending]:
    """The sentences of a document that end something for good."""
    for block in document.blocks:
        if block.kind is Kind.CODE or not CHANGED.search(block.text):
            continue
        for sentence in sentences_of(block):
            ended = ENDED.search(sentence.text) or REPLACING.search(sentence.text)
            if ended and not FOR_A_WHILE.search(sentence.text) and not sentence.text.endswith("?"):
                yield Ending(
                    sentence.text, sentence.text.casefold(), document.quote(*block.place(sentence.start, sentence.end))
                )


def _names(rulebook: Rulebook) -> Iterator[tuple[str, str, tuple[Quote, ...]]]:
    """What the rules name: the rule's id, the name, and where the rule stands."""
    for ticket in rulebook.tickets:
        yield ticket.id, ticket.queue, ticket.evidence
    for order in rulebook.orders:
        yield from ((order.id, without_article(step), order.evidence) for step in order.steps)
    for duty in rulebook.responsibilities:
        yield duty.id, duty.team, duty.evidence
        if duty.channel:
            yield duty.id, duty.channel, duty.evidence


def _ends(text: str, name: str) -> bool:
    """Is it the name that was ended, not what it was merged into? The verb follows it at once, or replaces it."""
    for place in re.finditer(rf"(?<![\w#-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE if " " in name else 0):
        if _is_common(text, place) and not CALLED_SO.match(text, place.end()):
            continue
        verb = ENDED.search(text, place.end())
        if verb and BETWEEN.match(text[place.end() : verb.start()]):
            return True
        before = text[: place.start()]
        if INSTEAD_OF.search(before) or (NOBODY.search(before) and ANY_MORE.match(text, place.end())):
            return True
    return False


def _is_common(text: str, place: re.Match[str]) -> bool:
    """Could a single word be no name: written without a capital, or with one only because a sentence begins with it?"""
    word = place.group()
    return word.isalpha() and (word.islower() or (word.istitle() and not text[: place.start()].strip()))


def _overlaps(quote: Quote, places: tuple[Quote, ...]) -> bool:
    return any(quote.overlaps(place) for place in places)


def _rival_tickets(tickets: Sequence[TicketInstruction]) -> Iterator[Contradiction]:
    """Instructions that name different queues of one system for one case, each held against the other."""
    cases: dict[tuple[str | None, tuple[str, ...]], list[TicketInstruction]] = {}
    for ticket in tickets:
        told = [c for c, quote in zip(ticket.when, ticket.evidence, strict=True) if fold(c.text) in fold(quote.text)]
        for case in {_case(condition) for condition in told}:
            cases.setdefault((ticket.system, case), []).append(ticket)
    for rivals in cases.values():
        for one, other in permutations(rivals, 2):
            if fold(one.queue) != fold(other.queue) and not _overlaps(other.evidence[0], one.evidence):
                yield Contradiction(one.id, other.queue, other.evidence[0])


def _case(condition: Condition) -> tuple[str, ...]:
    """What makes two conditions the same: who instructs and to whom, else their words."""
    if condition.instructor and condition.target:
        return fold(condition.instructor), fold(condition.target)
    return _words(condition.text)


def _rival_orders(orders: Sequence[EscalationOrder]) -> Iterator[Contradiction]:
    """Orders that name different people for one scope, each held against the other."""
    scopes: dict[tuple[tuple[str, ...], tuple[str, ...]], list[EscalationOrder]] = {}
    for order in orders:
        if TROUBLE.search(order.scope):
            scopes.setdefault((_words(order.scope), order.section), []).append(order)
    for rivals in scopes.values():
        for one, other in permutations(rivals, 2):
            if one.steps != other.steps:
                differing = next((n for n, step in enumerate(other.steps, 1) if step not in one.steps), 1)
                yield Contradiction(
                    one.id, " > ".join(other.steps), other.evidence[min(differing, len(other.evidence) - 1)]
                )


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens(text))
