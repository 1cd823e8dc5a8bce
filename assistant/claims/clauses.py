"""A turn as sentences of clauses: plain words, names as marks, phrases tagged, and how each clause is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest

from assistant.claims.lexicon import ADVERBS, COLLECTIVE, OPENERS, OURS, Tag
from assistant.claims.phrases import Span, tagged
from assistant.names import Mention, Names
from assistant.words import fold


class Mode(StrEnum):
    """How a clause is meant. Only what is asserted can claim anything."""

    ASSERTED = "asserted"
    ASKED = "asked"
    SUPPOSED = "supposed"  # of what is not, or what somebody else says
    OTHERS = "others"  # of another's affair


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: ``words`` in plain lower case, ``@n`` for the nth mention; ``joint`` is the word that led to it."""

    words: tuple[str, ...]
    mentions: tuple[Mention, ...]
    said: str  # the person's own words, of the whole sentence
    mode: Mode
    joint: str = ""
    spans: Mapping[Tag, tuple[Span, ...]] = field(default_factory=dict)

    @property
    def asserted(self) -> bool:
        return self.mode is Mode.ASSERTED

    def has(self, *tags: Tag) -> bool:
        return any(tag in self.spans for tag in tags)

    def all(self, tag: Tag) -> tuple[Span, ...]:
        return self.spans.get(tag, ())

    def within(self, tag: Tag, start: int, end: int) -> bool:
        """Does a phrase of the tag begin in ``words[start:end]``?"""
        return any(start <= span.start < end for span in self.all(tag))

    def names(self, start: int = 0, end: int | None = None) -> tuple[Mention, ...]:
        """The mentions in ``words[start:end]``, in order."""
        return tuple(self.mentions[int(word[1:])] for word in self.words[start:end] if word[0] == "@")

    def text(self) -> str:
        return " ".join(self.words)


Sentence = tuple[Clause, ...]

