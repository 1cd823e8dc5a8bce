"""Claims of instructions given rather than told of: "@3 popped in: escalate it to @4", "we are to escalate it"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.claims.clauses import Clause, Mode
from assistant.claims.lexicon import OPENERS, OURS, Tag
from assistant.claims.referents import Scene, meant, owns
from assistant.claims.tickets import is_condition
from assistant.claims.values import Claim, ClaimKind

POLITE = frozenset("please pls kindly just now asap".split())
LEADS_TO = frozenset(": = -".split())
SAYING = frozenset("say says said saying".split())
WISHING = frozenset("want wants like for need needs hoping hope wish expecting".split())
BE = frozenset("am are is was were".split())
NEEDS = frozenset("needs need".split())
PASSING = frozenset("escalating passing raising handing sending referring taking logging moving".split())
UNCERTAIN = frozenset("will might may would could should can if whether unless when until once waiting".split())
BEEN_TOLD = {(been, told) for been in ("been", "got", "was", "were") for told in ("told", "instructed", "asked")}
THEY = frozenset("he she they".split())
SAYS_SO = {(who, says) for who in THEY for says in ("say", "says", "said", "reckons")}
BEFOREHAND = 3  # clauses back in which somebody may have been named who says it


def directed(told: Sequence[tuple[Clause, Scene]], claims: Sequence[Claim]) -> Iterator[Claim]:
    """An instruction by the documented instructor of whom the turn speaks, where no reader found one told of."""
    if any(claim.kind in {ClaimKind.INSTRUCTED, ClaimKind.NOT_INSTRUCTED} for claim in claims):
        return
    for at, (clause, scene) in enumerate(told):
        start = _bidden(clause, told[at - 1][0] if at else None)
        following = told[at + 1][0] if at + 1 < len(told) else None
        if start is None or (following and is_condition(following.words)):
            continue
        target = next((meant(mention, scene) for mention in clause.names(start)), None)
        who = _who_says(told[max(0, at - BEFOREHAND) : at + 1], target)
        if who and target and not scene.is_step(target):
            yield Claim(ClaimKind.INSTRUCTED, clause.said, who, target)
            return


def _bidden(clause: Clause, before: Clause | None) -> int | None:
    """Where a clause bids to escalate: "escalate it" behind a colon, "we are to escalate it", "it needs passing on"."""
    if not clause.asserted or (before is not None and before.mode in {Mode.SUPPOSED, Mode.ASKED} and not before.joint):
        return None
    for span in clause.all(Tag.ESCALATE):
        ahead = clause.words[: span.start]
        lead = [word for word in ahead if word not in OPENERS | POLITE]
        wished = ahead[-2:-1] == ("to",) and bool(WISHING & set(ahead))  # "we'd like @3 to say escalate"
        said = bool(lead) and lead[-1] in SAYING | LEADS_TO and not wished
        behind = clause.joint in LEADS_TO or (clause.joint == "," and before is not None and before.joint in LEADS_TO)
        bare = not lead and behind
        ours = any(one in OURS and two in BE for one, two in pairwise(ahead)) and ahead[-1:] == ("to",)
        been_told = ahead[-1:] == ("to",) and bool(BEEN_TOLD & set(pairwise(ahead)))
        ours = ours or (been_told and bool(THEY & _spoken(before)))
        needed = bool(NEEDS & set(ahead)) and clause.words[span.start] in PASSING
        denied = clause.within(Tag.NEGATED, 0, span.start) or ahead[-1:] == ("no",)
        if (said or bare or ours or needed) and not denied:
            return span.start
    return None


def _spoken(before: Clause | None) -> set[str]:
    return set(before.words) if before else set()


def _who_says(told: Sequence[tuple[Clause, Scene]], target: str | None) -> str | None:
    """The documented instructor who is spoken of last, or was in the turn before, and of whom nothing else is told."""
    clause, scene = told[-1]
    for each, own in reversed(told):
        named = [meant(each.name_at(at), own) for at in each.places() if not owns(each, at)]
        who = [name for name in named if name in own.names.instructors and not own.names.same(name, target)]
        if who:
            if each is not clause and clause.words[-2:] in SAYS_SO:
                return who[-1]
            plain = each.asserted and not each.has(Tag.WAITING, Tag.AWAY, Tag.FAILED, Tag.OTHERS, Tag.UNSEEN)
            certain = not UNCERTAIN & set(each.words) and not each.has(Tag.PLANNED, Tag.NEGATED)
            return who[-1] if plain and certain else None
    recent = [name for name in scene.context.recent if name in scene.names.instructors]
    return recent[-1] if len(recent) == 1 and scene.last in {(), (recent[-1],)} else None
