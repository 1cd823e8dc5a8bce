"""What a step is called, without what stands around its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.rulebook.announcing import Setting
from assistant.rulebook.identity import order_identity
from assistant.rulebook.language import CONTACT, exactly, pattern
from assistant.rulebook.levels import label
from assistant.rulebook.people import is_contact
from assistant.rulebook.rules import EscalationOrder
from index.documents import Block, Markup, Quote

REACHED_BY = exactly(
    r"\s*[(\[](?=[^()\[\]]{0,80}(?:\d{2}|@|https?:|\bext\b|\bbleep\b|\bphone\b|\bhour|\bday|\bnight|\bweek|\bonly\b))[^()\[\]]{1,80}[)\]]\s*$"
)
EXPLANATION = exactly(
    r" [-–—]\s|\s*;\s|(?<=[a-z)])(?<!\bext)\.(?:\s|$)|:\s"
    r"|,\s(?:who|which|whom|whose|see|if|on|via|by|when|but|only|unless|and\sthey|ext|tel|phone|mobile|in\scase|for)\b|,?\s(?:on|at|tel|ext)\.?\s(?=[+\d(])|,\s(?=[+\d])"
)
CONDITION = pattern(r"(?:if|when|should|in case)\s[^,.;]{2,90},\s*")
SEQUENCE = pattern(
    r"(?:(?:first|then|next|after that|finally|lastly)"
    r"(?:,\s*| (?=(?:the|your|our|an?|try|ask|call|contact|ring|phone|page)\s)))+"
)
SOMEBODY = exactly(
    r"\s*(?:(?:the|your|our|an?|whoever|to|with|through|in|at|up|on|over|it|them|this)\s|[#A-Z](?!entre|enter))"
)
OPENING = pattern(r"(?:(?:please|and|you|should|must|can|always|it|is|up|on|over|out|with|to|straight|directly) )*")
LETTERED = pattern(r"\(?[a-h]\) ")
LEADING_IN = pattern(r"(?:it|them|this|with|to|through|via|up|over|on) ")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an order, and the words that tell it."""

    name: str
    quote: Quote
    linked: bool = False  # is it a link as a whole? Then it is a place to turn to, whatever its name


def name_of(text: str) -> str:
    """What a step is called: "2nd – Ring the duty manager (ext. 4410)." is "the duty manager"."""
    text = (
        SEQUENCE.sub("", text[_head_end(text) :], count=1)
        if SEQUENCE.match(text, _head_end(text))
        else text[_head_end(text) :]
    )
    opening = OPENING.match(text)
    start = opening.end() if opening else 0
    verb = CONTACT.match(text, start)
    if verb and SOMEBODY.match(text, verb.end()):
        rest = text[verb.end() :].lstrip()
        leading = LEADING_IN.match(rest)
        text = rest[leading.end() :] if leading else rest
    text = REACHED_BY.sub("", text)
    explained = EXPLANATION.search(text)
    text = text[: explained.start()] if explained else text
    return REACHED_BY.sub("", text).strip().strip(".,;:–—-").strip()


def step_of(block: Block, quote: Quote) -> Step:
    """The step that a block tells; a link behind the name is no part of it."""
    text = block.text
    for mark in block.marks:
        name = name_of(text[: mark.start].rstrip(" ([–—-")) if mark.markup is Markup.LINK and mark.start else ""
        if name and is_contact(name) and not text[mark.end :].strip(" )].;"):
            return Step(name, quote)
    linked = any(mark.markup is Markup.LINK and mark.end - mark.start >= len(text.rstrip(".")) for mark in block.marks)
    return Step(name_of(text), quote, linked)


def calls_somebody(text: str) -> bool:
    """Does a step tell, as an instruction of its own, to turn to somebody: "Page the head of operations"?"""
    return bool(CONTACT.match(text, _head_end(text)))


def _head_end(text: str) -> int:
    """Where a step begins behind its label and its condition: "2. If nobody answers, call the captain"."""
    labelled, lettered = label(text), LETTERED.match(text)
    start = labelled.end if labelled else lettered.end() if lettered else 0
    condition = CONDITION.match(text, start)
    return condition.end() if condition else start


def order_of(setting: Setting, section: tuple[str, ...], steps: Sequence[Step]) -> EscalationOrder:
    """The order that a setting and its steps make."""
    evidence = tuple(dict.fromkeys((setting.quote, *(step.quote for step in steps))))
    names = tuple(step.name for step in steps)
    return EscalationOrder(order_identity(setting.told, names), setting.told, section, names, evidence)
