"""A table, and the forms in which it leaves the program.

`FORMATS` maps the name of a format to the function that writes it; a new format is one function and one line.
"""

from __future__ import annotations

import csv
import html
import importlib
import io
import json
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

from ilo_graph.errors import MissingExtra, ParameterError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

HTML_ROWS = 200  # a notebook cell, not a page
WORD = 12  # a terminal too narrow for words of this length in each column gets blocks of lines instead of rows


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values (str, int, float, bool, None) under named columns.

    `types` says what each column holds ("string", "integer", "number", "boolean"); it keeps a column's type where
    there are no rows, or none with a value. Without it the values decide.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    types: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Mapping[str, object]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __str__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str:
        return as_html(self)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas DataFrame with nullable types, so that whole numbers stay whole beside missing values."""
        frames = _extra("pandas")
        names = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
        frame: pandas.DataFrame = frames.DataFrame(
            {
                name: frames.array(_typed(values, kind), dtype=names[kind])
                for name, kind, values in zip(self.columns, column_types(self), _by_column(self), strict=True)
            }
        )
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Return a polars DataFrame."""
        frames = _extra("polars")
        names = {
            "string": frames.String, "integer": frames.Int64, "number": frames.Float64, "boolean": frames.Boolean,
        }  # fmt: skip
        frame: polars.DataFrame = frames.DataFrame(
            [
                frames.Series(name, _typed(values, kind), dtype=names[kind])
                for name, kind, values in zip(self.columns, column_types(self), _by_column(self), strict=True)
            ]
        )
        return frame

    def to_arrow(self) -> pyarrow.Table:
        """Return an Arrow table."""
        arrow = _extra("pyarrow")
        names = {
            "string": arrow.string(), "integer": arrow.int64(), "number": arrow.float64(), "boolean": arrow.bool_(),
        }  # fmt: skip
        kinds = column_types(self)
        schema = arrow.schema([(name, names[kind]) for name, kind in zip(self.columns, kinds, strict=True)])
        arrays = [_typed(values, kind) for values, kind in zip(_by_column(self), kinds, strict=True)]
        return arrow.table(dict(zip(self.columns, arrays, strict=True)), schema=schema)

    def write(self, target: Path | TextIO, format: str) -> None:
        """Write the table to a file or an open stream in one of `FORMATS`."""
        if format not in FORMATS:
            raise ParameterError(f"There is no format {format!r}: choose one of {', '.join(FORMATS)}")
        content = FORMATS[format](self)
        if isinstance(target, Path):
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        elif isinstance(content, str):
            target.write(content)
        elif hasattr(target, "buffer"):
            target.buffer.write(content)
        else:
            raise ParameterError(f"The format {format!r} is binary: give the path of a file instead of a text stream")


def column_types(table: Table) -> tuple[str, ...]:
    """Return what each column holds: as declared, else what its values are ("string" where they differ)."""
    return table.types or tuple(_type_of(values) for values in _by_column(table))


def as_text(table: Table, *, width: int | None = None) -> str:
    """Render for a terminal: as a table where it fits the width, else each row as a block of lines."""
    width = width or shutil.get_terminal_size((100, 24)).columns
    narrowest = [_narrowest(name, values) for name, values in zip(table.columns, _by_column(table), strict=True)]
    return _grid(table, width, narrowest) if sum(narrowest) + 2 * len(narrowest) <= width else _blocks(table, width)


def as_csv(table: Table, *, delimiter: str = ",") -> str:
    """Render as CSV with a header line; what is unknown is empty."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([[_plain(value) for value in row] for row in table.rows])
    return out.getvalue()


def as_json(table: Table) -> str:
    """Render as a list of objects, one row a line."""
    rows = (json.dumps(row, ensure_ascii=False) for row in table)
    return "[\n" + ",\n".join(rows) + "\n]\n" if table.rows else "[]\n"


def as_markdown(table: Table) -> str:
    """Render as a Markdown table; nothing in a cell can end the cell, or is taken for HTML."""

    def line(cells: list[str]) -> str:
        return f"| {' | '.join(cells)} |\n"

    rows = [line([_markdown_cell(value) for value in row]) for row in table.rows]
    return line([_markdown_cell(name) for name in table.columns]) + line(["---"] * len(table.columns)) + "".join(rows)


def as_html(table: Table) -> str:
    """Render as an HTML table for a notebook, escaped, its first rows only."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(_plain(value))}</td>" for value in row) + "</tr>\n"
        for row in table.rows[:HTML_ROWS]
    )
    left = len(table) - HTML_ROWS
    more = f"<p>and {left} more rows</p>" if left > 0 else ""
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>{more}"


