"""What a clause leans to say of somebody of whom no reader could tell: a logistic regression over its words and tags.

The readers know constructions; what is told in none of them is weighed by the company that the name keeps.
``python -m assistant.claims.fitting CASES.jsonl ...`` fits the weights to labelled turns and writes ``leanings.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from assistant.claims.clauses import Clause
from assistant.claims.crowds import is_crowd
from assistant.claims.elsewhere import is_elsewhere, is_of_another, is_opinion, looks_elsewhere
from assistant.claims.lexicon import MUNDANE, PRONOUNS, Tag
from assistant.claims.referents import Scene, at_places, meant, owns, people
from assistant.claims.values import Claim, ClaimKind

FILE = Path(__file__).with_name("leanings.json")
NOTHING = "none"
SURE = {ClaimKind.CONSULTED: 0.85, ClaimKind.NOT_CONSULTED: 0.6, ClaimKind.WAITING: 0.55}
SUREST = 0.9  # where no phrase nearby is known
SUBJECTS = frozenset("he she they".split())  # what may point back to the turn before
NEAR = 3  # words on either side of a name whose place tells most
FAR = 9  # words on either side that are looked at
BESIDE = 8  # words of the clauses before and behind
I_AM = {("am", f"@{number}") for number in range(9)}
VAGUE = frozenset("somebody anybody everybody people they it".split())
EVIDENT = (
    *(Tag.FAILED, Tag.BEATS, Tag.NO_LUCK_WITH, Tag.VERDICT, Tag.LOOKED, Tag.CONTACTED, Tag.CONTACTING),
    *(Tag.UNSEEN, Tag.SKIPPED, Tag.NEGATED, Tag.WAITING, Tag.SENT),
)
ASKED_US = {(asked, us) for asked in ("asked", "told") for us in ("me", "us")}
THAT_WAS = {(it, was) for it in ("that", "it", "this") for was in ("was", "is")}
AROUND = ((-2, "p2"), (-1, "p1"), (1, "n1"), (2, "n2"))

Told = tuple[Clause, int, Scene]  # a clause, the number of its sentence, and what it stands in


@dataclass(frozen=True, slots=True)
class Leanings:
    """The fitted regression: a class has as logit its intercept and the weights of the signals that there are."""

    classes: tuple[str, ...]
    intercepts: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def knows(self, words: Sequence[str]) -> bool:
        """Were half of some words or more among those that it was fitted to?"""
        plain = [word for word in words if word[0] != "@"]
        return 2 * sum(f"W:{word}" in self.weights for word in plain) >= len(plain)

    def estimates(self, signals: frozenset[str]) -> Mapping[str, float]:
        """How probable each class is, 0 to 1."""
        logits = list(self.intercepts)
        for signal in signals:
            for at, weight in enumerate(self.weights.get(signal, ())):
                logits[at] += weight
        top = max(logits)
        shares = [math.exp(logit - top) for logit in logits]
        return {name: share / sum(shares) for name, share in zip(self.classes, shares, strict=True)}


@lru_cache(maxsize=1)
def leanings() -> Leanings:
    """The regression as fitted."""
    fitted = json.loads(FILE.read_text("utf-8"))
    weights = {signal: tuple(each) for signal, each in fitted["weights"].items()}
    return Leanings(tuple(fitted["classes"]), tuple(fitted["intercepts"]), weights)


def leaning(told: Sequence[Told], claims: Sequence[Claim]) -> Iterator[Claim]:
    """A claim of each step of which the readers claim nothing, where the turn leans to one for certain."""
    best: dict[str, tuple[float, Claim]] = {}
    if any(clause.has(Tag.SOLVED) for clause, _, _ in told):
        return
    placed = {claim.who for claim in claims if claim.kind in SURE}
    for number, at, who in participants(told):
        clause, _, scene = told[number]
        pointed = clause.words[at][0] != "@" and number and not told[number - 1][0].asserted
        if pointed or not _may_tell(clause, at, scene, who) or any(scene.names.same(who, each) for each in placed):
            continue
        if (clause.has(Tag.PLANNED) and not clause.has(Tag.NEGATED)) or not leanings().knows(clause.words):
            continue
        near = [each for each, _, _ in told[max(0, number - 1) : number + 2]]
        if any(MUNDANE & set(each.words) for each in near):
            continue
        kind, sure = _likeliest(leanings().estimates(signals(told, number, at, who)))
        evident = any(each.has(*EVIDENT) for each in near)
        if kind in SURE and sure >= (SURE[ClaimKind(kind)] if evident else SUREST) and sure > best.get(who, (0.0,))[0]:
            best[who] = sure, Claim(ClaimKind(kind), clause.said, who)
    yield from (claim for _, claim in best.values())


def _may_tell(clause: Clause, at: int, scene: Scene, who: str) -> bool:
    """Is it told for certain, and of our trouble?"""
    if not clause.asserted or not scene.is_step(who) or who in scene.doubted or set(pairwise(clause.words)) & I_AM:
        return False
    nobody_else = clause.words[0] == "beyond" and clause.has(Tag.CONTACTED)  # "beyond @0 I have asked nobody"
    if set(pairwise(clause.words)) & ASKED_US or _is_owned(clause) or nobody_else:
        return False
    only_said = clause.has(Tag.TOLD) and not clause.has(Tag.FAILED, Tag.NEGATED, Tag.LOOKED)
    only_said = only_said and not clause.within(Tag.CONTACTED, 0, at)
    by_place = at_places(" ".join(clause.words), clause, scene)
    if only_said or (by_place and who not in by_place):
        return False
    told_by_nobody = bool(VAGUE & set(clause.words[:at]))
    if is_of_another(clause, len(clause.words) + 1, scene) and (told_by_nobody or not clause.has(Tag.FAILED)):
        return False
    looked = clause.all(Tag.LOOKED)
    if looked and all(looks_elsewhere(clause, span) for span in looked):
        return False
    return not any(is_elsewhere(clause, span) or is_opinion(clause, span, scene) for span in clause.all(Tag.FAILED))


def _is_owned(clause: Clause) -> bool:
    """ "That was @0's idea"."""
    owns = any(clause.words[at + 1 : at + 2] == ("'s",) and clause.words[at + 2 :] for at in clause.places())
    return owns and bool(set(pairwise(clause.words)) & THAT_WAS)


def participants(told: Sequence[Told]) -> Iterator[tuple[int, int, str]]:
    """Everybody of whom a turn speaks, by name or by a pronoun: the number of the clause, the word's place, and who."""
    for number, (clause, _, scene) in enumerate(told):
        for at in clause.places():
            if not owns(clause, at):
                yield number, at, meant(clause.name_at(at), scene)
        pointing = PRONOUNS if scene.last else SUBJECTS
        pronouns = (at for at, word in enumerate(clause.words) if word in pointing)
        for at in pronouns if not clause.names() and (scene.last or not is_crowd(clause.words)) else ():
            yield from ((number, at, who) for who in people(clause, scene, at, at + 1))
            break


