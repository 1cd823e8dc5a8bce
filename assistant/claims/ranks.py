"""Steps that are meant by their place in the order: "the first two", "step 3", "everybody but the last"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

COUNTS = {word: count for count, word in enumerate("one two three four five six".split(), 1)}
COUNTS |= {str(count): count for count in range(1, 7)}
PLACES = {word: place for place, word in enumerate("first second third fourth fifth sixth".split(), 1)}
PLACES |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}


def _any(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


COUNT, PLACE = _any(*COUNTS), _any(*PLACES)
PERSON = _any("one", "person", "step", "level", "name", "rung", "guy", "contact", "bloke")
PEOPLE = _any("steps", "people", "names")
LIST = _any("list", "order", "chain", "ladder")
THIS = _any("the", "that", "this", "your")
OF_THEM = _any("of them", "of these", "of those")
VERB = _any(*"has is was could had did can too said knew tried looked gave failed no drew and or already".split())
UNIT = _any("hours", "days", "minutes", "weeks", "times")

SAME = (("first couple", "first two"), ("first pair", "first two"), ("first and second", "first two"))
GROUP = re.compile(rf"\b(those|these|other|the) ({COUNT})(?: of them)?\b(?! {UNIT})")
OUT_OF = re.compile(rf"\b({COUNT}) of the {COUNT}\b|\b({_any('two', 'three', '2', '3')}) of them have\b")
FEW = re.compile(rf"\b(first|top|last|bottom) ({COUNT})\b")
AT_PLACE = re.compile(
    rf"\b(?:({PLACE}) {_any(PERSON, 'on', 'in')}"
    rf"|the ({PLACE})(?! (?!{VERB})\w)"
    rf"|{_any('number', 'step', 'level', 'no', 'person')} ({_any(COUNT, PLACE)}))\b"
)
STRETCH = re.compile(
    rf"\b{_any('steps', 'levels', 'numbers', 'people')} ({COUNT})(?: {_any('and', 'to', 'through')} ({COUNT}))?\b"
)
DONE = _any("done", "did", "tried", "asked", "exhausted", "been to", "been through", "spoken to", "been up")
NUMBERED = re.compile(rf"^(?:{DONE} |to |through )?({COUNT}) {_any('and', 'to', 'through')} ({COUNT})\b(?! {UNIT})")
ALL_BUT_LAST = re.compile(
    r"\b(?:all|everybody|all of them|all of those) (?:but|except|bar|apart from) (?:for )?the last\b"
)
LAST = re.compile(rf"(?<!at )\bthe {_any('last', 'final', 'top')}(?: {PERSON})?\b|\b{_any('last', 'final')} {PERSON}\b")
NEXT = re.compile(
    r"\b" + _any(
        r"next (?:one|person|step|name|in line|up|on the list|level|rung)",
        r"that (?:person|one|step|guy|name|contact)",
        r"the (?:same person|one you|person you|next)",
        r"(?:tried|did|done) (?:that|those|this)",
    ) + r"\b"
)  # fmt: skip
AROUND_HERE = rf"(?! (?:i|we)\b)(?! (?:on|in|at|from|here|around)\b(?! {THIS} (?:\w+ )?{LIST}))"
ALL = re.compile(
    r"\b" + _any(
        rf"everybody{AROUND_HERE}|everybody (?:on|in) (?:it|there)",
        rf"(?:nobody|anybody) (?:on|in) {THIS} (?:\w+ )?{LIST}",
        rf"(?:all|none|any|each|not one) {OF_THEM}",
        rf"(?:all|none|any) of the {COUNT}",
        rf"all (?:the (?:{PEOPLE}|others)|(?:those|these) {PEOPLE}|{COUNT}|your|shrugged|failed|tried|done|asked|said)",
        rf"(?:the )?(?:whole|entire|full|complete) (?:escalation )?(?:lot|{LIST})",
        rf"the (?:lot|{LIST})",
        r"each (?:one|person)|each in turn|them all|they all|they (?:are|were|have|had) all",
        r"every (?:(?:single |last )?one|step|person|name)",
        rf"to the (?:very )?(?:top|end) of (?:the|that) {LIST}",
        rf"{COUNT} out of {COUNT}",
        r"(?<!it )(?<!that )(?<!this )(?<!at )(?<!after )(?<!for )(?<!is )(?<!are )all",
    ) + r"\b(?! (?:of )?(?:us|my|our)\b)"
)  # fmt: skip
# "Everybody has had a go": whoever that is; "asked everybody" means those whom one is to ask.
WHOEVER = re.compile(r"\beverybody (?:'s|has|have|had|is|was|said|could|can|drew|gave|knew|knows|did|\w+ed)\b")
BUT = re.compile(
    r"\b(?:but|except|except for|bar|barring|apart from|other than|save|minus)((?: (?:for|the|and|@\d+))+)"
)
UP_TO = re.compile(r"\b(?:up to|up through|before|below|under)((?: (?:the|@\d+))+)")
LIST_WORDS = frozenset("list chain order ladder".split())
# Without one of these no place is meant.
SIGNS = LIST_WORDS | frozenset(COUNTS) | frozenset(PLACES) | frozenset(
    """
    top last bottom final next that those this same you person everybody nobody anybody all none any each every lot end
    """.split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Places:
    """What places are counted in: the ``steps``, those ``done``, the one ``due``, and groups ``spoken`` of before."""

    steps: tuple[str, ...]
    done: tuple[str, ...]
    due: str | None
    spoken: tuple[tuple[str, ...], ...]

    @property
    def nobody(self) -> bool:
        """Was nobody of the steps spoken of yet?"""
        return self.due is None and not self.done and not any(self.spoken)


def ranked(text: str, places: Places, left_out: Sequence[str]) -> tuple[str, ...]:
    """The steps that a text means by their places; ``left_out`` are those behind a "but" or an "up to"."""
    if SIGNS.isdisjoint(text.split()):
        return ()
    for said, same in SAME:
        text = text.replace(said, same)
    return _counted(text, places.steps) or _pointed_at(text, places) or _all(text, places, left_out)


def tells_exceptions(text: str) -> bool:
    """ "Everybody but @2", "all up to @2"."""
    return "@" in text and bool(ALL.search(text)) and bool(BUT.search(text) or UP_TO.search(text))


def exceptions(text: str) -> list[int]:
    """The numbers of the mentions that stand behind a "but" or an "up to"."""
    found = BUT.search(text) or UP_TO.search(text)
    return [int(mark) for mark in re.findall(r"@(\d+)", found[1])] if found else []


def _counted(text: str, steps: tuple[str, ...]) -> tuple[str, ...]:
    """ "All but the last", "two of the three", "the first two", "steps 1 to 3", "number two"."""
    if ALL_BUT_LAST.search(text):
        return steps[:-1]
    if found := OUT_OF.search(text):
        return steps[: COUNTS[found[1] or found[2]]]
    if found := FEW.search(text):
        count = COUNTS[found[2]]
        return steps[:count] if found[1] in {"first", "top"} else steps[-count:]
    if found := STRETCH.search(text) or NUMBERED.search(text):
        first = COUNTS[found[1]]
        return steps[first - 1 : COUNTS[found[2]] if found[2] else first]
    return tuple(step for found in AT_PLACE.finditer(text) for step in _at(found, steps))


def _at(found: re.Match[str], steps: tuple[str, ...]) -> tuple[str, ...]:
    said = found[1] or found[2] or found[3]
    place = PLACES.get(said) or COUNTS[said]
    return steps[place - 1 : place]


def _pointed_at(text: str, places: Places) -> tuple[str, ...]:
    """ "Those two" of whom was just spoken, "the other two" that are left; "the next one"; "the last person"."""
    if found := GROUP.search(text):
        count = COUNTS[found[2]]
        left = tuple(step for step in places.steps if step not in (*places.done, *places.spoken[0]))
        several = (left,) if found[1] == "other" else places.spoken
        if not any(places.spoken[0] or ("?",)) and found[1] != "other":
            return ()
        return next((group for group in several if len(group) == count), () if places.nobody else places.steps[:count])
    if NEXT.search(text):
        return (places.due,) if places.due else ()
    return places.steps[-1:] if LAST.search(text) else ()


def _all(text: str, places: Places, left_out: Sequence[str]) -> tuple[str, ...]:
    """Everybody, or everybody but some; of those just named where there were several."""
    if not ALL.search(text):
        return ()
    if BUT.search(text):
        return tuple(step for step in places.steps if step not in left_out)
    if UP_TO.search(text):
        first = next((at for at, step in enumerate(places.steps) if step in left_out), len(places.steps))
        return places.steps[: first + ("up through" in text)]
    if "@" in text or places.spoken[0] == ("",) or (places.nobody and not _says_of_what(text, places.steps)):
        return ()
    of_list = not LIST_WORDS.isdisjoint(text.split())
    return places.spoken[0] if len(places.spoken[0]) > 1 and not of_list else places.steps


def _says_of_what(text: str, steps: tuple[str, ...]) -> bool:
    """Is it said of what everybody is meant: of a list, or of as many as there are steps?"""
    counted = {COUNTS[found[1]] for found in re.finditer(rf"\b(?:all|the) ({COUNT})\b", text)}
    return len(steps) in counted or not LIST_WORDS.isdisjoint(text.split())
