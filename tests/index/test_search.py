"""What a question finds, over the bundled page and over small documents made up here."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import Generation, State
from index.search import Stages, search

DEPOT = """\
# Depot

The fleet team (#fleet-care):

- mends vans
- books the `4th Floor--Big Room` for `depot_review`

To charge a van, run `charge --van=7` in `/srv/depot/bin`. It takes an hour.

It takes an hour.

## Café

Crêpes are served daily.
"""


@pytest.fixture(scope="module")
def depot(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    root = tmp_path_factory.mktemp("depot")
    (root / "corpus").mkdir()
    (root / "corpus" / "depot.md").write_text(DEPOT, encoding="utf-8")
    (root / "corpus" / "other.md").write_text("# Other\n\nThe vans are white.\n\nMending takes skill.\n")
    state = State(root / "state", embedder)
    build(root / "corpus", state, embedder)
    return state.current()


def found(generation: Generation, question: str, stages: Stages | None = None) -> list[str]:
    return [hit.passage.text for hit in search(generation, question, 10, stages or Stages())]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who renews TLS certificates?", "obtains and renews TLS certificates"),
        ("who looks after logit", "maintains centrally-provided services such as Logit and Concourse"),
        ("in which order do I escalate", "escalate it through, in order"),
        ("which queue does the ticket go to?", "raise a ticket on Zendesk"),
    ],
)
def test_the_passage_that_answers_comes_first(page_generation: Generation, question: str, words: str) -> None:
    (hit,) = page_generation.search(question, 1)
    assert words in f"{hit.passage.introduction} {hit.passage.text}"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("#fleet-care", "The fleet team (#fleet-care):"),
        ("what is #FLEET-CARE?", "The fleet team (#fleet-care):"),
        ("4th Floor--Big Room", "books the 4th Floor--Big Room for depot_review"),
        ("queue 4th floor--big room", "books the 4th Floor--Big Room for depot_review"),
        ("`depot_review`", "books the 4th Floor--Big Room for depot_review"),
        ("--van=7", "To charge a van, run charge --van=7 in /srv/depot/bin. It takes an hour."),
        ("/srv/depot/bin", "To charge a van, run charge --van=7 in /srv/depot/bin. It takes an hour."),
        ('"Crepes are served"', "Crêpes are served daily."),
    ],
)
def test_a_short_question_of_names_finds_their_passage_first(depot: Generation, question: str, words: str) -> None:
    hits = depot.search(question)
    assert hits[0].passage.text == words
    assert hits[0].exact


def test_passages_that_hold_no_name_of_the_question_are_not_exact(depot: Generation) -> None:
    assert [hit.passage.text for hit in depot.search("`depot_review`") if hit.exact] == [
        "books the 4th Floor--Big Room for depot_review"
    ]
    assert not any(hit.exact for hit in depot.search("#fleet"))
    assert not any(hit.exact for hit in depot.search("who mends vans"))


def test_a_name_in_a_long_question_does_not_decide_it_alone(depot: Generation) -> None:
    hits = depot.search("somebody in #fleet-care told me that crepes are served daily here, is that right")
    assert hits[0].passage.text == "Crêpes are served daily."
    assert any(hit.exact for hit in hits)


def test_the_same_words_of_one_document_are_found_once(depot: Generation) -> None:
    twice = [text for text in found(depot, "It takes an hour", Stages(fold=False)) if text == "It takes an hour."]
    once = [text for text in found(depot, "It takes an hour") if text == "It takes an hour."]
    assert len(once) == 1 <= len(twice)


def test_hits_stand_best_first_with_every_score(depot: Generation) -> None:
    hits = depot.search("who mends vans")
    assert all(one.score >= other.score for one, other in pairwise(hits))
    assert all(hit.dense is not None and hit.late is not None for hit in hits)
    assert hits[0].lexical is not None
    assert 0 < hits[0].lexical <= 1


def test_a_search_switched_off_gives_no_score(depot: Generation) -> None:
    assert {hit.dense for hit in search(depot, "who mends vans", 10, Stages(dense=False))} == {None}
    assert {hit.lexical for hit in search(depot, "who mends vans", 10, Stages(lexical=False))} == {None}
    assert {hit.late for hit in search(depot, "who mends vans", 10, Stages(late=False))} == {None}
    assert {hit.section for hit in search(depot, "who mends vans", 10, Stages(section=False))} == {None}
    assert {hit.document for hit in search(depot, "who mends vans", 10, Stages(document=False))} == {None}
    assert search(depot, "who mends vans", 10, Stages(dense=False, lexical=False)) == ()


@pytest.mark.parametrize("question", ["", " ", "?", "\ud800", '`` "" #', "谁负责更新证书？", "x" * 4_000, "a/b " * 800])
def test_any_question_is_answered_with_hits(depot: Generation, question: str) -> None:
    assert len(depot.search(question, 3)) == 3


def test_the_same_question_finds_the_same(depot: Generation) -> None:
    assert depot.search("vans") == depot.search("vans")


def test_no_more_hits_are_given_than_asked_for(depot: Generation) -> None:
    assert [len(depot.search("vans", limit)) for limit in (0, 1, 3)] == [0, 1, 3]


def test_a_generation_without_passages_finds_nothing(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "title.md").write_text("# Only a title\n")
    state = State(tmp_path / "state", embedder)
    build(tmp_path / "corpus", state, embedder)
    assert state.current().search("title") == ()
