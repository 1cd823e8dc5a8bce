"""Ticket instructions, read out of sentences, subject-to-queue lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.rulebook.identity import identity
from assistant.rulebook.language import NOT_NOW, set_aside, words
from assistant.rulebook.rules import Condition, TicketInstruction
from index.documents import Block, Document, Kind, Markup, Quote
from index.sentences import sentences

TICKET = words(r"tickets?", r"requests?", r"issues?", r"cases?", r"incidents?", r"cards?", r"bugs?", r"calls?", r"jobs?", r"enquir(?:y|ies)", r"them", r"it", r"these", r"this", r"one")
QUEUE = r"(?:queues?|groups?|projects?|boards?|categor(?:y|ies)|lists?|inbox(?:es)?|teams? queue|components?|labels?|trackers?|service desk)"
RAISE = re.compile(
    words(
        r"(?:re)?assign(?:s|ed|ing)?", r"(?:re)?rout(?:e|es|ed|ing)", r"triag(?:e|es|ed|ing)", r"rais(?:e|es|ed|ing)", r"open(?:s|ed|ing)?",
        r"log(?:s|ged|ging)?", r"fil(?:e|es|ed|ing)", r"creat(?:e|es|ed|ing)", r"submit(?:s|ted|ting)?", r"mov(?:e|es|ed|ing)", r"transfer(?:s|red|ring)?",
        r"pass(?:es|ed|ing)?", r"put(?:s|ting)?", r"forward(?:s|ed|ing)?", r"send(?:s|ing)?", r"goes?", r"place(?:s|d)?", r"report(?:s|ed|ing)?", r"post(?:s|ed|ing)?", r"escalat(?:e|es|ed|ing)", r"add(?:s|ed|ing)?", r"belong(?:s)?", r"lands?", r"queue(?:d|s)?", r"direct(?:s|ed)?",
    ),
    re.IGNORECASE,
)  # fmt: skip
PROHIBITED = re.compile(r"\b(?:never|do(?:es)?\s+not|don['’]t|must\s+not|mustn['’]t|should\s+not|shouldn['’]t|cannot|can['’]t|rather\s+than|instead\s+of|not\s+to)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
WHEN = re.compile(r"\b(?P<only>only\s+)?(?P<word>if|when(?:ever)?|where|once|as\s+soon\s+as|in\s+case|unless|for)\b\s+", re.IGNORECASE)
UNTIL_ACTION = re.compile(r",\s+(?:then\s+|please\s+)?(?=(?:you\b|please\b|we\b|(?:re)?assign|rais|open|log|fil|creat|submit|put|send|forward|pass|rout|transfer|mov|they\b))|,\s+but\b|[.;](?=\s|$)|$", re.IGNORECASE)
INSTRUCTION = re.compile(
    r"^(?:the\s+)?(?P<who>.{2,80}?)\s+(?:has\s+|have\s+|had\s+)?(?P<verb>instruct|tell|told|ask|direct|advis|request|order|approv|recommend)(?:s|ed|es|e)?\s+(?:(?:you|us|them|anyone|people|staff|your\s+team|a\s+\w+)\s+)?(?:to\s+|that\s+you\s+)?"
    r"(?:escalat\w*|rais\w*|pass\w*|hand\w*|refer\w*|tak\w*|mov\w*|send\w*|bring\w*|open\w*|log\w*)\s*(?:\S+\s+){0,5}?(?:(?:over|up|on)\s+)?(?:to|with)\s+(?P<target>.+)$",
    re.IGNORECASE,
)
TOLD_BY = re.compile(
    r"^(?:you|your\s+team|a\s+\w+)\s+(?:are|is|were|have\s+been|has\s+been|get)\s+(?:instructed|told|asked|directed|advised|ordered)\s+by\s+(?:the\s+)?(?P<who>.{2,60}?)\s+to\s+"
    r"(?:escalat\w*|rais\w*|pass|hand|refer|take|move|send|bring)\s*(?:\S+\s+){0,5}?(?:(?:over|up|on)\s+)?(?:to|with)\s+(?P<target>.+)$",
    re.IGNORECASE,
)
INCIDENT = re.compile(r"\b(?:(?:ongoing|on-going|live|current|active|open|declared|running|major|in\s+progress|related|part\s+of|during|affects?|linked)\b.{0,50}\b(?:incident|outage|emergency|disruption|crisis)|(?:incident|outage|emergency)\b.{0,40}\b(?:ongoing|on-going|under\s+way|in\s+progress|live|declared|open|running|happening))", re.IGNORECASE)
PERMISSION = re.compile(r"(?:,\s*)?\b(?:but|although|and|though|however,?|while)?\s*(?:you|they|we|staff|anyone)\s+(?:can|may|are\s+(?:allowed|free|welcome)\s+to)\s+(?:also\s+|still\s+|then\s+)?(?:speak|talk|call|ring|phone|contact|message|go|ask|page|walk|ping)\b(?:[^.;]|\.(?=\S))*", re.IGNORECASE)
SYSTEM = re.compile(r"\b(?:[Ii]n|[Oo]n|via|through|using|into|with)\s+(?:the\s+|our\s+)?([A-Z][A-Za-z]*[A-Za-z0-9]*(?:\s[A-Z][A-Za-z]+)?)\b")
BEFORE_TICKET = re.compile(r"\b(?:an?|the|your|this)\s+(?:new\s+)?([A-Z][A-Za-z0-9]+)\s+(?:tickets?|issues?|requests?|cases?|queues?|groups?|cards?|projects?|boards?)\b")
PROPER = r"[A-Z0-9][\w.&/-]*(?:['’](?!s\b)\w+)?"
PUT = r"(?:queues?|groups?|projects?|boards?|categor(?:y|ies)|components?|trackers?|service desk)"
NAMED_QUEUE = re.compile(
    rf"(?:\b(?:to|in|into|under|on|for|with|against)\s+(?:the\s+|our\s+|its\s+)?)(?:(?P<quote>[\"“'‘])(?P<quoted>[^\n\"”]{{2,80}}?)[\"”'’]|(?P<name>{PROPER}(?:\s+(?:{PROPER}|of|and|for|&|-)){{0,7}}))\s+{PUT}\b"
)
QUEUE_NAMED = re.compile(rf"\b{QUEUE}\s+(?:called\s+|named\s+)?(?P<quote>[\"“'‘])(?P<quoted>[^\"”'’\n]{{2,80}})[\"”'’]")
SEPARATOR = re.compile(r"\s+[-–—]\s+|:\s+|\s*(?:→|->|=>)\s*|\s+(?:go(?:es)?|belongs?)\s+(?:to|in|into)\s+(?:the\s+)?")
NAMES_TICKET = re.compile(r"\b(?:tickets?|requests?|cases?|issues?|bugs?|incidents?|faults?|enquir(?:y|ies)|quer(?:y|ies)|complaints?|reports?)\b|\bassign", re.IGNORECASE)
NOT_A_QUEUE = re.compile(r"^(?:[a-z_./*$-]+|https?:.*|.*[{}$=<>\\].*|\d+)$")


@dataclass(frozen=True, slots=True)
class _Queue:
    name: str
    start: int  # in the block's text
    end: int


def tickets(document: Document) -> Iterator[TicketInstruction]:
    """Every ticket instruction that a document states."""
    page_system = _page_system(document)
    for block in document.blocks:
        if block.kind in {Kind.PARAGRAPH, Kind.ITEM}:
            yield from _told(document, block, page_system)
        if block.kind is Kind.ITEM:
            yield from _listed(document, block, page_system)
        if block.kind is Kind.ROW:
            yield from _tabled(document, block, page_system)


def _told(document: Document, block: Block, page_system: str | None) -> Iterator[TicketInstruction]:
    """Instructions within running text; a further trigger for the same queue in the next sentence joins it."""
    if set_aside(document, block):
        return
    latest: TicketInstruction | None = None
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        if NOT_NOW.search(sentence):
            continue
        quote = document.quote(*block.place(start, end))
        queues = list(_queues(block, start, end))
        if queues:
            for queue in queues:
                if latest:
                    yield latest
                latest = _instruction(document, block, sentence, queue, start, quote, page_system)
        elif latest and re.search(r"\b(?:also|too|as\s+well|likewise|same|ticket)\b", sentence, re.IGNORECASE):
            latest = _joined(latest, sentence, quote)
    if latest:
        yield latest


def _queues(block: Block, start: int, end: int) -> Iterator[_Queue]:
    """The queues that a sentence says to put a ticket in."""
    text = block.text[start:end]
    marked = [m for m in block.marks if m.markup is Markup.CODE and start <= m.start and m.end <= end]
    seen: list[tuple[int, int]] = []
    for mark in marked:
        name = block.text[mark.start : mark.end]
        before, after = block.text[start : mark.start], block.text[mark.end : end]
        if _is_queue_name(name) and _puts(before, after):
            seen.append((mark.start, mark.end))
            yield _Queue(" ".join(name.split()), mark.start, mark.end)
    if marked and seen:
        return
    for pattern in (NAMED_QUEUE, QUEUE_NAMED):
        for found in pattern.finditer(text):
            group = "quoted" if found["quoted"] else "name"
            at, stop = start + found.start(group), start + found.end(group)
            if _puts(text[: found.start(group)], text[found.end(group) :]) and NAMES_TICKET.search(text) and not any(a < stop and at < b for a, b in seen):
                seen.append((at, stop))
                yield _Queue(" ".join(found[group].split()), at, stop)


def _is_queue_name(name: str) -> bool:
    return not NOT_A_QUEUE.match(name) and (name[:1].isupper() or name[:1].isdigit() or " " in name or name.isupper())


def _puts(before: str, after: str) -> bool:
    """Do the words around a name put a ticket there?"""
    verbs = list(RAISE.finditer(before))
    if not verbs:
        return False
    verb = verbs[-1]
    between = before[verb.end() :]
    if re.search(r"\baccess\b|\baccount\b", between, re.IGNORECASE):
        return False
    placed = re.search(r"\b(?:to|in|into|under|on|with|against|for)\s+(?:the\s+|our\s+|a\s+)?(?:[A-Z]?\w+\s+){0,2}[\"“'‘`]?$", between) or re.search(rf"{QUEUE}\s*(?:called|named|,|:)?\s*[\"“'‘`]?$", between)
    about = re.search(TICKET, before, re.IGNORECASE) or re.match(rf"\W*(?:\w+\s+)?{QUEUE}\b", after)
    queue = re.match(rf"[\"”'’`]?\W*(?:[A-Z]\w+\s+)?{QUEUE}\b", after) or re.search(r"\btickets?\b|\bassign", before, re.IGNORECASE)
    return bool(placed and about and queue) and not PROHIBITED.search(before[: verb.start()])


def _instruction(
    document: Document, block: Block, sentence: str, queue: _Queue, start: int, quote: Quote, page_system: str | None
) -> TicketInstruction:
    conditions = _conditions(sentence, queue.start - start)
    if not conditions:
        conditions = (Condition(_topic(document, block, sentence), subject=_topic(document, block, sentence)),)
    system = _system(sentence, queue.name) or _system(block.text, queue.name) or page_system
    permission = PERMISSION.search(sentence)
    name = identity("ticket", conditions[0].text)
    evidence = tuple(quote for _ in conditions)
    return TicketInstruction(name, system, queue.name, conditions, block.section, evidence, _clean(permission))


def _joined(instruction: TicketInstruction, sentence: str, quote: Quote) -> TicketInstruction:
    permission = _clean(PERMISSION.search(sentence)) or instruction.permission
    more = _conditions(sentence, len(sentence)) if RAISE.search(sentence) or re.search(r"\bticket\b", sentence) else ()
    if not more and permission == instruction.permission:
        return instruction
    return replace(
        instruction, when=instruction.when + more, evidence=instruction.evidence + tuple(quote for _ in more), permission=permission
    )


def _clean(found: re.Match[str] | None) -> str | None:
    return re.sub(r"^(?:,\s*)?(?:but|although|and|though|however,?|while)\s+", "", found.group().strip()).strip() if found else None


def _conditions(sentence: str, upto: int) -> tuple[Condition, ...]:
    """The conditions told by "if", "when", "for" … in a sentence, those before the queue first."""
    found: list[Condition] = []
    position = 0
    while True:
        word = WHEN.search(sentence, position)
        if word is None:
            break
        stop = UNTIL_ACTION.search(sentence, word.end())
        end = stop.start() if stop else len(sentence)
        text = sentence[word.end() : end].strip(" ,")
        position = max(end, word.end())
        if word["word"].lower() == "for":
            if found or not _is_topic(text) or (word.start() and word.start() < upto and sentence[: word.start()].strip()):
                position = word.end()
                continue
            text = re.split(r",", text)[0]
        if word["word"].lower() == "unless":
            continue
        if text:
            found.extend(_condition(part) for part in _alternatives(text))
    return tuple(found)


def _alternatives(text: str) -> list[str]:
    """ "if A, or if B" and "if A or when B" are two conditions."""
    return [part.strip(" ,") for part in re.split(r",?\s+or\s+(?:if|when)\s+", text) if part.strip(" ,")]


def _is_topic(text: str) -> bool:
    return bool(text) and len(text.split()) <= 10 and not re.match(r"(?:you|us|them|assistance|tracking|more|further|help)\b", text, re.IGNORECASE)


def _condition(text: str) -> Condition:
    instruction = INSTRUCTION.match(text) or TOLD_BY.match(text)
    if instruction:
        who, target = (_bare(instruction[key]) for key in ("who", "target"))
        return Condition(text, instructor=who, target=target)
    if INCIDENT.search(text):
        return Condition(text, incident=True)
    return Condition(text, subject=text)


def _bare(name: str) -> str:
    name = re.split(r",|\s\(|\s+(?:and|because|so|then|via)\b", " ".join(name.split()))[0]
    return re.sub(r"^(?:the|our|your)\s+|\s+team$", "", name.strip(" .`"), flags=re.IGNORECASE)


def _topic(document: Document, block: Block, sentence: str) -> str:
    """What an instruction without a condition of its own is about: its heading, else what introduces it."""
    subject = re.match(r"^(?P<what>(?:all\s+|any\s+)?[A-Z]?[\w\s/&'-]{3,60}?)\s+(?:should|must|go|goes|are|is|need|have)\b", sentence)
    if subject and re.search(TICKET, subject["what"], re.IGNORECASE):
        return subject["what"]
    return block.section[-1] if block.section else document.title


def _listed(document: Document, block: Block, page_system: str | None) -> Iterator[TicketInstruction]:
    """ "Security issues - `Queue`" under a lead that speaks of tickets and where they go."""
    lead = document.blocks[block.leads[-1]].text if block.leads else (block.section[-1] if block.section else "")
    about = f"{lead} {document.title} {' '.join(block.section)}"
    if not (re.search(QUEUE, lead, re.IGNORECASE) or re.search(r"\btickets?\b", lead, re.IGNORECASE)) or not re.search(r"\b(?:tickets?|queues?|requests?|issues?|cases?)\b", about, re.IGNORECASE) or NOT_NOW.search(lead):
        return
    codes = [m for m in block.marks if m.markup is Markup.CODE and _is_queue_name(block.text[m.start : m.end])]
    if len(codes) == 1:
        mark = codes[0]
        name, other = block.text[mark.start : mark.end], (block.text[: mark.start] + " " + block.text[mark.end :])
        if _puts(block.text[: mark.start], block.text[mark.end :]):
            return  # told as a sentence: read there
    else:
        parts = SEPARATOR.split(block.text, maxsplit=1)
        if codes or len(parts) != 2 or not re.search(QUEUE, lead, re.IGNORECASE) or len(block.text.split()) > 20:
            return
        name, other = parts[1], parts[0]
    subject = re.sub(r"^\W+|\W+$", "", re.sub(r"^\s*(?:for\s+)|\s*[-–—:→=>]+\s*$", "", other.strip())).strip()
    name = " ".join(name.split()).strip(" .")
    if not subject or not name or not _is_queue_name(name):
        return
    quote = document.quote(block.start, block.end)
    system = _system(lead, name) or page_system
    yield TicketInstruction(
        identity("ticket", subject), system, name, (Condition(subject, subject=subject),), block.section, (quote,)
    )


def _tabled(document: Document, block: Block, page_system: str | None) -> Iterator[TicketInstruction]:
    header = next((b for b in document.blocks if b.group == block.group and b.kind is Kind.HEADER), None)
    if header is None:
        return
    titles = [title.strip() for title in header.text.split(" | ")]
    cells = [cell.strip() for cell in block.text.split(" | ")]
    where = next((n for n, t in enumerate(titles) if re.search(rf"\b(?:{QUEUE}|assign\w*|route|goes\s+to|where)\b", t, re.IGNORECASE)), None)
    what = next((n for n, t in enumerate(titles) if n != where and re.search(r"\b(?:subject|about|type|kind|for|issue|problem|topic|request|ticket|what|when|responsible|category|reason|enquiry|fault)\b", t, re.IGNORECASE)), None)
    lead = document.blocks[block.leads[0]].text if block.leads else ""
    about = f"{header.text} {lead} {' '.join(block.section)} {document.title}"
    if where is None or what is None or max(where, what) >= len(cells) or not re.search(r"\b(?:tickets?|queues?|requests?|assign)", about, re.IGNORECASE):
        return
    if not re.search(r"\b(?:queue|ticket|assign|group)", about, re.IGNORECASE) or not cells[where] or not cells[what]:
        return
    quote = document.quote(block.start, block.end)
    system = _system(lead, cells[where]) or _system(header.text, cells[where]) or page_system
    yield TicketInstruction(
        identity("ticket", cells[what]), system, cells[where], (Condition(cells[what], subject=cells[what]),), block.section, (quote,)
    )


def _system(text: str, queue: str) -> str | None:
    """The system that holds the tickets, named as "on X", "in X" or "an X ticket"."""
    rest = text.replace(queue, " ")
    for pattern in (BEFORE_TICKET, re.compile(rf"\b([A-Z][A-Za-z]+)\s+{QUEUE}\b"), SYSTEM):
        for found in pattern.finditer(rest):
            if found.start(1) and rest[found.start(1) - 1] in "./-":
                continue
            if re.search(r"\btickets?\b|\bassign|\bqueue|\braise|\blog\b", rest, re.IGNORECASE) and found[1].lower() not in {"the", "if", "slack"}:
                return found[1]
    return None


def _page_system(document: Document) -> str | None:
    """The system that a page is about, where its title or its headings name one with tickets."""
    title = document.title.strip()
    text = " ".join(block.text for block in document.blocks if block.kind is not Kind.CODE)
    named = BEFORE_TICKET.search(text) or re.search(rf"\b([A-Z][A-Za-z]+)\s+(?:tickets?|{QUEUE})\b", text)
    if re.fullmatch(r"[A-Z]\w+", title) and re.search(rf"\b{re.escape(title)}\s+(?:tickets?|{QUEUE})\b", text):
        return title
    return named[1] if named and text.count(named[1]) > 1 else None
