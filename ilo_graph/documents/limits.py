"""How much is read at most: limits that no notice comes near, so that no file can take all memory or time."""

from __future__ import annotations

from ilo_graph.errors import DocumentError

SIZE_LIMIT = 64 * 1024**2  # bytes of one file, also when it is unpacked; a notice has some ten thousand
MARKUP_LIMIT = 32 * 1024**2  # bytes of HTML, or of the XML of a Word document
TREE_LIMIT = 8 * 1024**2  # bytes of what is parsed as a whole
PAGE_LIMIT = 5_000  # of a PDF
TIME_LIMIT = 60.0  # seconds for a PDF ...
MEMORY_LIMIT = 1024**3  # ... and bytes
DEPTH_LIMIT = 512  # elements inside one another in HTML; browsers have the same
MEMBER_LIMIT = 10_000  # files in an archive
ARCHIVE_LIMIT = 512 * 1024**2  # bytes of an archive
UNPACKED_LIMIT = 1024**3  # bytes of all its files together
RATIO_LIMIT = 200  # how much larger a file may become when it is unpacked ...
RATIO_FREE = 1024**2  # ... beyond so many bytes; text shrinks to a tenth, a bomb to a thousandth


def too_large(limit: int = SIZE_LIMIT) -> DocumentError:
    """Return the error for a file above a limit."""
    return DocumentError(f"it is larger than {limit // 1024**2} MiB: split it into one file for each notice")
