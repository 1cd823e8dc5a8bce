"""Runs the command line on request, each time in a fork of its own that waits until it is traced.

Each request is a line of JSON on standard input: the ``arguments``, the ``folder`` to run in and the file for its
``output``; the reply is the process id. A second line lets it run; the reply to that is its exit status.
"""

from __future__ import annotations

import faulthandler
import json
import os
import select
import sys
from typing import NoReturn

from hashing import Hashing

import web.schemas
import web.terminal  # noqa: F401  (what every fork needs is loaded once)
from index.embedding import OnnxEmbedder
from web.cli import main


def serve() -> None:
    """Until standard input ends."""
    OnnxEmbedder.load = classmethod(lambda cls, folder=None, threads=1: Hashing())  # type: ignore[assignment]
    while request := sys.stdin.readline():
        waits, go = os.pipe()
        child = os.fork()
        if not child:
            work(waits, **json.loads(request))
        print(child, flush=True)
        sys.stdin.readline()
        os.write(go, b".")
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        os.close(waits)
        os.close(go)


def work(waits: int, arguments: list[str], folder: str, output: str) -> NoReturn:
    """One command, as a process of its own would run it, for 25 s at most."""
    faulthandler.dump_traceback_later(25, exit=True)
    status = 70
    try:
        select.select([waits], [], [])  # a read in progress would sometimes be counted, and sometimes not
        status = command(arguments, folder, output)
    finally:
        os._exit(status)


def command(arguments: list[str], folder: str, output: str) -> int:
    os.chdir(folder)
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)
    sys.argv = ["assistant", *arguments]
    status = 0
    try:
        main()
    except SystemExit as ended:
        status = int(ended.code or 0)
    sys.stdout.flush()
    sys.stderr.flush()
    return status


serve()
