"""What a content is: its first bytes say it, its name only where they do not."""

from __future__ import annotations

from pathlib import PurePosixPath

from ilo_graph.documents import archives, pdf, webpages, word
from ilo_graph.errors import DocumentError

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"

MEDIA_TYPES = {
    "": TEXT,
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".docx": DOCX,
    ".pdf": PDF,
    ".zip": ZIP,
}

DATA = "application/octet-stream"  # what a name says of a text that is data or a program, not a document
_DATA_SUFFIXES = (
    *(".json", ".jsonl", ".csv", ".tsv", ".xml", ".yaml", ".yml", ".toml", ".ini", ".sql", ".log"),
    *(".ttl", ".trig", ".nt", ".nq", ".rdf", ".owl", ".rq", ".py", ".js", ".css", ".sh", ".bat"),
)

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE = "it is a picture: run text recognition (OCR) over it, and save the text"
_REFUSED = {
    b"{\\rtf": "it is RTF: open it in a word processor and save it as .docx",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"II*\0": _PICTURE,
    b"MM\0*": _PICTURE,
    b"\x1f\x8b": "it is packed with gzip: unpack it, or pack it as .zip",
    b"7z\xbc\xaf\x27\x1c": "it is a 7z archive: unpack it, or pack it as .zip",
    b"Rar!": "it is a rar archive: unpack it, or pack it as .zip",
}


def kind(content: bytes, name_says: str = TEXT) -> str:
    """Return the media type of a content that is named as one; DocumentError where it is none that is read."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(pdf.SIGNATURE) or (name_says == PDF and pdf.SIGNATURE in head):
        return PDF
    if content.startswith(archives.SIGNATURES):
        return DOCX if word.is_office(content) else ZIP
    if content.startswith(_OLD_OFFICE):
        raise DocumentError(_old_office(content))
    if reason := next((reason for start, reason in _REFUSED.items() if content.startswith(start)), None):
        raise DocumentError(reason)
    if name_says == HTML or webpages.is_page(content):
        return HTML
    if name_says == DATA:
        raise DocumentError("its name says that it is data or a program: name it .txt where it is a notice")
    return name_says if name_says == MARKDOWN else TEXT


def named(name: str) -> str:
    """Return the media type that a file's name says; a suffix that says nothing means a text."""
    suffix = PurePosixPath(name).suffix.lower()
    return MEDIA_TYPES.get(suffix, DATA if suffix in _DATA_SUFFIXES else TEXT)


def _old_office(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "it is encrypted with a password: save it without one"
    return "it is a file of an old office program (.doc): open it in a word processor and save it as .docx"
