"""Names for rules that hold while their own words do, however the rest of the page changes."""

from __future__ import annotations

import hashlib

from assistant.words import tokens


def identity(kind: str, *words: str) -> str:
    """``kind`` and a digest of the words that make the rule what it is; markup, case and white space do not count."""
    plain = " ".join(token.folded for text in words for token in tokens(text))
    return f"{kind}-{hashlib.sha256(plain.encode()).hexdigest()[:10]}"
