"""Claims of having turned to somebody, or not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from assistant.claims.clauses import Clause, Mode
from assistant.claims.lexicon import MUNDANE, OPENERS, SETS, Tag
from assistant.claims.phrases import Span
from assistant.claims.ranks import PLACES
from assistant.claims.referents import Scene, at_places, people
from assistant.claims.subjects import Kind, subject
from assistant.claims.values import Claim, ClaimKind

PASSIVE = frozenset("am is are was were be been being got 's".split())
SAME_IN_PAST = frozenset("put run hit bring".split())  # "put me through" asks for it, "I put it to her" tells of it
LEFT_OUT = frozenset("not without except instead than skipping bypassing nor minus bar".split())
STOPS_OBJECT = frozenset(
    """
    about if whether who whom how what why when where for because instead before which while until so said says
    between among
    """.split()
)
DID_SO = {(who, have) for who in ("i", "we") for have in ("have", "did")}
DID_NOT = {(who, have, "not") for who in ("i", "we", "he", "she", "they") for have in ("have", "has", "did")}
HAVE_NOT_YET = {(who, "have", "not") for who in ("i", "we")}
DID_NOT_DARE = ("i", "have", "not", "dared")
NOT_ASKED = {(*have, asked) for have in HAVE_NOT_YET for asked in ("asked", "tried", "rung", "told", "contacted")}
REASONING = frozenset("because since as".split())
PUT_TO = frozenset("to with past by before".split())
MATTERS = frozenset(SETS["MATTER"].split()) | frozenset("it this that".split())
FRONTED = frozenset("and or nor : both as for then".split())
HAVE_NOT = {(who, have, "not") for who in ("i", "we") for have in ("have", "did")}
SUBJECTS = frozenset("he she they i we".split())
ON_TOPIC = frozenset("with on over for about".split())
TOPIC = frozenset("about regarding re".split())
UNRELATED = frozenset("another different unrelated".split())
EVERYTHING = {("everything",), ("anything",)}
ALL_THIS = {("all", "this"), ("all", "that"), ("all", "the"), ("all", "it"), ("all", "of")}
SPELLING_OUT = frozenset("and or nor i mean meaning that is by which namely as in so eg ie : say".split())
TURNED = frozenset("gone been asked rung told taken".split())
NO_FURTHER = {("no", "higher"), ("no", "further"), ("no", "one"), ("no", "others")}
ASKED_US = {(asked, us) for asked in ("asked", "consulted", "told") for us in ("me", "us")}
WISHES = {("want",), ("wish",), ("like",), ("need",), ("have",)}  # "(I) do not want to bother @0"
DONE = frozenset("tried done did been asked rang called phoned contacted consulted".split())
THAT_DONE = (
    OPENERS
    | DONE
    | frozenset("already too just now there that this those it i have we and ok also yep so not yet".split())
)


def claimed(kind: ClaimKind, who: tuple[str, ...], clause: Clause, scene: Scene) -> Iterator[Claim]:
    """One claim for each of some names that is a step."""
    return (Claim(kind, clause.said, name) for name in who if scene.is_step(name))


def turned_to(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "We asked @0", "nobody has been to @1", "asked @0, not @1"."""
    if not clause.asserted or clause.has(Tag.AWAY):
        return
    since = 0
    for span in _apart(clause.all(Tag.CONTACTED)):
        if _asks_nobody(clause, span) or not _we_did(clause, since, span, scene):
            continue
        who, left_out = _objects(clause, span, scene)
        denied = clause.within(Tag.NEGATED, since, span.start) or _next_word(clause, span) in {
            "neither",
            "nobody",
            "none",
        }
        if denied or not clause.within(Tag.PLANNED, since, span.end):
            yield from claimed(ClaimKind.NOT_CONSULTED if denied else ClaimKind.CONSULTED, who, clause, scene)
            yield from claimed(ClaimKind.NOT_CONSULTED, left_out, clause, scene)
        since = _objects_end(clause, span)


