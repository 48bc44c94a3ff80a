"""A user's file on top of the catalogues: what it replaces, and what in it cannot be used."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pyoxigraph import Literal, NamedNode, Quad

from ilo_graph.vocabulary import ENTITY, GRAPH, ILO, ORG, PREFIXES, RDF, RDFS, SKOS, SKOSXL, graph

_OF_DOCUMENTS = frozenset(
    (ILO.Document, ILO.Notice, ILO.Duty, ILO.Reference, ILO.Discrepancy, ILO.Correction, ORG.Post)
)
_BESIDE_ENTITIES = (ILO.Link, SKOS.Concept, SKOS.ConceptScheme, SKOSXL.Label)
_OWL = "http://www.w3.org/2002/07/owl#"
_Node = object  # a subject or an object of a quad
_Stated = tuple[_Node, _Node, _Node]


@dataclass(frozen=True, slots=True)
class _Term:
    """What the ontology says of a term of ours."""

    kind: str  # "Class", "ObjectProperty", "DatatypeProperty"
    domains: frozenset[_Node]


def overlaid(quads: Sequence[Quad], overlay: Iterable[Quad]) -> list[Quad]:
    """Return the quads with an overlay on top.

    What the overlay gives a type loses what was said of it beside its former type, except links that have a node. A
    link whose node is given again leads where the new node says: the triple of the old one goes, that of the new comes.
    """
    given = list(overlay)
    typed = {quad.subject for quad in given if quad.predicate == RDF.type}
    blocks = {(q.subject, q.graph_name) for q in quads if q.predicate == RDF.type and q.subject in typed}
    before, after = _stated_by_node(quads), _stated_by_node(given)
    linked = {stated for node, stated in before.items() if node not in typed} | set(after.values())
    gone = set(before.values()) - linked
    given += _missing(after, given)
    stated = {quad.triple for quad in given}
    kept = []
    for quad in quads:
        spo = (quad.subject, quad.predicate, quad.object)
        in_block = (quad.subject, quad.graph_name) in blocks
        if quad.triple not in stated and spo not in gone and (not in_block or spo in linked):
            kept.append(quad)
    return [*kept, *given]


def _stated_by_node(quads: Iterable[Quad]) -> dict[_Node, _Stated]:
    """Return the triple that each link node is about."""
    parts: dict[_Node, dict[_Node, _Node]] = {}
    for quad in quads:
        if quad.predicate in (RDF.subject, RDF.predicate, RDF.object):
            parts.setdefault(quad.subject, {})[quad.predicate] = quad.object
    return {n: (p[RDF.subject], p[RDF.predicate], p[RDF.object]) for n, p in parts.items() if len(p) == 3}


def _missing(links: Mapping[_Node, _Stated], given: Sequence[Quad]) -> Iterator[Quad]:
    """Yield the triples of link nodes that their file does not state beside them."""
    stated = {(quad.subject, quad.predicate, quad.object) for quad in given}
    for subject, predicate, value in links.values():
        if (subject, predicate, value) not in stated and isinstance(subject, NamedNode):
            assert isinstance(predicate, NamedNode) and isinstance(value, NamedNode | Literal)
            yield Quad(subject, predicate, value, given[0].graph_name)


def faults(
    overlay: Collection[Quad], bundled: Iterable[Quad], quads: Iterable[Quad], kinds: Collection[object]
) -> Iterator[tuple[Quad, str]]:
    """Yield the quads of overlays that cannot be used, each with the reason and what to do.

    `quads` are all of them, with the overlays; `kinds` the classes whose members the catalogues hold.
    """
    terms = _terms(bundled)
    described = {quad.subject for quad in quads if quad.predicate == RDF.type}
    told: set[tuple[_Node, str]] = set()
    for quad in overlay:
        for check in (
            partial(_of_subject, described=described),
            partial(_of_term, terms=terms),
            partial(_of_class, kinds=kinds),
        ):
            fault = check(quad)
            if fault is not None and (quad.subject, fault) not in told:
                told.add((quad.subject, fault))
                yield quad, fault


def _terms(quads: Iterable[Quad]) -> Mapping[NamedNode, _Term]:
    kinds: dict[NamedNode, str] = {}
    domains: dict[_Node, set[_Node]] = {}
    for quad in quads:
        if quad.graph_name != graph("ontology"):
            continue
        if quad.predicate == RDF.type and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            kinds.setdefault(quad.subject, quad.object.value.removeprefix(_OWL))
        elif quad.predicate == RDFS.domain:
            domains.setdefault(quad.subject, set()).add(quad.object)
    return {term: _Term(kind, frozenset(domains.get(term, ()))) for term, kind in kinds.items() if _is_ours(term)}


def _is_ours(node: _Node) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(ILO.iri)


def _of_subject(quad: Quad, *, described: Collection[_Node]) -> str | None:
    subject = quad.subject
    assert isinstance(subject, NamedNode)  # blank nodes were refused before
    if subject.value.startswith((f"{ENTITY}document/", f"{ENTITY}post/")):
        return (
            f"{subject} is made from notices, and an overlay describes what they cite: correct a reading in a file "
            "for --corrections"
        )
    if _is_ours(subject) or subject.value.startswith(GRAPH):
        return f"{subject} belongs to the vocabulary, which an overlay does not change: remove the block"
    if subject not in described:
        return f"{subject} is in no catalogue: correct the IRI, or say with `a` what it is"
    return None


def _of_term(quad: Quad, *, terms: Mapping[NamedNode, _Term]) -> str | None:
    """Say what is wrong with the use of a term of ours."""
    named = quad.object if quad.predicate == RDF.type else quad.predicate
    if not isinstance(named, NamedNode) or not _is_ours(named):
        return None
    name = f"ilo:{named.value.removeprefix(ILO.iri)}"
    term = terms.get(named)
    if term is None:
        near = difflib.get_close_matches(name[4:], [known.value.removeprefix(ILO.iri) for known in terms], 1, 0.7)
        return f"{name} is no term of the vocabulary{f' (ilo:{near[0]}?)' if near else ''}: see docs/model.md"
    return None if quad.predicate == RDF.type else _of_property(quad, name, term)


def _of_property(quad: Quad, name: str, term: _Term) -> str | None:
    if term.domains & _OF_DOCUMENTS:
        return f"{name} is said of what was read in documents, not of what they cite: remove it"
    if term.kind == "ObjectProperty" and isinstance(quad.object, Literal):
        return f"{name} leads to a thing, not to the text {quad.object}: write an IRI, such as <status/abrogated>"
    if term.kind == "DatatypeProperty" and not isinstance(quad.object, Literal):
        return f"{name} takes a text or a number, not {quad.object}: write it in quotes"
    return None


def _of_class(quad: Quad, *, kinds: Collection[object]) -> str | None:
    if quad.predicate != RDF.type or quad.object in kinds or quad.object in _BESIDE_ENTITIES:
        return None
    names = ", ".join(sorted(_short(kind) for kind in kinds))
    return f"things of the class {_short(quad.object)} stand in no catalogue: write one of {names}"


def _short(node: object) -> str:
    iri = str(getattr(node, "value", node))
    return next((f"{p}:{iri.removeprefix(ns)}" for p, ns in PREFIXES.items() if iri.startswith(ns)), f"<{iri}>")
