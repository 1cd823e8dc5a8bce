"""An answer's CommonMark as text without markup of its own: plain, or as people write it in Slack's message box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markdown_it.token import Token

_PLAIN: Mapping[str, str] = {"softbreak": "\n", "hardbreak": "\n"}
_SLACK: Mapping[str, str] = {
    **_PLAIN,
    "strong_open": "*",
    "strong_close": "*",
    "em_open": "_",
    "em_close": "_",
    "blockquote": "> ",
    "code_inline": "`",
    "fence": "```",
    "code_block": "```",
}


def slack_text(tokens: Sequence[Token]) -> str:
    """A paragraph or list item a line, with Slack's marks; citations are their numbers."""
    return _text(tokens, _SLACK, numbered=True)


def plain_text(tokens: Sequence[Token]) -> str:
    """A paragraph or list item a line, without marks and without the numbers of citations."""
    return _text(tokens, _PLAIN, numbered=False)


def _text(tokens: Sequence[Token], marks: Mapping[str, str], numbered: bool) -> str:
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
            text = _inline(token.children or (), marks, numbered) if token.type == "inline" else _code(token, marks)
            if lines and not lead:
                lines.append("")
            lines += [(marks.get("blockquote", "") if quoted else "") + line for line in (lead + text).split("\n")]
            lead = ""
    return "\n".join(lines)


def _code(token: Token, marks: Mapping[str, str]) -> str:
    fence = marks.get(token.type)
    return f"{fence}\n{token.content}{fence}" if fence else token.content.rstrip("\n")


def _inline(tokens: Sequence[Token], marks: Mapping[str, str], numbered: bool) -> str:
    """Inline markup; a link is followed by where it leads."""
    text, href = "", ""
    cited = False
    for token in tokens:
        if token.type == "link_open":
            cited = "document" in token.meta
            href = "" if cited else str(token.attrs["href"])
        elif token.type == "link_close":
            text += f" ({href})" if href.startswith("http") else ""
            cited = False
        elif cited:
            text = text + token.content if numbered else text.rstrip()
        elif token.type == "code_inline":
            mark = marks.get(token.type, "")
            text += f"{mark}{token.content}{mark}"
        else:
            text += marks.get(token.type, token.content)
    return text
