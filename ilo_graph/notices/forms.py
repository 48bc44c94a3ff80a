"""Notices that are forms: headings, labels and values, known by the lexicon of their layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from ilo_graph.model import Document, Notice
from ilo_graph.notices.duties import read_duties
from ilo_graph.notices.fields import read_fields
from ilo_graph.notices.languages import language
from ilo_graph.notices.lexicon import Lexicon, lexicon
from ilo_graph.notices.marks import Mark, scan
from ilo_graph.notices.sections import read_sections

_OPENING = 10_000  # characters in which the signs of a layout are looked for
_BETWEEN = 300  # characters from one label of a header to the next, at most


class Reading(NamedTuple):
    """What a layout makes of a document."""

    score: int  # how well the layout fits; 0 where it does not
    notice: Callable[[], Notice]


def examine(document: Document, layout: str) -> Reading:
    """Tell how well a document fits a layout, and how it is read by it."""
    book = lexicon(layout)
    signs = _signs(document.text, book)
    marks = scan(document.text, book) if signs else []
    return Reading(_score(signs, marks, book), partial(_read, document, book, marks))


def _read(document: Document, book: Lexicon, marks: Sequence[Mark]) -> Notice:
    """Read a document of which the marks are known."""
    text = document.text
    end = _header_end(text, marks) if book.closes else 0
    marks = [mark for mark in marks if not end or mark.start < end or mark.term.section != "header"]
    sections = read_sections(text, marks, book.rest, header_end=end)
    headings = {mark.start: mark.end for mark in marks}
    duties = [(headings.get(part.start, part.start), part.end) for part in sections if part.kind == "duties"]
    return Notice(
        document=document,
        layout=book.name,
        language=language(text),
        fields=read_fields(text, marks, first_line=book.first_line),
        sections=sections,
        duties=read_duties(text, duties, book),
    )


def _header_end(text: str, marks: Sequence[Mark]) -> int:
    """Return the end of the block of labels with which a document begins."""
    last = 0
    for mark in marks:
        if mark.term.section != "header" or (last and mark.start - last > _BETWEEN):
            break
        last = mark.end
    line_end = re.compile(r"\r\n?|\n").search(text, last)
    return line_end.end() if line_end else len(text)


def _signs(text: str, book: Lexicon) -> int:
    """Count the words that show a layout in the opening of a text."""
    opening = text[:_OPENING].lower()
    return sum(sign in opening for sign in book.signs)


def _score(signs: int, marks: Sequence[Mark], book: Lexicon) -> int:
    """Count two points for each sign, one for each section and each field."""
    sections = len({mark.term.section for mark in marks})
    fields = len({mark.term.name for mark in marks if mark.term.role == "field"})
    points = 2 * signs + sections + fields
    return points if signs and points >= book.needed else 0
