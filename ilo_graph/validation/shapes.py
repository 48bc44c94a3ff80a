"""The shapes of `ontology/shapes` (SHACL), checked on one part of a store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from ilo_graph import resources
from ilo_graph.errors import MissingExtra
from ilo_graph.validation.findings import Finding, Severity
from ilo_graph.vocabulary import ENTITY, RDF

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

Context = Mapping[str, Sequence[Quad]]  # the types and schemes of what a part may refer to, by subject


def violations(quads: Sequence[Quad], context: Context, places: Mapping[str, str]) -> Iterator[Finding]:
    """Validate one part, and yield what pySHACL reports of its subjects; `places` names the file of nodes or graphs."""
    from pyshacl import validate
    from rdflib import SH, Graph

    shapes = load()
    triples = {quad.triple for quad in quads}
    for quad in quads:
        if isinstance(quad.object, NamedNode):
            triples.update(known.triple for known in context.get(quad.object.value, ()))
    data = Graph().parse(serialize(triples, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    _, results, _ = validate(data, shacl_graph=shapes, inplace=True, inference="none", meta_shacl=False)
    found = set(results.objects(None, SH.result))
    if found:
        graphs = _graphs(quads)
        said = {_finding(results, result, shapes, graphs, places) for result in found}
        yield from sorted(filter(None, said), key=lambda f: (f.where, f.entity, f.what, f.message))


@cache
def load() -> Graph:
    """Return all shapes; MissingExtra where pySHACL is not installed."""
    try:
        import pyshacl  # noqa: F401 - named here, so that what is missing is said before anything is read
        from rdflib import Graph
    except ImportError as error:
        raise MissingExtra("pyshacl", "check") from error
    shapes = Graph()
    for path in resources.files("ontology", "shapes/*.ttl"):
        shapes.parse(path, format="turtle")
    return shapes


def _graphs(quads: Sequence[Quad]) -> Mapping[str, str]:
    """Return the graph of each subject: the one that gives it a type, where several speak of it."""
    graphs: dict[str, str] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode):
            graphs.setdefault(quad.subject.value, quad.graph_name.value)
            if quad.predicate == RDF.type:
                graphs[quad.subject.value] = quad.graph_name.value
    return graphs


def _finding(
    results: Graph, result: Node, shapes: Graph, graphs: Mapping[str, str], places: Mapping[str, str]
) -> Finding | None:
    from rdflib import SH

    node = str(results.value(result, SH.focusNode))
    if node not in graphs:
        return None  # a thing of the context, which is checked in its own part
    shape = results.value(result, SH.sourceShape)
    severity: Severity = "violation" if results.value(result, SH.resultSeverity) == SH.Violation else "warning"
    return Finding(
        severity=severity,
        what=str(shapes.value(shape, SH.name)),
        where=places[node] if node in places else places[graphs[node]],
        start=None,
        entity=node.removeprefix(ENTITY),
        message=str(results.value(result, SH.resultMessage)),
        advice=str(shapes.value(shape, SH.description)),
    )
