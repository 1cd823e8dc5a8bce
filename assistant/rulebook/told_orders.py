"""Escalation orders told in running text: by arrows, or by "first …, failing that …, and finally …"."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rulebook.announcing import Setting, before
from assistant.rulebook.language import (
    CONTACT,
    ORDER,
    PASSING,
    POSTING,
    REACHING,
    TROUBLE,
    TURNING,
    either,
    exactly,
    pattern,
    phrases,
)
from assistant.rulebook.levels import rank, rises
from assistant.rulebook.page import Page, Sentence, sentences_of
from assistant.rulebook.people import are_contacts, is_contact
from assistant.rulebook.rules import EscalationOrder
from assistant.rulebook.steps import Step, name_of, order_of
from index.documents import Block

FAR = 130  # characters between a step and the word that leads to the next
ARROW = exactly(r"\s*(?:→|⇒|➔|➜|⟶|►|▶|»|-{1,3}>|=+>|\s>{1,2}\s)\s*")
THEN_ONLY = pattern(r"[,;] (?:and )?(?:then|next|finally|lastly|after that|failing that) ")
RUN_IN = exactly(r"[,;]? (?:and )?\(?[2-9]\) |[,;] (?:and )?[2-9]\. | [2-9]\. (?=[A-Z])")
BETWEEN = (ARROW, THEN_ONLY, RUN_IN)
FIRST_NUMBER = exactly(r"^\s*\(?1[.)] ")
COLON = exactly(r".*[:?]\s")
HEAD = exactly(r".*(?:[:?]\s|\bto\s|\bwith\s|\bfrom\s)")  # what stands before the first of some arrows' names

# What leads to the first step.
_STARTING = """
    start with, start at, starts with, starting with, begin with, begin at, begins with, beginning with,
    work up from, go up from, work your way up from
"""
STARTING = phrases(_STARTING)
_PORT = r"(?:(?:port|point) of (?:call|contact)|contact|call|person to \w+|line of \w+)"
PORT = rf"first {_PORT}[^.;?!]{{0,90}}?\s(?:is|are)(?!\w)"
FIRST_OF_ALL = r"(?:first|firstly|first of all)[,:]? (?:(?:for|to|with|by|comes) )?(?=(?:the|your|our|an?)\s)"
_DONE = "handled, dealt with, looked at, looked after, taken up, decided, settled, resolved, answered"
DONE_BY = rf"{phrases(_DONE)} (?:first )?by"
_ANY_VERB = either(TURNING, rf"{PASSING} to", POSTING, REACHING, STARTING)
FIRST = pattern(rf"(?P<verb>{FIRST_OF_ALL}|{DONE_BY}|{PORT}|{_ANY_VERB})\s*(?:first[\s,]+)?")
BEEN = pattern(r"(?:is|are|be|being|gets?|get) (?:then |first |usually |always )?$")
MACHINE = pattern(r"(?:system|server|script|bot|tool|service|software|job|app|platform|program|workflow) (?:then )?$")
BYGONE = pattern(r"\w+ed\b|told|spoke|took|went|sent|wrote|rang|saw|found|brought|got|taken|written")

# What leads from one step to the next.
_FAILING = """
    not, no, cannot, fail*, away, off, out, busy, unavailable, absent, unsure, stuck, nobody, nothing, neither,
    unable, ill, leave, engaged, silent, silence, without, unanswered, still, nowhere, vain, given up, gives up
"""
FAILING = rf"(?:n['’]t\b|{phrases(_FAILING)})"
_ONE, _IS = "(?:the|your|our)", "(?:has|have|is|are|was|did)"
UNLESS_HELPED = either(
    rf"unless\s[^,.;?!]{{2,80}},|failing {_ONE} [^,.;?!]{{2,50}},",
    rf"(?:if|when|where|should|in case)\s(?=[^,.;?!]{{0,80}}{FAILING})[^,.;?!]{{2,80}},",
    r"(?:if|when|where) (?:(?:he|she|they|it|that|this) )?(?:(?:is|are) )?(?:unavailable|absent|away|busy|out|off)\b",
    r"in (?:his|her|their|whose) absence",
    rf"only after {_ONE} [^,.;?!]{{2,60}}? {_IS} [^,.;?!]{{2,40}}?(?= (?:may|can|should|must) you\s)",
    rf"only after {_ONE} (?:[\w'’-]+ ){{1,5}}?(?={_ONE}\s)",
)
STILL_STUCK = rf"(?-i:(?=[A-Z]))(?=[^.?!]{{0,70}}{FAILING})[^.?!]{{2,70}}\?"
NEXT_WORDS = """
    then, only then, next, after that, after which, after him, after her, after them, finally, lastly,
    last of all, as a last resort, in the last resort, in the last instance, at last, ultimately, failing that,
    failing this, failing him, failing her, failing them, failing which, failing all else, in the end,
    followed by, from there, otherwise, secondly, second, thirdly, third, fourthly, before, beyond that,
    above that, or else, if not, and after, and after that, move on to, moving on to, end with, ends with, ending with
