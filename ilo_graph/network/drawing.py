"""The quick drawing: pyvis and vis-network, hardened so that nothing in the data can act and nothing is fetched.

pyvis writes links to content delivery networks into its page and puts some texts in as HTML. So of its page only the
inline scripts and styles are taken, into a page of our own whose policy allows exactly these; every text goes in as
data for vis-network, which draws it on a canvas or shows it as text.
"""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from ilo_graph.errors import MissingExtra, UnknownThing
from ilo_graph.network.cards import Node
from ilo_graph.network.kinds import ATTESTATIONS, COLUMNS, KINDS
from ilo_graph.network.policy import policy
from ilo_graph.network.view import Edge, View, view
from ilo_graph.tables import Table

if TYPE_CHECKING:
    from pyvis.network import Network

    from ilo_graph.store import Readable

WIDTH, HEIGHT = 330, 78  # from card to card
LINES = {  # the colour, the width and the dashes of each kind of link
    "stated": ("#0b5cad", 3.0, False),
    "unit": ("#00806a", 1.5, False),
    "indirect": ("#5a7fb0", 1.5, [8, 6]),
    "under": ("#9a3f86", 1.5, [10, 4, 2, 4]),
    "learns": ("#b25b00", 2.0, [2, 5]),
    "mentions": ("#a3a8b0", 1.0, [2, 5]),
    "member": ("#8d939c", 1.5, False),
    "catalogue": ("#d0d3d7", 1.0, False),
}
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "tooltipDelay": 150, "dragNodes": False, "keyboard": True},
    "edges": {"smooth": {"type": "cubicBezier", "forceDirection": "horizontal"}},
    "nodes": {
        "fixed": True,
        "margin": 8,
        "font": {"face": "system-ui", "size": 14},
        "scaling": {"label": {"drawThreshold": 1}},  # labels stay when the whole is fitted into the window
    },
}
_STYLE = """
html, body { height: 100%; margin: 0; font: 14px/1.4 system-ui, sans-serif; color: #1c2430; background: #fbfbf9; }
body { display: flex; flex-direction: column; }
#mynetwork { flex: 1; float: none; height: auto; min-height: 0; border: 0; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 0; padding: 12px 16px; list-style: none; }
.legend li { display: flex; align-items: center; gap: 8px; }
.legend svg { width: 32px; height: 8px; }
"""


def draw(
    store: Readable, out: Path | str, *, focus: str | None = None, only: Table | Iterable[object] | None = None
) -> Path:
    """Draw the network as one HTML file, in fixed columns and with a legend.

    With `focus` only what lies on the way through that thing; with `only` the things that a query's answer names, the
    nodes of a networkx graph, or short ids and IRIs: UnknownThing where none of them can be shown.
    """
    seen = view(store)
    if focus is not None:
        seen = through(seen, seen.find(focus).id)
    if only is not None:
        seen = among(seen, names(only))
    Path(out).write_bytes(page(_network(seen).generate_html()).encode())
    return Path(out)


def through(seen: View, identifier: str) -> View:
    """Return the part of a view that leads to a thing, or on from it."""
    return _part(seen, _reached(seen, identifier, forwards=True) | _reached(seen, identifier, forwards=False))


def among(seen: View, names: Iterable[str]) -> View:
    """Return the part of a view that has the things of some names (short ids or IRIs) and the links between them."""
    wanted = set(names)
    kept = {node.id for node in (*seen.nodes, *seen.others) if wanted & {node.id, node.iri}}
    if not kept:
        raise UnknownThing("Nothing in this answer can be drawn: it names no post, unit, mandate, outcome or goal.")
    return _part(seen, kept)


def _part(seen: View, kept: set[str]) -> View:
    nodes = tuple(node for node in (*seen.nodes, *seen.others) if node.id in kept)
    every = (*seen.edges, *seen.other_edges)
    edges = tuple(edge for edge in every if {edge.source, edge.target, edge.via or edge.source} <= kept)
    return View(nodes, edges, seen.evidence, seen.notices)


def names(only: Table | Iterable[object]) -> Iterator[str]:
    """Yield every text in an answer or a list: what is no name of a thing does no harm."""
    rows = only.rows if isinstance(only, Table) else ((name,) for name in only)
    yield from (cell for row in rows for cell in row if isinstance(cell, str))


