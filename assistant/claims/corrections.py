"""Claims that take back what was claimed before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from assistant.claims.clauses import Clause, Mode, Sentence
from assistant.claims.lexicon import OPENERS, OURS, Tag
from assistant.claims.referents import Scene, meant, people
from assistant.claims.values import Claim, ClaimKind

TOLD = frozenset("told instructed said says directed ordered advised wants wanted instructs".split())
MISTAKEN = frozenset("misread misheard misunderstood mistaken muddled confused wrong withdrawn retracted".split())
TAKEN_BACK = (("taken", "back"), ("took", "back"), ("never", "said"), ("never", "told"), ("false", "memory"))
DID_NOT = {(who, did, "not") for who in ("they", "he", "she") for did in ("did", "have", "has")}
RIGHT = frozenset("right true correct so me us".split())
SOMEBODY = frozenset("asked who somebody".split())


def corrected(sentence: Sentence, at: int, scene: Scene) -> Iterator[Claim]:
    """ "Sorry, I meant @1", "it was @1, not @0", "scrap the second one"."""
    clause = sentence[at]
    if clause.mode in {Mode.ASKED, Mode.OTHERS}:
        return
    if clause.has(Tag.SCRAPPED) and scene.correcting and not clause.has(Tag.NEW):
        yield from _taken_back(sentence, clause, scene)
    elif clause.asserted:
        yield from _denials(sentence, clause, scene)
        yield from _only(clause, scene)
        if scene.correcting and scene.context.consulted:
            yield from _replaced(sentence, clause, scene)
        if scene.context.instructed and (
            (scene.correcting and _another_said(clause, scene))
            or _was_mistaken(sentence, clause, scene)
            or _was_told_by(clause, scene)
        ):
            yield Claim(ClaimKind.NOT_INSTRUCTED, clause.said, scene.context.instructed[-1])


def denied(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """Names right behind a "not": "not @0 but @1", "not from @0"."""
    found = []
    for at, word in enumerate(clause.words):
        before = clause.words[max(0, at - 2) : at]
        behind_not = before[-1:] in {("not",), ("than",)} or before in {
            ("not", "from"),
            ("not", "by"),
            ("not", "with"),
            ("not", "to"),
        }
        if word[0] == "@" and behind_not:
            found.append(meant(clause.mentions[int(word[1:])], scene))
            for joint, also in zip(clause.words[at + 1 :: 2], clause.words[at + 2 :: 2], strict=False):
                if joint not in {"or", "nor"} or also[0] != "@":
                    break
                found.append(meant(clause.mentions[int(also[1:])], scene))
    return tuple(found)


def _taken_back(sentence: Sentence, clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "Scrap the second one", "ignore what I said about @3"."""
    consulted = scene.context.consulted
    kept = tuple(meant(mention, scene) for each in sentence for mention in each.names())
    last_told = tuple(name for name in scene.context.recent if not _among(name, kept, scene))
    of_last_turn = tuple(name for name in consulted if _among(name, last_told, scene))
    everybody = {"all", "everything"} & set(clause.words) and not clause.names()
    of_last_turn = of_last_turn or tuple(name for name in scene.context.instructed if _among(name, last_told, scene))
    for name in (consulted if everybody else people(clause, scene)) or of_last_turn or consulted[-1:]:
        if _among(name, scene.context.instructed, scene):
            yield Claim(ClaimKind.NOT_INSTRUCTED, clause.said, name)
        if _among(name, scene.context.consulted, scene):
            yield Claim(ClaimKind.NOT_CONSULTED, clause.said, name)


