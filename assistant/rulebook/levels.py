"""Labels that number steps: "Level 1:", "2nd contact –", "Thirdly:", "Step four.", "L3:"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.rulebook.language import either, pattern

CARDINALS = "one two three four five six seven eight nine ten".split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
FIGURES = "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th".split()
ROMAN = "i ii iii iv v vi vii viii ix x".split()
LETTERS = "a b c d e f g h".split()
LAST = "last lastly final finally".split()
NUMBERS = {
    **{word: number for words in (CARDINALS, ORDINALS, FIGURES, ROMAN) for number, word in enumerate(words, 1)},
    **{f"{word}ly": number for number, word in enumerate(ORDINALS, 1)},
    **{str(number): number for number in range(21)},
    **dict.fromkeys(LAST, 99),
}
RANK_NOUN = either(
    "level|tier|line|step|stage|rung|priority|escalation|contact|call|responder|choice",
    "(?:port|point) of (?:call|contact)",
)
_NUMBER = rf"(?P<after>\d{{1,2}}|{'|'.join([*CARDINALS, *reversed(ROMAN)])})"
AFTER = rf"(?:{RANK_NOUN}\s*[-#]?\s*|[LTPE]){_NUMBER}(?: (?:support|contact|escalation))?"
_ORDINAL = rf"(?P<before>{'|'.join([*FIGURES, *(f'{word}(?:ly)?' for word in ORDINALS), *LAST])})"
BEFORE = rf"{_ORDINAL}(?: (?P<noun>{RANK_NOUN}))?(?: (?:support|contact|escalation|of all))?"
_SEPARATOR = r"(?:[:.)–—|=]|\s-\s|,(?! (?:the )?(?:and|or)\s)|\s(?:is|are) (?=(?:the|your|our) ))"
LABEL = pattern(rf"\s*(?:{AFTER}|{BEFORE})\s*(?:\([^()]{{1,40}}\)\s*)?{_SEPARATOR}\s*")
ANY_LABEL = pattern(
    r"(?:level|tier|line|step|stage|rung|priority|escalation|contact|call|[ltpe]\s?\d|\d|first|second|third|fourth|final|last)"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of ``text[start:]``: the number that it gives and where the labelled words begin."""

    number: int
    end: int
    calls: bool  # does it speak of contacting or escalating by itself?


def label(text: str, start: int = 0) -> Label | None:
    """The label that a text begins with."""
    if not ANY_LABEL.match(text[start:].lstrip()):
        return None
    found = LABEL.match(text, start)
    if not found:
        return None
    word = (found["after"] or found["before"]).lower()
    calls = any(noun in found.group().lower() for noun in ("contact", "escalation", "call", "responder"))
    return Label(NUMBERS.get(word, 0), found.end(), calls)


def rank(cell: str) -> int:
    """The number in a table's cell, 0 where there is none: "2nd", "Tier 2", "B"."""
    plain = cell.strip(" .:)").lower()
    if plain in LETTERS:
        return LETTERS.index(plain) + 1
    found = label(f"{plain}:") if plain else None
    return found.number if found else NUMBERS.get(plain, 0)


def rises(numbers: Sequence[int]) -> bool:
    """Do two or more numbers count up from the first or second?"""
    return len(numbers) >= 2 and 0 <= numbers[0] <= 2 and all(one < two for one, two in pairwise(numbers))


def labelled(texts: Sequence[str]) -> Iterator[Label]:
    """The labels of texts, as far as each of them has one."""
    for text in texts:
        found = label(text)
        if found is None:
            return
        yield found
