"""Pages that call themselves out of date, in their front matter or near their top."""

from __future__ import annotations

import re

from index.documents import Document, Kind, Quote

LOOKED_AT = 5  # blocks at the top of a page
GONE = (
    r"(?:out[- ]of[- ]date|outdated|deprecated|obsolete|superseded|archived|retired|withdrawn"
    r"|no longer (?:maintained|used|accurate|current|valid|up to date))"
)
PAGE = (
    r"\b(?:this|these) (?:page|document|documentation|guide|guidance|article|section|runbook|note|manual|process"
    r"|information|doc|instructions)s?\b"
)
SAYS_SO = re.compile(
    rf"{PAGE}[^.!?]{{0,60}}\b{GONE}"
    rf"|^\W*{GONE}\b\W*(?:$|[:.!–-]|since\b|as of\b|page\b|document\b)"
    r"|\bhas been (?:superseded|replaced) by\b",
    re.IGNORECASE,
)
KEYS = re.compile(
    r"^(?:status|state|lifecycle|stage|deprecated|archived|obsolete|outdated|superseded(?:_by)?|out_of_date)$",
    re.IGNORECASE,
)
TRUE = re.compile(rf"^\W*(?:true|yes|{GONE})\b", re.IGNORECASE)


def stale(document: Document) -> Quote | None:
    """The words in which a document calls itself out of date; None where it does not."""
    for key, value in document.meta:
        named = KEYS.match(key) and (TRUE.match(value) or key.casefold().startswith("superseded"))
        line = re.search(rf"^{re.escape(key)}[ \t]*:.*$", document.text, re.MULTILINE) if named else None
        if line:
            return document.quote(*line.span())
    for block in [block for block in document.blocks if block.kind is not Kind.CODE][:LOOKED_AT]:
        if SAYS_SO.search(block.text):
            return document.quote(block.start, block.end)
    return None
