"""HTML into blocks, every character with its place in the source."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from index.documents import Markup, Places
from index.outline import Outline, Reading, Words

DEEPEST = 100  # elements within one another that are told apart
_TANGLE = 50  # times its length that a parser may be made to look through a text
_UNREAD = frozenset("script style template nav noscript iframe object svg math select datalist head".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_INLINE = {
    "a": Markup.LINK,
    "code": Markup.CODE,
    "kbd": Markup.CODE,
    "samp": Markup.CODE,
    "tt": Markup.CODE,
    "strong": Markup.STRONG,
    "b": Markup.STRONG,
    "em": Markup.EMPHASIS,
    "i": Markup.EMPHASIS,
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center details dd dir div dl dt fieldset figcaption figure footer "
    "form header hgroup hr html legend li main menu nav ol optgroup option p pre section summary table tbody td tfoot "
    "th thead tr ul".split()
) | frozenset(_HEADINGS)
_ENDS_BEFORE = {  # an element that begins ends the open one of these names, unless one of those names lies between
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "thead": ({"thead", "tbody", "tfoot", "tr"}, {"table"}),
    "tbody": ({"thead", "tbody", "tfoot", "tr"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot", "tr"}, {"table"}),
    "option": ({"option"}, {"select"}),
}
_PARAGRAPH: tuple[set[str], set[str]] = ({"p"}, set(_BLOCKS - {"p"}))
_NOTHING: tuple[set[str], set[str]] = (set(), set())
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
Attributes = list[tuple[str, str | None]]


def outline_html(text: str, outline: Outline, places: Places) -> tuple[str | None, tuple[str, ...]]:
    """Read HTML into the outline; ``places`` tells where its characters stand.

    Gives the page's own title, if any, and in plain words what could not be read.
    """
    text = without_templates(text)
    unclosed = text.find("<!--", text.rfind("-->") + 1)
    if unclosed >= 0:
        text = text[:unclosed]
    if _tangled(text):
        return None, ("its tags are not closed, so that it cannot be read as HTML",)
    reader = _Reader(outline, places, _reversed_counts(text))
    reader.read(text)
    deep = f"{reader.too_deep} elements nested more than {DEEPEST} deep were read as bare text"
    return reader.title, (deep,) if reader.too_deep else ()


def without_templates(text: str) -> str:
    """The text with ``<% … %>`` blanked out, everything else in its place."""
    parts: list[str] = []
    at = 0
    while (begin := text.find("<%", at)) >= 0 and (end := text.find("%>", begin)) >= 0:
        parts += text[at:begin], " " * (end + 2 - begin)
        at = end + 2
    return "".join((*parts, text[at:]))


def _tangled(text: str) -> bool:
    """Whether looking for the end of every tag would take far more than reading the text once."""
    work, at = 0, len(text)
    close = len(text)
    while (at := text.rfind("<", 0, at)) >= 0:
        nearest = text.find(">", at, close)
        close = nearest if nearest >= 0 else close
        work += close - at
        if work > _TANGLE * len(text) + 100_000:
            return True
    return False


def _reversed_counts(text: str) -> list[int]:
    """The number of items of each list that counts down, in the order the lists begin."""
    if "reversed" not in text:
        return []
    counter = _Counter()
    counter.feed(text)
    counter.close()
    return counter.counts


class _Counter(HTMLParser):
    """Counts the items of lists that count down."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.counts: list[int] = []
        self._open: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in _LISTS:
            backwards = any(name == "reversed" for name, _ in attrs)
            self._open.append(len(self.counts) if backwards else None)
            self.counts += [0] if backwards else []
        elif tag == "li" and self._open and self._open[-1] is not None:
            self.counts[self._open[-1]] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _LISTS and self._open:
            self._open.pop()


@dataclass(slots=True)
class _Element:
    """An open element."""

    tag: str
    unread: bool = False
    told: bool = False  # whether the outline, or the row, was told that it began


