"""What everything that only reads asks of a store, and what it therefore may be given: a `Store`, or an `Endpoint`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples


class Readable(Protocol):
    """Quads in named graphs, of which a query sees the union."""

    def query(self, text: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a SPARQL query; the prefixes of `vocabulary` need no declaration."""

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """Yield every quad, or those of one graph; those of one subject of a graph come together."""
