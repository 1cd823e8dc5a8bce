"""Markdown into blocks, every character with its place in the source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate, pairwise
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from index.documents import Markup, Places
from index.html import outline_html
from index.outline import Outline, Reading, Words

DEEPEST = 60  # levels of nested lists and quotes that are read, two for each list
LONGEST = 20_000  # characters of a paragraph that is looked through for emphasis, links and code
WIDEST = 100  # columns of a table
_MOST_CELLS = 50_000
_CONTAINERS = ("list_item_open", "blockquote_open")
_TASK = re.compile(r"\[[ xX]\]\s")
_MACRO = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{:[^{}]*\}")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def outline_markdown(text: str, outline: Outline, begin: int = 0) -> tuple[str, ...]:
    """Read ``text[begin:]`` into the outline; the result says in plain words what could not be read."""
    body = text[begin:].replace("\0", "\ufffd")
    tokens = _parser().parse(body)
    walk = _Walk(body, begin, outline)
    walk.walk(tokens)
    return (*_too_deep(tokens), *_too_large(tokens), *walk.lost)


def _too_deep(tokens: list[Token]) -> Iterator[str]:
    """The parser drops what is nested too deep; its container is left empty."""
    lost = [
        token.map[0] + 1
        for token, following in pairwise(tokens)
        if token.type in _CONTAINERS and token.map and token.level >= DEEPEST - 1 and following.nesting < 0
    ]
    if lost:
        yield f"text nested in more than {DEEPEST // 2} lists was left out, {len(lost)} times, first at line {lost[0]}"


def _too_large(tokens: list[Token]) -> Iterator[str]:
    """Paragraphs too long, and tables too wide, to be looked into: their words are read as they stand."""
    for token in tokens:
        if token.type == "inline" and len(token.content) > LONGEST:
            line = (token.map or [0])[0] + 1
            yield f"{len(token.content):,} characters without a blank line, at line {line}, were read as bare words"


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The table rule, for tables that people make: others are left to be read as a paragraph."""
    if start < state.env.get("read_as_words", 0) or not table(state, start, end, True):
        return False
    columns = state.src.count("|", state.bMarks[start + 1], state.eMarks[start + 1]) + 1
    last = start
    while last < end and not state.isEmpty(last) and (last - start) * columns <= _MOST_CELLS:
        last += 1
    if columns > WIDEST or (last - start) * columns > _MOST_CELLS:
        while last < end and not state.isEmpty(last):
            last += 1
        state.env["read_as_words"] = last
        return False
    return silent or table(state, start, end, False)


class _PlacedState(StateInline):
    """Remembers where in the inline source every token begins."""

    _since = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self._since = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - the parser's name
        token = super().pushPending()
        token.meta["at"] = self._since
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        before = self.tokens[-2] if len(self.tokens) > 1 else None
        token.meta["from"] = self.pos
        again = ttype == "text" and before is not None and before.type == "text" and before.meta.get("from") == self.pos
        token.meta["at"] = before.meta["at"] + 1 if again and before is not None else self.pos
        return token


class _PlacedInline(ParserInline):
    """The inline parser with a state that remembers places."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        if len(src) > LONGEST:
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _template_tag(state: StateInline, silent: bool) -> bool:
    """``<% … %>``: a template's tag, no text of the document."""
    if not state.src.startswith("<%", state.pos):
        return False
    if state.html_terminator_last("%>") < state.pos:
        return False
    end = state.src.find("%>", state.pos, state.posMax)
    if end < 0:
        return False
    if not silent:
        state.push("html_inline", "", 0)
    state.pos = end + 2
    return True


BlockRule = Callable[[StateBlock, int, int, bool], bool]


