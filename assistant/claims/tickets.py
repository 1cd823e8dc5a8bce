"""Claims of instructions: who told whom to escalate to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.claims.clauses import Clause, Mode, Sentence
from assistant.claims.lexicon import COLLECTIVE, OPENERS, OURS, SETS, Tag
from assistant.claims.phrases import Span
from assistant.claims.referents import Scene, meant
from assistant.claims.subjects import Kind, subject
from assistant.claims.values import Claim, ClaimKind
from assistant.names import Mention

TO_US = OURS | COLLECTIVE | frozenset(
    """
    my our to that this it should need must you again all both : please for and has have the escalate escalating not
    anything nothing so any do against
    """.split()
)  # fmt: skip
SAYING = frozenset(
    """
    said says say saying reckons reckon decided agreed want wants wanted suggested suggests recommended recommends
    insist insists insisted requested confirmed wrote decreed decree ruled rules demanded demand concluded stipulated
    dictated mandated
    """.split()
)
MATTERS = frozenset("matters helps changes counts makes relevant useful interest interests".split())
LIKING = frozenset("like rather prefer want appreciate".split())
ANOTHER = frozenset("other another different previous earlier".split())
OUR_TROUBLE = frozenset(SETS["MATTER"].split())
CONDITIONS = frozenset("if unless when once whenever until provided should".split())
IN_CASE = frozenset("if unless once until provided".split())
WISHING = frozenset("want wants wanted wish wishes hope hoping need like love prefer waiting".split())
DID = frozenset("did does do has have had".split())
WHOM = frozenset("the a an another some these those her his their your".split())
BIDDING = frozenset("tell instruct ask say advise order request point send want".split())
UNCERTAIN = frozenset("will might may would could going yet can 'll shall if whether".split())
UNSURE = frozenset("maybe perhaps possibly probably tomorrow later tonight".split())
LOT = frozenset(SETS["LOT"].split())
POLITE = frozenset("please pls kindly".split())
RULING = frozenset(
    """
    verdict answer response reply ruling decision call conclusion upshot guidance steer recommendation advice
    instruction instructions order orders word line
    """.split()
)  # fmt: skip
THEIRS = frozenset("their his her".split())
SAID_TO = {("to",), ("so",), ("i", "should"), ("we", "should"), ("do", "it"), ("do", "that")}  # what was asked before
RULES = frozenset(
    """
    : is was 's has been to that we you us it be please just now again should need must have not clear simple now
    finally in given come back
    """.split()
)  # fmt: skip
PASSIVE = frozenset("is was were been be are".split())
SKIPPED = frozenset("just now both explicitly".split())
FROM = frozenset("from of by :".split())
GAVE = frozenset("gave given got".split())
NEEDLESS = frozenset("pointless useless unnecessary needless premature futile".split())
AGAINST = frozenset("against hold holding refrain avoid forbade forbidden forbid forbids".split())
WITHDREW = frozenset("withdrawn withdrew retracted revoked rescinded".split())
CLEFT = (("them", "who"), ("they", "who"), ("her", "who"), ("him", "who"))
POINTING = frozenset("them him her that those there".split())
INSTEAD_OF = ("instead", "of")
ACCORDING_TO = (("according", "to"), ("as", "per"), ("per",), ("following",))


@dataclass(frozen=True, slots=True)
class Word:
    """The word of ``who``: what it is stands from ``start`` on; ``denied`` says that it was not given."""

    who: str
    start: int
    denied: bool = False


def instructed(sentence: Sentence, at: int, scene: Scene) -> Iterator[Claim]:
    """ "@3 told us to escalate it to @4", "told by @3 to", "on @3's instruction", "@3 never said that"."""
    clause = sentence[at]
    if not clause.asserted or _on_condition(sentence, at) or _is_of_another(clause):
        return
    silent = _silent(clause, scene)
    if silent:
        yield Claim(ClaimKind.NOT_INSTRUCTED, clause.said, silent)
        return
    waits = any("said" not in clause.words[span.start : span.end] for span in clause.all(Tag.WAITING))
    word = None if waits else bidding_word(clause, scene)
    if not word:
        return
    if word.denied or _is_not_to(clause, word.start) or _bids_not_to(_said(sentence, at), word.start):
        if word.who in scene.names.instructors or not scene.is_step(word.who):
            yield Claim(ClaimKind.NOT_INSTRUCTED, clause.said, word.who)
    elif not _is_allowed(clause, word.start):
        yield from _bidden(sentence, at, word, scene)


def _bidden(sentence: Sentence, at: int, word: Word, scene: Scene) -> Iterator[Claim]:
    """The instruction that a word is, with its target."""
    clause = sentence[at]
    if _says_to_escalate(_said(sentence, at), word.start):
        target = _target(_said(sentence, at), word, scene) or _named_elsewhere(sentence, word.who, scene)
        yield from _instruction(clause, word.who, target, scene)
    elif set(clause.words[: _first_escalating(clause)]) <= OPENERS | POLITE and ("is", "what") in pairwise(
        clause.words
    ):
        yield from _instruction(clause, word.who, _target([clause], Word(word.who, 0), scene), scene)
    elif tuple(each for each in clause.words[word.start :] if each not in OPENERS) in SAID_TO:
        targets = [name for name in scene.context.recent if not scene.is_step(name)]
        if len(targets) == 1 and not scene.names.same(targets[0], word.who):
            yield from _instruction(clause, word.who, targets[0], scene)
    elif _is_told_of(sentence, at, word.start):
        target = _target([sentence[at - 1]], Word(word.who, 0), scene)
        yield from _instruction(clause, word.who, target, scene)


def _first_escalating(clause: Clause) -> int:
    return next((span.start for span in clause.all(Tag.ESCALATE)), len(clause.words))


def _on_condition(sentence: Sentence, at: int) -> bool:
    """ "@3 said to escalate it, if it happens again", "… only if it is down at four"."""
    words = sentence[at].words
    escalate = _first_escalating(sentence[at])
    if ("in", "case") in pairwise(words) or any(
        words[place] in IN_CASE and not _is_remark(words[place:]) for place in range(escalate, len(words))
    ):
        return True
    following = sentence[at + 1] if at + 1 < len(sentence) else None
    first = following.words[0] if following else ""
    supposed = first in IN_CASE or (following is not None and following.mode is Mode.SUPPOSED and first in CONDITIONS)
    return supposed and following is not None and not _is_remark(following.words)


def is_condition(words: Sequence[str]) -> bool:
    """ "Once it is reproduced", "only if it comes back"; "if that helps" is a remark."""
    return words[0] in IN_CASE and not _is_remark(words)


def _is_of_another(clause: Clause) -> bool:
    """ "@3 told us to escalate the other one"."""
    start = _first_escalating(clause)
    return any(one in ANOTHER and two in OUR_TROUBLE | {"one"} for one, two in pairwise(clause.words[start:]))


def _is_remark(words: Sequence[str]) -> bool:
    """ "If that helps", "if it changes anything": no condition."""
    return (
        len(words) <= 6 and words[0] == "if" and words[1] in {"it", "that", "this"} and bool(MATTERS & set(words[2:4]))
    )


def _instruction(clause: Clause, who: str, target: str | None, scene: Scene) -> Iterator[Claim]:
    """An instruction; who points us at the next step only says that they could not help."""
    if not target or not scene.is_step(target):
        yield Claim(ClaimKind.INSTRUCTED, clause.said, who, target)
    elif scene.is_step(who):
        yield Claim(ClaimKind.CONSULTED, clause.said, who)


def bidding_word(clause: Clause, scene: Scene) -> Word | None:
    """The word that somebody gave us in a clause."""
    word = _colon(clause, scene) or _ruled(clause, scene) or _by(clause, scene) or _told_in(clause, scene)
    word = word or _told(clause, scene)
    return word or _told_there(clause, scene) or _on_word_of(clause, scene)


def _told_there(clause: Clause, scene: Scene) -> Word | None:
    """ "Having spoken to @3 I have been told to"."""
    words = clause.words
    for span in clause.all(Tag.TOLD):
        turned = clause.within(Tag.CONTACTED, 0, span.start) or (scene.before and scene.before.has(Tag.CONTACTED))
        passive = words[max(0, span.start - 1) : span.start] in {("been",), ("was",), ("were",)}
        who = [meant(mention, scene) for mention in clause.names(0, span.start)] or list(scene.last)
        ours = bool(OURS & set(words[max(0, span.start - 3) : span.start]))
        certain = not UNCERTAIN & set(words[: span.start])
        if turned and passive and ours and certain and len(who) == 1 and who[0] in scene.names.instructors:
            return Word(who[0], span.end, clause.within(Tag.NEGATED, 0, span.start))
    return None


def _colon(clause: Clause, scene: Scene) -> Word | None:
    """ "@3: please escalate"."""
    words = clause.words
    bids = len(words) > 2 and words[0][0] == "@" and words[1] == ":" and words[2] in {"escalate", "please", "pls"}
    return Word(meant(clause.names()[0], scene), 1) if bids else None


def _ruled(clause: Clause, scene: Scene) -> Word | None:
    """ "@3's verdict: escalate", "the word from @3 is to escalate", "(spoke to @3,) their answer was to"."""
    words = clause.words
    noun = next((at for at, word in enumerate(words) if word in RULING), None)
    if noun is None or not noun:
        return None
    end = noun + 1
    if words[noun - 1] == "'s" and noun > 1 and words[noun - 2][0] == "@":
        who: str | None = meant(clause.name_at(noun - 2), scene)
    elif words[noun - 1] in THEIRS:
        who = next((name for name in scene.last if not scene.is_step(name) or name in scene.names.instructors), None)
    elif words[end : end + 1] in {("from",), ("of",)} and clause.names(end + 1, end + 2):
        who, end = meant(clause.name_at(end + 1), scene), end + 2
    else:
        return None
    escalate = next((span.start for span in clause.all(Tag.ESCALATE) if span.start >= end), len(words))
    plain = set(words[end:escalate]) <= RULES | OURS
    first = next((word for word in words if word not in OPENERS), "")
    return Word(who, end) if who and plain and (first[0] == "@" or first in THEIRS | {"the"}) else None


def _by(clause: Clause, scene: Scene) -> Word | None:
    """ "We were told by @3 to", "as instructed by @3"."""
    words, told = clause.words, clause.all(Tag.TOLD)
    at = next((at for at, word in enumerate(words) if word == "by" and clause.names(at, at + 4)), None)
    somebody = at is not None and (words[at + 1][0] == "@" or words[at + 2] in {"on", "at", "in", "from"})
    if at is None or not somebody or not told or told[0].start >= at:
        return None
    first = told[0].start
    ours = subject(clause, first, scene).ours or words[first - 1] == "as" or words[0] in {"escalation", "escalating"}
    if not ours or UNCERTAIN & set(words[:first]):
        return None
    return Word(meant(clause.names(at + 1)[0], scene), 0, clause.within(Tag.NEGATED, 0, first))


def _told_in(clause: Clause, scene: Scene) -> Word | None:
    """ "They told me in #channel-of-3", "got told on #channel-of-3"."""
    words = clause.words
    for span in clause.all(Tag.TOLD):
        at = next((at for at in clause.places(span.end, span.end + 5) if words[at - 1] in {"in", "on", "via"}), None)
        before = set(words[: span.start])
        ours = bool({"they", "got", "been", "was"} & before) and not UNCERTAIN & before
        if at is not None and ours and not clause.names(0, span.start):
            return Word(meant(clause.name_at(at), scene), at + 1, clause.within(Tag.NEGATED, 0, span.start))
    return None


def _told(clause: Clause, scene: Scene) -> Word | None:
    """ "@3 told us", "(spoke to @3,) they said", "says @3"."""
    for span in clause.all(Tag.TOLD):
        said, before = clause.words[span.start], clause.words[: span.start]
        if said in {"says", "said", "say"} and not before and clause.names(span.end, span.end + 1):
            return Word(meant(clause.names()[0], scene), span.end + 1)
        who = _teller(clause, span, scene)
        bids = said in BIDDING and (before[-1:] in {(), (":",), ("and",)} or not clause.names(0, span.start))
        bids = bids and not ({"they", "he", "she"} | DID) & set(before)
        wished = bool(WISHING & set(before)) and bool(OURS & set(before))
        bids = bids and not (clause.joint == "and" and who in scene.doer)
        passive = bool(before) and before[-1] in PASSIVE and not said.endswith("ing")
        passive = passive and clause.words[span.end : span.end + 1] not in {("me",), ("us",)}  # "she's asked me"
        passive = passive or _is_yet_to_tell(clause, span)
        if before[-1:] == ("to",) and clause.names(0, span.start):
            continue  # "I'd give a lot for @3 to tell us"
        later = clause.words[span.end : max(_first_escalating(clause), span.end)]
        if UNSURE & set(later):
            continue
        if who and not bids and not wished and not passive and not UNCERTAIN & set(before) and _is_to_us(clause, span):
            return Word(who, span.end, clause.within(Tag.NEGATED, 0, span.start))
    return None


def _is_yet_to_tell(clause: Clause, span: Span) -> bool:
    """ "@3 say they will tell us"."""
    following = clause.words[span.end : span.end + 3]
    yet = UNCERTAIN & set(following) or ("'d" in following and not LIKING & set(clause.words[span.end : span.end + 4]))
    return bool({"they", "he", "she"} & set(following)) and bool(yet)


def _teller(clause: Clause, span: Span, scene: Scene) -> str | None:
    """Who told: named, or "they" and nobody at all, of those spoken of before."""
    found = subject(clause, span.start, scene)
    if found.kind is Kind.NAMED and (clause.names(0, span.start) or scene.last):
        return found.who[0] if found.who else None
    if clause.words[max(0, span.start - 2) : span.start] in CLEFT and len(scene.last) == 1:
        return scene.last[0]
    before = set(clause.words[: span.start])
    unsaid = clause.joint in {"and", "but"} and before <= OPENERS | DID | {"not", "never"}
    if clause.names(0, span.start) or not ({"he", "she", "they"} & before or unsaid):
        return None
    teams = tuple(name for name in scene.last if not scene.is_step(name))
    teams = tuple(sorted(teams, key=lambda name: name not in scene.names.instructors))
    recent = tuple(name for name in scene.context.recent if name in scene.names.instructors)
    return next(iter((*teams, *scene.last, *scene.context.instructed[-1:], *recent[:1])), None)


def _is_to_us(clause: Clause, span: Span) -> bool:
    following = [word for word in clause.words[span.end : span.end + 5] if word not in SKIPPED]
    whom = following[1:4] if following and following[0] in WHOM else []
    if any(word in COLLECTIVE | LOT and early in whom for early, word in pairwise(whom)):  # "told the content team"
        return False
    if clause.words[span.start] == "asked" and span.end == len(clause.words):
        return False
    return clause.words[span.start] in SAYING or not following or following[0] in TO_US


def _on_word_of(clause: Clause, scene: Scene) -> Word | None:
    """ "According to @3", "on @3's instruction", "a message from @3:", "@3 gave us the go-ahead to"."""
    words = clause.words
    for lead in ACCORDING_TO:
        if words[: len(lead)] == lead and clause.names(len(lead), len(lead) + 1):
            return Word(meant(clause.names()[0], scene), len(lead) + 1)
    if words[-3:-1] == ("according", "to") and words[-1][0] == "@":
        return Word(meant(clause.names()[-1], scene), 0)
    for span in clause.all(Tag.GO_AHEAD):
        at = _giver(clause, span)
        certain = not UNCERTAIN & set(words[: span.start]) and not clause.within(Tag.PLANNED, 0, span.start)
        certain = certain and not _is_theirs(clause, span)
        if at is not None and certain:
            none = words[max(0, span.start - 1)] == "no" or clause.within(Tag.NEGATED, 0, span.start)
            return Word(meant(clause.names(at)[0], scene), 0, none)
    return None


def _is_theirs(clause: Clause, span: Span) -> bool:
    """ "Their squad had the go-ahead"."""
    before = set(clause.words[: span.start])
    ours = clause.has(Tag.OURSELVES) or (OURS | {"our", "my"}) & before
    return bool((COLLECTIVE | LOT) & before) and not ours


def _giver(clause: Clause, span: Span) -> int | None:
    """Where the name stands of who gave a go-ahead."""
    words = clause.words
    behind = [at for at in range(span.end, min(span.end + 3, len(words))) if words[at][0] == "@"]
    if behind and words[behind[0] - 1] in FROM:
        return behind[0]
    if span.start >= 2 and words[span.start - 1] == "'s" and words[span.start - 2][0] == "@":
        return span.start - 2
    gave = clause.names(0, span.start) and GAVE & set(words[: span.start])
    return next(at for at, word in enumerate(words) if word[0] == "@") if gave else None


def _silent(clause: Clause, scene: Scene) -> str | None:
    """Who said nothing of the kind: "no word from @3", "nobody at @3 told us"."""
    changed = {"changed", "change"} & set(clause.words) and {"mind", "minds", "tune"} & set(clause.words)
    if changed or WITHDREW & set(clause.words) or ("back" in clause.words and {"taken", "took"} & set(clause.words)):
        withdrew = [meant(mention, scene) for mention in clause.names()]
        return next((name for name in withdrew if name in scene.context.instructed), None)
    for span in clause.all(Tag.UNSEEN):
        found = subject(clause, span.start, scene)
        if found.who and found.who[0] in scene.names.instructors and not scene.is_step(found.who[0]):
            return found.who[0]
    for span in clause.all(Tag.ESCALATE):
        bidden = clause.words[max(0, span.start - 2) : span.start] == ("not", "to")
        if bidden and OURS & set(clause.words[: span.start]) and scene.context.instructed:
            return scene.context.instructed[-1]
    for span in clause.all(Tag.TOLD):
        found = subject(clause, span.start, scene)
        ends = span.end == len(clause.words) and clause.within(Tag.NEGATED, 0, span.start)
        if ends and found.kind is Kind.NAMED and set(found.who) & set(scene.context.instructed):
            return found.who[0]
    for span in clause.all(Tag.SILENT):
        named = [meant(mention, scene) for mention in clause.names(span.start)]
        if named and named[0] in scene.names.instructors:
            return named[0]
    return None


def _is_not_to(clause: Clause, start: int) -> bool:
    """ "Told me not to", "said do not escalate", "said nothing about escalating"."""
    turning = (*clause.all(Tag.ESCALATE), *clause.all(Tag.CONTACTING))
    escalate = next((span.start for span in turning if span.start >= start), 0)
    following = clause.words[start : start + 6]
    if AGAINST & set(clause.words[max(0, start - 1) : escalate]):
        return True
    if escalate and NEEDLESS & set(clause.words[escalate:]):
        return True
    no_such = any(early == "no" and late in RULING | {"such"} for early, late in pairwise(following))
    return no_such or "nothing" in clause.words[start : start + 2] or clause.within(Tag.NEGATED, start, escalate)


def _bids_not_to(said: Sequence[Clause], start: int) -> bool:
    """ "(@3's verdict:) do not escalate", "(@3 told us to wait) and not to escalate"."""
    if said[0].within(Tag.ESCALATE, start, len(said[0].words)):
        return False
    bids = next((clause for clause in said[1:] if clause.has(Tag.ESCALATE)), None)
    if bids is None or bids.joint not in {":", "and", "but", ","}:
        return False
    escalate = bids.all(Tag.ESCALATE)[0].start
    denied = any(span.start < escalate and bids.words[span.start] in {"not", "never"} for span in bids.all(Tag.NEGATED))
    return denied or bids.words[max(0, escalate - 1)] == "no"


def _is_allowed(clause: Clause, start: int) -> bool:
    """ "Said we could escalate it": allowed, not told to."""
    return any(
        subject in OURS | {"you"} and may in {"could", "may", "might"}
        for subject, may in pairwise(clause.words[start : start + 4])
    )


def _said(sentence: Sentence, at: int) -> list[Clause]:
    """The clause and those behind it that may tell what was said."""
    said = [sentence[at]]
    for clause in sentence[at + 1 :]:
        if clause.joint == ";" or clause.has(Tag.TOLD):
            break
        said += [clause] if clause.asserted else []
    return said


def _says_to_escalate(said: Sequence[Clause], start: int) -> bool:
    return said[0].within(Tag.ESCALATE, start, len(said[0].words)) or any(each.has(Tag.ESCALATE) for each in said[1:])


def _is_told_of(sentence: Sentence, at: int, start: int) -> bool:
    """ "We must escalate it to @4, @3 told us"."""
    before = sentence[at - 1] if at else None
    ends = len(sentence[at].words) - start <= 3
    return ends and before is not None and before.asserted and before.has(Tag.ESCALATE)


def _named_elsewhere(sentence: Sentence, who: str, scene: Scene) -> str | None:
    """The one other team that the sentence names: "they want it with @4 and told me to do the escalating"."""
    named = {meant(mention, scene) for clause in sentence if clause.asserted for mention in _wanted(clause)}
    others = [name for name in named if not scene.is_step(name) and not scene.names.same(name, who)]
    return others[0] if len(others) == 1 else None


def _wanted(clause: Clause, start: int = 0) -> Iterator[Mention]:
    """The names but those that are ruled out: "escalate it to our supplier rather than @4"."""
    for at in clause.places(start):
        if clause.words[at - 1 : at] not in {("than",), ("not",)} and clause.words[max(0, at - 2) : at] != INSTEAD_OF:
            yield clause.name_at(at)


def _target(said: Sequence[Clause], word: Word, scene: Scene) -> str | None:
    """To whom to escalate: the first name behind the word, or the one that "them" points back to."""
    for number, clause in enumerate(said):
        for mention in _wanted(clause, 0 if number else word.start):
            if not scene.names.same(meant(mention, scene), word.who):
                return meant(mention, scene)
    if {("is", "who"), ("is", "where"), ("is", "whom")} & set(pairwise(said[0].words)) and said[0].names(0, 1):
        return meant(said[0].names()[0], scene)
    named = scene.context.named
    others = [name for name in scene.context.recent if not scene.is_step(name) and not scene.names.same(name, word.who)]
    if len(others) == 1 and any(scene.names.same(name, word.who) for name in scene.context.recent):
        return others[0]
    pointed = POINTING & set(said[0].words[word.start :]) and not scene.names.same(named, word.who)
    return named if pointed else None
