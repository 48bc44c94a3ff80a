"""From a request to what is asked, and in which forms the answer may come (SPARQL 1.1 Protocol, section 2.1).

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from pyoxigraph import NamedNode

from ilo_graph.errors import QueryError

HTML = "text/html"
TABLES = (
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
)  # fmt: skip
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"


@dataclass(frozen=True, slots=True)
class Question:
    """A query, the graphs that it is asked of, and the forms in which its table or its graph may come."""

    text: str
    default_graphs: tuple[NamedNode, ...] = ()
    named_graphs: tuple[NamedNode, ...] = ()
    table: str | None = TABLES[0]  # media types; None where the asker takes none of ours
    graph: str | None = GRAPHS[0]


class WrongMedia(QueryError):
    """A request carries its query in a form that the protocol does not know."""


def question(url_query: str, media: str, body: bytes, accept: str) -> Question | None:
    """Return what a request asks; None where it asks nothing; QueryError where it cannot be read."""
    given = _parameters(url_query)
    kind = media.partition(";")[0].strip().lower()
    if body and kind == _FORM:
        given = _joined(given, _parameters(_decoded(body)))
    elif body and kind == _QUERY:
        given = _joined(given, {"query": [_decoded(body)]})
    elif body:
        raise WrongMedia(f"A query is sent as {_QUERY} or as a form ({_FORM}), not as {kind or 'nothing'}")
    if "update" in given:
        raise QueryError("This service is read-only: it answers queries, no updates")
    if len(given.get("query", ())) > 1:
        raise QueryError("There are several queries in the request: send one at a time")
    if not given.get("query"):
        return None
    return Question(
        given["query"][0],
        _graphs(given, "default-graph-uri"),
        _graphs(given, "named-graph-uri"),
        preferred(accept, TABLES),
        preferred(accept, GRAPHS),
    )


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """Return the media type that an Accept header likes most, of equals the first; None where it takes none of them.

    >>> preferred("text/csv;q=0.5, application/*", ["application/json", "text/csv"])
    'application/json'
    """
    ranges = [_range(part) for part in (accept or "*/*").split(",")]
    liked = [(max((r[1:] for r in ranges if _matches(r[0], media)), default=(0, 0.0)), media) for media in offered]
    best = max(liked, key=lambda found: found[0][1])
    return best[1] if best[0][1] > 0 else None


def _range(part: str) -> tuple[str, int, float]:
    """Return a media range, how narrow it is, and its weight: a narrower range decides for what it names."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return name, 2 - name.count("*"), float(weight)
    except ValueError:
        return name, 2 - name.count("*"), 0.0


def _matches(wanted: str, media: str) -> bool:
    return wanted in ("*/*", media) or (wanted.endswith("/*") and media.startswith(wanted[:-1]))


def _parameters(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise QueryError(f"The request's parameters cannot be read ({error}): send them as UTF-8") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise QueryError(f"The query is not UTF-8 ({error}): send it in that encoding") from error


def _joined(one: Mapping[str, list[str]], other: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {name: [*one.get(name, ()), *other.get(name, ())] for name in {**one, **other}}


def _graphs(given: Mapping[str, list[str]], name: str) -> tuple[NamedNode, ...]:
    try:
        return tuple(map(NamedNode, given.get(name, ())))
    except ValueError as error:
        raise QueryError(f"{name} is no IRI ({error}): correct it") from error
