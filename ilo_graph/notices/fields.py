"""The header fields of a notice: each label's value, and what its reader makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice, pairwise

from ilo_graph.model import Field
from ilo_graph.notices.lexicon import Lexicon, Term
from ilo_graph.notices.matching import LEVELS, Mark, whole
from ilo_graph.notices.passages import Passage, field, lines, paragraph, passage
from ilo_graph.notices.people import supervisor
from ilo_graph.notices.requirements import READERS as REQUIREMENTS
from ilo_graph.notices.words import ignored, listed, load, meanings, words

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMERIC = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"|(?P<day_last>\d{1,2})[./-](?P<month_last>\d{1,2})[./-](?P<year_last>(?:19|20)\d\d))(?!\d)"
)
_DAY = re.compile(r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th|er|o)?")
_REMARK = re.compile(r"(?<=,)([^,(]*\w)\s*\([^()]*\)\s*$")  # behind "City, Country"
_PORTFOLIO = re.compile(r"\W*(?:DDG|ADG|DG)/[A-Z]{1,5}\s+(?=\w)")
_GRADE = re.compile(r"\b(?:[PDG][-. ]?\d|GS[-. ]?\d|NO[-. ]?[A-D])\b")
_DIGIT = re.compile(r"[12]")  # with which a year begins
_DATE = 60  # characters in which the date stands by which applications are asked for
_SENTENCE = 600  # characters before that date in which the sentence begins
_MONTHS = 12
_DAYS = 31
_TOP = 600  # characters above the first label in which a title stands
_NO_TITLE = re.compile(r"https?:|www\.|@|[a-z)]\.$|[a-z)]\. [A-ZÀ-Þ]")  # an address, or a sentence
_LABEL = 60  # characters of a label
_LEVELS_EACH = 5  # levels below a part that are looked at


Content = Callable[[int, int, int], Passage]  # what stands behind a label that ends here, up to there, in so many lines


def read_fields(text: str, marks: Sequence[Mark], book: Lexicon, content: Content) -> tuple[Field, ...]:
    """Read every field of a notice; where one is given twice, the first counts, and labels before all else."""
    fields: dict[str, Field] = {}
    untitled = _above(text, marks[0].start, book.first_line) if book.first_line and marks else ()
    for found in (*_labelled(text, marks, book, content), *_required(text, marks), *untitled):
        fields.setdefault(found.name, found)
    if "title" in fields and "grade" not in fields:
        fields |= {found.name: found for found in _grade_in(fields["title"], text)}
    if "deadline" in book.fields and "deadline" not in fields:
        fields |= {found.name: found for found in _deadline_in(text)}
    return tuple(sorted(fields.values(), key=lambda found: (found.start, found.end, found.name)))


def _grade_in(title: Field, text: str) -> Iterator[Field]:
    """Read the grade behind a title: "Project Officer (NOA)"."""
    printed = text[title.start : title.end]
    if found := list(_GRADE.finditer(printed)):
        first, last = found[-1].span()
        yield Field("grade", printed[first:last], title.start + first, title.start + last)


def _deadline_in(text: str) -> Iterator[Field]:
    """Read the first date by which a sentence asks for applications: "Send your CV no later than 3 May 2031"."""
    before, about = _phrases("before"), _phrases("about")
    for found in chain.from_iterable(before.finditer(text, *line) for line in _lines_with_numbers(text)):
        content = passage(text, found.end(), min(found.end() + _DATE, _line_end(text, found.end())))
        year, month, day, first, last = _day(content.text)
        near = max(0, found.start() - _SENTENCE)
        start = max(near, text.rfind("\n", near, found.start()), text.rfind(". ", near, found.start()))
        if year and first < _DATE // 2 and about.search(text, start, found.start()):
            place = content.place(first)
            yield Field("deadline", f"{year}-{month:02}-{day:02}", place, content.place(last - 1) + 1)
            return


def _lines_with_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines in which a year can stand: few."""
    end = 0
    while digit := _DIGIT.search(text, end):
        start, end = text.rfind("\n", 0, digit.start()) + 1, _line_end(text, digit.start())
        yield start, end


