"""What the commands share: their common options, the settings they are run with, and how they print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.conversations import Turn
    from index.generations import State
    from web.desk import Desk
    from web.settings import Settings

Corpus = Annotated[
    Path | None, typer.Option("--corpus", metavar="DIR", help="Folder of documents; the bundled ones by default.")
]
StateFolder = Annotated[
    Path | None, typer.Option("--state", metavar="DIR", help="Folder for index and conversations; ./var by default.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AGeneration = Annotated[str | None, typer.Argument(metavar="GENERATION", help="See 'assistant index list'.")]


def settings_of(**flags: Any) -> Settings:
    from web.settings import WrongSetting, load_settings

    try:
        return load_settings(**flags)
    except WrongSetting as error:
        raise typer.BadParameter(str(error)) from error


def state_of(settings: Settings) -> State:
    from index.embedding import OnnxEmbedder
    from index.generations import State
    from index.places import place_of

    return State(settings.state, OnnxEmbedder.load(settings.model), place_of(settings.vectors))


@contextmanager
def assistant_of(settings: Settings, *, remember: bool = True) -> Iterator[Assistant]:
    """The assistant put together; without ``remember`` nothing said is kept."""
    from assistant.assistant import Assistant
    from assistant.conversations import Conversations

    state = state_of(settings)
    state.current_id()  # nothing is made where there is no index
    with Conversations(settings.state / "conversations.sqlite3" if remember else None) as conversations:
        yield Assistant(state, state.embedder, conversations, settings.approved)


@contextmanager
def desk_of(settings: Settings) -> Iterator[Desk]:
    """A desk to ask at, for what answers many questions without the HTTP API; all of it is kept and logged."""
    from assistant.log import LOG, Log
    from web.conduct import Conduct
    from web.desk import Desk
    from web.metrics import Metrics
    from web.switch import Switch

    with assistant_of(settings) as assistant, closing(Log(settings.state / LOG)) as log:
        yield Desk(assistant, Metrics(), Conduct(log=log, switch=Switch(settings.state / "paused")))


def logged(assistant: Assistant, settings: Settings, question: str, conversation_id: str | None) -> Turn:
    """The answer to a question asked at the terminal, written into the decision log as any other."""
    from assistant.log import LOG, Log, entry_of
    from assistant.stages import Stopwatch, heard_by

    watch = Stopwatch()
    with closing(Log(settings.state / LOG)) as log:
        with heard_by(watch.stage):
            turn = assistant.ask(question, conversation_id)
        log.keep(entry_of(turn, "terminal", None, [rule.id for rule in assistant.rulebook().rules], watch.seconds))
    return turn


def show(lines: Iterable[str]) -> None:
    from web.terminal import printable

    typer.echo(printable(lines))


def show_json(value: Any) -> None:
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))
