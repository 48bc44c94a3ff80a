"""Why statements contradict each other: the smallest set of them that still does.

The set is found by growing: statements are added until there is a contradiction, so the last one added belongs to it.
It is kept, and the same is done with those before it, until what is kept contradicts itself. What is near to what is
kept is added first, so that little has to be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from ilo_graph.logic.knowledge import Statement

Trial = Callable[[Sequence[Sequence[Statement]]], int | None]  # the place of the first of several sets that contradicts
_TOGETHER = 12  # sets that are tried in one run,
_STATEMENTS = 20_000  # and statements in all of them: beyond that, halving is quicker


def smallest(statements: Sequence[Statement], trial: Trial, terms: Iterable[str] = ()) -> list[Statement]:
    """Return a smallest set of statements that contradicts itself; `terms` are what it probably speaks of.

    None of the result can be left out. All statements together must contradict each other.
    """
    kept: list[Statement] = []
    rest = list(statements)
    while True:
        about = {term for one in kept for term in one.terms} or set(terms)
        rest = _by_distance(rest, about) if about else rest
        enough = _enough(kept, rest, trial)
        if enough == 0:
            return kept
        kept.append(rest[enough - 1])
        rest = rest[: enough - 1]


def _enough(kept: Sequence[Statement], rest: Sequence[Statement], trial: Trial) -> int:
    """Return how many of `rest`, from its beginning, must be added to `kept` for a contradiction."""
    lower, upper = -1, len(rest)  # too few, enough
    sizes = _growing(upper)
    while upper - lower > 1:
        found = trial([[*kept, *rest[:size]] for size in sizes])
        if found is not None:
            upper = sizes[found]
            sizes = sizes[:found]
        lower = max((lower, *sizes))
        sizes = _between(lower, upper, min(_TOGETHER, max(1, _STATEMENTS // (len(kept) + upper))))
    return upper


def _growing(size: int) -> list[int]:
    """Return sizes that grow to the whole: a contradiction nearby is found without reading it all."""
    sizes = list(range(min(_TOGETHER, size)))
    more = 2 * _TOGETHER
    while more < size:
        sizes.append(more)
        more *= 2
    return sizes


def _between(lower: int, upper: int, count: int) -> list[int]:
    step = -(-(upper - lower) // (count + 1))
    return list(range(lower + step, upper, step))


def _by_distance(statements: Sequence[Statement], about: set[str]) -> list[Statement]:
    """Order statements by the number of steps from what they are about, over the terms that they share."""
    speaking: dict[str, list[int]] = defaultdict(list)
    for number, statement in enumerate(statements):
        for term in statement.terms:
            speaking[term].append(number)
    ordered: dict[int, None] = {}
    reached, border = set(about), set(about)
    while border:
        # a term of which many speak, such as a class, says little: those that share it come last
        found = sorted({number for term in border for number in speaking[term]} - ordered.keys())
        ordered.update(dict.fromkeys(found))
        border = {term for number in found for term in statements[number].terms} - reached
        reached |= border
    ordered.update(dict.fromkeys(range(len(statements))))
    return [statements[number] for number in ordered]
