"""People who are called by their own names: "Gwen, our @0", "Oskar's the @1", "@2 (Priya)", and "Gwen" from then on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.claims.lexicon import MUNDANE
from assistant.claims.slips import is_known
from assistant.names import Mention
from assistant.words import fold

PERSON = r"(?:(?:Mr|Mrs|Ms|Dr|Miss)\.?\s)?[A-Z][a-z]+(?:\s[A-Z][a-z]+)?"
DETERMINED = r"(?:(?:the|our|my|who's|who is|acting|deputy|a)\s+){0,3}"
BEFORE = (
    re.compile(rf"\b({PERSON})(?:\s*\(\s*|\s*,\s*|\s+[-–—]\s+|\s+the\s+|\s+our\s+|\s+my\s+){DETERMINED}$"),
    re.compile(rf"\b({PERSON})(?:['’]s|\s+is|\s+was)\s+(?:the|our|my|acting)\s+{DETERMINED}$"),
    re.compile(r"\b([a-z]+)\s*\(\s*(?:the|our|my)?\s*$"),
)
BEHIND = (
    re.compile(rf"^\s*\(\s*({PERSON})\s*\)"),
    re.compile(rf"^\s*,\s*({PERSON})\s*,"),
    re.compile(rf"^\s+[-–—]\s+({PERSON})\s+[-–—]"),
    re.compile(r"^\s*\(\s*([a-z]+)\s*\)"),
)
CLOSED = re.compile(r"^[^.!?\n,()]{0,20}[),]|^\s+(?:[-–—]|and\b|tonight\b|today\b)|^\s*[:.!?\n]")


def with_persons(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, a role with the own name beside it as one, and that name wherever it stands alone."""
    found = [_introduced(text, mention) for mention in mentions]
    people = {person: mention for mention, person in found if person}
    widened = tuple(mention for mention, _ in found)
    again = [each for person, mention in people.items() for each in _again(text, person, mention, widened)]
    return tuple(sorted((*widened, *again), key=lambda mention: mention.start))


def _introduced(text: str, mention: Mention) -> tuple[Mention, str | None]:
    """A mention with the own name that stands beside it, and that name."""
    before, behind = text[max(0, mention.start - 60) : mention.start], text[mention.end :]
    for pattern in BEFORE:
        found = pattern.search(before)
        closed = CLOSED.match(behind)
        if found and _is_name(found[1]) and (closed or "'s" in found[0] or " is " in found[0] or " was " in found[0]):
            shut = 1 if "(" in found[0] and behind.lstrip()[:1] == ")" else 0
            end = mention.end + (len(behind) - len(behind.lstrip()) + 1 if shut else 0)
            start = mention.start - len(before) + found.start()
            return Mention(start, end, mention.names), found[1]
    for pattern in BEHIND:
        found = pattern.match(behind)
        if found and _is_name(found[1]):
            return Mention(mention.start, mention.end + found.end() - (found[0][-1] == ","), mention.names), found[1]
    return mention, None


def _is_name(word: str) -> bool:
    """Is it no word that the tables know, but a name?"""
    return not any(is_known(part) or part in MUNDANE for part in fold(word).split())


def _again(text: str, person: str, mention: Mention, taken: Sequence[Mention]) -> Iterator[Mention]:
    """Wherever else the person is called by their own name."""
    first = person.split(maxsplit=1)[0] if not person.startswith(("Mr", "Ms", "Dr", "Miss")) else person
    for found in re.finditer(rf"\b{re.escape(first)}\b", text):
        if not any(each.start <= found.start() < each.end for each in taken):
            yield Mention(found.start(), found.end(), mention.names)
