"""The managers' page: one HTML file with everything in it, which opens offline and asks nothing of the network."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from ilo_graph.explorer import packing
from ilo_graph.network import View, view
from ilo_graph.network.policy import policy
from ilo_graph.network.reading import LANGUAGES

if TYPE_CHECKING:
    from ilo_graph.store import Readable

# the script in the order in which it is read: what is used stands before what uses it
SCRIPTS = (
    "dom", "language", "model", "filters", "dimensions", "state", "network", "matrix", "flow", "table", "changes",
    "panel", "search", "saving", "main",
)  # fmt: skip
STYLES = ("page", "network", "matrix", "flow", "panel", "table", "narrow", "print")


def explore(store: Readable, out: Path | str, *, focus: str | None = None) -> Path:
    """Write the managers' page of a store, opened at the thing `focus` (its short id or IRI) if one is given."""
    seen = view(store)
    page = render(seen, focus=seen.find(focus).id if focus else None)
    Path(out).write_bytes(page.encode())
    return Path(out)


def render(seen: View, *, focus: str | None = None) -> str:
    """Return the page as HTML; scripts and styles are allowed by their hashes, everything else is forbidden."""
    style = "\n".join(_part("styles", f"{name}.css") for name in STYLES)
    parts = "\n".join(_part("scripts", f"{name}.js") for name in SCRIPTS)
    script = f"'use strict';\n(() => {{\n{parts}}})();\n"
    # trusted types: even the page's own script cannot turn a text into markup
    rules = policy(scripts=[script], styles=[style]) + "; require-trusted-types-for 'script'"
    graph = {**packing.graph(seen, focus=focus), "languages": {name: words(name) for name in LANGUAGES}}
    return Template(_part("page.html")).substitute(
        policy=rules, style=style, script=script, graph=packing.packed(graph), words=packing.packed(packing.words(seen))
    )


def words(language: str) -> dict[str, Any]:
    """Return the words of the interface in a language."""
    return tomllib.loads(_part("languages", f"{language}.toml"))


def _part(*path: str) -> str:
    return files(__package__).joinpath(*path).read_text(encoding="utf-8")
