"""The six revisions of one page, read and compared; skipped where they are missing, being no part of the repository."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from assistant.rulebook.comparing import Change, compare, describe
from assistant.rulebook.reading import read_rules
from assistant.rulebook.rules import Responsibility, Rulebook
from index.corpus import read_corpus

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
REVISIONS = yaml.safe_load((Path(__file__).parents[1] / "data" / "revisions.yaml").read_text("utf-8"))


def rulebook(name: str) -> Rulebook:
    root = CORPORA / name
    if not root.is_dir():
        pytest.skip(f"no corpus at {root}: it is not part of the repository")
    return read_rules(read_corpus(root).documents)


def duties(book: Rulebook) -> dict[tuple[str, str | None], int]:
    found: dict[tuple[str, str | None], int] = {}
    for duty in book.responsibilities:
        found[duty.team, duty.channel] = found.get((duty.team, duty.channel), 0) + 1
    return found


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_revision_gives_its_own_order_instructor_target_queue_and_duties(revision: str) -> None:
    expected = REVISIONS[revision]
    book = rulebook(f"ask-for-help-revisions/{revision}")
    assert [list(order.steps) for order in book.orders] == [expected["steps"]]
    (ticket,) = book.tickets
    instruction = {"instructor": ticket.when[0].instructor, "target": ticket.when[0].target, "queue": ticket.queue}
    assert instruction == {part: expected[part] for part in instruction}
    assert ticket.system == "Zendesk"
    assert ticket.when[1].incident
    assert (ticket.permission or "").startswith("you can speak to the team directly")
    assert duties(book) == {(team, channel): count for team, channel, count in expected["duties"]}
    assert [duty.exception for duty in book.responsibilities if duty.exception] == ["*.publishing.service.gov.uk"]
    assert book.contradictions == ()


def test_the_page_copied_off_the_web_states_the_same_rules_as_its_source() -> None:
    raw, source = rulebook("ask-for-help-raw"), rulebook("ask-for-help")
    assert compare(source, raw) == ()
    assert duties(raw) == duties(source)


@pytest.mark.parametrize("number", range(5))
def test_each_transition_is_reported_as_exactly_the_changes_that_it_is(number: int) -> None:
    before, after = list(pairwise(REVISIONS))[number]
    changes = compare(rulebook(f"ask-for-help-revisions/{before}"), rulebook(f"ask-for-help-revisions/{after}"))
    expected = list(REVISIONS[after]["changes"])
    for change in changes:
        same = [each for each in expected if tells(change, *each)]
        assert len(same) == 1, describe(change)
        expected.remove(same[0])
    assert not expected


def tells(change: Change, kind: str, rule: str, parts: list[str], words: str) -> bool:
    newest = change.after or change.before
    told = newest.duty if isinstance(newest, Responsibility) else describe(change)
    return (change.kind, change.rule, [*change.parts]) == (kind, rule, parts) and words in told


def test_a_change_is_told_in_plain_words_with_both_quotes() -> None:
    before, after = (rulebook(f"ask-for-help-revisions/{name}") for name in ("09-2018-11-22", "11-2019-05-13"))
    (change,) = compare(before, after)
    told = describe(change)
    assert "queue from 3rd Line--Infrastructure to 3rd Line--GDS Reliability Engineering" in told
    assert told.count("If 2nd Line instructs you") == 2
    assert "line 39" in told
