"""What a check finds, and how it is told: as rows, and as lines to read, document by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from ilo_graph.tables import Table, printable

Severity = Literal["violation", "warning", "discrepancy", "unresolved", "ambiguous"]

_COLUMNS = ("severity", "what", "where", "start", "entity", "message", "advice")
_TYPES = ("string", "string", "string", "integer", "string", "string", "string")
_GRAVEST_FIRST: tuple[Severity, ...] = ("violation", "warning", "discrepancy", "unresolved", "ambiguous")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody should look at: what, where, why, and what to do about it."""

    severity: Severity
    what: str
    where: str  # the document's path, or the file of the catalogue; "what was derived"
    start: int | None  # the character of the document where the words begin
    entity: str  # the words cited, or the node that is wrong
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one check."""

    documents: int
    violations: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    discrepancies: tuple[Finding, ...] = ()
    unresolved: tuple[Finding, ...] = ()  # and ambiguous

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them, the gravest first."""
        return (*self.violations, *self.warnings, *self.discrepancies, *self.unresolved)

    @property
    def table(self) -> Table:
        """The findings as a table, one row each."""
        rows = tuple(tuple(getattr(finding, column) for column in _COLUMNS) for finding in self.findings)
        return Table(_COLUMNS, rows, _TYPES)

    @property
    def summary(self) -> str:
        """The numbers in one sentence."""
        return summary(counted(self.documents, "document"), Counter(finding.severity for finding in self.findings))

    def __str__(self) -> str:
        return "\n".join((*lines(sorted(self.findings, key=lambda finding: finding.where)), self.summary)) + "\n"


def report(documents: int, findings: Iterable[Finding]) -> Report:
    """Return the report of some findings."""
    by_severity: dict[Severity, list[Finding]] = {severity: [] for severity in _GRAVEST_FIRST}
    for finding in findings:
        by_severity[finding.severity].append(finding)
    violations, warnings, discrepancies, unresolved, ambiguous = (tuple(by_severity[s]) for s in _GRAVEST_FIRST)
    open_ones = sorted((*unresolved, *ambiguous), key=lambda finding: (finding.where, finding.start or 0))
    return Report(documents, violations, warnings, discrepancies, tuple(open_ones))


def lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield the findings as lines, those of one file together, the gravest first and equal ones once."""
    for where, group in groupby(findings, key=lambda finding: finding.where):
        found = sorted(group, key=lambda f: (_GRAVEST_FIRST.index(f.severity), f.start or 0))
        together: dict[tuple[str, ...], list[Finding]] = {}
        for finding in found:
            together.setdefault((finding.severity, finding.what, finding.message, finding.advice), []).append(finding)
        yield printable(f"{where} ({len(found)})")
        for (severity, what, message, advice), same in together.items():
            yield printable(f"  {severity}, {what}: {_places(same)}")
            yield printable(f"    {message}")
            yield printable(f"    → {advice}")
        yield ""


def _places(same: list[Finding]) -> str:
    """Name the entities of findings that say the same, each once, with where it stands."""
    places: dict[str, list[int]] = {}
    for finding in same:
        places.setdefault(finding.entity, []).extend([] if finding.start is None else [finding.start])
    return ", ".join(
        f"{entity} at character{'s'[: len(starts) - 1]} {', '.join(map(str, starts))}" if starts else entity
        for entity, starts in places.items()
    )


def summary(checked: str, counts: Mapping[Severity, int]) -> str:
    """Say what was looked at, and how much of what was found."""
    said = (
        counted(counts.get("violation", 0), "violation of a shape", "violations of shapes"),
        counted(counts.get("warning", 0), "warning"),
        counted(counts.get("discrepancy", 0), "discrepancy", "discrepancies"),
        counted(counts.get("unresolved", 0), "unresolved reference"),
        counted(counts.get("ambiguous", 0), "ambiguous reference"),
    )
    return f"{checked}: {', '.join(said)}."


def counted(number: int, one: str, several: str = "") -> str:
    """Return a number with its noun."""
    return f"{number} {one if number == 1 else several or f'{one}s'}"
