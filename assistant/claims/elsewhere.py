"""Failures that are none of our trouble: of others, in jokes, at things that nobody was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.claims.clauses import Clause
from assistant.claims.lexicon import ADVERBS, COLLECTIVE, MUNDANE, OPENERS, PREPOSITIONS, SETS, Tag
from assistant.claims.phrases import Span
from assistant.claims.referents import Scene
from assistant.claims.subjects import Kind, subject

SOLUTIONS = frozenset(
    """
    solution way cause fix reason answer clue thing workaround cure remedy problem bug single word explanation look
    issue thought idea path route pattern difference
    """.split()
)
DATING = frozenset("on in from last before".split())
EARLIER = frozenset("last previous earlier old former yesterday".split())
ANOTHER = frozenset("another different unrelated separate".split())
MATTERS = frozenset(SETS["MATTER"].split()) | frozenset(SETS["INCIDENT"].split()) | frozenset("incident outage".split())
OUR_TROUBLE = MATTERS | frozenset("it this that these them what why how the our all".split())
ABLE = frozenset(SETS["KNOW"].split()) | frozenset(
    """
    do see make tell say get come answer put pin add offer suggest budge work fathom mend repair cure rectify remedy
    trace pinpoint restart revive relight start reset unjam free restore recover bring assist account knows
    enlighten advise guide illuminate isolate replicate decipher interpret locate detect correct adjust clear reach
    """.split()
)
FINDING = frozenset(
    """
    find spot manage recognise recognize identify place found make get see sort work understand know offer help clear
    shift tell fix solve resolve crack
    """.split()
)
MENDING = frozenset("fix solve resolve sort crack clear shift help".split())
FINDABLE = OUR_TROUBLE | SOLUTIONS | ADVERBS | OPENERS | PREPOSITIONS | frozenset(
    """
    anything something out any much error root culprit source where fault one to wrong sense head heads progress headway
    further past anywhere answer help him her them who whom which when whether enough around round nor up of
    """.split()
)  # fmt: skip
TRAITS = frozenset("useless hopeless clueless unhelpful pointless confused baffled lost".split())
TRAIT_IN = frozenset("with at on in about when for".split())
AT_PRESENT = frozenset("is 's be am are being tends gets".split())
HABITS = frozenset("never always rarely seldom hardly".split())
AS_A_RULE = frozenset("knows has gets helps understands answers can is".split())
AFTER_COULD_NOT = frozenset("either too so sadly unfortunately though for : and also because yet at in with on".split())
AFTER_FAILING = ADVERBS | OPENERS | PREPOSITIONS | frozenset(
    "the after trying looking eventually us me completely by despite he she they it".split()
)  # fmt: skip
THEIRS = frozenset("his her their".split())
THEIR_HEADS = frozenset("head heads hands finger best area field department remit forte expertise depth league".split())
PLAIN_TRAITS = frozenset("useless hopeless unhelpful pointless".split())
AT_FIRST = {("at", "first"), ("initially", "but"), ("to", "begin")}  # and then could, after all
LOOKED_AT = frozenset("at into over through around in for with it this everywhere high all under inside".split())
# Who may tell us what came of it.
AT_WORK = COLLECTIVE | frozenset(
    """
    nurse doctor clerk porter matron sister charge manager boss delivery engineer admin secretary deputy supervisor
    tester analyst designer baker driver cashier receptionist locum foreman operator technician apprentice trainee
    intern pharmacist producer artist
    """.split()
)
NOT_OF_IT = frozenset("be believe promise care wait stand bear help imagine hear attend join take afford spare".split())
OBJECTS = frozenset("it this that them the our these those any anything".split())
PLACES_OF_WORK = frozenset(
    """
    call invite meeting retro zoom screen message handwriting phone toilet loo door office room building way exit
    kitchen canteen pub car park bus train time link words energy will heart courage money keys sense
    """.split()
)
GOING = frozenset(
    "going working work started start moving running back up on open fixed sorted lit right go stay".split()
)
NO_HELP = frozenset("help use good".split())
HERE = frozenset("all this it that the first".split())


def is_elsewhere(clause: Clause, span: Span) -> bool:
    """Does a phrase of failing speak of what nobody was asked for ("could not boil an egg", "gave up smoking")?"""
    words = clause.words
    following = words[span.end : span.end + 3]
    return (
        bool(MUNDANE & set(words[span.start : span.end + 5]))
        or set(words[span.start :]) >= {"day", "off"}
        or any(
            no == "not" and verb in NOT_OF_IT - {"be", "help"}
            for no, verb in pairwise(words[span.start : span.end + 1])
        )
        or not AT_FIRST.isdisjoint(pairwise(words))
        or _is_joke(words[span.start : span.start + 10])
        or _finds_something_else(words[span.end - 1 :])
        or is_of_another_trouble((*words[: span.start], ",", *words[span.end :]))
        or bool(following and _goes_on_elsewhere(words[span.end - 1], following))
        or bool(following and span.end - span.start == 2 and _is_no_help(words[span.start], following))
    )


def is_of_another_trouble(words: Sequence[str]) -> bool:
    """ "(Said no) to a different bug"."""
    if any(tuple(words[at : at + 2]) == ("the", "one") and words[at + 2] in DATING for at in range(len(words) - 2)):
        return True
    return any(
        early in ANOTHER | EARLIER
        and (
            late in MATTERS
            or bool(MATTERS & set(behind[:1]))
            or ("'s" in (late, *behind[:1]) and MATTERS & set(behind))
        )
        for early, late, *behind in (words[at : at + 5] for at in range(len(words) - 1))
    )


def is_opinion(clause: Clause, span: Span, scene: Scene) -> bool:
    """ "He is useless", "she never knows anything", "(need I ask @0?) he can not do SQL": what somebody is like."""
    words = clause.words
    before, following = words[: span.start], words[span.end : span.end + 3]
    habit = any(early in HABITS and late in AS_A_RULE for early, late in pairwise(words[: span.end + 1]))
    no_help = words[span.start] in {"no", "not"} and words[span.end - 1] in NO_HELP
    trait = (no_help or words[span.start] in TRAITS) and _is_at_present(before, scene)
    if trait and following and following[0] in TRAIT_IN and not OUR_TROUBLE & set(following):
        return True
    if habit or (trait and (no_help or words[span.start] in PLAIN_TRAITS)):
        return not scene.turned and not HERE & set(words[span.start :])
    return False


def looks_elsewhere(clause: Clause, span: Span) -> bool:
    """ "Looked happy", "looked at me", "checked in at the hotel", "tried the new biscuits"."""
    last, behind = clause.words[span.end - 1], clause.words[span.end : span.end + 4]
    if MUNDANE & set(behind) or (last == "checked" and behind[:1] in {("in",), ("out",)}):
        return True
    if last != "looked" or not behind:
        return False
    at_us = behind[0] == "at" and behind[1:2] in {("me",), ("us",), ("him",), ("her",)}
    return at_us or behind[0] not in LOOKED_AT | OPENERS | ADVERBS


def _is_at_present(words: Sequence[str], scene: Scene) -> bool:
    """ "Is …", also "(he is lovely) but …"."""
    if AT_PRESENT & set(words):
        return "been" not in words
    goes_on = all(word in OPENERS or word in ADVERBS for word in words)
    return goes_on and scene.before is not None and bool(AT_PRESENT & set(scene.before.words))


def is_of_another(clause: Clause, end: int, scene: Scene) -> bool:
    """ "The princess asked @0, who shrugged", "my horoscope says that @0 is stumped": none of our affair."""
    first = next((at for at, word in enumerate(clause.words[:end]) if word[0] == "@"), 0)
    told = clause.all(Tag.TOLD)
    if told and AT_WORK & set(clause.words[: told[0].start]):
        told = ()  # "the nurse says that @0 could not help" is told by one of ours
    if any(0 < span.start < first for span in told) and subject(clause, told[0].start, scene).kind is Kind.OTHER:
        return True
    return any(
        subject(clause, span.start, scene).kind is Kind.OTHER
        for span in clause.all(Tag.CONTACTED)
        if span.end < end and clause.names(span.end, end) and not clause.names(0, span.start)
    )


def _is_joke(words: Sequence[str]) -> bool:
    """ "Could not boil an egg", "could not find his desk"; "could not find a cause" is none."""
    at = next((at for at, word in enumerate(words) if word in THEIRS or word in {"a", "an"}), None)
    if at is None or "not" not in words[:at] or at + 1 >= len(words) or words[at - 1] == "got":
        return False
    if words[at] in THEIRS:
        return words[at + 1] not in THEIR_HEADS
    began = words[0] in {"could", "can", "not"} and words[at - 1] not in {"not", "have", "had"}
    return began and words[at + 1] not in SOLUTIONS


def _finds_something_else(words: Sequence[str]) -> bool:
    """ "(not) find Wales on a map" is no trouble of ours; "(not) find a cause" and "(not) see it" are."""
    words = words[1:] if words[0] == "not" else words
    if len(words) < 2 or words[0] not in FINDING or (words[0] in MENDING and words[1] in {"the", "our", "my"}):
        return False
    if words[0] in {"get", "make"} and GOING & set(words[2:7]):
        return False  # "could not get the mixer going"
    if words[1] == "the" and words[2:3] and words[2] not in PLACES_OF_WORK | MUNDANE and words[0] != "found":
        return False
    sought = words[2] if words[1] in {"the", "a", "an"} and len(words) > 2 else words[1]
    return sought not in FINDABLE


def _goes_on_elsewhere(last: str, following: Sequence[str]) -> bool:
    """ "Knows nothing about cheese", "useless at karaoke", "lost his keys", "gave up smoking"."""
    first, rest = following[0], set(following[1:3])
    if (last == "nothing" and (first == "on" or following[:2] == ("to", "do"))) or (last == "none" and first == "too"):
        return True
    if first in {"by", "about"}:
        return not rest & OUR_TROUBLE
    if first in THEIRS or first == "behind":
        return True
    if first == "at":
        return not HERE & set(following)
    return last in {"up", "stuck", "lost", "failed"} and first not in AFTER_FAILING


def _is_no_help(first: str, following: Sequence[str]) -> bool:
    """ "Could not sing" is not a thing that one is asked for; "could not, sadly" and "could not work it out" are."""
    if first in {"could", "can"} and following[0] == "do" and len(following) > 1:
        return following[1] not in OUR_TROUBLE | FINDABLE
    no_matter = following[0] in NOT_OF_IT or (MUNDANE | PLACES_OF_WORK | {"day"}) & set(following)
    if not no_matter and following[1:2] and following[1] in OBJECTS:
        return False  # whatever it is that one can not do to it
    return first in {"could", "can"} and not ABLE & set(following) and following[0] not in AFTER_COULD_NOT
