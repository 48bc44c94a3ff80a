"""What can be referred to: instruments, programme, SDGs, units, mandates, from `data/` and from overlays.

Each file is parsed into a named graph of its own. An overlay may add entities and links, and may replace an entity's
block: whatever it gives an `rdf:type` loses what the catalogue says of it beside its own `rdf:type`, except links,
since a link has a node (`ilo:Link`) of its own, which can be replaced in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from ilo_graph import resources
from ilo_graph.catalogue.overlays import faults, overlaid
from ilo_graph.catalogue.parsing import Lines, parsed, parsed_with_lines
from ilo_graph.errors import CatalogueError
from ilo_graph.vocabulary import DCTERMS, ENTITY, ILO, ORG, RDF, SDGO, SKOS, SKOSXL, graph, local_name

KINDS: Mapping[object, str] = {
    ILO.Convention: "instrument",
    ILO.Recommendation: "instrument",
    ILO.Protocol: "instrument",
    ILO.Programme: "programme",
    ILO.Outcome: "outcome",
    ILO.EnablingOutcome: "outcome",
    ILO.Output: "output",
    SDGO.Goal: "sdg_goal",
    SDGO.Target: "sdg_target",
    SDGO.Indicator: "sdg_indicator",
    ORG.FormalOrganization: "organization",
    ORG.OrganizationalUnit: "unit",
    ILO.Mandate: "mandate",
    ILO.Resource: "resource",
}
CROSSWALK = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch)
_PARENT = (ILO.outputOf, ORG.subOrganizationOf, SDGO.isTargetOf, SDGO.isIndicatorOf)
_STATED = (ILO.supplements, ILO.revises, ILO.biennium, ILO.restsOn, ILO.supportsTarget, RDF.subject, RDF.object)
_YEARS = frozenset((ILO.year, ILO.statusYear, ILO.fromYear, ILO.toYear))
_LINKS = frozenset((*CROSSWALK, *_PARENT, *_STATED))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a text may refer to, under one of its ids."""

    id: str
    iri: str
    kind: str  # one of model.Kind, or "programme", "resource", "organization" (the ILO itself)
    labels: tuple[str, ...] = ()  # titles, English first; empty where none is verified
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()  # former names
    hints: tuple[str, ...] = ()  # titles that are not verified: for matching, never for display
    number: str | None = None
    year: int | None = None
    biennium: str | None = None  # "2024-25"
    parent: str | None = None  # id of the unit above, the output's outcome, the target's goal, the indicator's target
    attestation: str = "uncertain"  # or "read", "recalled"
    status: str | None = None
    status_year: int | None = None  # since when it has that status, where that is known
    until: int | None = None  # the last year of a unit that has ended
    attested: tuple[
        tuple[str, str, str], ...
    ] = ()  # names of a unit, with the first and last date of use that is known
    type: str | None = None  # the kind of a mandate or a unit

    @property
    def label(self) -> str:
        """The title to display, which is the English one where there is one."""
        return self.labels[0] if self.labels else f"{self.id} (title not verified)"


@dataclass(frozen=True, slots=True, eq=False)  # compared and hashed by identity: what is compiled from it is cached
class Catalogue:
    """All entries by id, and the quads that they were read from; not to be changed."""

    entries: Mapping[str, Entry]
    quads: tuple[Quad, ...] = field(repr=False)
    iris: Mapping[str, Entry] = field(repr=False)
    places: Mapping[str, str] = field(default_factory=dict, repr=False)  # of overlays: the IRI, and its file and line

    def get(self, identifier: str) -> Entry | None:
        """Return the entry of an id such as "C102", "PB2024-25/7", "SDG1.3", "SOC/PPKS"."""
        return self.entries.get(identifier)

    def by_kind(self, kind: str) -> tuple[Entry, ...]:
        """Return the entries of one kind, in the order of the files."""
        return tuple(entry for entry in self.entries.values() if entry.kind == kind)

    def by_iri(self, iri: str) -> Entry | None:
        """Return the entry of an IRI (the first one, where an indicator has several ids)."""
        return self.iris.get(iri)


