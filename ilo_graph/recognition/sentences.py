"""Where sentences end, so that citations are read, and quoted, with the words that belong to them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

# A sentence ends at an empty line, before an item of a list or a "Label:" line, and after . ! ? where a new one begins.
_BREAK = re.compile(
    r"[.!?;\n](?:"
    r"(?<=\n)(?:[ \t]*\n\s*"
    r"|[ \t]*(?=(?:[-•–*▪●]|\(?\d{1,2}[.)]|\([a-z]\)|#+)[ \t])"
    r"|(?=[^\S\n]*[*_]{0,3}[A-ZÀ-Ý][^\n:.]{1,40}:))"
    r"|(?<=;)[ \t]*\n\s*"
    r"|(?<=[.!?])[\"”»’)\]¹²³*_]{0,3}\s+(?=[\"“«(\[*_¿¡]{0,3}[A-ZÀ-Ý]))"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:nos?|n|n[úu]ms?|art|arts|para|paras|par|p|pp|vol|ch|cf|e\.g|i\.e|etc|mr|mrs|ms|dr|st|vs|approx|rev|add"
    r"|inc|ltd|co|jr|av|c|r|u\.n|u\.s|ed|eds)|\bN\.os|\b[A-Z](?:\.[A-Z])*)\.$",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\s*(?:[-•–*▪●]\s+)?(?:\(?(?:\d{1,2}|[a-z])[.)]\s+)?")
LONGEST = 1200  # of a sentence, in characters; beyond that the words around the citation are enough


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a text, by where they start."""

    text: str
    _starts: tuple[int, ...]
    _ends: tuple[int, ...]

    def at(self, position: int) -> tuple[int, int]:
        """Return the span of the sentence that holds a position; of a very long one what is near."""
        number = max(0, bisect_right(self._starts, position) - 1)
        start, end = self._starts[number], max(self._ends[number], min(position + 1, len(self.text)))
        if end - start > LONGEST:
            return max(start, position - LONGEST // 2), min(end, position + 1 + LONGEST // 2)
        return start, end

    def before(self, position: int) -> tuple[int, int] | None:
        """Return the span of the sentence before the one that holds a position."""
        number = bisect_right(self._starts, position) - 2
        return (self._starts[number], self._ends[number]) if number >= 0 else None

    def quote(self, start: int, end: int) -> str:
        """Return the sentence around a span, on one line and without the marker of a list; a very long one is cut."""
        first, last = self.at(start)[0], max(self.at(max(start, end - 1))[1], end)
        if last - first > LONGEST:
            first, last = max(first, start - LONGEST // 2), min(last, end + LONGEST // 2)
        marker = _MARKER.match(self.text, first, start)
        return " ".join(self.text[marker.end() if marker else first : last].split())


def sentences(text: str) -> Sentences:
    """Find the sentences of a text."""
    starts, ends = [0], []
    for found in _BREAK.finditer(text):
        end = found.start() + (text[found.start()] in ".!?")  # the stop belongs to the sentence that it ends
        if "\n" not in found.group() and _ABBREVIATION.search(text, max(0, end - 12), end):
            continue
        if _is_page_break(text, starts[-1], found):
            continue
        ends.append(end)
        starts.append(found.end())
    return Sentences(text, tuple(starts), (*ends, len(text)))


def _is_page_break(text: str, start: int, found: re.Match[str]) -> bool:
    """Tell whether an empty line only cuts a sentence: it goes on in lower case, and no footnote stands before."""
    if "\n" not in found.group() or not text[found.end() : found.end() + 1].islower():
        return False
    before = text[start : found.start()].strip(" *_-•")
    return bool(before) and before[-1] not in ".:;!?" and before[0].isalpha()
