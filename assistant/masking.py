"""Secrets and personal data out of words that are kept: what looks like one is replaced by what it is."""

from __future__ import annotations

import re

_KINDS = (
    ("key", r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"),
    ("token", r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"),
    ("token", r"\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|pk_live_|sk_live_|asst_|npm_|hf_)[\w-]{10,}"),
    ("key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("password", r"(?<=://)[^\s/:@]+:[^\s/@]+(?=@)"),
    ("secret", r"(?i)(?<=\bbearer )\s*[\w.~+/=-]{8,}"),
    ("secret", r"(?i)(?:(?<=\bpassword)|(?<=\bsecret)|(?<=\btoken)|(?<=\bapi[_ -]key))(?:\s+is:?\s+|\s*[:=]\s*)\S+"),
    ("email", r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"),
    ("card", r"\b(?:\d[ -]?){12,18}\d\b"),
    ("number", r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),  # a British national insurance number
    ("phone", r"(?<![\w.])(?:\+\d{1,3}[ -]?|0)(?:\(?\d{2,5}\)?[ -]?){2,4}\d(?!\w)"),
    ("address", r"\b(?:\d{1,3}\.){3}\d{1,3}\b"),
    ("secret", r"\b(?=[\w+/-]*\d)(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])[A-Za-z0-9+/_-]{32,}={0,2}"),
    ("secret", r"\b[0-9a-f]{32,}\b"),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.DOTALL)) for kind, pattern in _KINDS)


def masked(text: str) -> str:
    """The text with ``[email]``, ``[token]`` and the like in place of what it should not have told."""
    for kind, pattern in _PATTERNS:
        text = pattern.sub(f"[{kind}]", text)
    return text
