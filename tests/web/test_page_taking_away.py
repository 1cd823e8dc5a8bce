"""What a person takes from the page: a ticket's draft, an answer as text for others, a step said to be done."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from assistant.answers import Answer, Citation, Escalation, Outcome, Ticket
from assistant.claims import Claim, ClaimKind
from assistant.conversations import Turn
from web.drafts import LINKED, SUBJECT, Draft, draft, prefilled
from web.ladder import ladder, sentence_of
from web.rendering import answer_tokens
from web.sharing import shared, slack_text

ORDER = Escalation(
    order=("The porter", "Your warden", "Bishops"), tried=("Your warden",), next="The porter", citation=1
)
CITED = Citation(1, "a b.md", "Faults [all]", ("Faults [all]", "Doors"), "Raise a  ticket.\nAlways.", 3, 20, 7)
ANSWER = Answer(
    Outcome.TICKET,
    "Raise it in **Doors** [1].",
    "g",
    citations=(CITED,),
    ticket=Ticket("Desk", "Doors", "the door is *stuck*", 1),
)
TURN = Turn("abc", 3, "What do\nwe do?", (), ANSWER, 0.0)


def said(number: int, question: str, *claims: Claim) -> Turn:
    return replace(TURN, number=number, question=question, claims=claims)


def test_each_step_carries_the_sentence_that_changes_it() -> None:
    assert [(step.text, step.state, step.says) for step in ladder(ORDER)] == [
        ("The porter", "next", "We have spoken to the porter and they couldn't resolve it."),
        ("Your warden", "done", "Actually, we have not spoken to your warden yet."),
        ("Bishops", "later", "We have spoken to Bishops and they couldn't resolve it."),
    ]


def test_the_sentence_that_sets_an_order_is_told_without_its_steps() -> None:
    assert sentence_of(ORDER, "Ask, in order:\nThe porter\nYour warden") == "Ask, in order:"
    assert sentence_of(ORDER, "Ask The porter, then Your warden.") == "Ask The porter, then Your warden."
    assert sentence_of(ORDER, "It says nothing of the kind.") == "It says nothing of the kind."


def test_what_a_step_says_is_understood_as_a_claim(client: TestClient) -> None:
    """Whatever has been tried, in whatever order: the buttons' sentences do as the buttons say."""

    def asked(question: str) -> Escalation:
        reply = client.post("/api/v1/ask", json={"question": question, "conversation_id": "steps"}).json()
        told = reply["escalation"]
        return Escalation(tuple(told["order"]), tuple(told["tried"]), told["next"], 1)

    now = asked("Our team can't fix a technical problem, who do we escalate to?")
    for place in (2, 0, 1, 0, 2, 1):
        step = ladder(now)[place]
        tried = set(now.tried) ^ {step.text}
        now = asked(step.says)
        assert set(now.tried) == tried, step.says
        assert now.next == next((each for each in now.order if each not in tried), None)


def test_a_draft_holds_what_was_said_tried_and_quoted() -> None:
    turns = [
        said(1, "Our door is stuck", Claim(ClaimKind.CONSULTED, "asked the porter", "The porter")),
        said(2, "  No, we\nhave not  ", Claim(ClaimKind.CONSULTED, "and the warden", "Your warden")),
        TURN,
        said(4, "Something said later"),
    ]
    assert draft(TURN, turns) == Draft(
        "Our door is stuck",
        "What we asked and reported:\n- Our door is stuck\n- No, we have not\n- What do we do?\n\n"
        "Consulted without a solution:\n- The porter\n- Your warden\n\n"
        "Why this queue: the door is *stuck*\n\n"
        "What the documents say:\n- “Raise a ticket. Always.” (Faults [all], line 7)",
    )


def test_a_draft_is_about_the_present_problem_only() -> None:
    turns = [
        said(1, "The roof leaks", Claim(ClaimKind.CONSULTED, "asked the porter", "The porter")),
        said(2, "New problem: the door", Claim(ClaimKind.NEW_PROBLEM, "New problem")),
    ]
    made = draft(TURN, turns)
    assert made.subject == "New problem: the door"
    assert "roof" not in made.description
    assert "porter" not in made.description


