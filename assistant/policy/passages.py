"""Answers quoted from passages, and the honest no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote as escaped

from assistant.answers import Decision, Outcome
from assistant.calibration import calibration
from assistant.extents import LONGEST_WHOLE, extent, says_nothing
from assistant.policy.escalations import first_step, order_found
from assistant.policy.rulings import Matter, Reached, Ruling, Statement
from assistant.policy.teams import lead, told
from assistant.policy.telling import tells
from assistant.questions import Ask
from assistant.quoting import as_read
from assistant.remits import learnt
from assistant.rulebook.rules import Responsibility
from assistant.stale import stale
from assistant.wants import ATTRIBUTES, Want, want_of
from assistant.wording import say
from assistant.words import fold
from index.documents import Quote
from index.lexical import terms
from index.passages import Hit

MOST_QUOTES = 5
MOST_QUOTED = 2_400  # characters of all quotes together
LEAST_NEAR, NEAR = 6, 5  # hits that a quote may grow by: one of so many passages, and at least so many
LOOKED_AT, NEARLY, MOST_INSTEAD = 5, 0.85, 2  # hits quoted instead of a rule's that does not tell what is asked
NEAREST = 3  # headings offered where the documents don't say
RELATED = 0.8  # share of the threshold from which the nearest team is worth asking
MUTUAL = re.compile(
    r"\b(?:(?:help|support)(?:s|ing)? (?:each other|one another)|ask(?:s|ing)? (?:any|general)"
    r"|general (?:questions?|help|chat|discussion))\b",
    re.IGNORECASE,
)


def documented(matter: Matter) -> Ruling | None:
    """The duties that tell what is asked, and the passages that answer it, each quoted."""
    sure, remit = calibration().threshold, matter.remit
    worth = _worth_quoting(matter)
    order = order_found(matter) if worth or _asks_nothing(matter) else None
    if order or not (worth or remit.duties):
        return order
    statements: list[Statement] = []
    reached: list[Reached] = []
    quoted: dict[Quote, None] = {}
    for statement, contact in _all_told(matter, worth):
        joined = _joined(matter, statements, statement)
        if joined:
            statements = joined
            quoted = dict.fromkeys(quote for each in joined for quote in each.quotes)
            continue
        wanted = quoted | dict.fromkeys(statement.quotes)
        if _is_said(statement, quoted) or (quoted and _is_too_much(wanted)):
            continue
        quoted = wanted
        statements.append(statement)
        reached += [contact] if contact else []
    if not statements:
        return None
    if remit.duties:
        told, least, what = (
            remit.probability,
            learnt().threshold,
            "The nearest duty tells what is asked with probability",
        )
    else:
        told, least, what = matter.evidence.confidence, sure, "The best passage supports the question with confidence"
    decisions = (Decision("documented", "answered", f"{what} {told:.2f}, at least {least:.2f}."),)
    return Ruling(Outcome.ANSWERED, tuple(statements), decisions, reached=tuple(dict.fromkeys(reached)))


def _all_told(matter: Matter, worth: tuple[Hit, ...]) -> Iterator[tuple[Statement, Reached | None]]:
    """What the duties and some hits tell; first the best hit, where it says more than a duty."""
    first = [hit for hit in worth if hit == matter.evidence.hits[0]]
    for hit in first:
        yield from _told(matter, hit)
    for duty in matter.remit.duties:
        yield _responsible(matter, duty), _contact(duty)
    for hit in worth[len(first) :]:
        yield from _told(matter, hit)


def _worth_quoting(matter: Matter) -> tuple[Hit, ...]:
    """The hits that are kept and say more than a duty; none where the best says no more and its duty does not tell what
    is asked. Those of an order or a ticket only where they are the best and tell what is asked."""
    book, evidence = matter.edition.rulebook, matter.evidence
    if evidence.confidence < calibration().threshold or _names_nothing_wanted(matter) or not evidence.kept:
        return ()
    governing = [rule for rule in book.rules if not isinstance(rule, Responsibility)]
    rule = matter.best(governing)
    if (rule and not tells(matter)) or (not matter.remit.duties and _says_a_duty(matter, evidence.hits[0])):
        return ()
    apart = [quote for rule in governing for quote in rule.evidence]
    return tuple(
        hit
        for hit in evidence.kept
        if not _says_a_duty(matter, hit)
        and (hit == evidence.hits[0] or not any(map(hit.passage.quote.overlaps, apart)))
    )


def _says_a_duty(matter: Matter, hit: Hit) -> bool:
    """Does a hit state a duty, or name the team that has some, and say nothing else that is asked for?"""
    duty = _duty(matter, hit)
    if duty:
        return not _says_more(matter, hit, duty)
    names_team = any(lead(each).overlaps(hit.passage.quote) for each in matter.edition.rulebook.responsibilities)
    return names_team and not matter.question.asks & {Ask.CHANNEL, Ask.DUTIES}


def _asks_nothing(matter: Matter) -> bool:
    """Is somebody only spoken of? Then there is no answer to be sure of."""
    question = matter.question
    return bool(question.mentions) and "?" not in question.words and want_of(question.words) is Want.OTHER


def _names_nothing_wanted(matter: Matter) -> bool:
    """Is a price, a time or the like asked for that no passage names? Then the right subject is not an answer."""
    return bool(matter.evidence.support.unmet) and want_of(matter.question.words) in ATTRIBUTES


def _told(matter: Matter, hit: Hit) -> Iterator[tuple[Statement, Reached | None]]:
    """What a hit says, quoted; that its page is out of date is said first."""
    document = matter.edition.generation.document(hit.passage.document)
    if _duty(matter, hit) is None and says_nothing(document, hit.passage):
        return
    warning = stale(document)
    if warning:
        yield Statement(say("stale", title=document.title), (warning,)), None
    quoted = _quoted(matter, hit)
    yield quoted, _introduced(matter, hit, quoted.quotes[0])


def _contact(duty: Responsibility) -> Reached | None:
    return Reached(duty.team, duty.channel, lead(duty)) if duty.channel else None


def _says_more(matter: Matter, hit: Hit, duty: Responsibility) -> bool:
    """Has a passage words that are asked for besides those that state the duty?"""
    stated = {term for quote in duty.evidence for term in terms(f"{quote.text} {duty.team}")}
    asked = {term for word in matter.question.content for term in terms(word)}
    return bool(asked & set(terms(hit.passage.text)) - stated)


def _joined(matter: Matter, statements: list[Statement], more: Statement) -> list[Statement] | None:
    """Statements of which one is widened by what another quotes beyond it; None where the two have no words in common
    or are too long together."""
    for at, statement in enumerate(statements):
        if len(statement.quotes) != 1 or len(more.quotes) != 1 or not statement.quotes[0].overlaps(more.quotes[0]):
            continue
        one, other = statement.quotes[0], more.quotes[0]
        start, end = min(one.start, other.start), max(one.end, other.end)
        if end - start <= LONGEST_WHOLE:
            document = matter.edition.generation.document(one.document)
            wider = document.quote(start, end)
            return [*statements[:at], Statement(as_read(document, wider), (wider,)), *statements[at + 1 :]]
    return None


def _is_said(statement: Statement, quoted: dict[Quote, None]) -> bool:
    """Is all that a statement quotes within what is quoted already?"""
    return all(
        any(old.document == new.document and old.start <= new.start and new.end <= old.end for old in quoted)
        for new in statement.quotes
    )


def _is_too_much(quotes: dict[Quote, None]) -> bool:
    return len(quotes) > MOST_QUOTES or sum(len(quote.text) for quote in quotes) > MOST_QUOTED


def _duty(matter: Matter, hit: Hit) -> Responsibility | None:
    quote = hit.passage.quote
    duties = matter.edition.rulebook.responsibilities
    return next((duty for duty in duties if duty.evidence[0].overlaps(quote)), None)


def _introduced(matter: Matter, hit: Hit, quote: Quote) -> Reached | None:
    """The team whose duties a hit introduces, as quoted."""
    duties = matter.edition.rulebook.responsibilities
    introduced = (duty for duty in duties if duty.channel and lead(duty).overlaps(hit.passage.quote))
    return next((Reached(duty.team, str(duty.channel), quote) for duty in introduced), None)


def _responsible(matter: Matter, duty: Responsibility) -> Statement:
    text = told(duty)
    if duty.exception and _asks_of_exception(matter, duty.exception):
        text = f"{text}\n\n{say('excluded', exception=duty.exception)}"
    return Statement(text, tuple(dict.fromkeys(duty.evidence[:2])))


def _asks_of_exception(matter: Matter, exception: str) -> bool:
    """Does the question speak of what is left out: by its name, or by most of its words?"""
    weight = matter.edition.vocabulary.weight
    left_out, asked = set(terms(exception)), set(terms(matter.question.about))
    shared = sum(map(weight, left_out & asked)) >= sum(map(weight, left_out)) / 2
    return shared or fold(exception).strip("*. ") in fold(matter.question.about)


def _quoted(matter: Matter, hit: Hit) -> Statement:
    """What is quoted for a hit: of a rule all that states it and nothing else, else as much as answers."""
    generation, book = matter.edition.generation, matter.edition.rulebook
    ruled = [(rule, quote) for rule in book.rules for quote in rule.evidence]
    for rule, quote in ruled:
        if not isinstance(rule, Responsibility) and quote.overlaps(hit.passage.quote):
            return matter.quoted(matter.whole(rule))
    document = generation.document(hit.passage.document)
    asked = [term for word in matter.question.content for term in terms(word)]
    near = matter.evidence.hits[: max(LEAST_NEAR, len(generation.passages) // NEAR)]
    return matter.quoted(extent(document, hit, near, asked, [quote for _, quote in ruled]))


def undocumented(matter: Matter) -> Ruling:
    """The documents don't say; where to ask, and the nearest headings, stated as no more than that."""
    evidence, sure = matter.evidence, calibration().threshold
    statements = [Statement(say("not_documented"))]
    words = [word for word in matter.question.content if not any(map(str.isdigit, word))]  # no number is repeated
    if words:
        statements.append(Statement(say("looked_for", content=", ".join(words[:6]))))
    places = {(hit.passage.document, hit.passage.section): hit for hit in reversed(evidence.hits[: 2 * NEAREST])}
    headings = [_heading(hit) for hit in reversed(places.values())][:NEAREST]
    if headings:
        statements.append(Statement(say("nearest", headings="; ".join(headings))))
    named = first_step(matter)
    statements += [named] if named else []
    team = _asked_there(matter)
    if team and team.channel:
        statements.append(Statement(say("ask_there", team=team.team, channel=team.channel), (lead(team),)))
    reached = (Reached(team.team, team.channel, lead(team)),) if team and team.channel else ()
    because = f"The best passage supports the question with confidence {evidence.confidence:.2f}, below {sure:.2f}."
    decisions = (Decision("undocumented", "not_documented", because),)
    return Ruling(Outcome.NOT_DOCUMENTED, tuple(statements), decisions, reached=reached)


def _heading(hit: Hit) -> str:
    """The heading above a hit, as a link to where it stands."""
    passage = hit.passage
    name = re.sub(r"([\\\[\]*_`<>])", r"\\\1", passage.section[-1] if passage.section else passage.title)
    return f"[{name}](/documents/{escaped(passage.document)}?start={passage.quote.start}&end={passage.quote.end})"


def _asked_there(matter: Matter) -> Responsibility | None:
    """Where people ask: the team of the nearest responsibility, where it is near, or those who help each other."""
    duties = matter.edition.rulebook.responsibilities
    near = matter.evidence.confidence >= RELATED * calibration().threshold
    nearest = next(filter(None, (_duty(matter, hit) for hit in matter.evidence.hits[:1])), None) if near else None
    mutual = next((duty for duty in duties if duty.channel and MUTUAL.search(duty.duty)), None)
    return nearest if nearest and nearest.channel else mutual
