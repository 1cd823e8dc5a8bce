"""What the terminal shows: values of the assistant as lines of plain text, and progress."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.answers import Citation, Exhibit
from assistant.conversations import Turn
from assistant.gaps import Gap
from assistant.log import Entry
from assistant.rulebook.comparing import Change, ChangeKind, describe
from assistant.rulebook.rules import (
    Contradiction,
    EscalationOrder,
    Responsibility,
    Rule,
    Rulebook,
    Status,
    TicketInstruction,
)
from index.building import Progress, Report
from index.documents import Quote, Skipped
from index.generations import Generation, Manifest

if TYPE_CHECKING:
    from web.log_schemas import AdviceReply, ReplayReply

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # would be taken as commands to the terminal


def printable(lines: Iterable[str]) -> str:
    """The lines as one text that cannot drive the terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", "\n".join(lines))


@contextmanager
def embedding_progress() -> Iterator[Progress | None]:
    """Shows on a terminal how many passages are embedded; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("embedding passages"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("embedding", total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


def answer_lines(turn: Turn) -> Iterator[str]:
    """An answer and where its words stand."""
    yield turn.answer.text
    if turn.answer.citations:
        yield ""
    for citation in turn.answer.citations:
        yield _source(citation)
        yield f"    “{_folded(citation.quote)}”"


def why_lines(turn: Turn) -> Iterator[str]:
    """Why the answer is what it is: what the rules decided, and the evidence kept and turned away."""
    yield ""
    yield f"Outcome: {turn.answer.outcome}, from generation {turn.answer.generation}"
    if turn.claims:
        yield "What the question tells:"
    for claim in turn.claims:
        names = " → ".join(name for name in (claim.who, claim.target) if name)
        yield f"  {claim.kind}{f' {names}' if names else ''}: “{claim.words}”"
    yield "Rules consulted:" if turn.answer.decisions else "Rules consulted: none had anything to say"
    for decision in turn.answer.decisions:
        yield f"  {decision.rule}: {decision.verdict}. {decision.because}"
    yield "Evidence kept:"
    yield from _exhibits(exhibit for exhibit in turn.answer.evidence if exhibit.kept)
    yield "Evidence rejected:"
    yield from _exhibits(exhibit for exhibit in turn.answer.evidence if not exhibit.kept)


def rulebook_lines(book: Rulebook) -> Iterator[str]:
    """Every rule, where it stands, and what contradicts it."""
    if not book.rules:
        yield "The documents state no rule that could be read."
    for rule in book.rules:
        yield from _rule_lines(rule)
        yield from (f"    at {place(quote)}" for quote in rule.evidence[:1])
        yield from _contradiction_lines(rule, book.contradictions)
    yield from _waiting_lines(book)


def _waiting_lines(book: Rulebook) -> Iterator[str]:
    """How many rules wait for approval, and how they are approved."""
    waiting = sum(rule.status is Status.PENDING for rule in book.rules)
    if waiting:
        yield f"Not in force: {waiting} of {len(book.rules)}. Once read, run 'assistant rules approve ID...', or --all."


def changes_lines(changes: Sequence[Change]) -> Iterator[str]:
    """Which rules came, went and read otherwise: in plain words, then line by line."""
    for change in changes:
        yield describe(change).partition("\n")[0]
        if change.before:
            yield from _marked("-", change.before)
        if change.after:
            yield from _marked("+", change.after)
    if not changes:
        yield "No rule changed."


def report_lines(report: Report, changes: Sequence[Change], book: Rulebook) -> Iterator[str]:
    """What a build did to documents, passages and rules."""
    if report.unchanged:
        yield f"Nothing changed: generation {report.generation} stays."
    elif report.withheld:
        yield f"Generation {report.generation} is made and kept, but not in service."
    else:
        yield f"Generation {report.generation} is published ({report.seconds:.1f} s)."
    yield (
        f"Documents: {report.documents} ({len(report.added)} added, {len(report.changed)} changed,"
        f" {len(report.gone)} gone). Passages: {report.passages}"
        f" ({report.embedded} embedded, {report.reused} reused)."
    )
    yield (
        f"Rules: {len(book.rules)} ({_counted(changes, ChangeKind.ADDED)} added,"
        f" {_counted(changes, ChangeKind.CHANGED)} changed, {_counted(changes, ChangeKind.GONE)} gone,"
        f" {len(book.contradictions)} contradicted)."
    )
    for refused in book.refused:
        yield f"Refused: {refused.entry} of {refused.document}: {refused.reason}."
        if refused.nearest:
            yield f"  nearest: “{' '.join(refused.nearest.text.split())}” ({place(refused.nearest)})"
    yield from (f"  added    {path}" for path in report.added)
    yield from (f"  changed  {path}" for path in report.changed)
    yield from (f"  gone     {path}" for path in report.gone)
    if changes:
        yield from changes_lines(changes)
    yield from _waiting_lines(book)
    yield from skipped_lines(report.skipped)


def _counted(changes: Sequence[Change], kind: ChangeKind) -> int:
    return sum(change.kind is kind for change in changes)


def skipped_lines(skipped: tuple[Skipped, ...]) -> Iterator[str]:
    """What could not be read, and why."""
    if skipped:
        yield f"Skipped: {len(skipped)}"
    yield from (f"  {each.path}: {each.reason}" for each in skipped)


def status_lines(generation: Generation, standing: str) -> Iterator[str]:
    """The generation that answers, and whether its documents are current, behind or missing."""
    manifest = generation.manifest
    told = {"current": "as indexed", "behind": "changed since: run 'assistant index build'"}.get(standing, standing)
    yield f"Generation: {manifest.id}, built {manifest.created:%d %B %Y %H:%M} UTC"
    yield f"Holds:      {manifest.documents} documents, {manifest.passages} passages"
    yield f"Model:      {manifest.model} ({manifest.checksum[:12]}…)"
    yield f"Documents:  {told}"
    if generation.notice:
        yield f"Notice:     {generation.notice}"
    yield from skipped_lines(manifest.skipped)


def list_lines(manifests: Iterable[Manifest], current: str) -> Iterator[str]:
    """The generations kept, oldest first, the current one marked."""
    for manifest in manifests:
        mark = "*" if manifest.id == current else " "
        size = f"{manifest.documents} documents, {manifest.passages} passages"
        yield f"{mark} {manifest.id}  {manifest.created:%d %B %Y %H:%M} UTC  {size}"


def entry_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Answers of the decision log, oldest first."""
    for entry in entries:
        at = datetime.fromtimestamp(entry.turn.at, UTC)
        answer = entry.answer
        yield f"{entry.id}  {at:%d %B %Y %H:%M:%S} UTC  {entry.caller}  {answer.outcome}  {answer.generation}"
        yield f"    {_shortened(entry.turn.question)}"
        yield from (f"    {each.rule}: {each.verdict}" for each in entry.answer.decisions)
        yield from (f"    [{each.marker}] {each.document}, line {each.line}" for each in entry.answer.citations)


