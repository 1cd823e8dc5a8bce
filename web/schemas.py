"""What the API takes and gives, as CONTRACT.md describes it: strict in, plain out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictBool, StringConstraints

from assistant.answers import Outcome
from assistant.conversations import Turn
from assistant.rulebook.rules import (
    Contradiction,
    EscalationOrder,
    Responsibility,
    Rule,
    Rulebook,
    Status,
    TicketInstruction,
)
from index.documents import Quote
from index.generations import Generation
from index.passages import Hit
from web.jobs import Job, State

MORE_THAN_BLANKS = r"[^\s\u0085]|\uFEFF"  # as trimming has it, in the words of ECMA-262, where \s is another set
ID_PATTERN = r"^[A-Za-z0-9._:\-]{1,128}$"


def _untrimmed(schema: dict[str, Any]) -> None:
    """Describes a text as it is sent: with more than blanks, and as many of them around it as one likes."""
    schema["pattern"] = MORE_THAN_BLANKS
    schema.pop("maxLength", None)


Trimmed = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    Field(description="1 to 4,000 characters after trimming.", json_schema_extra=_untrimmed),
]
QuestionText = Annotated[Trimmed, Field(examples=["Who renews TLS certificates?"])]
QueryText = Annotated[Trimmed, Field(examples=["TLS certificates"])]
ConversationId = Annotated[
    str,
    StringConstraints(min_length=1, max_length=128, pattern=ID_PATTERN),
    Field(description="Chosen by the caller; one not seen before starts a conversation.", examples=["1732370000.1234"]),
]

EndUser = Annotated[
    str,
    StringConstraints(min_length=1, max_length=256),
    Field(description="Who asks, where a program asks for many: bounded apart, kept as a digest.", examples=["u-42"]),
]


def _shown(example: dict[str, JsonValue]) -> ConfigDict:
    """What the description shows of a request."""
    return ConfigDict(json_schema_extra={"examples": [example]})


class Strict(BaseModel):
    """A request: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class AskRequest(Strict):
    """A question, the conversation that it belongs to, and the person who asks."""

    model_config = _shown({"question": "Who renews TLS certificates?", "conversation_id": "1732370000.1234"})

    question: QuestionText
    conversation_id: ConversationId | None = None
    user: EndUser | None = None


class Plain(BaseModel):
    """A reply, read from the attributes of a value."""

    model_config = ConfigDict(from_attributes=True)


class CitationReply(Plain):
    """Words of a document that the answer rests on; ``quote`` is exactly ``text[start:end]`` of the document."""

    marker: int
    document: str
    title: str
    section: list[str]
    quote: str
    start: int
    end: int
    line: int
    url: str | None


class EscalationReply(Plain):
    """A documented order, the steps consulted without success, and the earliest one left."""

    order: list[str]
    tried: list[str]
    next: str | None
    citation: int


class TicketReply(Plain):
    """A ticket that the documents ask for, and the condition that holds."""

    system: str | None
    queue: str
    because: str
    citation: int


class ContactReply(Plain):
    """A team and its documented channel."""

    name: str
    channel: str
    citation: int


class ConflictReply(Plain):
    """What another passage says against the instruction given."""

    about: str
    citation: int


class DecisionReply(Plain):
    """What one rule made of the situation, and why."""

    rule: str
    verdict: str
    because: str


class AskReply(Plain):
    """A cited answer."""

    conversation_id: str
    turn: int
    outcome: Outcome
    answer: str = Field(description="CommonMark; its [n] markers name citations.")
    citations: list[CitationReply]
    escalation: EscalationReply | None
    ticket: TicketReply | None
    contacts: list[ContactReply]
    conflicts: list[ConflictReply]
    decisions: list[DecisionReply]
    generation: str

    @classmethod
    def of(cls, turn: Turn) -> AskReply:
        """The reply that tells a turn."""
        return cls.model_validate(_reply(turn))


