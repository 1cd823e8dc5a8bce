"""Claims about the trouble itself: stuck, resolved, another one, part of an incident."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.claims.asides import WEEKDAYS
from assistant.claims.clauses import Clause, Mode
from assistant.claims.crowds import is_our_crowd
from assistant.claims.elsewhere import ABLE
from assistant.claims.lexicon import OPENERS, OURS, SETS, Tag
from assistant.claims.referents import CROWD, Scene, people
from assistant.claims.subjects import Kind, subject
from assistant.claims.values import Claim, ClaimKind

NO_ONE = frozenset("nobody none neither".split())
RISES = frozenset("is are was were 's been back came come comes got and now all".split())
GONE_ON = frozenset(
    "again past to through quiet silent down over up on wrong from unanswered live round off home".split()
)
OF_THE_LIST = re.compile(r"\b(?:list|lot|ladder|nobody on it|(?<!between )(?<!among )them)\b")
ONCE = frozenset("yesterday ago previously week weeks month night once".split())
STRONG = frozenset(
    "ongoing on-going still live current currently active now declared started underway running happening".split()
)
NOW = STRONG - frozenset("ongoing on-going live running active current".split())
CREW = frozenset("team squad crew pod".split())
WISHED = frozenset("want wants need needs have has going trying about".split())
COLLEAGUES = frozenset("colleague colleagues team pod crew squad office desk teammate teammates".split())
STANDS_DOWN = frozenset("stood closed ended resolved cleared lifted finished concluded over".split())
AT_WORK_ON = {("working", "on"), ("working", "through"), ("working", "out"), ("working", "at")}
SPEAKING_OF_IT = frozenset("that it they all".split())
HAVE_BEEN = frozenset("has have had is was".split())
SHORT = 3  # words of "incident?"
OVER_THERE = (("over", "on"), ("over", "at"), ("over", "in"), ("over", "there"))
MENDED = frozenset("sorted resolved fixed solved working".split())
ANSWERS = frozenset(SETS["ANSWER"].split())
THOUGHT = frozenset("thought hoped think".split())
RELATED = frozenset("related connected linked part".split())
THEY = frozenset("they none neither nobody all both each everybody them failed no not nothing".split())
NOT = frozenset("not never".split())
MAYBE = frozenset(
    """
    talk rumour rumours rumor possibly perhaps maybe could might may potentially potential possible suspected suspect
    hint hints
    """.split()
)  # fmt: skip
WE_ARE_NOT = {("we", "are", "not"), ("we", "have", "not"), ("we", "do", "not"), ("i", "am", "not")}
THERE = frozenset("there it this that here".split())
LOT = frozenset(SETS["LOT"].split())
NO_INCIDENT = frozenset("no nothing any unrelated".split())
CALLED = frozenset("declared called pronounced".split())
ENDED = frozenset("closed ended finished resolved concluded".split())


def stuck(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "None of us can fix it", "we are at our wits' end", "beaten by this one, the lot of us"."""
    if ("nobody", "on") in pairwise(clause.words) and {"it", "list", "ladder", "chain"} & set(clause.words[:4]):
        return
    of_the_list = OF_THE_LIST.search(" ".join(clause.words)) and people(clause, scene)
    if clause.asserted and not clause.has(Tag.INCIDENT) and not of_the_list and (
        _we_fail(clause, scene)
        or _all_of_us(clause, scene)
        or _nobody_of_us_can(clause, scene)
        or _our_crowd_fails(clause, scene)
        or _nobody_at_all_can(clause, scene)
    ):  # fmt: skip
        yield Claim(ClaimKind.STUCK, clause.said)


