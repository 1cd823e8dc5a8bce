"""A build with everything around it: the gate, what became of the rules, and a background process to do it in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NoReturn

from pydantic import TypeAdapter

from assistant.assistant import Assistant
from assistant.conversations import Conversations
from assistant.edition import Edition
from assistant.gate import Gate, Objected
from assistant.rulebook.comparing import compare, describe
from assistant.rulebook.reading import read_rules
from assistant.rulebook.rules import Rulebook
from index.building import Progress, Report, build
from index.embedding import OnnxEmbedder
from index.errors import Fault, GenerationDamaged, GenerationMissing
from index.generations import Generation, Judge, Manifest, State
from web.settings import Settings

NICER = 10  # by how much a background build leaves the processor to those who answer
_REPORT = TypeAdapter(Report)


class BuildFailed(Fault):
    """A build in a process of its own has failed; the text is what that process said."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, and the rules before and after it."""

    report: Report
    before: Rulebook
    after: Rulebook


def build_index(
    settings: Settings,
    state: State,
    *,
    full: bool = False,
    force: bool = False,
    asked: bool = True,
    progress: Progress | None = None,
) -> Built:
    """Build, let the new generation through the gate where there is one, and tell what became of the rules.

    ``force`` passes the gate by and takes a corpus that has lost most of its documents. Raises Fault.
    """
    current = _current(state)
    before = read_rules(current.documents) if current else Rulebook()
    made: list[Generation] = []
    object_to = None if force else gate_of(settings, state)

    def judge(generation: Generation) -> str | None:
        made.append(generation)
        return object_to(generation) if object_to else None

    report = build(
        settings.corpus, state, state.embedder, full=full, force=force, asked=asked, judge=judge, progress=progress
    )
    after = read_rules(made[-1].documents) if made else before
    return Built(replace(report, rules=tuple(map(describe, compare(before, after)))), before, after)


def gate_of(settings: Settings, state: State) -> Judge | None:
    """What holds a new generation against the one in service; None where no cases are configured or nothing serves."""
    current = _current(state) if settings.gate else None
    if settings.gate is None or current is None:
        return None
    gate, serving = Gate(settings.gate, settings.gate_margin), Edition.of(current)

    def judge(generation: Generation) -> str | None:
        with Conversations() as conversations:
            assistant = Assistant(state, state.embedder, conversations)
            return gate.objection(assistant, serving, Edition.of(generation))

    return judge


def publish_generation(settings: Settings, state: State, id: str | None = None, *, force: bool = False) -> Manifest:
    """Put a generation that is kept in service, the newest unless named; through the gate unless forced.

    Raises Objected, GenerationMissing or GenerationDamaged."""
    with state.building():
        id = id or state.newest().id
        judge = None if force else gate_of(settings, state)
        objection = judge(state.open(id)) if judge else None
        if objection:
            raise Objected(f"generation {id} stays out of service: {objection}")
        return state.put_in_service(id)


class Builder:
    """Builds in a process of its own, one that gives way to those who answer."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._running: subprocess.Popen[str] | None = None

    def build(self, progress: Progress | None = None, *, asked: bool = True) -> Report:
        """What ``build_index`` reports. Raises BuildFailed."""
        request = {"settings": self._settings.model_dump(mode="json", include=_NEEDED), "asked": asked}
        process = subprocess.Popen(
            [sys.executable, "-m", "web.builds"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._running = process
        assert process.stdin
        assert process.stdout
        with process:
            with suppress(BrokenPipeError):
                print(json.dumps(request), file=process.stdin, flush=True)  # stays open: its end ends the build
            told: dict[str, object] = {}
            for line in process.stdout:
                told = json.loads(line)
                if progress and "embedded" in told:
                    progress(*TypeAdapter(tuple[int, int]).validate_python(told["embedded"]))
        self._running = None
        if "report" in told:
            return _REPORT.validate_python(told["report"])
        remedy = f"the build ended with status {process.returncode}: run 'assistant index build' to see why"
        raise BuildFailed(str(told.get("fault", remedy)))

    def stop(self) -> None:
        """End the build under way; the generation in service stays."""
        if self._running:
            self._running.kill()


_NEEDED = {"corpus", "state", "model", "gate", "gate_margin"}


def main() -> None:
    """The background process: a request on standard input, on standard output how far it is and in the end a report."""
    os.nice(NICER)
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    settings = Settings(**{name: value for name, value in request["settings"].items() if value is not None})
    try:
        state = State(settings.state, OnnxEmbedder.load(settings.model))
        built = build_index(settings, state, asked=request["asked"], progress=lambda *done: _tell("embedded", done))
        _tell("report", _REPORT.dump_python(built.report, mode="json"))
    except (Fault, OSError) as fault:
        _tell("fault", str(fault))


def _tell(name: str, value: object) -> None:
    print(json.dumps({name: value}), flush=True)  # noqa: T201


def _end_with_parent() -> NoReturn:
    """A build that nobody waits for any more is cut off; what it has left goes with the next."""
    sys.stdin.read()
    os._exit(1)


def _current(state: State) -> Generation | None:
    with suppress(GenerationMissing, GenerationDamaged):
        return state.current()
    return None


Rebuild = Callable[[Progress], Report]

if __name__ == "__main__":
    main()
