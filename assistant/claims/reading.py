"""From a turn to its claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.claims.alerts import is_unacknowledged, unacknowledged
from assistant.claims.asides import TIMES
from assistant.claims.clauses import Clause, Mode, Sentence, sentences
from assistant.claims.consulting import (
    claimed,
    did_not,
    did_not_turn_to,
    did_so,
    done_that,
    left_out,
    not_seen,
    not_those,
    spelt_out,
    turned_to,
)
from assistant.claims.corrections import corrected, denied
from assistant.claims.crowds import is_crowd, is_our_crowd
from assistant.claims.directives import directed
from assistant.claims.echoes import echoed
from assistant.claims.elsewhere import is_of_another
from assistant.claims.findings import finding
from assistant.claims.leanings import Told, leaning
from assistant.claims.lexicon import ADVERBS, MUNDANE, OPENERS, PREDICATES, PRONOUNS, SETS, Tag
from assistant.claims.outcomes import (
    away,
    could_not,
    likewise,
    looked,
    neither,
    nothing_came_of,
    still_there,
    ticked,
    verdict,
    waiting,
)
from assistant.claims.parts import SUBJECTS
from assistant.claims.ranks import COUNTS, LIST_WORDS
from assistant.claims.referents import CROWD, SOMEBODY, Scene, at_places, meant, people
from assistant.claims.speech import own_words
from assistant.claims.subjects import Kind, subject
from assistant.claims.tickets import instructed
from assistant.claims.troubles import incident, is_apart, new_problem, solved, speaks_of_us, stuck
from assistant.claims.values import Claim, ClaimKind, Context
from assistant.names import Names
from assistant.words import fold

Reader = Callable[[Clause, Scene], Iterator[Claim]]
READERS: tuple[Reader, ...] = (
    turned_to,
    done_that,
    did_not_turn_to,
    did_so,
    did_not,
    left_out,
    not_those,
    spelt_out,
    not_seen,
    could_not,
    nothing_came_of,
    still_there,
    neither,
    looked,
    verdict,
    likewise,
    echoed,
    unacknowledged,
    waiting,
    stuck,
    solved,
    new_problem,
    incident,
)
ASKED_NOBODY = frozenset("it that this those about with to for everything".split())
WHETHER = frozenset(SETS["AUXILIARY"].split()) | frozenset("worth point ok okay alright fine".split())
ALL_OF_THEM = re.compile(
    rf"\b(?:all|the) ({'|'.join(COUNTS)})\b(?= (?:of (?:them|em)|asked|tried|rung|told|done|have|has|were)\b|$)"
)
WHICH = frozenset("who whom whose which what where when".split())
LEAVING_OUT = frozenset("skip bypass avoid bother via past through leave".split())
GOES_ON = frozenset("too also already now then next only just first second both either : vain without".split())
OFF_DUTY = frozenset("lunch party drinks pint pub".split())
HAD_IT = {("had", "it"), ("had", "this"), ("got", "it")}
NEARLY = frozenset("nearly almost gone past already now coming".split())
NOTHING = frozenset("nothing nowt nada still yet so far zilch and but".split())
LISTING = frozenset("and now by already then".split())
GOING_ON = frozenset({",", "and", "then", "but"})


def read_claims(turn: str, names: Names, context: Context) -> tuple[Claim, ...]:
    """What a turn claims, in the order in which it says so."""
    context = _in_hand(turn, names, context)
    told = _told(turn, names, context)
    claims = [
        claim
        for number, (sentence, at, scene) in enumerate(told)
        for claim in _claims(sentence, at, scene)
        if not (claim.kind is ClaimKind.WAITING and _is_answered(claim.who, told[number + 1 :]))
    ]
    claims += directed([(sentence[at], scene) for sentence, at, scene in told], claims)
    if _is_left_open(told, claims, context):
        claims = [replace(claim, kind=ClaimKind.WAITING) for claim in claims]
    unreached = _unreached([(sentence[at], scene) for sentence, at, scene in told])
    claims += leaning(_numbered(told), claims)
    if _has_come_to_nothing_yet(told):
        claims = [
            replace(each, kind=ClaimKind.WAITING) if each.kind is ClaimKind.CONSULTED else each for each in claims
        ]
    return _settled(claims, unreached)


def _in_hand(turn: str, names: Names, context: Context) -> Context:
    """The context, with the order in hand whose steps the turn names, where it names none of the one that is."""
    named = [mention.names for mention in names.find(turn)]
    if any(names.same(name, step) for each in named for name in each for step in context.steps):
        return context
    for steps in names.orders:
        if any(names.same(each[0], step) for each in named if len(each) == 1 for step in steps):
            due = context.due if context.due in steps else next((s for s in steps if s not in context.consulted), None)
            return replace(context, steps=steps, due=due)
    counted = None if named or context.consulted else ALL_OF_THEM.search(fold(turn))
    of_count = [steps for steps in names.orders if counted and len(steps) == COUNTS[counted[1]]]
    return replace(context, steps=of_count[0], due=of_count[0][0]) if len(of_count) == 1 else context


def _is_answered(who: str | None, following: Sequence[tuple[Sentence, int, Scene]]) -> bool:
    """Is it told later that somebody could not help ("had it for days and now says that he can't")?"""
    return any(
        claim.kind is ClaimKind.CONSULTED and claim.who == who
        for sentence, at, scene in following
        for reader in (could_not, nothing_came_of, neither)
        for claim in reader(sentence[at], scene)
    )


def _is_left_open(told: Sequence[tuple[Sentence, int, Scene]], claims: Sequence[Claim], context: Context) -> bool:
    """Is a turn no more than that somebody was asked whose turn it was not ("talked to @1 earlier")?"""
    if (
        len(told) != 1
        or len({claim.who for claim in claims}) != 1
        or claims[0].kind is not ClaimKind.CONSULTED
        or claims[0].who == (context.due or next(iter(context.steps), None))
    ):
        return False
    sentence, at, _ = told[0]
    clause = sentence[at]
    turned = clause.has(Tag.CONTACTED) or bool({"told", "asked", "informed"} & set(clause.words))
    return turned and len(clause.places()) == 1 and not (clause.has(Tag.FAILED) or GOES_ON & set(clause.words))


def _has_come_to_nothing_yet(told: Sequence[tuple[Sentence, int, Scene]]) -> bool:
    """ "Put it to @0 at two, it's nearly three, nothing": the time tells of waiting."""
    clauses = [sentence[at] for sentence, at, _ in told]
    timed = any(tuple(clause.words[:2]) == ("it", "is") and set(clause.words[2:]) & NEARLY for clause in clauses)
    return timed and set(clauses[-1].words) <= NOTHING


def scenes(turn: str, names: Names, context: Context) -> tuple[Told, ...]:
    """Every clause of a turn, with the number of its sentence and what it stands in."""
    return _numbered(_told(turn, names, context))


def _numbered(told: Iterable[tuple[Sentence, int, Scene]]) -> tuple[Told, ...]:
    numbers: dict[int, int] = {}
    return tuple((sentence[at], numbers.setdefault(id(sentence), len(numbers)), scene) for sentence, at, scene in told)


def _told(turn: str, names: Names, context: Context) -> tuple[tuple[Sentence, int, Scene], ...]:
    told = tuple(_scenes(sentences(own_words(turn), names), Scene(names, context)))
    doubted = tuple(name for sentence, at, scene in told for name in _doubted(sentence[at], scene))
    return tuple((sentence, at, replace(scene, doubted=doubted)) for sentence, at, scene in told)


def _scenes(told: Sequence[Sentence], scene: Scene) -> Iterator[tuple[Sentence, int, Scene]]:
    """Every clause, by its place in its sentence, with the scene that it stands in."""
    clauses = [clause for sentence in told for clause in sentence]
    correcting = any(_corrects(clause, scene) for clause in clauses)
    turned = any(clause.asserted and clause.has(Tag.CONTACTED, Tag.LOOKED, Tag.SENT) for clause in clauses)
    said = {answer for clause in clauses if clause.asserted for answer in (ticked(clause),) if answer is not None}
    scene = replace(scene, parted=len(said) > 1)
    scene = replace(scene, correcting=correcting, turned=turned, apart=any(is_apart(clause) for clause in clauses))
    for sentence in told:
        for at, clause in enumerate(sentence):
            yield sentence, at, scene
            scene = _after(clause, scene)
        bare = bool(sentence) and (_asks_of_incident(sentence[-1]) or (len(sentence) == 1 and sentence[0].names_only))
        scene = replace(
            scene, before=scene.before if bare else None, told=sentence[-1] if sentence else None, doer=(), ours=False
        )


def _asks_of_incident(clause: Clause) -> bool:
    """ "Incident?", which the person then answers."""
    return len(clause.words) <= 3 and clause.mode is Mode.ASKED and clause.has(Tag.INCIDENT)


def _doubted(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """Of whom it is asked whether to turn to them: "do I have to ask @0?", "can I skip @1?"."""
    whether = bool(WHETHER & set(clause.words)) and not WHICH & set(clause.words)
    turns = clause.has(Tag.CONTACTING, Tag.SKIPPED, Tag.CONTACTED) or bool(LEAVING_OUT & set(clause.words))
    return people(clause, scene) if clause.mode is Mode.ASKED and whether and turns else ()


def _corrects(clause: Clause, scene: Scene) -> bool:
    return clause.has(Tag.CORRECTING) or not set(denied(clause, scene)).isdisjoint(scene.context.consulted)


def _claims(sentence: Sentence, at: int, scene: Scene) -> Iterator[Claim]:
    if _is_spelt_out(sentence, at):
        return
    yield from corrected(sentence, at, scene)
    yield from instructed(sentence, at, scene)
    yield from finding(sentence, at, scene)
    behind = sentence[at + 1].words if at + 1 < len(sentence) else ()
    since = (
        behind[:1] == ("since",) and set(behind[1:]) <= TIMES | NOTHING and not sentence[at].within(Tag.FAILED, 1, 99)
    )
    if since and set(pairwise(sentence[at].words)) & HAD_IT:
        yield from claimed(ClaimKind.WAITING, people(sentence[at], scene), sentence[at], scene)
    for reader in READERS:
        for claim in reader(sentence[at], scene):
            waits = since and reader is nothing_came_of and claim.kind is ClaimKind.CONSULTED
            yield replace(claim, kind=ClaimKind.WAITING) if waits else claim


def _is_spelt_out(sentence: Sentence, at: int) -> bool:
    """ "Been up the ladder: @0, then @1": no more than is then named."""
    following = sentence[at + 1 :]
    spelt = bool(following) and following[0].joint == ":" and any(clause.names() for clause in following)
    return spelt and not sentence[at].names() and bool(LIST_WORDS & set(sentence[at].words))


def _after(clause: Clause, scene: Scene) -> Scene:
    """The scene of the next clause: of whom this one spoke, and who did what it tells."""
    spoken_of = tuple(dict.fromkeys(meant(mention, scene) for mention in clause.names()))
    by_place = at_places(" ".join(clause.words), clause, scene) if clause.asserted else ()
    named = by_place or tuple(name for name in spoken_of if name not in denied(clause, scene))
    if scene.before is not None and _goes_on_naming(clause, scene.before):
        named = tuple(dict.fromkeys((*(meant(mention, scene) for mention in scene.before.names()), *named)))
    last = named or people(clause, scene) or scene.last
    theirs = clause.mode is Mode.OTHERS or is_of_another(clause, len(clause.words) + 1, scene)
    if theirs or _is_of_somebody(clause, scene):
        last = SOMEBODY
    crowd = not clause.names() and not by_place and PRONOUNS.isdisjoint(clause.words)
    if crowd and (is_our_crowd(clause.words) or (last in {(), SOMEBODY} and is_crowd(clause.words))):
        last = CROWD
    ours = scene.ours or (clause.asserted and speaks_of_us(clause) and not people(clause, scene))
    tells = clause.asserted and clause.has(Tag.CONTACTED, Tag.LOOKED, Tag.FAILED) and last not in {SOMEBODY, CROWD}
    listed = tuple(dict.fromkeys((*scene.listed, *(name for name in named if scene.is_step(name))))) if tells else ()
    doer = () if last == SOMEBODY and clause.has(Tag.LOOKED) else _doer(clause, scene)
    return replace(scene, last=last, listed=listed, doer=doer, before=clause, ours=ours)


def _goes_on_naming(clause: Clause, before: Clause) -> bool:
    """Does a clause only go on with the names of the one before ("it has been past @0, | @1 and @2 by now")?"""
    listed = before.asserted and before.words[-1][0] == "@" and before.has(Tag.CONTACTED)
    bare = all(word[0] == "@" or word in LISTING for word in clause.words)
    return listed and bare and clause.asserted and bool(clause.names()) and clause.joint in {",", "and"}


def _is_of_somebody(clause: Clause, scene: Scene) -> bool:
    """Does a clause speak of somebody whom no name stands for ("asked my pair", "my cat had a look")?"""
    words = set(clause.words)
    if clause.has(Tag.CONTACTED) and ((MUNDANE | OFF_DUTY) & words or words >= {"day", "off"}):
        return True
    if people(clause, scene):
        return False
    asked = any(
        clause.words[span.end : span.end + 1] != ("not",)
        and set(clause.words[span.end :]) - OPENERS - ADVERBS - ASKED_NOBODY
        and subject(clause, span.start, scene).ours
        for span in clause.all(Tag.CONTACTED)
    )
    acts = (span for tag in (Tag.LOOKED, Tag.FAILED) for span in clause.all(tag))
    return asked or any(subject(clause, span.start, scene).kind is Kind.OTHER for span in acts)


def _doer(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """Who does what a clause tells, if somebody named does."""
    words = clause.words
    told = (at for at, word in enumerate(words) if word in PREDICATES or (word[0] != "@" and word not in OPENERS))
    at = next(told, len(words))
    if at < len(words) and words[at] in {"he", "she", "they"}:
        return scene.spoken_of(words[at])
    goes_on = not at and clause.joint in GOING_ON and words[0] not in SUBJECTS and not clause.names()
    return scene.doer if goes_on else people(clause, scene, 0, at)


def _unreached(clauses: Sequence[tuple[Clause, Scene]]) -> set[str]:
    """Who can't be reached, or was only written to without a word on what came of it."""
    gone = {name for clause, scene in clauses for name in away(clause, scene)}
    told = (
        at
        for at, (clause, scene) in enumerate(clauses)
        if clause.has(Tag.FAILED, Tag.NO_LUCK_WITH) or is_unacknowledged(clause, scene)
    )
    last = max(told, default=-1)
    return gone | {
        name
        for clause, scene in clauses[last + 1 :]
        for span in clause.all(Tag.SENT)
        if subject(clause, span.start, scene).ours
        for name in people(clause, scene)
    }


