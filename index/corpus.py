"""Reading a folder of documents; what cannot be read is named, with the reason, and left out."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path, PurePosixPath

from index.documents import Block, Corpus, Document, Kind, Places, Skipped
from index.errors import CorpusMissing, ReadingFailed, starved
from index.front_matter import front_matter
from index.html import outline_html
from index.markdown import outline_markdown
from index.outline import Outline, below_title
from index.plaintext import outline_plaintext

RULES = "rules.toml"  # rules written by hand, kept with the documents that they quote
LARGEST = 2_000_000  # bytes of one file
_MARKDOWN, _PLAIN, _HTML = (".md", ".markdown"), (".txt",), (".html", ".htm")
_TEMPORARY = ("~", ".swp", ".swo", ".tmp", ".bak", ".orig")
_UTF_32, _UTF_16 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"), (b"\xff\xfe", b"\xfe\xff")


class Reader:
    """Reads documents, and a text that stands where it stood only once. Of each path the last two texts are kept."""

    def __init__(self) -> None:
        self._read: dict[str, list[tuple[str, tuple[Document, tuple[Skipped, ...]]]]] = {}

    def read(self, path: str, text: str) -> tuple[Document, tuple[Skipped, ...]]:
        """What ``read_document`` makes of it."""
        kept = self._read.get(path, [])
        for known, read in kept:
            if known == text:
                return read
        read = read_document(path, text)
        self._read[path] = [*kept[-1:], (text, read)]
        return read

    def forget(self, but: Iterable[str]) -> None:
        """Let go of the paths that are no longer there."""
        self._read = {path: self._read[path] for path in but if path in self._read}


def read_corpus(root: Path, reader: Reader | None = None) -> Corpus:
    """The documents of a folder, read one after the other in the order of their paths.

    Raises CorpusMissing when the folder is not there or nothing in it can be read, ReadingFailed when the system fails
    in reading: what could be read at another time is not left out.
    """
    if not root.is_dir():
        raise CorpusMissing(f"no folder of documents at {root}: name one with '--corpus DIR' or ASSISTANT_CORPUS")
    documents: list[Document] = []
    skipped: list[Skipped] = []
    for file in _files(root, skipped):
        path = file.relative_to(root).as_posix()
        try:
            document, lost = (reader.read if reader else read_document)(path, _text(file, root))
        except _Unreadable as why:
            skipped.append(Skipped(_printable(path), str(why)))
            continue
        skipped += lost
        if document.blocks or _is_rules(path):
            documents.append(document)
        else:
            skipped.append(Skipped(path, "it holds no text"))
    if not documents:
        detail = f" ({len(skipped)} skipped; the first: {skipped[0].path}: {skipped[0].reason})" if skipped else ""
        raise CorpusMissing(
            f"nothing to read in {root}{detail}: put .md, .txt or .html files there, or name one with '--corpus DIR'"
        )
    return Corpus(str(root), tuple(documents), tuple(sorted(skipped, key=lambda one: one.path)))


def read_document(path: str, text: str) -> tuple[Document, tuple[Skipped, ...]]:
    """A document from its name and text, and the parts of it that could not be read. Depends on nothing else."""
    if _is_rules(path):
        return Document(path, text, path, (), lines=_lines(text)), ()
    head = front_matter(text)
    outline = Outline()
    lost = [head.fault] if head.fault else []
    own_title: str | None = None
    ending = _ending(path)
    if ending in _MARKDOWN:
        lost += outline_markdown(text, outline, head.end)
    elif ending in _HTML:
        body = text[head.end :]
        own_title, faults = outline_html(body, outline, Places.of([(head.end, len(body))]))
        lost += faults
    else:
        lost += outline_plaintext(text, outline, head.end)
    values = dict(head.values)
    title = values.get("title") or _title(own_title, outline.blocks) or _name(path)
    document = Document(
        path,
        text,
        " ".join(title.split()),
        below_title(tuple(outline.blocks), title),
        _url(values.get("url")),
        next((value for key, value in head.values if key.startswith("owner") and value), None),
        head.values,
        _lines(text),
    )
    return document, tuple(Skipped(path, reason) for reason in lost)


def is_document(path: str) -> bool:
    """Whether a file is a document by its name; so are rules written by hand, which have no passages."""
    return _ending(path) in (*_MARKDOWN, *_PLAIN, *_HTML) or _is_rules(path)


def _is_rules(path: str) -> bool:
    return PurePosixPath(path).name == RULES


def _lines(text: str) -> tuple[int, ...]:
    """Where each line starts."""
    return tuple(accumulate((len(line) + 1 for line in text.split("\n")[:-1]), initial=0))


class _Unreadable(Exception):
    """A file that is not read; its text says why."""


def _files(root: Path, skipped: list[Skipped]) -> list[Path]:
    """Every file of the folder that may be a document, sorted by path; folders that cannot be listed are skipped."""

    def unlisted(error: OSError) -> None:
        if starved(error):
            raise ReadingFailed.of(error.filename, error) from error
        path = Path(str(error.filename)).relative_to(root).as_posix()
        skipped.append(Skipped(_printable(path), f"the folder cannot be listed: {error.strerror}"))

    found: list[Path] = []
    for folder, folders, names in os.walk(root, onerror=unlisted):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(folder, name).is_symlink()]
        found += [Path(folder, name) for name in (*links, *names) if not _passing(name)]
    return sorted(found, key=lambda file: file.relative_to(root).as_posix())


def _passing(name: str) -> bool:
    """Whether a file is hidden, or an editor's own for the time being."""
    return name.startswith((".", "#", "~$")) or name.endswith(_TEMPORARY)


