"""Where a conversation stands: a fold over its turns' claims and the answers given to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answers import Answer, Outcome
from assistant.claims import Claim, ClaimKind
from assistant.conversations import Turn
from assistant.names import Names


@dataclass(frozen=True, slots=True)
class Situation:
    """What the person has told so far, and what the assistant has said to it.

    ``consulted``, ``waiting``, ``instructed`` (by whom, to escalate to whom) and ``denied`` (who did not instruct) are
    as claimed and not taken back. ``incident`` is None while nothing was said of one. ``order`` is the id of the
    escalation order in hand, ``told`` its steps as last told and ``due`` the one last named as next; ``named`` is the
    team last spoken of; ``governed`` the rule that decided the last answer, ``asked_back`` whether it was a question;
    ``ticket`` the ticket instruction that governed last.
    """

    consulted: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    instructed: tuple[tuple[str, str | None], ...] = ()
    denied: tuple[str, ...] = ()
    incident: bool | None = None
    stuck: bool = False
    order: str | None = None
    due: str | None = None
    named: str | None = None
    governed: str | None = None
    asked_back: bool = False
    ticket: str | None = None
    told: tuple[str, ...] = ()
    last: Answer | None = None
    last_question: str | None = None


def situation(turns: Sequence[Turn], names: Names) -> Situation:
    """The situation after some turns."""
    now = Situation()
    for turn in turns:
        now = answered(claimed(now, turn.claims), turn)
    return replace(now, named=next(filter(None, (_spoken_of(turn, names) for turn in reversed(turns))), None))


def _spoken_of(turn: Turn, names: Names) -> str | None:
    """The team or role that a turn was about last: named by the person, else told in the answer."""
    spoken = [mention.name for mention in names.find(turn.question) if len(mention.names) == 1]
    told = turn.answer.contacts if turn.answer.outcome is not Outcome.NOT_DOCUMENTED else ()
    return spoken[-1] if spoken else told[0].name if told else None


def claimed(now: Situation, claims: Iterable[Claim]) -> Situation:
    """The situation once some claims are heard; each takes back exactly what it takes back."""
    for claim in claims:
        now = _one(now, claim)
    return now


def answered(now: Situation, turn: Turn) -> Situation:
    """The situation once a turn was answered: what the answer put in hand."""
    answer = turn.answer
    now = replace(now, last=answer, last_question=turn.question)
    governed = answer.decisions[0].rule if answer.decisions else None
    if answer.escalation:
        order = next((d.rule for d in answer.decisions if d.rule.startswith("escalation-")), now.order)
        now = replace(now, order=order, told=answer.escalation.order, due=answer.escalation.next)
    asked_back = answer.outcome is Outcome.NEEDS_CLARIFICATION
    ticket = governed if governed and governed.startswith("ticket-") else now.ticket
    return replace(now, governed=governed, asked_back=asked_back, ticket=ticket)


def _one(now: Situation, claim: Claim) -> Situation:  # noqa: PLR0911 - one return a kind of claim
    who = claim.who
    match claim.kind:
        case ClaimKind.CONSULTED if who:
            return replace(now, consulted=_with(now.consulted, who), waiting=_without(now.waiting, who))
        case ClaimKind.NOT_CONSULTED if who:
            return replace(now, consulted=_without(now.consulted, who))
        case ClaimKind.WAITING if who:
            return replace(now, waiting=_with(now.waiting, who), consulted=_without(now.consulted, who))
        case ClaimKind.INSTRUCTED if who:
            told = (*(pair for pair in now.instructed if pair[0] != who), (who, claim.target))
            return replace(now, instructed=told, denied=_without(now.denied, who))
        case ClaimKind.NOT_INSTRUCTED if who:
            return replace(
                now, instructed=tuple(p for p in now.instructed if p[0] != who), denied=_with(now.denied, who)
            )
        case ClaimKind.INCIDENT:
            return replace(now, incident=True)
        case ClaimKind.NO_INCIDENT:
            return replace(now, incident=False)
        case ClaimKind.STUCK:
            return replace(now, stuck=True)
        case ClaimKind.RESOLVED | ClaimKind.NEW_PROBLEM:
            return Situation(
                order=now.order, told=now.told, named=now.named, last=now.last, last_question=now.last_question
            )
        case _:
            return now


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(each for each in names if each != name)
