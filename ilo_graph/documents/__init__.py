"""Files become documents: a text, where its characters stand, and the hash of its bytes.

Text and Markdown are taken as they are; HTML, Word and PDF give a text of their own, whose characters positions count.
A file that cannot be read is not an exception but a `Refusal`, so that one bad file never stops the others. Only a call
that cannot mean anything (no such path, a folder without files) raises `DocumentError`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ilo_graph.documents import archives, pdf, sources, webpages, word
from ilo_graph.documents.encodings import checked, decode
from ilo_graph.documents.kinds import DOCX, HTML, MARKDOWN, MEDIA_TYPES, PDF, TEXT, ZIP, kind, named
from ilo_graph.documents.limits import SIZE_LIMIT, too_large
from ilo_graph.documents.pdf import Pages
from ilo_graph.documents.sources import Refusal, Source, find
from ilo_graph.errors import DocumentError, MissingExtra
from ilo_graph.model import Document

__all__ = [
    "MEDIA_TYPES",
    "SIZE_LIMIT",
    "Refusal",
    "Source",
    "find",
    "from_bytes",
    "from_text",
    "read",
    "read_file",
    "read_stream",
]

# How the content of each media type becomes a text; a new format is one function and one line.
_READERS: Mapping[str, Callable[[bytes], str | Pages]] = {
    TEXT: decode,
    MARKDOWN: decode,
    HTML: webpages.read,
    DOCX: word.read,
    PDF: pdf.read,
}

_ARCHIVE = "it is an archive inside an archive, or is not named .zip: unpack it, or name it so"


def read(path: Path | str) -> Iterator[Document | Refusal]:
    """Read a file, or every file below a folder in the order of their names; DocumentError where there is none."""
    return (found if isinstance(found, Refusal) else read_file(found) for found in find(path))


def read_file(source: Source) -> Document | Refusal:
    """Read one file, or one member of an archive."""
    return _read(source.name, partial(sources.content, source))


def read_stream(stream: BinaryIO, name: str = "-") -> Iterator[Document | Refusal]:
    """Read standard input, or whatever else gives bytes: one document, or each one of an archive."""
    content = stream.read(SIZE_LIMIT + 1)
    try:
        archive = archives.opened_stream(BytesIO(content)) if len(content) <= SIZE_LIMIT else None
        members = [] if archive is None else archives.members(archive)
    except DocumentError as error:
        yield Refusal(name, str(error))
        return
    if archive is None:
        yield from_bytes(content, name)
    else:
        for member in members:
            yield _read(sources.below(name, member.name), partial(archives.unpacked, archive, member.place))


def _read(name: str, content: Callable[[], bytes]) -> Document | Refusal:
    try:
        return from_bytes(content(), name, media_type=named(name))
    except DocumentError as error:
        return Refusal(name, str(error))


def from_bytes(content: bytes, name: str = "-", *, media_type: str = TEXT) -> Document | Refusal:
    """Read the content of one file that is already in memory; what it is named as matters less than what it is."""
    try:
        if len(content) > SIZE_LIMIT:
            raise too_large()
        found = kind(content, media_type)
        if found == ZIP:
            raise DocumentError(_ARCHIVE)
        text = _READERS[found](content)
        pages = text if isinstance(text, Pages) else Pages(text, ())
        return Document(name, checked(pages.text), hashlib.sha256(content).hexdigest(), found, pages.starts)
    except (DocumentError, MissingExtra) as error:
        return Refusal(name, str(error))


def from_text(text: str, name: str = "-", *, media_type: str = TEXT) -> Document:
    """Make a document of a text in memory; DocumentError where it is no readable text."""
    try:
        content = text.encode()
        return Document(name, checked(text), hashlib.sha256(content).hexdigest(), media_type)
    except UnicodeEncodeError as error:
        raise DocumentError(f"{name}: the text holds half a character at {error.start}: decode it again") from error
    except DocumentError as error:
        raise DocumentError(f"{name}: {error}") from error
