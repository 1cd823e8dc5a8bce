"""Tickets: never a queue without its documented condition."""

from __future__ import annotations

import re

from assistant.answers import Decision, Outcome
from assistant.claims import ClaimKind
from assistant.policy.rulings import Matter, Raised, Ruling, Statement
from assistant.questions import Ask
from assistant.rulebook.rules import Condition, TicketInstruction
from assistant.wording import say
from index.documents import Quote

ASKING = frozenset({Ask.TICKET, Ask.QUEUE})
ABOUT_TICKETS = frozenset(
    """ticket tickets queue queues group groups zendesk jira servicenow assign assigned raise log open send pass triage reassign move put category
    board project one formally name called right correct request requests colleague question goes go belongs land issue need get file create submit
    picked pick come came""".split()
)


def ticket(matter: Matter) -> Ruling | None:
    """The documented ticket instruction that the turn is about, and whether a condition of it holds."""
    asks = bool(ASKING & matter.question.asks)
    instructed = _documented_claims(matter) or _incident_in_hand(matter)
    pending = matter.edition.ticket(matter.situation.asked_back)
    if not asks and not instructed and not pending and matter.situation.asked_back != "ticket":
        return None
    conditional = [t for t in matter.edition.rulebook.tickets if any(c.instructor or c.incident for c in t.when)]
    relevant = [t for t in conditional if pending == t or _relevant(matter, t, instructed)]
    for instruction in relevant:
        ruling = _conditional(matter, instruction, asks=asks or bool(pending))
        if ruling:
            return ruling
    if asks or matter.situation.asked_back == "ticket":
        return _by_subject(matter)
    return None


def _documented_claims(matter: Matter) -> bool:
    """Does the turn claim or deny an instruction by somebody whom the documents name as instructing?"""
    who = {c.who for c in matter.question.claims_of(ClaimKind.INSTRUCTED, ClaimKind.NOT_INSTRUCTED)}
    return any(_same(matter, c.instructor, each) for t in matter.edition.rulebook.tickets for c in t.when for each in who)


def _incident_in_hand(matter: Matter) -> bool:
    """Does the turn tell of an incident while a ticket is in hand?"""
    told = matter.question.claims_of(ClaimKind.INCIDENT, ClaimKind.NO_INCIDENT)
    return bool(told and matter.situation.last and matter.situation.last.ticket)


def _same(matter: Matter, one: str | None, other: str | None) -> bool:
    return matter.edition.names.same(one, other)


def _relevant(matter: Matter, instruction: TicketInstruction, instructed: bool) -> bool:
    """Is the turn about this instruction: its instructor, its target, or an incident where nothing else is asked?"""
    question, now = matter.question, matter.situation
    named = {name for mention in question.mentions for name in mention.names}
    targets = {c.target for c in instruction.when if c.target}
    instructors = {c.instructor for c in instruction.when if c.instructor}
    speaks = any(_same(matter, name, wanted) for name in named for wanted in targets | instructors)
    told = any(_same(matter, who, wanted) for who, _ in now.instructed for wanted in instructors)
    alone = len([t for t in matter.edition.rulebook.tickets]) == 1
    incident = now.incident is not None and any(c.incident for c in instruction.when)
    in_hand = bool(now.last and (now.last.ticket and now.last.ticket.queue == instruction.queue))
    return speaks or (told and instructed) or (alone and (incident or not _topic(matter))) or in_hand


def _topic(matter: Matter) -> list[str]:
    return [word for word in matter.question.content if word not in ABOUT_TICKETS]


def _holds(matter: Matter, condition: Condition) -> bool | None:
    """Whether a condition holds in this conversation; None where that is not known."""
    now = matter.situation
    if condition.instructor:
        for who, target in now.instructed:
            if _same(matter, who, condition.instructor):
                if target is None or not condition.target:
                    spoken = any(_same(matter, n, condition.target) for n in (*matter.question.named, now.named or ""))
                    return True if spoken or not condition.target else None
                return _same(matter, target, condition.target)
        denied = any(_same(matter, who, condition.instructor) for who in now.denied)
        return False if denied or now.instructed else None
    return now.incident if condition.incident else None


def _conditional(matter: Matter, instruction: TicketInstruction, *, asks: bool) -> Ruling | None:
    states = [(condition, quote, _holds(matter, condition)) for condition, quote in zip(instruction.when, instruction.evidence, strict=True)]
    holding = [(condition, quote) for condition, quote, holds in states if holds]
    if holding:
        return _raise(matter, instruction, holding, states)
    told = [c for c, _, holds in states if c.instructor and any(_same(matter, who, c.instructor) for who, _ in matter.situation.instructed) and holds is None]
    if told:
        text = say("ask_target", instructor=str(told[0].instructor), target=str(told[0].target))
        decision = Decision(instruction.id, "needs_clarification", "You were instructed to escalate, but not said to whom.")
        return Ruling(Outcome.NEEDS_CLARIFICATION, (Statement(text, (instruction.evidence[0],)),), (decision,))
    if all(holds is False for _, _, holds in states):
        return _refuse(matter, instruction, states)
    if any(c.who and any(_same(matter, c.who, w.instructor) for w in instruction.when) for c in matter.question.claims_of(ClaimKind.NOT_INSTRUCTED)) and not asks:
        return _refuse(matter, instruction, states)
    if re.match(r"(?:but |and |so )?(?:why|what(?:'s| is) the (?:ticket|point|use|purpose))\b", matter.question.words, re.IGNORECASE):
        return _inform(instruction)
    return _ask_back(matter, instruction, states) if asks else None


