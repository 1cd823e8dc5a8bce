"""Putting blocks in order while a document is read: headings above, what introduces what, lists and their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.documents import Block, Kind, Mark, Markup, Places

MOST_LEADS = 8  # of those that introduce a block, the innermost
_PIECES = re.compile(r"[\s\ufeff\u200b]+|[^\s\ufeff\u200b]+")
_INVISIBLE = "\ufeff\u200b"


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of reader's text with the place of every character and its marks."""

    text: str
    places: Places
    marks: tuple[Mark, ...] = ()

    def after(self, count: int) -> Reading:
        """The reading without its first ``count`` characters."""
        marks = tuple(
            Mark(mark.markup, max(mark.start - count, 0), mark.end - count, mark.href)
            for mark in self.marks
            if mark.end > count
        )
        return Reading(self.text[count:], self.places[count:], marks)

    def reach(self, start: int, end: int) -> tuple[int, int]:
        """The place ``start`` to ``end``, drawn out to hold all of the text."""
        if not self.text:
            return start, end
        return min(start, self.places[0]), max(end, self.places[-1] + 1)

    def without_blank_lines(self) -> Reading:
        """The reading without the blank lines at its head and its end."""
        text = self.text.rstrip()
        head = len(text) - len(text.lstrip())
        begin = text.rfind("\n", 0, head) + 1
        return Reading(text, self.places[: len(text)]).after(begin)


