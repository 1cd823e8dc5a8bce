"""Questions sent as a list are one conversation, whatever is remembered of them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Answer, Outcome
from assistant.conversations import Turn
from web.threads import Threads


class Answers:
    """Answers with the questions before, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, question: str, turns: Sequence[Turn], conversation: str) -> Turn:
        self.asked.append(question)
        before = " ".join(turn.question for turn in turns)
        return Turn(conversation, len(turns) + 1, question, (), Answer(Outcome.ANSWERED, before, "g"), 0.0)


def test_each_request_answers_only_what_is_new() -> None:
    threads, answers = Threads(), Answers()
    threads.reply("", ["a"], answers)
    threads.reply("", ["a", "b"], answers)
    assert threads.reply("", ["a", "b", "c"], answers).answer.text == "a b"
    assert answers.asked == ["a", "b", "c"]


def test_a_conversation_that_was_forgotten_is_answered_anew() -> None:
    threads, answers = Threads(kept=1), Answers()
    threads.reply("", ["a"], answers)
    threads.reply("", ["x"], answers)
    assert threads.reply("", ["a", "b"], answers).answer.text == "a"
    assert answers.asked == ["a", "x", "a", "b"]


def test_nobody_goes_on_with_the_conversation_of_another() -> None:
    threads, answers = Threads(), Answers()
    mine = threads.reply("me/", ["a"], answers)
    theirs = threads.reply("them/", ["a", "b"], answers)
    assert mine.conversation_id != theirs.conversation_id
    assert answers.asked == ["a", "a", "b"]
