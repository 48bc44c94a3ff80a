"""A text made easy to match, with the way back to the original characters.

Citations are matched on a folded text: lower case, no accents, one kind of quote and dash, one blank for any white
space, no emphasis marks, link targets or escapes. Most characters fold one to one; where characters are dropped, a
list of cuts leads back, so that every span still points at the original text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from operator import add

PARAGRAPH = "\n"  # what an empty line becomes; other white space becomes a blank

_RUN = re.compile(
    r"(?:[\s*\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f]"  # white space, emphasis, invisible and combining marks
    r"|\[(?!\s)|\]\([^()\s]*\)|\](?=[\s,.;:)(]|$)"  # the frame of a Markdown link
    r"|\\(?=[^\w\s])|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w))+"  # escapes and emphasis by underscores
)


def _base(character: str) -> str:
    decomposed = unicodedata.normalize("NFD", character)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    return plain if len(plain) == 1 else character


_TABLE = str.maketrans(
    {chr(code): _base(chr(code)) for code in range(0x41, 0x250)}
    | dict.fromkeys("‘’ʼ´`′", "'")
    | dict.fromkeys("“”„«»″", '"')
    | dict.fromkeys("–—‑‐−‒", "-")
    | {"º": "°", "\u00a0": " ", "\u202f": " "}
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and its cuts."""

    original: str
    text: str  # paragraphs are kept apart by a newline
    flat: str  # the same with blanks only: for names that a page break may cut
    _cuts: tuple[int, ...]  # positions in the folded text from which on ...
    _shifts: tuple[int, ...]  # ... that much has been dropped
    _origins: tuple[int, ...]  # the same positions in the original

    def position(self, index: int) -> int:
        """Return where the folded character stands in the original."""
        return index + self._shifts[bisect_right(self._cuts, index) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span of a folded one, which must not be empty."""
        return self.position(start), self.position(end - 1) + 1

    def index(self, position: int) -> int:
        """Return the first folded index that stands at or after an original position."""
        number = bisect_right(self._origins, position) - 1
        end = self._cuts[number + 1] if number + 1 < len(self._cuts) else len(self.text)
        return min(position - self._shifts[number], end)


def fold(text: str) -> Folded:
    """Fold a text."""
    even = text.translate(_TABLE)
    pieces: list[str] = []
    cuts, shifts = [0], [0]
    done = length = dropped = 0
    for run in _RUN.finditer(even):
        blank = _blank(run.group())
        if run.group() == blank:
            continue
        pieces += (even[done : run.start()], blank)
        length += run.start() - done + len(blank)
        dropped += len(run.group()) - len(blank)
        cuts.append(length)
        shifts.append(dropped)
        done = run.end()
    pieces.append(even[done:])
    folded = "".join(pieces)
    return Folded(
        text, folded, folded.replace(PARAGRAPH, " "), tuple(cuts), tuple(shifts), tuple(map(add, cuts, shifts))
    )


def _blank(run: str) -> str:
    if run.count("\n") > 1:
        return PARAGRAPH
    return " " if any(c.isspace() for c in run) else ""


def fold_name(name: str) -> str:
    """Fold a title or a name as the text is folded."""
    return fold(name).flat.strip()
