"""The HTTP API as CONTRACT.md describes it, over the real index of the bundled page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.generations import Generation

Write = Callable[[Mapping[str, str]], TestClient]


def ask(client: TestClient, question: str, conversation: str | None = None) -> dict[str, Any]:
    body = {"question": question} | ({"conversation_id": conversation} if conversation else {})
    reply = client.post("/api/v1/ask", json=body)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def test_an_answer_quotes_its_document_to_the_letter(client: TestClient, page_generation: Generation) -> None:
    reply = ask(client, "Who renews TLS certificates?")
    assert reply["outcome"] == "answered"
    assert "[1]" in reply["answer"]
    for citation in reply["citations"]:
        document = page_generation.document(citation["document"])
        assert citation["quote"] == document.text[citation["start"] : citation["end"]]
        assert citation["line"] == document.text.count("\n", 0, citation["start"]) + 1


def test_a_reply_has_every_field_of_the_contract(client: TestClient) -> None:
    assert list(ask(client, "Who renews TLS certificates?")) == [
        "conversation_id",
        "turn",
        "outcome",
        "answer",
        "citations",
        "escalation",
        "ticket",
        "contacts",
        "conflicts",
        "decisions",
        "generation",
    ]


def test_an_order_names_the_earliest_step_left(client: TestClient) -> None:
    escalation = ask(client, "We've spoken to our tech lead, who's next?")["escalation"]
    assert escalation["tried"] == ["The Technical Lead on the team"]
    assert escalation["next"] == "The Lead Developer on the programme"
    assert escalation["order"][-1] == "The Lead Architect"


def test_a_ticket_instruction_spells_its_queue(client: TestClient) -> None:
    reply = ask(client, "2nd Line told us to escalate this to Platform Engineering, what do we do?")
    assert reply["ticket"]["system"] == "Zendesk"
    assert reply["ticket"]["queue"] == "3rd Line--GDS Reliability Engineering"


def test_the_caller_may_name_the_conversation(client: TestClient) -> None:
    first = ask(client, "Who renews TLS certificates?", "C024:1732370000.1234")
    second = ask(client, "Who handles DNS?", "C024:1732370000.1234")
    assert (first["conversation_id"], first["turn"]) == ("C024:1732370000.1234", 1)
    assert (second["conversation_id"], second["turn"]) == ("C024:1732370000.1234", 2)


def test_a_conversation_can_be_read_and_erased(client: TestClient) -> None:
    ask(client, "  Who renews TLS certificates?  ", "to-erase")
    said = client.get("/api/v1/conversations/to-erase").json()
    assert [turn["question"] for turn in said["turns"]] == ["Who renews TLS certificates?"]
    assert client.delete("/api/v1/conversations/to-erase").status_code == 204
    assert client.get("/api/v1/conversations/to-erase").status_code == 404
    assert client.delete("/api/v1/conversations/to-erase").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"question": ""}, id="empty"),
        pytest.param({"question": " \n\t "}, id="blank"),
        pytest.param({"question": "x" * 4001}, id="too long"),
        pytest.param({}, id="none"),
        pytest.param({"question": None}, id="null"),
        pytest.param({"question": ["Who?"]}, id="a list"),
        pytest.param({"question": "Who?", "temperature": 1}, id="unknown field"),
        pytest.param({"question": "Who?", "conversation_id": ""}, id="empty id"),
        pytest.param({"question": "Who?", "conversation_id": "x" * 129}, id="long id"),
        pytest.param({"question": "Who?", "conversation_id": "a b"}, id="blank in the id"),
        pytest.param({"question": "Who?", "conversation_id": "a\n"}, id="line break in the id"),
        pytest.param({"question": "Who?", "conversation_id": "é"}, id="foreign letter in the id"),
        pytest.param(["Who?"], id="not an object"),
    ],
)
def test_what_cannot_be_asked_is_refused(client: TestClient, body: object) -> None:
    reply = client.post("/api/v1/ask", json=body)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["errors"]


@pytest.mark.parametrize("length", [1, 4000])
def test_a_question_has_one_to_four_thousand_characters_after_trimming(client: TestClient, length: int) -> None:
    assert ask(client, "  " + "w" * length + "\n")["turn"] == 1


def test_the_rules_come_with_their_evidence(client: TestClient, page_generation: Generation) -> None:
    reply = client.get("/api/v1/rules").json()
    kinds = {rule["kind"] for rule in reply["rules"]}
    assert kinds == {"escalation_order", "ticket", "responsibility"}
    for rule in reply["rules"]:
        assert rule["status"] in ("in_force", "conflicted")
        for quote in rule["evidence"]:
            text = page_generation.texts[quote["document"]]
            assert quote["quote"] == text[quote["start"] : quote["end"]]


def test_a_responsibility_says_what_is_excepted(client: TestClient) -> None:
    duties = [rule for rule in client.get("/api/v1/rules").json()["rules"] if rule["kind"] == "responsibility"]
    assert all({"team", "channel", "duty", "except"} <= set(rule) for rule in duties)


def test_search_gives_passages_with_scores(client: TestClient) -> None:
    hits = client.get("/api/v1/search", params={"q": "TLS certificates", "limit": 3}).json()["hits"]
    assert hits[0]["quote"] == "obtains and renews TLS certificates"
    assert len(hits) <= 3
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


@pytest.mark.parametrize("query", ["q=", "q=%20", "q=x&limit=0", "q=x&limit=51", "q=x&limit=many", ""])
def test_a_search_that_cannot_be_made_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/v1/search?{query}").status_code == 422


def test_the_index_says_what_it_was_built_of(client: TestClient) -> None:
    reply = client.get("/api/v1/index").json()
    assert reply["documents"] == 1
    assert reply["passages"] > 20
    assert reply["corpus_state"] == "current"
    assert reply["model"] == "all-MiniLM-L6-v2"


def test_the_index_says_when_the_documents_have_changed(
    written: Write, tmp_path_factory: pytest.TempPathFactory
) -> None:
    client = written({"a.md": "# Keys\n\nThe keys hang by the door.\n"})
    written({"a.md": "# Keys\n\nThe keys hang by the window.\n"})
    assert client.get("/api/v1/index").json()["corpus_state"] == "behind"


def test_a_rebuild_is_published_before_it_is_answered_when_asked_to_wait(client: TestClient) -> None:
    before = client.get("/api/v1/index").json()["generation"]
    reply = client.post("/api/v1/index/rebuild?wait=true")
    assert reply.status_code == 200
    assert reply.json()["state"] == "done"
    assert reply.json()["report"]["generation"] == client.get("/api/v1/index").json()["generation"] != before


def test_a_rebuild_is_accepted_as_a_job(client: TestClient) -> None:
    reply = client.post("/api/v1/index/rebuild")
    assert reply.status_code == 202
    job = client.get(reply.headers["location"]).json()
    assert job["id"] == reply.json()["id"]
    assert job["state"] in ("queued", "running", "done")


def test_a_rebuild_that_fails_says_what_to_do(written: Write, tmp_path: object) -> None:
    client = written({"a.md": "# Keys\n\nThe keys hang by the door.\n"})
    corpus = client.app.state.corpus  # type: ignore[attr-defined]
    (corpus / "a.md").unlink()
    job = client.post("/api/v1/index/rebuild?wait=true").json()
    assert job["state"] == "failed"
    assert job["problem"]
    assert ask(client, "Where are the keys?")["generation"]


def test_health_readiness_and_metrics_answer(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "up"}
    assert client.get("/readyz").json()["status"] == "ready"
    assert client.get("/metrics").headers["content-type"].startswith("text/plain")


def test_metrics_count_outcomes_and_hold_nothing_of_what_was_asked(client: TestClient) -> None:
    ask(client, "Who renews TLS certificates for zebra.example?", "zebra-conversation")
    client.get("/api/v1/search", params={"q": "zebra"})
    client.get("/zebra")
    client.request("ZEBRA", "/")
    page = client.get("/metrics").text
    assert 'assistant_answers_total{outcome="answered"}' in page
    assert "zebra" not in page.lower()


def test_questions_asked_at_once_are_all_answered(client: TestClient) -> None:
    questions = ["Who renews TLS certificates?", "Who handles DNS?"] * 10
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda question: ask(client, question), questions))
    assert len({reply["conversation_id"] for reply in replies}) == len(questions)


def test_questions_asked_at_once_in_one_conversation_lose_no_turn(client: TestClient) -> None:
    def send(number: int) -> int:
        body = {"question": f"Who renews TLS certificates? {number}", "conversation_id": "crowded"}
        return client.post("/api/v1/ask", json=body).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(send, range(24)))
    assert set(statuses) <= {200, 409}
    turns = client.get("/api/v1/conversations/crowded").json()["turns"]
    assert [turn["turn"] for turn in turns] == list(range(1, statuses.count(200) + 1))


def test_openapi_declares_the_problems_of_every_route(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert "application/problem+json" in response["content"], (path, method, status)
                    assert "application/json" not in response["content"], (path, method, status)
            assert "HTTPValidationError" not in json.dumps(operation), path
            if path.startswith("/api/"):
                assert "500" in operation["responses"], path


def test_openapi_shows_an_example_reply_that_is_one(client: TestClient) -> None:
    from web.schemas import AskReply

    described = client.get("/openapi.json").json()
    example = described["components"]["schemas"]["AskReply"]["examples"][0]
    assert AskReply.model_validate(example).model_dump(mode="json") == example
    assert json.dumps(example)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(min_size=1, max_size=300).filter(lambda text: 0 < len(text.strip()) <= 4000))
@example(question="0@0 \x00 [1] {0} %s \u202e")
def test_whatever_is_asked_is_answered(client: TestClient, question: str) -> None:
    reply = client.post("/api/v1/ask", json={"question": question})
    assert reply.status_code == 200
    assert client.post("/turns", data={"question": question}).status_code == 200
