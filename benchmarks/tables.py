"""How soon an answer of a million rows is a frame, as ratios of one run: the machine's own speed falls out.

    python benchmarks/tables.py [ROWS]

Each line compares the least of five times with the least of five times of the engine's own CSV bytes of the same query:
the time in which anybody has the answer at all. One text in ten has quotation marks and a line break.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter

from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions

from ilo_graph import queries
from ilo_graph.store import Store
from ilo_graph.vocabulary import ENTITY, GRAPH, ILO, OA

ROWS = 1_000_000
ROUNDS = 5
GRAPH_NAME = NamedNode(f"{GRAPH}benchmark")
QUERIES = {
    "a look at every quad": "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT {rows}",
    "references with words and numbers": """SELECT ?reference ?target ?words ?start ?sure ?cue {
        ?reference ilo:target ?target ; oa:exact ?words ; oa:start ?start ; ilo:basis ?sure
        OPTIONAL { ?reference ilo:cue ?cue } } LIMIT {rows}""",
    "words of two languages": """SELECT ?reference ?quote { ?reference ilo:quote ?quote } LIMIT {rows}""",
}


def quads(rows: int) -> Iterator[Quad]:
    """Yield references, each with a target, words, a number, a boolean, texts in two languages, and sometimes a cue."""
    for i in range(rows):
        node = NamedNode(f"{ENTITY}document/{i // 40:032x}/reference/{i}-{i + 18}")
        words = "ratification" if i % 10 else '"ratification"\n'  # what TSV has to escape
        terms: dict[NamedNode, NamedNode | Literal] = {
            ILO.target: NamedNode(f"{ENTITY}instrument/C{i % 200:03}"),
            OA.exact: Literal(f"Convention No. {i % 200}"),
            OA.start: Literal(i),
            ILO.basis: Literal(i % 7 == 0),
            ILO.quote: Literal(f"Supports the {words} of Convention No. {i}.", language=("en", "fr")[i % 2]),
        }
        cue: dict[NamedNode, Literal] = {ILO.cue: Literal("ratification campaign for")} if i % 3 else {}
        yield from (Quad(node, predicate, term, GRAPH_NAME) for predicate, term in {**terms, **cue}.items())


def least(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the least of the seconds that each way takes; they take turns, so that all meet the same machine."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, action in ways.items():
            start = perf_counter()
            action()
            times[name].append(perf_counter() - start)
    return {name: min(found) for name, found in times.items()}


def bare(store: Store, text: str) -> bytes | None:
    """Return the engine's own CSV bytes."""
    result = store.query(text)
    if not isinstance(result, QuerySolutions):
        raise TypeError("The queries of this file are SELECTs")
    return result.serialize(format=QueryResultsFormat.CSV)


def lines(rows: int) -> Iterator[str]:
    """Yield what each way of getting an answer costs."""
    store = Store()
    store.load(quads(rows))
    for name, query in QUERIES.items():
        text = query.replace("{rows}", str(rows))
        table = queries.run(store, text)
        yield f"{name}: {len(table)} rows, columns {', '.join(str(t) for t in table.to_arrow().schema.types)}"
        times = least(
            {
                "CSV": partial(bare, store, text),
                "Table": partial(queries.run, store, text),
                "Arrow": lambda text=text: queries.run(store, text).to_arrow(),  # type: ignore[misc]
                "pandas": lambda text=text: queries.run(store, text).to_pandas(),  # type: ignore[misc]
                "polars": lambda text=text: queries.run(store, text).to_polars(),  # type: ignore[misc]
            }
        )
        yield f"  engine's CSV bytes: {times['CSV']:.2f} s"
        yield from (f"  {way:>8}: {seconds / times['CSV']:.2f} x" for way, seconds in times.items() if way != "CSV")


def main() -> int:
    """Measure and print."""
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
