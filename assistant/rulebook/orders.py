"""Escalation orders that stand as lists, tables and labelled levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.rulebook.announcing import Setting, before, setting
from assistant.rulebook.language import ESCALATION, TROUBLE, pattern, phrases
from assistant.rulebook.levels import Label, label, labelled, rank, rises
from assistant.rulebook.page import Page, Table, sentences_of
from assistant.rulebook.people import are_contacts, is_contact
from assistant.rulebook.rules import EscalationOrder
from assistant.rulebook.steps import SEQUENCE, Step, calls_somebody, name_of, order_of, step_of
from index.documents import Block, Kind

_WHO = """
    who, whom, contact, contacts, role, name, person, people, team, call, escalate to, responder, owner, post,
    ask, position, escalation, group, responsible
"""
WHO_TITLE = pattern(phrases(_WHO))
NO_WHO_TITLE = pattern(
    phrases("contact by, contact via, contact details, call after, call time, who sees it, response, time")
)
_RANK = """
    level, tier, order, step, line, priority, stage, no, no., nr, rank, when, rung, escalation level,
    call order, position, sequence, escalation, call
"""
RANK_TITLE = pattern(rf"{phrases(_RANK)}|^\W*(?:#|l)\W*$")
_MOVING_ON = """
    move on after, wait, escalate after, after, next after, time to answer, go on after, pass on after,
    escalates after, if no answer
