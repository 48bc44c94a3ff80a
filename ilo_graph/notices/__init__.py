"""A document becomes a notice: its header fields, sections and duties.

Each layout is one row of `LAYOUTS`; it tells how well it fits a document, and reads it. The headings and labels of a
layout stand in `data/layouts/`: a new layout is a file there and a row here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from ilo_graph.model import Document, Notice, Section
from ilo_graph.notices.forms import Reading, examine
from ilo_graph.notices.languages import language
from ilo_graph.notices.people import mask_people

__all__ = ["LAYOUTS", "Layout", "Reading", "mask_people", "recognise"]


class Layout(NamedTuple):
    """One way in which notices are laid out."""

    name: str
    examine: Callable[[Document], Reading]


LAYOUTS: tuple[Layout, ...] = (
    Layout("jpo-form", partial(examine, layout="jpo-form")),
    Layout("jobs-site", partial(examine, layout="jobs-site")),
)


def recognise(document: Document) -> Notice:
    """Read a document by the layout that fits it best; as plain text where none does."""
    readings = [layout.examine(document) for layout in LAYOUTS]
    best = max(readings, key=lambda reading: reading.score)  # the first of equals
    return best.notice() if best.score else _plain(document)


def _plain(document: Document) -> Notice:
    """Take a whole document as one section: what fits no layout."""
    section = Section("background", 0, len(document.text))
    return Notice(document, "plain", language(document.text), sections=(section,))
