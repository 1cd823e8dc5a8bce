"""A turn as sentences of clauses: plain words, names as marks, phrases tagged, and how each clause is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise, zip_longest

from assistant.claims.asides import AT, BELONGS, ends_with_name, without_asides
from assistant.claims.lexicon import COLLECTIVE, OPENERS, OURS, Tag
from assistant.claims.parts import JOINTS, parts
from assistant.claims.persons import with_persons
from assistant.claims.phrases import Span, tagged
from assistant.claims.plain import plain_sentences, written_plainly
from assistant.claims.roundabout import answered, straight
from assistant.names import Mention, Names


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

    @property
    def names_only(self) -> bool:
        """Is it nothing but names, or names and a remark on them ("our @0 (great guy)")?"""
        if self.words[0][0] != "@":
            return False
        return self.words[1:2] == (":",) or all(word[0] == "@" or word in {"and", ":", "or"} for word in self.words)

    def has(self, *tags: Tag) -> bool:
        return any(tag in self.spans for tag in tags)

    def all(self, tag: Tag) -> tuple[Span, ...]:
        return self.spans.get(tag, ())

    def within(self, tag: Tag, start: int, end: int) -> bool:
        """Does a phrase of the tag begin in ``words[start:end]``?"""
        return any(start <= span.start < end for span in self.all(tag))

    def names(self, start: int = 0, end: int | None = None) -> tuple[Mention, ...]:
        """The mentions in ``words[start:end]``, in order."""
        return tuple(self.name_at(at) for at in self.places(start, end))

    def places(self, start: int = 0, end: int | None = None) -> tuple[int, ...]:
        """Where names stand in ``words[start:end]``."""
        until = len(self.words) if end is None else min(end, len(self.words))
        return tuple(at for at in range(start, until) if self.words[at][0] == "@")

    def name_at(self, at: int) -> Mention:
        return self.mentions[int(self.words[at][1:])]


Sentence = tuple[Clause, ...]

SCRIPT = {("me",), ("you",)}
SCRIPTED = (
    ("story",),
    ("joke",),
    ("new", "game"),
    ("game",),
    ("scene",),
    ("test",),
)  # "me: …, you: …"
YEAR = re.compile(r"(?:19|20)\d\d")
# Words of stories that have plain uses, too, and what makes them those of a story.
STAGE = frozenset(
    """
    detective costume trailer sequel prequel comedy drama tragedy melodrama stage sketch quiz riddle poem
    dragon knight kingdom curtain puppet simulation simulated plot wizard pirate dialogue charade charades tabletop
    """.split()
)
FRAMES = frozenset("write tell sing play playing act acting imagine the my in our brave as like".split())
REASONS = frozenset("since because although though considering now as while whereas".split())
BREAKS_OFF = frozenset("but because ;".split())  # behind these a supposition no longer holds
INVERTING = frozenset("there so neither nor as".split())  # "so is @0" asks nothing
WONDERS = frozenset("asked asks wondered wonders asking wondering know ask".split())
MEANT = ("meant", "mean")
SUPPOSING = frozenset("assume assuming suppose supposing imagine imagining pretend pretending".split())
BEHIND_NOUN = frozenset("of is was".split())
READS = frozenset("reads read says said states stated wrote".split())
MINE = frozenset("my our".split())
DETERMINED = MINE | frozenset("the this that whole entire same and with to from asked".split())
FOLLOWED = frozenset("what as like".split())  # "we did as the page says"
OVER_THERE = {("over", "in"), ("over", "at"), ("over", "on"), ("down", "in"), ("up", "in")}
TAGS = {("is", "that"), ("is", "this"), ("have", "i"), ("am", "i"), ("did", "i"), ("are", "you")}  # "…, is that right?"
BARE_TAGS = {
    ("you", "are"),
    ("you", "mean"),
    ("you", "say"),
    ("you", "think"),
    ("or", "not"),
    ("is", "it"),
    ("was", "it"),
}
PASTED = frozenset("line log output error trace stacktrace stack console text entry header subject title".split())
SPEAKERS = frozenset("he she they it nobody".split())
ASKS = frozenset("should do can could need must".split())


def sentences(text: str, names: Names) -> tuple[Sentence, ...]:
    """The sentences of a turn's own words, in order; a story is supposed from end to end."""
    text = written_plainly(text)
    mentions = with_persons(text, names.find(text))
    told = tuple(_sentence(words, mentions, said) for words, said in _answered(plain_sentences(text, mentions)))
    clauses = [clause for sentence in told for clause in sentence]
    said = {clause.words for clause in clauses}
    staged = any(_is_staged(clause) for clause in clauses) or len(STAGE & {w for c in clauses for w in c.words}) > 1
    if staged or any(clause.words in SCRIPTED for clause in clauses) or said.issuperset(SCRIPT):
        return tuple(_all(sentence, Mode.SUPPOSED) for sentence in told)
    return told


