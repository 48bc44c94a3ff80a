"""Numbers of Conventions and Recommendations: after their head, in lists, before their head, with a label alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ilo_graph.catalogue import Catalogue
from ilo_graph.recognition.grammar import AND, COUNTED, LABEL, NOT_INSIDE, ORGANIZATION, TO, compiled
from ilo_graph.recognition.instruments.cited import FOREIGN_AFTER, HEAD, HEADS, OWNER, Cited, letter_of, year_of
from ilo_graph.recognition.walk import Walk

HEAD_NUMBER = compiled(
    rf"\b(?:{HEAD})(?P<owner>{OWNER}{{0,3}}):? ?\(?(?P<label>{LABEL})?"
    rf"(?:(?P<letter>[crp])\.? ?)?0*(?P<number>\d{{1,4}}){NOT_INSIDE}{COUNTED}\)?(?:,? \((?P<year>\d{{3,4}})\))?"
)
NEXT = compiled(
    rf"(?:(?P<and>{AND})|(?P<to>{TO}))(?P<label>{LABEL})?(?:(?P<letter>[crp])\.? ?)?0*(?P<number>\d{{1,4}})"
    rf"{NOT_INSIDE}{COUNTED}(?! (?:{HEADS['c']}|{HEADS['r']}))(?: \((?P<year>\d{{3,4}})\))?"
)
LABELLED = compiled(
    rf"(?<=[ (])(?:(?P<label>{LABEL})0*(?P<number>\d{{1,3}})|(?P<bare>\d{{2,3}})(?=-oit| (?:on|sur|sobre)\b))"
    rf"{NOT_INSIDE}{COUNTED}(?: \((?P<year>\d{{3,4}})\))?"
)
BEFORE_HEAD = compiled(
    rf"(?<![\d.,/])(?P<numbers>\d{{1,3}}(?:(?:, | and | et | y )\d{{1,3}})*)(?:e|eme|a|th|nd|rd|st)?"
    rf"(?P<owner> (?:ilo|oit)(?: [a-z]+){{0,4}})? (?:{HEAD})\b(?! ?\(?{LABEL}?\d)"
)
OWNER_NUMBER = compiled(rf"\b(?:ilo|oit) {LABEL}0*(?P<number>\d{{1,3}}) (?:{HEAD})\b")
FOREIGN_BEFORE = re.compile(
    r"\b(?:who|oms|unesco|european|europeenne|europeo|hague|vienna|unido|imo|omi|iso|fao|council of europe|general) ?$"
)
OWNER_AFTER = re.compile(r"[ ,-]*\(?(?:of the |de la |de l')?(?:ilo|oit|international labou?r)\b")
# A lower number is cited so rarely that "Recommendation 2" is an evaluation's, unless the Organization is named.
MINIMUM_RECOMMENDATION = 30
_REACH = 300  # characters behind a citation in which a number with its label alone belongs to it


def find(walk: Walk, catalogue: Catalogue) -> Iterator[Cited]:
    """Yield the numbers after "Convention", "Recomendación" ... and the lists that they begin."""
    text = walk.folded.text
    for place in walk.places["instrument"]:
        head = HEAD_NUMBER.match(text, place)
        if head is None or not _is_instrument(text, head):
            continue
        letter, previous, end = head["letter"] or letter_of(head), head, head.end()
        yield from _cited(head.start(), head, letter, "instrument-number", catalogue)
        while follows := NEXT.match(text, end):
            start = follows.start("label") if follows["label"] else follows.start("number")
            start = follows.start("letter") if follows["letter"] and not follows["label"] else start
            if follows["to"]:
                yield from _between(previous, follows, letter)
            yield from _cited(start, follows, follows["letter"] or letter, "instrument-list", catalogue)
            previous, end = follows, follows.end()


def _between(first: re.Match[str], last: re.Match[str], letter: str) -> Iterator[Cited]:
    """Yield what lies inside a range ("Nos. 163 to 166"), for which the whole range stands."""
    for number in range(int(first["number"]) + 1, min(int(last["number"]), int(first["number"]) + 20)):
        yield Cited(first.start("number"), last.end("number"), letter, number, "instrument-range")


def _cited(start: int, found: re.Match[str], letter: str, rule: str, catalogue: Catalogue) -> Iterator[Cited]:
    number, end = int(found["number"]), _end(found)
    if number > 999:
        # A footnote mark printed behind a number: "Nos. 169 and 1898" is 189 with note 8.
        number, rule = number // 10, "instrument-footnote"
        if catalogue.get(f"{letter.upper()}{number:03}") is None:
            return
    yield Cited(start, end, letter, number, rule, year_of(found["year"]))


def _end(found: re.Match[str]) -> int:
    end = found.end()
    opened = found.group().count("(") - found.group().count(")")
    return end + opened if opened < 0 else end  # a closing parenthesis without its opening one is not part of it


def _is_instrument(text: str, head: re.Match[str]) -> bool:
    before, number = text[max(0, head.start() - 40) : head.start()], int(head["number"])
    if FOREIGN_BEFORE.search(before) or FOREIGN_AFTER.match(text, head.end("number")):
        return False
    glued = text[head.start("number") - 1].isalpha() and not head["letter"]  # a footnote mark: "conventions7"
    if not head["label"] and not head["letter"] and (glued or not 1 <= number <= 209):
        return False
    named = ORGANIZATION.search(head["owner"]) or ORGANIZATION.search(before[-12:])
    named = named or OWNER_AFTER.match(text, head.end())
    return bool(letter_of(head) == "c" or number >= MINIMUM_RECOMMENDATION or named)


def find_first(walk: Walk) -> Iterator[Cited]:
    """Yield numbers before their head: "the 138 and 182 ILO Conventions", "26e Convention"."""
    text = walk.folded.flat
    for place in walk.places["instrument"]:
        window = max(0, place - 70)
        if not _DIGIT.search(text, window, place):
            continue
        for found in BEFORE_HEAD.finditer(text, window, place + 40):
            if place in (found.start("c"), found.start("r")):
                yield from _before_head(text, found)
        owned = OWNER_NUMBER.search(text, max(0, place - 24), place + 40)
        if owned and place in (owned.start("c"), owned.start("r")):
            yield Cited(owned.start() + 4, owned.end(), letter_of(owned), int(owned["number"]), _FIRST)


_DIGIT = re.compile(r"\d")
_FIRST = "instrument-number-first"


def _before_head(text: str, found: re.Match[str]) -> Iterator[Cited]:
    ordinal = letter_of(found) == "c" and re.match(r"\d+(?:e|eme) ", found.group())
    if not (found["owner"] or ordinal) or not ORGANIZATION.search(text, max(0, found.start() - 60), found.end() + 60):
        return
    numbers = list(re.finditer(r"\d+", found["numbers"]))
    for number in numbers:
        start = found.start("numbers") + number.start()
        end = found.end() if number is numbers[-1] else found.start("numbers") + number.end()
        yield Cited(start, end, letter_of(found), int(number.group()), _FIRST)


def find_labelled(walk: Walk, cited: list[Cited]) -> Iterator[Cited]:
    """Yield numbers with their label alone, behind a citation in the same sentence: "... and No. 138 (1973)"."""
    text = walk.folded.text
    ends = sorted({(c.end, c.letter) for c in cited if c.number is not None})
    for place, (end, letter) in enumerate(ends):
        reach = ends[place + 1][0] if place + 1 < len(ends) else len(text)
        for found in LABELLED.finditer(text, end, min(end + _REACH, reach)):
            if _ENDS.search(text, end, found.start()):
                break
            if (
                _JOINED.search(text, max(end, found.start() - 12), found.start())
                and 1 <= int(found["number"] or found["bare"]) <= 209
            ):
                number = int(found["number"] or found["bare"])
                yield Cited(found.start(), found.end(), letter, number, "instrument-list", year_of(found["year"]))


_ENDS = re.compile(r"[.!?] [^ ]|[\n;]")
_JOINED = re.compile(r"(?:,|;|\b(?:and|et|y|e)) (?:(?:the|el|la|le|les|los|las) )?\(?$")
