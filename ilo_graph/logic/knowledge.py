"""What the reasoner is given: a copy of the ontology and of the facts, as statements that can be left out one by one.

Annotations say nothing to a reasoner and stay out, as do dates: HermiT knows neither `xsd:date` nor `xsd:gYear`. OWL
says nothing about what is absent, so three things that the rules find by absence are given: which references nothing
blocks, which notice of a post is the latest, and that two IRIs are two things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QuerySolution,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from ilo_graph import resources
from ilo_graph.store import Readable
from ilo_graph.vocabulary import AX, DERIVED, ILO, OWL, RDF, RDFS, SDGO, SKOS, XSD, graph

_UNREASONABLE = {XSD.date, XSD.gYear}
_ANNOTATIONS = {RDFS.label, RDFS.comment, RDFS.isDefinedBy}
_LOGIC = (RDF.iri, RDFS.iri, OWL.iri)
_STEPS = {ILO.outputOf, ILO.supportsTarget, SDGO.isIndicatorOf, SDGO.isTargetOf, ILO.restsOn, ILO.biennium}
_MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch}
_BLOCKED = """SELECT DISTINCT ?reference {
  GRAPH ?document { ?reference a ilo:Reference . ?discrepancy ilo:concerns ?reference ; ilo:discrepancyKind ?kind }
  ?kind ilo:blocksContribution true
}"""
_NOTICES = """SELECT ?post ?document {
  GRAPH ?document { ?document a ilo:Document ; ilo:describes/ilo:announces ?post }
} ORDER BY ?post ?document"""
_GRAPHS = """SELECT DISTINCT ?graph {
  GRAPH ?graph { ?subject ?predicate ?object } FILTER NOT EXISTS { GRAPH ?graph { ?graph a ilo:Document } }
} ORDER BY ?graph"""


@dataclass(frozen=True, slots=True)
class Statement:
    """One axiom or fact: a triple, the blank nodes that belong to it, and the graph or file in which it stands."""

    triples: tuple[Triple, ...]
    place: str

    @property
    def terms(self) -> frozenset[str]:
        """The IRIs that it speaks of, without those of RDF, RDFS and OWL."""
        nodes = (node.value for triple in self.triples for node in triple if isinstance(node, NamedNode))
        return frozenset(iri for iri in nodes if not iri.startswith(_LOGIC))


@dataclass(frozen=True, slots=True)
class Sample:
    """Some posts with all their documents."""

    posts: tuple[str, ...]
    documents: tuple[str, ...]
    of_documents: int  # so many there are in the store


def sample(store: Readable, limit: int) -> Sample:
    """Take posts in the order of their IRIs, each with all its documents, up to a number of documents."""
    announced = [(row["post"].value, row["document"].value) for row in rows(store, _NOTICES)]
    posts: list[str] = []
    documents: list[str] = []
    for post, found in groupby(announced, key=lambda row: row[0]):
        own = [document for _, document in found]
        if len(documents) + len(own) <= limit:
            posts.append(post)
            documents += own
    return Sample(tuple(posts), tuple(documents), len(announced))


def facts(store: Readable, taken: Sample) -> list[Statement]:
    """Return what the catalogues and the sample's documents state, as far as the ontology speaks of it."""
    catalogues = [row["graph"] for row in rows(store, _GRAPHS)]
    # what people corrected has left its document: the old readings, and the discrepancies that no longer hold
    left_out = {graph("ontology"), graph("corrections"), DERIVED}
    found = [
        Statement((quad.triple,), name.value)
        for name in (*catalogues, *map(NamedNode, taken.documents))
        if isinstance(name, NamedNode) and name not in left_out
        for quad in store.quads(name)
        if _speaks(quad)
    ]
    return [*found, *_given(store, taken, found)]


def _speaks(quad: Quad) -> bool:
    """Tell whether the ontology gives a quad a meaning, and HermiT can read it."""
    classes, properties = _declared()
    if quad.predicate == RDF.type:
        return quad.object in classes
    return quad.predicate in properties and not (
        isinstance(quad.object, Literal) and quad.object.datatype in _UNREASONABLE
    )


def _given(store: Readable, taken: Sample, found: Iterable[Statement]) -> Iterator[Statement]:
    blocked = {row["reference"] for row in rows(store, _BLOCKED)}
    for statement in found:
        (triple,) = statement.triples
        if triple.object == ILO.Reference and triple.subject not in blocked:
            yield Statement((Triple(triple.subject, RDF.type, AX.UnblockedReference),), statement.place)
    for quad in derived(store, taken):
        if quad.predicate == ILO.currentNotice:
            yield Statement((quad.triple,), DERIVED.value)


def derived(store: Readable, taken: Sample) -> Iterator[Quad]:
    """Yield what the rules have made of the sample's posts."""
    posts = set(taken.posts)
    for quad in store.quads(DERIVED):
        if isinstance(quad.subject, NamedNode) and quad.subject.value in posts:
            yield quad


