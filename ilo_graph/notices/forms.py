"""Notices that are forms: headings, labels and values, known by the lexicon of their layout."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import islice
from typing import NamedTuple

from ilo_graph.model import Document, Notice, Section
from ilo_graph.notices.duties import read_duties
from ilo_graph.notices.fields import Content, read_fields
from ilo_graph.notices.languages import language
from ilo_graph.notices.lexicon import Lexicon, lexicon
from ilo_graph.notices.marks import scan
from ilo_graph.notices.matching import Mark
from ilo_graph.notices.passages import clean, value
from ilo_graph.notices.sections import read_sections

_OPENING = 4_000  # characters in which the signs of a layout are looked for
SURE = 4  # signs of a layout that leave no doubt
_BETWEEN = 300  # characters from one label of a header to the next, at most
_LABELS = re.compile(r"(?m)^[^\w\n]{0,9}[^\W\d_][^\n:|\t]{2,60}[:|\t]")  # of a text in small letters
_LABELLED = re.compile(r"[\W_]*[A-ZÀ-Þ][^\n:]{1,60}:[ \t*]*\S[^\n]{0,160}$", re.MULTILINE)
_HEADING = 100  # characters of a line that can be the heading of a document
_ENOUGH = 4  # labels of a header, where no sign shows the layout


class Reading(NamedTuple):
    """What a layout makes of a document."""

    score: int  # how well the layout fits; 0 where it does not
    notice: Callable[[], Notice]


def opening(document: Document) -> str:
    """Return how a document begins, in small letters."""
    return document.text[:_OPENING].lower()


def signs(opening: str, layout: str) -> int:
    """Count the words that show a layout in the opening of a document, until they are enough to be sure.

    One is enough where a document of this layout says in its heading what it is.
    """
    book = lexicon(layout)
    if book.announced:
        lines = opening[: book.announced].splitlines()
        headings = "\n".join(line for line in lines if len(line) <= _HEADING)
        return SURE if any(map(headings.__contains__, book.signs)) else 0
    found = (sign for sign in book.signs if sign in opening)
    return sum(1 for _ in islice(found, SURE))


def labelled(beginning: str) -> bool:
    """Tell whether a text begins with several labels."""
    head = beginning[: _OPENING // 2]
    if sum(map(head.count, ":|\t")) < _ENOUGH:  # most texts that are no notice
        return False
    return sum(1 for _ in islice(_LABELS.finditer(clean(head)), _ENOUGH)) == _ENOUGH


def examine(document: Document, shown: int, layout: str) -> Reading:
    """Tell how well a document fits a layout of which it shows so many signs, and how it is read by it."""
    book = lexicon(layout)
    text = clean(document.text)
    marks = scan(text, book)
    return Reading(_score(shown, marks, book), partial(_read, document, text, book, marks))


def _read(document: Document, text: str, book: Lexicon, marks: Sequence[Mark]) -> Notice:
    """Read a document of which the marks are known."""
    content = cache(partial(value, text))
    end = _header_end(text, marks, content) if book.closes else 0
    marks = [mark for mark in marks if not end or mark.start < end or mark.term.section != "header"]
    sections = read_sections(text, marks, book.rest, header_end=end)
    duties = [stretch for part in sections if part.kind == "duties" for stretch in _parted(part, marks)]
    return Notice(
        document=document,
        layout=book.name,
        language=language(text),
        fields=read_fields(text, marks, book, content),
        sections=sections,
        duties=read_duties(text, duties, book),
    )


def _parted(section: Section, marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """Yield a section without its heading, in parts that begin with the headings inside it."""
    first, last = (bisect_left(marks, edge, key=_start) for edge in (section.start, section.end))
    start = section.start
    for mark in marks[first:last]:
        if mark.start == section.start:
            start = mark.end
        elif mark.words > start:
            yield start, mark.start
            start = mark.words
    yield start, section.end


def _start(mark: Mark) -> int:
    return mark.start


def _header_end(text: str, marks: Sequence[Mark], content: Content) -> int:
    """Return the end of the block of labels with which a document begins, with labels that no layout knows."""
    last = limit = 0
    for place, mark in enumerate(marks):
        if mark.term.section != "header" or (last and mark.start - last > _BETWEEN):
            break
        limit = marks[place + 1].start if place + 1 < len(marks) else len(text)
        found = content(mark.end, limit, mark.term.lines)
        last = found.place(len(found.text) - 1) + 1 if found.text else mark.end
    end = _line_end(text, last) if last else 0
    while 0 < end < limit and (label := _LABELLED.match(text, end, limit)) and "\n" not in label[0]:
        end = _line_end(text, label.end())
    return end if end == len(text) or text[end:limit].strip() else limit  # nothing but blank lines before a heading


def _line_end(text: str, place: int) -> int:
    return text.find("\n", place) + 1 or len(text)


def _score(shown: int, marks: Sequence[Mark], book: Lexicon) -> int:
    """Count two points for each sign, one for each section and each field."""
    sections = {mark.term.section for mark in marks}
    fields = {mark.term.name for mark in marks if mark.term.role == "field"}
    points = 2 * shown + len(sections) + len(fields)
    enough = len(fields) >= _ENOUGH or (shown > 0 and points >= book.needed and book.requires <= sections)
    return points if enough and (shown or fields & book.telling) else 0
