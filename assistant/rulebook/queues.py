"""Where tickets go: queues as sentences name them, and the systems that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.rulebook.language import (
    ASSIGNING,
    CONTAINERS,
    MONTHS,
    NEVER,
    PUTTING,
    TICKET_NOUNS,
    either,
    exactly,
    pattern,
    phrases,
    verbs,
)
from assistant.rulebook.page import Sentence
from index.documents import Block, Document, Kind, Markup

TICKET = pattern(phrases(TICKET_NOUNS))
CONTAINER = pattern(phrases(CONTAINERS))
PUT = pattern(verbs(PUTTING))
ASSIGN = pattern(verbs(ASSIGNING))
_LOG = r"(?i:\b(?:log|raise|file|record|submit|report|register)(?:ged|d|ed|ing)?)"
LOGGED_IN = exactly(rf"{_LOG} (?i:it|them|this|these|that|one|everything) (?:on|in|with|into) [A-Z]")

RAISING = pattern(rf"{verbs(PUTTING)} (?:[\w'’-]+ ){{0,5}}?{phrases(TICKET_NOUNS)}")
_IS_PUT = rf"(?:is|are|be|being) (?:\w+ ){{0,2}}?{verbs(PUTTING)}"
TREATED = pattern(rf"{phrases(TICKET_NOUNS)}(?: [\w'’-]+){{0,8}}? (?:{_IS_PUT}|{verbs('go, belong, land')})")
PUTTING_IT = pattern(
    rf"{verbs(ASSIGNING + ', put, set, give, log, assign')} (?:it|them|this|that|these|one|each|to)(?!\w)"
)
GOES = pattern(rf"{verbs('go, belong')} (?:to|in|into|on) (?:the )?(?:[A-Z]\w+ )?(?:queue|board|project|group)(?!\w)")

PROPER = r"[A-Z0-9][\w.&/-]*(?<!\.)(?:['’](?!s\b)\w+)?"
QUOTED = exactly(r"[\"“‘](?P<name>[^\"“”‘’]{2,80})[\"”’]|(?<!\w)'(?P<plain>[^']{2,80})'(?!\w)")
_PLAIN_NAME = rf"(?P<name>{PROPER}(?: (?:{PROPER}|of|and|for|&|-|–)){{0,7}})"
_TOWARDS = r"\b(?:to|in|into|under|on|with|against) (?:the|our)"
_CONTAINER = rf"(?i:{phrases(CONTAINERS)})"
PLAIN = exactly(rf"{_TOWARDS} {_PLAIN_NAME} {_CONTAINER}")
PLAIN_BEHIND = exactly(rf"{_TOWARDS} {_CONTAINER} (?:called |named )?{_PLAIN_NAME}(?=[.,;:)]|\s|$)")
CONTAINER_AFTER = exactly(rf"[\"”'’]* (?:[A-Z]\w+ ){{0,2}}(?i:{phrases(CONTAINERS)})")
_TICKET = rf"(?:\w+ )?{phrases(TICKET_NOUNS)}"
CONTAINER_BEFORE = pattern(
    rf"{phrases(CONTAINERS)}(?: (?:of|for) {_TICKET})?\s*(?:called|named|to|is|of|[,:(])?\s*(?:the )?[\"“'‘(]*$"
)
TOWARDS_NAME = pattern(r"(?:to|in|into|under|on|with|against) (?:the |our )?[\"“'‘]*$")
_GOING_ON = """
    and, or, so, if, when, unless, for, instead, asking, with, as, on, in, at, once, only, immediately
"""
OPEN_END = pattern(rf"[\"”'’)]*\s*(?:$|[,.;:()]|{phrases(_GOING_ON)})")
NO_QUEUE_NAME = exactly(r"[a-z0-9]+(?:[._/*:][a-z0-9_*{}]+)+|https?:.*|.*[{}$=<>\\].*|\d+|#.*|.*@.*|--?\w.*")
_FORBIDS = """
    never, do not, don't, must not, mustn't, should not, shouldn't, may not, under no circumstances, no one may,
    nobody may
"""
FORBIDS = pattern(rf"{phrases(_FORBIDS)} (?:[\w'’]+ ){{0,3}}$")
FORBIDDEN = pattern(rf"{phrases(NEVER)} (?:[\w'’]+ ){{0,3}}$")
_BEFORE_NOUN = """
    a, an, the, any, all, these, those, this, your, our, their, its, of, currently, still, new, most, more, every, each
