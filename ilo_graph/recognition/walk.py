"""The one walk over a text: where names of the catalogues stand, and words that citations begin with.

Everything else that recognition does is a local match at one of these places.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ilo_graph.catalogue import Catalogue
from ilo_graph.recognition.folding import Folded
from ilo_graph.recognition.names import Found, compiled

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

# The beginnings of words, folded, by what they may begin.
ANCHORS: Mapping[str, tuple[str, ...]] = {
    "instrument": ("convention", "convenio", "recommendation", "recommandation", "recomendacion"),
    "protocol": ("protocol",),
    "outcome": ("outcome", "resultado", "resultat", "output", "producto", "produit"),
    "sdg": ("goal", "objecti", "objeti", "target", "cible", "meta", "indica"),
    "sdgs": ("sdg", "ods", "odd", "sustainable development", "developpement durable", "desarrollo sostenible"),
    "agenda": ("2030 agenda", "agenda 2030", "voluntary national review", "examen national v", "examen nacional v"),
}


@dataclass(frozen=True, slots=True)
class Walk:
    """A folded text, the names in it, and the places where its anchors begin, by kind."""

    folded: Folded
    names: tuple[Found, ...]
    places: Mapping[str, tuple[int, ...]]

    def speaks_of(self, kinds: tuple[str, ...], start: int, end: int) -> bool:
        """Tell whether one of the kinds of anchors begins in a span."""
        return any(_has(self.places[kind], start, end) for kind in kinds)


def walk(folded: Folded, catalogue: Catalogue) -> Walk:
    """Walk over a text."""
    places: dict[str, list[int]] = {kind: [] for kind in ANCHORS}
    kinds, automaton = _automaton()
    flat = folded.flat
    for number, start, _ in automaton.find_matches_as_indexes(flat):
        if start == 0 or not flat[start - 1].isalnum():
            places[kinds[number]].append(start)
    names = tuple(compiled(catalogue).find(folded))
    return Walk(folded, names, {kind: tuple(at) for kind, at in places.items()})


@lru_cache(maxsize=1)
def _automaton() -> tuple[tuple[str, ...], AhoCorasick]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    words = [(word, kind) for kind, of in ANCHORS.items() for word in of]
    return tuple(kind for _, kind in words), AhoCorasick([w for w, _ in words], matchkind=MatchKind.LeftmostLongest)


def _has(places: tuple[int, ...], start: int, end: int) -> bool:
    place = bisect_left(places, start)
    return place < len(places) and places[place] < end
