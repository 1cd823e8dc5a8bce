"""Groups that are no steps of an order: "all our developers", "both my teammates", "the first two fixes"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.claims.lexicon import ADVERBS, COLLECTIVE, OPENERS, PREDICATES, PREPOSITIONS, PRONOUNS
from assistant.claims.ranks import COUNTS, LIST_WORDS
from assistant.claims.slips import is_known

EACH = frozenset("every each".split())
QUANTIFIERS = EACH | frozenset("all both several most half some few couple".split()) | frozenset(COUNTS)
OF_SOME = frozenset("none neither either any".split())  # quantifiers in front of "of" alone
EVERYBODY = frozenset("everybody anybody nobody".split())
BETWEEN = frozenset("of the these those single last other whole entire a an very same".split()) | frozenset(COUNTS)
OWN = frozenset("our my".split())
LEADS = OWN | frozenset("the whole entire other rest".split())
US = frozenset("us we ourselves".split())
# What steps of an order are called where no other name is given to them.
STEPS = frozenset(
    """
    people persons person step steps name names ones level levels rung rungs contact contacts others above leads
    """.split()
)
CROWDED = COLLECTIVE | frozenset("hands seniors juniors guys lads".split())
VERBS = (
    PREDICATES | ADVERBS | OPENERS | PREPOSITIONS | frozenset("has knows says is was does this yes less".split())
) - (COUNTS.keys())
OF_PLACE = frozenset("on in at from of around among behind".split())
POINTED_AT = frozenset("it there them that your".split())
HERE = frozenset("here around else in i we near round".split())
WHOLE = frozenset("whole entire".split())
PLACES_OF_WORK = frozenset("floor room ward shop kitchen building place bay".split())
UP = frozenset("up down over in out of".split())  # "had all three up here"
COMPARED = frozenset("as than".split())


def is_crowd(words: Sequence[str]) -> bool:
    """Do some words speak of several people or things that are no steps, and of no list of steps?"""
    return LIST_WORDS.isdisjoint(words) and (
        any(_begins_crowd(words, at) for at in range(len(words))) or is_our_crowd(words)
    )


def is_our_crowd(words: Sequence[str]) -> bool:
    """Do some words speak of those who are at work on the trouble with us: "our devs", "everybody here"?"""
    return LIST_WORDS.isdisjoint(words) and any(_is_ours(words, at) for at in range(len(words)))


def _begins_crowd(words: Sequence[str], at: int) -> bool:
    """Does a group begin at a word: "all our developers", "both fixes", "none of the nurses"?"""
    floats = words[at] in {"all", "both"} and at > 0 and words[at - 1].isalpha() and not is_known(words[at - 1])
    if floats and not any(word[0] == "@" for word in words):
        return True  # "sam and priya all tried"
    if words[at] not in QUANTIFIERS and (words[at] not in OF_SOME or words[at + 1 : at + 2] != ("of",)):
        return False
    noun = next((n for n in range(at + 1, len(words)) if words[n] not in BETWEEN | OWN), len(words))
    if noun == len(words) or words[noun][0] == "@":
        return False
    if words[noun] in STEPS:
        return bool(OWN & set(words[at:noun])) or _at_our_place(words, noun + 1)
    if words[noun] in US | CROWDED:
        return noun > at + 1 or words[noun] in CROWDED
    told = words[at] in EACH or words[noun].endswith("s") or words[noun - 1] in OWN | {"of"}
    return told and words[noun] not in VERBS | PRONOUNS | HERE


def _is_ours(words: Sequence[str], at: int) -> bool:
    """Is a word "everybody" of "everybody here", "us" of "all of us", or "devs" of "our devs"?"""
    if words[at] in EVERYBODY:
        return _at_our_place(words, at + 1)
    if words[at] in WHOLE:
        return words[at + 1 : at + 2] != () and words[at + 1] in PLACES_OF_WORK
    if words[at] == "all" and words[-1] == "here":
        return not (COUNTS.keys() | UP) & set(words)
    if words[at] == "us":
        return at > 1 and words[at - 1] == "of" and COMPARED.isdisjoint(words[:at])
    if words[at] in QUANTIFIERS and OWN & set(words[at + 1 : at + 4]):
        return _begins_crowd(words, at)
    return words[at] in CROWDED and _is_of_us(words, at)


def _is_of_us(words: Sequence[str], at: int) -> bool:
    """ "Our devs", "the whole team", "team" at the start; not "the @0 on our team", "the team's @1"."""
    behind = tuple(words[at + 1 : at + 3])
    owns = behind[:1] == ("'s",) and behind[1:] != () and behind[1][0] == "@"
    if owns or behind == ("of", "them") or (words[at] in STEPS and not _at_our_place(words, at + 1)):
        return False
    lead = next((n for n in range(at - 1, -1, -1) if words[n] not in BETWEEN | OWN), -1)
    lead -= lead > 0 and words[lead - 1] in LEADS and words[lead] not in VERBS  # "our entire dev team"
    if lead > 0 and words[lead] in OF_PLACE and words[lead - 1][0] == "@":
        return False
    begins = set(words[:at]) <= OPENERS and bool(VERBS & set(behind[:1]))
    leads = OWN if words[at] == "lot" else LEADS
    return (begins and words[at] != "lot") or bool(leads & set(words[lead + 1 : at]))


def _at_our_place(words: Sequence[str], at: int) -> bool:
    """ "(Everybody) here", "(people) on my floor", "(everybody) I know"."""
    behind = words[at : at + 2]
    if len(behind) > 1 and behind[0] in OF_PLACE:
        return behind[1][0] != "@" and behind[1] not in POINTED_AT
    return bool(behind) and behind[0] in HERE
