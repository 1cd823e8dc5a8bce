"""What sort of answer a question wants, and whether a text holds something of that sort.

A passage on the right subject does not answer "what does it cost?" when it names no price. People's questions about
what the documents do not say are mostly of this sort: the corpus's own words, and an attribute that nobody wrote down.
"""

from __future__ import annotations

import re
from enum import StrEnum

from index.lexical import terms


class Want(StrEnum):
    """The sort of answer that a question wants."""

    OWNER = "owner"  # who does it, which team, where to ask
    PERSON = "person"  # somebody's own name
    MONEY = "money"
    DURATION = "duration"  # how long, how many days
    DATE = "date"  # when something once happened
    TIME = "time"  # when, how often
    HOURS = "hours"  # at what hours of the day
    COUNT = "count"  # how many of something
    MEASURE = "measure"  # how large, at most, which version
    REACH = "reach"  # a telephone number, an address
    SECRET = "secret"  # noqa: S105 -- a password, a code
    COMMAND = "command"  # what to type
    KIND = "kind"  # which one of a sort: its name
    WAY = "way"  # how to do it
    REASON = "reason"
    OTHER = "other"


PARTICULAR = frozenset((Want.MONEY, Want.PERSON, Want.SECRET, Want.REACH, Want.DATE))
ATTRIBUTES = PARTICULAR | {
    Want.DURATION,
    Want.HOURS,
    Want.COUNT,
}  # told by their looks: a text either names one or does not
WHICH = frozenset((Want.COUNT, Want.MEASURE, Want.KIND, Want.TIME, Want.HOURS, Want.DURATION))

