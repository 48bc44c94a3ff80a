"""Decisions applied to references that are only read, and go into no graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ilo_graph.corrections.decisions import Correction, all_unapplied, by_document, of_document
from ilo_graph.corrections.matching import Mark, contradicted, in_words, match
from ilo_graph.documents import Refusal
from ilo_graph.model import Notice, Reference


def decided(
    read: Iterable[tuple[Notice, list[Reference]]], corrections: Sequence[Correction], unapplied: list[Refusal]
) -> Iterator[tuple[Notice, list[Reference]]]:
    """Yield notices and their references as people decided; add the decisions that found no place to `unapplied`."""
    named = by_document(corrections)
    placed: set[str] = set()
    refused: list[Refusal] = []
    for notice, references in read:
        ours = of_document(named, notice.document.name, notice.document.sha256)
        placed.update(correction.place for correction in ours)
        changed, wrong = _applied(references, ours)
        refused += wrong
        yield notice, changed
    unapplied += all_unapplied(corrections, placed, refused)


def _applied(
    references: Sequence[Reference], corrections: Iterable[Correction]
) -> tuple[list[Reference], list[Refusal]]:
    marks = [Mark(number, r.start, r.end, r.text, r.id) for number, r in enumerate(references)]
    changed = list(references)
    refused: list[Refusal] = []
    places: dict[int, dict[str, str]] = {}
    for correction in corrections:
        found = match(correction, marks)
        before = places.setdefault(found.key, {}) if isinstance(found, Mark) else {}
        fault = found if isinstance(found, str) else contradicted(correction, before)
        if fault is not None or isinstance(found, str):
            refused.append(Refusal(correction.place, fault or ""))
            continue
        before[correction.decision] = correction.place
        changed[found.key] = _changed(changed[found.key], correction)
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
