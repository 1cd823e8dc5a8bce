"""One of several processes that answer on one address; web.workers starts it."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import NoReturn

from index.embedding import OnnxEmbedder
from index.generations import State
from index.places import place_of
from web.counts import Counts
from web.logs import log_to_terminal
from web.serving import answer
from web.settings import Settings
from web.workers import LONGEST_STOP


def main() -> None:
    """Answer until told to stop.

    The settings come on standard input; the listening socket as a descriptor, the number of this worker and the folder
    that all of them share are the arguments.
    """
    log_to_terminal()
    settings = Settings(**json.loads(sys.stdin.readline()))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    place, number, shared = sys.argv[1:]
    listener = socket.socket(fileno=int(place))
    counts = Counts(Path(shared) / "counts.sqlite3", int(number))
    state = State(settings.state, OnnxEmbedder.load(settings.model), place_of(settings.vectors))
    answer(settings, state, listener, lambda: print("ready", flush=True), counts=counts)  # noqa: T201


def _end_with_parent() -> NoReturn:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LONGEST_STOP)
    os._exit(1)


if __name__ == "__main__":
    main()
