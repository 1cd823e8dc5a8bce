"""Plain words: lower case, short forms written out, a mark for each name, parted into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.names import Mention
from assistant.words import fold

TOKEN = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*|\.{2,}|[.!?…;\n]|[,:()=✗❌✅✓✔👎]|\s[-–—>]+\s|[–—]|&|/")
ENDS = frozenset(".!?…\n") | {".."}
MARKS = {"✗": "failed", "❌": "failed", "👎": "failed", "✅": "done", "✓": "done", "✔": "done"}
ABBREVIATED = re.compile(r"\b(e\.g|i\.e|incl|etc|vs|approx|mr|mrs|ms|dr)\.", re.IGNORECASE)
WRITTEN_OUT = {
    "can't": "can not", "cannot": "can not", "cant": "can not", "won't": "will not", "wont": "will not", "shan't": "shall not", "ain't": "is not", "aint": "is not",
    "i'm": "i am", "im": "i am", "ive": "i have", "weve": "we have", "let's": "let us", "lets": "let us", "gonna": "going to", "gotta": "have to",
    "wanna": "want to", "dunno": "not know", "no-one": "nobody", "noone": "nobody", "whos": "who is", "whats": "what is", "its": "it is", "thats": "that is", "theyre": "they are", "hes": "he is", "shes": "she is",
    "theres": "there is", "unable": "not able", "w": "with", "w/": "with", "cuz": "because", "cos": "because", "coz": "because", "bc": "because", "tho": "though",
    "&": "and", "+": "and", "plus": "and", "mgr": "manager", "dont": "do not", "em": "them", "incident-related": "incident related", "non-incident": "no incident", "dnt": "do not", "didn": "did not", "doesn": "does not", "yea": "yes", "k": "ok", "n": "and", "u": "you", "ur": "your", "r": "are", "everyone": "everybody", "anyone": "anybody",
    "someone": "somebody", "alright": "ok", "haven": "have not", "incl": "including", "whilst": "while", "til": "until", "till": "until", "onging": "ongoing", "couldnae": "could not", "couldn": "could not",
}  # fmt: skip
ABBREVIATED = re.compile(r"\b(e\.g|i\.e|incl|etc|vs|approx|mr|mrs|ms|dr)\.", re.IGNORECASE)
WRITTEN_OUT = {
    "can't": "can not", "cannot": "can not", "cant": "can not", "won't": "will not", "wont": "will not", "shan't": "shall not", "ain't": "is not", "aint": "is not",
    "i'm": "i am", "im": "i am", "ive": "i have", "weve": "we have", "let's": "let us", "lets": "let us", "gonna": "going to", "gotta": "have to",
    "wanna": "want to", "dunno": "not know", "no-one": "nobody", "noone": "nobody", "whos": "who is", "whats": "what is", "its": "it is", "thats": "that is", "theyre": "they are", "hes": "he is", "shes": "she is",
    "theres": "there is", "unable": "not able", "w": "with", "w/": "with", "cuz": "because", "cos": "because", "coz": "because", "bc": "because", "tho": "though",
    "&": "and", "+": "and", "plus": "and", "mgr": "manager", "dont": "do not", "em": "them", "incident-related": "incident related", "non-incident": "no incident", "dnt": "do not", "didn": "did not", "doesn": "does not", "yea": "yes", "k": "ok", "n": "and", "u": "you", "ur": "your", "r": "are", "everyone": "everybody", "anyone": "anybody",
    "someone": "somebody", "alright": "ok", "haven": "have not", "incl": "including", "whilst": "while", "til": "until", "till": "until", "onging": "ongoing", "couldnae": "could not", "couldn": "could not",
}  # fmt: skip
NEGATIVE = re.compile(r"(?:(did|do|does|have|has|had|is|are|was|were|would|could|should|must|need|might)n'?t)$")
ENDING = re.compile(r"^(.+)'(s|ve|ll|d|re|m)$")
ENDINGS = {"ve": "have", "ll": "will", "re": "are", "m": "am"}
IS_AFTER = frozenset("he she it that there who what where how everybody nobody everything nothing this which here".split())
SAID_AS_ONE = (
    (("no", "one"), ("nobody",)), (("not", "a", "soul"), ("nobody",)), (("is", "not", "that", "i", "have", "not"), ("i", "have")),
    (("if", "it", "matters"), ()), (("if", "it", "helps"), ()), (("if", "you", "must", "know"), ()), (("on", "top", "of", "that"), ("also",)),
    (("if", "only"), ("wish", "i")), (("as", "if"), ("supposing",)), (("now", "that"), ("since",)), (("given", "that"), ("since",)), (("seeing", "as"), ("since",)), (("seeing", "that"), ("since",)),
    (("not", "only"), ("also",)), (("because", "of"), ("due", "to")), (("so", "far"), ("yet",)), (("as", "well"), ("too",)), (("along", "with"), ("and",)), (("together", "with"), ("and",)), (("as", "well", "as"), ("and",)), (("followed", "by"), ("and",)),
)  # fmt: skip
DETERMINERS = frozenset("the our my a an this that both".split())


def _words(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, int]]:
    """Words and stops with their places; a determiner in front of a name goes, a mark stands for the name."""
    at = 0
    for number, mention in enumerate(mentions):
        before = list(_plain(text, at, mention.start))
        while before and before[-1][0] in DETERMINERS:
            before.pop()
        yield from before
        yield f"@{number}", mention.start
        at = mention.end
    yield from _plain(text, at, len(text))


def _plain(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    if text.startswith(("'s", "’s"), start) and start:
        yield "'s", start
        start += 2
    for found in TOKEN.finditer(text, start, end):
        word = fold(found.group()) or ("\n" if "\n" in found.group() else "-")
        word = "-" if set(word) <= set("-–—>") else ".." if set(word) <= set(".…") and len(word) > 1 else word
        for each in _written_out(MARKS.get(word, word)):
            yield each, found.start()


def _written_out(word: str) -> list[str]:
    word = word.strip("'")
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


def _split(words: Iterator[tuple[str, int]], text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Sentences as words (the stop that ends one is its last word) and as written."""
    sentence: list[str] = []
    since = 0
    for word, at in words:
        sentence.append(word)
        if word in ENDS:
            if len(sentence) > 1:
                yield _as_one(sentence), text[since : at + 1].strip()
            elif word == "?":
                pass
            sentence, since = [], at + 1
    if sentence:
        yield _as_one([*sentence, "."]), text[since:].strip()


def _as_one(words: Sequence[str]) -> tuple[str, ...]:
    """The words with set phrases that mislead replaced by a plain one."""
    kept: list[str] = []
    for word in words:
        kept.append(word)
        for phrase, plain in SAID_AS_ONE:
            if tuple(kept[-len(phrase) :]) == phrase:
                kept[-len(phrase) :] = plain
    return tuple(kept)
