"""What is written from the headers of the named queries: the page of them all, and SHACL SPARQL examples.

`./run docs` writes `queries/README.md` (what stands after its mark) and `queries/examples.ttl` again.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from ilo_graph.queries.named import NamedQuery, list_queries
from ilo_graph.vocabulary import BASE, PREFIXES, RDF, RDFS, SCHEMA

PAGE, EXAMPLES = "README.md", "examples.ttl"
MARK = "<!-- What follows is written by `./run docs`: edit the headers, not this. -->\n"
QUERY = f"{BASE}query/"
ENDPOINT = f"{BASE}sparql"  # the name of the endpoint that the examples are meant for
SH = "http://www.w3.org/ns/shacl#"


def page(text: str) -> str:
    """Return a page with a section for each query after its mark, in the place of what stood there."""
    before = text.partition(MARK)[0]
    return before + MARK + "\n" + "\n".join(map(_section, list_queries()))


def _section(query: NamedQuery) -> str:
    call = " ".join(["ilo-graph query", query.name, *(str(p) for p in query.params if p.default is None)])
    params = "".join(
        f"- `{p.name}`: {p.type}, "
        + (f"default `{p.default}`\n" if p.default is not None else f"such as `{p.example}`\n")
        for p in query.params
    )
    columns = ", ".join(f"`{name}`" + ("" if kind == "string" else f" ({kind})") for name, kind in query.columns)
    tags = ", ".join(query.tags)
    parts = (
        f"## {query.name}",
        query.summary,
        textwrap.fill(query.description, 120),
        f"```sh\n{call}\n```",
        params.rstrip(),
    )
    last = textwrap.fill(f"Columns: {columns}. Tags: {tags}.", 120, break_on_hyphens=False)
    return "\n\n".join(filter(None, (*parts, last))) + "\n"


def examples() -> str:
    """Return the queries as SHACL SPARQL examples in Turtle, as SPARQL editors and assistants read them.

    Each is a `sh:SPARQLExecutable` (https://www.w3.org/TR/shacl/#dfn-sparql-executable) with its question, its text and
    its endpoint, after the convention of https://github.com/sib-swiss/sparql-examples.
    """
    triples = [triple for query in list_queries() for triple in _example(query)]
    prefixes = {**PREFIXES, "sh": SH}
    content = (serialize([*_prefixes(), *triples], format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()
    head = sorted(re.findall(r"(?m)^@prefix.*\n", content))  # the engine gives them in any order
    return "".join(head) + "\n" + re.sub(r"(?m)^@prefix.*\n", "", content)


def _example(query: NamedQuery) -> Iterator[Triple]:
    node = NamedNode(QUERY + query.name)
    yield Triple(node, RDF.type, NamedNode(f"{SH}SPARQLExecutable"))
    yield Triple(node, RDF.type, NamedNode(f"{SH}SPARQLSelectExecutable"))
    yield Triple(node, RDFS.comment, Literal(query.summary, language="en"))
    yield Triple(node, NamedNode(f"{SH}prefixes"), NamedNode(f"{QUERY}prefixes"))
    yield Triple(node, NamedNode(f"{SH}select"), Literal(re.sub(r"(?m)^#\+.*\n+", "", query.text)))
    yield Triple(node, NamedNode(f"{SCHEMA.iri}target"), NamedNode(ENDPOINT))
    for tag in query.tags:
        yield Triple(node, NamedNode(f"{SCHEMA.iri}keywords"), Literal(tag))


def _prefixes() -> Iterator[Triple]:
    for prefix in PREFIXES:
        yield Triple(NamedNode(f"{QUERY}prefixes"), NamedNode(f"{SH}declare"), NamedNode(f"{QUERY}prefix/{prefix}"))
    for prefix, iri in PREFIXES.items():
        node = NamedNode(f"{QUERY}prefix/{prefix}")
        yield Triple(node, NamedNode(f"{SH}prefix"), Literal(prefix))
        namespace = Literal(iri, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#anyURI"))
        yield Triple(node, NamedNode(f"{SH}namespace"), namespace)
