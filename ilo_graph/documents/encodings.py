"""Bytes become text: by a byte order mark, as UTF-8, by what a page declares, or as what can only be Windows-1252."""

from __future__ import annotations

import codecs
import re

from ilo_graph.errors import DocumentError

# What no text has, and what RDF/XML and terminals cannot carry; tabs, line ends and form feeds are not among it.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FOREIGN_SHARE = 0.3  # more non-ASCII characters than that are no English, French or Spanish in Windows-1252
_MARKS = (  # the longer first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Not every codec may be named by a page: some decode slowly, some decode no text. ASCII and Latin-1 mean Windows-1252,
# as they do to browsers.
_DECLARED = re.compile(r"iso-8859-(?:[2-9]|1[0-6])|windows-125[0-8]|cp125[0-8]|koi8-[ru]|macintosh|mac-roman")


def decode(content: bytes, declared: str = "") -> str:
    """Decode the bytes of a text, of which a page may declare the encoding; DocumentError where that is not certain."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    text = _decoded(content, encoding or "utf-8")
    if text is None and not encoding:
        named = _DECLARED.fullmatch(declared.strip().lower())
        text = _decoded(content, named[0]) if named else _decode_western(content)
    if text is None:
        raise DocumentError("its encoding is not recognised: save it as UTF-8")
    return text


def checked(text: str) -> str:
    """Return a text as it is, unless it is none: empty, or with control characters."""
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise DocumentError(
            f"it is not a text (control character U+{ord(control[0]):04X} in line {line}): save it as plain text"
        )
    if not text.strip().strip("\ufeff"):
        raise DocumentError("it is empty: remove it, or save the notice's text in it")
    return text


def printable(text: str) -> str:
    """Return a text that was taken out of another format with blanks for what no text may hold."""
    return _UNFIT.sub(" ", text)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode_western(content: bytes) -> str | None:
    """Decode Windows-1252, unless it is UTF-8 with a damaged byte, a binary or another alphabet."""
    damaged = content.decode("utf-8", "replace")
    broken = damaged.count("\ufffd")
    if _foreign(damaged) - broken > broken:
        return None
    text = _decoded(content, "cp1252")
    if text is None or CONTROL.search(text):
        return None
    return None if _foreign(text) > _FOREIGN_SHARE * len(text) else text


def _foreign(text: str) -> int:
    """Count the characters that are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))
