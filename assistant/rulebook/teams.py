"""Teams as documents name them: "The Print team (#print)", and what they are said to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.rulebook.identity import identity
from assistant.rulebook.language import CHANNEL, CHANNEL_NAME, NOT_NOW, pattern, verbs
from assistant.rulebook.people import bare, is_group
from assistant.rulebook.rules import Responsibility
from index.documents import Quote

LONGEST_TEAM = 9  # words
CARING = """look after, take care of, deal with, care for, attend to, see to, help with, help you with, assist with, advise on, sign off, sort out"""
DOING = """handle, own, manage, maintain, run, support, monitor, operate, provide, administer, oversee, cover, keep, repair, fix, issue, approve, answer, book, order,
    renew, obtain, triage, deploy, coordinate, co-ordinate, process, check, clean, schedule, train, review, publish, organise, organize, reset, deliver, install,
    prepare, pay, ensure, build, host, supply, arrange, develop, write, design, test, inspect, store, update, control, help, connect, investigate, make sure"""
OFFICE = r"(?:is|are|remains?)\s+(?:also\s+|jointly\s+|solely\s+|only\s+|mainly\s+)?(?:(?:responsible|accountable|answerable)\s+for|in\s+charge\s+of|the\s+owners?\s+of|there\s+(?:for|to\s+help\s+with)|on\s+hand\s+for)"
DUTY_OF = rf"(?:{OFFICE}|{verbs(CARING)}|can\s+help\s+(?:you\s+)?with|will(?:\s+also)?|can)"
STATES_DUTY = pattern(rf"(?:{OFFICE}|{verbs(CARING)})")
DOES = pattern(rf"(?:{OFFICE}|{verbs(CARING)}|(?:also\s+)?{verbs(DOING)})\s")
OFFICE_ONLY = pattern(
    rf"(?:(?:we|they|it)\s+)?(?:(?:is|are)\s+)?(?:responsible\s+for|in\s+charge\s+of|{verbs(CARING + ', own, handle, manage, maintain')}|duties|responsibilities|remit|what\s+(?:we|they)\s+(?:do|look\s+after|own)|ask\s+us\s+about|come\s+to\s+us\s+(?:for|with))\s*:?$"
)
IN_CHANNEL = (
    rf"(?:\s*,?\s*[(\[][^()\[\]#]{{0,25}}(?P<inside>{CHANNEL_NAME})[^()\[\]]{{0,25}}[)\]]"
    rf"|,?\s+(?:on|in|at|via|through|using)\s+(?:slack\s*,?\s*(?:in|at|on)?\s*|(?:the\s+)?channel\s+)?(?P<named>{CHANNEL_NAME})(?:\s+channel)?,?"
    rf"|\s*[,:–—-]?\s*(?P<plain>{CHANNEL_NAME}))"
)
NO_TEAM = pattern(
    r"(?:if|when|for|to|you|we|it|this|these|there|that|in|on|as|how|what|follow|see|here|each|every|any|your|all|no|most|some|other|another|ask|contact|a|an|they|he|she|who|which|present|with|from|at|by)\s|(?:the\s+)?teams?\s*$"
)
CLAUSE_WORD = pattern(r"(?<!\w)(?:if|when|that|which|who|and\s+then|you|we|they|it|may|might|should|can|could|also|is|are|was|were|has|have|does|not)(?!\w)")
NO_DUTY = pattern(r"(?<!\w)(?:meeting|agenda|minutes|tools?|uses?|attendees|present|members|history|notes|contains|includes?|consists?|meets?|sits?|needs?|people)(?!\w)")
EXCEPT = pattern(
    r"\(?(?<!\w)(?:excluding|except(?:ing)?(?:\s+for)?|apart\s+from|aside\s+from|other\s+than|but\s+not|though\s+not|not\s+including|with\s+the\s+exceptions?\s+of|save\s+for|save|bar|minus|unless|without|not\s+counting)"
    r"\s+(?P<what>[^()]{2,160}?)\)?\s*(?:$|[.;)](?=\s|$))"
)


@dataclass(frozen=True, slots=True)
class Team:
    """A team as named somewhere: its name without article and "team", its channel if any, and what names it."""

    name: str
    channel: str | None
    verb: str = ""


def team_in(text: str) -> Team | None:
    """The team that a text names and nothing else, perhaps with a verb behind: "The X team (#x) is responsible for:"."""
    found = LEAD.match(text.strip().rstrip(": "))
    if not found or NO_DUTY.search(text) or NOT_NOW.search(text):
        return None
    channel = channel_of(found)
    return Team(bare(found["team"]), channel, (found["verb"] or "").strip()) if names_team(found["team"], channel) else None


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
