"""Making HTML that is safe: answers out of CommonMark, documents out of their blocks with the cited words marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from posixpath import dirname, normpath
from typing import Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from assistant.answers import Answer, Citation, Outcome
from index.documents import Block, Document, Kind, Mark
from index.documents import Markup as Set
from index.generations import Generation
from web.places import citation_url, document_url, web_address
from web.text import plain_text

OUTCOMES = {
    Outcome.ANSWERED: "Answer from the documents",
    Outcome.ESCALATION: "Step of an escalation order",
    Outcome.TICKET: "Ticket instruction",
    Outcome.NOT_DOCUMENTED: "Not in the documents",
    Outcome.NEEDS_CLARIFICATION: "Question back to you",
}

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?![\d-])")
_TAGS = {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"}
_ATTRIBUTES = {"a": {"href", "class", "aria-label"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
_SUFFIXES = (".md", ".markdown", ".html", ".htm", ".txt", ".erb")
_DEEPEST = 24  # lists nested deeper are shown at this depth
_ELEMENTS = {Set.CODE: "code", Set.STRONG: "strong", Set.EMPHASIS: "em"}


def citation_label(citation: Citation) -> str:
    """A citation in words: its number, title, section and line."""
    headings = (heading for heading in citation.section if heading != citation.title)
    place = ", ".join([citation.title, *headings, f"line {citation.line}"])
    return f"Source {citation.marker}: {place}"


def answer_html(answer: Answer, links: Links) -> Markup:
    """The answer's CommonMark as HTML. Each ``[n]`` that names a citation links to its passage; other links lead where
    they do in the document that is cited after them; an image is told by its description."""
    parser = _commonmark()
    env = _env(answer)
    tokens = parser.parse(answer.text, env)
    for token in tokens:
        if token.children:
            _lead(token.children, links)
    html = parser.renderer.render(tokens, parser.options, env)
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noreferrer", strip_comments=True
    )
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it


def announcement(answer: Answer) -> str:
    """What a screen reader says once when an answer appears."""
    return f"{OUTCOMES[answer.outcome]}. {' '.join(plain_text(answer_tokens(answer)).split())}"


def is_repeated(citation: Citation, answer: Answer, links: Links) -> bool:
    """Whether the answer itself shows all the words of a citation, so that they need not be shown again."""
    shown = " ".join(answer_html(answer, links).striptags().split())
    return " ".join(quoted_words(citation, links).split()) in shown


def answer_tokens(answer: Answer) -> Sequence[Token]:
    """The answer's CommonMark, read; each ``[n]`` that names a citation is a link."""
    return _commonmark().parse(answer.text, _env(answer))


def quoted_words(citation: Citation, links: Links) -> str:
    """The words of a citation as people read them; the quote itself where its document has changed since."""
    document = links.document(citation.document)
    if document is None or document.text[citation.start : citation.end] != citation.quote:
        return citation.quote
    cited = range(citation.start, citation.end)
    read = (
        "".join(letter for letter, offset in zip(block.text, block.places, strict=True) if offset in cited)
        for block in document.blocks
        if block.start < cited.stop and block.end > cited.start
    )
    return "\n".join(words for words in read if words) or citation.quote


def _env(answer: Answer) -> dict[str, Any]:
    return {"citations": {str(citation.marker): citation for citation in answer.citations}}


def _lead(tokens: Sequence[Token], links: Links) -> None:
    """Lets links lead where they do in the document cited after them; hence they are read from the end."""
    document: Document | None = None
    for token in reversed(tokens):
        if token.type != "link_open":
            continue
        if "document" in token.meta:
            document = links.document(token.meta["document"])
        else:
            href = links.href(document, str(token.attrs["href"]))
            token.attrs = {"href": href} if href else {}


@cache
def _commonmark() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.inline.ruler.before("link", "citation", _citation)
    parser.add_render_rule("image", _described)
    return parser


