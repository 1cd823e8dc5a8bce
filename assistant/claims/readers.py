"""From a clause to its claims: one small reader for each way of saying something."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.claims.clauses import Clause
from assistant.claims.lexicon import ADVERBS, OPENERS, PREPOSITIONS, SETS, Tag
from assistant.claims.phrases import Span
from assistant.claims.referents import ADVICE, Kind, Scene, people, steps_only, subject
from assistant.claims.values import Claim, ClaimKind

Reader = Callable[[Clause, Scene], Iterator[Claim]]

OTHER_SUBJECTS = frozenset("anybody any my our the a i we you it that this".split())
MUNDANE = frozenset("microwave television telly socks marriage hair kettle toaster dishwasher fridge printer coffee tea lunch dinner biscuit biscuits sandwich bike bicycle car boiler sink tap sofa egg toast crossword sudoku karaoke football smoking cheese day time year".split())
SOLUTIONS = frozenset("solution way cause fix reason answer clue thing workaround cure remedy problem bug single word explanation look issue thought idea path route pattern difference".split())
SAME_IN_PAST = frozenset("put run hit bring".split())
ABLE = frozenset(SETS["KNOW"].split()) | frozenset("do see make tell say get come answer put pin add offer suggest budge get work fathom".split())
AFTER_COULD_NOT = frozenset("either too so sadly unfortunately though for : and also because yet at in with on".split())
GOES_WITH_FAILING = PREPOSITIONS | frozenset("the after trying looking eventually within us to me completely on by despite he she they it".split())
OUR_TROUBLE = frozenset(SETS["MATTER"].split()) | frozenset("it this that these them what why how the our all".split())
FINDING = frozenset("find spot manage recognise recognize identify place found make get see sort work understand know offer help clear shift tell fix solve resolve crack".split())
MENDING = frozenset("fix solve resolve sort crack clear shift help".split())
FINDABLE = (
    OUR_TROUBLE | SOLUTIONS | ADVERBS | OPENERS | PREPOSITIONS
    | frozenset("anything something out any much error root culprit source where fault one to wrong sense head heads progress headway further past anywhere answer help him her them who whom which when whether enough past around round whats hide nor up any of".split())
)
LEFT_OUT = frozenset("not without except instead than skipping bypassing nor minus bar".split())
STOPS_OBJECT = frozenset("about if whether who whom how what why when where for because instead before which while until so said says".split())
BARE_OBJECTS = frozenset("already too just now there that tried done did this those asked been it yes i have we and ok also yep yeah so right well".split())


def claims_of(kind: ClaimKind, who: tuple[str, ...], clause: Clause, scene: Scene) -> Iterator[Claim]:
    for name in steps_only(who, scene):
        yield Claim(kind, clause.said, name)


def turned_to(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "we asked @0", "nobody has been to @1", "asked @0, not @1"."""
    if not clause.asserted or clause.has(Tag.AWAY):
        return
    since = 0
    for span in _apart(clause.all(Tag.CONTACTED)):
        if not _ours(clause, since, span, scene):
            continue
        who, left_out = _objects(clause, span, scene)
        if not who and not left_out and clause.words[0][0] == "@" and clause.words[1] in {"i", "we"}:
            who = people(clause, scene, 0, 1)
        denied = clause.within(Tag.NEGATED, since, span.start) or _starts_none(clause, span)
        if denied or not _planned(clause, since, span):
            yield from claims_of(ClaimKind.NOT_CONSULTED if denied else ClaimKind.CONSULTED, who, clause, scene)
            yield from claims_of(ClaimKind.NOT_CONSULTED, left_out, clause, scene)
        since = max([span.end, *(at + 1 for at in range(span.end, len(clause.words)) if clause.words[at][0] == "@" and not any(span.end < other.start <= at for other in clause.all(Tag.CONTACTED)))])


def _apart(spans: tuple[Span, ...]) -> Iterator[Span]:
    """The spans that don't begin inside an earlier one."""
    end = 0
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end


def _planned(clause: Clause, since: int, span: Span) -> bool:
    return clause.within(Tag.PLANNED, since, span.end)