class Words:
    """Collects a reader's text piece by piece, folding white space to single blanks unless it is to be kept."""

    def __init__(self, *, folded: bool = True) -> None:
        self._folded = folded
        self._parts: list[str] = []
        self._runs: list[tuple[int, int]] = []
        self._length = 0
        self._blank = True
        self._open: list[tuple[Markup, int, str | None]] = []
        self._marks: list[Mark] = []

    def add(self, text: str, places: Places, at: int = 0) -> None:
        """Add ``text``, whose character ``i`` stands at ``places[at + i]``."""
        if not self._folded:
            self._keep(text)
            self._runs.extend(places.runs(at, at + len(text)))
            return
        for piece in _PIECES.finditer(text):
            start, end = piece.span()
            if not (text[start].isspace() or text[start] in _INVISIBLE):
                self._keep(piece[0])
                self._runs.extend(places.runs(at + start, at + end))
                self._blank = False
            elif piece[0].strip(_INVISIBLE):
                self.blank(places[at + start])

    def put(self, text: str, offset: int) -> None:
        """Add text that stands for something else in the source, all of it at one offset: an entity, say."""
        for letter in text:
            if letter.isspace() and self._folded:
                self.blank(offset)
            else:
                self._keep(letter)
                self._runs.append((offset, 1))
                self._blank = False

    def blank(self, offset: int) -> None:
        """Add a blank unless there is one."""
        if not self._blank:
            self._keep(" ")
            self._runs.append((offset, 1))
            self._blank = True

    def bar(self, offset: int) -> None:
        """Add the sign between two cells of a row."""
        self.blank(offset)
        self.put("|", offset)
        self.blank(offset)

    def open(self, markup: Markup, href: str | None = None) -> None:
        """Begin a mark."""
        self._open.append((markup, self._length, href))

    def close(self, markup: Markup) -> None:
        """End the innermost mark, when it is of this kind."""
        if self._open and self._open[-1][0] is markup:
            _, start, href = self._open.pop()
            self._marks.append(Mark(markup, start, self._length, href))

    def reading(self) -> Reading:
        """What was collected."""
        while self._open:
            self.close(self._open[-1][0])
        text = "".join(self._parts)
        size = len(text.rstrip()) if self._folded else len(text)
        marks = (_trimmed(mark, text[:size]) for mark in self._marks)
        kept = tuple(sorted((mark for mark in marks if mark), key=lambda mark: (mark.start, -mark.end)))
        return Reading(text[:size], Places.of(self._runs)[:size], kept)

    def _keep(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _trimmed(mark: Mark, text: str) -> Mark | None:
    """The mark without blanks at its ends; None when nothing is left, except of a cell, which may be empty."""
    start, end = min(mark.start, len(text)), min(mark.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Mark(mark.markup, start, end, mark.href) if end > start or mark.markup is Markup.CELL else None


@dataclass(slots=True)
class _Numbering:
    """A list or table: its group, what introduces it, the next number."""

    group: int
    leads: tuple[int, ...]
    number: int | None = None
    step: int = 1


@dataclass(slots=True)
class _Container:
    """What encloses the next block, and the block just before it there."""

    leads: tuple[int, ...] = ()
    before: int | None = None
    quoted: bool = False
    depth: int = 0
    list: _Numbering | None = None
    item: _Numbering | None = None  # set while the item's own text has not come yet
    number: int | None = None
    past: _Numbering | None = None  # the last ordered list here, which a later one may continue
    table: _Numbering | None = None


class Outline:
    """Takes the parts of a document in reading order and gives its blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._headings: list[tuple[int, str]] = []
        self._containers = [_Container()]
        self._groups = 0

    def heading(self, level: int, reading: Reading, start: int, end: int) -> None:
        """Add a heading; within a list item or a quote it is text of that."""
        here = self._here
        if not reading.text:
            return
        if here.depth or here.quoted or here.table:
            self.paragraph(reading, start, end)
            return
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        self._add(Kind.HEADING, reading, start, end, here.leads, level=level)
        self._headings.append((level, reading.text))
        here.before = here.past = None

    def paragraph(self, reading: Reading, start: int, end: int) -> None:
        """Add a paragraph, or the text of the item when it has none yet."""
        here = self._here
        if not reading.text:
            return
        if here.item:
            item, here.item = here.item, None
            place = self._add(
                Kind.ITEM, reading, start, end, here.leads, level=here.depth, group=item.group, number=here.number
            )
            here.leads = (*here.leads, place)
            here.before = None
            return
        here.before = self._add(Kind.PARAGRAPH, reading, start, end, here.leads)
        if here.table:
            here.leads = here.table.leads = (*here.leads, here.before)

    def code(self, reading: Reading, start: int, end: int) -> None:
        """Add a code block; the sentence before it, or the item, introduces it."""
        here = self._here
        if reading.text.strip():
            self._add(Kind.CODE, reading, start, end, self._introduced(here, Kind.PARAGRAPH, Kind.ITEM))
            here.before = None

    def rule(self) -> None:
        """A line across: what stands before it introduces nothing after it."""
        self._here.before = None

    def enter_list(self, first: int | None = None, step: int = 1) -> None:
        """Begin a list; ``first`` is the number of its first item, None for bullets."""
        here = self._here
        if first is not None and here.past and here.past.number == first and not here.quoted:
            numbering = here.past
        else:
            numbering = _Numbering(self._group(), self._introduced(here, Kind.PARAGRAPH), first, step)
        self._containers.append(_Container(leads=numbering.leads, quoted=here.quoted, depth=here.depth, list=numbering))

    def leave_list(self) -> None:
        """End the list."""
        past = self._containers.pop()
        here = self._here
        here.before = past.before
        if past.list and past.list.number is not None:
            here.past = past.list

    def enter_item(self, number: int | None = None) -> None:
        """Begin an item; ``number`` where the document gives it one of its own."""
        here = self._here
        numbering = here.list or _Numbering(self._group(), here.leads)
        if number is not None and numbering.number is not None:
            numbering.number = number
        counted = numbering.number
        if numbering.number is not None:
            numbering.number += numbering.step
        self._containers.append(
            _Container(numbering.leads, None, here.quoted, here.depth + 1, item=numbering, number=counted)
        )

    def leave_item(self) -> None:
        """End the item; code that follows its list is introduced by it."""
        past = self._containers.pop()
        own = past.leads[-1] if past.leads and self.blocks[past.leads[-1]].kind is Kind.ITEM else None
        self._here.before = None if past.item else own

    def enter_quote(self) -> None:
        """Begin a block quote."""
        here = self._here
        leads = here.leads
        if here.before is not None and self.blocks[here.before].text.endswith(":"):
            leads = (*leads, here.before)
        self._containers.append(_Container(leads, None, True, here.depth))

    def leave_quote(self) -> None:
        """End the block quote."""
        self._containers.pop()
        self._here.before = None

    def enter_table(self) -> None:
        """Begin a table."""
        here = self._here
        here.item = None
        numbering = _Numbering(self._group(), self._introduced(here, Kind.PARAGRAPH))
        self._containers.append(_Container(numbering.leads, None, here.quoted, here.depth, table=numbering))

    def header(self, reading: Reading, start: int, end: int) -> None:
        """Add the header row of the table."""
        here = self._here
        if here.table and reading.text.strip(" |"):
            place = self._add(Kind.HEADER, reading, start, end, here.table.leads, group=here.table.group)
            here.leads = (*here.table.leads, place)

    def row(self, reading: Reading, start: int, end: int) -> None:
        """Add a body row of the table."""
        here = self._here
        if here.table and reading.text.strip(" |"):
            self._add(Kind.ROW, reading, start, end, here.leads, group=here.table.group)

    def leave_table(self) -> None:
        """End the table."""
        self._containers.pop()
        self._here.before = None

    @property
    def item_begins(self) -> bool:
        """Whether the next text is that of a list item."""
        return self._here.item is not None

    @property
    def in_item(self) -> bool:
        """Whether the next block stands in a list item, not merely in a list."""
        return self._here.depth > 0 and self._here.list is None

    @property
    def _here(self) -> _Container:
        return self._containers[-1]

    def _group(self) -> int:
        self._groups += 1
        return self._groups

    def _introduced(self, here: _Container, *kinds: Kind) -> tuple[int, ...]:
        """The leads of something that follows directly on a block of one of these kinds."""
        if here.before is None or self.blocks[here.before].kind not in kinds:
            return here.leads
        before = self.blocks[here.before]
        outer = before.leads if before.kind is Kind.ITEM else here.leads
        return (*outer, here.before)

    def _add(
        self,
        kind: Kind,
        reading: Reading,
        start: int,
        end: int,
        leads: tuple[int, ...],
        *,
        level: int = 0,
        group: int | None = None,
        number: int | None = None,
    ) -> int:
        here = self._here
        self.blocks.append(
            Block(
                kind,
                reading.text,
                reading.places,
                start,
                end,
                tuple(text for _, text in self._headings),
                leads[-MOST_LEADS:],
                group,
                number,
                level,
                reading.marks,
                here.quoted,
            )
        )
        return len(self.blocks) - 1


def below_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """The blocks with the document's title left out of the sections above them."""
    folded = title.casefold()
    return tuple(
        replace(block, section=block.section[1:]) if block.section and block.section[0].casefold() == folded else block
        for block in blocks
    )
