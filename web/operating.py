"""The commands of those who look after a running assistant: who may ask, and whether anybody may."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from web.shell import Json, StateFolder, assistant_of, desk_of, settings_of, show, show_json, state_of

if TYPE_CHECKING:
    from assistant.log import Log
    from web.tokens import Token, Tokens

token_commands = typer.Typer(help="Make, list and revoke the tokens that others ask with.", no_args_is_help=True)
log_commands = typer.Typer(help="Show the decision log; ask again what was asked.", invoke_without_command=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="1 to 64 of A-Z a-z 0-9 . _ -")]


@token_commands.command("make")
def token_make(
    name: Name,
    role: Annotated[str, typer.Option(metavar="ROLE", help="ask, or admin.")] = "ask",
    rate: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Requests a minute, where not as others.")
    ] = None,
    at_once: Annotated[int | None, typer.Option(min=1, metavar="N", help="Requests under way.")] = None,
    state: StateFolder = None,
    as_json: Json = False,
) -> None:
    """Make a token and print it, this once: only its digest is kept."""
    from web.callers import Role
    from web.tokens import named

    if role not in list(Role):
        raise typer.BadParameter(f"there are the roles {' and '.join(Role)}", param_hint="--role")
    if not named(name):
        raise typer.BadParameter("a name has 1 to 64 of A-Z a-z 0-9 . _ -", param_hint="NAME")
    token = _tokens(state).make(name, Role(role), rate, at_once)
    if as_json:
        show_json({"name": name, "role": role, "token": token})
    else:
        show([token])


@token_commands.command("list")
def token_list(state: StateFolder = None, as_json: Json = False) -> None:
    """List the tokens, oldest first; not the tokens themselves."""
    tokens = _tokens(state).all()
    if as_json:
        show_json([{key: value for key, value in asdict(each).items() if key != "digest"} for each in tokens])
    else:
        show([_line(each) for each in tokens] or ["There is no token: 'assistant token make NAME' makes one."])


@token_commands.command("revoke")
def token_revoke(name: Name, state: StateFolder = None) -> None:
    """Refuse a token from now on."""
    _tokens(state).revoke(name)
    show([f"The token {name} is refused from now on."])


def pause(
    reason: Annotated[str, typer.Option(metavar="TEXT", help="What whoever asks is told.")], state: StateFolder = None
) -> None:
    """Answer nothing until resumed: every question gets 503 with the reason."""
    from web.switch import Switch

    Switch(settings_of(state=state).state / "paused").pause(reason)
    show(["Nothing is answered now: 'assistant resume' ends it."])


def resume(state: StateFolder = None) -> None:
    """Answer again."""
    from web.switch import Switch

    was = Switch(settings_of(state=state).state / "paused").resume()
    show(["Questions are answered again." if was else "Nothing was paused."])


@log_commands.callback()
def log(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many of the latest.")] = 20,
    state: StateFolder = None,
    as_json: Json = False,
) -> None:
    """Show the latest answers with what decided them; the words of whoever asked are masked."""
    if context.invoked_subcommand:
        return
    from web.log_schemas import EntryReply
    from web.terminal import entry_lines

    with closing(_log(state)) as kept:
        entries = kept.entries(limit)
    if as_json:
        show_json([EntryReply.of(each).model_dump(mode="json") for each in entries])
    else:
        show(entry_lines(entries))


@log_commands.command("replay")
def log_replay(
    generation: Annotated[str | None, typer.Argument(metavar="GENERATION", help="A candidate to try.")] = None,
    state: StateFolder = None,
    as_json: Json = False,
) -> None:
    """Ask everything again: on its own generation, to the letter, or on a candidate, to see whose advice changes."""
    from assistant.replay import ReplayDiffers, replay
    from web.log_schemas import ReplayReply
    from web.terminal import replay_lines

    settings = settings_of(state=state)
    with closing(_log(state)) as kept, assistant_of(settings, remember=False) as assistant:
        told = ReplayReply.of(list(replay(assistant, kept.entries(), generation)), generation)
    if as_json:
        show_json(told.model_dump(mode="json"))
    else:
        show(replay_lines(told))
    if told.different and not generation:
        raise ReplayDiffers(f"{told.different} answers differ: see which with 'assistant log replay --json'")


def gaps(state: StateFolder = None, as_json: Json = False) -> None:
    """Show what the documents should say: questions refused, or answered to no help, gathered by likeness."""
    from assistant import gaps as missing
    from web.log_schemas import GapReply
    from web.terminal import gap_lines

    generation = state_of(settings_of(state=state)).current()
    with closing(_log(state)) as kept:
        found = missing.gaps(kept.entries(), kept.feedback(), generation)
    if as_json:
        show_json([GapReply.model_validate(gap).model_dump(mode="json") for gap in found])
    else:
        show(gap_lines(found))


def mcp(state: StateFolder = None) -> None:
    """Answer over standard input and output, as a server of the Model Context Protocol."""
    from web.mcp_server import mcp_server

    with desk_of(settings_of(state=state)) as desk:
        mcp_server(desk).run("stdio")


def slack(
    site: Annotated[str, typer.Option(metavar="URL", help="Where people open the documents that answers cite.")],
    host: Annotated[str, typer.Option(metavar="H", help="Address that Slack's events come to.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="P", min=0, max=65_535)] = 3000,
    state: StateFolder = None,
) -> None:
    """Answer in Slack: its events come to /slack/events. Reads SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET."""
    from web import serving

    token, secret, api = (os.environ.get(f"SLACK_{name}") for name in ("BOT_TOKEN", "SIGNING_SECRET", "API_URL"))
    missing = [name for name, value in (("SLACK_BOT_TOKEN", token), ("SLACK_SIGNING_SECRET", secret)) if not value]
    if not token or not secret:
        raise typer.BadParameter(f"set {' and '.join(missing)} in the environment, as your Slack app shows them")
    with desk_of(settings_of(state=state)) as desk:
        serving.serve_slack(desk, serving.SlackAccount(token, secret, api), site, (host, port), typer.echo)


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the command line."""
    app.add_typer(token_commands, name="token")
    app.command("pause")(pause)
    app.command("resume")(resume)
    app.add_typer(log_commands, name="log")
    app.command("gaps")(gaps)
    app.command("mcp")(mcp)
    app.command("slack")(slack)


def _log(state: StateFolder) -> Log:
    from assistant.log import LOG, Log

    return Log(settings_of(state=state).state / LOG)


def _tokens(state: StateFolder) -> Tokens:
    from web.tokens import Tokens

    return Tokens(settings_of(state=state).state / "tokens.json")


def _line(token: Token) -> str:
    made = datetime.fromtimestamp(token.made_at, UTC)
    bounds = "".join(
        f", {value} {what}" for value, what in ((token.rate, "a minute"), (token.at_once, "at once")) if value
    )
    return f"{token.id}  {token.name}  {token.role}  made {made:%d %B %Y %H:%M} UTC{bounds}"