def test_a_step_taken_back_is_not_told_as_tried() -> None:
    turns = [
        said(1, "a", Claim(ClaimKind.CONSULTED, "a", "The porter")),
        said(2, "b", Claim(ClaimKind.NOT_CONSULTED, "b", "The porter")),
    ]
    assert "Consulted" not in draft(TURN, turns).description


def test_a_long_subject_ends_at_a_word() -> None:
    subject = draft(said(1, "word " * 60), ()).subject
    assert len(subject) <= SUBJECT
    assert subject.endswith("word…")


@pytest.mark.parametrize("form", ["https://desk.example/hc/en-gb/requests/new", "https://desk.example/new?form=7"])
def test_a_form_is_filled_in_by_its_address(form: str) -> None:
    made = Draft("A & B?", "One\nTwo #3 – „four“")
    fields = parse_qs(urlsplit(prefilled(form, made)).query)
    assert prefilled(form, made).startswith(form)
    assert fields["tf_subject"] == [made.subject]
    assert fields["tf_description"] == [made.description]
    assert ("form" in fields) == ("form" in form)


def test_a_draft_too_long_for_an_address_says_that_it_was_shortened() -> None:
    (told,) = parse_qs(urlsplit(prefilled("https://desk.example/", Draft("s", "x" * 9_000))).query)["tf_description"]
    assert told.startswith("x" * LINKED)
    assert "Shortened" in told


def test_the_card_links_to_the_form_only_where_one_is_set(client: TestClient) -> None:
    question = {"question": "2nd Line told us to escalate this to Platform Engineering, what do we do?"}
    state = client.app.state  # type: ignore[attr-defined]
    assert "data-prefilled" not in client.post("/turns", data=question).text
    state.ticket_url = "https://desk.example/new"
    try:
        page = client.post("/turns", data=question).text
    finally:
        state.ticket_url = None
    assert 'href="https://desk.example/new?tf_subject=2nd%20Line%20told%20us' in page
    assert 'target="_blank" rel="noreferrer"' in page


def test_an_answer_is_shared_as_markdown() -> None:
    assert shared(TURN, "http://here/").markdown == (
        "> What do\n> we do?\n\nRaise it in **Doors** [1].\n\n"
        "\\[1\\] [Faults \\[all\\] › Doors › line 7](<http://here/documents/a%20b.md?start=3&end=20#cited>)  "
    )


def test_an_answer_is_shared_as_slack_text() -> None:
    assert shared(TURN, "http://here/").slack == (
        "> What do\n> we do?\n\nRaise it in *Doors* [1].\n\n"
        "[1] Faults [all] › Doors › line 7: http://here/documents/a%20b.md?start=3&end=20#cited"
    )


def test_a_live_page_is_what_others_are_sent_to() -> None:
    live = replace(TURN, answer=replace(ANSWER, citations=(replace(CITED, url="https://docs.example/a.html"),)))
    assert "https://docs.example/a.html" in shared(live, "http://here/").slack
    unsafe = replace(TURN, answer=replace(ANSWER, citations=(replace(CITED, url="javascript:alert(1)"),)))
    assert "javascript" not in shared(unsafe, "http://here/").markdown


def test_the_link_to_an_answer_leads_to_its_turn() -> None:
    assert shared(TURN, "http://here/").link == "http://here/?conversation=abc#turn-3"


@pytest.mark.parametrize(
    ("text", "slack"),
    [
        ("**a** *b* `c`", "*a* _b_ `c`"),
        ("> quoted **x**\n> next", "> quoted *x*\n> next"),
        ("1. one\n2. two\n   - three\n\nafter", "1. one\n2. two\n• three\n\nafter"),
        ("[docs](https://d.example/x) and [here](other.md)", "docs (https://d.example/x) and here"),
        ("```\nrun --it\n```", "```\nrun --it\n```"),
        ("one\n\ntwo [1]", "one\n\ntwo [1]"),
        ("a <b> & c", "a <b> & c"),
    ],
)
def test_commonmark_becomes_what_people_write_in_slack(text: str, slack: str) -> None:
    assert slack_text(answer_tokens(replace(ANSWER, text=text))) == slack
