"""Markdown is read as a person reads it, and every character keeps its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import read_document
from index.documents import Block, Document, Kind, Markup

ROOT = Path(__file__).parents[2]
PIECES = (
    "Ask the team",
    "`a  b`",
    "``x ` y``",
    "**bold**",
    "*it*",
    "***both***",
    "_x_",
    "[text](http://a.example 't')",
    "[ref]",
    "[ref][]",
    "![alt *x*](i.png)",
    "<http://a.example/%20x>",
    "<b>in</b>",
    "<!-- no -->",
    "&amp;",
    "&#35;",
    "\\*",
    "\\\\",
    "|",
    "a\\|b",
    "# ",
    "- ",
    "1. ",
    "7) ",
    "> ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "  \n",
    "\\\n",
    "```\n",
    "|-|-|\n",
    "---\n",
    "===\n",
    "<div>",
    "</div>\n",
    "[ref]: /u\n",
    "é—“”\U0001f600",
    "[x] ",
    "<% x %>",
    " ",
    "e.g. 2.0",
    ":",
    "\u00a0",
    "\ufeff",
)


def read(text: str) -> Document:
    return read_document("page.md", text)[0]


def body(text: str) -> list[tuple[Kind, str]]:
    return [(block.kind, block.text) for block in read(text).blocks]


def assert_places(document: Document) -> None:
    for block in document.blocks:
        assert len(block.places) == len(block.text)
        places = list(block.places)
        assert places == sorted(places)
        assert block.start <= places[0] <= places[-1] < block.end <= len(document.text)
        for letter, place in zip(block.text, places, strict=True):
            assert letter.isspace() or document.text[place] in {letter, "&"}, (block.text, letter)
        for mark in block.marks:
            assert 0 <= mark.start <= mark.end <= len(block.text)


@pytest.mark.parametrize("page", sorted((ROOT / "corpus").rglob("*.md")), ids=lambda page: page.name)
def test_every_character_of_a_bundled_page_is_found_at_its_place(page: Path) -> None:
    assert_places(read(page.read_text(encoding="utf-8")))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_every_character_of_any_markdown_is_found_at_its_place(text: str) -> None:
    assert_places(read(text))


def test_what_stands_in_nested_lists_and_quotes_keeps_its_place() -> None:
    text = "- one\n  > quoted `a\n  > b` on\nlazily\n  1. deep\n     wrapped &amp; *set*\n"
    document = read(text)
    assert [block.text for block in document.blocks] == ["one", "quoted a b on lazily", "deep wrapped & set"]
    assert_places(document)


def test_an_item_is_introduced_by_the_paragraph_before_its_list_and_the_items_above() -> None:
    blocks = read("The team:\n\n- outer\n  - inner\n\n    more\n- last\n").blocks
    assert [(block.text, block.leads, block.level) for block in blocks] == [
        ("The team:", (), 0),
        ("outer", (0,), 1),
        ("inner", (0, 1), 2),
        ("more", (0, 1, 2), 0),
        ("last", (0,), 1),
    ]


def test_a_list_after_a_heading_or_a_rule_has_no_introduction() -> None:
    assert [block.leads for block in read("Text.\n\n## Head\n\n- a\n").blocks] == [(), (), ()]
    assert [block.leads for block in read("Text.\n\n***\n\n- a\n").blocks] == [(), ()]


def numbers(text: str) -> list[int | None]:
    return [block.number for block in read(text).blocks if block.kind is Kind.ITEM]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. a\n1. b\n1. c\n", [1, 2, 3]),
        ("4. a\n5. b\n", [4, 5]),
        ("1. a\n\n   ```\n   x\n   ```\n\n2. b\n", [1, 2]),
        ("1. a\n\n```\nx\n```\n\n2. b\n", [1, 2]),
        ("- a\n- b\n", [None, None]),
    ],
    ids=["all ones", "from four", "code within", "code between", "bullets"],
)
def test_ordered_items_are_numbered_as_a_reader_counts(text: str, expected: list[int | None]) -> None:
    document = read(text)
    assert numbers(text) == expected
    assert len({block.group for block in document.blocks if block.kind is Kind.ITEM}) == 1


def test_a_heading_between_two_lists_begins_a_new_count() -> None:
    groups = [block.group for block in read("1. a\n\n# H\n\n2. b\n").blocks if block.kind is Kind.ITEM]
    assert len(set(groups)) == 2


def test_code_is_introduced_by_the_sentence_before_it_and_kept_as_it_stands() -> None:
    text = "Run:\n\n```sh\nif x\n  then y\n```\n"
    code = read(text).blocks[1]
    assert (code.kind, code.text, code.leads) == (Kind.CODE, "if x\n  then y", (0,))
    assert text[code.start : code.end] == "if x\n  then y"


def test_rows_of_a_table_are_introduced_by_its_header() -> None:
    text = "Who to ask:\n\n| Team | Duty |\n|---|---|\n| `#a` | one \\| two |\n| b | |\n"
    document = read(text)
    assert [(block.kind, block.text, block.leads) for block in document.blocks[1:]] == [
        (Kind.HEADER, "Team | Duty", (0,)),
        (Kind.ROW, "#a | one | two", (0, 1)),
        (Kind.ROW, "b |", (0, 1)),
    ]
    assert [mark.markup for mark in document.blocks[2].marks].count(Markup.CELL) == 2
    assert_places(document)


def test_code_spans_wrapped_over_lines_are_one_mark() -> None:
    block = read("assign it to the `3rd Line--Some\nTeam` queue").blocks[0]
    mark = next(mark for mark in block.marks if mark.markup is Markup.CODE)
    assert block.text[mark.start : mark.end] == "3rd Line--Some Team"


def test_links_give_their_text_and_keep_their_target() -> None:
    block = read("see [the\ndocs][d] and <https://a.example/x>\n\n[d]: https://b.example\n").blocks[0]
    assert block.text == "see the docs and https://a.example/x"
    assert [mark.href for mark in block.marks] == ["https://b.example", "https://a.example/x"]


def test_comments_macros_and_template_tags_are_no_text() -> None:
    assert body("a <!-- b -->c\n\n<!-- d\n\n e -->\n\n{{ macro }}\n\n<%= partial 'x' %>\n\n{: .class}\n") == [
        (Kind.PARAGRAPH, "a c")
    ]


def test_html_within_markdown_is_read_as_html() -> None:
    document = read("<details><summary>More</summary>\n<p>It &amp; that</p></details>\n\nAfter.\n")
    assert [block.text for block in document.blocks] == ["More", "It & that", "After."]
    assert_places(document)


def test_boxes_of_task_lists_are_no_text() -> None:
    document = read("- [ ] open\n- [x] done\n")
    assert [block.text for block in document.blocks] == ["open", "done"]
    assert document.text[document.blocks[1].start :] == "done\n"


def test_sections_hold_the_headings_above_without_the_title() -> None:
    blocks: tuple[Block, ...] = read("# Page\n\n## A\n\n### B #\n\nx\n\nC\n-\n\ny\n").blocks
    assert [block.section for block in blocks if block.kind is Kind.PARAGRAPH] == [("A", "B"), ("C",)]


def test_what_is_nested_too_deep_is_named() -> None:
    _, skipped = read_document("deep.md", "\n".join("  " * depth + "- x" for depth in range(2000)))
    assert "nested" in skipped[0].reason
