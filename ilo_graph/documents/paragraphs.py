"""The paragraphs of a Word document as they come: lines with the marks of their lists, cells, notes, text boxes."""

from __future__ import annotations

from ilo_graph.documents.numbering import indent
from ilo_graph.documents.packages import Attributes
from ilo_graph.documents.styles import Numbering, Style, small
from ilo_graph.documents.writing import Text

NOTES = {"footnote": "footnotes", "endnote": "endnotes"}  # the mark, and the part that holds the notes

_WRITTEN = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_SKIPPED = {"Fallback", "moveFrom", "pPrChange", "rPrChange"}  # what stands there twice, and how it was before
_PLAIN = Style()


class Writer:
    """What the parser tells of the parts of a document, written down."""

    def __init__(self, styles: dict[str, Style], numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes: dict[tuple[str, str], int] = {}  # the notes by kind and id, in the order of their marks
        self._texts = [Text()]  # the text, and those of the text boxes that are open
        self._boxes: list[str] = []  # the text boxes that belong behind the paragraph
        self._cells: list[int] = []  # of the open rows, so far
        self._skipped = 0  # elements inside one that is skipped, and itself
        self._describes = False  # a paragraph's properties are told
        self._style = _PLAIN
        self._opened = True  # its marks are put before the paragraph
        self._raised = self._hidden = self._reading = False

    def take(self) -> str:
        """Return the text of the part that was read, and be ready for the next."""
        written = str(self._texts[0])
        self._texts, self._cells, self._boxes, self._skipped = [Text()], [], [], 0
        return written

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if self._skipped or tag in _SKIPPED or self._is_left_out(tag, attributes):
            self._skipped += 1
        elif self._describes:
            self._describe(tag, attributes.get("val", ""))
        elif tag in {"p", "pPr", "tbl", "tr", "tc", "txbxContent", *NOTES}:
            self._begin(tag, attributes)
        else:
            self._run(tag, attributes)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if self._skipped:
            self._skipped -= 1
        elif tag == "t":
            self._reading = False
        elif tag == "pPr":
            self._describes = False
            self._open()
        else:
            self._finish(tag)

    def data(self, data: str) -> None:
        """Take text."""
        if self._reading and not self._skipped and not self._hidden:
            (self._text.note if self._raised else self._text.write)(data)

    @property
    def _text(self) -> Text:
        return self._texts[-1]

    def _is_left_out(self, tag: str, attributes: Attributes) -> bool:
        """Tell whether a note is a separator, or one whose mark stands nowhere."""
        return tag in NOTES and (tag, attributes.get("id", "")) not in self._notes

    def _describe(self, tag: str, value: str) -> None:
        """Keep what the properties of a paragraph say: they come before its text."""
        old = self._style
        if tag == "pStyle":
            self._style = self._styles.get(value, _PLAIN)
        elif tag == "numId":
            self._style = Style(old.heading, value, old.level)
        elif tag == "ilvl":
            self._style = Style(old.heading, old.number, small(value))
        elif tag == "outlineLvl" and (level := small(value)) is not None and level < 6:
            self._style = Style(level + 1, old.number, old.level)

    def _open(self) -> None:
        """Begin a paragraph, with the marks of a heading and of a list item."""
        style, text, self._opened = self._style, self._text, True
        level = style.level or 0
        mark = self._numbering.mark(style.number, level) if style.number else ""
        text.break_line(1 if mark and not style.heading else 2)
        if style.heading:
            text.mark("#" * style.heading + " " + mark)
        elif mark:
            text.mark(indent(level) + mark)

    def _begin(self, tag: str, attributes: Attributes) -> None:
        if tag == "p":
            self._style, self._opened = _PLAIN, False
        elif tag == "pPr":
            self._describes = True
        elif tag == "tbl":
            self._text.break_line(2)
        elif tag == "tr":
            self._text.begin_row()
            self._cells.append(0)
        elif tag == "tc" and self._cells:
            self._text.begin_cell(first=self._cells[-1] == 0)
            self._cells[-1] += 1
        elif tag == "txbxContent":
            self._texts.append(Text())
        elif tag in NOTES:
            self._text.break_line(2)
            self._text.mark(f"[^{self._notes[tag, attributes.get('id', '')]}]: ")

    def _run(self, tag: str, attributes: Attributes) -> None:
        """Write what stands in a run that is not text, and see how its text looks."""
        value = attributes.get("val", "")
        if tag == "r":
            if not self._opened:
                self._open()
            self._raised = self._hidden = False
        elif tag == "t":
            self._reading = True
        elif tag == "vertAlign":
            self._raised = value == "superscript"
        elif tag == "vanish":
            self._hidden = value not in {"0", "false", "off"}
        elif tag in {"br", "cr"}:
            self._text.add_line()
        elif tag in _WRITTEN:
            self._text.write(_WRITTEN[tag])
        elif tag.endswith("Reference") and tag.removesuffix("Reference") in NOTES:
            key = tag.removesuffix("Reference"), attributes.get("id", "")
            self._text.write(f"[^{self._notes.setdefault(key, len(self._notes) + 1)}]")

    def _finish(self, tag: str) -> None:
        if tag == "p":
            self._finish_paragraph()
        elif tag == "tr" and self._cells:
            self._cells.pop()
            self._text.end_row()
        elif tag == "tbl" or tag in NOTES:
            self._text.end_block()
            self._text.break_line(2)
        elif tag == "txbxContent" and len(self._texts) > 1:
            self._boxes.append(str(self._texts.pop()))

    def _finish_paragraph(self) -> None:
        """End a paragraph; the text boxes that hang on it follow it."""
        self._text.end_block()
        self._text.break_line(1 if self._style.number and not self._style.heading else 2)
        if len(self._texts) == 1:
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                self._text.write(box)
                self._text.break_line(2)
