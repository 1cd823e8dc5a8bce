"""Plain text into blocks, also text copied off the web with its lines broken in the middle of sentences.

Nothing says in plain text what belongs together; the look of each line and of its neighbours does, as it does to a
reader. Where lines are filled up to a width, a line that would have had room for the next word was ended on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from index.documents import Markup, Places
from index.html import without_templates
from index.outline import Outline, Reading, Words

_BULLET = re.compile(r"(?P<sign>[-*+•◦▪‣·●○■–—])(?:[ \t]+|(?<=[•◦▪‣●○■])(?=\S))(?=\S)")
_ORDINAL = re.compile(r"\(?(?P<ordinal>\d{1,3}|[A-Za-z]|[ivx]{2,4})(?P<sign>[.)])[ \t]+(?=\S)")
_QUOTE_OPENS, _QUOTE_CLOSES = re.compile(r"(?<![^\s(])[\"“](?=\w)"), re.compile(r"(?<=[\w.,!?])[\"”]")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_INNER_BULLET = re.compile(r"(?P<before>[)\]}”’\"'.,;:!?]+)[ \t]+(?P<sign>[-*+•–])[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"(={3,}|-{3,}|~{3,}|\*{3,})\s*$")
_HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_FENCE = re.compile(r"```|~~~")
_CLOSING = tuple(")]}”’»,.;:!?%")
_STOPS = (".", "!", "?", ".)", "!)", "?)", '."', ".”", ".’", "…")
_LINKING = frozenset(
    "a an and any are as at be been between by can each every for from has have her his if in into is its may must my "
    "no nor not of on onto or our per should than that the their these this those to under until via was were when "
    "where which who whose will with your called named".split()
)
_TITLE_LENGTH = 70
_WIDEST_WRAP = 130
_INDENTED = 4
_DEEPEST = 60  # columns; what is set in further is not told apart


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: ``body`` without the white space around it, which begins at offset ``at``."""

    body: str
    at: int
    indent: int
    length: int
    after_blank: bool

    def cut(self, start: int, end: int | None = None) -> _Line:
        """A part of the line as one of its own."""
        part = self.body[start:end]
        lead = len(part) - len(part.lstrip())
        return _Line(part.strip(), self.at + start + lead, self.indent + start + lead, self.length, self.after_blank)


@dataclass(slots=True)
class _List:
    """An open list: where its signs and its text stand, and the number of the item last read."""

    sign: str
    indent: int
    text: int
    number: int | None


@dataclass(slots=True)
class _Block:
    """The block being put together, line by line."""

    lines: list[_Line] = field(default_factory=list)
    brackets: int = 0

    @property
    def last(self) -> str:
        return self.lines[-1].body


def outline_plaintext(text: str, outline: Outline, begin: int = 0) -> tuple[str, ...]:
    """Read ``text[begin:]`` into the outline; there is nothing of plain text that could not be read."""
    _Reader(_lines(without_templates(text[begin:]), begin), outline).read()
    return ()


def _lines(body: str, begin: int) -> list[_Line]:
    found: list[_Line] = []
    at, after_blank = begin, False
    for raw in body.split("\n"):
        stripped = raw.strip(" \t\ufeff\u200b\u00a0\f\v")
        if stripped and not stripped.isspace():
            lead = raw.index(stripped)
            indent = min(len(raw[:lead].expandtabs(4)), _DEEPEST)
            found.append(_Line(stripped, at + lead, indent, len(raw.rstrip()), after_blank))
            after_blank = False
        else:
            after_blank = True
        at += len(raw) + 1
    return found


