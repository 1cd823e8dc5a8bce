"""Whether a rule tells what is asked of it.

A duty tells who does what, an order whom to turn to, an instruction when to raise a ticket and where. Anything else
of what they name (how many there are, what it costs, where it is kept) they tell only in words of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from assistant.policy.rulings import Matter
from assistant.questions import content_words
from assistant.rulebook.rules import EscalationOrder, Responsibility, Rule, TicketInstruction
from assistant.wants import Want, holds
from assistant.words import tokens
from index.lexical import terms

LITTLE, SOME = 0.27, 0.7  # the share of what is asked that a rule has to say; and where it lacks the very thing
NAME = "¬"  # stands where a name is spoken of
SHORT = 4  # letters of a word cut short, at least
SENTENCE = re.compile(r"(?<=[.?!;:])\s+|\n+|\s[-–—]\s|…|\.\.+|,\s+(?=(?:and|but|so)\b)")
ASKING = re.compile(
    r"\?|\b(?:who|whom|whose|whos|what|wot|whats|which|wich|whereabouts)\b"
    r"|(?:^|[,;:]|\band|\bbut|\bso)\W*(?:where|when|why|how)\b"
    r"|^\W*(?:(?:and|so|but|ok|hi|hello|hey|also|or|well) )*(?:is|are|was|were|am|do|does|did"
    r"|can(?!['’]?t [^iwy])|could|will|would|should|shall|has|have|had|may|any|name|list)\b",
    re.IGNORECASE,
)
TURNING_TO = re.compile(
    r"\b(?:whom?|whose|who['’]?s|whoever|anyone|anybody|someone|somebody|some1|sb|which one)\b"
    r"|\b(?:have|got|any|are there|the|with|need|find) (?:people|ppl|folks?)\b"
    r"|\b(?:people|ppl|folks?) (?:who|that|to)\b"
    r"|\b(?:which|wich|what|same|other|right|another|correct|some|is there an?) (?:\w+ ){0,2}?"
    r"(?:team|group|lot|bunch|crew|squad|desk|department|unit|channel|door|place|owner|contact|folk|people|ppl)s?\b"
    r"|\b(?:can|could|would|will|might) (?:they|you|¬)[^?]*\b(?:us|me|our|my|we|i)\b"
    r"|\b(?:a|the|another) (?:team|group) (?:for|that|who|which)\b|\bown(?:er|ing)s?\b|\bteam\W*$|\bchannel for\b"
    r"|^\W*(?:slack )?channel\b"
    r"|\bwhere (?:(?:do|can|should|would|shall|could|might|to|must|does|did) (?!they\b|the ¬|¬)"
    r"|i\b|we\b)|\b(?:bring|raise|post|ask|mention|put|take)\b[^?.]{0,20}\b(?:there|them)\b"
    r"|^\W*(?:so |ok |right )?where\W*$|(?:\b(?:whose|a|one's|is it)|['’]s) job\b|\bjob for\b"
    r"|\b(?:help|business|responsib\w+|in charge|remit|looks? after|ours|theirs)\b"
    r"|\bhow (?:do|can|would|should|could|to)\b[^?.]{0,12}\b(?:get|have|make sure|go about|reach)\b"
    r"|['’]s(?: as well| too|,? is(?:n['’]?t)? it)?\W*$",
    re.IGNORECASE,
)
BY_NAME = re.compile(
    r"\bnames? (?:of|for|pls|please)\b|\b(?:sur|first |full )names?\b|\bnames?\W*$"
    r"|\bwho(?:['’]?s| is| are)? (?:\w+ly |all )?(?:on|in|at|works? (?:in|on|for|at)|sits (?:in|on|at)) (?:the )?¬"
    r"|\bwho(?:['’]?s| is| was) (?:the |their |our )?(?!in charge|responsible|best|next|first|contact)(?:[\w-]+ ){1,3}"
    r"(?:for|of|in|at|on) (?:the )?¬"
    r"|\b(?:is|are) (?:anyone|anybody|someone|somebody|people) (?:from|in|on|at) (?:the )?¬"
    r"|\bwho(?:['’]?s| is| are) (?:their|his|her) (?!channel|next|first)\w+",
    re.IGNORECASE,
)
STANDING_IN = re.compile(
    r"\bwho (?!comes|goes|follows|precedes|is|was)\w+s(?: in)?(?: for)? (?:the |our |my )?¬", re.IGNORECASE
)
ONCE = re.compile(
    r"\b(?:who|which (?:\w+ )?(?:team|group|lot)) used to\b|\b(?:previously|formerly|originally|historically)\b"
    r"|\b(?:had|owned|ran|did|handled|managed|was|were|looked after)\b[^?.]*\bbefore\b",
    re.IGNORECASE,
)
DECIDING = re.compile(
    r"\b(?:decid|choos|chose|pick|approv|sign|authori|grant|allow|permit|agree|prioriti)\w*"
    r"(?: off)?(?: on)? (?:if|whether|which|what|who|how|when|the|an?)\b",
    re.IGNORECASE,
)
PARTS = re.compile(  # that somebody has in a thing without being responsible for it
    r"\bwho(?:['’]?s| is| are)? (?P<verb>pay(?:s|ing)?|fund(?:s|ing)?|buys?|bought|sells?|uses?|using|invented|created"
    r"|founded|built|designed|wrote|named|audit(?:s|ed)?|supplies|sponsors?|moderates?|attends?|chairs?|joined|left)\b",
    re.IGNORECASE,
)
JUDGING = re.compile(r"\b(?:decid|choos|pick|approv|sign|authori|grant|allow|permit|recommend|advis|agree|triage)\w*")
WHY = re.compile(r"^\W*(?:(?:and|so|but|ok) )*(?:why|how come)\b", re.IGNORECASE)
HOW = re.compile(r"^\W*(?:(?:and|so|but|ok) )*how (?:is|are|was|were|does|did|has|have)\b", re.IGNORECASE)
WHEN = re.compile(r"^\W*when (?:is|are|does|do|did|was|were|will) (?!i\b|we\b|you\b)", re.IGNORECASE)
WHICH = re.compile(r"\b(?:which|what) (?!does\b|do\b|is\b|are\b|was\b|did\b|to\b|if\b)\w+", re.IGNORECASE)
REASONS = re.compile(r"\b(?:because|since|due|so that|purposes?|reasons?|in order)\b", re.IGNORECASE)
CHOICE = re.compile(r"\b([\w-]+) or ([\w-]+)\b")
PHRASE = r"(?P<thing>(?:(?!(?:is|are|was|were|do|does|did|we|i|you|they|to|of|for)\b)[\w'’&+-]+ ){0,3}?[\w-]+)"
ENDS = (
    r"(?=\W*$|[?,.]|\s(?:is|are|was|were|do|does|did|has|have|had|can|could|should|would|will|must|to|for|in|on|of|at|per"
    r"|from|about|with|by|that|we|i|you|they|kept|called|and|or|over|before|after)\b)"
)
THINGS = tuple(
    re.compile(pattern.replace("~", PHRASE + ENDS), re.IGNORECASE)
    for pattern in (
        r"\b(?:which|what|wot)(?:['’]?s| is| are| was| were)? (?:the |our |your |their |a |an )?(?!(?:is|are|was"
        r"|were|do|does|did|has|have|can|could|should|would|will|must|to|if|about|happens)\b)~",
        r"\bwhere(?:['’]?s| is| are)(?: the| our| your| their| a| an)? ~",
        r"\b(?:is|are) there (?:an?|any) ~",
        r"\bhow (?:do|can|could|should|would) (?:i|we|you|one) (?P<thing>\w+)",
        r"\b(?:do|does|did) [^?.]{1,60} (?:get|have|keep|hold|own|use|take|earn|offer|need) (?:an?|any|the|some)? ?~",
        r"\b(?:do|does|did|is|are|can|will) (?:the )?¬ (?:\w+ly )?\w+ (?:an?|any|the|some|our|on|at|in)? ?~",
        r"^\W*(?!so\b|and\b|but\b)(?:the |an? |any )?~(?= (?:of|for)\b)",
    )
)
GIVEN = re.compile(
    r"\b(?:recommend|suggest|show|send|give|lend)(?: me| us)?(?: an?| some| the)? " + PHRASE + ENDS, re.IGNORECASE
)
NO_THING = frozenset("one ones thing things way point use deal matter kind sort bit part lot two names name".split())
# What people call what a rule of each kind tells.
OF_TICKETS = frozenset("system tool form place board app software ticket tickets queue category group".split())
OF_ORDERS = frozenset(
    """
    step steps order rung chain list ladder escalation escalate first second third fourth last next before after comes
    come sooner earlier later person people start begin end top
    """.split()
)
OF_DUTIES = frozenset("slack channel channels team teams group contact".split())


def tells(matter: Matter, rule: Rule) -> bool:
    """Does a rule tell what is asked?"""
    return not (_is_by_name(matter, rule) or _is_unsaid(matter, rule))


def _is_by_name(matter: Matter, rule: Rule) -> bool:
    """Is it asked who somebody is by name, who makes up a team, or who stands in for a step?"""
    words = _without_names(matter)
    return bool(BY_NAME.search(words) or (isinstance(rule, EscalationOrder) and STANDING_IN.search(words)))


def _is_unsaid(matter: Matter, rule: Rule) -> bool:
    """Is something asked that the rule has no words for?"""
    question = matter.question
    clauses = [clause for clause in SENTENCE.split(question.words) if ASKING.search(clause)]
    nameless = SENTENCE.split(_without_names(matter))
    if not clauses:
        return False
    said = _said(matter, rule)
    quoted = SENTENCE.split(question.about) if question.about != question.words else []
    if any(TURNING_TO.search(sentence) for sentence in (*nameless, *quoted)):
        told = isinstance(rule, Responsibility) or _share(matter, question.content, said) >= LITTLE
        return not told or _is_of_a_decision(matter, said)
    if any(_has(said, one) != _has(said, other) for one, other in CHOICE.findall(matter.question.words)):
        return False
    asked = [word for clause in clauses for word in content_words(clause) if not _is_named(matter, word)]
    share = _share(matter, asked, said)
    lacking = any(not _has(said, thing) for thing in _things([*clauses, *nameless]))
    lacking = (lacking and share < SOME) or any(not _has(said, thing) for thing in _last_words(GIVEN, clauses))
    symptom = isinstance(rule, Responsibility) and not question.mentions  # is told in words of its own
    lacking = lacking or (share < LITTLE and not symptom)
    return bool(asked) and (lacking or _is_unnamed(matter, rule, clauses))


def _is_unnamed(matter: Matter, rule: Rule, clauses: Iterable[str]) -> bool:
    """Is a reason or a time asked for, or how a team does something, or which one of a sort, of a rule that gives none
    and names none?"""
    told = _text(matter, rule)
    if any(WHY.search(clause) for clause in clauses):
        return not REASONS.search(told)
    if any(WHEN.search(clause) for clause in clauses):
        return not holds(Want.HOURS, told)
    if isinstance(rule, Responsibility) and any(HOW.search(clause) for clause in clauses):
        return True
    names = isinstance(rule, Responsibility) and not holds(Want.KIND, rule.duty, matter.question.words)
    return names and any(WHICH.search(clause) for clause in clauses)


def _is_of_a_decision(matter: Matter, said: Iterable[str]) -> bool:
    """Is it asked who decides, who did it once or who has another part in it, and the rule says nothing of that?"""
    words = matter.question.words
    part = PARTS.search(words)
    if part and not _has(frozenset(said), part["verb"]):
        return True
    if DECIDING.search(words) and not any(JUDGING.match(word) for word in said):
        return True
    return bool(ONCE.search(words))


def _text(matter: Matter, rule: Rule) -> str:
    """What states a rule, with all that the passages say that it stands in."""
    passages = [hit.passage for hit in matter.evidence.hits if hit.passage.quote.overlaps(rule.evidence[0])]
    return " ".join([*(quote.text for quote in rule.evidence), *(passage.text for passage in passages)])


def _said(matter: Matter, rule: Rule) -> frozenset[str]:
    """The words of a rule, and those for what a rule of its kind tells."""
    own = {token.folded for token in tokens(_text(matter, rule))}
    if isinstance(rule, TicketInstruction):
        return frozenset(own | OF_TICKETS)
    return frozenset(own | (OF_DUTIES if isinstance(rule, Responsibility) else OF_ORDERS))


def _share(matter: Matter, asked: Iterable[str], said: frozenset[str]) -> float:
    """How much of what is asked a rule has words for; rare words count more."""
    weights = {word: _weight(matter, word) for word in asked}
    held = sum(weight for word, weight in weights.items() if _has(said, word))
    return held / (sum(weights.values()) or 1.0)


def _weight(matter: Matter, word: str) -> float:
    return max((matter.edition.vocabulary.weight(term) for term in terms(word)), default=1.0)


def _has(said: frozenset[str], word: str) -> bool:
    """Is a word said, in this form or another, or cut short?"""
    stems = set(terms(word))
    return word in said or any(
        (len(word) >= SHORT and each.startswith(word)) or stems & set(terms(each)) for each in said
    )


def _is_named(matter: Matter, word: str) -> bool:
    """Is it a word of a name that the question speaks of?"""
    question = matter.question
    return any(word in content_words(question.words[m.start : m.end]) for m in question.mentions)


def _things(clauses: Iterable[str]) -> Iterator[str]:
    """What is asked for: the last word of each thing that some clauses ask to be told."""
    return chain.from_iterable(_last_words(pattern, clauses) for pattern in THINGS)


def _last_words(pattern: re.Pattern[str], clauses: Iterable[str]) -> Iterator[str]:
    for found in filter(None, map(pattern.search, clauses)):
        words = content_words(found["thing"])
        if words and words[-1] not in NO_THING:
            yield words[-1]


def _without_names(matter: Matter) -> str:
    """The question's own words with a sign in the place of each name that it speaks of."""
    words = matter.question.words
    for mention in reversed(matter.question.mentions):
        words = f"{words[: mention.start]}{NAME}{words[mention.end :]}"
    return words
