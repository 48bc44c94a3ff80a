"""The words behind the links: each reference as it is shown, and which references are behind which derived link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ilo_graph.network.reading import Record, records, title, value, values
from ilo_graph.vocabulary import DCTERMS, ILO, OA, PROV, RDF, RDFS, SCHEMA, SKOS

if TYPE_CHECKING:
    from ilo_graph.store import Store


@dataclass(frozen=True, slots=True)
class Evidence:
    """One citation: the words, where they stand, and what they were taken to mean."""

    words: str
    quote: str  # the sentence; empty where the graph was built without sentences
    mark: tuple[int, int] | None  # where the words stand in the quote
    document: str
    notice: str
    date: str
    section: str
    duty: int | None
    page: int | None
    role: str
    agent: str
    basis: str
    cue: str
    rule: str
    discrepancies: tuple[str, ...]
    corrections: tuple[str, ...]  # what people decided about it, in words


def references(store: Store) -> dict[str, Evidence]:
    """Return every reference of the graph as evidence, by its IRI, in the order of documents and positions."""
    documents = records(store, ILO.Document)
    notices = records(store, ILO.Notice)
    disagreements, decided = discrepancies(store), _corrections(store)
    concepts = records(store, SKOS.Concept)
    duties = records(store, ILO.Duty)
    found = {}
    for iri, record in records(store, ILO.Reference).items():
        document = documents.get(value(record, DCTERMS.isPartOf) or "", {})
        notice = notices.get(value(document, ILO.describes) or "", {})
        duty = duties.get(value(record, ILO.duty) or "", {})
        told = (disagreements.get(iri, ()), decided.get(iri, ()))
        found[iri] = _evidence(record, (document, notice, duty), concepts, told)
    return dict(sorted(found.items(), key=lambda item: (item[1].document, _start(item[0]), item[0])))


def _start(iri: str) -> int:
    found = re.search(r"/reference/(\d+)", iri)
    return int(found[1]) if found else 0


def _evidence(
    record: Record,
    around: tuple[Record, Record, Record],
    concepts: Mapping[str, Record],
    told: tuple[tuple[str, ...], tuple[str, ...]],
) -> Evidence:
    document, notice, duty = around
    words, quote = value(record, OA.exact) or "", value(record, ILO.quote) or ""
    return Evidence(
        words=words,
        quote=quote,
        mark=find_words(words, quote),
        document=value(document, ILO.path) or "",
        notice=value(notice, SCHEMA.title) or "",
        date=value(notice, SCHEMA.datePosted) or "",
        section=concept_label(record, ILO.section, concepts),
        duty=_number(duty, ILO.position),
        page=_number(record, ILO.page),
        role=concept_label(record, ILO.role, concepts),
        agent=concept_label(record, ILO.agent, concepts),
        basis=concept_label(record, ILO.basis, concepts),
        cue=value(record, ILO.cue) or "",
        rule=value(record, ILO.rule) or "",
        discrepancies=told[0],
        corrections=told[1],
    )


def _number(record: Record, predicate: NamedNode) -> int | None:
    found = value(record, predicate)
    return int(found) if found else None


def concept_label(record: Record, predicate: NamedNode, concepts: Mapping[str, Record]) -> str:
    """Return the English name of the concept that a predicate leads to, or else the end of its IRI."""
    iri = value(record, predicate) or ""
    return title(concepts.get(iri, {})) or iri.rsplit("/", 1)[-1].replace("-", " ")


def find_words(words: str, quote: str) -> tuple[int, int] | None:
    r"""Return where the words stand in a quote, whatever its white space; None where they do not.

    >>> find_words("Convention\n No. 102", "promote Convention No. 102.")
    (8, 26)
    """
    pattern = r"\s+".join(re.escape(part) for part in words.split())
    whole = re.search(rf"(?<!\w){pattern}(?!\w)", quote) or re.search(pattern, quote)
    return whole.span() if whole and pattern else None


def discrepancies(store: Store) -> dict[str, tuple[str, ...]]:
    """Return what is said to disagree, in plain words, by the IRI of the reference or notice that it concerns.

    What a person has settled is left out: the decision is told instead.
    """
    found: dict[str, tuple[str, ...]] = {}
    settled = {iri for record in records(store, ILO.Correction).values() for iri in values(record, ILO.settles)}
    for iri, record in records(store, ILO.Discrepancy).items():
        if iri in settled:
            continue
        words = title(record, RDFS.comment)
        for concerned in values(record, ILO.concerns):
            found[concerned] = (*found.get(concerned, ()), words or _plain(record))
    return found


def _corrections(store: Store) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for record in records(store, ILO.Correction).values():
        for reference in values(record, RDF.subject):
            found[reference] = (*found.get(reference, ()), title(record, RDFS.comment) or "")
    return found


def _plain(record: Record) -> str:
    stated, authority = value(record, ILO.stated), value(record, ILO.authoritySays)
    return f"The notice says “{stated}”" + (f"; the authority says “{authority}”." if authority else ".")


def behind(links: Mapping[str, Record]) -> dict[str, tuple[str, ...]]:
    """Return the references behind each derived link, followed through the links that it was derived from."""
    return {iri: _references_behind(iri, links) for iri in links}


def _references_behind(link: str, links: Mapping[str, Record]) -> tuple[str, ...]:
    reached, waiting = {link}, [link]
    while waiting:
        found = set(values(links[waiting.pop()], PROV.wasDerivedFrom)) - reached
        reached |= found
        waiting += [iri for iri in found if iri in links]
    return tuple(sorted(iri for iri in reached if iri not in links))
