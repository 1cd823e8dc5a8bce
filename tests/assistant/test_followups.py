"""Whole conversations of short follow-ups, and that a follow-up finds no less than the bare turn would."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from assistant.evaluation import Source, read_cases, run
from index.building import build
from index.embedding import OnnxEmbedder
from index.generations import State

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
PAGE = ROOT / "corpus"
CONVERSATIONS = {PAGE: DATA / "ask_for_help_followups.jsonl"} | {
    DATA / "organisations" / name: DATA / "organisations" / name / "followups.jsonl"
    for name in ("clinic", "port", "studio")
}


def assistant_over(corpus: Path, folder: Path, embedder: OnnxEmbedder) -> Assistant:
    state = State(folder, embedder)
    build(corpus, state, embedder)
    return Assistant(state, embedder, Conversations(None))


@pytest.mark.parametrize("corpus", CONVERSATIONS, ids=lambda corpus: corpus.name)
def test_short_follow_ups_are_understood_from_the_conversation(
    corpus: Path, tmp_path: Path, embedder: OnnxEmbedder
) -> None:
    assistant = assistant_over(corpus, tmp_path, embedder)
    results = run(read_cases(CONVERSATIONS[corpus]), assistant.ask, Source(corpus))
    assert [(result.case, result.number, result.missed, result.wrong) for result in results if not result.good] == []


BEFORE = (
    "Who looks after Logit?",
    "We can't resolve a technical issue. Who do we escalate it to?",
    "Should I raise a ticket for Platform Engineering?",
    "Which team owns the infrastructure, and why?",
)


@pytest.mark.parametrize("before", BEFORE)
def test_a_question_finds_in_a_conversation_what_it_finds_alone(
    before: str, tmp_path: Path, embedder: OnnxEmbedder
) -> None:
    """Printed with ``-s``: how many of the questions answered rightly alone are so behind another turn."""
    assistant = assistant_over(PAGE, tmp_path, embedder)
    source = Source(PAGE)
    alone = [case for case in read_cases(DATA / "ask_for_help_unseen.jsonl") if case.kind in {"routing", "process"}]
    right = [case for case in alone if all(result.good for result in run([case], assistant.ask, source))]
    worse = []
    for case in right:
        conversation = f"behind-{case.id}"
        assistant.ask(before, conversation)
        results = run([case], lambda question, _, at=conversation: assistant.ask(question, at), source)
        worse += [(result.case, result.missed) for result in results if not result.good]
    print(f"\nbehind {before!r}: {len(right) - len(worse)} of {len(right)} are as right as alone")
    assert worse == []


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("asked the tech lead, no luck. who's next?", "consulted without success is The Technical Lead on the team"),
        ("we haven't asked the tech lead. who's next?", "not consulted is The Technical Lead on the team"),
        ("pinged the tech lead, no reply yet", "asked, with no result yet, is The Technical Lead on the team"),
    ],
)
def test_a_decision_tells_what_it_heard_in_the_persons_words(
    words: str, heard: str, tmp_path: Path, embedder: OnnxEmbedder
) -> None:
    because = assistant_over(PAGE, tmp_path, embedder).ask(words).answer.decisions[0].because
    assert heard in because
    assert words[:20] in because
