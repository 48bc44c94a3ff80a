"""A notice and its references as RDF: the graph of one document, as `docs/model.md` has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from ilo_graph.catalogue import Catalogue
from ilo_graph.model import Discrepancy, Notice, Reference
from ilo_graph.notices.dates import issued
from ilo_graph.notices.people import mask_people
from ilo_graph.vocabulary import (
    DCTERMS,
    ENTITY,
    ILO,
    OA,
    RDF,
    RDFS,
    SCHEMA,
    concept,
    document_iri,
    entity,
    local_name,
)

_Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]
_NUMBERS = {"post_number": "post", "vacancy_number": "post/vacancy"}  # two series, which may have a number in common
_UNITS = ("organisational_unit", "unit")
_PEOPLE = tuple(f"{order}supervisor_{part}" for order in ("", "second_") for part in ("name", "title", "email"))
_NO_NUMBER = Discrepancy("missing-post-number", "The notice states no number for its post.", "")
_NO_DATE = Discrepancy("missing-date", "The notice states no date.", "")


def quads(
    notice: Notice,
    references: Sequence[Reference],
    catalogue: Catalogue,
    *,
    with_text: bool = True,
    with_people: bool = False,
) -> list[Quad]:
    """Return the graph of one document; every subject lies below the document's IRI, which names the graph.

    Without text no sentence of the document goes in: what is left are positions, codes, cues and header fields.
    Without people the supervisor is left out, and names and addresses in the sentences are masked.
    """
    document = document_iri(notice.document.sha256)
    triples = [*_document(notice, document), *_references(notice, references, catalogue, document)]
    if notice.layout != "plain":
        triples += _notice(notice, references, catalogue, document)
        triples += _duties(notice, document, with_people=with_people)
        triples += _supervisor(notice, document) if with_people else ()
    name = NamedNode(document)
    return [Quad(*triple, name) for triple in triples if with_text or triple[1] != ILO.quote]


def _document(notice: Notice, document: str) -> Iterator[_Triple]:
    node = NamedNode(document)
    yield node, RDF.type, ILO.Document
    yield node, ILO.path, Literal(notice.document.name)
    yield node, SCHEMA.sha256, Literal(notice.document.sha256)
    yield node, SCHEMA.encodingFormat, Literal(notice.document.media_type)
    if notice.layout != "plain":
        yield node, ILO.describes, NamedNode(f"{document}/notice")


def _notice(notice: Notice, references: Sequence[Reference], catalogue: Catalogue, document: str) -> Iterator[_Triple]:
    node = NamedNode(f"{document}/notice")
    department = _unit(notice, ("department",), references, catalogue)
    unit = _unit(notice, _UNITS, references, catalogue) or department
    series = next((name for name in _NUMBERS if notice.value(name)), None)
    number, date = notice.value(series) if series else None, issued(notice)
    yield node, RDF.type, ILO.Notice
    yield node, DCTERMS.isPartOf, NamedNode(document)
    yield node, ILO.layout, concept("layout", notice.layout)
    yield node, ILO.announces, _post(notice, series, unit)
    for predicate, reference in ((ILO.unit, unit), (ILO.department, department)):
        if reference is not None and reference.iri is not None:
            yield node, predicate, NamedNode(reference.iri)
    yield from _literals(node, {**_header(notice), SCHEMA.identifier: number, SCHEMA.datePosted: date})
    missing = [found for found, value in ((_NO_NUMBER, number), (_NO_DATE, date)) if value is None]
    yield from _discrepancies(node, document, missing, catalogue)


def _header(notice: Notice) -> dict[NamedNode, str | None]:
    place = ", ".join(filter(None, map(notice.value, ("duty_station_city", "duty_station_country"))))
    return {
        SCHEMA.inLanguage: notice.language,
        SCHEMA.title: notice.value("title"),
        ILO.dutyStation: notice.value("duty_station") or place,
        ILO.grade: notice.value("grade"),
        ILO.duration: notice.value("duration"),
    }


def _post(notice: Notice, series: str | None, unit: Reference | None) -> NamedNode:
    """Name the post by its number; without one by unit and title, and without a title by the document alone."""
    if series is not None:
        return entity(_NUMBERS[series], notice.value(series) or "")
    slug = re.sub(r"[\W_]+", "-", (notice.value("title") or "").casefold()).strip("-")
    place = local_name(unit.id) if unit else "no-unit"
    return NamedNode(f"{ENTITY}post/unnumbered/{place}/{slug or notice.document.sha256[:32]}")


def _unit(
    notice: Notice, fields: Iterable[str], references: Sequence[Reference], catalogue: Catalogue
) -> Reference | None:
    """Return the unit that a header field names: of several the one that is not above another of them."""
    spans = [(field.start, field.end) for field in notice.fields if field.name in fields]
    named = [
        reference
        for reference in references
        if reference.kind == "unit" and reference.section == "header" and reference.iri is not None
        if any(start <= reference.start and reference.end <= end for start, end in spans)
    ]
    entries = (catalogue.get(reference.id) for reference in named)
    above = {entry.parent for entry in entries if entry is not None}
    return next((reference for reference in named if reference.id not in above), None)


def _duties(notice: Notice, document: str, *, with_people: bool) -> Iterator[_Triple]:
    for duty in notice.duties:
        node = NamedNode(f"{document}/duty/{duty.position}")
        text = duty.text if with_people else mask_people(duty.text, notice)
        yield node, RDF.type, ILO.Duty
        yield node, DCTERMS.isPartOf, NamedNode(f"{document}/notice")
        yield from _literals(node, {ILO.kind: duty.kind, ILO.position: duty.position, ILO.quote: text})


def _supervisor(notice: Notice, document: str) -> Iterator[_Triple]:
    person = ", ".join(filter(None, map(notice.value, _PEOPLE)))
    return _literals(NamedNode(f"{document}/notice"), {ILO.supervisor: person})


def _references(
    notice: Notice, references: Sequence[Reference], catalogue: Catalogue, document: str
) -> Iterator[_Triple]:
    for reference in references:
        node = _reference_node(document, reference)
        yield node, RDF.type, ILO.Reference
        yield node, DCTERMS.isPartOf, NamedNode(document)
        yield from _literals(node, _words(reference))
        yield from _concepts(node, reference)
        if reference.iri is not None:
            yield node, ILO.target, NamedNode(reference.iri)
        for candidate in reference.candidates if reference.iri is None else ():
            yield node, ILO.candidate, NamedNode(catalogue.entries[candidate].iri)
        duty = notice.duty_at(reference.start)
        if duty is not None:
            yield node, ILO.duty, NamedNode(f"{document}/duty/{duty.position}")
        yield from _discrepancies(node, node.value, reference.discrepancies, catalogue)


def _reference_node(document: str, reference: Reference) -> NamedNode:
    span = f"{document}/reference/{reference.start}-{reference.end}"
    in_range = reference.rule.endswith("-range")  # several numbers share the words "outputs 6.1 to 6.4"
    return NamedNode(f"{span}/{local_name(reference.id)}" if in_range else span)


def _words(reference: Reference) -> dict[NamedNode, str | int | None]:
    return {
        OA.exact: reference.text,
        OA.start: reference.start,
        OA.end: reference.end,
        ILO.page: reference.page,
        ILO.quote: reference.quote,
        ILO.kind: reference.kind,
        ILO.code: reference.id,
        ILO.rule: reference.rule,
        ILO.cue: reference.cue,
    }


def _concepts(node: NamedNode, reference: Reference) -> Iterator[_Triple]:
    yield node, ILO.section, concept("section", reference.section)
    yield node, ILO.role, concept("role", reference.role)
    yield node, ILO.agent, concept("agent", reference.agent)
    yield node, ILO.basis, concept("basis", reference.basis)


def _discrepancies(
    concerned: NamedNode, below: str, found: Iterable[Discrepancy], catalogue: Catalogue
) -> Iterator[_Triple]:
    for number, discrepancy in enumerate(found, start=1):
        node = NamedNode(f"{below}/discrepancy/{number}")
        yield node, RDF.type, ILO.Discrepancy
        yield node, ILO.concerns, concerned
        yield node, ILO.discrepancyKind, concept("discrepancy", discrepancy.kind)
        yield node, ILO.stated, Literal(discrepancy.stated)
        yield node, RDFS.comment, Literal(discrepancy.message, language="en")
        yield from _literals(node, {ILO.authoritySays: discrepancy.authority})
        if discrepancy.likely is not None:
            yield node, ILO.likelyTarget, NamedNode(catalogue.entries[discrepancy.likely].iri)


def _literals(node: NamedNode, values: Mapping[NamedNode, str | int | None]) -> Iterator[_Triple]:
    """Yield a triple for each value that is there; numbers are positions, codes stay strings."""
    for predicate, value in values.items():
        if value is not None and value != "":
            yield node, predicate, Literal(value)
