"""Everything that the graph knows of one thing."""

from __future__ import annotations

import html
import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ilo_graph.queries import answers, things
from ilo_graph.queries.running import run
from ilo_graph.tables import Table, printable
from ilo_graph.vocabulary import ILO, ORG, RDF, SKOS, SKOSXL

if TYPE_CHECKING:
    from ilo_graph.store import Readable

SHOWN = 12  # of each kind of link, and of the evidence, on a terminal
UNTITLED = "title not verified"

_OUT = """SELECT ?property ?value ?language ?id ?title ?scheme ?name ?first ?last WHERE {{
  {iri} ?property ?value .
  BIND(LANG(?value) AS ?language)
  OPTIONAL {{ ?value skos:notation ?id }}
  OPTIONAL {{ ?value skos:prefLabel ?title . FILTER(LANG(?title) IN ("en", "")) }}
  OPTIONAL {{ ?value skos:inScheme ?scheme }}
  OPTIONAL {{ ?value skosxl:literalForm ?name }}
  OPTIONAL {{ ?value ilo:firstAttested ?first }}
  OPTIONAL {{ ?value ilo:lastAttested ?last }}
}} ORDER BY ?property ?id ?language ?value"""
_IN = """SELECT ?property ?value ?id ?title WHERE {{
  ?value ?property {iri} ; skos:notation ?id .
  OPTIONAL {{ ?value skos:prefLabel ?title . FILTER(LANG(?title) IN ("en", "")) }}
}}"""  # sorted here: an engine on disk would look up the IRIs for each comparison
_SAME = "SELECT DISTINCT ?other WHERE {{ {iri} skos:exactMatch|^skos:exactMatch ?other }}"
_NODES = """SELECT ?property ?value (COUNT(DISTINCT ?reference) AS ?references) (MIN(?attested) AS ?attestation)
WHERE {{
  {{ ?node rdf:subject {iri} ; rdf:object ?value ; rdf:predicate ?property }}
  UNION {{ ?node rdf:object {iri} ; rdf:subject ?value ; rdf:predicate ?property }}
  OPTIONAL {{ ?node prov:wasDerivedFrom ?reference . ?reference a ilo:Reference }}
  OPTIONAL {{ ?node ilo:attestation/skos:notation ?attested }}
}} GROUP BY ?property ?value"""

_NOTICES = "SELECT (COUNT(DISTINCT ?notice) AS ?number) WHERE { ?notice a ilo:Notice }"

# The links that matter most come first, and a few terms have better names than their own.
_FIRST = (
    "contributes to", "contributes through unit", "contributes indirectly to",
    "works under", "learns about", "mentions",
)  # fmt: skip
_NOT_CITED = frozenset(("post", "organizational unit", "formal organization", "document"))
_NAMES = {SKOS.notation.value: "id", SKOS.prefLabel.value: "title", SKOS.altLabel.value: "also called"}
_NAMES |= dict.fromkeys((SKOSXL.prefLabel.value, SKOSXL.altLabel.value), "dated name")

