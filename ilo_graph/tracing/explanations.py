"""What an explanation is, and how it is printed."""

from __future__ import annotations

import html
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, overload

from ilo_graph.tables import printable


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reference in a document: its words, where they stand, and what they were taken to mean."""

    words: str
    document: str
    section: str
    start: int
    role: str
    agent: str
    basis: str
    rule: str
    cue: str = ""
    quote: str = ""  # empty in a store without the sentences of the documents
    page: int | None = None
    discrepancies: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()  # what people decided about it, in words


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of an explanation, by short ids, and what it rests on."""

    subject: str
    predicate: str  # IRI
    label: str  # the predicate in words
    object: str
    title: str  # of the object
    how: Literal["stated", "catalogue", "derived"]
    evidence: tuple[Evidence, ...] = ()  # of a stated hop
    attestation: str | None = None  # of a catalogue's hop
    source: str | None = None
    rule: str | None = None  # that made a stated or a derived hop


@dataclass(frozen=True, slots=True)
class Explanation:
    """One way in which a post or a unit is linked to a mandate, hop by hop."""

    subject: str
    label: str  # the link in words: "contributes to", "contributes indirectly to", "mentions" ...
    object: str
    rule: str
    stated: bool  # a document says so itself; otherwise it follows from what one says and the catalogues
    hops: tuple[Hop, ...]

    def __str__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str:
        return _as_html(str(self))


@dataclass(frozen=True, slots=True)
class Thing:
    """An end of an explanation."""

    id: str
    title: str

    def __str__(self) -> str:
        return f"{self.id} ({self.title})"


@dataclass(frozen=True, slots=True, repr=False)
class Explanations(Sequence[Explanation]):
    """The best explanations of how two things are linked, and how many more there are."""

    subject: Thing
    object: Thing
    told: tuple[Explanation, ...]
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.told)

    @overload
    def __getitem__(self, index: int) -> Explanation: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Explanation, ...]: ...
    def __getitem__(self, index: int | slice) -> Explanation | tuple[Explanation, ...]:
        return self.told[index]

    def __str__(self) -> str:
        return "\n".join([*_wrapped(self._heading(), _columns(), 0), "", *map(str, self.told)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return _as_html(str(self))

    def _heading(self) -> str:
        if not self.told:
            return f"Nothing links {self.subject} to {self.object}."
        number = f"{len(self)} explanation{'' if len(self) == 1 else 's'}"
        best = f"the best {len(self)} of {len(self) + self.left_out} explanations" if self.left_out else number
        return f"{best[0].upper()}{best[1:]} of how {self.subject} is linked to {self.object}"


def as_text(explanation: Explanation, *, width: int | None = None) -> str:
    """Render an explanation for a terminal: each hop, then the words or the source that it rests on."""
    width = width or _columns()
    return "\n".join(line for text, indent in _parts(explanation) for line in _wrapped(text, width, indent)) + "\n"


def _columns() -> int:
    return shutil.get_terminal_size((100, 24)).columns


def _as_html(text: str) -> str:
    return f'<pre style="white-space: pre-wrap">{html.escape(text)}</pre>'


def _parts(explanation: Explanation) -> Iterator[tuple[str, int]]:
    """Yield each piece of text with its indent."""
    origin = "stated" if explanation.stated else "derived from what is stated and the catalogues"
    yield f"{explanation.subject} {explanation.label} {explanation.object}: {origin}", 0
    for number, hop in enumerate(explanation.hops, start=1):
        yield f"{number}. {hop.subject} {hop.label} {hop.object}, {hop.title} [{_how(hop)}]", 2
        for evidence in hop.evidence:
            yield from _evidence(evidence)


def _how(hop: Hop) -> str:
    if hop.how == "catalogue":
        return f"catalogue, {hop.attestation or 'not attested'}" + (f": {hop.source}" if hop.source else "")
    return "stated" if hop.how == "stated" else f"derived by the rule {hop.rule!r}"


def _evidence(evidence: Evidence) -> Iterator[tuple[str, int]]:
    yield f"“{evidence.words}”", 5
    if evidence.quote:
        yield f"> {evidence.quote}", 7
    page = f", page {evidence.page}" if evidence.page else ""
    yield f"in {evidence.document}, {evidence.section}{page}, character {evidence.start}", 7
    cue = f", by the words “{evidence.cue}”" if evidence.cue else ""
    yield f"read as: role {evidence.role}, agent {evidence.agent}{cue}; {evidence.basis}, rule {evidence.rule}", 7
    for discrepancy in evidence.discrepancies:
        yield f"! {discrepancy}", 7
    for correction in evidence.corrections:
        yield f"* {correction}", 7


def _wrapped(text: str, width: int, indent: int) -> list[str]:
    first, rest = " " * indent, " " * (indent + 2)
    return textwrap.wrap(printable(text), width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
