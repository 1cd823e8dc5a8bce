"""Where the sentences of a text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.documents import Mark, Markup

_STOP = re.compile(r"""[.!?…]+["'”’»)\]*_]*(?=\s)""")
_SHORT = re.compile(
    r"(?:^|[\s(\[“‘\"'])(?:e\.g|i\.e|c\.f|cf|eg|ie|etc|vs|approx|no|nos|fig|figs|sec|ch|vol|pp?|ed|eds|al|viz|esp|incl|"
    r"mr|mrs|ms|dr|prof|st|jr|sr|ltd|inc|dept|tel|ext|min|max|[A-Za-z])$",
    re.IGNORECASE,
)
_OPENING = "\"'“‘«([*_`"


def sentences(text: str, marks: Iterable[Mark] = ()) -> list[tuple[int, int]]:
    """The sentences of a block's text as ``(start, end)``, blanks between them left out.

    Abbreviations, version numbers, names such as GOV.UK and stretches marked as code or link are kept whole.
    """
    whole = [(mark.start, mark.end) for mark in marks if mark.markup in (Markup.CODE, Markup.LINK)]
    ends = [match.end() for match in _STOP.finditer(text) if _stops(text, match, whole)]
    found: list[tuple[int, int]] = []
    start = 0
    for end in (*ends, len(text)):
        piece = text[start:end]
        if piece.strip():
            found.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = end
    return found


def _stops(text: str, stop: re.Match[str], whole: list[tuple[int, int]]) -> bool:
    """Whether a full stop, or its like, ends a sentence."""
    if any(start < stop.end() < end for start, end in whole):
        return False
    following = text[stop.end() :].lstrip()[:1] if stop.end() < len(text) else ""
    after = text[stop.end() : stop.end() + 4].lstrip().lstrip(_OPENING)[:1] or following
    if after.islower():
        return False
    if not stop[0].startswith("."):
        return True
    before = text[max(0, stop.start() - 12) : stop.start()]
    if not before.strip() or before.endswith("."):
        return True
    if _SHORT.search(before):
        tail = re.split(r"[\s(]", before)[-1].casefold().rstrip(".")
        return tail in ("etc", "no", "min", "max", "ed", "ch", "st") and after.isupper() and tail in ("etc",)
    return True
