"""Escalation orders, read out of lists, tables, levels, arrows and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.rulebook.identity import identity
from assistant.rulebook.language import (
    AGENTIVE,
    ARROW,
    CHANNEL,
    CONTACT,
    LEVEL,
    LEVEL_NUMBERS,
    NO_ORDER,
    NOT_NOW,
    ORDER,
    PEOPLE,
    SEQUENCE,
    TROUBLE,
    set_aside,
)
from assistant.rulebook.rules import EscalationOrder
from index.documents import Block, Document, Kind, Quote
from index.sentences import sentences

LONGEST_STEP = 16  # words; what is longer tells a procedure, not a name
LONGEST_TOLD = 9  # words of a step within a sentence
ESCALATION = re.compile(r"\b(?:escalat\w*|who\s+to\s+(?:call|ask|contact|ring)|points?\s+of\s+contact|contact\s+order|call\s*-?out)\b", re.IGNORECASE)
REACHED = re.compile(r"\s*[(\[](?=[^)\]]*(?:\d{3}|@|https?:|\bext\b|\bbleep\b|\bphone\b))[^)\]]*[)\]]\s*$")
EXPLANATION = re.compile(r"\s+[-–—]\s+|\s*;\s|(?<=[a-z)])(?<!\bext)\.(?:\s|$)|:\s|,\s(?:who|which|if|on|via|by|when|but|only|unless|and they)\b")
WHO = re.compile(r"\b(?:who|contact|role|name|person|people|team|call|escalate|reach|owner|escalation)\b", re.IGNORECASE)
RANK = re.compile(r"^\W*(?:level|tier|order|step|line|priority|stage|#|no\.?|rank|when|l)\W*$|\b(?:level|tier|order|step)\b", re.IGNORECASE)
OPENING = re.compile(
    r"^(?:(?:please|you|we|they|should|must|can|to|always|it|is|goes|this|them|the\s+(?:issue|problem|question|call)|up|on|over|out|with|straight|directly|and|your|first|then|try)\s+)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Step:
    text: str
    evidence: Quote


def orders(document: Document) -> Iterator[EscalationOrder]:
    """Every escalation order that a document states."""
    yield from _listed(document)
    yield from _tabled(document)
    yield from _labelled(document)
    yield from _told(document)


def _order(document: Document, scope: Quote, told: str, section: tuple[str, ...], steps: Sequence[_Step]) -> EscalationOrder:
    evidence = tuple(dict.fromkeys((scope, *(step.evidence for step in steps))))
    return EscalationOrder(identity("escalation", told), told, section, tuple(step.text for step in steps), evidence)


def _listed(document: Document) -> Iterator[EscalationOrder]:
    for _, members in groupby(document.blocks, key=lambda block: (block.group, block.kind is Kind.ITEM, block.level)):
        items = list(members)
        if items[0].group is None or items[0].kind is not Kind.ITEM or len(items) < 2 or set_aside(document, items[0]):
            continue
        found = _scope(document, items[0])
        if found is None:
            continue
        scope, told, is_heading = found
        labels = [LEVEL.match(item.text) for item in items]
        levelled = all(labels) and _rising([_level(label) for label in labels if label])
        numbered = items[0].number is not None
        announced = _announces(told, items[0].section, ordered=numbered or levelled, is_heading=is_heading)
        if not announced and not (levelled and _troubled(told, items[0].section)):
            continue
        steps = [_step(document, item) for item in items]
        if _people([step.text for step in steps if step]) and all(steps):
            yield _order(document, scope, told, items[0].section, [step for step in steps if step])


def _scope(document: Document, block: Block) -> tuple[Quote, str, bool] | None:
    """The sentence that introduces a list or table, else its heading: its quote, its words, whether it is a heading."""
    if block.leads:
        lead = document.blocks[block.leads[-1]]
        if lead.kind is Kind.HEADER:
            lead = document.blocks[block.leads[-2]] if len(block.leads) > 1 else lead
        if lead.kind is not Kind.HEADER:
            start, end = _last_sentence(lead.text)
            place = (lead.start, lead.end) if start == 0 else (lead.place(start, end)[0], lead.end)
            return document.quote(*place), lead.text[start:end], False
    heading = _heading(document, block)
    return (document.quote(heading.start, heading.end), heading.text, True) if heading else None


def _last_sentence(text: str) -> tuple[int, int]:
    """The last sentence of a lead, with the one before it where only that one says whom it is about."""
    parts = sentences(text)
    if len(parts) > 1 and not CONTACT.search(text[slice(*parts[-1])]):
        return parts[-2][0], parts[-1][1]
    return parts[-1] if parts else (0, len(text))


def _heading(document: Document, block: Block) -> Block | None:
    if not block.section:
        return None
    above = (b for b in reversed(document.blocks) if b.kind is Kind.HEADING and b.start < block.start)
    return next((b for b in above if b.text == block.section[-1]), None)


def _announces(told: str, section: tuple[str, ...], *, ordered: bool, is_heading: bool) -> bool:
    """Do these words announce whom to turn to, one after the other?"""
    about = f"{told} {section[-1] if section else ''}"
    if NO_ORDER.search(told) or NOT_NOW.search(about):
        return False
    contact = ESCALATION.search(about) if is_heading else CONTACT.search(told) or TROUBLE.search(told) or ESCALATION.search(about)
    return bool(contact and (ordered or ORDER.search(told)))


def _troubled(told: str, section: tuple[str, ...]) -> bool:
    """Do these words speak of something wrong, for which levels of people are told?"""
    about = f"{told} {section[-1] if section else ''}"
    return bool(TROUBLE.search(about)) and not NO_ORDER.search(told) and not NOT_NOW.search(about)


def _step(document: Document, block: Block) -> _Step | None:
    text = _name(block.text)
    return _Step(text, document.quote(block.start, block.end)) if text else None


def _name(text: str) -> str:
    """What a step is called: its own words without level, verb, explanation or trailing link."""
    text = LEVEL.sub("", text, count=1)
    text = SEQUENCE.sub("", text, count=1) if SEQUENCE.match(text) else text
    verb = CONTACT.match(OPENING.sub("", text))
    if verb:
        text = OPENING.sub("", OPENING.sub("", text)[verb.end() :].lstrip())
    cut = EXPLANATION.search(text)
    text = REACHED.sub("", text[: cut.start()] if cut else text)
    return text.strip().strip(".,;:").strip()


def _people(names: Sequence[str]) -> bool:
    """Are these names of people, teams or channels?"""
    return len(names) >= 2 and all(1 <= len(name.split()) <= LONGEST_STEP for name in names) and all(map(is_contact, names))


def is_contact(name: str) -> bool:
    """Does a name denote somebody, or a place where somebody answers?"""
    if CHANNEL.search(name):
        return True
    core = re.split(r"\s(?:on|for|at|in|of|from|who|with|to)\s|\s\(", name)[0]
    if re.search(r"[\"“”=<>]|\b(?:you|your|that|which|is|are|click|select)\b(?!\s+(?:manager|boss|lead|line|team|supervisor|tutor|mentor|buddy))", core):
        return False
    words = re.findall(r"[\w'-]+", core)
    parts = [part for word in words for part in word.lower().split("-")]
    if not words or CONTACT.fullmatch(words[0]):
        return False
    if PEOPLE & set(parts) or AGENTIVE.search(words[-1]):
        return True
    return len(words) >= 2 and all(word[0].isupper() for word in words if word.lower() not in {"the", "of", "and"})


def _level(label: re.Match[str]) -> int:
    return LEVEL_NUMBERS.get((label["after"] or label["before"]).lower(), 0)


def _rising(levels: Sequence[int]) -> bool:
    return len(levels) >= 2 and all(a < b for a, b in zip(levels, levels[1:], strict=False))


def _tabled(document: Document) -> Iterator[EscalationOrder]:
    for group, members in groupby(document.blocks, key=lambda block: block.group if block.kind is Kind.ROW else None):
        rows = list(members)
        if group is None or len(rows) < 2:
            continue
        header = next((b for b in document.blocks if b.group == group and b.kind is Kind.HEADER), None)
        titles = _cells(header) if header else []
        who = next((n for n, title in enumerate(titles) if WHO.search(title) and not RANK.search(title)), None)
        rank = next((n for n, title in enumerate(titles) if RANK.search(title) and n != who), None)
        found = _scope(document, rows[0])
        about = " ".join([*titles, *(rows[0].section[-1:]), found[1] if found else ""])
        if who is None or rank is None or not (ESCALATION.search(about) or CONTACT.search(found[1] if found else "")):
            continue
        if NO_ORDER.search(about) or NOT_NOW.search(about):
            continue
        cells = [_cells(row) for row in rows]
        if any(len(row) <= max(who, rank) for row in cells):
            continue
        labelled = [(_rank(row[rank]), row, block) for row, block in zip(cells, rows, strict=True)]
        if not all(level for level, _, _ in labelled):
            continue
        labelled.sort(key=lambda each: each[0])
        steps = [_Step(_name(row[who]) or row[who], document.quote(block.start, block.end)) for _, row, block in labelled]
        scope = found or (document.quote(header.start, header.end), header.text, False) if header else found
        if scope and _people([step.text for step in steps]):
            yield _order(document, scope[0], scope[1], rows[0].section, steps)


def _cells(block: Block) -> list[str]:
    return [cell.strip() for cell in block.text.split(" | ")]


def _rank(cell: str) -> int:
    label = LEVEL.match(cell + ":")
    digits = re.search(r"\d+", cell)
    return _level(label) if label else int(digits.group()) if digits else 0


def _labelled(document: Document) -> Iterator[EscalationOrder]:
    """Levels told in paragraphs of their own: "Level 1: the service desk", one after the other."""
    plain = [b for b in document.blocks if b.kind in {Kind.PARAGRAPH, Kind.HEADING}]
    for labelled, members in groupby(plain, key=lambda block: bool(block.kind is Kind.PARAGRAPH and LEVEL.match(block.text))):
        blocks = list(members)
        labels = [LEVEL.match(block.text) for block in blocks]
        if not labelled or not _rising([_level(label) for label in labels if label]):
            continue
        at = plain.index(blocks[0])
        before = plain[at - 1] if at else None
        if before is None:
            continue
        announced = _announces(before.text, blocks[0].section, ordered=True, is_heading=before.kind is Kind.HEADING)
        if not announced and not _troubled(before.text, blocks[0].section):
            continue
        steps = [_Step(_name(block.text), document.quote(block.start, block.end)) for block in blocks]
        if _people([step.text for step in steps]):
            yield _order(document, document.quote(before.start, before.end), before.text, blocks[0].section, steps)


def _told(document: Document) -> Iterator[EscalationOrder]:
    """Steps told within a paragraph: by arrows, or by "first …, then …, finally …"."""
    for block in document.blocks:
        if block.kind not in {Kind.PARAGRAPH, Kind.ITEM} or NOT_NOW.search(block.text) or NO_ORDER.search(block.text):
            continue
        if set_aside(document, block) or block.text.rstrip().endswith(":"):
            continue
        steps = _arrows(document, block) or _sequence(block.text)
        if len(steps) >= 2 and _people(steps) and all(len(step.split()) <= LONGEST_TOLD for step in steps):
            quote = document.quote(block.start, block.end)
            yield _order(document, quote, block.text, block.section, [_Step(step, quote) for step in steps])


def _arrows(document: Document, block: Block) -> list[str]:
    lead = " ".join(document.blocks[at].text for at in block.leads)
    about = f"{lead} {block.section[-1] if block.section else ''} {block.text}"
    contact = [verb for verb in CONTACT.finditer(about) if not MOVES.match(verb.group())]
    if not ARROW.search(block.text) or not (ESCALATION.search(about) or contact or TROUBLE.search(about)):
        return []
    parts = ARROW.split(block.text)
    first = re.split(r":\s|\bto\s|\bwith\s|\bfrom\s", parts[0])[-1]
    return [_name(part) for part in [first, *parts[1:]]]


def _sequence(text: str) -> list[str]:
    """The steps of "ask A first, then B, and finally C"; none where the words tell no such order."""
    contact = TROUBLE.search(text) or any(not MOVES.match(verb.group()) for verb in CONTACT.finditer(text))
    markers = list(SEQUENCE.finditer(text))
    if not contact or not markers:
        return []
    cuts = sorted({0, *(m.start() for m in markers)})
    pieces = [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    steps: list[str] = []
    for piece in pieces:
        name = _told_name(piece, needs_verb=not steps)
        if name and name not in steps:
            steps.append(name)
    return steps


MOVES = re.compile(r"(?:go(?:es|ing)?\s+to|see|find|tr(?:y|ies|ied|ying)|tak\w+|pass\w*|hand\w*|report\w*|bring\w*)", re.IGNORECASE)


def _told_name(piece: str, *, needs_verb: bool) -> str | None:
    marker = SEQUENCE.match(piece)
    rest = piece[marker.end() :] if marker else piece
    verbs = list(CONTACT.finditer(rest))
    if verbs:
        rest = rest[verbs[-1].end() if needs_verb else verbs[0].end() :]
    elif needs_verb and not marker:
        return None
    rest = re.sub(r"^\s*(?:it|this|them|the\s+\w+)?\s*(?:with|to|through|up\s+to|via)\s+", "", rest)
    rest = OPENING.sub("", rest.strip())
    name = re.split(r"[,;.!?]|\s(?:first|and|who|if|when|for|by|on\s+\d|before|instead|about)\b", rest)[0].strip()
    return name if name and is_contact(name) else None
