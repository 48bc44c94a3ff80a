"""Stretches of a document as a reader sees them: without markup, broken lines joined, each character's place kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ilo_graph.model import Field
from ilo_graph.notices.words import WORD

TAG = r"</?(?:a|b|i|u|em|strong|span|p|font|sup|sub|div|td|tr|th|table|h[1-6])\b[^<>]{0,500}>"
_GAP = r"(?P<gap>(?:\s|<br\s{0,3}/?>)+)"
_MARKUP = (
    r"\*+|`+|(?<![^\W_])_+|_+(?![^\W_])|\\(?=[^\w\s])|(?m:^\#{1,6}\s)|"
    r"\[(?=[^\[\]\n]*\]\()|\]\([^()\s]*\)|\ufeff|" + TAG
)
_DROPPED = re.compile(f"{_GAP}|{_MARKUP}")
_EDGES = " ,;:/|-–—"
_LIMIT = 4000  # characters of one value or paragraph
_EMPTY_LINES = 3  # at most, between a label and its value
_BULLET = re.compile(r"[ \t]*(?:[-•·▪*]|\(?\d{1,2}[.)])[ \t]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A readable text, and where each of its characters stands in the document."""

    text: str
    places: tuple[int, ...]


def passage(source: str, start: int, end: int) -> Passage:
    """Return a stretch of a document without its markup."""
    letters: list[str] = []
    places: list[int] = []
    cursor = start
    end = min(end, start + _LIMIT)
    for found in _DROPPED.finditer(source, start, end):
        letters.extend(source[cursor : found.start()])
        places.extend(range(cursor, found.start()))
        if found["gap"] and letters and letters[-1] != " ":
            letters.append(" ")
            places.append(found.start())
        cursor = found.end()
    letters.extend(source[cursor:end])
    places.extend(range(cursor, end))
    return Passage("".join(letters), tuple(places))


def readable(source: str, start: int, end: int) -> str:
    """Return a stretch of a document, of any length, without its markup, where no places are needed."""
    return _DROPPED.sub(lambda found: " " if found["gap"] else "", source[start:end]).strip()


def field(name: str, content: Passage, start: int = 0, end: int | None = None) -> Iterator[Field]:
    """Yield the field that a stretch of a passage is, unless nothing is left of it without the marks at its edges."""
    value = content.text[start:end]
    start += len(value) - len(value.lstrip(_EDGES + "."))  # "Vacancy no.: ..."
    value = value.lstrip(_EDGES + ".").rstrip(_EDGES)
    if value:
        yield Field(name, value, content.places[start], content.places[start + len(value) - 1] + 1)


def lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each line of a stretch begins and ends, without its line end."""
    for line in text[start:end].splitlines(keepends=True):
        yield start, start + len(line.rstrip("\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029"))
        start += len(line)


def paragraph(text: str, start: int, end: int, limit: int = 50) -> Passage:
    """Return the first paragraph, or list item, of a stretch; nothing where it begins too far below."""
    found: list[tuple[int, int]] = []
    empty = 0
    for line in lines(text, start, min(end, start + _LIMIT)):
        if WORD.search(text, *line):
            if found and _BULLET.match(text, *line):
                break
            found.append(line)
        else:
            empty += 1
        if len(found) == limit or empty > _EMPTY_LINES or (found and found[-1] != line):
            break
    return passage(text, found[0][0], found[-1][1]) if found else Passage("", ())


def sentences(content: Passage, ends: str = ".") -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a passage begins and ends; `ends` are the marks that end one."""
    start = 0
    for found in re.finditer(rf"[{re.escape(ends)}](?=\s|$)", content.text):
        word = content.text[start : found.start()].rpartition(" ")[2]
        if found[0] == "." and ("." in word or len(word) == 1):  # "e.g.", "Ph.D.", "A."
            continue
        yield start, found.end()
        start = found.end()
    if content.text[start:].strip():
        yield start, len(content.text)
