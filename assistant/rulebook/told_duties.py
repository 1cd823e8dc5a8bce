"""Responsibilities told in sentences and in lines such as "Facilities (#facilities): heating, lifts"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.rulebook.language import GROUP_NOUNS, HYPOTHETICAL, NOT_NOW, either, pattern, phrases
from assistant.rulebook.page import Page, Sentence, sentences_of
from assistant.rulebook.people import bare, is_group
from assistant.rulebook.rules import Responsibility
from assistant.rulebook.teams import (
    DOES,
    IN_CHANNEL,
    LONGEST_TEAM,
    NO_DUTY,
    STATES_DUTY,
    Team,
    channel_of,
    names_team,
    responsibility,
)

_ASKING = """
    ask, contact, call, ring, phone, message, ping, tell, speak to, speak with, talk to, go to, page, email,
    e-mail, post in, try, see, write to, turn to, get in touch with, consult, check with, reach out to,
    raise it with, alert, notify, inform, approach, find, come to
"""
_CARED_FOR = """
    looked after, handled, owned, managed, maintained, run, dealt with, taken care of, supported, covered
"""
ASKING = phrases(_ASKING)
POLITE = r"(?:(?:please|so|then|first|always|you (?:can|should|must|may))[\s,]+)*"
TEAM = r"(?P<team>(?:the |our )?[^,.;:()#]{2,60}?)"
ABOUT = r"(?:when(?:ever)?|if|for|about|to|with|once|where|before|regarding|concerning|on anything)"
_MATTERS = "questions, all questions, any questions, queries, problems, issues, requests, anything, trouble"
MATTERS = phrases(_MATTERS)
_WHERE = rf"{TEAM}{IN_CHANNEL}\s*\.?$"
_GOES = "(?:go|goes|belong|belongs|are for|is for|are asked|are answered|should go)(?: in| by| to)?"
_IS_OF = either(
    r"(?:is|are) (?:the (?:responsibility|job|task|business) of|in the hands of|up to)|belongs? to",
    rf"(?:is|are) {phrases(_CARED_FOR)} by",
)
FORMS = tuple(
    pattern(source)
    for source in (
        rf"^{POLITE}{ASKING} {TEAM}{IN_CHANNEL}\s*,?\s*(?P<duty>{ABOUT} .{{3,300}}?)\.?$",
        rf"^(?P<duty>{ABOUT} .{{3,200}}?), {POLITE}{ASKING} {_WHERE}",
        rf"^(?P<duty>{MATTERS} .{{3,200}}?) {_GOES} {_WHERE}",
        rf"^(?P<duty>{ABOUT} .{{3,200}}?): {POLITE}(?:{ASKING} )?{_WHERE}",
        rf"^(?P<duty>(?!{ABOUT}\s)[A-Z][^.:;#]{{2,80}}?) {_IS_OF} {_WHERE}",
        rf"^Responsible for (?P<duty>[^.:;#]{{2,160}}?): {_WHERE}",
    )
)
BARE = pattern(rf"^{POLITE}{ASKING} {_WHERE}")  # behind a question: "Need toner? Ask the print desk (#print)."
FURTHER = pattern(rf"^(?:the|our) {TEAM}{IN_CHANNEL}\s*,?\s*(?P<duty>{ABOUT} .{{3,300}}?)\.?$")
_NO_TOPIC = """
    example, examples, more, further, detail, details, information, instance, now, background, help, question,
    questions
