"""A person's own words: what they say themselves, and not what they quote, paste or put into another's mouth."""

from __future__ import annotations

import re

ROLES = r"(?:system|assistant|bot|admin|tool|developer|context|memory|log|transcript|note|state|instructions?)"
NOTES = r"(?:system|note|admin|assistant|user|override|developer mode|instruction)"
MESSAGE = r"(?:message|prompt|note|notice|update|override|log)"
LINE_START = r"(?:(?<=[\n.!?;:>\])*])|\A)"

FENCE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)", re.DOTALL)
ELEMENT = re.compile(rf"<({ROLES}|user|override|prompt)\b[^<>]{{0,100}}>[^<]{{0,1000}}(?:</\1>)?", re.IGNORECASE)
TAG = re.compile(r"<[^<>]{1,200}>")
NOTE = re.compile(rf"[\[{{(<]\W{{0,3}}{NOTES}\b[^\])}}>]{{0,400}}[\])}}>]", re.IGNORECASE)
BRACKETED_ROLE = re.compile(rf"\[\W?{ROLES}(?:\s{MESSAGE})?\W?\][^\n]*", re.IGNORECASE)
HEADED = re.compile(r"^#{1,6}\s*(?:new\s|system|instruction|override|update)[^\n]*", re.IGNORECASE | re.MULTILINE)
STATE = re.compile(r"\{[^{}]{0,400}\}|\[[^\[\]\n:=]{1,30}[:=][^\[\]]{0,300}\]")  # [tried: …], {"tried": …}
STAGE = re.compile(r"(?<!\*)\*(?=\w)[^*\n ]{1,40}(?: [^*\n ]{1,40}){2,20}\*(?!\*)")  # *as on a stage*
SCRIPT = re.compile(
    rf"{LINE_START}[*#\s]{{0,8}}(?:\w{{1,20}}(?: to |_))?{ROLES}(?:\s{MESSAGE})?\s?(?:[:>=]|to assistant)"
    r"|\b(?:system|assistant)\s?[:>]",
    re.IGNORECASE,
)
SPEAKER = re.compile(r"(?:user|human|me|question|q)\s*[:>]", re.IGNORECASE)
DOUBLE = r"“[^”\n]{0,500}”|\"[^\"\n]{0,500}\""
SINGLE = r"(?<!\w)['‘](?:[^'’\n]|['’](?=\w)){0,500}['’](?!\w)"
# A quote mark within a line: behind a stop or a word of saying, or in front of a whole sentence; "asked her > no luck"
# and "she > he > they" quote nobody.
WITHIN = (
    r"(?:(?<=[.:;!?,])|(?<=wrote)|(?<=said)|(?<=says)|(?<=back)|(?<=reply)|(?<=replied)|(?<=answered)|(?<=quote))\s?>\s[^\n]*$"
    r"|\s>\s?(?:the|our|my|we|i)\s[^\n>]*(?:n't|\bnot|\bno|\bhad|\bwas)\s[^\n>]*$"
)
QUOTED = re.compile(rf"{DOUBLE}|{SINGLE}|^\s{{0,3}}>[^\n]*$|{WITHIN}", re.MULTILINE | re.IGNORECASE)

REPLIED = re.compile(r"\b(?:said|says|(?:answer|reply|response)(?: was|\?)|was like)\s?[:,?]?\s?$", re.IGNORECASE)
TOLD = re.compile(
    r"(?:\b(?:said|says|messaged|wrote|replied|"
    r"(?:told|txt|texted|pinged|messaged|emailed|dmed|slacked) (?:us|me))\s?[:,]?|(?<!\bme)(?<!\bus):)\s?$",
    re.IGNORECASE,
)
SAID_BEHIND = re.compile(r"\s*,?\s*(?:(?:is|was|that['’]?s)\s(?:all|what)\b|said\b|says\b|wrote\b)", re.IGNORECASE)
POLITE = r"(?:(?:please|pls|just|can you|could you|yeah|ok|yes)[,\s]{1,2}){0,3}"
POLITELY = re.compile(rf"\A{POLITE}", re.IGNORECASE)
IS_QUOTED = re.compile(r"(?:\b(?:is|are|was|were|will|would)|['’](?:s|re|ll))\s$", re.IGNORECASE)
BIDDING = re.compile(rf"{POLITE}(?:escalate|raise|take|pass|hand)\b", re.IGNORECASE)
BIDDING_NOT = re.compile(r"\b(?:do not|don['’]?t|never)\s(?:escalate|raise|pass|take|hand)\b", re.IGNORECASE)
TELLS = re.compile(r"\b(?:told|said|says|instructed|asked)\b", re.IGNORECASE)
SAYS = r"said|says|replied|answered|back|(?:verdict|reply|answer|response|input|conclusion)(?: was)?|got an? \w+"
ATTRIBUTED = re.compile(rf"\b(?:{SAYS})\s?[:,]?\s?$", re.IGNORECASE)
# What somebody says who does not know.
IGNORANT = (
    r"no (?:idea|clue)|not a|dunno|(?:search|beats) me|never seen|haven['’]?t (?:a clue|seen|got)|(?:above|out of) my"
    r"|can['’]?t help|i(?:['’]ve| have)? (?:no (?:idea|clue)|not got|don['’]?t know|haven['’]?t|can['’]?t help|never)"
    r"|i(?:['’]m| am) (?:stumped|lost|baffled|out of|an? |no |not )"
)
DISCLAIMS = re.compile(rf"(?:(?:sorry|mate|hmm|huh|honestly|well|er)\W+){{0,2}}(?:{IGNORANT})", re.IGNORECASE)
SHORT = 12  # words of an instruction
LEAD = 40  # characters that tell how a quotation is meant
FEW = 3  # words: "no idea", "not a clue"

CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?"
NICK = r"(?:<\w+>|[\w.-]+\s?:)"
WRITER = rf"(?:\[{CLOCK}\]\s*{NICK}|{CLOCK}\s+{NICK}|<[\w .-]{{1,30}}>|[\w.-]+\s*[\[(]{CLOCK}[\])]:?)"
CHAT = re.compile(rf"^\s*{WRITER}[^\n]*$", re.IGNORECASE | re.MULTILINE)
HEADER = re.compile(rf"^[\w.-]+(?: [\w.-]+)?\s+{CLOCK}\s*\n[^\n]+$", re.IGNORECASE | re.MULTILINE)
TURNS = re.compile(r"^([A-Z][a-z]+): [^\n]*$", re.MULTILINE)

DIALOGUE = re.compile(rf"{LINE_START}\s?(?:user|human)\s?:", re.IGNORECASE)

MARKS = "\"'“”‘’> "
PASTED = (FENCE, STATE)
NOT_THEIRS = (ELEMENT, BRACKETED_ROLE, NOTE, HEADED, TAG, STAGE)


def own_words(turn: str) -> str:
    """The person's own words of a turn: without code, quotations, and lines written as somebody else's."""
    turn = _without_chat(turn)
    if len(DIALOGUE.findall(turn)) > 1 and SCRIPT.search(turn):
        return ""
    for pattern in (*PASTED, *NOT_THEIRS):
        turn = pattern.sub(" ", turn)
    turn = _unscripted(turn)
    return QUOTED.sub(
        lambda quote: _unquoted(
            quote, turn[max(0, quote.start() - LEAD) : quote.start()], turn[quote.end() : quote.end() + LEAD]
        ),
        turn,
    )


def about(turn: str) -> str:
    """What a turn speaks of: the person's own words and what they quote, as a page's title or an error's message."""
    for pattern in NOT_THEIRS:
        turn = pattern.sub(" ", turn)
    return QUOTED.sub(lambda quote: f" {quote.group().strip(MARKS)} ", _unscripted(turn.replace("```", " ")))


def _unquoted(quote: re.Match[str], before: str, behind: str) -> str:
    """Nothing; but a single word in quotes may be meant as it stands, and so may what somebody answered in a few."""
    if (TOLD.search(before) or SAID_BEHIND.match(behind)) and _bids(quote.group().strip(MARKS)):
        return " " + POLITELY.sub("", quote.group().strip(MARKS))
    if (
        (REPLIED.search(before) or SAID_BEHIND.match(behind))
        and 0 < len(quote.group().split()) <= FEW
        and "\n" not in quote.group()
    ):
        return " " + quote.group().strip(MARKS)
    if IS_QUOTED.search(before) and len(quote.group().split()) <= FEW + 1 and "\n" not in quote.group():
        return " " + quote.group().strip(MARKS)
    if (ATTRIBUTED.search(before) or SAID_BEHIND.match(behind)) and DISCLAIMS.match(quote.group().strip(MARKS)):
        return " no idea"
    one_word = len(quote.group().split()) == 1 and not quote.group().lstrip().startswith(">")
    return quote.group() if one_word else " "


def _bids(quote: str) -> bool:
    """Is it told in a few words to escalate, or not to?"""
    return bool(BIDDING.match(quote)) or (
        len(quote.split()) <= SHORT and bool(BIDDING_NOT.search(quote)) and not TELLS.search(quote)
    )


def _without_chat(text: str) -> str:
    """Without a conversation that is pasted in: lines headed by who wrote them, and when."""
    for pattern in (CHAT, HEADER):
        if len(pattern.findall(text)) > 1:
            text = pattern.sub(" ", text)
    speakers = TURNS.findall(text)
    return TURNS.sub(" ", text) if len(set(speakers)) > 1 and len(speakers) > len(set(speakers)) else text


def _unscripted(text: str) -> str:
    """Without what stands behind "Assistant:" and the like, up to the line's end or to the person's own part."""
    kept: list[str] = []
    at = 0
    for script in SCRIPT.finditer(text):
        if script.start() < at:
            continue
        kept.append(text[at : script.start()])
        line = text.find("\n", script.end())
        line = len(text) if line < 0 else line
        own = SPEAKER.search(text, script.end(), line)
        at = own.end() if own else line
    return "".join([*kept, text[at:]])
