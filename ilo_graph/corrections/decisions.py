"""The decisions as they stand in their file: read, and checked against the catalogues before anything is built."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from pyoxigraph import NamedNode

from ilo_graph.catalogue import Catalogue, Entry
from ilo_graph.documents import Refusal
from ilo_graph.errors import CorrectionError
from ilo_graph.model import Agent, Kind, Role
from ilo_graph.vocabulary import concept

Decision = Literal["target", "no-reference", "role", "agent"]

COLUMNS = ("document", "start", "end", "text", "decision", "value", "by", "on")
OPTIONAL = ("code", "why")
_CONCEPTS: Mapping[str, tuple[str, ...]] = {"role": get_args(Role), "agent": get_args(Agent)}
_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision about one mention, and where it stands."""

    place: str  # the file's name and the line
    document: str  # the SHA-256 of the document, or its path as `extract` prints it
    start: int
    end: int
    text: str
    code: str  # what was read, where several mentions share their words; else empty
    decision: Decision
    value: str  # the id, role or agent; empty for "no-reference"
    node: NamedNode | None  # the same as an IRI
    kind: str  # of the target that was decided on
    by: str
    on: str  # ISO 8601
    why: str


def load(paths: Sequence[Path], catalogue: Catalogue) -> tuple[Correction, ...]:
    """Return the decisions of the files; CorrectionError, with file and line, for all that cannot be used."""
    found: list[Correction] = []
    faults: list[str] = []
    for path in paths:
        for line, row in _rows(path):
            wrong = list(_faults(row, catalogue))
            faults += [f"{path}, line {line}: {fault}" for fault in wrong]
            if not wrong:
                found.append(_correction(f"{path.name}, line {line}", row, catalogue))
    if faults:
        raise CorrectionError("\n".join(faults))
    return tuple(found)


def by_document(corrections: Iterable[Correction]) -> Mapping[str, Sequence[Correction]]:
    """Return the decisions by the document that they name."""
    named: dict[str, list[Correction]] = {}
    for correction in corrections:
        named.setdefault(correction.document, []).append(correction)
    return named


def of_document(named: Mapping[str, Sequence[Correction]], name: str, sha256: str) -> list[Correction]:
    """Return the decisions about a document: by its path, its hash, or the half of that in its IRI."""
    return [correction for key in (name, sha256, sha256[:32]) for correction in named.get(key, ())]


def all_unapplied(
    corrections: Sequence[Correction], placed: Iterable[str], refused: Iterable[Refusal]
) -> list[Refusal]:
    """Return the decisions that were not applied: the refused, and those without a document, in their order.

    `placed` are the places of the decisions whose document was read.
    """
    known = frozenset(placed)
    absent = (Refusal(c.place, _NO_DOCUMENT.format(c.document)) for c in corrections if c.place not in known)
    order = {correction.place: number for number, correction in enumerate(corrections)}
    return sorted((*refused, *absent), key=lambda refusal: order[refusal.name])


_NO_DOCUMENT = "no document {} was read: give its SHA-256, or its path as `ilo-graph extract` prints it"


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with its line; spreadsheets may have put a mark before the first or semicolons between columns."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CorrectionError(f"{path} cannot be read ({error.strerror}): give the path of a CSV file") from error
    except UnicodeDecodeError as error:
        raise CorrectionError(f"{path} is not in UTF-8: save it as “CSV UTF-8”") from error
    head = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=";" if ";" in head and "," not in head else ",")
    columns = [column.strip() for column in next(reader, [])]
    _check_columns(path, columns)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            values = dict(zip(columns, cells, strict=False))
            yield reader.line_num, {column: values.get(column, "").strip() for column in (*COLUMNS, *OPTIONAL)}


def _check_columns(path: Path, columns: Sequence[str]) -> None:
    missing = [column for column in COLUMNS if column not in columns]
    unknown = [column for column in columns if column not in (*COLUMNS, *OPTIONAL)]
    if missing or unknown:
        wrong = [f"lacks {', '.join(missing)}"] if missing else []
        wrong += [f"has the unknown {', '.join(map(repr, unknown))}"] if unknown else []
        raise CorrectionError(
            f"{path}, line 1: the line of column names {' and '.join(wrong)}: write {','.join((*COLUMNS, 'why'))}"
        )


def _faults(row: _Row, catalogue: Catalogue) -> Iterator[str]:
    """Yield what is wrong with a row, each with what to do."""
    empty = [column for column in COLUMNS if not row[column] and column != "value"]
    if empty:
        yield f"{', '.join(empty)} must not be empty: a decision names its place, who made it and when"
    if not (row["start"].isdecimal() and row["end"].isdecimal()):
        yield "start and end are positions in the document: copy them from `ilo-graph extract`"
    if row["on"] and not _is_date(row["on"]):
        yield f"{row['on']!r} is no date: write it as 2026-11-22"
    if row["decision"] in get_args(Decision):
        yield from _value_faults(row, catalogue)
    elif row["decision"]:
        yield f"{row['decision']!r} is no decision: write one of {', '.join(get_args(Decision))}"


def _is_date(text: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _value_faults(row: _Row, catalogue: Catalogue) -> Iterator[str]:
    value, decision = row["value"], row["decision"]
    if decision == "no-reference":
        if value:
            yield f"no-reference takes no value: remove {value!r}, or decide on target"
    elif decision in _CONCEPTS:
        if value not in _CONCEPTS[decision]:
            yield f"{value!r} is no {decision}: write one of {', '.join(_CONCEPTS[decision])}"
    elif (entry := _entry(value, catalogue)) is None:
        near = difflib.get_close_matches(value, catalogue.entries, 3)
        hint = f" ({', '.join(near)}?)" if near else ""
        yield f"{value!r} stands in no catalogue{hint}: correct the id, or add the entity with --catalogue"
    elif entry.kind not in get_args(Kind):
        yield f"{value} is a {entry.kind}, which no mention can mean: give the id of an instrument, outcome, SDG ..."


def _entry(value: str, catalogue: Catalogue) -> Entry | None:
    return catalogue.get(value) or catalogue.by_iri(value)


def _correction(place: str, row: _Row, catalogue: Catalogue) -> Correction:
    entry = _entry(row["value"], catalogue) if row["decision"] == "target" else None
    node = NamedNode(entry.iri) if entry else None
    if row["decision"] in _CONCEPTS:
        node = concept(row["decision"], row["value"])
    return Correction(
        place=place,
        document=row["document"].lower() if re.fullmatch(r"[0-9A-Fa-f]{32,64}", row["document"]) else row["document"],
        start=int(row["start"]),
        end=int(row["end"]),
        text=row["text"],
        code=row["code"],
        decision=row["decision"],  # type: ignore[arg-type]  # one of them: checked before
        value=entry.id if entry else row["value"],
        node=node,
        kind=entry.kind if entry else "",
        by=row["by"],
        on=row["on"],
        why=row["why"],
    )
