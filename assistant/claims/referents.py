"""Whom some words of a clause stand for: names, pronouns, places in the order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assistant.claims.clauses import Clause
from assistant.claims.lexicon import ADVERBS, COLLECTIVE, OPENERS, OURS, PREPOSITIONS, PRONOUNS, Tag
from assistant.claims.values import Context
from assistant.names import Mention, Names

COUNTS = {word: count for count, word in enumerate("one two three four five six".split(), 1)}
COUNTS |= {str(count): count for count in range(1, 7)}
PLACES = {word: place for place, word in enumerate("first second third fourth fifth sixth".split(), 1)}
PLACES |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
COUNT, PLACE = "|".join(COUNTS), "|".join(PLACES)
PEOPLE = "one|person|step|level|name|rung|guy|contact|bloke"
GROUP = re.compile(rf"\b(those|these|other|the) ({COUNT})(?: of them)?\b(?! (?:hours|days|minutes|weeks|times))")
OUT_OF = re.compile(rf"\b({COUNT}) of the (?:{COUNT})\b")
FEW = re.compile(rf"\b(first|top|last|bottom) ({COUNT})\b")
AT_PLACE = re.compile(rf"\b(?:({PLACE}) (?:{PEOPLE}|on|in)|the ({PLACE})(?! (?!has|is|was|could|had|did|can|too|said|knew|tried|looked|gave|failed|no|drew)\w)|(?:number|step|level|no|person) ({COUNT}|{PLACE}))\b")
STEPS = re.compile(rf"\b(?:steps|levels|numbers|people) ({COUNT})(?: (?:and|to|through|-|&) ({COUNT}))?\b")
LAST_ONE = re.compile(rf"\bthe (?:last|final|top)(?: (?:{PEOPLE}))?\b|\b(?:last|final) (?:{PEOPLE})\b")
NEXT_ONE = re.compile(r"\b(?:next (?:one|person|step|name|in line|up|on the list|level|rung)|that (?:person|one|step|guy|name|contact)|the (?:same person|one you|person you|next)|(?:tried|did|done) (?:that|those|this))\b")
ALL = re.compile(rf"\b(?:everybody(?! (?:i|we)\b)(?! (?:on|in|at|from|here|around)\b(?! (?:the|that|this|your) (?:\w+ )?(?:list|order|chain|ladder)))|(?:nobody|anybody) (?:on|in) (?:the|that|this|your) (?:\w+ )?(?:list|order|chain|ladder)|all (?:of (?:them|these|those)|the (?:steps|people|names|others)|(?:{COUNT})|your|shrugged|failed|tried|done|asked|said)|(?:the )?(?:whole|entire|full|complete) (?:escalation )?(?:lot|list|chain|order|ladder)|the (?:lot|list|chain|order|ladder)|each in turn|them all|they all|they (?:are|were|have|had) all|not one of (?:them|those)|each (?:one|person)|every (?:single |last )?one|to the (?:very )?(?:top|end) of (?:the|that) (?:list|chain|order|ladder)|(?:{COUNT}) out of (?:{COUNT})|all (?:those|these) (?:people|steps|names)|every (?:step|one|person|name)|none of (?:them|those|these)|(?:all|none|any) of the (?:{COUNT})|any of (?:them|those|these)|each of (?:them|those|these)|(?<!at )(?<!after )(?<!for )(?<!is )(?<!are )all)\b(?! (?:of )?us\b)")
BOTH = re.compile(r"\b(?:both|neither|two of them|the pair of them)\b")
BUT = re.compile(r"\b(?:but|except|except for|bar|barring|apart from|other than|save|minus)((?: (?:for|the|and|@\d+))+)")
UP_TO = re.compile(r"\b(?:up to|before|below|under)((?: (?:the|@\d+))+)")
ADVICE = frozenset("suggestion suggestions fix idea ideas advice answer answers workaround tip tips theory solution attempt attempts approach patch guess best verdict response reply view opinion conclusion hint hints".split())


class Kind(StrEnum):
    """Who is meant, in kind."""

    OURS = "ours"
    NAMED = "named"
    NOBODY_SAID = "nobody said"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who does what a phrase says: ``who`` are names where they are known."""

    kind: Kind
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """What a clause stands in: the names, the context, and ``last``, of whom the turn spoke before."""

    names: Names
    context: Context
    last: tuple[str, ...] = ()
    doer: tuple[str, ...] = ()  # of whom the clause before told what they did
    ours: bool = False  # did a clause of this sentence speak of ourselves at work on the trouble?
    before: Clause | None = None
    correcting: bool = False

    def is_step(self, name: str) -> bool:
        return name in self.names.steps or name in self.context.steps or self.names.canonical(name) in self.names.steps

    def spoken_of(self, pronoun: str = "they") -> tuple[str, ...]:
        """Whom a pronoun means: one of them, or all, of whom was spoken before; else who was due."""
        if self.last:
            several = len(self.last) > 1 and pronoun in {"he", "she", "him", "her"}
            return (self.doer[:1] or self.last[:1]) if several else self.last
        if self.correcting and self.context.consulted:
            return self.context.consulted[-1:]
        return (self.context.due,) if self.context.due else ()


