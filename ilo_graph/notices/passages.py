"""Stretches of a document as a reader sees them: without markup, broken lines joined, each character's place kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ilo_graph.model import Field
from ilo_graph.notices.words import WORD, small_words

_TAG = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|p|font|div|td|tr|th|table|ul|ol|li|dl|dt|dd|body|html|h[1-6])\b[^<>]{0,500}>"
)
_BREAK = re.compile(r"<br\s{0,3}/?>")
_ITEM = re.compile(r"<li(?:\s[^<>]{0,200})?>")
_LINK = re.compile(r"\[([^\[\]]{0,300})(\]\([^()\s]*\))")
_LINE_ENDS = "\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"
_DIRT = re.compile(r"[*_`\\#<\xad\ufeff\n\t\xa0\u2000-\u200b\u202f\u3000]")
# What is left out of a readable text; it begins with one set of characters, since `re` skips to these quickly.
_DROPPED = re.compile(
    r"[-\s*`_\\#<\xad\u200b\ufeff](?:"
    r"(?P<hyphen>(?<=\w-) *\n\s*(?=[^\W\d_]))|(?P<gap>(?<=[^\S ])\s*|(?<= )\s+)|"
    r"(?<=\*)\**|(?<=`)`*|(?<=_)(?:(?<![^\W_]_)_*|_*(?![^\W_]))|(?<=\\)(?=[^\w\s])|(?m:(?<=^\#))\#{0,5}\s|"
    r"(?<=[\xad\u200b\ufeff])|(?<=<)/?su[bp]>)"
)
_EDGES = " ,;:/|=-–—"
_LIMIT = 4000  # characters of one value or paragraph
_EMPTY_LINES = 3  # at most, between a label and its value
_HANGING_LINES = 3  # at most, by which a value is longer than it should be
_BULLET = re.compile(r"[ \t]*(?:[-•·▪*]|\(?\d{1,2}[.)])[ \t]")
_SENTENCE_ENDS = {".": re.compile(r"\.(?=\s|$)"), ".;": re.compile(r"[.;](?=\s|$)")}
_LEAD = re.compile(r"[\s:：|*_=»–—-]*")
_LABEL = re.compile(r"[\W_]*[A-ZÀ-Þ][^\n:.,;]{1,50}:(?:\s|\*|$)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A readable text, and where each of its pieces stands in the document."""

    text: str
    offsets: tuple[int, ...] = ()  # where each piece starts in the text
    sources: tuple[int, ...] = ()  # where it starts in the document

    def place(self, offset: int) -> int:
        """Return where a character stands in the document."""
        piece = bisect_right(self.offsets, offset) - 1
        return self.sources[piece] + offset - self.offsets[piece]


def clean(source: str) -> str:
    """Return a text of the same length with one kind of line end, and without tags and the targets of links."""
    text = source.replace("\r\n", " \n")
    for mark in _LINE_ENDS:
        text = text.replace(mark, "\n")
    if "<" in text:
        text = _BREAK.sub(lambda found: "\n".ljust(len(found[0])), text)
        text = _ITEM.sub(lambda found: "\n -".ljust(len(found[0])), text)
        text = _TAG.sub(lambda found: "*" * len(found[0]), text)
    if "](" in text:
        text = _LINK.sub(lambda found: f"*{found[1]}{'*' * len(found[2])}", text)
    return text


def passage(source: str, start: int, end: int) -> Passage:
    """Return a stretch of a document without its markup."""
    end = min(end, start + _LIMIT)
    whole = source[start:end]
    if not _DIRT.search(whole) and "  " not in whole:
        return Passage(whole, (0,), (start,))
    parts: list[str] = []
    offsets: list[int] = [0]
    sources: list[int] = [start]
    length, cursor = 0, start
    for found in _DROPPED.finditer(source, start, end):
        kept = source[cursor : found.start()]
        length += len(kept)
        cursor = found.end()
        parts.append(kept)
        if replacement := _replacement(found):
            parts.append(replacement)
            offsets.append(length)
            sources.append(found.start())
            length += 1
        offsets.append(length)
        sources.append(cursor)
    parts.append(source[cursor:end])
    return Passage("".join(parts), tuple(offsets), tuple(sources))


def readable(source: str, start: int, end: int) -> str:
    """Return a stretch of a document, of any length, without its markup, where no places are needed."""
    whole = source[start:end]
    if _DIRT.search(whole) or "  " in whole:
        whole = _DROPPED.sub(_replacement, whole)
    return whole.strip()


