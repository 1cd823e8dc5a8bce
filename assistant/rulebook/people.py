"""Names of people, of teams and of the places where they answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.rulebook.language import (
    ADDRESS,
    AGENTIVE,
    CHANNEL,
    GROUP_NOUNS,
    HONORIFIC,
    PEOPLE,
    THINGS,
    exactly,
    pattern,
    phrases,
)

LONGEST_NAME = 12  # words; what is longer tells a procedure
WORD = exactly(r"[^\W_][\w'’-]*")
QUALIFIER = exactly(r"\s(?:on|for|at|in|of|from|who|with|to|under|behind)\s|\s?\(|,\s")
NO_NAME = pattern(
    r"[\"“”=<>{}\\;?!]|(?<!\w)(?:you|that|which|is|are|was|were|will|has|have|click|select|included|only|then|not|their|its|his|her|(?-i:it)|it['’]s|there|this|next|following)(?!\w)|https?:"
)
TITLE = exactly(rf"(?<!\w){HONORIFIC} [A-Z]\w+")
ARTICLE = pattern(r"(?:the|our|your|a|an) ")
RANKED = pattern(  # a driver may be a program; a duty driver is somebody
    r"^(?:the |our |your |an? )?(?:[\w-]+ )?(?:duty|shift|case|social|care|youth|chief|head|senior|deputy|trainee) \w+$"
)
NAMED_GROUP = pattern(rf"{phrases(GROUP_NOUNS)}$")


def bare(name: str) -> str:
    """A team's name without its article and without the word "team": "The Print team" is "Print"."""
    plain = without_article(" ".join(name.split()).strip(" .,:;`"))
    return re.sub(r"\s+[Tt]eams?$", "", plain)


def without_article(name: str) -> str:
    """A name without "the" or its like: "The Night Porter" is "Night Porter"."""
    article = ARTICLE.match(name)
    return name[article.end() :] if article else name


def are_contacts(names: Sequence[str]) -> bool:
    """Do these names, two or more, denote people, teams or channels: most surely, and none surely not?"""
    sure = sum(is_contact(name) or _is_titled(name) for name in names)
    return (
        len(names) >= 2 and all(map(may_be_contact, names)) and 2 * sure >= len(names) and (len(names) > 2 or sure == 2)
    )


def _is_titled(name: str) -> bool:
    """ "The Duke", "The Under-Gardener": an article and capitals, as a post is written in a list."""
    words = without_article(name).split()
    return name[:4].lower() == "the " and len(words) <= 4 and all(word[0].isupper() for word in words)


def may_be_contact(name: str) -> bool:
    """Could a name denote somebody? It is short, and no sentence."""
    words = WORD.findall(name)
    if CHANNEL.search(name) or re.fullmatch(ADDRESS, name):
        return True
    if not 1 <= len(words) <= LONGEST_NAME or NO_NAME.search(name.split("(", maxsplit=1)[0]):
        return False
    head = _head(name)
    return bool(RANKED.search(name)) or not {part.lower() for part in (*head[:1], *head[-1:])} & THINGS


def is_contact(name: str) -> bool:
    """Does a name denote somebody, or a place where somebody answers?"""
    if CHANNEL.search(name) or re.fullmatch(ADDRESS, name) or TITLE.search(name):
        return True
    if not may_be_contact(name):
        return False
    head = _head(name)
    return any(word.lower() in PEOPLE for word in head) or bool(head and AGENTIVE.fullmatch(head[-1]))


def _head(name: str) -> list[str]:
    """The words of a name that say what it is: "the director of flight operations" is a director."""
    core = QUALIFIER.split(name.strip(), maxsplit=1)[0]
    words = WORD.findall(core)
    return [part for word in words[-1:] for part in (word, *word.split("-")) if part]


def is_group(name: str) -> bool:
    """Is a name that of a group: does it end as "team", "desk", "support" …?"""
    return bool(NAMED_GROUP.search(name))
