"""A graph on a SPARQL 1.1 server, which answers what a store answers.

What comes over the network becomes the same objects as those of the embedded engine, so that all that reads a store
reads a server too. Nothing is written to a server: it is filled with the export of a store.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse_query_results,
)
from pyoxigraph import Store as Engine

from ilo_graph.endpoint.server import Server
from ilo_graph.errors import QueryError, StoreError
from ilo_graph.store import Store, chooses_graphs, export
from ilo_graph.store.folder import UNWRITTEN
from ilo_graph.tables import printable
from ilo_graph.vocabulary import BASE, ILO, PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset

    from ilo_graph.endpoint.exchange import Answer

__all__ = ["Endpoint"]

SECONDS = 120.0

_PREFIXES = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
_WHERE = f"""SELECT DISTINCT ?where {{
  {{ GRAPH ?graph {{ {ILO.contributesTo} a ?class }} BIND("graph" AS ?where) }}
  UNION {{ {ILO.contributesTo} a ?class BIND("union" AS ?where) }}
}}"""
_OURS = f'GRAPH ?graph {{ ?subject ?predicate ?object }} FILTER(STRSTARTS(STR(?graph), "{BASE}"))'
_ALL = f"SELECT ?graph ?subject ?predicate ?object {{ {_OURS} }}"
_GRAPH = """SELECT ?graph ?subject ?predicate ?object {{
  VALUES ?graph {{ {graph} }}
  GRAPH ?graph {{ ?subject ?predicate ?object }}
}}"""
_SIZE = f"SELECT (COUNT(*) AS ?number) {{ {_OURS} }}"


class Endpoint:
    """The graph of ilo-graph on a server, read as a `Store` is; each call asks the server anew."""

    def __init__(
        self,
        url: str,
        *,
        user: str | None = None,
        password: str | None = None,
        token: str | None = None,
        seconds: float = SECONDS,
    ) -> None:
        """Open the graph at an address; StoreError where there is none, or where a query does not see all of it.

        Without user, password and token, those in the environment are used: ILO_GRAPH_USER and ILO_GRAPH_PASSWORD, or
        ILO_GRAPH_TOKEN. `seconds` is for how long the server may be silent.
        """
        if not (user or password or token):
            user, password, token = (os.environ.get(f"ILO_GRAPH_{name}") for name in ("USER", "PASSWORD", "TOKEN"))
        self._server = Server(url, seconds, user or "", password or "", token or "")
        found = {str(row[0].value) for row in _rows(self.query(_WHERE))}
        if "graph" not in found:
            raise StoreError(
                f"{self._server} holds no graph of ilo-graph: load the export of a store there "
                "(`ilo-graph export graph.nq`), with its named graphs"
            )
        if "union" not in found:
            raise StoreError(
                f"A query at {self._server} does not see its named graphs together: set the union of all graphs as "
                "the default graph there (for Fuseki `tdb2:unionDefaultGraph true`)"
            )

    def query(self, text: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a SPARQL query over the union of all graphs, or over those that it names with FROM.

        The prefixes of `vocabulary` need no declaration.
        """
        from ilo_graph.endpoint.exchange import ask  # here, since what speaks HTTP is slow to import

        # asked of nothing: this refuses what the embedded engine refuses, and tells the form of the answer
        form = type(Store().query(text))
        named, union = f"{_PREFIXES} {text}", not chooses_graphs(text)
        if form is QueryTriples:
            return _triples(self._server, ask(self._server, named, "application/n-triples", union=union))
        tsv = _tsv(self._server, ask(self._server, named, "application/sparql-results+json", union=union))
        if (tsv in (b"true", b"false")) is not (form is QueryBoolean):
            raise QueryError(
                f"{self._server} answers in another form than was asked, as Virtuoso does an ASK with a table: "
                "ask with SELECT instead"
            )
        return parse_query_results(tsv, QueryResultsFormat.TSV)

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """Yield every quad of the graphs that ilo-graph makes, or those of one graph."""
        wanted = _ALL if graph is None else _GRAPH.format(graph=graph)
        found = [Quad(subject, predicate, value, name) for name, subject, predicate, value in _rows(self.query(wanted))]
        return iter(sorted(found, key=lambda quad: (str(quad.graph_name), str(quad.subject))))  # servers sort slowly

    def dump(self, path: Path | str) -> None:
        """Write everything to a file, as `Store.dump` does."""
        export.write(self.quads(), Path(path))

    def to_rdflib(self) -> Dataset:
        """Return an rdflib Dataset on a copy of the data, as they are now; `Store.to_rdflib` tells how to query it.

        rdflib's own SPARQLStore would ask the server each time, but it waits without end and takes a part of an answer
        for the whole.
        """
        copy = Store()
        copy.load(self.quads())
        return copy.to_rdflib()

    def update(self, *_: object) -> NoReturn:
        """Raise StoreError: nothing is written to a server."""
        raise StoreError(UNWRITTEN)

    load = load_lines = replace = update

    def close(self) -> None:
        """Do nothing: between two calls no connection is held."""

    def __len__(self) -> int:
        return int(next(iter(_rows(self.query(_SIZE))))[0].value)

    def __repr__(self) -> str:
        return f"<Endpoint {self._server}>"


def _rows(found: object) -> QuerySolutions:
    assert isinstance(found, QuerySolutions)  # the queries above are SELECTs
    return found


def _tsv(server: Server, answer: Answer) -> bytes:
    """Return results in TSV: read to their end now, so that no error comes later, from a loop elsewhere.

    They are taken in JSON only, the one format of which a beginning never passes for the whole.
    """
    if QueryResultsFormat.from_media_type(answer.media_type) != QueryResultsFormat.JSON:
        raise _foreign(server, answer)
    try:
        # in one expression: an error must not keep the results, which belong to this thread
        return parse_query_results(answer.body, QueryResultsFormat.JSON).serialize(format=QueryResultsFormat.TSV) or b""
    except (SyntaxError, ValueError) as error:
        raise _broken(server, error) from error


def _triples(server: Server, answer: Answer) -> QueryTriples:
    """Read triples, of which a beginning looks like the whole."""
    rdf_format = RdfFormat.from_media_type(answer.media_type)
    if rdf_format not in (RdfFormat.N_TRIPLES, RdfFormat.TURTLE):
        raise _foreign(server, answer)
    if not answer.bounded or "Virtuoso" in answer.software:
        raise QueryError(f"{server} may cut triples without saying so: ask for rows, with SELECT")
    engine = Engine()
    try:
        engine.bulk_load(answer.body, rdf_format)
    except (SyntaxError, ValueError) as error:
        raise _broken(server, error) from error
    found = engine.query("CONSTRUCT WHERE { ?subject ?predicate ?object }")
    assert isinstance(found, QueryTriples)
    return found


def _foreign(server: Server, answer: Answer) -> StoreError:
    sent = printable(answer.media_type) or "something without a type"
    return StoreError(f"{server} sends {sent}, and no results of a query: correct the address; many end in /sparql")


def _broken(server: Server, error: Exception) -> QueryError:
    return QueryError(f"The answer of {server} is broken ({printable(error)}): ask for less at once, or ask again")