class _Reader(HTMLParser):
    """Goes through the tags and tells the outline."""

    def __init__(self, outline: Outline, places: Places, counts: list[int]) -> None:
        super().__init__(convert_charrefs=False)
        self.title: str | None = None
        self.too_deep = 0
        self._outline = outline
        self._places = places
        self._counts = iter(counts)
        self._at = 0
        self._base = 0
        self._open: list[_Element] = []
        self._over = 0
        self._unread = 0
        self._words: Words | None = None
        self._spanned: tuple[int, int] = (0, 0)
        self._titles: list[str] | None = None
        self._row: _Row | None = None
        self._source = ""

    def read(self, text: str) -> None:
        """Read a whole text."""
        self._source = text
        self.feed(text)
        self._base = len(text) - len(self.rawdata)
        self._at = 0
        self.close()
        self._close_to(0)
        self._flush()

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002 - the parser tells it where it is
        self._at = j
        return j

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._ends_before(tag):
            return
        if tag == "title":
            self._titles = [] if self.title is None else None
        if tag in _BLOCKS and self._row is None:
            self._flush()
        elif tag in _BLOCKS or tag == "br":
            self._blank()
        self._begin(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._over and tag not in _VOID:
            self._over -= 1
            return
        if tag == "title" and self._titles is not None:
            self.title, self._titles = " ".join("".join(self._titles).split()) or None, None
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].tag == tag:
                self._close_to(depth)
                return
        if tag in _BLOCKS and not self._unread and self._row is None:
            self._flush()

    def handle_data(self, data: str) -> None:
        if self._titles is not None:
            self._titles.append(data)
        elif not self._unread and (self._words or data.strip()):
            begin = self._base + self._at
            self._text().add(data, self._places, begin)
            if data.strip():
                self._span(begin + len(data) - len(data.lstrip()), begin + len(data.rstrip()))

    def handle_entityref(self, name: str) -> None:
        self._entity(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._entity(f"&#{name}")

    def _entity(self, raw: str) -> None:
        begin = self._base + self._at
        closed = self._source.startswith(";", begin + len(raw))
        read = unescape(raw + ";")
        if self._titles is not None:
            self._titles.append(read)
        elif not self._unread and read == raw + ";":
            self._text().add(raw + ";" * closed, self._places, begin)
            self._span(begin, begin + len(raw) + closed)
        elif not self._unread:
            self._text().put(read, self._places[begin])
            self._span(begin, begin + len(raw) + closed)

    @property
    def _verbatim(self) -> bool:
        """Whether text is kept as it stands: in a code block, save for a heading there."""
        tags = {element.tag for element in self._open}
        return "pre" in tags and not tags & _HEADINGS.keys()

    def _text(self) -> Words:
        if self._row is not None:
            self._row.open_cell()
            return self._row.words
        if self._words is None:
            self._words = Words(folded=not self._verbatim)
            self._spanned = (-1, -1)
            for element in self._open:
                if element.tag in _INLINE:
                    self._words.open(_INLINE[element.tag])
        return self._words

    def _span(self, begin: int, end: int) -> None:
        """Note that the block reaches from the first to the last of its text."""
        first, last = self._places[begin], self._places[end - 1] + 1
        if self._row is not None:
            self._row.span(first, last)
        else:
            self._spanned = (first if self._spanned[0] < 0 else self._spanned[0], last)

    def _blank(self) -> None:
        """A break of the line within a block."""
        words = self._row.words if self._row is not None else self._words
        if words and not self._unread and self._places:
            place = self._places[min(self._base + self._at, len(self._places) - 1)]
            if self._row is None and self._verbatim:
                words.put("\n", place)
            else:
                words.blank(place)

    def _ends_before(self, tag: str) -> bool:
        """End what the new element ends; true when it is too deep to be told apart."""
        names, walls = _ENDS_BEFORE.get(tag, _PARAGRAPH if tag in _BLOCKS else _NOTHING)
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].tag in names:
                self._close_to(depth)
                break
            if self._open[depth].tag in walls:
                break
        if len(self._open) >= DEEPEST and tag not in _VOID:
            self._over += 1
            self.too_deep += 1
            if tag in _BLOCKS and self._row is None:
                self._flush()
            return True
        return False

    def _begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in _VOID:
            self._void(tag, attributes)
            return
        unread = tag in _UNREAD or _hidden(attributes)
        element = _Element(tag, unread)
        self._open.append(element)
        self._unread += unread
        if self._unread:
            return
        if tag in _INLINE:
            words = self._row.words if self._row is not None else self._words
            if words or _INLINE[tag] is not Markup.LINK:
                (words or self._text()).open(_INLINE[tag], attributes.get("href"))
            else:
                self._text()
        elif self._row is None:
            element.told = self._begin_block(tag, attributes)
        elif tag in ("td", "th") and self._in_own_row():
            self._row.next_cell(tag == "th", self._places[self._base + self._at])

    def _in_own_row(self) -> bool:
        """Whether the innermost row is the one being read, not that of a table within one of its cells."""
        return next((element.told for element in reversed(self._open) if element.tag == "tr"), False)

    def _begin_block(self, tag: str, attributes: dict[str, str | None]) -> bool:
        """Tell the outline what begins; gives whether it has to be told of the end."""
        if tag in _LISTS:
            self._outline.enter_list(*self._counting(tag, attributes))
        elif tag == "li":
            self._outline.enter_item(_integer(attributes.get("value")))
        elif tag == "dd":
            self._outline.enter_list()
            self._outline.enter_item()
        elif tag == "blockquote":
            self._outline.enter_quote()
        elif tag == "table":
            self._outline.enter_table()
        elif tag == "tr" and any(element.tag == "table" and element.told for element in self._open):
            self._row = _Row(any(element.tag == "thead" for element in self._open))
        else:
            return False
        return True

    def _counting(self, tag: str, attributes: dict[str, str | None]) -> tuple[int | None, int]:
        if tag != "ol":
            return None, 1
        start = _integer(attributes.get("start"))
        if "reversed" in attributes:
            count = next(self._counts, 1)
            return count if start is None else start, -1
        return 1 if start is None else start, 1

    def _void(self, tag: str, attributes: dict[str, str | None]) -> None:
        if self._unread:
            return
        if tag == "hr":
            self._outline.rule()
        alt = attributes.get("alt")
        if tag == "img" and alt and alt.strip():
            raw = self.get_starttag_text() or ""
            at = raw.find(alt)
            if at >= 0:
                begin = self._base + self._at + at
                self._text().add(alt, self._places, begin)
                self._span(begin, begin + len(alt))

    def _close_to(self, depth: int) -> None:
        """End all elements down to this depth."""
        while len(self._open) > depth:
            element = self._open[-1]
            if not self._unread:
                self._end(element)
            self._open.pop()
            self._unread -= element.unread

    def _end(self, element: _Element) -> None:
        if element.tag in _INLINE:
            words = self._row.words if self._row is not None else self._words
            if words:
                words.close(_INLINE[element.tag])
        elif element.tag == "tr" and element.told and self._row is not None:
            row, self._row = self._row, None
            self._tell_row(row)
        elif self._row is not None and element.tag in _BLOCKS:
            self._blank()
        elif element.tag in _BLOCKS:
            self._flush()
            if element.told:
                self._end_block(element.tag)

    def _end_block(self, tag: str) -> None:
        if tag in _LISTS:
            self._outline.leave_list()
        elif tag == "li":
            self._outline.leave_item()
        elif tag == "dd":
            self._outline.leave_item()
            self._outline.leave_list()
        elif tag == "blockquote":
            self._outline.leave_quote()
        else:
            self._outline.leave_table()

    def _tell_row(self, row: _Row) -> None:
        reading = row.reading()
        if not reading.text:
            return
        (self._outline.header if row.heads else self._outline.row)(reading, *reading.reach(*row.spanned))

    def _flush(self) -> None:
        """Tell the outline of the text collected so far."""
        words, self._words = self._words, None
        if words is None or self._spanned[0] < 0:
            return
        reading = words.reading()
        level = max((_HEADINGS.get(element.tag, 0) for element in self._open), default=0)
        if level:
            self._outline.heading(level, reading, *self._spanned)
        elif self._verbatim:
            reading = reading.without_blank_lines()
            self._outline.code(reading, *reading.reach(*self._spanned))
        else:
            self._outline.paragraph(reading, *self._spanned)


