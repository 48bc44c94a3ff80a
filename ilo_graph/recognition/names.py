"""Titles and names from the catalogues, found in one walk over the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from ilo_graph.catalogue import Catalogue, Entry
from ilo_graph.model import Kind
from ilo_graph.recognition.folding import Folded, fold_name

NAMED = ("instrument", "unit", "mandate")
_YEAR_AT_END = re.compile(r",? \d{4}$")
_PARENTHESES = re.compile(r" \([^()]*\)")
_OWNER = re.compile(r"^(?:the )?(?:ilo(?:'s)? |international labour organi[sz]ation(?:'s)? )")
_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_BESIDE = 200  # characters of a line to each side of a name that show whether it is in capitals
_PERIOD = re.compile(r"(?<=[a-z]) (?:for (?:the (?:period|biennium) )?)?(20\d\d)-(?:20)?(\d\d)\b")


@dataclass(frozen=True, slots=True, eq=False)  # known by identity: what it means is remembered
class Name:
    """A title or name of an entry."""

    entry: Entry
    label: str
    whole: bool  # nothing of the official title was left out
    short: bool  # it has one or two words


@dataclass(frozen=True, slots=True)
class Found:
    """A name in the text, by its folded span."""

    start: int
    end: int
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """All names of a catalogue, compiled."""

    patterns: tuple[tuple[Name, ...], ...]
    _short: frozenset[int]  # which of them have names of one or two words
    _automaton: Any

    def find(self, folded: Folded) -> Iterator[Found]:
        """Yield the longest names, from left to right."""
        for number, start, end in self._automaton.find_matches_as_indexes(folded.flat):
            if _is_word(folded.flat, start, end):
                names = self.patterns[number]
                if number in self._short:
                    span = folded.span(start, end)
                    names = tuple(n for n in names if not n.short or _same_case(n.label, folded.original, *span))
                if names:
                    yield Found(start, end, names)


@lru_cache(maxsize=4)
def compiled(catalogue: Catalogue) -> Names:
    """Compile the names of a catalogue: its instruments' titles, units and mandates."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    by_text: dict[str, dict[str, Name]] = defaultdict(dict)
    for kind in NAMED:
        for entry in catalogue.by_kind(kind):
            for text, name in _names(entry):
                known = by_text[text].get(entry.id)
                if known is None or (name.whole and not known.whole):
                    by_text[text][entry.id] = name
    texts = sorted(by_text)
    automaton = AhoCorasick(texts, matchkind=MatchKind.LeftmostLongest)
    patterns = tuple(tuple(by_text[t].values()) for t in texts)
    short = frozenset(number for number, names in enumerate(patterns) if any(n.short for n in names))
    return Names(patterns, short, automaton)


@lru_cache(maxsize=8192)
def ids(names: tuple[Name, ...], kind: Kind) -> tuple[str, ...]:
    """Return the ids of the entries of a kind that are meant by names."""
    return tuple(sorted({name.entry.id for name in names if name.entry.kind == kind}))


def _names(entry: Entry) -> Iterator[tuple[str, Name]]:
    for label in (*entry.labels, *entry.aliases, *entry.former, *entry.hints, *_acronym(entry)):
        title = _YEAR_AT_END.sub("", label) if entry.kind == "instrument" else label
        short = len(title.split()) <= 2
        for text in variants(title, with_owner=entry.kind == "unit"):
            yield text, Name(entry, title, whole=True, short=short)
        if entry.kind == "instrument" and "(" in title:
            yield fold_name(_PARENTHESES.sub("", title)), Name(entry, title, whole=False, short=short)


def _acronym(entry: Entry) -> tuple[str, ...]:
    return (entry.id,) if entry.kind == "unit" else ()


def variants(label: str, *, with_owner: bool = True) -> set[str]:
    """Return the folded spellings under which a name is looked for.

    With and without the owner's name ("ILO's"), hyphens, and the comma before "and"; with each way to write a period.
    """
    name = fold_name(label)
    owners = {_OWNER.sub("", name)} | ({name} if with_owner else set())
    hyphens = (str, lambda s: _HYPHEN.sub(" ", s), lambda s: _HYPHEN.sub("", s))  # the last: broken at a line's end
    commas = (lambda s: s, lambda s: s.replace(", and ", " and "), _serial_comma)
    spelled = {comma(hyphen(owner)) for owner, hyphen, comma in product(owners, hyphens, commas)}
    spelled |= {s.replace("/", " / ") for s in spelled}
    return spelled | {_PERIOD.sub(form, s) for s in spelled for form in _PERIODS if _PERIOD.search(s)}


_PERIODS = (
    r" \1-\2",
    r" \1-20\2",
    r" for \1-\2",
    r" for \1-20\2",
    r" for the biennium \1-\2",
    r" for the period \1-\2",
)


def _serial_comma(name: str) -> str:
    return re.sub(r"(?<=,)([^,]+[a-z]) and ", r"\1, and ", name)


def _is_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] or " ", text[end : end + 1]
    return not (before.isalnum() or before in ("/", "@")) and not (after.isalnum() or after == "@")


def _same_case(label: str, text: str, start: int, end: int) -> bool:
    """Acronyms and names of one or two words must be printed as they are: SKILLS is a branch, skills are not."""
    if label.isupper():
        printed = "".join(text[start:end].split())
        return printed == "".join(label.split()) and not _shouted(text, start, end)
    return text[start : start + 1] == label[:1]


def _shouted(text: str, start: int, end: int) -> bool:
    """Tell whether the line is in capitals, as headings are: then they say nothing about a word."""
    before = text[max(0, start - _BESIDE) : start].rpartition("\n")[2]
    after = text[end : end + _BESIDE].partition("\n")[0]
    rest = f"{before} {after}".replace(text[start:end], "")
    return len(rest.split()) > 2 and rest.isupper()
