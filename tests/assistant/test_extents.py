"""How much is quoted for a passage, and which pages call themselves out of date."""

from __future__ import annotations

import pytest

from assistant.extents import LONGEST, LONGEST_WHOLE, extent, says_nothing
from assistant.stale import stale
from index.building import build
from index.corpus import read_document
from index.embedding import OnnxEmbedder
from index.generations import Generation, State
from index.lexical import terms
from index.passages import Hit

LONG = " ".join(f"Van {n} stands in shed {n} and is washed by night." for n in range(40))
PAGE = f"""\
# Vans

[The fleet's own site](https://example.org/fleet)

To charge a van:

- plug it in
- wait an hour

Vans are mended by night. Bring the key.

The key hangs in the office.

## Sheds

{LONG} The spare tyre is in shed 7 too. {LONG}

```
charge --van=7 \\
  --slowly
```

## Keys

A lost key is reported at once.

The desk cuts another while you wait.
"""


@pytest.fixture(scope="module")
def vans(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    root = tmp_path_factory.mktemp("vans")
    (root / "corpus").mkdir()
    (root / "corpus" / "vans.md").write_text(PAGE)
    state = State(root / "state", embedder)
    build(root / "corpus", state, embedder)
    return state.current()


def quoted(vans: Generation, words: str, question: str, among: int = 0) -> str:
    hits = vans.search(question, 20)
    (hit,) = [hit for hit in hits if words in hit.passage.text][:1]
    others: tuple[Hit, ...] = hits if among else (hit,)
    return extent(vans.document("vans.md"), hit, others, terms(question)).text


def test_what_introduces_a_list_is_quoted_with_the_list(vans: Generation) -> None:
    assert quoted(vans, "To charge a van:", "how do I charge a van?") == (
        "To charge a van:\n\n- plug it in\n- wait an hour"
    )


def test_neighbours_are_quoted_where_they_were_found_too(vans: Generation) -> None:
    question = "where does the key hang?"
    assert quoted(vans, "The key hangs", question) == "The key hangs in the office."
    assert "Bring the key." in quoted(vans, "The key hangs", question, among=1)


def test_the_best_hit_is_quoted_with_what_follows_in_its_headed_section(vans: Generation) -> None:
    question = "what if a key is lost?"
    document = vans.document("vans.md")
    best, other = (
        next(hit for hit in vans.search(question, 20) if words in hit.passage.text)
        for words in ("A lost key", "The key hangs")
    )
    both = "A lost key is reported at once.\n\nThe desk cuts another while you wait."
    assert extent(document, best, (best,), terms(question)).text == both
    assert extent(document, best, (other, best), terms(question)).text == "A lost key is reported at once."
    assert extent(document, other, (other,), terms(question)).text == "The key hangs in the office."  # under no heading


def test_of_a_long_passage_the_sentences_that_hold_what_was_asked_are_quoted(vans: Generation) -> None:
    quote = quoted(vans, "spare tyre", "where is the spare tyre?")
    assert "The spare tyre is in shed 7 too." in quote
    assert len(quote) <= LONGEST


def test_a_command_is_quoted_whole(vans: Generation) -> None:
    quote = quoted(vans, "--slowly", "charge --van=7", among=1)
    assert "charge --van=7 \\\n  --slowly" in quote
    assert len(quote) <= LONGEST_WHOLE


def test_a_passage_that_is_only_a_link_says_nothing(vans: Generation) -> None:
    document = vans.document("vans.md")
    silent = [passage.text for passage in vans.passages if says_nothing(document, passage)]
    assert silent == ["The fleet's own site"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# A\n\nThis page is out of date.\n\nVans are white.\n", "This page is out of date."),
        ("---\ntitle: A\nstatus: deprecated\n---\n\nVans are white.\n", "status: deprecated"),
        ("# A\n\n**Archived:** see the other page.\n", "**Archived:** see the other page."),
        ("# A\n\nVans are white.\n\nArchived vans are grey.\n", None),
        ("---\ntitle: A\nstatus: current\n---\n\nThe old API is deprecated.\n", None),
    ],
    ids=["text", "front matter", "label", "another subject", "not the page"],
)
def test_a_page_that_calls_itself_out_of_date_is_known_by_its_own_words(text: str, words: str | None) -> None:
    found = stale(read_document("a.md", text)[0])
    assert (found and found.text) == words
