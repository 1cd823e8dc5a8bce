"""Claims by an echo of the turn before: "same there", "him neither", "nor could the lead"."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.claims.clauses import Clause
from assistant.claims.consulting import claimed
from assistant.claims.lexicon import ADVERBS, OPENERS, PREDICATES, PRONOUNS, Tag
from assistant.claims.referents import Scene, at_places, people
from assistant.claims.values import Claim, ClaimKind

LIKE = frozenset("neither too either also likewise same nor".split())
SAME = frozenset("same ditto likewise".split())
NO_LUCK = frozenset("luck joy dice good use go help avail end success".split())
FILLERS = PRONOUNS | LIKE | frozenset(
    "the and with from for there again story result answer outcome thing reply response that then next as of".split()
)  # fmt: skip
IN_VAIN = (("that", "did", "not", "help"), ("that", "did", "not", "work"), ("that", "was", "no", "help"))
PLACED = frozenset("up has have did first second third fourth next last other person step that".split())
AND_THAT = {("and", "that"), ("that", "too"), ("and", "her"), ("and", "him"), ("and", "them"), ("and", "that", "one")}
SO_IS_X = 3  # words of "so is @1"
HELPED = frozenset("help know fix solve say tell either".split())


def echoed(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "Same there", "nor could they", "him too", "ditto", "no luck there either", after the order was told."""
    if clause.asserted and scene.context.due and not scene.last and _comes_first(scene):
        placed = at_places(" ".join(clause.words), clause, scene)
        who = placed or (people(clause, scene) if clause.names() else scene.spoken_of())
        if (
            (scene.context.consulted and clause.words in AND_THAT)
            or _is_likewise(clause, scene)
            or _is_the_same(clause)
        ):
            yield from claimed(ClaimKind.CONSULTED, who, clause, scene)


def _comes_first(scene: Scene) -> bool:
    """Is there nothing before but "nope" and the like?"""
    return scene.before is None or set(scene.before.words) <= OPENERS


def _is_likewise(clause: Clause, scene: Scene) -> bool:
    """ "Him neither", "nor could they help"; of a name only where somebody was consulted."""
    words = [word for word in clause.words if word[0] != "@"]
    one = bool({"one", "person", "step"} & set(words))
    whom = bool((one or clause.names()) and scene.context.consulted) or bool(PRONOUNS & set(words))
    rest = set(words) - PLACED - LIKE - OPENERS - PRONOUNS - {"the", "one", "not"}
    so_is = clause.words[:1] == ("so",) and bool(PREDICATES & set(clause.words[1:2])) and bool(clause.names(2, 3))
    alike = bool(LIKE & set(words)) or (so_is and len(clause.words) == SO_IS_X)
    begins = bool(words) and words[0] in {"nor", "neither", "and", "no", "nope", "so"} and bool(PREDICATES & set(words))
    return whom and alike and (not rest or (begins and rest <= PREDICATES | HELPED))


def _is_the_same(clause: Clause) -> bool:
    """ "Same again", "ditto", "no luck there", "that did not help"."""
    words = set(clause.words)
    if tuple(word for word in clause.words if word not in {"and", "but", "either", "too", "no", "nope"}) in IN_VAIN:
        return True
    if clause.names() or not words <= FILLERS | OPENERS | ADVERBS | SAME | NO_LUCK | {"dead", "nothing", "no"}:
        return False
    if {"i", "we", "me", "us", "here"} & words:
        return False
    in_vain = clause.has(Tag.FAILED) and bool(NO_LUCK & words)
    from_them = "nothing" in words and "from" in words and bool(PRONOUNS & words)
    return bool(SAME & words) or in_vain or from_them