def load(overlays: Sequence[Path] = ()) -> Catalogue:
    """Return the catalogues of this installation, with the user's overlays on top."""
    return _overlaid(tuple(overlays)) if overlays else _bundled()


@lru_cache(maxsize=1)
def _bundled() -> Catalogue:
    sources = _sources()
    return _catalogue([quad for quads in map(parsed, sources.values(), sources) for quad in quads], sources, {})


def _overlaid(paths: tuple[Path, ...]) -> Catalogue:
    sources = _sources()
    quads = list(_bundled().quads)
    lines: dict[Quad, int] = {}
    for path in paths:
        name = graph(f"overlay/{local_name(path.stem)}")
        if name in sources:
            raise CatalogueError(f"{path} and {sources[name]} are overlays of one name: rename one of them")
        sources[name] = path
        given = parsed_with_lines(path, name)
        lines.update(given)
        quads = overlaid(quads, given)
    wrong = list(faults(lines, _bundled().quads, quads, KINDS))
    if wrong:
        raise CatalogueError("\n".join(f"{_place(quad, sources, lines)}: {fault}" for quad, fault in wrong))
    return _catalogue(quads, sources, lines)


def _sources() -> dict[NamedNode, Path]:
    ontology = resources.folder("ontology")
    files = {graph("ontology"): ontology / "ilo-graph.ttl", graph("concepts"): ontology / "concepts.ttl"}
    return files | {graph(path.stem): path for path in resources.files("data", "*.ttl")}


def _place(quad: Quad, sources: Mapping[NamedNode, Path], lines: Lines) -> str:
    """Name the file of a quad, and in an overlay the line."""
    file = sources[quad.graph_name] if isinstance(quad.graph_name, NamedNode) else None
    return f"{file}, line {lines[quad]}" if quad in lines else str(file)


@dataclass(frozen=True, slots=True)
class _Index:
    """What the quads say, by subject and predicate, and which file gives a subject its type."""

    values: Mapping[NamedNode, Mapping[NamedNode, list[NamedNode | Literal]]]
    files: Mapping[NamedNode, str]

    def of(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode | Literal]:
        return self.values.get(subject, {}).get(predicate, [])

    def texts(self, subject: NamedNode, predicate: NamedNode) -> tuple[str, ...]:
        return tuple(value.value for value in self.of(subject, predicate))

    def first(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        return next(iter(self.texts(subject, predicate)), None)

    def notation(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        """Return the notation of the concept or entity that a property leads to."""
        objects = (value for value in self.of(subject, predicate) if isinstance(value, NamedNode))
        return next((self.first(value, SKOS.notation) for value in objects), None)


def _catalogue(quads: list[Quad], sources: Mapping[NamedNode, Path], lines: Lines) -> Catalogue:
    index = _index(quads, sources, lines)
    _check(quads, sources, index, lines)
    entries: dict[str, Entry] = {}
    iris: dict[str, Entry] = {}
    for subject, kind in _entities(index):
        for entry in _entries(subject, kind, index):
            if entry.id in entries:
                raise CatalogueError(
                    f"{index.files[subject]}: {subject} has the skos:notation {entry.id!r} of"
                    f" <{entries[entry.id].iri}>: give one of them another"
                )
            entries[entry.id] = entry
            iris.setdefault(entry.iri, entry)
    return Catalogue(entries, tuple(quads), iris, _places(sources, lines))


def _places(sources: Mapping[NamedNode, Path], lines: Lines) -> Mapping[str, str]:
    places: dict[str, str] = {}
    for quad in lines:
        if isinstance(quad.subject, NamedNode):
            places.setdefault(quad.subject.value, _place(quad, sources, lines))
    return places


def _index(quads: Iterable[Quad], sources: Mapping[NamedNode, Path], lines: Lines) -> _Index:
    values: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]] = {}
    files: dict[NamedNode, str] = {}
    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            values.setdefault(subject, {}).setdefault(quad.predicate, []).append(value)
            if quad.predicate == RDF.type:
                files[subject] = _place(quad, sources, lines)
    return _Index(values, files)


