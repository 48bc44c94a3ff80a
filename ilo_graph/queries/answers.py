"""From the engine's results to plain values: IRIs and texts are str, numbers int or float, what is unbound is None."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

from ilo_graph.errors import QueryError
from ilo_graph.tables import Table

if TYPE_CHECKING:
    from ilo_graph.store import Store

XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(
    f"{XSD}{name}"
    for name in (
        "integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
        "long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_NUMBERS = frozenset(f"{XSD}{name}" for name in ("decimal", "double", "float"))


def value(term: NamedNode | BlankNode | Literal | Triple | None) -> object:
    """Return a term as a plain value; a date stays the text that it is."""
    if isinstance(term, Literal):
        return _literal(term)
    if isinstance(term, NamedNode):
        return term.value
    return None if term is None else str(term)


def select(store: Store, text: str) -> list[dict[str, str]]:
    """Return the solutions of a SELECT query as texts, without what is unbound."""
    result = store.query(text)
    if not isinstance(result, QuerySolutions):
        raise QueryError("This query gives no table: write it as SELECT")
    names = [variable.value for variable in result.variables]
    return [{n: _text(row[n]) for n in names if row[n] is not None} for row in result]


def table(result: QuerySolutions | QueryBoolean | QueryTriples) -> Table:
    """Return what a query gave as a table: the one cell of an ASK, the three columns of a CONSTRUCT."""
    if isinstance(result, QueryBoolean):
        return Table(("answer",), ((bool(result),),), ("boolean",))
    if isinstance(result, QueryTriples):
        triples = ((value(t.subject), value(t.predicate), value(t.object)) for t in result)
        return Table(("subject", "predicate", "object"), tuple(triples))
    columns = tuple(variable.value for variable in result.variables)
    try:
        return Table(columns, tuple(tuple(map(value, row)) for row in result))
    except (OSError, RuntimeError) as error:  # the engine evaluates while its rows are read
        raise QueryError(f"The query cannot be answered: {error}. Rewrite that part of it") from error


def values_block(terms: Iterable[NamedNode]) -> str:
    """Return terms as the inside of a VALUES block."""
    return " ".join(str(term) for term in terms)


def _literal(literal: Literal) -> object:
    kind = literal.datatype.value
    try:
        if kind in _INTEGERS:
            return int(literal.value)
        if kind in _NUMBERS:
            return float(literal.value)
    except ValueError:  # "ten"^^xsd:integer is allowed in RDF, and is then only a text
        return literal.value
    if kind == f"{XSD}boolean":
        return literal.value in ("true", "1")
    return literal.value


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
