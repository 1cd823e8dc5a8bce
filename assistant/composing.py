"""From a ruling to an answer: statements joined, quotes numbered, each cited at its place."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answers import Answer, Citation, Conflict, Contact, Escalation, Exhibit, Ticket
from assistant.edition import Edition
from assistant.evidence import Evidence
from assistant.policy.rulings import Ruling, Statement
from assistant.quoting import as_read
from assistant.wording import say
from index.documents import Document, Quote
from index.passages import Hit

MOST_CITATIONS = 5


def compose(ruling: Ruling, evidence: Evidence, edition: Edition) -> Answer:
    """The answer that a ruling makes: every quote of its statements cited, and nothing else."""
    statements = [*ruling.statements, *_contradicting(ruling, edition)]
    numbers = _numbered(statements)
    citations = tuple(_citation(edition, quote, number) for quote, number in numbers.items())
    ladder, raised = ruling.ladder, ruling.raised
    return Answer(
        outcome=ruling.outcome,
        text="\n\n".join(_text(statement, numbers) for statement in statements),
        generation=edition.generation.id,
        citations=citations,
        escalation=Escalation(ladder.order, ladder.tried, ladder.next, numbers[ladder.quote]) if ladder else None,
        ticket=Ticket(raised.system or "", raised.queue, raised.because, numbers[raised.quote]) if raised else None,
        contacts=tuple(Contact(r.name, r.channel, numbers[r.quote]) for r in ruling.reached if r.quote in numbers),
        conflicts=tuple(Conflict(c.about, numbers[c.evidence]) for c in ruling.contradictions if c.evidence in numbers),
        decisions=ruling.decisions,
        evidence=tuple(_exhibit(hit, evidence) for hit in evidence.hits[:10]),
    )


def _contradicting(ruling: Ruling, edition: Edition) -> Iterable[Statement]:
    for contradiction in ruling.contradictions[:2]:
        quote = contradiction.evidence
        words = as_read(edition.generation.document(quote.document), quote)
        yield Statement(f"{say('conflict')}\n\n{words}", (quote,))


def _numbered(statements: Iterable[Statement]) -> dict[Quote, int]:
    quotes = dict.fromkeys(quote for statement in statements for quote in statement.quotes)
    return {quote: number for number, quote in enumerate(quotes, 1) if number <= MOST_CITATIONS}


def _text(statement: Statement, numbers: dict[Quote, int]) -> str:
    markers = "".join(f"[{numbers[quote]}]" for quote in statement.quotes if quote in numbers)
    return f"{statement.text} {markers}" if markers else statement.text


def _citation(edition: Edition, quote: Quote, number: int) -> Citation:
    document = edition.generation.document(quote.document)
    return Citation(
        number,
        quote.document,
        document.title,
        _section(document, quote),
        quote.text,
        quote.start,
        quote.end,
        quote.line,
        document.url,
    )


def _section(document: Document, quote: Quote) -> tuple[str, ...]:
    """The headings above a quote, the document's title first."""
    block = next((b for b in document.blocks if b.start <= quote.start < b.end), None)
    return (document.title, *(block.section if block else ()))


def _exhibit(hit: Hit, evidence: Evidence) -> Exhibit:
    quote, kept = hit.passage.quote, hit in evidence.kept
    reason = "among the best" if kept else "less near to the question than those kept"
    return Exhibit(quote.document, quote.start, quote.end, quote.line, hit.passage.text, hit.score, kept, reason)