"""
NO_TOPIC = pattern(
    rf"{ABOUT} (?:an? |some |any |the )?(?:{phrases(_NO_TOPIC)}|this\b|that\b|it\b)(?! (?:with|about|on|to)\s)"
)
LINE = pattern(rf"^(?P<team>[^,.;:()#]{{2,60}}?){IN_CHANNEL}?\s*(?::|\s[–—-]) (?P<duty>[^\s].{{2,300}}?)\.?$")
_NEXT_TEAM = r"(?:, (?:and|while|whereas|but)|;| and| while) (?=(?:the|our) [^,;.]{2,60}(?:\steam\s|\(#))"
NEXT_TEAM = pattern(rf"{_NEXT_TEAM}|; (?=(?:they|it|he|she|who)\s)")


def told_duties(page: Page) -> Iterator[Responsibility]:
    """ "The X team (#x) looks after Y", "Ask the X desk (#x) when Y", "X (#x): Y, Z"."""
    for _, block in page.told():
        if block.quoted:
            continue
        question: Sentence | None = None
        for sentence in sentences_of(block):
            if not (
                NOT_NOW.search(sentence.text)
                or HYPOTHETICAL.search(sentence.text)
                or sentence.text.endswith(("?", ":"))
            ):
                yield from _sentence_duties(page, sentence, question)
            question = sentence if sentence.text.endswith("?") else None


def _sentence_duties(page: Page, sentence: Sentence, question: Sentence | None) -> Iterator[Responsibility]:
    """The responsibilities that a sentence tells, clause by clause; a question before it may say what it is about."""
    quote = page.quote_part(sentence.block, sentence.start, sentence.end)
    bare_ask = BARE.match(sentence.text) if question and "#" in sentence.text else None
    if question and bare_ask:
        whole = page.quote_part(sentence.block, question.start, sentence.end)
        yield responsibility(_team(bare_ask), question.text, sentence.block.section, (whole,))
        return
    for number, clause in enumerate(NEXT_TEAM.split(sentence.text)):
        told = _asked(clause, further=number > 0) or _does(clause) or _line(clause)
        if told:
            yield responsibility(*told, sentence.block.section, (quote,))


def _asked(clause: str, *, further: bool) -> tuple[Team, str] | None:
    """ "Ask the print desk (#print) when the toner runs out", "For keys, see the Lodge (#lodge)"."""
    for form in ((*FORMS, FURTHER) if further else FORMS) if "#" in clause else ():
        found = form.match(clause)
        if found and len(found["team"].split()) <= LONGEST_TEAM and not NO_TOPIC.match(found["duty"]):
            return _team(found), found["duty"].strip()
    return None


def _team(found: re.Match[str]) -> Team:
    return Team(bare(found["team"]), channel_of(found))


def _does(clause: str) -> tuple[Team, str] | None:
    """ "The X team (#x) looks after Y": a team as subject, and a verb of doing."""
    likely = "#" in clause or GROUPED.search(clause) or STATES_DUTY.search(clause)
    for end in (found.end() for found in re.finditer(r"\s", clause[:140])) if likely else ():
        duty = clause[end:].strip()
        in_channel = clause[:end].rstrip(", ").endswith(")") and DOES_SOMETHING.match(duty)
        if not DOES.match(duty) and not in_channel:
            continue
        found = NAMED.match(clause[:end].strip())
        if not found or not names_team(found["team"], channel_of(found)):
            continue
        called = channel_of(found) or STATES_DUTY.match(duty) or found["team"].lower().endswith((" team", " teams"))
        own = found["team"].lower().startswith(("the ", "our ")) or found["team"][0].isupper()
        return (Team(bare(found["team"]), channel_of(found)), duty.rstrip(" .,")) if called and own else None
    return None


_IDLE = """
    is, was, has, does, uses, meets, consists, includes, sits, goes, says, wants, needs, thinks, likes, gets, becomes,
    moves, stands
"""
DOES_SOMETHING = pattern(rf"(?!{phrases(_IDLE)})(?-i:[a-z]+s) ")
GROUPED = pattern(phrases(GROUP_NOUNS))
NAMED = pattern(rf"(?P<team>[^,.;:()#]{{2,70}}?){IN_CHANNEL}?\s*,?$")


def _line(clause: str) -> tuple[Team, str] | None:
    """ "Facilities (#facilities): heating, lifts, door keys"."""
    found = LINE.match(clause) if "#" in clause else None
    if not found or NO_DUTY.search(found["team"]):
        return None
    channel = channel_of(found)
    known = names_team(found["team"], channel) and (channel or is_group(found["team"].strip()))
    return (Team(bare(found["team"]), channel), found["duty"]) if known and channel else None
