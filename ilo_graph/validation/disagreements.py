"""Where documents and authorities disagree, and which references were not settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ilo_graph.queries import answers
from ilo_graph.validation.findings import Finding

if TYPE_CHECKING:
    from ilo_graph.store import Readable

_DISCREPANCIES = """SELECT ?path ?words ?start ?kind ?comment ?note ?likely {{
  VALUES ?document {{ {documents} }}
  GRAPH ?document {{
    ?document ilo:path ?path .
    ?discrepancy ilo:concerns ?concerned ; ilo:discrepancyKind ?problem ; rdfs:comment ?comment .
    OPTIONAL {{ ?concerned oa:exact ?words ; oa:start ?start }}
  }}
  FILTER(?problem != <https://w3id.org/ilo-graph/id/discrepancy/unknown-code>)
  OPTIONAL {{ GRAPH ?scheme {{ ?problem skos:prefLabel ?label }} FILTER(LANG(?label) = "en") }}
  OPTIONAL {{ GRAPH ?scheme {{ ?problem skos:scopeNote ?note }} FILTER(LANG(?note) = "en") }}
  OPTIONAL {{
    GRAPH ?document {{ ?discrepancy ilo:likelyTarget ?target }}
    GRAPH ?catalogue {{ ?target skos:notation ?likely }}
  }}
  BIND(COALESCE(?label, STR(?problem)) AS ?kind)
}} ORDER BY ?path ?start ?discrepancy ?likely"""
_UNSETTLED = """SELECT ?path ?words ?start ?kind ?code ?basis ?comment
  (GROUP_CONCAT(DISTINCT ?id; separator=", ") AS ?ids)
{{
  VALUES ?document {{ {documents} }}
  VALUES ?basis {{ <https://w3id.org/ilo-graph/id/basis/unresolved> <https://w3id.org/ilo-graph/id/basis/ambiguous> }}
  GRAPH ?document {{
    ?document ilo:path ?path .
    ?reference ilo:basis ?basis ; oa:exact ?words ; oa:start ?start ; ilo:kind ?kind ; ilo:code ?code .
    OPTIONAL {{
      ?point ilo:concerns ?reference ; rdfs:comment ?comment ;
        ilo:discrepancyKind <https://w3id.org/ilo-graph/id/discrepancy/unknown-code> .
    }}
  }}
  OPTIONAL {{
    GRAPH ?document {{ ?reference ilo:candidate ?candidate }}
    GRAPH ?catalogue {{ ?candidate skos:notation ?id }}
  }}
}} GROUP BY ?path ?words ?start ?kind ?code ?basis ?comment ?reference ORDER BY ?path ?start ?reference"""
_LOOK = "Correct the document, or leave it: the graph keeps what is stated."
_READ = "No link is made from it: read the place, and decide with --corrections what is meant."
_ADD = "Correct the code; if it is right, add the entity with --catalogue."


def found(store: Readable, documents: Iterable[NamedNode]) -> Iterator[Finding]:
    """Yield the discrepancies and the unsettled references of some documents."""
    block = answers.values_block(documents)
    seen = set()
    for row in answers.select(store, _DISCREPANCIES.format(documents=block)):
        finding = _discrepancy(row)
        if finding not in seen:  # a likely target may have several ids
            seen.add(finding)
            yield finding
    yield from map(_unsettled, answers.select(store, _UNSETTLED.format(documents=block)))


def _discrepancy(row: dict[str, str]) -> Finding:
    advice = row.get("note", _LOOK)
    if "likely" in row and row["likely"] not in row["comment"]:
        advice = f"{row['likely']} is probably meant. {advice}"
    entity, start = _place(row)
    return Finding("discrepancy", row["kind"], row["path"], start, entity, row["comment"], advice)


def _unsettled(row: dict[str, str]) -> Finding:
    entity, start = _place(row)
    what, code = f"{row['kind'].replace('sdg_', 'SDG ')} cited", row["code"]
    if row["basis"].endswith("ambiguous"):
        message = f"{code!r} may mean any of {row['ids']}, and nothing in the document decides."
        return Finding("ambiguous", what, row["path"], start, entity, message, _READ)
    message = row.get("comment", f"{code!r} stands in no catalogue.")
    return Finding("unresolved", what, row["path"], start, entity, message, _ADD)


def _place(row: dict[str, str]) -> tuple[str, int | None]:
    if "words" not in row:
        return "the notice", None
    return f"“{' '.join(row['words'].split())}”", int(row["start"])
