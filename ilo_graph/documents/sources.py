"""Where documents come from: files, folders, and the members of zip archives, listed before any of them is read."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ilo_graph.documents import archives
from ilo_graph.documents.limits import SIZE_LIMIT, too_large
from ilo_graph.errors import DocumentError

_PATH = 4_096  # bytes of a path, at most, on most systems
_LINE_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")  # a name that holds them would break a line of messages


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not read, and what its owner can do about it."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, or a member of an archive, and the name that its document will have."""

    name: str
    path: Path
    member: int | None = None  # its place in the archive


def find(path: Path | str) -> list[Source | Refusal]:
    """List what `read` will read, without reading it: hidden files are left out, links are not followed out of it."""
    root = Path(path)
    try:
        mode = root.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise DocumentError(_missing(str(path), error)) from error
    files = _walk(root) if stat.S_ISDIR(mode) else iter([Source(_printable(root.name), root)])
    found = [item for file in files for item in _members(file)]
    if not found:
        raise DocumentError(f"The folder {root} holds no files: put notices into it, or name another")
    return found


def _missing(path: str, error: OSError | ValueError) -> str:
    """Say that a path leads nowhere; a text that was given in its place is not repeated."""
    if "\n" in path or len(path) > _PATH:
        return f"{path[:30]!r}... is no path: check the path; a text is read by `documents.from_text`"
    why = error.strerror if isinstance(error, OSError) else error
    return f"There is no file or folder {path!r} to read ({why}): check the path"


def content(source: Source) -> bytes:
    """Return the bytes of a source; DocumentError where they cannot be had, or are too many."""
    try:
        if not source.path.is_file():
            raise DocumentError("it is not a regular file: save its content in one")
        if source.member is not None:
            return _member(source.path, source.member)
        if source.path.stat().st_size > SIZE_LIMIT:
            raise too_large()
        with source.path.open("rb") as stream:
            return stream.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise DocumentError(f"it cannot be read ({error.strerror}): check the file and its permissions") from error


def _members(file: Source | Refusal) -> Iterator[Source | Refusal]:
    """Yield the members of an archive; for everything else the file itself."""
    if isinstance(file, Refusal) or file.path.suffix.lower() != ".zip" or not file.path.is_file():
        yield file
        return
    try:
        archive = archives.opened(file.path)
        members = [] if archive is None else archives.members(archive)
    except DocumentError as error:
        yield Refusal(file.name, str(error))
    except OSError as error:
        yield Refusal(file.name, f"it cannot be read ({error.strerror}): check the file and its permissions")
    else:
        named = (Source(below(file.name, member.name), file.path, member.place) for member in members)
        yield from named if members else [file]


def _member(path: Path, place: int) -> bytes:
    archive = archives.opened(path)
    if archive is None:
        raise DocumentError("the archive was changed while it was read: try again")
    return archives.unpacked(archive, place)


def below(archive: str, member: str) -> str:
    """Return the name of a document that is a member of an archive."""
    return f"{archive}/{_printable(member)}"


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
    """Return a file name in a form that can be printed on one line and stored, whatever its bytes."""
    decoded = os.fsencode(name).decode("utf-8", "backslashreplace")
    return _LINE_BREAKS.sub(lambda found: f"\\x{ord(found[0]):02x}", decoded)