TOKEN = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*|\.{2,}|[.!?…;\n]|[,:()=✗❌✅✓✔👎]|\s[-–—>]+\s|[–—]|&|/")
ENDS = frozenset(".!?…\n") | {".."}
BOUNDARIES = frozenset(",;:()=-/")
MARKS = {"✗": "failed", "❌": "failed", "👎": "failed", "✅": "done", "✓": "done", "✔": "done"}
ABBREVIATED = re.compile(r"\b(e\.g|i\.e|incl|etc|vs|approx|mr|mrs|ms|dr)\.", re.IGNORECASE)
WRITTEN_OUT = {
    "can't": "can not", "cannot": "can not", "cant": "can not", "won't": "will not", "wont": "will not", "shan't": "shall not", "ain't": "is not", "aint": "is not",
    "i'm": "i am", "im": "i am", "ive": "i have", "weve": "we have", "let's": "let us", "lets": "let us", "gonna": "going to", "gotta": "have to",
    "wanna": "want to", "dunno": "not know", "no-one": "nobody", "noone": "nobody", "whos": "who is", "whats": "what is", "its": "it is", "thats": "that is", "theyre": "they are", "hes": "he is", "shes": "she is",
    "theres": "there is", "unable": "not able", "w": "with", "w/": "with", "cuz": "because", "cos": "because", "coz": "because", "bc": "because", "tho": "though",
    "&": "and", "+": "and", "plus": "and", "mgr": "manager", "dont": "do not", "em": "them", "incident-related": "incident related", "non-incident": "no incident", "dnt": "do not", "didn": "did not", "doesn": "does not", "yea": "yes", "k": "ok", "n": "and", "u": "you", "ur": "your", "r": "are", "everyone": "everybody", "anyone": "anybody",
    "someone": "somebody", "alright": "ok", "haven": "have not", "incl": "including", "whilst": "while", "til": "until", "till": "until", "onging": "ongoing", "couldnae": "could not", "couldn": "could not",
}  # fmt: skip
NEGATIVE = re.compile(r"(?:(did|do|does|have|has|had|is|are|was|were|would|could|should|must|need|might)n'?t)$")
ENDING = re.compile(r"^(.+)'(s|ve|ll|d|re|m)$")
ENDINGS = {"ve": "have", "ll": "will", "re": "are", "m": "am"}
IS_AFTER = frozenset("he she it that there who what where how everybody nobody everything nothing this which here".split())
SAID_AS_ONE = (
    (("no", "one"), ("nobody",)), (("not", "a", "soul"), ("nobody",)), (("is", "not", "that", "i", "have", "not"), ("i", "have")),
    (("if", "it", "matters"), ()), (("if", "it", "helps"), ()), (("if", "you", "must", "know"), ()), (("on", "top", "of", "that"), ("also",)),
    (("if", "only"), ("wish", "i")), (("as", "if"), ("supposing",)), (("now", "that"), ("since",)), (("given", "that"), ("since",)), (("seeing", "as"), ("since",)), (("seeing", "that"), ("since",)),
    (("not", "only"), ("also",)), (("because", "of"), ("due", "to")), (("so", "far"), ("yet",)), (("as", "well"), ("too",)), (("along", "with"), ("and",)), (("together", "with"), ("and",)), (("as", "well", "as"), ("and",)), (("followed", "by"), ("and",)),
)  # fmt: skip
DETERMINERS = frozenset("the our my a an this that both".split())
LONGEST_CLAUSE = 40  # words: reading a clause takes the square of its length
CUTS = frozenset("but so because although though while whereas until since after before if unless when once whether considering".split())
FACTIVE = frozenset("since because although though considering now as while whereas".split())
JOINTS = frozenset("and then or nor".split())
LISTING = frozenset("and or nor neither both even with since because so but ok okay well either also now then : first last top bottom one two three four 1 2 3 4 step steps number all of them the though sadly".split())
TURNED_TO = frozenset("to with asked tried consulted contacted".split())
SUBJECTS = frozenset("i we he she they it that this who what where which how there nobody none neither everybody somebody when why my our".split())
VERBS = frozenset(
    """have has had could can did do does am are is was were will would should got drew gave no not nothing told said says say asked spoke tried been went got failed need want
    wants wanted reckons now still also then so just am couldn't came looked took never 's 'd may might must shall sent left promised gets knew knows thinks""".split()
)


SCRIPTED = (("me",), ("you",))  # a clause of its own: "me: …, you: …" is a script


def sentences(text: str, names: Names) -> tuple[Sentence, ...]:
    """The sentences of a turn's own words, in order."""
    text = ABBREVIATED.sub(lambda found: found[1].replace(".", ""), text)
    mentions = names.find(text)
    told = tuple(_sentence(words, mentions, said) for words, said in _split(_words(text, mentions), text))
    if any(clause.has(Tag.STORY) or clause.words in SCRIPTED for sentence in told for clause in sentence):
        return tuple(tuple(_meant(clause, Mode.SUPPOSED) for clause in sentence) for sentence in told)
    return told


def _meant(clause: Clause, mode: Mode) -> Clause:
    return Clause(clause.words, clause.mentions, clause.said, mode, clause.joint, clause.spans)


def _words(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, int]]:
    """Words and stops with their places; a determiner in front of a name goes, a mark stands for the name."""
    at = 0
    for number, mention in enumerate(mentions):
        before = list(_plain(text, at, mention.start))
        while before and before[-1][0] in DETERMINERS:
            before.pop()
        yield from before
        yield f"@{number}", mention.start
        at = mention.end
    yield from _plain(text, at, len(text))