def _described(renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
    """An image as its description."""
    return escapeHtml(renderer.renderInlineAsText(tokens[place].children, options, env))


def _citation(state: StateInline, silent: bool) -> bool:
    """Reads ``[n]`` where n is the number of a citation."""
    close = state.src.find("]", state.pos, state.pos + 6)
    number = state.src[state.pos + 1 : close] if state.src[state.pos] == "[" and close > 0 else ""
    citation: Citation | None = state.env["citations"].get(number)
    if citation is None:
        return False
    if not silent:
        link = state.push("link_open", "a", 1)
        link.attrs = {
            "href": citation_url(citation),
            "class": "marker",
            "aria-label": citation_label(citation),
        }
        link.meta = {"document": citation.document}
        state.push("text", "", 0).content = f"[{number}]"
        state.push("link_close", "a", -1)
    state.pos = close + 1
    return True


class Links:
    """Where links lead: to a document shown here, to a live page, or nowhere."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._by_name = {_name(path): path for path in generation.texts}

    def document(self, path: str) -> Document | None:
        """The document of that path, None where there is none now."""
        return self._generation.document(path) if path in self._generation.texts else None

    def href(self, document: Document | None, target: str) -> str | None:
        """The address for a link in a document, None where it leads nowhere that is safe and known."""
        parts = _split(target)
        if parts is None or parts.scheme:
            return target if parts and parts.scheme.lower() in _SCHEMES else None
        if parts.netloc:
            return f"https:{target}"
        if document is None:
            return f"{target}#cited" if self._is_passage(parts) else None
        known = self._known(document, unquote(parts.path))
        if known is not None:
            return document_url(known) + (f"#{_anchor(parts.fragment)}" if parts.fragment else "")
        live = web_address(document.url)
        return urljoin(live, target) if live else None

    def _is_passage(self, parts: SplitResult) -> bool:
        """Whether it is an address that an answer gives for a passage: ``/documents/PATH?start=N&end=N``."""
        path = unquote(parts.path)
        return path.startswith("/documents/") and path.removeprefix("/documents/") in self._generation.texts

    def _known(self, document: Document, path: str) -> str | None:
        if not path:
            return document.path
        rooted = path.lstrip("/") if path.startswith("/") else f"{dirname(document.path)}/{path}"
        return self._by_name.get(_name(normpath(rooted).lstrip("/")))


def _split(target: str) -> SplitResult | None:
    """The parts of an address, None where it is none."""
    try:
        return urlsplit(target)
    except ValueError:
        return None


def _name(path: str) -> str:
    """A path without the endings that differ between a file and its page."""
    bare = path
    while bare.endswith(_SUFFIXES):
        bare = bare[: bare.rindex(".")]
    return bare or path


def _anchor(heading: str) -> str:
    """The id of a heading on the page, as links name it."""
    letters = (letter for letter in heading.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")
    return "in-" + "".join(letters)


def titles(generation: Generation) -> dict[str, str]:
    """The title of every document, by path; its path where nothing of it can be cited."""
    named = {passage.document: passage.title for passage in generation.passages}
    return {path: named.get(path, path) for path in generation.texts}


def headings_above(document: Document, offset: int) -> tuple[str, ...]:
    """The headings that the words at an offset stand under, outermost first, without the document's title."""
    above = [block for block in document.blocks if block.start <= offset]
    if not above:
        return ()
    own = (above[-1].text,) if above[-1].kind is Kind.HEADING else ()
    return tuple(heading for heading in (*above[-1].section, *own) if heading != document.title)


def dates(document: Document) -> tuple[tuple[str, str], ...]:
    """What the document's front matter dates, in words: "Last reviewed on", "12 April 2023"."""
    return tuple((_words(key), _day(value)) for key, value in document.meta if _DATE.match(value))


def _words(key: str) -> str:
    return " ".join(key.replace("_", " ").replace("-", " ").split()).capitalize()


def _day(value: str) -> str:
    """A date of ISO 8601 as people write it; the value itself where it is no date."""
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return value
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as HTML; ``marked`` says whether cited words were found in what is shown of it."""

    html: Markup
    marked: bool


def document_html(document: Document, links: Links, cited: range = range(0)) -> Shown:
    """The document as people read it. The characters whose offsets are in ``cited`` are marked; the first has the id
    ``cited``."""
    blocks = document.blocks
    sheet = _Sheet(document, links, cited, _first(blocks, cited), _within(blocks), _anchors(blocks))
    return Shown(Markup().join(sheet.parts(sheet.within[None])), sheet.anchor is not None)


def _first(blocks: Sequence[Block], cited: range) -> tuple[int, int] | None:
    """The block, and the character of its text, where the cited words begin."""
    for place, block in enumerate(blocks):
        if cited and block.start < cited.stop and block.end > cited.start:
            for character, offset in enumerate(block.places):
                if offset in cited:
                    return place, character
    return None


def _anchors(blocks: Sequence[Block]) -> Mapping[int, str]:
    """The id of each heading; those that read the same are numbered."""
    anchors: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for place, block in enumerate(blocks):
        if block.kind is Kind.HEADING:
            anchor = _anchor(block.text)
            anchors[place] = f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor
            seen[anchor] += 1
    return anchors


def _within(blocks: Sequence[Block]) -> Mapping[int | None, Sequence[int]]:
    """The blocks that each list item encloses; under None those that no item encloses."""
    enclosed: dict[int | None, list[int]] = {None: []}
    for place, block in enumerate(blocks):
        enclosed.setdefault(_item_around(block, blocks), []).append(place)
    return enclosed


def _item_around(block: Block, blocks: Sequence[Block]) -> int | None:
    for lead in reversed(block.leads):
        above = blocks[lead]
        deeper = block.kind is not Kind.ITEM or above.level < block.level
        if above.kind is Kind.ITEM and above.level <= _DEEPEST and deeper:
            return lead
    return None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A document being laid out; every method gives HTML for blocks named by their position."""

    document: Document
    links: Links
    cited: range
    anchor: tuple[int, int] | None
    within: Mapping[int | None, Sequence[int]]
    anchors: Mapping[int, str]

    def parts(self, places: Sequence[int]) -> Iterator[Markup]:
        """Runs of blocks that make one list, table or quotation, one after the other."""
        for (kind, _, quoted), run in groupby(places, self._run):
            html = self._part(kind, list(run))
            yield Markup("<blockquote>{}</blockquote>").format(html) if quoted else html

    def _run(self, place: int) -> tuple[str, int, bool]:
        block = self.document.blocks[place]
        if block.kind is Kind.ITEM:
            return "list", block.group or 0, block.quoted
        if block.kind in (Kind.HEADER, Kind.ROW):
            return "table", block.group or 0, block.quoted
        return block.kind.value, place, block.quoted

    def _part(self, kind: str, places: list[int]) -> Markup:
        if kind == "list":
            return self._list(places)
        if kind == "table":
            return self._table(places)
        block = self.document.blocks[places[0]]
        inner = self._inline(places[0], 0, len(block.text), block.marks)
        if block.kind is Kind.HEADING:
            return self._heading(places[0], inner)
        if block.kind is Kind.CODE:
            return Markup('<pre tabindex="0"><code>{}</code></pre>').format(inner)
        return Markup("<p>{}</p>").format(inner)

    def _heading(self, place: int, inner: Markup) -> Markup:
        block = self.document.blocks[place]
        if place == 0 and block.text == self.document.title and "<mark" not in inner:
            return Markup()  # the page has it already
        level = min(max(block.level, 2), 6)
        return Markup('<h{} id="{}">{}</h{}>').format(level, self.anchors[place], inner, level)

    def _list(self, places: list[int]) -> Markup:
        items = Markup().join(Markup("<li>{}</li>").format(self._item(place)) for place in places)
        first = self.document.blocks[places[0]].number
        if first is None:
            return Markup("<ul>{}</ul>").format(items)
        return Markup('<ol start="{}">{}</ol>').format(first, items)

    def _item(self, place: int) -> Markup:
        block = self.document.blocks[place]
        own = self._inline(place, 0, len(block.text), block.marks)
        return own + Markup().join(self.parts(self.within.get(place, ())))

    def _table(self, places: list[int]) -> Markup:
        rows = [(self.document.blocks[place].kind is Kind.HEADER, self._row(place)) for place in places]
        head = Markup().join(row for header, row in rows if header)
        body = Markup().join(row for header, row in rows if not header)
        table = Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(head, body)
        label = self.document.blocks[places[0]].text
        html = Markup('<div class="scroll" tabindex="0" role="group" aria-label="Table: {}">{}</div>')
        return html.format(label, table)

    def _row(self, place: int) -> Markup:
        block = self.document.blocks[place]
        head = block.kind is Kind.HEADER
        cell = Markup('<th scope="col">{}</th>') if head else Markup("<td>{}</td>")
        cells = [mark for mark in block.marks if mark.markup is Set.CELL]
        spans = [(mark.start, mark.end) for mark in cells] or [(0, len(block.text))]
        inline = [mark for mark in block.marks if mark.markup is not Set.CELL]
        html = (cell.format(self._inline(place, start, end, inline)) for start, end in spans)
        return Markup("<tr>{}</tr>").format(Markup().join(html))

    def _inline(self, place: int, start: int, end: int, marks: Sequence[Mark]) -> Markup:
        """The characters from ``start`` to ``end`` of a block's text with the marks that lie within."""
        html, at = Markup(), start
        for number, mark in enumerate(marks):
            if mark.start < at or mark.end > end or mark.start >= mark.end:
                continue
            html += self._text(place, at, mark.start)
            html += self._set(mark, self._inline(place, mark.start, mark.end, marks[number + 1 :]))
            at = mark.end
        return html + self._text(place, at, end)

    def _set(self, mark: Mark, inner: Markup) -> Markup:
        if mark.markup is Set.LINK:
            href = self.links.href(self.document, mark.href or "")
            return Markup('<a href="{}" rel="noreferrer">{}</a>').format(href, inner) if href else inner
        element = _ELEMENTS.get(mark.markup)
        return Markup("<{}>{}</{}>").format(element, inner, element) if element else inner

    def _text(self, place: int, start: int, end: int) -> Markup:
        """Characters of a block's text, those cited marked."""
        block = self.document.blocks[place]
        offsets = block.places[start:end]
        html, at = Markup(), start
        for cited, run in groupby(offsets, self.cited.__contains__):
            stop = at + sum(1 for _ in run)
            text = escape(block.text[at:stop])
            name = Markup(' id="cited" tabindex="-1"') if self.anchor == (place, at) else Markup()
            html += Markup("<mark{}>{}</mark>").format(name, text) if cited else text
            at = stop
        return html
