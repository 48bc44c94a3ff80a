"""A document becomes a notice: its header fields, sections and duties.

Each layout is one row of `LAYOUTS`; it tells how well it fits a document, and reads it. The headings and labels of a
layout stand in `data/layouts/`: a new layout is a file there and a row here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from ilo_graph.model import Document, Notice, Section
from ilo_graph.notices.forms import SURE, Reading, examine, labelled, opening, signs
from ilo_graph.notices.languages import language
from ilo_graph.notices.people import mask_people

__all__ = ["LAYOUTS", "Layout", "Reading", "mask_people", "recognise"]


class Layout(NamedTuple):
    """One way in which notices are laid out."""

    name: str
    signs: Callable[[str], int]  # how many of its signs the beginning of a document shows
    examine: Callable[[Document], Reading]


def _layout(name: str) -> Layout:
    return Layout(name, partial(signs, layout=name), partial(examine, layout=name))


LAYOUTS: tuple[Layout, ...] = (_layout("jpo-form"), _layout("jobs-site"), _layout("terms-of-reference"))


def recognise(document: Document) -> Notice:
    """Read a document by the layout whose signs it shows, if it fits; as plain text where none does."""
    readings = [layout.examine(document) for layout in _likely(opening(document))]
    best = max(readings, key=lambda reading: reading.score, default=None)  # the first of equals
    return best.notice() if best and best.score else _plain(document)


def _likely(beginning: str) -> list[Layout]:
    """Return the layouts whose signs a text shows, or all where it has labels without a sign."""
    likely: list[Layout] = []
    for layout in LAYOUTS:
        shown = layout.signs(beginning)
        if shown >= SURE:
            return [layout]
        if shown:
            likely.append(layout)
    return likely or (list(LAYOUTS) if labelled(beginning) else [])


def _plain(document: Document) -> Notice:
    """Take a whole document as one section: what fits no layout."""
    section = Section("background", 0, len(document.text))
    return Notice(document, "plain", language(document.text), sections=(section,))
