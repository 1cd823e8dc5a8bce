"""Teams as documents name them: "The Print team (#print)", and what they are said to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.rulebook.identity import identity
from assistant.rulebook.language import CHANNEL, CHANNEL_NAME, NOT_NOW, either, pattern, phrases, verbs
from assistant.rulebook.people import bare, is_group
from assistant.rulebook.rules import Responsibility
from index.documents import Quote

LONGEST_TEAM = 9  # words
CARING = """
    look after, take care of, deal with, care for, attend to, see to, help with, help you with, assist with,
    advise on, sign off, sort out
"""
DOING = """
    handle, own, manage, maintain, run, support, monitor, operate, provide, administer, oversee, cover, keep,
    repair, fix, issue, approve, answer, book, order, renew, obtain, triage, deploy, coordinate, co-ordinate,
    process, check, clean, schedule, train, review, publish, organise, organize, reset, deliver, install,
    prepare, pay, ensure, build, host, supply, arrange, develop, write, design, test, inspect, store, update,
    control, help, connect, investigate, make sure
"""
_ALSO = r"(?:also |jointly |solely |only |mainly )?"
_OFFICE = (
    r"(?:responsible|accountable|answerable) for|in charge of|the owners? of|on hand for|there (?:for|to help with)"
)
OFFICE = rf"(?:is|are|remains?) {_ALSO}(?:{_OFFICE})"
DUTY_OF = rf"(?:{OFFICE}|{verbs(CARING)}|can help (?:you )?with|will(?: also)?|can)"
STATES_DUTY = pattern(rf"(?:{OFFICE}|{verbs(CARING)})")
DOES = pattern(rf"(?:{OFFICE}|{verbs(CARING)}|(?:can |will |may )?(?:also )?{verbs(DOING)})\s")
_OFFICE_LINE = either(
    "responsible for|in charge of|duties|responsibilities|remit",
    verbs(f"{CARING}, own, handle, manage, maintain"),
    "what (?:we|they) (?:do|look after|own)",
    "ask us about|come to us (?:for|with)",
)
OFFICE_ONLY = pattern(rf"(?:(?:we|they|it) )?(?:(?:is|are) )?{_OFFICE_LINE}\s*:?$")
_ON_SLACK = r"(?:slack\s*,?\s*(?:in|at|on)?\s*|(?:the )?channel )?"
IN_CHANNEL = either(
    rf"\s*,?\s*[(\[][^()\[\]#]{{0,25}}(?P<inside>{CHANNEL_NAME})[^()\[\]]{{0,25}}[)\]]",
    rf",? (?:on|in|at|via|through|using) {_ON_SLACK}(?P<named>{CHANNEL_NAME})(?: channel)?,?",
    rf"\s*[,:–—-]?\s*(?P<plain>{CHANNEL_NAME})",
)
_NO_TEAM = """
    if, when, for, to, you, we, it, this, these, there, that, in, on, as, how, what, follow, see, here, each,
    every, any, your, all, no, most, some, other, another, ask, contact, a, an, they, he, she, who, which,
    present, with, from, at, by
"""
NO_TEAM = pattern(rf"{phrases(_NO_TEAM)}\s|(?:the )?teams?\s*$")
_CLAUSE = """
    if, when, that, which, who, and then, you, we, they, it, may, might, should, can, could, also, is, are, was,
    were, has, have, does, not
"""
CLAUSE_WORD = pattern(phrases(_CLAUSE))
_NO_DUTY = """
    meeting, agenda, minutes, tool, tools, use, uses, attendees, present, members, history, notes, contains,
    include, includes, consist, consists, meet, meets, sit, sits, need, needs, people
"""
NO_DUTY = pattern(phrases(_NO_DUTY))
_LEAVING_OUT = """
    excluding, except, except for, excepting, excepting for, apart from, aside from, other than, but not,
    though not, not including, with the exception of, with the exceptions of, save for, save, bar, minus,
    unless, without, not counting
"""
EXCEPT = pattern(rf"\(?{phrases(_LEAVING_OUT)}(?: |(?=[*`\"#]))(?P<what>[^()]{{2,160}}?)\)?\s*(?:$|[.;)](?=\s|$))")


@dataclass(frozen=True, slots=True)
class Team:
    """A team as named somewhere: its name without article and "team", its channel if any, and what names it."""

    name: str
    channel: str | None
    verb: str = ""
    called: bool = False  # is it called a team, a desk … by that name?


def team_in(text: str) -> Team | None:
    """The team that a text names and nothing else, perhaps with a verb: "The X team (#x) is responsible for:"."""
    found = LEAD.match(text.strip().rstrip(": "))
    if not found or NO_DUTY.search(text) or NOT_NOW.search(text):
        return None
    channel, called = channel_of(found), is_group(found["team"].strip())
    if not names_team(found["team"], channel):
        return None
    return Team(bare(found["team"]), channel, (found["verb"] or "").strip(), called)


LEAD = pattern(rf"(?P<team>[^()\[\]#]{{2,90}}?){IN_CHANNEL}?\s*(?P<verb>(?<!\w){DUTY_OF})?\s*:?$")


def names_team(name: str, channel: str | None) -> bool:
    """Is a name that of a team: it ends as one, or has an article or a capital and a channel of its own?"""
    words = name.split()
    if not 1 <= len(words) <= LONGEST_TEAM or NO_TEAM.match(f"{name} ") or CLAUSE_WORD.search(name):
        return False
    return is_group(name.strip()) or bool(channel and (words[0].lower() in {"the", "our"} or words[0][0].isupper()))


def channel_of(found: re.Match[str]) -> str | None:
    """The channel that a pattern with ``IN_CHANNEL`` found."""
    named = found["inside"] or found["named"] or found["plain"]
    channel = CHANNEL.match(named) if named else None
    return channel.group().rstrip("-") if channel else None


def responsibility(team: Team, duty: str, section: tuple[str, ...], evidence: tuple[Quote, ...]) -> Responsibility:
    """The rule that a team has a duty; what the duty leaves out is told apart."""
    exception = EXCEPT.search(duty)
    left_out = exception["what"].strip(" .") if exception else None
    return Responsibility(identity("responsibility", duty), team.name, team.channel, duty, left_out, section, evidence)
