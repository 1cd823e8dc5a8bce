"""Who a team is, what it does, where to reach it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import numpy as np

from assistant.answers import Decision, Outcome
from assistant.policy.rulings import Matter, Reached, Ruling, Statement
from assistant.questions import MANNER, Ask, content_words
from assistant.rulebook.rules import Responsibility
from assistant.wording import say
from assistant.words import fold
from index.documents import Quote

TEAMS_QUOTED = 5
WHEN = re.compile(r"(?:when|if|for|about|to|with|once|where|before|regarding)\b", re.IGNORECASE)
VERB = re.compile(r"(?:will|can|is|are|[a-z-]+s(?!,)|own|handle|manage|maintain|run|support|monitor|help)\b")
FOUND = 8  # hits whose duties are compared
NEAR = 0.15  # cosine of a part of a question with the duty that it is about, at least
SAME = re.compile(r"\bsame\b|\bfor which\b", re.IGNORECASE)
AND = re.compile(r"[,;:.?!]|\b(?:and|while|whereas|but)\b", re.IGNORECASE)
COMPARING = re.compile(
    r"\b(?:diff|difference|different|differ|compare|compared|versus|vs|or is it|which of)\b", re.IGNORECASE
)
TELLING_APART = re.compile(
    r"\b(?:which (?:one )?(?:is|['’]s) which|who(?: is|['’]s) who|(?:which|who) does which|(?:who|which|whom) for which"
    r"|same (?:team|people|lot|group|folks?|channel)\b[^?.]{0,10}\b(?:both|all|two)|respectively)\b[^?.]*",
    re.IGNORECASE,
)
EVERY = re.compile(r"\b(?:all|every|list|each)\b[^?.]{0,20}\b(?:channels?|teams?)\b", re.IGNORECASE)
ASIDE = frozenset(  # words in which people ask who somebody is or where to reach them
    """
    slack channel channels team teams group reach contact chat room responsible responsibility responsibilities list
    full look looks looking handle handles cover covers find post message charge hold touch talk speak ask everything
    details exactly give job jobs supposed duties remit there ping separately owns own question kind sort stuff day help
    community called name number deal deals dealing things folk folks lot crew good every each give
    """.split()
)


def reach(matter: Matter) -> Ruling | None:
    """The documented channel of a team that is named, now or just before."""
    if Ask.CHANNEL not in matter.question.asks:
        return None
    teams = [team for team in _teams(matter) if team[0].channel]
    about = _rest(matter)
    if not teams or about:
        return None
    statements = [
        Statement(say("contact", team=duty.team, channel=str(duty.channel)), (lead(duty),)) for duty, *_ in teams[:3]
    ]
    reached = tuple(Reached(duty.team, str(duty.channel), lead(duty)) for duty, *_ in teams[:3])
    because = f"You asked where to reach {', '.join(duty.team for duty, *_ in teams[:3])}."
    return Ruling(Outcome.ANSWERED, tuple(statements), (Decision("reach", "answered", because),), reached=reached)


def duties(matter: Matter) -> Ruling | None:
    """All that the documents say a named team does."""
    if Ask.DUTIES not in matter.question.asks or _rest(matter):
        return None
    teams = _teams(matter)[:2]
    if not teams:
        return None
    statements = tuple(_all_duties(matter, team) for team in teams)
    each = zip(teams, statements, strict=True)
    reached = tuple(Reached(duty.team, duty.channel, said.quotes[0]) for (duty, *_), said in each if duty.channel)
    because = f"You asked what {' and '.join(duty.team for duty, *_ in teams)} does."
    return Ruling(Outcome.ANSWERED, statements, (Decision("duties", "answered", because),), reached=reached)


def roster(matter: Matter) -> Ruling | None:
    """The teams that the documents name, each with its channel."""
    question = matter.question
    every = EVERY.search(question.words) and not _rest(matter)
    if question.mentions or not (every or Ask.ROSTER in question.asks):
        return None
    leads: dict[str, Responsibility] = {}
    for duty in matter.edition.rulebook.responsibilities:
        leads.setdefault(duty.team, duty)
    if not leads or len(leads) > 2 * TEAMS_QUOTED:
        return None
    named = list(leads.values())[:TEAMS_QUOTED]
    statements = tuple(Statement(say("team", team=duty.team, channel=_channel(duty)), (lead(duty),)) for duty in named)
    reached = tuple(Reached(duty.team, duty.channel, lead(duty)) for duty in named if duty.channel)
    return Ruling(
        Outcome.ANSWERED,
        statements,
        (Decision("roster", "answered", "You asked which teams there are."),),
        reached=reached,
    )


def compared(matter: Matter) -> Ruling | None:
    """What each of two teams does on the subject asked about: of named teams the duty that was found best, of teams
    that are told by what they do ("one runs it and another mends it") the duty nearest to each part."""
    named, words = len(matter.question.named) > 1, matter.question.words
    if not (COMPARING.search(words) if named else TELLING_APART.search(words)):
        return None
    found = _of_named(matter) if named else _of_parts(matter)
    if len(found) < 2 or (named and len({duty.team for duty in found}) < 2):
        return None
    statements = tuple(Statement(told(duty), (duty.evidence[0], lead(duty))) for duty in found)
    reached = tuple(Reached(duty.team, duty.channel, lead(duty)) for duty in found if duty.channel)
    because = f"You asked to compare {' and '.join(duty.team for duty in found)}."
    return Ruling(Outcome.ANSWERED, statements, (Decision("compared", "answered", because),), reached=reached)


def _of_named(matter: Matter) -> list[Responsibility]:
    return [duty for duty in map(partial(_best_duty, matter), _teams(matter)[:3]) if duty]


def _of_parts(matter: Matter) -> list[Responsibility]:
    """For each part of a comparison the nearest of the duties that were found, each of another team unless it may be
    the same for both."""
    same = SAME.search(matter.question.words)
    said = AND.split(TELLING_APART.sub(" ", matter.question.words))
    parts = [part for part in said if set(content_words(part)) - ASIDE]
    quotes = [hit.passage.quote for hit in matter.evidence.hits[:FOUND]]
    duties = [d for d in matter.edition.rulebook.responsibilities if any(d.evidence[0].overlaps(q) for q in quotes)]
    if len(parts) < 2 or not duties:
        return []
    vectors = matter.edition.generation.embedder.embed([*parts, *(duty.duty for duty in duties)])
    cosines = vectors[: len(parts)] @ vectors[len(parts) :].T
    chosen: dict[int, Responsibility] = {}
    for place in np.argsort(-cosines, axis=None):
        part, at = divmod(int(place), len(duties))
        taken = {(duty.id if same else duty.team) for duty in chosen.values()}
        near = cosines[part, at] >= NEAR and (duties[at].id if same else duties[at].team) not in taken
        if part not in chosen and near:
            chosen[part] = duties[at]
    return [chosen[part] for part in sorted(chosen)]


def _best_duty(matter: Matter, team: tuple[Responsibility, ...]) -> Responsibility | None:
    """The duty of a team whose passage was found best."""
    quotes = [hit.passage.quote for hit in matter.evidence.hits]
    return next((duty for quote in quotes for duty in team if duty.evidence[0].overlaps(quote)), None)


def told(duty: Responsibility) -> str:
    """A responsibility as a sentence, as its words read on after the team's name."""
    plain = "duty" if VERB.match(duty.duty) else "duty_of"
    return say("duty_when" if WHEN.match(duty.duty) else plain, team=duty.team, channel=_channel(duty), duty=duty.duty)


