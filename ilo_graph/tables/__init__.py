"""A table, and the forms in which it leaves the program: printed, as a frame of another library, in a file.

An answer of the engine is kept as the engine wrote it (SPARQL 1.1 TSV, which loses nothing): Python values are made
when somebody reads rows, Arrow columns straight from the bytes when somebody wants a frame. `FORMATS` maps the name of
a format to the function that writes it; a new format is one function and one line.
"""

from __future__ import annotations

from ilo_graph.tables.printing import as_html, as_text, printable
from ilo_graph.tables.table import Table
from ilo_graph.tables.values import Solutions, column_types, write_tsv
from ilo_graph.tables.writing import FORMATS

__all__ = ["FORMATS", "Solutions", "Table", "as_html", "as_text", "column_types", "printable", "write_tsv"]
