"""Names of a rulebook, recognised in the way people write them: short, misspelt, as initials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.abbreviations import abbreviations
from assistant.rulebook.rules import Rulebook
from assistant.spellings import (
    FILLERS,
    GENERIC,
    Name,
    by_letter,
    by_spelling,
    by_word,
    documented,
    joints,
    merged,
    name_of,
    with_aliases,
)
from assistant.words import NUMBERED, ORDINALS, Token, alike, fold, tokens

__all__ = ["Mention", "Name", "Names", "abbreviations"]

DETERMINERS = frozenset("the our my your his her their both an neither either nor".split())
SHORT_ENGLISH = frozenset(
    """
    am an as at be by do go he hi if in is it la me my no of oh ok on or pm re so to uk up us we the she her his him hes
    its our out all ask and any are but can did for get got had has how let may new not now off old one put say see set
    too top try two use was way who why yes yet you day end few lot man own run ran job help bad big due err far fix ill
    led per app bit bot bug dev add ago aid air also ate tea
    """.split()
)
# Words after which a role stands without "the", and those after which a team's channel may be meant by its bare word.
LEADS_IN = DETERMINERS | frozenset(
    """
    rung rang phoned called woke paged messaged pinged emailed texted neither nor only both saw seen and or then but
    asked tried to with from by via past spoke told tell ask except even plus no &
    """.split()
)
ADDRESSED = frozenset("to from by with ask asked tell told contact ping pinged message".split())
# Words behind a role's name that go on with the sentence: "the primary" before a noun is something else.
NO_NOUNS = frozenset(
    """
    and or nor but is was has have had did didn does doesn hasn hadn haven couldn wasn isn won can could will would
    never then either too who so said says got gave took also both either neither for yet already because since
    """.split()
)
# Verbs with which a bare word is somebody, and what is said of somebody rather than of a thing.
ACTING = frozenset("couldn could didn doesn can said says knew knows told gave looked shrugged".split())
BEING = frozenset("is was has had s".split())
AT_A_LOSS = frozenset("no not also stumped baffled stuck clueless lost looked tried said none".split())
OCCUPATION = re.compile(r"(?!after$|over$|under$|ever$|other$|however$|later$|earlier$)\w{2,}(?:er|or|ist|ect|yst)s?")
LISTS = re.compile(r"\s*[,/+&]\s*")
FOREIGN = frozenset("la pa da".split())  # no English words, though they look short enough to be
OF_OURS = frozenset("on at in of for to the our my this who is".split())  # between a role and what tells it apart
CUT_SHORT = 0.8  # how surely a word stands for one that it begins
THEIRS = frozenset("my your his her their".split())
QUALIFIES = 0.9  # how surely a word has to be one of those that tell a name from its like
ENDINGS = frozenset("s m t d ve re ll".split())  # behind an apostrophe
STOP = re.compile(r"[.,;:!?()\n/=–—✗❌✅✓✔👎-]")


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
class _Text:
    """A text as words; ``spelt`` tells of each which words of names it may be, and how surely."""

    text: str
    words: tuple[Token, ...]
    spelt: tuple[Mapping[str, float], ...]
    shouted: bool

    def before(self, at: int) -> str | None:
        """The word before, None where a stop or nothing stands there."""
        if at == 0 or STOP.search(self.text, self.words[at - 1].end, self.words[at].start):
            return None
        return self.words[at - 1].folded

    def after(self, at: int) -> str | None:
        if at + 1 >= len(self.words) or STOP.search(self.text, self.words[at].end, self.words[at + 1].start):
            return None
        return self.words[at + 1].folded


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that the rulebook names, to be found in people's words."""

    names: tuple[Name, ...]
    steps: frozenset[str] = frozenset()  # those that are steps of an order
    orders: tuple[tuple[str, ...], ...] = ()  # the steps of each order
    instructors: frozenset[str] = frozenset()  # those whose instruction is the condition of a ticket
    findings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what a ticket waits for each of them to say
    by_word: Mapping[str, tuple[Name, ...]] = field(default_factory=dict, repr=False)
    by_letter: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False)
    by_spelling: Mapping[str, tuple[Name, ...]] = field(default_factory=dict, repr=False)  # initials, aliases, channels
    in_full: Mapping[str, str] = field(default_factory=dict, repr=False)  # the fullest spelling of each documented one

    @classmethod
    def of(cls, rulebook: Rulebook, abbreviations: Mapping[str, str] | None = None) -> Names:
        """The names of a rulebook; ``abbreviations`` are those that the corpus itself explains."""
        collected: dict[tuple[str, ...], Name] = {}
        for text, channel in documented(rulebook):
            name = name_of(text, channel)
            known = collected.get(name.key)
            if name.core and (known is None or (channel and not known.channel)):
                collected[name.key] = replace(name, text=known.text if known else name.text)
        names = tuple(with_aliases(name, abbreviations or {}) for name in merged(collected.values()))
        plain = cls(names)
        steps = frozenset(plain.canonical(step) for order in rulebook.orders for step in order.steps)
        conditions = [condition for ticket in rulebook.tickets for condition in ticket.when]
        instructors = frozenset(plain.canonical(each.instructor) for each in conditions if each.instructor)
        found = [(plain.canonical(each.instructor), each.finding) for each in conditions if each.instructor]
        findings = {who: tuple(what for one, what in found if one == who and what) for who, what in found if what}
        in_full = {text: plain.canonical(text) for text, _ in documented(rulebook)}
        orders = tuple(order.steps for order in rulebook.orders)
        spelt = by_word(names), by_letter(names), by_spelling(names)
        return cls(names, steps, orders, instructors, findings, *spelt, in_full)

    def find(self, text: str) -> tuple[Mention, ...]:
        """The mentions in a text, in order, not overlapping; the fullest match wins."""
        read = self._read(text)
        matches = sorted(self._matches(read), key=lambda match: (-match.weight, match.first - match.last))
        chosen: dict[tuple[int, int], list[_Match]] = {}
        taken: set[int] = set()
        for match in matches:
            rivals = chosen.get((match.first, match.last))
            if rivals:
                if match.weight >= rivals[0].weight - 0.05:
                    rivals.append(match)
            elif taken.isdisjoint(range(match.first, match.last + 1)):
                chosen[match.first, match.last] = [match]
                taken.update(range(match.first, match.last + 1))
        return tuple(self._mention(read, *place, chosen[place]) for place in sorted(chosen))

    def same(self, one: str | None, other: str | None) -> bool:
        """Do two documented spellings name the same?"""
        if one is None or other is None:
            return False
        return one == other or self.canonical(one) == self.canonical(other)

    def canonical(self, text: str) -> str:
        """The fullest documented spelling of a name."""
        if text in self.in_full:
            return self.in_full[text]
        core = name_of(text, None)
        for name in self.names:
            if name.text == text or name.key == core.key or fold(text) in name.aliases:
                return name.text
        ending = [name for name in self.names if name.core[-len(core.core) :] == core.core and not core.qualifier]
        return ending[0].text if len(ending) == 1 else text

    def channel(self, text: str) -> str | None:
        """The channel documented for a name."""
        wanted = self.canonical(text)
        return next((name.channel for name in self.names if name.text == wanted), None)

    def _read(self, text: str) -> _Text:
        words = tokens(text)
        return _Text(text, words, tuple(self._spelt(word.folded) for word in words), text.isupper() and len(words) > 3)

    def _spelt(self, written: str) -> Mapping[str, float]:
        likely: dict[str, float] = {}
        for spelling, word in self.by_letter.get(written[0], ()):
            surety = alike(written, spelling)
            if surety > likely.get(word, 0.0):
                likely[word] = surety
        return likely

    def _matches(self, read: _Text) -> Iterator[_Match]:
        for at, word in enumerate(read.words):
            yield from self._whole(read, at)
            names = {name.text: name for meant in read.spelt[at] for name in self.by_word[meant]}
            for name in names.values():
                yield from self._run(read, at, name)
            if any(character.isdigit() for character in word.folded) or len(word.folded) > 5:
                yield from self._joined(read, at)

    def _whole(self, read: _Text, at: int) -> Iterator[_Match]:
        """Channels, initials and other spellings in one word."""
        word = read.words[at]
        if word.folded.startswith("#"):
            for name in self.names:
                if name.channel and alike(word.folded[1:], fold(name.channel)[1:]) >= 0.9:
                    yield _Match(at, at, 9.0, name)
            return
        for name in self.by_spelling.get(word.folded, ()):
            if name.channel and word.folded == fold(name.channel)[1:]:
                if read.before(at) in ADDRESSED or "-" in word.folded:
                    yield _Match(at, at, 1.2, name)
            elif _may_be_initials(read, at):
                yield _Match(at, at, 1.5 + _qualified(read, at, at, name), name)

    def _joined(self, read: _Text, at: int) -> Iterator[_Match]:
        """Words of a name that are run together ("3rdshift")."""
        plain = NUMBERED.sub(r"\1", read.words[at].folded)
        for name in self.names:
            for first in range(len(name.core) - 1):
                for stop in range(len(name.core), first + 1, -1):
                    if _runs_together(plain, name.core[first:stop]):
                        yield _Match(at, at, (stop - first) + (stop - first) / len(name.core), name)

    def _run(self, read: _Text, at: int, name: Name) -> Iterator[_Match]:
        """The longest run of words from ``at`` that spells ``name``, in order, perhaps leaving words of it out."""
        matched: list[str] = []
        surety, core, last = 0.0, 0, at
        for position in range(at, min(at + 2 * len(name.core) + 2, len(read.words))):
            found = next((k for k in range(core, len(name.core)) if name.core[k] in read.spelt[position]), None)
            if found is not None:
                surety += read.spelt[position][name.core[found]]
                matched.append(name.core[found])
                last, core = position, found + 1
            elif read.words[position].folded not in joints(name.text):
                break
        if not matched:
            return
        weight = surety + len(matched) / len(name.core) + _qualified(read, at, last, name)
        if self._sufficient(read, at, matched, name):
            yield _Match(at, last, weight, name)
        elif len(matched) == 1:
            yield from self._turned(read, at, name)

    def _turned(self, read: _Text, at: int, name: Name) -> Iterator[_Match]:
        """Two words of a name in the other order ("developer lead")."""
        if at + 1 >= len(read.words) or read.after(at) is None or len(name.core) > 3:
            return
        first, second = read.spelt[at], read.spelt[at + 1]
        for early, late in zip(name.core, name.core[1:], strict=False):
            if late in first and early in second and self._tells(early, late):
                yield _Match(at, at + 1, 1.0 + 2 / len(name.core), name)

    def _tells(self, *words: str) -> bool:
        """Does one of the words stand in few names, so that it tells them apart?"""
        return any(len(self.by_word[word]) <= max(1, len(self.names) // 3) for word in words)

    def _sufficient(self, read: _Text, at: int, matched: Sequence[str], name: Name) -> bool:
        """Do the matched words single a name out? Two words do; one only where nothing else fits."""
        if len(matched) >= 2 and (set(matched) >= set(name.core) or self._tells(*matched)):
            return True
        if len(name.core) == 1:
            if len(matched) == 1 and _told_apart(read, at, at, name) != (at, at):
                return True
            meant = self._stands_alone(read, at) or (name.text in self.steps and _acts(read, at))
            cut = name.text in self.steps and len(read.words[at].folded) > len("the") and read.before(at) in DETERMINERS
            sure = read.spelt[at][matched[0]] == 1.0 or (cut and read.spelt[at][matched[0]] >= CUT_SHORT)
            return len(matched) == 1 and sure and meant
        if matched == [_head(name)] and _told_apart(read, at, at, name) != (at, at):
            return True
        return len(matched) == 1 and self._one_word_will_do(read, at, matched[0])

    def _stands_alone(self, read: _Text, at: int) -> bool:
        """A name of one word is an English word too: it is meant where it is capital, addressed or called a team."""
        return read.words[at].capital or read.before(at) in ADDRESSED | DETERMINERS or read.after(at) in GENERIC

    def _one_word_will_do(self, read: _Text, at: int, word: str) -> bool:
        """ "the architect", "architect", where only steps are called so; "the lead" may then be several. A step is one
        person: "the duty people" are nobody where a duty manager is one."""
        surety = read.spelt[at][word]
        sure = surety == 1.0 or (surety >= 0.9 and len(word) > 6)
        holders = self.by_word[word]
        called_team = read.after(at) in GENERIC and word not in GENERIC and not _continues(read, at)
        if word in GENERIC or not sure:
            return False
        if OCCUPATION.fullmatch(read.after(at) or "") and read.after(at) not in NO_NOUNS:
            return False
        if len(holders) == 1 and self._tells_from_like(read, at, word, holders[0]):
            return True
        if all(holder.text in self.steps for holder in holders):
            theirs = read.before(at) in THEIRS and "of" in joints(holders[0].text)  # "his head" is no head of works
            headed = not theirs and any(_head(holder) == word for holder in holders)
            alone = len(holders) == 1 and (read.before(at) in LEADS_IN or read.before(at) is None)
            return headed and (read.before(at) in DETERMINERS or alone)
        people = not any(holder.text in self.steps for holder in holders)
        return called_team and people and (read.before(at) in DETERMINERS or read.before(at) in ADDRESSED)

    def _tells_from_like(self, read: _Text, at: int, word: str, holder: Name) -> bool:
        """ "The primary", "primary couldn't" where there are a primary and a secondary; not "the primary database"."""
        kind = [name for name in self.names if name.text in self.steps and name.core[-1] == holder.core[-1]]
        ends = read.after(at) is None or read.after(at) in NO_NOUNS
        determined = ends and read.before(at) in DETERMINERS
        return holder in kind and len(kind) > 1 and word == holder.core[0] and (determined or _acts(read, at))

    def _mention(self, read: _Text, first: int, last: int, matches: Sequence[_Match]) -> Mention:
        """The mention with what belongs to it: "team", and the words that tell it from its like."""
        texts = tuple(dict.fromkeys(match.name.text for match in matches))
        while read.after(last) in GENERIC:
            last += 1
        if len(texts) == 1:
            first, last = _told_apart(read, first, last, matches[0].name)
        if self._calls_by_name(read, first, last):
            last += 1
        return Mention(read.words[first].start, read.words[last].end, texts)

    def _calls_by_name(self, read: _Text, first: int, last: int) -> bool:
        """Does the person's own name follow the role ("our lead Priya")?"""
        if read.before(first) not in DETERMINERS or read.after(last) is None:
            return False
        word = read.words[last + 1]
        return word.capital and word.text[1:].islower() and not read.spelt[last + 1]


def _head(name: Name) -> str:
    """The word for what somebody is: "head" in "head of works", "lead" in "shift lead"."""
    words = [token.folded for token in tokens(name.text)]
    return words[words.index("of") - 1] if "of" in words[1:] else name.core[-1]


def _runs_together(written: str, words: Sequence[str]) -> bool:
    """ "3rdshift", "shiftlead": all the words, the first perhaps cut short."""
    rest = "".join(words[1:]).replace(".", "")
    start = written.removesuffix(rest)
    if start in ORDINALS and f"{ORDINALS[start]}." == words[0]:
        return True
    return start != written and (start == words[0].replace(".", "") or (len(start) >= 3 and words[0].startswith(start)))


def _may_be_initials(read: _Text, at: int) -> bool:
    word = read.words[at]
    if word.folded in ENDINGS and read.text[max(0, word.start - 1) : word.start] in {"'", "’"}:
        return False
    if word.text.isupper() and not (read.shouted and word.folded in SHORT_ENGLISH):
        return True
    if word.folded in FOREIGN and _listed(read, at):
        return True
    if word.folded in SHORT_ENGLISH or len(word.folded) > 3:
        return read.before(at) in DETERMINERS - {"her"} or (word.folded == "pm" and not _follows_a_number(read, at))
    return True


def _listed(read: _Text, at: int) -> bool:
    """Does it stand in a list, behind other words of names ("dm, so, la")?"""
    parted = at > 0 and LISTS.fullmatch(read.text[read.words[at - 1].end : read.words[at].start])
    joint = at > 1 and read.words[at - 1].folded in {"and", "or", "then", "n", "nor", "&"}
    return bool((parted and read.spelt[at - 1]) or (joint and read.spelt[at - 2]))


def _acts(read: _Text, at: int) -> bool:
    """Is it somebody, rather than something, who acts or is asked ("primary couldn't", "secondary's no help")?"""
    before, after = read.before(at), read.after(at)
    if after is None:
        return before in ADDRESSED
    if before is not None and before not in LEADS_IN | {"now", "so", "well"}:
        return False
    if after in BEING:
        return read.after(at + 1) in AT_A_LOSS
    return after in ACTING


def _follows_a_number(read: _Text, at: int) -> bool:
    return at > 0 and read.words[at - 1].folded[0].isdigit()


def _continues(read: _Text, at: int) -> bool:
    """Is the word itself the end of a longer one ("the other platform team")?"""
    return read.before(at) not in DETERMINERS | ADDRESSED


def _told_apart(read: _Text, first: int, last: int, name: Name) -> tuple[int, int]:
    """Where a name's words begin and end, those that tell it from its like included: "engineer at home"."""
    wanted = [word for word in name.qualifier if len(word) > 1]
    if not wanted:
        return first, last
    end, left = last, list(wanted)
    while left and read.after(end) is not None:
        following = read.words[end + 1].folded
        if alike(following, left[0]) >= QUALIFIES:
            left.pop(0)
        elif following not in OF_OURS:
            break
        end += 1
    if not left:
        return first, end
    start = first - len(wanted)
    in_front = start >= 0 and all(read.after(at) is not None for at in range(start, first))
    told = in_front and all(alike(read.words[start + at].folded, word) >= QUALIFIES for at, word in enumerate(wanted))
    return (start, last) if told else (first, last)


def _qualified(read: _Text, first: int, last: int, name: Name) -> float:
    """How much of what tells a name from its like stands around it: 0 to 0.9."""
    wanted = [word for word in name.qualifier if word not in FILLERS and len(word) > 1]
    around = read.words[max(0, first - 2) : first] + read.words[last + 1 : last + 7]
    told = sum(any(alike(word.folded, each) for word in around) for each in wanted)
    return min(0.9, 0.4 * told / len(wanted) + 0.1 * told) if wanted else 0.0
