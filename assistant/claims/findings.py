"""Claims of findings: that somebody told us that just what a ticket waits for is so, or is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.claims.clauses import Sentence
from assistant.claims.plain import plain_sentences, written_plainly
from assistant.claims.referents import Scene
from assistant.claims.tickets import ANOTHER, CONDITIONS, TO_US, bidding_word
from assistant.claims.values import Claim, ClaimKind
from index.lexical import terms

VERBS = frozenset(
    """
    can could must should will would shall is are was were be been 's has have had need needs does do did may might
    """.split()
)
OPEN = (CONDITIONS - {"until", "should"}) | frozenset(
    "might may whether maybe perhaps possibly probably will would shall going 'll think".split()
)
LEADS_TO = frozenset("not never be been really simply just possibly definitely absolutely".split())
SOMEBODY = frozenset("i we you he she they".split())
LIGHT = TO_US | frozenset(
    """
    a an the till until any longer more at now of on in is after all just since really already either though too still
    yet also quite very 's
    """.split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Predicate:
    """What is said of something: its first telling word as a term, the others behind it, and whether it is denied."""

    head: str
    rest: frozenset[str]
    denied: bool


def finding(sentence: Sentence, at: int, scene: Scene) -> Iterator[Claim]:
    """ "@3 has told me that it cannot wait", where a ticket waits for @3 to say that."""
    clause = sentence[at]
    if not scene.names.findings or not clause.asserted:
        return
    word = bidding_word(clause, scene)
    if word is None or word.denied:
        return
    words = _told(sentence, at, word.start)
    for found in scene.names.findings.get(word.who, ()):
        holds = _says(words, found)
        if holds is not None:
            kind = ClaimKind.INSTRUCTED if holds else ClaimKind.NOT_INSTRUCTED
            yield Claim(kind, clause.said, word.who, found if holds else None)


def _told(sentence: Sentence, at: int, start: int) -> tuple[str, ...]:
    """What was told: the rest of the clause, else the next one, with how long ("until Monday") and what it hangs on."""
    words = sentence[at].words[start:]
    following = list(sentence[at + 1 :])
    if following and set(words) <= LIGHT and following[0].asserted:
        words += following.pop(0).words
    while following and following[0].words[0] in CONDITIONS:
        words += following.pop(0).words
    return words


def _says(words: Sequence[str], found: str) -> bool | None:
    """Whether some words say that a finding is so (True), that it is not (False), or nothing of it (None)."""
    plain = [word for each, _ in plain_sentences(written_plainly(found), ()) for word in each[:-1]]
    sought = _predicate(plain, _verb(plain))
    at = next((at for at, word in enumerate(words) if sought and _term(word) == sought.head), None)
    if sought is None or at is None or ANOTHER & set(words):
        return None
    verb = max((place for place in range(at) if words[place] in VERBS), default=None)
    told = _predicate(words, verb)
    if told is None or told.head != sought.head or (told.rest and sought.rest and not told.rest & sought.rest):
        return None
    of_people = bool(SOMEBODY & set(words[max(0, (verb or 0) - 2) : verb]))
    return None if of_people or _is_open(words) else told.denied == sought.denied


def _is_open(words: Sequence[str]) -> bool:
    """Is it said only of what may be, or may come ("might not wait", "will be")?"""
    return bool(OPEN & set(words))


def _verb(words: Sequence[str]) -> int | None:
    return next((at for at, word in enumerate(words) if word in VERBS), None)


def _predicate(words: Sequence[str], verb: int | None) -> _Predicate | None:
    """What the words from a verb on say."""
    if verb is None:
        return None
    start = verb + 1
    while start < len(words) and words[start] in LEADS_TO | VERBS:
        start += 1
    telling = [_term(word) for word in words[start:] if word not in LIGHT and word[0] != "@"]
    denied = bool({"not", "never"} & set(words[verb:start]))
    return _Predicate(telling[0], frozenset(telling[1:]), denied) if telling else None


def _term(word: str) -> str:
    return next(iter(terms(word)), word)
