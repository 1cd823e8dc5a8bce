"""What each stage of the search is worth, what answering only where sure costs and how long a reply takes: measured on
labelled questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from statistics import median
from time import perf_counter

from assistant.answers import Outcome
from assistant.calibration import calibration
from assistant.edition import Edition
from assistant.evaluation import Asked, Case, Rate, fold
from assistant.evidence import Evidence, gather
from assistant.extents import extent
from assistant.questions import read_question
from index.errors import Fault
from index.lexical import terms
from index.search import ALL, Stages

NONE = Stages(*(False,) * len(fields(Stages)))
STAGES: tuple[tuple[str, Stages], ...] = (
    ("every stage", ALL),
    ("without late interaction", replace(ALL, late=False, section=False, document=False)),
    ("without sections and documents", replace(ALL, section=False, document=False)),
    ("without whole passages' cosine", replace(ALL, dense=False)),
    ("without words (BM25)", replace(ALL, lexical=False)),
    ("without exact names", replace(ALL, exact=False)),
    ("without folding repeats", replace(ALL, fold=False)),
    ("cosine alone", replace(NONE, dense=True)),
    ("words alone", replace(NONE, lexical=True)),
)
WARM = 5  # questions before the clock counts
LEVELS = tuple(step / 20 for step in range(20))


class PlotUnavailable(Fault):
    """What draws is not installed."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What is found with some stages: of the documented questions, whether the best passage is from the right document,
    whether any of those kept is, whether the right sentence is in what would be quoted, however sure."""

    stages: str
    document_first: Rate
    document_kept: Rate
    sentence_kept: Rate


@dataclass(frozen=True, slots=True)
class Point:
    """What comes of answering from a confidence on: the share of all questions that is answered (coverage), and the
    share of those answers that should have been a refusal or lack the right sentence (risk)."""

    confidence: float
    coverage: Rate
    risk: Rate
    undocumented_refused: Rate
    documented_refused: Rate


@dataclass(frozen=True, slots=True)
class Pace:
    """The time of a whole reply against that of embedding its question by other means. Medians, in milliseconds;
    ``ratio`` is the median of reply over embedding, question by question."""

    pairs: int
    reply: float
    embedding: float
    ratio: float

    def __str__(self) -> str:
        times = f"{self.reply:.1f} ms against {self.embedding:.1f} ms for embedding the question alone"
        return f"   whole reply: median {times}, ratio {self.ratio:.2f} ({self.pairs} pairs)"


@dataclass(frozen=True, slots=True)
class _Seen:
    confidence: float
    documented: bool
    right: bool


def ablation(cases: Iterable[Case], edition: Edition) -> tuple[Worth, ...]:
    """The worth of every stage: what is found with all, then without each, then with one alone."""
    asked = [each for each in _asked(cases) if _documented(each)]
    return tuple(_worth(name, stages, asked, edition) for name, stages in STAGES)


def risk_coverage(cases: Iterable[Case], edition: Edition) -> tuple[Point, ...]:
    """One point for each of twenty confidences from 0 on, and one for the confidence in use."""
    seen = [_seen(each, edition) for each in _asked(cases)]
    return tuple(_point(level, seen) for level in sorted({*LEVELS, round(calibration().threshold, 4)}))


def pace(cases: Iterable[Case], ask: Callable[[str], object], embed: Callable[[str], object]) -> Pace:
    """Each first question answered whole and embedded, one after the other, in turns first; once more to warm up."""
    questions = [case.turns[0].ask for case in cases]
    for question in questions[:WARM]:
        ask(question), embed(question)
    pairs = []
    for number, question in enumerate(questions):
        embedded = _milliseconds(embed, question) if number % 2 else None
        replied = _milliseconds(ask, question)
        pairs.append((replied, _milliseconds(embed, question) if embedded is None else embedded))
    replies, embeddings = zip(*pairs, strict=True)
    return Pace(len(pairs), median(replies), median(embeddings), median(reply / alone for reply, alone in pairs))


def _milliseconds(does: Callable[[str], object], question: str) -> float:
    began = perf_counter()
    does(question)
    return 1_000 * (perf_counter() - began)


def as_lines(worths: Sequence[Worth], points: Sequence[Point]) -> tuple[str, ...]:
    """Both tables as a person reads them."""
    used = round(calibration().threshold, 4)
    return (
        f"   {'stages':<31} right document first  right document kept  right sentence kept",
        *(
            f"   {w.stages:<31} {_percent(w.document_first):>20}  {_percent(w.document_kept):>19}"
            f"  {_percent(w.sentence_kept):>19}"
            for w in worths
        ),
        "   answered from  coverage    risk  undocumented refused  documented refused",
        *(
            f"   {p.confidence:>13.2f}  {_percent(p.coverage):>8}  {_percent(p.risk):>6}"
            f"  {_percent(p.undocumented_refused):>20}  {_percent(p.documented_refused):>18}"
            f"{'  in use' if p.confidence == used else ''}"
            for p in points
        ),
    )


def plot(curves: Sequence[tuple[str, Sequence[Point]]], path: Path) -> None:
    """Draw risk over coverage, one curve for each file of cases; raises PlotUnavailable without matplotlib."""
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError:
        raise PlotUnavailable("matplotlib, which draws, is not installed: run 'pip install matplotlib'") from None
    figure = Figure(figsize=(7, 5), layout="constrained")
    axes = figure.subplots()
    for name, points in curves:
        shares = [(p.coverage.part / p.coverage.whole, p.risk.part / p.risk.whole) for p in points if p.risk.whole]
        axes.plot(*(zip(*shares, strict=True) if shares else ((), ())), marker=".", label=name)
    axes.set(xlabel="coverage: share of questions answered", ylabel="risk: share of answers that are wrong")
    axes.set(xlim=(0, 1), ylim=(0, None))
    axes.legend()
    figure.savefig(path)


def _asked(cases: Iterable[Case]) -> Iterator[Asked]:
    """The questions that passages alone decide: those that stand by themselves and are documented, or are not."""
    for case in cases:
        (first, *others) = case.turns
        outcome = first.expect.outcome
        if not others and (
            outcome == (Outcome.NOT_DOCUMENTED,) or (outcome == (Outcome.ANSWERED,) and first.expect.cites)
        ):
            yield first


def _documented(asked: Asked) -> bool:
    return asked.expect.outcome == (Outcome.ANSWERED,)


def _gathered(asked: Asked, edition: Edition, stages: Stages = ALL) -> Evidence:
    question = read_question(asked.ask, (), edition.names)
    return gather(question, edition.generation, edition.vocabulary, stages)


def _worth(name: str, stages: Stages, asked: Sequence[Asked], edition: Edition) -> Worth:
    found = [(each, _gathered(each, edition, stages)) for each in asked]
    located = [(each, evidence) for each, evidence in found if each.expect.cites_document]
    return Worth(
        name,
        Rate.of(_is_of(each, evidence, 1) for each, evidence in located),
        Rate.of(_is_of(each, evidence, len(evidence.kept)) for each, evidence in located),
        Rate.of(_is_quoted(each, evidence, edition) for each, evidence in found),
    )


def _is_of(asked: Asked, evidence: Evidence, first: int) -> bool:
    return any(hit.passage.document.endswith(asked.expect.cites_document) for hit in evidence.kept[:first])


def _is_quoted(asked: Asked, evidence: Evidence, edition: Edition) -> bool:
    """Does every sentence expected stand in what would be quoted?"""
    sought = terms(asked.ask)
    quotes = [
        fold(extent(edition.generation.document(hit.passage.document), hit, evidence.hits, sought).text)
        for hit in evidence.kept
    ]
    return all(any(fold(words) in quote for words in phrase for quote in quotes) for phrase in asked.expect.cites)


def _seen(asked: Asked, edition: Edition) -> _Seen:
    evidence = _gathered(asked, edition)
    documented = _documented(asked)
    return _Seen(evidence.confidence, documented, documented and _is_quoted(asked, evidence, edition))


def _point(level: float, seen: Sequence[_Seen]) -> Point:
    answered = [each for each in seen if each.confidence >= level]
    return Point(
        level,
        Rate(len(answered), len(seen)),
        Rate.of(not each.right for each in answered),
        Rate.of(each.confidence < level for each in seen if not each.documented),
        Rate.of(each.confidence < level for each in seen if each.documented),
    )


def _percent(rate: Rate) -> str:
    return f"{100 * rate.part / rate.whole:.0f}%" if rate.whole else "-"