def _printable(path: str) -> str:
    """A path that can be shown and written as UTF-8, whatever its bytes."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in path)


def _text(file: Path, root: Path) -> str:
    """A file as text with universal newlines; opened once, never waited for, never more of it read than is allowed.

    Raises _Unreadable with the reason.
    """
    if not file.name.isprintable():
        raise _Unreadable("its name holds signs that cannot be printed")
    target = _target(file, root)
    if not is_document(file.name):
        raise _Unreadable("it is neither Markdown, plain text nor HTML by its name")
    try:
        with os.fdopen(os.open(target, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise _Unreadable("it is not an ordinary file")
            return _decoded(stream.read(LARGEST + 1))
    except OSError as why:
        if starved(why):
            raise ReadingFailed.of(file, why) from why
        raise _Unreadable(f"it cannot be read: {why.strerror}") from why


def _target(file: Path, root: Path) -> Path:
    """The file itself, where a link leads within the folder of documents."""
    try:
        target = file.resolve(strict=True)
    except (OSError, RuntimeError) as why:
        if isinstance(why, OSError) and starved(why):
            raise ReadingFailed.of(file, why) from why
        broken = "it is a link that leads nowhere" if file.is_symlink() else "it is gone"
        raise _Unreadable(broken) from why
    if not target.is_relative_to(root.resolve()):
        raise _Unreadable("it is a link that leads outside the folder of documents")
    if target.is_dir():
        raise _Unreadable("it is a link to a folder")
    return target


def _decoded(content: bytes) -> str:
    """The text of a file's bytes. Raises _Unreadable when they are too many or not UTF-8 text."""
    if len(content) > LARGEST:
        raise _Unreadable(f"it is larger than {LARGEST // 1_000_000} MB")
    if content.startswith(_UTF_32 + _UTF_16):
        name = "UTF-32" if content.startswith(_UTF_32) else "UTF-16"
        raise _Unreadable(f"it is {name}, not UTF-8: save it as UTF-8")
    if b"\0" in content:
        raise _Unreadable("it is not text: it holds zero bytes")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as why:
        raise _Unreadable(f"it is not UTF-8 (byte {why.start}): save it as UTF-8") from why
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _ending(path: str) -> str:
    """The file's ending in lower case, that of a template left out."""
    return PurePosixPath(path.casefold().removesuffix(".erb")).suffix


def _title(own: str | None, blocks: list[Block]) -> str | None:
    """The page's own title, or the first heading when there is none or the title only adds the site's name to it."""
    heading = next((block.text for block in blocks if block.kind is Kind.HEADING), None)
    if own and heading and own.casefold().startswith(heading.casefold()):
        return heading
    return own or heading


def _name(path: str) -> str:
    """A title made of the file's name."""
    return PurePosixPath(path).name.split(".")[0].replace("-", " ").replace("_", " ").strip() or path


def _url(value: str | None) -> str | None:
    return value if value and value.startswith(("https://", "http://")) and not value.split()[1:] else None
