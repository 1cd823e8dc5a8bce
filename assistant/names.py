"""Names of a rulebook, recognised in the way people write them: short, misspelt, as initials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assistant.rulebook.rules import Rulebook
from assistant.words import NUMBERED, Token, alike, fold, tokens

FILLERS = frozenset("the a an our my your their his her its this that and of on at in for to &".split())
DETERMINERS = frozenset("the our my your his her their both an neither".split())
GENERIC = frozenset("team teams group squad people folks staff".split())
QUALIFIER = re.compile(r"\s(?:on|for|at|in|from|within|to|who|which|\(|–|-)\s?")
ENGLISH_PAIRS = frozenset(
    "am an as at be by do go he hi if in is it la me my no of oh ok on or pm re so to uk up us we".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the rulebook: ``text`` as documented, ``core`` the folded words that make it up, ``channel`` if any."""

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


@dataclass(frozen=True, slots=True)
class Mention:
    """Words ``text[start:end]`` of a person that stand for one of ``names``; more than one cannot be told apart."""

    start: int
    end: int
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[0]


@dataclass(frozen=True, slots=True)
class _Match:
    first: int
    last: int  # token positions, inclusive
    weight: float
    name: Name


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that the rulebook names, to be found in people's words."""

    names: tuple[Name, ...]
    shared: dict[str, int] = field(default_factory=dict)  # in how many names a word stands

    @classmethod
    def of(cls, rulebook: Rulebook, abbreviations: dict[str, str] | None = None) -> Names:
        """The names of a rulebook; ``abbreviations`` are those that the corpus itself explains."""
        collected: dict[tuple[str, ...], Name] = {}
        for text, channel in _named(rulebook):
            name = _name(text, channel)
            key = name.core + name.qualifier
            known = collected.get(key)
            if name.core and (known is None or (channel and not known.channel)):
                collected[key] = name
        names = _merged(collected.values())
        names = tuple(_with_aliases(name, abbreviations or {}) for name in names)
        shared: dict[str, int] = {}
        for name in names:
            for word in set(name.core):
                shared[word] = shared.get(word, 0) + 1
        return cls(names, shared)

    def find(self, text: str) -> tuple[Mention, ...]:
        """The mentions in a text, in order, not overlapping; the fullest match wins."""
        words = tokens(text)
        matches = [match for name in self.names for match in self._matches(words, text, name)]
        chosen: list[tuple[int, int, tuple[str, ...]]] = []
        while matches:
            best = max(matches, key=lambda match: (match.weight, match.last - match.first))
            rivals = [m for m in matches if (m.first, m.last) == (best.first, best.last) and m.weight >= best.weight - 0.05]
            chosen.append((best.first, best.last, tuple(dict.fromkeys(m.name.text for m in rivals))))
            matches = [m for m in matches if m.last < best.first or m.first > best.last]
        return tuple(Mention(words[first].start, words[last].end, names) for first, last, names in sorted(chosen))

    def same(self, one: str | None, other: str | None) -> bool:
        """Do two documented spellings name the same?"""
        if one is None or other is None:
            return False
        return self.canonical(one) == self.canonical(other)

    def canonical(self, text: str) -> str:
        """The fullest documented spelling of a name."""
        core = _name(text, None)
        for name in self.names:
            if name.core + name.qualifier == core.core + core.qualifier or fold(text) in name.aliases:
                return name.text
        ending = [name for name in self.names if name.core[-len(core.core) :] == core.core and not core.qualifier]
        return ending[0].text if len(ending) == 1 else text

    def channel(self, text: str) -> str | None:
        """The channel documented for a name."""
        wanted = self.canonical(text)
        return next((name.channel for name in self.names if name.text == wanted), None)

    def _matches(self, words: tuple[Token, ...], text: str, name: Name) -> Iterator[_Match]:
        for at, word in enumerate(words):
            if name.channel and word.folded == fold(name.channel):
                yield _Match(at, at, 9.0, name)
            elif self._is_initials(words, at, name):
                yield _Match(at, at, 1.5, name)
            else:
                found = self._run(words, at, name)
                if found:
                    yield found

    def _is_initials(self, words: tuple[Token, ...], at: int, name: Name) -> bool:
        word = words[at]
        if word.folded in name.aliases:
            return True
        if word.folded not in name.initials:
            return False
        if word.text.isupper() or word.folded not in ENGLISH_PAIRS:
            return True
        return at > 0 and words[at - 1].folded in DETERMINERS

    def _run(self, words: tuple[Token, ...], at: int, name: Name) -> _Match | None:
        """The longest run of words from ``at`` that spells ``name``, in order, perhaps leaving words of it out."""
        matched: list[str] = []
        surety = 0.0
        position, core, last = at, 0, at - 1
        while position < len(words) and core < len(name.core):
            word = words[position]
            run = _joined(word.folded, name.core, core)
            if run:
                matched += name.core[run.start : run.stop]
                surety += len(run)
                last, position, core = position, position + 1, run.stop
                continue
            step = next((k for k in range(core, len(name.core)) if alike(word.folded, name.core[k])), None)
            if step is None:
                if not matched or word.folded not in FILLERS:
                    break
                position += 1
                continue
            surety += alike(word.folded, name.core[step])
            matched.append(name.core[step])
            last, position, core = position, position + 1, step + 1
        if not matched or not self._sufficient(matched, name, words, at):
            return None
        qualified = 0.5 * sum(any(alike(w.folded, q) for w in words[at : last + 8]) for q in name.qualifier if q not in FILLERS)
        return _Match(at, last, surety + len(matched) / len(name.core) + min(qualified, 0.9), name)

    def _sufficient(self, matched: list[str], name: Name, words: tuple[Token, ...], at: int) -> bool:
        """Do the matched words single a name out? All of it does; two words do; one word only where it is rare in the
        rulebook and said with a determiner."""
        required = [word for word in name.core if self.shared.get(word, 0) <= max(1, len(self.names) // 3)]
        if set(matched) >= set(name.core) or (len(matched) >= 2 and set(matched) & set(required or name.core)):
            return len(name.core) > 1 or _exact(words[at], name.core[0])
        if len(matched) != 1 or matched[0] in GENERIC:
            return False
        exact = _exact(words[at], matched[0]) or len(words[at].folded) >= 4
        determined = at > 0 and words[at - 1].folded in DETERMINERS
        return exact and determined and self.shared.get(matched[0], 0) == 1


def _exact(word: Token, meant: str) -> bool:
    return alike(word.folded, meant) >= 0.9


def _joined(written: str, core: tuple[str, ...], since: int) -> range | None:
    """The words of a name, at least two, that a written word runs together ("2ndline")."""
    plain = NUMBERED.sub(r"\1", written)
    for first in range(since, len(core) - 1):
        for stop in range(len(core), first + 1, -1):
            if plain == "".join(core[first:stop]).replace(".", ""):
                return range(first, stop)
    return None


def _name(text: str, channel: str | None) -> Name:
    text = " ".join(text.split())
    cut = QUALIFIER.search(text)
    core_text, rest = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
    core = tuple(w.folded for w in tokens(core_text) if w.folded not in FILLERS)
    while len(core) > 1 and core[-1] in GENERIC:
        core = core[:-1]
    qualifier = tuple(w.folded for w in tokens(rest) if w.folded not in FILLERS)
    return Name(text, core, qualifier, channel=channel)


def _named(rulebook: Rulebook) -> Iterator[tuple[str, str | None]]:
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


def _merged(names: Iterable[Name]) -> tuple[Name, ...]:
    """Names that end alike are one ("2nd Line" and "Example 2nd Line"): the fuller one stays, the other is its alias."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda n: -len(n.core)):
        fuller = [k for k in kept if not k.qualifier and not name.qualifier and k.core[-len(name.core) :] == name.core]
        if len(fuller) == 1 and len(name.core) >= 2:
            at = kept.index(fuller[0])
            kept[at] = Name(
                fuller[0].text,
                fuller[0].core,
                fuller[0].qualifier,
                (*fuller[0].aliases, fold(name.text)),
                fuller[0].channel or name.channel,
            )
        else:
            kept.append(name)
    return tuple(kept)


def _with_aliases(name: Name, abbreviations: dict[str, str]) -> Name:
    own = tuple(short for short, long in abbreviations.items() if _name(long, None).core == name.core)
    return Name(name.text, name.core, name.qualifier, name.aliases + own, name.channel) if own else name
