"""Why is a post linked to a mandate? Every explanation, each of its hops with the words or the source behind it.

The rules leave a node (`ilo:Link`) for each link of a post. A link that a document states was derived from references;
an indirect one was derived from the link before it, and names the entity that it passes. So an explanation is found by
walking back from the nodes that end in the mandate to the references, and each step that is no document's is looked up
in the catalogues. A unit is explained by its posts, and by those of the units below it.
"""

from __future__ import annotations

from ilo_graph.tracing.explanations import Evidence, Explanation, Explanations, Hop
from ilo_graph.tracing.walking import LIMIT, trace

__all__ = ["LIMIT", "Evidence", "Explanation", "Explanations", "Hop", "trace"]
