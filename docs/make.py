"""Write the reference of the ontology and the diagram of the model: `./run docs`."""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, parse

from ilo_graph import resources
from ilo_graph.vocabulary import PREFIXES, RDFS

DOCS = Path(__file__).parent
ONTOLOGY = resources.folder("ontology") / "ilo-graph.ttl"

# What the picture shows, and where: a selection that a newcomer understands. The words are the ontology's own labels.
BOXES = {
    "ilo:Document": (0, 0),
    "ilo:Notice": (1, 0),
    "org:Post": (2, 0),
    "org:OrganizationalUnit": (3, 0),
    "ilo:Discrepancy": (0, 2),
    "ilo:Reference": (1, 2),
    "ilo:Mandate": (2, 1.15),
    "ilo:Instrument": (2, 2),
    "ilo:Output": (2, 3),
    "ilo:Outcome": (3, 3),
    "sdgo:Target": (3, 2),
    "sdgo:Goal": (3, 1.15),
}
ARROWS = (
    ("ilo:Document", "ilo:describes", "ilo:Notice"),
    ("ilo:Notice", "ilo:announces", "org:Post"),
    ("org:Post", "org:postIn", "org:OrganizationalUnit"),
    ("ilo:Reference", "dcterms:isPartOf", "ilo:Document"),
    ("ilo:Discrepancy", "ilo:concerns", "ilo:Reference"),
    ("ilo:Reference", "ilo:target", "ilo:Instrument"),
    ("ilo:Reference", "ilo:target", "ilo:Output"),
    ("ilo:Reference", "ilo:target", "ilo:Mandate"),
    ("ilo:Mandate", "ilo:restsOn", "ilo:Instrument"),
    ("ilo:Output", "ilo:outputOf", "ilo:Outcome"),
    ("ilo:Instrument", "ilo:supportsTarget", "sdgo:Target"),
    ("ilo:Outcome", "ilo:supportsTarget", "sdgo:Target"),
    ("sdgo:Target", "sdgo:isTargetOf", "sdgo:Goal"),
    ("org:Post", "ilo:contributesTo", "ilo:Mandate"),
)
DERIVED = {"ilo:contributesTo", "org:postIn"}
FOREIGN = {
    "org:Post": "post",
    "org:OrganizationalUnit": "unit",
    "org:postIn": "in",
    "sdgo:Target": "SDG target",
    "sdgo:Goal": "SDG goal",
    "sdgo:isTargetOf": "target of",
    "dcterms:isPartOf": "part of",
}
ACROSS, DOWN, WIDTH, HEIGHT = 250, 110, 150, 44
HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 990 480" role="img"
 font-family="sans-serif" font-size="14">
<title>The model of ilo-graph</title>
<desc>A document describes a notice, which announces a post in a unit. References in the document lead to instruments,
outputs and mandates; from these, links of the catalogues lead to outcomes, SDG targets and goals. The dashed links are
derived by rules, each from references.</desc>
<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 0 8 4 0 8z" fill="#555"/></marker></defs>
<rect width="990" height="480" fill="#fff"/>"""
FOOT = """<text x="20" y="460" fill="#555">
solid: as stated in a document or a catalogue; dashed: derived by a rule from references</text>
</svg>"""


def labels() -> dict[str, str]:
    """Return the English label of each term, under its prefixed name."""
    found = dict(FOREIGN)
    for quad in parse(path=ONTOLOGY, format=RdfFormat.TURTLE):
        if quad.predicate == RDFS.label and isinstance(quad.object, Literal) and quad.object.language == "en":
            found[str(quad.subject)[1:-1].replace(PREFIXES["ilo"], "ilo:")] = quad.object.value
    return found


def diagram() -> str:
    """Return the diagram of the model as SVG."""
    named = labels()
    arrows = [_arrow(start, named[term], end, dashed=term in DERIVED) for start, term, end in ARROWS]
    return "\n".join((HEAD, *arrows, *(_box(term, named[term]) for term in BOXES), FOOT, ""))


def _centre(term: str) -> tuple[float, float]:
    across, down = BOXES[term]
    return 105 + ACROSS * across, 50 + DOWN * down


def _box(term: str, label: str) -> str:
    x, y = _centre(term)
    colour = "#dcebf7" if term.startswith("ilo:") else "#eeeeee"
    frame = f'<rect x="{x - WIDTH / 2:g}" y="{y - HEIGHT / 2:g}" width="{WIDTH}" height="{HEIGHT}" rx="6"'
    text = f'<text x="{x:g}" y="{y + 5:g}" text-anchor="middle">{escape(label)}</text>'
    return f'{frame} fill="{colour}" stroke="#555"/>{text}'


def _arrow(start: str, label: str, end: str, *, dashed: bool) -> str:
    (x, y), (to_x, to_y) = _centre(start), _centre(end)
    if x == to_x:
        side = HEIGHT / 2 if to_y > y else -HEIGHT / 2
        y, to_y = y + side, to_y - side
    else:
        side = WIDTH / 2 if to_x > x else -WIDTH / 2
        x, to_x = x + side, to_x - side
    dash = ' stroke-dasharray="6 4"' if dashed else ""
    line = f'<path d="M{x:g} {y:g} {to_x:g} {to_y:g}" stroke="#555"{dash} fill="none" marker-end="url(#end)"/>'
    middle, height = (x + to_x) / 2, (y + to_y) / 2
    anchor, middle = ("start", middle + 6) if x == to_x else ("middle", middle)
    lift = 4 if x == to_x else -6
    place = f'x="{middle:g}" y="{height + lift:g}" text-anchor="{anchor}"'
    look = 'font-size="12" paint-order="stroke" stroke="#fff" stroke-width="4"'
    return f"{line}<text {place} {look}>{escape(label)}</text>"


def reference() -> str:
    """Return the reference of the ontology as one HTML page (pyLODE), which asks nothing of the network."""
    from pylode import OntPub
    from rdflib import Graph

    return str(OntPub(Graph().parse(ONTOLOGY)).make_html())


def main(folder: Path = DOCS) -> None:
    """Write both files into a folder."""
    (folder / "model.svg").write_text(diagram(), encoding="utf-8")
    (folder / "ontology.html").write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