def field(name: str, content: Passage, start: int = 0, end: int | None = None) -> Iterator[Field]:
    """Yield the field that a stretch of a passage is, unless nothing is left of it without the marks at its edges."""
    value = content.text[start:end]
    length = len(value)
    value = value.lstrip(_EDGES + ".…")  # "Vacancy no.: ..."
    start += length - len(value)
    value = value.rstrip(_EDGES + "([")
    if value:
        value = _single(value)
        yield Field(name, value, content.place(start), content.place(start + len(value) - 1) + 1)


def lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each line of a stretch begins and ends, without its line end."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def paragraph(text: str, start: int, end: int) -> Passage:
    """Return the first paragraph, or list item, of a stretch; nothing where it begins too far below."""
    first = last = None
    empty = 0
    for begin, finish in lines(text, start, min(end, start + _LIMIT)):
        if not WORD.search(text, begin, finish):
            empty += 1
            if first is not None or empty > _EMPTY_LINES:
                break
        elif first is not None and _BULLET.match(text, begin, finish):
            break
        else:
            first = begin if first is None else first
            last = finish
    return passage(text, first, last) if first is not None and last is not None else Passage("")


def value(text: str, start: int, end: int, limit: int) -> Passage:
    """Return what stands behind a label: at most so many lines, and those that hang on them; no further label."""
    own = text.find("\n", start, end)
    own = end if own < 0 else own
    first = _LEAD.match(text, start, own)
    begin = first.end() if first else start
    word = WORD.search(text, begin, own)
    if word is None:
        below = (line for line in _near_lines(text, own, end) if WORD.search(text, *line))
        begin, own = next(below, (end, end))
        if begin == end or _LABEL.match(text, begin, own):
            return Passage("")
        begin += len(text[begin:own]) - len(text[begin:own].lstrip(" \t|*_"))
    elif "|" in text[start:own] or "\t" in text[start:begin]:
        cell = min((cut for mark in "|\t" if (cut := text.find(mark, word.start(), own)) >= 0), default=own)
        return passage(text, begin, cell)
    if own + 1 < end and text[own + 1] != "\n":
        own = _last_line(text, begin, own, end, limit)
    return passage(text, begin, own)


def sentences(content: Passage, ends: Literal[".", ".;"] = ".") -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a passage begins and ends; `ends` are the marks that end one."""
    start = 0
    for found in _SENTENCE_ENDS[ends].finditer(content.text):
        word = content.text[start : found.start()].rpartition(" ")[2]
        if found[0] == "." and ("." in word or len(word) == 1):  # "e.g.", "Ph.D.", "A."
            continue
        yield start, found.end()
        start = found.end()
    if content.text[start:].strip():
        yield start, len(content.text)


def _near_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines below a label in which its value can begin."""
    below = lines(text, start + 1, min(end, start + _LIMIT))
    yield from (line for _, line in zip(range(_EMPTY_LINES), below, strict=False))


def _last_line(text: str, start: int, first: int, end: int, limit: int) -> int:
    """Return where the last line of a value ends."""
    last, count = first, 1
    for begin, finish in lines(text, first + 1, min(end, start + _LIMIT)):
        hanging = _hangs(text[start:last], text[begin:finish])
        over = count >= limit and (not hanging or count >= limit + _HANGING_LINES)
        if over or not WORD.search(text, begin, finish) or _BULLET.match(text, begin, finish):
            break
        if _LABEL.match(text, begin, finish) and not hanging:
            break
        last, count = finish, count + 1
    return last


def _hangs(above: str, below: str) -> bool:
    """Tell whether a line cannot be but the rest of what stands above it."""
    above, below = above.rstrip(" *_"), below.lstrip(" *_\t")
    if below[:1].islower() or below[:1] in {"(", "&"} or above[-1:] in {",", "-", "–", "/", "&", "("}:
        return True
    return above.rpartition(" ")[2].lower() in small_words()


def _single(text: str) -> str:
    """Drop a bracket at the end that was never opened."""
    return text[:-1].rstrip() if text.endswith(")") and "(" not in text else text


def _replacement(found: re.Match[str]) -> str:
    """Return what a reader sees instead of markup: a blank for a gap, a hyphen before a capital."""
    if found.lastgroup == "hyphen":
        return "-" if found.string[found.end()].isupper() else ""
    return " " if found.lastgroup == "gap" else ""
