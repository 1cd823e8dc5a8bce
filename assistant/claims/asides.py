"""Asides that part a person from what they did: "Ana, who's on @0 this week, told us", "the @0 lead, Ana, told us"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.claims.slips import is_known

BELONGS = frozenset("is 's are works sits".split())
AT = frozenset("on in at from with".split())
ON_SHIFT = frozenset(
    "this week today tonight month sprint shift rota duty on call at the moment currently now morning afternoon".split()
)
LONGEST = 8  # words of an aside


def without_asides(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a sentence in which whoever is told of stands next to what they did."""
    kept: list[str] = []
    at = 0
    while at < len(words):
        at = at + _skipped(words, at, kept) if words[at] == "," else at
        if at < len(words):
            kept.append(words[at])
        at += 1
    return tuple(kept)


def _skipped(words: Sequence[str], at: int, kept: list[str]) -> int:
    """How many words from the comma at ``at`` are an aside; what it says of whose the person is joins ``kept``."""
    end = next((end for end in range(at + 1, min(at + LONGEST, len(words))) if words[end] == ","), None)
    if end is None:
        return 0
    aside = words[at + 1 : end]
    if aside and aside[0] == "who" and aside[1:2] and aside[1] in BELONGS:
        whose = [word for word in aside[2:] if word not in ON_SHIFT or word in AT][:2]
        rest = [word for word in aside[2:] if word not in whose]
        if _names(whose) and set(rest) <= ON_SHIFT:
            kept += whose
            return end + 1 - at
    named = any(word[0] == "@" for word in kept[-4:])
    return end + 1 - at if len(aside) == 1 and named and aside[0].isalpha() and not is_known(aside[0]) else 0


def _names(whose: Sequence[str]) -> bool:
    """ "On @0", "@0"."""
    return bool(whose) and whose[-1][0] == "@" and (len(whose) == 1 or whose[0] in AT)
