"""Whom a turn leaves open: the steps that it says to turn to without telling what came of it."""

from __future__ import annotations

from assistant.claims.clauses import Clause, Mode, sentences
from assistant.claims.lexicon import Tag
from assistant.claims.speech import own_words
from assistant.names import Names

TURNS = (Tag.CONTACTED, Tag.CONTACTING, Tag.SENT)
CAME_OF_IT = (Tag.FAILED, Tag.NO_LUCK_WITH, Tag.BEATS, Tag.SOLVED)


def turning_to(turn: str, names: Names) -> tuple[str, ...]:
    """ "I've rung the clerk about it", "emailing her now": with nobody named and nothing asked behind it."""
    who: tuple[str, ...] = ()
    for sentence in sentences(own_words(turn), names):
        for clause in sentence:
            if clause.mode is Mode.ASKED:
                return ()
            came = clause.names() or clause.has(Tag.VERDICT, *CAME_OF_IT)
            who = _turned(clause, names) or (() if came else who)
    return who


def _turned(clause: Clause, names: Names) -> tuple[str, ...]:
    """The steps that a clause says to turn to, or not to have turned to, where it names nobody else."""
    steps = tuple(dict.fromkeys(mention.name for mention in clause.names() if len(mention.names) == 1))
    turned = clause.has(*TURNS) or (clause.has(Tag.LOOKED) and "been" in clause.words)
    tells = clause.asserted and turned and not clause.has(*CAME_OF_IT)
    return steps if tells and all(names.canonical(step) in names.steps for step in steps) else ()
