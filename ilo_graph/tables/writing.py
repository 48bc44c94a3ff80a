"""The formats in which a table is written to a file or a stream."""

from __future__ import annotations

import csv
import html
import io
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pyoxigraph import QueryResultsFormat

from ilo_graph.errors import ParameterError
from ilo_graph.tables.extras import extra
from ilo_graph.tables.printing import as_text, printable
from ilo_graph.tables.values import Solutions, plain, read_tsv, write_tsv

if TYPE_CHECKING:
    from ilo_graph.tables.table import Table


def as_csv(table: Table, *, delimiter: str = ",") -> str:
    """Render as CSV with a header line; what is unknown is empty."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([[plain(value) for value in row] for row in table.rows])
    return out.getvalue()


def as_json(table: Table) -> str:
    """Render as a list of objects, one row a line; JSON has no infinity, which becomes null."""
    rows = (json.dumps({name: _finite(v) for name, v in row.items()}, ensure_ascii=False) for row in table)
    return "[\n" + ",\n".join(rows) + "\n]\n" if table.rows else "[]\n"


def as_markdown(table: Table) -> str:
    """Render as a Markdown table; nothing in a cell can end the cell, or is taken for HTML."""

    def line(cells: list[str]) -> str:
        return f"| {' | '.join(cells)} |\n"

    rows = [line([_markdown_cell(value) for value in row]) for row in table.rows]
    return line([_markdown_cell(name) for name in table.columns]) + line(["---"] * len(table.columns)) + "".join(rows)


def as_parquet(table: Table) -> bytes:
    """Render as a Parquet file."""
    parquet = extra("pyarrow.parquet")
    out = io.BytesIO()
    parquet.write_table(table.to_arrow(), out)
    return out.getvalue()


def as_xlsx(table: Table) -> bytes:
    """Render as an Excel workbook of one sheet; no text becomes a formula.

    ParameterError where there are more rows, or longer texts, than Excel takes.
    """
    if len(table) >= EXCEL_ROWS:
        raise ParameterError(f"Excel takes {EXCEL_ROWS} rows, and these are {len(table)}: write parquet or csv instead")
    longest = max((len(value) for row in table.rows for value in row if isinstance(value, str)), default=0)
    if longest > EXCEL_TEXT:
        raise ParameterError(f"Excel takes texts of {EXCEL_TEXT} characters, and one has {longest}: write parquet")
    openpyxl = extra("openpyxl")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("table")
    sheet.freeze_panes = "A2"
    for letter, width in _widths(table).items():
        sheet.column_dimensions[letter].width = width
    for row in (table.columns, *table.rows):
        sheet.append([_excel_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_sparql(table: Table, format: QueryResultsFormat) -> bytes:
    """Render as SPARQL 1.1 results; an own query's IRIs, languages and datatypes are as the engine gave them."""
    tsv = table.rows.tsv if isinstance(table.rows, Solutions) else write_tsv(table.columns, table.rows)
    return read_tsv(tsv).serialize(format=format) or b""


EXCEL_ROWS, EXCEL_TEXT, EXCEL_DIGITS = 2**20, 32767, 10**15
FORMATS: dict[str, Callable[[Table], str | bytes]] = {
    "table": as_text,
    "csv": as_csv,
    "tsv": lambda table: as_csv(table, delimiter="\t"),
    "json": as_json,
    "parquet": as_parquet,
    "xlsx": as_xlsx,
    "md": as_markdown,
    "srj": lambda table: as_sparql(table, QueryResultsFormat.JSON),
    "srx": lambda table: as_sparql(table, QueryResultsFormat.XML),
}


def write(table: Table, target: Path | str | TextIO, format: str | None) -> None:
    """Write a table to a file or an open stream in one of `FORMATS`; without one, the file's ending says which."""
    path = Path(target) if isinstance(target, str | Path) else None
    format = format or (path.suffix.removeprefix(".") if path else "table")
    if format not in FORMATS:
        raise ParameterError(f"There is no format {format!r}: choose one of {', '.join(FORMATS)}")
    content = FORMATS[format](table)
    if path is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    elif not isinstance(target, str | Path):
        _to_stream(content, target, format)


def _to_stream(content: str | bytes, stream: TextIO, format: str) -> None:
    if isinstance(content, str):
        stream.write(content)
    elif hasattr(stream, "buffer"):
        stream.buffer.write(content)
    else:
        raise ParameterError(f"The format {format!r} is binary: give the path of a file instead of a text stream")


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _markdown_cell(value: object) -> str:
    text = html.escape(printable(value), quote=False)
    return text.replace("|", "&#124;").replace("\n", "<br>")


def _widths(table: Table) -> dict[str, int]:
    """Return how wide each column of a sheet is, by its first rows; long texts have to be widened by hand."""
    from openpyxl.utils import get_column_letter

    columns = {name: [row[i] for row in table.rows[:100]] for i, name in enumerate(table.columns)}
    longest = (max(map(len, map(plain, (name, *values)))) for name, values in columns.items())
    return {get_column_letter(i): min(width + 2, 60) for i, width in enumerate(longest, start=1)}


def _excel_cell(sheet: object, value: object) -> object:
    if isinstance(value, int) and abs(value) > EXCEL_DIGITS:
        value = str(value)
    if not isinstance(value, str):
        return _finite(value)
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))
    cell.data_type = "s"  # a text that begins with "=" is a text
    return cell