def replay_lines(told: ReplayReply) -> Iterator[str]:
    """What came of asking everything again."""
    yield f"Asked again: {told.asked}, identical: {told.identical}, different: {told.different}"
    yield from (f"  not asked: {count}, {why}" for why, count in told.skipped.items())
    yield f"Advice changed: {len(told.changed)}"
    for each in told.changed:
        yield f"  {each.id}  {_shortened(each.question)}"
        yield f"    before: {_advice(each.before)}"
        yield f"    after:  {_advice(each.after)}"


def gap_lines(gaps: Sequence[Gap]) -> Iterator[str]:
    """What the documents should say, most asked for first."""
    if not gaps:
        yield "Nothing is known to be missing."
    for gap in gaps:
        yield f"{gap.refused} refused, {gap.unhelpful} unhelpful"
        yield from (f"    {_shortened(question)}" for question in gap.questions)
        yield from (f"    “{_shortened(why)}”" for why in gap.why)
        yield f"    nearest page: {gap.document or 'none'}, kept by {gap.owner or 'nobody named'}"


def _advice(advice: AdviceReply) -> str:
    told = (advice.outcome, advice.next, advice.queue, *advice.contacts, *(f"“{quote}”" for quote in advice.quotes))
    return _shortened("; ".join(each for each in told if each), 400)


def place(quote: Quote) -> str:
    """Where a quote stands."""
    return f"{quote.document}, line {quote.line}"


def _source(citation: Citation) -> str:
    sections = " › ".join(dict.fromkeys((citation.title, *citation.section)))
    return f"[{citation.marker}] {citation.document}, line {citation.line} ({sections})"


def _exhibits(exhibits: Iterable[Exhibit]) -> Iterator[str]:
    shown = [
        f"  {exhibit.score:.3f} {exhibit.document}, line {exhibit.line}: {exhibit.reason}\n"
        f"        {_shortened(exhibit.text)}"
        for exhibit in exhibits
    ]
    yield from shown or ["  none"]


def _rule_lines(rule: Rule) -> Iterator[str]:
    match rule:
        case EscalationOrder():
            yield f"{rule.id} ({rule.status}) {_folded(rule.scope)}"
            yield from (f"    {number}. {step}" for number, step in enumerate(rule.steps, 1))
        case TicketInstruction():
            yield f"{rule.id} ({rule.status}) {rule.system or 'ticket'}, queue {rule.queue}"
            yield from (f"    when {condition.text}" for condition in rule.when)
        case Responsibility():
            channel = f" ({rule.channel})" if rule.channel else ""
            apart = rule.exception and rule.exception not in rule.duty
            exception = f" (except {rule.exception})" if apart else ""
            yield f"{rule.id} ({rule.status}) {rule.team}{channel} {rule.duty}{exception}"


def _contradiction_lines(rule: Rule, contradictions: Iterable[Contradiction]) -> Iterator[str]:
    for each in contradictions:
        if each.rule == rule.id:
            yield f"    contradicted at {place(each.evidence)}: “{_folded(each.evidence.text)}”"


def _marked(mark: str, rule: Rule) -> Iterator[str]:
    yield from (f"{mark} {line}" for line in _rule_lines(rule))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _shortened(text: str, longest: int = 160) -> str:
    folded = _folded(text)
    return folded if len(folded) <= longest else f"{folded[: longest - 1]}…"
