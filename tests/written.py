"""Files for the tests, written by the libraries that write such files, or byte by byte where none writes them."""

from __future__ import annotations

import io
import struct
import textwrap
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from html import escape

import docx
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

_FONT, _SIZE, _LINE = "Helvetica", 11, 14
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def pdf(*pages: Iterable[str], password: str = "") -> bytes:
    """Write a PDF with one page for each list of lines; "^" before digits raises them, as the mark of a footnote."""
    return pdf_columns(*([lines] for lines in pages), password=password)


def pdf_columns(*pages: Sequence[Iterable[str]], password: str = "") -> bytes:
    """Write a PDF whose pages have columns, one behind the other in the file."""
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption(password, strength=128) if password else None)
    for columns in pages:
        for number, lines in enumerate(columns):
            for row, line in enumerate(lines):
                _draw(canvas, 50 + 260 * number, 780 - _LINE * row, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _draw(canvas: Canvas, across: float, up: float, line: str) -> None:
    for number, piece in enumerate(line.split("^")):
        digits = piece[: len(piece) - len(piece.lstrip("0123456789"))] if number else ""
        for text, size, lift in ((digits, 6, 4), (piece[len(digits) :], _SIZE, 0)):
            canvas.setFont(_FONT, size)
            canvas.drawString(across, up + lift, text)
            across += stringWidth(text, _FONT, size)


def scanned_pdf() -> bytes:
    """Write a PDF whose one page is a picture."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawImage(ImageReader(Image.new("L", (400, 600), 200)), 50, 50)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def hostile_pdf(depth: int) -> bytes:
    """Write a small PDF whose text is drawn two to the power of `depth` times: forms that draw the next one twice."""
    drawing = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>/Font<</F 5 0 R>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 6 0 R>>>>>>",
        _stream(b"/X Do /X Do", b""),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *(_stream(b"/X Do /X Do", drawing % (7 + level)) for level in range(depth - 1)),
        _stream(b"BT /F 12 Tf 72 700 Td (Hello) Tj ET", drawing % 5),
    ]
    return _pdf_of(objects)


def pdf_with_pages(count: int) -> bytes:
    """Write a PDF that names one page many times."""
    kids = b"3 0 R " * count
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    pages = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count)
    return _pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", pages, page])


def _stream(content: bytes, entries: bytes) -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(content), content)


def _pdf_of(objects: Sequence[bytes]) -> bytes:
    written = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, b"".join(places))
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(written))
    return written + table + end


def word(paragraphs: Iterable[str]) -> bytes:
    """Write a Word document with these paragraphs; a line end in one is a line break."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    """Return a Word document as bytes."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word_of(body: str, **parts: str) -> bytes:
    """Write a Word document of bare XML: its body, and what the other parts (footnotes, numbering, styles) hold."""
    relations = "".join(f'<Relationship Id="{k}" Type="{_OFFICE}/{k}" Target="{k}.xml"/>' for k in parts)
    main = f'<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="/word/document.xml"/>'
    return zipped(
        {
            "[Content_Types].xml": f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": _relations(main),
            "word/_rels/document.xml.rels": _relations(relations),
            "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
            **{f"word/{kind}.xml": _part(kind, content) for kind, content in parts.items()},
        }
    )


def full_word(paragraphs: Iterable[str]) -> bytes:
    """Write a small Word document with these paragraphs, and with one of each thing that is read in its own way."""
    paragraph = "<w:p><w:pPr>{1}</w:pPr><w:r>{0}</w:r></w:p>".format
    text = paragraph("<w:t>x</w:t>", "")
    numbers = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>12</w:t><w:tab/><w:footnoteReference w:id="7"/>'
    box = f"<mc:Choice><w:txbxContent>{text}</w:txbxContent></mc:Choice><mc:Fallback/>"
    things = (
        paragraph(raised, '<w:pStyle w:val="a"/>'),
        paragraph(f"<mc:AlternateContent>{box}</mc:AlternateContent>", numbers),
        f"<w:tbl><w:tr><w:tc>{text}</w:tc><w:tc>{text}</w:tc></w:tr></w:tbl>",
    )
    styles = '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:name w:val="heading 2"/>'
    level = '<w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride>'
    return word_of(
        "".join((*(paragraph(f"<w:t>{escape(one)}</w:t><w:br/>", "") for one in paragraphs), *things)),
        styles=f"{styles}<w:pPr>{numbers}</w:pPr></w:style>",
        numbering=f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        f'<w:num w:numId="5"><w:abstractNumId w:val="1"/>{again}</w:num>',
        footnotes=f'<w:footnote w:id="7">{text}</w:footnote>',
        header=text,
    )


def _relations(content: str) -> str:
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{content}</Relationships>'


def _part(kind: str, content: str) -> str:
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return f'{_DECLARATION}<w:{kind} xmlns:w="{WORD}" xmlns:mc="{compatible}">{content}</w:{kind}>'


def zipped(members: Mapping[str, bytes | str], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Write a zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packed) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes | str]) -> bytes:
    """Return a zip file with some of its members replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | dict(parts))


def claiming(content: bytes, size: int) -> bytes:
    """Return a zip file that claims that its files are of that size when they are unpacked."""
    return _in_list(content, 24, size.to_bytes(4, "little"))


def locked(content: bytes) -> bytes:
    """Return a zip file that says that its files need a password."""
    return _in_list(content, 8, b"\1\0")


def overlapping(content: bytes, count: int) -> bytes:
    """Return a zip file of one member with a list that names this member many times."""
    start, end = content.index(b"PK\1\2"), content.index(b"PK\5\6")
    numbers = struct.pack("<HHLL", count, count, count * (end - start), start)
    return content[:start] + content[start:end] * count + content[end : end + 8] + numbers + content[end + 20 :]


def _in_list(content: bytes, place: int, value: bytes) -> bytes:
    """Put a value into the first entry of the list of members."""
    start = content.index(b"PK\1\2") + place
    return content[:start] + value + content[start + len(value) :]


def page(paragraphs: Iterable[str]) -> bytes:
    """Write HTML with these paragraphs; a line end in one is a line break."""
    body = "".join(f"<p>{escape(paragraph).replace(chr(10), '<br>')}</p>\n" for paragraph in paragraphs)
    head = "<!doctype html>\n<html><head><meta charset='utf-8'><title>A page</title></head>"
    return f"{head}<body>{body}</body></html>".encode()


def full_page(paragraphs: Iterable[str]) -> bytes:
    """Write HTML with these paragraphs, and with one of each thing that is read in its own way."""
    things = (
        "<h1>x</h1><ol type=i start=3><li value=4>a<ul><li>b</ul></ol><table><tr><th>c<td><p>d<br>e</table>"
        "<pre>f\n g</pre><sup>12</sup>&eacute;&#233;<script>h</script><title>i</title>"
    )
    return page(paragraphs).replace(b"</body>", things.encode() + b"</body>")


def wrapped(line: str) -> list[str]:
    """Return a long line as the lines of a printed page; an empty one stays."""
    return textwrap.wrap(line, 85, break_long_words=False) or [""]
