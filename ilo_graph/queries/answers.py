"""From what the engine answers to tables and texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples

from ilo_graph.errors import QueryError
from ilo_graph.tables import Solutions, Table, write_tsv

if TYPE_CHECKING:
    from ilo_graph.store import Readable


def select(store: Readable, text: str) -> list[dict[str, str]]:
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
    try:
        if isinstance(result, QueryTriples):
            columns: tuple[str, ...] = ("subject", "predicate", "object")
            tsv = write_tsv(columns, result)
        else:
            columns = tuple(variable.value for variable in result.variables)
            tsv = result.serialize(format=QueryResultsFormat.TSV) or b""
    except (OSError, RuntimeError) as error:  # the engine evaluates while its answer is read
        raise QueryError(f"The query cannot be answered: {error}. Rewrite that part of it") from error
    return Table(columns, Solutions(tsv))


def values_block(terms: Iterable[NamedNode]) -> str:
    """Return terms as the inside of a VALUES block."""
    return " ".join(str(term) for term in terms)


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
