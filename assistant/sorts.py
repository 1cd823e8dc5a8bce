"""Which sorts of answer a question may want, learnt from labelled questions, and whether a sentence holds a quantity.

The estimate is a linear one over the question's vector, mixed with what the patterns of ``wants`` say where they are
surer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assistant.wants import Want, want_of


class Sort(StrEnum):
    """A sort of answer; the letters are those of the labels."""

    DURATION = "d"  # how long, how soon, how old
    TIME = "t"  # at what time, on what day, how often
    NUMBER = "n"  # how many, how large, which version, what limit
    MONEY = "m"
    PERSON = "p"  # somebody's own name
    OWNER = "o"  # which team or role, whom to ask
    KIND = "k"  # which one of a sort: its name
    WAY = "w"  # how to do it, what to do, what to type
    REASON = "r"  # why, what it means
    PLACE = "l"  # where something is, its address
    VERDICT = "y"  # yes or no
    OTHER = "x"


QUANTITIES = (Sort.DURATION, Sort.TIME, Sort.NUMBER, Sort.MONEY)
OF_WANTS = {
    Want.OWNER: Sort.OWNER,
    Want.PERSON: Sort.PERSON,
    Want.MONEY: Sort.MONEY,
    Want.DURATION: Sort.DURATION,
    Want.DATE: Sort.TIME,
    Want.TIME: Sort.TIME,
    Want.HOURS: Sort.TIME,
    Want.COUNT: Sort.NUMBER,
    Want.MEASURE: Sort.NUMBER,
    Want.REACH: Sort.PLACE,
    Want.SECRET: Sort.PLACE,
    Want.COMMAND: Sort.WAY,
    Want.KIND: Sort.KIND,
    Want.WAY: Sort.WAY,
    Want.REASON: Sort.REASON,
}
SURE = 0.7  # what a pattern counts against the learnt estimate
LESS_SURE = 0.35  # the same, where it knows only that something is to be named

SMALL = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty"
    r"|thirty|forty|fifty|sixty|ninety|hundred|thousand|million|dozen"
)
DIGITS = r"(?<![\w.#/:-])\d[\d,]*(?:\.\d+)?(?![\w]*[:/-]\w)"  # not those of a name, a path, a time or a date
AMOUNT = rf"(?:\d[\d,.]*|\b(?:{SMALL}|one|half|half an|an?|few|several|couple of)\b)"
UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|fortnights?|quarters?|nights?|ms"
    r"|milliseconds?)\b"
)
MONTH = r"(?:january|february|march|april|june|july|august|september|october|november|december|may \d|\d+ may)"
TELLS = {
    Sort.DURATION: (
        rf"{AMOUNT}(?:[\s-]+(?:\w+[\s-]+)?|){UNIT}|(?<![\w-])\d+(?:s|ms|m|h|d)\b|\bevery {UNIT}|\b(?:19|20)\d\d\b"
        r"|\b(?:daily|weekly|monthly|nightly|hourly|overnight|immediately|instantly|straight away|for ?ever"
        r"|indefinitely|permanently|fortnight)\b"
        r"|(?:ttl|time-?out|max-?age|interval|expir\w*|retention|seconds?|minutes?|hours?|days?)\W{1,4}(?:\w+\W{1,3})?\d"
    ),
    Sort.TIME: (
        rf"\b\d{{1,2}}[:.]\d\d\b|\b\d{{1,2}} ?[ap]\.?m\b|o'clock|\bmidnight\b|\bnoon\b|\b{MONTH}\b|\b(?:19|20)\d\d\b"
        r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
        r"|\b(?:daily|weekly|monthly|nightly|hourly|yearly|annually|quarterly|overnight|24/7|weekends?|weekdays?"
        r"|mornings?|afternoons?|evenings?|nights?)\b"
        rf"|\b(?:every|each|once an?|twice an?|per|in|within|times an?) (?:\w+ )?{UNIT}|{AMOUNT}[\s-]+{UNIT}"
        r"|(?:[\d*,/]+ ){4}[\d*]|(?:working|office|opening) hours|\bin[- ]hours\b|\bout[- ]of[- ]hours"
    ),
    Sort.NUMBER: (
        rf"{DIGITS}\s?%?|\b(?:{SMALL})\b|(?<!\w)\d[\d.]*(?:gb|mb|kb|tb|g|m|k|x)\b|\bv\d[\w.]*"
        r"|\b(?:unlimited|no limit|half|once|twice|single|only one|one of|at least one|per ?cent|none|zero|a third"
        r"|a quarter|(?:one|an?) (?:per|each|for each)|exactly one|just one)\b"
    ),
    Sort.MONEY: (
        r"[£$€]\s?\d|\d\s?(?:pounds?|euros?|dollars?|pence|gbp)\b|\bfree of charge\b|\bfor free\b"
        r"|\bno (?:charge|cost)\b|\bcosts? (?:nothing|about|around)\b|\bis (?:un)?paid\b|\d ?%"
    ),
}  # fmt: skip
TOLD = {sort: re.compile(pattern, re.IGNORECASE) for sort, pattern in TELLS.items()}


def sorts_of(question: str, vector: NDArray[np.float32], weights: NDArray[np.float32]) -> Mapping[Sort, float]:
    """How probable it is that a question wants each sort of answer.

    ``vector`` is the question's; ``weights`` are what was learnt: (1 + dimensions) × sorts, the intercept first.
    """
    scores = vector @ weights[1:] + weights[0]
    likely = np.exp(scores - scores.max())
    likely /= likely.sum()
    want = want_of(question)
    said = OF_WANTS.get(want)
    sure = 0.0 if said is None else LESS_SURE if want is Want.KIND else SURE
    return {sort: (1 - sure) * float(p) + sure * (sort is said) for sort, p in zip(Sort, likely, strict=True)}


def tells(quantity: Sort, text: str) -> bool:
    """Does a sentence hold a quantity of a sort?"""
    return bool(TOLD[quantity].search(text))
