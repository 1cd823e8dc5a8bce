"""The documented order of escalation: never a later step than the earliest that has not been tried."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from assistant.answers import Decision, Outcome
from assistant.claims import ClaimKind
from assistant.policy.rulings import LIKELY, SURE, TELLING, Ladder, Matter, Ruling, Statement
from assistant.questions import Ask
from assistant.rulebook.language import CONTACT, TROUBLE
from assistant.rulebook.rules import EscalationOrder
from assistant.wording import say
from assistant.words import ORDINALS, fold
from index.documents import Quote

RIVAL = 0.08  # how much nearer a passage on whom to turn to must be than the order's own scope
SWITCH = 0.15  # how much nearer another order's scope must be to take the place of the one in hand
FITS = 0.25  # cosine under which a question has nothing to do with an order's scope
ESCALATING = re.compile(
    r"\b(?:escal\w*|esclat\w*|stuck|step|chain|ladder|none of us|higher|stumped|beaten|bug)\b"
    r"|\bcan(?:no|'|’)?t\b|\bcouldn['’]?t\b|\bnot (?:able|fix)|\bto the top\b|\bhaven['’]?t asked\b"
    r"|\b(?:take|bring) (?:it|this) to\b|\bthrown in the towel\b|\bgiven up\b|\bhit a (?:brick )?wall\b",
    re.IGNORECASE,
)
WHOM = re.compile(r"\b(?:who|whom|where|what)\b", re.IGNORECASE)
NUMBERED_STEP = re.compile(r"\b(?:step|number|level|rung) (?P<number>[1-9])\b")
GAP = 3  # characters between two blocks
TURNING = re.compile(
    r"\bwho(?:m)?\b[^?.!]{0,25}\b(?:(?:do|does|should|shall|can|could|must|would|may) (?:i|we)\b|to\s+\w)"
    r"|\bwhat (?:do|should|shall|can|must) (?:i|we) do\b",
    re.IGNORECASE,
)
TROUBLED = re.compile(
    r"\b(?:down|broken?|breaks|fail\w*|crash\w*|frozen|stuck|dead|hangs?|hung|outage|stopped|5\d\ds?|errors?|on fire"
    r"|not (?:working|responding|loading)"
    r"|(?:isn|doesn|won|can)['’]?t (?:work\w*|load\w*|start\w*|respond\w*|open\w*))\b",
    re.IGNORECASE,
)


IN_VAIN = re.compile(  # what we tried among ourselves
    r"\b(?:(?:no|without) (?:luck|joy|success)|nowhere|in vain|to no avail|no further"
    r"|(?:nobody|no one|none of \w+) (?:\w+ ){0,2}(?:understands?|knows|can|could|has (?:a|any) \w+)"
    r"|nothing (?:(?:i|we|that) ){1,2}\w+ (?:helps?|helped|works?|worked))\b",
    re.IGNORECASE,
)
PRESSING = re.compile(r"urgent(?:ly)?|emergency|asap|hurry|quick(?:ly)?|serious(?:ly)?|come|begging|pl(?:z|s|e+a*s+e*)")
HEARD = {
    ClaimKind.CONSULTED: "consulted without success is",
    ClaimKind.NOT_CONSULTED: "not consulted is",
    ClaimKind.WAITING: "asked, with no result yet, is",
}
PLACE = re.compile(r"\b(?:after|before|above|follow\w*|beyond)\b", re.IGNORECASE)
RANKING = re.compile(
    r"\b(?:which|who)\b[^?.,]{0,30}\b(?:first|sooner|earlier|later|last)\b"
    r"|\b(?:above|below|higher|lower|outranks?|senior to|junior to|before or after|after or before)\b",
    re.IGNORECASE,
)
MOVING_ON = re.compile(r"\b(?:next|now|then|else|first|left|instead)\b", re.IGNORECASE)
GOING = re.compile(
    r"\b(?:can|could|may|might|should|shall|must|ok(?:ay)?|allowed|fine|why)\b[^?.]{0,25}\b(?:go|going|ask|speak|talk|turn|take|escalate|message"
    r"|ping|call|ring|see|try|approach|email|bother|contact|skip)\b",
    re.IGNORECASE,
)
STRAIGHT = re.compile(
    r"\b(?:straight|directly|direct|right to|rather|instead|skip|bypass|without (?:asking|going)|leapfrog|jump)\b",
    re.IGNORECASE,
)
SUPPOSED = re.compile(r"\b(?:if|suppose|supposing|say|assuming|in case|when|once|should)\b", re.IGNORECASE)


def escalation(matter: Matter) -> Ruling | None:
    """The order whose scope fits, applied to what the person has tried."""
    if not _asks_for_step(matter):
        return None
    order = _governing(matter)
    return _apply(matter, order) if order else None


def order_found(matter: Matter) -> Ruling | None:
    """The order in hand, where its own passage is the best answer: applied, so that no later step is quoted as due."""
    order = matter.edition.order(matter.situation.order)
    found = order and matter.finds([order])
    return _apply(matter, order) if order and found and not _tells_its_subject(matter, order) else None


def _tells_its_subject(matter: Matter, order: EscalationOrder) -> bool:
    """Does the question name no step, say what it is about, and find another passage nearly as near as the order's?"""
    named = any(name in order.steps for mention in matter.question.mentions for name in mention.names)
    others = [
        hit for hit in matter.evidence.kept if not any(hit.passage.quote.overlaps(each) for each in order.evidence)
    ]
    return bool(others) and not named and len(matter.question.content) >= TELLING