class FeedbackRequest(Strict):
    """What somebody thought of an answer."""

    model_config = _shown(
        {"conversation_id": "1732370000.1234", "turn": 1, "helpful": False, "why": "The team has gone."}
    )

    conversation_id: ConversationId
    turn: Annotated[int, Field(ge=1, le=2**31)]
    helpful: StrictBool
    why: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] | None = None


class TurnReply(AskReply):
    """One question of a conversation and what was answered; ``at`` is seconds since the epoch."""

    question: str
    at: float

    @classmethod
    def of(cls, turn: Turn) -> TurnReply:
        """The turn as the conversation's history tells it."""
        return cls.model_validate(_reply(turn) | {"question": turn.question, "at": turn.at})


class ConversationReply(Plain):
    """What was said in one conversation, oldest first."""

    conversation_id: str
    turns: list[TurnReply]


class QuoteReply(Plain):
    """Words of a document at their place."""

    document: str
    start: int
    end: int
    line: int
    quote: str

    @classmethod
    def of(cls, quote: Quote) -> QuoteReply:
        """The quote under the contract's names."""
        return cls(document=quote.document, start=quote.start, end=quote.end, line=quote.line, quote=quote.text)


class _RuleReply(Plain):
    id: str
    status: Status
    section: list[str]
    evidence: list[QuoteReply]


class OrderReply(_RuleReply):
    """An escalation order."""

    kind: Literal["escalation_order"] = "escalation_order"
    scope: str
    steps: list[str]


class TicketRuleReply(_RuleReply):
    """A ticket instruction."""

    kind: Literal["ticket"] = "ticket"
    system: str | None
    queue: str
    when: list[str]
    permission: str | None


class ResponsibilityReply(_RuleReply):
    """What a team does."""

    kind: Literal["responsibility"] = "responsibility"
    team: str
    channel: str | None
    duty: str
    except_: str | None = Field(serialization_alias="except", validation_alias="except")


RuleReply = Annotated[OrderReply | TicketRuleReply | ResponsibilityReply, Field(discriminator="kind")]


class ContradictionReply(Plain):
    """Words that go against a rule."""

    rule: str
    about: str
    evidence: QuoteReply


class RulesReply(Plain):
    """The rules in force."""

    generation: str
    rules: list[RuleReply]
    conflicts: list[ContradictionReply]

    @classmethod
    def of(cls, generation: str, book: Rulebook) -> RulesReply:
        """All rules of a generation, in the order in which the documents state them."""
        return cls(
            generation=generation,
            rules=[rule_reply(rule) for rule in book.rules],
            conflicts=[_contradiction(each) for each in book.contradictions],
        )


class HitReply(Plain):
    """A passage found; ``dense`` is the cosine, ``lexical`` the share of the query's words by BM25, ``late`` how near
    the query's words come to the passage's, each by itself; null where that stage missed it."""

    id: str
    document: str
    title: str
    section: list[str]
    introduction: str
    text: str
    quote: str
    start: int
    end: int
    line: int
    url: str | None
    score: float
    dense: float | None
    lexical: float | None
    late: float | None
    exact: bool

    @classmethod
    def of(cls, hit: Hit) -> HitReply:
        """A hit under the contract's names."""
        passage, quote = hit.passage, hit.passage.quote
        return cls(
            id=passage.id,
            document=passage.document,
            title=passage.title,
            section=list(passage.section),
            introduction=passage.introduction,
            text=passage.text,
            quote=quote.text,
            start=quote.start,
            end=quote.end,
            line=quote.line,
            url=passage.url,
            score=hit.score,
            dense=hit.dense,
            lexical=hit.lexical,
            late=hit.late,
            exact=hit.exact,
        )


class SearchReply(Plain):
    """Passages for a query, best first; no rules applied."""

    generation: str
    hits: list[HitReply]


class SkippedReply(Plain):
    """A file, or a part of one, that could not be read, and why."""

    path: str
    reason: str


CorpusState = Literal["current", "behind", "missing", "unknown"]


