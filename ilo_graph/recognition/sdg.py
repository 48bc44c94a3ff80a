"""Citations of Sustainable Development Goals, targets and indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ilo_graph.catalogue import Catalogue
from ilo_graph.model import Kind, Mention
from ilo_graph.recognition.folding import Folded
from ilo_graph.recognition.grammar import AND, COUNTED, LABEL, NOT_INSIDE, TO, between, compiled
from ilo_graph.recognition.walk import Walk

CODE = r"(?:\d{1,2}(?:\.(?:\d{1,2}|[a-d])(?:\.\d{1,2})?)?)"
STRONG = (
    r"(?:sdgs?|ods|odd|sustainable development goals?|objectifs? de developpement durable"
    rf"|objetivos? de desarrollo sostenible)(?: {LABEL}(?=\d))?"
)
WEAK = r"goals?|objectifs?|objetivos?"
PART = r"targets?|indicators?|cibles?|indicateurs?|metas?|indicador(?:es)?"
HEAD = compiled(
    rf"\b(?:(?P<strong>{STRONG})(?:'s)?(?: (?:{PART}|goals?))?|(?P<part>{PART})|(?P<weak>{WEAK}))"
    rf"(?: de los ods| des odd)? ?[:-]? ?\(?(?P<code>{CODE}){NOT_INSIDE}{COUNTED}(?![\w%])(?!-[a-z])"
    r"(?P<after> (?:de los ods|des odd|of the sdgs))?"
)
NEXT = compiled(
    rf"(?:(?P<and>{AND}| \()|(?P<to>{TO})| \([a-z -]{{3,40}}\)(?P<gap>{AND}))"
    rf"(?:(?:{PART}|{WEAK}|sdgs?|ods|odd) )?(?P<code>{CODE}){NOT_INSIDE}{COUNTED}(?![\w%-])"
)
CLOSE = re.compile(r"\)")
HEADLESS = re.compile(r"[0-9](?<![\w.].)[0-9]?\.(?:\d{1,2}|[a-d])\.\d(?=[ :,;.)]|$)(?!\.\d)", re.MULTILINE)
JOINED = re.compile(r"(?:^[ \t]*|\b(?:with|and|et|y|avec|con|ou|or|o) )$")  # what stands before such a code on its line
# Whose goals, targets and indicators are not the UN's.
FOREIGN = re.compile(
    r"\b(?:project|programme|program|projet|proyecto|national|nacional|strategic|strategique|estrategico|plan|policy"
    r"|company|corporate|annual|annuel|anual|aichi|millennium development|mdgs?|odm|omd|agenda 2063,?|its"
    r"|his|her|their|our|own|son|sa|ses|leur|leurs|notre|su|sus|nuestr[oa])(?:'s)? $"
)
FOREIGN_AFTER = re.compile(
    r"(?: of| of the| of our| of its| du| de la| de l'| del| de su)(?: [a-z]+)? ?(?:plan|project|projet|proyecto"
    r"|presupuesto|budget|vision|programme|strategy|strategie|estrategia|municipal|framework|cadre|marco|policy|politique|politica|logframe)"
)
_KINDS: tuple[Kind, ...] = ("sdg_goal", "sdg_target", "sdg_indicator")


@dataclass(frozen=True, slots=True)
class _Cited:
    start: int
    end: int
    code: str
    strong: bool
    in_range: bool = False


def find(walk: Walk, catalogue: Catalogue) -> list[Mention]:
    """Find what cites a goal, target or indicator."""
    cited = list(_cited(walk))
    dotted = {c.code.split(".")[0] for c in cited if c.code.count(".") == 2 or (c.strong and "." in c.code)}
    taken = [c for c in cited if _is_sdg(walk, c, catalogue, dotted)]
    mentions = [_mention(walk.folded, c) for c in taken if c.strong or catalogue.get("SDG" + c.code)]
    if any(m.kind == "sdg_indicator" for m in mentions):
        mentions += _headless(walk.folded, catalogue)
    return mentions


def _cited(walk: Walk) -> Iterator[_Cited]:
    done = 0
    for place in sorted((*walk.places["sdg"], *walk.places["sdgs"])):
        head = HEAD.match(walk.folded.text, place) if place >= done else None
        for cited in _list(walk.folded.text, head) if head else ():
            done = max(done, cited.end)
            yield cited


def _headless(folded: Folded, catalogue: Catalogue) -> Iterator[Mention]:
    """Yield codes of indicators without a head, in a text that cites indicators by name too: "... and 8.6.1"."""
    text = folded.original
    for found in HEADLESS.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()].rpartition("\n")[2]
        if catalogue.get(code := "SDG" + found[0]) and JOINED.search(before):
            yield Mention(found.start(), found.end(), "sdg_indicator", "sdg-line", code)


def _list(text: str, head: re.Match[str]) -> Iterator[_Cited]:
    strong, previous = bool(head["strong"]), head
    yield _Cited(head.start(), head.end("after") if head["after"] else head.end("code"), head["code"], strong)
    end = head.end("code")
    while follows := NEXT.match(text, end):
        start = max(follows.end("and"), follows.end("to"), follows.end("gap"))
        if follows["to"]:
            span = previous.start("code"), follows.end("code")
            yield from (
                _Cited(*span, code, strong, in_range=True) for code in between(previous["code"], follows["code"])
            )
        yield _Cited(start, follows.end("code"), follows["code"], strong)
        previous, end = follows, follows.end()
        if close := CLOSE.match(text, end):
            end = close.end()


def _is_sdg(walk: Walk, cited: _Cited, catalogue: Catalogue, dotted: set[str]) -> bool:
    """Decide by what stands around a code whether it is one of the SDGs'."""
    text, named = walk.folded.text, ("sdgs", "agenda")
    if cited.strong:
        return True
    if catalogue.get("SDG" + cited.code) is None or FOREIGN.search(text, max(0, cited.start - 28), cited.start):
        return False
    if FOREIGN_AFTER.match(text, cited.end):
        return False
    if "." in cited.code:
        head = text[cited.start : cited.end]
        levels = cited.code.count(".")
        everywhere = walk.speaks_of(named, 0, len(text))
        return everywhere or levels == 2 or not head.startswith("indic") or head[:1].isdigit()
    return cited.code in dotted or walk.speaks_of(named, cited.start - 400, cited.end + 200)


def _mention(folded: Folded, cited: _Cited) -> Mention:
    start, end = folded.span(cited.start, cited.end)
    listed = "sdg-list" if cited.end - cited.start == len(cited.code) else "sdg-named"
    rule = "sdg-range" if cited.in_range else "sdg-code" if cited.strong else listed
    return Mention(start, end, _KINDS[cited.code.count(".")], rule, "SDG" + cited.code)
