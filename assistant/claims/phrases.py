"""Finding the phrases of the lexicon in words: one pass, whatever the words are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.claims.lexicon import SETS, Tag
from assistant.claims.tables import PHRASES

ANY, SOME, NAME = "_", "*", "@"
LONGEST_GAP = 3  # words that "*" may stand for
GROUP = re.compile(r"\{(\w+)\}")

Slot = frozenset[str] | str


@dataclass(frozen=True, slots=True)
class Span:
    """The phrase ``words[start:end]`` of a clause."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    tag: Tag
    rest: tuple[Slot, ...]


def tagged(words: Sequence[str]) -> Mapping[Tag, tuple[Span, ...]]:
    """Where the phrases of each tag stand, the longest at each word, in order."""
    found: dict[Tag, list[Span]] = {}
    for start, word in enumerate(words):
        ends: dict[Tag, int] = {}
        for phrase in (*_by_first_word().get(_shape(word), ()), *_by_first_word().get(ANY, ())):
            end = _end(words, start + 1, phrase.rest)
            if end:
                ends[phrase.tag] = max(end, ends.get(phrase.tag, 0))
        for tag, end in ends.items():
            found.setdefault(tag, []).append(Span(start, end))
    return {tag: tuple(spans) for tag, spans in found.items()}


def _shape(word: str) -> str:
    return NAME if word.startswith(NAME) else word


def _end(words: Sequence[str], at: int, slots: Sequence[Slot]) -> int | None:
    """Where the words from ``at`` stop that fill the slots; None where they don't."""
    if not slots:
        return at
    if slots[0] == SOME:
        for gap in range(LONGEST_GAP + 1):
            if any(word.startswith(NAME) for word in words[at : at + gap]):
                return None
            end = _end(words, at + gap, slots[1:])
            if end:
                return end
        return None
    if at >= len(words) or not _fills(_shape(words[at]), slots[0]):
        return None
    return _end(words, at + 1, slots[1:])


def _fills(shape: str, slot: Slot) -> bool:
    return (shape != NAME) if slot == ANY else shape in slot


@cache
def _by_first_word() -> Mapping[str, tuple[_Phrase, ...]]:
    table: dict[str, list[_Phrase]] = {}
    for tag, phrases in PHRASES.items():
        for phrase in dict.fromkeys(_each(phrases)):
            first, *rest = (_slot(word) for word in phrase.split())
            for word in first if isinstance(first, frozenset) else (first,):
                table.setdefault(word, []).append(_Phrase(tag, tuple(rest)))
    return {word: tuple(phrases) for word, phrases in table.items()}


def _each(phrases: str) -> Iterator[str]:
    return (phrase.strip() for phrase in phrases.split(",") if phrase.strip())


def _slot(word: str) -> Slot:
    if word in {ANY, SOME}:
        return word
    spelt = GROUP.sub(lambda group: "|".join(SETS[group[1]].split()), word)
    return frozenset(spelt.split("|"))
