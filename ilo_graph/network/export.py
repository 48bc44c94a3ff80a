"""The whole graph for networkx and for programs that read GraphML: Gephi, yEd, Cytoscape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ilo_graph.errors import MissingExtra
from ilo_graph.network.cards import card, short_ids, sources
from ilo_graph.network.evidence import behind
from ilo_graph.network.kinds import POST_LINKS, TYPES
from ilo_graph.network.reading import Record, records, value, values
from ilo_graph.network.view import Triple, attested, catalogue_triples, triple
from ilo_graph.vocabulary import ILO, ORG

if TYPE_CHECKING:
    import networkx

    from ilo_graph.store import Readable

_DERIVED = frozenset({"unit", "indirect"})  # links that a post's own words do not state
Attributes = dict[str, str | int]


def to_networkx(store: Readable) -> networkx.MultiDiGraph[str]:
    """Return everything that can be linked, and every link, as a directed graph.

    Nodes are short ids ("C102", "post/2213") with `iri`, `kind`, `label`; an edge's key is the name of its predicate
    ("contributesTo"), and its `basis` is stated, derived or catalogue. All attributes are plain texts and numbers.
    """
    try:
        import networkx
    except ImportError as error:
        raise MissingExtra("networkx", "network") from error
    things = records(store, *TYPES)
    ids = short_ids(things, things)
    around = sources(store, things)
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for iri, identifier in ids.items():
        node = card(iri, identifier, around)
        label = node.label if node.label == node.title else f"{node.label}: {node.title or 'title not verified'}"
        network.add_node(identifier, iri=iri, kind=node.type, label=label)
    for (subject, predicate, target), attributes in sorted(_links(store, things), key=lambda link: str(link[0])):
        if subject in ids and target in ids:
            name = predicate.value.replace("#", "/").rsplit("/", 1)[-1]
            network.add_edge(ids[subject], ids[target], key=name, **attributes)
    return network


def write_graphml(store: Readable, path: Path | str) -> Path:
    """Write the whole graph as GraphML."""
    network = to_networkx(store)
    import networkx

    networkx.write_graphml(network, str(path), encoding="utf-8")
    return Path(path)


def _links(store: Readable, things: Mapping[str, Record]) -> Iterator[tuple[Triple, Attributes]]:
    links = records(store, ILO.Link)
    yield from _post_links(links)
    for post, record in things.items():
        yield from (((post, ORG.postIn, unit), _attributes("stated")) for unit in values(record, ORG.postIn))
    attestations = attested(links.values())
    for found in catalogue_triples(store):
        yield found, _attributes("catalogue", attestation=attestations.get(found, ""))


def _post_links(links: Mapping[str, Record]) -> Iterator[tuple[Triple, Attributes]]:
    chains = behind(links)
    rules: dict[Triple, set[str]] = defaultdict(set)
    proofs: dict[Triple, set[str]] = defaultdict(set)
    for iri, record in links.items():
        found = triple(record)
        if found[1] in POST_LINKS:
            rules[found].add(value(record, ILO.rule) or "")
            proofs[found].update(chains[iri])
    for found, names in rules.items():
        basis = "derived" if POST_LINKS[found[1]] in _DERIVED else "stated"
        yield found, _attributes(basis, rule=", ".join(sorted(names)), evidence=len(proofs[found]))


def _attributes(basis: str, *, rule: str = "", evidence: int = 0, attestation: str = "") -> Attributes:
    return {"basis": basis, "rule": rule, "evidence": evidence, "attestation": attestation}
