"""Words and identifiers of texts, and BM25 over them by bm25s."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import bm25s
import numpy as np
from snowballstemmer import stemmer

from index.passages import Passage

K1, B = 1.5, 0.75
ORDINALS = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th"}
_OPENING = "([{<\"'`,;:!?|“‘«"
_CLOSING = ")]}>\"'`,;:!?|”’».*…"
_PART = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['’](?:s\b)?")
_SET_APART = re.compile(r"`([^`]+)`|\"([^\"]+)\"|“([^”]+)”")


@dataclass(frozen=True, slots=True)
class Lexical:
    """The terms of a generation's passages, in the passages' order, ranked by BM25."""

    _index: bm25s.BM25

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> Lexical:
        """The index of texts given as terms; a term that counts more is given more often."""
        numbers = {"": 0}
        numbered = [[numbers.setdefault(term, len(numbers)) for term in text] for text in texts]
        index = bm25s.BM25(k1=K1, b=B)
        index.index(
            (numbered if any(numbered) else [[0]], numbers),  # bm25s wants one term at least
            create_empty_token=False,
            show_progress=False,
        )
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        """The index as saved; ValueError where the folder holds none."""
        try:
            return cls(bm25s.BM25.load(folder, allow_pickle=False, show_progress=False))
        except (OSError, EOFError, KeyError, TypeError) as error:
            raise ValueError(f"{folder.name} holds no lexical index") from error

    def save(self, folder: Path) -> None:
        """Write it as files of a folder."""
        self._index.save(folder, allow_pickle=False, show_progress=False)

    def best(self, query: Sequence[str], limit: int) -> tuple[tuple[int, float], ...]:
        """Positions and scores of the ``limit`` best texts that share a term with the query, best first."""
        known = self._index.get_tokens_ids([term for term in query if term])
        if not known:
            return ()
        scores = self._index.get_scores_from_ids(known)
        found = np.flatnonzero(scores > 0)
        order = found[np.lexsort((found, -scores[found]))][:limit]
        return tuple((int(position), float(scores[position])) for position in order)


def passage_terms(passage: Passage) -> list[str]:
    """What a passage is found by: its own words, and those that introduce it."""
    return [
        *terms(passage.text),
        *terms(passage.introduction),
        *terms(passage.title),
        *terms(" ".join(passage.section)),
    ]


def terms(text: str) -> list[str]:
    """The terms of a text: its words stemmed, and every identifier whole as well as in parts."""
    return [term for chunk in text.split() for term in _chunk_terms(chunk)]


def identifiers(text: str) -> tuple[str, ...]:
    """What a text names to the letter, as written: what it sets in back-ticks or quotes, then its joined words
    such as ``#channel``, ``foo_bar``, ``--flag`` or ``a/b``."""
    apart = [next(filter(None, groups)).strip() for groups in _SET_APART.findall(text)]
    joined = [bare for bare in map(_bare, _SET_APART.sub(" ", text).split()) if _is_joined(bare)]
    return tuple(dict.fromkeys(name for name in (*apart, *joined) if name))


def fold(text: str) -> str:
    """The text in lower case, without accents, its white space folded and its apostrophes straight."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())


def _chunk_terms(chunk: str) -> Iterator[str]:
    whole = _bare(chunk)
    if _is_joined(whole):
        yield fold(whole)
    for part in _PART.findall(_APOSTROPHE.sub("", fold(whole))):
        yield _stem(ORDINALS.get(part, part))


def _bare(chunk: str) -> str:
    return chunk.lstrip(_OPENING).rstrip(_CLOSING)


def _is_joined(word: str) -> bool:
    """Whether a word is more than one run of letters and digits: then it may name something to the letter."""
    word = _APOSTROPHE.sub("", word)
    return bool(_PART.search(word)) and not _PART.fullmatch(word)


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return str(stemmer("english").stemWord(word))  # one for each word: a stemmer is not safe between threads
