"""What the API and the commands tell of the decision log: its entries, what a replay found, the gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.log import Entry
from assistant.replay import Advice, Replayed
from web.schemas import AskReply, Plain


class ClaimReply(Plain):
    """What a question was taken to tell."""

    kind: str
    words: str
    who: str | None
    target: str | None


class EntryReply(Plain):
    """An answer as the decision log keeps it: the person's words masked, ``user`` a digest, ``seconds`` by stage."""

    id: int
    at: float
    caller: str
    user: str | None
    question: str
    claims: list[ClaimReply]
    fired: list[str]
    silent: list[str]
    seconds: dict[str, float]
    reply: AskReply

    @classmethod
    def of(cls, entry: Entry) -> EntryReply:
        """The entry; its conversation's name is the one that the caller gave."""
        turn = entry.turn
        return cls(
            id=entry.id,
            at=turn.at,
            caller=entry.caller,
            user=entry.user,
            question=turn.question,
            claims=[ClaimReply.model_validate(claim) for claim in turn.claims],
            fired=list(entry.fired),
            silent=list(entry.silent),
            seconds=dict(entry.seconds),
            reply=AskReply.of(replace(turn, conversation_id=turn.conversation_id.rpartition("/")[2])),
        )


class AdviceReply(Plain):
    """What a person is led to do by an answer."""

    outcome: str
    next: str | None
    queue: str | None
    contacts: list[str]
    quotes: list[str]


class ChangedReply(Plain):
    """A question whose answer differs when it is asked again."""

    id: int
    question: str
    before: AdviceReply
    after: AdviceReply


class ReplayReply(Plain):
    """What came of asking everything again. ``different`` counts answers that are not the same to the letter,
    ``changed`` are those whose advice is another, ``skipped`` how many could not be asked, by why."""

    generation: str | None
    asked: int
    identical: int
    different: int
    changed: list[ChangedReply]
    skipped: dict[str, int]

    @classmethod
    def of(cls, replayed: Sequence[Replayed], generation: str | None) -> ReplayReply:
        """The sum of it; ``generation`` is the candidate, None where each was asked of its own."""
        asked = [each for each in replayed if each.answer]
        identical = sum(each.identical for each in asked)
        return cls(
            generation=generation,
            asked=len(asked),
            identical=identical,
            different=len(asked) - identical,
            changed=[
                ChangedReply(
                    id=each.entry.id,
                    question=each.entry.turn.question,
                    before=AdviceReply.model_validate(Advice.of(each.entry.answer)),
                    after=AdviceReply.model_validate(Advice.of(each.answer)),
                )
                for each in asked
                if each.answer and each.advice_changed
            ],
            skipped=dict(Counter(each.why for each in replayed if not each.answer)),
        )


class LogReply(Plain):
    """The latest answers, oldest first; ``before`` asks for those before them, null where there are none."""

    entries: list[EntryReply]
    before: int | None


class GapReply(Plain):
    """Questions that ask for the same missing sentence, the page where it would stand, and who keeps that page."""

    questions: list[str]
    refused: int
    unhelpful: int
    why: list[str]
    document: str | None
    title: str | None
    owner: str | None


class GapsReply(Plain):
    """What the documents should say, most asked for first."""

    gaps: list[GapReply]
