"""Titles of Conventions and Recommendations, with the year and the number that follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ilo_graph.catalogue import Catalogue
from ilo_graph.recognition.grammar import LABEL, NOT_INSIDE, compiled
from ilo_graph.recognition.instruments.cited import FOREIGN_AFTER, HEAD, HEADS, OWNER, YEAR, Cited, letter_of, year_of
from ilo_graph.recognition.names import ids
from ilo_graph.recognition.titles import candidates, likeness, title_before, words
from ilo_graph.recognition.walk import Walk

TAIL = compiled(
    rf"(?: \([a-z ]{{0,160}}(?:recommendation|convention|convenio|floors)[a-z ]{{0,160}}\))?{YEAR}?,?"
    rf"(?: ?\((?P<short>mlc),? ?(?:2006)?\)| ?\((?:(?:ilo|oit),? )?(?:(?:{HEADS['c']}|{HEADS['r']}|c|r)\.? ?)?"
    rf"{LABEL}?0*(?P<number>\d{{1,3}})\)| {LABEL}0*(?P<bare>\d{{1,3}}){NOT_INSIDE})?{YEAR.replace('year', 'later')}?"
)
LONG = compiled(
    rf"\b(?:{HEAD})(?:{OWNER})?(?: (?:of|de|del) \d{{4}})?"
    r" (?:concerning|concernant|relative? (?:a|aux?)|relativ[oa] al?|sobre|sur|on|pour|portant)"
    rf"(?P<title> [^;:\n]{{3,260}}?) ?\((?:(?:ilo|oit) )?(?:(?:{HEADS['c']}|{HEADS['r']}) ?)?{LABEL}?0*"
    rf"(?P<number>\d{{1,3}})\){YEAR}?"
)
DATED = compiled(
    rf"\b(?:{HEAD})(?P<title> (?:concerning|concernant|relative? (?:a|aux?)|relativ[oa] al?|sobre|sur|on)"
    r" [^;:.\n]{3,160}?),? (?:del? )?(?P<year>(?:19|20)\d\d)(?!\d)(?! ?\()"
)
_ENDED = re.compile(
    r"(?<!\bno)(?<!\bnum)(?<!\bn)\. |\d{4}, |\b(?:convention|recommendation|convenio|recomendacion) n"
)  # another sentence, or another title
TITLE_HEAD = compiled(r"(?<=[\w)] )(?:(?P<c>convention)|(?P<r>recommendation))(?![\w])")


def find(walk: Walk, catalogue: Catalogue) -> list[Cited]:
    """Return the citations by title: official, shortened, or of no catalogue but with a number."""
    official = list(_official(walk))
    return [*official, *_others(walk, official, catalogue)]


def _official(walk: Walk) -> Iterator[Cited]:
    """Yield official titles, whole or without their parentheses."""
    for name in walk.names:
        meant = ids(name.names, "instrument")
        if meant and meant[0][0] != "P":
            yield with_tail(walk.folded.flat, (name.start, name.end), meant[0][0].lower(), meant)


def with_tail(text: str, title: tuple[int, int], letter: str, ids: tuple[str, ...]) -> Cited:
    """Return a title with the year and the number behind it."""
    tail = TAIL.match(text, title[1])
    end = tail.end() if tail else title[1]
    year = year_of(tail and (tail["year"] or tail["later"]))
    number = tail and (tail["number"] or tail["bare"] or (tail["short"] and "186"))
    rule = "instrument-title-number" if number else "instrument-title"
    end = end - 1 if text[end - 1] in " ," else end
    printed = text[title[0] : title[1]]
    return Cited(title[0], end, letter, int(number) if number else None, rule, year, ids, printed)


def _others(walk: Walk, titles: list[Cited], catalogue: Catalogue) -> Iterator[Cited]:
    """Yield titles that no catalogue has as printed: known by their number, or by being like one of that year."""
    text, taken = walk.folded.flat, {t.start + len(t.title or "") for t in titles}
    for place in walk.places["instrument"]:
        head = TITLE_HEAD.match(text, place)
        tail = TAIL.match(text, head.end()) if head else None
        if head is None or head.end() in taken or tail is None or not tail.group().strip(" ,"):
            continue
        start = title_before(walk.folded, head.start())
        if start is None or not words(text[start : head.start()]) or FOREIGN_AFTER.match(text, tail.end()):
            continue
        cited = with_tail(text, (start, head.end()), letter_of(head), ())
        if cited.year is None and not _is_like(cited, catalogue):
            continue
        ids = candidates(catalogue, cited.letter, cited.title or "", cited.year)
        if cited.number is not None or ids:
            yield replace(cited, candidates=ids)


def _is_like(cited: Cited, catalogue: Catalogue) -> bool:
    """Tell whether the words before "Convention No. 97" have anything in common with its title."""
    entry = catalogue.get(f"{cited.letter.upper()}{cited.number or 0:03}")
    return entry is not None and any(likeness(cited.title or "", t) > 0 for t in (*entry.labels, *entry.hints))


def _dated(text: str, place: int, catalogue: Catalogue) -> Iterator[Cited]:
    """Yield a title that begins with its head and ends with its year: "Convenio sobre el asbesto, 1986"."""
    found = DATED.match(text, place)
    if found:
        letter, year = letter_of(found), int(found["year"])
        ids = candidates(catalogue, letter, found["title"], year)
        if ids:
            yield Cited(found.start(), found.end(), letter, None, "instrument-title", year, ids, found["title"])


def find_long(walk: Walk, catalogue: Catalogue) -> Iterator[Cited]:
    """Yield titles written out, which their number identifies: "Convention concerning ... (Convention 87)"."""
    for place in walk.places["instrument"]:
        yield from _dated(walk.folded.flat, place, catalogue)
        found = LONG.match(walk.folded.flat, place)
        if found and not _ENDED.search(found["title"]):
            number, year = int(found["number"]), year_of(found["year"])
            yield Cited(found.start(), found.end(), letter_of(found), number, "instrument-long-title", year)
