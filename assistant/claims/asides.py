"""Asides that part a person from what they did: "Ana, who's on @0 this week, told us", "@0, after an hour, gave up"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.claims.lexicon import ADVERBS, OURS, PREDICATES, SETS, Tag
from assistant.claims.phrases import tagged
from assistant.claims.slips import is_known

BELONGS = frozenset("is 's are works sits".split())
AT = frozenset("on in at from with".split())
ON_SHIFT = frozenset(
    "this week today tonight month sprint shift rota duty on call at the moment currently now morning afternoon".split()
)
# What is more than an aside.
TELLING = frozenset(
    {
        Tag.FAILED,
        Tag.WAITING,
        Tag.AWAY,
        Tag.LOOKED,
        Tag.CONTACTED,
        Tag.TOLD,
        Tag.UNSEEN,
        Tag.OTHERS,
        Tag.SOLVED,
        Tag.NEGATED,
    }
)
LONGEST = 8  # words of an aside
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday".split())
TIMES = ON_SHIFT | WEEKDAYS | frozenset(", last first thing early late around about earlier again".split())
LEADS_IN = frozenset(
    "after following having despite with over at on in from being now bless finally eventually".split()
)
GOES_ON = PREDICATES | frozenset(SETS["TELL"].split())
WITHOUT_PEOPLE = OURS | frozenset("he she they who if unless when".split())


def without_asides(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a sentence in which whoever is told of stands next to what they did."""
    kept: list[str] = []
    at = 0
    while at < len(words):
        at += _skipped(words, at, kept) if words[at] == "," else _times(words, at, kept)
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
    if (
        aside
        and aside[0] == "who"
        and words[at - 1][0] == "@"
        and TELLING.isdisjoint(tagged(aside))
        and end + 1 < len(words)
    ):
        return end + 1 - at
    if _leads_on(aside, words[end + 1 :], kept):
        return end + 1 - at
    named = any(word[0] == "@" for word in kept[-4:])
    return end + 1 - at if len(aside) == 1 and named and aside[0].isalpha() and not is_known(aside[0]) else 0


def ends_with_name(words: Sequence[str]) -> int | None:
    """Where a name stands that nothing but a time follows ("put to @0 this morning")."""
    at = next((at for at in range(len(words) - 1, -1, -1) if words[at] not in TIMES), None)
    return at if at is not None and words[at][0] == "@" else None


def _times(words: Sequence[str], at: int, kept: Sequence[str]) -> int:
    """How many words from ``at`` say no more than when: "@0 (monday) had no idea", "@0 on tuesday could not"."""
    if not kept or kept[-1][0] != "@":
        return 0
    if words[at] == "(":
        end = next((end for end in range(at + 1, min(at + LONGEST, len(words))) if words[end] == ")"), None)
        return end + 1 - at if end is not None and set(words[at + 1 : end]) <= TIMES else 0
    end = next((end for end in range(at, min(at + LONGEST, len(words))) if words[end] not in TIMES - {","}), len(words))
    dated = end > at and not {"on", "at", "in"} >= set(words[at:end])
    ahead = end + (words[end : end + 1] == [","] or words[end : end + 1] == (",",))
    lists_on = ahead > end and words[ahead : ahead + 1] and words[ahead][0] == "@"
    if dated and lists_on:
        return end - at
    return ahead - at if dated and words[ahead : ahead + 1] and words[ahead] in GOES_ON else 0


def _leads_on(aside: Sequence[str], behind: Sequence[str], kept: Sequence[str]) -> bool:
    """ "@0, after an hour of digging, told us": of nobody else, and the sentence goes on about them."""
    last = next((word for word in reversed(kept) if word not in ADVERBS), "")
    named = last[:1] == "@"
    if (named and aside[:1] == ["when"]) or tuple(aside[:1]) == ("when",):
        return len(aside) > 1 and aside[1] in OURS and bool(behind) and behind[0] in GOES_ON
    bare = bool(aside) and aside[0] in LEADS_IN and not any(word[0] == "@" for word in aside)
    return named and bare and not WITHOUT_PEOPLE & set(aside) and bool(behind) and behind[0] in GOES_ON


def _names(whose: Sequence[str]) -> bool:
    """ "On @0", "@0"."""
    return bool(whose) and whose[-1][0] == "@" and (len(whose) == 1 or whose[0] in AT)
