"""Citations of outcomes and outputs of the Programme and Budget, and of its biennia."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ilo_graph.catalogue import Catalogue
from ilo_graph.model import Kind, Mention
from ilo_graph.recognition.folding import Folded, fold_name
from ilo_graph.recognition.grammar import AND, COUNTED, NOT_INSIDE, TO, between, compiled, in_order
from ilo_graph.recognition.walk import Walk

OUTCOME = (
    r"(?:policy |enabling )?outcomes?|resultados?(?: en materia de politicas| funcional(?:es)?| facilitador(?:es)?)?"
    r"|resultats?(?: strategiques?| facilitateurs?| fonctionnels?)?"
)
OUTPUT = r"outputs?|productos?|produits?"
NUMBER = r"(?:\d{1,2}\.\d{1,2}|\d{1,2}|[a-c](?![a-z']))"
PROGRAMME = re.compile(
    r"\b(?:programme (?:and|&) budget|program and budget|p ?& ?b|p ?& ?p|programa y presupuesto|programme et budget"
    r"|biennium|biennia|bienio|bienal|periode biennale|exercice biennal)\b|\bp&[bp]"
)
BIENNIUM = re.compile(r"(?<![\d-])(?:20)?(?P<first>\d\d)(?:-|/)(?:20)?(?P<last>\d\d)(?![\d-])")
_SECOND_YEAR = [re.compile(rf"{sign}(?:20)?\d\d(?![\d-])") for sign in "-/"]
HEAD = compiled(
    rf"\b(?:(?P<outcome>{OUTCOME})|(?P<output>{OUTPUT}))(?: no\.?| n°)? ?:? ?(?P<number>{NUMBER})"
    rf"{NOT_INSIDE}{COUNTED}(?![\w%])"
)
NEXT = compiled(rf"(?:{AND}|(?P<to>{TO}))(?P<number>\d{{1,2}}\.\d{{1,2}}|\d{{1,2}}){NOT_INSIDE}{COUNTED}(?![\w%])")
FOREIGN = re.compile(
    r"\b(?:project|projects|logframe|log frame|dwcp|unsdcf|undaf|upr|country programme|projet|proyecto|pppd|plan-cadre"
    r"|marco de cooperacion|cooperation framework|uncf|decent work country|programme par pays"
    r"|programa de trabajo decente|theory of change)\b"
)
_LEAD = re.compile(r"(?::|,)? ?(?:on |sur |sobre |- |\(|\"|concerning |relating to )?\(?")
_TOPIC_END = re.compile(r" (?:in|of|within|under|and|which|that|is|are|was|will|for|by) |[.,;:()\n]|$")
_LONGEST_TITLE = 260


@dataclass(frozen=True, slots=True)
class _Cited:
    start: int
    end: int
    kind: Kind
    number: str
    title: str | None = None
    in_range: bool = False
    official: bool = False  # the words behind the number are a title of the catalogue, not only a topic


def find(walk: Walk, catalogue: Catalogue) -> list[Mention]:
    """Find what cites an outcome or an output of the Programme and Budget."""
    folded, mentions = walk.folded, []
    for place in walk.places["outcome"]:
        head = HEAD.match(folded.text, _before(folded.text, place))
        if head is not None and _is_printed(folded, head):
            cited = list(_list(folded, head, catalogue))
            if _is_programme(folded.text, head, cited):
                mentions += [_mention(folded, c) for c in cited]
    return mentions


def _is_printed(folded: Folded, head: re.Match[str]) -> bool:
    """Tell that a letter stands as a number: enabling outcomes are A, B and C, in capitals."""
    return head["number"][0].isdigit() or folded.original[folded.position(head.start("number"))].isupper()


def _before(text: str, place: int) -> int:
    """Return where the words begin that may stand before "outcome"."""
    return next((place - len(w) for w in ("policy ", "enabling ") if text.startswith(w, place - len(w))), place)


def _mention(folded: Folded, cited: _Cited) -> Mention:
    start, end = folded.span(cited.start, cited.end)
    form = "range" if cited.in_range else "title" if cited.title else "number"
    return Mention(start, end, cited.kind, f"{cited.kind}-{form}", cited.number.upper(), (), cited.title)


def _list(folded: Folded, head: re.Match[str], catalogue: Catalogue) -> Iterator[_Cited]:
    text, first = folded.text, head["number"]
    title_end, official = _title_end(folded, head.end(), catalogue)
    title = _LEAD.sub("", folded.flat[head.end() : title_end], count=1).strip(' :,"()-') or None
    yield _Cited(head.start(), title_end, _kind(first), first, title, official=official)
    previous, previous_start, end = first, head.start("number"), head.end()
    while not title and (follows := NEXT.match(text, end)):
        number = follows["number"]
        if ("." in number) != ("." in first) or not number[0].isdigit():
            return
        start = follows.start("number")
        if follows["to"]:  # what lies between has no words of its own: the range stands for it
            whole = previous_start, follows.end()
            yield from (_Cited(*whole, _kind(n), n, in_range=True) for n in between(previous, number))
        yield _Cited(start, follows.end(), _kind(number), number)
        previous, previous_start, end = number, start, follows.end()


def _kind(number: str) -> Kind:
    return "output" if "." in number else "outcome"


@lru_cache(maxsize=4)
def _titles(catalogue: Catalogue) -> Mapping[str, Sequence[str]]:
    """Return the titles by their first letter, the longest first."""
    entries = (*catalogue.by_kind("outcome"), *catalogue.by_kind("output"))
    titles: dict[str, list[str]] = defaultdict(list)
    for title in sorted({fold_name(t) for e in entries for t in (*e.labels, *e.aliases, *e.hints)}, key=len)[::-1]:
        titles[title[:1]].append(title)
    return titles


def _title_end(folded: Folded, position: int, catalogue: Catalogue) -> tuple[int, bool]:
    """Return where the words end that name what a number stands for, and whether they are an official title."""
    flat = folded.flat
    lead = _LEAD.match(flat, position)
    start = lead.end() if lead else position
    window = flat[start : start + _LONGEST_TITLE]
    for title in _titles(catalogue).get(window[:1], ()) if start > position else ():
        if window.startswith(title) and not window[len(title) : len(title) + 1].isalnum():
            return start + len(title), True
    if flat[start - 3 : start] == "on ":
        end = _TOPIC_END.search(window)
        if end and 0 < end.start() <= 60:
            return start + end.start(), False
    return position, False


def _is_programme(text: str, head: re.Match[str], cited: list[_Cited]) -> bool:
    """Decide by what stands around a number whether it belongs to the Programme and Budget."""
    start = max(text.rfind(". ", 0, head.start()), text.rfind("\n", 0, head.start()), head.start() - 500, 0)
    before = text[start : head.start()]
    stop = re.search(r"\. (?=[a-z])|\n|;", text[head.end() : head.end() + 300])
    after = text[head.end() : head.end() + (stop.start() if stop else 300)]
    if re.search(r"\b(?:project|projet|proyecto|programme|unsdcf|dwcp)(?:'s)? $", before) or _FOREIGN_AFTER.match(
        after
    ):
        return False
    if _OWN_AFTER.match(after):
        return True
    if head["outcome"] and head["outcome"].startswith(("policy", "enabling")):
        return True
    if any(c.official and len((c.title or "").split()) > 2 for c in cited):
        return True
    nearest = [m.end() for m in PROGRAMME.finditer(before)] + [m.end() for m in BIENNIUM.finditer(before) if _valid(m)]
    foreign = [m.end() for m in FOREIGN.finditer(before)]
    if nearest:
        return not foreign or max(nearest) > max(foreign)
    said_after = PROGRAMME.search(after) or next((m for m in BIENNIUM.finditer(after) if _valid(m)), None)
    return said_after is not None and (not foreign or said_after.start() < _BESIDE)


_BESIDE = 80  # characters within which the Programme and Budget is named for what stands before it
_OWN_AFTER = re.compile(
    r"[ ,]*\(?(?:of|in|under|from|du|del|de|dans|en|au|al|to)? ?(?:the |le |la |el |l')?(?:ilo(?:'s)? )?"
    r"(?:\d{4}-\d{2,4} )?(?:programme (?:and|&) budget|program and budget|p ?& ?[bp]\b|programa y presupuesto"
    r"|programme et budget)"
)
_FOREIGN_AFTER = re.compile(
    r"(?: and \d+)? ?(?:of|du|del|de la) (?:the |this |its )?(?:project|projet|proyecto|programme's|unsdcf|undaf|dwcp"
    r"|country programme|evaluation|plan-cadre|marco de cooperacion|cooperation framework|decent work country)"
)


def _valid(found: re.Match[str]) -> bool:
    first, last = int(found["first"]), int(found["last"])
    return first % 2 == 0 and last == first + 1


def biennia(text: str) -> list[tuple[int, int, str]]:
    """Return the biennia that a folded text names: start, end, "2024-25"."""
    ends = (m.start() for m in in_order(_SECOND_YEAR, text))  # quick to find; what stands before it decides
    found = [m for end in ends if (m := BIENNIUM.search(text, max(0, end - 5), end + 6)) and _valid(m)]
    return [(m.start(), m.end(), f"20{m['first']}-{m['last']}") for m in found]


# A period that is named as one of the Programme and Budget, whatever its years: "Programme and Budget for 2023-24".
_PERIOD = re.compile(r"20(?P<first>\d\d)[-/](?:20)?(?P<last>\d\d)(?![\d-])")
_NAMED = re.compile(
    rf"(?:{PROGRAMME.pattern})(?:[ ,(]|for|of|in|the|biennium|pour|para|de|du|del|la|le|el|l'|bienio|periode|exercice)"
    rf"{{0,12}}(?={_PERIOD.pattern})"
)
_NAME = 150  # characters before a period in which its name begins


def impossible_biennia(text: str) -> list[tuple[int, int, str]]:
    """Return the periods that a folded text names as biennia, and that are none: start, end, "2023-24"."""
    wrong = [m for m in _PERIOD.finditer(text) if not _valid(m)]
    return [(*m.span(), f"20{m['first']}-{m['last']}") for m in wrong if _is_named(text, m)]


def _is_named(text: str, period: re.Match[str]) -> bool:
    """Tell whether what stands before a period says that it is one of the Programme and Budget."""
    names = _NAMED.finditer(text, max(0, period.start() - _NAME), period.end() + 1)
    return any(name.end() == period.start() for name in names)