def _asks_for_step(matter: Matter) -> bool:
    """Does the turn tell of a step, or ask for one?"""
    question = matter.question
    steps = [step for order in matter.edition.rulebook.orders for step in order.steps]
    stuck = bool(question.claims_of(ClaimKind.STUCK))
    speaks_of_step = any(name in steps for mention in question.mentions for name in mention.names)
    told = question.claims_of(ClaimKind.CONSULTED, ClaimKind.NOT_CONSULTED)
    if speaks_of_step or matter.situation.order:
        told += question.claims_of(ClaimKind.WAITING)  # else a thing is waited for
    going = bool(GOING.search(question.words)) and bool(
        matter.situation.order or matter.situation.stuck or "just" in question.words.casefold().split()
    )
    at_step = speaks_of_step and (stuck or going or bool(STRAIGHT.search(question.words)))
    if at_step or _presses(matter) or _compares(matter) or any(claim.who in steps for claim in told):
        return True
    if not speaks_of_step and not MOVING_ON.search(question.words) and _is_of_another(matter):
        return False
    if question.asks & {Ask.NEXT, Ask.AFTER, Ask.ORDER} and (speaks_of_step or matter.situation.order):
        return True
    if question.asks & {Ask.NEXT, Ask.ORDER}:
        return _is_of_escalating(matter)
    if TURNING.search(question.words) and (matter.finds(matter.edition.rulebook.orders) or _follows(matter)):
        return True
    whom = bool(WHOM.search(question.words)) and matter.evidence.confidence <= SURE
    silent = not question.inquires and matter.evidence.confidence < LIKELY
    return stuck and (whom or silent or matter.finds(matter.edition.rulebook.orders))


def _compares(matter: Matter) -> bool:
    """Is it asked which of two steps of an order comes first, or stands higher?"""
    named = {name for mention in matter.question.mentions for name in mention.names}
    told = matter.question.claims or Ask.AFTER in matter.question.asks
    two = not told and any(len(named & set(order.steps)) > 1 for order in matter.edition.rulebook.orders)
    return two and bool(RANKING.search(matter.question.words)) and matter.question.inquires


