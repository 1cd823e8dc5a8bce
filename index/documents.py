"""What a document is once read: its text, and its blocks with their exact places in that text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import overload


class Kind(StrEnum):
    """What a block is to its reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # the own text of one list item, nested lists apart
    HEADER = "header"  # the header row of a table
    ROW = "row"  # one body row of a table
    CODE = "code"  # a whole code block


class Markup(StrEnum):
    """What a stretch of a block's text is set as."""

    CODE = "code"
    LINK = "link"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch ``text[start:end]`` of a block's own text and what it is set as; ``href`` for links."""

    markup: Markup
    start: int
    end: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Places(Sequence[int]):
    """Offsets of characters, kept as runs of neighbours: character ``starts[k] + i`` stands at ``offsets[k] + i``."""

    starts: tuple[int, ...]
    offsets: tuple[int, ...]
    length: int

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Places: ...
    def __getitem__(self, index: int | slice) -> int | Places:
        if isinstance(index, slice):
            start, stop, _ = index.indices(self.length)
            return self.between(start, max(start, stop))
        at = index + self.length if index < 0 else index
        if not 0 <= at < self.length:
            raise IndexError(index)
        run = bisect_right(self.starts, at) - 1
        return self.offsets[run] + at - self.starts[run]

    def __iter__(self) -> Iterator[int]:
        for (start, stop), offset in zip(pairwise((*self.starts, self.length)), self.offsets, strict=True):
            yield from range(offset, offset + stop - start)

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The runs of the characters ``start`` to ``end``, each as its first offset and its length."""
        run = bisect_right(self.starts, start) - 1
        while start < end:
            stop = self.starts[run + 1] if run + 1 < len(self.starts) else self.length
            yield self.offsets[run] + start - self.starts[run], min(stop, end) - start
            start, run = stop, run + 1

    def between(self, start: int, end: int) -> Places:
        """The places of the characters ``start`` to ``end``."""
        return Places.of(self.runs(start, min(end, self.length)))

    @staticmethod
    def of(runs: Iterator[tuple[int, int]] | Sequence[tuple[int, int]]) -> Places:
        """Places made of runs, each its first offset and its length; neighbours are joined."""
        starts: list[int] = []
        offsets: list[int] = []
        length = 0
        for offset, count in runs:
            if count and not (starts and offsets[-1] + length - starts[-1] == offset):
                starts.append(length)
                offsets.append(offset)
            length += count
        return Places(tuple(starts), tuple(offsets), length)


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, table row or code block, as read by a person.

    ``text`` is what a reader sees: markup gone, white space folded to single blanks (kept as it is in code blocks),
    cells of a row joined by `` | ``. ``places[i]`` is the offset in the document of ``text[i]``, so every piece of text
    can be quoted exactly; ``start`` and ``end`` delimit the whole block in the document, its inline markup included and
    its list bullet, heading sign or quote sign left out.

    ``section`` holds the headings above, outermost first, without the document's title. ``leads`` are the positions in
    ``Document.blocks`` of the blocks that introduce this one, outermost first: the paragraph before a list, the item
    above a nested list, the header of a table, the sentence before a code block. ``group`` numbers the list or table
    that the block belongs to (None outside one); ``number`` is an item's ordinal in an ordered list, as counted by a
    reader, and None in a bulleted one. ``quoted`` says that it stands in a block quote.
    """

    kind: Kind
    text: str
    places: Sequence[int]
    start: int
    end: int
    section: tuple[str, ...] = ()
    leads: tuple[int, ...] = ()
    group: int | None = None
    number: int | None = None
    level: int = 0  # of a heading, 1 to 6; of an item, its depth of nesting, 1 for the outermost
    marks: tuple[Mark, ...] = ()
    quoted: bool = False

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the document of ``text[start:end]``."""
        return self.places[start], self.places[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the corpus as read: ``text`` is the file decoded as UTF-8 with universal newlines.

    All offsets of the product count Unicode code points of this text. ``title`` falls back to the first heading, then
    to the file's name. ``meta`` is the front matter's plain values as text.
    """

    path: str
    text: str
    title: str
    blocks: tuple[Block, ...]
    url: str | None = None
    owner: str | None = None
    meta: tuple[tuple[str, str], ...] = ()
    lines: tuple[int, ...] = field(default=(0,), repr=False)  # offset of the start of each line

    def line(self, offset: int) -> int:
        """The 1-based line that holds an offset."""
        return bisect_right(self.lines, offset)

    def quote(self, start: int, end: int) -> Quote:
        """The document's own words between two offsets."""
        return Quote(self.path, start, end, self.line(start), self.text[start:end])


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document at their place: ``text`` is exactly ``document.text[start:end]``, ``line`` is 1-based."""

    document: str
    start: int
    end: int
    line: int
    text: str

    def overlaps(self, other: Quote) -> bool:
        """Do two quotes share words at one place?"""
        return self.document == other.document and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that could not be read, and why, in plain words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents read from a folder, sorted by path, and what was skipped."""

    root: str
    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...] = ()
