"""An answer to take elsewhere: as Markdown or as Slack text, with its citations, and a link to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers import Citation
from assistant.conversations import Turn
from web.places import shared_url
from web.rendering import answer_tokens
from web.text import slack_text


@dataclass(frozen=True, slots=True)
class Shared:
    """One answer as text for others; ``link`` leads to it in its conversation."""

    markdown: str
    slack: str
    link: str


def shared(turn: Turn, base: str) -> Shared:
    """An answer for others; ``base`` is the address of this server, ending with ``/``."""
    root = base.rstrip("/")
    answer, asked = turn.answer, _quoted(turn.question)
    markdown = (asked, _absolute(answer.text.strip(), root), "\n".join(_markdown_sources(answer.citations, root)))
    slack = (asked, slack_text(answer_tokens(answer)), "\n".join(_slack_sources(answer.citations, root)))
    return Shared(
        markdown="\n\n".join(filter(None, markdown)),
        slack="\n\n".join(filter(None, slack)),
        link=f"{root}/?conversation={turn.conversation_id}#turn-{turn.number}",
    )


def _absolute(text: str, root: str) -> str:
    """An answer's own links, which lead to documents here, as they lead from elsewhere."""
    return text.replace("](/documents/", f"]({root}/documents/")


def _quoted(question: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in question.splitlines())


def _markdown_sources(citations: Sequence[Citation], root: str) -> Iterator[str]:
    for each in citations:
        place = _place(each).replace("[", "\\[").replace("]", "\\]")
        yield f"\\[{each.marker}\\] [{place}](<{shared_url(each, root)}>)  "


def _slack_sources(citations: Sequence[Citation], root: str) -> Iterator[str]:
    return (f"[{each.marker}] {_place(each)}: {shared_url(each, root)}" for each in citations)


def _place(citation: Citation) -> str:
    headings = (heading for heading in citation.section if heading != citation.title)
    return " › ".join([citation.title, *headings, f"line {citation.line}"])
