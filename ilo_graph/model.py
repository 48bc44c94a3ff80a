"""The nouns: what is read, what is found in it, and what it was taken to mean. All frozen; none does anything."""

from __future__ import annotations

import html
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

Kind = Literal["instrument", "outcome", "output", "sdg_goal", "sdg_target", "sdg_indicator", "unit", "mandate"]
Role = Literal["contribution", "framework", "learning", "context"]
Agent = Literal["post", "unit", "organization", "other"]
Basis = Literal["stated", "inferred", "corrected", "ambiguous", "unresolved", "decided", "rejected"]
Language = Literal["en", "fr", "es"]
SectionKind = Literal[
    "header", "supervision", "introduction", "duties", "qualifications", "training", "learning", "background"
]


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one file: positions everywhere count its characters (code points)."""

    name: str  # path relative to what was asked for; for a single file its name
    text: str
    sha256: str  # of the file's bytes, in hexadecimal
    media_type: str
    pages: tuple[int, ...] = ()  # where each page starts in the text; empty for formats without pages


@dataclass(frozen=True, slots=True)
class Field:
    """One header field of a notice, as printed."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a notice under one heading."""

    kind: SectionKind
    start: int  # of the heading, so that the sections of a notice tile its text
    end: int


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty, or one key output expected of the post."""

    position: int  # from 1, in the order of the text
    kind: Literal["duty", "output"]
    text: str  # without its marker, broken lines joined
    start: int
    end: int


_Part = TypeVar("_Part", "Section", "Duty")


def _holding(parts: Sequence[_Part], position: int) -> _Part | None:
    """Return the one of several parts of a text, in their order, that holds a position."""
    place = bisect_right(parts, position, key=lambda part: part.start) - 1
    return parts[place] if place >= 0 and position < parts[place].end else None


@dataclass(frozen=True, slots=True)
class Notice:
    """A vacancy notice as its document gives it."""

    document: Document
    layout: str  # which recogniser read it; "plain" where none did
    language: Language
    fields: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()
    duties: tuple[Duty, ...] = ()

    def value(self, name: str) -> str | None:
        """Return what the header field says, or None."""
        return next((f.value for f in self.fields if f.name == name), None)

    def section_at(self, position: int) -> Section | None:
        """Return the section that holds a position of the text."""
        return _holding(self.sections, position)

    def duty_at(self, position: int) -> Duty | None:
        """Return the duty that holds a position of the text."""
        return _holding(self.duties, position)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that cite a mandate, before it is settled which one.

    `code` is what the words say ("C102", "SDG8.4", "7"): for outcomes and outputs the number alone, since the
    biennium is settled later; None where only a title was given. `candidates` are the ids that the title may mean.
    """

    start: int
    end: int
    kind: Kind
    rule: str
    code: str | None = None
    candidates: tuple[str, ...] = ()
    title: str | None = None  # the title as printed, where one was
    year: int | None = None  # the year as printed


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A point on which a document and an authority, or a document and itself, disagree."""

    kind: str  # a concept of the scheme `discrepancy` in ontology/concepts.ttl
    message: str  # in plain words, with what the authority says
    stated: str
    authority: str | None = None
    likely: str | None = None  # the id that was probably meant


@dataclass(frozen=True, slots=True)
class Reference:
    """One citation of a mandate: what it says, where, what it was taken to mean, and how that was decided."""

    document: str  # the document's name
    start: int
    end: int
    text: str
    kind: Kind
    id: str  # the target's id; the stated code where nothing in the catalogues has it, the likeliest where ambiguous
    iri: str | None  # None for basis ambiguous and unresolved
    section: SectionKind
    role: Role
    agent: Agent
    basis: Basis
    rule: str
    cue: str  # the words that decided the role; empty where the section alone did
    quote: str
    candidates: tuple[str, ...] = ()
    page: int | None = None
    discrepancies: tuple[Discrepancy, ...] = ()
    corrections: tuple[str, ...] = ()  # what people decided about it, in words

    @property
    def target(self) -> str | None:
        """The id of what is cited; None where that is not settled."""
        return self.id if self.iri else None

    def _repr_html_(self) -> str:
        """Return the reference for a notebook: its words in their sentence, what they mean, where they stand."""
        words, sentence = html.escape(self.text), html.escape(self.quote)
        marked = sentence.replace(words, f"<mark>{words}</mark>", 1)
        place = f"{self.document}, {self.section}, character {self.start}"
        meant = f"{self.id}: role {self.role}, agent {self.agent}, {self.basis}"
        return f"<p><b>{html.escape(meant)}</b><br>{marked}<br><small>{html.escape(place)}</small></p>"
