"""The derived graph: what follows from the documents and the catalogues, made by `ontology/rules/*.rq`.

Each rule is a SPARQL CONSTRUCT whose result goes into `graph/derived`; the name of its file is the `ilo:rule` of the
links that it makes. Rules that read the derived graph themselves are repeated until nothing new comes, so neither the
order of the files nor that of the documents matters. They run in memory, on the quads that they read: several times
faster than on disk, and without the sentences, which are most of a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import Quad, QueryTriples

from ilo_graph import resources
from ilo_graph.store import Store
from ilo_graph.vocabulary import DERIVED, PREFIXES, RDF


def apply(store: Store) -> int:
    """Make the derived graph of a store again, from nothing, and return how many quads it has."""
    derived = derive(store.quads())
    store.update(f"DROP SILENT GRAPH {DERIVED}")
    store.load(derived)
    return len(derived)


def derive(quads: Iterable[Quad]) -> list[Quad]:
    """Return the derived graph of quads; what they hold of an older one is left out."""
    rules = [path.read_text(encoding="utf-8") for path in resources.files("ontology", "rules/*.rq")]
    read = predicates(rules)
    memory = Store()
    memory.load(q for q in quads if q.predicate.value in read and q.graph_name != DERIVED)
    repeated = [rule for rule in rules if DERIVED.value in rule]
    for rule in rules:
        if rule not in repeated:
            _run(memory, rule)
    size = len(memory)
    while repeated:
        for rule in repeated:
            _run(memory, rule)
        before, size = size, len(memory)
        if size == before:
            break
    return list(memory.quads(DERIVED))


def predicates(rules: Iterable[str]) -> frozenset[str]:
    """Return the IRIs of all terms that rules name: no triple of another predicate can matter to them."""
    named = (name for rule in rules for name in re.findall(r"\b(\w+):(\w+)", rule))
    return frozenset(PREFIXES[prefix] + term for prefix, term in named if prefix in PREFIXES) | {RDF.type.value}


def _run(store: Store, rule: str) -> None:
    triples = store.query(rule)
    if not isinstance(triples, QueryTriples):
        raise TypeError(f"A rule is a CONSTRUCT query, and this one is not: {rule}")
    store.load(Quad(t.subject, t.predicate, t.object, DERIVED) for t in triples)