def meant(mention: Mention, scene: Scene) -> str:
    """The one name that a mention stands for: where it may be several, the earliest step not yet claimed as consulted."""
    steps = [step for step in scene.context.steps if any(scene.names.same(step, name) for name in mention.names)]
    left = [step for step in steps if not any(scene.names.same(step, done) for done in scene.context.consulted)]
    return (left or steps or list(mention.names))[0] if len(mention.names) > 1 else mention.name


def people(clause: Clause, scene: Scene, start: int = 0, end: int | None = None) -> tuple[str, ...]:
    """Everybody of whom ``words[start:end]`` speak."""
    named = [meant(mention, scene) for mention in clause.names(start, end) if not _owns(clause, mention)]
    text = " ".join(clause.words[start:end])
    ranked = _ranked(text, clause, scene)
    if ranked:
        return ranked
    if named:
        return tuple(dict.fromkeys(named))
    if BOTH.search(text):
        return _two(scene)
    pronoun = next((word for word in clause.words[start:end] if word in PRONOUNS), None)
    if not pronoun:
        return ()
    earlier = tuple(meant(mention, scene) for mention in clause.names(0, start))
    return earlier or scene.spoken_of(pronoun)


def _owns(clause: Clause, mention: Mention) -> bool:
    """ "The lead's cat" is not the lead."""
    at = next(at for at, word in enumerate(clause.words) if word[0] == "@" and clause.mentions[int(word[1:])] is mention)
    owned = clause.words[at + 1 : at + 3]
    return (
        len(owned) == 2
        and owned[0] == "'s"
        and owned[1] not in ADVERBS | ADVICE | PREPOSITIONS
        and not any(span.start == at + 2 for spans in clause.spans.values() for span in spans)
    )



def _ranked(text: str, clause: Clause, scene: Scene) -> tuple[str, ...]:
    """ "the first two", "step 3", "everybody but @2", "the next one"."""
    steps = scene.context.steps
    text = text.replace("first couple", "first two").replace("first pair", "first two").replace("first and second", "first two")
    few, at_place, stretch = FEW.search(text), AT_PLACE.search(text), STEPS.search(text)
    if "all but the last" in text:
        return steps[:-1]
    if OUT_OF.search(text):
        return steps[: COUNTS[OUT_OF.search(text)[1]]]  # type: ignore[index]
    if few:
        count = COUNTS[few[2]]
        return steps[:count] if few[1] in {"first", "top"} else steps[-count:]
    if stretch:
        first = COUNTS[stretch[1]]
        return steps[first - 1 : COUNTS[stretch[2]] if stretch[2] else first]
    if at_place:
        return tuple(step for found in AT_PLACE.finditer(text) for step in _at_place(found, steps))
    if GROUP.search(text):
        return _group(text, scene)
    if NEXT_ONE.search(text):
        return (scene.context.due,) if scene.context.due else ()
    if LAST_ONE.search(text):
        return steps[-1:]
    return _all(text, clause, scene) if ALL.search(text) else ()


def _at_place(found: re.Match[str], steps: tuple[str, ...]) -> tuple[str, ...]:
    place = PLACES.get(found[1] or found[2] or found[3]) or COUNTS.get(found[3], 0)
    return steps[place - 1 : place]


def _group(text: str, scene: Scene) -> tuple[str, ...]:
    """ "Those two" of whom was just spoken; "the other two" that are left; "the three of them"."""
    found = GROUP.search(text)
    count = COUNTS[found[2]] if found else 0
    left = tuple(step for step in scene.context.steps if step not in (*scene.context.consulted, *scene.last))
    for several in ((left,) if found and found[1] == "other" else (scene.last, scene.context.recent)):
        if len(several) == count:
            return several
    return scene.context.steps[:count]


