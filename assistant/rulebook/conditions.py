"""Conditions: "if X instructs you to escalate something to Y", "when there is an ongoing incident", "for broken lamps"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.rulebook.language import HANDING_ON, INSTRUCTING, PUTTING, forms, pattern, phrases, verbs
from assistant.rulebook.people import bare
from assistant.rulebook.rules import Condition

WHEN = pattern(
    r"(?<!\w)(?:(?:but\s+)?only\s+)?(?P<word>if|when(?:ever)?|where|once|as\s+soon\s+as|in\s+case|(?<!.)should|at\s+the\s+request\s+of|on\s+the\s+instructions?\s+of|on\s+instructions?\s+from|in\s+the\s+event\s+of|during)\s+"
)
_DOING = phrases(",".join(forms(verb.strip())[0] for verb in PUTTING.split(",")) + ",use,tell,contact,ask,please,you,we,then")
ACTION = pattern(rf",\s+(?={_DOING})|\s+(?=(?:may|can|should|must|do)\s+you\s)")
ALTERNATIVE = pattern(r",?\s+(?:or|and\s+also|and)\s+(?=(?:if|when|whenever|where|once)\s)")
CLOSE = pattern(r"[;](?=\s)|[.!](?=\s|$)|,\s+(?:but|and|so|or)\s|\s[–—]\s")

_YOU = r"(?:you|us|them|me|anyone|people|staff|your\s+team|our\s+team|a\s+\w+)"
_ON = rf"{verbs(HANDING_ON)}\s*(?:\S+\s+){{0,6}}?(?:(?:over|up|on|out)\s+)?(?:to|with)\s+(?P<target>.+)$"
INSTRUCTIONS = tuple(
    pattern(source)
    for source in (
        rf"(?P<who>.{{2,80}}?)\s+(?:has\s+|have\s+|had\s+)?{verbs(INSTRUCTING)}\s+(?:{_YOU}\s+)?(?:to\s+|that\s+(?:you|it|\w+)\s+(?:be\s+|should\s+)?)?(?:\w+\s+)?{_ON}",
        rf"(?P<who>.{{2,80}}?)\s+(?:has\s+|have\s+)?{verbs('refer, direct, send, point, pass, escalate, hand')}\s+{_YOU}\s+(?:on\s+|over\s+)?to\s+(?P<target>.+)$",
        rf"{_YOU}\s+(?:are|is|were|have\s+been|has\s+been|get)\s+{verbs(INSTRUCTING)}\s+by\s+(?P<who>.{{2,60}}?)\s+to\s+{_ON}",
        rf"(?P<who>.{{2,60}}?)\s+to\s+{_ON}",
    )
)
ONGOING = "ongoing, on-going, live, current, active, open, declared, running, major, in progress, related to, related, part of, during, affects, affected by, linked, under way, underway, happening, is on, serious"
DISASTER = "incident, outage, emergency, disruption, crisis"
INCIDENT = pattern(rf"{phrases(ONGOING)}.{{0,50}}?{phrases(DISASTER)}|{phrases(DISASTER)}.{{0,40}}?{phrases(ONGOING)}|^(?:there\s+is\s+)?an?\s+{phrases(DISASTER)}$")

TOPIC_BEFORE = pattern(r"(?:for|about|regarding|concerning|with)\s+(?P<topic>[^,.;]{3,80}),\s")
TOPIC_PASSIVE = pattern(rf"(?P<topic>(?!you|it|they|we|this|that|these)[^,.;:]{{3,90}}?)\s+(?:(?:should|must|can|may|will|has\s+to|have\s+to)\s+)?(?:is|are|be|go|goes|belong|belongs|land|lands)\s")
TOPIC_OF = pattern(r"(?:tickets?|requests?|issues?|cases?|questions?|quer(?:y|ies)|enquir(?:y|ies)|bugs?|faults?|defects?|problems?|reports?|complaints?)\s+(?:about|on|with|for|regarding|concerning|of|relating\s+to)\s+(?P<topic>[^,.;]{3,80}?)(?=\s+(?:to|in|into|on|under|should|must|go|goes|are|is)\s|[,.;]|$)")


def conditions(sentence: str, action: int) -> tuple[Condition, ...]:
    """The conditions that a sentence tells, in its order; ``action`` is where it tells what to do."""
    return tuple(_condition(text, word) for text, word in _clauses(sentence, action))


def topic(sentence: str) -> str | None:
    """What an instruction without a condition is about: "Defects of stretchers are to be logged …", "For keys, raise …"."""
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
        other = ALTERNATIVE.search(sentence, found.end(), end)
        end = other.start() if other else end
        text = sentence[found.end() : end].strip(" ,.;")
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
    for form in INSTRUCTIONS[:3] if not word.endswith((" of", " from")) else INSTRUCTIONS[3:]:
        found = form.match(text)
        if found:
            return Condition(text, instructor=bare(found["who"]), target=_target(found["target"]))
    if INCIDENT.search(text) or (word == "during" and INCIDENT.search(f"during {text}")):
        return Condition(text, incident=True)
    return Condition(text, subject=text)


def _target(text: str) -> str:
    """A target without what is said of it."""
    return bare(re.split(r",|\s\(|\s+(?:and|because|so|then|via|for|as)\b", " ".join(text.split()))[0])
