"""Lessons from public paragraphs: what holds the answer is learnt as such, what only sounds so as its opposite."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.paragraphs import COUNTS, lessons_in
from index.embedding import OnnxEmbedder

ABOUT = "The mill stands by the river. It was built in 1820. Two families own it. Flour is ground there on Fridays."


def asked(question: str, *answers: str) -> dict[str, object]:
    return {"question": question, "impossible": not answers, "answers": answers}


def test_a_question_is_held_against_the_nearest_sentences_that_could_answer_it(
    embedder: OnnxEmbedder, tmp_path: Path
) -> None:
    questions = [
        asked("When was the mill built?", "1820"),
        asked("Who built the mill?"),
        asked("Why was the mill sold?", "words that stand nowhere"),
    ]
    file = tmp_path / "paragraphs.jsonl"
    file.write_text(json.dumps({"title": "The_mill", "context": ABOUT, "questions": questions}))
    lessons = list(lessons_in(file, embedder))
    assert [(lesson.answered, lesson.sort, lesson.counts) for lesson in lessons] == [
        (True, None, COUNTS),
        (False, None, COUNTS),
    ]
    (held,) = embedder.read(["The mill\nThe mill stands by the river. It was built in 1820. Two families own it."])
    assert len(lessons[0].passage) == len(held.pieces)
    assert all(lesson.shares.sum() == pytest.approx(1) for lesson in lessons)