class IndexReply(Plain):
    """The generation that answers. ``corpus_state`` says whether the documents have changed since it was built."""

    generation: str
    built_at: datetime
    age_seconds: float = Field(description="since it was built")
    documents: int
    passages: int
    model: str
    model_checksum: str
    corpus: str = Field(description="fingerprint of the documents read")
    corpus_state: CorpusState
    skipped: list[SkippedReply]
    notice: str | None = Field(description="what is wrong, where an earlier generation has to answer")

    @classmethod
    def of(cls, generation: Generation, state: CorpusState) -> IndexReply:
        """What a generation says of itself, and how the folder of documents stands to it now."""
        manifest = generation.manifest
        return cls(
            generation=manifest.id,
            built_at=manifest.created,
            age_seconds=max(0.0, (datetime.now(UTC) - manifest.created).total_seconds()),
            documents=manifest.documents,
            passages=manifest.passages,
            model=manifest.model,
            model_checksum=manifest.checksum,
            corpus=manifest.corpus,
            corpus_state=state,
            skipped=[SkippedReply.model_validate(each) for each in manifest.skipped],
            notice=generation.notice,
        )


class ReportReply(Plain):
    """What a build did: ``embedded`` and ``reused`` count passages, the rest are paths of documents."""

    generation: str
    documents: int
    passages: int
    embedded: int
    reused: int
    skipped: list[SkippedReply]
    seconds: float
    added: list[str]
    changed: list[str]
    gone: list[str]
    unchanged: bool
    withheld: str | None = Field(description="why the new generation was not put in service")
    rules: list[str] = Field(description="what became of the rules, in plain words")


class JobReply(Plain):
    """A rebuild; times are seconds since the epoch, ``report`` what changed, ``problem`` why it failed."""

    id: str
    state: State
    requested_at: float
    started_at: float | None
    finished_at: float | None
    embedded: int = Field(description="passages embedded so far")
    to_embed: int = Field(description="passages to embed, where that is known")
    report: ReportReply | None
    problem: str | None

    @classmethod
    def of(cls, job: Job) -> JobReply:
        """The job as it stands."""
        return cls.model_validate(job)


class Health(Plain):
    """The process is up."""

    status: Literal["up"] = "up"


class Readiness(Plain):
    """The index is loaded and able to answer."""

    status: Literal["ready"] = "ready"
    generation: str


def rule_reply(rule: Rule) -> OrderReply | TicketRuleReply | ResponsibilityReply:
    """A rule under the contract's names."""
    base = {
        "id": rule.id,
        "status": rule.status,
        "section": list(rule.section),
        "evidence": [QuoteReply.of(quote) for quote in rule.evidence],
    }
    match rule:
        case EscalationOrder(scope=scope, steps=steps):
            return OrderReply.model_validate(base | {"scope": scope, "steps": list(steps)})
        case TicketInstruction():
            own = {
                "system": rule.system,
                "queue": rule.queue,
                "when": [condition.text for condition in rule.when],
                "permission": rule.permission,
            }
            return TicketRuleReply.model_validate(base | own)
        case Responsibility():
            duty = {"team": rule.team, "channel": rule.channel, "duty": rule.duty, "except": rule.exception}
            return ResponsibilityReply.model_validate(base | duty)


def _contradiction(each: Contradiction) -> ContradictionReply:
    return ContradictionReply(rule=each.rule, about=each.about, evidence=QuoteReply.of(each.evidence))


def _reply(turn: Turn) -> dict[str, object]:
    answer = turn.answer
    return {
        "conversation_id": turn.conversation_id,
        "turn": turn.number,
        "outcome": answer.outcome,
        "answer": answer.text,
        "citations": answer.citations,
        "escalation": answer.escalation,
        "ticket": answer.ticket,
        "contacts": answer.contacts,
        "conflicts": answer.conflicts,
        "decisions": answer.decisions,
        "generation": answer.generation,
    }
