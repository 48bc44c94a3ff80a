"""Rows under named columns, and the frames that they become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ilo_graph.tables import arrow, printing, writing
from ilo_graph.tables.extras import extra

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """Rows of plain values (str, int, float, bool, None) under named columns.

    `types` says what each column holds ("string", "integer", "number", "boolean"); it keeps a column's type where
    there are no rows, or none with a value. Without it the values decide.

    >>> table = Table(("post", "start"), (("post/1", 12), ("post/2", None)))
    >>> table
    post    start
    ─────────────
    post/1     12
    post/2
    (2 rows)
    >>> [row["start"] for row in table]
    [12, None]
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]
    types: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Mapping[str, object]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __str__(self) -> str:
        return printing.as_text(self)

    def __repr__(self) -> str:
        return printing.as_text(self, rows=printing.SHORT).rstrip("\n")

    def _repr_html_(self) -> str:
        return printing.as_html(self)

    def to_arrow(self) -> pyarrow.Table:
        """Return an Arrow table."""
        return arrow.from_table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas DataFrame with nullable types, so that whole numbers stay whole beside missing values."""
        frames, types = extra("pandas"), extra("pyarrow")
        names = {
            types.string(): frames.StringDtype(), types.int64(): frames.Int64Dtype(),
            types.float64(): frames.Float64Dtype(), types.bool_(): frames.BooleanDtype(),
        }  # fmt: skip
        frame: pandas.DataFrame = self.to_arrow().to_pandas(types_mapper=names.get)
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Return a polars DataFrame."""
        frame: polars.DataFrame = extra("polars").from_arrow(self.to_arrow())
        return frame

    def write(self, target: Path | str | TextIO, format: str | None = None) -> None:
        """Write the table to a file or an open stream in one of `FORMATS`; without one, the file's ending says which.

        ParameterError for an unknown format, and for a binary one where the stream takes text only.
        """
        writing.write(self, target, format)
