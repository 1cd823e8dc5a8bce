"""How much of a document is quoted for a passage: the sentences that answer, with what they cannot be read without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.documents import Block, Document, Kind, Markup, Quote
from index.lexical import terms
from index.passages import Hit, Passage

LONGEST = 600  # characters of one quote, commands and what a sentence introduces apart
LONGEST_WHOLE = 1_200  # characters of a command or of a list with its introduction
MOST_SENTENCES = 4


def extent(
    document: Document, hit: Hit, hits: Sequence[Hit], asked: Sequence[str], apart: Sequence[Quote] = ()
) -> Quote:
    """What is quoted for a hit: with the list or code that it introduces, and with its neighbours where they are hits
    too, unless they stand ``apart``, the best hit with those that stand in its headed section anyway; of a long passage
    the sentences that hold most of the terms asked for."""
    passage = hit.passage
    at = _block_at(document, passage.quote.start)
    start, end = _whole(document, at, passage)
    if end == passage.quote.end and end - start > (LONGEST_WHOLE if passage.kind is Kind.CODE else LONGEST):
        return document.quote(*_best_sentences(passage, asked))
    return document.quote(*_with_neighbours(document, at, (start, end), hits, apart, best=hit == hits[0]))


def says_nothing(document: Document, passage: Passage) -> bool:
    """Is a passage only an image or only a link?"""
    block = document.blocks[_block_at(document, passage.quote.start)]
    linked = {n for mark in block.marks if mark.markup is Markup.LINK for n in range(mark.start, mark.end)}
    return block.kind is not Kind.ROW and not any(
        character.isalnum() for n, character in enumerate(block.text) if n not in linked
    )


def _block_at(document: Document, offset: int) -> int:
    return next(n for n, block in enumerate(document.blocks) if block.start <= offset < block.end)


def _whole(document: Document, at: int, passage: Passage) -> tuple[int, int]:
    """Where a passage stands with as much of what it introduces as may be quoted."""
    start, end = passage.quote.start, passage.quote.end
    introduced = _introduced(document, at) if passage.text.rstrip().endswith(":") else ()
    return start, max((each for each in introduced if each - start <= LONGEST_WHOLE), default=end)


def _introduced(document: Document, at: int) -> Iterator[int]:
    """Where the blocks end that a block introduces, one after the other."""
    for number, block in enumerate(document.blocks[at + 1 :], at + 1):
        if at not in block.leads and not (number == at + 1 and block.kind is Kind.CODE):
            return
        yield block.end


def _with_neighbours(
    document: Document, at: int, place: tuple[int, int], hits: Sequence[Hit], apart: Sequence[Quote], *, best: bool
) -> tuple[int, int]:
    """A place grown by the blocks about it in its section, as long as they were found too, do not stand apart, and all
    is short."""
    barred = [quote for quote in apart if quote.document == document.path]
    found = [hit.passage.quote for hit in hits if hit.passage.document == document.path]
    section = document.blocks[at].section
    anyway = best and bool(section)
    start, end = place
    after = (block for block in document.blocks[at + 1 :] if block.start >= place[1])
    for beside in (after, reversed(document.blocks[:at])):
        for block in beside:
            wider = min(start, block.start), max(end, block.end)
            if block.section != section or wider[1] - wider[0] > LONGEST:
                break
            if not (anyway or _is_found(block, found)) or block.kind is Kind.HEADING or _is_found(block, barred):
                break
            start, end = wider
    return start, end


def _is_found(block: Block, found: Sequence[Quote]) -> bool:
    return block.kind is not Kind.HEADING and any(q.start < block.end and block.start < q.end for q in found)


def _best_sentences(passage: Passage, asked: Sequence[str]) -> tuple[int, int]:
    """The run of at most four sentences, as long as a quote may be, that holds most of the terms asked for."""
    runs = [
        (first.start, last.end)
        for n, first in enumerate(passage.sentences)
        for last in passage.sentences[n : n + MOST_SENTENCES]
        if last.end - first.start <= LONGEST
    ]
    whole = passage.quote

    def held(run: tuple[int, int]) -> tuple[int, int]:
        words = set(terms(whole.text[run[0] - whole.start : run[1] - whole.start]))
        return len(words & set(asked)), run[1] - run[0]

    return max(runs, key=held, default=(whole.start, min(whole.end, whole.start + LONGEST)))
