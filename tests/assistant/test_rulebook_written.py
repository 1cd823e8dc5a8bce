"""Rules written by hand beside the documents."""

from __future__ import annotations

from assistant.rulebook.reading import read_rules
from assistant.rulebook.rules import Rulebook
from index.corpus import read_document

PAGE = """# College

Ring the bell, then try the porter, and if all
else fails the bursar, who is never pleased.

Broken lifts are the makers' business (LIFT-1).

Keys: ask at the lodge.
"""


def book(rules: str) -> Rulebook:
    files = {"college.md": PAGE, "rules.toml": rules}
    return read_rules([read_document(path, text)[0] for path, text in files.items()])


def test_an_entry_adds_a_rule_resting_on_its_quote() -> None:
    rules = book(
        '[[ticket]]\nquote = "Broken lifts are the makers\' business (LIFT-1)."\nsystem = "Jira"\nqueue = "LIFT-1"\n'
        'when = "Broken lifts"\n\n[[responsibility]]\nquote = "Keys: ask at the lodge."\nteam = "the lodge"\n'
        'duty = "keeps the keys"\nchannel = "#lodge"\n'
    )
    assert [(ticket.queue, ticket.when[0].subject) for ticket in rules.tickets] == [("LIFT-1", "Broken lifts")]
    assert (
        rules.tickets[0].evidence[0].text
        == PAGE[slice(rules.tickets[0].evidence[0].start, rules.tickets[0].evidence[0].end)]
    )
    assert [(duty.team, duty.channel) for duty in rules.responsibilities] == [("the lodge", "#lodge")]
    assert rules.refused == ()


def test_a_quote_is_found_however_the_document_wraps_it_and_corrects_what_was_read_out() -> None:
    rules = book(
        '[[escalation_order]]\nquote = "try the porter, and if all else fails the bursar"\n'
        'steps = ["the porter", "the bursar"]\n'
    )
    assert [order.steps for order in rules.orders] == [("the porter", "the bursar")]


def test_an_entry_that_quotes_what_no_document_says_is_refused_with_the_nearest_words() -> None:
    (refused,) = book(
        '[[responsibility]]\nquote = "Keys: ask at the library."\nteam = "library"\nduty = "keys"\n'
    ).refused
    assert "no document says" in refused.reason
    assert refused.nearest
    assert refused.nearest.text == "Keys: ask at the lodge."


def test_words_that_are_like_nothing_said_have_no_nearest() -> None:
    (refused,) = book(
        '[[responsibility]]\nquote = "Zebras graze by moonlight."\nteam = "zoo"\nduty = "zebras"\n'
    ).refused
    assert refused.nearest is None


def test_an_entry_of_another_shape_is_refused_with_what_is_wrong() -> None:
    reasons = [refused.reason for refused in book('[[ticket]]\nquote = "x"\ncolour = "red"\n[[song]]\na = 1\n').refused]
    assert any("queue" in reason for reason in reasons)
    assert any("[[escalation_order]]" in reason for reason in reasons)


def test_a_file_that_is_not_toml_is_refused_whole() -> None:
    assert "not TOML" in book("[[ticket").refused[0].reason
