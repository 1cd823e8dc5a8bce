"""Claims of what came of it: nothing, or nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from assistant.claims.alerts import is_unacknowledged
from assistant.claims.clauses import Clause
from assistant.claims.consulting import claimed, turned_to
from assistant.claims.crowds import STEPS
from assistant.claims.elsewhere import (
    ABLE,
    is_elsewhere,
    is_of_another,
    is_of_another_trouble,
    is_opinion,
    looks_elsewhere,
)
from assistant.claims.lexicon import ADVERBS, ADVICE, OPENERS, OURS, PREDICATES, PRONOUNS, SETS, Tag
from assistant.claims.phrases import Span
from assistant.claims.ranks import SIGNS
from assistant.claims.referents import REACHED_AT, Scene, people
from assistant.claims.subjects import Kind, subject
from assistant.claims.values import Claim, ClaimKind

KNOWS_OF = {(know, of) for know in ("know", "knows", "knew") for of in ("about", "of", "yet")}
SHUT = {("locked",), ("empty",), ("shut",), ("closed",), ("dark",), ("deserted",)}  # "tried @0's door, locked"
NONE_OF_THEM = {
    ("none", "of", those) for those in ("those", "these", "them")
}  # "(asked nobody, not) @1, none of those"
WORKING = frozenset(SETS["WORKING"].split())
SEEN = frozenset("seen looked asked consulted tried heard".split())
OTHERS = frozenset("anybody any my our the a i we you it that this".split())
BEFORE_VERDICT = frozenset(": is 's was a has been were are both all also now".split())
LIKE = frozenset("neither too either also likewise same nor including included includes even all".split())
LIKE_FILLERS = LIKE | frozenset("and as well not our that the second third first : or is are was were has did".split())
INVERTS = frozenset("so nor neither as".split())
VERDICTS = (
    (Tag.VERDICT_NOT_YET, ClaimKind.NOT_CONSULTED),
    (Tag.VERDICT_WAITING, ClaimKind.WAITING),
    (Tag.VERDICT, ClaimKind.CONSULTED),
)
BARE = (("have",), ("has",), ("did",))
COME = frozenset("come came arrived appeared forthcoming materialised".split())
YES = frozenset("yes yep yeah yup aye y".split())
NO = frozenset("no nope nah n not yet".split())
TICKING = frozenset("and both : asked tried spoken to with done been all or nor have has but then".split())
BEING = frozenset("am is are 's".split())
PRESENT = frozenset("is 's am are can do does has knows never always".split())
LATER = frozenset("tomorrow tonight later".split())
PROMISING = frozenset("would will 'd had".split())
NO_PROMISE = (("not",), ("no",), ("never",), ("nothing",), ("little",))
ON_THE_PHONE = (("on", "the", "phone"), ("on", "the", "line"), ("on", "the", "telephone"))
UNSAID = frozenset("will would should may might must not".split())
PEOPLE = frozenset("i we he she they who everybody nobody you".split())
PERSISTS = {("will", "not"), ("would", "not"), ("no", "change"), ("no", "different"), ("no", "better")}
REPLYING = frozenset("hear get call ring write report come phone".split())
GOES_ON = frozenset(", and then".split())
WENT = frozenset("went left headed gone walked".split())
HAD = frozenset("have has had with got gave offered is".split())
FEW = 6  # words of "no idea at all, sorry"
REMARK = 4  # words of "(asked @0,) on leave"
OUT_OF = (("from",), ("out",))
BEEN = frozenset("was were been got is".split())
TO_BE_ANSWERED = frozenset("phone telephone call calls door".split())


def could_not(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "@0 could not help", "he is stumped", "our @0 (great guy): no idea"."""
    if not clause.asserted or clause.has(Tag.AWAY):
        return
    for span in clause.all(Tag.FAILED):
        found = subject(clause, span.start, scene)
        if _has_them_stumped(clause.words, span) or clause.words[span.start :] in NONE_OF_THEM:
            continue
        if found.kind is Kind.NAMED and _tells_of_failing(clause, span, scene):
            who = tuple(
                name for name in found.who if name not in scene.doubted or _is_past(clause.words[: span.start + 1])
            )
            yield from claimed(ClaimKind.CONSULTED, who, clause, scene)
        elif _is_from_them(clause.words, span) and not clause.within(Tag.PLANNED, 0, span.start):
            yield from claimed(ClaimKind.CONSULTED, people(clause, scene, 0, 2), clause, scene)
        elif found.kind is Kind.NOBODY_SAID and scene.before and _answers(clause, scene.before):
            yield from claimed(ClaimKind.CONSULTED, people(scene.before, scene), clause, scene)
        elif found.kind is Kind.NOBODY_SAID and _follows_what_was_told(clause, scene) and len(clause.words) <= FEW:
            yield from claimed(ClaimKind.CONSULTED, scene.last, clause, scene)


