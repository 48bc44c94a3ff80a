"""The named queries, and the header that says what each one asks, takes and returns.

#+ summary: one line, a question
#+ description: what a row is, and what is left out
#+   (an entry goes on in lines that begin with "#+" and more than one blank)
#+ params:
#+   - instrument: instrument, for example C102
#+   - status: string = *
#+ columns: post:string start:integer
#+ tags: [posts, instruments]
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache

from ilo_graph import resources
from ilo_graph.errors import QueryError, UnknownQuery

THINGS = ("instrument", "outcome", "biennium", "sdg", "unit", "post", "mandate", "document", "thing")
CONCEPTS = ("status", "category", "subject", "discrepancy")  # each the name of a scheme in ontology/concepts.ttl
PARAMETER_TYPES = (*THINGS, *CONCEPTS, "string", "integer", "boolean")
_PARAMETER = re.compile(r"- (?P<name>\w+): (?P<type>\w+)(?: = (?P<default>.+)|, for example (?P<example>.+))")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query wants to be told: one with a default may be left out, one with an example may not."""

    name: str
    type: str  # one of PARAMETER_TYPES
    default: str | None = None
    example: str | None = None

    def __str__(self) -> str:
        return f"{self.name}={self.default or self.example}"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A SPARQL query with what its header says."""

    name: str
    text: str
    summary: str = ""
    description: str = ""
    params: tuple[Parameter, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()  # name and type; empty where the header lists none
    tags: tuple[str, ...] = ()


@cache
def list_queries() -> tuple[NamedQuery, ...]:
    """Return the queries that come with ilo-graph, by name."""
    return tuple(parse(path.read_text(encoding="utf-8"), path.stem) for path in resources.files("queries", "*.rq"))


def get(name: str) -> NamedQuery:
    """Return the query of a name; UnknownQuery, with near names, where there is none."""
    queries = [query.name for query in list_queries()]
    if name in queries:
        return list_queries()[queries.index(name)]
    near = difflib.get_close_matches(name, queries, n=3, cutoff=0.4)
    advice = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(queries)}"
    raise UnknownQuery(f"There is no query {name!r}: {advice}")


def parse(text: str, name: str) -> NamedQuery:
    """Read the header of a query; a text without one is a query without parameters."""
    entries = _entries(text)
    return NamedQuery(
        name=name,
        text=text,
        summary=" ".join(entries.get("summary", [])),
        description=" ".join(entries.get("description", [])),
        params=tuple(_parameter(line, name) for line in entries.get("params", [])),
        columns=tuple(_column(word, name) for word in " ".join(entries.get("columns", [])).split()),
        tags=tuple(re.findall(r"[\w-]+", " ".join(entries.get("tags", [])))),
    )


def _entries(text: str) -> dict[str, list[str]]:
    entries: dict[str, list[str]] = {}
    lines: list[str] = []
    for key, rest in re.findall(r"(?m)^#\+ (?:(\w+):|[ ]+)[ ]*(.*)$", text):
        if key:
            lines = entries.setdefault(key, [])
        if rest.strip():
            lines.append(rest.strip())
    return entries


def _parameter(line: str, query: str) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    if match is None or match["type"] not in PARAMETER_TYPES:
        raise QueryError(
            f"The header of the query {query!r} has {line!r}: write '- name: type = default' or "
            f"'- name: type, for example value', with a type of {', '.join(PARAMETER_TYPES)}"
        )
    return Parameter(**match.groupdict())


def _column(word: str, query: str) -> tuple[str, str]:
    name, _, kind = word.partition(":")
    if kind not in ("string", "integer", "number", "boolean"):
        message = f"The header of the query {query!r} has the column {word!r}"
        raise QueryError(f"{message}: write name:type, with a type of string, integer, number, boolean")
    return name, kind
