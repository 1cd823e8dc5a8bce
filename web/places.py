"""Where documents and their words are shown, and where the words of an older link stand now."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import numpy as np
from numpy.typing import NDArray

from assistant.answers import Citation
from index.documents import Document

_BASE = 0x9E3779B97F4A7C15  # odd, so that no power of it is 0 modulo 2 ** 64


def document_url(document: str) -> str:
    """Where a document is shown."""
    return f"/documents/{quote(document)}"


def cited_url(document: str, start: int, end: int, words: str = "") -> str:
    """Where a document is shown with the words between two offsets marked, also after it has changed."""
    print_of = f"&words={fingerprint(words)}" if words else ""
    return f"{document_url(document)}?start={start}&end={end}{print_of}#cited"


def citation_url(citation: Citation) -> str:
    """Where a citation's document is shown with its words marked."""
    return cited_url(citation.document, citation.start, citation.end, citation.quote)


def shared_url(citation: Citation, root: str) -> str:
    """What others are sent: the live page, which everybody has; the passage as this server shows it, if there is none.

    ``root`` is the address of this server without a ``/`` at its end.
    """
    live = web_address(citation.url)
    return live or root + citation_url(citation)


def web_address(url: str | None) -> str | None:
    """An address of the web; None where it is another, or none."""
    try:
        return url if urlsplit(url or "").scheme in ("http", "https") else None
    except ValueError:
        return None


def fingerprint(words: str) -> str:
    """Words as 16 hexadecimal digits: a polynomial of their code points, modulo 2 ** 64."""
    codes = _codes(words)
    return f"{int((codes * _powers(len(codes))).sum(dtype=np.uint64)):016x}"


def found_again(document: Document, cited: range, print_of: str) -> range | None:
    """Where words of that fingerprint, as many as were cited, stand in a document now: the nearest to where they stood.

    None where they stand there no longer. It takes one pass, however many words were cited (Rabin and Karp, 1987).
    """
    codes, length = _codes(document.text), len(cited)
    starts = len(codes) - length + 1
    if starts < 1:
        return None
    powers = _powers(len(codes))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(codes * powers, dtype=np.uint64)))
    wanted = np.uint64(int(print_of, 16)) * powers[:starts]
    places = np.flatnonzero(sums[length:] - sums[:starts] == wanted)
    if not len(places):
        return None
    nearest = int(places[np.abs(places - cited.start).argmin()])
    return range(nearest, nearest + length)


def _codes(text: str) -> NDArray[np.uint64]:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)


def _powers(count: int) -> NDArray[np.uint64]:
    """The first powers of the base, from that of 0, modulo 2 ** 64."""
    powers = np.full(count, _BASE, np.uint64)
    powers[:1] = 1
    return np.cumprod(powers, dtype=np.uint64)
