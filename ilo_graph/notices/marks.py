"""The headings and labels of a document: one walk over the beginnings of its lines.

What a label means depends on the section in which it stands ("Title" of the post, "Title" of the supervisor), so the
walk knows the section as it goes. A heading that would lead back (a line "Supervision" among the qualifications) counts
only where it looks like one: in capitals, emphasised, or marked as a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from ilo_graph.model import SectionKind
from ilo_graph.notices.lexicon import Lexicon, Node, known
from ilo_graph.notices.matching import LEVELS, Mark, Place, match, whole
from ilo_graph.notices.words import WORD, fold

_LONG_REACH = 1000  # characters of a line in which a label may stand
_FIRST = re.compile(rf"[\W_]*+({WORD.pattern})")
_TWO = re.compile(rf"[\W_]*+({WORD.pattern})(?:[\W_]++({WORD.pattern}))?")
_NUMERALS = r"\d{1,2}(?:\.\d{1,2}){0,3}|[ivxIVX]{1,4}|[a-hA-H]"
_NUMBERED = re.compile(rf"[\W_]*+(?:{_NUMERALS})[.):]?[\W_]+({WORD.pattern})")
_CAPITAL = re.compile(r"[A-ZÀ-Þ](?<![^\W_].)[^\W_]*")
_JOINED = re.compile(r"\s*(?:[,(]|[/-](?!\s)|(?<!\s)[/-])")  # between the words of a value
_NUMERAL = re.compile(r"\d{1,2}|[ivxIVX]{1,4}|[a-hA-H]")
_HEAD = 80  # characters of a short line, or of what stands before a colon
_HEADING = 70  # characters of a heading that is known by one of its words
_HEADING_WORDS = 6
_SEPARATORS = (":", "|", "\t", "   ", " - ", " – ", "=", "…", "...", "：")  # one stands behind every further label
_BROKEN = 60  # characters at the end of a line in which a label may begin that goes on in the next line
_ITEM = re.compile(r"[-+•·▪◦●*]\s|\(?[a-z][.)]")
_LISTED = re.compile(r"\(?\d{1,2}[.)]")

_Above = Literal["nothing", "label", "field", "text"]  # above a line: a blank line, a label without its value ...


def scan(text: str, book: Lexicon) -> list[Mark]:
    """Find the headings and labels of a text, in order."""
    marks: list[Mark] = []
    section: SectionKind = book.rest
    above: _Above = "nothing"
    start = covered = 0
    for line in text.split("\n"):
        stop = start + len(line)
        first = _TWO.match(line, 0, _LONG_REACH) if line else None
        if first is None:
            above = above if above == "label" else "nothing"
        elif start < covered:
            above = "field" if WORD.search(text, covered, stop) else "label"
        else:
            words = _words(first, line, book)
            found = _marks(text, (start, line, words), (section, above), book) if words >= 0 else ()
            if not found and marks and above != "label" and len(line) <= _HEADING and book.keywords:
                found = _by_keyword(line, start, book, alone=above == "nothing")
            above = "text"
            if found:
                marks += found
                section, covered, above = found[-1].term.section, found[-1].end, _left(text, found[-1], stop)
        start = stop + 1
    return marks


def _marks(
    text: str, place: tuple[int, str, int], situation: tuple[SectionKind, _Above], book: Lexicon
) -> Sequence[Mark]:
    """Return the marks with which a line begins; none where it is the rest of the value above."""
    start, line, words = place
    section, above = situation
    stop = start + len(line)
    colon = line.find(":", words) + 1
    head = line[:colon] if colon else line
    label = whole(head, words, book) if len(head) <= _HEAD else None
    found: Sequence[Mark]
    if label and (term := label.term(section)):
        mark = Mark(term, start, start + label.end, label.closing, start + words)
        found = (mark,) if len(line) <= len(head) + 1 else (mark, *_behind(text, mark, stop, book))
    elif label and label.alone and colon:
        return ()  # in this section it means nothing
    else:
        found = list(_line_marks(text, Place(start, start, start + words, section), stop, book))
    return () if above == "field" and found and _ends_value(text, found[0], stop) else found


def _ends_value(text: str, mark: Mark, stop: int) -> bool:
    """Tell whether a label is the last line of the value above: alone on its line, without a value below."""
    if mark.closing != "end" or mark.term.role != "field":
        return False
    below = text[stop + 1 : _line_end(text, stop + 1)]
    return not below.strip() or ":" in below


def _words(first: re.Match[str], line: str, book: Lexicon) -> int:
    """Return where the words of a line start that may be a heading or label; -1 where none can be: in most lines."""
    node, numbered = _opening(book, first[1])
    if numbered:
        first = _NUMBERED.match(line, 0, _LONG_REACH) or first
        node, _ = _opening(book, first[1])
    if node is None:
        return -1
    if not node.terms and not numbered:
        meant = known(book, first[2]) if first[2] else ""
        if meant and meant not in node.following:
            return -1
    return first.start(1)


@lru_cache(maxsize=50_000)
def _opening(book: Lexicon, word: str) -> tuple[Node | None, bool]:
    """Return the place in the tree behind a first word, the root itself behind a small one; and if it is a number."""
    meant = known(book, word)
    return book.root.following.get(meant) if meant else book.root, _NUMERAL.fullmatch(word) is not None


def _left(text: str, mark: Mark, stop: int) -> _Above:
    """Tell what the line of a mark leaves open: the value of its label, or nothing."""
    if mark.term.role != "field":
        return "text"
    return "field" if mark.end < stop and WORD.search(text, mark.end, stop) else "label"


def _by_keyword(printed: str, start: int, book: Lexicon, *, alone: bool) -> list[Mark]:
    """Return a short line as a heading that stands alone or is loud, if a word in it tells its section."""
    line = printed.strip()
    loud = line[0] in "#*_" or line.isupper()
    if not (loud or alone) or line[-1] in ".,;!?" or _ITEM.match(line) or ":" in line[:-1].rstrip("*_"):
        return []
    numbered = _LISTED.match(line)
    first = WORD.search(line, numbered.end() if numbered else 0)
    if first is None or not first[0][0].isupper():
        return []
    words = [*map(fold, WORD.findall(line, first.start()))]
    terms = {term for word in words if (term := book.keywords.get(word))}
    if len(terms) != 1 or len(words) > _HEADING_WORDS:
        return []
    if numbered and not loud and words[0] not in book.keywords:
        return []  # a task, such as "3. Review requirements"
    return [Mark(terms.pop(), start, start + len(printed), "end", start)]


def _line_marks(text: str, place: Place, stop: int, book: Lexicon) -> Iterator[Mark]:
    """Yield the marks at the beginning of a line, one glued to the next, and the labels that follow a label."""
    if mark := match(text, place, book):
        yield mark
        yield from _behind(text, mark, stop, book)


def _behind(text: str, mark: Mark, stop: int, book: Lexicon) -> Iterator[Mark]:
    """Yield the marks that follow a mark on its line."""
    following: Mark | None = mark
    while following:
        end, section = following.end, following.term.section
        stop = stop if end <= stop else _line_end(text, end)
        if following.term.name in LEVELS or (following.term.role == "field" and section in ("header", "supervision")):
            yield from _labels(text, following, stop, book)
            return
        if (behind := _FIRST.match(text, end, min(stop, end + _LONG_REACH))) is None:
            return
        following = match(text, Place(behind.start(1), end, behind.start(1), section), book)
        if following:
            yield following


def _labels(text: str, mark: Mark, stop: int, book: Lexicon) -> Iterator[Mark]:
    """Yield the labels that follow a label on its line."""
    covered, section = mark.end, mark.term.section
    value = _FIRST.match(text, mark.end, stop)
    if value is None:
        return
    start = value.start(1)
    rest = text[start:stop]
    if not any(map(rest.__contains__, _SEPARATORS)):
        start = max(start, stop - _BROKEN) if text[stop + 1 : stop + 2].strip() else stop
    for word in _CAPITAL.finditer(text, start, min(stop, mark.end + _LONG_REACH)):
        start = word.start()
        if start < covered or known(book, word[0]) not in book.root.following:
            continue
        found = match(text, Place(start, max(covered, start - 4), start, section), book)
        if found and _may_follow(text, found, stop):
            yield found
            covered, section = found.end, found.term.section


def _may_follow(text: str, mark: Mark, stop: int) -> bool:
    """Tell whether a mark is a label of its own, and not the last words of a value."""
    before = text[max(0, mark.start - 4) : mark.start]
    before = before[len(before.rstrip("*_ \t|/,(-–—.;")) :]
    if _JOINED.match(before):
        return False
    if "|" not in before and text[mark.end : stop].lstrip(" *_").startswith("|"):
        return False  # the last words of a cell
    if mark.term.section == "qualifications" and mark.term.name not in LEVELS:
        return False
    return mark.closing == "separator" or (not mark.closing and text[mark.start : mark.end].isupper())


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end
