"""HTML becomes text: blocks become lines, as a reader sees them; scripts and styles are dropped.

The parser tells of each tag as it comes and keeps no tree, so that no nesting and no length can take all memory.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ilo_graph.documents.encodings import decode, printable
from ilo_graph.documents.limits import DEPTH_LIMIT, MARKUP_LIMIT, too_large
from ilo_graph.documents.numbering import indent, ordinal
from ilo_graph.documents.packages import require_lxml
from ilo_graph.documents.writing import Text
from ilo_graph.errors import DocumentError

_BEGINNING = re.compile(
    r"(?:\s|\ufeff|<\?xml[^>]{0,200}>|<!--[^>]{0,500}-->)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_DECLARATION = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,20})", re.IGNORECASE)
_HEAD = 2048  # bytes in which a page says what it is
_CHUNK = 1 << 16
_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")

_SKIPPED = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "select", "datalist"}
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_LISTS = {"ul", "ol", "menu"}
_PARAGRAPHS = {"p", "table", "dl", "blockquote", "pre", "hr", "figure", "fieldset", *_HEADINGS, *_LISTS}
_LINES = {
    *("div", "section", "article", "header", "footer", "main", "nav", "aside", "form", "address", "body", "center"),
    *("li", "dt", "dd", "caption", "legend", "figcaption", "summary", "details", "thead", "tbody", "tfoot"),
}
_BLOCKS = _PARAGRAPHS | _LINES | {"tr", "td", "th", "br"}
_NUMBERS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def is_page(content: bytes) -> bool:
    """Tell from its beginning whether a content is HTML, whatever its name."""
    head = content[:_HEAD]
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return _BEGINNING.match(head.decode(encoding, "ignore")) is not None


def read(content: bytes) -> str:
    """Return the text of a page; DocumentError where it is nested too deeply."""
    require_lxml()
    from lxml import etree

    if len(content) > MARKUP_LIMIT:
        raise too_large(MARKUP_LIMIT)
    declared = _DECLARATION.search(content, 0, _HEAD)
    source = decode(content, declared[1].decode() if declared else "").encode()
    page = _Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True)
    try:
        for start in range(0, len(source), _CHUNK):
            parser.feed(source[start : start + _CHUNK])
        parser.close()
    except etree.LxmlError as error:
        raise DocumentError(f"its HTML cannot be read ({error}): save it again from a browser") from error
    return printable(str(page.text))


class _List(NamedTuple):
    """A list that is open."""

    form: str  # of its numbers; empty for bullets
    number: list[int]  # of the next item


class _Page:
    """What the parser tells of a page, written down."""

    def __init__(self) -> None:
        self.text = Text()
        self._depth = 0
        self._skipped = 0  # elements inside one that is skipped, and itself
        self._verbatim = 0
        self._raised: list[str] | None = None  # the text of a <sup>
        self._lists: list[_List] = []
        self._cells: list[int] = []  # of the open rows, so far

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise DocumentError(f"its elements are nested more than {DEPTH_LIMIT} deep: save it again as plain text")
        if self._skipped or tag in _SKIPPED:
            self._skipped += 1
        elif tag in _BLOCKS:
            self._lower()
            self._begin(tag, attributes)
        elif tag == "sup" and self._raised is None:
            self._raised = []

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
        elif tag == "sup":
            self._lower()
        elif tag in _BLOCKS:
            self._lower()
            self._finish(tag)

    def data(self, data: str) -> None:
        if self._skipped:
            return
        if self._raised is not None:
            self._raised.append(data)
        elif self._verbatim:
            self.text.write(data.replace("\r\n", "\n").replace("\r", "\n"))
        else:
            self.text.flow(_SPACE.sub(" ", data))

    def close(self) -> None:
        self._lower()

    def _lower(self) -> None:
        """Write the raised text, if there is any."""
        raised, self._raised = self._raised, None
        if raised:
            self.text.note(_SPACE.sub(" ", "".join(raised)))

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "br":
            self.text.add_line()
        elif tag == "tr":
            self.text.begin_row()
            self._cells.append(0)
        elif tag in {"td", "th"}:
            self._begin_cell()
        else:
            self.text.break_line(self._distance(tag))
        if tag in _LISTS:
            form = _NUMBERS.get(attributes.get("type", ""), "decimal") if tag == "ol" else ""
            self._lists.append(_List(form, [_whole(attributes.get("start"), 1)]))
        elif tag == "li":
            self._begin_item(attributes)
        elif tag in _HEADINGS:
            self.text.mark(_HEADINGS[tag])
        self._verbatim += tag == "pre"

    def _begin_cell(self) -> None:
        if self._cells:
            self.text.begin_cell(first=self._cells[-1] == 0)
            self._cells[-1] += 1
        else:
            self.text.break_line()

    def _begin_item(self, attributes: dict[str, str]) -> None:
        self.text.end_block()
        if not self._lists or not self._lists[-1].form:
            sign = "-"
        else:
            form, number = self._lists[-1]
            value = _whole(attributes.get("value"), number[0])
            number[0] = value + 1
            sign = f"{ordinal(value, form)}."
        self.text.mark(f"{indent(len(self._lists) - 1)}{sign} ")

    def _finish(self, tag: str) -> None:
        if tag == "tr" and self._cells:
            self._cells.pop()
            self.text.end_row()
        elif tag in _PARAGRAPHS | _LINES:
            if tag in _LISTS and self._lists:
                self._lists.pop()
            if tag == "li" or tag in _HEADINGS:
                self.text.end_block()
            self.text.break_line(self._distance(tag))
        self._verbatim -= tag == "pre"

    def _distance(self, tag: str) -> int:
        """Return 2 for what stands apart; a list inside a list does not."""
        inner = tag in _LISTS and self._lists
        return 2 if tag in _PARAGRAPHS and not inner else 1


def _whole(written: str | None, default: int) -> int:
    found = re.fullmatch(r"\s{0,9}(\d{1,4})\s{0,9}", written or "")
    return int(found[1]) if found else default
