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
    PUTTING_IT,
    RAISING,
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
from index.documents import Block, Kind, Quote

LONGEST_LEAD = 600  # characters of what leads on to a step that are quoted with it
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
NEXT_PART = pattern(
    r"\W{0,3}(?:\s(?:queue|project|board|group))?\s?(?:[,;]\s*(?:and |but |while |whereas )?|(?:and|while|whereas) )"
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
    found: list[TicketInstruction] = []
    last = -1
    for at, block in told:
        goes_on = found and at == last + 1 and block.kind is Kind.PARAGRAPH and ALSO.search(sentences_of(block)[0].text)
        latest = found.pop() if goes_on else None
        new = list(_block_tickets(page, at, block, latest, system=system, has_tickets=has_tickets))
        found, last = found + new, at if new else last
    yield from found


def _block_tickets(
    page: Page, at: int, block: Block, latest: TicketInstruction | None, *, system: str | None, has_tickets: bool
) -> Iterator[TicketInstruction]:
    """The instructions of a block; a further condition or a permission in the next sentence joins the one before."""
    led = _led_by(page, at)
    for sentence in sentences_of(block):
        if NOT_NOW.search(sentence.text) or HYPOTHETICAL.search(sentence.text):
            continue
        earlier = f"{led} {block.text[: sentence.start]}"
        since = 0
        for queue in queues(sentence, earlier=earlier, page_has_tickets=has_tickets):
            if latest:
                yield latest
            latest = _instruction(page, at, sentence, queue, since, led, system)
            since = queue.end
        quote = page.quote_part(block, sentence.start, sentence.end)
        if latest and not any(quote.overlaps(each) for each in latest.evidence):
            latest = _joined(latest, sentence, quote)
    if latest:
        yield latest


def _led_by(page: Page, at: int) -> str:
    """What leads on to an item: the words that introduce its list, and the items before it."""
    blocks = page.document.blocks
    leads = [lead for lead in blocks[at].leads if blocks[lead].kind is not Kind.HEADER]
    return " ".join(block.text for block in blocks[leads[-1] : at])[-LONGEST_LEAD:] if leads else ""


def _instruction(
    page: Page, at: int, sentence: Sentence, queue: Queue, since: int, led: str, system: str | None
) -> TicketInstruction:
    """The instruction that a sentence gives for a queue; ``since`` is where it has told of another queue."""
    when, quote = _when(page, at, sentence, queue, since)
    bare = unmarked(sentence.block).replace(queue.name, BLOT * len(queue.name))
    own = bare[sentence.start : sentence.end]
    before = bare[: sentence.start] if quote.start < sentence.block.place(sentence.start, sentence.end)[0] else ""
    named = system_in(_without(text, when) for text in (own, before, led))
    within = None if named else system_within(queue, sentence.text, page.document)
    name = named or within or system or system_in([_without(unmarked(sentence.block), when)])
    permission = PERMISSION.search(sentence.text, queue.end)
    return TicketInstruction(
        _identity(when[0]), name, queue.name.removesuffix(f" {within}"), when, sentence.block.section,
        tuple(quote for _ in when), permission.group().strip() if permission else None,
    )  # fmt: skip


def _when(page: Page, at: int, sentence: Sentence, queue: Queue, since: int) -> tuple[tuple[Condition, ...], Quote]:
    """When an instruction holds, by its own sentence, the one before, the words over the list, or the heading.

    Gives the words that tell both too.
    """
    block, quote = sentence.block, page.quote_part(sentence.block, sentence.start, sentence.end)
    part = NEXT_PART.match(sentence.text, since) if since else None
    text = sentence.text[part.end() :] if part else sentence.text
    own = conditions(text, max(queue.verb - (part.end() if part else 0), 0))
    if own:
        return own, quote
    before = [each for each in sentences_of(block) if each.end <= sentence.start][-1:]
    told = _told_before(before[0].text, sentence.text) if before else ()
    if told:
        return told, page.quote_part(block, before[0].start, sentence.end)
    about, lead = topic(text), page.lead(at)
    led = conditions(lead.text, len(lead.text)) if lead is not None and about is None else ()
    if lead is not None and led:
        whole = page.document.quote(lead.start, quote.end)
        return led, whole if len(whole.text) <= LONGEST_LEAD else quote
    about = about or page.heading_text(at) or page.document.title
    return (Condition(about, subject=about),), quote


def _told_before(before: str, text: str) -> tuple[Condition, ...]:
    """The conditions of the sentence before, where the next one goes on: "If …, raise a ticket. Assign it to …"."""
    waited = WAITED.match(before)
    if waited:
        return (Condition(waited["what"], subject=waited["what"]),)
    raises = RAISING.search(before)
    if BACK.search(text) or (raises and PUTTING_IT.search(text)):
        return conditions(before, raises.start() if raises else 0)
    return ()


def _identity(condition: Condition) -> str:
    """The name of an instruction: by who instructs and to whom, however it is worded, else by its condition."""
    if condition.instructor and condition.target:
        return identity("ticket", condition.instructor, condition.target)
    return identity("ticket", condition.text)


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
