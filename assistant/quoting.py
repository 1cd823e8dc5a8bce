"""A document's words as its reader sees them, set in CommonMark: for answers, beside the exact quote that is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.documents import Block, Document, Kind, Markup, Quote

SPECIAL = re.compile(r"([\\`*<>]|\](?=[(\[])|^[#+-](?=\s)|^\d+(?=[.)]\s))")
MARKER = re.compile(r"(?<!\\)\[(\d{1,3})\]")  # as answers number their citations
FENCE = "```"


def as_read(document: Document, quote: Quote) -> str:
    """The quoted words without their own markup, as a block quote: lists as lists, code as code, the rest as text."""
    pieces = [piece for block in document.blocks for piece in _piece(block, quote)]
    text = "".join(piece if n == 0 else f"{_gap(piece, pieces[n - 1])}{piece}" for n, piece in enumerate(pieces))
    return "\n".join(f"> {line}".rstrip() for line in (text or " ".join(quote.text.split())).splitlines())


def _piece(block: Block, quote: Quote) -> Iterator[str]:
    """A block's part of the quote, in CommonMark."""
    if block.end <= quote.start or quote.end <= block.start or not block.text:
        return
    inside = [n for n in range(len(block.text)) if quote.start <= block.places[n] < quote.end]
    if not inside:
        return
    start, end = inside[0], inside[-1] + 1
    if block.kind is Kind.CODE:
        yield _code_block(block.text[start:end].rstrip())
    elif block.kind is Kind.ITEM:
        sign = f"{block.number}." if block.number is not None else "-"
        yield f"{'   ' * max(0, block.level - 1)}{sign} {_marked(block, start, end)}"
    elif block.kind is Kind.HEADING:
        yield f"**{_plain(block.text[start:end])}**"
    else:
        yield _marked(block, start, end)


def _marked(block: Block, start: int, end: int) -> str:
    """Text with its code set as code and everything else as plain words."""
    parts, position = [], start
    for mark in sorted(block.marks, key=lambda mark: mark.start):
        code = block.text[mark.start : mark.end]
        if mark.markup is Markup.CODE and position <= mark.start and mark.end <= end and not MARKER.search(code):
            tick = "``" if "`" in code else "`"
            shown = _plain(code) if MARKER.search(code) else f"{tick}{code}{tick}"
            parts += [_plain(block.text[position : mark.start]), shown]
            position = mark.end
    return "".join([*parts, _plain(block.text[position:end])])


def _code_block(code: str) -> str:
    """A command as code; as plain lines where it holds what would read as the number of a citation."""
    if MARKER.search(code):
        return "\\\n".join(map(_plain, code.splitlines()))
    return f"{FENCE}\n{code}\n{FENCE}"


def _plain(text: str) -> str:
    """Words with what CommonMark, or a reader of citations, would take for a sign escaped."""
    return MARKER.sub(r"\\[\1\\]", SPECIAL.sub(r"\\\1", text))


def _gap(piece: str, before: str) -> str:
    """Items of a list follow on; other blocks stand apart."""
    both_items = all(re.match(r"\s*(?:-|\d+\.)\s", each) for each in (piece, before))
    return "\n" if both_items else "\n\n"