def _is_of_escalating(matter: Matter) -> bool:
    """Are the words of a turn that asks for a step, with no order in hand, of escalating?"""
    question = matter.question
    if ESCALATING.search(question.words) or question.claims_of(ClaimKind.STUCK):
        return True
    if Ask.NEXT in question.asks:
        return matter.situation.stuck or _in_vain(matter) or matter.finds(matter.edition.rulebook.orders)
    return bool(CONTACT.search(question.words))


def _in_vain(matter: Matter) -> bool:
    """Does a turn that asks who is next, and names nobody, tell that nothing came of what was tried?"""
    question = matter.question
    return Ask.NEXT in question.asks and not question.mentions and bool(IN_VAIN.search(question.words))


def _is_of_another(matter: Matter) -> bool:
    """Is the question one that would be answered by another passage, or by nothing, if no order were in hand?"""
    question = matter.question
    team = bool(question.named) and not question.asks & {Ask.NEXT, Ask.AFTER} and not ESCALATING.search(question.words)
    team = team and not SUPPOSED.search(question.words)
    order = Ask.ORDER in question.asks and "escalat" in question.words.casefold()
    return not (order or question.claims_of(ClaimKind.STUCK)) and (
        team or matter.is_of_another(matter.edition.rulebook.orders)
    )


def _presses(matter: Matter) -> bool:
    """Does the turn that follows the order say nothing but that it is urgent ("come on, please!!")?"""
    last, said = matter.situation.last, matter.question.content
    follows = last is not None and last.outcome is Outcome.ESCALATION and not matter.question.claims
    return follows and bool(said) and all(PRESSING.fullmatch(word) for word in said)


def _follows(matter: Matter) -> bool:
    """Is what stands next after an order the best that was found?"""
    best = [hit.passage.quote for hit in matter.evidence.hits[:1]]
    ends = [order.evidence[-1] for order in matter.edition.rulebook.orders]
    return any(q.document == last.document and 0 <= q.start - last.end <= GAP for q in best for last in ends)


def first_step(matter: Matter) -> Statement | None:
    """For a trouble on which the documents say nothing: whom their order names first for what cannot be resolved, where
    there is one order and nobody of it has been asked."""
    orders = matter.edition.rulebook.orders
    if len(orders) != 1 or tried(matter, orders[0]) or not TROUBLED.search(matter.question.words):
        return None
    return Statement(say("first_step", step=orders[0].steps[0]), (matter.whole(orders[0]),))


def _governing(matter: Matter) -> EscalationOrder | None:
    """The order whose steps are spoken of, else the one in hand unless the turn clearly fits another or tells of a new
    problem, else the one whose scope is nearest."""
    orders = matter.edition.rulebook.orders
    if not orders:
        return None
    question = matter.question
    claimed = {claim.who for claim in question.claims if claim.who}
    spoken = claimed | {name for mention in question.mentions for name in mention.names}
    holding = tuple(order for order in orders if spoken & set(order.steps))
    candidates = holding or orders
    in_hand = matter.edition.order(matter.situation.order)
    if candidates == (in_hand,):
        return in_hand
    fits = _fit(matter, candidates)
    best = max(range(len(fits)), key=fits.__getitem__)
    anew = question.claims_of(ClaimKind.NEW_PROBLEM)
    if in_hand in candidates and not anew and fits[best] < fits[candidates.index(in_hand)] + SWITCH:
        return in_hand
    if claimed & set(candidates[best].steps):
        return candidates[best]
    alone = len(orders) == 1 and (matter.situation.stuck or _in_vain(matter))
    asks = question.asks & {Ask.NEXT, Ask.AFTER, Ask.ORDER}
    stuck = bool(question.claims_of(ClaimKind.STUCK)) or _in_vain(matter)
    meant = (asks or stuck) if holding else asks and (stuck or "escalat" in question.words.casefold())
    if len(orders) == 1 and meant:
        return candidates[best]
    elsewhere = _rival(matter, fits[best]) or not (holding or alone or fits[best] >= FITS)
    return None if elsewhere else candidates[best]


