"""What a person takes from the page: a ticket's draft, an answer as text for others, a step said to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from assistant.answers import Answer, Citation, Escalation, Outcome, Ticket
from assistant.claims import Claim, ClaimKind
from assistant.conversations import Turn
from web.drafts import LONGEST, SUBJECT, Draft, draft, prefilled
from web.ladder import ladder, sentence_of
from web.places import citation_url
from web.rendering import Links, announcement, answer_tokens
from web.sharing import shared
from web.text import plain_text, slack_text

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


@pytest.fixture
def links(client: TestClient) -> Links:
    return Links(client.app.state.assistant.generation())  # type: ignore[attr-defined]


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


def test_a_step_without_an_article_is_said_with_one_and_understood(written: Callable[..., TestClient]) -> None:
    steps = "\n".join(f"{n}. {step}" for n, step in enumerate(["Desk lead", "the warden", "Systems supervisor"], 1))
    client = written({"a.md": f"# Faults\n\nIf you cannot fix a fault, escalate it through, in order:\n\n{steps}\n"})
    question = {"question": "Who do we escalate a fault to?", "conversation_id": "a"}
    reply = client.post("/api/v1/ask", json=question).json()
    for step in ladder(Escalation(tuple(reply["escalation"]["order"]), (), None, 1)):
        assert "the the" not in step.says
        reply = client.post("/api/v1/ask", json=question | {"question": step.says}).json()
        assert step.text in reply["escalation"]["tried"], step.says


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


def test_a_draft_holds_what_was_said_tried_and_quoted(links: Links) -> None:
    turns = [
        said(1, "Our door is stuck", Claim(ClaimKind.CONSULTED, "asked the porter", "The porter")),
        said(2, "  No, we\nhave not  ", Claim(ClaimKind.CONSULTED, "and the warden", "Your warden")),
        TURN,
        said(4, "Something said later"),
    ]
    assert draft(TURN, turns, links, "http://here/") == Draft(
        "Our door is stuck",
        "What we asked and reported:\n- Our door is stuck\n- No, we have not\n- What do we do?\n\n"
        "Consulted without a solution:\n- The porter\n- Your warden\n\n"
        "Why this queue: the door is *stuck*\n\n"
        "What the documents say:\n\n“Raise a  ticket.\nAlways.”\n"
        f"Source: Faults [all], line 7, http://here{citation_url(CITED)}",
    )


def test_a_draft_is_about_the_present_problem_only(links: Links) -> None:
    turns = [
        said(1, "The roof leaks", Claim(ClaimKind.CONSULTED, "asked the porter", "The porter")),
        said(2, "New problem: the door", Claim(ClaimKind.NEW_PROBLEM, "New problem")),
    ]
    made = draft(TURN, turns, links, "http://here/")
    assert made.subject == "New problem: the door"
    assert "roof" not in made.description
    assert "porter" not in made.description


def test_a_step_taken_back_is_not_told_as_tried(links: Links) -> None:
    turns = [
        said(1, "a", Claim(ClaimKind.CONSULTED, "a", "The porter")),
        said(2, "b", Claim(ClaimKind.NOT_CONSULTED, "b", "The porter")),
    ]
    assert "Consulted" not in draft(TURN, turns, links, "http://here/").description


def test_a_long_subject_ends_at_a_word(links: Links) -> None:
    subject = draft(said(1, "word " * 60), (), links, "http://here/").subject
    assert len(subject) <= SUBJECT
    assert subject.endswith("word…")


@pytest.mark.parametrize("form", ["https://desk.example/hc/en-gb/requests/new", "https://desk.example/new?form=7"])
def test_a_form_is_filled_in_by_its_address(form: str) -> None:
    made = Draft("A & B?", "One\nTwo #3 – „four“")
    address = prefilled(form, made).address
    fields = parse_qs(urlsplit(address).query)
    assert address.startswith(form)
    assert fields["tf_subject"] == [made.subject]
    assert fields["tf_description"] == [made.description]
    assert ("form" in fields) == ("form" in form)


@pytest.mark.parametrize("sign", ["x", " ", "é", "字", "👩🏽‍🚒", "&"])
@pytest.mark.parametrize("length", [100, 1_500, 9_000])
def test_a_draft_too_long_for_an_address_is_shortened_and_says_so(sign: str, length: int) -> None:
    made = Draft("s" * SUBJECT, "Begin" + sign * length + "end")
    filled = prefilled("https://desk.example/hc/en-gb/requests/new", made)
    (told,) = parse_qs(urlsplit(filled.address).query)["tf_description"]
    assert len(filled.address) <= LONGEST
    assert filled.shortened == (told != made.description)
    assert told.endswith("[Shortened: the whole draft stands on the page that this came from.]" * filled.shortened)
    assert made.description.startswith(told.partition("\n\n[Shortened")[0])
    assert len(filled.address) > LONGEST - 40 or sign == " " or not filled.shortened


def test_a_draft_is_plain_text(written: Callable[[Mapping[str, str]], TestClient]) -> None:
    """Of a document full of markup, nothing but its words, and where they stand."""
    client = written(
        {
            "doors.md": "# Doors\n\nIf **the _warden_** instructs you to escalate something to `Locks`, raise a ticket "
            "on [Desk](https://desk.example) and assign it to the `Doors & *Locks*` queue.\n"
        }
    )
    client.post("/turns", data={"question": "The door is stuck", "conversation": "d"})
    page = client.post("/turns", data={"question": "The warden told us to escalate it to Locks", "conversation": "d"})
    text = unescape(page.text[page.text.index("<textarea id=") :].partition(">")[2].partition("</textarea>")[0])
    assert "“If the warden instructs you to escalate something to Locks, raise a ticket on Desk" in text
    assert "Source: Doors, line 3, http://testserver/documents/doors.md?start=" in text
    for mark in ("**", "`", "_warden_", "[1]", "](", "<"):
        assert mark not in text


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
        f"\\[1\\] [Faults \\[all\\] › Doors › line 7](<http://here{citation_url(CITED)}>)  "
    )


def test_an_answer_is_shared_as_slack_text() -> None:
    assert shared(TURN, "http://here/").slack == (
        "> What do\n> we do?\n\nRaise it in *Doors* [1].\n\n"
        f"[1] Faults [all] › Doors › line 7: http://here{citation_url(CITED)}"
    )


def test_a_live_page_is_what_others_are_sent_to() -> None:
    live = replace(TURN, answer=replace(ANSWER, citations=(replace(CITED, url="https://docs.example/a.html"),)))
    assert "https://docs.example/a.html" in shared(live, "http://here/").slack
    unsafe = replace(TURN, answer=replace(ANSWER, citations=(replace(CITED, url="javascript:alert(1)"),)))
    assert "javascript" not in shared(unsafe, "http://here/").markdown


def test_the_link_to_an_answer_leads_to_its_turn() -> None:
    assert shared(TURN, "http://here/").link == "http://here/?conversation=abc#turn-3"


def test_a_screen_reader_is_told_the_answer_without_its_markup() -> None:
    answer = replace(ANSWER, text="Raise it in **Doors** `now`. [1]\n\n> Always [2].")
    assert announcement(answer) == "Ticket instruction. Raise it in Doors now. Always [2]."


def test_links_within_an_answer_lead_from_elsewhere_too() -> None:
    near = replace(TURN, answer=replace(ANSWER, text="[Ovens](/documents/ovens.md?start=3&end=8)"))
    assert "[Ovens](http://here/documents/ovens.md?start=3&end=8)" in shared(near, "http://here/").markdown


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**a** *b* `c` [1]", "a b c"),
        ("1. one [1]\n2. two\n   - three", "1. one\n2. two\n• three"),
        ("```\nrun --it\n```", "run --it"),
    ],
)
def test_commonmark_becomes_plain_text(text: str, plain: str) -> None:
    assert plain_text(answer_tokens(replace(ANSWER, text=text))) == plain


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
