"""What the documents should say and do not: questions refused, or answered to no help, gathered by likeness."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.log import Entry, Feedback, refused
from index.generations import Generation

ALIKE = 0.45  # cosine to the middle of a group from which a question is taken to ask for the same


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that ask for the same sentence, the page where it would stand, and who keeps that page."""

    questions: tuple[str, ...]
    refused: int
    unhelpful: int
    why: tuple[str, ...]
    document: str | None
    title: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class _Wanting:
    question: str
    refused: bool
    why: str | None


def gaps(entries: Iterable[Entry], feedback: Iterable[Feedback], generation: Generation) -> tuple[Gap, ...]:
    """The gaps, those most asked for first."""
    wanting = _wanting(entries, feedback)
    if not wanting:
        return ()
    vectors = np.asarray(generation.embedder.embed([each.question for each in wanting]))
    found = [_gap([wanting[at] for at in group], generation) for group in _groups(vectors)]
    return tuple(sorted(found, key=lambda gap: -(gap.refused + gap.unhelpful)))


def _wanting(entries: Iterable[Entry], feedback: Iterable[Feedback]) -> list[_Wanting]:
    thought = {(each.conversation_id, each.turn): each for each in feedback}
    found = []
    for entry in entries:
        said = thought.get((entry.turn.conversation_id, entry.turn.number))
        unhelpful = said is not None and not said.helpful
        if (refused(entry) and not (said and said.helpful)) or unhelpful:
            found.append(_Wanting(entry.turn.question, refused(entry), said.why if said else None))
    return found


def _groups(vectors: np.ndarray) -> list[list[int]]:
    """Each question joins the group whose middle is nearest, where that is near enough. Vectors have unit length."""
    groups: list[list[int]] = []
    sums = np.empty((0, vectors.shape[1]), vectors.dtype)
    for at, vector in enumerate(vectors):
        likeness = sums @ vector / np.linalg.norm(sums, axis=1)
        nearest = int(np.argmax(likeness)) if groups else 0
        if groups and likeness[nearest] >= ALIKE:
            groups[nearest].append(at)
            sums[nearest] += vector
        else:
            groups.append([at])
            sums = np.vstack([sums, vector])
    return groups


def _gap(wanting: Sequence[_Wanting], generation: Generation) -> Gap:
    hits = generation.search(wanting[0].question, 1)
    document = generation.document(hits[0].passage.document) if hits else None
    return Gap(
        questions=tuple(dict.fromkeys(each.question for each in wanting)),
        refused=sum(each.refused for each in wanting),
        unhelpful=sum(not each.refused for each in wanting),
        why=tuple(dict.fromkeys(each.why for each in wanting if each.why)),
        document=document.path if document else None,
        title=document.title if document else None,
        owner=document.owner if document else None,
    )
