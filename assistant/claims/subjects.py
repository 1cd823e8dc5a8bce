"""Who does what a phrase says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from assistant.claims.asides import ends_with_name
from assistant.claims.clauses import Clause
from assistant.claims.lexicon import ADVERBS, ADVICE, COLLECTIVE, OPENERS, OURS, PREPOSITIONS, Tag
from assistant.claims.parts import SUBJECTS
from assistant.claims.ranks import COUNTS, LIST_WORDS, tells_exceptions
from assistant.claims.referents import Scene, at_places, meant, people

ADVISED = frozenset("suggested tried proposed recommended".split())
OURS_MAY_FOLLOW = frozenset("and told says said".split())  # "@0 and I", "@0 told me"
TIME = frozenset("time hour hours day days morning afternoon minutes".split())  # "@0 gave us an hour"
STAFF = frozenset(
    "lead person engineer dev developer member rep chap guy bloke woman man colleague manager desk".split()
)
BAR = frozenset("bar except but barring minus save".split())
EACH = frozenset("every one each lot three two four none of them all them".split())
FOR_US = {("for", "us"), ("for", "me"), ("our", "behalf"), ("my", "behalf")}
MAYBE = frozenset("maybe perhaps possibly presumably".split())
IT_IS = {("it", "is"), ("it", "still"), ("it", "was"), ("it", "has")}
LINKS = frozenset("and or nor neither both : either then".split())
COPULAS = frozenset("is 's was and :".split())
PRONOUN_SUBJECTS = frozenset("he she they both neither".split())


class Kind(StrEnum):
    """Who is meant, in kind."""

    OURS = "ours"
    NAMED = "named"
    NOBODY_SAID = "nobody said"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does what a phrase says: ``who`` are names where they are known."""

    kind: Kind
    who: tuple[str, ...] = ()

    @property
    def ours(self) -> bool:
        """Is it ourselves, or left unsaid, which then means ourselves?"""
        return self.kind in {Kind.OURS, Kind.NOBODY_SAID}


def subject(clause: Clause, end: int, scene: Scene) -> Subject:
    """Who does what the phrase at ``words[end:]`` says, by the words in front of it."""
    words = clause.words[:end]
    named = _named(clause, words, scene)
    if named is not None:
        return Subject(Kind.NAMED, named)
    relative = _relative(words, scene)
    if relative:
        return Subject(Kind.NAMED, relative)
    pronoun = _pronoun(words)
    if pronoun is not None:
        return Subject(Kind.NAMED, people(clause, scene, pronoun, end))
    if _speak_of_us(clause, words) or not FOR_US.isdisjoint(pairwise(clause.words)):
        return Subject(Kind.OURS)
    plain = tuple(word for word in words if word not in OPENERS)
    if plain[:2] in IT_IS or words[-1:] in {("that",), ("this",)} or any(word not in ADVERBS for word in plain):
        return Subject(Kind.OTHER)
    return Subject(Kind.NAMED, scene.doer) if _goes_on(clause, scene) else Subject(Kind.NOBODY_SAID)


def _relative(words: Sequence[str], scene: Scene) -> tuple[str, ...]:
    """Whom "who" behind a name means, and whose advice "which" does."""
    before = scene.before
    at = ends_with_name(before.words) if words[:1] == ("who",) and before else None
    if before and at is not None:
        return (meant(before.name_at(at), scene),)
    advice = words[:1] == ("which",) and before and ADVISED & set(before.words)
    return people(before, scene) if advice and before else ()


def _named(clause: Clause, words: tuple[str, ...], scene: Scene) -> tuple[str, ...] | None:
    """Those whom a name or a place in the order stands for."""
    text = " ".join(words)
    end = len(words)
    last = next((at for at in range(end - 1, -1, -1) if words[at][0] == "@"), None)
    if last is None:
        by_place = at_places(text + _bar(clause, end), clause, scene)
        return by_place if by_place and (LIST_WORDS & set(words) or not _speak_of_us(clause, words)) else None
    if tells_exceptions(text):
        return at_places(text, clause, scene)
    return people(clause, scene, _list_starts(words, last), len(words)) if _leads_on(words[last + 1 :]) else None


def _bar(clause: Clause, end: int) -> str:
    """ "(Everybody was asked) bar @2"."""
    at = next((at for at in range(end, len(clause.words)) if clause.words[at] in BAR), None)
    return "" if at is None else " " + " ".join(clause.words[at:])


def _leads_on(words: Sequence[str]) -> bool:
    """May these words stand between a name and what it does ("on our team has", "'s suggestion")?"""
    if words[:1] == ("'s",) and len(words) > 1 and words[1] not in ADVERBS:
        return bool(ADVICE & set(words[1:3]))
    if words and words[0] in ADVISED | STAFF:
        words = words[1:]
    for at, word in enumerate(words):
        if at and words[at - 1] == "all" and word in COUNTS:
            continue
        if word in PREPOSITIONS:
            return len(words) < 8 and not {"i", "we"} & set(words)
        if word in OURS and (at == 0 or words[at - 1] not in OURS_MAY_FOLLOW):
            return False
        if word not in ADVERBS | EACH and not word.endswith("ly"):
            return False
    return True


def _list_starts(words: Sequence[str], last: int) -> int:
    first = last
    while first > 0 and (words[first - 1][0] == "@" or words[first - 1] in LINKS):
        first -= 1
    return first


def _pronoun(words: Sequence[str]) -> int | None:
    """Where the pronoun stands that is the subject, unless we are the subject."""
    for at in range(len(words) - 1, -1, -1):
        if words[at] in OURS or words[at] in COLLECTIVE:
            return None
        if words[at] in PRONOUN_SUBJECTS:
            of_us = tuple(words[at + 1 : at + 3]) == ("of", "us")
            floats = words[at] == "neither" and at > 0 and words[at - 1] in {"have", "has"}
            if of_us:
                return None
            if not floats:
                return at
    return None


def _speak_of_us(clause: Clause, words: Sequence[str]) -> bool:
    us = any(word in OURS or word in {"am", "nobody", "none"} for word in words)
    us = us or any(one in {"our", "my"} and two in COLLECTIVE for one, two in pairwise(words))
    us = us or next((word for word in words if word not in OPENERS), "") in {"team", "squad", "crew", "pod"}
    return us or clause.within(Tag.OURSELVES, 0, len(words))


def _goes_on(clause: Clause, scene: Scene) -> bool:
    """Does a clause without a subject go on about who did something in the one before ("looked and gave up")?"""
    before = scene.before
    if not before or not scene.doer or not before.asserted or before.has(Tag.AWAY) or clause.names():
        return False
    if MAYBE & set(before.words):
        return False
    if clause.joint in {"and", "but", "then"} or before.has(Tag.FAILED, Tag.LOOKED):
        return True
    if before.joint and not before.names() and before.words[0] not in SUBJECTS and clause.has(Tag.FAILED):
        return not before.has(Tag.WAITING, Tag.PLANNED)  # "@0 came, took the lid off, could not mend it"
    begins = before.words[0][0] == "@" or before.words[0] in PRONOUN_SUBJECTS
    tells = len(before.words) > 1 and begins and before.words[1] not in COPULAS
    only_told = before.has(Tag.TOLD) and clause.joint != ":" and not {"suggested", *TIME} & set(before.words)
    return tells and not before.has(Tag.WAITING, Tag.PLANNED) and not only_told
