"""The parts of a document that is a zip file of XML parts, and what each part says.

Small parts are trees; the text is told tag by tag, so that its length takes no memory. A part that declares entities is
refused, since no word processor writes any.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ilo_graph.documents import archives
from ilo_graph.documents.limits import MARKUP_LIMIT, TREE_LIMIT, too_large
from ilo_graph.errors import DocumentError, MissingExtra

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Attributes = Mapping[str, str]

_CHUNK = 1 << 16
_WORD = "/wordprocessingml/"  # in the namespace of Word, transitional or strict
_NONE: Attributes = {}
_ENTITIES = "it declares XML entities, as no Word document does: check where it comes from"


class Target(Protocol):
    """What is told of each tag of a part."""

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def data(self, data: str) -> None:
        """Take text."""


class Part(NamedTuple):
    """A part that another one refers to."""

    kind: str  # the last word of its type: "header", "styles"
    name: str


class Package:
    """The parts of a document, of which no more is unpacked than the limit."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._places = {member.filename: place for place, member in enumerate(archive.infolist())}
        self._left = MARKUP_LIMIT

    def parts(self, name: str) -> list[Part]:
        """Return the parts that a part refers to; those of the package itself for no name."""
        folder, base = posixpath.split(name)
        relations = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = (_part(relation, folder) for relation in (() if relations is None else relations))
        return list(dict.fromkeys(part for part in found if part))

    def tree(self, name: str) -> Element | None:
        """Return a small part; None where there is no such part."""
        from lxml import etree

        content = self._content(name, TREE_LIMIT)
        if content is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
        with _damage(name):
            tree = etree.fromstring(content, parser)
        if tree.getroottree().docinfo.doctype:
            raise DocumentError(_ENTITIES)
        return tree

    def parse(self, name: str, target: Target) -> None:
        """Tell a target what a part holds; nothing where there is no such part."""
        from lxml import etree

        content = self._content(name, MARKUP_LIMIT) or b""
        parser = etree.XMLParser(target=_Guard(target), resolve_entities=False, no_network=True, huge_tree=False)
        with _damage(name):
            for start in range(0, len(content), _CHUNK):
                parser.feed(content[start : start + _CHUNK])
            if content:
                parser.close()

    def _content(self, name: str, limit: int) -> bytes | None:
        place = self._places.get(name)
        if place is None:
            return None
        content = archives.unpacked(self._archive, place)
        self._left -= len(content)
        if self._left < 0 or len(content) > limit:
            raise too_large(limit)
        return content


def require_lxml() -> None:
    """Raise MissingExtra where the XML parser is not installed."""
    try:
        import lxml.etree  # noqa: F401
    except ImportError as error:
        raise MissingExtra("lxml", "formats") from error


@contextmanager
def _damage(name: str) -> Iterator[None]:
    """Name the part that is damaged."""
    from lxml import etree

    try:
        yield
    except etree.LxmlError as error:
        raise DocumentError(f"its part {name!r} is damaged ({error}): save it again in Word") from error


def _part(relation: Element, folder: str) -> Part | None:
    """Return the part that a relationship leads to, if it leads to one."""
    target = relation.get("Target", "")
    if relation.get("TargetMode") == "External" or not target:
        return None
    name = target.removeprefix("/") if target.startswith("/") else posixpath.join(folder, target)
    return Part(relation.get("Type", "").rpartition("/")[2], posixpath.normpath(name))


class _Guard:
    """Hands on the tags of Word's own vocabulary by their bare names; refuses a DOCTYPE."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._names: dict[str, str] = {}

    def doctype(self, *_: object) -> None:
        raise DocumentError(_ENTITIES)

    def start(self, tag: str, attributes: Attributes) -> None:
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = _bare(tag)
        bare = {key.rpartition("}")[2]: value for key, value in attributes.items()} if attributes else _NONE
        self._target.start(name, bare)

    def end(self, tag: str) -> None:
        self._target.end(self._names[tag])

    def data(self, data: str) -> None:
        self._target.data(data)

    def close(self) -> None:
        pass


def _bare(tag: str) -> str:
    """Return the bare name of a tag; of another vocabulary (drawings, formulas) one that means nothing to Word."""
    space, _, name = tag.rpartition("}")
    return name if _WORD in space or name == "Fallback" else f":{name}"
