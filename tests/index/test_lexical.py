"""Words, identifiers and BM25."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import Lexical, fold, identifiers, terms


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("#data-tech-leads", "#data-tech-leads data tech lead"),
        ("(#data-tech-leads):", "#data-tech-leads data tech lead"),
        ("2nd/3rd", "2nd/3rd 2nd 3rd"),
        ("3rd Line--X Y", "3rd line--x line x y"),
        ("`*.example.org`,", "*.example.org exampl org"),
        ("foo_bar", "foo_bar foo bar"),
        ("foo:bar", "foo:bar foo bar"),
        ("--flag", "--flag flag"),
        ("path/to/file", "path/to/file path to file"),
        ("v1.2.3.", "v1.2.3 v1 2 3"),
        ("DATA-ABTest-Example", "data-abtest-example data abtest exampl"),
        ("renews renewed renewing", "renew renew renew"),
        ("Second second 2nd", "2nd 2nd 2nd"),
        ("Łódź façade Überprüfung", "łodz facad uberprufung"),
        ("who’s don't team's", "who dont team"),
        ("— - ... ?", ""),
        ("", ""),
    ],
    ids=lambda value: value or "nothing",
)
def test_words_are_stemmed_and_identifiers_kept_whole_too(text: str, wanted: str) -> None:
    assert terms(text) == wanted.split()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Who reads #data-tech-leads?", ["#data-tech-leads"]),
        ("assign it to `3rd Line--X Y`", ["3rd Line--X Y"]),
        ('the "quick fix" and “slow fix”', ["quick fix", "slow fix"]),
        ("run foo_bar --flag in path/to/file", ["foo_bar", "--flag", "path/to/file"]),
        ("Who's the team’s lead, then?", []),
        ('`` ` ""', []),
    ],
    ids=["channel", "code", "quotes", "joined", "plain", "empty"],
)
def test_what_a_question_names_to_the_letter_is_told(text: str, wanted: list[str]) -> None:
    assert list(identifiers(text)) == wanted


@given(st.text())
def test_any_text_has_terms_without_white_space(text: str) -> None:
    assert all(term and term == fold(term) for term in terms(text))
    assert all(identifiers(text))


def test_a_text_with_more_of_the_question_comes_first() -> None:
    index = Lexical.of([terms("a cat"), terms("the dog and the cat"), terms("a horse")])
    assert [position for position, _ in index.best(terms("dogs and cats"), 5)] == [1, 0]


def test_texts_without_a_word_of_the_question_are_not_found() -> None:
    index = Lexical.of([terms("a cat"), terms("a dog")])
    assert [position for position, _ in index.best(["cat"], 5)] == [0]


@pytest.mark.parametrize("query", [[], ["unheard"], [""]], ids=["empty", "unknown", "blank"])
def test_a_question_without_known_words_finds_nothing(query: list[str]) -> None:
    assert Lexical.of([terms("a cat"), []]).best(query, 5) == ()


def test_equals_stand_in_the_order_of_their_texts() -> None:
    index = Lexical.of([terms("a cat")] * 4)
    assert [position for position, _ in index.best(["cat"], 3)] == [0, 1, 2]


def test_a_share_counts_the_words_that_no_text_has() -> None:
    index = Lexical.of([terms("cat dog"), terms("bird")])
    known, unknown = index.shares(["cat"])[0], index.shares(["cat", "unheard"])[0]
    assert 0 < unknown < known / 2 < 1


def test_texts_holding_every_word_are_told() -> None:
    index = Lexical.of([terms("a cat"), terms("cat dog"), terms("dog")])
    assert index.holding(["cat", "dog"]) == (1,)
    assert index.holding(["cat", "unheard"]) == index.holding([]) == ()


@pytest.mark.parametrize("texts", [[], [[]], [[], []], [["cat"], []]], ids=repr)
def test_texts_without_words_make_an_index_too(texts: list[list[str]], tmp_path: Path) -> None:
    index = Lexical.of(texts)
    index.save(tmp_path)
    assert Lexical.load(tmp_path).best(["cat"], 3) == index.best(["cat"], 3)


def test_a_saved_index_finds_the_same(tmp_path: Path) -> None:
    index = Lexical.of([terms("the cat #cats"), terms("the dog")])
    index.save(tmp_path)
    assert Lexical.load(tmp_path).best(terms("#cats the"), 3) == index.best(terms("#cats the"), 3)


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no lexical index"):
        Lexical.load(tmp_path)
