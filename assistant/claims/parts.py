"""A sentence parted into clauses: where one ends and the next begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.claims.lexicon import COLLECTIVE

BOUNDARIES = frozenset(",;:()=-/")
LONGEST = 40  # words of a clause: reading one takes the square of its length
CUTS = frozenset(
    """
    but so because although though while whereas until since after before if unless when once whether considering
    """.split()
)
UNCUT_AFTER = frozenset("or and not even only everybody everything what all".split())  # "only because", "all but"
UNCUT_SO = frozenset("far that much".split())
AT_ONCE = frozenset("the just at".split())
PONDERS = frozenset("is are am 's be been still now".split())
JOINTS = frozenset("and then or nor".split())
COUNTED = frozenset("one two three four 1 2 3 4".split())
LISTING = COUNTED | frozenset(
    """
    and or nor neither both even with since because so but ok okay well either also now then : first last top bottom
    step steps number all of them the though sadly yet already today yesterday
    """.split()
)
TURNED_TO = frozenset("to with asked tried consulted contacted".split())
AFTER_A_LIST = frozenset(
    "too already ) yesterday today : on over in with from without beforehand first yet either about at".split()
)
MARKED = frozenset("failed done".split())  # "@0 ✗ @1 ✗"
OURSELVES = frozenset("i me my our we".split())
NTH = frozenset("first second third fourth others last next".split())
SUBJECTS = frozenset(
    """
    i we he she they it that this who what where which how there nobody none neither everybody somebody when why my our
    """.split()
)
VERBS = frozenset(
    """
    have has had could can did do does am are is was were will would should got drew gave no not nothing told said says
    say asked spoke tried been went got failed need want wants wanted reckons now still also then so just came looked
    took never 's 'd may might must shall sent left promised gets knew knows thinks
    """.split()
)
NOUN = ("the", "build")
STAYS = frozenset("is 's was still has will".split())
DOES = VERBS - frozenset("now still also then so just no not nothing".split())


def parts(words: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The clauses of a sentence as words, each with the word or stop that led to it."""
    part: list[str] = []
    joint = ""
    for at, word in enumerate(words):
        if not _ends(part, word, words[at + 1 : at + 1 + LONGEST]):
            if word not in BOUNDARIES or (word in ":=-" and _is_list(part)):
                part.append(":" if word in BOUNDARIES else word)
            continue
        if set(part) - JOINTS:
            yield (part[0] if part[0] in CUTS else joint), tuple(part)
        joint = word
        ours = word == "nor" and words[at + 1 : at + 2] and words[at + 1] in {"i", "we"}
        part = [] if (word in BOUNDARIES or word in JOINTS) and not ours else [word]
    if part:
        yield (part[0] if part[0] in CUTS else joint), tuple(part)


def _ends(part: Sequence[str], word: str, following: Sequence[str]) -> bool:
    """Does a part end before a word?"""
    if not part or len(part) >= LONGEST:
        return bool(part)
    if word in BOUNDARIES:
        return not _is_list(part) and not _lists_on(part, following) and not _names_them(part, word, following)
    if word[0] == "@" and len(part) == 2 and part[0][0] == "@" and part[1] in MARKED:
        return True
    if word in CUTS:
        all_but = word == "but" and list(part[-2:]) == ["of", "them"] and following[:1] == ("the",)
        set_phrase = all_but or (word == "so" and following[:1] and following[0] in UNCUT_SO) or part[-1] in UNCUT_AFTER
        ponders = word == "considering" and part[-1] in PONDERS  # "she is considering it"
        only_once = word == "once" and (not following or following[0] in BOUNDARIES or part[-1] in AT_ONCE)
        return not (set_phrase or ponders or only_once) and not (word == "before" and not following)
    if word == "now" and following:
        return following[0] in SUBJECTS or following[0][0] == "@"
    return bool(word in JOINTS and following) and _starts(part, following)


def _names_them(part: Sequence[str], word: str, following: Sequence[str]) -> bool:
    """ "Spoken to: @0, @1"."""
    return word == ":" and bool(following) and following[0][0] == "@" and part[-1] in TURNED_TO


def _is_list(part: Sequence[str]) -> bool:
    """Is a part so far nothing but names or numbers of steps?"""
    named = any(word[0] == "@" or word in COUNTED for word in part)
    return named and all(word[0] == "@" or word in LISTING for word in part)


def _lists_on(part: Sequence[str], following: Sequence[str]) -> bool:
    """Does a list of names go on ("asked @0, @1 and @2")?"""
    if part[-1][0] != "@":
        return False
    at = 0
    while at < len(following) and (following[at][0] == "@" or following[at] in JOINTS | {","}):
        at += 1
    if not any(word[0] == "@" for word in following[:at]):
        return False
    if at == len(following) or following[at] in BOUNDARIES | AFTER_A_LIST | CUTS:
        return True
    return following[at - 1] in {",", "and", "then"}


def _starts(part: Sequence[str], following: Sequence[str]) -> bool:
    """Does a clause start behind this "and"?"""
    first = following[0]
    if first[0] == "@" and following[1:2] == ("both",):
        return False
    if first[0] == "@":
        return not _is_list(part) and not (part[-1][0] == "@" and _lists_on(part, ("and", *following)))
    if first in OURSELVES and all(
        word[0] == "@" or word in COLLECTIVE | LISTING or word in {"my", "our", "me", "i", "whole"} for word in part
    ):
        return False
    another = first == "the" and following[1:2] and following[1] in NTH and not DOES.isdisjoint(following[2:4])
    thing = first in {"the", "our"} and len(following) > len(NOUN) and following[1][0] != "@" and following[2] in STAYS
    return bool(another) or bool(thing) or first in SUBJECTS or first in VERBS
