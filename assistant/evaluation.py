"""How well the assistant answers: conversations with known expectations, asked in process, and the figures."""

from __future__ import annotations

import itertools
import json
import re
import statistics
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from assistant.answers import Answer, Outcome
from assistant.conversations import Turn
from index.errors import Fault

Ask = Callable[[str, str], Turn]  # a question and its conversation's id

LONGEST_QUESTION = 4_000  # characters, as over HTTP
MOST_CITATIONS, MOST_QUOTED = 5, 2_500
SUFFIXES = frozenset({".md", ".txt", ".html", ".markdown", ".erb"})
CHANNEL = re.compile(r"(?<![\w/&#])#[a-z][a-z0-9_-]{2,}")
QUEUE = re.compile(r"\b\w+(?:/\w+)? \w+--[A-Z][\w.]*")
MARKER = re.compile(r"\[(\d{1,3})\]")
NORMAL = 1.959964  # the normal distribution's 97.5% point


class CasesUnreadable(Fault):
    """A file of cases is missing or holds something else."""


def _alternatives(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Phrase = Annotated[tuple[str, ...], BeforeValidator(_alternatives)]  # any one of these


class Expectation(BaseModel):
    """What a reply must be; only what is given is looked at."""

    model_config = ConfigDict(frozen=True)

    outcome: Phrase = ()
    answer_has: tuple[Phrase, ...] = ()
    answer_lacks: tuple[Phrase, ...] = ()
    cites: tuple[Phrase, ...] = ()
    cites_document: Phrase = ()
    queue: str | None = None
    next_step: Phrase | None = None
    channel: str | None = None


class Asked(BaseModel):
    """One question of a case."""

    model_config = ConfigDict(frozen=True)

    ask: str
    expect: Expectation = Expectation()


class Case(BaseModel):
    """One conversation with what is expected of each reply."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str = "?"
    turns: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One reply held against its expectation: ``wrong`` is what must always hold and did not, ``missed`` the rest.

    ``answer`` is None where there was none.
    """

    case: str
    kind: str
    number: int
    asked: Asked
    answer: Answer | None
    seconds: float
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def good(self) -> bool:
        return not self.wrong and not self.missed


@dataclass(frozen=True, slots=True)
class Rate:
    """``part`` of ``whole``."""

    part: int
    whole: int

    @classmethod
    def of(cls, holds: Iterable[bool]) -> Rate:
        """How many of these hold."""
        each = list(holds)
        return cls(sum(each), len(each))

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval of the share, after Wilson (1927); all that is possible where there is nothing to count."""
        if not self.whole:
            return 0.0, 1.0
        share, square = self.part / self.whole, NORMAL**2 / self.whole
        middle = share + square / 2
        spread = NORMAL * sqrt(share * (1 - share) / self.whole + square / (4 * self.whole))
        return max(0.0, (middle - spread) / (1 + square)), min(1.0, (middle + spread) / (1 + square))

    def __str__(self) -> str:
        if not self.whole:
            return "none"
        low, high = self.interval
        share = 100 * self.part / self.whole
        return f"{self.part}/{self.whole} = {share:.1f}% (95% interval {100 * low:.1f} to {100 * high:.1f}%)"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one file of cases. Times are milliseconds."""

    name: str
    conversations: Rate
    kinds: tuple[tuple[str, Rate], ...]
    document_cited: Rate
    sentence_quoted: Rate
    undocumented_refused: Rate
    documented_refused: Rate
    broken: int
    median: float
    within_95: float


class Source:
    """The text of a corpus as it should have been read, without the index's help: UTF-8, universal newlines."""

    def __init__(self, root: Path | None = None, texts: Mapping[str, str] | None = None) -> None:
        """Of a folder, or of texts that were read already, by path."""
        self._texts = dict(texts or {}) if root is None else _texts(root)
        self._folded = "\n".join(map(fold, self._texts.values()))

    def exact(self, document: str, start: int, end: int, quote: str) -> bool:
        """Is the quote what stands between the two offsets?"""
        text = self._texts.get(document)
        return text is not None and 0 <= start < end and text[start:end] == quote

    def names(self, name: str) -> bool:
        """Does the name stand in some document?"""
        return fold(name) in self._folded


def _texts(root: Path) -> dict[str, str]:
    paths = sorted(path for path in root.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return {
        path.relative_to(root).as_posix(): re.sub("\r\n?", "\n", path.read_bytes().decode("utf-8", "replace"))
        for path in paths
    }


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSON Lines file; raises CasesUnreadable."""
    remedy = "give a file with one case a line, as 'assistant eval CASES.jsonl'"
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CasesUnreadable(f"{path} cannot be read ({error}): {remedy}") from error
    cases = []
    for number, line in enumerate(lines, 1):
        try:
            cases += [Case.model_validate_json(line)] if line.strip() else []
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise CasesUnreadable(f"{path} line {number} is no case ({place} {first['msg']}): {remedy}") from error
    if not cases:
        raise CasesUnreadable(f"{path} holds no case: {remedy}")
    return tuple(cases)


def run(cases: Iterable[Case], ask: Ask, source: Source) -> tuple[Result, ...]:
    """Ask every case as a conversation of its own and hold each reply against what is expected."""
    return tuple(itertools.chain.from_iterable(_converse(case, ask, source) for case in cases))


def _converse(case: Case, ask: Ask, source: Source) -> Iterable[Result]:
    conversation = f"eval-{uuid.uuid4().hex}"
    for number, asked in enumerate(case.turns, 1):
        began = time.perf_counter()
        answer, refused = _ask(ask, asked.ask, conversation)
        seconds = time.perf_counter() - began
        wrong = refused if answer is None else always(answer, source)
        missed = () if answer is None else judge(asked.expect, answer)
        yield Result(case.id, case.kind, number, asked, answer, seconds, wrong, missed)


def _ask(ask: Ask, question: str, conversation: str) -> tuple[Answer | None, tuple[str, ...]]:
    """The answer; or none, and why."""
    if not 1 <= len(question.strip()) <= LONGEST_QUESTION:
        return None, (f"a question has 1 to {LONGEST_QUESTION} characters",)
    try:
        return ask(question.strip(), conversation).answer, ()
    except Fault as fault:
        return None, (str(fault),)


def always(answer: Answer, source: Source) -> tuple[str, ...]:
    """What must hold for any reply and does not for this one."""
    return (*_wrong_words(answer), *_wrong_citations(answer, source), *_fabricated(answer, source))


def _wrong_words(answer: Answer) -> Iterable[str]:
    if not answer.text.strip():
        yield "the answer is empty"
    markers = {citation.marker for citation in answer.citations}
    for number in MARKER.findall(answer.text):
        if int(number) not in markers:
            yield f"[{number}] has no citation"


def _wrong_citations(answer: Answer, source: Source) -> Iterable[str]:
    for cited in answer.citations:
        if not source.exact(cited.document, cited.start, cited.end, cited.quote):
            yield f"inexact quote: {cited.document}[{cited.start}:{cited.end}]"
    if not answer.citations and answer.outcome in {Outcome.ANSWERED, Outcome.ESCALATION, Outcome.TICKET}:
        yield "no citation"
    if len(answer.citations) > MOST_CITATIONS or sum(len(cited.quote) for cited in answer.citations) > MOST_QUOTED:
        yield f"too much cited: {len(answer.citations)} citations"


def _fabricated(answer: Answer, source: Source) -> Iterable[str]:
    for name in sorted({*CHANNEL.findall(answer.text), *QUEUE.findall(answer.text)}):
        if not source.names(name):
            yield f"fabricated: {name!r} is in no document"
    if answer.ticket and not source.names(answer.ticket.queue):
        yield f"fabricated queue {answer.ticket.queue!r}"


def judge(expect: Expectation, answer: Answer) -> tuple[str, ...]:
    """What was expected of a reply and did not come."""
    return (*_missed_words(expect, answer), *_missed_sources(expect, answer), *_missed_rules(expect, answer))


def _missed_words(expect: Expectation, answer: Answer) -> Iterable[str]:
    text = fold(answer.text)
    if "outcome" in expect.model_fields_set and answer.outcome not in expect.outcome:
        yield f"outcome {answer.outcome}, wanted {'/'.join(expect.outcome)}"
    for wanted in expect.answer_has:
        if not _has(text, wanted):
            yield f"answer lacks {' or '.join(wanted)!r}"
    for unwanted in expect.answer_lacks:
        if _has(text, unwanted):
            yield f"answer has {' or '.join(unwanted)!r}"


def _missed_sources(expect: Expectation, answer: Answer) -> Iterable[str]:
    quotes = [fold(citation.quote) for citation in answer.citations]
    for wanted in expect.cites:
        if not any(_has(quote, wanted) for quote in quotes):
            yield f"no quote has {' or '.join(wanted)!r}"
    documents = sorted({citation.document for citation in answer.citations})
    if "cites_document" in expect.model_fields_set and not any(
        document.endswith(expect.cites_document) for document in documents
    ):
        yield f"cites {documents[:4]}, wanted {list(expect.cites_document)}"


def _missed_rules(expect: Expectation, answer: Answer) -> Iterable[str]:
    queue = answer.ticket.queue if answer.ticket else None
    if "queue" in expect.model_fields_set and queue != expect.queue:
        yield f"queue {queue!r}, wanted {expect.queue!r}"
    step = answer.escalation.next if answer.escalation else None
    if "next_step" in expect.model_fields_set:
        if expect.next_step is None and step:
            yield f"next step {step!r}, wanted none"
        if expect.next_step is not None and not _has(fold(step or ""), expect.next_step):
            yield f"next step {step!r}, wanted {' or '.join(expect.next_step)!r}"
    if "channel" in expect.model_fields_set and expect.channel is not None:
        given = expect.channel in {contact.channel for contact in answer.contacts}
        if not given and fold(expect.channel) not in fold(answer.text):
            yield f"channel {expect.channel} not given"


def fold(text: str) -> str:
    """The text with its case, its white space and its kinds of apostrophe levelled."""
    return " ".join(text.replace("\u2019", "'").replace("\u2018", "'").split()).casefold()


def _has(folded: str, wanted: Sequence[str]) -> bool:
    return any(fold(option) in folded for option in wanted)


def figures(name: str, results: Sequence[Result]) -> Figures:
    """What the results of one file of cases come to. A conversation passes when all its replies do."""
    cases: dict[tuple[str, str], bool] = {}
    for result in results:
        key = result.kind, result.case
        cases[key] = cases.get(key, True) and result.good
    kinds = sorted({kind for kind, _ in cases})
    times = sorted(1_000 * result.seconds for result in results)
    known = [r for r in results if r.asked.expect.outcome and Outcome.NOT_DOCUMENTED not in r.asked.expect.outcome]
    unknown = [r for r in results if r.asked.expect.outcome == (Outcome.NOT_DOCUMENTED,)]
    return Figures(
        name=name,
        conversations=Rate.of(cases.values()),
        kinds=tuple((kind, Rate.of(passed for (its, _), passed in cases.items() if its == kind)) for kind in kinds),
        document_cited=Rate.of(_without(r, "cites ") for r in results if r.asked.expect.cites_document),
        sentence_quoted=Rate.of(_without(r, "no quote") for r in results if r.asked.expect.cites),
        undocumented_refused=Rate.of(map(_refused, unknown)),
        documented_refused=Rate.of(map(_refused, known)),
        broken=sum(bool(result.wrong) for result in results),
        median=statistics.median(times),
        within_95=times[int(0.95 * (len(times) - 1))],
    )


def _without(result: Result, complaint: str) -> bool:
    return result.answer is not None and not any(missed.startswith(complaint) for missed in result.missed)


def _refused(result: Result) -> bool:
    return result.answer is not None and result.answer.outcome is Outcome.NOT_DOCUMENTED


def as_lines(of: Figures) -> tuple[str, ...]:
    """The figures as a person reads them."""
    labelled = (
        ("right document cited  ", of.document_cited),
        ("right sentence quoted ", of.sentence_quoted),
        ("undocumented refused  ", of.undocumented_refused),
        ("documented but refused", of.documented_refused),
    )
    return (
        f"== {of.name}: {of.conversations} of the conversations pass",
        *(f"   {kind:<16} {rate}" for kind, rate in of.kinds),
        *(f"   {label} {rate}" for label, rate in labelled if rate.whole),
        f"   replies that break what must always hold: {of.broken}",
        f"   time for a reply: median {of.median:.1f} ms, 95% within {of.within_95:.1f} ms",
    )


def as_json(of: Figures, results: Sequence[Result]) -> dict[str, Any]:
    """The figures, and every reply that failed, as plain JSON values."""
    rates = {
        "conversations": of.conversations,
        "right_document_cited": of.document_cited,
        "right_sentence_quoted": of.sentence_quoted,
        "undocumented_refused": of.undocumented_refused,
        "documented_but_refused": of.documented_refused,
    }
    return {
        "file": of.name,
        **{name: _rate(rate) for name, rate in rates.items()},
        "kinds": {kind: _rate(rate) for kind, rate in of.kinds},
        "broken": of.broken,
        "milliseconds": {"median": round(of.median, 1), "within_95_percent": round(of.within_95, 1)},
        "failures": [_failure(result) for result in results if not result.good],
    }


def _rate(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval
    share = round(rate.part / rate.whole, 4) if rate.whole else None
    return {"part": rate.part, "whole": rate.whole, "share": share, "interval": [round(low, 4), round(high, 4)]}


def _failure(result: Result) -> dict[str, Any]:
    expect = json.loads(result.asked.expect.model_dump_json(exclude_unset=True))
    answer = result.answer
    return {
        "id": result.case,
        "kind": result.kind,
        "turn": result.number,
        "ask": result.asked.ask,
        "expect": expect,
        "wrong": list(result.wrong),
        "missed": list(result.missed),
        "outcome": answer and answer.outcome.value,
        "answer": answer and answer.text,
    }
