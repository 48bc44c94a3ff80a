"""Titles that are not printed as the catalogue has them: shortened, misspelt, or of an instrument we do not know."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product

from ilo_graph.catalogue import Catalogue
from ilo_graph.recognition.folding import Folded, fold_name

_STOP = frozenset(
    """
    the of and for in on to a an at by from with concerning convention conventions recommendation recommendations
    protocol sur la le les l de des du et au aux en convenio sobre el los las del y relatif relative relativo
    """.split()  # noqa: SIM905
)
_LINK = frozenset(("of", "and", "the", "in", "for", "to", "from", "on", "at", "by", "or"))
_HEADS = frozenset(("convention", "conventions", "recommendation", "recommendations", "protocol", "no", "nos"))
_OWNERS = frozenset(("ilo", "organization", "organisation"))
_WORD = re.compile(r"[\w'/-]+|[(),]")


@lru_cache(maxsize=8192)
def words(title: str) -> frozenset[str]:
    """Return the words of a title that carry its meaning, without plural endings."""
    found = re.findall(r"[a-z0-9]+", fold_name(title))
    return frozenset(w.rstrip("s") for w in found if w not in _STOP and not (w.isdigit() and len(w) == 4))


@lru_cache(maxsize=4)
def _known(catalogue: Catalogue) -> Mapping[tuple[str, int | None], Sequence[tuple[str, frozenset[str]]]]:
    """Return the ids and the titles' words of the instruments of each letter and year, and of all years under None."""
    known: dict[tuple[str, int | None], list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for entry in catalogue.by_kind("instrument"):
        for title, year in product((*entry.labels, *entry.hints), {entry.year, None}):
            known[entry.id[0], year].append((entry.id, words(title)))
    return known


def likeness(printed: str, official: str) -> float:
    """Return how much of two titles' words is common to both, between 0 and 1."""
    one, other = words(printed), words(official)
    return len(one & other) / len(one | other) if one | other else 0.0


def candidates(catalogue: Catalogue, letter: str, printed: str, year: int | None) -> tuple[str, ...]:
    """Return the instruments that a printed title may mean: one, several equally likely, or none.

    With a year the printed words may be a part of the title ("Social Security Convention, 1952"); without one the
    title must be nearly the same.
    """
    said = words(printed)
    best: dict[str, float] = {}
    for id_, official in _known(catalogue).get((letter.upper(), year), ()) if said else ():
        common = len(said & official)
        score = common / len(said | official)
        if score >= 0.75 or (year is not None and (score >= 0.6 or common == len(said))):
            best[id_] = max(score, best.get(id_, 0.0))
    top = max(best.values(), default=0.0)
    return tuple(sorted(i for i, score in best.items() if score >= top - 1e-9))


def title_before(folded: Folded, head_start: int) -> int | None:
    """Return where the title begins that ends in the head at a folded position: back over words in capitals."""
    window = max(0, head_start - 160)
    pieces = list(_WORD.finditer(folded.flat, window, head_start))
    start = depth = 0
    for piece in reversed(pieces):
        text = piece.group()
        depth += (text == ")") - (text == "(")
        capital = folded.original[folded.position(piece.start())].isupper()
        if depth < 0 or not (capital or depth > 0 or text in _LINK or text in "(),"):
            break
        if _stops(folded.flat, piece, text, depth):
            break
        if capital or text == "(":
            start = piece.start()
    return start or None


def _stops(text: str, piece: re.Match[str], word: str, depth: int) -> bool:
    """Tell whether a title cannot reach back over a word: a number, another head, the owner's name, a full stop."""
    if word[0].isdigit() or word in _HEADS:
        return True
    return depth == 0 and (word in _OWNERS or text[piece.end() : piece.end() + 1] in (".", ";", ":"))
