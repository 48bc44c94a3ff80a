"""Running a query: parameters become terms, terms go into the text's VALUES blocks, the answer becomes a Table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from ilo_graph.errors import QueryError
from ilo_graph.queries import answers, parameters
from ilo_graph.queries.named import NamedQuery, get, parse
from ilo_graph.tables import Table

if TYPE_CHECKING:
    from ilo_graph.store import Readable

# A block of one line at the start of a line: what stands in a comment or in a longer text is not meant.
_BLOCK = r"(?m)^(?P<before>[ \t]*VALUES[ \t]+[?$]{name}[ \t]*\{{).*(?P<after>\}}[ \t.]*)$"


def run(store: Readable, query: str | Path | NamedQuery, /, **params: object) -> Table:
    """Answer a named query, a file, or a SPARQL text, with a value for each parameter.

    A single word is a name or, when it ends in ".rq", a file. A value is an id, an IRI, a text or a whole number.
    """
    asked = _asked(query)
    bound = bind(asked, parameters.terms(store, asked, params))
    answer = answers.table(store.query(bound))
    declared = tuple(kind for _, kind in asked.columns)
    return replace(answer, types=declared) if len(declared) == len(answer.columns) else answer


def bind(query: NamedQuery, values: Mapping[str, NamedNode | Literal]) -> str:
    """Return the query's text with each value in the VALUES blocks of its parameter."""
    text = query.text
    for name, term in values.items():
        text, blocks = _filled(text, name, term)
        if not blocks:
            raise QueryError(
                f"The query {query.name!r} has no block for its parameter {name!r}: "
                f"give it a line of its own, 'VALUES ?{name} {{ ... }}'"
            )
    return text


def _filled(text: str, name: str, term: NamedNode | Literal) -> tuple[str, int]:
    block = re.compile(_BLOCK.format(name=re.escape(name)))
    return block.subn(lambda match: f"{match['before']} {term} {match['after']}", text)


def _asked(query: str | Path | NamedQuery) -> NamedQuery:
    if isinstance(query, NamedQuery):
        return query
    if isinstance(query, Path) or re.fullmatch(r"\S+\.rq", query):
        return _from_file(Path(query))
    return get(query) if re.fullmatch(r"\s*[\w.-]*\s*", query) else parse(query, "of your own")


def _from_file(path: Path) -> NamedQuery:
    try:
        return parse(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"The query file {path} cannot be read ({error}): check its path and encoding") from error
