"""Plain words: lower case, short forms written out, a mark for each name, parted into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.claims.slips import corrected
from assistant.names import Mention
from assistant.words import fold

TOKEN = re.compile(
    r"\d{1,2}[:.]\d\d(?:\s?[AaPp][Mm])?\b|\d{1,2}\s?[AaPp][Mm]\b|[^\W_]+(?:['.-][^\W_]+)*|\.{2,}|[.!?…;\n]|[,:()=+✗❌✅✓✔👎]|\s[-–—>]+\s|[–—]|&|/"
)
SENTENCE_ENDS = frozenset(".!?…\n") | {".."}
CLOCK = re.compile(r"\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]m)?")
AT_CLOCK = frozenset("at around about".split())
DASHES, DOTS = frozenset("-–—>"), frozenset(".…")
MARKS = {"✗": "failed", "❌": "failed", "👎": "failed", "✅": "done", "✓": "done", "✔": "done"}
ABBREVIATED = re.compile(r"\b(e\.g|i\.e|incl|etc|vs|approx|mr|mrs|ms|dr)\.", re.IGNORECASE)
ON_SHIFT = re.compile(r"\([^()]{0,30}\bon (?:shift|duty|call|the rota)\b[^()]{0,20}\)", re.IGNORECASE)
SHRUG = re.compile(r"¯\\?_?\\?_?\(\s?ツ\s?\)_?/?¯|🤷\S*")
ASTERISK = re.compile(r"\A\s*\*(?=\w)(?![^\n]*\*)")  # "*the lead", which puts right what was typed before
DETERMINERS = frozenset("the our my this that both".split())
NEGATIVE = re.compile(r"(?:(did|do|does|have|has|had|is|are|was|were|would|could|should|must|need|might)n'?t)$")
ENDING = re.compile(r"^(.+)'(s|ve|ll|d|re|m)$")
ENDS_NAME = re.compile(r"['’](s|ve|ll|d|re)\b")
ENDINGS = {"ve": "have", "ll": "will", "re": "are", "m": "am"}
IS_AFTER = frozenset(
    "he she it that there who what where how everybody nobody everything nothing this which here".split()
)
WRITTEN_OUT = dict(
    pair.split("=")
    for pair in """
    can't=can not, cannot=can not, cant=can not, won't=will not, wont=will not, shan't=shall not, ain't=is not,
    aint=is not, dont=do not, dnt=do not, didn=did not, doesn=does not, couldn=could not, haven=have not, i'm=i am,
    im=i am, ive=i have, weve=we have, let's=let us, lets=let us, its=it is, thats=that is, theyre=they are, hes=he is,
    shes=she is, theres=there is, whos=who is, whats=what is, gonna=going to, gotta=have to, wanna=want to,
    dunno=not know, unable=not able, no-one=nobody, noone=nobody, everyone=everybody, anyone=anybody, someone=somebody,
    em=them, u=you, ur=your, r=are, k=ok, yea=yes, alright=ok, w=with, n=and, &=and, plus=and, mgr=manager,
    cos=because, coz=because, cuz=because, bc=because, tho=though, whilst=while, til=until, till=until,
    incl=including, thru=through, abt=about, yday=yesterday, b4=before, rn=now, ppl=people,
    coulda=could have, shoulda=should have, sumone=somebody, sum1=somebody, ne1=anybody, nvr=never, wasn=was not,
    cudnt=could not, cdnt=could not, cldnt=could not, wudnt=would not, havnt=have not, hvnt=have not,
    dint=did not, didnot=did not, couldnot=could not, tol=told, jyo=joy, lcuk=luck, +=and,
    shld=should, wld=would, cld=could, hv=have, bin=been, onging=ongoing, on-going=ongoing,
    incident-related=incident related, mid-incident=mid incident, non-incident=no incident
    """.replace("\n    ", " ")
    .strip()
    .split(", ")
)
# What only lends weight to what it stands by.
INTENSIFIERS = frozenset(
    """
    whatsoever precisely absolutely frankly bloody fucking fuckin effing freaking damn damned blooming ruddy sodding
    """.split()
)  # fmt: skip
# Set phrases that would mislead, and what they come to.
SAID_AS_ONE = tuple(
    (tuple(phrase.split()), tuple(plain.split()))
    for phrase, plain in {
        "have ask": "have asked", "no one": "nobody", "not one of": "none of",
        "sorry me again": "", "sorry , me again": "", "sorry to bother you": "", "sorry to be back": "",
        "not a soul": "nobody", "not one has": "nobody has", "not one can": "nobody can",
        "not one could": "nobody could", "not one knows": "nobody knows", "not one knew": "nobody knew",
        "off it": "done with it", "off this one": "done with this one", "off that one": "done with that one",
        "is not that i have not": "i have", "not only": "also",
        "sod all": "nothing", "bugger all": "nothing", "naff all": "nothing", "fuck all": "nothing",
        "sweet fa": "nothing",
        "jack shit": "nothing", "diddly squat": "nothing", "big fat nothing": "nothing", "exactly nothing": "nothing",
        "nothing use": "no use", "nothing help": "no help", "nothing idea": "no idea", "nothing clue": "no clue",
        "spoke 2": "spoke to", "talked 2": "talked to", "idk": "no idea", "n/a clue": "no clue",
        "please note that": "", "please note": "", "for the record": "", "for the drama": "",
        "you can close": "close", "at once": "together", "would not know where": "not know where",
        "would not know how": "not know how", "all the way up to": "all up through",
        "all the way to": "all up through",
        "in case you are wondering": "", "in case you were wondering": "", "in case you ask": "", "before you ask": "",
        "before you say it": "", "before you say": "", "do not think i have not": "i have",
        "do not think we have not": "we have", "do not say i have not": "i have", "who you told me to ask": "that one",
        "who you said to ask": "that one", "who you said": "that one", "who you told me": "that one",
        "who you named": "that one", "what we are seeing": "what we see", "what i am seeing": "what i see",
        "me 2": "me to", "us 2": "us to", "and / g": "no good",
        "no answer to be had": "no help", "make it work": "fix it", "make it go": "fix it",
        "get it to work": "fix it", "get it going": "fix it",
        "if it matters": "", "if it helps": "", "if you must know": "", "if only": "wish i", "as if": "supposing",
        "now that": "since", "given that": "since", "seeing as": "since", "seeing that": "since",
        "because of": "due to", "so far": "yet", "as well": "too", "along with": "and", "together with": "and",
        "followed by": "and", "on top of that": "also", "had to admit": "admitted",
        "would like": "wants", "had to concede": "conceded",
        "had to give up": "gave up",
        "they 'd like": "they wants", "he 'd like": "he wants", "she 'd like": "she wants",
        "had it from": "was told by", "in so many words": "", "in as many words": "",
        "up to and including": "up through", "up to and with": "up through",
    }.items()
)  # fmt: skip


def written_plainly(text: str) -> str:
    """The text without full stops of abbreviations, which end no sentence, and without a note of who is on shift."""
    text = ASTERISK.sub("I meant ", text)
    text = SHRUG.sub(" shrugged ", ON_SHIFT.sub(" ", text))
    return ABBREVIATED.sub(lambda found: found[1].replace(".", ""), text)


def plain_sentences(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Sentences as plain words, the stop that ends one its last word, and as written."""
    sentence: list[str] = []
    since = 0
    for word, at in _marked(text, mentions):
        sentence.append(word)
        if word in SENTENCE_ENDS:
            if len(sentence) > 1:
                yield _as_one(sentence), text[since : at + 1].strip()
            sentence, since = [], at + 1
    if sentence:
        yield _as_one([*sentence, "."]), text[since:].strip()


