"""The headings and labels of a layout, as `data/layouts/NAME.toml` lists them, ready to be looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from ilo_graph.model import SectionKind
from ilo_graph.notices.words import fold, ignored, key, load, words

_FORGIVING = 8  # from this many letters on, a heading or label may have a slip


@dataclass(frozen=True, slots=True)
class Term:
    """What a heading or label means in its layout."""

    role: Literal["heading", "field", "part"]
    name: str
    section: SectionKind
    reader: str = "text"
    inline: bool = False  # a heading: text may follow on its line
    opens: bool = False  # a label: opens its section where no heading did
    lines: int = 4  # of the value, at most
    pattern: str = ""  # what the value must hold


@dataclass(frozen=True, slots=True, eq=False)  # known by identity: look-ups in it are remembered
class Lexicon:
    """The words of one layout."""

    name: str
    terms: Mapping[str, tuple[Term, ...]]  # by key
    slips: Mapping[str, str]  # long keys, whole and without one of their letters: the key
    beginnings: frozenset[str]  # the first words of keys, whole and without one of their letters
    longest: int  # words in a key
    widest: int  # characters in a key
    signs: tuple[str, ...]
    needed: int
    rest: SectionKind
    closes: bool  # the header ends where its labels end
    first_line: str  # the field that the first line gives where no label does; or none
    lists: Mapping[str, frozenset[str]]  # "outputs", "duties": words that say what a list holds


@cache
def lexicon(name: str) -> Lexicon:
    """Return the lexicon of a layout."""
    table = load(name)
    terms: dict[str, tuple[Term, ...]] = {}
    for label, term in _terms(table):
        entry = key(word for word, _, _ in words(label))
        if term not in terms.get(entry, ()):
            terms[entry] = (*terms.get(entry, ()), term)
    return Lexicon(
        name=name,
        terms=terms,
        slips={near: entry for entry in terms if len(entry) >= _FORGIVING for near in _near(entry)},
        beginnings=frozenset(near for entry in terms for near in _near(entry.partition(" ")[0])),
        longest=max(entry.count(" ") + 1 for entry in terms),
        widest=max(map(len, terms)),
        signs=tuple(sign.lower() for sign in table["signs"]),
        needed=table["needed"],
        rest=table["rest"],
        closes=table.get("closes", False),
        first_line=table.get("first_line", ""),
        lists={kind: frozenset(map(fold, listed)) for kind, listed in table.get("duties", {}).items()},
    )


@lru_cache(maxsize=10_000)
def look_up(book: Lexicon, entry: str) -> tuple[Term, ...]:
    """Return what a key means, forgiving one slip in a long one."""
    if entry in book.terms or not _FORGIVING - 1 <= len(entry) <= book.widest + 1:
        return book.terms.get(entry, ())
    near = next((book.slips[near] for near in _near(entry) if near in book.slips), "")
    return book.terms.get(near, ())


@lru_cache(maxsize=10_000)
def may_begin(book: Lexicon, word: str) -> bool:
    """Tell whether a heading or label may begin with a word; small words are left open."""
    return word in ignored() or any(near in book.beginnings for near in _near(word))


def _terms(table: Mapping[str, Any]) -> Iterator[tuple[str, Term]]:
    for entry in table.get("headings", ()):
        heading = Term("heading", entry["section"], entry["section"], inline=entry.get("inline", False))
        yield from ((label, heading) for label in entry["words"])
    for entry in table.get("fields", ()):
        options = {name: entry[name] for name in ("reader", "opens", "lines", "pattern") if name in entry}
        field = Term("field", entry["name"], entry.get("section", "header"), **options)
        yield from ((label, field) for label in entry["labels"])
    for entry in table.get("parts", ()):
        part = Term("part", entry["name"], "qualifications", reader=entry["reader"])
        yield from ((label, part) for label in entry["words"])


def _near(entry: str) -> list[str]:
    """Return a key, and the key without each of its letters: two that share one of these differ by a slip."""
    return [entry, *(entry[:place] + entry[place + 1 :] for place in range(len(entry)))]
