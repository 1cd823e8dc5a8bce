"""Claims that take back what was claimed before."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.claims.clauses import Clause, Mode, Sentence
from assistant.claims.lexicon import Tag
from assistant.claims.referents import Scene, meant, people
from assistant.claims.values import Claim, ClaimKind


def corrected(sentence: Sentence, at: int, scene: Scene) -> Iterator[Claim]:
    """ "sorry, I meant @1", "it was @1, not @0", "scrap the second one"."""
    clause = sentence[at]
    if clause.mode in {Mode.ASKED, Mode.OTHERS}:
        return
    if clause.has(Tag.SCRAPPED) and scene.correcting and not clause.has(Tag.NEW):
        yield from _taken_back(clause, scene)
        return
    if not clause.asserted:
        return
    wrong = denied(clause, scene)
    for name in wrong:
        if scene.is_step(name) and name not in scene.context.instructed and not _of_instructions(sentence):
            yield Claim(ClaimKind.NOT_CONSULTED, clause.said, name)
        elif any(scene.names.same(name, each) for each in scene.context.instructed) or _of_instructions(sentence):
            yield Claim(ClaimKind.NOT_INSTRUCTED, clause.said, name)
    if scene.correcting and scene.context.consulted:
        yield from _replaced(sentence, at, scene, wrong)


def _taken_back(clause: Clause, scene: Scene) -> Iterator[Claim]:
    who = people(clause, scene) or scene.context.consulted[-1:]
    for name in who:
        if any(scene.names.same(name, each) for each in scene.context.instructed):
            yield Claim(ClaimKind.NOT_INSTRUCTED, clause.said, name)
    for name in who:
        if scene.is_step(name) and any(scene.names.same(name, each) for each in scene.context.consulted):
            yield Claim(ClaimKind.NOT_CONSULTED, clause.said, name)


def denied(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """Names right behind a "not": "not @0 but @1"."""
    found = []
    for at, word in enumerate(clause.words[1:], 1):
        if word[0] == "@" and (clause.words[at - 1] in {"not", "than", "instead"} or (clause.words[at - 1] in {"from", "by", "with", "to"} and clause.words[at - 2 : at - 1] == ("not",))):
            found.append(meant(clause.mentions[int(word[1:])], scene))
    return tuple(found)


def _replaced(sentence: Sentence, at: int, scene: Scene, wrong: tuple[str, ...]) -> Iterator[Claim]:
    """Whom the person meant all along, where a turn says that it misspoke."""
    clause = sentence[at]
    not_those = {name for each in sentence for name in denied(each, scene)}
    named = [name for name in people(clause, scene) if name not in not_those] if clause.names() else []
    mistaken = tuple(not_those) or scene.context.consulted[-1:]
    others = [name for name in named if scene.is_step(name) and name not in mistaken]
    if others and (clause.has(Tag.MEANT) or _is_bare(clause)) and not clause.has(Tag.PLANNED, Tag.AWAY, Tag.WAITING, Tag.UNSEEN) and not _of_instructions(sentence):
        for name in mistaken:
            if name not in wrong:
                yield Claim(ClaimKind.NOT_CONSULTED, clause.said, name)
        yield Claim(ClaimKind.CONSULTED, clause.said, others[0])
    elif not named and not clause.names() and not not_those and _was_another(clause) and not clause.has(Tag.FAILED, Tag.INCIDENT, Tag.TOLD):
        yield Claim(ClaimKind.NOT_CONSULTED, clause.said, mistaken[0])


def _was_another(clause: Clause) -> bool:
    """ "That was my pair": somebody whom no name stands for."""
    return clause.words[:2] == ("that", "was") or (clause.words[:2] == ("it", "was") and bool({"asked", "who", "somebody"} & set(clause.words)))


def _of_instructions(sentence: Sentence) -> bool:
    return any({"instruction", "instructions"} & set(clause.words) for clause in sentence) or any(clause.words[span.start] in {"told", "instructed", "said", "says", "directed", "ordered", "advised"} for clause in sentence for span in clause.all(Tag.TOLD))


def _is_bare(clause: Clause) -> bool:
    return len([word for word in clause.words if word[0] != "@"]) <= 2
