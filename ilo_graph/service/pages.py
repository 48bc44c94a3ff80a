"""The pages for readers: what the service is, a form for queries with the table of an answer, and one for each thing.

Everything that comes from the graph or from a request is escaped; a page has no script and fetches nothing.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from string import Template
from urllib.parse import quote, urlencode

from ilo_graph import queries
from ilo_graph.network.policy import policy
from ilo_graph.queries import Description, NamedQuery, Parameter
from ilo_graph.queries.description import gap, headline
from ilo_graph.queries.named import THINGS
from ilo_graph.store import Store
from ilo_graph.tables import Table

_IDS = frozenset(("id", "target", "goal", *THINGS))  # columns whose values are ids
DOWNLOADS = ("csv", "xlsx", "json")
ROWS = 500  # of one table on a page
EXAMPLE = """SELECT ?post ?mandate ?words WHERE {
  ?link a ilo:Link ; rdf:subject ?who ; rdf:object ?thing ; rdf:predicate ilo:contributesTo ;
    prov:hadPrimarySource ?reference .
  ?who skos:notation ?post .
  ?thing skos:notation ?mandate .
  ?reference oa:exact ?words .
} ORDER BY ?post ?mandate LIMIT 100"""


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def page(title: str, body: str) -> bytes:
    """Return a whole page around a body that is HTML already."""
    style = _part("page.css")
    return Template(_part("page.html")).substitute(title=html.escape(title), style=style, body=body).encode()


def header() -> str:
    """Return the content security policy of these pages: no script, no request, forms only to the service itself."""
    return policy(scripts=[], styles=[_part("page.css")], forms="'self'")


def home(store: Store) -> bytes:
    """Return the first page: what is in the graph, and what can be asked."""
    named = "".join(
        f'<li><a href="/ask?name={query.name}">{html.escape(query.summary)}</a></li>'
        for query in queries.list_queries()
    )
    return page(
        "ilo-graph",
        "<p>ILO standards and mandates, and the posts that work on them: every link with its evidence. "
        "Not a product of the ILO.</p>"
        '<form action="/thing"><label>A thing, by its id or title: <input name="id" placeholder="C102"></label> '
        "<button>Show</button></form>"
        '<p><a href="/explorer">The managers\' page</a>: network, matrix, flow and table.</p>'
        f'<p>SPARQL 1.1 clients ask <code>/sparql</code>; <a href="/sparql">a form for queries</a>.</p>'
        f"<h2>What may be asked</h2><ul>{named}</ul><h2>What is in the graph</h2>{table(queries.run(store, 'size'))}",
    )


def asked(text: str, answer: Table | None = None, problem: str = "") -> bytes:
    """Return the form for queries, with an answer or what is wrong with the query."""
    form = (
        '<form action="/sparql"><textarea name="query" rows="16" aria-label="Query" spellcheck="false">'
        f"{html.escape(text or EXAMPLE)}</textarea><p><button>Ask</button> "
        "The prefixes of the ontology need no declaration.</p></form>"
    )
    return page("Query", form + _told(problem) + (table(answer) if answer is not None else ""))


def named(query: NamedQuery, given: Mapping[str, str], answer: Table | None = None, problem: str = "") -> bytes:
    """Return the page of a named query: what it says, a field for each parameter, and the answer or what is wrong."""
    fields = "".join(_field(parameter, given.get(parameter.name, "")) for parameter in query.params)
    downloads = " ".join(
        f'<a href="/ask?{html.escape(urlencode({"name": query.name, **given, "format": form}))}">{form}</a>'
        for form in DOWNLOADS
    )
    return page(
        query.summary,
        f"<p>{html.escape(query.description)}</p>"
        f'<form action="/ask"><input type="hidden" name="name" value="{query.name}">{fields}<button>Ask</button></form>'
        f'<p><a href="/sparql?query={quote(query.text)}">Its SPARQL</a></p>'
        f"{_told(problem)}{table(answer) if answer is not None else ''}"
        f"{f'<p>The whole answer as {downloads}</p>' if answer is not None else ''}",
    )


def thing(described: Description) -> bytes:
    """Return the page of a thing: who works on it, where documents cite it, and what else is known."""
    parts = (("Links", described.links), ("Evidence", described.evidence), ("Details", described.properties))
    body = f"<p>{html.escape(described.kind)}, <code>{html.escape(described.iri)}</code></p>"
    body += f"<p>{html.escape(gap(described))}</p>"
    body += "".join(f"<h2>{name}</h2>{table(rows)}" for name, rows in parts if len(rows))
    return page(headline(described), body)


def problem(title: str, text: str) -> bytes:
    """Return a page that says what is wrong and what to do."""
    return page(title, _told(text))


def _told(problem: str) -> str:
    return f'<p class="problem">{html.escape(problem)}</p>' if problem else ""


def _field(parameter: Parameter, given: str) -> str:
    hint = html.escape(parameter.default or parameter.example or "")
    name, value = html.escape(parameter.name), html.escape(given)
    return f'<label>{name}: <input name="{name}" value="{value}" placeholder="{hint}"></label> '


def table(answer: Table) -> str:
    """Return a table as HTML, of many rows the first."""
    rows = answer.rows[:ROWS]
    head = "".join(f"<th>{html.escape(name)}</th>" for name in answer.columns)
    body = "".join(_row(answer.columns, row) for row in rows)
    more = f"<p>The first {len(rows)} of {len(answer):,} rows.</p>" if len(answer) > len(rows) else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _row(columns: Sequence[str], row: Iterable[object]) -> str:
    cells = (_cell(name, "" if value is None else str(value)) for name, value in zip(columns, row, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(column: str, text: str) -> str:
    """Return a cell; what is an IRI, or in a column of ids, leads to the page of that thing."""
    shown = html.escape(text)
    if text.startswith(("http://", "https://")) or (column in _IDS and text):
        shown = f'<a href="/thing?id={quote(text, safe="")}">{shown}</a>'
    return f"<td>{shown}</td>"
