"""Ticket instructions that stand as lists and tables from subjects to queues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.rulebook.announcing import setting
from assistant.rulebook.identity import identity
from assistant.rulebook.language import ASSIGNING, CONTAINERS, either, pattern, phrases, verbs
from assistant.rulebook.page import Page, Table
from assistant.rulebook.queues import CONTAINER, PUT, TICKET, forbids, is_queue_name, system_in, system_of
from assistant.rulebook.rules import Condition, TicketInstruction
from index.documents import Block, Markup, Quote

LONGEST_SUBJECT = 14  # words
SEPARATOR = pattern(
    either(
        r" [-–—] |: |\s*(?:→|⇒|➔|➜|[-=]+>)\s*|, assign to ",
        r" (?:goes?|belongs?|is sent|are sent|is assigned|are assigned) (?:to|in|into|on) (?:the )?",
    )
)
TRAILING = pattern(
    either(
        r"\s*(?:[-–—:→⇒>=]+|(?:goes?|belongs?|to|in|into|on|under|the|assign|use)\s*)+$",
        rf" (?:the )?(?:\w+ )?{phrases(CONTAINERS)}\s*$",
    )
)
_WHERE = """
    assign to, assigned to, route to, routed to, goes to, go to, move it to, move to, send to, pass to,
    forward to, triage to, put it in, raise in, log in, where it goes
"""
_ASSIGNED_TO = rf"{verbs(ASSIGNING)} (?:\S+ ){{1,4}}(?:to|in|into|on)$"  # "Assign in the system to"
WHERE_TITLE = pattern(either(phrases(f"{CONTAINERS}, {_WHERE}"), _ASSIGNED_TO))
_WHAT = """
    subject, about, type, kind, for, issue, issues, problem, topic, request, ticket, what, when, if,
    responsible for, category, reason, enquiry, enquiry about, fault, area, use for, used for, question,
    service, case, need
"""
WHAT_TITLE = pattern(phrases(_WHAT))
_ROUTING = """
    route, routes, routing, pass, assign, triage, triages, send, forward, go to, goes to, put, move, sort,
    sorting, queue, queues, ticket, tickets, group, groups, use, projects, boards, categories
"""
ROUTING = pattern(phrases(_ROUTING))


def listed_tickets(page: Page) -> Iterator[TicketInstruction]:
    """ "We pass tickets on to these queues: Missed bins - `Waste`"."""
    for at, items in page.lists():
        found = setting(page, at)
        if found is None or found.rejects or forbids(found.told) or not _routes(found.told, page.heading_text(at)):
            continue
        contained = CONTAINER.search(found.told) is not None
        for item in items:
            pair = _pair(item, plain=contained)
            if pair:
                system = system_in((found.told, page.heading_text(at), page.document.title)) or system_of(page.document)
                yield _instruction(*pair, system, item, page.quote(item))


def _routes(told: str, heading: str) -> bool:
    """Do the words before a list say where tickets go?"""
    about = f"{told} {heading}"
    return bool(ROUTING.search(told) and (TICKET.search(about) or CONTAINER.search(told)))


def _pair(item: Block, *, plain: bool) -> tuple[str, str] | None:
    """The subject and the queue of an item: the queue set as code or bold, or plain where the lead speaks of queues."""
    marks = [mark for mark in item.marks if mark.markup is Markup.CODE] or [
        m for m in item.marks if m.markup is Markup.STRONG
    ]
    marks = [mark for mark in marks if not OTHERWISE.search(item.text[: mark.start])]
    if len(marks) > 1:
        return None
    if not marks:
        parts = SEPARATOR.split(item.text, maxsplit=1)
        return _sound(parts[0], parts[1]) if plain and len(parts) == 2 and parts[1][:1].isupper() else None
    before, name, after = (
        item.text[: marks[0].start],
        item.text[marks[0].start : marks[0].end],
        item.text[marks[0].end :],
    )
    if before:
        return None if PUT.search(before) and not SEPARATOR.search(before) else _sound(before, name)
    behind = TAKES.match(after)
    if behind and (marks[0].markup is Markup.CODE or after[behind.end() :][:1].islower()):
        return _sound(after[behind.end() :], name)
    return _sound(name, after[behind.end() :]) if behind and plain and marks[0].markup is Markup.STRONG else None


OTHERWISE = pattern(r"(?:never|not|rather than|instead of)(?: (?:to|in|into|on))?(?: the)? [\"“'‘]?$")
TAKES = pattern(r"\s*(?:[:–—=-]|←|<-|(?:is )?for|handles|deals with|takes|gets) ")


def _sound(before: str, name: str) -> tuple[str, str] | None:
    """A subject and a queue, where both are such."""
    subject, name = _subject(before), " ".join(name.split()).strip(" .")
    sound = subject and name and is_queue_name(name) and len(subject.split()) <= LONGEST_SUBJECT
    return (subject, name) if sound else None


def _subject(text: str) -> str:
    """What is left of an item before its queue: "A wrong title goes to the Ivanti queue" is "A wrong title"."""
    text = SEPARATOR.split(text.strip(), maxsplit=1)[0]
    text = TRAILING.sub("", TRAILING.sub("", text))
    return re.sub(r"^for\s+", "", text.strip(" -–—:→,"), flags=re.IGNORECASE)


def tabled_tickets(page: Page) -> Iterator[TicketInstruction]:
    """ "Enquiry about | Move it to"."""
    for table in page.tables():
        columns = _columns(table)
        found = setting(page, table.at)
        about = " ".join(
            [table.header.text, found.told if found else "", page.heading_text(table.at), page.document.title]
        )
        if columns is None or not (TICKET.search(about) or CONTAINER.search(about)) or (found and found.rejects):
            continue
        what, where = columns
        previous = page.previous(table.at)
        texts = (
            found.told if found else "",
            f"| {table.header.text}",
            previous.text if previous else "",
            page.heading_text(table.at),
            page.document.title,
        )
        for block, row in table.rows:
            if len(row) > max(what, where) and row[what] and is_queue_name(row[where]):
                system = system_in(texts) or system_of(page.document)
                yield _instruction(row[what], row[where], system, block, page.quote(block))


def _columns(table: Table) -> tuple[int, int] | None:
    """The columns of subjects and of queues."""
    where = table.column(*(bool(WHERE_TITLE.search(title)) for title in table.titles))
    if where is None:
        return None
    what = table.column(*(n != where and bool(WHAT_TITLE.search(title)) for n, title in enumerate(table.titles)))
    return None if what is None else (what, where)


def _instruction(subject: str, queue: str, system: str | None, block: Block, quote: Quote) -> TicketInstruction:
    condition = Condition(subject, subject=subject)
    return TicketInstruction(identity("ticket", subject), system, queue, (condition,), block.section, (quote,))
