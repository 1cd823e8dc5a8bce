"""The commands of those who look after a running assistant: who may ask, and whether anybody may."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from web.shell import Json, StateFolder, settings_of, show, show_json

if TYPE_CHECKING:
    from web.tokens import Token, Tokens

token_commands = typer.Typer(help="Make, list and revoke the tokens that others ask with.", no_args_is_help=True)

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


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the command line."""
    app.add_typer(token_commands, name="token")
    app.command("pause")(pause)
    app.command("resume")(resume)


def _tokens(state: StateFolder) -> Tokens:
    from web.tokens import Tokens

    return Tokens(settings_of(state=state).state / "tokens.json")


def _line(token: Token) -> str:
    made = datetime.fromtimestamp(token.made_at, UTC)
    bounds = "".join(
        f", {value} {what}" for value, what in ((token.rate, "a minute"), (token.at_once, "at once")) if value
    )
    return f"{token.id}  {token.name}  {token.role}  made {made:%d %B %Y %H:%M} UTC{bounds}"
