"""What is refused before the engine sees it: a query that is too long, or too deeply nested for its parser."""

from __future__ import annotations

import re

from ilo_graph.errors import QueryError
from ilo_graph.service.limits import Limits
from ilo_graph.store import code


def check(text: str, limits: Limits) -> None:
    """Raise QueryError, with what to do, for a text that is not given to the engine."""
    if len(text.encode()) > limits.query_bytes:
        raise QueryError(f"The query is longer than {limits.query_bytes:,} bytes: ask for less at a time")
    if depth(code(text)) > limits.nesting:
        raise QueryError(f"The query has more than {limits.nesting} brackets within brackets: write it flatter")


def depth(text: str) -> int:
    """Return how many brackets are open at most."""
    deepest = opened = 0
    for bracket in re.findall(r"[()\[\]{}]", text):
        opened += 1 if bracket in "([{" else -1
        deepest = max(deepest, opened)
    return deepest