def _is_staged(clause: Clause) -> bool:
    """Is a clause of a story, rather than in a word that also has plain uses ("a riddle", "what a drama")?"""
    return any(
        span.end - span.start > 1 or clause.words[span.start] not in STAGE or FRAMES & set(clause.words)
        for span in clause.all(Tag.STORY)
    )


def _answered(told: Iterable[tuple[tuple[str, ...], str]]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The sentences of a turn, a question and the person's own answer to it as one."""
    told = tuple(told)
    at = 0
    while at < len(told):
        words, said = told[at]
        following = told[at + 1] if words[-1] == "?" and at + 1 < len(told) else None
        both = answered(words[:-1], following[0][:-1]) if following and following[0][-1] != "?" else None
        at += 1
        if both and following:
            words, said, at = (*both, "."), f"{said} {following[1]}", at + 1
        yield words, said


def _all(sentence: Sequence[Clause], mode: Mode) -> Sentence:
    return tuple(replace(clause, mode=mode) for clause in sentence)


def _sentence(words: Sequence[str], mentions: tuple[Mention, ...], said: str) -> Sentence:
    clauses: list[Clause] = []
    for joint, part in parts(straight(without_asides(words[:-1]))):
        spans = _without_late_absence(tagged(part))
        mode = _mode(part, spans, joint, clauses[-1] if clauses else None)
        clauses.append(Clause(part, mentions, said, mode, joint, spans))
    if any(clause.has(Tag.NOT_OURS) for clause in clauses):
        return _all(clauses, Mode.OTHERS)
    clauses = [_exaggerated(clause, after) for clause, after in zip_longest(clauses, clauses[1:]) if clause]
    if words[-1] == "?" and len(clauses) > 1 and _is_tag(clauses[-1].words):
        return _all(clauses, Mode.ASKED)
    if words[-1] == "?" and clauses and clauses[-1].asserted and not _insists(clauses):
        clauses[-1] = replace(clauses[-1], mode=Mode.ASKED)
    return tuple(clauses)


def _is_tag(words: Sequence[str]) -> bool:
    """ "(…,) is that right?", "(…,) you are saying?"."""
    return tuple(words[:2]) in TAGS or (tuple(words[:2]) in BARE_TAGS and len(words) <= len("you are saying".split()))


def _without_late_absence(spans: Mapping[Tag, tuple[Span, ...]]) -> Mapping[Tag, tuple[Span, ...]]:
    """The phrases, without what is told to be away behind a failure: "could not say why the van's not here"."""
    failed = min((span.start for span in spans.get(Tag.FAILED, ())), default=None)
    away = tuple(span for span in spans.get(Tag.AWAY, ()) if failed is None or span.start <= failed + 1)
    kept = {**spans, Tag.AWAY: away}
    return {tag: each for tag, each in kept.items() if each}


def _exaggerated(clause: Clause, after: Clause | None) -> Clause:
    """ "Could not find it if it bit him" tells of nothing that happened, "@0 asked (whether …)" only of a question."""
    if after is None or after.words[0] not in {"if", "whether"}:
        return clause
    wonders = clause.words[-1] in WONDERS or (clause.words[-2:-1] and clause.words[-2] in WONDERS)
    if wonders and not OURS & set(clause.words[:1]):
        return replace(clause, mode=Mode.OTHERS)
    exaggerates = after.joint == "if" and clause.has(Tag.FAILED)
    return replace(clause, mode=Mode.SUPPOSED) if exaggerates else clause


def _insists(clauses: Sequence[Clause]) -> bool:
    """Is the last clause a reason rather than the question itself ("who now, since she couldn't help?")?"""
    return len(clauses) > 1 and clauses[-1].words[0] in REASONS


def _mode(words: Sequence[str], spans: Mapping[Tag, tuple[Span, ...]], joint: str, before: Clause | None) -> Mode:
    """How a clause is meant, by how it begins and by what went before in its sentence."""
    start = next((at for at, word in enumerate(words) if word not in OPENERS), len(words))
    begins = {tag for tag, found in spans.items() if any(span.start <= start < span.end for span in found)}
    if words[0] in {"if", "whether"} and before and before.asserted and before.has(Tag.CONTACTED):
        return Mode.ASKED
    if _speaks_of_others(words, spans):
        return Mode.OTHERS
    dated = any(words[span.end : span.end + 1] != ("'s",) for span in spans.get(Tag.LONG_AGO, ()))
    long_ago = (dated or _names_a_year(words)) and not (
        {Tag.INCIDENT, Tag.OVER} <= spans.keys() or _says_what_was_meant(words)
    )
    read_out = joint == ":" and before is not None and _is_read_out(before.words)
    if (
        long_ago
        or read_out
        or _bids_to_suppose(words)
        or _is_reported(words, spans, before)
        or ({Tag.SUPPOSED, Tag.BIDDEN} & begins and not _says_what_was_meant(words))
    ):
        return Mode.SUPPOSED
    if before and before.mode in {Mode.SUPPOSED, Mode.OTHERS} and joint not in BREAKS_OFF:
        hearsay = "apparently" in before.words[1:] and words[0] != "who"
        ours_again = (before.mode is Mode.OTHERS or hearsay) and start < len(words) and words[start] in OURS
        if not ours_again:
            return before.mode
    inverted = joint == "nor" or (start > 0 and words[start - 1] in INVERTING)
    inverted = inverted and not OURS & set(words[start + 1 : start + 2])
    tells = inverted or _tells_what_we_found(words[start:]) or _tells_of_them(words, spans, before)
    tells = tells or _says_what_was_meant(words)
    if Tag.ASKED in begins and not tells:
        return Mode.ASKED
    return Mode.ASKED if before and before.mode is Mode.ASKED and joint in JOINTS else Mode.ASSERTED


def _names_a_year(words: Sequence[str]) -> bool:
    """ "In the storm of 2019"."""
    return any(before in {"of", "in", "since", "circa"} and YEAR.fullmatch(year) for before, year in pairwise(words))


def _says_what_was_meant(words: Sequence[str]) -> bool:
    """ "When I said @0 I meant @1"."""
    shape = tuple("@" if word[0] == "@" else word for word in words[:6])
    return shape in {("when", "i", "said", "@", "i", meant) for meant in MEANT}


def _bids_to_suppose(words: Sequence[str]) -> bool:
    """ "For training, assume that we asked @0"; "I assume" is uncertain, too."""
    return any(word in SUPPOSING and following not in BEHIND_NOUN for word, following in pairwise(words))


def _is_reported(words: Sequence[str], spans: Mapping[Tag, tuple[Span, ...]], before: Clause | None) -> bool:
    """ "The page says"; "we did what the page says" and "@3's message says" tell of something else."""
    named = words[0][0] == "@" or (before is not None and bool(before.names()))
    return any(
        not (named and words[span.start] == "they")
        and not FOLLOWED & set(words[max(0, span.start - 2) : span.start])
        and "'s" not in words[1 : span.start]
        and not MINE & set(words[max(0, span.start - 1) : span.start])
        and ("as", "far") not in pairwise(words[: span.start])
        for span in spans.get(Tag.REPORTED, ())
    )


def _is_read_out(words: Sequence[str]) -> bool:
    """ "The form reads: …", of a thing and no person."""
    return words[-1] in READS | PASTED and not any(word[0] == "@" or word in OURS | SPEAKERS for word in words)


def _tells_what_we_found(words: Sequence[str]) -> bool:
    """ "What I found is …" asks nothing; "what I should ask" does."""
    if len(words) < 4 or words[0] != "what":
        return False
    return (words[1] in OURS or words[1][0] == "@") and words[2] not in ASKS


def _tells_of_them(words: Sequence[str], spans: Mapping[Tag, tuple[Span, ...]], before: Clause | None) -> bool:
    """ "(My first stop was @0,) who could not help"."""
    if before is None or not before.asserted:
        return False
    behind_name = words[0] == "who" and ends_with_name(before.words) is not None
    if words[0] == "which" and "suggested" in before.words:
        return Tag.FAILED in spans
    return behind_name and any(
        span.start == 1 or words[1] in {"had", "was", "is"} for span in spans.get(Tag.FAILED, ())
    )


def _speaks_of_others(words: Sequence[str], spans: Mapping[Tag, tuple[Span, ...]]) -> bool:
    """Of another's affair; "escalate it to that team" and "me and the other devs" are ours."""
    theirs = (
        span
        for span in spans.get(Tag.OTHERS, ())
        if not (_is_advice(words, span) or _points(words, span) or _joined(words, span) or _is_of_named(words, span))
    )
    plain = tuple(word for word in words if word not in OPENERS)
    elsewhere = plain[:2] in OVER_THERE and len(plain) > len("@") + 1 and plain[2][0] != "@"
    return any(theirs) or elsewhere or _is_of_others(words)


def _is_advice(words: Sequence[str], span: Span) -> bool:
    """ "Said to try somebody else"."""
    return span.start > 0 and words[span.start - 1] in {"try", "ask", "find", "trying", "asking"}


def _points(words: Sequence[str], span: Span) -> bool:
    return span.start > 0 and words[span.start] in {"that", "those"} and words[span.start - 1] in {"to", "with"}


def _is_of_named(words: Sequence[str], span: Span) -> bool:
    """ "Somebody who is on @0": of whom the person speaks."""
    behind = words[span.end : span.end + 3]
    at = next((at for at, word in enumerate(behind) if word[0] == "@"), None)
    return words[span.end - 1] == "who" and at in {1, 2} and behind[0] in BELONGS and behind[at - 1] in AT | BELONGS


def _joined(words: Sequence[str], span: Span) -> bool:
    return tuple(words[max(0, span.start - 2) : span.start]) == ("and", "the") and bool(OURS & set(words[: span.start]))


def _is_of_others(words: Sequence[str]) -> bool:
    """ "The northern branch's @0", "the search team's @1": somebody else's."""
    ours = COLLECTIVE | {"so", "here", "there", "what"}
    for at in range(2, len(words) - 2):
        owner, mark, owned = words[at : at + 3]
        if owner in COLLECTIVE and mark == "'s" and owned[0] == "@" and not DETERMINED & set(words[at - 2 : at][-1:]):
            return not MINE & set(words[max(0, at - 3) : at])
    return any(
        owner not in ours and mark == "'s" and owned[0] == "@"
        for owner, mark, owned in zip(words, words[1:], words[2:], strict=False)
    )