class _Row:
    """The row of a table that is being read."""

    def __init__(self, in_head: bool) -> None:
        self.words = Words()
        self.spanned = (-1, -1)
        self._in_head = in_head
        self._cells = 0
        self._body_cells = 0

    @property
    def heads(self) -> bool:
        """Whether it is a header row."""
        return self._in_head or not self._body_cells

    def open_cell(self) -> None:
        """Text outside any cell counts as a cell."""
        if not self._cells:
            self.next_cell(False, 0)

    def next_cell(self, heading: bool, place: int) -> None:
        """Begin a cell."""
        if self._cells:
            self.words.close(Markup.CELL)
            self.words.bar(place)
        self.words.open(Markup.CELL)
        self._cells += 1
        self._body_cells += not heading

    def span(self, first: int, last: int) -> None:
        """Note where text of the row stands."""
        self.spanned = (first if self.spanned[0] < 0 else self.spanned[0], last)

    def reading(self) -> Reading:
        """The cells as one text."""
        return self.words.reading()


def _hidden(attributes: dict[str, str | None]) -> bool:
    style = (attributes.get("style") or "").replace(" ", "").casefold()
    return "hidden" in attributes or "display:none" in style or "visibility:hidden" in style


def _integer(value: str | None) -> int | None:
    text = (value or "").strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 10 else None
