"""The order of the cards in their columns: barycentre sweeps, so that few curves cross.

Each sweep sorts a column by the mean place of its neighbours to the left (then, going back, to the right); links may
span several columns, so places count as fractions of their columns. The best order seen is kept. Nothing is random:
the same columns and links give the same order.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Columns = tuple[tuple[str, ...], ...]
SWEEPS = 8


def arrange(columns: Sequence[Sequence[str]], links: Iterable[tuple[str, str]]) -> Columns:
    """Return the columns with their members in an order that makes the links cross little."""
    best = current = tuple(tuple(column) for column in columns)
    pairs = sorted(set(links))
    fewest = crossings(best, pairs)
    for sweep in range(SWEEPS):
        current = _sweep(current, pairs, backwards=bool(sweep % 2))
        count = crossings(current, pairs)
        if count < fewest:
            best, fewest = current, count
    return best


def _sweep(columns: Columns, links: Sequence[tuple[str, str]], *, backwards: bool) -> Columns:
    neighbours = _neighbours(columns, links, right=backwards)
    result = list(columns)
    place = {m: p for column in columns for m, p in _places(column)}
    for index in reversed(range(len(columns))) if backwards else range(len(columns)):
        means = {m: _mean([place[n] for n in neighbours[m]], place[m]) for m in columns[index]}
        result[index] = tuple(sorted(columns[index], key=means.__getitem__))  # stable: ties keep their order
        place.update(_places(result[index]))
    return tuple(result)


def _neighbours(columns: Columns, links: Sequence[tuple[str, str]], *, right: bool) -> Mapping[str, list[str]]:
    column_of = {member: index for index, column in enumerate(columns) for member in column}
    found: dict[str, list[str]] = defaultdict(list)
    for link in links:
        one, other = sorted(link, key=lambda m: column_of[m], reverse=right)
        if column_of[one] != column_of[other]:
            found[other].append(one)
    return found


def _places(column: Sequence[str]) -> list[tuple[str, float]]:
    return [(member, (index + 0.5) / len(column)) for index, member in enumerate(column)]


def _mean(places: Sequence[float], otherwise: float) -> float:
    return sum(places) / len(places) if places else otherwise


def crossings(columns: Columns, links: Iterable[tuple[str, str]]) -> int:
    """Count the pairs of links between the same two columns that cross."""
    where = {m: (c, row) for c, column in enumerate(columns) for row, m in enumerate(column)}
    between: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for link in links:
        (c1, row1), (c2, row2) = sorted(where[m] for m in link)
        if c1 != c2:
            between[c1, c2].append((row1, row2))
    return sum(_inversions(sorted(rows)) for rows in between.values())


def _inversions(rows: Iterable[tuple[int, int]]) -> int:
    seen: list[int] = []
    count = 0
    for _, right in rows:
        # equal left ends come with ascending right ends, so they are never counted against each other
        count += len(seen) - bisect_left(seen, right + 1)
        insort(seen, right)
    return count