def _fit(matter: Matter, orders: tuple[EscalationOrder, ...]) -> list[float]:
    """The cosine of the question, without the steps that it names, with the scope of each order."""
    edition = matter.edition
    steps = {step for order in orders for step in order.steps}
    words = matter.question.words
    for mention in reversed(matter.question.mentions):
        if steps & set(mention.names):
            words = words[: mention.start] + words[mention.end :]
    rows = [edition.rulebook.orders.index(order) for order in orders]
    (question,) = edition.generation.embedder.embed([words])
    return [float(score) for score in np.asarray(edition.scopes[rows] @ question)]


def _rival(matter: Matter, fit: float) -> bool:
    """Does a passage, other than what is said of an order beside it, tell whom to turn to, and fit clearly better?"""
    book = matter.edition.rulebook
    routed = [quote for ticket in book.tickets for quote in ticket.evidence]
    ruled = [quote for rule in book.rules for quote in rule.evidence]
    sections = {(order.evidence[0].document, order.section) for order in book.orders}
    for hit in matter.evidence.hits[:3]:
        passage = hit.passage
        beside = (passage.document, passage.section) in sections or any(map(passage.quote.overlaps, ruled))
        another = any(map(passage.quote.overlaps, routed)) or not beside
        escalates = CONTACT.search(passage.text) or TROUBLE.search(passage.text)
        if another and escalates and (hit.dense or 0.0) > fit + RIVAL:
            return True
    return False


def tried(matter: Matter, order: EscalationOrder) -> tuple[str, ...]:
    """The steps of an order that the person has reported as consulted without success, in the order's own order."""
    names = matter.edition.names
    return tuple(
        step for step in order.steps if any(step == who or names.same(step, who) for who in matter.situation.consulted)
    )


def _apply(matter: Matter, order: EscalationOrder) -> Ruling:
    done = tried(matter, order)
    due = next((step for step in order.steps if step not in done), None)
    quote = matter.whole(order)
    statements = (
        *_changed(matter, order),
        *_information(matter, order, quote),
        _due(matter, order, due, quote),
    )
    told = ", ".join(done) if done else "nobody of the order yet"
    because = f"The order is “{_short(order.scope)}”. Consulted without success: {told}. Left first: {due or 'nobody'}."
    because += _heard(matter, order)
    decision = Decision(order.id, "next step" if due else "exhausted", because)
    contradictions = tuple(c for c in matter.edition.rulebook.contradictions if c.rule == order.id)
    return Ruling(
        Outcome.ESCALATION,
        statements,
        (decision,),
        Ladder(order.steps, done, due, quote),
        contradictions=contradictions,
    )


def _heard(matter: Matter, order: EscalationOrder) -> str:
    """What this turn was taken to say of the order's steps, in the person's own words."""
    heard = [
        f" You said “{_short(claim.words)}”: {HEARD[claim.kind]} {claim.who}."
        for claim in matter.question.claims
        if claim.kind in HEARD and claim.who in order.steps
    ]
    return "".join(dict.fromkeys(heard))


def _changed(matter: Matter, order: EscalationOrder) -> tuple[Statement, ...]:
    """That the order reads otherwise than when it was last told in this conversation."""
    told = matter.situation.told
    if not told or told == order.steps or matter.situation.order != order.id:
        return ()
    return (Statement(say("changed", before=", ".join(told), after=", ".join(order.steps))),)


def _due(matter: Matter, order: EscalationOrder, due: str | None, quote: Quote) -> Statement:
    """What is to be done now: the earliest step left, or that there is none."""
    if due is None:
        return Statement(say("exhausted", last=order.steps[-1]), (quote,))
    asked = _later_asked(matter, order, due)
    if asked:
        return Statement(say("not_yet", asked=asked, step=due), (quote,))
    if due in matter.situation.waiting:
        return Statement(f"{say('next', step=due)} {say('waiting', step=due)}", (quote,))
    return Statement(say("next", step=due), (quote,))


