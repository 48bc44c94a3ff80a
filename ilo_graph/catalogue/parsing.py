"""Turtle files as quads, each file in a graph of its own, and the line of each quad where somebody may mend it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from ilo_graph.errors import CatalogueError
from ilo_graph.vocabulary import ENTITY

Lines = Mapping[Quad, int]


def parsed(path: Path, name: NamedNode) -> list[Quad]:
    """Return the quads of a file, each once."""
    return list(_parsed(path, name, BytesIO(_content(path))))


def parsed_with_lines(path: Path, name: NamedNode) -> Mapping[Quad, int]:
    """Return the quads of a file with the line on which each of them ends."""
    return _parsed(path, name, _Lines(_content(path)))


class _Lines(BytesIO):
    """A file that is read line by line: whoever parses it has seen no more than the line that it needed."""

    seen = 0

    def read(self, size: int | None = -1) -> bytes:
        line = self.readline()
        self.seen += bool(line)
        return line


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CatalogueError(f"{path} cannot be read ({error.strerror}): give the path of a Turtle file") from error


def _parsed(path: Path, name: NamedNode, content: BytesIO) -> dict[Quad, int]:
    quads: dict[Quad, int] = {}
    try:
        for found in parse(content, RdfFormat.TURTLE, base_iri=ENTITY):
            line = content.seen if isinstance(content, _Lines) else 0
            quads.setdefault(Quad(found.subject, found.predicate, found.object, name), line)
            if isinstance(found.subject, BlankNode) or isinstance(found.object, BlankNode):
                place = f"{path}, line {line}" if line else str(path)
                raise CatalogueError(f"{place}: {found.predicate} has a blank node: give that node an IRI of its own")
    except SyntaxError as error:
        raise CatalogueError(f"{path}, line {error.lineno}: {error.msg}: correct the Turtle there") from error
    return quads
