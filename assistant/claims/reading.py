"""From a turn to its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.claims.clauses import Clause, Mode, Sentence, sentences
from assistant.claims.corrections import corrected, denied
from assistant.claims.lexicon import OPENERS, Tag
from assistant.claims.readers import PREDICATES, READERS, asked_by_another, away, is_only_names, speaks_of_ourselves
from assistant.claims.referents import Scene, meant, people
from assistant.claims.speech import own_words
from assistant.claims.tickets import incident, instructed
from assistant.claims.values import Claim, ClaimKind, Context
from assistant.names import Names


def read_claims(turn: str, names: Names, context: Context) -> tuple[Claim, ...]:
    """What a turn claims, in the order in which it says so."""
    told = sentences(own_words(turn), names)
    correcting = any(clause.has(Tag.CORRECTING) for sentence in told for clause in sentence)
    takes_back = any(
        set(denied(clause, Scene(names, context))) & set(context.consulted) for sentence in told for clause in sentence
    )
    scene = Scene(names, context, correcting=correcting or takes_back)
    claims: list[Claim] = []
    unreachable: list[str] = []
    for sentence in told:
        for at, clause in enumerate(sentence):
            claims += _clause_claims(sentence, at, scene)
            unreachable += away(clause, scene)
            scene = _after(clause, scene)
        bare = len(sentence) == 1 and is_only_names(sentence[0])
        scene = replace(scene, before=scene.before if bare else None, doer=(), ours=False)
    if not any(clause.has(Tag.FAILED, Tag.NO_LUCK_WITH) for sentence in told for clause in sentence):
        unreachable += [name for sentence in told for clause in sentence if clause.has(Tag.SENT) for name in people(clause, scene)]
    return _settled(claims, unreachable)


def _clause_claims(sentence: Sentence, at: int, scene: Scene) -> list[Claim]:
    clause = sentence[at]
    told = list(instructed(sentence, at, scene))
    found = [claim for reader in READERS for claim in reader(clause, scene)]
    return [*corrected(sentence, at, scene), *told, *found, *incident(clause, scene)]


def _after(clause: Clause, scene: Scene) -> Scene:
    """The scene for the next clause: of whom this one spoke."""
    left_out = denied(clause, scene)
    named = tuple(name for name in dict.fromkeys(meant(mention, scene) for mention in clause.names()) if name not in left_out)
    if clause.mode is Mode.OTHERS or asked_by_another(clause, len(clause.words) + 1, scene):
        named = ("",)
    doer = _doer(clause, scene)
    ours = scene.ours or (speaks_of_ourselves(clause) and clause.asserted and not people(clause, scene))
    return replace(scene, last=named or people(clause, scene) or scene.last, doer=doer, before=clause, ours=ours)


def _doer(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """Who does what a clause tells, if somebody named does."""
    at = next((at for at, word in enumerate(clause.words) if word in PREDICATES or word[0] not in "@" and word not in OPENERS), len(clause.words))
    if at < len(clause.words) and clause.words[at] in {"he", "she", "they"}:
        return scene.spoken_of(clause.words[at])
    return people(clause, scene, 0, at)


def _settled(claims: Sequence[Claim], unreachable: Sequence[str]) -> tuple[Claim, ...]:
    """What remains once a turn is heard to its end."""
    waited = {claim.who for claim in claims if claim.kind is ClaimKind.WAITING}
    never = {claim.who for claim in claims if claim.kind is ClaimKind.NOT_CONSULTED}
    unsaid = {claim.who for claim in claims if claim.kind is ClaimKind.NOT_INSTRUCTED}
    solved = any(claim.kind is ClaimKind.RESOLVED for claim in claims)
    kept: dict[tuple[ClaimKind, str | None], Claim] = {}
    for claim in claims:
        kind, who = claim.kind, claim.who
        if kind is ClaimKind.CONSULTED and who in unreachable:
            claim = replace(claim, kind=ClaimKind.WAITING)
        if kind is ClaimKind.CONSULTED and (who in waited or who in never):
            continue
        if kind is ClaimKind.CONSULTED and who in unsaid:
            continue
        if kind is ClaimKind.WAITING and who in never:
            continue
        if solved and kind in {ClaimKind.CONSULTED, ClaimKind.STUCK, ClaimKind.WAITING}:
            continue
        kept.setdefault((claim.kind, claim.who), claim)
    return tuple(kept.values())
