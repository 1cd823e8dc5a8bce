"""Abbreviations that documents explain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.spellings import FILLERS
from assistant.words import fold
from index.documents import Document

EXPLAINED = re.compile(r"\b((?:[A-Za-z][\w’'-]*\s+(?:(?:and|of|for|the|in)\s+)?){1,6}?)\(([A-Z][A-Za-z0-9]{1,7}s?)\)")
EXPLAINS = re.compile(r"\b([A-Z][a-z]?[A-Z0-9]{1,7})\s+\(((?:[A-Za-z][\w’'-]*\s*){2,7})\)")


def abbreviations(documents: Iterable[Document]) -> dict[str, str]:
    """The abbreviations that documents explain, folded, with what they stand for: "Duty Operations Manager (DOM)"."""
    found: dict[str, str] = {}
    for document in documents:
        for long, short in _explained(document.text):
            found.setdefault(fold(short), long)
    return found


@lru_cache(maxsize=16_384)  # one generation after the other asks for much the same
def _explained(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_explanations(text))


def _explanations(text: str) -> Iterator[tuple[str, str]]:
    for explained in EXPLAINED.finditer(text):
        long = _standing_for(explained[1], explained[2])
        if long:
            yield long, explained[2]
    for explains in EXPLAINS.finditer(text):
        long = _standing_for(explains[2], explains[1])
        if long:
            yield long, explains[1]


def _standing_for(words: str, short: str) -> str | None:
    """The last words whose initials spell the abbreviation."""
    spoken = words.split()
    letters = fold(short).rstrip("s") if short.endswith("s") else fold(short)
    for start in range(len(spoken)):
        tail = spoken[start:]
        initials = ("".join(fold(w)[0] for w in tail), "".join(fold(w)[0] for w in tail if fold(w) not in FILLERS))
        if letters in initials and fold(tail[0]) not in FILLERS:
            return " ".join(tail)
    return None
