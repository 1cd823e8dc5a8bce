"""Secrets and personal data out of words that are kept: what looks like one is replaced by what it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

_NAMED = (  # what a secret is called, also as the end of a longer name
    r"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))(?i:pass(?:word|wd|phrase|code)?|pwd|secret|token|signature|cookie|credentials"
    r"|(?:api|access|account|private|secret|signing|encryption)[ _-]?key)"
)
_NUMBERED = (  # what a person's number is called
    r"(?i:\b(?:pin|otp|passport|(?:2fa|verification|security|one-time|sort) code|account number)(?: (?:number|no\.?))?)"
)
_KNOWN = (  # how tokens begin that can be told by it
    r"gh[pousr]_|github_pat_|glpat-|xox[a-z]-|xapp-|[srp]k[_-]|asst_|npm_|pypi-|hf_|dop_v1_|hvs\.|SG\.|ya29\.|AIza"
)
_REVISIONS = r"(?i:\b(?:commits?|revisions?|revert(?:ed)?|merged?|changeset|sha-?(?:1|256)?|digest|tree|blob)\W{1,3})"
_HEX = "[0-9A-Fa-f]{1,4}"
_DATE = r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}"

Holds = Callable[[re.Match[str]], bool]


def _always(_found: re.Match[str]) -> bool:
    return True


def _random(found: re.Match[str]) -> bool:
    """Whether small letters, capitals and digits take turns too often for words and numbers put together."""
    kinds = re.sub("[0-9]", "0", re.sub("[A-Z]", "A", re.sub("[a-z]", "a", found[0])))
    turns = sum(one + other in ("aA", "a0", "A0", "0a", "0A") for one, other in pairwise(kinds))
    return {"a", "A", "0"} <= set(kinds) and turns >= len(kinds) / 5


def _varied(found: re.Match[str]) -> bool:
    """Whether it is not one word in small letters, nor one number."""
    value = found["value"]
    return sum((any(map(str.islower, value)), any(map(str.isupper, value)), any(map(str.isdigit, value)))) > 1


def _mixed(found: re.Match[str]) -> bool:
    return any(map(str.isdigit, found["value"])) and any(map(str.isalpha, found["value"]))


def _card(found: re.Match[str]) -> bool:
    """Luhn's check of a payment card's digits."""
    digits = [int(sign) for sign in found[0] if sign.isdigit()][::-1]
    return sum(sum(divmod(digit * (1 + at % 2), 10)) for at, digit in enumerate(digits)) % 10 == 0


def _phone(found: re.Match[str]) -> bool:
    return 10 <= sum(map(str.isdigit, found[0])) <= 15


def _nameless(found: re.Match[str]) -> bool:
    """Whether no word before it says that it is something else: a revision, a version."""
    return not found["name"]


# What it is, what it looks like, and what else must hold; of what is found, all but the group ``kept`` is masked.
_KINDS: tuple[tuple[str, str, Holds], ...] = (
    ("key", r"-----BEGIN [A-Z ]*PRIVATE KEY[A-Z ]*-----(?:.*?-----END [A-Z ]*PRIVATE KEY[A-Z ]*-----|.*)", _always),
    ("password", r"(?<=://)[^\s/@]*:[^\s/@]+(?=@)", _always),
    ("secret", r"(?<=hooks\.slack\.com/services/)\S+", _always),
    (
        "secret",
        r"(?P<kept>(?i:\b(?:authorization\s*[:=]|bearer)\s+(?:bearer|basic|token|digest)?\s*))[\w.~+/=-]{8,}",
        _always,
    ),
    ("password", r"(?P<kept>(?:^|\s)-u\s+)[^\s:/]+:(?!//)\S+", _always),
    ("token", r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*", _always),
    ("token", rf"\b(?:{_KNOWN})(?P<value>[\w.-]{{10,}})", _varied),
    ("key", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b", _always),
    ("secret", rf"(?P<kept>{_NAMED}[\"']?\s*[:=]\s*)(?:\"[^\"]+\"|'[^']+'|(?![\[/$<{{*])[^\s&\"',;]+)", _always),
    ("secret", rf"(?P<kept>--{_NAMED}\s+)(?!\[)\S+", _always),
    (
        "secret",
        rf"(?P<kept>{_NAMED}(?:\s+(?:for|to|of|on)\s+\S+)?\s+(?:is|are|was)\s+)"
        r"(?:\"[^\"]+\"|'[^']+'|(?=\S*\d)[^\s#@/\[][^\s,;?]{3,})",
        _always,
    ),
    ("secret", rf"(?P<kept>{_NAMED}\s+)(?P<value>[\w!$%^&*+=~.-]{{6,}})(?=[\s,;:?]|$)", _mixed),
    ("number", rf"(?P<kept>{_NUMBERED}(?:\s*[:=]\s*|\s+(?:is\s+)?))\d[\d -]{{2,}}\d", _always),
    ("name", r"(?P<kept>(?i:\bmy name(?: is|'s|’s)\s+))[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,2}", _always),
    ("date", rf"(?P<kept>(?i:\b(?:born(?: on)?|date of birth|dob)\W+)){_DATE}", _always),
    ("email", r"[\w.+'’-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", _always),
    ("account", r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b", _always),
    ("card", r"(?<![\w.-])[2-6](?:[ -]?\d){12,18}(?![\w.-]\d)", _card),
    ("number", r"(?i:\b[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b)", _always),  # British national insurance
    ("phone", rf"(?<![\w.:#/-])(?!{_DATE})(?:\+\d|\(?0\d)(?:[ ().-]{{0,2}}\d){{8,14}}(?!\w)", _phone),
    ("phone", r"(?<![\w.#/-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])", _always),
    ("postcode", r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b", _always),
    ("address", r"(?P<name>(?i:\b(?:v|version|release)\s*))?(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}\b(?!\.\d)", _nameless),
    (
        "address",
        rf"(?<![\w:])(?=[\da-fA-F:]*\d)(?:(?:{_HEX}:){{4,7}}{_HEX}|(?:{_HEX}:){{1,6}}(?::{_HEX}){{1,6}})",
        _always,
    ),
    ("secret", r"(?<![\w+-])[\w+-]{32,}={0,2}", _random),
    ("secret", r"(?<![\w/.:+-])[\w+/-]{32,}={0,2}(?![\w/.-])", _random),
    ("secret", rf"(?P<name>{_REVISIONS})?(?<![0-9A-Za-z])(?:[A-Z]{{2}})?[0-9a-f]{{32,}}\b", _nameless),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.DOTALL), holds) for kind, pattern, holds in _KINDS)


def masked(text: str) -> str:
    """The text with ``[email]``, ``[token]`` and the like in place of what it should not have told."""
    for kind, pattern, holds in _PATTERNS:

        def told(found: re.Match[str], kind: str = kind, holds: Holds = holds) -> str:
            return f"{found.groupdict().get('kept', '')}[{kind}]" if holds(found) else found[0]

        text = pattern.sub(told, text)
    return text
