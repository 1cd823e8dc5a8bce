"""What /openapi.json says is true: schemathesis makes requests of every kind that it allows, and of others.

The long run asks for a thousand and more requests of each kind; LONG_TESTS=1 .venv/bin/python -m pytest
tests/web/test_description.py
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from web.permissions import Need, door

ROOT = Path(__file__).parents[2]
LONG = "LONG_TESTS" in os.environ
EXAMPLES = "400" if LONG else "2"


def test_every_request_is_answered_as_described(
    make_app: Callable[[Path], FastAPI], serve_site: Callable[[FastAPI], Any], tmp_path: Path
) -> None:
    site = serve_site(make_app(ROOT / "corpus"))
    command = [Path(sys.executable).with_name("st"), "run", f"{site.address}/openapi.json", "--checks", "all"]
    bounded = ["--max-examples", EXAMPLES, "--seed", "20261123", "--phases", "examples,coverage,fuzzing", "-w", "2"]
    patient = ["--request-timeout", "60"]  # seconds: other tests may keep both cores busy
    quiet = [
        "--no-color",
        "--warnings",
        "off",
        "--generation-database",
        "none",
        "--continue-on-failure",
        "--max-response-time",
        "60",
    ]
    command = [*command, *bounded, *patient, *quiet]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=1_800, check=False)
    assert ran.returncode == 0, "\n".join(line[:300] for line in ran.stdout.splitlines()[-120:])
    made = re.search(r"(\d[\d,]*) generated", ran.stdout)
    assert made
    assert int(made[1].replace(",", "")) > (5_000 if LONG else 300)


def test_every_route_says_who_may_call_it_and_what_it_may_refuse(client: TestClient) -> None:
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        for method, operation in operations.items():
            met, statuses = door(method.upper(), path), set(operation["responses"])
            if met.need is Need.NOTHING:
                assert "security" not in operation, path
            else:
                assert operation["security"] == [{}, {"token": []}], path
                assert {"401", "403"} <= statuses, path
            if met.bounded:
                assert {"429", "503"} <= statuses, path
            if method == "post":
                assert {"400", "408", "409", "413", "415"} <= statuses, path


def shown(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every parameter, body, reply and error of the description, each with its place."""
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            place = f"{method} {path}"
            yield from ((f"{place} {each['name']}", each) for each in operation.get("parameters", ()))
            for kind, held in operation.get("requestBody", {"content": {}})["content"].items():
                yield f"{place} {kind}", held
            for status, response in operation["responses"].items():
                yield from ((f"{place} {status} {kind}", held) for kind, held in response.get("content", {}).items())


def test_every_parameter_body_reply_and_error_has_an_example_that_is_as_described(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    schemas = described["components"]["schemas"]
    for place, held in shown(described):
        schema = held["schema"]
        example = held["example"] if "example" in held else schemas[schema["$ref"].rpartition("/")[2]]["examples"][0]
        if " text/" not in place:
            whole = schema | {"components": described["components"]}
            assert not [error.message for error in Draft202012Validator(whole).iter_errors(example)], place
        if "problem+json" in place:
            assert f" {example['status']} " in place


def test_every_reply_is_described_in_words_of_its_own(client: TestClient) -> None:
    for operations in client.get("/openapi.json").json()["paths"].values():
        for operation in operations.values():
            words = [response["description"] for response in operation["responses"].values()]
            assert "Successful Response" not in words


@pytest.mark.parametrize(("path", "last"), [("/api/v1/ask", "done"), ("/v1/chat/completions", "[DONE]")])
def test_the_example_of_a_stream_ends_as_streams_do(client: TestClient, path: str, last: str) -> None:
    reply = client.get("/openapi.json").json()["paths"][path]["post"]["responses"]["200"]
    assert last in reply["content"]["text/event-stream"]["example"].split("\n\n")[-2]


@pytest.mark.parametrize("path", ["/api/v1/ask", "/v1/chat/completions", "/api/v1/feedback"])
def test_what_programs_send_comes_with_an_example(client: TestClient, path: str) -> None:
    described = client.get("/openapi.json").json()
    body = described["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    name = body["$ref"].rpartition("/")[2]
    (example,) = described["components"]["schemas"][name]["examples"]
    assert client.post(path, json=example).status_code in (200, 204, 404)
