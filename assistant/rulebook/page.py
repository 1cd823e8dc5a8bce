"""A document with the look-ups that the readers of rules share, made once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.rulebook.language import HYPOTHETICAL, NOT_NOW, UNBINDING, pattern
from index.documents import Block, Document, Kind, Quote
from index.sentences import sentences

HELD_UP = pattern(r"(?<!\w)(?:examples?|instead of|wrote|said)(?!\w)")
TOLD = frozenset({Kind.PARAGRAPH, Kind.ITEM})
STANDING = ("status", "state", "stage", "layout_status")


BETWEEN_CELLS = re.compile(r"(?:^|\s)\|(?=\s|$)")  # cells may be empty, at the ends too


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block: its words, and its place in the block's text."""

    block: Block
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the titles of its columns, and its rows with their cells; ``at`` is its header's place in the blocks."""

    at: int
    header: Block
    titles: tuple[str, ...]
    rows: tuple[tuple[Block, tuple[str, ...]], ...]

    def column(self, *titles: bool) -> int | None:
        """The first column whose flag is set."""
        return next((n for n, wanted in enumerate(titles) if wanted), None)


@dataclass(frozen=True, slots=True)
class Page:
    """A document, and for each of its blocks the place of the heading ``above`` it, the place of the paragraph or
    heading ``before`` it, and whether it is ``binding``.
    """

    document: Document
    above: tuple[int | None, ...]
    before: tuple[int | None, ...]
    binding: tuple[bool, ...]

    @classmethod
    def of(cls, document: Document) -> Page:
        """The page with its look-ups, in one walk over the blocks."""
        above: list[int | None] = []
        before: list[int | None] = []
        heading = words = None
        for at, block in enumerate(document.blocks):
            above.append(heading)
            before.append(words)
            if block.kind is Kind.HEADING:
                heading = at
            if block.kind in {Kind.HEADING, Kind.PARAGRAPH}:
                words = at
        loose = _unbinding(document)
        binding = tuple(not loose and _binds(document, block, before[at]) for at, block in enumerate(document.blocks))
        return cls(document, tuple(above), tuple(before), binding)

    def told(self) -> Iterator[tuple[int, Block]]:
        """The paragraphs and items that are meant, with their places."""
        for at, block in enumerate(self.document.blocks):
            if self.binding[at] and block.kind in TOLD:
                yield at, block

    def lists(self) -> Iterator[tuple[int, tuple[Block, ...]]]:
        """The lists that are meant: the place of the first item, and the items, nested lists apart."""
        found: dict[tuple[int | None, int, tuple[int, ...]], list[int]] = {}
        for at, block in enumerate(self.document.blocks):
            if block.kind is Kind.ITEM and self.binding[at]:
                found.setdefault((block.group, block.level, block.leads), []).append(at)
        for places in found.values():
            yield places[0], tuple(self.document.blocks[at] for at in places)

    def tables(self) -> Iterator[Table]:
        """The tables that are meant and have a header."""
        blocks = self.document.blocks
        for at, header in enumerate(blocks):
            if header.kind is not Kind.HEADER or not self.binding[at]:
                continue
            rows = []
            for row in blocks[at + 1 :]:
                if row.group != header.group:
                    break
                rows.append((row, cells(row)))
            yield Table(at, header, cells(header), tuple(rows))

    def lead(self, at: int) -> Block | None:
        """The words that introduce a list or a table, where there are any."""
        blocks = self.document.blocks
        words = [blocks[lead] for lead in blocks[at].leads if blocks[lead].kind is not Kind.HEADER]
        return words[-1] if words else None

    def heading(self, at: int) -> Block | None:
        """The heading over a block."""
        above = self.above[at]
        return None if above is None else self.document.blocks[above]

    def heading_text(self, at: int) -> str:
        """The heading over a block, empty where there is none."""
        heading = self.heading(at)
        return heading.text if heading else ""

    def previous(self, at: int) -> Block | None:
        """The last paragraph or heading before a block."""
        before = self.before[at]
        return None if before is None else self.document.blocks[before]

    def quote(self, block: Block) -> Quote:
        """A whole block, quoted."""
        return self.document.quote(block.start, block.end)

    def quote_part(self, block: Block, start: int, end: int) -> Quote:
        """``block.text[start:end]``, quoted; a whole block with the markup at its ends."""
        first, last = block.place(start, end)
        return self.document.quote(block.start if start == 0 else first, block.end if end == len(block.text) else last)


def cells(row: Block) -> tuple[str, ...]:
    """The cells of a table's row."""
    return tuple(cell.strip() for cell in BETWEEN_CELLS.split(row.text))


def sentences_of(block: Block) -> tuple[Sentence, ...]:
    """The sentences of a block."""
    return tuple(
        Sentence(block, block.text[start:end], start, end) for start, end in sentences(block.text, block.marks)
    )


def _unbinding(document: Document) -> bool:
    """Does the document say of itself that it is a draft, an exercise, minutes … and so states no rules?"""
    states = [value for key, value in document.meta if key.lower() in STANDING]
    return any(UNBINDING.search(text) for text in (document.title, *states))


def _binds(document: Document, block: Block, before: int | None) -> bool:
    """Is a block meant: not under a heading such as "Draft", nor introduced or quoted as an example or as past?"""
    if any(UNBINDING.search(heading) for heading in block.section):
        return False
    introduced = block.leads[0] if block.leads else before if block.quoted else None
    words = "" if introduced is None else document.blocks[introduced].text
    if block.quoted and HELD_UP.search(words):
        return False
    return not (HYPOTHETICAL.search(words) or NOT_NOW.search(words))