@cache
def _phrases(entry: str) -> re.Pattern[str]:
    """Return the pattern of the words of a sentence that asks for applications."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, load('words')['closing'][entry]))})", re.IGNORECASE)


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _labelled(text: str, marks: Sequence[Mark], book: Lexicon, content: Content) -> Iterator[Field]:
    """Read the value behind each label; of labels that mean the same, the first that has one.

    A label is no value: in a row of labels, whose values stand in the row below, none has one.
    """
    settled: set[Term] = set()
    for mark, limit in _bounded(text, marks):
        term = mark.term
        if term.role == "field" and term.reader != "none" and term not in settled:
            value = content(mark.end, limit, term.lines)
            if _is_label(value.text, book):
                continue
            for found in LABELLED[term.reader](mark, value):
                settled.add(term)
                yield found
            if term.reader == "issue" and not _YEAR.search(value.text):
                yield from _lone_year(text, value, limit)


def _is_label(printed: str, book: Lexicon) -> bool:
    """Tell whether words are a label of the header as a whole."""
    found = whole(printed, 0, book) if len(printed) <= _LABEL else None
    term = found.term("header") if found else None
    return term is not None and term.role == "field" and term.section == "header"


def _required(text: str, marks: Sequence[Mark]) -> Iterator[Field]:
    """Read each part of the qualifications from what is the minimum in it, and what is desirable."""
    settled: set[Term] = set()
    bounded = list(_bounded(text, marks))
    for place, (mark, limit) in enumerate(bounded):
        term = mark.term
        if term.role == "part" and term.reader in REQUIREMENTS and term not in settled:
            levels = {"minimum": paragraph(text, mark.end, limit), "desirable": Passage("")}
            for inner, end in islice(bounded, place + 1, place + _LEVELS_EACH):
                if inner.term.name not in LEVELS:
                    break
                if not levels[inner.term.name].text.strip(" :*."):
                    levels[inner.term.name] = paragraph(text, inner.end, end)
            for found in REQUIREMENTS[term.reader](levels["minimum"], levels["desirable"]):
                settled.add(term)
                yield found


def _bounded(text: str, marks: Sequence[Mark]) -> Iterator[tuple[Mark, int]]:
    """Yield each mark with the start of the next one."""
    yield from ((mark, following.start) for mark, following in pairwise(marks))
    yield from ((mark, len(text)) for mark in marks[-1:])


def _text(mark: Mark, content: Passage) -> Iterator[Field]:
    """Take the value as it is printed, or what its pattern finds in it."""
    if not mark.term.pattern:
        yield from field(mark.term.name, content)
    elif found := re.search(mark.term.pattern, content.text):
        yield from field(mark.term.name, content, *found.span())


def _place(mark: Mark, content: Passage) -> Iterator[Field]:
    """Take "City, Country" apart at the last comma, "City (Country)" at the bracket."""
    value = _REMARK.sub(r"\1", content.text).rstrip(" ,;/)")
    cut = max(*map(value.rfind, ",(/"), *(value.rfind(f" {dash} ") + 1 for dash in "-–—"))
    yield from field(f"{mark.term.name}_city", content, 0, cut if cut > 0 else len(value))
    if cut > 0:
        yield from field(f"{mark.term.name}_country", content, cut + 1, len(value))


def _issue(_mark: Mark, content: Passage) -> Iterator[Field]:
    """Read the month and the year of issue, as far as they are given."""
    months = meanings("months")
    for word, start, end in words(content.text):
        if word in months:
            yield from field("issue_month", content, start, end)
            break
    if year := _YEAR.search(content.text):
        yield from field("issue_year", content, *year.span())


def _date(mark: Mark, content: Passage) -> Iterator[Field]:
    """Read "11 March 2031", "29 de septiembre de 2031", "11/03/2031" or "2031-03-11" as an ISO 8601 date."""
    year, month, day, first, last = _day(content.text)
    if year:
        written = f"{year}-{month:02}-{day:02}"
        yield Field(mark.term.name, written, content.place(first), content.place(last - 1) + 1)
    else:
        yield from field(mark.term.name, content)


def _day(text: str) -> tuple[int, int, int, int, int]:
    """Read a date: year, month, day, and where it stands; zeros where there is none."""
    if found := _NUMERIC.search(text):
        year, month, day = (int(found[name] or found[f"{name}_last"]) for name in ("year", "month", "day"))
        first, last = found.span()
        month, day = (day, month) if month > _MONTHS >= day else (month, day)  # 03/25/2031
    else:
        year, month, day, first, last = _written(text)
    return (year, month, day, first, last) if 0 < month <= _MONTHS and 0 < day <= _DAYS else (0, 0, 0, 0, 0)


def _written(text: str) -> tuple[int, int, int, int, int]:
    """Read a date whose month is a word: year, month, day, and where it stands; zeros where it is none."""
    found, months = [*words(text)], meanings("months")
    for place, (word, start, end) in enumerate(found):
        if word not in months:
            continue
        before = [part for part in found[:place] if part[0] not in ignored()][-1:]
        days = [part for part in (*before, *found[place + 1 : place + 2]) if _DAY.fullmatch(part[0])]
        year = _YEAR.search(text, end)
        if days and year:
            number = list(load("words")["months"]).index(months[word]) + 1
            day = int("".join(filter(str.isdecimal, days[0][0])))
            return int(year[0]), number, day, min(days[0][1], start), year.end()
    return 0, 0, 0, 0, 0


def _above(text: str, end: int, name: str) -> Iterator[Field]:
    """Read the field that stands above the first label: the first lines that are no running head."""
    first = last = None
    for start, stop in lines(text, 0, min(end, _TOP)):
        line = text[start:stop].strip()
        folded = {word for word, _, _ in words(line)}
        if folded and not folded <= listed("running_heads", "words") and not _NO_TITLE.search(line):
            first, last = (start if first is None else first), stop
        elif first is not None:
            break
    if first is not None and last is not None:
        yield from field(name, passage(text, first, last))


def _lone_year(text: str, content: Passage, limit: int) -> Iterator[Field]:
    """Read a year that stands alone in the paragraph below the month."""
    below = paragraph(text, content.place(len(content.text) - 1) + 1, limit) if content.text else content
    if _YEAR.fullmatch(below.text.strip()):
        yield from field("issue_year", below)


def _person(_mark: Mark, content: Passage) -> Iterator[Field]:
    return supervisor(content)


def _both(mark: Mark, content: Passage) -> Iterator[Field]:
    """Read unit and department from one value, which may name the portfolio first: "DDG/P GOVERNANCE"."""
    yield from field(mark.term.name, content)
    portfolio = _PORTFOLIO.match(content.text)
    yield from field("department", content, portfolio.end() if portfolio else 0)


def _none(_mark: Mark, _content: Passage) -> Iterator[Field]:
    return iter(())


LABELLED: Mapping[str, Callable[[Mark, Passage], Iterator[Field]]] = {
    "text": _text,
    "place": _place,
    "issue": _issue,
    "date": _date,
    "person": _person,
    "both": _both,
    "none": _none,
}
