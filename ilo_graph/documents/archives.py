"""Zip archives: their members are listed and read one at a time, in memory, and never more than the limits allow.

Nothing is written to disk, so that a member's name, whatever it says, is only a name. What an archive states about its
sizes is checked before reading; while reading, no more is unpacked than it stated.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from ilo_graph.documents.limits import (
    ARCHIVE_LIMIT,
    MEMBER_LIMIT,
    RATIO_FREE,
    RATIO_LIMIT,
    SIZE_LIMIT,
    UNPACKED_LIMIT,
    too_large,
)
from ilo_graph.errors import DocumentError

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = ("[Content_Types].xml", "mimetype")  # a zip file that is one document
_DIRECTORY_LIMIT = MEMBER_LIMIT * 400  # bytes of the list of members, which is parsed before it is counted
_HIDDEN = re.compile(r"(?:^|/)(?:\.|__MACOSX/)")
_TAIL = 22 + 65_535  # where the list of members is announced, at the end of the file
_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_FAULTS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError, KeyError, RuntimeError)


class Member(NamedTuple):
    """A file in an archive."""

    place: int
    name: str  # without the parts that would lead out of a folder


def members(archive: zipfile.ZipFile) -> list[Member]:
    """List the files in an archive in the order of their names, hidden ones left out."""
    infos = archive.infolist()
    names = [info.filename for info in infos]  # is_dir() fails on an empty one before Python 3.12
    named = [Member(place, _harmless(name)) for place, name in enumerate(names) if not name.endswith("/")]
    files = sorted((member for member in named if not _HIDDEN.search(member.name)), key=lambda member: member.name)
    if sum(infos[member.place].file_size for member in files) > UNPACKED_LIMIT:
        raise DocumentError(f"its files have more than {UNPACKED_LIMIT // 1024**2} MiB: split the archive")
    if sum(info.compress_size for info in infos) > archive.start_dir:
        raise DocumentError("its files overlap, as those of no usual archive do: check where it comes from")
    if not files:
        raise DocumentError("it is an archive without files: put notices into it")
    return files


def unpacked(archive: zipfile.ZipFile, place: int) -> bytes:
    """Return the bytes of a member; DocumentError where they are damaged, locked, or more than the limits allow."""
    if place >= len(archive.infolist()):
        raise DocumentError("the archive was changed while it was read: try again")
    member = archive.infolist()[place]
    if member.flag_bits & 0x1:
        raise DocumentError("it is encrypted with a password: unpack the archive, and save it without one")
    if member.compress_type not in _READABLE:
        raise DocumentError("it is packed in an unusual way: unpack the archive, and pack it as a usual zip file")
    if member.file_size > SIZE_LIMIT:
        raise too_large()
    if member.file_size > RATIO_FREE + RATIO_LIMIT * member.compress_size:
        raise DocumentError("it unpacks to hundreds of times its size, as no document does: check where it comes from")
    try:
        with archive.open(member) as stream:  # gives no more bytes than the archive stated
            return stream.read(SIZE_LIMIT + 1)
    except _FAULTS as error:
        raise DocumentError(f"its part {member.filename!r} is damaged ({error}): save it again") from error


def opened(file: Path) -> zipfile.ZipFile | None:
    """Open an archive of documents; None where a file is none. It is kept open until another one is."""
    status = file.stat()
    return _kept(file, status.st_mtime_ns, status.st_size)


def opened_stream(stream: IO[bytes]) -> zipfile.ZipFile | None:
    """Open an archive of documents; None where the bytes are none, DocumentError where they are a damaged one."""
    archive = open_zip(stream)
    return None if archive is None or is_document(archive) else archive


def is_document(archive: zipfile.ZipFile) -> bool:
    """Tell whether a zip file is one document, as those of office programs are."""
    return any(name in archive.NameToInfo for name in _OFFICE)


def open_zip(stream: IO[bytes]) -> zipfile.ZipFile | None:
    """Open a zip file; None where the bytes are none, DocumentError where they are a damaged or too large one."""
    stream.seek(0)
    if stream.read(4) not in SIGNATURES:
        return None
    size = stream.seek(0, 2)
    if size > ARCHIVE_LIMIT:
        raise DocumentError(f"it is an archive of more than {ARCHIVE_LIMIT // 1024**2} MiB: split it")
    stream.seek(max(0, size - _TAIL))
    _check_end(stream.read())
    try:
        return zipfile.ZipFile(stream)
    except (*_FAULTS, OverflowError) as error:
        raise DocumentError(f"it is a damaged zip file ({error}): save it again") from error


def _check_end(tail: bytes) -> None:
    """Refuse an archive whose list of members is missing, or so long that parsing it would take all memory."""
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 > len(tail):
        raise DocumentError("it is a damaged zip file (its end is missing): save it again")
    count, length = struct.unpack_from("<HL", tail, end + 10)
    if count > MEMBER_LIMIT or length > _DIRECTORY_LIMIT:
        raise DocumentError(f"it is an archive of more than {MEMBER_LIMIT} files: split it")


@lru_cache(maxsize=1)
def _kept(file: Path, _changed: int, _size: int) -> zipfile.ZipFile | None:
    """Keep the archive that is being read open, so that its list is not parsed again for each member."""
    with file.open("rb") as stream:
        readable = opened_stream(stream) is not None
    return zipfile.ZipFile(file) if readable else None


def _harmless(name: str) -> str:
    """Return a member's name without the parts that lead to a root, to a drive or upwards."""
    parts = name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in {"", ".", ".."} and not part.endswith(":")) or "unnamed"
