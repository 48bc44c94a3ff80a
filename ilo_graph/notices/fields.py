"""The header fields of a notice: each label's value, and what its reader makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from ilo_graph.model import Field
from ilo_graph.notices.marks import Mark
from ilo_graph.notices.passages import Passage, field, paragraph
from ilo_graph.notices.people import supervisor
from ilo_graph.notices.requirements import READERS as REQUIREMENTS
from ilo_graph.notices.words import load, meanings, words

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LEVELS = ("minimum", "desirable")


def read_fields(text: str, marks: Sequence[Mark], *, first_line: str = "") -> tuple[Field, ...]:
    """Read every field of a notice; where one is given twice, the first counts."""
    fields: dict[str, Field] = {}
    above = paragraph(text, 0, marks[0].start if marks else 0, 1)
    untitled = field(first_line, above) if first_line else ()
    for found in (*_labelled(text, marks), *_required(text, marks), *untitled):
        fields.setdefault(found.name, found)
    return tuple(sorted(fields.values(), key=lambda found: (found.start, found.end, found.name)))


def _labelled(text: str, marks: Sequence[Mark]) -> Iterator[Field]:
    """Read the value behind each label."""
    for mark, limit in _bounded(text, marks):
        if mark.term.role == "field":
            content = paragraph(text, mark.end, limit, mark.term.lines)
            yield from LABELLED[mark.term.reader](mark, content)
            if mark.term.reader == "issue" and not _YEAR.search(content.text):
                yield from _lone_year(text, content, limit)


def _required(text: str, marks: Sequence[Mark]) -> Iterator[Field]:
    """Read each part of the qualifications from what is the minimum in it, and what is desirable."""
    bounded = list(_bounded(text, marks))
    for place, (mark, limit) in enumerate(bounded):
        if mark.term.role == "part" and mark.term.reader in REQUIREMENTS:
            levels = {"minimum": paragraph(text, mark.end, limit), "desirable": Passage("", ())}
            for inner, end in bounded[place + 1 :]:
                if inner.term.name not in _LEVELS:
                    break
                if not levels[inner.term.name].text.strip(" :*"):
                    levels[inner.term.name] = paragraph(text, inner.end, end)
            yield from REQUIREMENTS[mark.term.reader](levels["minimum"], levels["desirable"])


def _bounded(text: str, marks: Sequence[Mark]) -> Iterator[tuple[Mark, int]]:
    """Yield each mark with the start of the next one."""
    yield from ((mark, following.start) for mark, following in pairwise(marks))
    yield from ((mark, len(text)) for mark in marks[-1:])


def _text(mark: Mark, content: Passage) -> Iterator[Field]:
    """Take the value as it is printed, or what its pattern finds in it."""
    found = re.search(mark.term.pattern, content.text)
    if found and mark.term.pattern:
        yield from field(mark.term.name, content, *found.span())
    elif found:
        yield from field(mark.term.name, content)


def _place(mark: Mark, content: Passage) -> Iterator[Field]:
    """Take "City, Country" apart at the last comma, "City (Country)" at the bracket."""
    value = content.text.rstrip(" ,;/)")
    cut = max(map(value.rfind, ",(/"))
    yield from field(f"{mark.term.name}_city", content, 0, cut if cut > 0 else len(value))
    if cut > 0:
        yield from field(f"{mark.term.name}_country", content, cut + 1, len(value))


def _issue(_mark: Mark, content: Passage) -> Iterator[Field]:
    """Read the month and the year of issue, as far as they are given."""
    for word, start, end in words(content.text):
        if word in meanings("months"):
            yield from field("issue_month", content, start, end)
            break
    if year := _YEAR.search(content.text):
        yield from field("issue_year", content, *year.span())


def _date(mark: Mark, content: Passage) -> Iterator[Field]:
    """Read "11 March 2031" or "29 de septiembre de 2031" as an ISO 8601 date."""
    found = [*words(content.text)]
    month = next((place for place, (word, _, _) in enumerate(found) if word in meanings("months")), None)
    year = _YEAR.search(content.text)
    days = [(word, start) for word, start, _ in found if word.isdecimal() and 0 < int(word) <= 31 and len(word) <= 2]
    if month is not None and year and days:
        number = list(load("words")["months"]).index(meanings("months")[found[month][0]]) + 1
        start, end = days[0][1], max(year.end(), found[month][2])
        value = f"{year[0]}-{number:02}-{int(days[0][0]):02}"
        yield Field(mark.term.name, value, content.places[min(start, found[month][1])], content.places[end - 1] + 1)
    else:
        yield from field(mark.term.name, content)


def _lone_year(text: str, content: Passage, limit: int) -> Iterator[Field]:
    """Read a year that stands alone in the paragraph below the month."""
    below = paragraph(text, content.places[-1] + 1, limit, 2) if content.places else content
    if _YEAR.fullmatch(below.text.strip()):
        yield from field("issue_year", below)


def _person(_mark: Mark, content: Passage) -> Iterator[Field]:
    return supervisor(content)


def _none(_mark: Mark, _content: Passage) -> Iterator[Field]:
    return iter(())


LABELLED: Mapping[str, Callable[[Mark, Passage], Iterator[Field]]] = {
    "text": _text,
    "place": _place,
    "issue": _issue,
    "date": _date,
    "person": _person,
    "none": _none,
}
