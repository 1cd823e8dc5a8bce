"""What a route may ask for: the assistant, the jobs, the folder of documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from assistant.assistant import Assistant
from assistant.log import Log
from web.jobs import Jobs


async def _assistant(request: Request) -> Assistant:
    found: Assistant = request.app.state.assistant
    return found


async def _jobs(request: Request) -> Jobs | None:
    found: Jobs | None = request.app.state.jobs
    return found


async def _corpus(request: Request) -> Path | None:
    found: Path | None = request.app.state.corpus
    return found


async def _log(request: Request) -> Log:
    found: Log = request.app.state.conduct.log
    return found


TheLog = Annotated[Log, Depends(_log)]
TheAssistant = Annotated[Assistant, Depends(_assistant)]
TheJobs = Annotated[Jobs | None, Depends(_jobs)]
TheCorpus = Annotated[Path | None, Depends(_corpus)]
