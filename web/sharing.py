"""An answer to take elsewhere: as Markdown or as Slack text, with its citations, and a link to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from assistant.answers import Citation
from assistant.conversations import Turn
from web.rendering import answer_tokens, cited_url

_SLACK = {
    "strong_open": "*",
    "strong_close": "*",
    "em_open": "_",
    "em_close": "_",
    "softbreak": "\n",
    "hardbreak": "\n",
}


@dataclass(frozen=True, slots=True)
class Shared:
    """One answer as text for others; ``link`` leads to it in its conversation."""

    markdown: str
    slack: str
    link: str


def shared(turn: Turn, base: str) -> Shared:
    """An answer for others; ``base`` is the address of this server, ending with ``/``."""
    root = base.rstrip("/")
    citations = turn.answer.citations
    markdown = [_quoted(turn.question), turn.answer.text.strip(), "\n".join(_markdown_sources(citations, root))]
    slack = [_quoted(turn.question), slack_text(answer_tokens(turn.answer)), "\n".join(_slack_sources(citations, root))]
    return Shared(
        markdown="\n\n".join(part for part in markdown if part),
        slack="\n\n".join(part for part in slack if part),
        link=f"{root}/?conversation={turn.conversation_id}#turn-{turn.number}",
    )


def slack_text(tokens: Sequence[Token]) -> str:
    """CommonMark as people write it in Slack's message box, a paragraph or list item a line."""
    lines: list[str] = []
    quoted, ordinals = 0, list[int | None]()
    lead = ""
    for token in tokens:
        if token.type in ("blockquote_open", "blockquote_close"):
            quoted += token.nesting
        elif token.type in ("ordered_list_open", "bullet_list_open"):
            ordinals.append(int(token.attrs.get("start", 1)) if token.tag == "ol" else None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            ordinals.pop()
        elif token.type == "list_item_open":
            lead = f"{ordinals[-1]}. " if ordinals[-1] is not None else "• "
            ordinals[-1] = ordinals[-1] + 1 if ordinals[-1] is not None else None
        elif token.type in ("inline", "fence", "code_block"):
            text = _inline(token.children or ()) if token.type == "inline" else f"```\n{token.content}```"
            if lines and not lead:
                lines.append("")
            lines += [("> " if quoted else "") + line for line in (lead + text).split("\n")]
            lead = ""
    return "\n".join(lines)


def _inline(tokens: Sequence[Token]) -> str:
    """Inline markup as Slack's; a link is followed by where it leads, a citation is its number."""
    text, href = "", ""
    for token in tokens:
        if token.type == "link_open":
            href = "" if "document" in token.meta else str(token.attrs["href"])
        elif token.type == "link_close":
            text += f" ({href})" if href.startswith("http") else ""
        elif token.type == "code_inline":
            text += f"`{token.content}`"
        else:
            text += _SLACK.get(token.type, token.content)
    return text


def _quoted(question: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in question.splitlines())


def _markdown_sources(citations: Sequence[Citation], root: str) -> Iterator[str]:
    for each in citations:
        place = _place(each).replace("[", "\\[").replace("]", "\\]")
        yield f"\\[{each.marker}\\] [{place}](<{_address(each, root)}>)  "


def _slack_sources(citations: Sequence[Citation], root: str) -> Iterator[str]:
    return (f"[{each.marker}] {_place(each)}: {_address(each, root)}" for each in citations)


def _place(citation: Citation) -> str:
    headings = (heading for heading in citation.section if heading != citation.title)
    return " › ".join([citation.title, *headings, f"line {citation.line}"])


def _address(citation: Citation, root: str) -> str:
    """The live page, which everybody has; the passage as this server shows it, where there is none."""
    live = citation.url if citation.url and citation.url.startswith(("http://", "https://")) else None
    return live or root + cited_url(citation.document, citation.start, citation.end)
