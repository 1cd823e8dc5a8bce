"""The command line. Parts are put together here and nowhere else; what is heavy is imported by the command itself."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.errors import CorpusMissing, Fault
from web import operating
from web.shell import (
    AGeneration,
    Corpus,
    Json,
    StateFolder,
    assistant_of,
    logged,
    settings_of,
    show,
    show_json,
    state_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.rulebook.comparing import Change
    from assistant.rulebook.rules import Rule, Rulebook
    from index.generations import Generation, Manifest
    from web.settings import Settings

app = typer.Typer(
    name="assistant",
    help="Answers questions from your own documents, with exact quotes, and keeps to their escalation rules.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
index_commands = typer.Typer(help="Build the index and look after its generations.", no_args_is_help=True)
rules_commands = typer.Typer(help="Show the rules that the documents state.", invoke_without_command=True)
app.add_typer(index_commands, name="index")
app.add_typer(rules_commands, name="rules")
operating.add_to(app)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(metavar="H", help="Address to serve on; 127.0.0.1 by default.")] = None,
    port: Annotated[int | None, typer.Option(metavar="P", help="Port to serve on; 8000 by default.")] = None,
    corpus: Corpus = None,
    state: StateFolder = None,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes that answer; 1 by default.")] = None,
    no_watch: Annotated[bool, typer.Option("--no-watch", help="Leave the index alone when documents change.")] = False,
    to_all: Annotated[bool, typer.Option("--open", help="Answer anybody, on any address, without a token.")] = False,
) -> None:
    """Build the index where it is missing or behind, then serve the chat page and the API."""
    settings = settings_of(
        host=host,
        port=port,
        corpus=corpus,
        state=state,
        workers=workers,
        watch=False if no_watch else None,
        open=to_all or None,
    )
    from web import serving
    from web.terminal import embedding_progress

    with embedding_progress() as progress:
        serving.serve(settings, progress, lambda address: typer.echo(f"The assistant answers on {address}"))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="1 to 4,000 characters.")],
    conversation: Annotated[
        str | None, typer.Option(metavar="ID", help="Go on with a conversation, or start one of this name.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the API's reply.")] = False,
    why: Annotated[
        bool, typer.Option("--why", help="Show the evidence kept and rejected, the rules consulted and what decided.")
    ] = False,
    state: StateFolder = None,
) -> None:
    """Answer one question at the terminal."""
    settings = settings_of(state=state)
    from pydantic import ValidationError

    from web.schemas import AskReply, AskRequest
    from web.terminal import answer_lines, why_lines

    try:
        asked = AskRequest(question=question, conversation_id=conversation)
    except ValidationError as error:
        raise typer.BadParameter("; ".join(f"{each['loc'][0]}: {each['msg']}" for each in error.errors())) from error
    with assistant_of(settings) as assistant:
        turn = logged(assistant, settings, asked.question, asked.conversation_id)
    if as_json:
        evidence = {"evidence": [asdict(exhibit) for exhibit in turn.answer.evidence]} if why else {}
        show_json(AskReply.of(turn).model_dump(mode="json", by_alias=True) | evidence)
        return
    show(answer_lines(turn))
    if why:
        show(why_lines(turn))


@app.command("eval")
def evaluate(
    cases: Annotated[list[Path], typer.Argument(metavar="CASES.jsonl...", help="Files of cases, one a line.")],
    as_json: Json = False,
    corpus: Corpus = None,
    state: StateFolder = None,
    ablation: Annotated[
        bool, typer.Option("--ablation", help="Also tell what each stage of the search is worth.")
    ] = False,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.png", help="Draw the risk over the coverage.")] = None,
    bench: Annotated[
        bool, typer.Option("--bench", help="Also time whole replies against sentence-transformers' embedding alone.")
    ] = False,
) -> None:
    """Ask the questions of the cases and print how many replies are as expected."""
    settings = settings_of(corpus=corpus, state=state)
    from assistant import evaluation, measuring

    files = [(path.name, evaluation.read_cases(path)) for path in cases]
    source = evaluation.Source(settings.corpus)
    told, curves = [], []
    with assistant_of(settings, remember=False) as assistant:
        for name, read in files:
            results = evaluation.run(read, assistant.ask, source)
            figures = evaluation.figures(name, results)
            told.append(evaluation.as_json(figures, results))
            worths = measuring.ablation(read, assistant.edition()) if ablation else ()
            points = measuring.risk_coverage(read, assistant.edition()) if ablation or plot else ()
            curves.append((name, points))
            paces = [measuring.pace(read, assistant.ask, _reference())] if bench else []
            told[-1] |= {"pace": asdict(paces[0])} if paces else {}
            if ablation:
                told[-1] |= {"ablation": [asdict(each) for each in worths], "risk": [asdict(each) for each in points]}
            if not as_json:
                show(evaluation.as_lines(figures))
                show(measuring.as_lines(worths, points) if ablation else ())
                show(map(str, paces))
    if plot:
        measuring.plot(curves, plot)
    if as_json:
        show_json(told)


def _reference() -> Callable[[str], object]:
    """Embeds one question as sentence-transformers does."""
    from index.reference import ReferenceEmbedder

    embedder = ReferenceEmbedder.load()
    return lambda question: embedder.embed([question])


@index_commands.command("build")
def build_index(
    corpus: Corpus = None,
    state: StateFolder = None,
    full: Annotated[bool, typer.Option("--full", help="Make everything anew, also what has not changed.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Also where most documents are gone, or the gate would object.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Build a new generation, make it the one that answers, and report what changed."""
    settings = settings_of(corpus=corpus, state=state)
    from assistant.gate import Objected
    from assistant.rulebook.comparing import compare
    from web.builds import build_index
    from web.terminal import embedding_progress, report_lines

    with embedding_progress() as progress:
        built = build_index(settings, state_of(settings), full=full, force=force, progress=progress)
    report, before, after = built.report, *(_in_review(book, settings) for book in (built.before, built.after))
    changed = compare(before, after)
    if as_json:
        told = {"rules": _changes(changed), "rules_told": report.rules, "conflicts": _conflicts(after)}
        show_json(asdict(report) | told)
    else:
        show(report_lines(report, changed, after))
    if report.withheld:
        raise Objected(f"generation {report.generation} stays out of service: {report.withheld}")


