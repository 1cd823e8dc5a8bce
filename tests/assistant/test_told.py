"""Whether a sentence tells the quantity that is asked for."""

from __future__ import annotations

import pytest

from assistant.sorts import Sort, tells
from assistant.told import Telling, told
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import Generation, State

PAGE = """\
# Backups

Backups are kept in the vault for 30 days. The keeper of the vault restores a backup for whoever asks.

## Vault

The vault stands in hall 4 and is swept at noon.
"""


@pytest.fixture(scope="module")
def backups(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    root = tmp_path_factory.mktemp("backups")
    (root / "corpus").mkdir()
    (root / "corpus" / "backups.md").write_text(PAGE)
    state = State(root / "state", embedder)
    build(root / "corpus", state, embedder)
    return state.current()


def telling(backups: Generation, question: str, sort: Sort) -> Telling:
    reading = backups.embedder.read([question])[0]
    hits = backups.search(question, reading=reading)[:2]
    likely = dict.fromkeys(Sort, 0.0) | {sort: 1.0}
    return told(question, reading, likely, hits, backups.late, backups.embedder).tellings[sort]


def test_the_sentence_that_tells_it_is_the_nearest(backups: Generation) -> None:
    found = telling(backups, "How long are backups kept?", Sort.DURATION)
    assert (found.gap, found.first) == (0, 1)


def test_a_quantity_beside_the_sentence_on_the_subject_is_far_from_it(backups: Generation) -> None:
    asked = telling(backups, "How long does the keeper take to restore a backup?", Sort.DURATION)
    assert asked.gap > 0.05
    earned = telling(backups, "How much does the keeper earn?", Sort.MONEY)
    assert (earned.near, earned.first) == (0, 0)


def test_nothing_is_looked_for_where_no_quantity_is_wanted(backups: Generation) -> None:
    reading = backups.embedder.read(["Who restores it?"])[0]
    likely = dict.fromkeys(Sort, 0.0) | {Sort.OWNER: 1.0}
    found = told(
        "Who restores it?", reading, likely, backups.search("Who restores it?"), backups.late, backups.embedder
    )
    assert found.tellings == {}
    assert (found.share(Sort.OWNER), found.mean("near")) == (1, 0)


@pytest.mark.parametrize(
    ("sort", "text", "does"),
    [
        (Sort.DURATION, "Kept for 120 days.", True),
        (Sort.DURATION, "It runs overnight.", True),
        (Sort.DURATION, "max-age=300", True),
        (Sort.DURATION, "See step 3 of the guide.", False),
        (Sort.DURATION, "All of them, each by itself.", False),
        (Sort.TIME, "It starts at 9:30.", True),
        (Sort.TIME, "every Tuesday", True),
        (Sort.TIME, "18 0 * * * /usr/bin/true", True),
        (Sort.TIME, "It starts when you press the button.", False),
        (Sort.NUMBER, "There are two scanners.", True),
        (Sort.NUMBER, "At 80% it turns red.", True),
        (Sort.NUMBER, "Ask in #2ndline about S3 and EC2.", False),
        (Sort.NUMBER, "All of them, each by itself.", False),
        (Sort.MONEY, "A pass costs £4.", True),
        (Sort.MONEY, "It is free software.", False),
    ],
)
def test_a_sentence_holds_a_quantity_of_a_sort_or_not(sort: Sort, text: str, does: bool) -> None:
    assert tells(sort, text) is does
