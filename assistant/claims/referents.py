"""Whom some words of a clause stand for: names, pronouns, places in the order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.claims.clauses import Clause
from assistant.claims.crowds import is_crowd
from assistant.claims.lexicon import ADVERBS, ADVICE, PREPOSITIONS, PRONOUNS, Tag
from assistant.claims.ranks import LIST_WORDS, WHOEVER, Places, exceptions, ranked, tells_exceptions
from assistant.claims.values import Context
from assistant.names import Mention, Names

BOTH = re.compile(
    r"\b(?:both(?! (?:the|my|our|of us)\b(?! @))|neither|either of|from either$|two of them|the pair of them)\b"
)
# What of somebody's is turned to instead of themselves.
REACHED_AT = frozenset(
    """
    help head mobile voicemail
    attention time plate desk diary calendar turn return door
    office queue dms channel court ear brain brains opinion input take verdict
    """.split()
)
SOMEBODY = ("",)  # of whom was spoken, and whom no name stands for
CROWD = ("", "")  # several such
MANY = 2
SINGULAR = frozenset("he she him her".split())


@dataclass(frozen=True, slots=True)
class Scene:
    """What a clause stands in.

    ``last`` are those of whom the turn spoke before, ("",) somebody whom no name stands for; ``listed`` are all that
    it has told of so far; ``doer`` did what the clause ``before`` tells; ``told`` is the last clause of the sentence
    before; ``ours`` says that we are at work on the trouble; ``correcting``, that the turn takes something back;
    ``turned``, that it tells of having turned to somebody; ``apart``, that the trouble has nothing to do with what else
    goes on; of the ``doubted`` it asks whether to; ``parted``, that it says yes of some and no of others.
    """

    names: Names
    context: Context
    last: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    doer: tuple[str, ...] = ()
    ours: bool = False
    before: Clause | None = None
    told: Clause | None = None
    correcting: bool = False
    turned: bool = False
    apart: bool = False
    doubted: tuple[str, ...] = ()
    parted: bool = False

    @property
    def places(self) -> Places:
        context = self.context
        return Places(context.steps, context.consulted, context.due, (self.together, context.recent))

    @property
    def together(self) -> tuple[str, ...]:
        """Whom "none of them" means: those of whom was just spoken, or all of whom the turn has told."""
        return self.last if len(self.last) > 1 or len(self.listed) < MANY else self.listed

    def is_step(self, name: str) -> bool:
        return name in self.names.steps or name in self.context.steps or self.names.canonical(name) in self.names.steps

    def spoken_of(self, pronoun: str = "they") -> tuple[str, ...]:
        """Whom a pronoun means: one of them, or all, of whom was spoken before; else who was due."""
        if self.last:
            several = len(self.last) > 1 and pronoun in SINGULAR
            return (self.doer[:1] or self.last[:1]) if several else self.last
        return self._spoken_of_before(pronoun)

    def _spoken_of_before(self, pronoun: str) -> tuple[str, ...]:
        """Whom a pronoun means in a turn that has named nobody yet."""
        context, recent = self.context, self.context.recent
        awaited = [name for name in recent if name in context.waiting]
        teams = [name for name in recent if not self.is_step(name)] if pronoun == "they" else []
        taken_back = (context.instructed or context.consulted) if self.correcting else ()
        several = len(context.turning) > 1 and pronoun in SINGULAR
        if awaited or (context.turning and not several):
            return context.turning if len(context.turning) > 1 else tuple(awaited[-1:]) or context.turning
        if recent and len(teams) == len(recent):
            return tuple(([name for name in teams if name in self.names.instructors] or teams)[-1:])
        return taken_back[-1:] or ((context.due,) if context.due else ())

    def two(self, told: bool = False) -> tuple[str, ...]:
        """Whom "both" means, where steps were spoken of or it is ``told`` that steps are meant."""
        several = (self.last, self.together, self.context.recent, self.context.waiting)
        none = () if self.places.nobody and not told else self.context.steps
        return next((group for group in several if len(group) > 1), none)[:2]


def meant(mention: Mention, scene: Scene) -> str:
    """The one name that a mention stands for: of several the earliest step that was not yet claimed as consulted."""
    if len(mention.names) == 1:
        return mention.name
    same, context = scene.names.same, scene.context
    steps = [step for step in context.steps if any(same(step, name) for name in mention.names)]
    left = [step for step in steps if not any(same(step, done) for done in context.consulted)]
    return (left or steps or list(mention.names))[0]


def people(clause: Clause, scene: Scene, start: int = 0, end: int | None = None) -> tuple[str, ...]:
    """Everybody of whom ``words[start:end]`` speak."""
    text = " ".join(clause.words[start:end])
    by_place = at_places(text, clause, scene)
    if by_place:
        return by_place
    named = [meant(clause.name_at(at), scene) for at in clause.places(start, end) if not owns(clause, at)]
    if named:
        return tuple(dict.fromkeys(named))
    if BOTH.search(text):
        return () if is_crowd(text.split()) else scene.two(told="leads" in text)
    pronoun = next((word for word in clause.words[start:end] if word in PRONOUNS), None)
    if not pronoun:
        return ()
    earlier = tuple(meant(mention, scene) for mention in clause.names(0, start))
    return earlier or scene.spoken_of(pronoun)


def at_places(text: str, clause: Clause, scene: Scene) -> tuple[str, ...]:
    """The steps that some words of a clause mean by their places."""
    if "everybody" in text and scene.ours and not scene.turned and LIST_WORDS.isdisjoint(text.split()):
        return ()  # "we are stuck, everybody is stuck"
    left_out = [meant(clause.mentions[mark], scene) for mark in exceptions(text)]
    found = ranked(text, scene.places, left_out)
    told_of = text.split() if clause.places() else clause.words
    bare = LIST_WORDS.isdisjoint(told_of) and not tells_exceptions(" ".join(clause.words))
    whoever = bare and len(scene.together) < MANY and WHOEVER.search(" ".join(told_of))
    return () if found and (whoever or is_crowd(told_of)) else found


def owns(clause: Clause, at: int) -> bool:
    """ "The lead's cat" is not the lead; "the lead's stumped" is."""
    owned = clause.words[at + 1 : at + 3]
    if len(owned) < 2 or owned[0] != "'s" or owned[1] in ADVERBS | ADVICE | PREPOSITIONS | REACHED_AT:
        return False
    told = (spans for tag, spans in clause.spans.items() if tag is not Tag.CONTACTING)
    return not any(span.start in {at + 1, at + 2} for spans in told for span in spans)
