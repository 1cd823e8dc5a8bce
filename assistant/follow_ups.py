"""Short turns that lean on the turn before: "and for TLS?", "what about the other one?", "how long does that take?"."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calibration import calibration
from assistant.edition import Edition
from assistant.evidence import Evidence, gather
from assistant.questions import ASKING_WORD, Ask, Question, content_words, read_question
from assistant.remits import Part
from assistant.situation import Situation
from index.lexical import terms

FEW = 6  # content words of a turn that leans on another, at most
OPENING = re.compile(
    r"\W*(?:(?:ok(?:ay)?|right|cool|thanks)\W+)?(?:and|also|what about|how about|same (?:for|with|again)|or)\b",
    re.IGNORECASE,
)
POINTING = re.compile(r"\b(?:it|its|that|this|those|these|them|they|there|one|ones|either|both)\b", re.IGNORECASE)
YES_OR_NO = re.compile(
    r"(?:^|[.;,:] )\W*(?:(?:and|so|but|ok|hi|hello) )*(?:is|are|was|do|does|did|can|could|will|would|should|has|have)\b"
    r"|\b(?:right|correct|no|yes|yeah|innit|is(?:n['’]?t)? it|do(?:n['’]?t)? they)\W*$",
    re.IGNORECASE,
)
GETTING = re.compile(
    r"\bhow (?:do|can|could|should|would) (?:i|we) (?:go about )?(?:get|have|getting|having)"
    r"(?= (?!myself|ourselves)[^?]*\w(?:ed|en)\b)",
    re.IGNORECASE,
)
DOES = re.compile(r"\b(?:do|does|did|is it|can|could|will|would)\s+(?:the\s+)?$", re.IGNORECASE)
ANY_TEAM = re.compile(
    r"\b(?:do|does|is there|are there|have we got) an?y? (?:teams?|groups?|lot|squad)\b", re.IGNORECASE
)
THEM = re.compile(r"\b(?:they|them|their|there(?!['’]s| (?:is|are|was|were|has|have)\b))\b", re.IGNORECASE)
SURE = 0.78  # confidence from which a turn needs no other to be read with
BESIDE = 0.8  # of the best hit's score: what one of the team's own comes to where it may be meant
CARRIED = frozenset({Ask.DUTIES, Ask.CHANNEL})  # what may be asked again of somebody else


def completed(question: Question, before: Situation, edition: Edition) -> Question:
    """A turn that only names somebody else ("and the print desk?") asks what the turn before asked."""
    if question.asks or not before.last_question or not question.named or not OPENING.match(question.words):
        return question
    asked = read_question(before.last_question, (), edition.names).asks
    return replace(question, asks=question.asks | (asked & CARRIED))


def evidence_for(question: Question, before: Situation, edition: Edition) -> Evidence:
    """The evidence for a turn by itself or, where it leans on the turn before, for the two together: if the turn is
    no question by itself or finds nothing by itself, and the two find what has to do with what the turn adds."""
    alone = _of_them(question, before, edition, _evidence(question, edition))
    if not before.last_question or not _leans(question):
        return alone
    sure = calibration().threshold
    if alone.confidence >= sure and not OPENING.match(question.words):
        return alone
    together = replace(question, about=f"{before.last_question} {question.about}")
    found = gather(together, edition.generation, edition.vocabulary)
    return found if found.confidence >= sure and _adds(question, found) else alone


def parts_of(question: Question, evidence: Evidence, before: Situation, edition: Edition) -> tuple[Part, ...]:
    """What a question asks, to be held against duties: part by part and whole; where it asks whether somebody named
    does something, who does it. Of a turn read together with the one before, the whole counts only where its own words
    tell nothing."""
    who = _who_does_it(question)
    names = bool(question.mentions)
    (whole, reading), *parts = evidence.parts
    asked = before.last_question or ""
    joined = bool(asked) and whole.startswith(asked)
    found = [Part(words, read, names and words != who) for words, read in parts if not (joined and words in asked)]
    if who not in (question.words, *(words for words, _ in evidence.parts)) and not ASKING_WORD.search(question.words):
        found.append(Part(who, edition.generation.embedder.read([who])[0]))
    return (Part(whole, reading, names and whole != who, spare=joined), *found)


def _evidence(question: Question, edition: Edition) -> Evidence:
    """The evidence for a turn; where that is not enough for one that asks whether somebody named does it, or how to get
    it done, the evidence for who does it: the name of another draws the search away from that."""
    found = gather(question, edition.generation, edition.vocabulary)
    who = _who_does_it(question)
    sure = calibration().threshold
    drawn = bool(question.mentions) and not _held(who, found)
    if who == question.words or (found.confidence >= sure and not drawn):
        return found
    asked = replace(question, words=who, about=who)
    instead = gather(asked, edition.generation, edition.vocabulary)
    nearer = found.confidence < sure or _held(who, instead) > 0
    return instead if instead.confidence >= sure and nearer else found


def _held(words: str, found: Evidence) -> int:
    """How many of some words, those of any question apart, the best hit holds."""
    held = {term for hit in found.hits[:1] for term in terms(hit.passage.text)}
    return len({term for word in content_words(words) for term in terms(word)} & held)


def _who_does_it(question: Question) -> str:
    """Whether somebody named does something, or how to get it done, asked as who does it."""
    words = question.words
    if YES_OR_NO.search(words):
        for mention in reversed(question.mentions):
            asking = DOES.search(words, 0, mention.start)
            start, who = (asking.start(), "who") if asking else (mention.start, "somebody")
            words = f"{words[:start]}{who}{words[mention.end :]}"
    return ANY_TEAM.sub("which team", GETTING.sub("who gets", words))


def _of_them(question: Question, before: Situation, edition: Edition, alone: Evidence) -> Evidence:
    """The evidence for a turn that asks something more of the team just spoken of, where its own passages tell that."""
    duties = [duty for duty in edition.rulebook.responsibilities if edition.names.same(duty.team, before.named)]
    quotes = [quote for duty in duties for quote in duty.evidence]
    if not duties or question.mentions or not alone.hits or alone.confidence >= SURE or not THEM.search(question.words):
        return alone
    best = max((hit.score for hit in alone.hits if any(map(hit.passage.quote.overlaps, quotes))), default=0.0)
    if best < BESIDE * alone.hits[0].score:
        return alone
    found = gather(
        replace(question, about=f"{duties[0].team}: {question.about}"), edition.generation, edition.vocabulary
    )
    own = any(map(found.hits[0].passage.quote.overlaps, quotes))
    return found if own and found.confidence >= calibration().threshold else alone


def _leans(question: Question) -> bool:
    short = 0 < len(question.content) <= FEW
    return short and bool(OPENING.match(question.words) or POINTING.search(question.words))


def _adds(question: Question, found: Evidence) -> bool:
    """Has the best hit a word of the turn itself?"""
    held = {term for hit in found.hits[:1] for term in terms(f"{' '.join(hit.passage.section)} {hit.passage.text}")}
    return any(term in held for word in question.content for term in terms(word))
