"""Answers quoted from passages, and the honest no."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answers import Decision, Outcome
from assistant.policy.rulings import Matter, Reached, Ruling, Statement
from assistant.policy.teams import channel
from assistant.questions import Ask
from assistant.rulebook.rules import Responsibility
from assistant.wording import say
from assistant.words import fold
from index.documents import Document, Kind, Quote
from index.passages import Hit

SURE = 0.5  # confidence from which passages are quoted
LONGEST_QUOTE = 800  # characters of one quote
LONGEST_IN_ALL = 2400
DISPUTED = re.compile(r"\b(?:out of date|outdated|deprecated|obsolete|no longer (?:maintained|used|accurate)|superseded|archived)\b", re.IGNORECASE)


def documented(matter: Matter) -> Ruling | None:
    """The passages that answer, each as the sentence of a rule where it states one, else quoted."""
    evidence = matter.evidence
    if not evidence.kept or evidence.confidence < SURE:
        return None
    statements: list[Statement] = []
    reached: list[Reached] = []
    length = 0
    for hit in evidence.kept:
        duty = _duty(matter, hit)
        statement = _responsible(matter, duty) if duty else _quoted(matter, hit)
        new = sum(len(quote.text) for quote in statement.quotes)
        if statements and length + new > LONGEST_IN_ALL:
            break
        length += new
        statements.append(statement)
        if duty and duty.channel:
            reached.append(Reached(duty.team, duty.channel, duty.evidence[-1]))
    because = f"The best passage supports the question with confidence {evidence.confidence:.2f}, at least {SURE}."
    return Ruling(Outcome.ANSWERED, tuple(statements), (Decision("documented", "answered", because),), reached=tuple(dict.fromkeys(reached)))


def _duty(matter: Matter, hit: Hit) -> Responsibility | None:
    quote = hit.passage.quote
    duties = matter.edition.rulebook.responsibilities
    return next((d for d in duties if d.evidence[0].document == quote.document and d.evidence[0].start < quote.end and quote.start < d.evidence[0].end), None)


def _responsible(matter: Matter, duty: Responsibility) -> Statement:
    key = "duty_when" if re.match(r"(?:when|if|for|about|to|with|once|where|before|regarding)\b", duty.duty, re.IGNORECASE) else "duty"
    if key == "duty" and not re.match(r"(?:will|can|is|are|[a-z-]+s|own|handle|manage|maintain|run|support|monitor|help)\b", duty.duty):
        key = "duty_of"
    text = say(key, team=duty.team, channel=channel(duty), duty=duty.duty)
    if duty.exception and _asks_of_exception(matter, duty.exception):
        text = f"{text}\n\n{say('excluded', exception=duty.exception)}"
    return Statement(text, tuple(dict.fromkeys(duty.evidence[:2])))


def _asks_of_exception(matter: Matter, exception: str) -> bool:
    plain = fold(exception).strip("*. ")
    return plain in fold(matter.question.words) or any(word in fold(matter.question.words) for word in plain.split() if len(word) > 5)


def _quoted(matter: Matter, hit: Hit) -> Statement:
    document = matter.edition.generation.document(hit.passage.document)
    quote = _extent(document, hit)
    return Statement("\n".join(f"> {line}" for line in quote.text.strip().splitlines()), (quote,))


def _extent(document: Document, hit: Hit) -> Quote:
    """A passage with the list or code that it introduces; of a long one its best sentences."""
    passage = hit.passage
    start, end = passage.quote.start, passage.quote.end
    if passage.text.rstrip().endswith(":"):
        for place in _introduced(document, start):
            if place - start > LONGEST_QUOTE:
                break
            end = place
    if end - start > LONGEST_QUOTE:
        end = max((s.end for s in passage.sentences if s.end - start <= LONGEST_QUOTE), default=start + LONGEST_QUOTE)
    return document.quote(start, end)


def _introduced(document: Document, start: int) -> Iterator[int]:
    """Where the blocks end that the block at ``start`` introduces, one after the other."""
    at = next((n for n, block in enumerate(document.blocks) if block.start <= start < block.end), None)
    if at is None:
        return
    for number, block in enumerate(document.blocks[at + 1 :], at + 1):
        if at not in block.leads and not (number == at + 1 and block.kind is Kind.CODE):
            return
        yield block.end


def undocumented(matter: Matter) -> Ruling:
    """The documents don't say; where to ask, and the nearest headings, stated as no more than that."""
    evidence = matter.evidence
    statements = [Statement(say("not_documented"))]
    if matter.question.content:
        statements.append(Statement(say("looked_for", content=", ".join(matter.question.content[:6]))))
    because = f"The best passage supports the question with confidence {evidence.confidence:.2f}, below {SURE}."
    return Ruling(Outcome.NOT_DOCUMENTED, tuple(statements), (Decision("undocumented", "not_documented", because),))