def nothing_came_of(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "No joy from @0", "same story with @1", "it stumped @0"."""
    if not clause.asserted or clause.has(Tag.AWAY, Tag.WAITING):
        return
    for span in clause.all(Tag.FAILED):
        at = span.end + 1 + (clause.words[span.end : span.end + 2] == ("out", "of"))
        behind = clause.words[span.end : span.end + 1] in OUT_OF and clause.names(at, at + 1)
        if behind and not clause.within(Tag.PLANNED, 0, span.start):
            yield from claimed(ClaimKind.CONSULTED, people(clause, scene, at, at + 1), clause, scene)
    for tag in (Tag.BEATS, Tag.NO_LUCK_WITH):
        for span in clause.all(tag):
            first = span.start if tag is Tag.BEATS else span.end
            if clause.words[span.start] == "same" and clause.within(Tag.NEGATED, 0, span.start):
                continue
            if is_of_another_trouble(clause.words[: span.start]):
                continue
            if clause.words[0] == "beyond" and clause.has(Tag.CONTACTED):
                continue  # "beyond @0 I have asked nobody"
            if not clause.within(Tag.PLANNED, 0, span.start):
                yield from claimed(ClaimKind.CONSULTED, people(clause, scene, first), clause, scene)


def still_there(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "(@0 had three goes at it,) it still won't budge", "(an hour with @1,) the build is still red"."""
    before = scene.before or scene.told
    if not clause.asserted or clause.names() or before is None or not _is_of_a_thing(clause) or not _persists(clause):
        return
    told = before.asserted and not before.has(Tag.WAITING, Tag.AWAY, Tag.PLANNED, Tag.NEGATED, Tag.UNSEEN, Tag.SENT)
    if (
        told
        and before.has(Tag.CONTACTED, Tag.LOOKED)
        and not before.has(Tag.TOLD)
        and not is_of_another(before, len(before.words) + 1, scene)
    ):
        yield from claimed(ClaimKind.CONSULTED, people(before, scene), clause, scene)


def _is_of_a_thing(clause: Clause) -> bool:
    first = next((word for word in clause.words if word not in OPENERS - {"not", "still"}), "i")
    return first not in PEOPLE | PREDICATES | UNSAID and not clause.has(Tag.OURSELVES, Tag.OTHERS, Tag.INCIDENT)


def _persists(clause: Clause) -> bool:
    """Is it told that the trouble goes on: "still no printer", "it will not budge", "no change"?"""
    pairs = set(pairwise(clause.words))
    return ("still" in clause.words and len(clause.words) > 1) or bool(pairs & PERSISTS)


def neither(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "Neither @0 nor @1 could work it out", "none of them knew", "not even @2 could"."""
    words = clause.words
    begins = words[0] in {"neither", "none", "nobody"} or words[:2] == ("not", "even")
    at = next((at for at, word in enumerate(words) if word in PREDICATES), None)
    if COME & set(words):
        return  # "none has come" tells of an answer
    if not clause.asserted or not begins or at is None or clause.has(Tag.AWAY, Tag.WAITING, Tag.CONTACTED):
        return
    if (at == 1 and clause.names(at)) or OURS & set(words[:at]):
        return
    who = people(clause, scene, 0, at) if at > 1 else _unnamed(clause, scene)
    unseen = SEEN & set(words[at:]) or ("yet" in words and set(pairwise(words)) & KNOWS_OF)
    kind = ClaimKind.NOT_CONSULTED if unseen else ClaimKind.CONSULTED
    yield from claimed(kind, who, clause, scene)


def looked(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "@0 had a look", "@1 has been asked"."""
    if not clause.asserted or clause.has(Tag.AWAY, Tag.UNSEEN):
        return
    for span in clause.all(Tag.LOOKED):
        found = subject(clause, span.start, scene)
        who = _agents(clause, span, scene) or (found.who if found.kind is Kind.NAMED else ())
        if who and not clause.within(Tag.PLANNED, 0, span.end) and not looks_elsewhere(clause, span):
            denied = clause.within(Tag.NEGATED, 0, span.start)
            kind = ClaimKind.NOT_CONSULTED if denied else ClaimKind.CONSULTED
            yield from claimed(kind, who, clause, scene)


def ticked(clause: Clause) -> bool | None:
    """Is it yes ("@0 and @1 yes") or no ("@2 no") that a clause says of names, and nothing else?"""
    said = {word for word in clause.words if word[0] != "@"} - TICKING
    if not clause.places() or not said:
        return None
    return True if said <= YES else False if said <= NO else None


def verdict(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "@0: no", "@1 tried", "@2: waiting", "@2 not yet", "first two done", "@0 yes, @1 no"."""
    if not clause.asserted:
        return
    if scene.parted and ticked(clause) is not None:
        kind = ClaimKind.CONSULTED if ticked(clause) else ClaimKind.NOT_CONSULTED
        yield from claimed(kind, people(clause, scene), clause, scene)
        return
    last = max((at for at, word in enumerate(clause.words) if word[0] == "@"), default=-1)
    if last < 0 and (PREDICATES | {"i", "we", "us"}) & set(clause.words):
        return
    if any(word[0] != "@" and word not in OPENERS for word in clause.words[: max(last, 0)]):
        return
    who = people(clause, scene, 0, last + 1 or None)
    if not who and scene.before and scene.before.names_only and len(clause.words) > 1:
        who = people(scene.before, scene)
    for tag, kind in VERDICTS:
        if any(_is_verdict(clause, span, last) and _is_of_ours(clause, span, scene) for span in clause.all(tag)):
            yield from claimed(kind, who, clause, scene)
            return


def _is_of_ours(clause: Clause, span: Span, scene: Scene) -> bool:
    return not is_opinion(clause, span, scene) and not is_elsewhere(clause, span)


def likewise(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "…, @1 neither", "… and so is @1", "nor can @1", "@1 too"."""
    before = scene.before
    if not clause.asserted or not before or not before.asserted:
        return
    lead = int(clause.words[0] == "and")
    added = clause.joint in INVERTS and clause.words[0] not in INVERTS
    inverted = _is_inverted((clause.joint, *clause.words) if added else clause.words[lead:])
    who = people(clause, scene, lead + (clause.joint not in INVERTS)) if inverted else people(clause, scene)
    rest = {word for word in clause.words if word[0] != "@"}
    short = (bool(rest & LIKE) and rest <= LIKE_FILLERS) or (clause.joint == "nor" and clause.names_only)
    if who and (inverted or short) and before.has(Tag.FAILED, Tag.LOOKED, Tag.OURSELVES, Tag.BEATS):
        denied = any(claim.kind is ClaimKind.NOT_CONSULTED for claim in turned_to(before, scene))
        yield from claimed(ClaimKind.NOT_CONSULTED if denied else ClaimKind.CONSULTED, who, clause, scene)


def waiting(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "Asked @0, no reply yet", "@1 is looking at it", "he promised an answer"."""
    if is_unacknowledged(clause, scene):
        return
    for span in clause.all(Tag.WAITING):
        found = subject(clause, span.start, scene)
        if clause.asserted and not _waits_for_nothing(clause, span, found.ours):
            who = people(clause, scene) or found.who or (scene.last if found.ours else ())
            yield from claimed(ClaimKind.WAITING, who, clause, scene)
            return


def away(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """Who can't be reached: "@0 is on leave", "could not get hold of @1"."""
    shut = scene.before is not None and bool(REACHED_AT & set(scene.before.words)) and clause.words in SHUT
    if shut:
        return scene.last
    went = clause.joint in GOES_ON and clause.words[0] in WENT
    if not clause.has(Tag.AWAY) or (went and scene.before is not None and scene.before.has(Tag.LOOKED, Tag.FAILED)):
        return ()
    remark = clause.joint in {":", "(", "-"} or (clause.joint == "," and len(clause.words) <= REMARK)
    return people(clause, scene) or (scene.last if remark and not OURS & set(clause.words) else ())


def _is_from_them(words: tuple[str, ...], span: Span) -> bool:
    """ "From @0 I got no answer"."""
    return words[0] in {"from", "with"} and span.start > 2 and words[1][0] == "@" and words[2] in OURS


def _agents(clause: Clause, span: Span, scene: Scene) -> tuple[str, ...]:
    """ "It was looked into by @0"."""
    words = clause.words
    passive = bool(BEEN & set(words[max(0, span.start - 3) : span.end]))
    at = next((at for at in range(span.end, min(span.end + 3, len(words))) if words[at] == "by"), None)
    return people(clause, scene, at) if passive and at is not None and clause.names(at, at + 4) else ()


def _has_them_stumped(words: tuple[str, ...], span: Span) -> bool:
    """ "It has him stumped": who fails stands in front, and does nothing."""
    at = span.start
    return at > 1 and words[at - 1] in {"him", "her", "them"} and words[at - 2] != "of"


def _tells_of_failing(clause: Clause, span: Span, scene: Scene) -> bool:
    """Is it told for certain, of our trouble?"""
    uncertain = clause.within(Tag.PLANNED, 0, span.start) or clause.within(Tag.UNSEEN, 0, span.end)
    return not (
        uncertain
        or is_elsewhere(clause, span)
        or is_opinion(clause, span, scene)
        or is_of_another(clause, span.start, scene)
    )


def _is_past(words: tuple[str, ...]) -> bool:
    return not PRESENT & set(words)


def _answers(clause: Clause, before: Clause) -> bool:
    """Does a clause without a subject say what came of the names in front of it?"""
    if clause.joint == ":" and before.asserted:
        return (before.words[-1][0] == "@" or before.words[-1] in ADVICE | PRONOUNS) and not before.has(Tag.PLANNED)
    short = bool(clause.joint) or len(clause.words) < 4
    return before.names_only and short and clause.joint not in {"and", "but"}


def _follows_what_was_told(clause: Clause, scene: Scene) -> bool:
    if clause.joint == ",":
        before = scene.before
        first = next((word for word in before.words if word not in OPENERS), "") if before else ""
        return _was_told(before) and first in PRONOUNS
    return not clause.joint and _was_told(scene.told)


def _was_told(before: Clause | None) -> bool:
    """Did the sentence before tell of somebody asked who answered ("she has replied. no idea")?"""
    if before is None or not before.asserted or before.has(Tag.WAITING, Tag.AWAY, Tag.PLANNED, Tag.OTHERS, Tag.NEGATED):
        return False
    first = next((word for word in before.words if word not in OPENERS), "?")
    return first in PRONOUNS or before.has(Tag.CONTACTED) or first[0] == "@"


def _unnamed(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """Whom "none could help" and "neither could they" speak of."""
    if len(scene.together) > 1:
        return scene.together
    if clause.words[0] == "none" and any(scene.is_step(name) for name in scene.last):
        return scene.last  # of what they suggested
    if clause.words[0] == "none":
        return () if scene.places.nobody else scene.context.steps
    if clause.words[0] != "neither":
        return ()
    if {"he", "she", "they"} & set(clause.words):
        return scene.spoken_of()
    return () if set(clause.words[2:3]) & OTHERS else scene.two()


def _is_verdict(clause: Clause, span: Span, last: int) -> bool:
    """Is a phrase all that is said behind the names, which end at ``last``?"""
    if last < 0 and clause.within(Tag.CONTACTED, 0, span.start):
        return False
    between = clause.words[last + 1 : span.start]
    if last < 0:
        between = tuple(word for word in between if word not in PRONOUNS | OPENERS | SIGNS | STEPS)
    behind = clause.words[span.end :]
    by_us = behind[:1] == ("it",) and clause.words[span.start] in {"asked", "consulted", "contacted"}
    bare = clause.words[span.start : span.start + 1] in BARE and bool(behind) and span.end - span.start == len(BARE) - 1
    if by_us or bare or behind[:1] == ("back",) or behind[:1] in {("with",), ("me",), ("us",)}:
        return False
    return (
        span.start > last
        and all(word in BEFORE_VERDICT for word in between)
        and all(word[0] == "@" or word in OPENERS or word in ADVERBS for word in behind)
    )


def _is_inverted(words: tuple[str, ...]) -> bool:
    """ "So is @1", "nor can @1 help"; "so can @1 help" is a question, "so can I go to @1" too."""
    if not 1 < len(words) < 8 or words[0] not in INVERTS or not (PREDICATES | {"'s"}) & set(words[:2]):
        return False
    whom = words[2] if len(words) > 2 else ""
    return (whom[:1] == "@" or whom in PRONOUNS or whom in LIKE_FILLERS) and (words[0] != "so" or not ABLE & set(words))


def _waits_for_nothing(clause: Clause, span: Span, ours: bool) -> bool:
    """ "I will wait for @0", "can not wait", "had no answer": nobody was asked yet, or has answered."""
    words, first = clause.words, clause.words[span.start]
    if ours and "round" in words[span.start : span.end]:
        return True
    if first == "no":
        return span.start > 0 and words[span.start - 1] in HAD
    if (
        _is_ours_to_do(clause, span)
        or _has_answered(clause, span)
        or (ours and span.start and clause.within(Tag.PLANNED, 0, span.end))
    ):
        return True
    if first in BEING and LATER & set(words):
        return True
    to_ask = clause.within(Tag.CONTACTING, span.end, len(words))
    return first.startswith("wait") and (to_ask or clause.within(Tag.NEGATED, 0, span.start))


def _is_ours_to_do(clause: Clause, span: Span) -> bool:
    """ "Will ring @0 in a sec", "we are on it", "can not get the fans back"."""
    words, said = clause.words, clause.words[span.start : span.end]
    before, behind = set(words[: span.start]), set(words[span.end : span.end + 1])
    will = said[0] == "will" and before <= OPENERS and bool(behind & PRONOUNS or clause.names(span.end))
    at_it = said[0] in BEING and bool({"i", "we"} & before) and bool({"on", *WORKING} & set(said))
    can_not = said[0] == "not" and bool({"can", "could"} & set(words[max(0, span.start - 1) : span.start]))
    return will or (at_it and not {"hold", "phone"} & set(words)) or (can_not and "get" in said)


def _has_answered(clause: Clause, span: Span) -> bool:
    """ "Said he would not know", "got @0 on the phone", "could not answer it", "I have not said anything to @1"."""
    words, first = clause.words, clause.words[span.start]
    before, said, behind = words[: span.start], words[span.start : span.end], words[span.end :]
    promised = said[-1] in PROMISING and behind[:1] in NO_PROMISE
    called = words[span.start : span.start + 3] in ON_THE_PHONE and clause.within(Tag.CONTACTED, 0, span.start)
    could_not = first == "not" and before[-1:] in {("could",), ("can",)}
    undone = could_not and said[-1] == "back" and not REPLYING & set(said)  # "could not roll it back"
    could_not = could_not and "answer" in said
    unsaid = bool({"i", "we"} & set(before)) and first == "not" and "said" in said
    return promised or called or unsaid or undone or (could_not and not TO_BE_ANSWERED & set(behind))
