"""Claims on which tickets hang: who instructed whom to escalate, and whether an incident is going on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.claims.clauses import Clause, Mode, Sentence
from assistant.claims.lexicon import COLLECTIVE, OPENERS, OURS, PRONOUNS, Tag
from assistant.claims.phrases import Span
from assistant.claims.referents import Kind, Scene, meant, subject
from assistant.claims.values import Claim, ClaimKind

OBJECTS = OURS | COLLECTIVE | frozenset("my our to that this it should need must you explicitly again all both : just please it's for and has have the escalate escalating i'm".split())
SAYING = frozenset("said says say saying reckons reckon decided agreed want wants wanted suggested suggests recommended recommends insist insists insisted requested confirmed wrote ".split())
BIDDING = frozenset("tell instruct ask say advise order request point send want".split())
UNCERTAIN = frozenset("will might may would could going yet can 'll shall if whether".split())


def instructed(sentence: Sentence, at: int, scene: Scene) -> Iterator[Claim]:
    """ "@3 told us to escalate it to @4", "told by @3 to", "on @3's instruction", "@3 never said that"."""
    clause = sentence[at]
    if not clause.asserted:
        return
    denied = _silence(clause, scene)
    if denied:
        yield Claim(ClaimKind.NOT_INSTRUCTED, clause.said, denied)
        return
    if clause.has(Tag.WAITING):
        return
    if len(clause.words) > 2 and clause.words[0][0] == "@" and clause.words[1] == ":" and clause.words[2] in {"escalate", "please", "pls"}:
        who = meant(clause.names()[0], scene)
        yield Claim(ClaimKind.INSTRUCTED, clause.said, who, _target([clause], 1, who, scene))
        return
    found = _by(clause, scene) or _told(clause, scene) or _on_word_of(clause, scene)
    if not found:
        return
    who, start, denied_to = found
    rest = [clause]
    for each in sentence[at + 1 :]:
        if each.joint == ";" or each.has(Tag.TOLD):
            break
        rest += [each] if each.asserted else []
    if denied_to or clause.words[start : start + 1] == ("nothing",) or _not_to(clause, start):
        if who in scene.names.instructors or not scene.is_step(who):
            yield Claim(ClaimKind.NOT_INSTRUCTED, clause.said, who)
    elif _to_escalate(rest, start) or _said_afterwards(sentence, at, start):
        rest = rest if _to_escalate(rest, start) else [sentence[at - 1]]
        start = start if rest[0] is clause else 0
        target = _target(rest, start, who, scene)
        if not (target and scene.is_step(target)):
            yield Claim(ClaimKind.INSTRUCTED, clause.said, who, target)
        elif scene.is_step(who):
            yield Claim(ClaimKind.CONSULTED, clause.said, who)


def _to_escalate(rest: Sequence[Clause], start: int) -> bool:
    return any(each.within(Tag.ESCALATE, 0 if number else start, len(each.words)) for number, each in enumerate(rest))


def _said_afterwards(sentence: Sentence, at: int, start: int) -> bool:
    """ "We must escalate it to @4, @3 told us"."""
    ends = len(sentence[at].words) - start <= 2
    return ends and at > 0 and sentence[at - 1].asserted and sentence[at - 1].has(Tag.ESCALATE)



def _told(clause: Clause, scene: Scene) -> tuple[str, int, bool] | None:
    """Who told us, where the telling ends, and whether it was denied."""
    for span in clause.all(Tag.TOLD):
        inverted = clause.words[span.end : span.end + 1]
        if clause.words[span.start] in {"says", "said", "say"} and span.start == 0 and inverted and inverted[0][0] == "@":
            return meant(clause.names()[0], scene), span.end + 1, False
        found = subject(clause, span.start, scene)
        who = found.who[:1] if found.kind is Kind.NAMED and (clause.names(0, span.start) or scene.last) else _elided(clause, span, scene)
        before = clause.words[: span.start]
        if clause.words[span.start] in BIDDING and (not before or before[-1] in {":", "and"} or not clause.names(0, span.start)):
            continue
        if not who or UNCERTAIN & set(before) or not _to_us(clause, span):
            continue
        if before and before[-1] in {"is", "was", "were", "been", "be", "are"} and not clause.words[span.start].endswith("ing"):
            continue
        return who[0], span.end, clause.within(Tag.NEGATED, 0, span.start)
    return None


def _elided(clause: Clause, span: Span, scene: Scene) -> tuple[str, ...]:
    """ "they told", "… and told", of those spoken of before."""
    before = clause.words[: span.start]
    if not clause.names(0, span.start) and (set(before) & PRONOUNS - {"him", "her", "them"} or (clause.joint == "and" and set(before) <= OPENERS)):
        return tuple(name for name in scene.last if not scene.is_step(name))[:1] or scene.last[:1] or scene.context.instructed[-1:]
    return ()


def _to_us(clause: Clause, span: Span) -> bool:
    following = [word for word in clause.words[span.end : span.end + 2] if word not in {"just", "now", "both", "explicitly"}]
    return clause.words[span.start] in SAYING or not following or following[0] in OBJECTS or following[0] == "not" or following[0] in {"anything", "nothing", "so", "any", "do"}


def _by(clause: Clause, scene: Scene) -> tuple[str, int, bool] | None:
    """ "we were told by @3 to"."""
    for at, word in enumerate(clause.words[:-1]):
        if word == "by" and clause.words[at + 1][0] == "@" and clause.within(Tag.TOLD, 0, at):
            told = next(span for span in clause.all(Tag.TOLD) if span.start < at)
            found = subject(clause, told.start, scene)
            if found.kind not in {Kind.OURS, Kind.NOBODY_SAID} and clause.words[told.start - 1] != "as":
                return None
            if UNCERTAIN & set(clause.words[: told.start]):
                return None
            return meant(clause.names(at + 1)[0], scene), 0, clause.within(Tag.NEGATED, 0, told.start)
    return None


def _on_word_of(clause: Clause, scene: Scene) -> tuple[str, int, bool] | None:
    """ "on @3's instruction", "a message from @3:", "@3 gave us the go-ahead to"."""
    if clause.words[:2] == ("according", "to") and clause.words[2:3] and clause.words[2][0] == "@":
        return meant(clause.names()[0], scene), 3, False
    if clause.words[:2] == ("as", "per") and clause.words[2:3] and clause.words[2][0] == "@":
        return meant(clause.names()[0], scene), 3, False
    if clause.words[0] in {"per", "following"} and clause.words[1:2] and clause.words[1][0] == "@":
        return meant(clause.names()[0], scene), 2, False
    for span in clause.all(Tag.GO_AHEAD):
        after = [at for at in range(span.end, min(span.end + 3, len(clause.words))) if clause.words[at][0] == "@"]
        if after and clause.words[after[0] - 1] in {"from", "of", "by", ":"}:
            at = after[0]
        elif span.start >= 2 and clause.words[span.start - 1] == "'s" and clause.words[span.start - 2][0] == "@":
            at = span.start - 2
        elif clause.names(0, span.start) and {"gave", "given", "got"} & set(clause.words[: span.start]):
            at = next(i for i, word in enumerate(clause.words) if word[0] == "@")
        else:
            continue
        if not UNCERTAIN & set(clause.words[: span.start]) and not clause.within(Tag.PLANNED, 0, span.start):
            return meant(clause.names(at)[0], scene), 0, clause.within(Tag.NEGATED, 0, span.start)
    return None


def _silence(clause: Clause, scene: Scene) -> str | None:
    """Who said nothing of the kind: "no word from @3", "nobody at @3 told us"."""
    for span in clause.all(Tag.SILENT):
        named = clause.names(span.start)
        if named and meant(named[0], scene) in scene.names.instructors:
            return meant(named[0], scene)
    for span in clause.all(Tag.TOLD):
        if clause.words[0] == "nobody" and clause.names(span.end):
            continue
    return None


def _not_to(clause: Clause, start: int) -> bool:
    """ "told me not to", "said do not escalate"."""
    escalate = next((span.start for span in clause.all(Tag.ESCALATE) if span.start >= start), 0)
    return clause.within(Tag.NEGATED, start, escalate)


def _target(rest: Sequence[Clause], start: int, who: str, scene: Scene) -> str | None:
    for number, clause in enumerate(rest):
        names = [meant(mention, scene) for mention in clause.names(start if number == 0 else 0)]
        others = [name for name in names if not scene.names.same(name, who)]
        if others:
            return others[0]
    pointed = set(rest[0].words[start:]) & {"them", "him", "her", "that", "those", "there"}
    return scene.context.named if pointed and not scene.names.same(scene.context.named, who) else None


def incident(clause: Clause, scene: Scene) -> Iterator[Claim]:
    """ "there is an ongoing incident", "part of the incident", "no incident", "the incident is over"."""
    spans = clause.all(Tag.INCIDENT)
    if not spans or clause.mode is not Mode.ASSERTED or clause.has(Tag.INCIDENT_THING) and not clause.has(Tag.ONGOING):
        return
    first = spans[0].start
    negated = clause.within(Tag.NEGATED, 0, first) or bool({"no", "nothing", "any", "unrelated"} & set(clause.words[max(0, first - 6) : first]))
    over = any(span.start > first or clause.words[span.start] in {"closed", "ended", "finished", "resolved", "concluded"} for span in clause.all(Tag.OVER)) and not clause.within(Tag.NEGATED, first, len(clause.words))
    if negated or over or clause.words[first : first + 3] == ("incident", "is", "not"):
        yield Claim(ClaimKind.NO_INCIDENT, clause.said)
    elif clause.has(Tag.ONGOING, Tag.LINKED) and not clause.within(Tag.PLANNED, 0, first):
        yield Claim(ClaimKind.INCIDENT, clause.said)
