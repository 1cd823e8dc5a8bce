"""What to write in a ticket: a draft made of the conversation, for the person to edit. Nothing here sends anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from urllib.parse import quote

from assistant.answers import Answer
from assistant.claims import ClaimKind
from assistant.conversations import Turn
from assistant.situation import Situation, claimed

SUBJECT = 100  # characters of a subject
LINKED = 3_000  # characters of a description that a link carries: servers refuse longer addresses

WORDING = {
    "said": "What we asked and reported:",
    "tried": "Consulted without a solution:",
    "because": "Why this queue:",
    "quotes": "What the documents say:",
    "quote": "“{words}” ({title}, line {line})",
    "shortened": "[Shortened: the whole draft is on the page that this came from.]",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """The subject and the description of a ticket."""

    subject: str
    description: str


def draft(turn: Turn, turns: Sequence[Turn]) -> Draft:
    """A draft for the ticket that a turn's answer asks for; ``turns`` is what was said, in order."""
    so_far = _of_this_problem([each for each in turns if each.number < turn.number] + [turn])
    return Draft(_subject(so_far[0].question), "\n\n".join(_parts(turn.answer, so_far)))


def prefilled(form: str, made: Draft) -> str:
    """The address of a ticket form with its subject and description filled in, as Zendesk reads them."""
    description = made.description
    if len(description) > LINKED:
        description = f"{description[:LINKED].rstrip()}\n\n{WORDING['shortened']}"
    joint = "&" if "?" in form else "?"
    return f"{form}{joint}tf_subject={quote(made.subject, safe='')}&tf_description={quote(description, safe='')}"


def _subject(question: str) -> str:
    words = " ".join(question.split())
    return words if len(words) <= SUBJECT else f"{words[: SUBJECT - 1].rsplit(' ', 1)[0]}…"


def _of_this_problem(turns: Sequence[Turn]) -> Sequence[Turn]:
    """The turns since the person last said that they have a new problem."""
    starts = (
        place for place, turn in enumerate(turns) if any(claim.kind is ClaimKind.NEW_PROBLEM for claim in turn.claims)
    )
    return turns[max(starts, default=0) :]


def _parts(answer: Answer, turns: Sequence[Turn]) -> Iterator[str]:
    yield _list("said", (" ".join(each.question.split()) for each in turns))
    tried = reduce(claimed, (each.claims for each in turns), Situation()).consulted
    if tried:
        yield _list("tried", tried)
    if answer.ticket:
        yield f"{WORDING['because']} {answer.ticket.because}"
    yield _list(
        "quotes",
        (
            WORDING["quote"].format(words=" ".join(each.quote.split()), title=each.title, line=each.line)
            for each in answer.citations
        ),
    )


def _list(key: str, items: Iterable[str]) -> str:
    return "\n".join([WORDING[key], *(f"- {item}" for item in items)])