MOST_PARTICULAR_FIRST: tuple[tuple[Want, str], ...] = (
    (
        Want.SECRET,
        r"\bwhat(?:'s| is| are) (?:the|our|your) (?:[\w-]+ ){0,3}(?:passwords?|passphrase|pin|door code|code"
        r"|api key|secret|credentials)\b|\b(?:wi-?fi|door|alarm|gate) (?:password|code)\b"
    ),
    (
        Want.MONEY,
        r"\bhow much (?:is|does|do|did|will|would|are|was)?~{0,60}\b(?:cost|pay|paid|earn|charge|spend|spent"
        r"|get)\b|\b(?:what|how much)~{0,80}\bcosts?\b|\bprices?\b|\bsalary\b|\bfees?\b|\bbudget\b|\b(?:pounds"
        r"|euros|dollars)\b|\bhow much (?:is|are) (?:the|a|an|our|your|one|it|they)\b"
        r"|\bspending limit\b|\bpay (?:for|rate|band)\b|\bdiscount\b|\bwhat (?:do|does|is"
        r"|are)~{0,60}\b(?:earn|paid|pay)\b"
    ),
    (
        Want.REACH,
        r"\b(?:tele)?phone number\b|\bnumber (?:for|to (?:call|ring))\b|\be-?mail address\b|\bmobile number\b"
        r"|\bextension\b|\bpostal address\b|\bwhat(?:'s| is) the (?:url|link|address)\b"
    ),
    (
        Want.DURATION,
        r"\bhow (?:long|soon|fast|quick(?:ly)?|old)\b|\bhow many (?:\w+ )?(?:seconds|minutes|hours|days|weeks"
        r"|months|years)\b|\bsla\b|\bturnaround\b|\bresponse time\b|\bwhat(?:'s| is) the (?:timeout|ttl"
        r"|retention)\b|\bhow far in advance\b"
    ),
    (Want.DATE, r"\bwhen (?:was|were|did)\b|\b(?:what|which|in what) (?:date|year)\b|\bsince when\b"),
    (
        Want.HOURS,
        r"\b(?:what|which) (?:time|times|hours)\b|\btill? when\b"
        r"|\b(?:opening|working|office|business|support) hours\b"
        r"|\bshifts? (?:start|end)\b|\b(?:is|are|does|do)\b~{0,40}\b(?:open|closed?)\b~{0,12}\b(?:on|at)\b",
    ),
    (
        Want.TIME,
        r"\b(?:what|which) (?:day|days|month)\b|\bwhen (?:is|are|does|do|will|has|have|should|can)\b|\bhow often\b",
    ),
    (
        Want.MEASURE,
        r"\bhow (?:tall|high|wide|deep|heavy|far|big|large|hot|cold|thick|much (?:memory|space|disk|storage|room"
        r"|traffic|data))\b|\b(?:what|which) (?:\w+ ){0,3}(?:percentage|proportion|size|version|limit|rate|score"
        r"|threshold|port)\b|\b(?:maximum|minimum)\b"
    ),
    (Want.COUNT, r"\bhow many\b"),
    (
        Want.PERSON,
        r"\bname of (?:the|our|your) (?:\w+ )?(?:person|\w+ lead|lead \w+|\w+ manager|manager|boss|head)"
        r"|\bneed a name\b|\bwho(?:'s| is| are| was) (?:currently |actually )?(?:the|our|your|in the) (?:current "
        r"|present |new |actual )?(?:\w+ ){0,2}(?:lead|architect|manager|head|director|boss|chief|developer"
        r"|engineer|master|president|chair|secretary|minister|c[a-z]{1,2}o|s?vp)s?"
        r"(?: (?:at the moment|right now|now|this week|today|these days|currently|at present"
        r"|on \w+|of [\w.]+(?: [\w.]+){0,3}))*\s*(?:called\s*)?(?:\?|$|[.,])|\bwho (?:works|sits|is) (?:in|on"
        r"|for) (?:the|your|our)?~{0,40}(?:team|squad|desk|rota|today|tonight|this week)?\s*\?|\bwhat(?:'s"
        r"| is) (?:his|her|their) name\b|\bwho(?:'s| is) on (?:call|duty|shift)\b|\bnames? of (?:the"
        r"|our) (?:person|people|member)|\bwho (?:leads|heads|chairs|founded|invented|designed|wrote|created|built"
        r"|started|discovered|won)\b|\bwho~{0,60}\bcalled\s*\?"
    ),
    (
        Want.OWNER,
        r"\b(?:who|whom|whose|who's|whos)\b|\b(?:which|what) (?:\w+ )?(?:team|group|squad|lot|people|desk"
        r"|department|crew|unit|community|folks|channel)\b|\bwhere (?:do|can|should|would) (?:i|we|they"
        r"|you) (?:\w+ )?(?:ask|go|get help|find (?:help|someone|somebody|fellow)|turn|report|raise|send|take)\b"
        r"|\bchannel\b|\bis (?:that|it|this) (?:ours|theirs|us|a job for|for)\b|\b(?:'s|is it|is this"
        r"|is that) (?:\w+ ){0,3}(?:business|job|responsibility|remit|baby|department|problem|call)\b"
        r"|\bresponsible\b|\bin charge\b|\blooks? after\b|\bwhere\s*\?|\banyone\b|\banybody\b|\bsomeone\b"
    ),
    (Want.COMMAND, r"\b(?:what|which)(?:'s| is)? (?:the )?(?:\w+ )?(?:command|rake task|script|query)\b"),
    (
        Want.WAY,
        r"\bhow (?:do|can|should|would|could|to|does one|might)\b|\bwhat (?:steps|(?:do|should|must) (?:i|we) do)\b"
        r"|\bsteps (?:to|for)\b|\bstep by step\b|\binstructions\b|\bis there (?:a|any) way\b|\bprocedure\b"
        r"|\brecipe\b|\bany way to\b"
    ),
    (Want.REASON, r"\bwhy\b|\bhow come\b|\bwhat(?:'s| is) the reason\b|\bwhat causes\b"),
    (
        Want.KIND,
        r"\b(?:which|what) (?!is\b|are\b|was\b|were\b|does\b|do\b|did\b|has\b|have\b|can\b|should\b|would\b|will\b"
        r"|happens\b|now\b|next\b|if\b|about\b|to\b|else\b|kind\b|sort\b|i\b|we\b|you\b)(?:[\w-]+ ){0,3}?[\w-]+\b"
    ),
)  # fmt: skip
WITHIN = r"(?:[^?.]|[.](?=\w))"  # what ``~`` stands for: a character within a sentence, such as the dot of a name
COMPILED = tuple(
    (want, re.compile(pattern.replace("~", WITHIN), re.IGNORECASE)) for want, pattern in MOST_PARTICULAR_FIRST
)