def _plain(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    if text.startswith(("'s", "’s"), start) and start:
        yield "'s", start
        start += 2
    for found in TOKEN.finditer(text, start, end):
        word = fold(found.group()) or ("\n" if "\n" in found.group() else "-")
        word = "-" if set(word) <= set("-–—>") else ".." if set(word) <= set(".…") and len(word) > 1 else word
        for each in _written_out(MARKS.get(word, word)):
            yield each, found.start()


def _written_out(word: str) -> list[str]:
    word = word.strip("'")
    if word in WRITTEN_OUT:
        return WRITTEN_OUT[word].split()
    negative = NEGATIVE.search(word)
    if negative:
        return [negative[1], "not"]
    ending = ENDING.search(word)
    if not ending:
        return [word]
    stem, short = ending.groups()
    if short == "s":
        return [WRITTEN_OUT.get(stem, stem), "is" if stem in IS_AFTER else "'s"]
    return [stem, ENDINGS.get(short, "'d")]


def _split(words: Iterator[tuple[str, int]], text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Sentences as words (the stop that ends one is its last word) and as written."""
    sentence: list[str] = []
    since = 0
    for word, at in words:
        sentence.append(word)
        if word in ENDS:
            if len(sentence) > 1:
                yield _as_one(sentence), text[since : at + 1].strip()
            elif word == "?":
                pass
            sentence, since = [], at + 1
    if sentence:
        yield _as_one([*sentence, "."]), text[since:].strip()


def _as_one(words: Sequence[str]) -> tuple[str, ...]:
    """The words with set phrases that mislead replaced by a plain one."""
    kept: list[str] = []
    for word in words:
        kept.append(word)
        for phrase, plain in SAID_AS_ONE:
            if tuple(kept[-len(phrase) :]) == phrase:
                kept[-len(phrase) :] = plain
    return tuple(kept)


def _sentence(words: Sequence[str], mentions: tuple[Mention, ...], said: str) -> Sentence:
    clauses: list[Clause] = []
    for joint, part in _parts(words[:-1]):
        before = clauses[-1] if clauses else None
        joint = part[0] if part[0] in CUTS else joint
        spans = tagged(part)
        mode = _mode(part, spans, joint, before)
        clauses.append(Clause(part, mentions, said, mode, joint, spans))
    clauses = [
        _meant(clause, Mode.SUPPOSED) if clause.has(Tag.FAILED) and following and following.joint == "if" else clause
        for clause, following in zip_longest(clauses, clauses[1:])
    ]
    if any(clause.has(Tag.NOT_OURS) for clause in clauses):
        return tuple(_meant(clause, Mode.OTHERS) for clause in clauses)
    if words[-1] == "?" and clauses and clauses[-1].asserted and not _insists(clauses):
        clauses[-1] = _meant(clauses[-1], Mode.ASKED)
    return tuple(clauses)


def _insists(clauses: Sequence[Clause]) -> bool:
    """Is the last clause a reason rather than the question itself ("who now, since she couldn't help?")"""
    return len(clauses) > 1 and clauses[-1].words[0] in FACTIVE


def _parts(words: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The clauses of a sentence, each with the word or stop that led to it."""
    part: list[str] = []
    joint = ""
    for at, word in enumerate(words):
        following = words[at + 1 :]
        if not _parts_here(word, part, following):
            if word not in BOUNDARIES or (word in ":=-" and _bare(part)):
                part.append(":" if word in BOUNDARIES else word)
            continue
        if set(part) - JOINTS:
            yield joint, tuple(part)
        joint = word
        part = [] if word in BOUNDARIES or word in JOINTS else [word]
    if part:
        yield joint, tuple(part)


def _parts_here(word: str, part: Sequence[str], following: Sequence[str]) -> bool:
    """Does a clause end before this word?"""
    if not part:
        return False
    if len(part) >= LONGEST_CLAUSE:
        return True
    if word in BOUNDARIES:
        named_next = word == ":" and bool(following) and following[0][0] == "@"
        return not _bare(part) and not _goes_on_listing(part, following) and not (named_next and part[-1] in TURNED_TO)
    if word == "before" and not following:
        return False
    if word in CUTS:
        return not (word == "so" and following and following[0] in {"far", "that", "much"}) and part[-1] not in {"or", "and", "not", "even", "only", "everybody", "everything", "what", "all"}
    if word == "now" and following:
        return following[0] in SUBJECTS or following[0][0] == "@"
    if word in JOINTS and following:
        return _starts_a_clause(part, following)
    return False


def _bare(part: Sequence[str]) -> bool:
    """Is a part so far nothing but names?"""
    return any(word[0] == "@" or word in {"one", "two", "three", "four", "1", "2", "3", "4"} for word in part) and all(word[0] == "@" or word in LISTING for word in part)


def _goes_on_listing(part: Sequence[str], following: Sequence[str]) -> bool:
    """Is this comma one between the names of a list ("asked @0, @1 and @2")?"""
    if part[-1][0] != "@":
        return False
    at = 0
    while at < len(following) and (following[at][0] == "@" or following[at] in {",", "and", "or", "nor", "then"}):
        at += 1
    listed = any(word[0] == "@" for word in following[:at])
    return listed and (at == len(following) or following[at] in BOUNDARIES or following[at - 1] in {",", "and", "then"} or following[at] in {"too", "already", ")", "yesterday", "today", ":", "on", "over", "in", "with", "from"})


def _starts_a_clause(part: Sequence[str], following: Sequence[str]) -> bool:
    first = following[0]
    if first[0] == "@":
        if _bare(part):
            return False
        return not _goes_on_listing(part, ("and", *following)) or part[-1][0] != "@"
    if first in {"i", "me", "my", "our", "we"} and not set(part) - COLLECTIVE - LISTING - {"my", "our", "the", "me", "whole"} - {word for word in part if word[0] == "@"}:
        return False
    return first in SUBJECTS or first in VERBS


def _mode(words: Sequence[str], spans: Mapping[Tag, tuple[Span, ...]], joint: str, before: Clause | None) -> Mode:
    """How a clause is meant, by how it begins and by what went before in its sentence."""
    start = _start(words)
    if words[0] in {"if", "whether"} and before and Tag.CONTACTED in before.spans and before.asserted:
        return Mode.ASKED
    if Tag.OTHERS in spans or _of_another(words):
        return Mode.OTHERS
    if Tag.LONG_AGO in spans or _begins(spans, Tag.SUPPOSED, start) or _begins(spans, Tag.BIDDEN, start) or Tag.REPORTED in spans:
        return Mode.SUPPOSED
    if before and before.mode in {Mode.SUPPOSED, Mode.OTHERS} and joint not in {"but", "because", ";"}:
        if not (before.mode is Mode.OTHERS and words[start : start + 1] and words[start] in OURS):
            return before.mode
    if _begins(spans, Tag.ASKED, start) and not _is_what_we_found(words[start:]):
        return Mode.ASKED
    if before and before.mode is Mode.ASKED and joint in JOINTS:
        return Mode.ASKED
    return Mode.ASSERTED


def _is_what_we_found(words: Sequence[str]) -> bool:
    """ "What I found is …" asks nothing; "what I should ask" does."""
    return len(words) > 3 and words[0] == "what" and (words[1] in {"i", "we"} or words[1][0] == "@") and words[2] not in {"should", "do", "can", "could", "need", "must"}


def _of_another(words: Sequence[str]) -> bool:
    """ "The Northern branch's @0": somebody else's."""
    return any(word == "'s" and words[at + 1][0] == "@" and words[at - 1] not in COLLECTIVE | {"so", "here", "there", "what"} and at > 0 for at, word in enumerate(words[:-1]))


def _start(words: Sequence[str]) -> int:
    """Where a clause begins, once "and", "ok", "hi" and the like are left aside."""
    return next((at for at, word in enumerate(words) if word not in OPENERS), len(words))


def _begins(spans: Mapping[Tag, tuple[Span, ...]], tag: Tag, start: int) -> bool:
    return any(span.start <= start < span.end for span in spans.get(tag, ()))