"""
_CALLED_ON = rf"(?:{_PORT}|(?:one |person )?to (?:be )?\w+)"  # "the next contact is", "the last to be called is"
ORDINAL = rf"(?:the|your) (?:second|third|fourth|next|last|final) {_CALLED_ON} (?:is|are)(?!\w)"
THEN = rf"{ORDINAL}|{UNLESS_HELPED}|{phrases(NEXT_WORDS)}|{STILL_STUCK}"
_LINK = """
    and, please, you, should, can, must, also, may, then, it, goes, come, comes, is, on, up, straight, directly,
    the next is
"""
LINK = rf"(?:{phrases(_LINK)} )*"
_AGAIN = rf"(?:(?:and )?{phrases(NEXT_WORDS)} )?"
NEXT = pattern(rf"(?<!\w)(?:{THEN})[,:]?\s*{_AGAIN}{LINK}(?:{_ANY_VERB}\s*)?(?:(?:to|with|through|by|via|from) )?")
LATER = pattern(  # "; the director is disturbed only after that"
    rf"\W*(?:and )?(?P<name>{_ONE} [^,.;?!]{{2,60}}?) (?:is|are|may be|should be|can be) (?:\w+ )?"
    r"(?:only )?(?:then|next|last|after that|as a last resort)(?=[,.;]|$)"
)
TO_SOMETHING = pattern(r"(?:to|with|through|via) $")
RUNG = pattern(r"\s*,?\s*(?:and (?:on )?)?(?:through|via|to|up to|over) ")
_AFTER_NAME = """
    first, and, or, who, whom, which, that, if, when, where, by, before, instead, about, through, then,
    until, but, so, because, via, as, with, to, in this, in that, in the, at once, on the phone, every
"""
# What somebody is turned to for; "the authorised person for gases" is called so.
_FOR_WHAT = """
    help, advice, approval, guidance, support, assistance, information, instructions, clearance, sign-off, permission,
    the, a, an, your, our, his, her, their, it, this, that, any, some, more, further, all, everything, anything
