"""Citations of Conventions, Recommendations and Protocols: numbers, lists, codes, titles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ilo_graph.catalogue import Catalogue
from ilo_graph.model import Mention
from ilo_graph.recognition.folding import Folded
from ilo_graph.recognition.grammar import AND, COUNTED, LABEL, NOT_INSIDE, ORGANIZATION, compiled
from ilo_graph.recognition.names import Found
from ilo_graph.recognition.titles import candidates, likeness, title_before, words

HEADS = {"c": r"conventions?|convenios?", "r": r"recommendations?|recommandations?|recomendacion(?:es)?"}
HEAD = f"(?P<c>{HEADS['c']})|(?P<r>{HEADS['r']})"
OWNER = (
    r"(?: (?:de (?:la |l')|of the |du )?\(?(?:ilo|oit|bit)\)?| internacional(?:es)?| internationales?| fundamentales"
    r"| fondamentales| du travail| de l'organisation internationale du travail"
    r"| de la organizacion internacional del trabajo)"
)
YEAR = r"(?:,? \(?(?:del? )?(?P<year>1[89]\d\d|20\d\d|\d{3})\)?(?!\d))"
HEAD_NUMBER = compiled(
    rf"\b(?:{HEAD})(?P<owner>{OWNER}{{0,3}}) ?\(?(?P<label>{LABEL})?"
    rf"(?:(?P<letter>[crp])\.? ?)?0*(?P<number>\d{{1,4}}){NOT_INSIDE}{COUNTED}\)?(?:,? \((?P<year>\d{{3,4}})\))?"
)
NEXT = compiled(
    rf"(?P<and>{AND})(?P<label>{LABEL})?(?:(?P<letter>[crp])\.? ?)?0*(?P<number>\d{{1,4}})"
    rf"{NOT_INSIDE}{COUNTED}(?! (?:{HEADS['c']}|{HEADS['r']}))(?: \((?P<year>\d{{3,4}})\))?"
)
LABELLED = compiled(
    rf"(?<=[ (])(?P<label>{LABEL})0*(?P<number>\d{{1,3}}){NOT_INSIDE}{COUNTED}(?: \((?P<year>\d{{3,4}})\))?"
)
BEFORE_HEAD = compiled(
    rf"(?<![\d.,/])(?P<numbers>\d{{1,3}}(?:(?:, | and | et | y )\d{{1,3}})*)(?:e|eme|a|th|nd|rd|st)?"
    rf"(?P<owner> (?:ilo|oit)(?: [a-z]+){{0,4}})? (?:{HEAD})\b(?! ?\(?{LABEL}?\d)"
)
OWNER_NUMBER = compiled(rf"\b(?:ilo|oit) {LABEL}0*(?P<number>\d{{1,3}}) (?:{HEAD})\b")
CODE = compiled(
    rf"(?<![\w./-])(?P<letter>[crp])(?P<dot>\.)? ?(?P<label>{LABEL})?(?P<number>\d{{1,3}}){NOT_INSIDE}(?![\w-])"
)
ROOM = re.compile(
    r"\b(?:room|rooms|bureau|bureaux|office|salle|sala|oficina|despacho|building|block|gate|local|annex|form|grade|level"
    r"|article|art\.|paragraph|page|table|figure|box|poste|post|vacancy)(?: no\.?| n°)? ?$"
)
FOREIGN_BEFORE = re.compile(r"\b(?:who|oms|unesco|european|europeenne|europeo|hague|vienna|unido|imo|omi|iso|fao) ?$")
FOREIGN_AFTER = re.compile(
    r"[\s\w,()°.-]{0,12}(?:of|de|du|del) (?:the |la |l'|las |le )?(?:who|oms|unesco|council of europe"
    r"|conseil de l'europe|consejo de europa|unicef|united nations|nations unies|naciones unidas|evaluation|evaluacion)"
)
TAIL = compiled(
    rf"(?: \([a-z ]*(?:recommendation|convention|convenio|floors)[a-z ]*\))?{YEAR}?,?"
    rf"(?: ?\((?P<short>mlc),? ?(?:2006)?\)| ?\((?:(?:ilo|oit),? )?(?:(?:{HEADS['c']}|{HEADS['r']}|c|r)\.? ?)?"
    rf"{LABEL}?0*(?P<number>\d{{1,3}})\)| {LABEL}0*(?P<bare>\d{{1,3}}){NOT_INSIDE})?{YEAR.replace('year', 'later')}?"
)
LONG = compiled(
    rf"\b(?:{HEAD})(?:{OWNER})? (?:concerning|concernant|relative? (?:a|aux?)|relativ[oa] al?|sobre|sur|on|pour"
    rf"|portant)(?P<title> [^;:\n]{{3,260}}?) ?\((?:(?:ilo|oit) )?(?:(?:{HEADS['c']}|{HEADS['r']}) ?)?{LABEL}?0*"
    rf"(?P<number>\d{{1,3}})\){YEAR}?"
)
PROTOCOL = compiled(
    r"\b(?:(?P<before>\d{4}) protocol|protoco(?:l|le|lo)\b(?: (?:of|de|del) (?P<year>\d{4}))?)(?! no\b)"
    r"(?: ?\(?p\.?0?(?P<number>\d{2,3})\)?)?(?P<to> (?:to the|relatif a la|relativo al|a la|al|de la|del) )?"
)
TITLE_HEAD = compiled(r"(?<=[\w)] )(?:(?P<c>convention)|(?P<r>recommendation))(?![\w])")
MINIMUM_RECOMMENDATION = 30  # a lower one is cited so rarely that "Recommendation 2" is an evaluation's, unless the
# Organization is named


@dataclass(frozen=True, slots=True)
class _Cited:
    """A citation in folded positions."""

    start: int
    end: int
    letter: str
    number: int | None
    rule: str
    year: int | None = None
    candidates: tuple[str, ...] = ()
    title: str | None = None


def find(folded: Folded, found: list[Found], catalogue: Catalogue) -> list[Mention]:
    """Find what cites an instrument; `found` are the names that the text holds."""
    text = folded.flat
    titles = list(_titles(text, found))
    titles += _other_titles(folded, titles, catalogue)
    cited = [
        *_named_protocols(text, found),
        *_protocols(text, titles, catalogue),
        *_long_titles(text),
        *titles,
        *_numbers(folded.text, catalogue),
        *_reversed(text),
        *_codes(folded, catalogue),
    ]
    cited += _labelled(folded.text, cited)
    return [_mention(folded, c) for c in cited]


def _mention(folded: Folded, cited: _Cited) -> Mention:
    start, end = folded.span(cited.start, cited.end)
    code = None if cited.number is None else f"{cited.letter.upper()}{cited.number:03}"
    return Mention(start, end, "instrument", cited.rule, code, cited.candidates, cited.title, cited.year)


def _letter(found: re.Match[str]) -> str:
    return "c" if found["c"] else "r"


def _year(text: str | None) -> int | None:
    return int(text) if text else None


def _numbers(text: str, catalogue: Catalogue) -> Iterator[_Cited]:
    """Numbers after "Convention", "Recomendación" ... and the lists that they begin."""
    for head in HEAD_NUMBER.finditer(text):
        letter, end = head["letter"] or _letter(head), head.end()
        if not _is_instrument(text, head):
            continue
        yield from _cited(head.start(), head, letter, "instrument-number", catalogue)
        while follows := NEXT.match(text, end):
            start = follows.start("label") if follows["label"] else follows.start("number")
            start = follows.start("letter") if follows["letter"] and not follows["label"] else start
            yield from _cited(start, follows, follows["letter"] or letter, "instrument-list", catalogue)
            end = follows.end()


def _cited(start: int, found: re.Match[str], letter: str, rule: str, catalogue: Catalogue) -> Iterator[_Cited]:
    number, end = int(found["number"]), _end(found)
    if number > 999 or (catalogue.get(f"{letter.upper()}{number:03}") is None and number > 209):
        # A footnote mark printed behind a number: "Nos. 169 and 1898" is 189 with note 8.
        number, rule = number // 10, "instrument-footnote"
        if catalogue.get(f"{letter.upper()}{number:03}") is None:
            return
    yield _Cited(start, end, letter, number, rule, _year(found["year"]))


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
    named = named or ORGANIZATION.match(text[head.end() :].lstrip(" ,(")[3:20].lstrip())
    after = ORGANIZATION.search(text[head.end() : head.end() + 16])
    return bool(_letter(head) == "c" or number >= MINIMUM_RECOMMENDATION or named or after)


def _reversed(text: str) -> Iterator[_Cited]:
    """Numbers before their head: "the 138 and 182 ILO Conventions", "26e Convention", "ILO No. 169 Convention"."""
    for found in BEFORE_HEAD.finditer(text):
        near = text[max(0, found.start() - 60) : found.end() + 60]
        if found["owner"] or (_letter(found) == "c" and re.match(r"\d+(?:e|eme) ", found.group())):
            if not ORGANIZATION.search(near):
                continue
            numbers = list(re.finditer(r"\d+", found["numbers"]))
            for number in numbers:
                start = found.start("numbers") + number.start()
                end = found.end() if number is numbers[-1] else found.start("numbers") + number.end()
                yield _Cited(start, end, _letter(found), int(number.group()), "instrument-number-first")
    for found in OWNER_NUMBER.finditer(text):
        yield _Cited(found.start() + 4, found.end(), _letter(found), int(found["number"]), "instrument-number-first")


def _codes(folded: Folded, catalogue: Catalogue) -> Iterator[_Cited]:
    """Codes such as C102, R.204, C. No 189, P029, in capitals."""
    text, last = folded.text, -100
    for found in CODE.finditer(text):
        letter, number = found["letter"], int(found["number"])
        printed = folded.original[folded.position(found.start())]
        known = catalogue.get(f"{letter.upper()}{number:03}")
        if not printed.isupper() or known is None or ROOM.search(text[max(0, found.start() - 24) : found.start()]):
            continue
        near = text[max(0, found.start() - 60) : found.end() + 60]
        enough = len(found["number"]) == 3 or found.start() - last < 8 or bool(_CONTEXT.search(near))
        if letter == "p":
            enough = enough and (len(found["number"]) == 3 or bool(_CONTEXT.search(near)))
        if enough:
            last = found.end()
            yield _Cited(found.start(), found.end(), letter, number, "instrument-code")


_CONTEXT = re.compile(rf"\b(?:ilo|oit|ratif\w*|{HEADS['c']}|instruments?|labou?r standards)\b")


def _labelled(text: str, cited: list[_Cited]) -> Iterator[_Cited]:
    """Yield numbers with their label alone, behind a citation in the same sentence: "... and No. 138 (1973)"."""
    ends = sorted((c.end, c.letter) for c in cited if c.number is not None)
    for found in LABELLED.finditer(text):
        before = text[max(0, found.start() - 300) : found.start()]
        if not re.search(r"(?:,|;|\b(?:and|et|y|e)) (?:the )?\(?$", before):
            continue
        end, letter = ends[max(0, bisect_right(ends, (found.start(), "~")) - 1)] if ends else (len(text), "")
        too_far = not found.start() - 300 < end <= found.start()
        if too_far or re.search(r"[.!?] [^ ]|[\n;]", text[end : found.start()]):
            continue
        if 1 <= int(found["number"]) <= 209:
            number = int(found["number"])
            yield _Cited(found.start(), found.end(), letter, number, "instrument-list", _year(found["year"]))


def _titles(text: str, found: list[Found]) -> Iterator[_Cited]:
    """Official titles, whole or without their parentheses, with the year and number that follow."""
    for name in found:
        ids = tuple(sorted({n.entry.id for n in name.names if n.entry.kind == "instrument"}))
        if ids and ids[0][0] != "P":
            yield _titled(text, (name.start, name.end), ids[0][0].lower(), ids)


def _titled(text: str, title: tuple[int, int], letter: str, ids: tuple[str, ...]) -> _Cited:
    tail = TAIL.match(text, title[1])
    end = tail.end() if tail else title[1]
    year = _year(tail and (tail["year"] or tail["later"]))
    number = tail and (tail["number"] or tail["bare"] or (tail["short"] and "186"))
    rule = "instrument-title-number" if number else "instrument-title"
    end = end - 1 if text[end - 1] in " ," else end
    printed = text[title[0] : title[1]]
    return _Cited(title[0], end, letter, int(number) if number else None, rule, year, ids, printed)


def _other_titles(folded: Folded, titles: list[_Cited], catalogue: Catalogue) -> Iterator[_Cited]:
    """Titles that no catalogue has as printed: known by their number, or by being like one of that year."""
    text, taken = folded.flat, {t.start + len(t.title or "") for t in titles}
    for head in TITLE_HEAD.finditer(text):
        tail = TAIL.match(text, head.end())
        if head.end() in taken or tail is None or not tail.group().strip(" ,"):
            continue
        start = title_before(folded, head.start())
        if start is None or not words(text[start : head.start()]) or FOREIGN_AFTER.match(text, tail.end()):
            continue
        cited = _titled(text, (start, head.end()), _letter(head), ())
        if cited.year is None and not _is_titled(cited, catalogue):
            continue
        ids = candidates(catalogue, cited.letter, cited.title or "", cited.year)
        if cited.number is not None or ids:
            yield replace(cited, candidates=ids)


def _is_titled(cited: _Cited, catalogue: Catalogue) -> bool:
    """Tell whether the words before "Convention No. 97" have anything in common with its title."""
    entry = catalogue.get(f"{cited.letter.upper()}{cited.number or 0:03}")
    return entry is not None and any(likeness(cited.title or "", t) > 0 for t in (*entry.labels, *entry.hints))


def _long_titles(text: str) -> Iterator[_Cited]:
    """Titles written out, which their number identifies: "Convention concerning ... (Convention 87)"."""
    for found in LONG.finditer(text):
        if ". " in found["title"] and not re.search(r"\b(?:no|num|n)\. ", found["title"]):
            continue
        yield _Cited(
            found.start(),
            found.end(),
            _letter(found),
            int(found["number"]),
            "instrument-long-title",
            _year(found["year"]),
        )


def _named_protocols(text: str, found: list[Found]) -> Iterator[_Cited]:
    """Yield Protocols under their official titles."""
    for name in found:
        ids = tuple(sorted({n.entry.id for n in name.names if n.entry.id[0] == "P" and n.entry.kind == "instrument"}))
        if ids:
            cited = _titled(text, (name.start, name.end), "p", ids)
            yield replace(cited, number=int(ids[0][1:]), rule="instrument-protocol", year=None)


def _protocols(text: str, titles: list[_Cited], catalogue: Catalogue) -> Iterator[_Cited]:
    """Protocols, by their year, their code, or the Convention in their name."""
    protocols = [e for e in catalogue.by_kind("instrument") if e.id[0] == "P"]
    by_year = {e.year: e.id for e in protocols}
    ids = {e.id for e in protocols}
    for found in PROTOCOL.finditer(text):
        year = _year(found["year"] or found["before"])
        parent = next((t for t in titles if found["to"] and t.start == found.end()), None)
        named = _convention(text, found.end()) if found["to"] and parent is None else None
        if parent is not None:
            base = parent.number or next((int(c[1:]) for c in parent.candidates if "P" + c[1:] in ids), None)
            id_, end = f"P{base or 0:03}", parent.end
        elif found["number"]:
            id_, end = f"P{int(found['number']):03}", found.end()
        elif named is not None:
            id_, end = f"P{named[0]:03}", named[1]
        else:
            id_, end = by_year.get(year, ""), found.start("to") if found["to"] else found.end()
            if found["to"] and not re.match(r"[^.;]{0,60}(?:labour|travail|trabajo|\bilo\b)", text[found.end() :]):
                continue
        if id_ in ids:
            cited = _Cited(found.start(), end, "p", int(id_[1:]), "instrument-protocol", year)
            yield replace(cited, title=text[found.start() : end])


def _convention(text: str, position: int) -> tuple[int, int] | None:
    head = HEAD_NUMBER.match(text, position)
    return (int(head["number"]), head.end()) if head and head["c"] else None
