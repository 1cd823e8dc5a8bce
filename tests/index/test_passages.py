"""Passages carry what introduces them, quote exactly, and are never longer than the model reads."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import read_document
from index.documents import Document, Kind
from index.passages import Passage, cut
from index.sentences import sentences

PAGE = """# Harbour

Boats are moored. They stay there.

## Who does what

The Berthing desk (`#berths`):

- assigns berths, e.g. on pier 2
- keeps the tide tables

| Day | Who |
|-----|-----|
| Mon | Ann |

Start it:

    start now
    wait
"""


def pieces(text: str) -> int:
    """A count of words and signs, which behaves as the model's does."""
    return sum(1 + len(word) // 6 for word in re.findall(r"\w+|[^\w\s]", text))


def page(text: str, path: str = "page.md") -> Document:
    return read_document(path, text)[0]


def passages(text: str, longest: int = 254) -> tuple[Passage, ...]:
    return cut(page(text), pieces, longest)


def test_a_passage_for_each_paragraph_item_row_and_code_block_and_none_for_headings() -> None:
    assert [(one.kind, one.text, one.introduction) for one in passages(PAGE)] == [
        (Kind.PARAGRAPH, "Boats are moored. They stay there.", ""),
        (Kind.PARAGRAPH, "The Berthing desk (#berths):", ""),
        (Kind.ITEM, "assigns berths, e.g. on pier 2", "The Berthing desk (#berths):"),
        (Kind.ITEM, "keeps the tide tables", "The Berthing desk (#berths):"),
        (Kind.ROW, "Mon | Ann", "Day | Who"),
        (Kind.PARAGRAPH, "Start it:", ""),
        (Kind.CODE, "start now\nwait", "Start it:"),
    ]


def test_a_passage_knows_its_section_and_is_embedded_with_it() -> None:
    item = passages(PAGE)[2]
    assert item.section == ("Who does what",)
    assert item.context.split("\n") == [
        "Harbour",
        "Who does what",
        "The Berthing desk (#berths):",
        "assigns berths, e.g. on pier 2",
    ]


def test_quotes_are_the_documents_own_words_at_their_place() -> None:
    document = page(PAGE)
    for passage in cut(document, pieces):
        for quote in (passage.quote, *passage.leads, *passage.sentences):
            assert quote.text == document.text[quote.start : quote.end]
            assert quote.line == document.text.count("\n", 0, quote.start) + 1
    assert passages(PAGE)[2].leads[0].text == "The Berthing desk (`#berths`):"


def test_ids_stay_while_the_text_stands_and_are_unique() -> None:
    twice = "same\n\nsame\n\nother\n"
    first, second, other = passages(twice)
    assert len({first.id, second.id, other.id}) == 3
    assert re.fullmatch(r"[0-9a-f]{16}", first.id)
    assert [one.id for one in passages("new\n\n" + twice)][1:] == [first.id, second.id, other.id]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["word ", "sentence end. ", "x" * 90 + " ", "\n\n", "- item ", "\n", "a: ", "| a | b |\n"])
    ),
    st.integers(30, 120),
)
def test_no_context_is_longer_than_the_model_reads(parts: list[str], longest: int) -> None:
    for passage in passages("# Title of it\n\n## Part\n\n" + "".join(parts * 9), longest):
        assert pieces(passage.context) <= longest
        assert passage.text in passage.context


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    text = " ".join(f"This is sentence number {number} of a long paragraph." for number in range(40))
    cuts = passages(text, 100)
    assert len(cuts) > 1
    assert all(one.text.endswith(".") and one.text.startswith("This") for one in cuts)
    assert " ".join(one.text for one in cuts) == text
    assert sum(len(one.sentences) for one in cuts) == 40


def test_what_introduces_a_passage_is_shortened_from_the_outside_in() -> None:
    text = "# T\n\n" + "Some long sentence here. " * 40 + "Ask them:\n\n- outer\n  - inner\n"
    inner = passages(text, 60)[-1]
    assert inner.context == "T\nouter\ninner"
    outer = passages(text, 60)[-2]
    assert outer.context == "T\nAsk them:\nouter"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("See e.g. Logit. Then go.", ["See e.g. Logit.", "Then go."]),
        ("Use v1.2.3 on GOV.UK now. Go!", ["Use v1.2.3 on GOV.UK now.", "Go!"]),
        ("Is it? (Yes.) Good", ["Is it?", "(Yes.)", "Good"]),
        ("At https://a.example/b.c?d. Next", ["At https://a.example/b.c?d.", "Next"]),
        ("Ring Dr. Who, i.e. him. Later", ["Ring Dr. Who, i.e. him.", "Later"]),
        ("Call at 9 a.m. Then leave.", ["Call at 9 a.m.", "Then leave."]),
        ("Wait... then go.", ["Wait... then go."]),
        ("He said “Stop.” She did.", ["He said “Stop.”", "She did."]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_sees_them_end(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_stop_within_code_ends_no_sentence() -> None:
    one = passages("Run `Rake. Task now` twice. Done.")[0]
    assert [quote.text for quote in one.sentences] == ["Run `Rake. Task now` twice.", "Done."]
