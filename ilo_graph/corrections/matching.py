"""Which of the mentions of a document a decision is about, and how it is told in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ilo_graph.corrections.decisions import Correction
from ilo_graph.documents import Refusal

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Mark(Generic[_Key]):
    """A mention as it was read."""

    key: _Key
    start: int
    end: int
    text: str
    code: str


def placed(
    corrections: Iterable[Correction], marks: Sequence[Mark[_Key]]
) -> tuple[list[tuple[Correction, _Key]], list[Refusal]]:
    """Return each decision with the mention that it is about, and the decisions that cannot be applied, with why."""
    found: list[tuple[Correction, _Key]] = []
    refused: list[Refusal] = []
    decided: dict[_Key, dict[str, str]] = {}
    for correction in corrections:
        mark = _match(correction, marks)
        before = decided.setdefault(mark.key, {}) if isinstance(mark, Mark) else {}
        fault = mark if isinstance(mark, str) else _contradicted(correction, before)
        if isinstance(mark, Mark) and fault is None:
            before[correction.decision] = correction.place
            found.append((correction, mark.key))
        else:
            refused.append(Refusal(correction.place, fault or ""))
    return found, refused


def _match(correction: Correction, marks: Sequence[Mark[_Key]]) -> Mark[_Key] | str:
    """Return the one mention that a decision is about, or why there is none."""
    here = [mark for mark in marks if (mark.start, mark.end) == (correction.start, correction.end)]
    where = f"at {correction.start}-{correction.end} in {correction.document}"
    if not here:
        return f"nothing was read {where}: copy start and end from `ilo-graph extract`, or remove the line"
    words = here[0].text
    if " ".join(words.split()) != " ".join(correction.text.split()):
        return f"the words {where} are {words!r}, not {correction.text!r}: look whether the decision still holds"
    meant = [mark for mark in here if correction.code in ("", mark.code)]
    if len(meant) != 1:
        codes = ", ".join(sorted(mark.code for mark in here))
        return f"what was read {where} is {codes}: say which of them is meant in a column named code"
    return meant[0]


def _contradicted(correction: Correction, before: Mapping[str, str]) -> str | None:
    """Say where another line has decided about the same; `before` has the places of the decisions by their kind."""
    rival = before.get(correction.decision) or before.get("no-reference")
    if correction.decision == "no-reference":
        rival = next(iter(before.values()), None)
    return f"{rival} has decided about the same mention: keep one of the two lines" if rival else None


def in_words(correction: Correction, read: Sequence[str]) -> str:
    """Tell a decision in one sentence: who, when, what, and what had been read."""
    meant = {"target": "this means", "no-reference": "this is no reference"}
    said = f"{meant.get(correction.decision, f'the {correction.decision} is')} {correction.value}".strip()
    had = f"{' or '.join(read) or 'nothing that a catalogue has'} had been read"
    if list(read) == [correction.value]:
        had = "so it had been read"
    why = f" ({correction.why})" if correction.why else ""
    return f"{correction.by} decided on {correction.on}: {said}; {had}{why}."
