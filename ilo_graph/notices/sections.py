"""The sections of a notice: from one heading to the next, so that every character belongs to exactly one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ilo_graph.model import Section, SectionKind
from ilo_graph.notices.matching import Mark


def read_sections(text: str, marks: Sequence[Mark], rest: SectionKind, *, header_end: int = 0) -> tuple[Section, ...]:
    """Cut a text at its headings; `rest` is what comes before them, "background" what follows a header's end."""
    turns: list[tuple[int, SectionKind]] = [(0, rest)]
    for start, kind in _turns(marks, header_end):
        below_header = 0 < header_end == turns[-1][0]  # there the heading of the background begins a new section
        if kind == turns[-1][1] and not below_header:
            continue
        if start == turns[-1][0]:
            turns.pop()
        if not turns or kind != turns[-1][1] or below_header:
            turns.append((start, kind))
    ends = [*(start for start, _ in turns), len(text)]
    return tuple(Section(kind, *span) for (_, kind), span in zip(turns, pairwise(ends), strict=True))


def _turns(marks: Sequence[Mark], header_end: int) -> list[tuple[int, SectionKind]]:
    turns: list[tuple[int, SectionKind]] = [(header_end, "background")] if header_end else []
    turns.extend((mark.start, mark.term.section) for mark in marks)
    return sorted(turns, key=lambda turn: turn[0])  # of two at one place the heading comes last, and counts
