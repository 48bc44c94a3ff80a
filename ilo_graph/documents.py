"""Files become documents: a text, where its characters stand, and the hash of its bytes.

A file that cannot be read is not an exception but a `Refusal`, so that one bad file never stops the others. Only a call
that cannot mean anything (no such path, a folder without files) raises `DocumentError`.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ilo_graph.errors import DocumentError
from ilo_graph.model import Document

SIZE_LIMIT = 64 * 1024 * 1024  # bytes; a notice has some ten thousand
MEDIA_TYPES = {
    "": "text/plain",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}

# What no text has, and what RDF/XML and terminals cannot carry; tabs, line ends and form feeds are not among it.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_FOREIGN_SHARE = 0.3  # more non-ASCII characters than that are no English, French or Spanish in Windows-1252


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not read, and what its owner can do about it."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and the name that its document will have."""

    name: str
    path: Path


def read(path: Path | str) -> Iterator[Document | Refusal]:
    """Read a file, or every file below a folder in the order of their names; DocumentError where there is none."""
    return (found if isinstance(found, Refusal) else read_file(found) for found in find(path))


def find(path: Path | str) -> list[Source | Refusal]:
    """List what `read` will read, without reading it: hidden files are left out, links are not followed out of it."""
    root = Path(path)
    try:
        mode = root.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise DocumentError(f"There is no file or folder {str(root)!r} to read ({error}): check the path") from error
    if not stat.S_ISDIR(mode):
        return [Source(_printable(root.name), root)]
    found = list(_walk(root))
    if not found:
        raise DocumentError(f"The folder {root} holds no files: put notices into it as .txt or .md, or name another")
    return found


def read_file(source: Source) -> Document | Refusal:
    """Read one file."""
    suffix = source.path.suffix.lower()
    if suffix not in MEDIA_TYPES:
        return Refusal(source.name, f"{suffix} is not read yet by this version: save it as text (.txt or .md)")
    try:
        if not source.path.is_file():
            return Refusal(source.name, "it is not a regular file: save its content in one")
        with source.path.open("rb") as stream:
            content = stream.read(SIZE_LIMIT + 1)
    except OSError as error:
        return Refusal(source.name, f"it cannot be read ({error.strerror}): check the file and its permissions")
    return from_bytes(content, source.name, media_type=MEDIA_TYPES[suffix])


def from_bytes(content: bytes, name: str = "-", *, media_type: str = "text/plain") -> Document | Refusal:
    """Read the content of a file that is already in memory, such as standard input."""
    if len(content) > SIZE_LIMIT:
        return Refusal(name, f"it is larger than {SIZE_LIMIT // 1024**2} MiB: split it into one file for each notice")
    text = _decode(content)
    if text is None:
        return Refusal(name, "its encoding is not recognised: save it as UTF-8")
    if fault := _fault(text):
        return Refusal(name, fault)
    return Document(name, text, hashlib.sha256(content).hexdigest(), media_type)


def from_text(text: str, name: str = "-", *, media_type: str = "text/plain") -> Document:
    """Make a document of a text in memory; DocumentError where it is no readable text."""
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        raise DocumentError(f"{name}: the text holds half a character at {error.start}: decode it again") from error
    if fault := _fault(text):
        raise DocumentError(f"{name}: {fault}")
    return Document(name, text, hashlib.sha256(content).hexdigest(), media_type)


def _fault(text: str) -> str | None:
    """Say what keeps a decoded text from being read, if anything does."""
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        return f"it is not a text (control character U+{ord(control[0]):04X} in line {line}): save it as plain text"
    if not text.strip().strip("\ufeff"):
        return "it is empty: remove it, or save the notice's text in it"
    return None


def _decode(content: bytes) -> str | None:
    """Decode UTF-8, UTF-16 with its mark, or what can only be Windows-1252; None for everything else."""
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None if encoding == "utf-16" else _decode_western(content)


def _decode_western(content: bytes) -> str | None:
    """Decode Windows-1252, unless it is UTF-8 with a damaged byte, a binary or another alphabet."""
    damaged = content.decode("utf-8", "replace")
    broken = damaged.count("\ufffd")
    if sum(not c.isascii() for c in damaged) - broken > broken:
        return None
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    foreign = sum(not c.isascii() for c in text)
    return None if _CONTROL.search(text) or foreign > _FOREIGN_SHARE * len(text) else text


def _walk(root: Path) -> Iterator[Source | Refusal]:
    """List the files below a folder in the order of their names, without following links to folders."""
    home = root.resolve()
    waiting = [root]
    while waiting:
        path = waiting.pop()
        name = _printable(path.relative_to(root).as_posix())
        try:
            if path.is_symlink() and path != root and (reason := _fault_of_link(path, home)):
                yield Refusal(name, reason)
            elif path.is_dir():
                inside = sorted(path.iterdir(), reverse=True)
                waiting.extend(child for child in inside if not child.name.startswith("."))
            else:
                yield Source(name, path)
        except OSError as error:
            yield Refusal(name, f"it cannot be read ({error.strerror}): check its permissions")


def _fault_of_link(link: Path, home: Path) -> str | None:
    """Say why a link below a folder is not read, if it is not."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: how Python before 3.13 reports a loop
        return "it is a link that leads nowhere: mend or remove it"
    if target.is_dir():
        return "it is a link to a folder, which is not followed: name that folder itself"
    if not target.is_relative_to(home):
        return "it is a link to a file outside the folder: copy the file into it"
    return None


def _printable(name: str) -> str:
    """Return a file name whose bytes are no UTF-8 in a form that can be printed and stored."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
