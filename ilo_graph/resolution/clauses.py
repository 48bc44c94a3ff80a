"""The words around a citation: its sentence before and behind the enumeration that it stands in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ilo_graph.model import Language, Mention, Notice, SectionKind
from ilo_graph.notices.languages import language
from ilo_graph.recognition.folding import Folded, folded
from ilo_graph.recognition.sentences import Sentences, sentences

CITED = "§"  # stands for another citation, whose title says nothing of what is done with it
_LIST = re.compile(
    r"[\s,/&()\"'.-]*(?:(?:and|or|et|ou|y|e|o|as well as|its|the|related|accompanying|de|la|le|les|el|los|du|des|ilo"
    r"|also|of|that of|oit|in particular|more specifically|ainsi que|respectively|l'|d')[\s,'(]*){0,6}"
)
_ITEM = re.compile(r"[ \t]*(?:[-\u2013*\u2022\u00b7\u25aa\u25e6\u25cf\uf0b7]|\(?(?:\d{1,2}|[a-z])[.)])[ \t]")
_LINES = 60  # of a list, above which what introduces it is looked for
_NEXT = 48  # characters between two citations of one enumeration, at most
_FOREIGN = 2  # small words by which a clause shows that it is in another language than its document ("ILO's" has one)
_REACH = 600  # characters of a sentence on either side of a citation that are looked at


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the document that the mentions stand in."""

    notice: Notice
    folded: Folded
    sentences: Sentences
    mentions: Sequence[Mention]  # in their order
    spans: Sequence[tuple[int, int]]  # of the mentions in the folded text


@dataclass(frozen=True, slots=True)
class Clause:
    """The words of a sentence before and behind an enumeration, folded, and what stands before the sentence."""

    left: str
    right: str
    previous: str  # the sentence before; of an item of a list what introduces the list
    introduced: bool  # whether it is that of a list
    section: SectionKind
    language: Language

    @property
    def lead(self) -> str:
        """Return what introduces the list in which the sentence is an item; nothing outside of a list."""
        return self.previous if self.introduced else ""


def context_of(notice: Notice, mentions: Sequence[Mention]) -> Context:
    """Return what the clauses around the mentions of a notice are read from."""
    text = notice.document.text
    words = folded(text)
    spans = [(words.index(m.start), words.index(m.end)) for m in mentions]
    return Context(notice, words, sentences(text), mentions, spans)


def enumerations(context: Context) -> Iterator[list[Mention]]:
    """Yield the mentions that are no units, those of one enumeration together."""
    several: list[Mention] = []
    last = 0
    for mention, (start, end) in zip(context.mentions, context.spans, strict=True):
        apart = mention.kind == "unit" or not several or not _joins(context.folded, last, start)
        if apart and several:
            yield several
            several = []
        if mention.kind != "unit":
            several.append(mention)
        last = max(last, end)
    if several:
        yield several


def clause_of(enumeration: Sequence[Mention], section: SectionKind, context: Context) -> Clause:
    """Return the words around an enumeration."""
    words, sentences = context.folded, context.sentences
    head, end = enumeration[0].start, max(mention.end for mention in enumeration)
    first, last = sentences.around(head, end)
    begin, stop = words.index(head), words.index(end)
    left = _masked(max(words.index(first), begin - _REACH), begin, context)
    right = _masked(stop, min(words.index(last), stop + _REACH), context)
    introduced = _introduction(context.notice.document.text, head)
    before = introduced or sentences.before(head)
    near = before is not None and before[1] - before[0] < _REACH
    previous = _masked(words.index(before[0]), words.index(before[1]), context) if before and near else ""
    spoken = language(f"{left} {right}", context.notice.language, by=_FOREIGN)
    return Clause(left, right, previous, introduced is not None, section, spoken)


def _introduction(text: str, position: int) -> tuple[int, int] | None:
    """Return the span of the line that introduces the list in which a place stands, as "The holder will:" does."""
    start = _line_start(text, position)
    for _ in range(_LINES if start and _ITEM.match(text, start) else 0):
        start, end = _line_start(text, start - 1), start - 1
        line = text[start:end].strip()
        if line and not _ITEM.match(text, start):
            return (start, end) if line.endswith(":") else None
        if start == 0:
            break
    return None


def _line_start(text: str, position: int) -> int:
    """Return where the line of a place begins, or a place in it that is far enough: lines may be very long."""
    far = max(0, position - _REACH)
    return max(far, text.rfind("\n", far, position) + 1)


def _joins(folded: Folded, start: int, end: int) -> bool:
    """Tell whether what stands between two citations makes them one enumeration."""
    if end - start > _NEXT or ". " in folded.text[start:end]:
        return False
    return end < start or _LIST.fullmatch(folded.text, start, end) is not None


def _masked(start: int, end: int, context: Context) -> str:
    """Return folded words with "unit" in the place of a unit's name, which acts, and a mark in that of any other."""
    pieces: list[str] = []
    done, text, spans = start, context.folded.text, context.spans
    place = bisect_left(spans, (start, 0))
    while place < len(spans) and spans[place][1] <= end:
        first, last = spans[place]
        if first >= done:  # the numbers inside a range share the span of the whole
            pieces += (text[done:first], "unit" if context.mentions[place].kind == "unit" else CITED)
            done = last
        place += 1
    return "".join((*pieces, text[done:end]))