NUMBER = (
    r"(?:\d[\d,.]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|hundred|thousand|million|half|double|twice|once|single|unlimited|none|all|both|each|every)\b)"
)
UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|years?|fortnights?|quarters?|ms\b|s\b)"
MONTH = r"(?:january|february|march|april|june|july|august|september|october|november|december|may \d)"
HOLDS = {
    Want.SECRET: r"\b(?:password|passphrase|pin|code|key|secret|credentials)\b\s*(?:is\b|are\b|[:=])",
    Want.MONEY: (
        rf"[£$€]\s?\d|{NUMBER}\s?(?:pounds?|euros?|dollars?|pence|gbp|percent|per cent|%)|\bfor free\b"
        rf"|\bfree of charge\b|\bno (?:charge|cost)\b|\bcosts? (?:nothing|about|around)\b"
    ),
    Want.REACH: r"\d[\d\s-]{3,}\d|\b\S+@\S+\.\w+|https?://|\bext(?:ension)?\b",
    Want.DURATION: (
        rf"(?<![\w#-]){NUMBER}(?!st\b|nd\b|rd\b|th\b)(?:[\s\w-]{{0,14}}?\b|\s?){UNIT}"
        rf"|\b(?:daily|weekly|monthly|overnight|immediately|instantly|at once"
        rf"|straight away|forever|a (?:few )?{UNIT}|an hour)\b"
    ),
    Want.DATE: rf"\b(?:19|20)\d\d\b|\b{MONTH}\b",
    Want.TIME: (
        rf"\b\d[\d:.]*(?: ?[ap]m)?\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
        rf"|\b(?:daily|weekly|monthly|nightly|hourly|yearly"
        rf"|annually|every|each|once|after|before|until|when(?:ever)?|as soon as|during|mornings?|evenings?|nights?"
        rf"|noon|midnight|weekends?|{MONTH})\b"
    ),
    Want.HOURS: (
        r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2} ?[ap]m\b|\bnoon\b|\bmidnight\b|\bo'clock\b|\b24/7\b|\bround the clock\b"
        r"|\bhours\b"
    ),
    Want.MEASURE: NUMBER,
    Want.COUNT: (
        r"\b\d[\d,.]*\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
        r"|forty|fifty|hundred|thousand|million|half|unlimited|none)\b"
    ),
    Want.OWNER: (
        r"#\w|@|\b(?:teams?|group|desk|leads?|managers?|owners?|owned|department|crew|unit|community|contact|ask|asks"
        r"|admins?|administrators?|office|staff|support)\b"
    ),
    Want.COMMAND: r"[$`|]|--?\w|\w[_:/.]\w|\brun\b",
    Want.WAY: (
        r"[`$]|\b(?:you|your|we|us|run|use|add|click|go|open|check|set|make|create|follow|see|ask|contact|raise"
        r"|ring|call|write|fill|put|tell|should|must|can|may|need|needs|never|always|by \w+ing)\b"
    ),
}  # fmt: skip
HELD = {want: re.compile(pattern, re.IGNORECASE) for want, pattern in HOLDS.items()}
NAMED = re.compile(r"(?<=[a-z,;:(] )[A-Z][\w-]+|\d|[`#@]|\w[_/.]\w|^[\w-]+$")
PERSON = re.compile(r"\b[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]+\b")
COUNTED = re.compile(
    r"\bhow many\s+(?:of (?:the|our) )?((?:[\w-]+\s+){0,2}?[\w-]+?)(?:s\b|\b)\s*(?:are|is|do|does|did|have|has|can"
    r"|will|would|should|work|on|in|of|for|each|\?|$)",
    re.IGNORECASE,
)
SORT = re.compile(
    r"\b(?:which|what)\s+((?:[\w-]+\s+){0,3}?[\w-]+?)\s+(?:is|are|was|were|do|does|did|has|have|can|should|would"
    r"|will|must|to|for|in|on|of|runs?|hosts?|holds?|[\w-]+s)\b",
    re.IGNORECASE,
)
NEAR = 40  # characters between a number and what it counts


def want_of(question: str) -> Want:
    """The sort of answer that a question wants; the most particular that its words tell."""
    plain = question.replace("’", "'")
    return next((want for want, pattern in COMPILED if pattern.search(plain)), Want.OTHER)


def holds(want: Want, text: str, question: str = "") -> bool:
    """Does a text hold something of the sort? True where the sort cannot be told by looks."""
    if want is Want.COUNT:
        return _counts(text, question)
    if want is Want.KIND:
        return _names(text, question)
    if want is Want.PERSON:
        asked = set(terms(question))
        return any(not set(terms(name.group())) & asked for name in PERSON.finditer(text))
    pattern = HELD.get(want)
    return pattern is None or bool(pattern.search(text))


def _counts(text: str, question: str) -> bool:
    """Does a number stand near what the question counts?"""
    counted = COUNTED.search(question)
    wanted = set(terms(counted.group(1))) if counted else set()
    around = (text[max(0, found.start() - NEAR) : found.end() + NEAR] for found in HELD[Want.COUNT].finditer(text))
    return any(not wanted or wanted & set(terms(each)) for each in around)


def _names(text: str, question: str) -> bool:
    """Does a text name something that the question does not, where the question asks which one of a sort?"""
    asked = question.casefold()
    return any(found.group().casefold() not in asked for found in NAMED.finditer(text))


def sort_of(question: str) -> tuple[str, ...]:
    """The terms of the sort of thing that a question asks to be named ("cloud provider"); none where it asks none."""
    found = SORT.search(question.replace("’", "'"))
    return tuple(terms(found.group(1))) if found and want_of(question) in (Want.KIND, Want.MEASURE) else ()