def _denials(sentence: Sentence, clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "Not @0": not consulted, or not who instructed, by what the sentence is about."""
    names = denied(clause, scene)
    about_instructions = bool(names) and _is_of_instructions(sentence)
    for name in names:
        if scene.is_step(name) and name not in scene.context.instructed and not about_instructions:
            yield Claim(ClaimKind.NOT_CONSULTED, clause.said, name)
        elif about_instructions or _among(name, scene.context.instructed, scene):
            yield Claim(ClaimKind.NOT_INSTRUCTED, clause.said, name)


def _replaced(sentence: Sentence, clause: Clause, scene: Scene) -> Iterator[Claim]:
    """Whom the person meant all along, or that it was nobody of the order."""
    not_those = tuple(dict.fromkeys(name for each in sentence for name in denied(each, scene)))
    mistaken = not_those or scene.context.consulted[-1:]
    owned = any(clause.words[at + 1 : at + 2] == ("'s",) and clause.words[at + 2 :] for at in clause.places())
    named = people(clause, scene) if clause.names() and not owned else ()
    others = [name for name in named if scene.is_step(name) and name not in mistaken]
    if others and _means(clause) and not _is_of_instructions(sentence):
        for name in mistaken:
            if name not in denied(clause, scene):
                yield Claim(ClaimKind.NOT_CONSULTED, clause.said, name)
        yield Claim(ClaimKind.CONSULTED, clause.said, others[0])
    elif not clause.names() and not not_those and _was_another(clause):
        yield Claim(ClaimKind.NOT_CONSULTED, clause.said, mistaken[0])


def _only(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "Actually I only asked @0": nobody else."""
    named = people(clause, scene) if clause.names() else ()
    only = any(span.start and clause.words[span.start - 1] == "only" for span in clause.all(Tag.CONTACTED))
    if only and named and scene.correcting:
        for name in scene.context.consulted:
            if not _among(name, named, scene):
                yield Claim(ClaimKind.NOT_CONSULTED, clause.said, name)


def _means(clause: Clause) -> bool:
    """ "I meant @1", or a bare "@1"; nothing that is yet to happen."""
    cleft = clause.words[:2] in {("it", "is"), ("it", "was"), ("that", "was")} and clause.words[2:3] != ()
    cleft = cleft and clause.words[2][0] == "@" and clause.words[3:4] == ("who",) and not clause.has(Tag.TOLD)
    bare = cleft or (sum(word[0] != "@" for word in clause.words) <= 2 and not clause.has(Tag.VERDICT_WAITING))
    means = {span.start for span in clause.all(Tag.MEANT)}
    planned = any(span.start not in means for span in clause.all(Tag.PLANNED))
    return (bare or bool(means)) and not planned and not clause.has(Tag.AWAY, Tag.WAITING, Tag.UNSEEN)


def _was_another(clause: Clause) -> bool:
    """ "That was my pair": somebody whom no name stands for."""
    begins = clause.words[:2]
    somebody = begins == ("that", "was") or (begins == ("it", "was") and bool(SOMEBODY & set(clause.words)))
    return somebody and not clause.has(Tag.FAILED, Tag.INCIDENT, Tag.TOLD)


def _another_said(clause: Clause, scene: Scene) -> bool:
    """ "It was my manager who said so"."""
    words = clause.words
    sole = bool(scene.context.instructed) and not scene.context.consulted
    if sole and not clause.names() and words[:2] == ("it", "was") and not clause.has(Tag.INCIDENT, Tag.OVER):
        return True
    if sole and clause.has(Tag.NEGATED) and "what" in words and clause.has(Tag.TOLD):
        return True
    return _was_told_by(clause, scene)


def _was_told_by(clause: Clause, scene: Scene) -> bool:
    """ "It was my manager who said so", of nobody who was claimed to have instructed."""
    said_so = clause.words[0] in {"it", "that"} and clause.words[1:2] in {("was",), ("is",)} and "who" in clause.words
    names = people(clause, scene) if clause.names() else ()
    return said_so and clause.has(Tag.TOLD) and not any(_among(name, scene.context.instructed, scene) for name in names)


def _was_mistaken(sentence: Sentence, clause: Clause, scene: Scene) -> bool:
    """ "I misread it", "the desk's bit isn't right": of an instruction, that somebody documented gave it."""
    words = clause.words
    mistaken = bool(MISTAKEN & set(words)) or any(one == "not" and two in RIGHT for one, two in pairwise(words))
    mistaken = mistaken or tuple(word for word in words if word not in OPENERS - {"not"}) in DID_NOT
    mistaken = mistaken or any(set(both) <= set(words) for both in TAKEN_BACK)
    named = [meant(mention, scene) for each in sentence for mention in each.names()]
    who = scene.context.instructed[-1]
    of_it = any(scene.names.same(name, who) for name in named)
    last_said = not named and any(scene.names.same(name, who) for name in scene.context.recent)
    return mistaken and not clause.has(Tag.FAILED) and (of_it or last_said)


def _is_of_instructions(sentence: Sentence) -> bool:
    return any({"instruction", "instructions"} & set(clause.words) or _tells(clause) for clause in sentence)


def _tells(clause: Clause) -> bool:
    meant_ = {at for span in clause.all(Tag.MEANT) for at in range(span.start, span.end)}
    told = (
        span.start for span in clause.all(Tag.TOLD) if clause.words[span.start] in TOLD and span.start not in meant_
    )
    return any(not start or clause.words[start - 1] not in OURS for start in told)


def _among(name: str, names: tuple[str, ...], scene: Scene) -> bool:
    return any(scene.names.same(name, each) for each in names)
