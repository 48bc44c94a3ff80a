"""The managers' page: one HTML file with everything in it, which opens offline and asks nothing of the network."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from ilo_graph.network import View, view
from ilo_graph.network.kinds import COLUMNS, KINDS
from ilo_graph.network.policy import policy

if TYPE_CHECKING:
    from ilo_graph.store import Store


def explore(store: Store, out: Path | str, *, focus: str | None = None) -> Path:
    """Write the managers' page of a store, opened at the thing `focus` (its short id or IRI) if one is given."""
    seen = view(store)
    page = render(seen, focus=seen.find(focus).id if focus else None)
    Path(out).write_bytes(page.encode())
    return Path(out)


def render(seen: View, *, focus: str | None = None) -> str:
    """Return the page as HTML; scripts and styles are allowed by their hashes, everything else is forbidden."""
    style, script = _part("page.css"), _part("page.js")
    # trusted types: even the page's own script cannot turn a text into markup
    rules = policy(scripts=[script], styles=[style]) + "; require-trusted-types-for 'script'"
    model = {**asdict(seen), "columns": COLUMNS, "kinds": [asdict(kind) for kind in KINDS], "focus": focus}
    return Template(_part("page.html")).substitute(policy=rules, style=style, script=script, data=embedded(model))


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def embedded(value: object) -> str:
    r"""Return a value as JSON that can stand inside a script element: nothing in it can end the element.

    >>> embedded("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate({ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