@index_commands.command("publish")
def index_publish(
    generation: AGeneration = None,
    corpus: Corpus = None,
    state: StateFolder = None,
    force: Annotated[bool, typer.Option("--force", help="Whatever the gate says.")] = False,
) -> None:
    """Put a generation that is kept in service: the newest, unless named."""
    settings = settings_of(corpus=corpus, state=state)
    from web.builds import publish_generation

    manifest = publish_generation(settings, state_of(settings), generation, force=force)
    show([f"Generation {manifest.id} answers now."])


@index_commands.command("export")
def index_export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive to write.")],
    generation: Annotated[
        str | None, typer.Option(metavar="GENERATION", help="Another than the one in service.")
    ] = None,
    state: StateFolder = None,
) -> None:
    """Write one generation as a single archive that other machines can load."""
    settings = settings_of(state=state)
    from index.archives import export_generation

    digest = export_generation(state_of(settings), file, generation)
    show([f"{file} holds the generation. Its SHA-256: {digest}"])


@index_commands.command("import")
def index_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An archive that 'assistant index export' wrote.")],
    sha256: Annotated[str | None, typer.Option(metavar="DIGEST", help="Refuse any other file.")] = None,
    corpus: Corpus = None,
    state: StateFolder = None,
    force: Annotated[bool, typer.Option("--force", help="Whatever the gate says.")] = False,
) -> None:
    """Load a generation from an archive, check it, and put it in service."""
    settings = settings_of(corpus=corpus, state=state)
    from index.archives import import_generation
    from web.builds import publish_generation

    folder = state_of(settings)
    manifest = import_generation(folder, file, sha256)
    publish_generation(settings, folder, manifest.id, force=force)
    show([f"Generation {manifest.id} answers now."])


@index_commands.command("status")
def index_status(corpus: Corpus = None, state: StateFolder = None, as_json: Json = False) -> None:
    """Show the generation that answers and whether the documents have changed since."""
    settings = settings_of(corpus=corpus, state=state)
    from index.building import current_is_behind
    from web.schemas import CorpusState, IndexReply
    from web.terminal import status_lines

    folder = state_of(settings)
    generation = folder.current()
    standing: CorpusState
    try:
        standing = "behind" if current_is_behind(settings.corpus, folder) else "current"
    except CorpusMissing:
        standing = "missing"
    if as_json:
        show_json(IndexReply.of(generation, standing).model_dump(mode="json"))
    else:
        show(status_lines(generation, standing))


@index_commands.command("list")
def index_list(state: StateFolder = None, as_json: Json = False) -> None:
    """List the generations kept, oldest first; the one that answers is marked."""
    settings = settings_of(state=state)
    from index.generations import State
    from web.terminal import list_lines

    folder = State(settings.state)
    current, kept = folder.current_id(), folder.list()
    if as_json:
        show_json([_generation(manifest) | {"current": manifest.id == current} for manifest in kept])
    else:
        show(list_lines(kept, current))


