"""A text made easy to match, with the way back to the original characters.

Citations are matched on a folded text: lower case, no accents, one kind of quote and dash, one blank for any white
space, no emphasis marks, link targets or escapes. Most characters fold one to one; where characters are dropped, a
list of cuts leads back, so that every span still points at the original text.
"""

from __future__ import annotations

import re
import string
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import add

PARAGRAPH = "\n"  # what an empty line becomes; other white space becomes a blank

_MARK = (
    r"\*"  # emphasis; invisible and combining marks are folded into it
    r"|\[\^\w{1,5}\]"  # a footnote mark
    r"|\[(?!\s)|\]\([^()\s]{0,2000}\)|\](?=[\s,.;:)(]|$)"  # the frame of a Markdown link
    r"|\\(?=[^\w\s])|(?<!\w)(?:__++|_(?=\w))|(?<=[^\W_])_++(?!\w)"  # escapes and emphasis by underscores
)
# What folds into something else than itself: marks, and white space that is more than one blank. One of these says that
# such a run may be there, the last pattern whether it is, and how long.
_CANDIDATES = bytes.maketrans(b"\t\r\f\v\x1c\x1d\x1e\x1f*[]\\_", b"\n" * 13)
_LONE = re.compile(
    r"\n(?<=[^\W_]\n|[.,:;)]\n)(?=[^\W_])"
)  # the end of a line that folds into a blank, one to one: most do
_BROKEN = re.compile(r"(?<=[a-z])-\r?\n[ \t]*(?=[a-z])")  # a word broken at the end of a line
# no possessive group here: Python 3.11 before its fifth patch lets it match nothing
_RUN = re.compile(rf"(?:[^\S ]|{_MARK})(?:\s|{_MARK})*| (?:\s|{_MARK})+")


def _base(character: str) -> str:
    decomposed = unicodedata.normalize("NFD", character)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    return plain if len(plain) == 1 else character


_FOLDS = (
    {chr(code): _base(chr(code)) for code in range(0x80, 0x250)}
    | dict.fromkeys("‘’ʼ´′`", "'")
    | dict.fromkeys("“”„«»″", '"')
    | dict.fromkeys("–—‑‐−‒", "-")
    | dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    )
    | dict.fromkeys("\u0085\u2028\u2029", "\n")
    | dict.fromkeys(map(chr, (0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, *range(0x300, 0x370))), "*")
    | {"º": "°", "İ": "i"}
)
_USUAL = (string.ascii_letters + string.digits + " \n.,;:()/'\"-").encode()  # which fold into themselves


def _even(text: str) -> str:
    """Fold character by character: the result is as long as the text."""
    unusual = text.encode("utf-8", "surrogatepass").translate(None, _USUAL).decode("utf-8", "surrogatepass")
    for character in set(unusual):
        if plain := _FOLDS.get(character) or _FOLDS.get(character.lower()):
            text = text.replace(character, plain)
    return text.lower()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and its cuts."""

    original: str
    text: str  # paragraphs are kept apart by a newline
    flat: str  # the same with blanks only: for names that a page break may cut
    _cuts: tuple[int, ...]  # positions in the folded text from which on ...
    _shifts: tuple[int, ...]  # ... that much has been dropped
    _origins: tuple[int, ...]  # the same positions in the original
    _ends: tuple[int, ...]  # the next of these positions in the folded text

    def position(self, index: int) -> int:
        """Return where the folded character stands in the original."""
        return index + self._shifts[bisect_right(self._cuts, index) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span of a folded one, which must not be empty."""
        return self.position(start), self.position(end - 1) + 1

    def index(self, position: int) -> int:
        """Return the first folded index that stands at or after an original position."""
        number = bisect_right(self._origins, position) - 1
        index, end = position - self._shifts[number], self._ends[number]
        return index if index < end else end


def fold(text: str) -> Folded:
    """Fold a text."""
    even = _LONE.sub(" ", _even(text)).replace("  ", " \t")  # one kind of candidate less: two blanks
    pieces: list[str] = []
    cuts, shifts = [0], [0]
    done = dropped = 0
    for start, end in _runs(even):
        blank = _blank(even[start:end])
        pieces += (even[done:start], blank)
        done = end
        if end - start != len(blank):
            dropped += end - start - len(blank)
            cuts.append(end - dropped)
            shifts.append(dropped)
    pieces.append(even[done:])
    folded = "".join(pieces)
    flat = folded.replace(PARAGRAPH, " ")
    origins, ends = map(add, cuts, shifts), (*cuts[1:], len(folded))
    return Folded(text, folded, flat, tuple(cuts), tuple(shifts), tuple(origins), ends)


@lru_cache(maxsize=2)
def folded(text: str) -> Folded:
    """Fold a document's text, which recognition and resolution both need."""
    return fold(text)


def _runs(even: str) -> Iterator[tuple[int, int]]:
    """Yield the spans that fold into a blank, a paragraph's end or nothing."""
    done = 0
    for found in re.finditer(b"\n", even.encode("ascii", "replace").translate(_CANDIDATES)):  # as long as the text
        place = found.start()
        if place >= done:
            before = even[place - 1] if place > done else ""
            run = _BROKEN.match(even, place - 1) if before == "-" else None
            run = run or _RUN.match(even, place - (before == " "))
            if run is not None:
                done = run.end()
                yield run.span()


@lru_cache(maxsize=1024)  # there are few kinds of runs
def _blank(run: str) -> str:
    if run == "\n":
        return " "
    if run[0] == "-":
        return ""
    if run.count("\n") > 1:
        return PARAGRAPH
    return " " if any(map(str.isspace, run)) else ""


@lru_cache(maxsize=8192)
def fold_name(name: str) -> str:
    """Fold a title or a name as the text is folded."""
    return fold(name).flat.strip()
