"""The headings and labels of a document: one walk over the beginnings of its lines.

What a label means depends on the section in which it stands ("Title" of the post, "Title" of the supervisor), so the
walk knows the section as it goes. A heading that would lead back (a line "Supervision" among the qualifications) counts
only where it looks like one: in capitals, emphasised, or marked as a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

from ilo_graph.model import SectionKind
from ilo_graph.notices.lexicon import Lexicon, Term, look_up, may_begin
from ilo_graph.notices.passages import TAG, lines
from ilo_graph.notices.words import WORD, fold, key

_REACH = 120  # characters of a line in which a heading or label begins and ends
_LONG_REACH = 1000  # the same behind a label, which others may follow
_TOKEN = re.compile(f"(?P<tag>{TAG})|(?P<word>{WORD.pattern})")
_CANDIDATE = re.compile(rf"[\W_]{{0,20}}(?:[^\n:：|\t*_<(]{{1,{_REACH}}}(?:[:：|\t*_<(]|\s[-–—]\s|$))")
_ORDER = {kind: place for place, kind in enumerate(get_args(SectionKind))}
_SEPARATOR = re.compile(r"[:：|\t]|\s[-–—]\s")
_NOTE = re.compile(r"\s?\([^()\n]{1,80}\)(?P<separator>[\s*]{0,4}[:：|\t])?")
_STOP = re.compile(r"[.,;!?]")  # at the end of a line: a sentence, no heading
_BULLET = re.compile(r"[-+•·▪]")
_NUMBER = re.compile(r"\d{1,2}|[ivx]{1,4}|[a-h]")

Closing = Literal["end", "separator", "note", "emphasis", ""]


class Mark(NamedTuple):
    """A heading or label that was found."""

    term: Term
    start: int
    end: int  # of its words; the marks behind them belong to nobody


class _Word(NamedTuple):
    text: str
    start: int
    end: int
    gap: str  # what stands before the next word; a tag counts as emphasis


class _Line(NamedTuple):
    text: str  # of the document
    lead: str  # what stands before the first word
    words: list[_Word]
    whole: bool  # its last word is the last one of the line


def scan(text: str, book: Lexicon) -> list[Mark]:
    """Find the headings and labels of a text, in order."""
    marks: list[Mark] = []
    section: SectionKind = book.rest
    for start, end in lines(text, 0, len(text)):
        if end > start and _CANDIDATE.match(text, start, end) and _may_begin(text, start, end, book):
            marks.extend(_marks(text, (start, end), book, section))
            section = marks[-1].term.section if marks else section
    return marks


def _may_begin(text: str, start: int, end: int, book: Lexicon) -> bool:
    """Tell from its first word alone whether a line can begin with a mark: most cannot."""
    token = _TOKEN.search(text, start, min(end, start + _REACH))
    if token is None or token["tag"]:
        return token is not None
    return may_begin(book, fold(token[0])) or _NUMBER.fullmatch(token[0].lower()) is not None


def _marks(text: str, span: tuple[int, int], book: Lexicon, section: SectionKind) -> Iterator[Mark]:
    """Yield the marks at the beginning of a line, one glued to the next, and the labels that follow a label."""
    line = _line(text, *span, _REACH)
    place = _after_number(line)
    start: int | None = span[0]
    while found := _match(line, place, book, section):
        mark, place = found
        mark = mark if start is None else mark._replace(start=start)
        section, start = mark.term.section, None
        yield mark
        if mark.term.role == "field" and section == "header":
            yield from _labels(_line(text, *span, _LONG_REACH), place, book)
            return


def _labels(line: _Line, place: int, book: Lexicon) -> Iterator[Mark]:
    """Yield the labels that follow a label on its line."""
    while place < len(line.words):
        found = _match(line, place, book, "header") if _may_follow(line, place) else None
        if found and _SEPARATOR.search(line.words[found[1] - 1].gap):
            yield found[0]
            place = found[1]
        else:
            place += 1


def _line(text: str, start: int, end: int, reach: int) -> _Line:
    """Cut the beginning of a line into words and what stands between them."""
    edge = stop = min(end, start + reach)
    words: list[_Word] = []
    gap = ""
    for token in reversed(list(_TOKEN.finditer(text, start, stop))):
        gap = text[token.end() : edge] + gap
        edge = token.start()
        if token["word"]:
            words.append(_Word(token[0], edge, token.end(), gap))
            gap = ""
        else:
            gap = "*" + gap
    return _Line(text, text[start:edge] + gap, words[::-1], stop == end)


def _after_number(line: _Line) -> int:
    """Return the place of the first word behind the number of a numbered heading."""
    if len(line.words) > 1 and line.words[0].gap[:1] in {".", ")"} and _NUMBER.fullmatch(fold(line.words[0].text)):
        return 1
    return 0


def _may_follow(line: _Line, place: int) -> bool:
    """Tell whether a second label may begin here: with a capital, and with more than a comma before it."""
    before = line.words[place - 1].gap.strip(" \t")
    return line.words[place].text[0].isupper() and not before.startswith((",", "/", "-", "("))


def _match(line: _Line, place: int, book: Lexicon, section: SectionKind) -> tuple[Mark, int] | None:
    """Return the longest mark that begins with a word, and the place behind it."""
    keys: list[str] = []
    best: tuple[Mark, int] | None = None
    for end, word in enumerate(line.words[place : place + book.longest + 4], place + 1):
        keys.append(fold(word.text))
        closing, finish = _closing(line, end)
        if not closing:
            continue
        terms = look_up(book, key(keys))
        if term := next((term for term in terms if _fits(term, _look(line, place, end), closing, section)), None):
            best = Mark(term, line.words[place].start, finish), end
    return best


def _closing(line: _Line, end: int) -> tuple[Closing, int]:
    """Tell how words are set off from what follows them, and where that begins."""
    word = line.words[end - 1]
    if end == len(line.words):
        closing: Closing = "end" if line.whole and not _STOP.search(word.gap) else ""
        return ("separator" if _SEPARATOR.search(word.gap) else closing), word.end
    if note := _NOTE.match(line.text, word.end):
        return ("separator" if note["separator"] else "note"), note.end()
    if _SEPARATOR.search(word.gap):
        return "separator", word.end
    return ("emphasis" if "*" in word.gap or "_" in word.gap else ""), word.end


class _Look(NamedTuple):
    """How the words of a possible heading or label look."""

    loud: bool  # in capitals, emphasised or marked as a heading
    bulleted: bool
    capital: bool


def _look(line: _Line, place: int, end: int) -> _Look:
    before = line.words[place - 1].gap if place else line.lead
    written = "".join(word.text for word in line.words[place:end])
    loud = any(mark in before for mark in "#*_") or (written.isupper() and len(written) > 3)
    return _Look(loud, _BULLET.search(before) is not None, written[0].isupper())


def _fits(term: Term, look: _Look, closing: Closing, section: SectionKind) -> bool:
    """Tell whether a term can be meant in this section by words that look like this."""
    forward = _ORDER[term.section] > _ORDER[section]
    ending = closing == "end" and look.capital  # a small letter: the last words of a broken sentence
    closed = ending or closing == "separator"
    if term.role != "heading" and term.section == section:
        return closed or (closing == "emphasis" and look.loud) or (closing == "note" and term.role == "field")
    if look.bulleted or term.name in {"minimum", "desirable"}:
        return False
    if term.role == "heading":
        alone = ending or (closing == "separator" and (look.loud or term.inline))
        glued = closing == "emphasis" and look.loud
        back = look.loud and term.section != "header"
        return (alone or glued) and (forward or back or term.section == section)
    return (term.opens or term.role == "part") and forward and closed