def signals(told: Sequence[Told], number: int, at: int, who: str) -> frozenset[str]:
    """What there is around the word at ``at`` of a clause, which stands for ``who``: words, tags, modes."""
    clause, sentence, scene = told[number]
    before = ("^", *_marked(clause, scene, who)[:at])
    behind = (*_marked(clause, scene, who)[at + 1 :], "$")
    found = {f"mode:{clause.mode}", f"joint:{clause.joint}", *(f"tag:{tag}" for tag in clause.spans)}
    found.update(f"tag{'<' if span.start < at else '>'}{tag}" for tag, spans in clause.spans.items() for span in spans)
    found.update(f"W:{word}" for word in (*before, *behind))
    found.update(*(_runs(f"{side}:", words) for side, words in (("B", before[-FAR:]), ("A", behind[:FAR]))))
    found.update(*(_runs(f"{side}:", words) for side, words in (("b", before[-NEAR:]), ("a", behind[:NEAR]))))
    found |= {
        f"x:{before[-1]}|{behind[0]}",
        f"x2:{before[-1]}|{'_'.join(behind[:2])}",
        f"x3:{'_'.join(before[-2:])}|{behind[0]}",
    }
    for away, side in AROUND:
        if 0 <= number + away < len(told):
            found |= _beside(told[number + away], side, sentence, who)
    return frozenset(found)


def _beside(told: Told, side: str, sentence: int, who: str) -> set[str]:
    """What a clause before or behind says."""
    clause, own, scene = told
    same = "s" if own == sentence else "d"
    named = bool(clause.names())
    found = _runs(f"{side}:", _marked(clause, scene, who)[:BESIDE])
    found |= {f"{side}{same}mode:{clause.mode}", f"{side}{same}joint:{clause.joint}", f"{side}named:{named}"}
    return found | {sign for tag in clause.spans for sign in (f"{side}tag:{tag}", f"{side}{same}{named}tag:{tag}")}


def _runs(side: str, words: Sequence[str]) -> set[str]:
    """Words one by one, and two by two."""
    return {side + word for word in words} | {f"{side}{one}_{two}" for one, two in pairwise(words)}


def _marked(clause: Clause, scene: Scene, who: str) -> tuple[str, ...]:
    """The words of a clause with names by what they are: the one in question, another step, who instructs, others."""
    return tuple(
        _mark(meant(clause.mentions[int(word[1:])], scene), scene, who) if word[0] == "@" else word
        for word in clause.words
    )


def _mark(name: str, scene: Scene, who: str) -> str:
    if name == who:
        return "@T"
    if scene.is_step(name):
        return "@S"
    return "@I" if name in scene.names.instructors else "@O"


def _likeliest(estimates: Mapping[str, float]) -> tuple[str, float]:
    kind = max(estimates, key=estimates.__getitem__)
    return kind, estimates[kind]
