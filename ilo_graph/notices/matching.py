"""The longest heading or label that begins at a word: which words belong to it, and what sets it off from the rest."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from ilo_graph.model import SectionKind
from ilo_graph.notices.lexicon import Lexicon, Node, Term, known
from ilo_graph.notices.words import WORD

LEVELS = frozenset({"minimum", "desirable"})  # parts of a requirement, which may follow each other on a line
_REACH = 160  # characters in which a heading or label begins and ends
_ORDER = {kind: place for place, kind in enumerate(get_args(SectionKind))}
_SEPARATOR = re.compile(r"[:：|\t=»]|\s[-–—]\s|\.{3}|…|[ \xa0]{3}")
_BREAKING = re.compile(r"[:：|\t=]|\n[^\S\n]*\n|[.;!?][^\n]*\n")  # no label goes on behind it
_NOTE = re.compile(r"[ *_]{0,3}\([^()]{1,80}\)(?P<behind>[ *_]{0,4}(?:[:：|\t]|\s[-–—]\s|\n|$))?")
_STOP = re.compile(r"[.,;!?]")  # at the end of a line: a sentence, no heading
_BULLET = re.compile(r"[-+•·▪]")
_NUMBERED = re.compile(r"[.°º]{0,2} ?(?:\d|[A-Z]{2,}[ /][A-Z\d])")  # a number without a colon before it
_ABBREVIATED = frozenset({"no", "núm", "num", "nº", "n", "nr"})  # a point behind these ends no sentence

Closing = Literal["end", "separator", "note", "emphasis", ""]


class Mark(NamedTuple):
    """A heading or label that was found."""

    term: Term
    start: int
    end: int  # of its words; the marks behind them belong to nobody
    closing: Closing  # how it is set off from what follows
    words: int  # where its first word starts: `start` counts the number or the marks before it in


class Place(NamedTuple):
    """Where a heading or label may begin."""

    start: int  # where it begins with the marks before it
    edge: int  # the end of what stands before it: of the line above, or of the word
    words: int  # where its first word starts
    section: SectionKind  # in which it stands


class _Gap(NamedTuple):
    """What stands between two words."""

    closing: Closing
    abbreviated: Closing  # the same behind an abbreviation
    sets_off: bool  # one of these holds, or the next
    note: bool  # it opens a bracket
    glue: bool  # nothing but a blank, or the point behind a heading
    breaks: bool  # no label goes on behind it
    broken: bool  # a line ends in it


class _Look(NamedTuple):
    """How the words of a possible heading or label look."""

    loud: bool  # in capitals, emphasised or marked as a heading
    bulleted: bool
    capital: bool


def match(text: str, place: Place, book: Lexicon, *, glued: bool = True) -> Mark | None:
    """Return the longest mark that begins with a word."""
    node, best, end, word = book.root, None, place.words, ""
    stop = place.words + _REACH
    for found in WORD.finditer(text, place.words, stop):
        start, printed = found.start(), found[0]
        gap = _gap(text[end:start])
        if node.terms:
            if gap.sets_off or word.lower() in _ABBREVIATED:
                best = _mark(text, place, (end, gap), node, word) or best
            elif best is None and glued and gap.glue and known(book, printed) in book.root.following:
                best = _glued(text, place, (end, start), node, book)
        if gap.breaks or (gap.broken and (best or node is book.root)):
            return best  # small words alone on their line begin no label, either
        meant = known(book, printed)
        word, end = meant and printed, start + len(printed)
        if meant:
            following = node.following.get(meant)
            if following is None:
                return best
            node = following
    if not node.terms:
        return best
    return _mark(text, place, (end, _gap(text[end:stop] + "\n")), node, word) or best


class Whole(NamedTuple):
    """The words of a line, or of what stands before its colon, that are a heading or label as a whole."""

    node: Node
    words: int  # where the first word starts in the line
    end: int  # where the last one ends
    look: _Look
    closing: Closing
    alone: bool  # no shorter heading or label stands at their beginning

    def term(self, section: SectionKind) -> Term | None:
        """Return what they can mean in this section."""
        return _term(self.node, self.look, self.closing, section)


@lru_cache(maxsize=20_000)  # forms repeat their labels
def whole(line: str, words: int, book: Lexicon) -> Whole | None:
    """Follow the words of a short line, or of what stands before its colon, to their end."""
    node, end, meant, alone = book.root, words, "", True
    for found in WORD.finditer(line, words):
        alone = alone and not node.terms
        gap = _gap(line[end : found.start()])
        meant, end = known(book, found[0]), found.end()
        following = node.following.get(meant) if meant else node
        if following is None or gap.breaks or gap.note:
            return None
        node = following
    rest = _gap(line[end:] + "\n")
    if not node.terms or not meant or rest.note or rest.closing not in ("end", "separator"):
        return None
    return Whole(node, words, end, _look(line[:words], line[words:end]), rest.closing, alone)


def _mark(text: str, place: Place, behind: tuple[int, _Gap], node: Node, word: str) -> Mark | None:
    """Return the mark that the words so far are, if they are set off from what stands behind them."""
    end, gap = behind
    closing = gap.abbreviated if word.lower() in _ABBREVIATED else gap.closing
    finish = end
    if gap.note and (note := _NOTE.match(text, end)):
        closing, finish = _noted(note), note.start("behind") if note["behind"] else note.end()
    if word.lower() in _ABBREVIATED and _NUMBERED.match(text, end):
        closing = "separator"
    if not closing or (not word and closing != "separator"):
        return None  # no label ends with a small word, but "under the supervision of:"
    term = _term(node, _look(text[place.edge : place.words], text[place.words : end]), closing, place.section)
    return Mark(term, place.start, finish, closing, place.words) if term else None


def _glued(text: str, place: Place, gap: tuple[int, int], node: Node, book: Lexicon) -> Mark | None:
    """Return the heading that the words so far are, if nothing but a blank parts it from a label."""
    if not (text[place.words].isupper() and text[gap[1]].isupper()):
        return None
    end, begin = gap
    term = _term(node, _look(text[place.edge : place.words], text[place.words : end]), "end", place.section)
    if term is None or term.role == "field":
        return None
    label = match(text, Place(begin, end, begin, term.section), book, glued=False)
    if label is None or label.term.role == "heading" or label.closing != "separator":
        return None
    return Mark(term, place.start, end, "", place.words)


def _noted(note: re.Match[str]) -> Closing:
    """Tell how words with a note in brackets are set off."""
    if note["behind"] is None:
        return "note"
    return "separator" if note["behind"].strip(" *_\n") else "end"


@lru_cache(maxsize=4096)
def _gap(between: str) -> _Gap:
    """Tell what stands between two words."""
    closing = _closing(between)
    abbreviated = _closing(between.lstrip(" ").removeprefix(".").removeprefix("°").removeprefix("º"))
    note = between.lstrip(" *_").startswith("(")
    return _Gap(
        closing=closing,
        abbreviated=abbreviated,
        sets_off=bool(closing or abbreviated or note),
        note=note,
        glue=bool(between) and between.strip(" ") in {"", "."},
        breaks=_BREAKING.search(between) is not None,
        broken="\n" in between,
    )


def _closing(between: str) -> Closing:
    """Tell how words are set off from what follows them."""
    line, broken, below = between.partition("\n")
    if _SEPARATOR.search(line) or below.lstrip(" \t*_")[:1] in {":", "："}:
        return "separator"
    if broken and not _STOP.search(line):
        return "end"
    return "emphasis" if "*" in line or "_" in line else ""


@lru_cache(maxsize=4096)
def _look(before: str, written: str) -> _Look:
    loud = any(mark in before for mark in "#*_") or (written.isupper() and len(written) > 3)
    return _Look(loud, _BULLET.search(before) is not None, written[0].isupper())


@lru_cache(maxsize=4096)
def _term(node: Node, look: _Look, closing: Closing, section: SectionKind) -> Term | None:
    """Return what words can mean in this section that look and are set off like this."""
    return next((term for term in node.terms if _fits(term, look, closing, section)), None)


def _fits(term: Term, look: _Look, closing: Closing, section: SectionKind) -> bool:
    """Tell whether a term can be meant in this section by words that look like this."""
    forward = _ORDER[term.section] > _ORDER[section]
    ending = closing == "end" and look.capital  # a small letter: the last words of a broken sentence
    closed = ending or closing == "separator"
    if term.role != "heading" and term.section == section:
        return closed or (closing == "emphasis" and look.loud) or (closing == "note" and term.role == "field")
    if look.bulleted or term.name in LEVELS:
        return False
    if term.role == "heading":
        alone = ending or (closing == "separator" and (look.loud or term.inline))
        glued = closing == "emphasis" and look.loud
        back = look.loud and term.section != "header"
        return (alone or glued) and (forward or back or term.anywhere or term.section == section)
    return (term.opens or term.role == "part") and forward and closed
