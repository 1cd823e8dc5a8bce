"""Tickets: never a queue without its documented condition."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answers import Decision, Outcome
from assistant.claims import ClaimKind
from assistant.policy.passages import undocumented
from assistant.policy.rulings import LIKELY, Matter, Raised, Ruling, Statement
from assistant.policy.subjects import MOST, by_subject, half_names, names_queue, topic, topic_terms
from assistant.questions import ASKING_WORD, Ask
from assistant.rulebook.rules import Condition, Contradiction, TicketInstruction
from assistant.wants import ATTRIBUTES, want_of
from assistant.wording import say
from assistant.words import fold
from index.documents import Quote

TOLD = (ClaimKind.INSTRUCTED, ClaimKind.NOT_INSTRUCTED, ClaimKind.INCIDENT, ClaimKind.NO_INCIDENT)
OF_STEPS = (ClaimKind.CONSULTED, ClaimKind.NOT_CONSULTED, ClaimKind.WAITING, ClaimKind.STUCK)
BIDDEN = re.compile(r"\b(?:told|instructed|asked|directed) (?:us|me)\b", re.IGNORECASE)
TALK = re.compile(
    r"\b(?:talk|speak|chat|ring|call|phone|ping|message|contact|reach)(?:t?ing)?\b[^?.]{0,20}\b(?:them|him|her|team|direct\w*)\b",
    re.IGNORECASE,
)
WHERE = re.compile(  # it goes, asked again
    r"\b(?:which|what|wot)(?:['’]?s| is| was)? (?:the |that )?(?:system|tool|app|site|software|queue)\b"
    r"|^\W*(?:and )?(?:the )?(?:system|tool|queue|where)(?: name)?\W*$|\bwhere (?:is|was) (?:that|it)\b",
    re.IGNORECASE,
)
OF_SYSTEMS = frozenset("system tool app site software name".split())
TICKETS = re.compile(r"\b(?:tickets?|queues?|raise|assign)\b", re.IGNORECASE)
RULING_OUT = re.compile(
    r"\b(?:not (?:\w+ )?(?:for|to|with|about)|nothing (?:\w+ )?to do with|rather than|instead of|unrelated to)"
    r" (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
ASKING = frozenset({Ask.TICKET, Ask.QUEUE})
REASON = re.compile(r"(?:but |and |so )?(?:why|what(?:'s| is) the (?:ticket|point|use|purpose))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _State:
    """A condition, the words that set it, and whether it holds in this conversation (None: not known)."""

    condition: Condition
    quote: Quote
    holds: bool | None


def ticket(matter: Matter) -> Ruling | None:
    """The documented ticket instruction that the turn is about, and whether a condition of it holds."""
    asks = bool(ASKING & matter.question.asks) and want_of(matter.question.words) not in ATTRIBUTES
    asks = asks and not _asks_another_thing(matter)
    asks = asks or any(_asks_which_system(matter, each) for each in matter.edition.rulebook.tickets)
    in_hand = _in_hand(matter)
    subject_asked = _subject_in_hand(matter)
    conditional = [t for t in matter.edition.rulebook.tickets if any(c.instructor or c.incident for c in t.when)]
    told = _documented_claims(matter) or _just_tells_of_incident(matter) or _is_met(matter, conditional)
    if not (asks or told or in_hand or subject_asked):
        return None
    for instruction in conditional:
        if in_hand == instruction or _relevant(matter, instruction):
            ruling = _conditional(matter, instruction, asks=asks or bool(in_hand))
            if ruling:
                return ruling
    return _by_subject(matter) if asks or subject_asked else None


def _asks_which_system(matter: Matter, instruction: TicketInstruction) -> bool:
    """Is the system of an instruction one of two to choose from ("in Trac or in Redmine?")?"""
    if not instruction.system:
        return False
    system = rf"\b{re.escape(fold(instruction.system))}\b"
    return bool(
        re.search(rf"{system},? or\b(?! (?:not|no)\b)|\bor (?:in |on |to |into )?{system}", fold(matter.question.words))
    )


def _is_met(matter: Matter, instructions: Iterable[TicketInstruction]) -> bool:
    """Does this turn tell of a condition of the instruction whose passage is the best that was found?"""
    holds = matter.question.claims_of(ClaimKind.INSTRUCTED, ClaimKind.INCIDENT)
    return bool(holds) and matter.finds(instructions)


def _asks_another_thing(matter: Matter) -> bool:
    """Does the turn say nothing of tickets, and would another passage answer it?"""
    return not TICKETS.search(matter.question.words) and matter.is_of_another(matter.edition.rulebook.tickets)


def _in_hand(matter: Matter) -> TicketInstruction | None:
    """The instruction that the turn goes on about: the one that governed last, or that governed before and of whose
    conditions it tells, or whose permission it asks for."""
    question, now = matter.question, matter.situation
    if ASKING_WORD.search(question.words) and _asks_another_thing(matter):
        return None
    told = bool(question.claims_of(*TOLD))
    holds = bool(question.claims_of(ClaimKind.INSTRUCTED, ClaimKind.INCIDENT))
    if (now.asked_back and _replies(matter)) or holds or (told and not question.claims_of(*OF_STEPS)):
        governed = matter.edition.ticket(now.governed)
        if governed:
            return governed
    before = matter.edition.ticket(now.ticket)
    if before is None or question.claims_of(*OF_STEPS):
        return None
    targets = [condition.target for condition in before.when if condition.target]
    named = any(_same(matter, name, target) for name in question.named for target in targets)
    instructed = named and bool(BIDDEN.search(question.words))
    raised = now.last is not None and now.last.outcome is Outcome.TICKET
    where = WHERE.search(question.words) and not set(topic(matter)) - OF_SYSTEMS
    talks = raised and bool(TALK.search(question.words) or where)
    return before if told or instructed or talks else None


def _replies(matter: Matter) -> bool:
    """Does the turn answer the question that was asked back, rather than speak of another thing?"""
    question = matter.question
    if question.claims_of(*TOLD) or not question.content:
        return True
    return not question.inquires and matter.evidence.confidence < LIKELY


def _just_tells_of_incident(matter: Matter) -> bool:
    """Does the turn tell of an incident and nothing else, and ask nothing?"""
    question = matter.question
    told = bool(question.claims_of(ClaimKind.INCIDENT)) and not question.claims_of(*OF_STEPS)
    return told and not question.inquires


def _subject_in_hand(matter: Matter) -> bool:
    """Was it asked what the ticket is about, or is it said now that it is about something else than was answered?"""
    now = matter.situation
    if now.asked_back:
        return now.governed == "ticket"
    routed = matter.edition.ticket(now.governed)
    return bool(routed and all(c.subject for c in routed.when)) and not matter.question.text.rstrip().endswith("?")


def no_queue(matter: Matter) -> Ruling | None:
    """A queue is asked for, and the nearest words are of an instruction or order that is about something else: no
    queue is documented for this."""
    book = matter.edition.rulebook
    governing = [rule for rule in book.rules if rule not in book.responsibilities]
    if Ask.QUEUE not in matter.question.asks or not matter.finds(governing):
        return None
    return undocumented(matter)


def _documented_claims(matter: Matter) -> bool:
    """Does the turn claim or deny an instruction by somebody whom the documents name as instructing?"""
    who = {c.who for c in matter.question.claims_of(ClaimKind.INSTRUCTED, ClaimKind.NOT_INSTRUCTED)}
    return any(
        _same(matter, c.instructor, each) for t in matter.edition.rulebook.tickets for c in t.when for each in who
    )


def _same(matter: Matter, one: str | None, other: str | None) -> bool:
    return matter.edition.names.same(one, other)


def _relevant(matter: Matter, instruction: TicketInstruction) -> bool:
    """Is the turn about this instruction: its target, what its instructor said, or the only one that there is?"""
    question, now = matter.question, matter.situation
    named = {name for mention in question.mentions for name in mention.names}
    instructors = {c.instructor for c in instruction.when if c.instructor}
    spoken_of = any(_same(matter, name, c.target) for name in named for c in instruction.when if c.target)
    told = any(_same(matter, claim.who, who) for claim in question.claims_of(*TOLD) for who in instructors)
    alone = len(matter.edition.rulebook.tickets) == 1
    instructor_named = any(_same(matter, name, who) for name in named for who in instructors)
    incident = now.incident is not None and any(c.incident for c in instruction.when)
    raised = bool(now.last and now.last.ticket and now.last.ticket.queue == instruction.queue)
    told_of = bool(now.incident is not None or now.instructed) and matter.finds([instruction])
    about = (
        names_queue(matter, instruction) or _speaks_of_matter(matter, instruction) or half_names(matter, instruction)
    )
    return (
        spoken_of
        or about
        or told
        or raised
        or told_of
        or (alone and (instructor_named or incident or not topic(matter)))
    )


def _speaks_of_matter(matter: Matter, instruction: TicketInstruction) -> bool:
    """Is most of what the turn says of its ticket in the words of an instruction to escalate?"""
    said = topic_terms(" ".join(topic(matter)))
    weight = matter.edition.vocabulary.weight
    return any(
        sum(map(weight, said & topic_terms(condition.text))) > MOST * sum(map(weight, said))
        for condition in instruction.when
        if condition.instructor
    )


def _holds(matter: Matter, condition: Condition) -> bool | None:
    """Whether a condition holds in this conversation; None where that is not known."""
    now = matter.situation
    if condition.finding:
        return _is_found(matter, condition)
    if condition.instructor:
        for who, target in now.instructed:
            if _same(matter, who, condition.instructor):
                if target is None or not condition.target:
                    if _is_ruled_out(matter, condition):
                        return False
                    spoken = any(_same(matter, n, condition.target) for n in (*matter.question.named, now.named or ""))
                    return True if spoken or not condition.target else None
                return _same(matter, target, condition.target)
        denied = any(_same(matter, who, condition.instructor) for who in now.denied)
        return False if denied or now.instructed else None
    return now.incident if condition.incident else None


def _is_found(matter: Matter, condition: Condition) -> bool | None:
    """Whether somebody found what a condition waits for, as told; None where nothing is told of that."""
    now = matter.situation
    if any(_same(matter, who, condition.instructor) and told == condition.finding for who, told in now.instructed):
        return True
    return False if any(_same(matter, who, condition.instructor) for who in now.denied) else None


def _is_ruled_out(matter: Matter, condition: Condition) -> bool:
    """Does the turn name the target of a condition only to say that it is not that ("nothing to do with them")?"""
    words = matter.question.words
    named = [each for each in matter.question.mentions if any(_same(matter, n, condition.target) for n in each.names)]
    return bool(named) and all(RULING_OUT.search(words[: each.start]) for each in named)


def _conditional(matter: Matter, instruction: TicketInstruction, *, asks: bool) -> Ruling | None:
    """The instruction applied: its queue where a condition holds, else why not, or the question that decides it."""
    states = [
        _State(condition, quote, _holds(matter, condition))
        for condition, quote in zip(instruction.when, instruction.evidence, strict=True)
    ]
    if any(state.holds for state in states):
        return _raise(matter, instruction, states)
    whom = next((state.condition for state in states if _target_unsaid(matter, state)), None)
    if whom:
        return _ask_target(instruction, whom)
    if all(state.holds is False for state in states) or (not asks and _just_denied(matter, instruction)):
        return _refuse(instruction, states)
    if asks and (REASON.match(matter.question.words) or _asks_which_system(matter, instruction)):
        return _inform(matter, instruction)
    return _ask_back(matter, instruction, states) if asks else None


def _target_unsaid(matter: Matter, state: _State) -> bool:
    """Has the instructor of this condition instructed, without its being said to whom to escalate?"""
    told = any(_same(matter, who, state.condition.instructor) for who, _ in matter.situation.instructed)
    return told and state.holds is None and not state.condition.finding


def _just_denied(matter: Matter, instruction: TicketInstruction) -> bool:
    """Does this turn say that the documented instructor did not instruct?"""
    denied = matter.question.claims_of(ClaimKind.NOT_INSTRUCTED)
    return any(_same(matter, claim.who, condition.instructor) for claim in denied for condition in instruction.when)


def _ask_target(instruction: TicketInstruction, condition: Condition) -> Ruling:
    text = say("ask_target", instructor=str(condition.instructor), target=str(condition.target))
    decision = Decision(instruction.id, "needs_clarification", "You were instructed to escalate, but not said to whom.")
    return Ruling(Outcome.NEEDS_CLARIFICATION, (Statement(text, (instruction.evidence[0],)),), (decision,))


def _inform(matter: Matter, instruction: TicketInstruction) -> Ruling:
    """What the instruction says, as information: nobody is told to raise anything."""
    shown = tuple(matter.quoted(quote) for quote in dict.fromkeys(instruction.evidence))
    return Ruling(
        Outcome.ANSWERED,
        shown,
        (Decision(instruction.id, "information", "You asked about the instruction, not whether to follow it."),),
    )


def _raise(matter: Matter, instruction: TicketInstruction, states: list[_State]) -> Ruling:
    """The ticket to raise, the conditions that hold, and what is allowed beside it."""
    holding = [state for state in states if state.holds]
    first = instruction.evidence[0]
    statements = [_to_raise(instruction)]
    statements += [Statement(say("ticket_because", condition=s.condition.text), (s.quote,)) for s in holding]
    if instruction.permission and any(state.condition.incident for state in holding):
        statements.append(Statement(say("also", permission=instruction.permission), (instruction.evidence[-1],)))
    decisions = tuple(_decision(instruction, state) for state in sorted(states, key=lambda s: s.holds is not True))
    raised = Raised(instruction.system, instruction.queue, holding[0].condition.text, first)
    return Ruling(
        Outcome.TICKET, tuple(statements), decisions, raised=raised, contradictions=_against(matter, instruction)
    )


def _to_raise(instruction: TicketInstruction) -> Statement:
    system = f" on {instruction.system}" if instruction.system else ""
    return Statement(say("ticket", system=system, queue=instruction.queue), instruction.evidence[:1])


def _against(matter: Matter, instruction: TicketInstruction) -> tuple[Contradiction, ...]:
    return tuple(c for c in matter.edition.rulebook.contradictions if c.rule == instruction.id)


def _decision(instruction: TicketInstruction, state: _State) -> Decision:
    verdict = {True: "ticket", False: "no ticket", None: "not known"}[state.holds]
    because = {
        True: f"You said that this holds: {state.condition.text}.",
        False: f"You said that this does not hold: {state.condition.text}.",
        None: f"You have not said whether this holds: {state.condition.text}.",
    }[state.holds]
    return Decision(instruction.id, verdict, because)


def _refuse(instruction: TicketInstruction, states: list[_State]) -> Ruling:
    """No ticket, and which conditions are missing."""
    statements = [Statement(say("no_ticket"), (instruction.evidence[0],))]
    statements += [Statement(say("missing", condition=s.condition.text), (s.quote,)) for s in states]
    return Ruling(Outcome.ANSWERED, tuple(statements), tuple(_decision(instruction, state) for state in states))


def _ask_back(matter: Matter, instruction: TicketInstruction, states: list[_State]) -> Ruling:
    """The one thing that must be known, with the words that make it matter."""
    unknown = [state for state in states if state.holds is None]
    text = say("ask_condition", conditions=", or that ".join(state.condition.text for state in unknown))
    shown = tuple(matter.quoted(quote) for quote in dict.fromkeys(instruction.evidence))
    question = Statement(text, (unknown[0].quote,))
    decisions = tuple(_decision(instruction, state) for state in states)
    return Ruling(Outcome.NEEDS_CLARIFICATION, (question, *shown), decisions)


def _by_subject(matter: Matter) -> Ruling | None:
    """The instruction whose subject the ticket is about."""
    subjects = [t for t in matter.edition.rulebook.tickets if all(c.subject for c in t.when)]
    if not subjects:
        return None
    if not topic(matter) and not matter.question.mentions:
        decision = Decision(
            "ticket",
            "needs_clarification",
            "The documents route tickets by what they are about; you have not said that.",
        )
        return Ruling(Outcome.NEEDS_CLARIFICATION, (Statement(say("ask_subject")),), (decision,))
    instruction = by_subject(matter, subjects)
    return _raise_subject(matter, instruction) if instruction else None


def _raise_subject(matter: Matter, instruction: TicketInstruction) -> Ruling:
    condition = instruction.when[0]
    quote = instruction.evidence[0]
    statements = (_to_raise(instruction), matter.quoted(quote))
    decision = Decision(instruction.id, "ticket", f"The ticket is about: {condition.text}.")
    raised = Raised(instruction.system, instruction.queue, condition.text, quote)
    return Ruling(Outcome.TICKET, statements, (decision,), raised=raised, contradictions=_against(matter, instruction))
