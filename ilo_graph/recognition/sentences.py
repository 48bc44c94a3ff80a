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
        number = bisect_right(self._starts, position) - 1
        start, end = self._starts[number], max(self._ends[number], min(position + 1, len(self.text)))
        if end - start > LONGEST:
            return max(start, position - LONGEST // 2), min(end, position + 1 + LONGEST // 2)
        return start, end

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the sentence that holds a span, or of those from where it begins to where it ends."""
        number = bisect_right(self._starts, start) - 1
        first, last = self._starts[number], self._ends[number]
        if end > last or start >= last or last - first > LONGEST:
            first, last = self.at(start)[0], max(end, self.at(max(start, end - 1))[1])
        return first, last

    def before(self, position: int) -> tuple[int, int] | None:
        """Return the span of the sentence before the one that holds a position."""
        number = bisect_right(self._starts, position) - 2
        return (self._starts[number], self._ends[number]) if number >= 0 else None

    def quote(self, start: int, end: int) -> str:
        """Return the sentence around a span, on one line and without the marker of a list; a very long one is cut."""
        first, last = self.around(start, end)
        if last - first > LONGEST:
            first, last = max(first, start - LONGEST // 2), min(last, end + LONGEST // 2)
        marker = _MARKER.match(self.text, first, start)
        return " ".join(self.text[marker.end() if marker else first : last].split())


def sentences(text: str) -> Sentences:
    """Find the sentences of a text."""
    starts, ends, cut = [0], [], 0  # where a page break has cut the last sentence
    for found in _BREAK.finditer(text):
        end, start = found.span()
        if text[end] in ".!?":
            end += 1  # the stop belongs to the sentence that it ends
            if "\n" not in found[0] and _ABBREVIATION.search(text, max(0, end - 12), end):
                continue
        elif text[start : start + 1].islower() and _goes_on(text[max(starts[-1], cut) : end], cut=cut > starts[-1]):
            cut = end
            continue
        ends.append(end)
        starts.append(start)
    return Sentences(text, tuple(starts), (*ends, len(text)))


def _goes_on(before: str, *, cut: bool) -> bool:
    """Tell whether an empty line only cuts a sentence, which goes on in lower case: no footnote stands before."""
    before = before.strip(" *_-•")
    return bool(before) and before[-1] not in ".:;!?" and (cut or before[0].isalpha())
