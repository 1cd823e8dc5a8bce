"""Questions that a newcomer may try, made from the rules and headings of whatever documents are served."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, zip_longest
from threading import Lock

from assistant.answers import Outcome
from assistant.assistant import Assistant
from assistant.edition import Edition
from assistant.rulebook.rules import EscalationOrder, Responsibility, Rulebook, TicketInstruction
from index.passages import Passage
from web.ladder import within_sentence

SHOWN = 5
TRIED = 20  # questions tried out for those shown
_LONGEST = 90  # characters of an example
_REFUSED = frozenset({Outcome.NOT_DOCUMENTED, Outcome.NEEDS_CLARIFICATION})


class Examples:
    """The questions offered on a first visit, tried out once a generation. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: tuple[str, tuple[str, ...]] = ("", ())

    def of(self, assistant: Assistant) -> tuple[str, ...]:
        """Up to ``SHOWN`` questions that the assistant answers now, with a citation."""
        edition = assistant.edition()
        with self._lock:
            if self._found[0] != edition.generation.id:
                self._found = edition.generation.id, self._try(assistant, edition)
            return self._found[1]

    def _try(self, assistant: Assistant, edition: Edition) -> tuple[str, ...]:
        def is_answered(question: str) -> bool:
            answer = assistant.answer(question, (), "example", edition).answer
            return answer.outcome not in _REFUSED and bool(answer.citations)

        return example_questions(edition.rulebook, edition.generation.passages, is_answered)


def example_questions(
    book: Rulebook, passages: Iterable[Passage], is_answered: Callable[[str], bool] = lambda _: True
) -> tuple[str, ...]:
    """Up to ``SHOWN`` questions: each kind of rule has its turn, then headings that ask or say how."""
    kinds = (
        (_who(rule) for rule in _team_by_team(book.responsibilities)),
        (_who_next(rule) for rule in book.orders),
        (_what_now(rule) for rule in book.tickets),
        (_asked(heading) for heading in _headings(passages)),
    )
    in_turn = (question for turn in zip_longest(*kinds) for question in turn)
    fitting = dict.fromkeys(question for question in in_turn if question and len(question) <= _LONGEST)
    return tuple(islice(filter(is_answered, islice(fitting, TRIED)), SHOWN))


def _who(rule: Responsibility) -> str | None:
    """A duty that reads on after "Who": it begins with a verb in the third person."""
    verb = rule.duty.partition(" ")[0]
    if not (verb.isalpha() and verb.islower() and verb.endswith("s") and not verb.endswith("ss")):
        return None
    return f"Who {rule.duty.rstrip(' .;,')}?"


def _who_next(rule: EscalationOrder) -> str | None:
    return f"We have spoken to {within_sentence(rule.steps[0])}. Who is next?" if len(rule.steps) > 1 else None


def _what_now(rule: TicketInstruction) -> str | None:
    for condition in rule.when:
        if condition.instructor and condition.target:
            return f"{condition.instructor} told us to escalate this to {condition.target}. What do we do?"
    return None


def _asked(heading: str) -> str | None:
    if heading.endswith("?"):
        return heading
    start = "how to "
    return f"How do I {heading[len(start) :].rstrip(' .:')}?" if heading.lower().startswith(start) else None


def _team_by_team(rules: Iterable[Responsibility]) -> Iterator[Responsibility]:
    """A duty of each team in turn, the shortest first: it is the plainest to ask about."""
    by_team: dict[str, list[Responsibility]] = {}
    for rule in sorted(rules, key=lambda rule: len(rule.duty)):
        by_team.setdefault(rule.team, []).append(rule)
    return (rule for turn in zip_longest(*by_team.values()) for rule in turn if rule)


def _headings(passages: Iterable[Passage]) -> Iterator[str]:
    """Titles and headings, one of each document in turn."""
    by_document: dict[str, dict[str, None]] = {}
    for passage in passages:
        by_document.setdefault(passage.document, {}).update(dict.fromkeys((passage.title, *passage.section)))
    return (heading for turn in zip_longest(*by_document.values()) for heading in turn if heading)