def _channel(duty: Responsibility) -> str:
    return f" ({duty.channel})" if duty.channel else ""


def _rest(matter: Matter) -> list[str]:
    """What a question is about besides the team that it names and where that is reached."""
    question = matter.question
    named = {word for m in question.mentions for word in content_words(question.words[m.start : m.end])}
    content = content_words(MANNER.sub(" ", question.words))
    return [word for word in content if word not in ASIDE and word not in named]


def _teams(matter: Matter) -> list[tuple[Responsibility, ...]]:
    """The responsibilities of each team that is named, or else of the one spoken of before."""
    edition, question = matter.edition, matter.question
    named: Sequence[str] = [name for mention in question.mentions for name in mention.names]
    if not named and matter.situation.named:
        named = [matter.situation.named]
    found = [
        tuple(d for d in edition.rulebook.responsibilities if edition.names.same(d.team, name))
        for name in dict.fromkeys(named)
    ]
    return [duties for duties in found if duties]


def _all_duties(matter: Matter, team: tuple[Responsibility, ...]) -> Statement:
    """A team's duties as one quote, from the words that name it to its last duty, where they stand together."""
    first, last = team[0], team[-1]
    document = matter.edition.generation.document(first.evidence[0].document)
    places = [quote for duty in team for quote in duty.evidence if quote.document == document.path]
    start, end = min(q.start for q in places), max(q.end for q in places)
    listed = "\n".join(f"- {duty.duty}" for duty in team)
    text = say("duty_of", team=first.team, channel=_channel(first), duty=f"\n\n{listed}")
    if end - start <= 1200 and last.evidence[0].document == document.path:
        return Statement(text, (document.quote(start, end),))
    return Statement(text, tuple(duty.evidence[0] for duty in team[:TEAMS_QUOTED]))


def lead(duty: Responsibility) -> Quote:
    """The words that name the team: for a row of a table that row, not the table's head."""
    named = (quote for quote in reversed(duty.evidence) if fold(duty.team) in fold(quote.text))
    return next(named, duty.evidence[-1])
