"""What a rule tells: who does what, whom to turn to, when a ticket is raised; not what else there is of its things."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answers import Outcome
from assistant.assistant import Assistant
from assistant.conversations import Conversations
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State

PAGE = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def assistant(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    state = State(tmp_path_factory.mktemp("telling"), embedder)
    build(PAGE, state, embedder)
    return Assistant(state, embedder, Conversations(None))


TOLD = {
    "whose job it is": ("is it Platform Engineering who sort out new certificates?", "obtains and renews"),
    "a thing done for us": ("can 2nd line push a release for my team? we've no prod access", "deploys changes"),
    "how to get it done": ("how do I get a DNS record changed", "handles updates to"),
    "a need, no question": ("our certificate lapses tomorrow", "obtains and renews"),
    "whether a team does it": ("does 2nd line monitor the applications?", "monitors the GOV.UK hosting"),
    "whether the wrong team does it": ("does Technical 2nd Line maintain Concourse", "maintains centrally"),
    "what a duty says of itself": ("so the owners of the infrastructure can fix it when it breaks?", "necessarily"),
    "who judges": ("who says whether it's one for a site reliability engineer", "recommends when to escalate"),
}  # fmt: skip


@pytest.mark.parametrize(("question", "quoted"), TOLD.values(), ids=TOLD)
def test_a_duty_answers_who_does_it_and_whether(assistant: Assistant, question: str, quoted: str) -> None:
    assert any(quoted in citation.quote for citation in assistant.ask(question).answer.citations)


TOLD_BY_THE_NEXT = {
    "not the order's": "where do technical issues get sorted into serious / not serious first",
    "nor the ticket's": "frontend's returning 503s and nobody's said a word. who's meant to be watching??",
}  # fmt: skip


@pytest.mark.parametrize("question", TOLD_BY_THE_NEXT.values(), ids=TOLD_BY_THE_NEXT)
def test_where_the_best_rule_has_no_words_for_it_the_nearest_duty_is_told(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question).answer
    assert [contact.channel for contact in answer.contacts][:1] == ["#govuk-2ndline-tech"]


@pytest.mark.parametrize(
    "question",
    [
        "Logit's dead AND our https cert ran out overnight. who for which",
        "our certificate is about to lapse and Logit shows nothing. same team for both?",
    ],
)
def test_of_two_things_each_is_told(assistant: Assistant, question: str) -> None:
    channels = {contact.channel for contact in assistant.ask(question).answer.contacts}
    assert {"#reliability-eng", "#govuk-platform-engineering"} <= channels


NOT_TOLD = {
    "how many of a team": "headcount of Platform Engineering? roughly will do",
    "when a team is there": "is Technical 2nd Line staffed on bank holidays?",
    "what a team has": "does the developer community have a meetup",
    "where a team sits": "whereabouts in the building do the platform engineering folks sit",
    "who makes up a team": "who's actually on 2nd line this week, names please",
    "whether anybody of it is there": "is anyone from platform engineering on the rota right now",
    "who heads a team": "who's delivery manager for Platform Security and Reliability",
    "who leads them, by pronoun's kin": "who chairs the developer community",
    "who had it before": "which team had the infrastructure before Platform Security and Reliability took it on",
    "who decides about it": "which team decides what the next missions are going to be?",
    "who pays for it": "who pays for logit",
    "who made it": "who built the software that deploys our code",
    "when a team is open": "when is platform engineering open",
    "how to do another thing with it": "how do I leave the developer community channel",
    "something to be given": "can you recommend a good book about site reliability",
    "why a team has it": "why does Platform Security and Reliability own the infrastructure",
    "how a team does it": "how is the certificate renewal automated",
    "which one of a sort": "which certificate authority do our certs come from",
    "a property": "what ttl do we put on gov.uk dns records",
    "an example": "yaml for a concourse job that runs nightly, got an example?",
    "where a thing is kept": "where's the incident report template kept",
    "what a step is given": "do lead architects get a company car",
    "a step's own name": "first name + surname of the current lead architect?",
    "what a ticket is given": "what priority do i set on the zendesk ticket, p2 or p3?",
    "a system's account": "zendesk: i have no account. how'd one get an account there",
    "one incident's cause": "what was the cause of last week's incident",
}  # fmt: skip


@pytest.mark.parametrize("question", NOT_TOLD.values(), ids=NOT_TOLD)
def test_a_rule_does_not_answer_what_it_has_no_words_for(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).answer.outcome is Outcome.NOT_DOCUMENTED


TEAMS = {
    "works.md": """\
# Who does what

Mechanical Services (#mechanical) looks after boilers and radiators. It also descales kettles and urns twice a year.

| Team | Channel | Looks after |
| --- | --- | --- |
| Front Systems | #front-systems | the booking system, text reminders and card readers |
| Imaging Support | #imaging | x-ray plates, scanners and the picture archive |
"""
}


@pytest.fixture(scope="module")
def works(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root = tmp_path_factory.mktemp("works")
    (root / "corpus").mkdir()
    for name, text in TEAMS.items():
        (root / "corpus" / name).write_text(text)
    state = State(root / "state", embedder)
    build(root / "corpus", state, embedder)
    return Assistant(state, embedder, Conversations(None))


def test_what_stands_beside_a_duty_is_told_too(works: Assistant) -> None:
    assert "twice a year" in works.ask("how often does Mechanical Services descale the urns?").answer.text


def test_where_another_team_is_named_it_is_told_who_does_it(works: Assistant) -> None:
    answer = works.ask("do Imaging Support look after card readers").answer
    assert [contact.channel for contact in answer.contacts][:1] == ["#front-systems"]


def test_a_row_of_a_table_is_cited_for_its_team(works: Assistant) -> None:
    (citation,) = works.ask("what's the channel of Imaging Support?").answer.citations
    assert "Imaging Support" in citation.quote


def test_where_a_team_sits_is_not_where_to_turn_to(works: Assistant) -> None:
    assert works.ask("where does Imaging Support sit").answer.outcome is Outcome.NOT_DOCUMENTED
