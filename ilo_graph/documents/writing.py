"""A plain text while it is made of blocks: paragraphs, list items and the cells of tables become lines.

Paragraphs are kept apart by an empty line, cells by tabs; list items and rows stand on lines of their own.
What a block asks for is written only when there is text in it, so that empty blocks leave nothing.
"""

from __future__ import annotations

import re
from io import StringIO

_NOTE = re.compile(r"[\s(\[]{0,3}(\d{1,3})[\s)\]]{0,3}")


class Text:
    """The text so far, and what is still to be written before more of it."""

    def __init__(self) -> None:
        self._written = StringIO()
        self._last = ""  # what will be written, without blanks where a line end follows
        self._count = 0  # how much was written, in pieces ...
        self._lines = 0  # ... and in lines
        self._breaks = 0  # line ends to write
        self._tabs = 0  # cells that ended since
        self._mark = ""  # of the list item or heading that has begun
        self._cell = False  # a cell has begun ...
        self._begun = False  # ... or a list item: its first block needs no line of its own
        self._blank = True  # no blank is wanted before the next word
        self._rows: list[tuple[int, int]] = []  # the counts before each open row

    def write(self, text: str) -> None:
        """Add text as it is."""
        if not text or (self._blank and not text.strip()):
            return
        if self._breaks and self._count:
            self._written.write(self._last.rstrip(" \t") + "\n" * self._breaks)
            self._lines += 1
        else:
            self._written.write(self._last)
        self._last = "\t" * self._tabs + self._mark + text
        self._count += 1
        self._breaks = self._tabs = 0
        self._mark, self._blank = "", text[-1] in " \t\n"
        self._cell = self._begun = False

    def flow(self, text: str) -> None:
        """Add text whose blanks only keep words apart."""
        self.write(text.lstrip(" ") if self._blank else text)

    def note(self, text: str) -> None:
        """Add raised text: the number of a footnote as Markdown writes it, since "1023" is not "102" and note 3."""
        number = _NOTE.fullmatch(text)
        self.flow(f"[^{number[1]}]" if number else text)

    def break_line(self, count: int = 1) -> None:
        """Begin a new line, after an empty one if `count` is 2."""
        self._blank = True
        if not self._begun:
            self._breaks = max(self._breaks, count)

    def add_line(self) -> None:
        """Begin a new line; two in turn leave an empty one."""
        self.break_line(min(2, self._breaks + 1))

    def mark(self, mark: str) -> None:
        """Put a mark before the text of the block that begins here."""
        self._mark += mark
        self._begun = True

    def end_block(self) -> None:
        """End a block; the mark of an empty one is dropped."""
        self._mark = ""
        self._begun = self._cell

    def begin_row(self) -> None:
        """Begin a row of a table."""
        self.break_line()
        self._rows.append((self._count, self._lines))

    def begin_cell(self, *, first: bool) -> None:
        """Begin a cell, which is kept apart from the one before it."""
        if not first:
            if self._rows and self._count > self._rows[-1][0]:
                self._breaks = 0
            self._tabs += 1
        self._cell = self._begun = self._blank = True

    def end_row(self) -> None:
        """End a row; one that has several lines is followed by an empty line."""
        lines = self._rows.pop()[1] if self._rows else self._lines
        self._breaks = 2 if self._lines > lines + 1 else 1
        self._tabs, self._mark, self._blank = 0, "", True
        self._cell = self._begun = False

    def __str__(self) -> str:
        return (self._written.getvalue() + self._last).strip("\n ")
