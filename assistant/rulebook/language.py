"""The English in which documents tell people whom to turn to, in what order, and where tickets go."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.documents import Block, Document


def words(*alternatives: str) -> str:
    """A pattern for any of some words; a blank in one stands for any white space."""
    return r"\b(?:" + "|".join(a.replace(" ", r"\s+") for a in alternatives) + r")\b"


def either(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


# To turn to somebody.
CONTACT = re.compile(
    words(
        r"escalat\w+", r"contact(?:s|ed|ing)?", r"consult(?:s|ed|ing)?", r"ask(?:s|ed|ing)?", r"call(?:s|ed|ing)?",
        r"phon(?:e|es|ed|ing)", r"ring(?:s|ing)?", r"pag(?:e|es|ed|ing)", r"tr(?:y|ies|ied|ying)",
        r"speak(?:s|ing)? (?:to|with)", r"talk(?:s|ing)? (?:to|with)", r"turn(?:s|ing)? to", r"go(?:es|ing)? to",
        r"rais(?:e|es|ed|ing) (?:\w+ ){0,3}(?:with|in|to)", r"tak(?:e|es|ing) (?:it|them|this|the \w+|your \w+|\w+) to",
        r"reach(?:es|ed|ing)? (?:out to)?", r"messag(?:e|es|ed|ing)", r"ping(?:s|ed|ing)?", r"notif(?:y|ies|ied)",
        r"alert(?:s|ed|ing)?", r"approach(?:es|ed|ing)?", r"get hold of", r"get in touch with", r"see", r"find",
        r"refer(?:s|red|ring)?", r"pass(?:es|ed|ing)?", r"hand(?:s|ed|ing)? (?:it )?(?:over|up|on)", r"inform(?:s|ed|ing)?",
        r"tell(?:s|ing)?", r"bring(?:s|ing)? (?:it|this|them) to", r"seek(?:s|ing)? \w+ from", r"chain of command",
        r"points? of contact", r"seek(?:s|ing)? help", r"for help", r"report(?:s|ed|ing)? (?:\w+ ){0,2}to", r"who to (?:call|ask)",
    ),
    re.IGNORECASE,
)  # fmt: skip

# One after the other.
ORDER = either([
    words(
        r"in order", r"in (?:this|that|the following|strict|the) (?:strict |exact |following )?(?:order|sequence)",
        r"in sequence", r"in turn", r"one after (?:the other|another)", r"one (?:by one|at a time)", r"order of (?:escalation|contact|preference)",
        r"escalation (?:order|path|route|chain|ladder|steps|levels|matrix)", r"chain of (?:command|escalation)",
        r"work(?:ing)? (?:your|their|our) way (?:up|down|through)", r"work(?:ing)? (?:up|down|through)", r"from (?:the )?top to bottom", r"top to bottom", r"starting (?:with|from|at)",
        r"start (?:with|at|from)", r"stop(?:ping)? (?:at|when|as soon as|once)", r"until (?:someone|somebody|one|you)",
        r"do(?:n't| not) skip", r"without skipping", r"(?:never|no) skip\w*", r"move (?:on|down|up)", r"before (?:moving|going|trying) (?:on|to)?", r"next (?:person|name|one)", r"step by step", r"whoever is next",
        r"in the order (?:given|shown|listed|below)", r"as listed", r"ladder", r"rungs?",
        r"from first to last", r"each in turn", r"tiers?", r"levels?",
    ),
])  # fmt: skip
NO_ORDER = either([
    words(
        r"no particular order", r"any order", r"in alphabetical order", r"alphabetical(?:ly)?", r"order does(?:n't| not) matter", r"no order", r"not an? (?:escalation )?order", r"not in (?:any )?order",
        r"any of (?:these|the following|them)", r"either of", r"at the same time", r"in parallel", r"whichever", r"whoever is (?:free|nearest|around)",
    ),
])  # fmt: skip
# Told of the past, or as what not to do: no instruction now.
NOT_NOW = either([
    words(
        r"used to", r"no longer", r"previously", r"formerly", r"in the past", r"until (?:19|20)\d\d", r"historically", r"was replaced", r"has been replaced",
        r"do(?:n't| not) escalate", r"bad example", r"for example, a bad", r"wrong way", r"deprecated", r"obsolete", r"withdrawn", r"before (?:19|20)\d\d", r"an earlier version",
    ),
])  # fmt: skip

# Something is wrong and does not come right by itself.
TROUBLE = re.compile(
    r"\b(?:can\s*not|can['’]t|cannot|could\s+not|couldn['’]t|unable\s+to|do(?:es)?\s+not|do(?:es)?n['’]t|won['’]t|will\s+not|fail(?:s|ed|ing|ures?)?|faults?|faulty|broken?|breakdowns?|alarms?|trouble|problems?|outages?|stuck|emergenc(?:y|ies)|goes\s+wrong|unanswered|unresolved|unwell|missing|out\s+of\s+order)\b",
    re.IGNORECASE,
)

SEQUENCE = re.compile(
    r"(?:^|(?<=[\s,;.:(–—-]))(?:and\s+)?(?:first(?:ly)?(?:\s+of\s+all)?|second(?:ly)?|third(?:ly)?|then|next|after\s+that|after\s+(?:him|her|them)|finally|lastly|last\s+of\s+all|"
    r"as\s+a\s+last\s+resort|ultimately|failing\s+(?:that|this|him|her|them|all\s+else)|if\s+(?:that|this|he|she|they|it|there)\s[^,;.]{0,60}|in\s+the\s+end|followed\s+by|start(?:ing)?\s+with|begin(?:ning)?\s+with|"
    r"only\s+then|from\s+there|otherwise)\b[,:]?\s*",
    re.IGNORECASE,
)
ARROW = re.compile(r"\s*(?:→|⇒|➔|➜|⟶|»|-+>|=+>|\s>\s)\s*")
LEVEL = re.compile(
    r"^\s*(?:(?:level|tier|line|step|stage|rung|priority|l|t|p)\s*[-#]?\s*(?P<after>\d|one|two|three|four|five|six|i{1,3}|iv|v)\b"
    r"|(?P<before>\d(?:st|nd|rd|th)|(?:first|second|third|fourth|fifth|sixth|final|last)(?:ly)?)(?:\s+(?:level|tier|line|step|stage|contact|escalation|call|point of contact|port of call))?)"
    r"\s*(?:support|contact|escalation)?\s*(?:[:.)–—|]|\s-\s)\s*",
    re.IGNORECASE,
)
LEVEL_NUMBERS = {
    **{str(n): n for n in range(1, 10)},
    **dict(zip("one two three four five six".split(), range(1, 7), strict=True)),
    **dict(zip("i ii iii iv v".split(), range(1, 6), strict=True)),
    **dict(zip("1st 2nd 3rd 4th 5th 6th".split(), range(1, 7), strict=True)),
    **dict(zip("first second third fourth fifth sixth".split(), range(1, 7), strict=True)),
    **dict(zip("firstly secondly thirdly fourthly fifthly sixthly".split(), range(1, 7), strict=True)),
    **dict.fromkeys(("final", "finally", "last", "lastly"), 99),
}

# Nouns of people and of groups of people; agentive endings are recognised beside them.
PEOPLE = frozenset(
    """lead leads head chief boss team desk group unit squad office officer manager member person people engineer developer
    architect director supervisor foreman captain officer coordinator administrator admin support helpdesk hotline
    switchboard reception owner nurse doctor matron sister consultant registrar surgeon editor producer professor dean bursar secretary
    president principal governor caretaker janitor master mate skipper buddy colleague mentor representative rep agent analyst specialist expert
    technician operator responder commander on-call oncall duty primary secondary cto ceo cio coo cfo vp sre dba guild committee board
    community crew department line staff warden marshal steward guard shift contact trustee trustees treasurer convenor chair
    dispatcher controller brewer signaller librarian teacher headteacher clerk partner vendor supplier pilot porter dev devs programmer
    directorate bureau council cabinet executive counsel lawyer accountant friend neighbour maintainer maintainers sponsor""".split()
)
AGENTIVE = re.compile(r"(?:er|or|ist|ian|man|woman|person|ess|eer|ant|head|lead|master|mate)s?$", re.IGNORECASE)
CHANNEL = re.compile(r"(?<![\w/&#])#[a-z0-9][a-z0-9_-]{1,79}")


def set_aside(document: Document, block: Block) -> bool:
    """Is this block a quotation that the document itself holds up as an example or as past?"""
    if not block.quoted:
        return False
    before = [b for b in document.blocks if b.start < block.start and not b.quoted]
    return bool(before) and bool(NOT_NOW.search(before[-1].text) or re.search(r"\bexamples?\b|\binstead of\b", before[-1].text, re.IGNORECASE))
