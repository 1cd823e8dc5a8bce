"""Roundabout denials, said straight: "it's not as if @0 had any idea", "was @0 any help? of course not"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.claims.lexicon import ADVICE, OPENERS, SETS

DENYING = (
    ("not", "supposing"),
    ("not", "like"),
    ("can", "not", "say"),
    ("could", "not", "say"),
    ("would", "not", "say"),
    ("can", "not", "claim"),
    ("can", "not", "pretend"),
    ("not", "exactly"),
)
CLEFT = {("is", "what"), ("was", "what"), ("'s", "what"), ("is", "how"), ("was", "how")}
WHO = {("who",), ("guess", "who"), ("want", "to", "know", "who"), ("know", "who"), ("you", "know", "who")}
BEFORE = OPENERS | frozenset("it is was i we am that".split())
CARRIES_NOT = frozenset("had has have was is were could did 's".split())
NEGATIVE = frozenset("no not never nothing none nobody".split())
HELP = frozenset(SETS["KNOW"].split()) | frozenset(SETS["ANSWER"].split())
WHAT = {
    ("guess", "what"),
    ("what", "did"),
    ("know", "what"),
    ("you", "know", "what"),
    ("want", "to", "know", "what"),
    ("what",),
}
SAID = frozenset("said say told me us came come up with had have to offer did do gave give suggest suggested".split())
NAUGHT = frozenset("nothing no nope dunno zilch nada nowt zip nil".split())
AT_A_LOSS = frozenset("stumped clueless baffled useless hopeless nothing zilch nada nowt".split())
NOTHING = (
    ("did", "he", "hell"),
    ("did", "she", "hell"),
    ("did", "they", "hell"),
    ("of", "course", "not"),
    ("not", "in", "the", "slightest"),
    ("not", "at", "all"),
    ("not", "a", "bit"),
    ("did", "he", "heck"),
    ("did", "she", "heck"),
    ("did", "they", "heck"),
    ("no",),
    ("nope",),
    ("nah",),
    ("not", "really"),
    ("not", "remotely"),
    ("nothing",),
)


def straight(words: Sequence[str]) -> Sequence[str]:
    """The words of a sentence, with a denial of all of it put where it belongs: "@0 had not any idea"."""
    cleft = _cleft(words)
    if cleft:
        return cleft
    for lead in DENYING:
        at = next((at for at in range(len(words) - len(lead)) if tuple(words[at : at + len(lead)]) == lead), None)
        if at is None or not set(words[:at]) <= BEFORE:
            continue
        rest = words[at + len(lead) :]
        if rest[0][0] == "@" and len(rest) > 1 and not NEGATIVE & set(rest):
            carried = 2 if rest[1] in CARRIES_NOT else 1
            return (*rest[:carried], "not", *rest[carried:])
    return words


def _cleft(words: Sequence[str]) -> Sequence[str] | None:
    """ "Stumped is what @0 was" is "@0 was stumped"."""
    for at in range(1, len(words) - 2):
        if tuple(words[at : at + 2]) in CLEFT and words[at + 2][0] == "@":
            told = [word for word in words[:at] if word not in {",", "-", "that"}]
            return (words[at + 2], "was", *told) if told and not any(word[0] == "@" for word in told) else None
    return None


def answered(asked: Sequence[str], answer: Sequence[str]) -> tuple[str, ...] | None:
    """What a question that the person answers says: "guess what @0 said? nothing" is "@0 said nothing"."""
    asked = [word for word in asked if word not in OPENERS]
    lead = next((at for at, word in enumerate(asked) if word == "who"), -1) + 1
    names = [word for word in answer if word not in OPENERS]
    if tuple(asked[:lead]) in WHO and len(asked) > lead + 1 and names and all(word[0] == "@" for word in names):
        return (*names, *asked[lead:])
    at = next((at for at, word in enumerate(asked) if word[0] == "@"), None)
    if at is None or sum(word[0] == "@" for word in asked) > 1 or any(word[0] == "@" for word in answer):
        return None
    whether = at == 1 and asked[0] in {"did", "was", "had", "has"} and bool(HELP & set(asked[2:]))
    what = tuple(asked[:at]) in WHAT and len(asked) - at - 1 > 0 and set(asked[at + 1 :]) <= SAID
    what = what or (at == 0 and tuple(asked[1:2]) == ("'s",) and len(asked) == 3 and asked[2] in ADVICE)
    lost = len(asked) == 1 and len(answer) == 1 and answer[0] in AT_A_LOSS
    if lost or (whether and tuple(answer) in NOTHING) or (what and answer and answer[0] in NAUGHT):
        return (asked[at], "had", "no", "idea")
    return None
