"""Conversations over the bundled page: short follow-ups, replies to the assistant's questions, corrections."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from assistant.answers import Answer, Outcome
from assistant.assistant import Assistant
from assistant.conversations import Conversations
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State

PAGE = Path(__file__).parents[2] / "corpus"
QUEUE = "3rd Line--GDS Reliability Engineering"


@pytest.fixture(scope="module")
def assistant(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    state = State(tmp_path_factory.mktemp("conversing"), embedder)
    build(PAGE, state, embedder)
    return Assistant(state, embedder, Conversations(None))


def converse(assistant: Assistant, *turns: str) -> Answer:
    """The answer to the last of some turns, said in a conversation of their own."""
    conversation = uuid.uuid4().hex
    return [assistant.ask(turn, conversation).answer for turn in turns][-1]


TICKETS = {
    "yes to the one thing asked": (("2nd Line told us to escalate this, what now?", "yes"), QUEUE),
    "no to it": (("2nd Line told us to escalate this, what now?", "no"), None),
    "neither of two": (("Do I need a ticket for Platform Engineering?", "neither"), None),
    "the words of one of two": (("Ticket for Platform Engineering?", "yes it is related to an incident"), QUEUE),
    "the second of two": (("Do I need a ticket for Platform Engineering?", "the second one"), QUEUE),
    "taken back": (
        ("2nd Line told us to escalate this to Platform Engineering.", "Actually 2nd Line didn't say that.", "Ticket?"),
        None,
    ),
    "told later": (
        ("Ticket for plat eng? no incident, nobody told us", "2nd line now told us to escalate to them"),
        QUEUE,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("turns", "queue"), TICKETS.values(), ids=TICKETS)
def test_a_reply_to_the_assistants_question_is_understood(
    assistant: Assistant, turns: tuple[str, ...], queue: str | None
) -> None:
    answer = converse(assistant, *turns)
    assert (answer.ticket.queue if answer.ticket else None) == queue


STEPS = {
    "tried that": (("We can't fix a bug between us, who do we go to?", "tried that"), "Lead Developer"),
    "asking moves nothing": (("We're stuck, who do we escalate to?", "who comes third?"), "Technical Lead"),
    "meant another": (
        ("We've spoken to our tech lead, who's next?", "sorry, I meant the lead developer"),
        "Technical Lead",
    ),
    "a new problem": (
        ("The tech lead couldn't fix our bug, who's next?", "New problem: deploys hang, nobody here can fix it. Who?"),
        "Technical Lead",
    ),
    "straight to the top": (("Can we skip the tech lead and go straight to the lead architect?",), "Technical Lead"),
}  # fmt: skip


@pytest.mark.parametrize(("turns", "step"), STEPS.values(), ids=STEPS)
def test_the_ladder_follows_what_is_said(assistant: Assistant, turns: tuple[str, ...], step: str) -> None:
    answer = converse(assistant, *turns)
    assert answer.escalation
    assert step in (answer.escalation.next or "")


FOLLOW_UPS = {
    "which channel": (("Who renews TLS certificates?", "which channel?"), "#govuk-platform-engineering"),
    "and for": (("Who renews TLS certificates?", "and Concourse?"), "#reliability-eng"),
    "what about": (("Who maintains Logit?", "what about DNS?"), "#govuk-platform-engineering"),
    "why": (("Who renews TLS certificates?", "why?"), "obtains and renews TLS certificates"),
    "are you sure": (("Who renews TLS certificates?", "are you sure?"), "obtains and renews TLS certificates"),
}


@pytest.mark.parametrize(("turns", "said"), FOLLOW_UPS.values(), ids=FOLLOW_UPS)
def test_a_short_follow_up_works_from_the_conversation(assistant: Assistant, turns: tuple[str, ...], said: str) -> None:
    answer = converse(assistant, *turns)
    assert answer.outcome is Outcome.ANSWERED
    assert said in answer.text


def test_two_conversations_never_leak_into_each_other(assistant: Assistant) -> None:
    assistant.ask("The tech lead couldn't help with our bug. Who's next?", "one")
    answer = assistant.ask("We can't fix our bug. Who do we escalate to?", "other").answer
    assert answer.escalation
    assert answer.escalation.tried == ()


FOLLOW_UPS = {
    "why that one": (("Who looks after Logit?", "why that one?"), "Logit and Concourse"),
    "why him": (("We're stuck on a bug, who do we go to?", "why him?"), "in order"),
    "what if he is away": (("We're stuck on a bug, who do we go to?", "what if he's off sick"), "Lead Developer"),
    "another team": (("What does Platform Engineering do?", "and 2nd line?"), "triages technical issues"),
    "a subject added": (("Who renews TLS certificates?", "and DNS?"), "handles updates to"),
}  # fmt: skip


@pytest.mark.parametrize(("turns", "said"), FOLLOW_UPS.values(), ids=FOLLOW_UPS)
def test_a_turn_may_lean_on_the_one_before(assistant: Assistant, turns: tuple[str, ...], said: str) -> None:
    assert said in converse(assistant, *turns).text


def test_supposing_that_somebody_is_away_advances_nothing(assistant: Assistant) -> None:
    answer = converse(
        assistant, "We're stuck on a bug, who do we go to?", "what if he's off sick?", "so who do we ask?"
    )
    assert answer.escalation
    assert answer.escalation.next == "The Technical Lead on the team"


def test_what_is_said_of_a_step_without_a_question_keeps_to_the_order(assistant: Assistant) -> None:
    answer = converse(assistant, "Our tech lead couldn't fix it. Who's next?", "the architect is on holiday")
    assert answer.escalation
    assert answer.escalation.next == "The Lead Developer on the programme"


def test_two_teams_told_by_what_they_do_are_told_apart(assistant: Assistant) -> None:
    answer = converse(assistant, "One lot monitors the apps and another maintains Concourse, who is who?")
    assert [contact.channel for contact in answer.contacts] == ["#govuk-2ndline-tech", "#reliability-eng"]
    assert converse(assistant, "What is the difference between DNS and TLS?").outcome is Outcome.NOT_DOCUMENTED


@pytest.mark.parametrize(
    "question",
    [
        "who is the CTO of gds",
        "it's 3am and the site is throwing 500s, who do I wake up?",
        "how many people are on 2nd line",
    ],
)
def test_a_quote_does_not_run_from_one_rule_into_another(assistant: Assistant, question: str) -> None:
    book = assistant.edition().rulebook
    for citation in converse(assistant, question).citations:
        rules = [rule for rule in (*book.orders, *book.tickets) if any(q.text in citation.quote for q in rule.evidence)]
        assert len(rules) <= 1, citation.quote
        assert len(citation.quote) <= 600 or rules, citation.quote


PLACES = {
    "who comes before": ("who comes before the lead architect?", "After **The Lead Developer on the programme** comes"),
    "a step by its number": ("what's step 3?", "comes **The Lead Architect**"),
    "who is first": ("so who's first then?", "Next is **The Technical Lead on the team**"),
}  # fmt: skip


@pytest.mark.parametrize(("question", "said"), PLACES.values(), ids=PLACES)
def test_a_place_in_the_order_is_told_as_information(assistant: Assistant, question: str, said: str) -> None:
    answer = converse(assistant, "We can't fix a bug between us, who do we go to?", question)
    assert said in answer.text
    assert answer.escalation
    assert answer.escalation.next == "The Technical Lead on the team"


MET = {
    "and asks what else": "we're mid-incident, what we're seeing is part of it. anything else i must do?",
    "and asks by halves": "the incident is still going and ours is part of it. should there be a ticket for it too?",
}


@pytest.mark.parametrize("turn", MET.values(), ids=MET)
def test_whoever_tells_of_the_documented_condition_is_told_the_ticket(assistant: Assistant, turn: str) -> None:
    answer = converse(assistant, turn)
    assert answer.ticket
    assert answer.ticket.queue == QUEUE


ASKED_AGAIN = {
    "the system": "which system's that in again",
    "the system in a word": "system?",
    "the queue": "and the queue?",
}


@pytest.mark.parametrize("turn", ASKED_AGAIN.values(), ids=ASKED_AGAIN)
def test_where_a_ticket_goes_is_told_again(assistant: Assistant, turn: str) -> None:
    answer = converse(
        assistant, "2nd Line told us to escalate this to Platform Engineering. where do I raise it?", turn
    )
    assert "Zendesk" in answer.text
    assert answer.ticket
    assert answer.ticket.queue == QUEUE


def test_another_question_after_a_ticket_is_answered_for_itself(assistant: Assistant) -> None:
    told = "2nd Line told us to escalate this to Platform Engineering. where do I raise it?"
    assert converse(assistant, told, "which system do the canteen orders go in").ticket is None


STUCK = {
    "and asks for the route": "no one in the squad can figure out this deadlock, what's the proper route?",
    "and asks for the path": "escalation path please, team is out of ideas on a redis issue",
    "and wants to skip": "why can't i just ask the architect",
    "and asks where to take it": "The team can't work out why the cache is poisoned, where do we take it?",
    "and asks to whom": "none of us can work out why the sitemap job dies. escalate to whom",
    "and asks nothing": "none of us can work this out",
    "in misspelt words": "tem cant reslove tecnical isue, who to excalate to",
}


@pytest.mark.parametrize("turn", STUCK.values(), ids=STUCK)
def test_a_team_that_is_stuck_is_sent_to_the_first_step(assistant: Assistant, turn: str) -> None:
    answer = converse(assistant, turn)
    assert answer.escalation
    assert answer.escalation.next == answer.escalation.order[0]


OWN_PEOPLE = {
    "all of them": "I've asked all my teammates and none of them know. who do I go to?",
    "everyone of them": "asked everyone in my squad, none of them have a clue. who next?",
}


@pytest.mark.parametrize("turn", OWN_PEOPLE.values(), ids=OWN_PEOPLE)
def test_a_persons_own_people_are_no_steps(assistant: Assistant, turn: str) -> None:
    escalation = converse(assistant, turn).escalation
    assert escalation is None or escalation.tried == ()


def test_what_a_thing_waits_for_is_no_step(assistant: Assistant) -> None:
    answer = converse(assistant, "concourse workers all sat at 'pending' for an hour, who fixes concourse")
    assert [contact.channel for contact in answer.contacts][:1] == ["#reliability-eng"]


def test_nobody_is_sent_anywhere_once_it_is_solved(assistant: Assistant) -> None:
    solved = converse(
        assistant, "none of us can fix it, who do we escalate to?", "the tech lead just cracked it. thanks!"
    )
    assert solved.outcome is Outcome.NEEDS_CLARIFICATION
    assert solved.escalation is None


@pytest.mark.parametrize(
    "question",
    [
        "tech lead or lead developer, which comes first?",
        "does the lead architect outrank the lead developer?",
    ],
)
def test_which_of_two_steps_comes_first_is_told_by_the_order(assistant: Assistant, question: str) -> None:
    answer = converse(assistant, question)
    assert "1. The Technical Lead" in answer.text
    assert "Not yet" not in answer.text


@pytest.mark.parametrize(
    "before", ["we asked the lead developer already", "the TL on our team could not fix it. who else"]
)
def test_who_comes_before_somebody_spoken_of_is_told(assistant: Assistant, before: str) -> None:
    answer = converse(assistant, before, "wait, who was before her in the order?")
    assert answer.text.startswith("After **The Technical Lead on the team** comes **The Lead Developer")


def test_every_channel_is_listed_where_nothing_else_is_asked(assistant: Assistant) -> None:
    teams = converse(assistant, "give me every help channel you've got, all of them").contacts
    assert len(teams) == len({contact.channel for contact in teams}) == 5
    assert not converse(assistant, "deploy tool is broken for all teams. who supports it").text.count("\n\n") >= 4


THEM = {
    "what they do besides": (("is there a channel where devs ask other devs for help?",
        "would a release that's got stuck be ok to bring up in there"), "supports each other with issues deploying"),
    "of another's": (("who renews certificates?", "do they do Logit as well"), "maintains centrally-provided"),
    "how many they are": (("is there a channel where devs ask other devs for help?", "how many are in there"), None),
    "where they sit": (("who renews certificates?", "where do they sit"), None),
    "when they work": (("who renews certificates?", "do they work weekends"), None),
}  # fmt: skip


@pytest.mark.parametrize(("turns", "quoted"), THEM.values(), ids=THEM)
def test_of_a_team_just_spoken_of_more_is_told_where_it_is_documented(
    assistant: Assistant, turns: tuple[str, ...], quoted: str | None
) -> None:
    answer = converse(assistant, *turns)
    assert (answer.outcome is Outcome.NOT_DOCUMENTED) is (quoted is None)
    assert quoted is None or any(quoted in citation.quote for citation in answer.citations)


def test_a_team_whose_introduction_was_quoted_can_be_asked_about(assistant: Assistant) -> None:
    first = converse(assistant, "site down, i'm at a train station with 4% battery. who")
    assert [contact.channel for contact in first.contacts][:1] == ["#govuk-2ndline-tech"]


@pytest.mark.parametrize(
    "turns",
    [
        ("what's the dev community for, in two lines",),
        ("whats #govuk-developers good for",),
        ("who helps developers with issues deploying changes?", "ah well. what sort of stuff do they deal with then"),
    ],
)
def test_what_a_team_does_is_asked_in_many_ways(assistant: Assistant, turns: tuple[str, ...]) -> None:
    assert converse(assistant, *turns).decisions[0].rule == "duties"


def test_whoever_names_an_unknown_role_has_not_named_a_step(assistant: Assistant) -> None:
    answer = converse(
        assistant, "we asked the lead designer and he couldn't fix it, we're still stuck. who's first in the order"
    )
    assert answer.escalation
    assert answer.escalation.tried == ()


def test_a_login_is_no_ticket(assistant: Assistant) -> None:
    assert converse(assistant, "how do I log in to Zendesk?").outcome is Outcome.NOT_DOCUMENTED


def test_what_a_team_does_and_where_it_is_are_told_together(assistant: Assistant) -> None:
    answer = converse(assistant, "What does Platform Engineering do, and where do I find them?")
    assert "obtains and renews TLS certificates" in answer.text
    assert [contact.channel for contact in answer.contacts] == ["#govuk-platform-engineering"]


@pytest.mark.parametrize(
    "question",
    [
        "we've all had a go at this crash, me, Sam, the whole bench. no luck. next person?",
        "me and my pair got nowhere with it. who's next",
        "Tried everything among ourselves, to no avail. Who now?",
        "three days on this deadlock and nobody on the bench understands it. who's the next person?",
        "None of us knows why it dies. Next step?",
        "a week on this race condition, all in vain. where next?",
        "No joy with the stack trace, all five of us looked. Who is next?",
        "we looked at it together and got no further. what's next?",
        "nothing we tried helped. who do we go to now?",
        "nothing I try works. who do I hand it to?",
    ],
)
def test_who_is_next_after_our_own_failure_is_the_first_step(assistant: Assistant, question: str) -> None:
    answer = converse(assistant, question)
    assert answer.escalation
    assert answer.escalation.next == "The Technical Lead on the team"


@pytest.mark.parametrize(
    "question",
    [
        "What is next for Platform Engineering? No luck finding their roadmap.",
        "no luck finding the lunch menu. what is on the menu?",
        "nobody knows how the .gov.uk DNS is updated. which team does that?",
        "I got nowhere with the cookbook. who wrote it?",
    ],
)
def test_a_failure_at_another_thing_asks_for_no_step(assistant: Assistant, question: str) -> None:
    assert converse(assistant, question).escalation is None


@pytest.mark.parametrize(
    ("turns", "due"),
    [
        (("we can't sort this and nor can our technical lead",), "The Lead Developer on the programme"),
        (("We can't fix it, nor could the Technical Lead.",), "The Lead Developer on the programme"),
        (("We can't fix it. Can the Technical Lead?",), "The Technical Lead on the team"),
        (
            ("the bug has been past the technical lead, the lead developer and the lead architect by now and none of "
             "them could fix it. anyone above them?",),
            None,
        ),
        (
            ("the bug has been past the technical lead, the lead developer by now and neither could fix it. next?",),
            "The Lead Architect",
        ),
    ],
)  # fmt: skip
def test_all_who_are_told_of_together_failed(assistant: Assistant, turns: tuple[str, ...], due: str | None) -> None:
    answer = converse(assistant, *turns)
    assert answer.escalation
    assert answer.escalation.next == due
    assert due or answer.escalation.order[-1] in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "jira or zendesk for what 2nd line sends on to plat eng?",
        "do tickets for plat eng go in jira or zendesk",
        "Is it Zendesk or Jira when Platform Engineering needs a ticket?",
        "ServiceNow, or Zendesk, for tickets to Platform Engineering?",
    ],
)
def test_which_of_two_systems_is_told_as_information(assistant: Assistant, question: str) -> None:
    answer = converse(assistant, question)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.ticket is None
    assert any("raise a ticket on Zendesk" in " ".join(citation.quote.split()) for citation in answer.citations)


def test_which_of_two_systems_for_another_thing_is_not_told(assistant: Assistant) -> None:
    answer = converse(assistant, "is it slack or zendesk for payroll questions?")
    assert answer.outcome is Outcome.NOT_DOCUMENTED


@pytest.mark.parametrize(
    "question",
    [
        "asked by second line to get a ticket open with our CDN supplier. nothing to do with platform engineering, no "
        "incident. which of your queues",
        "2nd line asked us to raise a ticket with our supplier. It is not for platform engineering. Which queue?",
        "2nd line told us to escalate it to our hosting firm rather than Platform Engineering. queue?",
        "there's an incident going on but mine has nothing to do with it, and 2nd line never told me to go to plat "
        "eng. do i still need to raise one",
        "An incident is on. Ours is unrelated to it and Technical 2nd Line has told us nothing. Ticket?",
    ],
)
def test_a_target_named_only_to_rule_it_out_gets_no_queue(assistant: Assistant, question: str) -> None:
    assert converse(assistant, question).ticket is None


def test_an_incident_that_ours_has_nothing_to_do_with_is_no_condition(assistant: Assistant) -> None:
    question = "there's an incident going on but mine has nothing to do with it, and 2nd line never told me to escalate"
    answer = converse(assistant, question + " to plat eng. do I need a ticket?")
    assert answer.outcome is Outcome.ANSWERED
    assert "no ticket" in answer.text.casefold()


@pytest.mark.parametrize(
    ("question", "due"),
    [
        (
            "Been up the ladder with this: the team, then the Technical Lead, then the programme's Lead Developer. "
            "Still broken. Is there anyone above?",
            "The Lead Architect",
        ),
        ("Went up the chain: tech lead, then the lead developer. No luck. Who next?", "The Lead Architect"),
        ("Been up the whole ladder with this, nobody could fix it. Anyone left?", None),
    ],
)
def test_who_is_named_of_an_order_is_all_of_it_that_was_tried(
    assistant: Assistant, question: str, due: str | None
) -> None:
    answer = converse(assistant, question)
    assert answer.escalation
    assert answer.escalation.next == due


@pytest.mark.parametrize(
    "question",
    [
        "Whom do we escalate to, in what order?",
        "is the lead developer before or after the architect when you escalate",
    ],
)
def test_the_order_asked_for_in_other_words_is_told_whole(assistant: Assistant, question: str) -> None:
    answer = converse(assistant, question)
    assert answer.escalation
    assert all(step in answer.text for step in answer.escalation.order)
    assert answer.escalation.next == "The Technical Lead on the team"
