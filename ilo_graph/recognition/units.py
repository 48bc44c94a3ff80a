"""Citations of units and of mandates that are no instruments: by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ilo_graph.model import Kind, Mention
from ilo_graph.recognition.folding import Folded
from ilo_graph.recognition.names import Found, Name, ids
from ilo_graph.recognition.walk import Walk

_IN_PARENTHESES = re.compile(r",? ?\((?P<words>[^()\n]{2,40})\)")


def find(walk: Walk) -> list[Mention]:
    """Return the mentions of units and mandates."""
    folded, mentions = walk.folded, list[Mention]()
    introduced: set[str] = set()  # units whose name stands in the text, or whose acronym is used as one
    for name in walk.names:
        kind: Kind = "unit" if ids(name.names, "unit") else "mandate"
        meant = ids(name.names, kind)
        if meant:
            start, end = folded.span(name.start, _with_acronym(folded, name, meant))
            printed = folded.flat[name.start : name.end]
            code = meant[0] if len(meant) == 1 else None
            mentions.append(Mention(start, end, kind, f"{kind}-name", code, meant, printed))
            if not _is_word(name.names) or _TEAM.search(folded.text, max(0, name.start - 30), name.end + 30):
                introduced.update(meant)
    return [m for m in mentions if m.kind != "unit" or not introduced.isdisjoint(m.candidates)]


@lru_cache(maxsize=8192)
def _is_word(names: tuple[Name, ...]) -> bool:
    """Tell whether an acronym is a word of the unit's name, which capitals alone do not make a unit: SKILLS, GREEN."""
    units = [n for n in names if n.entry.kind == "unit"]
    return bool(units) and all(
        n.label.isupper() and n.label.isalpha() and n.label[:4] in _capitals(n.entry.labels + n.entry.former)
        for n in units
    )


def _capitals(titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[:4].upper() for title in titles for word in title.split())


# What stands beside the acronym of a unit: "the SKILLS Branch", "ILO/SKILLS", "(SKILLS)".
_TEAM = re.compile(
    r"\b(?:branch|department|dept|unit|team|office|colleagues|ilo|oit|bit|hq|headquarters|unite|departement|equipe|unidad"
    r"|departamento|equipo|director|head|chief|specialist|seconded|backstopped)\b"
    r"|\([a-z]+\)|\b(?:from|via) [a-z]+\b|\b[a-z]+ (?:has|will|provides|supports|leads)\b"
)


def _with_acronym(folded: Folded, name: Found, meant: tuple[str, ...]) -> int:
    """Return the end of a name with the acronym in parentheses that follows: "Social Policy Unit (SOC/POLICY)"."""
    follows = _IN_PARENTHESES.match(folded.flat, name.end)
    if follows and any(_is_short(follows["words"], i) for i in meant):
        return follows.end()
    return name.end


def _is_short(words: str, id_: str) -> bool:
    return words in _shorts(id_.lower())


def _shorts(id_: str) -> Iterator[str]:
    yield id_
    yield id_.replace("/", "-")
    yield id_.replace("-", "/")
    yield id_.rsplit("/", 1)[-1]
