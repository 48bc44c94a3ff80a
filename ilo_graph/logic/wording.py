"""Axioms and facts in words that need no logic to understand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from ilo_graph import resources
from ilo_graph.logic.knowledge import Statement
from ilo_graph.queries import answers
from ilo_graph.store import Readable
from ilo_graph.vocabulary import ENTITY, GRAPH, OWL, RDF, RDFS, XSD

_LIST = 4  # so many classes are listed in full
_NAMES = """SELECT ?thing ?id ?title ?scheme WHERE {{
  VALUES ?thing {{ {things} }}
  OPTIONAL {{ ?thing skos:notation ?id }}
  OPTIONAL {{ ?thing skos:prefLabel ?title FILTER(LANG(?title) IN ("en", "")) }}
  OPTIONAL {{ ?thing skos:inScheme ?scheme }}
}} ORDER BY ?thing ?id ?title"""
_Names = Mapping[str, str]


def sentences(statements: Sequence[Statement], store: Readable) -> list[str]:
    """Return one sentence for each statement."""
    named = _named(store, {term for one in statements for term in one.terms})
    return [_Sentence(one, statements, named).text() for one in statements]


def place(statement: Statement, paths: Mapping[str, str]) -> str:
    """Name the file in which a statement stands."""
    if statement.place in paths:
        return paths[statement.place]
    name = statement.place.removeprefix(GRAPH)
    if name.startswith("overlay/"):
        return f"the overlay {name.removeprefix('overlay/')}.ttl"
    if name == "derived":
        return "the derived graph"
    if name == "concepts":
        return "ontology/concepts.ttl"
    return name if "/" in name else f"data/{name}.ttl"


@cache
def _terms() -> dict[str, str]:
    """Return the English labels of all terms that the ontology and the axioms have."""
    found = {}
    for path in (*resources.files("ontology", "ilo-graph.ttl"), *resources.files("ontology", "logic/*.ttl")):
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            if quad.predicate == RDFS.label and isinstance(quad.object, Literal) and quad.object.language == "en":
                found[str(quad.subject)[1:-1]] = quad.object.value
    return found


def term(iri: str) -> str:
    """Return the English label of a term."""
    return _terms().get(iri) or _tail(iri)


def _named(store: Readable, iris: Iterable[str]) -> dict[str, str]:
    things = [iri for iri in sorted(iris) if iri not in _terms()]
    found = {iri: term(iri) for iri in iris}
    for row in answers.select(store, _NAMES.format(things=answers.values_block(map(NamedNode, things)))):
        found[row["thing"]] = _title(row) or found[row["thing"]]
    return found


def _title(row: Mapping[str, str]) -> str | None:
    name, title = row.get("id"), row.get("title")
    if "scheme" in row and title is not None:
        return f"“{title}”"
    return f"{name} ({title})" if name and title else name or title


def _tail(iri: str) -> str:
    if iri.startswith(ENTITY):
        return iri.removeprefix(ENTITY)
    tail = iri.rpartition("#")[2].rpartition("/")[2]
    return "".join(f" {c.lower()}" if c.isupper() and tail[:1].islower() else c for c in tail) or iri


class _Sentence:
    """One statement, with the names of what it speaks of and the statements beside it."""

    def __init__(self, statement: Statement, beside: Sequence[Statement], names: _Names) -> None:
        self._triple, self._inner = statement.triples[0], statement.triples
        self._names = names
        self._beside = {term for one in beside if one != statement for term in one.terms}

    def text(self) -> str:
        subject, predicate, value = self._triple
        if isinstance(subject, BlankNode):
            listed = next(t.object for t in self._inner if t.predicate == OWL.members)
            return f"Nothing belongs to two of these classes: {self._listed(listed)}."
        if predicate == RDF.type and value in _KINDS:
            return _KINDS[value].format(self._name(subject))
        if predicate in _AXIOMS:
            return _AXIOMS[predicate].format(self._name(subject), self._class(value))
        if predicate == OWL.propertyChainAxiom:
            steps = ", then ".join(self._class(one) for one in self._members(value))
            return f"“{self._name(subject)}” follows from a chain: {steps}."
        if predicate == RDF.type:
            name = self._class(value)
            return f"{self._name(subject)} is {'an' if name[0].lower() in 'aeiou' else 'a'} {name}."
        return f"{self._name(subject)}: {self._name(predicate)} {self._name(value)}."

    def _name(self, node: object) -> str:
        if isinstance(node, Literal):
            return f"“{node.value}”"
        if isinstance(node, NamedNode):
            return self._names.get(node.value) or _tail(node.value)
        return self._class(node)

    def _members(self, node: object) -> list[object]:
        found: list[object] = []
        while isinstance(node, BlankNode):
            parts = {t.predicate: t.object for t in self._inner if t.subject == node}
            found.append(parts[RDF.first])
            node = parts[RDF.rest]
        return found

    def _listed(self, node: object) -> str:
        members = self._members(node)
        close = [one for one in members if isinstance(one, NamedNode) and one.value in self._beside]
        shown = members if len(members) <= _LIST or len(close) < 2 else close
        return ", ".join(map(self._name, shown)) + (", and others" if len(shown) < len(members) else "")

    def _class(self, node: object) -> str:
        """Say a class expression, or the inverse of a property, in words."""
        if not isinstance(node, BlankNode):
            return self._name(node)
        parts = {t.predicate: t.object for t in self._inner if t.subject == node}
        for predicate, word in ((OWL.unionOf, " or "), (OWL.intersectionOf, " and "), (OWL.oneOf, " or ")):
            if predicate in parts:
                return word.join(map(self._class, self._members(parts[predicate])))
        if OWL.inverseOf in parts:
            return f"“{self._name(parts[OWL.inverseOf])}” read backwards"
        if OWL.onProperty in parts:
            return self._restriction(parts)
        pattern = next((t.object for t in self._inner if t.predicate == XSD.pattern), None)
        return f"a text like {self._name(pattern)}"

    def _restriction(self, parts: Mapping[NamedNode, object]) -> str:
        what = f"what has “{self._class(parts[OWL.onProperty])}”"
        if OWL.hasValue in parts:
            return f"{what} {self._name(parts[OWL.hasValue])}"
        if OWL.hasSelf in parts:
            return f"{what} itself"
        return f"{what} of: {self._class(parts[OWL.someValuesFrom])}"


_KINDS: Mapping[object, str] = {
    OWL.FunctionalProperty: "Nothing has “{0}” twice.",
    OWL.InverseFunctionalProperty: "No two things share what they have under “{0}”.",
    OWL.AsymmetricProperty: "“{0}” never holds in both directions.",
    OWL.IrreflexiveProperty: "Nothing has “{0}” to itself.",
    OWL.SymmetricProperty: "“{0}” holds in both directions.",
}
_AXIOMS: Mapping[NamedNode, str] = {
    RDFS.subClassOf: "Each {0} is also: {1}.",
    OWL.equivalentClass: "To be {0} is the same as to be: {1}.",
    OWL.disjointWith: "Nothing is both {0} and {1}.",
    RDFS.subPropertyOf: "What is linked by “{0}” is also linked by “{1}”.",
    RDFS.domain: "Whatever has “{0}” is: {1}.",
    RDFS.range: "Whatever stands behind “{0}” is: {1}.",
}
