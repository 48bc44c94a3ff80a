"""The view model of the managers' page and of the drawing: cards in columns, links, and the evidence behind them.

The cards are what a post is linked with, directly or by derivation; the catalogues' own links are added between these.
What the catalogues hold beyond is kept apart: no post was found for it, which is an answer too. The same store gives
the same view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QuerySolutions

from ilo_graph.errors import UnknownThing
from ilo_graph.network.cards import Node, Sources, card, short_ids, sources
from ilo_graph.network.evidence import Duty, Evidence, behind, duties, references
from ilo_graph.network.kinds import ATTESTATIONS, CATALOGUE_LINKS, COLUMNS, KINDS, POST_LINKS, TYPES
from ilo_graph.network.layout import Columns, arrange
from ilo_graph.network.reading import Record, labels, natural, records, value, values
from ilo_graph.vocabulary import ENTITY, ILO, ORG, RDF, SKOS

if TYPE_CHECKING:
    from ilo_graph.store import Readable

Triple = tuple[str, NamedNode, str]


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two cards; `evidence` points into the view's list."""

    source: str
    target: str
    kind: str
    words: str = ""  # for a link of the catalogues: what it says
    via: str = ""  # for an indirect link: the id of what it passes
    attestation: str = ""
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """Everything that a page or a drawing shows."""

    nodes: tuple[Node, ...]  # by column, each in the order in which it is drawn
    edges: tuple[Edge, ...]
    evidence: tuple[Evidence, ...]
    notices: int
    duties: tuple[Duty, ...] = ()
    others: tuple[Node, ...] = ()  # what no post is linked with
    other_edges: tuple[Edge, ...] = ()  # the links of the catalogues with these
    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # "role/context": its labels, by language

    @property
    def columns(self) -> Columns:
        """The ids of the cards, column by column; a column may be empty."""
        return tuple(tuple(n.id for n in self.nodes if n.column == column) for column in COLUMNS)

    def find(self, name: str) -> Node:
        """Return the card of a short id or IRI; UnknownThing, with near ids, where there is none."""
        found = next((n for n in self.nodes if name in (n.id, n.iri)), None)
        if found is None:
            near = get_close_matches(name, [n.id for n in self.nodes], n=3, cutoff=0.5)
            hint = f"; did you mean {' or '.join(near)}?" if near else ": only what a post is linked with can be shown."
            raise UnknownThing(f"No post is linked with {name!r}{hint}")
        return found


def view(store: Readable) -> View:
    """Return what a store has to show."""
    things = records(store, *TYPES)
    links = records(store, ILO.Link)
    derived = {iri: record for iri, record in links.items() if triple(record)[1] in POST_LINKS}
    read = records(store, ILO.Reference)
    every = references(store, read)
    chains = behind(derived)
    cited = {reference for chain in chains.values() for reference in chain}
    number = {iri: index for index, iri in enumerate(iri for iri in every if iri in cited)}
    shown = _shown(things, derived.values())
    every_id = short_ids(things, things)
    ids = {iri: every_id[iri] for iri in sorted(shown)}
    proofs = {
        iri: tuple(sorted(number[reference] for reference in chain if reference in number))
        for iri, chain in chains.items()
    }
    catalogued = set(_catalogue_edges(store, links, every_id))
    between = {edge for edge in catalogued if {edge.source, edge.target} <= set(ids.values())}
    edges = _sorted({*_post_edges(derived, proofs, ids), *_unit_edges(things, ids), *between})
    around = sources(store, things)
    announcing = {notice: ids[iri] for iri in ids for notice in values(things[iri], ILO.currentNotice)}
    return View(
        nodes=arranged((card(iri, identifier, around) for iri, identifier in ids.items()), edges),
        edges=edges,
        evidence=tuple(every[iri] for iri in number),
        notices=len(records(store, ILO.Notice)),
        duties=tuple(duties(store, announcing, {iri: read[iri] for iri in number})),
        others=_others(every_id, shown, around),
        other_edges=_sorted(catalogued - between),
        concepts={iri.removeprefix(ENTITY): labels(record) for iri, record in records(store, SKOS.Concept).items()},
    )