def _check(quads: Iterable[Quad], sources: Mapping[NamedNode, Path], index: _Index, lines: Lines) -> None:
    for quad in quads:
        target = quad.object
        if isinstance(target, NamedNode):
            linked = quad.predicate in _LINKS or target.value.startswith(ENTITY)
            if linked and target not in index.files:
                raise CatalogueError(
                    f"{_place(quad, sources, lines)}: {quad.subject} {quad.predicate} leads to {target}, "
                    "which is in no catalogue: correct the IRI or add a block for it"
                )
        elif quad.predicate in _YEARS and not (isinstance(target, Literal) and target.value.isdecimal()):
            place, name = _place(quad, sources, lines), f"ilo:{quad.predicate.value.removeprefix(ILO.iri)}"
            raise CatalogueError(f"{place}: {quad.subject} has the {name} {target}: write a number such as 1952")


def _entities(index: _Index) -> Iterator[tuple[NamedNode, str]]:
    for subject in index.files:
        kind = next((KINDS[c] for c in index.of(subject, RDF.type) if c in KINDS), None)
        if kind is not None:
            yield subject, kind


def _entries(subject: NamedNode, kind: str, index: _Index) -> Iterator[Entry]:
    """Yield one entry for each notation of an entity."""
    notations = index.texts(subject, SKOS.notation)
    if not notations:
        raise CatalogueError(f"{index.files[subject]}: {subject} has no skos:notation: give it its short id")
    if index.notation(subject, ILO.attestation) is None:
        raise CatalogueError(
            f"{index.files[subject]}: {subject} has no ilo:attestation: say how well it is attested with "
            "<attestation/read>, <attestation/recalled> or <attestation/uncertain>"
        )
    for notation in notations:
        yield _entry(subject, kind, notation, index)


def _entry(subject: NamedNode, kind: str, notation: str, index: _Index) -> Entry:
    return Entry(
        id=notation,
        iri=subject.value,
        kind=kind,
        labels=_labels(subject, index),
        aliases=index.texts(subject, SKOS.altLabel),
        former=index.texts(subject, ILO.formerName),
        hints=index.texts(subject, ILO.titleHint),
        number=index.first(subject, ILO.number),
        year=_number(index.first(subject, ILO.year)),
        biennium=_biennium(subject, kind, index),
        parent=_parent(subject, notation, index),
        attestation=index.notation(subject, ILO.attestation) or "",
        status=index.notation(subject, ILO.status),
        status_year=_number(index.first(subject, ILO.statusYear)),
        until=_number(index.first(subject, ILO.toYear)) if kind == "unit" else None,
        attested=tuple(_attested(subject, index)),
        type=index.notation(subject, DCTERMS.type) or index.notation(subject, ORG.classification),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _attested(subject: NamedNode, index: _Index) -> Iterator[tuple[str, str, str]]:
    """Yield each dated name of a unit, with the first and the last date at which it is known to have been used."""
    for predicate in (SKOSXL.prefLabel, SKOSXL.altLabel):
        for label in index.of(subject, predicate):
            if isinstance(label, NamedNode):
                dates = (index.first(label, term) or "" for term in (ILO.firstAttested, ILO.lastAttested))
                name, first, last = index.first(label, SKOSXL.literalForm) or "", *dates
                yield name, first, last


def _labels(subject: NamedNode, index: _Index) -> tuple[str, ...]:
    labels = [label for label in index.of(subject, SKOS.prefLabel) if isinstance(label, Literal)]
    labels.sort(key=lambda label: (label.language != "en", label.language or ""))
    return tuple(label.value for label in labels)


def _biennium(subject: NamedNode, kind: str, index: _Index) -> str | None:
    programme = index.first(subject, SKOS.notation) if kind == "programme" else index.notation(subject, ILO.biennium)
    return programme.removeprefix("PB") if programme else None


def _parent(subject: NamedNode, notation: str, index: _Index) -> str | None:
    """Return the id of what stands above; of several, the one under which this notation counts."""
    above = [value for predicate in _PARENT for value in index.of(subject, predicate) if isinstance(value, NamedNode)]
    ids = [identifier for value in above for identifier in index.texts(value, SKOS.notation)]
    return next((i for i in ids if notation.startswith(f"{i}.")), ids[0] if ids else None)
