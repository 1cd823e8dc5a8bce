"""The pages for those who keep the documents and the server: the rules, the index and its earlier generations.

Who may see them stands in ``web/permissions.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.rulebook.comparing import Change, compare, describe
from assistant.rulebook.reading import read_rules
from assistant.rulebook.rules import Contradiction, Responsibility, Rulebook, Status
from index.errors import GenerationDamaged
from index.generations import Manifest, State
from web.api import go_back
from web.api import index as index_reply
from web.learning import missing
from web.problems import problems
from web.rendering import titles
from web.schemas import CorpusState
from web.templating import page
from web.wiring import TheAssistant, TheCorpus, TheLog

routes = APIRouter(default_response_class=HTMLResponse, tags=["pages"])

_STANDING: Mapping[CorpusState, str] = {
    "current": "As they are in the folder now",
    "behind": "Changed in the folder since: run 'assistant index build'",
    "missing": "The folder is gone: name one with '--corpus DIR'",
    "unknown": "Not compared with the folder",
}
_STATUS = {
    Status.IN_FORCE: "In force",
    Status.CONFLICTED: "In force, contradicted",
    Status.PENDING: "Waits for approval",
}
_GenerationId = Annotated[
    str, Form(pattern=r"^\d{8}T\d{6}Z-[0-9a-f]{6}$", description="A generation kept, as the index page lists them.")
]


@dataclass(frozen=True, slots=True)
class LastChange:
    """What became of the rules when they last changed, and between which generations."""

    before: Manifest
    after: Manifest
    changes: tuple[Change, ...]


@routes.get("/rules", summary="The rules in force, for people", responses=problems(403, 500, 503))
def rules(request: Request, assistant: TheAssistant) -> Response:
    """Each rule with the words that state it, and what goes against it; those that wait for approval too."""
    edition = assistant.edition()
    book = edition.read
    against: dict[str, list[Contradiction]] = {}
    for each in book.contradictions:
        against.setdefault(each.rule, []).append(each)
    teams: dict[str, list[Responsibility]] = {}
    for rule in book.responsibilities:
        teams.setdefault(rule.team, []).append(rule)
    return page(
        request,
        "rules.html",
        book=book,
        teams=teams,
        against=against,
        waiting=sum(rule.status is Status.PENDING for rule in book.rules),
        titles=titles(edition.generation),
        statuses=_STATUS,
    )


@routes.get("/rules/changes", summary="How the rules last changed, for people", responses=problems(403, 500, 503))
def rule_changes(request: Request, assistant: TheAssistant) -> Response:
    """What the latest generation with other rules added, changed and took away, among the generations kept."""
    current = assistant.generation().id
    return page(request, "changes.html", last=last_change(assistant.state, current), describe=describe)


@routes.get("/index", summary="The index, for people", responses=problems(403, 500, 503))
def index(request: Request, assistant: TheAssistant, corpus: TheCorpus) -> Response:
    """The generation that answers, what was skipped, and the generations to go back to."""
    return _index(request, assistant, corpus)


@routes.post("/index/verify", summary="Check the index, for people", responses=problems(403, 500, 503))
def verify(request: Request, assistant: TheAssistant, corpus: TheCorpus) -> Response:
    """Checks every file of every generation kept against its checksum."""
    return _index(request, assistant, corpus, assistant.state.verify())


@routes.post(
    "/index/rollback",
    summary="Go back to an earlier generation, for people",
    status_code=303,
    response_class=RedirectResponse,
    responses=problems(403, 409, 422, 500, 503),
)
def rollback(assistant: TheAssistant, generation: _GenerationId) -> Response:
    """Makes a generation that is kept answer again; it is checked first."""
    go_back(assistant, generation)
    assistant.take_up()
    return RedirectResponse("/index", status_code=303)


@routes.get("/gaps", summary="What the documents should say, for people", responses=problems(403, 500, 503))
def gaps(request: Request, assistant: TheAssistant, log: TheLog) -> Response:
    """Questions refused, or answered to no help, gathered by likeness, with the page where an answer would stand."""
    return page(request, "gaps.html", gaps=missing(log, assistant).gaps)


def last_change(state: State, current: str) -> LastChange | None:
    """The latest change of the rules among the generations kept, up to the current one; None where there was none."""
    kept = state.list()
    made = next((place for place, manifest in enumerate(kept) if manifest.id == current), 0)
    book = _rulebook(state, current)
    for before, after in reversed(list(pairwise(kept[: made + 1]))):
        try:
            found = compare(_rulebook(state, before.id), book)
        except GenerationDamaged:
            continue
        if found:
            return LastChange(before, after, found)
    return None


@lru_cache(maxsize=8)
def _rulebook(state: State, generation: str) -> Rulebook:
    """The rules of a generation, which never change."""
    return read_rules(state.open(generation).documents)


def _index(
    request: Request, assistant: TheAssistant, corpus: TheCorpus, damage: tuple[str, ...] | None = None
) -> Response:
    generation = assistant.generation()
    return page(
        request,
        "index.html",
        generation=generation,
        told=index_reply(assistant, corpus),
        kept=tuple(reversed(assistant.state.list())),
        damage=damage,
        standing=_STANDING,
    )
