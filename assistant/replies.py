"""A short reply to the assistant's own question: "yes", "no", "the second one"."""

from __future__ import annotations

import re

from assistant.claims import Claim, ClaimKind
from assistant.edition import Edition
from assistant.questions import content_words
from assistant.rulebook.rules import Condition, TicketInstruction
from assistant.situation import Situation
from assistant.words import fold

REST = (
    r"(?:\W+(?:it is|it does|they did|he did|she did|we are|exactly|correct|that's right|indeed|please|thanks"
    r"|they have))*\W*"
)
YES = re.compile(rf"(?:yes|yep|yeah|yup|aye|correct|right|it is|they did|exactly|true|that's right|sure){REST}")
NO = re.compile(
    r"(?:no|nope|nah|neither|none|nothing|it isn't|they didn't|not (?:really|yet|at all))(?:\W+\w+){0,3}\W*"
)
STARTS_YES = re.compile(r"(?:yes|yep|yeah|yup|aye|correct|right|true)\b")
DENIES = re.compile(r"\b(?:no|not|never|nobody|neither|but)\b|n't\b")
FIRST = re.compile(r"(?:the )?(?:first|1st|former)(?: one| thing)?\W*")
SECOND = re.compile(r"(?:the )?(?:second|2nd|latter|last)(?: one| thing)?\W*")
BOTH = re.compile(r"(?:both|all|yes,? both)(?: of them)?\W*")


def replied(text: str, now: Situation, edition: Edition) -> tuple[Claim, ...]:
    """What a short reply claims, given the question that the assistant asked last; nothing where none was."""
    instruction = edition.ticket(now.governed) if now.asked_back else None
    if instruction is None:
        return ()
    plain = fold(text)
    unknown = _unknown(instruction, now, edition)
    if NO.fullmatch(plain):
        return tuple(_claim(condition, text, edition, holds=False) for condition in unknown)
    if BOTH.fullmatch(plain):
        return tuple(_claim(condition, text, edition, holds=True) for condition in unknown)
    meant = [condition for condition in unknown if set(content_words(plain)) & set(content_words(condition.text))]
    if STARTS_YES.match(plain) and not DENIES.search(plain) and len(meant) == 1:
        return (_claim(meant[0], text, edition, holds=True),)
    for pattern, place in ((YES, 0), (FIRST, 0), (SECOND, 1)):
        if pattern.fullmatch(plain) and (pattern is not YES or len(unknown) == 1) and place < len(unknown):
            return (_claim(unknown[place], text, edition, holds=True),)
    return ()


def _unknown(instruction: TicketInstruction, now: Situation, edition: Edition) -> list[Condition]:
    """The conditions asked about: the one whose target was left unsaid, else all of which nothing is known."""
    same = edition.names.same
    told = [who for who, target in now.instructed if target is None]
    unsaid = [c for c in instruction.when if any(same(who, c.instructor) for who in told)]
    known = {who for who, _ in now.instructed} | set(now.denied)
    open_ones = [
        condition
        for condition in instruction.when
        if (condition.incident and now.incident is None)
        or (condition.instructor and not any(same(who, condition.instructor) for who in known))
    ]
    return unsaid or open_ones


def _claim(condition: Condition, words: str, edition: Edition, *, holds: bool) -> Claim:
    if condition.incident:
        return Claim(ClaimKind.INCIDENT if holds else ClaimKind.NO_INCIDENT, words)
    kind = ClaimKind.INSTRUCTED if holds else ClaimKind.NOT_INSTRUCTED
    who, target = (edition.names.canonical(name) if name else None for name in (condition.instructor, condition.target))
    return Claim(kind, words, who, (condition.finding or target) if holds else None)
