"""What the names of a rulebook are made of, and how else each may be spelt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from assistant.rulebook.rules import Rulebook
from assistant.words import ORDINALS, fold, tokens

FILLERS = frozenset("the a an our my your their his her its this that and of on at in for to &".split())
GENERIC = frozenset("team teams group squad people folk folks staff lot guys crew lads bods".split())
QUALIFIER = re.compile(r"\s(?:on|for|at|in|from|within|to|who|which|\(|–|-)\s?")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the rulebook: ``text`` as documented, ``core`` the folded words that make it up, ``channel`` if any.

    ``qualifier`` are the words behind them that tell it from its like ("on the team"); ``aliases`` are whole spellings.
    """

    text: str
    core: tuple[str, ...]
    qualifier: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    channel: str | None = None

    @property
    def initials(self) -> frozenset[str]:
        """Initials of all its words or of the last few: people leave the organisation's own prefix out."""
        letters = "".join(word[0] for word in self.core)
        return frozenset(letters[k:] for k in range(len(letters) - 1))

    @property
    def key(self) -> tuple[str, ...]:
        return self.core + self.qualifier


@cache
def joints(text: str) -> frozenset[str]:
    """The little words that a name has within it: "head of works" has "of", "lead and architect" names two."""
    return FILLERS & {token.folded for token in tokens(text)}


def name_of(text: str, channel: str | None) -> Name:
    text = " ".join(text.split())
    cut = QUALIFIER.search(text)
    core_text, rest = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
    core = tuple(w.folded for w in tokens(core_text) if w.folded not in FILLERS)
    while len(core) > 1 and core[-1] in GENERIC:
        core = core[:-1]
    qualifier = tuple(w.folded for w in tokens(rest) if w.folded not in FILLERS)
    return Name(text, core, qualifier, channel=channel)


def documented(rulebook: Rulebook) -> Iterator[tuple[str, str | None]]:
    for responsibility in rulebook.responsibilities:
        yield responsibility.team, responsibility.channel
    for order in rulebook.orders:
        for step in order.steps:
            yield step, None
    for ticket in rulebook.tickets:
        for condition in ticket.when:
            if condition.instructor:
                yield condition.instructor, None
            if condition.target:
                yield condition.target, None


def merged(names: Iterable[Name]) -> tuple[Name, ...]:
    """Names that end alike are one ("3rd Shift" and "Example 3rd Shift"): the fuller stays, the other is its alias."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: -len(name.core)):
        fuller = [k for k in kept if not k.qualifier and not name.qualifier and k.core[-len(name.core) :] == name.core]
        if len(fuller) == 1 and len(name.core) >= 2:
            one = fuller[0]
            merged = replace(one, aliases=(*one.aliases, fold(name.text)), channel=one.channel or name.channel)
            kept[kept.index(one)] = merged
        else:
            kept.append(name)
    return tuple(kept)


def with_aliases(name: Name, explained: Mapping[str, str]) -> Name:
    """The name with the abbreviations that stand for it, or for it and a "team" behind it."""
    own = tuple(short for short, long in explained.items() if name_of(long, None).core == name.core)
    return replace(name, aliases=name.aliases + own) if own else name


def by_word(names: Iterable[Name]) -> dict[str, tuple[Name, ...]]:
    found: dict[str, tuple[Name, ...]] = {}
    for name in names:
        for word in dict.fromkeys(name.core):
            found[word] = (*found.get(word, ()), name)
    return found


def by_letter(names: Iterable[Name]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The words of all names by their first letter; ordinals by that of their name in letters too."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    letters = {f"{number}.": word for word, number in ORDINALS.items()}
    for word in dict.fromkeys(word for name in names for word in name.core):
        for spelling in (word, letters.get(word)):
            if spelling:
                found[spelling[0]] = (*found.get(spelling[0], ()), (spelling, word))
    return found


def by_spelling(names: Iterable[Name]) -> dict[str, tuple[Name, ...]]:
    found: dict[str, tuple[Name, ...]] = {}
    for name in names:
        channel = (fold(name.channel)[1:],) if name.channel else ()
        for spelling in {*name.initials, *(alias for alias in name.aliases if " " not in alias), *channel}:
            found[spelling] = (*found.get(spelling, ()), name)
    return found
