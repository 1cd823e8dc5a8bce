"""The gate before a switch: a new generation answers a file of cases first, held against the one in service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.conversations import Turn
from assistant.edition import Edition
from assistant.evaluation import Case, Result, Source, read_cases, run
from index.errors import Fault

TOLD = 5  # questions named in an objection


class Objected(Fault):
    """A generation does not pass the gate."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A file of cases, and by what share of its conversations a new generation may do worse than the one in service."""

    cases: Path
    margin: float = 0.02

    def objection(self, assistant: Assistant, before: Edition, after: Edition) -> str | None:
        """Why ``after`` should not answer, naming the questions that it answers worse; None where it may.

        Raises CasesUnreadable.
        """
        cases = read_cases(self.cases)
        old, new = (_results(cases, assistant, edition) for edition in (before, after))
        was, now = (sum(_passes(results).values()) for results in (old, new))
        if was - now <= self.margin * len(cases):
            return None
        worse = [f"“{question}” ({'; '.join(why)})" for question, why in _worse(old, new)]
        more = f" and {len(worse) - TOLD} more" if len(worse) > TOLD else ""
        return (
            f"of the {len(cases)} conversations in {self.cases} it passes {now}, the generation in service {was}, "
            f"and at most {self.margin:.0%} fewer are let through. Worse: {', '.join(worse[:TOLD])}{more}. Mend the "
            "documents, or put it in service with 'assistant index publish --force'"
        )


def _results(cases: Sequence[Case], assistant: Assistant, edition: Edition) -> tuple[Result, ...]:
    turns: defaultdict[str, list[Turn]] = defaultdict(list)

    def ask(question: str, conversation: str) -> Turn:
        turn = assistant.answer(question, turns[conversation], conversation, edition)
        turns[conversation].append(turn)
        return turn

    return run(cases, ask, Source(texts=edition.generation.texts))


def _passes(results: Sequence[Result]) -> Mapping[tuple[str, str], bool]:
    """For each conversation whether all its replies are as expected."""
    passes: dict[tuple[str, str], bool] = {}
    for result in results:
        key = result.kind, result.case
        passes[key] = passes.get(key, True) and result.good
    return passes


def _worse(old: Sequence[Result], new: Sequence[Result]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The questions that were answered as expected and are no longer, with what is missing."""
    for before, after in zip(old, new, strict=True):
        if before.good and not after.good:
            yield after.asked.ask, (*after.wrong, *after.missed)