def as_parquet(table: Table) -> bytes:
    """Render as a Parquet file."""
    parquet = _extra("pyarrow.parquet")
    out = io.BytesIO()
    parquet.write_table(table.to_arrow(), out)
    return out.getvalue()


def as_xlsx(table: Table) -> bytes:
    """Render as an Excel workbook of one sheet; no text becomes a formula."""
    openpyxl = _extra("openpyxl")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("table")
    sheet.freeze_panes = "A2"
    for row in (table.columns, *table.rows):
        sheet.append([_excel_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FORMATS: dict[str, Callable[[Table], str | bytes]] = {
    "table": as_text,
    "csv": as_csv,
    "tsv": lambda table: as_csv(table, delimiter="\t"),
    "json": as_json,
    "parquet": as_parquet,
    "xlsx": as_xlsx,
    "md": as_markdown,
}


def printable(value: object) -> str:
    """Return a value as text in which nothing can steer a terminal."""
    text = _plain(value)
    return text if text.isprintable() else "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) == "Cf" else "\ufffd"  # soft hyphens go, escape codes show


def _narrowest(name: str, values: list[object]) -> int:
    """Return how wide a column must be to break no word, save words longer than `WORD`."""
    longest = max((len(word) for value in values for word in _plain(value).split()), default=0)
    return max(len(name), min(longest, WORD))


def _grid(table: Table, width: int, narrowest: list[int]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0), collapse_padding=True)
    for name, kind, least in zip(table.columns, column_types(table), narrowest, strict=True):
        side: Literal["left", "right"] = "left" if kind in ("string", "boolean") else "right"
        grid.add_column(Text(name), justify=side, overflow="fold", min_width=least)
    for row in table.rows:
        grid.add_row(*(Text(_one_line(value)) for value in row))
    out = io.StringIO()
    Console(file=out, width=width, color_system=None, force_terminal=False).print(grid)
    return _tidy(out.getvalue()) + _count(table)


def _blocks(table: Table, width: int) -> str:
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    margin = max(cell_len(name) for name in table.columns) + 2
    console = Console(width=max(width - margin, 20), color_system=None)
    lines = []
    for number, row in enumerate(table.rows, start=1):
        lines.append(f"── {number} ".ljust(width, "─"))
        for name, value in zip(table.columns, row, strict=True):
            wrapped = Text(_one_line(value)).wrap(console, console.width)
            lines += [(name if i == 0 else "").ljust(margin) + part.plain for i, part in enumerate(wrapped)]
    return _tidy("\n".join(lines)) + _count(table)


def _one_line(value: object) -> str:
    """Return a value as running text: words that a document prints on two lines read better on one."""
    return " ".join(printable(value).split())


def _tidy(text: str) -> str:
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


def _count(table: Table) -> str:
    return f"({len(table)} row{'' if len(table) == 1 else 's'})\n"


def _extra(module: str) -> Any:  # noqa: ANN401  the module itself
    package = module.partition(".")[0]
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        raise MissingExtra(missing.name or package, "tables") from missing


def _by_column(table: Table) -> Iterator[list[object]]:
    return ([row[i] for row in table.rows] for i in range(len(table.columns)))


def _type_of(values: list[object]) -> str:
    names = {bool: "boolean", int: "integer", float: "number"}
    found = {names.get(type(value), "string") for value in values if value is not None}
    if found == {"integer", "number"}:
        return "number"
    return found.pop() if len(found) == 1 else "string"


def _typed(values: list[object], kind: str) -> list[object]:
    if kind == "string":
        return [None if value is None else _plain(value) for value in values]
    return values


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _markdown_cell(value: object) -> str:
    text = html.escape(printable(value), quote=False)
    return text.replace("|", "&#124;").replace("\n", "<br>")


def _excel_cell(sheet: object, value: object) -> object:
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))
    cell.data_type = "s"  # a text that begins with "=" is a text
    return cell
