"""Words as people write them: tokens with their places, folded for comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from index.lexical import fold as folded

TOKEN = re.compile(r"#[\w][\w-]*|[^\W_]+(?:\.[^\W_]+)*|[&+@]")
ORDINALS = dict(
    zip(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
        range(1, 11),
        strict=True,
    )
)
NUMBERED = re.compile(r"(\d+)(?:st|nd|rd|th)")
VOWELS = frozenset("aeiou")
NUMBERED_WORD = re.compile(r"^(\d+)(?:st|nd|rd|th)$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text at ``text[start:end]``; ``folded`` is what is compared, ``capital`` how it begins."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def fold(text: str) -> str:
    """Lower case without accents, typographic apostrophes made plain, white space single."""
    return folded(text.replace("‘", "'"))


def fold_word(word: str) -> str:
    """One word folded; ordinals in letters become figures ("second" and "2nd" are the same word)."""
    plain = fold(word)
    return f"{ORDINALS[plain]}." if plain in ORDINALS else NUMBERED_WORD.sub(r"\1.", plain)


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order; hyphens and slashes part words, channels such as ``#a-b`` stay whole."""
    return tuple(
        Token(found.group(), fold_word(found.group()), found.start(), found.end()) for found in TOKEN.finditer(text)
    )


def alike(written: str, meant: str) -> float:
    """How surely one folded word stands for another: 1 equal, 0.9 with a typing slip, 0.8 cut short
    or with an ending, 0.7 by its first and last letter, 0 not at all."""
    if written == meant:
        return 1.0
    shorter, longer = sorted((len(written), len(meant)))
    if shorter >= 4 and written[0] == meant[0] and written[0].isalpha():
        slips = 1 if longer < 8 else 2
        if OSA.distance(written, meant, score_cutoff=slips) <= slips and not plural(written, meant):
            return 0.9
    if len(written) == 2 < len(meant) < 6 and written == meant[0] + meant[-1] and VOWELS.isdisjoint(written):
        return 0.7  # "ld"
    return 0.8 if written == f"{meant}er" or (3 <= len(written) < len(meant) and _cut(written, meant)) else 0.0


def _cut(written: str, meant: str) -> bool:
    """Is one the other cut short, a plural cut short ("ops"), or without its vowels?"""
    plural_cut = written[-1] == meant[-1] == "s" and meant.startswith(written[:-1])
    turned = len(written) > len("tec") and _turned(written, meant[: len(written)])
    return meant.startswith(written) or plural_cut or turned or skeleton(written, meant)


def _turned(written: str, start: str) -> bool:
    """Is one the other with two letters in each other's place ("tehc")?"""
    return sorted(written) == sorted(start) and OSA.distance(written, start) == 1


def skeleton(written: str, meant: str) -> bool:
    """Is one the other without its vowels, or part of that ("mgr", "dvlpr")?"""
    if written[0] != meant[0] or not VOWELS.isdisjoint(written):
        return False
    letters = iter(meant)
    return all(letter in letters for letter in written)


def plural(written: str, meant: str) -> bool:
    """Is one the plural of the other? Then it is another word, not a slip: "developers" is not "developer"."""
    return written.rstrip("s") == meant.rstrip("s")