def _all(text: str, clause: Clause, scene: Scene) -> tuple[str, ...]:
    """Everybody, or everybody but some; of those just named where there were several."""
    steps = scene.context.steps
    but, up_to = BUT.search(text), UP_TO.search(text)
    if but or up_to:
        marks = re.findall(r"@(\d+)", (but or up_to)[1])  # type: ignore[index]
        left_out = [meant(clause.mentions[int(mark)], scene) for mark in marks]
        first = next((at for at, step in enumerate(steps) if step in left_out), len(steps))
        return steps[:first] if up_to else tuple(step for step in steps if step not in left_out)
    if "@" in text:
        return ()
    return scene.last if len(scene.last) > 1 else steps


def _two(scene: Scene) -> tuple[str, ...]:
    for several in (scene.last, scene.context.recent):
        if len(several) > 1:
            return several[:2]
    return scene.context.steps[:2]


def subject(clause: Clause, end: int, scene: Scene) -> Subject:
    """Who does what the phrase at ``words[end:]`` says, by the words in front of it."""
    words = clause.words[:end]
    last = next((at for at in range(end - 1, -1, -1) if words[at][0] == "@"), None)
    if last is not None and (BUT.search(" ".join(words)) or UP_TO.search(" ".join(words))) and ALL.search(" ".join(words)):
        return Subject(Kind.NAMED, _ranked(" ".join(words), clause, scene))
    if last is not None and _leads_on(words[last + 1 :]):
        return Subject(Kind.NAMED, people(clause, scene, _first_of_list(words, last), end))
    if last is None and _ranked(" ".join(words), clause, scene) and ({"list", "chain", "order", "ladder"} & set(words) or not _ours(clause, end)):
        return Subject(Kind.NAMED, _ranked(" ".join(words), clause, scene))
    for at in range(end - 1, -1, -1):
        if words[at] in OURS or words[at] in COLLECTIVE:
            break
        if words[at] in {"both", "neither"} and words[at + 1 : at + 3] == ("of", "us"):
            return Subject(Kind.OURS)
        if words[at] == "neither" and words[at - 1] in {"have", "we", "i", "has"}:
            continue
        if words[at] in {"he", "she", "they", "both", "neither"}:
            return Subject(Kind.NAMED, people(clause, scene, at, end))
    if _ours(clause, end):
        return Subject(Kind.OURS)
    if all(word in OPENERS or word in ADVERBS for word in words):
        return Subject(Kind.NAMED, scene.doer) if _goes_on(clause, scene) else Subject(Kind.NOBODY_SAID)
    return Subject(Kind.OTHER)


def _goes_on(clause: Clause, scene: Scene) -> bool:
    """Does a clause without a subject go on about who did something in the one before ("looked and gave up")?"""
    before = scene.before
    if not before or not scene.doer or not before.asserted or before.has(Tag.AWAY) or clause.names():
        return False
    tells = len(before.words) > 1 and before.words[0][0] == "@" and before.words[1] not in {"is", "'s", "was", "and", ":"}
    return clause.joint in {"and", "but", "then"} or before.has(Tag.FAILED, Tag.LOOKED) or (tells and not before.has(Tag.WAITING, Tag.PLANNED) and (not before.has(Tag.TOLD) or "suggested" in before.words))


def _ours(clause: Clause, end: int) -> bool:
    return any(word in OURS or word in {"nobody", "none"} for word in clause.words[:end]) or clause.within(Tag.OURSELVES, 0, end)


def _leads_on(words: tuple[str, ...]) -> bool:
    """May these words stand between a name and what it does ("on our team has", "'s suggestion")?"""
    if words[:1] == ("'s",) and len(words) > 1 and words[1] not in ADVERBS:
        return words[1] in ADVICE
    if words[:1] in {("suggested",), ("tried",), ("proposed",), ("recommended",)}:
        words = words[1:]
    for at, word in enumerate(words):
        if word in PREPOSITIONS:
            return len(words) < 8 and not any(each in {"i", "we"} for each in words)
        if word in OURS and (at == 0 or words[at - 1] not in {"and", "told", "says", "said"}):
            return False
        if word not in ADVERBS and not word.endswith("ly"):
            return False
    return True


def _first_of_list(words: tuple[str, ...], last: int) -> int:
    first = last
    while first > 0 and (words[first - 1][0] == "@" or words[first - 1] in {"and", "or", "nor", "neither", "both", ":", "either", "then"}):
        first -= 1
    return first


def steps_only(who: Iterable[str], scene: Scene) -> tuple[str, ...]:
    return tuple(name for name in who if scene.is_step(name))
