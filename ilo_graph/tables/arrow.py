"""Arrow columns: from the engine's bytes without a Python object for each value, or from rows.

Most columns hold one kind of term, and are decoded as a whole: IRIs, texts of one language, whole numbers, decimals,
booleans. A column of which that is not so is decoded by the function that makes rows, once for each distinct value.
Both ways give the same values and types.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import repeat
from typing import TYPE_CHECKING, Any

from ilo_graph.errors import QueryError
from ilo_graph.tables.extras import extra
from ilo_graph.tables.values import Solutions, by_column, plain, read_tsv, type_of, value

if TYPE_CHECKING:
    import pyarrow

    from ilo_graph.tables.table import Table

_BLOCK = 1 << 20  # bytes that are read at once; more where a line is longer
_DATATYPES = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool"}
_ODD = r"\\[^\"nrt]|^<<"  # a backslash that was written as two (or a rarer escape), a triple
_NOT_AS_WRITTEN = r'^[^"]*\.|^\+|^-?0[0-9]|>$'  # decimals, unusual whole numbers, datatypes
_ESCAPES = (('\\"', '"'), ("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"))


def from_table(table: Table) -> pyarrow.Table:
    """Return a table as an Arrow table."""
    arrow = extra("pyarrow")
    kinds = table.types or repeat(None, len(table.columns))
    if isinstance(table.rows, Solutions) and table.columns:
        tsv = table.rows.tsv
        cells, odd = _cells(tsv, len(table.columns)), b"\\" in tsv or b"<<(" in tsv
        arrays = [_decoded(*column, odd) for column in zip(cells, kinds, table.columns, strict=True)]
    else:
        arrays = [_array(*column) for column in zip(by_column(table), kinds, table.columns, strict=True)]
    return arrow.Table.from_arrays(arrays, names=list(table.columns))


def _cells(tsv: bytes, number: int) -> list[Any]:
    """Return the columns of SPARQL TSV as they are written, what is unbound as null."""
    arrow, csv = extra("pyarrow"), extra("pyarrow.csv")
    names = [str(i) for i in range(number)]
    read = csv.read_csv(
        arrow.BufferReader(tsv),
        read_options=csv.ReadOptions(column_names=names, skip_rows=1, block_size=_block(tsv)),
        parse_options=csv.ParseOptions(delimiter="\t", quote_char=False, ignore_empty_lines=False),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, arrow.string()),
            null_values=[""],
            strings_can_be_null=True,
            check_utf8=False,
        ),
    )
    return list(read.columns)


def _block(tsv: bytes) -> int:
    """Return a number of bytes that no line is longer than."""
    size, start = _BLOCK, 0
    while start + size < len(tsv):
        end = tsv.rfind(b"\n", start, start + size)
        start, size = (end + 1, size) if end >= 0 else (start, 2 * size)
    return size


def _decoded(cells: Any, kind: str | None, name: str, odd: bool) -> Any:  # noqa: ANN401  pyarrow has no types
    """Return a column of written terms as one of values; an odd one has backslashes, or triples."""
    array = _column(cells, odd)
    if array is None or kind not in (None, *(k for k, datatype in _DATATYPES.items() if datatype == str(array.type))):
        return _singly(cells, kind, name)
    return array


def _column(cells: Any, odd: bool) -> Any:  # noqa: ANN401
    """Decode a column by what its terms begin and end with; None where that is not enough to go by."""
    compute = extra("pyarrow.compute")
    texts = compute.ends_with(cells, '"')  # with no language and no datatype
    bare = compute.or_(texts, compute.starts_with(cells, "<"))
    if not _any(bare):
        numbers = _numbers(cells)
        return _tailed(cells, odd) if numbers is None else numbers
    rest = compute.invert(bare)
    odd = odd and _any(compute.or_(texts, compute.starts_with(cells, "<<")))
    if odd:
        rest = compute.or_(rest, compute.match_substring_regex(cells, _ODD))
    inside = _unescaped(compute.utf8_slice_codeunits(cells, 1, -1), odd)
    if not _any(rest):
        return inside
    rest = compute.fill_null(rest, False).combine_chunks()
    others = _tailed(cells.filter(rest), odd)
    others = _singly(cells.filter(rest), "string", "") if others is None else others
    return compute.replace_with_mask(inside, rest, others.combine_chunks())


def _numbers(cells: Any) -> Any:  # noqa: ANN401
    """Decode whole numbers, or decimals, or booleans; None where a column is of none of them."""
    compute, arrow = extra("pyarrow.compute"), extra("pyarrow")
    if cells.null_count == len(cells):
        return None
    with suppress(arrow.ArrowInvalid):
        return cells.cast("int64")
    with suppress(arrow.ArrowInvalid):
        return cells.cast("double") if _all(compute.match_substring(cells, ".")) else cells.cast("bool")
    return None


def _tailed(cells: Any, odd: bool) -> Any:  # noqa: ANN401
    """Decode texts with languages, and what is written as its text is; None where there is anything else."""
    compute = extra("pyarrow.compute")
    if _any(compute.match_substring_regex(cells, f"{_NOT_AS_WRITTEN}|{_ODD}" if odd else _NOT_AS_WRITTEN)):
        return None
    return _unescaped(compute.replace_substring_regex(cells, r'^"|"@[^"]*$', ""), odd)


def _unescaped(texts: Any, odd: bool) -> Any:  # noqa: ANN401
    for written, meant in _ESCAPES if odd else ():
        texts = extra("pyarrow.compute").replace_substring(texts, written, meant)
    return texts


def _all(answers: Any) -> bool:  # noqa: ANN401
    return extra("pyarrow.compute").all(answers).as_py() is True


def _any(answers: Any) -> bool:  # noqa: ANN401
    return extra("pyarrow.compute").any(answers).as_py() is True


def _singly(cells: Any, kind: str | None, name: str) -> Any:  # noqa: ANN401
    """Decode each distinct term of a column."""
    encoded = cells.dictionary_encode().unify_dictionaries()
    distinct = encoded.chunk(0).dictionary.to_pylist() if encoded.num_chunks else []
    tsv = "".join(f"{line}\n" for line in ("?x", *distinct))
    values = _array([value(row[0]) for row in read_tsv(tsv.encode())], kind, name)
    return extra("pyarrow").chunked_array([values.take(part.indices) for part in encoded.chunks], type=values.type)


def _array(values: list[object], kind: str | None, name: str) -> Any:  # noqa: ANN401
    """Return values as an array of the declared type, else of the type that they have."""
    arrow = extra("pyarrow")
    kind = kind or type_of(values)
    if kind == "string":
        values = [None if v is None else plain(v) for v in values]
    try:
        return arrow.array(values, type=_DATATYPES[kind])
    except (arrow.ArrowInvalid, arrow.ArrowTypeError, OverflowError) as error:
        message = f"The column {name!r} is declared as {kind} and holds something else ({error})"
        raise QueryError(f"{message}: correct the query or its header") from error
