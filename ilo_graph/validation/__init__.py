"""What is wrong: the shapes of `ontology/shapes` (SHACL), and where documents and authorities disagree.

A store is checked part by part, so that it never has to be in memory as a whole: the catalogues together, then a few
documents at a time, then the derived graph in pieces. With each part go the types and schemes of the things that it
refers to, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QuerySolutions

from ilo_graph import catalogue as catalogues
from ilo_graph.queries import answers
from ilo_graph.store import Readable
from ilo_graph.validation import disagreements, shapes
from ilo_graph.validation.findings import Finding, Report, Severity, counted, lines, report, summary
from ilo_graph.vocabulary import CORRECTIONS, DERIVED, GRAPH, RDF, SKOS

__all__ = [
    "Finding", "Report", "Severity",
    "check", "counted", "documents", "findings", "lines", "overlay_findings", "report", "summary",
]  # fmt: skip

_PIECE = 2_000  # subjects of the derived graph that are checked at once
_TOGETHER = 4_000  # facts of documents that are: most of pySHACL's time is spent on each call, not on each fact

_DOCUMENTS = """SELECT ?graph ?path {
  GRAPH ?graph { ?graph a ilo:Document . OPTIONAL { ?graph ilo:path ?path } }
} ORDER BY ?path ?graph"""
_GRAPHS = "SELECT DISTINCT ?graph { GRAPH ?graph { ?subject ?predicate ?object } } ORDER BY ?graph"
_CONTEXT = """SELECT ?graph ?subject ?predicate ?object {
  VALUES ?predicate { rdf:type skos:inScheme }
  GRAPH ?graph { ?subject ?predicate ?object }
  FILTER(?object NOT IN (ilo:Reference, ilo:Duty, ilo:Discrepancy, ilo:Correction, ilo:Link, ilo:Notice, ilo:Document))
}"""


def check(store: Readable) -> Report:
    """Check a store against the shapes, and collect discrepancies and references without a settled target."""
    return report(len(documents(store)), findings(store))


def overlay_findings(paths: Sequence[Path | str]) -> list[Finding]:
    """Return what shapes find wrong in overlays, on top of the catalogues, in the order of their files and lines.

    What cannot be loaded at all is a CatalogueError.
    """
    loaded = catalogues.load(tuple(Path(path) for path in paths))
    context: dict[str, list[Quad]] = {}
    for quad in loaded.quads:
        if quad.predicate in (RDF.type, SKOS.inScheme) and isinstance(quad.subject, NamedNode):
            context.setdefault(quad.subject.value, []).append(quad)
    given = [q for q in loaded.quads if isinstance(q.subject, NamedNode) and q.subject.value in loaded.places]
    order = {place: number for number, place in enumerate(loaded.places.values())}
    return sorted(shapes.violations(given, context, loaded.places), key=lambda finding: order[finding.where])


def documents(store: Readable) -> Mapping[str, str]:
    """Return the path of each document of a store by its IRI, in the order of the paths."""
    return {row["graph"]: row.get("path", row["graph"]) for row in answers.select(store, _DOCUMENTS)}


def findings(store: Readable) -> Iterator[Finding]:
    """Yield what is wrong: in the catalogues, then in each document, then in what was derived.

    Those of one document come together, so that a large store can be reported as it is checked.
    """
    shapes.load()
    paths = documents(store)
    graphs = [row["graph"] for row in answers.select(store, _GRAPHS)]
    places = {graph: paths.get(graph) or _file(graph) for graph in graphs}
    context = _context(store)
    outside = [NamedNode(g) for g in graphs if g not in paths and g not in (DERIVED.value, CORRECTIONS.value)]
    catalogues = [quad for graph in outside for quad in store.quads(graph)]
    if catalogues:
        yield from shapes.violations(catalogues, context, places)
    for several, quads in _batches(store, paths):
        wrong = (*shapes.violations(quads, context, places), *disagreements.found(store, several))
        yield from sorted(wrong, key=lambda finding: finding.where)
    subjects = groupby(store.quads(DERIVED), key=lambda quad: quad.subject)
    while piece := [quad for _, found in islice(subjects, _PIECE) for quad in found]:
        yield from shapes.violations(piece, context, places)


def _file(graph: str) -> str:
    """Name the file that a graph was made from."""
    if graph in (DERIVED.value, CORRECTIONS.value):
        return "what was derived" if graph == DERIVED.value else "corrections of other documents"
    name = graph.removeprefix(GRAPH).removeprefix("overlay/")
    return f"{Path(name).name}.ttl"


def _context(store: Readable) -> shapes.Context:
    """Return the types and schemes of all that documents and links may refer to, by subject."""
    context: dict[str, list[Quad]] = {}
    solutions = store.query(_CONTEXT)
    assert isinstance(solutions, QuerySolutions)  # it is a SELECT
    for graph, subject, predicate, value in solutions:
        context.setdefault(subject.value, []).append(Quad(subject, predicate, value, graph))
    return context


def _batches(store: Readable, paths: Mapping[str, str]) -> Iterator[tuple[list[NamedNode], list[Quad]]]:
    """Yield documents with their quads, and with what people corrected in them, a few thousand quads at a time."""
    corrections: dict[str, list[Quad]] = {}
    for quad in store.quads(CORRECTIONS):
        if isinstance(quad.subject, NamedNode):
            document = quad.subject.value.partition("/reference/")[0]
            corrections.setdefault(document, []).append(quad)
    several: list[NamedNode] = []
    quads: list[Quad] = []
    for graph in paths:
        several.append(NamedNode(graph))
        quads += store.quads(several[-1])
        quads += (Quad(q.subject, q.predicate, q.object, several[-1]) for q in corrections.pop(graph, ()))
        if len(quads) >= _TOGETHER:
            yield several, quads
            several, quads = [], []
    stray = [quad for rest in corrections.values() for quad in rest]  # about documents that the store has not
    if quads or stray:
        yield several, [*quads, *stray]
