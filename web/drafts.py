"""What to write in a ticket: a draft made of the conversation, for the person to edit. Nothing here sends anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate, takewhile
from urllib.parse import quote

from assistant.answers import Answer, Citation
from assistant.claims import ClaimKind
from assistant.conversations import Turn
from assistant.situation import Situation, claimed
from web.places import shared_url
from web.rendering import Links, quoted_words

SUBJECT = 100  # characters of a subject
LONGEST = 7_500  # characters of an address: browsers and servers cut or refuse those near 8,000

WORDING = {
    "said": "What we asked and reported:",
    "tried": "Consulted without a solution:",
    "because": "Why this queue:",
    "quotes": "What the documents say:",
    "quote": "“{words}”\nSource: {title}, line {line}, {address}",
    "shortened": "[Shortened: the whole draft stands on the page that this came from.]",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """The subject and the description of a ticket."""

    subject: str
    description: str


@dataclass(frozen=True, slots=True)
class Prefilled:
    """The address of a form with a draft filled in; ``shortened`` says whether it carries the beginning only."""

    address: str
    shortened: bool


def draft(turn: Turn, turns: Sequence[Turn], links: Links, base: str) -> Draft:
    """A draft, in plain text, for the ticket that a turn's answer asks for; ``turns`` is what was said, in order.

    ``base`` is the address of this server, ending with ``/``.
    """
    so_far = _of_this_problem([each for each in turns if each.number < turn.number] + [turn])
    return Draft(_subject(so_far[0].question), "\n\n".join(_parts(turn.answer, so_far, links, base.rstrip("/"))))


def prefilled(form: str, made: Draft) -> Prefilled:
    """The address of a ticket form with its subject and description filled in, as Zendesk reads them."""
    joint = "&" if "?" in form else "?"
    start = f"{form}{joint}tf_subject={_encoded(made.subject)}&tf_description="
    whole = start + _encoded(made.description)
    if len(whole) <= LONGEST:
        return Prefilled(whole, shortened=False)
    end = _encoded(f"\n\n{WORDING['shortened']}")
    sizes = accumulate(len(_encoded(sign)) for sign in made.description)
    kept = sum(1 for _ in takewhile(lambda size: size <= LONGEST - len(start) - len(end), sizes))
    return Prefilled(start + _encoded(made.description[:kept].rstrip()) + end, shortened=True)


def _encoded(text: str) -> str:
    return quote(text, safe="")


def _subject(question: str) -> str:
    words = " ".join(question.split())
    return words if len(words) <= SUBJECT else f"{words[: SUBJECT - 1].rsplit(' ', 1)[0]}…"


def _of_this_problem(turns: Sequence[Turn]) -> Sequence[Turn]:
    """The turns since the person last said that they have a new problem."""
    starts = (
        place for place, turn in enumerate(turns) if any(claim.kind is ClaimKind.NEW_PROBLEM for claim in turn.claims)
    )
    return turns[max(starts, default=0) :]


def _parts(answer: Answer, turns: Sequence[Turn], links: Links, root: str) -> Iterator[str]:
    yield _list("said", (" ".join(each.question.split()) for each in turns))
    tried = reduce(claimed, (each.claims for each in turns), Situation()).consulted
    if tried:
        yield _list("tried", tried)
    if answer.ticket:
        yield f"{WORDING['because']} {answer.ticket.because}"
    yield "\n\n".join([WORDING["quotes"], *(_quote(each, links, root) for each in answer.citations)])


def _quote(citation: Citation, links: Links, root: str) -> str:
    """The words as people read them, without the markup of their document, and where they stand."""
    return WORDING["quote"].format(
        words=quoted_words(citation, links).strip(),
        title=citation.title,
        line=citation.line,
        address=shared_url(citation, root),
    )


def _list(key: str, items: Iterable[str]) -> str:
    return "\n".join([WORDING[key], *(f"- {item}" for item in items)])
