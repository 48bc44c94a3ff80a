"""The questions: each is a file in `queries/`, with its parameters and its columns in a header; a new one is a file.

A parameter is a `VALUES` block of one line that holds an example or a default, so that the file runs unchanged in any
SPARQL 1.1 editor; `bind` puts a term in its place, never a piece of text. `queries/README.md` has the conventions.
"""

from __future__ import annotations

from ilo_graph.queries.description import Description, show
from ilo_graph.queries.named import NamedQuery, Parameter, get, list_queries
from ilo_graph.queries.running import bind, run
from ilo_graph.queries.searching import search
from ilo_graph.queries.things import find

__all__ = ["Description", "NamedQuery", "Parameter", "bind", "find", "get", "list_queries", "run", "search", "show"]