def _runs(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The lines between blank ones."""
    runs: list[list[_Line]] = []
    for line in lines:
        if line.after_blank or not runs:
            runs.append([])
        runs[-1].append(line)
    return runs


def _is_wrapped(run: Sequence[_Line], widest: int) -> bool:
    """Whether lines are one paragraph by their look: all but the last nearly as long as any, and only that one ends."""
    return (
        len(run) > 1
        and run[-1].body.endswith(_STOPS)
        and not any(_sign(line.body) for line in run)
        and all(line.length > widest * 0.75 and not line.body.endswith((*_STOPS, ":")) for line in run[:-1])
    )


class _Layout:
    """How the lines of a text are laid out."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        widest = max((line.length for line in lines), default=0)
        pairs = [(one, two) for one, two in pairwise(lines) if not two.after_blank and not _sign(two.body)]
        mid_sentence = [
            one for one, two in pairs if two.body[0].islower() and one.body[-1].isalpha() and one.length > widest * 0.6
        ]
        wrapped = mid_sentence or any(_is_wrapped(run, widest) for run in _runs(lines))
        self.width = widest if widest <= _WIDEST_WRAP and widest > 40 and wrapped else None
        blanks = sum(line.after_blank for line in lines[1:])
        self.spaced = blanks >= 2 and blanks * 8 >= len(lines)

    def full(self, line: _Line, following: _Line) -> bool:
        """Whether the line had no room left for the first word of the next."""
        first = following.body.split(None, 1)[0]
        return self.width is not None and line.length + 1 + len(first) > self.width


class _Reader:
    """Goes through the lines and tells the outline."""

    def __init__(self, lines: list[_Line], outline: Outline) -> None:
        self._lines = lines
        self._layout = _Layout(lines)
        self._outline = outline
        self._block = _Block()
        self._lists: list[_List] = []
        self._bare = False  # in a list that has lost its bullets

    def read(self) -> None:
        """Tell the outline of every block."""
        at = 0
        while at < len(self._lines):
            at = self._step(at)
        self._end_lists()

    def _step(self, at: int) -> int:
        """Read the line there, or several; gives the next line to read."""
        line = self._lines[at]
        following = self._lines[at + 1] if at + 1 < len(self._lines) else None
        if _FENCE.match(line.body):
            return self._fenced(at)
        if self._is_code(line):
            return self._indented(at)
        if self._is_row(at) and self._is_row(at + 1):
            return self._table(at)
        if following and not following.after_blank and self._is_underlined(line, following):
            self._heading(line, 1 if following.body[0] in "=*" else 2)
            return at + 2
        if _UNDERLINE.match(line.body):
            self._flush()
            self._outline.rule()
            return at + 1
        hashes = _HASHES.match(line.body)
        if hashes:
            self._heading(line.cut(hashes.end()), len(hashes[1]))
        elif self._begins_item(line):
            self._item(line)
        elif self._continues(line):
            self._join(line)
        elif self._is_heading(at):
            self._heading(line, 1 if at == 0 else 2)
        else:
            self._begin(at)
        return at + 1

    # what a line is

    def _is_row(self, at: int) -> bool:
        """Whether the line has cells parted by tabs, as rows copied out of a table have."""
        return at < len(self._lines) and "\t" in self._lines[at].body and not _sign(self._lines[at].body)

    def _is_code(self, line: _Line) -> bool:
        margin = self._lists[-1].text if self._lists else 0
        apart = line.after_blank or (bool(self._block.lines) and self._block.last.endswith(":"))
        return line.indent >= margin + _INDENTED and apart and not _sign(line.body)

    def _is_underlined(self, line: _Line, following: _Line) -> bool:
        rule = _UNDERLINE.match(following.body)
        apart = line.after_blank or not self._block.lines or not self._continues(line)
        near = abs(len(following.body) - len(line.body)) <= max(3, len(line.body) // 2)
        return bool(rule) and apart and near and len(line.body) <= 100 and not _UNDERLINE.match(line.body)

    def _begins_item(self, line: _Line) -> bool:
        sign = _sign(line.body)
        if not sign:
            return False
        if sign["sign"] in "–—":
            return self._in_list_of(sign["sign"]) or line.after_blank or not self._open_sentence()
        if sign.re is not _ORDINAL:
            return True
        number = self._number(sign["ordinal"])
        known = [one.number for one in self._lists if one.number is not None]
        if any(number == one + 1 for one in known):
            return True
        if sign["ordinal"].isalpha() and number != 1:
            return False
        beside = bool(self._lists) and self._lists[-1].indent == line.indent and (self._lists[-1].number or 0) < number
        full = bool(self._block.lines) and self._layout.full(self._block.lines[-1], line)
        return number == 1 or line.after_blank or not self._open_sentence() or (beside and not full)

    def _number(self, ordinal: str) -> int:
        """What an ordinal counts: a letter that goes on with an open list, else a Roman numeral where it is one."""
        letter = ord(ordinal[0].casefold()) - ord("a") + 1
        if ordinal.isdigit():
            return int(ordinal)
        goes_on = len(ordinal) == 1 and any(one.number == letter - 1 for one in self._lists)
        return letter if goes_on or ordinal not in _ROMAN else _ROMAN.index(ordinal) + 1

    def _in_list_of(self, sign: str) -> bool:
        return any(one.sign == sign for one in self._lists)

    def _open_sentence(self) -> bool:
        """Whether the block so far breaks off in the middle of a sentence."""
        return bool(self._block.lines) and not self._block.last.endswith((*_STOPS, ":"))

    def _continues(self, line: _Line) -> bool:
        """Whether the line goes on with the block before it."""
        block = self._block
        if line.after_blank or not block.lines:
            return False
        before, last = block.lines[-1], block.last
        if block.brackets > 0 or line.body.startswith(_CLOSING):
            return True
        bare = self._bare and not _breaks_off(last) and not _is_token(last) and not _is_token(line.body)
        if bare or last.endswith(":"):
            return False
        return self._goes_on(before, line)

    def _goes_on(self, before: _Line, line: _Line) -> bool:
        """Whether a line goes on with the one directly before it, by the way the two look."""
        last = before.body
        if line.body[0].islower() or self._layout.full(before, line):
            return not self._dedented(line) or line.body[0].islower()
        if self._lists and line.indent > self._lists[-1].indent:
            return True
        if last.endswith(_STOPS):
            return self._layout.spaced and not self._lists
        if _is_token(line.body) or (_is_token(last) and not line.body.endswith(":")):
            return _is_token(last) or not _is_token(line.body) or _leads_on(last)
        return _breaks_off(last) or _is_broken_clause(self._block.lines[0].body, last, line.body)

    def _dedented(self, line: _Line) -> bool:
        """Whether the line stands to the left of the text of an item that was indented."""
        return bool(self._lists) and self._hanging() and line.indent <= self._lists[-1].indent

    def _hanging(self) -> bool:
        """Whether the lines of an item stand below its text and not below its sign."""
        return len(self._block.lines) > 1 and self._block.lines[-1].indent > self._lists[-1].indent

    def _is_heading(self, at: int) -> bool:
        """Whether the line, which begins a block, is the heading of what follows."""
        line = self._lines[at]
        following = self._lines[at + 1] if at + 1 < len(self._lines) else None
        if following is None or not _looks_like_heading(line.body) or (self._lists and line.indent > 0):
            return False
        before = self._block.last if self._block.lines else ""
        if before.endswith(":") and not line.after_blank:
            return False
        if _is_capitals(line.body):
            return True
        goes_on = following.body[0].islower() or _is_broken_clause(line.body, line.body, following.body)
        if goes_on and not following.after_blank:
            return False
        if at == 0 or line.after_blank:
            return (
                at == 0
                or following.after_blank
                or (len(following.body) > _TITLE_LENGTH and not self._layout.full(line, following))
            )
        alone = not _looks_like_heading(following.body) or bool(_sign(following.body))
        return not self._layout.spaced and self._layout.width is None and alone and not self._bare

    def _begins_bare_list(self, at: int) -> bool:
        """Whether a sentence that ends in a colon is followed by lines of a list that has lost its bullets."""
        run = self._lines[at : at + 2]
        if len(run) < 2 or run[1].after_blank or self._layout.full(*run) or run[0].after_blank:
            return False
        return (
            all(
                not line.body.endswith((*_STOPS, ":")) and not _sign(line.body) and not _is_token(line.body)
                for line in run
            )
            and run[0].body[0].islower() == run[1].body[0].islower()
        )

    # what is done with it

    def _begin(self, at: int) -> None:
        """Begin a paragraph, or an item of a list that has lost its bullets."""
        line = self._lines[at]
        led = bool(self._block.lines) and self._block.last.endswith(":") and not self._lists
        if self._bare and (line.after_blank or line.body.endswith((*_STOPS, ":")) or _sign(line.body)):
            self._end_lists()
        elif led and not self._bare and self._begins_bare_list(at):
            self._flush()
            self._outline.enter_list()
            self._bare = True
        elif not self._bare:
            self._leave_lists(line)
        if self._bare:
            self._flush()
            self._end_item()
            self._outline.enter_item()
        self._flush()
        self._join(line)

    def _leave_lists(self, line: _Line) -> None:
        """End the lists that a new paragraph is no part of: what is indented below an item stays in it."""
        self._flush()
        while self._lists and line.indent < max(self._lists[-1].text - 1, self._lists[-1].indent + 2):
            self._end_list()

    def _item(self, line: _Line) -> None:
        """Begin an item, in the list it belongs to."""
        sign = _sign(line.body)
        if sign is None:
            return
        self._flush()
        if self._bare:
            self._end_lists()
        ordinal = sign.groupdict().get("ordinal")
        number = self._number(ordinal) if ordinal else None
        kind = sign["sign"] if number is None else "1" + sign["sign"] if ordinal and ordinal.isdigit() else "a"
        while self._lists and self._lists[-1].indent > line.indent + 1:
            self._end_list()
        while self._lists and self._lists[-1].indent >= line.indent - 1 and self._lists[-1].sign != kind:
            outer = any(one.sign == kind and one.indent <= line.indent + 1 for one in self._lists[:-1])
            if not outer and self._nests(kind, number):
                break
            self._end_list()
        top = self._lists[-1] if self._lists else None
        if top and top.sign == kind and top.indent >= line.indent - 1:
            self._outline.leave_item()
            top.number, top.text = number, line.indent + sign.end()
        else:
            self._lists.append(_List(kind, line.indent, line.indent + sign.end(), number))
            self._outline.enter_list(number)
        self._outline.enter_item(number)
        self._join(line.cut(sign.end()))

    def _nests(self, kind: str, number: int | None) -> bool:
        """Whether a list with another sign at the same margin lies within the open item: one that leads on to it."""
        top = self._lists[-1]
        return self._led and top.sign != kind and (number is None or number == 1)

    def _join(self, line: _Line) -> None:
        """Add a line to the block, or the part of it before a bullet that copying has left within it."""
        inner = _INNER_BULLET.match(line.body) if self._lists and self._block.lines else None
        if inner and self._in_list_of(inner["sign"]):
            self._join(line.cut(0, inner.end("before")))
            self._item(replace(line.cut(inner.start("sign")), indent=self._lists[-1].indent))
            return
        self._block.lines.append(line)
        opened = sum(line.body.count(sign) for sign in "([") + len(_QUOTE_OPENS.findall(line.body))
        closed = sum(line.body.count(sign) for sign in ")]") + len(_QUOTE_CLOSES.findall(line.body))
        self._block.brackets = max(self._block.brackets + opened - closed, 0) if len(self._block.lines) < 12 else 0

    def _heading(self, line: _Line, level: int) -> None:
        self._end_lists()
        self._outline.heading(level, *_reading([line]))

    def _table(self, at: int) -> int:
        """A table whose cells are parted by tabs, its header first."""
        self._end_lists()
        self._outline.enter_table()
        first = at
        while self._is_row(at) and (at == first or not self._lines[at].after_blank):
            tell = self._outline.header if at == first else self._outline.row
            tell(*_cells(self._lines[at]))
            at += 1
        self._outline.leave_table()
        return at

    def _fenced(self, at: int) -> int:
        """A code block between two fences."""
        self._flush()
        fence = self._lines[at].body[:3]
        end = at + 1
        while end < len(self._lines) and not self._lines[end].body.startswith(fence):
            end += 1
        self._code(self._lines[at + 1 : end])
        return end + 1

    def _indented(self, at: int) -> int:
        """A code block set in from the margin."""
        self._flush()
        margin = self._lines[at].indent
        end = at + 1
        while end < len(self._lines) and self._lines[end].indent >= margin:
            end += 1
        self._code(self._lines[at:end])
        return end

    def _code(self, lines: Sequence[_Line]) -> None:
        words = Words(folded=False)
        margin = min((line.indent for line in lines), default=0)
        for before, line in pairwise((None, *lines)):
            if before is not None:
                words.add("\n", Places.of([(before.at + len(before.body), 1)]))
            if line is not None:
                words.add(" " * (line.indent - margin), Places.of([(line.at, 1)] * (line.indent - margin)))
                words.add(line.body, Places.of([(line.at, len(line.body))]))
        if lines:
            self._outline.code(words.reading(), lines[0].at, lines[-1].at + len(lines[-1].body))

    # what has been put together goes to the outline

    def _flush(self) -> None:
        block, self._block = self._block, _Block()
        self._led = bool(block.lines) and block.last.endswith(":")
        if block.lines:
            self._outline.paragraph(*_reading(block.lines))

    _led = False

    def _end_item(self) -> None:
        if self._outline.in_item:
            self._outline.leave_item()

    def _end_list(self) -> None:
        self._flush()
        self._lists.pop()
        self._outline.leave_item()
        self._outline.leave_list()

    def _end_lists(self) -> None:
        self._flush()
        if self._bare:
            self._end_item()
            self._outline.leave_list()
            self._bare = False
        while self._lists:
            self._end_list()


def _reading(lines: Sequence[_Line]) -> tuple[Reading, int, int]:
    """Lines as one stretch of text: joined by blanks, save before closing signs and after a divided word."""
    words = Words()
    before: _Line | None = None
    for line in lines:
        if before is not None and not line.body.startswith(_CLOSING) and not _divided(before.body, line.body):
            words.blank(before.at + len(before.body))
        words.add(line.body, Places.of([(line.at, len(line.body))]))
        before = line
    return words.reading(), lines[0].at, lines[-1].at + len(lines[-1].body)


def _cells(line: _Line) -> tuple[Reading, int, int]:
    """A line as a row of cells."""
    words = Words()
    at = line.at
    for number, cell in enumerate(line.body.split("\t")):
        if number:
            words.bar(at - 1)
        words.open(Markup.CELL)
        words.add(cell, Places.of([(at, len(cell))]))
        words.close(Markup.CELL)
        at += len(cell) + 1
    return words.reading(), line.at, line.at + len(line.body)


def _divided(before: str, after: str) -> bool:
    """Whether a line ends within a word that has a hyphen."""
    return before.endswith("-") and before[-2:-1].isalpha() and after[0].islower()


def _sign(body: str) -> re.Match[str] | None:
    """The bullet or ordinal at the head of a line."""
    return _BULLET.match(body) or _ORDINAL.match(body)


def _is_token(body: str) -> bool:
    """Whether a line is a single word such as code has: a name with signs in it, a path, an address."""
    if " " in body or "\t" in body or len(body) < 2 or body.endswith((":", ",")):
        return False
    inner = body.strip("().,;:!?\"'“”‘’")
    return bool(re.search(r"[\w*][./_@:=\\#*<>$-]+[\w*]|^[#@$*/~.<-]+\w|[a-z][A-Z]|\w\(\)", inner))


def _breaks_off(last: str) -> bool:
    """Whether a line ends where no sentence can end."""
    return last.endswith((",", "--", "–", "—", "(", "[", "/", "&", "+")) or _leads_on(last)


def _is_broken_clause(first: str, last: str, line: str) -> bool:
    """Whether a paragraph that begins with "If" breaks off and the line after it brings the comma that it wants."""
    opened = re.match(r"(?:If|When|Whenever|Where|Once|Unless|Should) ", first)
    return bool(opened) and last[-1].isalnum() and bool(re.match(r"\S+(?: \S+){0,2}, [a-z]", line))


def _leads_on(last: str) -> bool:
    """Whether the last word of a line wants another."""
    words = last.rsplit(None, 1)
    return bool(words) and words[-1].casefold().lstrip("(“‘\"'") in _LINKING


def _is_capitals(body: str) -> bool:
    letters = [letter for letter in body if letter.isalpha()]
    return len(letters) >= 4 and body.upper() == body and not body.endswith(_STOPS) and not _is_token(body)


def _looks_like_heading(body: str) -> bool:
    """Whether a line is short, begins like a sentence and does not end like one."""
    closed = body.endswith((*_STOPS, ":", ";", ",")) and not body.endswith("?")
    if len(body) > _TITLE_LENGTH or closed or _sign(body) or _is_token(body) or _breaks_off(body):
        return False
    return body[0].isupper() or body[0].isdigit()
