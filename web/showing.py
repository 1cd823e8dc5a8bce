"""What the description shows: an example of every request's parameters, every reply and every error."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from web.schemas import AskReply
from web.streaming import MEDIA_TYPE, events

_GENERATION = "20261123T153000Z-1a2b3c"
_EARLIER = "20261120T091500Z-4d5e6f"
_DUTY = {"document": "teams.md", "start": 64, "end": 81, "line": 7, "quote": "keeps the archive"}
_ANSWER = {
    "conversation_id": "1732370000.1234",
    "turn": 1,
    "outcome": "answered",
    "answer": "The **Records team** (#records) keeps the archive [1]",
    "citations": [{"marker": 1, **_DUTY, "title": "Teams", "section": ["Who does what"], "url": None}],
    "escalation": None,
    "ticket": None,
    "contacts": [{"name": "Records team", "channel": "#records", "citation": 1}],
    "conflicts": [],
    "decisions": [{"rule": "documented", "verdict": "answered", "because": "The best passage supports the question."}],
    "generation": _GENERATION,
}
_SOURCES = "\n\nSources:\n\n- [1] Teams, teams.md line 7"
_CHAT = {
    "id": "chatcmpl-9f0c1d2e-1",
    "created": 1_763_911_800,
    "model": "cited-assistant",
    "system_fingerprint": _GENERATION,
}
_JOB = {
    "id": "0123456789abcdef",
    "state": "running",
    "requested_at": 1_763_911_800.0,
    "started_at": 1_763_911_800.2,
    "finished_at": None,
    "embedded": 120,
    "to_embed": 480,
    "report": None,
    "problem": None,
}
_MISSING = {"questions": ["When is the archive open?"], "refused": 1, "unhelpful": 0, "why": []}
_MODEL = {"id": "cited-assistant", "object": "model", "created": 1_763_856_000, "owned_by": "cited-assistant"}

REPLIES: dict[str, dict[str, Any]] = {  # by the name of the schema
    "AskReply": _ANSWER,
    "ConversationReply": {
        "conversation_id": "1732370000.1234",
        "turns": [_ANSWER | {"question": "Who keeps the archive?", "at": 1_763_911_800.0}],
    },
    "RulesReply": {
        "generation": _GENERATION,
        "rules": [
            {
                "id": "responsibility-1f2e3d4c",
                "kind": "responsibility",
                "status": "in_force",
                "section": ["Who does what"],
                "team": "Records team",
                "channel": "#records",
                "duty": "keeps the archive",
                "except": None,
                "evidence": [_DUTY],
            }
        ],
        "conflicts": [],
    },
    "SearchReply": {
        "generation": _GENERATION,
        "hits": [
            {
                "id": "5e6f7a8b9c0d1e2f",
                **_DUTY,
                "title": "Teams",
                "section": ["Who does what"],
                "introduction": "The Records team (#records):",
                "text": "keeps the archive",
                "url": None,
                "score": 0.91,
                "dense": 0.74,
                "lexical": 0.88,
                "late": 0.93,
                "exact": False,
            }
        ],
    },
    "IndexReply": {
        "generation": _GENERATION,
        "built_at": "2026-11-23T15:30:00Z",
        "age_seconds": 86.5,
        "documents": 12,
        "passages": 480,
        "model": "all-MiniLM-L6-v2",
        "model_checksum": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "corpus": "9b74c9897bac770ffc029102a200c5de",
        "corpus_state": "current",
        "skipped": [],
        "notice": None,
    },
    "JobReply": _JOB,
    "Health": {"status": "up"},
    "Readiness": {"status": "ready", "generation": _GENERATION},
    "LogReply": {
        "entries": [
            {
                "id": 41,
                "at": 1_763_911_800.0,
                "caller": "0a1b2c3d",
                "user": "6c1f0e9d8b7a6f5e",
                "question": "I am [email], who keeps the archive?",
                "claims": [],
                "fired": ["documented"],
                "silent": ["responsibility-1f2e3d4c"],
                "seconds": {"claims": 0.0004, "evidence": 0.0061, "rules": 0.0002, "answer": 0.0003},
                "reply": _ANSWER,
            }
        ],
        "before": 41,
    },
    "GapsReply": {"gaps": [_MISSING | {"document": "teams.md", "title": "Teams", "owner": "#records"}]},
    "Models": {"object": "list", "data": [_MODEL]},
    "Model": _MODEL,
    "ChatReply": _CHAT
    | {
        "object": "chat.completion",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": f"{_ANSWER['answer']}{_SOURCES}", "refusal": None},
                "finish_reason": "stop",
                "logprobs": None,
            }
        ],
        "citations": _ANSWER["citations"],
        "reply": _ANSWER,
    },
}

PARAMETERS: dict[str, Any] = {  # by name
    "q": "archive",
    "conversation": "1732370000.1234",
    "conversation_id": "1732370000.1234",
    "limit": 10,
    "wait": True,
    "generation": _EARLIER,
    "job_id": "0123456789abcdef",
    "of": "0a1b2c3d",
    "before": 41,
    "model": "cited-assistant",
    "path": "teams.md",
    "start": 64,
    "end": 81,
}

FORMS: dict[str, Any] = {  # by the name of the field
    "question": "Who keeps the archive?",
    "conversation": "1732370000.1234",
    "turn": 1,
    "helpful": "false",
    "why": "The team has gone.",
    "generation": _EARLIER,
}

_DETAILS = {
    400: "The request body cannot be read. Send JSON in UTF-8.",
    401: "This needs a token: send 'Authorization: Bearer TOKEN', with one that 'assistant token make NAME' made.",
    403: "This needs a token of the role admin: 'assistant token make NAME --role admin'.",
    404: "No such conversation is kept: POST /api/v1/ask starts one.",
    408: "The request body did not come within 10 s. Send it again.",
    409: "Another request had this Idempotency-Key: send a key of its own with each request.",
    413: "The request body may have 65,536 bytes. Send a shorter question.",
    415: "The request body is compressed. Send it as it is.",
    422: "The request cannot be used. body.question: Field required",
    429: "you may ask 600 times a minute: ask again in 1 s",
    431: "The address and headers of a request may have 32,768 bytes.",
    500: "Something went wrong that was not foreseen. The server's log has the details.",
    503: "no index in var: run 'assistant index build'",
}
_NOT_FOUND = {  # 404, by the beginning of the address; the first counts
    "/api/v1/index/jobs": "No such job is remembered: POST /api/v1/index/rebuild starts one.",
    "/api/v1/feedback": "No such answer is kept: give conversation_id and turn as the reply had them.",
    "/v1/": "There is no such model: name 'cited-assistant', as GET /v1/models does.",
    "/documents": "No document of this name is read, or no longer: /documents lists those that are.",
}


def reply_text(path: str, kind: str) -> str:
    """An example of a reply at an address that is text of this media type."""
    if kind == MEDIA_TYPE:
        return _chat_stream() if path.startswith("/v1/") else "".join(events(AskReply.model_validate(_ANSWER)))
    if kind == "text/html":
        return '<!DOCTYPE html>\n<html lang="en-GB">…</html>\n'
    return '# TYPE assistant_answers_total counter\nassistant_answers_total{outcome="answered"} 12.0\n'


def error(path: str, status: int) -> dict[str, Any]:
    """An example of a refusal at an address."""
    detail = _DETAILS[status]
    if status == 404:
        detail = next((told for start, told in _NOT_FOUND.items() if path.startswith(start)), detail)
    title = HTTPStatus(status).phrase
    told: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if status == 422:
        told["errors"] = [{"at": "body.question", "message": "Field required"}]
    if path.startswith("/v1/"):
        told["error"] = {"message": detail, "type": title, "param": None, "code": str(status)}
    return told


def _chat_stream() -> str:
    """A stream of chunks: the citations with the first, then the text, then the end."""
    head = _CHAT | {"object": "chat.completion.chunk"}
    chunks = [
        (head | {"citations": _ANSWER["citations"], "reply": _ANSWER}, {"role": "assistant", "content": ""}, None),
        (head, {"content": f"{_ANSWER['answer']}{_SOURCES}"}, None),
        (head, {}, "stop"),
    ]
    told = [
        json.dumps(each | {"choices": [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]})
        for each, delta, finish in chunks
    ]
    return "".join(f"data: {each}\n\n" for each in [*told, "[DONE]"])
