"""Ticket instructions told in sentences, and tickets that are forbidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.rulebook.conditions import conditions, topic
from assistant.rulebook.identity import identity
from assistant.rulebook.language import HYPOTHETICAL, NOT_NOW, either, pattern, verbs
from assistant.rulebook.page import Page, Sentence, sentences_of
from assistant.rulebook.queues import (
    BLOT,
    CONTAINER,
    PUT,
    TICKET,
    Queue,
    forbids,
    queues,
    system_in,
    system_of,
    system_within,
    unmarked,
)
from assistant.rulebook.rules import Condition, Prohibition, TicketInstruction
from index.documents import Block, Quote

TALKING = verbs("speak, talk, call, ring, phone, contact, message, go, ask, page, walk, ping, email, visit")
_MAY = r"\w+ (?:can|may|are (?:allowed|free|welcome) to) (?:also |still |then |always )?"
_NO_HARM = either(
    r"nothing (?:stops|prevents|keeps) (?:you|anyone) from\s|feel free to\s",
    r"[\w\s]{2,60}\sdo(?:es)?(?:n['’]t| not) mind\s",
)
PERMISSION = pattern(rf"(?:{_MAY}{TALKING}|{_NO_HARM})(?:[^.;]|\.(?=\S))*")
AGAIN = pattern(r"\b(?:the same|likewise|similarly|equally|(?:that|this) (?:queue|group|project|board))\b")
BACK = pattern(
    r"\b(?:like (?:this|these|that|those)|such (?:an? )?\w+|these|those|this kind of|in (?:that|this|such a) case)\b"
)
WAITED = pattern(r"(?:then |now |next,? )?wait (?:for|until|till) (?P<what>.{3,300}?)[.!]?$")
ALSO = pattern(r"(?<!\w)(?:also|too|as well|likewise|(?:do )?the same|equally|similarly)(?!\w)")


def told_tickets(page: Page) -> Iterator[TicketInstruction]:
    """ "If X instructs you to escalate something to Y, raise a ticket in Jira and assign it to the `Z` queue"."""
    told = [(at, block) for at, block in page.told() if TICKET.search(block.text) or CONTAINER.search(block.text)]
    told = [(at, block) for at, block in told if PUT.search(block.text)]
    system = system_of(page.document) if told else None
    about = (page.document.title, *(block.text for _, block in told))
    has_tickets = system is not None and any(TICKET.search(text) for text in about)
    for at, block in told:
        yield from _block_tickets(page, at, block, system, has_tickets=has_tickets)


def _block_tickets(
    page: Page, at: int, block: Block, system: str | None, *, has_tickets: bool
) -> Iterator[TicketInstruction]:
    """The instructions of a block; a further condition or a permission in the next sentence joins the one before."""
    latest: TicketInstruction | None = None
    for sentence in sentences_of(block):
        if NOT_NOW.search(sentence.text) or HYPOTHETICAL.search(sentence.text):
            continue
        quote = page.quote_part(block, sentence.start, sentence.end)
        for queue in queues(sentence, earlier=block.text[: sentence.start], page_has_tickets=has_tickets):
            if latest:
                yield latest
            told = _instruction(page, at, sentence, queue, quote, system)
            latest = told
        if latest and quote not in latest.evidence:
            latest = _joined(latest, sentence, quote)
    if latest:
        yield latest


def _instruction(
    page: Page, at: int, sentence: Sentence, queue: Queue, quote: Quote, system: str | None
) -> TicketInstruction:
    """The instruction that a sentence gives for a queue."""
    when = conditions(sentence.text, queue.verb)
    before = [each for each in sentences_of(sentence.block) if each.end <= sentence.start][-1:]
    waited = WAITED.match(before[0].text) if before and not when else None
    if waited:
        when = (Condition(waited["what"], subject=waited["what"]),)
    elif not when and before and BACK.search(sentence.text):
        when = conditions(before[0].text, 0)
    lead = page.lead(at)
    if not when and lead is not None and sentence.block.number is not None:
        when = conditions(lead.text, len(lead.text))  # a step of a procedure: the words that introduce it say when
    if not when:
        about = topic(sentence.text) or page.heading_text(at) or page.document.title
        when = (Condition(about, subject=about),)
    action = unmarked(sentence.block)[sentence.start : sentence.end]
    action = _without(action.replace(queue.name, BLOT), when)
    named = system_in((action, lead.text if lead else ""))
    within = None if named else system_within(queue, sentence.text, page.document)
    name = named or within or system or system_in([_without(unmarked(sentence.block), when)])
    permission = PERMISSION.search(sentence.text, queue.end)
    return TicketInstruction(
        identity("ticket", when[0].text), name, queue.name.removesuffix(f" {within}"), when, sentence.block.section,
        tuple(quote for _ in when), permission.group().strip() if permission else None,
    )  # fmt: skip


def _without(text: str, when: tuple[Condition, ...]) -> str:
    """A text with the words of its conditions blotted out."""
    for condition in when:
        text = text.replace(condition.text, BLOT)
    return text


def _joined(instruction: TicketInstruction, sentence: Sentence, quote: Quote) -> TicketInstruction:
    """An instruction with what the next sentence adds: "You should also raise a ticket if …", "You can ring them"."""
    permission = PERMISSION.search(sentence.text)
    also = ALSO.search(sentence.text)
    more = conditions(sentence.text, also.start()) if also and not forbids(sentence.text) else ()
    if not AGAIN.search(sentence.text):
        puts = PUT.search(sentence.text, 0, permission.start() if permission else len(sentence.text))
        speaks = TICKET.search(sentence.text) or (puts and any(c.incident or c.instructor for c in more))
        more = more if speaks else ()
    return replace(
        instruction,
        when=instruction.when + more,
        evidence=instruction.evidence + tuple(quote for _ in more),
        permission=instruction.permission or (permission.group().strip() if permission else None),
    )


def prohibitions(page: Page) -> Iterator[Prohibition]:
    """ "Never raise a ticket in the `X` queue yourself"."""
    for _, block in page.told():
        if not TICKET.search(block.text):
            continue
        for sentence in sentences_of(block):
            if TICKET.search(sentence.text) and forbids(sentence.text) and not NOT_NOW.search(sentence.text):
                quote = page.quote_part(block, sentence.start, sentence.end)
                yield Prohibition(identity("prohibition", sentence.text), sentence.text, block.section, (quote,))
