"""What makes a rule the same: its name holds while its own words do, however their grammar and the page change."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from assistant.rulebook.language import ORDER_PHRASES, pattern, phrases
from assistant.words import tokens

GRAMMAR = frozenset(
    """
    a an the and or to of in on at for with by from as is are be was were been will would shall should must can may it
    its they them their you your we our this that these those also such like via through then do does has have had
    """.split()
)
_ORDERING = "first, firstly, then, next, last, lastly, finally, second, third, order, through, turn, failing"
ORDERING = pattern(phrases(f"{ORDER_PHRASES}, {_ORDERING}"))
ENDINGS = ("ing", "ies", "ied", "es", "ed", "s", "")


def identity(kind: str, *words: str) -> str:
    """``kind`` and a digest of the words that make the rule what it is; markup, case and white space do not count."""
    told = " ".join(word for text in words for word in plain(text))
    return f"{kind}-{hashlib.sha256(told.encode()).hexdigest()[:10]}"


def order_identity(scope: str, steps: Collection[str]) -> str:
    """The name of an escalation order: by when it holds, whether its steps stand in a list or in the sentence."""
    return identity("escalation", *sorted(content(condition_of(scope, steps))))


def condition_of(scope: str, steps: Collection[str]) -> str:
    """The words that introduce an order without the steps that they may tell, and without words of mere order."""
    for step in sorted(steps, key=len, reverse=True):
        scope = scope.replace(step, " ")
    return " ".join(plain(ORDERING.sub(" ", scope)))


def content(text: str) -> frozenset[str]:
    """The words of a text that carry its meaning, without their endings."""
    return frozenset(_stem(word) for word in plain(text) if word not in GRAMMAR)


def plain(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: without case, markup and white space."""
    return tuple(token.folded for token in tokens(text))


def _stem(word: str) -> str:
    ending = next(end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= min(3, len(word)))
    return word[: len(word) - len(ending)].rstrip("eiy")