def _inform(instruction: TicketInstruction) -> Ruling:
    """What the instruction says, as information: nobody is told to raise anything."""
    shown = tuple(Statement(f"> {' '.join(q.text.split())}", (q,)) for q in dict.fromkeys(instruction.evidence))
    return Ruling(Outcome.ANSWERED, shown, (Decision(instruction.id, "information", "You asked why, not whether."),))


def _raise(
    matter: Matter,
    instruction: TicketInstruction,
    holding: list[tuple[Condition, Quote]],
    states: list[tuple[Condition, Quote, bool | None]],
) -> Ruling:
    condition, quote = holding[0]
    system = f" on {instruction.system}" if instruction.system else ""
    quotes = tuple(dict.fromkeys((instruction.evidence[0], *(q for _, q in holding))))
    statements = [
        Statement(say("ticket", system=system, queue=instruction.queue), quotes[:1]),
        *(Statement(say("ticket_because", condition=c.text), (q,)) for c, q in holding),
    ]
    if instruction.permission and any(c.incident for c, _ in holding):
        statements.append(Statement(say("also", permission=instruction.permission), (instruction.evidence[-1],)))
    decisions = tuple(_decision(instruction, c, holds) for c, _, holds in sorted(states, key=lambda s: s[2] is not True))
    contradictions = tuple(c for c in matter.edition.rulebook.contradictions if c.rule == instruction.id)
    raised = Raised(instruction.system, instruction.queue, condition.text, quotes[0])
    return Ruling(Outcome.TICKET, tuple(statements), decisions, raised=raised, contradictions=contradictions)


def _decision(instruction: TicketInstruction, condition: Condition, holds: bool | None) -> Decision:
    verdict = {True: "ticket", False: "no ticket", None: "not known"}[holds]
    because = {
        True: f"You said that this holds: {condition.text}.",
        False: f"You said that this does not hold: {condition.text}.",
        None: f"You have not said whether this holds: {condition.text}.",
    }[holds]
    return Decision(instruction.id, verdict, because)


def _refuse(matter: Matter, instruction: TicketInstruction, states: list[tuple[Condition, Quote, bool | None]]) -> Ruling:
    statements = [Statement(say("no_ticket"), (instruction.evidence[0],))]
    statements += [Statement(say("missing", condition=condition.text), (quote,)) for condition, quote, _ in states]
    decisions = tuple(_decision(instruction, condition, holds) for condition, _, holds in states)
    return Ruling(Outcome.ANSWERED, tuple(statements), decisions)


def _ask_back(matter: Matter, instruction: TicketInstruction, states: list[tuple[Condition, Quote, bool | None]]) -> Ruling:
    unknown = [(condition, quote) for condition, quote, holds in states if holds is None]
    text = say("ask_condition", conditions=", or that ".join(condition.text for condition, _ in unknown))
    quotes = tuple(dict.fromkeys(quote for _, quote in unknown))
    shown = tuple(Statement(f"> {' '.join(quote.text.split())}", (quote,)) for quote in dict.fromkeys(instruction.evidence))
    decisions = tuple(_decision(instruction, condition, holds) for condition, _, holds in states)
    return Ruling(Outcome.NEEDS_CLARIFICATION, (Statement(text, quotes[:1]), *shown), decisions)


def _by_subject(matter: Matter) -> Ruling | None:
    """The instruction whose subject the question is about, found by the evidence."""
    subjects = [t for t in matter.edition.rulebook.tickets if all(c.subject for c in t.when)]
    if not subjects:
        return None
    if not _topic(matter) and not matter.question.mentions:
        decision = Decision("ticket", "needs_clarification", "The documents route tickets by what they are about; you have not said that.")
        return Ruling(Outcome.NEEDS_CLARIFICATION, (Statement(say("ask_subject")),), (decision,))
    for hit in matter.evidence.hits[:6]:
        quote = hit.passage.quote
        for instruction in subjects:
            if any(e.document == quote.document and e.start < quote.end and quote.start < e.end for e in instruction.evidence):
                if (hit.dense or 0.0) < 0.3:
                    continue
                return _raise_subject(matter, instruction)
    return None


def _raise_subject(matter: Matter, instruction: TicketInstruction) -> Ruling:
    condition = instruction.when[0]
    system = f" on {instruction.system}" if instruction.system else ""
    statements = (
        Statement(say("ticket", system=system, queue=instruction.queue), instruction.evidence[:1]),
        Statement(f"> {' '.join(instruction.evidence[0].text.split())}", instruction.evidence[:1]),
    )
    decision = Decision(instruction.id, "ticket", f"The ticket is about: {condition.text}.")
    contradictions = tuple(c for c in matter.edition.rulebook.contradictions if c.rule == instruction.id)
    raised = Raised(instruction.system, instruction.queue, condition.text, instruction.evidence[0])
    return Ruling(Outcome.TICKET, statements, (decision,), raised=raised, contradictions=contradictions)
