"""How fast the named queries answer a graph of synthetic posts, and what the library adds to the bare engine.

    python benchmarks/queries.py STORE [--runs 5] [--memory]

STORE is made by `python benchmarks/synthetic.py STORE`. Each query runs with its defaults; a parameter without one gets
the thing of its kind that most links lead to or from in the middle of the ranks ("typical"), and the first ("most
cited"). What counts is the smallest of the runs, in seconds of the processor (the engine answers in one thread), since
others may share the machine. The bare engine gets the very text that the library sends, and its answer is read to its
end as bytes, as the library does. `--memory` copies the store into memory first, where a look-up costs a tenth.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, serialize
from pyoxigraph import Store as Engine

from ilo_graph.queries import NamedQuery, bind, list_queries, run
from ilo_graph.queries.parameters import terms
from ilo_graph.store import Store
from ilo_graph.vocabulary import PREFIXES

SECOND, LOOK_UP, RATIO, ADDED = 1.0, 0.020, 1.05, 0.0001  # the targets
RANKED = """SELECT ?id (COUNT(*) AS ?links) WHERE {{
  VALUES ?class {{ {classes} }}
  ?thing a ?class ; skos:notation ?id .
  {pattern} .
}} GROUP BY ?id ORDER BY DESC(?links) ?id"""
CITED = "ilo:contributesTo|ilo:contributesThroughUnit|ilo:worksUnder|ilo:learnsAbout|ilo:mentions"
LINKED = f"?post {CITED}|ilo:contributesIndirectlyTo ?thing"
KINDS = {
    "instrument": ("ilo:Convention ilo:Recommendation ilo:Protocol", LINKED),
    "outcome": ("ilo:Outcome ilo:EnablingOutcome ilo:Output", LINKED),
    "sdg": ("sdgo:Goal sdgo:Target sdgo:Indicator", LINKED),
    "mandate": ("ilo:Mandate", LINKED),
    "thing": ("ilo:Convention ilo:Mandate", LINKED),
    "unit": ("org:OrganizationalUnit", "?post org:postIn ?thing"),
    "post": ("org:Post", f"?thing {CITED} ?any"),
    "subject": ("skos:Concept", "?any dcterms:subject ?thing"),
}
OTHERS = {"biennium": ["PB2022-23", "PB2024-25"], "integer": ["2026", "2020"]}


def ranked(store: Store) -> dict[str, list[str]]:
    """Return the ids of each kind, the most linked first."""
    texts = {kind: RANKED.format(classes=classes, pattern=pattern) for kind, (classes, pattern) in KINDS.items()}
    return {kind: [str(row["id"]) for row in run(store, text)] for kind, text in texts.items()}


def values(query: NamedQuery, ids: dict[str, list[str]], share: float) -> dict[str, str]:
    """Return a value for each parameter without a default: that at a share of the ranks, and its neighbour."""
    given = {}
    for number, parameter in enumerate(p for p in query.params if p.default is None):
        kind = ids.get(parameter.type) or OTHERS[parameter.type]
        given[parameter.name] = kind[min(int(share * len(kind)) + number, len(kind) - 1)]
    return given


def smallest(action: Callable[[], object], runs: int) -> float:
    """Return the smallest time of several runs, in seconds."""
    times = []
    for _ in range(runs):
        start = process_time()
        action()
        times.append(process_time() - start)
    return min(times)


def bare(engine: Engine, text: str) -> bytes:
    """Answer a text by the engine alone, and read the answer to its end."""
    answer = engine.query(text, use_default_graph_as_union=True, prefixes=PREFIXES)
    if not isinstance(answer, QuerySolutions):
        raise TypeError("A named query is a SELECT")
    return answer.serialize(format=QueryResultsFormat.TSV) or b""


def measure(store: Store, query: NamedQuery, given: dict[str, str], runs: int) -> tuple[float, float, int]:
    """Return the seconds of the bare engine and of the library, and the number of rows."""
    text = bind(query, terms(store, query, given))
    engine = store._opened()
    rows = len(run(store, query, **given))
    once = smallest(lambda: bare(engine, text), 1)
    runs = max(runs, min(int(0.2 / once), 200))  # the quick ones more often
    pairs = [
        (smallest(lambda: bare(engine, text), 1), smallest(lambda: run(store, query.name, **given), 1))
        for _ in range(runs)
    ]
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs), rows


def in_memory(path: Path) -> Store:
    """Return a copy of a store on disk."""
    copy, lines = Store(), serialize(Store(path, read_only=True).quads(), format=RdfFormat.N_QUADS)
    copy.load_lines([lines or b""])
    return copy


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--memory", action="store_true")
    args = parser.parse_args()
    store = in_memory(args.store) if args.memory else Store(args.store, read_only=True)
    print(f"{len(store):,} quads\n{'query':48}{'rows':>7}{'bare ms':>10}{'library':>10}{'ratio':>7}  missed")
    ids = ranked(store)
    for query in list_queries():
        asks = any(p.default is None and p.type in (*KINDS, "biennium") for p in query.params)
        look_up = asks and "comparison" not in query.tags  # about one thing
        for name, share in (("typical", 0.5), ("most cited", 0.0)) if asks else (("", 0.0),):
            given = values(query, ids, share)
            engine, library, rows = measure(store, query, given, args.runs)
            missed = [] if library < (LOOK_UP if look_up else SECOND) else ["time"]
            allowed = engine + ADDED if engine < 0.005 else engine * RATIO
            missed += ["overhead"] if library > allowed else []
            print(
                f"{query.name + ' ' + name:48}{rows:>7}{engine * 1000:>10.2f}{library * 1000:>10.2f}"
                f"{library / engine:>7.2f}  {' '.join(missed)}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