"""
NO_VERB = pattern(rf"{phrases(_BEFORE_NOUN)} $")  # "the log", "currently open tickets"
POSSIBLE = pattern(r"(?:can|may) now (?:also )?(?:be )?$")  # news of what has become possible
PASSIVE = pattern(r"(?:is|are|be|being|been|gets?|get) (?:\w+ )?$")
BYGONE = pattern(r"\w+(?:[^e]ed|ted|sed)$|went$|put$|sent$|given$")


LONGEST_SENTENCE = 1_000  # characters; what is longer is no instruction to anybody
PRODUCT = exactly(r"\b[A-Z][a-z]+[A-Z]\w+")  # a name with a capital inside is that of a product
BLOT = "\N{FULL BLOCK}"


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue that a sentence says to put a ticket into: its name and where that stands in the sentence."""

    name: str
    start: int
    end: int
    verb: int  # where the sentence begins to tell of the putting


def queues(sentence: Sentence, *, earlier: str, page_has_tickets: bool) -> Iterator[Queue]:
    """The queues that a sentence says to put a ticket into; ``earlier`` is what its block says before."""
    text = sentence.text
    if len(text) > LONGEST_SENTENCE:
        return
    if not _raises(text, earlier) and not (page_has_tickets and GOES.search(text)):
        return
    found, last = False, 0
    for name, start, end, marked in _names(sentence):
        verb = _verb(text, start)
        between, last = text[last:start], end
        if verb is None or _is_quoted(text, verb):
            continue
        if is_queue_name(name) and _is_place(between, text[end:], marked=marked):
            found = True
            yield Queue(" ".join(name.split()), start, end, verb)
    for plain in () if found else (*PLAIN.finditer(text), *PLAIN_BEHIND.finditer(text)):
        verb = _verb(text, plain.start("name"))
        if verb is not None and not _is_quoted(text, verb):
            yield Queue(" ".join(plain["name"].split()), plain.start("name"), plain.end("name"), verb)


def _raises(text: str, earlier: str) -> bool:
    """Does a sentence tell to do something to a ticket, by its name or as "it" after having named it before?"""
    if RAISING.search(text) or TREATED.search(text) or LOGGED_IN.search(text):
        return True
    return bool(TICKET.search(earlier) and PUTTING_IT.search(text)) or bool(
        TICKET.search(text) and PUTTING_IT.search(text)
    )


def _is_quoted(text: str, at: int) -> bool:
    """Does a place stand within quotation marks? What is told there is somebody else's instruction."""
    before = text[:at]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def forbids(text: str) -> bool:
    """Does a sentence forbid to put something somewhere?"""
    return any(FORBIDS.search(text[max(0, verb.start() - 60) : verb.start()]) for verb in PUT.finditer(text))


def is_queue_name(name: str) -> bool:
    """Can a marked name be that of a queue? Paths, code and addresses are none."""
    return not NO_QUEUE_NAME.fullmatch(name.strip()) and len(name.split()) <= 12


def _names(sentence: Sentence) -> Iterator[tuple[str, int, int, bool]]:
    """The names that a sentence marks or quotes: name, place in the sentence, whether it is set as code or quoted."""
    for mark in sentence.block.marks:
        if (
            mark.markup in {Markup.CODE, Markup.STRONG, Markup.EMPHASIS}
            and sentence.start <= mark.start
            and mark.end <= sentence.end
        ):
            start, end = mark.start - sentence.start, mark.end - sentence.start
            yield sentence.text[start:end], start, end, mark.markup is Markup.CODE
    for quoted in QUOTED.finditer(sentence.text):
        group = "name" if quoted["name"] else "plain"
        yield quoted[group], quoted.start(group), quoted.end(group), True


def _is_place(before: str, after: str, *, marked: bool) -> bool:
    """Is a name that of a queue: beside a word such as "queue", or what something is assigned to?

    ``before`` reaches back to the name before.
    """
    if CONTAINER_AFTER.match(after) or CONTAINER_BEFORE.search(before):
        return True
    assigned = marked and TOWARDS_NAME.search(before) and ASSIGN.search(before) and OPEN_END.match(after)
    return bool(assigned)


def _verb(text: str, name: int) -> int | None:
    """Where the verb of putting stands that leads to a name; None where it is forbidden, past, or not there."""
    found = None
    for verb in PUT.finditer(text, 0, name):
        before = text[max(0, verb.start() - 60) : verb.start()]
        if FORBIDDEN.search(before) or POSSIBLE.search(before):
            return None
        if NO_VERB.search(before) or (BYGONE.match(verb.group()) and not PASSIVE.search(before)):
            continue
        found = verb.start() if found is None else found
    return found


