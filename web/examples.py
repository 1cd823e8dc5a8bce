"""Questions that a newcomer may try, made from the rules and headings of whatever documents are served."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, zip_longest
from threading import Lock

from assistant.answers import Outcome
from assistant.assistant import Assistant
from assistant.edition import Edition
from assistant.rulebook.rules import EscalationOrder, Responsibility, Rulebook, TicketInstruction
from index.passages import Passage
from web.ladder import within_sentence

SHOWN = 5
TRIED = 6  # questions of each kind that are tried out, at most
_LONGEST = 90  # characters of an example
_DOES = re.compile(r"(?!\w*ss\b)[a-z]+s (?!(?:about|at|between|by|for|from|in|of|on|to|with)\b)")  # "renews keys"
_EACH_OTHER = re.compile(r"\b(?:each other|one another)\b")
_HOW_TO = re.compile(r"how to ", re.IGNORECASE)
_DO = re.compile(  # "Restart an application"; no gerund, nothing that only introduces a noun
    r"(?!\w+ing\b|(?:About|After|Along|As|At|Before|Behind|By|During|For|From|If|In|Into|Is|Of|On|Or|Over|Since|Than|"
    r"Through|To|Under|Until|What|When|Where|Which|While|Who|Why|With|Within|Without)\b)[A-Z][a-z]+ (?:an?|the|your) "
)
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
    headings = tuple(_headings(passages))
    kinds = (
        (_who(rule) for rule in _team_by_team(book.responsibilities)),
        (_who_next(rule) for rule in book.orders),
        (_what_now(rule) for rule in book.tickets),
        (_asked(heading) for heading in headings),
    )
    answered = [filter(is_answered, _fitting(kind)) for kind in kinds]
    in_turn = (question for turn in zip_longest(*answered) for question in turn if question)
    about = filter(is_answered, _fitting(_about(heading) for heading in headings if not _asked(heading)))
    return tuple(islice(_once(chain(in_turn, about)), SHOWN))


def _fitting(kind: Iterable[str | None]) -> Iterator[str]:
    return islice((question for question in kind if question and len(question) <= _LONGEST), TRIED)


def _once(questions: Iterable[str]) -> Iterator[str]:
    seen = set[str]()
    for question in questions:
        if question not in seen:
            seen.add(question)
            yield question


def _who(rule: Responsibility) -> str | None:
    """A duty that reads on after "Who": it begins with a verb in the third person."""
    if not _DOES.match(rule.duty):
        return None
    return f"Who {_EACH_OTHER.sub('us', rule.duty).rstrip(' .;,')}?"


def _who_next(rule: EscalationOrder) -> str | None:
    return f"We have spoken to {within_sentence(rule.steps[0])}. Who is next?" if len(rule.steps) > 1 else None


def _what_now(rule: TicketInstruction) -> str | None:
    for condition in rule.when:
        if condition.instructor and condition.target:
            article = "The " if condition.instructor[0].islower() else ""
            return f"{article}{condition.instructor} told us to escalate this to {condition.target}. What do we do?"
    return None


def _asked(heading: str) -> str | None:
    """A heading that asks, says how, or says what to do, as a question."""
    if heading.endswith("?"):
        return heading
    if _HOW_TO.match(heading):
        return f"How do I {_HOW_TO.sub('', heading, count=1).rstrip(' .:')}?"
    return f"How do I {heading[0].lower()}{heading[1:].rstrip(' .:')}?" if _DO.match(heading) else None


def _about(heading: str) -> str | None:
    """A heading that names a subject, as a question; one word alone is rather a label."""
    words = heading.split()
    if len(words) < 2 or heading.endswith(("?", ".", "!")):
        return None
    subject = heading if words[0][1:] != words[0][1:].lower() else f"{heading[0].lower()}{heading[1:]}"
    return f"What do the documents say about {subject.removeprefix('about ').rstrip(' :')}?"


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
