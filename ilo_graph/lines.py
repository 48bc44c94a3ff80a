"""References and header fields as JSON objects, one a line: what `ilo-graph extract` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ilo_graph.model import Discrepancy, Notice, Reference

_NUMBERS = frozenset({"issue_year", "minimum_years_experience", "maximum_years_experience"})
_LISTS = frozenset({"languages_required"})
_UNITS = ("department", "organisational_unit", "unit")


def reference(ref: Reference) -> dict[str, object]:
    """Return a reference as a JSON object; positions count the characters of the document's text."""
    return {
        "doc": ref.document,
        "start": ref.start,
        "end": ref.end,
        "text": ref.text,
        "kind": ref.kind,
        "id": ref.id,
        "iri": ref.iri,
        "section": ref.section,
        "role": ref.role,
        "agent": ref.agent,
        "basis": ref.basis,
        "rule": ref.rule,
        "cue": ref.cue,
        "candidates": list(ref.candidates),
        "quote": ref.quote,
        "page": ref.page,
        "discrepancies": [_discrepancy(d) for d in ref.discrepancies],
        **({"corrections": list(ref.corrections)} if ref.corrections else {}),
    }


def _discrepancy(discrepancy: Discrepancy) -> dict[str, object]:
    return {
        "kind": discrepancy.kind,
        "message": discrepancy.message,
        "stated": discrepancy.stated,
        "authority": discrepancy.authority,
        "likely": discrepancy.likely,
    }


def notice(read: Notice, references: Sequence[Reference]) -> dict[str, object]:
    """Return the header fields, sections and duties of a notice as a JSON object."""
    return {
        "doc": read.document.name,
        "sha256": read.document.sha256,
        "layout": read.layout,
        "language": read.language,
        "fields": dict(_fields(read, references)),
        "sections": [{"kind": s.kind, "start": s.start, "end": s.end} for s in read.sections],
        "duties": [
            {"position": d.position, "kind": d.kind, "start": d.start, "end": d.end, "text": d.text}
            for d in read.duties
        ],
    }


def _fields(read: Notice, references: Sequence[Reference]) -> Iterator[tuple[str, object]]:
    for field in read.fields:
        yield field.name, _value(field.name, field.value)
        if field.name in _UNITS:
            units = (r.id for r in references if r.kind == "unit" and field.start <= r.start and r.end <= field.end)
            yield f"{field.name}_id", next(units, None)
    if read.layout != "plain":
        yield "duties_count", sum(d.kind == "duty" for d in read.duties)
        yield "key_outputs_count", sum(d.kind == "output" for d in read.duties)


def _value(name: str, value: str) -> object:
    if name in _NUMBERS and value.isdigit():
        return int(value)
    return value.split("; ") if name in _LISTS else value