"""
FOR = rf"for (?={phrases(_FOR_WHAT)}|\w+ing\b)"
NAME_END = pattern(rf"[,;.!?:()](?:\s|$)|\s[(–—-]|\s{phrases(_AFTER_NAME)}|\s{FOR}|\son \d")


# What stands between enumerated names, before the first, and behind the last.
COMMA = pattern(r"[,;]\s*(?:and )?(?:(?:then|finally|lastly) )?| and (?:then |finally )?")
PREPOSITION = pattern(r"^\s*(?:,\s*)?(?:(?:is|are) )?(?:to|with|through|via|by) ")
ORDER_BEHIND = pattern(r",? (?:always |and )?(?:strictly )?in (?:that|this|the given) (?:order|sequence)\W*$")

_RANKED_NAME = r"(?P<name>(?:the|our|your|an?)\s(?:[\w'’-]+\s){1,7}?)(?:(?:is|are) (?:\w+ )?)?"
RANKED = pattern(
    rf"(?:^|[,;]\s*(?:and )?|\sand\s){_RANKED_NAME}(?P<rank>first|second|third|fourth|fifth|last)(?=[,;.]|$|\sand\s)"
)


def arrow_orders(page: Page) -> Iterator[EscalationOrder]:
    """ "Whom to tell if nobody answers: planner → control → harbour master"; also ", then" or "(2)" between them."""
    for at, block in page.told():
        between = next((form for form in BETWEEN if form.search(block.text)), None)
        sentences = sentences_of(block) if between else ()
        for number, sentence in enumerate(sentences):
            assert between is not None
            parts = between.split(sentence.text)
            head = (HEAD if between is ARROW else COLON).match(parts[0])
            start = head.end() if head else 0
            if between is not ARROW and FIRST.search(sentence.text, start):
                continue  # told with a verb, and read there
            names = [name_of(FIRST_NUMBER.sub("", part)) for part in (parts[0][start:], *parts[1:])]
            found = _arrow_setting(page, at, sentences[max(0, number - 1) : number + 1], start)
            if (
                found
                and len(names) > 1
                and (found.contacting or (found.troubled and found.announces))
                and not found.rejects
                and are_contacts(names)
            ):
                quote = page.quote_part(block, sentence.start, sentence.end)
                yield order_of(found, block.section, [Step(name, quote) for name in names])


def _arrow_setting(page: Page, at: int, sentences: tuple[Sentence, ...], start: int) -> Setting | None:
    """What stands before the names: in their own sentence, in the one before, or in the paragraph before."""
    own = sentences[-1]
    first = own if start else sentences[0]
    if first is own and not start:
        return before(page, at)
    told = own.block.text[first.start : own.start + start] if start else first.text
    return Setting(told.strip(), page.heading_text(at), page.quote_part(own.block, first.start, own.end))


def told_orders(page: Page) -> Iterator[EscalationOrder]:
    """ "Ask the partner first, failing that the counsel, and as a last resort the board"."""
    for at, block in page.told():
        if block.text.endswith(":") or not NEXT.search(block.text):
            continue
        for steps, start, end in _chains(block.text):
            found = _chain_setting(page, at, block, start, end)
            if are_contacts(steps) and (found.contacting or found.troubled) and not found.rejects:
                yield order_of(found, block.section, [Step(step, found.quote) for step in steps])


def ranked_orders(page: Page) -> Iterator[EscalationOrder]:
    """ "The foreman is called first, the site manager second and the owner third"."""
    for at, block in page.told():
        for sentence in sentences_of(block) if RANKED.search(block.text) else ():
            ranked = list(RANKED.finditer(sentence.text))
            names = [found["name"].strip() for found in ranked]
            if rises([rank(found["rank"]) for found in ranked]) and are_contacts(names):
                found = _chain_setting(page, at, block, sentence.start, sentence.end)
                if found.contacting and not found.rejects:
                    yield order_of(found, block.section, [Step(name, found.quote) for name in names])


def enumerated_orders(page: Page) -> Iterator[EscalationOrder]:
    """ "Contact, in this order: the lead, the manager, the director"; "escalate through A, B and C, in that order"."""
    for at, block in page.told():
        for sentence in sentences_of(block) if ORDER.search(block.text) else ():
            names = _enumerated(sentence.text)
            if len(names) > 1 and are_contacts(names):
                found = _chain_setting(page, at, block, sentence.start, sentence.end)
                if (found.contacting or TROUBLE.search(sentence.text)) and not found.rejects:
                    yield order_of(found, block.section, [Step(name, found.quote) for name in names])


def _enumerated(text: str) -> list[str]:
    """The names that a sentence enumerates in an order, none where any of them is no contact."""
    order = ORDER.search(text)
    if order is None:
        return []
    behind = ORDER_BEHIND.search(text)
    colon = text.rfind(": ", order.end())
    if colon >= 0 and (CONTACT.search(text[:colon]) or TROUBLE.search(text[:colon])):
        start, end = colon + 2, len(text)
    elif behind and (first := FIRST.search(text)):
        start, end = _last_verb(text, first.end(), behind.start()), behind.start()
    else:
        heads = CONTACT.search(text[: order.end()]) or TROUBLE.search(text[: order.end()])
        start, end = (order.end(), len(text)) if heads else (0, 0)
    names = [PREPOSITION.sub("", name).strip(" .,;:") for name in COMMA.split(text[start:end])]
    names = [name for name in names if name]
    return names if all(map(is_contact, names)) else []


def _last_verb(text: str, start: int, end: int) -> int:
    """Where the last verb of contacting before ``end`` ends."""
    return max([start, *(found.end() for found in FIRST.finditer(text, start, end))])


def _chains(text: str) -> Iterator[tuple[list[str], int, int]]:
    """The chains of names in a text, each with where it begins and ends."""
    at = 0
    while found := FIRST.search(text, at):
        at = found.end()
        verb = found["verb"]
        if (
            BYGONE.match(verb)
            and not verb.startswith("first")
            and not BEEN.search(text[max(0, found.start() - 30) : found.start()])
        ) or MACHINE.search(text[max(0, found.start() - 30) : found.start()]):
            continue
        name, end = _name_at(text, at)
        if not is_contact(name):
            continue
        steps, end = _continued(text, [name], end, climbing=verb.lower().endswith("from"))
        if len(steps) > 1:
            yield steps, found.start(), end
            at = end


def _continued(text: str, steps: list[str], end: int, *, climbing: bool) -> tuple[list[str], int]:
    """The steps after the first, each led to by a word such as "then"; climbing "from A through B to C" needs none."""
    while True:
        later = LATER.match(text, end)
        if later and is_contact(later["name"]):
            steps.append(later["name"])
            end = later.end()
            continue
        rung = RUNG.match(text, end) if climbing else None
        found = rung or NEXT.search(text, end, end + FAR)
        if not found:
            return steps, end
        name, after = _name_at(text, found.end())
        if not is_contact(name):
            return ([] if TO_SOMETHING.search(text, found.start(), found.end()) else steps), end
        end = after
        if name not in steps:
            steps.append(name)


def _name_at(text: str, start: int) -> tuple[str, int]:
    """The name that begins at a place, and where it ends."""
    stop = NAME_END.search(text, start)
    end = stop.start() if stop else len(text)
    return text[start:end].strip().rstrip(".,;"), end


def _chain_setting(page: Page, at: int, block: Block, start: int, end: int) -> Setting:
    """The sentences that tell a chain, with a question or a trouble told just before them."""
    sentences = sentences_of(block)
    first = max(n for n, sentence in enumerate(sentences) if sentence.start <= start)
    last = max(n for n, sentence in enumerate(sentences) if sentence.start < end)
    told = block.text[sentences[first].start : sentences[last].end]
    found = Setting(told, "", page.quote_part(block, sentences[first].start, sentences[last].end))
    if first and (sentences[first - 1].text.endswith("?") or not found.troubled):
        first -= 1
    told = block.text[sentences[first].start : sentences[last].end]
    return Setting(told, page.heading_text(at), page.quote_part(block, sentences[first].start, sentences[last].end))
