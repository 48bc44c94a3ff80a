"""The lists of a duties section: each duty, and each key output, as one text.

A list is opened by words that end with a colon ("will perform the following duties:"); they also say what it holds.
Its first item shows how its items are marked; an item with another mark, further in, or with a number that begins again
belongs to the item above. A page break may cut an item: what stands between its halves (a footnote, a page number) is
left out, and the second half is known by its small letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from ilo_graph.model import Duty
from ilo_graph.notices.lexicon import Lexicon
from ilo_graph.notices.passages import lines, readable
from ilo_graph.notices.words import WORD, function_words, word_set

_MARKER = re.compile(
    r"(?P<indent>[ \t>]*)"
    r"(?P<bullet>(?:[-+*•·▪◦‣●○■□➢–—\uf0b7](?=[ \t]|$)|o(?=[ \t]+[A-ZÀ-Þ]))[ \t]*)?"
    r"(?P<number>\**\(?(?P<ordinal>\d{1,2}|[ivx]{1,4}|[IVX]{1,4}|[a-z])(?:\\?[.)]\**(?=[ \t]|$)|(?=\t)))?[ \t]*"
)
_BEHIND = re.compile(r"[*_ \t]*[:.][*_ \t]*(?=\S)")
_FOOTNOTE = re.compile(r"\s*(?:[¹²³⁰⁴-⁹]|\[\^|<sup>)")
_BULLETS = frozenset("-+*•·▪◦‣●○■□➢–—\uf0b7")
_ENDS = (".", ";", ":", "!", "?")
_SENTENCE_END = re.compile(r"[.;!?]\s")
_SENTENCE = 1000  # characters in which the last sentence before a list stands
_INNER = 2  # blanks by which an inner item is further in
_SENTENCE_WORDS = 4  # fewer are a page number or a running title
_HEADING_WORDS = 6  # a line of at most so many words can be the heading of a list

Kind = Literal["duty", "output"]


class _Item(NamedTuple):
    """How a list item is marked."""

    indent: int
    style: str
    letters: frozenset[str]  # how its number is written; "i" may be a letter or a Roman number
    number: int


class _Block(NamedTuple):
    """A list item, or a paragraph."""

    start: int
    end: int
    item: _Item | None


class _Found(NamedTuple):
    """A duty while it is read."""

    kind: Kind
    spans: list[tuple[int, int]]


def read_duties(text: str, parts: Sequence[tuple[int, int]], book: Lexicon) -> tuple[Duty, ...]:
    """Read the duties and key outputs in the stretches of a text that list them."""
    whole = [block for start, end in parts for block in _blocks(text, _content(text, start, end), end)]
    split = (part for block in whole for part in _split(text, block, book))
    blocks = [part for part in split if WORD.search(text, part.start, part.end)]
    listed = any(block.item for block in blocks)
    found = _from_lists(text, blocks, book) if listed else _from_paragraphs(text, blocks)
    return tuple(_duty(text, position, *duty) for position, duty in enumerate(found, 1))


def _content(text: str, start: int, end: int) -> int:
    """Return where a part begins without the colon or the marks that set its heading off."""
    found = _BEHIND.match(text, start, end)
    return found.end() if found else start


def _from_lists(text: str, blocks: Sequence[_Block], book: Lexicon) -> list[_Found]:
    """Follow the lists of a section."""
    found: list[_Found] = []
    kind: Kind = "duty"
    first = last = None  # the list's first item, and its last one that is not an inner one
    for block in blocks:
        if block.item is None and _introduces(text, block, book):
            kind = _kind(text, block, book) or kind
            first = last = None
        elif block.item is None:
            if last and _goes_on(text, found[-1], block):
                found[-1].spans.append((block.start, block.end))
        elif first and last and (not _is_next(block.item, first, last) or _is_inner(text, block.item, first, found)):
            found[-1].spans.append((block.start, block.end))
        else:
            first, last = first or block.item, block.item
            found.append(_Found(kind, [(block.start, block.end)]))
    return found


def _from_paragraphs(text: str, blocks: Sequence[_Block]) -> list[_Found]:
    """Take the paragraphs of a section without lists as its duties; or the lines, where each ends like a sentence."""
    found: list[_Found] = []
    for block in blocks:
        spans = [span for span in lines(text, block.start, block.end) if WORD.search(text, *span)]
        if _ending(text, block.end) == ":":
            continue
        if not all(_ending(text, end) in _ENDS for _, end in spans):
            spans = [(block.start, block.end)]
        found.extend(_Found("duty", [span]) for span in spans if _has_words(text, *span, 3))
    return found


def _blocks(text: str, start: int, end: int) -> Iterator[_Block]:
    """Cut a section into list items and paragraphs."""
    block: _Block | None = None
    for begin, finish in lines(text, start, end):
        marker = _MARKER.match(text, begin, finish)
        marked = marker is not None and marker.lastgroup != "indent"
        if not marked and not WORD.search(text, begin, finish):
            if block and (block.item is None or block.end > block.start):
                yield block
                block = None
        elif block is None or marked or _FOOTNOTE.match(text, begin, finish):
            if block and block.end > block.start:
                yield block
            inside = marker.end() if marker and marked else begin
            block = _Block(inside, max(inside, finish), _item(*marker.groups("")) if marker and marked else None)
        else:
            block = block._replace(end=finish)
    if block and block.end > block.start:
        yield block


def _split(text: str, block: _Block, book: Lexicon) -> list[_Block]:
    """Part an item from the words below it that introduce the next list, where no empty line does."""
    if block.item and _ending(text, block.end) == ":":
        starts = [start for start, _ in lines(text, block.start, block.end)][1:]
        start = next((start for start in reversed(starts) if text[start].isupper()), block.end)
        below = _Block(start, block.end, None)
        if _kind(text, below, book):
            return [block._replace(end=start), below]
    return [block]


@lru_cache(maxsize=1024)
def _item(indent: str, bullet: str, number: str, ordinal: str) -> _Item:
    """Describe how an item is marked."""
    style = bullet.strip() + number.replace(ordinal, "", 1).strip("*\\")
    roman = {"roman"} if ordinal and set(ordinal.lower()) <= set("ivx") else set()
    letter = {"letter"} if len(ordinal) == 1 and ordinal.isalpha() else set()
    count = int(ordinal) if ordinal.isdecimal() else 0
    return _Item(len(indent.expandtabs(4)), style, frozenset(roman | letter or {"digit"}), count)


def _is_next(item: _Item, first: _Item, last: _Item) -> bool:
    """Tell whether an item continues the list that `first` began, and is no inner item of `last`."""
    if item.style in _BULLETS and first.style in _BULLETS:
        return item.indent < first.indent + _INNER
    if item.style != first.style or not item.letters & first.letters:
        return False
    if item.number and item.number == last.number + 1:
        return True
    again = (
        item.number and item.number <= last.number and not item.number == last.number == 1
    )  # Markdown counts 1, 1, 1
    return not again and item.indent < first.indent + _INNER


def _is_inner(text: str, item: _Item, first: _Item, found: Sequence[_Found]) -> bool:
    """Tell whether a bullet of another character begins, or goes on with, the inner list that a colon opened."""
    if item.style == first.style:
        return False
    start, end = found[-1].spans[0]
    return _ending(text, end) == ":" and end > start


def _goes_on(text: str, duty: _Found, block: _Block) -> bool:
    """Tell whether a paragraph belongs to the item above: it is further in, or the rest of a sentence cut in two."""
    if _FOOTNOTE.match(text, block.start, block.end):
        return False
    if _margin(text, block.start) >= _INNER:
        return True
    end = duty.spans[-1][1]
    if _ending(text, end) in _ENDS:
        return False
    small = text[block.start].islower()
    return small or (_hangs(text, end) and _has_words(text, block.start, block.end, _SENTENCE_WORDS))


def _hangs(text: str, end: int) -> bool:
    """Tell whether a text breaks off where no sentence ends: at a comma, or at a word such as "the"."""
    last = WORD.findall(text[max(0, end - 40) : end].lower())[-1:]
    return _ending(text, end) == "," or any(word in little for word in last for little in function_words().values())


def _introduces(text: str, block: _Block, book: Lexicon) -> bool:
    """Tell whether a paragraph introduces a list."""
    if _ending(text, block.end) == ":":
        return True
    long = _has_words(text, block.start, block.end, _HEADING_WORDS + 1)
    return not long and _kind(text, block, book) is not None


def _kind(text: str, block: _Block, book: Lexicon) -> Kind | None:
    """Tell from the last sentence before a list what it holds."""
    last = _SENTENCE_END.split(readable(text, max(block.start, block.end - _SENTENCE), block.end))[-1]
    said = word_set(last)
    if said & book.lists.get("duties", frozenset()):
        return "duty"
    return "output" if said & book.lists.get("outputs", frozenset()) else None


def _duty(text: str, position: int, kind: Kind, spans: Sequence[tuple[int, int]]) -> Duty:
    content = " ".join(readable(text, *span) for span in spans)
    last_start, last_end = spans[-1]
    return Duty(position, kind, content, spans[0][0], last_start + len(text[last_start:last_end].rstrip()))


def _ending(text: str, end: int) -> str:
    """Return the last character before a place that is neither a blank nor emphasis nor the mark of a footnote."""
    return text[max(0, end - 40) : end].rstrip(" \t\r\n*_`¹²³⁴⁵⁶⁷⁸⁹⁰")[-1:]


def _margin(text: str, start: int) -> int:
    """Return how far in a line begins that starts at a place."""
    line = text[start : start + 80]
    return len(line) - len(line.lstrip(" \t"))


def _has_words(text: str, start: int, end: int, number: int) -> bool:
    """Tell whether a stretch has at least so many words."""
    return sum(1 for _ in islice(WORD.finditer(text, start, end), number)) == number
