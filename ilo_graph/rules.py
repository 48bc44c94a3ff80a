"""The derived graph: what follows from the documents and the catalogues, made by `ontology/rules/*.rq`.

Each rule is a SPARQL CONSTRUCT whose result goes into `graph/derived`; the name of its file is the `ilo:rule` of the
links that it makes. Rules that read the derived graph themselves are repeated until nothing new comes, so neither the
order of the files nor that of the documents matters.
"""

from __future__ import annotations

from pyoxigraph import Quad, QuerySolutions, QueryTriples

from ilo_graph import resources
from ilo_graph.store import Store
from ilo_graph.vocabulary import DERIVED


def apply(store: Store) -> int:
    """Make the derived graph again, from nothing, and return how many quads it has."""
    rules = [path.read_text(encoding="utf-8") for path in resources.files("ontology", "rules/*.rq")]
    repeated = [rule for rule in rules if DERIVED.value in rule]
    store.update(f"DROP SILENT GRAPH {DERIVED}")
    for rule in rules:
        if rule not in repeated:
            _run(store, rule)
    before: list[int] = []
    while (now := [_run(store, rule) for rule in repeated]) != before:
        before = now  # results only grow, so equal numbers mean that nothing new came
    return _size(store)


def _run(store: Store, rule: str) -> int:
    """Put what a rule yields into the derived graph, and return how many triples that are."""
    triples = store.query(rule)
    if not isinstance(triples, QueryTriples):
        raise TypeError(f"A rule is a CONSTRUCT query, and this one is not: {rule}")
    quads = [Quad(triple.subject, triple.predicate, triple.object, DERIVED) for triple in triples]
    store.load(quads)
    return len(quads)


def _size(store: Store) -> int:
    solutions = store.query(f"SELECT (COUNT(*) AS ?size) {{ GRAPH {DERIVED} {{ ?subject ?predicate ?object }} }}")
    assert isinstance(solutions, QuerySolutions)  # a SELECT
    return int(next(solutions)["size"].value)
