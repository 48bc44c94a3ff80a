"""Word documents (.docx) become text: headers, body, footers, then the footnotes in the order of their marks."""

from __future__ import annotations

from io import BytesIO

from ilo_graph.documents import archives
from ilo_graph.documents.encodings import printable
from ilo_graph.documents.packages import Package, require_lxml
from ilo_graph.documents.paragraphs import NOTES, Writer
from ilo_graph.documents.styles import read_numbering, read_styles
from ilo_graph.errors import DocumentError

_OTHERS = "it is a document of another program than Word: save it as .docx or .pdf"


def is_office(content: bytes) -> bool:
    """Tell whether a content is a document of an office program, rather than an archive of documents."""
    archive = archives.open_zip(BytesIO(content))
    return archive is not None and archives.is_document(archive)


def read(content: bytes) -> str:
    """Return the text of a Word document; DocumentError where it is damaged or another kind of document."""
    archive = archives.open_zip(BytesIO(content))
    if archive is None:
        raise DocumentError(_OTHERS)
    require_lxml()
    package = Package(archive)
    main = next((part.name for part in package.parts("") if part.kind == "officeDocument"), "")
    if not main.startswith("word/"):
        raise DocumentError(_OTHERS)
    return printable("\n\n".join(_pieces(package, main)))


def _pieces(package: Package, main: str) -> list[str]:
    """Return the texts of the parts, each once: pages of several sections repeat their headers."""
    parts = package.parts(main)
    named = {part.kind: part.name for part in parts}
    styles = read_styles(package.tree(named.get("styles", "")))
    writer = Writer(styles, read_numbering(package.tree(named.get("numbering", ""))))

    def written(name: str) -> str:
        package.parse(name, writer)
        return writer.take()

    headers = [written(part.name) for part in parts if part.kind == "header"]
    body = written(main)
    footers = [written(part.name) for part in parts if part.kind == "footer"]
    notes = [written(named.get(kind, "")) for kind in NOTES.values()]
    return [piece for piece in dict.fromkeys((*headers, body, *footers, *notes)) if piece]
