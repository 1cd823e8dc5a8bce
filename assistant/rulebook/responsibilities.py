"""Responsibilities that stand as lists under a team and as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.rulebook.language import ADDRESS, CHANNEL, either, pattern, phrases
from assistant.rulebook.page import Page, Table
from assistant.rulebook.people import bare, is_contact, is_group
from assistant.rulebook.rules import Responsibility
from assistant.rulebook.teams import DOES, OFFICE_ONLY, Team, responsibility, team_in
from index.documents import Block, Kind, Quote

RESPONSIBLE = pattern(r"responsible for\s|in charge of\s")
THIRD_PERSON = pattern(r"(?:also |jointly )?[a-z]+(?:s|es)\s")
REACHED_IN = pattern(r"(?:slack|channel|chat|teams|find us|contact|where|ask us|talk to us|reach us|join)(?!\w)")


def listed_duties(page: Page) -> Iterator[Responsibility]:
    """ "The Print team (#print): - mends the presses"; "Print team: Responsible for: - ink"."""
    for at, items in page.lists():
        if items[0].number is not None:
            continue
        yield from _directory(page, items)
        found = _team_over(page, at, items)
        for item in items if found else ():
            assert found is not None
            team, quotes = found
            duty = f"{team.verb} {item.text}".strip().rstrip(".;,")
            yield responsibility(team, duty, item.section, (page.quote(item), *quotes))


def _team_over(page: Page, at: int, items: tuple[Block, ...]) -> tuple[Team, tuple[Quote, ...]] | None:
    """The team whose list this is, and what names it."""
    lead, heading = page.lead(at) or _line_before(page, at), page.heading(at)
    if lead is not None and OFFICE_ONLY.match(lead.text) and heading is not None:
        team = team_in(heading.text)
        named = (
            Team(team.name, team.channel or _channel_under(page, at), lead.text.rstrip(": ").lower()) if team else None
        )
        return (named, (page.quote(lead), page.quote(heading))) if named else None
    named_by = lead or heading
    team = team_in(named_by.text) if named_by else None
    if team is None or named_by is None:
        return None
    if team.channel is None and heading is not None and (over := team_in(heading.text)) and over.name == team.name:
        team = replace(team, channel=over.channel or _channel_under(page, at))
    does = all(DOES.match(f"{item.text} ") or RESPONSIBLE.match(item.text) for item in items)
    seems = team.called and all(THIRD_PERSON.match(f"{item.text} ") and not is_contact(item.text) for item in items)
    announced = lead is not None and lead.text.endswith(":") and (team.verb or (team.channel and team.called))
    return (team, (page.quote(named_by),)) if does or seems or announced else None


def _line_before(page: Page, at: int) -> Block | None:
    """The paragraph right before a list that nothing introduces."""
    before = page.document.blocks[at - 1] if at else None
    return before if before is not None and before.kind is Kind.PARAGRAPH else None


def _channel_under(page: Page, at: int) -> str | None:
    """The channel that a line between a heading and a list gives: "Slack: #print"."""
    above = page.above[at]
    for block in page.document.blocks[(above or 0) : at]:
        found = CHANNEL.search(block.text)
        if found and (REACHED_IN.match(block.text) or block.text.strip() == found.group()):
            return found.group()
    return None


ENTRIES = 3  # a list of so many teams with where to reach each is a directory
REACHED_AT = either(
    r"(?:ext|extension|tel|telephone|phone|mobile|internal|desk|room|radio|pager|bleep|dect)\b\.?[ :]*[\w ]*\d",
    r"\+?\d[\d -]{2,}",
    ADDRESS,
)
_AT = rf"[(\[](?P<at>(?:on |at )?{REACHED_AT})[)\]]"
ENTRY = pattern(rf"^(?P<team>[^,.;:()#@]{{2,60}}?)\s*{_AT}\s*(?::|[–—-])\s+(?P<duty>\S.{{2,300}}?)\.?$")


def _directory(page: Page, items: tuple[Block, ...]) -> Iterator[Responsibility]:
    """ "Ticket Office (ext. 2101): refunds, gift vouchers": three such or more, most of them teams by name."""
    entries = [ENTRY.match(item.text) for item in items]
    told = [(entry, item) for entry, item in zip(entries, items, strict=True) if entry]
    groups = sum(is_group(entry["team"]) for entry, _ in told)
    if len(told) < max(ENTRIES, len(items)) or 2 * groups < len(told):
        return
    for entry, item in told:
        yield responsibility(Team(bare(entry["team"]), entry["at"]), entry["duty"], item.section, (page.quote(item),))


_TEAM = """
    team, teams, who, owner, owned by, group, desk, squad, department, contact, unit, office, owning team,
    service team, hub, crew, ask
"""
TEAM_TITLE = pattern(phrases(_TEAM))
_DUTY = """
    does, do, duties, duty, look after, looks after, handles, owns, for, what, covers, remit, area, service,
    ask about, ask them about, scope, helps, helps with, topic, thing, subject, system, product, component,
    about, in charge of, question, need, responsib*
"""
DUTY_TITLE = pattern(phrases(_DUTY))
_LEFT_OUT = """
    not included, excluding, excluded, except, exceptions, exception, but not, not covered, out of scope, not,
    other than
"""
LEFT_OUT_TITLE = pattern(phrases(_LEFT_OUT))
CHANNEL_TITLE = pattern(phrases("channel, slack, teams, chat, where, slack channel, find them"))
NO_DUTY_TABLE = pattern(phrases("queue, queues, level, tier, order, priority, rank, step, date, week, price"))


def tabled_duties(page: Page) -> Iterator[Responsibility]:
    """ "Team | Slack | Looks after"."""
    for table in page.tables():
        columns = None if NO_DUTY_TABLE.search(table.header.text) else _columns(table)
        for block, row in table.rows if columns else ():
            assert columns is not None
            team, channel, duty = columns
            if len(row) < len(table.titles) or not row[team] or not row[duty]:
                continue
            found = CHANNEL.search(row[channel]) if channel is not None else CHANNEL.search(block.text)
            if found or is_group(table.titles[team]) or is_group(row[team]):
                named = Team(bare(CHANNEL.sub("", row[team]).strip(" ()")), found.group() if found else None)
                told = responsibility(named, row[duty], block.section, (page.quote(block), page.quote(table.header)))
                yield replace(told, exception=told.exception or _left_out(table, row))


def _left_out(table: Table, row: tuple[str, ...]) -> str | None:
    """What a row says is no part of the duty, in a column of its own."""
    column = table.column(*(bool(LEFT_OUT_TITLE.search(title)) for title in table.titles))
    cell = row[column].strip(" –—-") if column is not None else ""
    return cell if cell.casefold() not in {"", "none", "nothing", "n/a"} else None


def _columns(table: Table) -> tuple[int, int | None, int] | None:
    """The columns of teams, of channels if any, and of duties."""
    team = table.column(
        *(bool(TEAM_TITLE.search(title)) and not CHANNEL_TITLE.fullmatch(title) for title in table.titles)
    )
    first = table.rows[0][1] if table.rows else ()
    channel = table.column(
        *(
            n != team and (bool(CHANNEL_TITLE.search(t)) or (n < len(first) and bool(CHANNEL.fullmatch(first[n]))))
            for n, t in enumerate(table.titles)
        )
    )
    duty = table.column(
        *(
            n not in {team, channel} and bool(DUTY_TITLE.search(title)) and not LEFT_OUT_TITLE.search(title)
            for n, title in enumerate(table.titles)
        )
    )
    return None if team is None or duty is None else (team, channel, duty)
