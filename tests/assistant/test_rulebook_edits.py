"""The bundled page edited by hand in many ways: each edit changes exactly the rules that it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.rulebook.comparing import compare, describe
from assistant.rulebook.reading import read_rules
from assistant.rulebook.rules import Rulebook
from index.corpus import read_document

PAGE = (Path(__file__).parents[2] / "corpus" / "ask-for-help.md").read_text("utf-8")
BODY = PAGE.index("\n---\n") + len("\n---\n")
TEAMS, ORDER, TICKET, LAST = (
    PAGE.index(words)
    for words in ("The GOV.UK Technical", "If you and your colleagues", "If Technical 2nd Line", "If you speak to")
)
SCOPE = PAGE[ORDER : PAGE.index("\n\n1. ")]
LIST = PAGE[PAGE.index("1. The Technical") : TICKET].strip()
FIRST, SECOND, THIRD = (line[3:] for line in LIST.splitlines())
STUCK = SCOPE.partition(", you should")[0]
INSTRUCTED, INCIDENT = re.split(r"(?<=queue\.) ", PAGE[TICKET:LAST].strip())
TRACKED, SPEAKING = INCIDENT.split(", but ")
COMMUNITY = PAGE[PAGE.index("The GOV.UK developer") : PAGE.index("The GOV.UK Platform Security")]

Told = tuple[str, str, tuple[str, ...]]  # what became of which kind of rule, and which parts differ
ORDER_CHANGED, TICKET_CHANGED = ("changed", "escalation_order"), ("changed", "ticket")
DUTY_CHANGED = ("changed", "responsibility")


@dataclass(frozen=True)
class Edit:
    """An edit of the page, the changes of rules that it is, and how the order or the ticket instruction then reads."""

    old: str
    new: str
    changes: tuple[Told, ...] = ()
    steps: tuple[str, ...] = (FIRST, SECOND, THIRD)
    queue: str = "3rd Line--GDS Reliability Engineering"
    when: tuple[str | None, ...] = ("Technical 2nd Line", "GOV.UK Platform Engineering")
    system: str = "Zendesk"


def steps(*names: str) -> str:
    return "\n".join(f"{number}. {name}" for number, name in enumerate(names, 1))


def ordered(*names: str) -> Edit:
    return Edit(LIST, steps(*names), ((*ORDER_CHANGED, ("steps",)),), names)


def told(sentence: str) -> Edit:
    """The order told without a list: the same people, so no change but of the sentence around them."""
    return Edit(f"{SCOPE}\n\n{LIST}", sentence)


EDITS = {
    "steps trade places": ordered(SECOND, FIRST, THIRD),
    "steps are turned round": ordered(THIRD, SECOND, FIRST),
    "a step is removed": ordered(FIRST, THIRD),
    "the last step is removed": ordered(FIRST, SECOND),
    "a step is added at the end": ordered(FIRST, SECOND, THIRD, "The Director of Engineering"),
    "a step is put first": ordered("The duty engineer of the day", FIRST, SECOND, THIRD),
    "a step is renamed": ordered(FIRST, SECOND, "The Head of Architecture"),
    "a step becomes a channel": ordered("#govuk-tech-leads", SECOND, THIRD),
    "a step is a team": ordered(FIRST, "The Platform Support team", THIRD),
    "another queue": Edit(
        "`3rd Line--GDS Reliability Engineering`",
        "`2nd Line--Cloud Platform`",
        ((*TICKET_CHANGED, ("queue",)),),
        queue="2nd Line--Cloud Platform",
    ),
    "another system": Edit("on Zendesk", "in Jira", ((*TICKET_CHANGED, ("system",)),), system="Jira"),
    "another instructing team": Edit(
        "If Technical 2nd Line instructs",
        "If the Incident Desk instructs",
        ((*TICKET_CHANGED, ("instructor",)),),
        when=("Incident Desk", "GOV.UK Platform Engineering"),
    ),
    "another target": Edit(
        "something to GOV.UK Platform Engineering, raise",
        "something to Cloud Operations, raise",
        ((*TICKET_CHANGED, ("target",)),),
        when=("Technical 2nd Line", "Cloud Operations"),
    ),
    "the same instruction in other words": Edit(
        INSTRUCTED,
        "When you are told by Technical 2nd Line to escalate something to GOV.UK Platform Engineering, open a ticket "
        "in Zendesk in the `3rd Line--GDS Reliability Engineering` queue.",
    ),
    "the instruction passive": Edit(
        INSTRUCTED,
        "Where Technical 2nd Line asks for something to be escalated to GOV.UK Platform Engineering, a ticket must be "
        "raised on Zendesk and assigned to the `3rd Line--GDS Reliability Engineering` queue.",
    ),
    "another condition of an incident": Edit(
        "if the issue is related to an ongoing incident for tracking purposes",
        "if there is a major outage",
        ((*TICKET_CHANGED, ("conditions",)),),
    ),
    "the sentence about incidents is gone": Edit(
        f" {INCIDENT}", "", ((*TICKET_CHANGED, ("conditions", "permission")),)
    ),
    "the permission is gone": Edit(f", but {SPEAKING}", ".", ((*TICKET_CHANGED, ("permission",)),)),
    "the condition for escalating is reworded": Edit(
        STUCK, "If a deployment of yours fails and nobody nearby can repair it", ((*ORDER_CHANGED, ("scope",)),)
    ),
    "another channel of a team": Edit("#govuk-developers", "#govuk-devs", ((*DUTY_CHANGED, ("channel",)),) * 3),
    "a team is renamed": Edit(
        "The GDS Reliability Engineering team (", "The Core Services team (", ((*DUTY_CHANGED, ("team",)),)
    ),
    "a duty is added": Edit(
        "- obtains and renews TLS certificates",
        "- obtains and renews TLS certificates\n- rotates the signing keys",
        (("added", "responsibility", ()),),
    ),
    "a duty is removed": Edit("- obtains and renews TLS certificates\n", "", (("gone", "responsibility", ()),)),
    "a duty moves to another team": Edit(
        "- obtains and renews TLS certificates\n\nThe GDS Reliability Engineering team (#reliability-eng):\n\n",
        "\nThe GDS Reliability Engineering team (#reliability-eng):\n\n- obtains and renews TLS certificates\n",
        ((*DUTY_CHANGED, ("team", "channel")),),
    ),
    "an exclusion is gone": Edit(
        " (excluding `*.publishing.service.gov.uk`)", "", ((*DUTY_CHANGED, ("duty", "exception")),)
    ),
    "another exclusion": Edit(
        "excluding `*.publishing.service.gov.uk`",
        "excluding `*.data.gov.uk`",
        ((*DUTY_CHANGED, ("duty", "exception")),),
    ),
    "the order as bullets": Edit(LIST, re.sub(r"^\d\.", "-", LIST, flags=re.MULTILINE)),
    "the order with other numbers": Edit(LIST, LIST.replace(". ", ") ")),
    "the order as labelled levels": Edit(LIST, f"- Level 1: {FIRST}\n- Level 2: {SECOND}\n- Level 3: {THIRD}"),
    "the order as a table": Edit(
        LIST, f"| Step | Who |\n| --- | --- |\n| 1 | {FIRST} |\n| 2 | {SECOND} |\n| 3 | {THIRD} |"
    ),
    "the order as a sentence": told(
        f"{STUCK}, you should escalate it first to {FIRST}, then to {SECOND}, and finally to {THIRD}."
    ),
    "the order as a sentence that enumerates": told(
        f"{STUCK}, you should escalate it, in order, to {FIRST}, {SECOND} and {THIRD}."
    ),
    "the order as arrows": told(f"{STUCK}, you should escalate it: {FIRST} → {SECOND} → {THIRD}"),
    "steps with markup, links and telephone numbers": Edit(
        LIST, f"1. **{FIRST}**\n2. [{SECOND}](https://example.org/rota)\n3. {THIRD} (ext. 4410)"
    ),
    "steps with hours and notes": Edit(
        LIST, f"1. {FIRST} (weekdays only)\n2. {SECOND}, who is in on Fridays\n3. {THIRD} – by phone"
    ),
    "steps with points below": Edit(
        LIST, f"1. {FIRST}\n   - say what you tried\n2. {SECOND}\n   - be brief\n3. {THIRD}"
    ),
    "steps as sentences": Edit(LIST, f"1. Ask {FIRST}.\n2. If that doesn't help, ask {SECOND}.\n3. Then ask {THIRD}."),
    "steps as lettered points": Edit(LIST, f"- a) {FIRST}\n- b) {SECOND}\n- c) {THIRD}"),
    "the instruction with what to do first": Edit(
        INSTRUCTED,
        "Raise a ticket on Zendesk and assign it to the `3rd Line--GDS Reliability Engineering` queue if Technical 2nd "
        "Line instructs you to escalate something to GOV.UK Platform Engineering.",
    ),
    "the instruction in two sentences": Edit("on Zendesk and assign it to", "on Zendesk. Assign it to"),
    "the instruction as bullets": Edit(
        INSTRUCTED,
        "If Technical 2nd Line instructs you to escalate something to GOV.UK Platform Engineering:\n\n"
        "- raise a ticket on Zendesk\n- assign it to the `3rd Line--GDS Reliability Engineering` queue\n\n",
    ),
    "the instruction as steps": Edit(
        INSTRUCTED,
        "If Technical 2nd Line instructs you to escalate something to GOV.UK Platform Engineering:\n\n"
        "1. Raise a ticket on Zendesk.\n2. Assign it to the `3rd Line--GDS Reliability Engineering` queue.\n\n",
    ),
    "incidents in a paragraph of their own": Edit(f" {INCIDENT}", f"\n\n{INCIDENT}"),
    "only when instructed": Edit(
        INSTRUCTED,
        "Only when Technical 2nd Line instructs you to escalate something to GOV.UK Platform Engineering should you "
        "raise a ticket on Zendesk and assign it to the `3rd Line--GDS Reliability Engineering` queue.",
    ),
    "a queue without marks": Edit("`3rd Line--GDS Reliability Engineering`", "3rd Line--GDS Reliability Engineering"),
    "a prohibition beside": Edit(INSTRUCTED, f"{INSTRUCTED} Never raise a ticket in the `Everything` queue."),
    "a queue in bold": Edit("`3rd Line--GDS Reliability Engineering`", "**3rd Line--GDS Reliability Engineering**"),
    "a queue in quotation marks": Edit(
        "`3rd Line--GDS Reliability Engineering`", "“3rd Line--GDS Reliability Engineering”"
    ),
    "a queue over two lines": Edit(
        "`3rd Line--GDS Reliability Engineering`", "`3rd Line--GDS\nReliability Engineering`"
    ),
    "other apostrophes": Edit("can’t", "can't"),
    "order and ticket come first": Edit(PAGE[TEAMS:LAST], PAGE[ORDER:LAST] + PAGE[TEAMS:ORDER]),
    "the last team comes first": Edit(
        PAGE[TEAMS:ORDER], PAGE[PAGE.index("The GDS Rel") : ORDER] + PAGE[TEAMS : PAGE.index("The GDS Rel")]
    ),
    "headings are put in": Edit(SCOPE, f"## Escalating\n\n{SCOPE}"),
    "a sentence between": Edit(LIST, f"{LIST}\n\nBe kind. Everybody was new once."),
    "a list of machines beside": Edit(
        LIST, f"{LIST}\n\nBefore that, restart, in order:\n\n1. The router\n2. The cache"
    ),
}
GONE = {
    "the order": (f"{SCOPE}\n\n{LIST}\n\n", "orders"),
    "the list of the order": (f"{LIST}\n\n", "orders"),
    "the ticket instruction": (PAGE[TICKET:LAST], "tickets"),
}


def book(text: str, path: str = "ask-for-help.md") -> Rulebook:
    return read_rules([read_document(path, text)[0]])


def copied(text: str) -> str:
    """The page as a browser copies it: no markup, no blank lines, no numbers; lines broken at code, tabs in tables."""
    body = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text[BODY:].replace("**", ""))
    body = re.sub(r"^(?:\d+[.)]|-) ", "- ", body, flags=re.MULTILINE)
    body = re.sub(r"^\| --- .*\n", "", body, flags=re.MULTILINE)
    body = re.sub(r"^\| (.*) \|$", lambda row: row[1].replace(" | ", "\t"), body, flags=re.MULTILINE)
    body = re.sub(r"( ?)`([^`\s]+)` ?", lambda code: ("\n" if code[1] else "") + code[2] + "\n", body)
    body = re.sub(r"`([^`]+)` ?", lambda name: " ".join(name[1].split()) + "\n", body)
    lines = [re.sub(r"^ (?! )", "", line) for line in ("Ask for help", *body.splitlines())]
    return "\n".join(line.rstrip() for line in lines if line.strip())


def edited(edit: Edit) -> str:
    assert PAGE.count(edit.old) == 1, edit.old
    return PAGE.replace(edit.old, edit.new)


WAYS: dict[str, Callable[[str], Rulebook]] = {
    "as Markdown": book,
    "copied off the web": lambda text: book(copied(text), "ask-for-help.txt"),
}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("way", WAYS)
def test_an_edit_changes_the_rules_that_it_is_about_and_no_other(way: str, name: str) -> None:
    edit = EDITS[name]
    before, after = WAYS[way](PAGE), WAYS[way](edited(edit))
    (order,), (ticket,) = after.orders, after.tickets
    assert [step.casefold() for step in order.steps] == [step.casefold() for step in edit.steps]
    assert (ticket.system, ticket.queue) == (edit.system, edit.queue)
    assert (ticket.when[0].instructor, ticket.when[0].target) == edit.when
    changes = compare(before, after)
    assert sorted((c.kind, c.rule, c.parts) for c in changes) == sorted(edit.changes), [*map(describe, changes)]
    touched = {rule.id for change in changes for rule in (change.before, change.after) if rule}
    assert {rule.id for rule in before.rules} - touched == {rule.id for rule in after.rules} - touched


@pytest.mark.parametrize("name", GONE)
@pytest.mark.parametrize("way", WAYS)
def test_a_rule_goes_with_its_words(way: str, name: str) -> None:
    words, kind = GONE[name]
    before, after = WAYS[way](PAGE), WAYS[way](edited(Edit(words, "")))
    assert getattr(after, kind) == ()
    assert [(change.kind, change.before) for change in compare(before, after)] == [("gone", getattr(before, kind)[0])]


def test_a_page_split_in_two_joined_with_another_or_renamed_states_the_same_rules() -> None:
    whole = book(PAGE)
    front = PAGE[:TEAMS]
    split = [("teams.md", PAGE[:ORDER]), ("asking/escalating.md", front.replace("Ask for", "More") + PAGE[ORDER:])]
    joined = f"{PAGE}\n\n## Lunch\n\nLunch is at noon. Tickets for the play are sold out.\n"
    for documents in (split, [("other.md", PAGE)], [("ask-for-help.md", joined)]):
        after = read_rules([read_document(path, text)[0] for path, text in documents])
        assert compare(whole, after) == ()
        assert {rule.id for rule in after.rules} == {rule.id for rule in whole.rules}
