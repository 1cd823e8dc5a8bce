"""A sentence parted into clauses: where one ends and the next begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.claims.lexicon import COLLECTIVE

BOUNDARIES = frozenset(",;:()=-/")
LONGEST_CLAUSE = 40  # words: reading a clause takes the square of its length
CUTS = frozenset("but so because although though while whereas until since after before if unless when once whether considering".split())
JOINTS = frozenset("and then or nor".split())
LISTING = frozenset("and or nor neither both even with since because so but ok okay well either also now then : first last top bottom one two three four 1 2 3 4 step steps number all of them the though sadly".split())
TURNED_TO = frozenset("to with asked tried consulted contacted".split())
SUBJECTS = frozenset("i we he she they it that this who what where which how there nobody none neither everybody somebody when why my our".split())
VERBS = frozenset(
    """have has had could can did do does am are is was were will would should got drew gave no not nothing told said says say asked spoke tried been went got failed need want
    wants wanted reckons now still also then so just am couldn't came looked took never 's 'd may might must shall sent left promised gets knew knows thinks""".split()
)


def _parts(words: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The clauses of a sentence, each with the word or stop that led to it."""
    part: list[str] = []
    joint = ""
    for at, word in enumerate(words):
        following = words[at + 1 :]
        if not _parts_here(word, part, following):
            if word not in BOUNDARIES or (word in ":=-" and _bare(part)):
                part.append(":" if word in BOUNDARIES else word)
            continue
        if set(part) - JOINTS:
            yield joint, tuple(part)
        joint = word
        part = [] if word in BOUNDARIES or word in JOINTS else [word]
    if part:
        yield joint, tuple(part)


def _parts_here(word: str, part: Sequence[str], following: Sequence[str]) -> bool:
    """Does a clause end before this word?"""
    if not part:
        return False
    if len(part) >= LONGEST_CLAUSE:
        return True
    if word in BOUNDARIES:
        named_next = word == ":" and bool(following) and following[0][0] == "@"
        return not _bare(part) and not _goes_on_listing(part, following) and not (named_next and part[-1] in TURNED_TO)
    if word == "before" and not following:
        return False
    if word in CUTS:
        return not (word == "so" and following and following[0] in {"far", "that", "much"}) and part[-1] not in {"or", "and", "not", "even", "only", "everybody", "everything", "what", "all"}
    if word == "now" and following:
        return following[0] in SUBJECTS or following[0][0] == "@"
    if word in JOINTS and following:
        return _starts_a_clause(part, following)
    return False


def _bare(part: Sequence[str]) -> bool:
    """Is a part so far nothing but names?"""
    return any(word[0] == "@" or word in {"one", "two", "three", "four", "1", "2", "3", "4"} for word in part) and all(word[0] == "@" or word in LISTING for word in part)


def _goes_on_listing(part: Sequence[str], following: Sequence[str]) -> bool:
    """Is this comma one between the names of a list ("asked @0, @1 and @2")?"""
    if part[-1][0] != "@":
        return False
    at = 0
    while at < len(following) and (following[at][0] == "@" or following[at] in {",", "and", "or", "nor", "then"}):
        at += 1
    listed = any(word[0] == "@" for word in following[:at])
    return listed and (at == len(following) or following[at] in BOUNDARIES or following[at - 1] in {",", "and", "then"} or following[at] in {"too", "already", ")", "yesterday", "today", ":", "on", "over", "in", "with", "from"})


def _starts_a_clause(part: Sequence[str], following: Sequence[str]) -> bool:
    first = following[0]
    if first[0] == "@":
        if _bare(part):
            return False
        return not _goes_on_listing(part, ("and", *following)) or part[-1][0] != "@"
    if first in {"i", "me", "my", "our", "we"} and not set(part) - COLLECTIVE - LISTING - {"my", "our", "the", "me", "whole"} - {word for word in part if word[0] == "@"}:
        return False
    return first in SUBJECTS or first in VERBS