def near(statements: Sequence[Statement], taken: Sample) -> list[Statement]:
    """Return the facts on which the links of the sample's posts can depend; each of the others would cost time."""
    inner = {*taken.documents, DERIVED.value}
    reached: set[object] = {one for s in statements if s.place in inner for one in _individuals(s)}
    onward = [pair for s in statements for pair in _onward(s.triples[0])]
    size = 0
    while size < len(reached):
        size = len(reached)
        reached |= {after for before, after in onward if before in reached}
    return [s for s in statements if s.triples[0].subject in reached and _leads_on(s, reached)]


def _onward(triple: Triple) -> Iterator[tuple[object, object]]:
    if triple.predicate in _STEPS | _MATCHES:
        yield triple.subject, triple.object
    if triple.predicate in _MATCHES:
        yield triple.object, triple.subject


def _leads_on(statement: Statement, reached: set[object]) -> bool:
    """Tell whether links can depend on a fact: texts decide nothing, but for the cue and what blocks."""
    (triple,) = statement.triples
    if isinstance(triple.object, Literal):
        return triple.predicate in (ILO.cue, ILO.blocksContribution)
    return triple.predicate in (RDF.type, ILO.status, ILO.category) or triple.object in reached


def _individuals(statement: Statement) -> Iterator[NamedNode]:
    (triple,) = statement.triples
    values = (triple.subject, triple.object if triple.predicate != RDF.type else None)
    return (value for value in values if isinstance(value, NamedNode))


def names(statements: Iterable[Statement]) -> list[Triple]:
    """Return a name for each individual, of which a thing has only one: two IRIs are then two things."""
    individuals = {one for statement in statements for one in _individuals(statement)}
    return [Triple(one, AX.name, Literal(one.value)) for one in sorted(individuals, key=str)]


def declarations() -> tuple[Statement, ...]:
    """Return what declares classes and properties, without which the axioms cannot be read."""
    return tuple(statement for statement in _ontology() if _declares(statement))


def axioms() -> tuple[Statement, ...]:
    """Return all that the ontology says but the declarations."""
    return tuple(statement for statement in _ontology() if not _declares(statement))


def _declares(statement: Statement) -> bool:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    if statement.triples[0].subject == AX.name:  # that a thing has one name is nothing that anybody could correct
        return True
    return statement.triples[0].predicate == RDF.type and statement.triples[0].object in kinds


@cache
def _declared() -> tuple[frozenset[object], frozenset[object]]:
    declared = [statement.triples[0] for statement in declarations()]
    classes = frozenset(t.subject for t in declared if t.object == OWL.Class)
    return classes, frozenset(t.subject for t in declared) - classes


@cache
def _ontology() -> tuple[Statement, ...]:
    found: list[Statement] = []
    for path in (*resources.files("ontology", "ilo-graph.ttl"), *resources.files("ontology", "logic/*.ttl")):
        triples = [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)]
        found += _statements(triples, f"ontology/{path.name}")
    return tuple(found)


def _statements(triples: Sequence[Triple], place: str) -> Iterator[Statement]:
    """Yield each axiom with its blank nodes: those that it leads to, or the one that is its subject."""
    below: dict[object, list[Triple]] = {}
    for triple in triples:
        if isinstance(triple.subject, BlankNode):
            below.setdefault(triple.subject, []).append(triple)
    inner = {triple.object for triple in triples}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and _is_axiom(triple):
            yield Statement((triple, *_below(triple.object, below)), place)
    for root in below:
        if root not in inner:
            yield Statement(tuple(_below(root, below)), place)


def _below(node: object, below: dict[object, list[Triple]]) -> Iterator[Triple]:
    for triple in below.get(node, ()):
        yield triple
        yield from _below(triple.object, below)


def _is_axiom(triple: Triple) -> bool:
    predicate = triple.predicate
    if predicate == RDF.type:
        return triple.object != OWL.Ontology
    return predicate.value.startswith((RDFS.iri, OWL.iri)) and predicate not in _ANNOTATIONS | {
        OWL.versionInfo,
        OWL.versionIRI,
        OWL.imports,
    }


def written(*parts: Iterable[Statement] | Iterable[Triple]) -> bytes:
    """Return statements as N-Triples, which is what owlready2 reads."""
    triples: dict[Triple, None] = {}
    for part in parts:
        for one in part:
            triples.update(dict.fromkeys(one.triples if isinstance(one, Statement) else (one,)))
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def rows(store: Readable, text: str) -> Iterable[QuerySolution]:
    """Return the solutions of a SELECT query."""
    solutions = store.query(text)
    assert isinstance(solutions, QuerySolutions)  # the queries above are SELECTs
    return solutions
