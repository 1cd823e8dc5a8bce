"""The pages for those who keep the documents and the server, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from web.access import Access
from web.app import create_app
from web.callers import Role
from web.conduct import Conduct
from web.templating import ago
from web.tokens import Tokens

ORDER = "# Faults\n\nIf you cannot resolve a fault, you should escalate it through, in order:\n\n1. The porter\n2. {}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "faults.md").write_text(ORDER.format("The warden"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def operator(make_app: Callable[[Path], FastAPI], folder: Path) -> Iterator[TestClient]:
    client = TestClient(make_app(folder), raise_server_exceptions=False, follow_redirects=False)
    yield client
    client.close()


def rebuild(client: TestClient) -> str:
    return str(client.post("/api/v1/index/rebuild?wait=true").json()["report"]["generation"])


def test_the_index_page_tells_the_generation_its_age_and_what_was_skipped(operator: TestClient, folder: Path) -> None:
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00")
    (folder / "plan.pdf").write_bytes(b"%PDF")
    generation = rebuild(operator)
    page = operator.get("/index").text
    for told in (generation, "just now", "As they are in the folder now", "broken.md", "not UTF-8", "plan.pdf"):
        assert told in page
    (folder / "faults.md").write_text("# Other\n\nWords.\n", encoding="utf-8")
    assert "Changed in the folder since" in operator.get("/index").text


def test_only_documents_that_could_not_be_read_are_told_to_readers(operator: TestClient, folder: Path) -> None:
    (folder / "plan.pdf").write_bytes(b"%PDF")
    rebuild(operator)
    assert "could not be read" not in operator.get("/").text
    assert "plan.pdf" not in operator.get("/documents").text
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00")
    rebuild(operator)
    assert "1 could not be read" in operator.get("/").text
    assert "broken.md" in operator.get("/documents").text


def test_an_earlier_generation_answers_again_at_a_press(operator: TestClient, folder: Path) -> None:
    first = operator.get("/api/v1/index").json()["generation"]
    (folder / "faults.md").write_text(ORDER.format("The head warden"), encoding="utf-8")
    second = rebuild(operator)
    went = operator.post("/index/rollback", data={"generation": first})
    assert (went.status_code, went.headers["location"]) == (303, "/index")
    assert operator.get("/api/v1/index").json()["generation"] == first
    assert "Go forward to it" in operator.get("/index").text
    operator.post("/index/rollback", data={"generation": second})
    assert operator.get("/api/v1/index").json()["generation"] == second


@pytest.mark.parametrize(("generation", "status"), [("20000101T000000Z-abcdef", 409), ("../../etc", 422), ("", 422)])
def test_going_back_to_no_generation_changes_nothing(operator: TestClient, generation: str, status: int) -> None:
    before = operator.get("/api/v1/index").json()["generation"]
    assert operator.post("/index/rollback", data={"generation": generation}).status_code == status
    assert operator.get("/api/v1/index").json()["generation"] == before


def test_another_site_cannot_press_for_an_operator(operator: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert operator.post("/index/verify", headers=headers).status_code == 403
    assert operator.post("/index/rollback", headers=headers).status_code == 403


def test_checking_tells_what_is_damaged(operator: TestClient) -> None:
    assert "is what it was when it was written" in operator.post("/index/verify").text
    state = operator.app.state.assistant.state  # type: ignore[attr-defined]
    damaged = next(state.root.glob("generations/*/passages.jsonl"))
    damaged.write_text(damaged.read_text(encoding="utf-8") + " ", encoding="utf-8")
    page = operator.post("/index/verify").text
    assert "Damaged" in page
    assert "passages.jsonl is not what its manifest says" in page


def test_a_refused_entry_is_shown_with_the_words_nearest_to_its_quote(operator: TestClient, folder: Path) -> None:
    (folder / "keys.md").write_text("# Keys\n\nKeys: ask at the lodge.\n", "utf-8")
    entry = '[[responsibility]]\nquote = "Keys: ask at the library."\nteam = "library"\nduty = "keys"\n'
    (folder / "rules.toml").write_text(entry, "utf-8")
    rebuild(operator)
    page = operator.get("/rules").text
    assert "responsibility 1 of rules.toml: no document says what it quotes" in page
    assert "Keys: ask at the lodge." in page


def test_the_last_change_of_the_rules_is_told(operator: TestClient, folder: Path) -> None:
    assert "the rules are the same as now" in operator.get("/rules/changes").text
    (folder / "faults.md").write_text(ORDER.format("The head warden"), encoding="utf-8")
    changed = rebuild(operator)
    (folder / "other.md").write_text("# Tea\n\nThe kettle boils.\n", encoding="utf-8")
    rebuild(operator)
    page = operator.get("/rules/changes").text
    assert changed in page
    assert "The head warden" in page
    assert "The warden" in page


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (5, "just now"),
        (60, "1 minute ago"),
        (7_300, "2 hours ago"),
        (86_400, "1 day ago"),
        (400 * 86_400, "400 days ago"),
    ],
)
def test_ages_are_told_as_people_say_them(seconds: int, words: str) -> None:
    now = datetime.now(UTC)
    assert ago(now - timedelta(seconds=seconds), now) == words


def test_every_page_leads_to_the_others(operator: TestClient) -> None:
    for path in ("/", "/documents", "/rules", "/index", "/gaps"):
        page = operator.get(path).text
        assert re.search(rf'<a href="{path}" aria-current="page">', page)


@pytest.mark.parametrize(("role", "status"), [(Role.ADMIN, 200), (Role.ASK, 403), (None, 401)])
def test_the_pages_for_operators_need_a_token_of_the_role_admin(
    operator: TestClient, tmp_path_factory: pytest.TempPathFactory, role: Role | None, status: int
) -> None:
    tokens = Tokens(tmp_path_factory.mktemp("tokens") / "tokens.json")
    app = create_app(operator.app.state.assistant, conduct=Conduct(access=Access(tokens, None)))  # type: ignore[attr-defined]
    headers = {"Authorization": f"Bearer {tokens.make('somebody', role)}"} if role else {}
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False, headers=headers)
    for path in ("/rules", "/rules/changes", "/index", "/gaps"):
        assert client.get(path).status_code == status, path
    assert client.post("/index/verify").status_code == status
    assert client.post("/index/rollback").status_code == (422 if status == 200 else status)
