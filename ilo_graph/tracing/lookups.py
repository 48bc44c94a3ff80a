"""What the store says of the entities, the references and the catalogue's links on a route, in one query each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import NamedNode

from ilo_graph.queries import answers
from ilo_graph.queries.description import UNTITLED, in_words
from ilo_graph.tracing.explanations import Evidence
from ilo_graph.vocabulary import CORRECTIONS, ILO, ORG, SDGO, SKOS

if TYPE_CHECKING:
    from ilo_graph.store import Readable

# What a link of the catalogues is called, read forwards and backwards.
_LABELS: Mapping[str, tuple[str, str]] = {
    ILO.outputOf.value: ("is an output of", "has the output"),
    ILO.supportsTarget.value: ("supports", "is supported by"),
    SDGO.isIndicatorOf.value: ("measures", "is measured by"),
    SDGO.isTargetOf.value: ("is a target of", "has the target"),
    ILO.restsOn.value: ("rests on", "is the basis of"),
    SKOS.exactMatch.value: ("is the same as", "is the same as"),
    SKOS.closeMatch.value: ("corresponds closely to", "corresponds closely to"),
    SKOS.broadMatch.value: ("is part of the wider", "includes the narrower"),
    SKOS.narrowMatch.value: ("includes the narrower", "is part of the wider"),
    ORG.subOrganizationOf.value: ("is part of", "includes"),
}

_NAMES = """SELECT ?thing ?id ?title WHERE {{
  VALUES ?thing {{ {things} }}
  ?thing skos:notation ?id .
  OPTIONAL {{ ?thing skos:prefLabel ?title . FILTER(LANG(?title) IN ("en", "")) }}
}} ORDER BY ?thing ?id ?title"""
_REFERENCES = """SELECT ?reference ?words ?document ?section ?start ?role ?agent ?basis ?rule ?cue ?quote ?page WHERE {{
  VALUES ?reference {{ {references} }}
  ?reference oa:exact ?words ; oa:start ?start ; ilo:rule ?rule ; dcterms:isPartOf/ilo:path ?document ;
    ilo:section/skos:notation ?section ; ilo:role/skos:notation ?role ; ilo:agent/skos:notation ?agent ;
    ilo:basis/skos:notation ?basis .
  OPTIONAL {{ ?reference ilo:cue ?cue }}
  OPTIONAL {{ ?reference ilo:quote ?quote }}
  OPTIONAL {{ ?reference ilo:page ?page }}
}}"""
_DISCREPANCIES = """SELECT ?reference ?kind ?comment WHERE {{
  VALUES ?reference {{ {references} }}
  ?point ilo:concerns ?reference ; ilo:discrepancyKind/skos:notation ?kind .
  OPTIONAL {{ ?point rdfs:comment ?comment }}
  FILTER NOT EXISTS {{ ?decision ilo:settles ?point }}
}} ORDER BY ?reference ?kind ?comment"""
_CORRECTIONS = """SELECT ?reference ?comment WHERE {{
  VALUES ?reference {{ {references} }}
  GRAPH {graph} {{ ?decision rdf:subject ?reference ; rdfs:comment ?comment }}
}} ORDER BY ?reference ?comment"""
_STEPS = """SELECT ?one ?predicate ?other ?attestation ?source WHERE {{
  VALUES (?one ?other) {{ {pairs} }}
  ?one ?predicate ?other .
  OPTIONAL {{ ?one ilo:attestation/skos:notation ?attestation }}
  OPTIONAL {{ ?one dcterms:source ?source }}
}} ORDER BY ?predicate ?one ?source"""
_ATTESTED = """SELECT ?one ?predicate ?other ?attestation ?source WHERE {{
  VALUES (?one ?other) {{ {pairs} }}
  ?node rdf:subject ?one ; rdf:object ?other ; rdf:predicate ?predicate ; ilo:attestation/skos:notation ?attestation .
  OPTIONAL {{ ?node dcterms:source ?source }}
}} ORDER BY ?predicate ?one ?source"""


@dataclass(frozen=True, slots=True)
class Step:
    """A link between two entities of the catalogues, read in one direction."""

    predicate: str
    label: str
    attestation: str | None
    source: str | None


Names: TypeAlias = Mapping[str, tuple[str, str]]  # IRI: id and title
References: TypeAlias = Mapping[str, Evidence]
Steps: TypeAlias = Mapping[tuple[str, str], Step]


def names(store: Readable, things: set[str]) -> Names:
    """Return the id and the title of each entity; the first id where it has several."""
    found: dict[str, tuple[str, str]] = {}
    for row in answers.select(store, _NAMES.format(things=_block(things))):
        found.setdefault(row["thing"], (row["id"], row.get("title", UNTITLED)))
    return {thing: found.get(thing, (thing, UNTITLED)) for thing in things}


def references(store: Readable, iris: set[str]) -> References:
    """Return what stands behind each reference, with its discrepancies and with what people decided."""
    doubts: dict[str, list[str]] = {}
    for row in answers.select(store, _DISCREPANCIES.format(references=_block(iris))):
        doubts.setdefault(row["reference"], []).append(": ".join(filter(None, (row["kind"], row.get("comment")))))
    decided: dict[str, list[str]] = {}
    for row in answers.select(store, _CORRECTIONS.format(references=_block(iris), graph=CORRECTIONS)):
        decided.setdefault(row["reference"], []).append(row["comment"])
    return {
        row["reference"]: _evidence(row, doubts.get(row["reference"], ()), decided.get(row["reference"], ()))
        for row in answers.select(store, _REFERENCES.format(references=_block(iris)))
    }


def steps(store: Readable, pairs: set[tuple[str, str]]) -> Steps:
    """Return the link between each two entities, which may lead from either of them to the other.

    Where no node attests a link, the entity that has it does, with the rest of its block.
    """
    both = sorted(pairs | {(other, one) for one, other in pairs})
    block = " ".join(f"({NamedNode(one)} {NamedNode(other)})" for one, other in both)
    attested = {_key(row): row for row in answers.select(store, _ATTESTED.format(pairs=block))}
    found: dict[tuple[str, str], Step] = {}
    for row in answers.select(store, _STEPS.format(pairs=block)):
        forwards, backwards = _labels(row["predicate"])
        support = attested.get(_key(row), row)
        told = (support.get("attestation"), support.get("source"))
        found.setdefault((row["one"], row["other"]), Step(row["predicate"], forwards, *told))
        found.setdefault((row["other"], row["one"]), Step(row["predicate"], backwards, *told))
    return found


def _key(row: Mapping[str, str]) -> tuple[str, str, str]:
    return row["one"], row["predicate"], row["other"]


def _labels(predicate: str) -> tuple[str, str]:
    words = in_words(predicate)
    return _LABELS.get(predicate, (words, f"is what has as {words}"))


def _evidence(row: dict[str, str], discrepancies: Iterable[str], corrections: Iterable[str]) -> Evidence:
    return Evidence(
        words=row["words"],
        document=row["document"],
        section=row["section"],
        start=int(row["start"]),
        role=row["role"],
        agent=row["agent"],
        basis=row["basis"],
        rule=row["rule"],
        cue=row.get("cue", ""),
        quote=row.get("quote", ""),
        page=int(row["page"]) if "page" in row else None,
        discrepancies=tuple(discrepancies),
        corrections=tuple(corrections),
    )


def _block(iris: Iterable[str]) -> str:
    return answers.values_block(NamedNode(iri) for iri in sorted(iris))
