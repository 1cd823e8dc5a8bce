"""The six revisions of one page, read and compared; skipped where they are missing, being no part of the repository."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from assistant.rulebook.comparing import Change, compare, describe
from assistant.rulebook.reading import read_rules
from assistant.rulebook.rules import Responsibility, Rulebook
from index.corpus import read_corpus

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
RE = "Reliability Engineering"
THIRD = "The Lead Architect"
LATER = ("The Technical Lead on the team", "The Lead Developer on the programme", THIRD)

# Order of escalation, who instructs, to whom, the queue, and how many duties each team has, read off the pages.
REVISIONS = {
    "02-2018-04-11": (
        ("The Technical Lead on the team", "The Technical Lead for the team’s objective", THIRD),
        ("2nd Line", RE, "3rd Line--Infrastructure"),
        {("GOV.UK 2nd Line", None): 5, ("GOV.UK development community", None): 4, (RE, None): 4},
    ),
    "09-2018-11-22": (
        LATER,
        ("2nd Line", RE, "3rd Line--Infrastructure"),
        {("GOV.UK 2nd Line", None): 5, ("GOV.UK development community", None): 4, (RE, None): 4},
    ),
    "11-2019-05-13": (
        LATER,
        ("2nd Line", RE, "3rd Line--GDS Reliability Engineering"),
        {("GOV.UK 2nd Line", None): 5, ("GOV.UK development community", None): 4, (RE, None): 4},
    ),
    "14-2020-07-28": (
        LATER,
        ("2nd Line", RE, "3rd Line--GDS Reliability Engineering"),
        {("GOV.UK 2nd Line", None): 5, ("GOV.UK development community", None): 3, (RE, None): 4},
    ),
    "18-2021-06-24": (
        LATER,
        ("2nd Line", "GOV.UK Replatforming", "3rd Line--GDS Reliability Engineering"),
        {
            ("GOV.UK 2nd Line", "#govuk-2ndline"): 5,
            ("GOV.UK developer community", "#govuk-developers"): 3,
            ("GOV.UK Platform Health", "#govuk-platform-health"): 3,
            ("GOV.UK Replatforming", "#govuk-replatforming"): 3,
            ("GDS Reliability Engineering", "#reliability-eng"): 1,
        },
    ),
    "21-2023-04-26": (
        LATER,
        ("Technical 2nd Line", "GOV.UK Platform Engineering", "3rd Line--GDS Reliability Engineering"),
        {
            ("GOV.UK Technical 2nd Line", "#govuk-2ndline-tech"): 5,
            ("GOV.UK developer community", "#govuk-developers"): 3,
            ("GOV.UK Platform Security and Reliability", "#govuk-platform-security-reliability-team"): 2,
            ("GOV.UK Platform Engineering", "#govuk-platform-engineering"): 3,
            ("GDS Reliability Engineering", "#reliability-eng"): 1,
        },
    ),
}

# What a careful reader notices from one revision to the next: kind, rule, parts, and a word of the rule.
SECOND_LINE = (
    "monitors the GOV.UK hosting",
    "calls on experienced",
    "deploys changes on behalf",
    "supports the software",
)
COMMUNITY = ("helps each other", "supports each other with issues", "ensures missions")
PLATFORM = ("supports the infrastructure used", "handles updates to", "obtains and renews")
ESCALATES = "recommends when to escalate"
TEAM = ("team", "channel")
TRANSITIONS = [
    {
        ("changed", "escalation_order", ("steps",), "should escalate it through"),
        ("changed", "responsibility", ("duty",), "TLS certificates"),
    },
    {("changed", "ticket", ("queue",), "GDS Reliability Engineering")},
    {("gone", "responsibility", (), "development VM issues")},
    {
        ("changed", "ticket", ("target",), "Replatforming"),
        *(("changed", "responsibility", ("channel",), duty) for duty in SECOND_LINE),
        ("changed", "responsibility", ("channel", "duty"), ESCALATES),
        *(("changed", "responsibility", TEAM, duty) for duty in (*COMMUNITY, *PLATFORM)),
        ("changed", "responsibility", ("team", "channel", "duty"), "Logit and Concourse"),
        ("added", "responsibility", (), "works on long term fixes"),
        ("added", "responsibility", (), "supports 2nd line by taking on"),
        ("added", "responsibility", (), "owns the infrastructure"),
    },
    {
        ("changed", "ticket", ("instructor", "target"), "Platform Engineering"),
        *(("changed", "responsibility", TEAM, duty) for duty in (*SECOND_LINE, ESCALATES, *PLATFORM)),
        ("changed", "responsibility", TEAM, "works on long term fixes"),
        ("changed", "responsibility", TEAM, "owns the infrastructure"),
        ("gone", "responsibility", (), "supports 2nd line by taking on"),
    },
]


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
    steps, instruction, teams = REVISIONS[revision]
    book = rulebook(f"ask-for-help-revisions/{revision}")
    assert [order.steps for order in book.orders] == [steps]
    (ticket,) = book.tickets
    assert (ticket.when[0].instructor, ticket.when[0].target, ticket.queue) == instruction
    assert ticket.system == "Zendesk"
    assert ticket.when[1].incident
    assert (ticket.permission or "").startswith("you can speak to the team directly")
    assert duties(book) == teams
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
    expected = set(TRANSITIONS[number])
    for change in changes:
        same = [each for each in expected if tells(change, each)]
        assert len(same) == 1, describe(change)
        expected.discard(same[0])
    assert not expected


def tells(change: Change, expected: tuple[str, str, tuple[str, ...], str]) -> bool:
    kind, rule, parts, words = expected
    newest = change.after or change.before
    told = newest.duty if isinstance(newest, Responsibility) else describe(change)
    return (change.kind, change.rule, change.parts) == (kind, rule, parts) and words in told


def test_a_change_is_told_in_plain_words_with_both_quotes() -> None:
    before, after = (rulebook(f"ask-for-help-revisions/{name}") for name in ("09-2018-11-22", "11-2019-05-13"))
    (change,) = compare(before, after)
    told = describe(change)
    assert "queue from 3rd Line--Infrastructure to 3rd Line--GDS Reliability Engineering" in told
    assert told.count("If 2nd Line instructs you") == 2
    assert "line 39" in told
