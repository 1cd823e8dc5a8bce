"""Words and identifiers of texts, and BM25 over them by bm25s."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray
from snowballstemmer import stemmer

from index.arrays import read_array
from index.errors import starved
from index.passages import Passage

K1, B = 1.2, 0.4  # passages are short: their length says little
ORDINALS = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th"}
VOCABULARY, PARAMETERS = "vocab.index.json", "params.index.json"  # as bm25s names what it saves
SCORES = {name: f"{name}.csc.index.npy" for name in ("data", "indices", "indptr")}
_OPENING = "([{<\"'`,;:!?|“‘«"
_CLOSING = "()]}>\"'`,;:!?|”’».*…"
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
            (numbered if any(numbered) else [[0], *numbered[1:]], numbers),  # bm25s wants one term at least
            create_empty_token=False,
            show_progress=False,
        )
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        """The index as saved; ValueError where the folder holds none."""
        index = bm25s.BM25(k1=K1, b=B)
        index.nonoccurrence_array = None  # of other kinds of BM25
        try:
            index.vocab_dict = json.loads((folder / VOCABULARY).read_bytes())
            index.unique_token_ids_set = set(index.vocab_dict.values())
            index.scores = {name: read_array(folder / file) for name, file in SCORES.items()}
            index.scores["num_docs"] = json.loads((folder / PARAMETERS).read_bytes())["num_docs"]
        except (OSError, EOFError, KeyError, TypeError, AttributeError) as error:
            if isinstance(error, OSError) and starved(error):
                raise
            raise ValueError(f"{folder.name} holds no lexical index") from error
        return cls(index)

    def save(self, folder: Path) -> None:
        """Write it as files of a folder."""
        self._index.save(folder, allow_pickle=False, show_progress=False)

    def __len__(self) -> int:
        return int(self._index.scores["num_docs"])

    def shares(self, query: Sequence[str]) -> NDArray[np.float32]:
        """For each text the share of a query that it holds, 0 to 1: its BM25 score out of the most that the query's
        terms can give; a term that no text has counts as the rarest."""
        known = self._index.get_tokens_ids([term for term in query if term])
        if not known:
            return np.zeros(len(self), dtype=np.float32)
        most = sum(self._weight(term) for term in query)
        return np.asarray(self._index.get_scores_from_ids(known) / most, dtype=np.float32)

    def best(self, query: Sequence[str], limit: int) -> tuple[tuple[int, float], ...]:
        """Positions and shares of the ``limit`` best texts that have a term of the query, best first."""
        shares = self.shares(query)
        found = np.flatnonzero(shares > 0)
        order = found[np.lexsort((found, -shares[found]))][:limit]
        return tuple((int(position), float(shares[position])) for position in order)

    def holding(self, query: Sequence[str]) -> tuple[int, ...]:
        """Positions of the texts that have every term of the query."""
        postings = [self._posting(term) for term in dict.fromkeys(query)]
        return tuple(int(position) for position in reduce(np.intersect1d, postings)) if postings else ()

    def holders(self, term: str) -> int:
        """How many texts have a term."""
        start, end = self._span(term)
        return end - start

    def _posting(self, term: str) -> NDArray[np.int32]:
        start, end = self._span(term)
        return np.asarray(self._index.scores["indices"][start:end], dtype=np.int32)

    def _span(self, term: str) -> tuple[int, int]:
        """Where the posting of a term starts and ends among all of them."""
        number = self._index.vocab_dict.get(term) if term else None
        if number is None:
            return 0, 0
        start, end = self._index.scores["indptr"][number : number + 2].tolist()
        return start, end

    def _weight(self, term: str) -> float:
        """The most that one term can add to a score: its inverse document frequency, as Lucene counts it."""
        held = self.holders(term)
        return math.log(1 + (len(self) - held + 0.5) / (held + 0.5))


@lru_cache(maxsize=32_768)  # one build after the other asks for much the same
def passage_terms(passage: Passage) -> Sequence[str]:
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
    joined = [bare for bare in map(bare, _SET_APART.sub(" ", text).split()) if is_joined(bare)]
    return tuple(dict.fromkeys(name for name in (*apart, *joined) if name))


def fold(text: str) -> str:
    """The text in lower case, without accents, its white space folded and its apostrophes straight."""
    if text.isascii():
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())


def _chunk_terms(chunk: str) -> Iterator[str]:
    whole = bare(chunk)
    if is_joined(whole):
        yield fold(whole)
    for part in _PART.findall(_APOSTROPHE.sub("", fold(whole))):
        yield _stem(ORDINALS.get(part, part))


def bare(chunk: str) -> str:
    """A word without the punctuation about it; what may belong to a name (``#``, ``*``, ``-``, ``/``) stays."""
    return chunk.lstrip(_OPENING).rstrip(_CLOSING)


def is_joined(word: str) -> bool:
    """Whether a word is more than one run of letters and digits: then it may name something to the letter."""
    word = _APOSTROPHE.sub("", word)
    return bool(_PART.search(word)) and not _PART.fullmatch(word)


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    return str(stemmer("english").stemWord(word))  # one for each word: a stemmer is not safe between threads
