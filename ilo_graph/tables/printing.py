"""A table as text for a terminal, and as HTML for a notebook."""

from __future__ import annotations

import html
import io
import shutil
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from ilo_graph.tables.values import Solutions, plain, type_of

if TYPE_CHECKING:
    from ilo_graph.tables.table import Table

SHORT = 100  # rows that an interpreter or a notebook shows of a table
Columns: TypeAlias = dict[str, list[object]]
WORD = 12  # a terminal too narrow for words of this length in each column gets blocks of lines instead of rows


def as_text(table: Table, *, width: int | None = None, rows: int | None = None) -> str:
    """Render for a terminal: as a table where it fits the width, else each row as a block of lines.

    What says nothing takes no room: a column without a value is named below the table, and where the width is wanting
    one whose value is the same in every row stands above it. `rows` bounds how many are shown.
    """
    width = width or shutil.get_terminal_size((100, 24)).columns
    shown = _first(table, rows)
    columns = {name: [row[i] for row in shown] for i, name in enumerate(table.columns)}
    full = {name: v for name, v in columns.items() if not shown or any(value is not None for value in v)}
    below = _below(table, len(shown), [name for name in columns if name not in full])
    differing = {name: v for name, v in full.items() if len(v) < 2 or any(value != v[0] for value in v)}
    if _fits(full, width):
        return _grid(full, width) + below
    if differing and _fits(differing, width):
        same = {name: [values[0]] for name, values in full.items() if name not in differing}
        return _block(same, 0, width) + "\n" + _grid(differing, width) + below
    heads = (f"── {number + 1} ".ljust(width, "─") + "\n" for number in range(len(shown)))
    return "".join(head + _block(full, number, width) for number, head in enumerate(heads)) + below


def as_html(table: Table) -> str:
    """Render as an HTML table for a notebook, escaped, its first rows only."""
    shown = _first(table, SHORT)
    head = "".join(f"<th>{html.escape(name)}</th>" for name in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(plain(value))}</td>" for value in row) + "</tr>\n" for row in shown
    )
    grid = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>"
    return f"{grid}<p>{html.escape(_below(table, len(shown), []))}</p>"


def printable(value: object) -> str:
    """Return a value as text in which nothing can steer a terminal."""
    text = plain(value)
    return text if text.isprintable() else "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) == "Cf" else "\ufffd"  # soft hyphens go, escape codes show


def _first(table: Table, number: int | None) -> Sequence[tuple[object, ...]]:
    if number is None:
        return table.rows
    return table.rows.first(number) if isinstance(table.rows, Solutions) else table.rows[:number]


def _below(table: Table, shown: int, empty: list[str]) -> str:
    """Return the line that says how many rows there are, and what is not to be seen of them."""
    number = f"{len(table)} row{'' if len(table) == 1 else 's'}"
    first = f", the first {shown} of them shown; all are in a frame or a file" if shown < len(table) else ""
    unknown = f"; nothing in {', '.join(empty)}" if empty else ""
    return f"({number}{first}{unknown})\n"


def _fits(columns: Columns, width: int) -> bool:
    return sum(_narrowest(name, values) + 2 for name, values in columns.items()) <= width


def _narrowest(name: str, values: Iterable[object]) -> int:
    """Return how wide a column must be to break no word, save words longer than `WORD`."""
    longest = max((len(word) for value in values for word in plain(value).split()), default=0)
    return max(len(name), min(longest, WORD))


def _grid(columns: Columns, width: int) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0), collapse_padding=True)
    for name, values in columns.items():
        side: Literal["left", "right"] = "right" if type_of(values) in ("integer", "number") else "left"
        grid.add_column(Text(name), justify=side, overflow="fold", min_width=_narrowest(name, values))
    for row in zip(*columns.values(), strict=True):
        grid.add_row(*(Text(_one_line(value)) for value in row))
    out = io.StringIO()
    Console(file=out, width=width, color_system=None, force_terminal=False, force_jupyter=False).print(grid)
    return _tidy(out.getvalue())


def _block(columns: Columns, number: int, width: int) -> str:
    """Render one row as lines of names and values."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    margin = max(map(cell_len, columns)) + 2
    console = Console(width=max(width - margin, 20), color_system=None)
    lines = []
    for name, values in columns.items():
        value = values[number]
        wrapped = Text(_one_line(value)).wrap(console, console.width) if value is not None else ()
        lines += [(name if i == 0 else "").ljust(margin) + part.plain for i, part in enumerate(wrapped)]
    return _tidy("\n".join(lines))


def _one_line(value: object) -> str:
    """Return a value as running text: words that a document prints on two lines read better on one."""
    return " ".join(printable(value).split())


def _tidy(text: str) -> str:
    return "".join(line.rstrip() + "\n" for line in text.splitlines())
