"""Citations of units and of mandates that are no instruments: by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ilo_graph.model import Kind, Mention
from ilo_graph.recognition.folding import Folded
from ilo_graph.recognition.names import Found
from ilo_graph.recognition.walk import Walk

_IN_PARENTHESES = re.compile(r",? ?\((?P<words>[^()\n]{2,40})\)")


def find(walk: Walk) -> list[Mention]:
    """Return the mentions of units and mandates."""
    folded, mentions = walk.folded, []
    for name in walk.names:
        ids = sorted({n.entry.id for n in name.names if n.entry.kind in ("unit", "mandate")})
        if ids:
            kind: Kind = "unit" if any(n.entry.kind == "unit" for n in name.names) else "mandate"
            ids = [i for i in ids if any(n.entry.id == i and n.entry.kind == kind for n in name.names)]
            start, end = folded.span(name.start, _with_acronym(folded, name, ids))
            printed = folded.flat[name.start : name.end]
            code = ids[0] if len(ids) == 1 else None
            mentions.append(Mention(start, end, kind, f"{kind}-name", code, tuple(ids), printed))
    return mentions


def _with_acronym(folded: Folded, name: Found, ids: list[str]) -> int:
    """Return the end of a name with the acronym in parentheses that follows: "Social Policy Unit (SOC/POLICY)"."""
    follows = _IN_PARENTHESES.match(folded.flat, name.end)
    if follows and any(_is_short(follows["words"], i) for i in ids):
        return follows.end()
    return name.end


def _is_short(words: str, id_: str) -> bool:
    return words in _shorts(id_.lower())


def _shorts(id_: str) -> Iterator[str]:
    yield id_
    yield id_.replace("/", "-")
    yield id_.replace("-", "/")
    yield id_.rsplit("/", 1)[-1]
