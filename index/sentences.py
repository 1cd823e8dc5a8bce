"""Where the sentences of a text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.documents import Mark, Markup

_STOP = re.compile(r"""(?<![.!?…])[.!?…]++["'”’»)\]*_]*+(?=\s++(?P<after>["'“‘«(\[*_`]*\S))""")
_NEVER_LAST = re.compile(
    r"(?:^|[\s(\[“‘\"'/])(?:e\.g|i\.e|c\.f|cf|eg|ie|vs|approx|viz|esp|incl|mr|mrs|ms|dr|prof|st|(?:[A-Z]\.)+[A-Z])$",
    re.IGNORECASE,
)
_BEFORE_NUMBERS = re.compile(r"(?:^|[\s(\[])(?:nos?|figs?|secs?|ch|vol|pp?|art|tel|ext)$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}$")
_RUN_IN = re.compile(r"[:;]\s1\.\s.*\s2\.\s", re.DOTALL)  # points counted within a paragraph: "in order: 1. … 2. …"
_HOURS = re.compile(r"[ap]\.m$", re.IGNORECASE)


def sentences(text: str, marks: Iterable[Mark] = ()) -> list[tuple[int, int]]:
    """The sentences of a block's text as ``(start, end)``, blanks between them left out.

    Abbreviations, version numbers, names such as EXAMPLE.ORG and stretches marked as code or link are kept whole.
    """
    whole = [(mark.start, mark.end) for mark in marks if mark.markup in (Markup.CODE, Markup.LINK)]
    found: list[tuple[int, int]] = []
    start = 0
    for end in (*(stop.end() for stop in _STOP.finditer(text) if _ends(text, stop, whole)), len(text)):
        piece = text[start:end]
        if piece.strip():
            found.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = end
    return found


def _ends(text: str, stop: re.Match[str], whole: list[tuple[int, int]]) -> bool:
    """Whether a full stop, or its like, ends a sentence."""
    after = stop["after"][-1]
    if after.islower() or any(start < stop.end() < end for start, end in whole):
        return False
    if not stop[0].startswith("."):
        return True
    before = text[max(0, stop.start() - 12) : stop.start()]
    if not before.strip() or (stop.start() <= 12 and before.strip().isdigit()):
        return False
    if _ORDINAL.search(before) and _RUN_IN.search(text):
        return False
    if after.isdigit() and _BEFORE_NUMBERS.search(before):
        return False
    return bool(_HOURS.search(before)) or not _NEVER_LAST.search(before)
