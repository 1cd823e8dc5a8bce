"""An escalation order as a ladder: how each step stands, and the sentence that says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answers import Escalation

_DONE = "We have spoken to {step} and they couldn't resolve it."
_NOT_DONE = "Actually, we have not spoken to {step} yet."
_ARTICLES = ("the ", "a ", "an ", "your ")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an escalation order and how it stands: done, next or later. ``says`` changes it."""

    text: str
    state: str
    says: str


def ladder(escalation: Escalation) -> tuple[Step, ...]:
    """The steps of an order as they stand."""
    return tuple(_step(text, escalation) for text in escalation.order)


def sentence_of(escalation: Escalation, words: str) -> str:
    """The sentence that sets the order, out of the words that say it: those before the first step's own line."""
    first = words.find(escalation.order[0])
    return words[: max(words.rfind("\n", 0, max(first, 0)), 0)].strip() or words


def within_sentence(step: str) -> str:
    """A step's words as they stand inside a sentence: "Duty manager" is "the duty manager", a name stays a name."""
    lowered = step[0].lower() + step[1:]
    if lowered.startswith(_ARTICLES):
        return lowered
    return f"the {lowered}" if " " in step and lowered.islower() else step


def _step(text: str, escalation: Escalation) -> Step:
    done = text in escalation.tried and text != escalation.next
    state = "done" if done else "next" if text == escalation.next else "later"
    return Step(text, state, (_NOT_DONE if done else _DONE).format(step=within_sentence(text)))
