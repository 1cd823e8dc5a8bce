"""A person's own words: what they say themselves, and not what they quote, paste or put into another's mouth."""

from __future__ import annotations

import re

ROLES = r"(?:system|assistant|bot|admin|tool|developer|context|memory|log|transcript|note|state|instructions?)"
FENCE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)", re.DOTALL)
ELEMENT = re.compile(rf"<({ROLES}|user|override|instructions?|prompt)\b[^<>]{{0,100}}>[^<]{{0,1000}}(?:</\1>)?", re.IGNORECASE)
TAG = re.compile(r"<[^<>]{1,200}>")
NOTE = re.compile(r"[\[{(<]\W{0,3}(?:system|note|admin|assistant|user|override|developer mode|instruction)\b[^\])}>]{0,400}[\])}>]", re.IGNORECASE)
BRACKETED_ROLE = re.compile(rf"\[\W?{ROLES}\W?\][^\n]*", re.IGNORECASE)
SPEAKER = re.compile(r"(?:user|human|me|question|q)\s*[:>]", re.IGNORECASE)
SCRIPT = re.compile(
    rf"(?:(?<=[\n.!?;>\])*])|\A)[*#\s]{{0,8}}(?:\w+ to )?{ROLES}(?:\s(?:message|prompt|note|notice|update|override|log))?\s?(?:[:>=]|to assistant)",
    re.IGNORECASE,
)
HEADED = re.compile(r"^#{1,6}\s*(?:new\s|system|instruction|override|update)[^\n]*", re.IGNORECASE | re.MULTILINE)
QUOTED = re.compile(r"“[^”\n]{0,500}”|\"[^\"\n]{0,500}\"|(?<!\w)['‘](?:[^'’\n]|['’](?=\w)){0,500}['’](?!\w)|^\s{0,3}>[^\n]*$", re.MULTILINE)
STAGE = re.compile(r"(?<!\*)\*(?=\w)[^*\n ]{1,40}(?: [^*\n ]{1,40}){2,20}\*(?!\*)")
SHORT_QUOTE = 1  # words: those may be meant as they stand


def own_words(turn: str) -> str:
    """The person's own words of a turn: without code, quotations, and lines written as somebody else's."""
    text = HEADED.sub(" ", NOTE.sub(" ", BRACKETED_ROLE.sub(" ", ELEMENT.sub(" ", FENCE.sub(" ", turn)))))
    text = _unscripted(STAGE.sub(" ", TAG.sub(" ", text)))
    return QUOTED.sub(lambda quote: quote.group() if len(quote.group().split()) <= SHORT_QUOTE and not quote.group().lstrip().startswith(">") else " ", text)


def _unscripted(text: str) -> str:
    """Without what stands behind "Assistant:" and the like, up to the line's end or to the person's own part."""
    kept, at = [], 0
    for script in SCRIPT.finditer(text):
        if script.start() < at:
            continue
        kept.append(text[at : script.start()])
        line = text.find("\n", script.end())
        line = len(text) if line < 0 else line
        own = SPEAKER.search(text, script.end(), line)
        at = own.end() if own else line
    return "".join([*kept, text[at:]])
