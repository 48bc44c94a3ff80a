"""The walk from a mandate back to the words that link a post to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ilo_graph.errors import ParameterError
from ilo_graph.queries import answers, find
from ilo_graph.tracing import lookups
from ilo_graph.tracing.explanations import Explanation, Explanations, Hop, Thing
from ilo_graph.vocabulary import ILO, ORG

if TYPE_CHECKING:
    from ilo_graph.store import Readable

LIMIT = 20  # explanations that somebody reads

# What a post's link is called, the strongest first.
LINKS: Mapping[str, str] = {
    ILO.contributesTo.value: "contributes to",
    ILO.supportsRatificationOf.value: "supports the ratification of",
    ILO.contributesThroughUnit.value: "contributes through its unit to",
    ILO.worksUnder.value: "works under",
    ILO.learnsAbout.value: "learns about",
    ILO.contributesIndirectlyTo.value: "contributes indirectly to",
    ILO.mentions.value: "mentions",
}
_STRENGTH = {label: rank for rank, label in enumerate(LINKS.values())}
_ATTESTATIONS = ("read", "recalled", "uncertain", None)

# Rows are sorted here: an engine on disk would look up both IRIs for each comparison.
_ENDING = "SELECT ?node ?post WHERE {{ {start} ?node rdf:object {goal} ; rdf:subject ?post }}"
_LINKS = """SELECT ?node ?post ?predicate ?object ?rule ?source WHERE {{
  VALUES ?node {{ {nodes} }}
  ?node rdf:subject ?post ; rdf:predicate ?predicate ; rdf:object ?object ; ilo:rule ?rule ;
    prov:wasDerivedFrom ?source .
}}"""
_CLASSES = "SELECT ?class WHERE {{ {thing} a ?class }}"
_POSTS = "SELECT ?above ?below WHERE { ?below org:postIn ?above }"
_UNITS = "SELECT ?above ?below WHERE { ?below org:subOrganizationOf ?above }"


@dataclass(frozen=True, slots=True)
class _Link:
    """A link of a post as the rules left it: its sources are references, or the links before it."""

    post: str
    predicate: str
    object: str
    rule: str
    sources: tuple[str, ...]

    @property
    def is_stated(self) -> bool:
        return self.predicate != ILO.contributesIndirectlyTo.value


@dataclass(frozen=True, slots=True)
class _Route:
    """IRIs from the start down to a post, and the post's links from the stated one on to the goal."""

    approach: tuple[str, ...]
    chain: tuple[_Link, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store says of everything on the routes, by IRI."""

    names: lookups.Names
    evidence: lookups.References
    steps: lookups.Steps


def trace(store: Readable, start: str, goal: str, *, limit: int = LIMIT) -> Explanations:
    """Return the explanations of how a post or a unit is linked to a mandate, the best first; there may be none.

    Stated links come before derived ones, then fewer hops, then what is better attested; what is only mentioned (such
    as a contribution that a discrepancy blocks) comes last. Of very many the best `limit` are told, the rest
    is counted.
    """
    first, last = find(store, start), find(store, goal)
    approaches = _approaches(store, first)
    links = _links(store, first, last, set(approaches))
    ways = [chain for link in links.values() if link.object == last.value for chain in _back(links, (link,))]
    routes = [_Route(way, chain) for chain in ways for way in approaches.get(chain[0].post, ())]
    told = sorted(routes, key=_promise)[:limit]
    known = _known(store, told, {first.value, last.value})
    return Explanations(
        subject=Thing(*known.names[first.value]),
        object=Thing(*known.names[last.value]),
        told=tuple(sorted((_explanation(route, known) for route in told), key=_rank)),
        left_out=len(routes) - len(told),
    )


def _approaches(store: Readable, start: NamedNode) -> dict[str, list[tuple[str, ...]]]:
    """Return the ways to each post: from a post itself, or from a unit through the units below it."""
    classes = {row["class"] for row in answers.select(store, _CLASSES.format(thing=start))}
    if ORG.Post.value in classes:
        return {start.value: [(start.value,)]}
    if not classes & {ORG.OrganizationalUnit.value, ORG.FormalOrganization.value}:
        raise ParameterError(f"{start.value} is neither a post nor a unit: trace from one of these to a mandate")
    ways: dict[str, list[tuple[str, ...]]] = {}
    for way in _below(_edges(store, _UNITS), (start.value,)):
        ways.setdefault(way[-1], []).append(way)
    posts: dict[str, list[tuple[str, ...]]] = {}
    for unit, members in _edges(store, _POSTS).items():
        for post in members:
            posts.setdefault(post, []).extend((*way, post) for way in ways.get(unit, ()))
    return posts


def _edges(store: Readable, query: str) -> dict[str, list[str]]:
    below: dict[str, list[str]] = {}
    for row in sorted(answers.select(store, query), key=itemgetter("above", "below")):
        below.setdefault(row["above"], []).append(row["below"])
    return below


def _below(units: Mapping[str, list[str]], way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield way
    for unit in units.get(way[-1], ()):
        if unit not in way:
            yield from _below(units, (*way, unit))


def _links(store: Readable, start: NamedNode, goal: NamedNode, posts: set[str]) -> dict[str, _Link]:
    """Return the posts' links that end in the mandate, and all that they were derived from, by node."""
    from_post = f"VALUES ?post {{ {start} }}" if posts == {start.value} else ""
    ending = answers.select(store, _ENDING.format(start=from_post, goal=goal))
    nodes = {row["node"] for row in ending if row["post"] in posts}
    links: dict[str, _Link] = {}
    while nodes:
        found = _read(store, nodes)
        links |= found
        nodes = {source for link in found.values() for source in link.sources if not link.is_stated} - set(links)
    return links


def _read(store: Readable, nodes: set[str]) -> dict[str, _Link]:
    rows = answers.select(store, _LINKS.format(nodes=answers.values_block(map(NamedNode, nodes))))
    links: dict[str, _Link] = {}
    for row in sorted(rows, key=itemgetter("node", "source")):
        before = links[row["node"]].sources if row["node"] in links else ()
        sources = (*before, row["source"])
        links[row["node"]] = _Link(row["post"], row["predicate"], row["object"], row["rule"], sources)
    return links


def _back(links: Mapping[str, _Link], chain: tuple[_Link, ...]) -> Iterator[tuple[_Link, ...]]:
    """Yield the chains that end in this one, each from a link that references alone are behind."""
    before = [links[source] for source in chain[0].sources if source in links]
    if not before:
        yield chain
    for link in before:
        if link not in chain:
            yield from _back(links, (link, *chain))


def _steps(route: _Route) -> list[tuple[str, str]]:
    """Return the pairs of entities whose link stands in a catalogue."""
    return [*pairwise(route.approach[:-1]), *pairwise(link.object for link in route.chain)]


def _known(store: Readable, routes: list[_Route], ends: set[str]) -> _Known:
    entities = ends | {iri for route in routes for iri in (*route.approach, *(link.object for link in route.chain))}
    return _Known(
        names=lookups.names(store, entities),
        evidence=lookups.references(store, {source for route in routes for source in route.chain[0].sources}),
        steps=lookups.steps(store, {pair for route in routes for pair in _steps(route)}),
    )


def _explanation(route: _Route, known: _Known) -> Explanation:
    stated, last = route.chain[0], route.chain[-1]
    label = LINKS[last.predicate]
    from_unit = len(route.approach) > 1
    return Explanation(
        subject=known.names[route.approach[0]][0],
        label=f"has a post that {label}" if from_unit else label,
        object=known.names[last.object][0],
        rule=last.rule,
        stated=last is stated,
        hops=(*_approach_hops(route.approach, known), *_chain_hops(route, known)),
    )


def _approach_hops(approach: tuple[str, ...], known: _Known) -> Iterator[Hop]:
    for pair in pairwise(approach[:-1]):
        yield _catalogue_hop(pair, known, rule=None)
    for unit, post in pairwise(approach[-2:]):
        (subject, _), (name, title) = known.names[unit], known.names[post]
        yield Hop(subject, ORG.postIn.value, "has the post", name, title, "derived", rule="posts")


def _chain_hops(route: _Route, known: _Known) -> Iterator[Hop]:
    link = route.chain[0]
    (subject, _), (name, title) = known.names[route.approach[-1]], known.names[link.object]
    # a reference may be gone where a document was replaced and the rules were not applied again
    found = (known.evidence[source] for source in link.sources if source in known.evidence)
    evidence = sorted(found, key=lambda e: (e.document, e.start))
    label = LINKS[link.predicate]
    yield Hop(subject, link.predicate, label, name, title, "stated", evidence=tuple(evidence), rule=link.rule)
    for before, after in pairwise(route.chain):
        yield _catalogue_hop((before.object, after.object), known, rule=after.rule)


def _catalogue_hop(pair: tuple[str, str], known: _Known, *, rule: str | None) -> Hop:
    """Return a step with its source; one that stands in no catalogue any more is the rule's own word."""
    (subject, _), (name, title) = known.names[pair[0]], known.names[pair[1]]
    step = known.steps.get(pair)
    if step is None:
        return Hop(subject, "", "leads to", name, title, "derived", rule=rule)
    return Hop(
        subject, step.predicate, step.label, name, title, "catalogue", attestation=step.attestation, source=step.source
    )


def _promise(route: _Route) -> tuple[object, ...]:
    """Order routes as `_rank` orders explanations, by all that is known of them without their words and sources."""
    last = route.chain[-1]
    strength = list(LINKS).index(last.predicate)
    hops = len(route.approach) + len(route.chain)
    return last.predicate == ILO.mentions.value, len(route.chain) > 1, hops, strength, route.approach


def _rank(explanation: Explanation) -> tuple[object, ...]:
    mentioned = explanation.label.endswith(LINKS[ILO.mentions.value])
    strength = min(rank for label, rank in _STRENGTH.items() if explanation.label.endswith(label))
    doubts = (_ATTESTATIONS.index(hop.attestation) for hop in explanation.hops if hop.how == "catalogue")
    names = [(hop.subject, hop.object) for hop in explanation.hops]
    return mentioned, not explanation.stated, len(explanation.hops), strength, max(doubts, default=0), names
