"""The derived graph: what follows from the documents and the catalogues, made by `ontology/rules/*.rq`.

Each rule is a SPARQL CONSTRUCT whose result goes into `graph/derived`; the name of its file is the `ilo:rule` of the
links that it makes. Rules that read the derived graph themselves are repeated until nothing new comes, so neither the
order of the files nor that of the documents matters. They run in memory, on the quads that they read: several times
faster than on disk, and without the sentences, which are most of a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from pyoxigraph import Quad, QueryTriples, RdfFormat

from ilo_graph import resources
from ilo_graph.store import Store
from ilo_graph.vocabulary import DERIVED, PREFIXES, RDF


def apply(store: Store, rules: Sequence[str] | None = None) -> int:
    """Make the derived graph of a store again, from nothing, and return how many quads it has.

    `rules` are the texts of the rules to run, instead of all that `ontology/rules` holds.
    """
    premises = Premises()
    premises.add(store.quads())
    derived = list(premises.derive(rules))
    store.update(f"DROP SILENT GRAPH {DERIVED}")
    store.load(derived)
    return len(derived)


class Premises:
    """What the rules read of documents and catalogues, in memory, gathered before they are run."""

    def __init__(self) -> None:
        self._store = Store()

    def add(self, quads: Iterable[Quad]) -> None:
        """Add those of the quads that a rule can read; what an older derived graph holds is left out."""
        self._store.load(premises(quads))

    def add_lines(self, lines: Iterable[bytes]) -> None:
        """Add premises in N-Quads, in blocks."""
        self._store.load_lines(lines)

    def derive(self, rules: Sequence[str] | None = None) -> Iterator[Quad]:
        """Yield the derived graph; to be run once, when all premises are there."""
        rules = _rules() if rules is None else rules
        repeated = [rule for rule in rules if DERIVED.value in rule]
        for rule in rules:
            if rule not in repeated:
                _run(self._store, rule)
        size = len(self._store)
        while repeated:
            for rule in repeated:
                _run(self._store, rule)
            before, size = size, len(self._store)
            if size == before:
                break
        return self._store.quads(DERIVED)


def premises(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield those of the quads that a rule can read."""
    read = _read()
    return (q for q in quads if q.predicate.value in read and q.graph_name != DERIVED)


@cache
def _rules() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in resources.files("ontology", "rules/*.rq"))


@cache
def _read() -> frozenset[str]:
    return predicates(_rules())


def predicates(rules: Iterable[str]) -> frozenset[str]:
    """Return the IRIs of all terms that rules name: no triple of another predicate can matter to them."""
    named = (name for rule in rules for name in re.findall(r"\b(\w+):(\w+)", rule))
    return frozenset(PREFIXES[prefix] + term for prefix, term in named if prefix in PREFIXES) | {RDF.type.value}


def _run(store: Store, rule: str) -> None:
    triples = store.query(rule)
    if not isinstance(triples, QueryTriples):
        raise TypeError(f"A rule is a CONSTRUCT query, and this one is not: {rule}")
    store.load_lines([triples.serialize(format=RdfFormat.N_TRIPLES) or b""], DERIVED)
