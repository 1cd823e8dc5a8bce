"""What counts as a change of a rule, and what a rule's id survives."""

from __future__ import annotations

import pytest

from assistant.rulebook.comparing import ChangeKind, RuleKind, compare, describe
from assistant.rulebook.reading import read_rules
from assistant.rulebook.rules import Rulebook
from index.corpus import read_document

PAGE = """# Broken lamps

The stage is dark on Mondays.

If a lamp won't light and you can't see why, escalate it in this order:

1. The chief electrician
2. The stage manager
3. The technical director

If the fly tower instructs you to escalate a fault to Rigging, raise a ticket on Zammad and assign it to the
`Rigging Second Line` queue.

The Lamp Store team (#lamp-store) looks after bulbs and gels, excluding candles.
"""


def book(text: str, path: str = "stage/lamps.md") -> Rulebook:
    return read_rules([read_document(path, text)[0]])


SAME = {
    "a sentence elsewhere is reworded": PAGE.replace(
        "The stage is dark on Mondays.", "On Mondays nobody plays. Be quiet."
    ),
    "a heading is added before": PAGE.replace("The stage is", "## Mondays\n\nThe stage is"),
    "its sentences are wrapped elsewhere": PAGE.replace(
        "Zammad and assign it to the\n`Rigging", "Zammad\nand assign it to the `Rigging"
    ),
    "a queue is wrapped inside its code span": PAGE.replace("`Rigging Second Line`", "`Rigging\nSecond Line`"),
    "markup is added": PAGE.replace("1. The chief electrician", "1. **The chief electrician**"),
    "a step becomes a link": PAGE.replace("2. The stage manager", "2. [The stage manager](https://example.org/rota)"),
    "bullets and spaces change": PAGE.replace("1. The", "1.  The").replace("2. The", "2.  The"),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME.keys())
def test_what_is_no_change_leaves_the_rules_and_their_ids_alone(text: str) -> None:
    before, after = book(PAGE), book(text)
    assert len(before.rules) == 3
    assert [rule.id for rule in after.rules] == [rule.id for rule in before.rules]
    assert compare(before, after) == ()


def test_a_renamed_page_and_a_changed_link_target_are_no_change() -> None:
    linked = PAGE.replace("2. The stage manager", "2. [The stage manager](https://example.org/a)")
    elsewhere = linked.replace("example.org/a", "example.org/b")
    assert compare(book(linked), book(elsewhere, "moved/lighting.md")) == ()


CHANGED = {
    "queue": ("`Rigging Second Line`", "`Rigging Third Line`", RuleKind.TICKET),
    "system": ("on Zammad", "on Freshdesk", RuleKind.TICKET),
    "instructor": ("the fly tower instructs", "the prompt desk instructs", RuleKind.TICKET),
    "target": ("a fault to Rigging,", "a fault to Automation,", RuleKind.TICKET),
    "steps": ("2. The stage manager", "2. The deputy stage manager", RuleKind.ORDER),
    "scope": ("If a lamp won't light and", "If a lamp or a winch won't light or turn and", RuleKind.ORDER),
    "team": ("The Lamp Store team", "The Light Library team", RuleKind.RESPONSIBILITY),
    "channel": ("#lamp-store", "#lamps", RuleKind.RESPONSIBILITY),
    "duty": ("bulbs and gels", "bulbs, gels and cables", RuleKind.RESPONSIBILITY),
}


@pytest.mark.parametrize("part", CHANGED)
def test_a_change_names_the_part_that_changed(part: str) -> None:
    old, new, kind = CHANGED[part]
    (change,) = compare(book(PAGE), book(PAGE.replace(old, new)))
    assert (change.kind, change.rule, change.parts) == (ChangeKind.CHANGED, kind, (part,))
    told = describe(change)
    assert part in told
    assert all(quote is not None and " ".join(quote.text.split()) in told for quote in change.quotes)


def test_a_rule_whose_sentence_is_gone_is_gone_and_a_new_one_is_added() -> None:
    without = PAGE[: PAGE.index("If the fly tower")] + PAGE[PAGE.index("The Lamp Store") :]
    (gone,) = compare(book(PAGE), book(without))
    (added,) = compare(book(without), book(PAGE))
    assert (gone.kind, gone.after) == (ChangeKind.GONE, None)
    assert (added.kind, added.before) == (ChangeKind.ADDED, None)
    assert gone.id == added.id
    assert describe(gone).startswith("A ticket instruction is gone.")
    assert describe(added).startswith("A new ticket instruction.")


def test_two_rules_that_trade_places_are_no_change() -> None:
    first, second = PAGE.index("If the fly tower"), PAGE.index("The Lamp Store")
    swapped = PAGE[:first] + PAGE[second:] + "\n" + PAGE[first:second]
    assert compare(book(PAGE), book(swapped)) == ()
