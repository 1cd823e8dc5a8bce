"""The decision log keeps what decided, masks what it should not know, forgets in time, and can be asked again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers import Outcome
from assistant.assistant import Assistant
from assistant.conversations import Conversations, Turn
from assistant.gaps import gaps
from assistant.log import Log, Retention, entry_of
from assistant.replay import Replayed, replay
from index.building import build
from index.embedding import OnnxEmbedder
from index.errors import GenerationMissing
from index.generations import State

PAGE = (
    '---\nowner: "#hall"\n---\n# House\n\nThe Garden team (#garden):\n\n- waters the ferns in the hall\n\n'
    "If you cannot find a plant, escalate it through, in order:\n\n1. The Head Gardener\n2. The Estate Manager\n\n"
    "The kitchen opens at noon.\n"
)


@pytest.fixture(scope="module")
def state(embedder: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> State:
    """Two generations: in the later one another team waters the ferns."""
    root = tmp_path_factory.mktemp("house")
    (root / "docs").mkdir()
    state = State(root / "state", embedder)
    for text in (PAGE, PAGE.replace("Garden team (#garden)", "Hall team (#hall)")):
        (root / "docs" / "house.md").write_text(text)
        build(root / "docs", state, embedder)
    state.rollback()
    return state


@pytest.fixture
def house(state: State, embedder: OnnxEmbedder) -> Iterator[Assistant]:
    with Conversations() as conversations:
        yield Assistant(state, embedder, conversations)


def asked(house: Assistant, log: Log, *questions: str, conversation: str = "c") -> list[Turn]:
    turns = [house.ask(question, conversation) for question in questions]
    rules = [rule.id for rule in house.rulebook().rules]
    for turn in turns:
        log.keep(entry_of(turn, "local", None, rules, {"rules": 0.001}))
    return turns


def test_an_entry_tells_what_fired_and_what_did_not(house: Assistant) -> None:
    log = Log()
    (turn,) = asked(house, log, "We cannot find a plant, whom do we ask?")
    (entry,) = log.entries()
    assert turn.answer.outcome is Outcome.ESCALATION
    assert set(entry.fired) == {each.rule for each in turn.answer.decisions}
    rules = {rule.id for rule in house.rulebook().rules}
    assert set(entry.silent) == rules - set(entry.fired) != set()
    assert entry.turn.answer == replace(turn.answer, evidence=())
    assert entry.seconds == {"rules": 0.001}


def test_the_words_of_whoever_asked_are_masked(house: Assistant, tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    asked(house, log, "I am ann@example.org, who waters the ferns?")
    assert log.entries()[0].turn.question == "I am [email], who waters the ferns?"
    assert log.note("c", 1, False, "write to bob@example.org")
    assert log.feedback()[0].why == "write to [email]"
    log.close()
    assert b"example.org" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_the_oldest_goes_past_a_number_and_past_a_time(house: Assistant) -> None:
    now = [0.0]
    log = Log(retention=Retention(entries=2, seconds=60), clock=lambda: now[0])
    turns = asked(house, log, "Who waters the ferns?", "When does the kitchen open?", "Thanks")
    assert [entry.turn.number for entry in log.entries()] == [2, 3]
    now[0] = turns[-1].at + 61
    assert log.entries() == ()


def test_a_conversation_erased_is_gone_with_its_feedback(house: Assistant) -> None:
    log = Log()
    asked(house, log, "Who waters the ferns?")
    assert log.note("c", 1, True)
    assert log.erase("c")
    assert (log.entries(), log.feedback(), log.erase("c")) == ((), (), False)


def test_feedback_is_about_an_answer_that_is_kept_and_the_last_word_counts(house: Assistant) -> None:
    log = Log()
    asked(house, log, "Who waters the ferns?")
    assert not log.note("c", 2, True)
    assert log.note("c", 1, True)
    assert log.note("c", 1, False, "no longer true")
    assert [(each.helpful, each.why) for each in log.feedback()] == [(False, "no longer true")]


def test_asked_again_on_its_own_generation_every_answer_is_the_same(house: Assistant) -> None:
    log = Log()
    asked(house, log, "We cannot find a plant.", "We asked the Head Gardener, who is next?", "Who waters the ferns?")
    asked(house, log, "What is for lunch?", conversation="d")
    replayed = list(replay(house, log.entries()))
    assert [each.identical for each in replayed] == [True] * 4


def test_on_a_candidate_only_those_whose_advice_changes_are_found(house: Assistant, state: State) -> None:
    log = Log()
    asked(house, log, "Who waters the ferns?", "When does the kitchen open?")
    candidate = state.list()[-1].id
    replayed = list(replay(house, log.entries(), candidate))
    assert [each.entry.turn.question for each in replayed if each.advice_changed] == ["Who waters the ferns?"]


def test_an_answer_is_the_same_whichever_generation_gave_it(house: Assistant) -> None:
    log = Log()
    (turn,) = asked(house, log, "Who waters the ferns?")
    (entry,) = log.entries()
    assert Replayed(entry, replace(turn.answer, generation="20200101T000000Z-000000")).identical
    assert not Replayed(entry, replace(turn.answer, text="Nobody.")).identical


def test_what_cannot_be_asked_again_says_why(house: Assistant) -> None:
    log = Log()
    asked(house, log, "I am ann@example.org.", "Who waters the ferns?")
    turn = house.answer("Who waters the ferns?", (), "e")
    log.keep(entry_of(replace(turn, number=3), "local", None, [], {}))
    gone = replace(turn, conversation_id="f", answer=replace(turn.answer, generation="20200101T000000Z-000000"))
    log.keep(entry_of(gone, "local", None, [], {}))
    told = {
        (each.entry.turn.conversation_id, each.entry.turn.number): each.why for each in replay(house, log.entries())
    }
    assert told == {
        ("c", 1): "its words were masked",
        ("c", 2): "",
        ("e", 3): "the turns before it are no longer kept",
        ("f", 1): "its generation is no longer kept",
    }


def test_an_unknown_candidate_is_refused(house: Assistant) -> None:
    with pytest.raises(GenerationMissing):
        list(replay(house, (), "20200101T000000Z-000000"))


def test_gaps_gather_what_is_refused_or_no_help_by_likeness_with_page_and_owner(house: Assistant) -> None:
    log = Log()
    asked(house, log, "How do I book the ballroom?", "How can I reserve the ballroom?", "Who waters the ferns?")
    log.note("c", 3, False, "they have left")
    found = gaps(log.entries(), log.feedback(), house.generation())
    assert [(len(gap.questions), gap.refused, gap.unhelpful) for gap in found] == [(2, 2, 0), (1, 0, 1)]
    assert found[1].why == ("they have left",)
    assert {(gap.document, gap.title, gap.owner) for gap in found} == {("house.md", "House", "#hall")}


def test_questions_about_one_thing_in_different_words_are_one_gap_and_others_stay_apart(house: Assistant) -> None:
    log = Log()
    wanted = [
        ("How do I book annual leave?", "who grants leave for a year", "who approves my annual leave"),
        ("how do I connect to the office wifi", "guest wifi access"),
        ("How do I claim travel expenses?", "expenses for train tickets"),
        ("lost my phone for two factor authentication", "How do I set up multi-factor authentication?"),
        ("Who won the football yesterday?",),
    ]
    asked(house, log, *(question for group in wanted for question in group))
    found = gaps(log.entries(), log.feedback(), house.generation())
    assert {frozenset(gap.questions) for gap in found} == {frozenset(group) for group in wanted}


def test_an_answer_that_helped_is_no_gap(house: Assistant) -> None:
    log = Log()
    asked(house, log, "How do I book the ballroom?")
    log.note("c", 1, True)
    assert gaps(log.entries(), log.feedback(), house.generation()) == ()
