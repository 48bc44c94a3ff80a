"""The headings and labels of a layout, as `data/layouts/NAME.toml` lists them, ready to be followed word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Literal

from ilo_graph.model import SectionKind
from ilo_graph.notices.words import fold, ignored, load, words

_FORGIVING = 6  # from this many letters on, a word of a heading or label may have a slip
_UNKNOWN = "?"  # what a word is that stands in no heading or label


@dataclass(frozen=True, slots=True, eq=False)  # known by identity
class Term:
    """What a heading or label means in its layout."""

    role: Literal["heading", "field", "part"]
    name: str
    section: SectionKind
    reader: str = "text"
    inline: bool = False  # a heading: text may follow on its line
    anywhere: bool = False  # a heading: may stand in any order, as in layouts with `ordered = false`
    opens: bool = False  # a label: opens its section where no heading did
    lines: int = 4  # of the value, at most
    pattern: str = ""  # what the value must hold


@dataclass(slots=True, eq=False)
class Node:
    """A place in the tree of all headings and labels: what may follow, and what the words so far mean."""

    following: dict[str, Node] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)  # known by identity: look-ups in it are remembered
class Lexicon:
    """The words of one layout."""

    name: str
    root: Node
    vocabulary: frozenset[str]  # every word of a heading or label
    slips: Mapping[str, str]  # long words without one of their letters: the word
    signs: tuple[str, ...]
    announced: int  # characters within which a heading shows one of the signs, which is enough then; or 0
    needed: int
    requires: frozenset[str]  # sections without which a document with few labels is not of this layout
    telling: frozenset[str]  # fields of which one must be there where no sign is
    rest: SectionKind
    closes: bool  # the header ends where its labels end
    first_line: str  # the field that the lines above the first label give where no label does; or none
    fields: frozenset[str]  # the names of its fields
    keywords: Mapping[str, Term]  # words of which one makes a short line a heading
    lists: Mapping[str, frozenset[str]]  # "outputs", "duties": words that say what a list holds


@cache
def lexicon(name: str) -> Lexicon:
    """Return the lexicon of a layout."""
    table = load(name)
    shared = load(table["shares"]) if "shares" in table else {}
    root, vocabulary = Node(), set[str]()
    for label, term in chain(_terms(table), _terms(shared)):  # what a label means first, counts
        keys = [word for word, _, _ in words(label) if word not in ignored()]
        vocabulary.update(keys)
        _plant(root, keys, term)
        if len(keys) == 2:  # the blank between two words is easily lost
            vocabulary.add("".join(keys))
            _plant(root, ["".join(keys)], term)
    return Lexicon(
        name=name,
        root=root,
        vocabulary=frozenset(vocabulary),
        slips={near: word for word in sorted(vocabulary) if len(word) >= _FORGIVING for near in _near(word)},
        signs=tuple(sign.lower() for sign in table["signs"]),
        announced=table.get("announced", 0),
        needed=table["needed"],
        requires=frozenset(table.get("requires", ())),
        telling=frozenset(table.get("telling", ())),
        rest=table["rest"],
        closes=table.get("closes", False),
        first_line=table.get("first_line", ""),
        fields=frozenset(entry["name"] for entry in table.get("fields", ())),
        keywords=dict(_keywords(table)),
        lists={kind: frozenset(map(fold, listed)) for kind, listed in table.get("duties", {}).items()},
    )


@lru_cache(maxsize=50_000)
def known(book: Lexicon, word: str) -> str:
    """Return a word as the lexicon has it, forgiving one slip in a long one; nothing for an ignored word.

    >>> known(lexicon("jpo-form"), "RESPONSABILITIES")
    'responsibilities'
    """
    folded = fold(word)
    if folded in book.vocabulary:
        return folded
    if folded in ignored():
        return ""
    if len(folded) < _FORGIVING - 1:
        return _UNKNOWN
    slips = filter(None, map(book.slips.get, _near(folded)))
    return next((slip for slip in slips if slip[0] == folded[0]), _UNKNOWN)


def _plant(root: Node, keys: list[str], term: Term) -> None:
    """Put a label into the tree."""
    node = root
    for word in keys:
        node = node.following.setdefault(word, Node())
    if term not in node.terms:
        node.terms = (*node.terms, term)


def _terms(table: Mapping[str, Any]) -> Iterator[tuple[str, Term]]:
    anywhere = not table.get("ordered", True)
    for entry in table.get("headings", ()):
        inline, section = entry.get("inline", False), entry["section"]
        heading = Term("heading", section, section, inline=inline, anywhere=anywhere)
        yield from ((label, heading) for label in entry["words"])
    for entry in table.get("fields", ()):
        options = {name: entry[name] for name in ("reader", "opens", "lines", "pattern") if name in entry}
        value = Term("field", entry["name"], entry.get("section", "header"), **options)
        yield from ((label, value) for label in entry["labels"])
    for entry in table.get("parts", ()):
        part = Term("part", entry["name"], "qualifications", reader=entry["reader"])
        yield from ((label, part) for label in entry["words"])


def _keywords(table: Mapping[str, Any]) -> Iterator[tuple[str, Term]]:
    for section, listed in table.get("keywords", {}).items():
        heading = Term("heading", section, section)
        yield from ((fold(word), heading) for word in listed)


def _near(word: str) -> list[str]:
    """Return a word, and the word without each of its letters: two that share one of these differ by a slip."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]
