"""Passages: the pieces of documents that are searched and cited."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.documents import Block, Document, Kind, Markup, Quote
from index.sentences import sentences


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, list item, table row or code block with what introduces it.

    ``quote`` is the passage's own words at their place; ``text`` the same as a reader sees it. ``leads`` quote what
    introduces it (a list's sentence, a table's header), outermost first, and ``introduction`` is their text as a reader
    sees it. ``sentences`` are the places, in the document, of the sentences of ``text``: the smallest things to quote.
    ``context`` is what is embedded: title, section, introduction and text, never longer than the model reads.
    """

    id: str  # 16 hex digits of a digest of document, place among equals and text; stable while the text stands
    document: str
    title: str
    section: tuple[str, ...]
    kind: Kind
    quote: Quote
    text: str
    leads: tuple[Quote, ...]
    introduction: str
    sentences: tuple[Quote, ...]
    context: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    ``position`` is its place among the generation's passages. ``score`` ranks. ``dense`` is the cosine, ``lexical`` the
    share of the question's words, by BM25, that the passage holds, 0 to 1, ``late`` how near the question's words come,
    each by itself, to words of the passage, 0 to 1, ``section`` and ``document`` the same for all that was found of its
    section and of its document. ``lacking`` is the share of them that come near to none, ``rephrased`` how near those
    come that it does not hold as such. None where that stage is off or found nothing.
    """

    passage: Passage
    score: float
    position: int
    dense: float | None = None
    lexical: float | None = None
    late: float | None = None
    section: float | None = None
    document: float | None = None
    lacking: float | None = None
    rephrased: float | None = None
    exact: bool = False  # holds, to the letter, an identifier that the question names


LONGEST = 254  # word pieces that the model reads, its two signs for beginning and end apart
Pieces = Callable[[str], int]


def cut(document: Document, pieces: Pieces, longest: int = LONGEST) -> tuple[Passage, ...]:
    """The passages of a document, in its order.

    ``pieces`` counts the word pieces of a text; no passage's ``context`` has more than ``longest``.
    """
    seen: Counter[str] = Counter()
    passages: list[Passage] = []
    for block in document.blocks:
        if block.kind in (Kind.HEADING, Kind.HEADER):
            continue
        parts = _sentences(block)
        for start, end in _cuts(document, block, parts, pieces, longest):
            text = block.text[start:end]
            quotes = tuple(document.quote(*block.place(*part)) for part in _within(parts, start, end))
            context = _context(_Frame.of(document, block), text, pieces, longest)
            passages.append(_passage(document, block, (start, end), seen[text], quotes, context))
            seen[text] += 1
    return tuple(passages)


def _passage(
    document: Document, block: Block, within: tuple[int, int], equals: int, quotes: tuple[Quote, ...], context: str
) -> Passage:
    text = block.text[slice(*within)]
    whole = len(text) == len(block.text)
    leads = tuple(document.blocks[lead] for lead in block.leads)
    digest = hashlib.sha256(f"{document.path}\0{equals}\0{text}".encode("utf-8", "surrogatepass"))
    return Passage(
        id=digest.hexdigest()[:16],
        document=document.path,
        title=document.title,
        section=block.section,
        kind=block.kind,
        quote=document.quote(*((block.start, block.end) if whole else block.place(*within))),
        text=text,
        leads=tuple(document.quote(lead.start, lead.end) for lead in leads),
        introduction=" ".join(lead.text for lead in leads),
        sentences=quotes,
        context=context,
        url=document.url,
    )


def _within(parts: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts, in order and apart, that reach into a stretch, cut to it."""
    at = bisect_right(parts, start, key=lambda part: part[1])
    while at < len(parts) and parts[at][0] < end:
        yield max(parts[at][0], start), min(parts[at][1], end)
        at += 1


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is embedded before the text of a passage."""

    title: str
    section: tuple[str, ...]
    leads: tuple[str, ...]

    @staticmethod
    def of(document: Document, block: Block) -> _Frame:
        return _Frame(document.title, block.section, tuple(document.blocks[lead].text for lead in block.leads))

    def __str__(self) -> str:
        return "\n".join(part for part in (self.title, " > ".join(self.section), " ".join(self.leads)) if part)

    def narrower(self) -> Iterator[_Frame]:
        """The frame and ever shorter ones: outer leads go first, then outer headings, then the rest."""
        title, section, leads = self.title, self.section, self.leads
        yield self
        while len(leads) > 1:
            leads = leads[1:]
            yield _Frame(title, section, leads)
        while len(section) > 1:
            section = section[1:]
            yield _Frame(title, section, leads)
        if leads:
            last = sentences(leads[0])
            leads = (leads[0][last[-1][0] :],) if last else leads
            yield _Frame(title, section, leads)
            yield _Frame(title, (), leads)
        yield _Frame(title, section, ())
        yield _Frame(title, (), ())
        yield _Frame("", (), ())


def _context(frame: _Frame, text: str, pieces: Pieces, longest: int) -> str:
    """Title, section, introduction and text, shortened from the outside in until the model can read it whole."""
    context = text
    for narrower in frame.narrower():
        context = f"{narrower}\n{text}" if str(narrower) else text
        if pieces(context) <= longest:
            break
    return context


def _sentences(block: Block) -> list[tuple[int, int]]:
    """The smallest things to quote of a block: sentences, lines of code, a whole row."""
    if block.kind is Kind.ROW:
        return [(0, len(block.text))]
    if block.kind is Kind.CODE:
        return _lines(block.text)
    return sentences(block.text, block.marks)


def _lines(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            found.append((at + len(line) - len(line.lstrip()), at + len(line.rstrip())))
        at += len(line) + 1
    return found


def _cuts(
    document: Document, block: Block, parts: list[tuple[int, int]], pieces: Pieces, longest: int
) -> Iterator[tuple[int, int]]:
    """The block's text as one stretch, or as several when the model could not read it in one."""
    if pieces(block.text) <= longest * 2 // 3:
        yield 0, len(block.text)
        return
    *_, narrow, _, _ = _Frame.of(document, block).narrower()
    room = max(longest - pieces(str(narrow)) - 2, longest * 2 // 3)
    if pieces(block.text) <= room:
        yield 0, len(block.text)
        return
    cells = [(mark.start, mark.end) for mark in block.marks if mark.end > mark.start and mark.markup is Markup.CELL]
    yield from _packed(block.text, cells or parts, pieces, room)


def _packed(text: str, parts: list[tuple[int, int]], pieces: Pieces, room: int) -> Iterator[tuple[int, int]]:
    """Neighbouring parts joined as long as there is room; a part too long by itself is cut between words."""
    start = end = -1
    used = 0
    for first, last in parts:
        count = pieces(text[first:last])
        if start >= 0 and used + count + 1 <= room:
            end, used = last, used + count + 1
            continue
        if start >= 0:
            yield start, end
        if count <= room:
            start, end, used = first, last, count
            continue
        *full, (start, end) = _words(text, first, last, pieces, room)
        yield from full
        used = pieces(text[start:end])
    if start >= 0:
        yield start, end


def _words(text: str, start: int, end: int, pieces: Pieces, room: int) -> list[tuple[int, int]]:
    """A stretch cut into halves, at a blank near the middle where there is one, until each has room."""
    pending, found = [(start, end)], []
    while pending:
        first, last = pending.pop()
        if last - first <= 1 or (last - first <= room * 40 and pieces(text[first:last]) <= room):
            found.append((first, last))
            continue
        middle = (first + last) // 2
        blank = text.rfind(" ", first + 1, middle)
        split = blank if blank > first + (last - first) // 4 else middle
        pending += [(split + (text[split] == " "), last), (first, split)]
    return [(first, last) for first, last in found if text[first:last].strip()]
