"""Where tickets go: queues as sentences name them, and the systems that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.rulebook.language import ASSIGNING, CONTAINERS, NEVER, PUTTING, TICKET_NOUNS, pattern, phrases, verbs
from assistant.rulebook.page import Sentence
from index.documents import Block, Document, Kind, Markup

TICKET = pattern(phrases(TICKET_NOUNS))
CONTAINER = pattern(phrases(CONTAINERS))
PUT = pattern(verbs(PUTTING))
ASSIGN = pattern(verbs(ASSIGNING))
LOGGED_IN = re.compile(r"(?i:\b(?:log|raise|file|open|record|submit|report|enter|register)(?:ged|d|ed)?)\s+(?:\S+\s+){0,3}?(?:on|in|with|into)\s+[A-Z]")

RAISING = pattern(rf"{verbs(PUTTING)}\s+(?:[\w'’-]+\s+){{0,5}}?{phrases(TICKET_NOUNS)}")
TREATED = pattern(rf"{phrases(TICKET_NOUNS)}(?:\s+[\w'’-]+){{0,8}}?\s+(?:(?:is|are|be|being)\s+(?:\w+\s+){{0,2}}?{verbs(PUTTING)}|{verbs('go, belong, land')})")
PUTTING_IT = pattern(rf"{verbs(ASSIGNING + ', put, set, give, log, assign')}\s+(?:it|them|this|that|these|one|each|to)(?!\w)")
GOES = pattern(rf"{verbs('go, belong')}\s+(?:to|in|into|on)\s+(?:the\s+)?(?:[A-Z]\w+\s+)?(?:queue|board|project|group)(?!\w)")

PROPER = r"[A-Z0-9][\w.&/-]*(?:['’](?!s\b)\w+)?"
QUOTED = re.compile(r"[\"“‘](?P<name>[^\"“”‘’\n]{2,80})[\"”’]|(?<!\w)'(?P<plain>[^'\n]{2,80})'(?!\w)")
PLAIN = re.compile(
    rf"\b(?:to|in|into|under|on|with|against)\s+(?:the|our)\s+(?P<name>{PROPER}(?:\s+(?:{PROPER}|of|and|for|&|-|–)){{0,7}})\s+(?i:{phrases(CONTAINERS)})"
)
CONTAINER_AFTER = re.compile(rf"[\"”'’]*\s+(?:[A-Z]\w+\s+){{0,2}}(?i:{phrases(CONTAINERS)})")
CONTAINER_BEFORE = pattern(rf"{phrases(CONTAINERS)}\s*(?:called|named|to|is|of|[,:(])?\s*(?:the\s+)?[\"“'‘(]*$")
TOWARDS_NAME = pattern(r"(?:to|in|into|under|on|with|against)\s+(?:the\s+|our\s+)?[\"“'‘]*$")
OPEN_END = pattern(r"[\"”'’)]*\s*(?:$|[,.;:)]|(?:and|or|so|if|when|unless|for|instead|asking|with|as|on|in|at|once|only|immediately|\()(?!\w))")
NO_QUEUE_NAME = re.compile(r"[a-z0-9]+(?:[._/*:][a-z0-9_*{}]+)+|https?:.*|.*[{}$=<>\\].*|\d+|#.*|.*@.*|--?\w.*")
FORBIDDEN = pattern(rf"{phrases(NEVER)}\s+(?:[\w'’]+\s+){{0,3}}$")
PASSIVE = pattern(r"(?:is|are|be|being|been|gets?|get)\s+(?:\w+\s+)?$")
BYGONE = pattern(r"\w+(?:[^e]ed|ted|sed)$|went$|put$|sent$|given$")


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
    if not _raises(text, earlier) and not (page_has_tickets and GOES.search(text)):
        return
    found, last = False, 0
    for name, start, end, marked in _names(sentence):
        verb = _verb(text, start)
        between, last = text[last:start], end
        if verb is not None and is_queue_name(name) and _is_place(between, text[end:], marked=marked):
            found = True
            yield Queue(" ".join(name.split()), start, end, verb)
    for plain in () if found else PLAIN.finditer(text):
        verb = _verb(text, plain.start("name"))
        if verb is not None:
            yield Queue(plain["name"], plain.start("name"), plain.end("name"), verb)


def _raises(text: str, earlier: str) -> bool:
    """Does a sentence tell to do something to a ticket, by its name or as "it" after having named it before?"""
    if RAISING.search(text) or TREATED.search(text) or LOGGED_IN.search(text):
        return True
    return bool(TICKET.search(earlier) and PUTTING_IT.search(text)) or bool(TICKET.search(text) and PUTTING_IT.search(text))


def forbids(text: str) -> bool:
    """Does a sentence forbid to put something somewhere?"""
    return any(FORBIDDEN.search(text[max(0, verb.start() - 60) : verb.start()]) for verb in PUT.finditer(text))


def is_queue_name(name: str) -> bool:
    """Can a marked name be that of a queue? Paths, code and addresses are none."""
    return not NO_QUEUE_NAME.fullmatch(name.strip()) and len(name.split()) <= 12


def _names(sentence: Sentence) -> Iterator[tuple[str, int, int, bool]]:
    """The names that a sentence marks or quotes: name, place in the sentence, whether it is set as code or quoted."""
    for mark in sentence.block.marks:
        if mark.markup in {Markup.CODE, Markup.STRONG, Markup.EMPHASIS} and sentence.start <= mark.start and mark.end <= sentence.end:
            start, end = mark.start - sentence.start, mark.end - sentence.start
            yield sentence.text[start:end], start, end, mark.markup is Markup.CODE
    for quoted in QUOTED.finditer(sentence.text):
        group = "name" if quoted["name"] else "plain"
        yield quoted[group], quoted.start(group), quoted.end(group), True


def _is_place(before: str, after: str, *, marked: bool) -> bool:
    """Is a name that of a queue: beside a word such as "queue", or what something is assigned to? ``before`` reaches back
    to the name before."""
    if CONTAINER_AFTER.match(after) or CONTAINER_BEFORE.search(before):
        return True
    assigned = marked and TOWARDS_NAME.search(before) and ASSIGN.search(before) and OPEN_END.match(after)
    return bool(assigned)


def _verb(text: str, name: int) -> int | None:
    """Where the verb of putting stands that leads to a name; None where it is forbidden, past, or not there."""
    found = None
    for verb in PUT.finditer(text, 0, name):
        before = text[max(0, verb.start() - 60) : verb.start()]
        if FORBIDDEN.search(before):
            return None
        if BYGONE.match(verb.group()) and not PASSIVE.search(before):
            continue
        found = verb.start() if found is None else found
    return found


SYSTEM_NAME = r"(?P<name>[A-Z][A-Za-z0-9+.]*(?:\s(?!(?i:queue|ticket|project|board|group|category)s?\b)[A-Z][A-Za-z0-9+]*){0,3})"
SYSTEM_BEFORE = re.compile(rf"(?<=[a-z,]\s){SYSTEM_NAME}(?:['’]s)?\s+(?i:{phrases(CONTAINERS + ', ' + TICKET_NOUNS)})")
TICKET_SYSTEM = re.compile(rf"(?<=[a-z,]\s){SYSTEM_NAME}\s+(?:tickets?|queues?)\b|\b(?:tickets?|queues?|request)\s+(?:in|on|via|through)\s+{SYSTEM_NAME.replace('name', 'other')}")
SYSTEM_IN = re.compile(rf"\b(?:[Ii]n|[Oo]n|[Vv]ia|[Tt]hrough|[Uu]sing|[Ii]nto|[Ww]ith|[Ww]ithin)\s+(?:the\s+|our\s+)?{SYSTEM_NAME}(?![\w-])")
NO_SYSTEM = pattern(
    r"(?:the|if|when|slack|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|october|november|december|i|a|an|open)$"
)


def system_in(texts: Iterable[str]) -> str | None:
    """The system that holds a queue, named in the first of some texts that names one: "in Jira", "a Zendesk ticket"."""
    for text in texts:
        for form in (SYSTEM_BEFORE, SYSTEM_IN):
            for found in form.finditer(text):
                name = found["name"].rstrip(".")
                if not NO_SYSTEM.match(name):
                    return name
    return None


def unmarked(block: Block) -> str:
    """A block's text with what is set as code blotted out."""
    text = block.text
    for mark in block.marks:
        if mark.markup is Markup.CODE:
            text = text[: mark.start] + BLOT * (mark.end - mark.start) + text[mark.end :]
    return text


def system_of(document: Document) -> str | None:
    """The system that a whole page speaks of: its title, or what its tickets and queues are called by most often."""
    counts: dict[str, int] = {}
    for block in document.blocks:
        if block.kind is Kind.CODE or not (CONTAINER.search(block.text) or TICKET.search(block.text)):
            continue
        for found in TICKET_SYSTEM.finditer(unmarked(block)):
            name = found["name"] or found["other"]
            if not NO_SYSTEM.match(name):
                counts[name] = counts.get(name, 0) + 1
    title = document.title.strip()
    return title if counts.get(title) else max(counts, key=lambda each: counts[each], default=None)