def _later_asked(matter: Matter, order: EscalationOrder, due: str) -> str | None:
    """A step after the one due that the turn asks to go to."""
    claimed = {claim.who for claim in matter.question.claims}
    later = order.steps[order.steps.index(due) + 1 :]
    spoken = [
        name for mention in matter.question.mentions for name in mention.names if name in later and name not in claimed
    ]
    return spoken[-1] if spoken and not (_asks_after(matter) or _compares(matter)) else None


def _asks_after(matter: Matter) -> bool:
    """Is it asked who comes after somebody, as such or supposing that he could not help?"""
    question = matter.question
    return Ask.AFTER in question.asks or (
        Ask.NEXT in question.asks and bool(SUPPOSED.search(question.words)) and not STRAIGHT.search(question.words)
    )


def _information(matter: Matter, order: EscalationOrder, quote: Quote) -> tuple[Statement, ...]:
    """The whole order, or the step at a place in it, where that is asked: told as information."""
    question = matter.question
    if Ask.ORDER in question.asks or _compares(matter):
        listed = "\n".join(f"{n}. {step}" for n, step in enumerate(order.steps, 1))
        return (Statement(say("order", steps=listed), (quote,)),)
    place = _place_asked(matter, order)
    if not _asks_after(matter) or place is None:
        among = re.search(
            r"\b(?:haven['’]?t|not|without) (?:yet )?(?:asked|asking|spoken to|tried) (?:any of )?(?:my|our|the|any)\b",
            question.words,
            re.IGNORECASE,
        )
        if among:
            return (
                Statement(
                    f"{say('first_among_yourselves')}\n\n> {' '.join(order.scope.split())}", (order.evidence[0],)
                ),
            )
        return ()
    if place >= len(order.steps):
        return (Statement(say("last_step", before=order.steps[-1]), (quote,)),)
    if place == 0:
        return ()
    return (Statement(say("after", before=order.steps[place - 1], step=order.steps[place]), (quote,)),)


def _place_asked(matter: Matter, order: EscalationOrder) -> int | None:
    """The position that "who comes after X" or "who is third" asks about."""
    plain = fold(matter.question.words)
    rank = re.search(r"\b(second|third|fourth|fifth)\b", plain)
    if rank:
        return ORDINALS[rank.group(1)] - 1
    number = NUMBERED_STEP.search(plain)
    if number:
        return int(number["number"]) - 1
    if re.search(r"\b(?:last|final)\b", plain):
        return len(order.steps) - 1
    before = re.search(r"\bbefore\b", plain)
    named = _step_asked(matter, order)
    if named is not None:
        return named + (0 if before else 1)
    if before:
        told = (order.steps.index(s) for s in (matter.situation.due, matter.situation.named) if s in order.steps)
        return next(filter(None, told), 0)
    due = _told_after(matter, order) or matter.situation.due
    return order.steps.index(due) + 1 if due in order.steps else None


def _step_asked(matter: Matter, order: EscalationOrder) -> int | None:
    """The place of the step that is named behind "after" or the like, else of the one named last."""
    steps = [
        (mention.start, order.steps.index(name))
        for mention in matter.question.mentions
        for name in mention.names
        if name in order.steps
    ]
    place = PLACE.search(matter.question.words)
    behind = [step for start, step in steps if place and place.end() <= start]
    return behind[0] if behind else steps[-1][1] if steps else None


def _told_after(matter: Matter, order: EscalationOrder) -> str | None:
    """The step that the last answer told as coming after another."""
    last = matter.situation.last
    told = (
        step
        for before, step in pairwise(order.steps)
        if last is not None and last.text.startswith(say("after", before=before, step=step))
    )
    return next(told, None)


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}…"