def _placed(rule: BlockRule) -> BlockRule:
    """The block rule, noting for each new inline token where the text of its lines begins."""

    def noting(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        first = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        for token in state.tokens[first:]:
            if token.type == "inline" and token.map and "begins" not in token.meta:
                token.meta["begins"] = [state.bMarks[line] + state.tShift[line] for line in range(*token.map)]
        return True

    return noting


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt()
    parser.inline = _PlacedInline()
    parser.configure("commonmark", {"maxNesting": DEEPEST})
    parser.enable("table")
    parser.disable(["text_join", "fragments_join"])
    parser.inline.ruler.before("autolink", "template_tag", _template_tag)
    parser.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    for rule in parser.block.ruler.__rules__:
        rule.fn = _placed(rule.fn)
    parser.block.ruler.__cache__ = None
    return parser


class _Walk:
    """Goes through the parser's tokens and tells the outline."""

    def __init__(self, body: str, begin: int, outline: Outline) -> None:
        self._lines = body.split("\n")
        self._starts = list(accumulate((len(line) + 1 for line in self._lines), initial=0))
        self._body = body
        self._begin = begin
        self._outline = outline
        self._cells: list[Token] | None = None
        self._heads = False
        self._level = 0
        self.lost: list[str] = []

    def walk(self, tokens: list[Token]) -> None:
        """Tell the outline of every block."""
        for token in tokens:
            step = getattr(self, f"_{token.type}", None)
            if step:
                step(token)

    def _heading_open(self, token: Token) -> None:
        self._level = int(token.tag[1])

    def _heading_close(self, _: Token) -> None:
        self._level = 0

    def _bullet_list_open(self, _: Token) -> None:
        self._outline.enter_list()

    def _ordered_list_open(self, token: Token) -> None:
        self._outline.enter_list(int(token.attrs.get("start", 1)))

    def _bullet_list_close(self, _: Token) -> None:
        self._outline.leave_list()

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _: Token) -> None:
        self._outline.enter_item()

    def _list_item_close(self, _: Token) -> None:
        self._outline.leave_item()

    def _blockquote_open(self, _: Token) -> None:
        self._outline.enter_quote()

    def _blockquote_close(self, _: Token) -> None:
        self._outline.leave_quote()

    def _hr(self, _: Token) -> None:
        self._outline.rule()

    def _table_open(self, _: Token) -> None:
        self._outline.enter_table()

    def _table_close(self, _: Token) -> None:
        self._outline.leave_table()

    def _thead_open(self, _: Token) -> None:
        self._heads = True

    def _thead_close(self, _: Token) -> None:
        self._heads = False

    def _tr_open(self, _: Token) -> None:
        self._cells = []

    def _inline(self, token: Token) -> None:
        if self._cells is not None:
            self._cells.append(token)
            return
        places = self._inline_places(token)
        if not token.content or _MACRO.fullmatch(token.content):
            return
        words = Words()
        _tell(token.children or [], token.content, places, words)
        self._block(words.reading(), places)

    def _tr_close(self, _: Token) -> None:
        cells, self._cells = self._cells, None
        if cells:
            tell = self._outline.header if self._heads else self._outline.row
            tell(*self._row(cells))

    def _row(self, row: list[Token]) -> tuple[Reading, int, int]:
        """The cells of a row as one reading, with the place of the row."""
        line = self._starts[(row[0].map or [0])[0] + 1] - 1
        at = row[0].meta["begins"][0]
        words = Words()
        start = end = self._begin + at
        for column, token in enumerate(row):
            before = at
            places, at = self._cell_places(token.content, at, line)
            if column:
                bar = self._body.find("|", before, line)
                if bar < 0:  # the row ends before its header does
                    break
                words.bar(self._begin + bar)
            words.open(Markup.CELL)
            if places:
                _tell(token.children or [], token.content, places, words)
                end = places[-1] + 1
                start = places[0] if start == self._begin + row[0].meta["begins"][0] else start
            words.close(Markup.CELL)
        reading = words.reading()
        return (reading, *reading.reach(start, end))

    def _cell_places(self, content: str, at: int, line: int) -> tuple[Places, int]:
        """The places of a cell's content, looked for from ``at``, and where the cell ends."""
        body = self._body
        runs: list[tuple[int, int]] = []
        if not content:
            return Places((), (), 0), at
        while at < line and (body[at].isspace() or body[at] == "|"):
            at += 1
        for letter in content:
            if letter == "|" and body.startswith("\\|", at):
                at += 1
            runs.append((self._begin + at, 1))
            at += 1
        return Places.of(runs), at

    def _block(self, reading: Reading, places: Places) -> None:
        """Tell the outline of a heading or paragraph."""
        start, end = places[0], places[-1] + 1
        if self._level:
            self._outline.heading(self._level, reading, start, end)
            return
        box = _TASK.match(reading.text) if self._outline.item_begins else None
        if box:
            reading = reading.after(box.end())
            start = reading.places[0] if reading.text else start
        self._outline.paragraph(reading, start, end)

    def _inline_places(self, token: Token) -> Places:
        """The places of an inline token's content: each of its lines ends as the source line does."""
        first = (token.map or [0])[0]
        for begin in token.meta["begins"][:-1]:
            if self._body[begin : self._starts[first + 1]].strip():
                break
            first += 1  # a line of nothing but blanks that Markdown does not know as such
        runs: list[tuple[int, int]] = []
        contents = token.content.split("\n")
        for number, content in enumerate(contents):
            line = first + number
            source = self._lines[line].rstrip()
            core = content.strip()
            at = self._starts[line] + len(source) - len(core)
            if self._level and len(contents) == 1 and not source.endswith(core):
                at = self._starts[line] + source.rstrip("#").rstrip().rfind(core)
            lead = len(content) - len(content.lstrip())
            begins = at - lead
            runs.append((self._begin + begins, len(content) + (number < len(contents) - 1)))
        return Places.of(runs)

    def _fence(self, token: Token) -> None:
        self._code(token.content, (token.map or [0])[0] + 1)

    def _code_block(self, token: Token) -> None:
        self._code(token.content, (token.map or [0])[0])

    def _code(self, content: str, first: int) -> None:
        """Tell the outline of a code block, indentation of its container left out."""
        content = content.rstrip()
        text = content.lstrip("\n")
        if not text.strip():
            return
        places = self._line_places(content, first)[len(content) - len(text) :]
        words = Words(folded=False)
        words.add(text, places)
        self._outline.code(words.reading(), places[0], places[-1] + 1)

    def _html_block(self, token: Token) -> None:
        places = self._line_places(token.content, (token.map or [0])[0])
        _, lost = outline_html(token.content, self._outline, places)
        self.lost += lost

    def _line_places(self, content: str, first: int) -> Places:
        """The places of a block's raw lines, each of which is the end of a source line."""
        runs: list[tuple[int, int]] = []
        for number, line in enumerate(content.split("\n")):
            at = min(first + number, len(self._lines) - 1)
            source = self._lines[at]
            whole = source if source.endswith(line) else source[: source.rfind(line.strip()) + len(line.lstrip())]
            missing = max(len(line) - len(whole), 0)
            begin = self._begin + self._starts[at] + max(len(whole) - len(line), 0)
            runs.extend((begin, 1) for _ in range(missing))
            runs.append((begin, len(line) - missing))
            runs.append((self._begin + self._starts[at] + len(source), 1))
        return Places.of(runs[:-1])


