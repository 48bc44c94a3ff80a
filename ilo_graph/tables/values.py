"""From terms to plain values and back: IRIs and texts are str, numbers int or float, what is unbound is None."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias, overload

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from ilo_graph.vocabulary import XSD

if TYPE_CHECKING:
    from ilo_graph.tables.table import Table

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Row: TypeAlias = tuple[object, ...]

_INTEGERS = frozenset(
    f"{XSD.iri}{name}"
    for name in (
        "integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
        "long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
_NUMBERS = frozenset(f"{XSD.iri}{name}" for name in ("decimal", "double", "float"))
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_INTEGER = re.compile(r"[+-]?[0-9]{1,4000}")  # Python makes no number of many more digits
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_LARGEST = 2**63  # the whole numbers of frames have 64 bits


@dataclass(frozen=True, eq=False)
class Solutions(Sequence[Row]):
    """The rows of an answer as the engine wrote them, in SPARQL 1.1 TSV; they become Python values when read."""

    tsv: bytes

    def __len__(self) -> int:
        return self.tsv.count(b"\n") - 1  # a line break in a value is written as "\n"

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        return self._rows[index]

    def __eq__(self, other: object) -> bool:
        return self._rows == tuple(other) if isinstance(other, Solutions | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._rows)

    def first(self, number: int) -> tuple[Row, ...]:
        """Return the first rows, without making values of the others."""
        return tuple(islice(self._read(), number))

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return tuple(self._read())

    def _read(self) -> Iterator[Row]:
        return (tuple(map(value, row)) for row in read_tsv(self.tsv))


def read_tsv(tsv: bytes) -> QuerySolutions:
    """Return what SPARQL 1.1 TSV holds as terms."""
    read = parse_query_results(tsv, QueryResultsFormat.TSV)
    if not isinstance(read, QuerySolutions):
        raise TypeError("These are no rows but the answer of an ASK")
    return read


def write_tsv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return rows of values or of terms as SPARQL 1.1 TSV."""
    head = "\t".join(f"?{name}" for name in columns)
    lines = ("\t".join("" if cell is None else str(term(cell)) for cell in row) for row in rows)
    return "".join(f"{line}\n" for line in (head, *lines)).encode()


def value(term: Term | None) -> object:
    """Return a term as a plain value; a date stays the text that it is."""
    if isinstance(term, Literal):
        return _literal(term)
    if isinstance(term, NamedNode):
        return term.value
    return None if term is None else str(term)


def term(value: object) -> Term:
    """Return a plain value as a term; what is no number and no boolean is a text."""
    if isinstance(value, Term):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Literal(str(value), datatype=XSD.integer)
    return Literal(value if isinstance(value, bool | float) else str(value))


def column_types(table: Table) -> tuple[str, ...]:
    """Return what each column holds: as declared, else what its values are ("string" where they differ)."""
    return table.types or tuple(type_of(values) for values in by_column(table))


def by_column(table: Table) -> Iterator[list[object]]:
    """Yield the values of each column."""
    return ([row[i] for row in table.rows] for i in range(len(table.columns)))


def type_of(values: Iterable[object]) -> str:
    """Return what values are: "integer", "number", "boolean", or "string" where they differ."""
    found = {_type(value) for value in values if value is not None}
    if found == {"integer", "number"}:
        return "number"
    return found.pop() if len(found) == 1 else "string"


def _type(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return "integer" if -_LARGEST <= value < _LARGEST else "string"
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, float) else "string"


def plain(value: object) -> str:
    """Return a value as a text; what is unknown is empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _literal(literal: Literal) -> object:
    """Return what a literal says; "ten"^^xsd:integer is allowed in RDF, and is then only a text."""
    kind, text = literal.datatype.value, literal.value
    if kind in _INTEGERS and _INTEGER.fullmatch(text):
        return int(text)
    if kind in _NUMBERS and _NUMBER.fullmatch(text):
        return float(text)
    return _BOOLEANS.get(text, text) if kind == XSD.boolean.value else text