@index_commands.command("verify")
def index_verify(generation: AGeneration = None, state: StateFolder = None, as_json: Json = False) -> None:
    """Check every file of one generation, or of all, against its checksum."""
    settings = settings_of(state=state)
    from index.errors import GenerationDamaged
    from index.generations import State

    problems = State(settings.state).verify(generation)
    if as_json:
        show_json({"problems": list(problems)})
    else:
        show(problems or ["Every file is as it was written."])
    if problems:
        raise GenerationDamaged(f"{len(problems)} found damaged: run 'assistant index build --full'")


@index_commands.command("rollback")
def index_rollback(generation: AGeneration = None, state: StateFolder = None, as_json: Json = False) -> None:
    """Answer from an earlier generation again: the one before, unless named."""
    folder = state_of(settings_of(state=state))
    manifest = folder.rollback(generation)
    if as_json:
        show_json(_generation(manifest))
    else:
        show([f"Generation {manifest.id} answers now."])


@rules_commands.callback()
def rules(context: typer.Context, as_json: Json = False, state: StateFolder = None) -> None:
    """Show the rules in force, with the words that state them."""
    if context.invoked_subcommand:
        return
    from web.schemas import RulesReply
    from web.terminal import rulebook_lines

    settings = settings_of(state=state)
    generation = state_of(settings).current()
    book = _in_review(_rulebook(generation), settings)
    if as_json:
        show_json(RulesReply.of(generation.id, book).model_dump(mode="json", by_alias=True))
    else:
        show(rulebook_lines(book))


@rules_commands.command("diff")
def rules_diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A generation; see 'assistant index list'.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    as_json: Json = False,
    state: StateFolder = None,
) -> None:
    """Show what became of the rules between two generations."""
    folder = state_of(settings_of(state=state))
    from assistant.rulebook.comparing import compare
    from web.terminal import changes_lines

    changed = compare(*(_rulebook(folder.open(each)) for each in (before, after)))
    if as_json:
        show_json(_changes(changed))
    else:
        show(changes_lines(changed))


@rules_commands.command("approve")
def rules_approve(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...", help="Rules; see 'assistant rules'.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every rule that there is.")] = False,
    state: StateFolder = None,
) -> None:
    """Approve rules that wait. The approval lapses with the rule's words."""
    from assistant.rulebook.approvals import approve
    from index.errors import Fault

    settings = settings_of(state=state)
    if settings.approved is None:
        raise Fault('rules are in force as they are read: set rules = "reviewed" or ASSISTANT_RULES=reviewed first')
    known = {rule.id: rule for rule in _rulebook(state_of(settings).current()).rules}
    wanted = list(known) if every else ids or []
    unknown = [each for each in wanted if each not in known]
    if unknown:
        raise Fault(f"there is no rule {unknown[0]}: see 'assistant rules' for those there are")
    if not wanted:
        raise typer.BadParameter("name the rules to approve, or --all: see 'assistant rules'")
    approve(settings.approved, [known[each] for each in wanted])
    show(f"Approved: {each}" for each in wanted)


def main() -> None:
    """Run the command line; every fault ends here, as one line that names the next command."""
    try:
        app(prog_name="assistant")
    except Fault as fault:
        _fail(str(fault))
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _fail(f"{place}{error.strerror or error}: give folders you may use with --corpus DIR and --state DIR")


def _fail(reason: str) -> None:
    print(f"assistant: {' '.join(reason.split())}", file=sys.stderr)  # noqa: T201
    sys.exit(1)


def _rulebook(generation: Generation) -> Rulebook:
    from assistant.rulebook.reading import read_rules

    return read_rules(generation.documents)


def _in_review(book: Rulebook, settings: Settings) -> Rulebook:
    """The rulebook with what waits for approval, where rules are reviewed."""
    from assistant.rulebook.approvals import read_approvals, reviewed

    return reviewed(book, read_approvals(settings.approved)) if settings.approved else book


def _changes(changed: Sequence[Change]) -> dict[str, Any]:
    from web.schemas import rule_reply

    def told(rule: Rule) -> dict[str, Any]:
        return rule_reply(rule).model_dump(mode="json", by_alias=True)

    return {
        "added": [told(each.after) for each in changed if each.after and not each.before],
        "changed": [
            {"parts": each.parts, "before": told(each.before), "after": told(each.after)}
            for each in changed
            if each.before and each.after
        ],
        "gone": [told(each.before) for each in changed if each.before and not each.after],
    }


def _conflicts(book: Rulebook) -> list[dict[str, Any]]:
    from web.schemas import RulesReply

    return [each.model_dump(mode="json") for each in RulesReply.of("", book).conflicts]


def _generation(manifest: Manifest) -> dict[str, Any]:
    return {
        "generation": manifest.id,
        "built_at": manifest.created.isoformat(),
        "documents": manifest.documents,
        "passages": manifest.passages,
    }