def _reached(seen: View, identifier: str, *, forwards: bool) -> set[str]:
    reached, waiting = {identifier}, [identifier]
    while waiting:
        here = waiting.pop()
        ends = ((e.source, e.target) if forwards else (e.target, e.source) for e in seen.edges)
        found = {end for start, end in ends if start == here} - reached
        reached |= found
        waiting += found
    return reached


def _network(seen: View) -> Network:
    try:
        from pyvis.network import Network
    except ImportError as error:
        raise MissingExtra("pyvis", "network") from error
    network = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(OPTIONS))
    names = {node.id: f"n{index}" for index, node in enumerate(seen.nodes)}  # no text of the data is an id in the page
    for node, (x, y) in _placed(seen):
        network.add_node(
            names[node.id], label=_label(node), title=_tooltip(node), shape="box", x=x, y=y, color=_colour(node)
        )
    for (start, end), edge in _strongest(seen.edges).items():
        colour, width, dashes = LINES[edge.kind]
        network.add_edge(names[start], names[end], color=colour, width=width, dashes=dashes, arrows="")
    return network


def _placed(seen: View) -> Iterator[tuple[Node, tuple[int, int]]]:
    columns = [column for column in seen.columns if column]
    tallest = max(map(len, columns), default=0)
    places = {
        identifier: (x * WIDTH, round((y + 0.5) / len(column) * tallest * HEIGHT))
        for x, column in enumerate(columns)
        for y, identifier in enumerate(column)
    }
    yield from ((node, places[node.id]) for node in seen.nodes)


def _strongest(edges: tuple[Edge, ...]) -> dict[tuple[str, str], Edge]:
    found: dict[tuple[str, str], Edge] = {}
    for edge in edges:  # they come with the strongest first; an indirect one is drawn as the step that it adds
        found.setdefault((edge.via or edge.source, edge.target), edge)
    return found


def _label(node: Node) -> str:
    title = node.title if node.title != node.label else ""
    head = " ".join(filter(None, (node.label, node.biennium and f"({node.biennium})")))
    lines = [*textwrap.wrap(head, 34), *textwrap.wrap(title or ("" if node.title else "title not verified"), 34)]
    return "\n".join([*lines[:2], f"{lines[2]} …"] if len(lines) > 3 else lines)


def _tooltip(node: Node) -> str:
    doubt = f" ({node.attestation})" if node.attestation not in ("", ATTESTATIONS["read"]) else ""
    title = node.title + doubt if node.title else "title not verified"
    text = "\n".join((f"{node.type}: {node.label}", title, *(d.words for d in node.discrepancies)))
    # pyvis takes any title with this word in it for HTML; a word joiner leaves it as it looks
    return re.sub("href", "hre\u2060f", text, flags=re.IGNORECASE)


def _colour(node: Node) -> dict[str, str]:
    shade = ("#eef1f4", "#dcebfa", "#fff4dc", "#f3e9f6", "#e9e2f4", "#e2f3ec", "#d2ebe2")[
        list(COLUMNS).index(node.column)
    ]
    return {"background": shade, "border": "#9aa1aa"}


def page(drawn: str) -> str:
    """Return a page of our own with the inline scripts and styles of pyvis's page, and nothing else of it."""
    found = re.findall(
        r"<(script|style)\b([^>]*)>(.*?)</\1>", re.sub(r"<!--.*?-->", "", drawn, flags=re.DOTALL), re.DOTALL
    )
    scripts = [source for tag, attributes, source in found if tag == "script" and "src=" not in attributes]
    styles = [*(source for tag, _, source in found if tag == "style"), _STYLE]
    return Template(files(__package__).joinpath("drawing.html").read_text(encoding="utf-8")).substitute(
        policy=html.escape(policy(scripts=scripts, styles=styles)),
        styles="".join(f"<style>{source}</style>" for source in styles),
        legend="".join(_legend()),
        scripts="".join(f"<script>{source}</script>" for source in scripts),
    )


def _legend() -> Iterator[str]:
    for kind in KINDS:
        colour, width, dashes = LINES[kind.id]
        pattern = " ".join(map(str, dashes)) if isinstance(dashes, list) else "none"
        line = f'<path d="M0 4H32" stroke="{colour}" stroke-width="{width}" stroke-dasharray="{pattern}"/>'
        yield f'<li><svg viewBox="0 0 32 8" aria-hidden="true">{line}</svg>{html.escape(kind.legend)}</li>'
