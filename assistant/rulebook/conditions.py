"""Conditions: "if X instructs you to escalate something to Y", "during an incident", "for broken lamps"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.rulebook.language import (
    HANDING_ON,
    INSTRUCTING,
    PUTTING,
    TICKET_NOUNS,
    either,
    forms,
    pattern,
    phrases,
    verbs,
)
from assistant.rulebook.people import bare
from assistant.rulebook.rules import Condition

_WHEN = r"if|when(?:ever)?|where|once|as soon as|in case|in the event of|during|(?<!.)should"
_ASKED_BY = r"at the request of|on the instructions? of|on instructions? from"
WHEN = pattern(rf"(?<!\w)(?:(?:but )?only )?(?P<word>{_WHEN}|{_ASKED_BY}) ")
_DOING = phrases(
    ",".join(forms(verb.strip())[0] for verb in PUTTING.split(",")) + ",use,tell,contact,ask,please,you,we,then"
)
ACTION = pattern(rf", (?={_DOING})| (?=(?:may|can|should|must|do) you\s)")
_STATE = r"(?:if|when|whenever|where|once|during|there is|there['’]s|an? (?:\w+ ){0,3}incident)(?!\w)"
ALTERNATIVE = pattern(rf",? (?:or|and also) (?:else )?(?={_STATE})")
CONNECTIVE = pattern(r"^\s*(?:either )?(?:(?:if|when|whenever|where|once) )?(?:either )?")
CLOSE = pattern(r"[;](?=\s)|[.!](?=\s|$)|, (?:but|and|so|or)\s|\s[–—]\s")

_YOU = r"(?:you|us|them|me|anyone|people|staff|your team|our team|a \w+)"
_ON = rf"{verbs(HANDING_ON)}\s*(?:\S+ ){{0,6}}?(?:(?:over|up|on|out) )?(?:to|with) (?P<target>.+)$"
_TOLD = rf"{_YOU} (?:are|is|were|have been|has been|get) {verbs(INSTRUCTING)} by (?P<who>.{{2,60}}?) to {_ON}"
_TO_DO = r"(?:to |for (?:\w+ ){1,3}to be |that (?:you|it|\w+) (?:be |should )?)?(?:\w+ ){0,2}?"
_WHO = r"(?P<who>.{2,80}?) (?:has |have |had )?"
_TELLS = rf"{_WHO}{verbs(INSTRUCTING)} (?:{_YOU} )?{_TO_DO}{_ON}"
_REFERS = rf"{_WHO}{verbs('refer, direct, send, point, pass, escalate, hand')} {_YOU} (?:on |over )?to (?P<target>.+)$"
_REQUEST = rf"(?P<who>.{{2,60}}?) to {_ON}"
_BIDS = rf"{_WHO}{verbs(INSTRUCTING)} (?:{_YOU} to(?: do (?:so|it|that))?|for (?:it|one|that)|so)$"
_INFORMS = verbs("tell, inform, notify")  # "has told you that it cannot wait"
_RULES = rf"{_WHO}{_INFORMS} {_YOU} (?:that )?(?!to\s|about\s)(?P<finding>.+)$"
_AGREEING = verbs("agree, confirm, decide, rule, approve, authorise, authorize")
_AGREES = rf"{_WHO}{_AGREEING} (?=(?:it|this|that|to)(?!\w))(?:that )?(?P<finding>.*)$"
INSTRUCTIONS = tuple(pattern(source) for source in (_TOLD, _TELLS, _REFERS, _BIDS, _RULES, _AGREES))
REQUESTS = (pattern(_REQUEST),)
ONGOING = """
    ongoing, on-going, live, current, active, open, declared, running, major, in progress, related to, related,
    part of, during, affects, affected by, linked, under way, underway, happening, is on, serious
"""
DISASTER = "incident, outage, emergency, disruption, crisis"
INCIDENT = pattern(
    either(
        rf"{phrases(ONGOING)}.{{0,50}}?{phrases(DISASTER)}",
        rf"{phrases(DISASTER)}.{{0,40}}?{phrases(ONGOING)}",
        rf"^(?:there is )?an? {phrases(DISASTER)}$",
    )
)

TOPIC_BEFORE = pattern(r"(?:for|about|regarding|concerning|with) (?P<topic>[^,.;]{3,80}),\s")
_GOES = r"(?:(?:should|must|can|may|will|has to|have to) )?(?:is|are|be|go|goes|belong|belongs|land|lands)\s"
TOPIC_PASSIVE = pattern(rf"(?P<topic>(?!you|it|they|we|this|that|these)[^,.;:]{{3,90}}?) {_GOES}")
_MATTER = phrases(f"{TICKET_NOUNS}, question, questions, problem, problems, report, reports")
_TOPIC_END = r"(?= (?:to|in|into|on|under|should|must|go|goes|are|is)\s|[,.;:]|$)"
TOPIC_OF = pattern(
    rf"{_MATTER} (?:about|on|with|for|regarding|concerning|of|relating to) (?P<topic>[^,.;:]{{3,80}}?){_TOPIC_END}"
)


def conditions(sentence: str, action: int) -> tuple[Condition, ...]:
    """The conditions that a sentence tells, in its order; ``action`` is where it tells what to do."""
    return tuple(_condition(text, word) for text, word in _clauses(sentence, action))


def topic(sentence: str) -> str | None:
    """What an instruction without a condition is about: "Defects of lamps are to be logged …", "For keys, raise …"."""
    for form in (TOPIC_BEFORE, TOPIC_PASSIVE):
        found = form.match(sentence)
        if found:
            return found["topic"].strip()
    found = TOPIC_OF.search(sentence)
    return found["topic"].strip() if found else None


def _clauses(sentence: str, action: int) -> Iterator[tuple[str, str]]:
    """The clauses that begin with "if", "when" … and those words."""
    position = 0
    while found := WHEN.search(sentence, position):
        end = _end(sentence, found.end(), action if found.start() < action else None)
        for part in ALTERNATIVE.split(sentence[found.end() : end]):
            text = CONNECTIVE.sub("", part).strip(" ,.;:")
            if text:
                yield text, found["word"].lower()
        position = max(end, found.end())


def _end(sentence: str, start: int, action: int | None) -> int:
    """Where a clause ends: before what is to be done, else at the end of its own part of the sentence."""
    if action is not None:
        doing = ACTION.search(sentence, start)
        if doing:
            return doing.start()
        comma = sentence.find(", ", start)
        if comma >= 0:
            return comma
    close = CLOSE.search(sentence, start)
    return close.start() if close else len(sentence)


def _condition(text: str, word: str) -> Condition:
    """A condition by its own words: an instruction by somebody, an incident, else a subject."""
    for form in REQUESTS if word.endswith((" of", " from")) else INSTRUCTIONS:
        found = form.match(text)
        if found:
            told = found.groupdict()
            target = _target(told.get("target"))
            return Condition(text, instructor=bare(told["who"]), target=target, finding=told.get("finding"))
    if INCIDENT.search(text) or (word == "during" and INCIDENT.search(f"during {text}")):
        return Condition(text, incident=True)
    return Condition(text, subject=text)


def _target(text: str | None) -> str | None:
    """A target, where one is named, without what is said of it."""
    return text and bare(re.split(r",|\s\(|\s+(?:and|because|so|then|via|for|as)\b", " ".join(text.split()))[0])
