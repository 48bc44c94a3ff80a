"""The cards: what one thing is called, what kind of thing it is, and the facts that a reader wants to see of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ilo_graph.network.evidence import Disagreement, discrepancies
from ilo_graph.network.kinds import ATTESTATIONS, TYPES, official_page
from ilo_graph.network.reading import Record, clean, labels, named, natural, records, title, value, values
from ilo_graph.vocabulary import DCTERMS, ELI, ILO, ORG, RDF, SCHEMA, SDGO, SKOS

if TYPE_CHECKING:
    from ilo_graph.store import Readable


_ABOVE = (ILO.outputOf, ORG.subOrganizationOf, SDGO.isTargetOf, SDGO.isIndicatorOf)


@dataclass(frozen=True, slots=True)
class Node:
    """One card."""

    id: str
    iri: str
    column: str
    type: str
    label: str  # what it is called for short: "C102", "Output 6.4"
    title: str  # empty where no title is verified
    titles: tuple[str, ...]  # in each of reading.LANGUAGES; empty where there is none
    biennium: str
    attestation: str
    status: str  # this, the category, the subject and the kind are names of concepts, whose labels the view holds
    category: str
    subject: str
    kind: str
    above: str  # the IRI of what it is part of: the department of a unit, the goal of a target
    dated: str  # the date of a post's current notice
    page: str  # the address of its official page, where that is known
    facts: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...]  # other names, for the search
    discrepancies: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The records that a card is written from."""

    things: Mapping[str, Record]
    notices: Mapping[str, tuple[tuple[str, Record], ...]]  # by the post that they announce
    documents: Mapping[str, Record]
    discrepancies: Mapping[str, tuple[Disagreement, ...]]


def sources(store: Readable, things: Mapping[str, Record]) -> Sources:
    """Gather what the cards are written from."""
    announced: dict[str, tuple[tuple[str, Record], ...]] = {}
    for iri, record in records(store, ILO.Notice).items():
        for post in values(record, ILO.announces):
            announced[post] = (*announced.get(post, ()), (iri, record))
    return Sources(things, announced, records(store, ILO.Document), discrepancies(store))


def short_ids(things: Mapping[str, Record], shown: Iterable[str]) -> dict[str, str]:
    """Return the short id of each thing by its IRI: its notation, or the IRI where that is missing or taken."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for iri in sorted(shown):
        notations = sorted(values(things[iri], SKOS.notation), key=natural)
        ids[iri] = next((n for n in notations if n not in taken), clean(iri))
        taken.add(ids[iri])
    return ids


def type_of(record: Record) -> tuple[str, str]:
    """Return the column of a thing, and what a thing of its class is called."""
    classes = {NamedNode(c) for c in values(record, RDF.type)}
    return next(named for cls, named in TYPES.items() if cls in classes)


def card(iri: str, identifier: str, found: Sources) -> Node:
    """Write the card of one thing."""
    record = found.things[iri]
    column, type_name = type_of(record)
    name = title(record) or ""
    biennium = biennium_of(record, found.things)
    attested = (value(record, ILO.attestation) or "").rsplit("/", 1)[-1]
    return Node(
        id=identifier,
        iri=clean(iri),
        column=column,
        type=type_name,
        label=short_name(identifier, record, type_name),
        title=name,
        titles=labels(record),
        biennium=biennium,
        attestation=ATTESTATIONS.get(attested, attested),
        status=named(record, ILO.status),
        category=named(record, ILO.category),
        subject=named(record, DCTERMS.subject),
        kind=named(record, DCTERMS.type) or named(record, ORG.classification),
        above=next((v for p in _ABOVE for v in values(record, p)), ""),
        dated=next((value(n, SCHEMA.datePosted) or "" for _, n in _current_first(iri, found)), ""),
        page=official_page(identifier, iri),
        facts=tuple(_post_facts(iri, found) if column == "post" else _facts(record, found)),
        aliases=tuple(sorted({*values(record, SKOS.altLabel), *values(record, SKOS.prefLabel)} - {name})),
        discrepancies=tuple(m for notice, _ in found.notices.get(iri, ()) for m in found.discrepancies.get(notice, ())),
    )


def short_name(identifier: str, record: Record, type_name: str) -> str:
    """Return what a thing is called for short.

    >>> short_name("SDG1.3", {}, "SDG target"), short_name("post/2213", {}, "Post")
    ('SDG 1.3', 'Post 2213')
    """
    number = value(record, ILO.number)
    if number and type_name in {"Output", "Outcome", "Enabling outcome"}:
        return f"{type_name.rsplit(maxsplit=1)[-1].capitalize()} {number}"
    if type_name == "Post":
        number = identifier.removeprefix("post/")
        return f"Post {number}" if "/" not in number else "Post without number"
    if identifier.startswith("SDG"):
        return f"SDG {identifier.removeprefix('SDG')}"
    return identifier if type_name != "Mandate" else title(record) or identifier


def biennium_of(record: Record, things: Mapping[str, Record]) -> str:
    """Return the biennium that a number belongs to: "2024-25"."""
    programme = things.get(value(record, ILO.biennium) or "", {})
    return (value(programme, SKOS.notation) or "").removeprefix("PB")


def _facts(record: Record, found: Sources) -> Iterable[tuple[str, str]]:
    for name, predicate in (("Year", ILO.year), ("In force since", ELI.first_date_entry_in_force)):
        if predicate in record:
            yield name, value(record, predicate) or ""
    if ILO.issuedBy in record:
        yield "Issued by", value(record, ILO.issuedBy) or ""
    yield from (("Part of", _named(iri, found)) for iri in values(record, ORG.subOrganizationOf))
    yield from (("Formerly", former) for former in values(record, ILO.formerName))


def _named(iri: str, found: Sources) -> str:
    record = found.things.get(iri, {})
    return ", ".join(part for part in (value(record, SKOS.notation), title(record)) if part) or clean(iri)


def _post_facts(iri: str, found: Sources) -> Iterable[tuple[str, str]]:
    current = value(found.things[iri], ILO.currentNotice)
    for notice, record in _current_first(iri, found):
        if notice == current or current is None:
            yield from (("Unit", _named(unit, found)) for unit in values(record, ILO.unit))
            yield from (("Department", _named(unit, found)) for unit in values(record, ILO.department))
            yield from _fields(record)
        document = value(found.documents.get(value(record, DCTERMS.isPartOf) or "", {}), ILO.path) or ""
        dated = value(record, SCHEMA.datePosted)
        yield "Notice" if notice == current else "Another notice", f"{document} ({dated})" if dated else document


def _current_first(iri: str, found: Sources) -> list[tuple[str, Record]]:
    current = value(found.things[iri], ILO.currentNotice)
    return sorted(found.notices.get(iri, ()), key=lambda n: (n[0] != current, n[0]))


def _fields(record: Record) -> Iterable[tuple[str, str]]:
    for name, predicate in (
        ("Duty station", ILO.dutyStation),
        ("Grade", ILO.grade),
        ("Duration", ILO.duration),
    ):
        if predicate in record:
            yield name, value(record, predicate) or ""
