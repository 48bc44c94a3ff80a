"""What is wrong: the shapes of `ontology/shapes` (SHACL), and where documents and authorities disagree.

Shapes are checked part by part, so that a large store never has to be in memory as a whole: the catalogues together,
then each document, then the derived graph in pieces. With each part go the types and schemes of the things that it
refers to, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice
from typing import TYPE_CHECKING, Literal

from pyoxigraph import NamedNode, Quad, QuerySolution, QuerySolutions, RdfFormat, serialize

from ilo_graph import resources
from ilo_graph.errors import MissingExtra
from ilo_graph.store import Store
from ilo_graph.tables import Table
from ilo_graph.vocabulary import DERIVED, ENTITY

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

Severity = Literal["violation", "warning", "discrepancy", "unresolved", "ambiguous"]
Context = Mapping[str, list[Quad]]

_PIECE = 2_000  # subjects of the derived graph that are checked at once

_DOCUMENTS = "SELECT ?graph ?path { GRAPH ?graph { ?graph a ilo:Document ; ilo:path ?path } } ORDER BY ?graph"
_GRAPHS = "SELECT DISTINCT ?graph { GRAPH ?graph { ?subject ?predicate ?object } } ORDER BY ?graph"
_CONTEXT = """SELECT ?graph ?subject ?predicate ?object {
  VALUES ?predicate { rdf:type skos:inScheme }
  GRAPH ?graph { ?subject ?predicate ?object }
  FILTER(?object NOT IN (ilo:Reference, ilo:Duty, ilo:Discrepancy, ilo:Link))
}"""
_DISCREPANCIES = """SELECT ?path ?concerned ?words ?kind ?comment ?authority ?likely {
  GRAPH ?document {
    ?document ilo:path ?path .
    ?discrepancy ilo:concerns ?concerned ; ilo:discrepancyKind ?problem ; rdfs:comment ?comment .
    OPTIONAL { ?concerned oa:exact ?words ; oa:start ?start }
    OPTIONAL { ?discrepancy ilo:authoritySays ?authority }
  }
  OPTIONAL { GRAPH ?scheme { ?problem skos:prefLabel ?label } FILTER(LANG(?label) = "en") }
  OPTIONAL {
    GRAPH ?document { ?discrepancy ilo:likelyTarget ?target }
    GRAPH ?catalogue { ?target skos:notation ?likely }
  }
  BIND(COALESCE(?label, STR(?problem)) AS ?kind)
} ORDER BY ?path ?start ?discrepancy ?likely"""
_UNSETTLED = """SELECT ?path ?reference ?words ?kind ?code ?basis (GROUP_CONCAT(DISTINCT ?id; separator=" ") AS ?ids) {
  GRAPH ?document {
    ?document ilo:path ?path .
    ?reference ilo:basis ?basis ; oa:exact ?words ; oa:start ?start ; ilo:kind ?kind ; ilo:code ?code .
  }
  FILTER(?basis IN (<https://w3id.org/ilo-graph/id/basis/unresolved>, <https://w3id.org/ilo-graph/id/basis/ambiguous>))
  OPTIONAL {
    GRAPH ?document { ?reference ilo:candidate ?candidate }
    GRAPH ?catalogue { ?candidate skos:notation ?id }
  }
} GROUP BY ?path ?reference ?words ?kind ?code ?basis ?start ORDER BY ?path ?start ?reference"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody should look at: what, where, why, and what to do about it."""

    severity: Severity
    what: str
    document: str  # the document's path; empty for catalogues and derived links
    entity: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one check, the gravest first."""

    documents: int
    violations: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    discrepancies: tuple[Finding, ...]
    unresolved: tuple[Finding, ...]  # and ambiguous

    @property
    def table(self) -> Table:
        """The findings as a table, one row each."""
        columns = ("severity", "what", "document", "entity", "message", "advice")
        findings = (*self.violations, *self.warnings, *self.discrepancies, *self.unresolved)
        rows = tuple(tuple(getattr(finding, column) for column in columns) for finding in findings)
        return Table(columns, rows, ("string",) * len(columns))

    @property
    def summary(self) -> str:
        """The numbers in one sentence."""
        return (
            f"{self.documents} documents: {len(self.violations)} violations of shapes, {len(self.warnings)} warnings, "
            f"{len(self.discrepancies)} discrepancies, {len(self.unresolved)} references unresolved or ambiguous."
        )


def check(store: Store) -> Report:
    """Check a store against the shapes, and collect discrepancies and references without a settled target."""
    documents = {row["graph"].value: row["path"].value for row in _rows(store, _DOCUMENTS)}
    findings = list(_violations(store, documents))
    return Report(
        documents=len(documents),
        violations=tuple(finding for finding in findings if finding.severity == "violation"),
        warnings=tuple(finding for finding in findings if finding.severity == "warning"),
        discrepancies=tuple(map(_discrepancy, _rows(store, _DISCREPANCIES))),
        unresolved=tuple(map(_unsettled, _rows(store, _UNSETTLED))),
    )


def _rows(store: Store, text: str) -> Iterable[QuerySolution]:
    solutions = store.query(text)
    assert isinstance(solutions, QuerySolutions)  # the queries above are SELECTs
    return solutions


def _discrepancy(row: QuerySolution) -> Finding:
    advice = "Correct the document, or leave it: the graph keeps what is stated."
    if row["likely"] is not None:
        advice = f"{row['likely'].value} is probably meant: ask whoever issued the notice."
    elif row["authority"] is not None:
        advice = f"The authority has {row['authority'].value!r}: ask whoever issued the notice."
    entity = _place(row["concerned"].value, row["words"].value if row["words"] is not None else None)
    return Finding("discrepancy", row["kind"].value, row["path"].value, entity, row["comment"].value, advice)


def _unsettled(row: QuerySolution) -> Finding:
    entity = _place(row["reference"].value, row["words"].value)
    what, path, code = f"{row['kind'].value} cited", row["path"].value, row["code"].value
    if row["basis"].value.endswith("ambiguous"):
        message = f"{code!r} may mean any of {row['ids'].value}, and nothing in the document decides."
        return Finding("ambiguous", what, path, entity, message, "Read the place; no link is made from it.")
    message = f"{code!r} stands in no catalogue."
    return Finding("unresolved", what, path, entity, message, "Add it with --catalogue, if it is right.")


def _place(iri: str, words: str | None) -> str:
    """Name a node of a document by the words cited and their position."""
    return f"{' '.join(words.split())} ({iri.rpartition('/')[2]})" if words else iri.rpartition("/")[2]


def _violations(store: Store, documents: Mapping[str, str]) -> Iterator[Finding]:
    shapes = _shapes()
    context = _context(store, documents)
    for graph, quads in _parts(store, documents):
        yield from _validated(quads, context, shapes, documents.get(graph, ""))


def _context(store: Store, documents: Mapping[str, str]) -> Context:
    """Return the types and schemes of all that is described outside documents, by subject."""
    context: dict[str, list[Quad]] = {}
    for row in _rows(store, _CONTEXT):
        if row["graph"].value not in documents:
            subject = row["subject"]
            context.setdefault(subject.value, []).append(Quad(subject, row["predicate"], row["object"], row["graph"]))
    return context


def _parts(store: Store, documents: Mapping[str, str]) -> Iterator[tuple[str, list[Quad]]]:
    graphs = [row["graph"] for row in _rows(store, _GRAPHS)]
    others = [g for g in graphs if g.value not in documents and g != DERIVED]
    catalogues = [quad for graph in others for quad in store.quads(graph)]
    if catalogues:
        yield "catalogues", catalogues
    for graph in graphs:
        if graph.value in documents:
            yield graph.value, list(store.quads(graph))
    subjects = groupby(store.quads(DERIVED), key=lambda quad: quad.subject)
    while piece := [quad for _, quads in islice(subjects, _PIECE) for quad in quads]:
        yield "derived", piece


@cache
def _shapes() -> Graph:
    try:
        import pyshacl  # noqa: F401 - named here, so that what is missing is said before anything is read
        from rdflib import Graph
    except ImportError as error:
        raise MissingExtra("pyshacl", "check") from error
    shapes = Graph()
    for path in resources.files("ontology", "shapes/*.ttl"):
        shapes.parse(path, format="turtle")
    return shapes


def _validated(quads: list[Quad], context: Context, shapes: Graph, document: str) -> Iterator[Finding]:
    """Validate one part, and yield what pySHACL reports of its subjects, in their order."""
    from pyshacl import validate
    from rdflib import SH, Graph

    triples = {quad.triple for quad in quads}
    for quad in quads:
        if isinstance(quad.object, NamedNode):
            triples.update(known.triple for known in context.get(quad.object.value, ()))
    data = Graph().parse(serialize(triples, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    _, results, _ = validate(data, shacl_graph=shapes, inplace=True, inference="none", meta_shacl=False)
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    found = {
        _violation(results, result, shapes, document)
        for result in results.objects(None, SH.result)
        if str(results.value(result, SH.focusNode)) in subjects
    }
    yield from sorted(found, key=lambda finding: (finding.entity, finding.what, finding.message))


def _violation(results: Graph, result: Node, shapes: Graph, document: str) -> Finding:
    from rdflib import SH

    shape = results.value(result, SH.sourceShape)
    severity: Severity = "violation" if results.value(result, SH.resultSeverity) == SH.Violation else "warning"
    return Finding(
        severity=severity,
        what=str(shapes.value(shape, SH.name)),
        document=document,
        entity=str(results.value(result, SH.focusNode)).removeprefix(ENTITY),
        message=str(results.value(result, SH.resultMessage)),
        advice=str(shapes.value(shape, SH.description)),
    )