def done_that(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "That's been tried", of whoever was due."""
    done = bool({"tried", "exhausted"} & set(clause.words)) or clause.words[-2:] == ("been", "done")
    tells = done and clause.words[0] in {"that", "this", "it"}
    if clause.asserted and tells and scene.context.due and not scene.last and set(clause.words) <= THAT_DONE | PASSIVE:
        denied = "not" in clause.words
        kind = ClaimKind.NOT_CONSULTED if denied else ClaimKind.CONSULTED
        yield from claimed(kind, scene.spoken_of(), clause, scene)


def did_not_turn_to(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "I did not ask @0", "have yet to speak to @1"."""
    for span in clause.all(Tag.CONTACTING):
        before = set(clause.words[: span.start])
        denied = clause.within(Tag.NEGATED, 0, span.start) and not clause.within(Tag.PLANNED, 0, span.end)
        told = any(
            each.start <= span.start and subject(clause, each.start, scene).kind is Kind.NAMED
            for each in clause.all(Tag.TOLD)
        )
        told = told or (
            any(each.start < span.start for each in clause.all(Tag.TOLD))
            and not subject(clause, span.start, scene).ours
        )
        undone = told or _is_bidden_not_to(clause) or "can" in before or ("could" in before and clause.has(Tag.AWAY))
        if not clause.asserted or not denied or undone:
            continue
        who = _objects(clause, span, scene)[0]
        if not who and not clause.names() and scene.before and scene.before.names_only:
            who = people(scene.before, scene)
        elif not who and not scene.before and span.end == len(clause.words) and {"have", "did"} & before:
            who = scene.last
        yield from claimed(ClaimKind.NOT_CONSULTED, who, clause, scene)


def did_so(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "(Don't tell me to ask @0,) I have"."""
    bids = scene.before is not None and bool({"tell", "ask", "say"} & set(scene.before.words[:4]))
    did = tuple(word for word in clause.words if word not in OPENERS) in DID_SO
    if clause.asserted and did and scene.before and bids and scene.before.has(Tag.CONTACTING):
        yield from claimed(ClaimKind.CONSULTED, people(scene.before, scene), clause, scene)


def did_not(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "(Should have gone to @0,) didn't", "(@1?) I have not dared", "(has @2 been asked?) he has not"."""
    before = scene.before if scene.before and scene.before.names() else scene.told
    plain = tuple(word for word in clause.words if word not in OPENERS - {"not"})
    if clause.asserted and before and clause.joint in REASONING and plain[:4] in NOT_ASKED and not clause.names():
        yield from claimed(ClaimKind.NOT_CONSULTED, people(before, scene), clause, scene)
    if not clause.asserted or not before or plain[:3] not in DID_NOT | {each[1:] for each in DID_NOT}:
        return
    if len(plain) > len(DID_NOT_DARE) or set(plain[3:]) - {"dared", "bothered", "yet", "been", "though"}:
        return
    modal = before.has(Tag.CONTACTING, Tag.CONTACTED) and before.has(Tag.PLANNED)
    asked = before.mode is Mode.ASKED or before.mode is Mode.SUPPOSED or before.words[0][0] == "@"
    if modal or asked:
        yield from claimed(ClaimKind.NOT_CONSULTED, people(before, scene), clause, scene)


def _is_bidden_not_to(clause: Clause) -> bool:
    """ "Don't bother suggesting @0": what the assistant is told."""
    start = next((at for at, word in enumerate(clause.words) if word not in OPENERS), 0)
    bids = clause.words[start : start + 3]
    return bids[:2] == ("do", "not") and bids[2:] not in WISHES


def spelt_out(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "(I have been to nobody above,) by which I mean @1 and @2"."""
    before = scene.before
    named = {word for word in clause.words if word[0] != "@"} <= SPELLING_OUT and bool(clause.names())
    if not (clause.asserted and named and before and before.asserted):
        return
    failing = [range(span.start, span.end) for span in before.all(Tag.FAILED)]
    denied = any(not any(span.start in each for each in failing) for span in before.all(Tag.NEGATED))
    turned = before.has(Tag.CONTACTED, Tag.CONTACTING) or bool(TURNED & set(before.words))
    if turned and (denied or NO_FURTHER & set(pairwise(before.words))):
        yield from claimed(ClaimKind.NOT_CONSULTED, people(clause, scene), clause, scene)


def not_those(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "@0 I have asked, @1 I have not"."""
    end = next((at for at, word in enumerate(clause.words) if word[0] != "@" and word not in {"and", "or", "nor"}), 0)
    if clause.asserted and end and clause.words[end:] in HAVE_NOT:
        yield from claimed(ClaimKind.NOT_CONSULTED, people(clause, scene, 0, end), clause, scene)


def left_out(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "We skipped @0", "@1 has been left out"."""
    for span in clause.all(Tag.SKIPPED):
        said = not clause.within(Tag.NEGATED, 0, span.start) and not clause.within(Tag.PLANNED, 0, span.end)
        found = subject(clause, span.start, scene)
        if clause.asserted and said and found.kind is Kind.NAMED and PASSIVE & set(clause.words[: span.start]):
            yield from claimed(ClaimKind.NOT_CONSULTED, found.who, clause, scene)
        elif clause.asserted and said and found.ours:
            yield from claimed(ClaimKind.NOT_CONSULTED, people(clause, scene, span.start), clause, scene)


def not_seen(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "@0 has not been asked", "@1 has not looked at it"; "@2 has never seen anything like it" is no such thing."""
    for span in clause.all(Tag.UNSEEN):
        like_it = any(failed.start == span.start for failed in clause.all(Tag.FAILED))
        if not clause.asserted or (like_it and "seen" in clause.words[span.start : span.end]):
            continue
        if clause.words[span.end - 1 : span.end + 1] in ASKED_US:
            continue
        found = subject(clause, span.start, scene)
        goes_on = found.kind is Kind.NOBODY_SAID and clause.joint in {"and", "but"}
        yield from claimed(ClaimKind.NOT_CONSULTED, found.who or (scene.doer if goes_on else ()), clause, scene)


def _asks_nobody(clause: Clause, span: Span) -> bool:
    """ "Did everything", "nor did he", "asked @0 about lunch"."""
    words = clause.words
    behind = words[span.end : span.end + 2]
    if words[span.start] == "did" and behind[:1] == ("not",):
        return True
    all_but = words[span.start] == "did" and (behind[:1] in EVERYTHING or behind in ALL_THIS)
    return all_but or _inverted(words[: span.end + 1]) or _about_something_else(clause, span)


def _inverted(words: tuple[str, ...]) -> bool:
    """ "Nor did he"."""
    return len(words) > 2 and words[-3] in {"nor", "neither", "so"} and words[-2] == "did"


def _about_something_else(clause: Clause, span: Span) -> bool:
    """ "Asked @0 about lunch", "… about something else"."""
    topic = next((at for at in range(span.end, len(clause.words)) if clause.words[at] in TOPIC), len(clause.words))
    words = clause.words[topic + 1 : topic + 5]
    behind = clause.words[span.end :]
    if ("for", "a") in pairwise(behind) and ((MUNDANE & set(behind)) or set(behind) >= {"day", "off"}):
        return True
    if any(early in ON_TOPIC and late in UNRELATED for early, late in pairwise(clause.words[span.end :])):
        return True
    return bool(MUNDANE & set(words)) or bool(words and words[0] in UNRELATED) or words[1:2] == ("else",)


def _apart(spans: tuple[Span, ...]) -> Iterator[Span]:
    """The spans that don't begin inside an earlier one."""
    end = 0
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end


def _next_word(clause: Clause, span: Span) -> str | None:
    return clause.words[span.end] if span.end < len(clause.words) else None


def _we_did(clause: Clause, since: int, span: Span, scene: Scene) -> bool:
    """Did we turn to somebody, rather than somebody else, or somebody to us?"""
    before = clause.words[since : span.start]
    words = clause.words[span.start : span.end]
    done_with = before[-1:] in {("is",), ("'s",)} and words[0] == "done"  # "that one is done with"
    if _was_put_to(before, words):
        return True
    if done_with or (before and before[-1] in PASSIVE and "nobody" not in before and not {"been", "with"} & set(words)):
        return False
    if _names_first(before):
        return True
    found = subject(clause, span.start, scene)
    if found.kind is Kind.NOBODY_SAID and clause.words[span.start] in SAME_IN_PAST:
        return False
    names_before = any(word[0] == "@" for word in before)
    return not names_before and (since > 0 or found.ours)


def _was_put_to(before: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """ "This was put to @0", "the fault has been passed up to @1"."""
    plain = [word for word in before if word not in OPENERS]
    passive = len(plain) > 1 and plain[-1] in PASSIVE and len(phrase) > 1 and phrase[-1] in PUT_TO
    return passive and bool(MATTERS & set(plain[:3])) and not {"not", "never"} & set(plain)


def _names_first(words: tuple[str, ...]) -> int:
    """How many words name those in front of us: "@0 I never asked", "@0, @1: we asked none of them"."""
    ours = next((at for at, word in enumerate(words) if word in {"i", "we"}), 0)
    fronted = words[:ours]
    listed = any(word[0] == "@" for word in fronted) and all(word[0] == "@" or word in FRONTED for word in fronted)
    return ours if listed else 0


def _objects(clause: Clause, span: Span, scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """To whom, and to whom not."""
    words = clause.words
    end = _reach(clause, span)
    parting = next((at for at in range(span.end, end) if words[at] in LEFT_OUT), end)
    missed = people(clause, scene, parting, end) if parting < end else ()
    who = people(clause, scene, span.start + 1, parting if missed else end)
    following = _next_word(clause, span)
    fronted = _names_first(words)
    if fronted and not who:
        who = people(clause, scene, 0, fronted)
    elif following == "either" and not who and clause.within(Tag.NEGATED, 0, span.start):
        who = scene.two()
    elif following in {"nobody", "none"} or (following == "anybody" and "else" not in words):
        who = scene.context.steps
    if not who and not missed and words[0] in PLACES and {"i", "we"} & set(words[: span.start]):
        who = at_places(" ".join(("the", *words[: span.start])), clause, scene)
    if not who and not missed:
        who = _unsaid(clause, span, scene)
    return tuple(name for name in who if name not in missed), missed


def _reach(clause: Clause, span: Span) -> int:
    """How far the words go that may tell to whom."""
    words = clause.words
    ends = [
        at
        for at in range(span.end, len(words))
        if words[at] in STOPS_OBJECT or (at > span.end and words[at] in SUBJECTS)
    ]
    turns = [each.start for each in clause.all(Tag.CONTACTED) if each.start >= span.end]
    return min([*ends, *turns, len(words)])


def _unsaid(clause: Clause, span: Span, scene: Scene) -> tuple[str, ...]:
    """To whom, where that is not said behind the verb: "tried that", "done", of whoever was due; "@0 I never asked"."""
    if _names_first(clause.words):
        return people(clause, scene, 0, _names_first(clause.words))
    if clause.joint in {"then", "but"} and clause.words == ("did",):  # "could not at first, but then did"
        return ()
    all_that_is_said = set(clause.words) <= THAT_DONE and clause.words[span.start] in DONE
    if (
        all_that_is_said
        and clause.within(Tag.NEGATED, 0, span.start)
        and scene.before
        and scene.before.has(Tag.CONTACTING)
    ):
        return scene.last
    not_yet = clause.has(Tag.NEGATED) and not ({"have", "did"} & set(clause.words) and not scene.last)
    told = scene.context.due or scene.last
    return scene.spoken_of() if told and all_that_is_said and not not_yet else ()


def _objects_end(clause: Clause, span: Span) -> int:
    """Where the names end that a verb governs: those in front of the next verb."""
    following = [each.start for each in clause.all(Tag.CONTACTED) if each.start > span.end]
    end = min(following, default=len(clause.words))
    return max([span.end, *(at + 1 for at in range(span.end, end) if clause.words[at][0] == "@")])