def _tell(tokens: list[Token], source: str, places: Places, words: Words, base: int = 0) -> None:
    """Add inline tokens to the words; ``base`` is where their own source begins in ``source``."""
    automatic = False
    for token in tokens:
        at = base + token.meta.get("at", 0)
        kind, _, side = token.type.rpartition("_")
        if token.type == "text" and automatic:
            words.add(source[at + 1 : source.index(">", at)], places, at + 1)
        elif token.type == "text":
            words.add(token.content, places, at)
        elif token.type == "text_special":
            _tell_special(token, places, at, words)
        elif token.type == "code_inline":
            words.open(Markup.CODE)
            words.add(token.content, places, _code_begins(token, source, at))
            words.close(Markup.CODE)
        elif token.type in ("softbreak", "hardbreak") or (token.type == "html_inline" and _BREAK.match(token.content)):
            words.blank(places[at])
        elif token.type == "image":
            _tell(token.children or [], source, places, words, at + 2)
        elif kind in _MARKUPS and side == "open":
            words.open(_MARKUPS[kind], str(token.attrGet("href")) if kind == "link" else None)
        elif kind in _MARKUPS:
            words.close(_MARKUPS[kind])
        automatic = token.type == "link_open" and token.info == "auto"


def _code_begins(token: Token, source: str, at: int) -> int:
    """Where the content of a code span begins: the parser takes one blank off both ends."""
    begin = at + len(token.markup)
    raw = source[begin : begin + len(token.content)].replace("\n", " ")
    return begin if raw == token.content else begin + 1


_MARKUPS = {"link": Markup.LINK, "strong": Markup.STRONG, "em": Markup.EMPHASIS}


def _tell_special(token: Token, places: Places, at: int, words: Words) -> None:
    """An entity, or a character after a backslash."""
    if token.info == "entity":
        words.put(token.content, places[at])
    elif token.content == token.markup:
        words.add(token.content, places, at)
    else:
        words.add(token.content, places, at + 1)
