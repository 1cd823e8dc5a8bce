"""Lessons from public paragraphs: questions that a paragraph answers and ones that only sound as if it did.

The file holds an article's paragraph a line, with its questions, as SQuAD 2.0 has them (Rajpurkar and others, 2018).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from assistant.schooling import Lesson
from index.embedding import Embedder
from index.late import Late
from index.sentences import sentences

SENTENCES = 3  # of a paragraph, taken for a passage
COUNTS = 0.5  # of a lesson from a paragraph: its subjects and its askers are not those of the documents


def lessons_in(path: Path, embedder: Embedder) -> Iterator[Lesson]:
    """One for every question: whether the nearest run of sentences that could hold the answer does."""
    asked, answered, passages = [], [], []
    for line in map(json.loads, path.read_text("utf-8").splitlines()):
        runs = _runs(line["context"])
        read = embedder.read([f"{line['title'].replace('_', ' ')}\n{run}" for run in runs])
        for question in line["questions"]:
            (reading,) = embedder.read([question["question"]])
            if possible := [passage for passage, run in zip(read, runs, strict=True) if _may_answer(question, run)]:
                asked.append(reading)
                answered.append(not question["impossible"])
                passages.append(possible[int(np.argmax([passage.vector @ reading.vector for passage in possible]))])
    late = Late.of(passages)
    for reading, answers, passage in zip(asked, answered, passages, strict=True):
        yield Lesson(reading, None, answers, late.shares(reading), passage.rows, COUNTS)


def _runs(text: str) -> list[str]:
    places = sentences(text)
    return [
        text[places[at][0] : places[min(at + SENTENCES, len(places)) - 1][1]]
        for at in range(max(1, len(places) - SENTENCES + 1))
    ]


def _may_answer(question: Mapping[str, Any], run: str) -> bool:
    return question["impossible"] or any(answer in run for answer in question["answers"])