def solved(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "It is fixed now", "@1 cracked it", "never mind"; of an incident it is that which is over."""
    if not clause.asserted or clause.has(Tag.INCIDENT):
        return
    if scene.before and scene.before.has(Tag.INCIDENT) and clause.has(Tag.SOLVED):
        yield Claim(ClaimKind.NO_INCIDENT, clause.said)
    elif any(_is_solved(clause, span.start) for span in clause.all(Tag.SOLVED)) or _is_just_mended(clause):
        yield Claim(ClaimKind.RESOLVED, clause.said)


def new_problem(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "New problem: …", "on another matter"."""
    early = [span.start for span in clause.all(Tag.NEW) if span.start < 6]
    early = [start for start in early if not clause.within(Tag.CONTACTED, 0, start) and not clause.names(0, start)]
    early = [] if clause.words[:2] in {("that", "was"), ("it", "was")} else early
    said = any(not clause.within(Tag.NEGATED, 0, start + 1) for start in early) and "either" not in clause.words
    of_incident = clause.has(Tag.INCIDENT) or (
        scene.before and scene.before.has(Tag.INCIDENT) and clause.has(Tag.APART)
    )
    if said and (clause.asserted or clause.words[:2] == ("let", "us")) and not of_incident:
        yield Claim(ClaimKind.NEW_PROBLEM, clause.said)


def incident(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "There is an ongoing incident", "part of the incident", "no incident", "the incident is over"."""
    if _nothing_goes_on(clause, scene):
        yield Claim(ClaimKind.NO_INCIDENT, clause.said)
    if (_belongs_to_it(clause, scene) or _goes_on_still(clause, scene)) and not scene.apart:
        yield Claim(ClaimKind.INCIDENT, clause.said)
    if _was_none_of_ours(clause, scene):
        yield Claim(ClaimKind.NO_INCIDENT, clause.said)
    spans = clause.all(Tag.INCIDENT)
    if not spans or not clause.asserted or _is_thing(clause) or _was_once(clause):
        return
    first = spans[0].start
    if _is_not_over(clause, first) and not scene.apart:
        yield Claim(ClaimKind.INCIDENT, clause.said)
    elif _is_denied(clause, first) or _is_over(clause, first):
        yield Claim(ClaimKind.NO_INCIDENT, clause.said)
    elif clause.has(Tag.ONGOING, Tag.LINKED) and not (
        scene.apart or _is_uncertain(clause, first) or _is_theirs(clause)
    ):
        yield Claim(ClaimKind.INCIDENT, clause.said)


def is_apart(clause: Clause) -> bool:
    """ "It has nothing to do with that", "this one is separate"."""
    if clause.words[0] in {"if", "whether"} and clause.has(Tag.LINKED) and "it" in clause.words:
        return True
    if clause.mode is Mode.ASKED and RELATED & set(clause.words) and {"ours", "it", "this", "we"} & set(clause.words):
        return True
    if clause.words in WE_ARE_NOT or clause.words[1:] in WE_ARE_NOT:
        return True
    return any(not (span.start and clause.words[span.start - 1] in NOT) for span in clause.all(Tag.APART))


def speaks_of_us(clause: Clause) -> bool:
    """Does a clause speak of ourselves, several of us?"""
    bare = next((word for word in clause.words if word not in OPENERS), "") in CREW
    return bare or clause.has(Tag.OURSELVES) or bool({"we", "us"} & set(clause.words))


def _we_fail(clause: Clause, scene: Scene) -> bool:
    """ "We can't fix it", "this is beyond us"; "(we asked @0,) no luck" is another thing."""
    of_them = scene.turned and clause.words[0] in {"it", "that", "this", "which", "he", "she", "they"}
    if of_them or not (scene.ours or speaks_of_us(clause)):
        return False
    for span in clause.all(Tag.FAILED):
        found = subject(clause, span.start, scene)
        if found.kind is Kind.NOBODY_SAID and scene.before and scene.before.names():
            continue
        if scene.before and scene.before.names() and scene.before.has(Tag.CONTACTED, Tag.LOOKED):
            continue  # "(an hour with @0,) we are none the wiser" tells what came of it
        beats_us = found.kind is Kind.OTHER and "us" in clause.words[span.start : span.end + 1]
        if clause.words[span.start] == "none" and clause.has(Tag.CONTACTED):
            continue
        compared = {("rest", "of"), ("all", "of")} & set(pairwise(clause.words[span.end :]))  # "than the rest of us"
        named = clause.names(0, span.start) or compared
        if (beats_us or found.ours) and not named and not clause.within(Tag.PLANNED, 0, span.start):
            return True
    return False


def _all_of_us(clause: Clause, scene: Scene) -> bool:
    """ "(Beaten,) the lot of us"."""
    before = scene.before
    fails = before is not None and before.asserted and before.has(Tag.FAILED) and not before.names()
    return fails and clause.has(Tag.OURSELVES)


def _nobody_of_us_can(clause: Clause, scene: Scene) -> bool:
    """ "None of us can fix it", "nobody in the team knows", "(…) neither can anybody here"."""
    words, before = clause.words, scene.before
    if words[0] in {"neither", "nor"} and "anybody" in words[1:4] and not clause.names():
        return True
    tried = before is not None and before.asserted and not before.names() and bool(COLLEAGUES & set(before.words))
    if tried and words[0] in {"nobody", "none"} and not clause.names() and bool((ABLE | ANSWERS) & set(words)):
        return True
    able = ABLE | ANSWERS | {f"{verb}s" for verb in ABLE}
    nobody = bool({"none", "nobody"} & set(words)) and clause.has(Tag.OURSELVES)
    nobody = nobody or (words[0] == "neither" and bool(OURS & set(words[1:5])) and "nor" in words)
    turned = clause.has(Tag.CONTACTED) or bool(clause.names())
    return nobody and not turned and bool(able & set(words))


def _nobody_at_all_can(clause: Clause, scene: Scene) -> bool:
    """ "Nobody gets it", where nobody was spoken of or turned to."""
    begins = next((at for at, word in enumerate(clause.words) if word not in OPENERS), 0)
    fails = any(span.start == begins and span.end > begins + 1 for span in clause.all(Tag.FAILED))
    of_us = clause.words[begins] == "nobody" and clause.words[begins + 1] not in HAVE_BEEN and not clause.names()
    return fails and of_us and not scene.turned and not any(scene.last)


def _our_crowd_fails(clause: Clause, scene: Scene) -> bool:
    """ "Our devs are stumped", "(all our devs had a go,) none could fix it"."""
    words, before = clause.words, scene.before or scene.told
    none_can = words[0] in NO_ONE and bool((ABLE | ANSWERS) & set(words))
    still = scene.last == CROWD and "still" in words and clause.joint in {"and", "but", ","}
    fails = none_can or still or any(words[span.start] not in NO_ONE for span in clause.all(Tag.FAILED))
    if not fails or clause.names() or clause.has(Tag.PLANNED, Tag.CONTACTED):
        return False
    crowd = before is not None and before.asserted and not before.names() and is_our_crowd(before.words)
    goes_on = crowd and scene.last == CROWD and (still or words[0] in THEY)
    return goes_on or is_our_crowd(words)


def _is_solved(clause: Clause, start: int) -> bool:
    denied = clause.within(Tag.NEGATED, 0, start + 1) or clause.within(Tag.PLANNED, 0, start)
    denied = denied or any(early == "gone" and late in GONE_ON for early, late in pairwise(clause.words))
    denied = denied or any(early == "by" and late in NO_ONE for early, late in pairwise(clause.words[start:]))
    denied = denied or any(pair in AT_WORK_ON for pair in pairwise(clause.words[start:]))
    again = clause.words[start : start + 2] == ("up", "again")  # "is up again", "backed up again"
    denied = denied or (again and start > 0 and clause.words[start - 1] not in RISES)
    return not denied and not THOUGHT & set(clause.words)


def _is_just_mended(clause: Clause) -> bool:
    """ "Sorted!"."""
    words = set(clause.words)
    return len(clause.words) <= 4 and words <= OPENERS | MENDED and bool(words & MENDED) and not clause.has(Tag.NEGATED)


def _is_denied(clause: Clause, first: int) -> bool:
    before = set(clause.words[max(0, first - 6) : first])
    is_not = any(
        clause.words[span.start] in {"not", "never"} and not clause.within(Tag.OVER, span.end, len(clause.words))
        for span in clause.all(Tag.NEGATED)
        if first < span.start <= first + 3
    )
    return bool(NO_INCIDENT & before) or is_not or clause.within(Tag.NEGATED, 0, first)


def _is_not_over(clause: Clause, first: int) -> bool:
    """ "They have not stood the incident down", "the incident is not closed yet"."""
    ends = [at for at, word in enumerate(clause.words) if word in STANDS_DOWN]
    denied = any(set(clause.words[max(0, at - 3) : at]) & {"not", "never"} for at in ends)
    return denied and not _is_uncertain(clause, first) and not _is_theirs(clause)


def _is_uncertain(clause: Clause, first: int) -> bool:
    """ "It may be an incident"; "what we want to raise is part of an incident" is certain."""
    copula = max((at for at, word in enumerate(clause.words[:first]) if word in {"is", "'s", "are"}), default=0)
    before = set(clause.words[: first + 1])
    if MAYBE & before or {"somebody", "said"} <= before:
        return True
    return any(
        span.start < first and not (clause.words[span.start] in WISHED and span.end <= copula)
        for span in clause.all(Tag.PLANNED)
    )


def _is_theirs(clause: Clause) -> bool:
    """ "The search team is having an incident"."""
    having = next((at for at, word in enumerate(clause.words) if word in {"is", "has", "are", "have", "'s"}), 0)
    owner = set(clause.words[:having])
    theirs = bool(owner & LOT) or (bool(owner) and "their" in clause.words[having:])
    return theirs and not owner & (OURS | THERE | {"our", "my"})


def _is_thing(clause: Clause) -> bool:
    """ "The incident review is on Thursday"; "the ongoing incident's channel" tells of one."""
    things = {span.start for span in clause.all(Tag.INCIDENT_THING)}
    ongoing = any(clause.words[start - 1] in STRONG for start in things if start)
    return not ongoing and all(span.start in things for span in clause.all(Tag.INCIDENT))


def _was_once(clause: Clause) -> bool:
    """ "We had an incident like this last week", "there was one on Monday"."""
    words = set(clause.words)
    past = bool({"had", "was", "were"} & words) and not {"have", "has"} & words
    since = clause.words[0] == "there" and not NOW & words
    dated = any(early in {"on", "last"} and late in WEEKDAYS for early, late in pairwise(clause.words))
    if dated and not STRONG & words:
        return True
    once = bool(ONCE & words) or not STRONG & words or since
    return past and once and not clause.has(Tag.OVER) and not clause.has(Tag.NEGATED)


def _nothing_goes_on(clause: Clause, scene: Scene) -> bool:
    """ "(There was an incident,) nothing is going on now", "… it is over now", "… mine has nothing to do with it",
    "(incident?) none"."""
    before = scene.before
    if not clause.asserted or before is None or not before.has(Tag.INCIDENT) or clause.has(Tag.INCIDENT):
        return False
    if "nothing" in clause.words[:3] and clause.has(Tag.ONGOING):
        return True
    if clause.has(Tag.APART) and is_apart(clause) and clause.words[-1] in {"it", "that"} and not clause.names():
        return True
    if len(before.words) <= SHORT and clause.words[0] in {"none", "no", "nope", "nah"}:
        return True
    ends = any(span.end == len(clause.words) or span.start <= 3 for span in clause.all(Tag.OVER))
    first = next((word for word in clause.words if word not in OPENERS), "it")
    speaks_of_it = {first} <= {"it", "that", "is", "was", "all", "now", "already", "since", "got", "been"} | ENDED
    return ends and speaks_of_it and not clause.has(Tag.NEGATED)


def _was_none_of_ours(clause: Clause, scene: Scene) -> bool:
    """ "(An incident goes on:) ours isn't part of it", "that was yesterday's", "nothing is on now"."""
    if not (scene.context.incident and clause.asserted) or clause.names() or clause.has(Tag.INCIDENT, Tag.FAILED):
        return False
    words = clause.words
    apart = is_apart(clause) or (clause.has(Tag.LINKED) and bool(NOT & set(words)))
    earlier = words[:2] in {("that", "was"), ("it", "was")} and bool(ONCE & set(words))
    nothing = words[0] == "nothing" and clause.has(Tag.ONGOING)
    said = (
        bool(SPEAKING_OF_IT & set(words[: max(each.start for each in clause.all(Tag.OVER))]))
        if clause.has(Tag.OVER)
        else False
    )
    over = said and not clause.has(Tag.NEGATED, Tag.SOLVED, Tag.PLANNED)
    outside = any(words[at : at + 3] == ("not", "in", "it") for at in range(len(words)))
    return apart or earlier or nothing or over or outside


def _belongs_to_it(clause: Clause, scene: Scene) -> bool:
    """ "(There is an incident,) and our app is affected by it"."""
    before = scene.before
    if before is None or not (before.asserted and before.has(Tag.INCIDENT)) or clause.has(Tag.NEGATED, Tag.PLANNED):
        return False
    linked = any(clause.words[span.end : span.end + 1] in {("it",), ("that",)} for span in clause.all(Tag.LINKED))
    return clause.asserted and linked and not (_was_once(before) or _is_denied(before, 0) or before.has(Tag.OVER))


def _goes_on_still(clause: Clause, scene: Scene) -> bool:
    """ "(An incident was opened at noon,) it is still open"."""
    before = scene.before
    told = before is not None and before.has(Tag.INCIDENT) and before.asserted and not _is_thing(before)
    told = told and before is not None and not _is_denied(before, before.all(Tag.INCIDENT)[0].start)
    speaks_of_it = (
        clause.words[0] in {"it", "that", "which", "still"} and clause.has(Tag.ONGOING) and "still" in clause.words
    )
    return told and clause.asserted and speaks_of_it and not clause.has(Tag.NEGATED, Tag.OVER, Tag.PLANNED)


def _is_over(clause: Clause, first: int) -> bool:
    over = (
        span
        for span in clause.all(Tag.OVER)
        if clause.words[span.start : span.start + 2] not in OVER_THERE or clause.words[span.start - 1] in CALLED
    )
    ends = (span.start > first or clause.words[span.start] in ENDED for span in over)
    return any(ends) and not clause.within(Tag.NEGATED, first, len(clause.words))
