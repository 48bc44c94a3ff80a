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
from ilo_graph.notices.people import mask_people, masking

__all__ = ["LAYOUTS", "Layout", "Reading", "mask_people", "masking", "recognise"]


class Layout(NamedTuple):
    """One way in which notices are laid out."""

    name: str
    signs: Callable[[str], int]  # how many of its signs the beginning of a document shows
    examine: Callable[[Document, int], Reading]  # with the number of these signs


def _layout(name: str) -> Layout:
    return Layout(name, partial(signs, layout=name), partial(examine, layout=name))


LAYOUTS: tuple[Layout, ...] = (_layout("jpo-form"), _layout("terms-of-reference"), _layout("jobs-site"))


def recognise(document: Document) -> Notice:
    """Read a document by the layout whose signs it shows, if it fits; as plain text where none does."""
    beginning = opening(document)
    sure = next((layout.examine(document, SURE) for layout in LAYOUTS if layout.signs(beginning) >= SURE), None)
    if sure and sure.score:
        return sure.notice()
    readings = [layout.examine(document, shown) for layout, shown in _likely(beginning)]
    best = max(readings, key=lambda reading: reading.score, default=None)  # the first of equals
    return best.notice() if best and best.score else _plain(document)


def _likely(beginning: str) -> list[tuple[Layout, int]]:
    """Return the layouts whose signs a text shows and how many, or all where it has labels without a sign."""
    shown = [(layout, layout.signs(beginning)) for layout in LAYOUTS]
    return [found for found in shown if found[1]] or (shown if labelled(beginning) else [])


def _plain(document: Document) -> Notice:
    """Take a whole document as one section: what fits no layout."""
    section = Section("background", 0, len(document.text))
    return Notice(document, "plain", language(document.text), sections=(section,))
