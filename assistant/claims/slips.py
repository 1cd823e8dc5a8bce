"""Typing slips in the words that a claim hangs on: "esclate", "askd", "coudlnt"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from assistant.claims.lexicon import ADVERBS, COLLECTIVE, OPENERS, SETS
from assistant.claims.tables import PHRASES
from assistant.claims.tables.slips import LOOKALIKES, MISSPELT

WORD = re.compile(r"[a-z]+")
SHORTEST, LONG = 5, 8  # letters of a word with one slip in it, or two; in a shorter one two letters may change places


@lru_cache(maxsize=4096)
def corrected(word: str) -> str:
    """The word that is meant by one that no table knows and that is no other English word, if any."""
    letters = word.replace("'", "")
    if len(letters) < SHORTEST - 1 or not WORD.fullmatch(letters) or is_known(word) or is_known(letters):
        return word
    meant = {each: OSA.distance(letters, each) for each in _by_letter().get(word[0], ()) if _slipped(letters, each)}
    return min(meant, key=lambda each: (meant[each], -len(each)), default=word)


def is_known(word: str) -> bool:
    """Does the word stand in a table, or is it an English word that looks like one?"""
    return word in _known()


def _slipped(written: str, meant: str) -> bool:
    if len(meant) < SHORTEST:
        return sorted(written) == sorted(meant) and OSA.distance(written, meant) == 1
    slips = 2 if min(len(written), len(meant)) >= LONG else 1
    return abs(len(written) - len(meant)) < 2 and OSA.distance(written, meant, score_cutoff=slips) <= slips


@cache
def _known() -> frozenset[str]:
    """Every word that stands in a table, and the English words that look like one that may be misspelt."""
    words = {word for phrases in PHRASES.values() for word in WORD.findall(phrases)}
    sets = {word for text in SETS.values() for word in text.split()}
    return frozenset(words | sets | OPENERS | ADVERBS | COLLECTIVE | LOOKALIKES | MISSPELT)


@cache
def _by_letter() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(MISSPELT):
        found[word[0]] = (*found.get(word[0], ()), word)
    return found