_Row = dict[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class Description:
    """A thing: what it is called, what it is like, what it is linked to, and where documents cite it."""

    id: str
    iri: str
    kind: str
    title: str
    properties: Table  # property, value
    links: Table  # direction ("to" or "from"), link, id, title, references, attestation
    evidence: Table  # as the query "evidence"; for a post as "mandates-by-post", without what is indirect
    notices: int  # that were looked at
    same: tuple[Description, ...] = ()  # what a catalogue says is exactly the same, under another id

    def __str__(self) -> str:
        return "\n".join(_lines(self, shutil.get_terminal_size((100, 24)).columns)) + "\n"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f'<pre style="white-space: pre-wrap">{html.escape(str(self))}</pre>'


def show(store: Readable, identifier: str) -> Description:
    """Return what is known of the thing with an id or an IRI; UnknownThing, with near ids, where there is none."""
    node = things.find(store, identifier)
    same = sorted(row["other"] for row in answers.select(store, _SAME.format(iri=node)))
    return replace(_described(store, node), same=tuple(_described(store, NamedNode(other)) for other in same))


def _described(store: Readable, node: NamedNode) -> Description:
    out = answers.select(store, _OUT.format(iri=node))
    incoming = sorted(answers.select(store, _IN.format(iri=node)), key=itemgetter("property", "id", "value"))
    known = {(row["property"], row["value"]): row for row in answers.select(store, _NODES.format(iri=node))}
    kinds = _values(out, RDF.type)
    is_post = ORG.Post.value in kinds
    return Description(
        id=next(iter(_values(out, SKOS.notation) + _values(out, ILO.path)), node.value),
        iri=node.value,
        kind=", ".join(in_words(kind) for kind in kinds),
        title=_title(out),
        properties=_properties(out),
        links=_links([("to", row) for row in out if _is_link(row)] + [("from", row) for row in incoming], known),
        evidence=_cited_by(store, node) if is_post else run(store, "evidence", thing=node),
        notices=int(answers.select(store, _NOTICES)[0]["number"]),
    )


def in_words(iri: str) -> str:
    """Turn a term's name into words.

    >>> in_words("https://w3id.org/ilo-graph/ontology#supportsTarget")
    'supports target'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.split(r"[/#]", iri)[-1]).replace("_", " ").lower()


def _values(rows: list[_Row], term: NamedNode) -> list[str]:
    return [row["value"] for row in rows if row["property"] == term.value]


def _title(rows: list[_Row]) -> str:
    titles = [row for row in rows if row["property"] == SKOS.prefLabel.value]
    english_first = sorted(titles, key=lambda row: (row["language"] not in ("en", ""), row["value"]))
    return english_first[0]["value"] if english_first else UNTITLED


def _is_link(row: _Row) -> bool:
    """Say whether a value is a thing of its own, and not a text, a number or a concept."""
    return "id" in row and "scheme" not in row


def _properties(rows: list[_Row]) -> Table:
    found = []
    for row in rows:
        if not _is_link(row) and row["property"] != RDF.type.value:
            language = f" ({row['language']})" if row.get("language") else ""
            name = _NAMES.get(row["property"], in_words(row["property"]))
            found.append((name, _named(row) + language))
    return Table(("property", "value"), tuple(found), ("string", "string"))


def _named(row: _Row) -> str:
    """Return a value as it is shown; a dated name with the dates at which it is known to have been used."""
    dates = (("first", "first attested in"), ("last", "last attested in"))
    known = ", ".join(f"{words} {row[date]}" for date, words in dates if date in row)
    return row.get("title", row.get("name", row["value"])) + (f" ({known})" if known else "")


def _links(directed: list[tuple[str, _Row]], known: dict[tuple[str, str], _Row]) -> Table:
    rows: dict[tuple[str, str, str], tuple[object, ...]] = {}
    for direction, row in directed:
        node = known.get((row["property"], row["value"]), {})
        link = (in_words(row["property"]), row["id"], row.get("title", UNTITLED))
        evidence = (int(node.get("references", 0)) or None, node.get("attestation"))
        rows.setdefault(
            (direction, row["property"], row["value"]), (direction, *link, *evidence)
        )  # the first of its ids
    columns = ("direction", "link", "id", "title", "references", "attestation")
    first = {name: rank for rank, name in enumerate(_FIRST)}
    ordered = sorted(rows.values(), key=lambda row: first.get(str(row[1]), len(first)))
    return Table(columns, tuple(ordered), ("string", "string", "string", "string", "integer", "string"))


def _cited_by(store: Readable, post: NamedNode) -> Table:
    answer = run(store, "mandates-by-post", post=post)
    via = answer.columns.index("via")
    return replace(answer, rows=tuple(row for row in answer.rows if row[via] is None))


def _lines(thing: Description, width: int) -> Iterator[str]:
    """Yield what people ask for first: who works on it, what says so; then what else is linked, and the details."""
    yield from _wrapped(headline(thing), width)
    yield from _wrapped(f"{thing.kind}, {thing.iri}", width)
    yield from _work(thing, width)
    for other in thing.same:
        yield ""
        yield from _wrapped(f"The same as {headline(other)} ({other.kind})", width)
        yield from _work(other, width)
    for heading, lines in _groups(thing, at_work=False):
        yield from _part(heading, lines, width)
    details = [f"{row['property']}: {row['value']}" for row in thing.properties]
    yield from _part("details", details, width, most=len(details))


def headline(thing: Description) -> str:
    """Return the id and the title; a title that nobody has read in a source does not pass for an official one."""
    attested = next((row["value"] for row in thing.properties if row["property"] == "attestation"), "read")
    doubt = "" if attested == "read" or thing.title == UNTITLED else f" ({attested}, not read in a source)"
    return f"{thing.id}: {thing.title}{doubt}"


def gap(thing: Description) -> str:
    """Return that no notice says that its post contributes to a thing, of how many; nothing where one does."""
    links = {(row["direction"], row["link"]) for row in thing.links if row["link"] in (*_FIRST, "post in")}
    if ("from", "contributes to") in links or not _NOT_CITED.isdisjoint(thing.kind.split(", ")):
        return ""
    looked = f"{thing.notices} notice{'' if thing.notices == 1 else 's'} looked at"
    found = "says that its post contributes to it" if thing.evidence.rows or links else f"cites {thing.id}"
    return f"None of the {looked} {found}."


def _work(thing: Description, width: int) -> Iterator[str]:
    """Yield the posts that are linked with a thing, or what a post is linked with, and the words that say so."""
    if missing := gap(thing):
        yield ""
        yield from _wrapped(missing, width)
    for heading, lines in _groups(thing, at_work=True):
        yield from _part(heading, lines, width)
    cited = [_evidence_line(row) for row in thing.evidence]
    yield from _part(f"evidence: {len(cited)}", cited, width) if cited else ()
    indirect = next((row for row in thing.links if row["link"] == "contributes indirectly to"), None)
    if indirect is not None:
        ends = (thing.id, indirect["id"]) if indirect["direction"] == "to" else (indirect["id"], thing.id)
        yield ""
        yield from _wrapped(f"By which steps indirectly: ilo-graph trace {' '.join(map(str, ends))}", width)


def _groups(thing: Description, *, at_work: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield the links of a thing by what they are called: those of posts to mandates, or the others."""
    for (direction, link), rows in groupby(thing.links, key=lambda row: (row["direction"], row["link"])):
        lines = [_link_line(row) for row in rows]
        if (link in (*_FIRST, "post in")) is at_work:
            yield f"{'→' if direction == 'to' else '←'} {link}: {len(lines)}", lines


def _part(heading: str, lines: list[str], width: int, *, most: int = SHOWN) -> Iterator[str]:
    yield ""
    yield from _wrapped(heading, width)
    for line in lines[:most]:
        for number, part in enumerate(line.split("\n")):
            yield from _wrapped(part, width, 4 if number else 2)
    if len(lines) > most:
        yield f"  and {len(lines) - most} more"


def _link_line(row: Mapping[str, object]) -> str:
    number = row["references"]
    references = f" ({number} reference{'' if number == 1 else 's'})" if number else ""
    attestation = f" ({row['attestation']})" if row["attestation"] else ""
    return f"{row['id']}: {row['title']}{references}{attestation}"


def _evidence_line(row: Mapping[str, object]) -> str:
    """Return who cites in which words, the sentence, and where it stands."""
    who = row.get("post") or (f"{row['link']} {row['mandate']}" if "mandate" in row else row["document"])
    quote = f"> {row['quote']}\n" if row["quote"] else ""
    page = f", page {row['page']}" if row.get("page") else ""
    place = f"{row['section']}{page}, character {row['start']} of {row['document']}"
    doubt = f"\n! {row['discrepancy']}: {row['comment']}" if row.get("discrepancy") else ""
    decided = f"\n* {row['correction']}" if row.get("correction") else ""
    return f"{who}: “{row['words']}” (role {row['role']}, agent {row['agent']})\n{quote}{place}{doubt}{decided}"


def _wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    first, rest = " " * indent, " " * (indent + 2)
    return textwrap.wrap(printable(text), width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
