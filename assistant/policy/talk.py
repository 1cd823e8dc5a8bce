"""Turns that ask nothing of the documents, and those that ask again."""

from __future__ import annotations

from assistant.answers import Decision, Outcome
from assistant.claims import ClaimKind
from assistant.policy.rulings import Matter, Ruling, Statement
from assistant.questions import Ask
from assistant.wording import say

AGAIN = "again"  # the rule that repeats what the last answer rests on


def pleasantry(matter: Matter) -> Ruling | None:
    """A greeting, thanks, or no words at all: a word back, and nothing stated."""
    for ask, key in ((Ask.NOTHING, "nothing"), (Ask.THANKS, "thanks"), (Ask.GREETING, "greeting")):
        if ask in matter.question.asks:
            decision = Decision("pleasantry", "needs_clarification", "The turn asks nothing of the documents.")
            return Ruling(Outcome.NEEDS_CLARIFICATION, (Statement(say(key)),), (decision,))
    return None


def settled(matter: Matter) -> Ruling | None:
    """It is told that the problem is solved, and nothing is asked: there is nobody to turn to any more."""
    question = matter.question
    if (
        not question.claims_of(ClaimKind.RESOLVED)
        or question.claims_of(ClaimKind.STUCK)
        or question.inquires
        or Ask.NEXT in question.asks
    ):
        return None
    decision = Decision("settled", "needs_clarification", "You said that it is solved.")
    return Ruling(Outcome.NEEDS_CLARIFICATION, (Statement(say("settled")),), (decision,))


def again(matter: Matter) -> Ruling | None:
    """ "Why?", "are you sure?": the last answer once more, with the words that it rests on."""
    last = matter.situation.last
    if Ask.WHY not in matter.question.asks or last is None or not last.citations:
        return None
    document = matter.edition.generation.document
    known = [c for c in last.citations if c.document in matter.edition.generation.texts]
    quotes = tuple(document(c.document).quote(c.start, c.end) for c in known)
    if not quotes or any(quote.text != c.quote for quote, c in zip(quotes, known, strict=True)):
        return None
    decision = Decision(AGAIN, "answered", "You asked what the last answer rests on.")
    statements = (Statement(say("again")), *(matter.quoted(quote) for quote in quotes))
    return Ruling(Outcome.ANSWERED, statements, (decision,))