def _settled(claims: Iterable[Claim], unreached: set[str]) -> tuple[Claim, ...]:
    """What remains once a turn is heard to its end: the claims that others don't undo, each once."""
    claims = [_awaited(claim, unreached) for claim in claims]
    by_kind: dict[ClaimKind, set[str | None]] = {}
    for claim in claims:
        by_kind.setdefault(claim.kind, set()).add(claim.who)
    kept: dict[tuple[ClaimKind, str | None], Claim] = {}
    for claim in claims:
        if not _undone(claim, by_kind):
            kept.setdefault((claim.kind, claim.who), claim)
    return tuple(kept.values())


def _awaited(claim: Claim, unreached: set[str]) -> Claim:
    """Who was asked and can't be reached has not failed."""
    waits = claim.kind is ClaimKind.CONSULTED and claim.who in unreached
    return replace(claim, kind=ClaimKind.WAITING) if waits else claim


def _undone(claim: Claim, by_kind: dict[ClaimKind, set[str | None]]) -> bool:
    """Is a claim taken back by the rest of the turn? What was not done, or not yet answered, was not done in vain."""
    if claim.kind in {ClaimKind.CONSULTED, ClaimKind.WAITING, ClaimKind.STUCK} and ClaimKind.RESOLVED in by_kind:
        return True
    undo: tuple[ClaimKind, ...] = ()
    if claim.kind is ClaimKind.CONSULTED:
        undo = (ClaimKind.WAITING, ClaimKind.NOT_CONSULTED, ClaimKind.NOT_INSTRUCTED)
    elif claim.kind is ClaimKind.WAITING:
        undo = (ClaimKind.NOT_CONSULTED, ClaimKind.NOT_INSTRUCTED)
    return any(claim.who in by_kind.get(kind, ()) for kind in undo)
