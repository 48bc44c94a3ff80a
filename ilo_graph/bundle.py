"""Write the facts of the bundled posts again: `python -m ilo_graph.bundle FOLDER` (from a checkout).

The facts are what the pipeline finds in the notices: mentions, cues, sections and positions, no sentences, no people.
"""

from __future__ import annotations

import sys

from pyoxigraph import RdfFormat, serialize

from ilo_graph import pipeline, resources
from ilo_graph.vocabulary import ENTITY, PREFIXES

HEADER = """\
# The facts of the bundled posts, one graph a document: what each notice cites, in which words, where and in which role.
# Made from the notices by `python -m ilo_graph.bundle FOLDER`: edit the pipeline or the catalogues, not this file.
# Licence: CC BY 4.0. Not a product of the ILO.
"""


def main(*folders: str) -> None:
    """Write `data/posts.trig` from the notices in the folders."""
    quads = pipeline.facts(*folders)
    written = (serialize(quads, format=RdfFormat.TRIG, prefixes=PREFIXES, base_iri=ENTITY) or b"").decode("utf-8")
    body = [line for line in written.splitlines() if not line.startswith("@")]
    used = (name for name in PREFIXES if any(f" {name}:" in line or f"\t{name}:" in line for line in body))
    head = [f"@base <{ENTITY}> .", *(f"@prefix {name}: <{PREFIXES[name]}> ." for name in used)]
    file = resources.folder("data") / pipeline.BUNDLED
    file.write_text("\n".join((HEADER, *head, *body, "")), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
