"""Evaluation: what must always hold, what a case may expect, and figures checked by hand."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers import Answer, Citation, Contact, Escalation, Outcome, Ticket
from assistant.conversations import Turn
from assistant.evaluation import (
    Case,
    CasesUnreadable,
    Expectation,
    Rate,
    Source,
    always,
    as_json,
    as_lines,
    figures,
    judge,
    read_cases,
    run,
)
from index.errors import GenerationMissing

TEXT = "# Plants\r\nThe gardeners (#plants) water\r\nthe ferns. Raise a ticket in Floor One--Green Things.\r\n"
READ = TEXT.replace("\r\n", "\n")
QUOTE = "The gardeners (#plants) water\nthe ferns."
START = READ.index(QUOTE)

ANSWER = Answer(
    outcome=Outcome.ANSWERED,
    text="The gardeners (#plants) water the ferns [1].",
    generation="g1",
    citations=(Citation(1, "house/plants.md", "Plants", ("Plants",), QUOTE, START, START + len(QUOTE), 2),),
    contacts=(Contact("The gardeners", "#plants", 1),),
)
ESCALATION = replace(
    ANSWER,
    outcome=Outcome.ESCALATION,
    escalation=Escalation(("A neighbour’s cousin", "the gardeners"), (), "A neighbour’s cousin", 1),
)
TICKET = replace(ANSWER, outcome=Outcome.TICKET, ticket=Ticket("Paper", "Floor One--Green Things", "wilted", 1))
REFUSAL = Answer(Outcome.NOT_DOCUMENTED, "The documents do not say.", "g1")


@pytest.fixture
def source(tmp_path: Path) -> Source:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "plants.md").write_bytes(TEXT.encode())
    (tmp_path / "README").write_text("#secret-channel is not a document's")
    return Source(tmp_path)


@pytest.mark.parametrize("answer", [ANSWER, ESCALATION, TICKET, REFUSAL], ids=lambda answer: answer.outcome)
def test_a_sound_answer_breaks_nothing(answer: Answer, source: Source) -> None:
    assert always(answer, source) == ()


CITATION = ANSWER.citations[0]


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        pytest.param(replace(ANSWER, text=" \n"), "the answer is empty", id="empty"),
        pytest.param(replace(ANSWER, text="so it is [2]"), "[2] has no citation", id="marker without citation"),
        pytest.param(replace(ANSWER, text="so", citations=()), "no citation", id="nothing cited"),
        pytest.param(
            replace(ANSWER, citations=(replace(CITATION, start=START + 1),)),
            f"inexact quote: house/plants.md[{START + 1}:{START + len(QUOTE)}]",
            id="quote moved by one",
        ),
        pytest.param(
            replace(ANSWER, citations=(replace(CITATION, document="other.md"),)),
            f"inexact quote: other.md[{START}:{START + len(QUOTE)}]",
            id="no such document",
        ),
        pytest.param(replace(ANSWER, citations=(CITATION,) * 6), "too much cited: 6 citations", id="six citations"),
        pytest.param(
            replace(ANSWER, text="ask in #secret-channel [1]"),
            "fabricated: '#secret-channel' is in no document",
            id="channel of no document",
        ),
        pytest.param(
            replace(ANSWER, text="use Floor Two--Red Things [1]"),
            "fabricated: 'Floor Two--Red' is in no document",
            id="queue of no document",
        ),
        pytest.param(
            replace(TICKET, ticket=Ticket("Paper", "Compost", "wilted", 1)),
            "fabricated queue 'Compost'",
            id="ticket to an unknown queue",
        ),
    ],
)
def test_what_must_always_hold_is_looked_at(answer: Answer, complaint: str, source: Source) -> None:
    assert complaint in always(answer, source)


@pytest.mark.parametrize(
    ("expect", "answer"),
    [
        ({}, ANSWER),
        ({"outcome": ["ticket", "answered"]}, ANSWER),
        ({"outcome": "answered"}, ANSWER),
        ({"answer_has": ["the FERNS", ["roses", "gardeners"]], "answer_lacks": ["roses"]}, ANSWER),
        ({"cites": ["water the ferns", ["roses", "gardeners"]]}, ANSWER),
        ({"cites_document": ["roses.md", "plants.md"]}, ANSWER),
        ({"queue": None, "next_step": None, "channel": "#plants"}, ANSWER),
        ({"queue": "Floor One--Green Things"}, TICKET),
        ({"next_step": "neighbour's cousin"}, ESCALATION),
        ({"next_step": ["aunt", "cousin"]}, ESCALATION),
    ],
    ids=str,
)
def test_an_expectation_that_is_met_misses_nothing(expect: dict[str, object], answer: Answer) -> None:
    assert judge(Expectation.model_validate(expect), answer) == ()


@pytest.mark.parametrize(
    ("expect", "answer", "complaint"),
    [
        ({"outcome": ["ticket"]}, ANSWER, "outcome answered, wanted ticket"),
        ({"answer_has": [["roses", "tulips"]]}, ANSWER, "answer lacks 'roses or tulips'"),
        ({"answer_lacks": ["FERNS"]}, ANSWER, "answer has 'FERNS'"),
        ({"cites": ["roses"]}, ANSWER, "no quote has 'roses'"),
        ({"cites_document": ["roses.md"]}, ANSWER, "cites ['house/plants.md'], wanted ['roses.md']"),
        ({"queue": None}, TICKET, "queue 'Floor One--Green Things', wanted None"),
        ({"queue": "Compost"}, ANSWER, "queue None, wanted 'Compost'"),
        ({"next_step": None}, ESCALATION, "next step 'A neighbour’s cousin', wanted none"),
        ({"next_step": "aunt"}, ANSWER, "next step None, wanted 'aunt'"),
        ({"channel": "#roses"}, ANSWER, "channel #roses not given"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_expectation_that_is_missed_is_named(expect: dict[str, object], answer: Answer, complaint: str) -> None:
    assert judge(Expectation.model_validate(expect), answer) == (complaint,)


@pytest.mark.parametrize(
    ("rate", "low", "high"),
    [  # after Brown, Cai and DasGupta (2001), worked out by hand
        pytest.param(Rate(8, 10), 0.4902, 0.9433, id="8 of 10"),
        pytest.param(Rate(0, 10), 0.0, 0.2775, id="0 of 10"),
        pytest.param(Rate(10, 10), 0.7225, 1.0, id="10 of 10"),
        pytest.param(Rate(0, 0), 0.0, 1.0, id="none"),
    ],
)
def test_the_interval_is_wilsons(rate: Rate, low: float, high: float) -> None:
    assert rate.interval == pytest.approx((low, high), abs=1e-4)


def replying(answers: dict[str, Answer]) -> Callable[[str, str], Turn]:
    """An assistant that knows these questions, and is out of order for any other."""

    def ask(question: str, conversation_id: str) -> Turn:
        if question not in answers:
            raise GenerationMissing("no index in var: run 'assistant index build'")
        return Turn(conversation_id, 1, question, (), answers[question], 0.0)

    return ask


def case(name: str, kind: str, *turns: tuple[str, dict[str, object]]) -> Case:
    return Case.model_validate(
        {"id": name, "kind": kind, "turns": [{"ask": ask, "expect": expect} for ask, expect in turns]}
    )


def test_figures_count_conversations_and_kinds_and_refusals(source: Source) -> None:
    ask = replying({"ferns": ANSWER, "cousin": ESCALATION, "roses": REFUSAL, "tulips": REFUSAL})
    cases = [
        case("1", "plain", ("ferns", {"outcome": ["answered"], "cites": ["ferns"], "cites_document": ["plants.md"]})),
        case("2", "plain", ("tulips", {"outcome": ["answered"], "cites": ["tulips"]})),
        case("3", "order", ("ferns", {}), ("cousin", {"next_step": "aunt"})),
        case("4", "unknown", ("roses", {"outcome": ["not_documented"]})),
        case("5", "unknown", ("moss", {"outcome": ["not_documented"]}), ("  ", {})),
    ]
    results = run(cases, ask, source)
    found = figures("house.jsonl", results)
    assert found.conversations == Rate(2, 5)
    assert found.kinds == (("order", Rate(0, 1)), ("plain", Rate(1, 2)), ("unknown", Rate(1, 2)))
    assert (found.document_cited, found.sentence_quoted) == (Rate(1, 1), Rate(1, 2))
    assert (found.undocumented_refused, found.documented_refused) == (Rate(1, 2), Rate(1, 2))
    assert found.broken == 2
    assert "   plain            1/2 = 50.0% (95% interval 9.5 to 90.5%)" in as_lines(found)
    told = as_json(found, results)
    assert json.loads(json.dumps(told)) == told
    assert [failure["id"] for failure in told["failures"]] == ["2", "3", "5", "5"]


def test_each_case_is_a_conversation_of_its_own(source: Source) -> None:
    seen: list[str] = []

    def ask(question: str, conversation_id: str) -> Turn:
        seen.append(conversation_id)
        return Turn(conversation_id, 1, question, (), ANSWER, 0.0)

    run([case("1", "k", ("a", {}), ("b", {})), case("2", "k", ("c", {}))], ask, source)
    assert seen[0] == seen[1] != seen[2]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param('{"id": "1", "turns": [{"ask": "a"}]}\nnot JSON\n', "line 2 is no case", id="no JSON"),
        pytest.param('{"turns": []}', "line 1 is no case .id Field required", id="no id"),
        pytest.param("\n\n", "holds no case", id="empty"),
        pytest.param(b"\xff\xfe", "cannot be read", id="no UTF-8"),
    ],
)
def test_a_file_of_something_else_is_refused_with_what_to_run(content: str | bytes, complaint: str, tmp_path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(CasesUnreadable, match=f"{complaint}.*'assistant eval CASES.jsonl'"):
        read_cases(path)


def test_a_missing_file_of_cases_is_refused_with_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(CasesUnreadable, match="assistant eval"):
        read_cases(tmp_path / "none.jsonl")
