"""The words around a citation: its sentence before and behind the enumeration that it stands in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from ilo_graph.model import Language, Mention, Notice, SectionKind
from ilo_graph.recognition.folding import Folded
from ilo_graph.recognition.sentences import Sentences
from ilo_graph.resolution.lexicon import lexicon

_LIST = re.compile(
    r"[\s,/&()\"'.-]*(?:(?:and|or|et|ou|y|e|o|as well as|its|the|related|accompanying|de|la|le|les|el|los|du|des|ilo"
    r"|also|of|that of|oit|in particular|with|more specifically|ainsi que|respectively|l'|d')[\s,'(]*){0,6}"
)
_NEXT = 48  # characters between two citations of one enumeration, at most
_SENTENCE = 4  # words behind a semicolon that say something of their own
_LONGEST_LIST = 60  # citations


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the document that the mentions stand in."""

    folded: Folded
    sentences: Sentences
    mentions: Sequence[Mention]  # in their order
    notice: Notice


@dataclass(frozen=True, slots=True)
class Clause:
    """The words of a sentence before and behind a citation, folded, and where the sentence stands."""

    left: str
    right: str
    section: SectionKind
    language: Language

    @property
    def last(self) -> str:
        """The words before the citation that stand behind the last semicolon, unless they only go on with a list."""
        head, _, last = self.left.rpartition("; ")
        return last if head and len(last.split()) >= _SENTENCE else self.left

    def is_duty(self, words: str) -> bool:
        """Tell whether words begin as a duty does, without a subject: "Prepare ...", "Rédiger ..."."""
        return lexicon().duty[self.language].match(words) is not None


def clause_of(mention: Mention, section: SectionKind, context: Context) -> Clause:
    """Return the words around a mention."""
    folded, (head, end) = context.folded, _list_around(mention, context)
    first, last = context.sentences.at(head)[0], context.sentences.at(mention.start)[1]
    start = folded.index(first)
    left = _with_units(folded.text[start : folded.index(head)], start, context)
    right = folded.text[folded.index(end) : folded.index(max(last, end))]
    return Clause(left, right, section, context.notice.language)


def _with_units(text: str, start: int, context: Context) -> str:
    """Return the words of a clause with "unit" in the place of a unit's name, so that it counts as who acts."""
    for mention in reversed(_units_in(context, start, start + len(text))):
        first, last = context.folded.index(mention.start) - start, context.folded.index(mention.end) - start
        text = f"{text[:first]}unit{text[last:]}"
    return text


def _units_in(context: Context, start: int, end: int) -> list[Mention]:
    folded, mentions = context.folded, context.mentions
    first = bisect_left(mentions, folded.position(start), key=lambda m: m.start) if start < end else len(mentions)
    inside = takewhile(lambda m: folded.index(m.end) <= end, mentions[first : first + _LONGEST_LIST])
    return [m for m in inside if m.kind == "unit"]


def _list_around(mention: Mention, context: Context) -> tuple[int, int]:
    """Return where the enumeration begins and ends that a mention stands in."""
    mentions, (head, end) = context.mentions, (mention.start, mention.end)
    place = bisect_left(mentions, mention.start, key=lambda m: m.start)
    for other in reversed(mentions[max(0, place - _LONGEST_LIST) : place]):
        if other.end <= head and (head - other.end > _NEXT or not _joins(context.folded, other.end, head)):
            break
        head = min(head, other.start)
    for other in mentions[place : place + _LONGEST_LIST]:
        if other.start >= end and (other.start - end > _NEXT or not _joins(context.folded, end, other.start)):
            break
        end = max(end, other.end)
    return head, end


def _joins(folded: Folded, start: int, end: int) -> bool:
    return _LIST.fullmatch(folded.text[folded.index(start) : folded.index(end)]) is not None