def _others(ids: Mapping[str, str], shown: set[str], found: Sources) -> tuple[Node, ...]:
    cards = (card(iri, identifier, found) for iri, identifier in ids.items() if iri not in shown)
    order = list(COLUMNS)
    return tuple(sorted(cards, key=lambda node: (order.index(node.column), natural(node.id))))


def triple(link: Record) -> Triple:
    """Return what a link node links."""
    subject, predicate, target = (value(link, p) or "" for p in (RDF.subject, RDF.predicate, RDF.object))
    return subject, NamedNode(predicate), target


def catalogue_triples(store: Readable) -> Iterator[Triple]:
    """Yield the links that the catalogues themselves hold."""
    wanted = " ".join(str(p) for p in CATALOGUE_LINKS)
    found = store.query(f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?p {{ {wanted} }} GRAPH ?g {{ ?s ?p ?o }} }}")
    assert isinstance(found, QuerySolutions)
    yield from ((s.value, p, o.value) for s, p, o in found)


def attested(links: Iterable[Record]) -> dict[Triple, str]:
    """Return how well each link of the catalogues is attested, where they say so."""
    return {triple(link): (value(link, ILO.attestation) or "").rsplit("/", 1)[-1] for link in links}


def _shown(things: Mapping[str, Record], derived: Iterable[Record]) -> set[str]:
    posts = {iri for iri, record in things.items() if ORG.Post.value in values(record, RDF.type)}
    units = {unit for post in posts for unit in values(things[post], ORG.postIn)}
    linked = {end for record in derived for end in (triple(record)[2], value(record, ILO.via) or "")}
    return {iri for iri in posts | units | linked if iri in things}


def _post_edges(
    derived: Mapping[str, Record], proofs: Mapping[str, tuple[int, ...]], ids: Mapping[str, str]
) -> Iterator[Edge]:
    for iri, record in derived.items():
        subject, predicate, target = triple(record)
        if subject in ids and target in ids:
            via = ids.get(value(record, ILO.via) or "", "")
            yield Edge(ids[subject], ids[target], POST_LINKS[predicate], via=via, evidence=proofs[iri])


def _unit_edges(things: Mapping[str, Record], ids: Mapping[str, str]) -> Iterator[Edge]:
    for post, identifier in ids.items():
        yield from (Edge(ids[unit], identifier, "member") for unit in values(things[post], ORG.postIn) if unit in ids)


def _catalogue_edges(store: Readable, links: Mapping[str, Record], ids: Mapping[str, str]) -> Iterator[Edge]:
    attestations = attested(links.values())
    for found in catalogue_triples(store):
        subject, predicate, target = found
        if subject in ids and target in ids:
            attestation = attestations.get(found, "")
            yield Edge(
                ids[subject],
                ids[target],
                "catalogue",
                CATALOGUE_LINKS[predicate],
                attestation=ATTESTATIONS.get(attestation, ""),
            )


def _sorted(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    every = sorted(edges, key=lambda edge: (edge.words, edge.via, edge.evidence))
    ends = sorted({end for edge in every for end in (edge.source, edge.target)}, key=natural)
    rank = {identifier: place for place, identifier in enumerate(ends)}
    strength = {kind.id: place for place, kind in enumerate(KINDS)}
    return tuple(sorted(every, key=lambda edge: (strength[edge.kind], rank[edge.source], rank[edge.target])))


def arranged(nodes: Iterable[Node], edges: Sequence[Edge]) -> tuple[Node, ...]:
    """Put cards into the order of their columns in which few of their links cross."""
    by_id = {n.id: n for n in sorted(nodes, key=lambda n: natural(n.id))}
    columns = [[n.id for n in by_id.values() if n.column == column] for column in COLUMNS]
    return tuple(by_id[i] for column in arrange(columns, ((e.source, e.target) for e in edges)) for i in column)