def _ours(clause: Clause, since: int, span: Span, scene: Scene) -> bool:
    """Did we turn to somebody, rather than somebody else, or somebody to us?"""
    before = clause.words[since : span.start]
    if before and "nobody" not in before and before[-1] in {"am", "is", "are", "was", "were", "be", "been", "being", "got", "'s", "to"} and clause.words[span.start] != "been":
        return before[-1] == "to" or False
    found = subject(clause, span.start, scene)
    if found.kind is Kind.NOBODY_SAID and clause.words[span.start] in SAME_IN_PAST and not before:
        return False
    if since and not any(word[0] == "@" for word in before):
        return True
    if len(before) > 1 and before[0][0] == "@" and before[1] in {"i", "we"}:
        return True
    return found.kind in {Kind.OURS, Kind.NOBODY_SAID} and not any(word[0] == "@" for word in before)


def _starts_none(clause: Clause, span: Span) -> bool:
    return clause.words[span.end : span.end + 1] in {("neither",), ("nobody",), ("none",)}


def _objects(clause: Clause, span: Span, scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """To whom, and to whom not."""
    words = clause.words
    end = next((at for at in range(span.end, len(words)) if words[at] in STOPS_OBJECT or (words[at] in {"he", "she", "they", "i", "we"} and at > span.end)), len(words))
    end = min([end, *(each.start for each in clause.all(Tag.CONTACTED) if each.start >= span.end)])
    parting = next((at for at in range(span.end, end) if words[at] in LEFT_OUT), end)
    if parting < end and not people(clause, scene, parting, end):
        parting = end
    who = people(clause, scene, span.start + 1, parting)
    if clause.words[span.end : span.end + 1] in {("nobody",), ("none",)} or (words[span.end : span.end + 1] == ("anybody",) and "else" not in words):
        who = scene.context.steps
    left_out = people(clause, scene, parting, end) if parting < end else ()
    if not who and not left_out and _is_that_done(clause, span, scene):
        who = scene.spoken_of()
    return tuple(name for name in who if name not in left_out), left_out


def _is_that_done(clause: Clause, span: Span, scene: Scene) -> bool:
    """ "tried that", "done", "been there": all that the clause says, of what was due."""
    return not clause.names() and not clause.has(Tag.NEGATED) and bool(scene.context.due) and set(clause.words) <= BARE_OBJECTS | OPENERS and clause.words[span.start] in {"tried", "done", "did", "been", "asked"}


def did_not_turn_to(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "I did not ask @0", "have yet to speak to @1", "we skipped @0", "@2 has not been asked"."""
    if not clause.asserted:
        return
    for span in clause.all(Tag.CONTACTING):
        before = clause.words[: span.start]
        if clause.within(Tag.NEGATED, 0, span.start) and not {"can"} & set(before) and not _planned(clause, 0, span):
            who = _objects(clause, span, scene)[0]
            if not who and scene.before and is_only_names(scene.before):
                who = people(scene.before, scene)
            elif not who and not scene.before and span.end == len(clause.words) and {"have", "did"} & set(before):
                who = scene.last
            yield from claims_of(ClaimKind.NOT_CONSULTED, who, clause, scene)
    for span in clause.all(Tag.SKIPPED):
        if subject(clause, span.start, scene).kind in {Kind.OURS, Kind.NOBODY_SAID} and not clause.within(Tag.NEGATED, 0, span.start) and not _planned(clause, 0, span):
            yield from claims_of(ClaimKind.NOT_CONSULTED, people(clause, scene, span.start), clause, scene)
    for span in clause.all(Tag.UNSEEN):
        if any(failed.start == span.start for failed in clause.all(Tag.FAILED)) and "seen" in clause.words[span.start : span.end]:
            continue
        found = subject(clause, span.start, scene)
        goes_on = found.kind is Kind.NOBODY_SAID and clause.joint in {"and", "but"}
        who = found.who or (scene.doer if goes_on else ())
        yield from claims_of(ClaimKind.NOT_CONSULTED, who, clause, scene)


def could_not(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "@0 could not help", "neither @0 nor @1 has an idea", "he is stumped", "no joy from @0"."""
    if not clause.asserted or clause.has(Tag.AWAY):
        return
    for span in clause.all(Tag.FAILED):
        found = subject(clause, span.start, scene)
        if span.start > 1 and clause.words[span.start - 1] in {"him", "her", "them"} and clause.words[span.start - 2] != "of":
            continue
        if found.kind is Kind.NAMED and not asked_by_another(clause, span.start, scene) and not clause.within(Tag.PLANNED, 0, span.start) and not _jokes(clause, span) and not _about_something_else(clause, span) and not clause.within(Tag.UNSEEN, 0, span.end):
            yield from claims_of(ClaimKind.CONSULTED, found.who, clause, scene)
        elif found.kind is Kind.NOBODY_SAID and scene.before and _answers(clause, scene.before):
            yield from claims_of(ClaimKind.CONSULTED, people(scene.before, scene), clause, scene)
    for tag in (Tag.BEATS, Tag.NO_LUCK_WITH):
        for span in clause.all(tag):
            first = span.start if tag is Tag.BEATS else span.end
            if not clause.within(Tag.PLANNED, 0, span.start) and not clause.within(Tag.WAITING, 0, len(clause.words)):
                yield from claims_of(ClaimKind.CONSULTED, people(clause, scene, first), clause, scene)


def asked_by_another(clause: Clause, end: int, scene: Scene) -> bool:
    """ "The princess asked @0, who shrugged", "my horoscope says that @0 is stumped": none of our affair."""
    first = next((at for at, word in enumerate(clause.words[:end]) if word[0] == "@"), 0)
    said = any(span.start < first and span.start > 0 for span in clause.all(Tag.TOLD))
    if said and subject(clause, next(span.start for span in clause.all(Tag.TOLD)), scene).kind is Kind.OTHER:
        return True
    return any(
        subject(clause, span.start, scene).kind is Kind.OTHER
        for span in clause.all(Tag.CONTACTED)
        if span.end < end and clause.names(span.end, end) and not clause.names(0, span.start)
    )


def _answers(clause: Clause, before: Clause) -> bool:
    """Does a clause without a subject say what came of the names in front of it ("our @0 (great guy) could not")?"""
    if clause.joint == ":" and before.asserted:
        return (before.words[-1][0] == "@" or before.words[-1] in ADVICE) and not before.has(Tag.PLANNED)
    return is_only_names(before) and clause.joint not in {"and", "but"} and (bool(clause.joint) or len(clause.words) < 4)


def is_only_names(clause: Clause) -> bool:
    return clause.words[0][0] == "@" and (clause.words[1:2] == (":",) or all(word[0] == "@" or word in {"and", ":", "or"} for word in clause.words))


def _about_something_else(clause: Clause, span: Span) -> bool:
    """ "could not sing": not a thing that one is asked for. "could not, sadly" and "could not work it out" are."""
    following = clause.words[span.end : span.end + 3]
    if MUNDANE & set(clause.words[span.start : span.end + 5]):
        return True
    if _finds_something_else(clause.words[span.end - 1 :]):
        return True
    if following and following[0] in {"by", "about"} and not set(following[1:3]) & OUR_TROUBLE:
        return True
    if following and following[0] in {"his", "her", "their", "behind"}:
        return True
    if following and following[0] == "at" and not {"all", "this", "it", "that", "the", "first"} & set(following):
        return True
    if following and clause.words[span.end - 1] in {"up", "stuck", "lost", "failed"} and not (following[0] in ADVERBS or following[0] in OPENERS or following[0] in GOES_WITH_FAILING):
        return True
    if span.end - span.start > 2 or clause.words[span.start] not in {"could", "can"} or not following:
        return False
    return not ABLE & set(following) and following[0] not in AFTER_COULD_NOT


def _finds_something_else(words: tuple[str, ...]) -> bool:
    """ "(not) find Wales on a map" is no trouble of ours; "(not) find a cause" and "(not) see it" are."""
    at = 1 if words[0] == "not" else 0
    if len(words) < at + 2 or words[at] not in FINDING:
        return False
    if words[at] in MENDING and words[at + 1] in {"the", "our", "my"}:
        return False
    sought = words[at + 2] if words[at + 1] in {"the", "a", "an"} and len(words) > at + 2 else words[at + 1]
    return sought not in FINDABLE


def _jokes(clause: Clause, span: Span) -> bool:
    """ "could not boil an egg": what could not be done is not our trouble."""
    words = clause.words[span.start : span.start + 7]
    at = next((at for at, word in enumerate(words) if word in {"a", "an", "his", "her", "their"}), None)
    if at is None or "not" not in words[:at] or at + 1 >= len(words) or words[at - 1] == "got":
        return False
    if words[at] in {"his", "her", "their"}:
        return words[at + 1] not in {"head", "heads", "hands", "finger", "best"}
    return words[0] in {"could", "can", "not"} and words[at + 1] not in SOLUTIONS and words[at - 1] not in {"not", "have", "had"}


NOT_EITHER = frozenset("neither none nobody".split())
PREDICATES = frozenset("could can has had have knew knows know was were is are did does do managed helped solved got gets get found fixed made came".split())


def neither(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "neither @0 nor @1 could work it out", "none of them knew"."""
    if not clause.asserted or clause.has(Tag.AWAY, Tag.WAITING, Tag.CONTACTED) or (clause.words[0] not in NOT_EITHER and clause.words[:2] != ("not", "even")):
        return
    at = next((at for at, word in enumerate(clause.words) if word in PREDICATES), None)
    if at == 1 and clause.names(at):
        return
    who = people(clause, scene, 0, at) if at else ()
    if at == 1:
        who = scene.last if len(scene.last) > 1 else _all_or_both(clause, scene)
    unseen = bool(at) and bool({"seen", "looked", "asked", "consulted", "tried", "heard"} & set(clause.words[at:]))
    yield from claims_of(ClaimKind.NOT_CONSULTED if unseen else ClaimKind.CONSULTED, who, clause, scene)


def _all_or_both(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """Whom "none could help" and "neither could they" speak of, where nobody was named."""
    if clause.words[0] == "neither":
        if {"he", "she", "they"} & set(clause.words):
            return scene.spoken_of()
        return () if set(clause.words[2:3]) & OTHER_SUBJECTS else people(clause, scene, 0, 1)
    return scene.context.steps if clause.words[0] == "none" else ()


def looked(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "@0 had a look", "@1 has been asked"."""
    if not clause.asserted or clause.has(Tag.AWAY, Tag.UNSEEN):
        return
    for span in clause.all(Tag.LOOKED):
        found = subject(clause, span.start, scene)
        if found.kind is not Kind.NAMED or _planned(clause, 0, span):
            continue
        denied = clause.within(Tag.NEGATED, 0, span.start)
        yield from claims_of(ClaimKind.NOT_CONSULTED if denied else ClaimKind.CONSULTED, found.who, clause, scene)


def verdict(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "@0: no", "@1 tried", "@2: waiting", "@2 not yet"."""
    if not clause.asserted:
        return
    last = max((at for at, word in enumerate(clause.words) if word[0] == "@"), default=None)
    leading = clause.words[: last or 0]
    if last is None:
        last, leading = -1, ()
        who = people(clause, scene) if not any(word in {"i", "we", "us"} or word in PREDICATES for word in clause.words) else ()
        if not who:
            return
    elif any(word[0] != "@" and word not in OPENERS for word in leading):
        return
    else:
        who = people(clause, scene, 0, last + 1)
    for tag, kind in ((Tag.VERDICT_NOT_YET, ClaimKind.NOT_CONSULTED), (Tag.VERDICT_WAITING, ClaimKind.WAITING), (Tag.VERDICT, ClaimKind.CONSULTED)):
        for span in clause.all(tag):
            between = clause.words[last + 1 : span.start] if last >= 0 else ()
            if span.start > last and all(word in {":", "is", "'s", "was", "a", "has", "been", "were", "are", "both", "all", "also", "now"} for word in between) and all(word in OPENERS or word in ADVERBS or word[0] == "@" for word in clause.words[span.end :]):
                yield from claims_of(kind, who, clause, scene)
                return


def likewise(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "…, @1 neither", "… and so is @1", "nor can @1", "@1 too"."""
    if not clause.asserted or not scene.before or not people(clause, scene):
        return
    words = clause.words
    rest = [word for word in words if word[0] != "@"]
    lead = words[1:2] if words[0] == "and" else words[:1]
    inverted = bool(lead) and lead[0] in {"so", "nor", "neither", "as"} and bool(set(words) & PREDICATES | set(words) & {"'s"}) and len(words) < 8
    short = bool(rest) and set(rest) <= {"neither", "too", "either", "also", "likewise", "same", "nor", "and", "as", "well", "not", "including", "included", "even", "our", "that", "includes", "all", "the", "second", "third", "first", ":", "or"} and bool(set(rest) & {"neither", "too", "either", "also", "likewise", "same", "nor", "including", "included", "includes", "even", "all"})
    if (inverted or short) and scene.before.has(Tag.FAILED, Tag.LOOKED, Tag.OURSELVES, Tag.BEATS) and scene.before.asserted:
        after = 1 + (words[0] == "and")
        if inverted and not people(clause, scene, after):
            return
        negative = any(c for c in turned_to(scene.before, scene) if c.kind is ClaimKind.NOT_CONSULTED)
        yield from claims_of(ClaimKind.NOT_CONSULTED if negative else ClaimKind.CONSULTED, people(clause, scene), clause, scene)


def waiting(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "asked @0, no reply yet", "@1 is looking at it", "he promised an answer"."""
    if not clause.asserted:
        return
    for span in clause.all(Tag.WAITING):
        if span.start and clause.words[span.start] == "no" and clause.words[span.start - 1] in {"have", "has", "had", "with"}:
            continue
        found = subject(clause, span.start, scene)
        if found.kind in {Kind.OURS, Kind.NOBODY_SAID} and (_planned(clause, 0, span) and span.start) and clause.words[span.start] != "no":
            continue
        if clause.words[span.start].startswith("wait") and clause.within(Tag.CONTACTING, span.end, len(clause.words)):
            continue
        if clause.words[span.start].startswith("wait") and clause.within(Tag.NEGATED, 0, span.start):
            continue
        if clause.words[span.start] in {"am", "is", "are", "'s"} and {"tomorrow", "tonight", "later"} & set(clause.words):
            continue
        who = people(clause, scene) or found.who or (scene.last if found.kind in {Kind.NOBODY_SAID, Kind.OURS} else ())
        yield from claims_of(ClaimKind.WAITING, who, clause, scene)
        return


def away(clause: Clause, scene: Scene) -> Iterator[str]:
    """Who can't be reached."""
    if clause.has(Tag.AWAY):
        yield from people(clause, scene)


def stuck(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "none of us can fix it", "we are at our wits' end"."""
    if not clause.asserted:
        return
    if clause.has(Tag.INCIDENT) or ({"list", "lot", "them"} & set(clause.words) and people(clause, scene)):
        return
    ours = scene.ours or speaks_of_ourselves(clause)
    if clause.has(Tag.OURSELVES) and scene.before and scene.before.has(Tag.FAILED) and not scene.before.names() and scene.before.asserted:
        yield Claim(ClaimKind.STUCK, clause.said)
    for span in clause.all(Tag.FAILED):
        before = clause.words[: span.start]
        found = subject(clause, span.start, scene)
        at_us = found.kind is Kind.OTHER and "us" in clause.words[span.start : span.end + 1]
        if found.kind is Kind.NOBODY_SAID and scene.before and scene.before.names():
            continue
        if ours and (at_us or found.kind in {Kind.OURS, Kind.NOBODY_SAID}) and not any(word[0] == "@" for word in before) and not clause.within(Tag.PLANNED, 0, span.start):
            yield Claim(ClaimKind.STUCK, clause.said)
            return
    if clause.has(Tag.OURSELVES) and clause.words[0] in {"none", "nobody"} and not clause.names() and ABLE & set(clause.words):
        yield Claim(ClaimKind.STUCK, clause.said)


def speaks_of_ourselves(clause: Clause) -> bool:
    return clause.has(Tag.OURSELVES) or any(word in {"we", "us"} for word in clause.words)


def solved(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "it is fixed now", "@1 cracked it", "never mind"."""
    if not clause.asserted or clause.has(Tag.INCIDENT):
        return
    if scene.before and scene.before.has(Tag.INCIDENT) and clause.has(Tag.SOLVED):
        yield Claim(ClaimKind.NO_INCIDENT, clause.said)
        return
    for span in clause.all(Tag.SOLVED):
        if not clause.within(Tag.NEGATED, 0, span.start + 1) and not clause.within(Tag.PLANNED, 0, span.start) and not {"thought", "hoped", "think"} & set(clause.words):
            yield Claim(ClaimKind.RESOLVED, clause.said)
            return
    if len(clause.words) <= 4 and set(clause.words) <= OPENERS | {"sorted", "resolved", "fixed", "solved", "working"} and set(clause.words) - OPENERS and not clause.has(Tag.NEGATED):
        yield Claim(ClaimKind.RESOLVED, clause.said)


def new_problem(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "new problem: …", "on another matter"."""
    for span in clause.all(Tag.NEW):
        if clause.asserted and not clause.within(Tag.NEGATED, 0, span.start + 1) and span.start < 6 and not clause.has(Tag.INCIDENT):
            yield Claim(ClaimKind.NEW_PROBLEM, clause.said)
            return


READERS: tuple[Reader, ...] = (turned_to, did_not_turn_to, could_not, neither, looked, verdict, likewise, waiting, stuck, solved, new_problem)