_NO_MORE = r"(?!(?i:queue|ticket|project|board|group|category)s?\b)"
SYSTEM_NAME = rf"(?P<name>[A-Z][A-Za-z0-9+]*(?:\.[A-Za-z0-9+]+)*(?:\s{_NO_MORE}[A-Z][A-Za-z0-9+]*){{0,3}})"
_AT_WORD = r"(?:(?<=[a-z,]\s)|(?<=[|.:!?█]\s)|^)"
SYSTEM_BEFORE = exactly(rf"{_AT_WORD}{SYSTEM_NAME}(?:['’]s)? (?i:{phrases(f'{CONTAINERS}, {TICKET_NOUNS}')})")
TICKET_SYSTEM = exactly(
    either(
        rf"(?<=[a-z,]\s){SYSTEM_NAME} (?:tickets?|queues?)\b",
        rf"\b(?:tickets?|queues?|request) (?:in|on|via|through) {SYSTEM_NAME.replace('name', 'other')}",
    )
)
SYSTEM_ASIDE = exactly(rf"(?i:{phrases(TICKET_NOUNS)}) \({SYSTEM_NAME}\)")
SYSTEM_IN = exactly(
    rf"(?i:\b(?:we use|use|in|on|via|through|using|into|with|within) (?:the |our )?){SYSTEM_NAME}(?![\w-])"
)
OWN_PLACE = pattern(r" (?:board|project)s?(?!\w)")  # what a system has of its own, where queues and groups are people's
_COMMON = """
    the, if, when, slack, i, a, an, open, all, any, most, new, old, closed, some, these, those, such, each, how,
    why, who, every, other, more, many, your, our, my, this, that, urgent, support, customer, user, no, not,
    service, it, internal, external, incoming, which, what, where, right, following, raise, assign, log, create,
    file, send, put, move, pass, job, jobs, help, good, bad, about, for, in, to, of, with, please, ticket,
    tickets, request, requests, queue, queues, subject, known, assignment, resolver, work, team, target,
    responsible, catalogue, default, main, first, second, third, final, correct, proper
"""
_DATES = "monday, tuesday, wednesday, thursday, friday, saturday, sunday, mondays, fridays, may, " + MONTHS
NO_SYSTEM = pattern(rf"(?:{phrases(_COMMON)}|{phrases(_DATES)}|[a-z]\d+)(?:\s|$)")


def system_in(texts: Iterable[str]) -> str | None:
    """The system that holds a queue, named in the first of some texts that names one: "in Jira", "a Jira ticket"."""
    for text in texts:
        for form in (SYSTEM_BEFORE, SYSTEM_IN, SYSTEM_ASIDE):
            for found in form.finditer(text):
                name = found["name"]
                if not NO_SYSTEM.match(name):
                    return name
    return None


def system_within(queue: Queue, sentence: str, document: Document) -> str | None:
    """The system at the end of a queue's plain name, where its page has tickets of that: "the Works Ticketo board"."""
    name, _, last = queue.name.rpartition(" ")
    if not name or NO_SYSTEM.match(last) or not OWN_PLACE.match(sentence, queue.end):
        return None
    tickets = pattern(rf"(?<!\w){re.escape(last)} {phrases(TICKET_NOUNS)}")
    return last if any(tickets.search(block.text) for block in document.blocks) else None


def unmarked(block: Block) -> str:
    """A block's text with what is set as code blotted out."""
    text = block.text
    for mark in block.marks:
        if mark.markup is Markup.CODE:
            text = text[: mark.start] + BLOT * (mark.end - mark.start) + text[mark.end :]
    return text


def system_of(document: Document) -> str | None:
    """The system that a whole page speaks of: its title, or what its tickets and queues are called by most often."""
    counts: dict[str, int] = {}  # a queue may be one of messages: it counts less than a ticket
    for block in document.blocks:
        if block.kind is Kind.CODE or not (CONTAINER.search(block.text) or TICKET.search(block.text)):
            continue
        for found in TICKET_SYSTEM.finditer(unmarked(block)):
            name = found["name"] or found["other"]
            if not NO_SYSTEM.match(name):
                counts[name] = counts.get(name, 0) + (1 if "queue" in found.group().lower() else 100)
    title = document.title.strip()
    if counts.get(title):
        return title
    product = PRODUCT.search(title)
    return max(counts, key=lambda each: counts[each], default=product.group() if product else None)
