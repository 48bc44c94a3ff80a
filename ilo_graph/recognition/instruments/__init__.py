"""Citations of Conventions, Recommendations and Protocols: numbers, lists, codes, titles, short forms."""

from __future__ import annotations

from ilo_graph.catalogue import Catalogue
from ilo_graph.model import Mention
from ilo_graph.recognition.instruments import codes, introduced, numbers, protocols, titled
from ilo_graph.recognition.instruments.cited import mention
from ilo_graph.recognition.walk import Walk


def find(walk: Walk, catalogue: Catalogue) -> list[Mention]:
    """Find what cites an instrument."""
    titles = list(titled.find(walk, catalogue))
    cited = [
        *protocols.find(walk, titles, catalogue),
        *titled.find_long(walk, catalogue),
        *titles,
        *numbers.find(walk, catalogue),
        *numbers.find_first(walk),
        *codes.find(walk, catalogue),
    ]
    cited += numbers.find_labelled(walk, cited)
    cited += introduced.find(walk, cited)
    return [mention(walk.folded, c) for c in cited]
