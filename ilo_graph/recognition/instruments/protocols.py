"""Protocols, by their title, their year, their code, or the Convention in their name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from ilo_graph.catalogue import Catalogue
from ilo_graph.recognition.grammar import compiled
from ilo_graph.recognition.instruments.cited import Cited, year_of
from ilo_graph.recognition.instruments.numbers import HEAD_NUMBER
from ilo_graph.recognition.instruments.titled import with_tail
from ilo_graph.recognition.names import ids
from ilo_graph.recognition.walk import Walk

PROTOCOL = compiled(
    r"\b(?:(?P<before>\d{4}) protocol|protoco(?:l|le|lo)\b(?: (?:of|de|del) (?P<year>\d{4}))?)(?! no\b)"
    r"(?: ?\(?p\.?0?(?P<number>\d{2,3})\)?)?(?P<to> (?:to the|relatif a la|relativo al|a la|al|de la|del) )?"
)
_OF_LABOUR = re.compile(r"[^.;]{0,60}(?:labour|travail|trabajo|\bilo\b)")


def find(walk: Walk, titles: list[Cited], catalogue: Catalogue) -> Iterator[Cited]:
    """Yield the citations of Protocols; `titles` are the Conventions and Recommendations cited by title."""
    yield from _named(walk)
    text = walk.folded.flat
    protocols = _years(catalogue)
    parents = {t.start: t for t in titles}
    for place in walk.places["protocol"]:
        before = place - 5 if text[max(0, place - 5) : place - 1].isdigit() else place
        found = PROTOCOL.match(text, before) or PROTOCOL.match(text, place)
        if found is None:
            continue
        id_, end = _identified(text, found, parents.get(found.end()), protocols)
        if id_ in protocols:
            year, title = year_of(found["year"] or found["before"]), text[found.start() : end]
            yield Cited(found.start(), end, "p", int(id_[1:]), "instrument-protocol", year, (), title)


@lru_cache(maxsize=4)
def _years(catalogue: Catalogue) -> Mapping[str, int | None]:
    """Return the years of all Protocols by their ids."""
    return {e.id: e.year for e in catalogue.by_kind("instrument") if e.id[0] == "P"}


def _named(walk: Walk) -> Iterator[Cited]:
    """Yield Protocols under their official titles."""
    for name in walk.names:
        meant = tuple(id_ for id_ in ids(name.names, "instrument") if id_[0] == "P")
        if meant:
            cited = with_tail(walk.folded.flat, (name.start, name.end), "p", meant)
            yield replace(cited, number=int(meant[0][1:]), rule="instrument-protocol", year=None)


def _identified(
    text: str, found: re.Match[str], parent: Cited | None, protocols: Mapping[str, int | None]
) -> tuple[str, int]:
    """Return the id of a Protocol, or an empty one, and where its citation ends."""
    if found["to"] and parent is not None:
        numbers = (parent.number, *(int(c[1:]) for c in parent.candidates))
        return next((f"P{n:03}" for n in numbers if n and f"P{n:03}" in protocols), ""), parent.end
    if found["number"]:
        return f"P{int(found['number']):03}", found.end()
    if found["to"]:
        head = HEAD_NUMBER.match(text, found.end())
        if head and head["c"]:
            return f"P{int(head['number']):03}", head.end()
        if not _OF_LABOUR.match(text, found.end()):
            return "", found.end()
    year = year_of(found["year"] or found["before"])
    of_year = next((i for i, adopted in protocols.items() if year and adopted == year), "")
    return of_year, found.start("to") if found["to"] else found.end()
