"""Decisions applied to references that are only read, and go into no graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ilo_graph.corrections.decisions import Correction, all_unapplied, by_document, of_document
from ilo_graph.corrections.matching import Mark, in_words, placed
from ilo_graph.documents import Refusal
from ilo_graph.model import Notice, Reference


def decided(
    read: Iterable[tuple[Notice, list[Reference]]], corrections: Sequence[Correction], unapplied: list[Refusal]
) -> Iterator[tuple[Notice, list[Reference]]]:
    """Yield notices and their references as people decided; add the decisions that found no place to `unapplied`."""
    named = by_document(corrections)
    reached: set[str] = set()
    refused: list[Refusal] = []
    for notice, references in read:
        ours = of_document(named, notice.document.name, notice.document.sha256)
        reached.update(correction.place for correction in ours)
        changed, wrong = _applied(references, ours)
        refused += wrong
        yield notice, changed
    unapplied += all_unapplied(corrections, reached, refused)


def _applied(
    references: Sequence[Reference], corrections: Iterable[Correction]
) -> tuple[list[Reference], list[Refusal]]:
    marks = [Mark(number, r.start, r.end, r.text, r.id) for number, r in enumerate(references)]
    found, refused = placed(corrections, marks)
    changed = list(references)
    for correction, number in found:
        changed[number] = _changed(changed[number], correction)
    return changed, refused


def _changed(reference: Reference, correction: Correction) -> Reference:
    said = (*reference.corrections, in_words(correction, _read(reference, correction)))
    if correction.decision in ("role", "agent"):
        values: dict[str, Any] = {correction.decision: correction.value}
    elif correction.node is None:
        values = {"iri": None, "basis": "rejected", "candidates": (), "discrepancies": ()}
    else:
        values = {"iri": correction.node.value, "basis": "decided", "candidates": (), "discrepancies": ()}
        values |= {"id": correction.value, "kind": correction.kind}
    return replace(reference, corrections=said, **values)


def _read(reference: Reference, correction: Correction) -> tuple[str, ...]:
    if correction.decision in ("role", "agent"):
        return (getattr(reference, correction.decision),)
    return reference.candidates if reference.iri is None else (reference.id,)
