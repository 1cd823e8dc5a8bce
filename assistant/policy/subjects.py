"""What a ticket is about, held against the subjects that the documents' instructions are for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.edition import Edition
from assistant.policy.rulings import Matter
from assistant.questions import content_words
from assistant.rulebook.rules import TicketInstruction
from assistant.words import fold
from index.embedding import Reading
from index.lexical import terms
from index.passages import Hit

ALIKE = 0.55  # how near a topic comes to a subject that it is about: mean of cosines, and something for words shared
FAIRLY = 0.42  # how near suffices where the words of the instruction have most of the question's
MOST = 0.65  # of a question: the share that is lacking at most then
APART = 0.12  # how much further away the subjects of other queues must be
SHARED = 0.15  # what the words shared add, where all of one side are
FOUND, ALL = 0.6, 0.2  # cosine, and share lacking, of the best hit where it says by itself what a question is about
UNSURE = re.compile(
    r"\b(?:no (?:idea|clue)|not? (?:a )?clue|clueless|not sure|unsure|don['’]?t know|dunno|doubt"
    r"|can(?:no|['’])?t (?:tell|work out|decide))\b",
    re.IGNORECASE,
)
STATES = frozenset("broken broke lost missing wrong damaged faulty failed failing stuck late dead new old".split())
OF_THE_UNSURE = frozenset(
    "idea clue clueless unsure tell work decide doubt honestly belong belongs triaging know".split()
)
CLAUSE = re.compile(r"[.?!;,:]\s+|\b(?:and|but|so|because|though|since|if)\b", re.IGNORECASE)
ABOUT_TICKETS = frozenset(
    """
    ticket tickets queue queues group groups assign assigned raise log open send pass triage reassign move put
    category board project one formally name called right correct request requests colleague question goes go
    belongs land issue need get file create submit picked pick come came anything something
    full exact exactly spelling spelt
    """.split()
)


def topic(matter: Matter, words: str | None = None) -> list[str]:
    """What a turn says of the ticket's subject: its content words without those of any ticket, system or queue."""
    tickets = matter.edition.rulebook.tickets
    systems = {fold(ticket.system) for ticket in tickets if ticket.system}
    words = fold(matter.question.about if words is None else words)
    for name in {fold(ticket.queue) for ticket in tickets}:
        words = words.replace(name, " ")
    return [word for word in content_words(words) if word not in ABOUT_TICKETS and word not in systems]


def by_subject(matter: Matter, instructions: Sequence[TicketInstruction]) -> TicketInstruction | None:
    """The instruction whose subject the turn's ticket is about; None where none is, two are alike, or the turn names
    the queue of another."""
    named = [each for each in matter.edition.rulebook.tickets if names_queue(matter, each)]
    instructions = [each for each in instructions if each in named] if named else instructions
    if not instructions:
        return None
    if UNSURE.search(matter.question.words) and not set(topic(matter)) - OF_THE_UNSURE:
        return next((each for each in instructions if any(UNSURE.search(c.text) for c in each.when)), None)
    fits = _fits(matter, instructions)
    best = max(instructions, key=lambda each: fits[each.id])
    rivals = (fits[each.id] for each in instructions if each.queue != best.queue)
    clear = fits[best.id] >= max(rivals, default=0.0) + APART
    hit = _hit(matter, best)
    if clear and (fits[best.id] >= ALIKE or (fits[best.id] >= FAIRLY and hit and _lacking(hit) <= MOST)):
        return best
    top = matter.evidence.hits[0] if matter.evidence.hits else None
    if top and (top.dense or 0.0) >= FOUND and _lacking(top) <= ALL:
        told = [each for each in matter.edition.rulebook.tickets if any(map(top.passage.quote.overlaps, each.evidence))]
        return told[0] if len({each.queue for each in told}) == 1 and told[0] in instructions else None
    return None


def names_queue(matter: Matter, instruction: TicketInstruction) -> bool:
    """Does the turn name the queue of an instruction?"""
    return bool(re.search(rf"(?<!\w){re.escape(fold(instruction.queue))}(?!\w)", fold(matter.question.text)))


def half_names(matter: Matter, instruction: TicketInstruction) -> bool:
    """Is all that the turn says of its ticket words of an instruction's queue, two of them at least, or one and the
    system?"""
    said = topic_terms(" ".join(topic(matter)))
    system = fold(instruction.system or "")
    named = bool(system) and bool(re.search(rf"\b{re.escape(system)}\b", fold(matter.question.words)))
    return len(said) > (0 if named else 1) and said <= topic_terms(instruction.queue)


def _hit(matter: Matter, instruction: TicketInstruction) -> Hit | None:
    """The best hit that has words of an instruction."""
    quotes = instruction.evidence
    return next((hit for hit in matter.evidence.hits if any(hit.passage.quote.overlaps(each) for each in quotes)), None)


def _lacking(hit: Hit) -> float:
    return 1.0 if hit.lacking is None else hit.lacking


def _fits(matter: Matter, instructions: Sequence[TicketInstruction]) -> dict[str, float]:
    """How near the topic of a turn, or of a clause of it, comes to the subjects of each instruction."""
    topics = [topic(matter), *(topic(matter, clause) for clause in CLAUSE.split(matter.question.about))]
    said = list(dict.fromkeys(" ".join(words) for words in topics if words))
    readings = list(zip(said, matter.edition.generation.embedder.read(said), strict=True))
    return {
        each.id: max(
            (_fit(matter.edition, *read, condition.text) for read in readings for condition in each.when), default=0.0
        )
        for each in instructions
    }


def _fit(edition: Edition, words: str, topic: Reading, subject: str) -> float:
    """How near a topic comes to a subject: as a whole, word by word either way, and in the words that they share."""
    read = edition.subjects[subject]
    whole = float(topic.vector @ read.vector)
    if not len(topic.pieces) or not len(read.pieces):
        return whole / 2
    cosines = topic.rows @ read.rows.T
    words_near = float(cosines.max(axis=0).mean() + cosines.max(axis=1).mean()) / 2
    one, other = topic_terms(words), topic_terms(subject)
    weight = edition.vocabulary.weight
    shared = sum(map(weight, one & other))
    shares = [shared / (sum(map(weight, side)) or 1.0) for side in (one, other)]
    return (whole + words_near) / 2 + SHARED * sum(shares)


def topic_terms(words: str) -> set[str]:
    """The terms of the words that say what something is about, and not in which state it is."""
    return {term for word in content_words(words) if word not in STATES for term in terms(word)}
