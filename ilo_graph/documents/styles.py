"""What Word keeps beside the text: which styles are headings or lists, and how the lists are numbered."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ilo_graph.documents.numbering import LEVELS, ordinal

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)  # Word keeps these names in English, whatever its language
_CHAIN = 20  # styles based on one another
_MARK = 40  # characters of a list item's mark
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of its paragraphs; None where it says nothing."""

    heading: int | None = None  # from 1
    number: str | None = None  # the list
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    form: str = "decimal"
    mark: str = "%1."
    first: int = 1


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has come."""

    lists: dict[str, str] = field(default_factory=dict)  # list to scheme
    schemes: dict[str, dict[int, Level]] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)  # list to the numbers with which it begins again
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def mark(self, number: str, level: int) -> str:
        """Return the mark of the next item of a list, with a blank behind it; empty where it shows none."""
        scheme = self.lists.get(number)
        levels = self.schemes.get(scheme or "", {})
        if scheme is None or level not in levels:
            return "- " if scheme is not None else ""
        counts = self._counts[scheme]
        for place, first in self.restarts.pop(number, {}).items():
            counts[place] = first - 1
        counts[level] = counts.get(level, levels[level].first - 1) + 1
        for deeper in [place for place in counts if place > level]:
            del counts[deeper]
        return _shown(levels, counts, level)


def _shown(levels: dict[int, Level], counts: dict[int, int], level: int) -> str:
    shown = levels[level]
    if shown.form == "bullet":
        return "- "
    if shown.form == "none":
        return ""

    def number(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        one = levels.get(place, Level())
        return ordinal(counts.get(place, one.first), one.form)

    mark = _PLACE.sub(number, shown.mark).strip()
    return f"{mark} " if mark else ""


def read_styles(tree: Element | None) -> dict[str, Style]:
    """Read the styles of paragraphs, each with what it has from those that it is based on."""
    own: dict[str, Style] = {}
    bases: dict[str, str] = {}
    for style in () if tree is None else tree.iterchildren("{*}style"):
        if value(style, "type") in {"", "paragraph"}:
            name = value(style, "styleId")
            own[name] = _style(style)
            bases[name] = value(style.find("{*}basedOn"))
    return {name: _inherited(name, own, bases) for name in own}


def _style(style: Element) -> Style:
    name = value(style.find("{*}name")).lower()
    heading = _HEADING.fullmatch("heading 1" if name == "title" else name)
    outline = small(value(style.find("{*}pPr/{*}outlineLvl")))
    level = int(heading[1]) if heading else outline + 1 if outline is not None and outline < 6 else None
    numbers = style.find("{*}pPr/{*}numPr")
    if numbers is None:
        return Style(level)
    number = value(numbers.find("{*}numId"))
    return Style(level, number or None, small(value(numbers.find("{*}ilvl"))))


def _inherited(name: str, own: dict[str, Style], bases: dict[str, str]) -> Style:
    style = own[name]
    for _ in range(_CHAIN):
        name = bases.get(name, "")
        if name not in own:
            break
        base = own[name]
        style = Style(
            base.heading if style.heading is None else style.heading,
            base.number if style.number is None else style.number,
            base.level if style.level is None else style.level,
        )
    return style


def read_numbering(tree: Element | None) -> Numbering:
    """Read how the lists of a document are numbered."""
    found = Numbering()
    if tree is None:
        return found
    for scheme in tree.iterchildren("{*}abstractNum"):
        levels = {small(value(level, "ilvl")) or 0: _level(level) for level in scheme.iterchildren("{*}lvl")}
        found.schemes[value(scheme, "abstractNumId")] = {place: levels[place] for place in levels if place < LEVELS}
    for one in tree.iterchildren("{*}num"):
        number = value(one, "numId")
        found.lists[number] = value(one.find("{*}abstractNumId"))
        found.restarts[number] = {
            small(value(override, "ilvl")) or 0: small(value(override.find("{*}startOverride"))) or 0
            for override in one.iterchildren("{*}lvlOverride")
            if override.find("{*}startOverride") is not None
        }
    return found


def _level(level: Element) -> Level:
    form, mark, first = (level.find(f"{{*}}{name}") for name in ("numFmt", "lvlText", "start"))
    return Level(value(form) or "decimal", value(mark)[:_MARK], small(value(first)) or 0)


def value(element: Element | None, name: str = "val") -> str:
    """Return an attribute of an element, in the namespace of that element."""
    return "" if element is None else element.get(f"{element.tag.rpartition('}')[0]}}}{name}", "")


def small(value: str) -> int | None:
    """Return a number of at most four digits; None for everything else.

    >>> small("12"), small("-1"), small("99999")
    (12, None, None)
    """
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 4 else None
