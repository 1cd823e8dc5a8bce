"""Where the documents do not say: what was looked for, where it might be, where to ask; nothing stated as an answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.answers import Answer, Outcome
from assistant.assistant import Assistant
from assistant.conversations import Conversations
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State

PAGES = {
    "library.md": """\
# Library

## Scanners

The scanners stand in room 4. They are switched off at night.

## Asking

The reading room team (#reading-room):

- answers general questions about the library
- repairs scanners
""",
    "garden.md": "# Garden\n\n## Tools [old]\n\nThe rakes hang in the shed behind the greenhouse.\n",
}


@pytest.fixture(scope="module")
def library(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root = tmp_path_factory.mktemp("library")
    (root / "corpus").mkdir()
    for name, text in PAGES.items():
        (root / "corpus" / name).write_text(text)
    state = State(root / "state", embedder)
    build(root / "corpus", state, embedder)
    return Assistant(state, embedder, Conversations(None))


def refusal(library: Assistant, question: str) -> Answer:
    answer = library.ask(question).answer
    assert answer.outcome is Outcome.NOT_DOCUMENTED
    return answer


def test_it_says_what_was_looked_for(library: Assistant) -> None:
    paragraphs = refusal(library, "How much did the scanners in room 4 cost?").text.split("\n\n")
    assert paragraphs[0] == "The documents don't say."
    assert paragraphs[1].startswith("I looked for: ")
    assert {"scanners", "room", "cost"} <= set(re.findall(r"\w+", paragraphs[1]))


def test_the_nearest_headings_lead_to_their_places_and_are_not_called_an_answer(library: Assistant) -> None:
    (nearest,) = [
        line for line in refusal(library, "How much did the rakes cost?").text.split("\n\n") if "heading" in line
    ]
    assert nearest.startswith("The nearest headings, which may not answer it: [Tools \\[old\\]](/documents/garden.md?")
    places = re.findall(r"\(/documents/(\S+?)\?start=(\d+)&end=(\d+)\)", nearest)
    assert all(PAGES[name][int(start) : int(end)].strip() for name, start, end in places)
    assert "The rakes hang" in PAGES["garden.md"][int(places[0][1]) : int(places[0][2])]


def test_nothing_is_quoted_but_the_words_that_say_where_to_ask(library: Assistant) -> None:
    answer = refusal(library, "What does a pizza cost in Rome?")
    assert [contact.channel for contact in answer.contacts] == ["#reading-room"]
    assert [citation.quote for citation in answer.citations] == ["The reading room team (#reading-room):"]


@pytest.mark.parametrize(
    "question",
    [
        "How much did the scanners cost?",
        "Who invented the scanners?",
        "What is the password of the scanners?",
        "How many scanners broke last year?",
        "When were the scanners bought?",
    ],
)
def test_the_right_subject_is_no_answer_where_it_lacks_what_is_wanted(library: Assistant, question: str) -> None:
    refusal(library, question)


@pytest.mark.parametrize(
    "question",
    [
        "How do I book annual leave, and how many days do I get?",
        "Who signs off overtime, and for how many hours at most?",
        "Where do I hand in my badge, and how many days before the end?",
    ],
)
def test_a_number_of_something_else_is_no_part_of_an_answer(
    embedder: OnnxEmbedder, tmp_path: Path, question: str
) -> None:
    (tmp_path / "corpus").mkdir()
    retries = "# Jobs\n\n## Retries\n\nA failed job is tried again for up to 21 days, each time some hours later.\n"
    (tmp_path / "corpus" / "jobs.md").write_text(retries)
    (tmp_path / "corpus" / "garden.md").write_text(PAGES["garden.md"])
    state = State(tmp_path / "state", embedder)
    build(tmp_path / "corpus", state, embedder)
    refusal(Assistant(state, embedder, Conversations(None)), question)


def test_what_the_documents_say_is_not_refused(library: Assistant) -> None:
    assert "room 4" in library.ask("Where are the scanners?").answer.text
    assert "behind the greenhouse" in library.ask("Where do I find a rake?").answer.text


def test_a_question_of_which_nothing_is_known_is_refused_on_however_few_passages(
    embedder: OnnxEmbedder, tmp_path: Path
) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "house.md").write_text(
        "# House\n\nThe Garden team (#garden):\n\n- waters the ferns in the hall\n- sharpens the shears\n"
    )
    state = State(tmp_path / "state", embedder)
    build(tmp_path / "house", state, embedder)
    asked = Assistant(state, embedder, Conversations(None))
    refusal(asked, "Who mends the roof?")
    assert asked.ask("Who waters the ferns?").answer.outcome is Outcome.ANSWERED