"""
MOVING_ON = pattern(phrases(_MOVING_ON))


@dataclass(frozen=True, slots=True)
class _Level:
    """A labelled step: its label, and ``block.text[start:end]`` with it."""

    label: Label
    at: int
    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]


def listed_orders(page: Page) -> Iterator[EscalationOrder]:
    """Lists of people: "Escalate it through, in order: 1. the duty manager 2. …"."""
    for at, items in page.lists():
        found = setting(page, at) if len(items) > 1 else None
        if found is None or found.rejects:
            continue
        labels = list(labelled([item.text for item in items]))
        levelled = len(labels) == len(items) and rises([each.number for each in labels])
        sequenced = items[0].number is not None or all(SEQUENCE.match(item.text) for item in items)
        numbered = levelled or sequenced or (found.contacting and _worked_down(page, items[-1]))
        if not _list_is_meant(found, items, numbered=numbered, levelled=levelled):
            continue
        steps = [step_of(item, page.quote(item)) for item in _without_stray_line(page, items)]
        linked = found.contacting and found.ordering and all(step.linked for step in steps)
        if linked or are_contacts([step.name for step in steps]):
            yield order_of(found, items[0].section, steps)


def _list_is_meant(found: Setting, items: tuple[Block, ...], *, numbered: bool, levelled: bool) -> bool:
    """Does its setting make a list an order of people?"""
    if found.contacting and (found.ordering or (numbered and not found.in_order)):
        return True
    if (levelled and found.troubled and found.announces) or (
        numbered and found.only_asks and all(is_contact(name_of(item.text)) for item in items)
    ):
        return True
    return found.troubled and (numbered or found.in_order) and all(calls_somebody(item.text) for item in items)


def _worked_down(page: Page, last: Block) -> bool:
    """Does the sentence behind a list say to go through it in order: "Start at the top and move down one line"?"""
    blocks = page.document.blocks
    at = blocks.index(last) + 1
    if at == len(blocks) or blocks[at].kind is not Kind.PARAGRAPH or not page.binding[at]:
        return False
    behind = Setting(sentences_of(blocks[at])[0].text, "", page.quote(blocks[at]))
    return behind.in_order and not behind.rejects


def _without_stray_line(page: Page, items: tuple[Block, ...]) -> tuple[Block, ...]:
    """A list that has lost its bullets, without a last line that may as well be the heading of what follows."""
    bare = items[-1].start == 0 or page.document.text[items[-1].start - 1] == "\n"
    sure = [is_contact(name_of(item.text)) for item in items]
    return items[:-1] if bare and len(items) > 2 and all(sure[:-1]) and not sure[-1] else items


def tabled_orders(page: Page) -> Iterator[EscalationOrder]:
    """Tables of levels: "Level | Contact | Pager"."""
    for table in page.tables():
        columns = _columns(table)
        found = setting(page, table.at) or Setting(table.header.text, "", page.quote(table.header))
        if columns is None or found is None or found.rejects:
            continue
        who, ranked = columns
        if not (found.contacting or found.troubled or _climbs(table)):
            continue
        rows = [(rank(row[ranked]), row[who], block) for block, row in table.rows if len(row) > max(who, ranked)]
        rows.sort(key=lambda row: row[0])
        steps = [Step(name_of(name) or name, page.quote(block)) for _, name, block in rows]
        if (
            len(rows) == len(table.rows)
            and rises([number for number, _, _ in rows])
            and are_contacts([s.name for s in steps])
        ):
            yield order_of(found, table.header.section, steps)


def _climbs(table: Table) -> bool:
    """Does a table itself say that one goes from a row to the next?"""
    told = (*table.titles, *(block.text for block, _ in table.rows))
    return any(MOVING_ON.search(title) for title in table.titles) or any(
        ESCALATION.search(t) or TROUBLE.search(t) for t in told
    )


def _columns(table: Table) -> tuple[int, int] | None:
    """The columns of names and of levels."""
    who = table.column(
        *(bool(WHO_TITLE.search(t)) and not NO_WHO_TITLE.search(t) and not RANK_TITLE.search(t) for t in table.titles)
    )
    if who is None:
        who = table.column(*(bool(WHO_TITLE.search(t)) and not NO_WHO_TITLE.search(t) for t in table.titles[1:]))
        who = None if who is None else who + 1
    ranked = table.column(*(n != who and bool(RANK_TITLE.search(t)) for n, t in enumerate(table.titles)))
    return None if who is None or ranked is None else (who, ranked)


def defined_orders(page: Page) -> Iterator[EscalationOrder]:
    """Levels that stand over those who are meant, as in a list of definitions: "Second line", below it "the porter"."""
    defined = [(items[0].leads[-1], at, items[0]) for at, items in page.lists() if len(items) == 1 and items[0].leads]
    levels = [
        (lead, at, rank(page.document.blocks[lead].text), Step(name_of(item.text), page.quote(item)))
        for lead, at, item in defined
    ]
    while levels:
        length = 1
        while length < len(levels) and levels[length][0] == levels[length - 1][1] + 1:
            length += 1
        run, levels = levels[:length], levels[length:]
        found = before(page, run[0][0])
        steps = [step for _, _, _, step in run]
        if found is None or found.rejects or not (found.contacting or (found.troubled and found.announces)):
            continue
        if rises([number for _, _, number, _ in run]) and are_contacts([step.name for step in steps]):
            yield order_of(found, page.document.blocks[run[0][1]].section, steps)


def labelled_orders(page: Page) -> Iterator[EscalationOrder]:
    """Levels in paragraphs, sentences or headings of their own: "First line: the IT technician"."""
    for kind in (Kind.PARAGRAPH, Kind.HEADING):
        for run in _runs(list(_levels(page, kind))):
            found = _level_setting(page, run)
            if found is None or found.rejects or not rises([level.label.number for level in run]):
                continue
            announced = found.contacting or found.troubled
            steps = [Step(name_of(level.text), page.quote_part(level.block, level.start, level.end)) for level in run]
            names = [step.name for step in steps]
            if run[0].start and run[0].label.number > 1:
                continue  # the first is told before the label of the second
            if (announced and are_contacts(names)) or (run[0].label.calls and all(map(is_contact, names))):
                yield order_of(found, _section(run), steps)


def _section(run: list[_Level]) -> tuple[str, ...]:
    return run[0].block.section[:-1] if run[0].block.kind is Kind.HEADING else run[0].block.section


def _levels(page: Page, kind: Kind) -> Iterator[_Level]:
    """The labelled paragraphs, sentences or headings of a page."""
    for at, block in enumerate(page.document.blocks):
        if block.kind is not kind or not page.binding[at]:
            continue
        first = label(block.text)
        starts = [0] * bool(first) + [s.start for s in sentences_of(block) if s.start > 0 and label(s.text)]
        if not starts or (first is None and len(starts) == 1) or (first is not None and first.end >= len(block.text)):
            continue
        for start, end in pairwise([*starts, len(block.text)]):
            found = label(block.text[start:end])
            if found:
                yield _Level(found, at, block, start, start + len(block.text[start:end].rstrip()))


def _runs(levels: list[_Level]) -> Iterator[list[_Level]]:
    """Levels that follow each other, each run beginning where the count does."""
    run: list[_Level] = []
    for level in levels:
        follows = (
            run
            and run[-1].label.number < level.label.number
            and (level.at - run[-1].at <= 1 or level.block.kind is Kind.HEADING)
        )
        if run and not follows:
            yield run
            run = []
        run.append(level)
    if run:
        yield run


def _level_setting(page: Page, run: list[_Level]) -> Setting | None:
    """The words before the first level; before headings, the heading over them with what it is followed by."""
    if run[0].start:
        told = run[0].block.text[: run[0].start].rstrip()
        return Setting(told, page.heading_text(run[0].at), page.quote_part(run[0].block, 0, len(told)))
    found = before(page, run[0].at)
    previous = page.previous(run[0].at)
    if run[0].block.kind is not Kind.HEADING or previous is None or previous.kind is Kind.HEADING:
        return found
    over = page.heading(run[0].at)
    if over is None or found is None:
        return found
    return Setting(f"{over.text}. {previous.text}", "", page.document.quote(over.start, previous.end))