def _marked(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, int]]:
    """Words and stops with their places; "@n" stands for the nth mention and the determiner in front of it."""
    at = 0
    for number, mention in enumerate(mentions):
        before = list(_words(text, at, mention.start))
        while before and before[-1][0] in DETERMINERS:
            before.pop()
        yield from before
        yield f"@{number}", mention.start
        at = mention.end
    yield from _words(text, at, len(text))


def _words(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    joined = ENDS_NAME.match(text, start) if start else None
    if joined:
        yield ENDINGS.get(joined[1], f"'{joined[1]}"), start
        start = joined.end()
    for found in TOKEN.finditer(text, start, end):
        for word in _written_out(_stop(found.group()) or corrected(fold(found.group()))):
            yield word, found.start()


def _stop(found: str) -> str | None:
    """What a stop comes to; None for a word."""
    if found in MARKS:
        return MARKS[found]
    if found == "\n":
        return found
    if set(found.strip()) <= DASHES:
        return "-"
    return ".." if len(found) > 1 and set(found) <= DOTS else None


def _written_out(word: str) -> list[str]:
    """One word without short forms: "couldn't" is "could" and "not"."""
    if word in WRITTEN_OUT:
        return WRITTEN_OUT[word].split()
    negative = NEGATIVE.search(word)
    if negative:
        return [negative[1], "not"]
    ending = ENDING.search(word)
    if not ending:
        return [word]
    stem, short = ending.groups()
    if short == "s":
        return [WRITTEN_OUT.get(stem, stem), "is" if stem in IS_AFTER else "'s"]
    return [stem, ENDINGS.get(short, "'d")]


def _as_one(words: Sequence[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for word in words:
        if CLOCK.fullmatch(word) and not word.isdigit():
            while kept and kept[-1] in AT_CLOCK:
                kept.pop()
            continue
        if word in INTENSIFIERS:
            continue
        kept.append(word)
        for phrase, plain in SAID_AS_ONE:
            if kept[-1] == phrase[-1] and tuple(kept[-len(phrase) :]) == phrase:
                kept[-len(phrase) :] = plain
                break
    return tuple(kept)
