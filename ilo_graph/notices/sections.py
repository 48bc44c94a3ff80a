"""The sections of a notice: from one heading to the next, so that every character belongs to exactly one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ilo_graph.model import Section, SectionKind
from ilo_graph.notices.marks import Mark


def read_sections(text: str, marks: Sequence[Mark], rest: SectionKind, *, header_end: int = 0) -> tuple[Section, ...]:
    """Cut a text at its headings; `rest` is what comes before them, "background" what follows a header's end."""
    turns: list[tuple[int, SectionKind]] = [(0, rest)]
    for start, kind in _turns(marks, header_end):
        if kind == turns[-1][1]:
            continue
        if start == turns[-1][0]:
            turns.pop()
        turns.append((start, kind))
    ends = [*(start for start, _ in turns), len(text)]
    return tuple(Section(kind, *span) for (_, kind), span in zip(turns, pairwise(ends), strict=True))


def _turns(marks: Sequence[Mark], header_end: int) -> Iterator[tuple[int, SectionKind]]:
    turns: list[tuple[int, SectionKind]] = [(mark.start, mark.term.section) for mark in marks]
    if header_end:
        turns.append((header_end, "background"))
    return iter(sorted(turns, key=lambda turn: turn[0]))
