"""The program that reads PDFs in a process of its own: lengths and contents come in, texts of pages go out.

It is run as a file, with what is installed and nothing of this package, so that it starts at once. The text is that of
PDFium, in its order, with three things mended: a word broken at the end of a line has its hyphen and line end back,
raised digits are footnote marks as Markdown writes them, and what stands apart is kept apart by an empty line.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Iterator
from ctypes import c_double
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

BROKEN = "\ufffe"  # what PDFium gives for a hyphen at the end of a line, and for that line end
_NUMBER = re.compile(r"[^\s\d]?\d+")
_LINE = re.compile(r"[^\r\n\ufffe]+")
_TEXT_LIMIT = 64 * 1024**2
_SMALL = 0.8  # of the height of the character before
_APART = 1.35  # of the usual distance between two lines ...
_ENOUGH = 4  # ... where there are so many
_PASSWORD = 4  # PDFium's number for a missing or wrong one

Change = tuple[int, int, str]  # the characters from ... to ... become ...


def main(page_limit: int, memory_limit: int) -> None:
    """Answer until there is no more to read."""
    _limit_memory(memory_limit)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while length := source.read(8):
        content = source.read(int.from_bytes(length, "big"))
        _reply(target, pages(content, page_limit))


def _reply(target: BinaryIO, answer: list[str] | str) -> None:
    written = json.dumps(answer).encode()
    target.write(len(written).to_bytes(8, "big") + written)
    target.flush()


def _limit_memory(limit: int) -> None:
    """Let the system refuse more memory than that; where it cannot, only the time is limited."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def pages(content: bytes, page_limit: int) -> list[str] | str:
    """Return the text of each page, or a word for why there is none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return "password" if getattr(error, "err_code", None) == _PASSWORD else "damaged"
    try:
        if len(document) > page_limit:
            return "long"
        return _texts(document) or "damaged"
    finally:
        document.close()


def _texts(document: PdfDocument) -> list[str]:
    import pypdfium2

    texts: list[str] = []
    left = _TEXT_LIMIT
    for number in range(len(document)):
        try:
            page = document[number]
            reading = page.get_textpage()
        except pypdfium2.PdfiumError:
            texts.append("")  # a damaged page leaves the others readable
            continue
        texts.append(_text(reading)[:left])
        left -= len(texts[-1])
        reading.close()
        page.close()
    return texts


def _text(reading: PdfTextPage) -> str:
    """Return the text of a page, mended."""
    text: str = reading.get_text_range()
    if len(text) == reading.count_chars():  # else the places of the characters are not known
        text = _mended(text, sorted((*_raised(reading, text), *_gaps(reading, text))))
    return text.replace(BROKEN, "-\n").replace("\r\n", "\n").replace("\r", "\n")


def _mended(text: str, changes: list[Change]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, new in changes:
        pieces += (text[done:start], new)
        done = end
    return "".join((*pieces, text[done:]))


def _raised(reading: PdfTextPage, text: str) -> Iterator[Change]:
    """Yield the digits that are smaller and higher than what stands before them: "1023" is "102" and note 3."""
    for number in _NUMBER.finditer(text):
        start, end = number.span()
        if end - start < 2:
            continue
        base, height = _place(reading, start)
        first = end
        while first - 1 > start and _is_raised(*_place(reading, first - 1), base, height):
            first -= 1
        if first < end:
            goes_on = text.startswith("\r\n", end) and _is_level(reading, text, end + 2, base, height)
            yield first, end + 2 * goes_on, f"[^{text[first:end]}]"


def _is_level(reading: PdfTextPage, text: str, index: int, base: float, height: float) -> bool:
    """Tell whether the line goes on behind a raised mark: PDFium ends it there."""
    return index < len(text) and abs(_place(reading, index)[0] - base) < height / 10


def _is_raised(place: float, height: float, base: float, usual: float) -> bool:
    return height < _SMALL * usual and place > base


def _gaps(reading: PdfTextPage, text: str) -> Iterator[Change]:
    """Yield an empty line where two lines stand further apart than lines of one paragraph do."""
    starts = [line.start() for line in _LINE.finditer(text)]
    places = [_place(reading, start)[0] for start in starts]
    gaps = [above - below for above, below in pairwise(places)]
    usual = sorted(gap for gap in gaps if gap > 1)
    if len(usual) < _ENOUGH:
        return
    limit = _APART * usual[len(usual) // 4]  # not the middle one: most paragraphs may be short
    for start, gap in zip(starts[1:], gaps, strict=True):
        if gap > limit and text[start - 1] == "\n":
            yield start, start, "\r\n"


def _place(reading: PdfTextPage, index: int) -> tuple[float, float]:
    """Return how high a character stands on its page, and its height."""
    from pypdfium2 import raw

    across, place, box = c_double(), c_double(), raw.FS_RECTF()
    raw.FPDFText_GetCharOrigin(reading.raw, index, across, place)
    raw.FPDFText_GetLooseCharBox(reading.raw, index, box)
    return place.value, box.top - box.bottom


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
