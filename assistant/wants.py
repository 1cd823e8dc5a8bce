"""What sort of answer a question wants, and whether a text holds something of that sort.

A passage on the right subject does not answer "what does it cost?" when it names no price. People's questions about what
the documents do not say are mostly of this sort: the corpus's own words, and an attribute that nobody wrote down.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Want(StrEnum):
    """The sort of answer that a question wants."""

    OWNER = "owner"  # who does it, which team, where to ask
    PERSON = "person"  # somebody's own name
    MONEY = "money"
    DURATION = "duration"  # how long, how many days
    TIME = "time"  # when, at what hours
    COUNT = "count"  # how many, what percentage
    REACH = "reach"  # a telephone number, an address
    SECRET = "secret"  # a password, a key
    WAY = "way"  # how to do it
    REASON = "reason"
    OTHER = "other"


QUESTIONS: tuple[tuple[Want, str], ...] = (
    (Want.SECRET, r"\b(?:password|passphrase|pin code|api key|secret key|login details|credentials|door code|wi-?fi)\b"),
    (Want.MONEY, r"\bhow much (?:is|does|do|did|will|would|are|was)?[^?.]{0,60}\b(?:cost|pay|paid|earn|charge|spend|spent|get)\b|\b(?:what|how much)[^?.]{0,60}\bcosts?\b|\bprice\b|\bsalary\b|\bfee\b|\bbudget\b|\bhow many pounds\b|\bspending limit\b|\bpay (?:for|rate)\b|\bhow much\b[^?.]{0,30}\b(?:month|year|hour|day)\b"),
    (Want.REACH, r"\b(?:tele)?phone(?: number)?\b|\bnumber (?:for|of|to (?:call|ring))\b|\be-?mail(?: address)?\b|\bmobile\b|\bextension\b|\bpostal address\b|\bwhat(?:'s| is) the (?:url|link|address)\b"),
    (Want.DURATION, r"\bhow (?:long|soon|fast|quick(?:ly)?|old)\b|\bhow many (?:\w+ )?(?:seconds|minutes|hours|days|weeks|months|years)\b|\bsla\b|\bturnaround\b|\bresponse time\b|\bwhat(?:'s| is) the (?:timeout|ttl|retention)\b|\bhow far in advance\b"),
    (Want.TIME, r"\b(?:what|which) (?:time|times|hours|day|days|date|year|month)\b|\bwhen (?:is|are|was|were|does|do|did|will|has|have|should|can)\b|\btill? when\b|\bsince when\b|\b(?:opening|working|office|business|support) hours\b|\bhow often\b|\bshifts? (?:start|end)\b|\b(?:open|closed?) (?:on|at)\b|\bwhat hours\b"),
    (Want.COUNT, r"\bhow many\b|\bwhat (?:percentage|proportion|number|rate|limit|size|version)\b|\bmaximum\b|\bminimum\b|\bthreshold\b|\bhow (?:big|large|high|much)\b"),
    (Want.PERSON, r"\bname of (?:the|our|your) (?:person|\w+ lead|lead \w+|\w+ manager|manager|boss|head)|\bneed a name\b|\bwho(?:'s| is| are| was) (?:currently |actually )?(?:the|our|your|in the) (?:current |present |new |actual )?(?:\w+ ){0,2}(?:lead|architect|manager|head|director|boss|chief|developer|engineer)s?(?: (?:at the moment|right now|now|this week|today|these days|currently|at present|on \w+|of \w+(?: \w+)?))*\s*(?:\?|$|[.,])|\bwho (?:works|sits|is) (?:in|on|for) (?:the|your|our)?[^?.]{0,40}(?:team|squad|desk|today|tonight|this week)?\s*\?|\bwhat(?:'s| is) (?:his|her|their) name\b|\bwho(?:'s| is) on (?:call|duty|shift)\b|\bnames? of\b"),
    (Want.OWNER, r"\b(?:who|whom|whose|who's|whos)\b|\b(?:which|what) (?:\w+ )?(?:team|group|squad|lot|people|desk|department|crew|unit|community|folks|channel|office)\b|\bwhere (?:do|can|should|would) (?:i|we|they|you) (?:\w+ )?(?:ask|go|get help|find (?:help|someone|somebody|fellow)|turn|report|raise|send|take)\b|\bchannel\b|\bis (?:that|it|this) (?:ours|theirs|us|a job for|for)\b|\b(?:'s|is it|is this|is that) (?:\w+ ){0,3}(?:business|job|responsibility|remit|baby|department|problem|call)\b|\bresponsible\b|\bin charge\b|\blooks? after\b|\bwhere\s*\?|\banyone\b|\banybody\b|\bsomeone\b"),
    (Want.WAY, r"\bhow (?:do|can|should|would|could|to|does one|might)\b|\bwhat (?:command|steps|do i|should i|must i)\b|\bwhich (?:command|rake task|script)\b|\bsteps (?:to|for)\b|\bstep by step\b|\binstructions\b|\bis there (?:a|any) way\b|\bprocedure\b|\brecipe\b|\bany way to\b"),
    (Want.REASON, r"\bwhy\b|\bhow come\b|\bwhat(?:'s| is) the reason\b|\bwhat causes\b"),
)  # fmt: skip
COMPILED = tuple((want, re.compile(pattern, re.IGNORECASE)) for want, pattern in QUESTIONS)

NUMBER = r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|thousand|million|half|double|twice|once|single|no limit|unlimited|none|all|both|each)\b"
UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|years?|fortnight|quarters?|ms|s\b|overnight|immediately|instantly|at once)"
CLOCK = r"\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:daily|weekly|monthly|nightly|hourly|yearly|annually|every|each|once|after|before|until|when(?:ever)?|as soon as|during|morning|evening|night|noon|midnight|weekends?|january|february|march|april|may|june|july|august|september|october|november|december)\b"
ANSWERS = {
    Want.SECRET: re.compile(r"\b(?:password|passphrase|pin|key|secret|credentials?|login|code)\b", re.IGNORECASE),
    Want.MONEY: re.compile(r"[£$€]|\b(?:pounds?|euros?|dollars?|pence|free of charge|costs?|prices?|fees?|paid|pays?|budget)\b", re.IGNORECASE),
    Want.REACH: re.compile(r"\d[\d\s-]{3,}\d|\b\S+@\S+\.\w+|https?://|\bext(?:ension)?\b|\bphone\b|\be-?mails?\b", re.IGNORECASE),
    Want.DURATION: re.compile(rf"(?:{NUMBER})[\s\w-]{{0,12}}{UNIT}|\b(?:{UNIT})\b", re.IGNORECASE),
    Want.TIME: re.compile(CLOCK, re.IGNORECASE),
    Want.COUNT: re.compile(NUMBER, re.IGNORECASE),
    Want.PERSON: re.compile(r"\b[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]+\b"),
}  # fmt: skip


def want_of(question: str) -> Want:
    """The sort of answer that a question wants; the most particular that its words tell."""
    plain = question.replace("’", "'")
    return next((want for want, pattern in COMPILED if pattern.search(plain)), Want.OTHER)


def holds(want: Want, text: str) -> bool:
    """Does a text hold something of the sort? True where the sort cannot be told by looks."""
    pattern = ANSWERS.get(want)
    return pattern is None or bool(pattern.search(text))
