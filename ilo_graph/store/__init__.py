"""The embedded engine: one graph store in memory or in a folder, and the building of a new one beside it."""

from __future__ import annotations

import html
import re
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, serialize
from pyoxigraph import Store as Engine

from ilo_graph.errors import MissingExtra, QueryError, QuerySyntaxError, StoreError
from ilo_graph.store import export, folder
from ilo_graph.store.folder import is_address
from ilo_graph.store.readable import Readable
from ilo_graph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["Readable", "Store", "building", "is_address"]


class Store:
    """Quads in an Oxigraph engine, in memory or on disk; a query sees the union of all graphs.

    >>> store = Store()
    >>> store.update('INSERT DATA { GRAPH <http://example.com/g> { <http://example.com/a> a <http://example.com/B> } }')
    >>> [solution["thing"].value for solution in store.query("SELECT ?thing { ?thing a <http://example.com/B> }")]
    ['http://example.com/a']
    """

    def __init__(self, path: Path | str | None = None, *, read_only: bool = False) -> None:
        """Open a store in memory, or the one in a folder, which is made when it is missing and may be written."""
        self.path = None if path is None else folder.at(path)
        locks = ExitStack()
        if self.path is None:
            self._engine: Engine | None = Engine()
        else:
            if not read_only and not folder.exists(self.path):
                with folder.building(self.path):
                    pass
            self._engine, locks = folder.open_published(self.path, read_only=read_only)
        self._release = weakref.finalize(self, locks.close)

    @classmethod
    def _over(cls, engine: Engine, path: Path) -> Store:
        store = cls()
        store._engine, store.path = engine, path
        return store

    def close(self) -> None:
        """Let go of the engine and its locks; a result that is not read to its end keeps the engine open."""
        self._engine = None
        self._release()

    def load(self, quads: Iterable[Quad]) -> None:
        """Add many quads at once, without keeping them in memory; quads that are there already change nothing."""
        engine = self._opened()
        with _store_errors():
            engine.bulk_extend(quads)

    def load_lines(self, lines: Iterable[bytes], graph: NamedNode | None = None) -> None:
        """Add N-Quads, or N-Triples to one graph, given in blocks: as `load` does, without an object for each."""
        engine, form = self._opened(), RdfFormat.N_TRIPLES if graph else RdfFormat.N_QUADS
        with _store_errors():
            engine.bulk_load(_Stream(lines), format=form, to_graph=graph)

    def query(
        self, text: str, *, default_graphs: Sequence[NamedNode] = (), named_graphs: Sequence[NamedNode] = ()
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a SPARQL query over the union of all graphs; the prefixes of `vocabulary` need no declaration.

        With FROM or FROM NAMED it is asked of these graphs only; with `default_graphs` or `named_graphs` of these,
        whatever it says itself.
        """
        engine, chosen = self._opened(), bool(default_graphs or named_graphs)
        if asks_elsewhere(text):
            raise QueryError("SERVICE is not answered here, since nothing is asked of the network: remove that part")
        try:
            return engine.query(
                text,
                prefixes=PREFIXES,
                # asked for the union, the engine would not look at FROM
                use_default_graph_as_union=not (chosen or chooses_graphs(text)),
                default_graph=list(default_graphs) if chosen else None,
                named_graphs=list(named_graphs) if chosen else None,
            )
        except SyntaxError as error:
            raise QuerySyntaxError(f"The query cannot be read: {error}. Correct its text there") from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"The query cannot be answered: {error}. Rewrite that part of it") from error

    def update(self, text: str) -> None:
        """Run a SPARQL update, all of it or nothing."""
        engine = self._opened()
        try:
            with _store_errors():
                engine.update(text, prefixes=PREFIXES)
        except SyntaxError as error:
            raise QuerySyntaxError(f"The update cannot be read: {error}. Correct its text there") from error

    def replace(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        """Put quads in the place of all that a graph holds, in one step that no reader sees half done.

        What was derived from the graph before stays until `rules.apply`.
        """
        quads = list(quads)
        for quad in quads:
            if quad.graph_name != graph:
                raise StoreError(f"A quad of {quad.graph_name} cannot go into {graph}: give quads of one graph only")
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                raise StoreError(f"{quad} has a blank node, which two updates would double: mint an IRI for it")
        triples = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
        self.update(f"DROP SILENT GRAPH {graph} ; INSERT DATA {{ GRAPH {graph} {{ {triples.decode()} }} }}")

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """Yield every quad, or those of one graph."""
        return self._opened().quads_for_pattern(None, None, None, graph)

    def dump(self, path: Path | str) -> None:
        """Write everything to a .ttl, .nt, .rdf (one graph), .trig, .nq or .jsonld (all graphs) file, sorted."""
        export.write(self.quads(), Path(path))

    def to_rdflib(self) -> Dataset:
        """Return an rdflib Dataset on the same data, whose default graph is the union of all graphs.

        Query it with *text*, which goes to this engine; a query prepared with rdflib's `prepareQuery` is evaluated by
        rdflib itself, silently and many times slower.
        """
        try:
            from oxrdflib import OxigraphStore
            from rdflib import Dataset
        except ImportError as error:
            raise MissingExtra("oxrdflib", "rdflib") from error
        dataset = Dataset(store=OxigraphStore(store=self._opened()), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri)
        return dataset

    def __len__(self) -> int:
        return len(self._opened())

    def __contains__(self, quad: Quad) -> bool:
        return quad in self._opened()

    def __repr__(self) -> str:
        place = "in memory" if self.path is None else f"in {self.path.name}"
        return f"<Store {place}, {'closed' if self._engine is None else f'{len(self):,} facts'}>"

    def _repr_html_(self) -> str:
        if self._engine is None:
            return html.escape(repr(self))
        found = self.query(_CLASSES)
        rows = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{number}</td></tr>"
            for name, number in ((row[0].value, row[1].value) for row in found)  # type: ignore[union-attr]
        )
        head = "<thead><tr><th>class</th><th>things</th></tr></thead>"
        return f"<p>{html.escape(repr(self))}</p><table>{head}<tbody>{rows}</tbody></table>"

    def _opened(self) -> Engine:
        if self._engine is None:
            raise StoreError("This store was closed: open it again")
        return self._engine


class _Stream(BytesIO):
    """Blocks of bytes as the file that the engine reads from: each read gives the next block, or what is left of it."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        super().__init__()
        self._blocks = iter(blocks)

    def read(self, size: int | None = -1) -> bytes:
        while not (part := super().read(size)):
            block = next((b for b in self._blocks if b), None)
            if block is None:
                return b""
            super().__init__(block)
        return part


_CLASSES = """SELECT ?name (COUNT(DISTINCT ?thing) AS ?things) WHERE { ?thing a ?class
  BIND(REPLACE(STR(?class), "^.*[/#]", "") AS ?name) } GROUP BY ?name ORDER BY DESC(?things) ?name"""

# The parts of a query in which a word is no keyword: strings, IRIs, comments, variables and prefixed names.
_NO_KEYWORDS = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"'''
    r"""|'''(?:[^'\\]|\\.|'(?!''))*'''|'(?:[^'\\\n]|\\.)*'"""
    r"""|<[^<>"{}|^`\\\s]*>|\#[^\n]*|[?$:]\w+|\w+:\w*""",
    re.DOTALL,
)


def code(text: str) -> str:
    """Return a query without its strings, IRIs, names and comments: its keywords, brackets and operators."""
    return _NO_KEYWORDS.sub(" ", text)


def asks_elsewhere(text: str) -> bool:
    """Tell whether a query asks another server (SERVICE)."""
    return _has(text, "service")


def chooses_graphs(text: str) -> bool:
    """Tell whether a query names the graphs that it is asked of (FROM, FROM NAMED)."""
    return _has(text, "from")


def _has(text: str, keyword: str) -> bool:
    """Tell whether a query has a keyword; most have not, and to look closer takes longer than a short query."""
    return keyword in text.lower() and re.search(rf"\b{keyword}\b", code(text), re.IGNORECASE) is not None


@contextmanager
def building(path: Path | str) -> Iterator[Store]:
    """Give an empty store that takes the place of the one in a folder when the block ends without an error.

    Until then everyone reads the old one, and a kill at any moment leaves it whole.
    """
    root = folder.at(path)
    with folder.building(root) as engine:
        store = Store._over(engine, root)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        message = f"The store cannot be changed ({error}): open it without read_only, or make room on the disk"
        raise StoreError(message) from error
