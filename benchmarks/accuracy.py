"""How well notices are read: citations, roles and header fields against annotated texts, by kind, language and layout.

    python benchmarks/accuracy.py PREDICTED_FOLDER GOLD.jsonl [--errors]

A gold line has doc, start, end, kind, id, role; `optional` mentions are neither asked for nor counted against; `also`
lists further accepted ids. A reference is right where a gold mention of the same document and id overlaps it. With
--errors what was missed and wrongly taken is listed. Without arguments the texts beside this file are measured, which
were invented for the project, and the development set of a checkout, if it is there. Intervals are Wilson's, at 95 %.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from ilo_graph import documents, pipeline
from ilo_graph.model import Document, Notice, Reference
from ilo_graph.notices import recognise

CORE = ("instrument", "outcome", "output", "sdg_goal", "sdg_target", "sdg_indicator")
PASSAGES = Path(__file__).parent / "passages"
NOTICES = Path(__file__).parent / "notices"
DEVSET = Path(__file__).resolve().parents[2] / "shared"
SETS = (
    ("seeds", "seeds", "devset/gold-seeds.jsonl"),
    ("real passages", "devset/real", "devset/gold-real.jsonl"),
    ("invented notices", "devset/synthetic", "devset/gold-synthetic.jsonl"),
)


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated mention."""

    doc: str
    start: int
    end: int
    kind: str
    ids: frozenset[str]
    optional: bool
    text: str


def normal(identifier: str) -> str:
    """Return an id as it is compared: case folded, "-" and "/" alike."""
    return re.sub(r"[-/–]", "/", re.sub(r"\s+", "", identifier).casefold())


def read_gold(path: Path) -> list[Gold]:
    """Read the annotated mentions."""
    return [_gold(row["doc"], row) for row in _rows(path)]


@dataclass(frozen=True, slots=True)
class Read:
    """A document as it was read."""

    notice: Notice
    references: tuple[Reference, ...]


def read_passages(path: Path) -> tuple[list[Read], list[Gold]]:
    """Return annotated passages as they are read, and their annotated mentions."""
    rows = _rows(path)
    gold = [_gold(row["doc"], mention) for row in rows for mention in row["mentions"]]
    return [_read(documents.from_text(row["text"], row["doc"])) for row in rows], gold


def _read(document: Document) -> Read:
    notice, references = pipeline.read(document)
    return Read(notice, tuple(references))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _gold(doc: str, row: dict[str, Any]) -> Gold:
    return Gold(
        Path(doc).name,
        row["start"],
        row["end"],
        row["kind"],
        frozenset(normal(i) for i in (row["id"], *row.get("also", ()))),
        bool(row.get("optional")),
        row.get("text", ""),
    )


def predict(folder: Path) -> list[Read]:
    """Return every document of a folder as it is read."""
    return [_read(document) for document in documents.read(folder) if isinstance(document, Document)]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was right of what was taken, and found of what was wanted."""

    right: int
    taken: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """Right of taken."""
        return self.right / self.taken if self.taken else 1.0

    @property
    def recall(self) -> float:
        """Found of wanted."""
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return the 95 % confidence interval (Wilson) of a share."""
    if not of:
        return 0.0, 1.0
    share, z = right / of, 1.96
    middle = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Predictions and gold, matched; and in which language and layout each document was read."""

    taken: tuple[tuple[Reference, bool], ...]
    wanted: tuple[tuple[Gold, bool], ...]
    kept: Mapping[str, tuple[str, str]]

    def counts(self, kinds: Sequence[str], group: str = "") -> Counts:
        """Return the counts over some kinds, in all documents or those of one language or layout."""
        taken = [f for ref, f in self.taken if ref.kind in kinds and self._is_of(Path(ref.document).name, group)]
        wanted = [flag for gold, flag in self.wanted if gold.kind in kinds and self._is_of(gold.doc, group)]
        return Counts(sum(taken), len(taken), sum(wanted), len(wanted))

    def _is_of(self, doc: str, group: str) -> bool:
        return not group or group in self.kept.get(doc, ())


def compare(read: Sequence[Read], gold: Sequence[Gold]) -> Comparison:
    """Match references and gold mentions by document, id and overlap."""
    by_doc: dict[str, list[Gold]] = defaultdict(list)
    for mention in gold:
        by_doc[mention.doc].append(mention)
    found: set[Gold] = set()
    taken: list[tuple[Reference, bool]] = []
    for ref in (r for one in read for r in one.references):
        near = [g for g in by_doc[Path(ref.document).name] if ref.start < g.end and g.start < ref.end]
        matches = [g for g in near if normal(ref.id) in g.ids]
        required = [g for g in matches if not g.optional]
        found.update(required)
        if required or not (matches or (near and all(g.optional for g in near))):
            taken.append((ref, bool(required)))
    kept = {Path(r.notice.document.name).name: (r.notice.language, r.notice.layout) for r in read}
    return Comparison(tuple(taken), tuple((g, g in found) for g in gold if not g.optional), kept)


def report(name: str, comparison: Comparison, *, errors: bool) -> Iterator[str]:
    """Yield the lines of the report: by kind, and over the core kinds by language and layout."""
    kinds = sorted({g.kind for g, _ in comparison.wanted})  # a kind that is not annotated cannot be measured
    yield f"{name}\n  {'kind':<20}{'precision':>10}{'(95 %)':>16}{'recall':>9}{'(95 %)':>16}{'F1':>8}{'gold':>7}"
    for label, group in [*((k, [k]) for k in kinds), ("core kinds", list(CORE)), ("all kinds", kinds)]:
        yield _line(label, comparison.counts(group))
    for part in sorted({part for parts in comparison.kept.values() for part in parts}):
        if (counts := comparison.counts(CORE, part)).wanted:
            yield _line(f"core, {part}", counts)
    if errors:
        yield from (f"  missed       {g.doc} {g.start} {g.text!r}" for g, flag in comparison.wanted if not flag)
        yield from (
            f"  wrongly taken {r.document} {r.start} {r.text!r} as {r.id}" for r, f in comparison.taken if not f
        )


def _line(label: str, c: Counts) -> str:
    low, high = wilson(c.right, c.taken)
    least, most = wilson(c.found, c.wanted)
    return (
        f"  {label:<20}{c.precision:>10.3f}{f'{low:.3f}-{high:.3f}':>16}"
        f"{c.recall:>9.3f}{f'{least:.3f}-{most:.3f}':>16}{c.f1:>8.3f}{c.wanted:>7}"
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """An annotated mention, and what was decided on it; empty where it was not found."""

    gold: Mapping[str, str]
    language: str
    role: str
    agent: str
    text: str  # the passage


def judged(path: Path) -> list[Judged]:
    """Return what was decided on each mention of annotated passages."""
    pairs: list[Judged] = []
    for passage in _rows(path):
        found = pipeline.read(documents.from_text(passage["text"]))[1]
        for gold in passage["mentions"]:
            near = (r for r in found if r.start < gold["end"] and gold["start"] < r.end and r.id == gold["id"])
            ref = next(near, None)
            role, agent = (ref.role, ref.agent) if ref else ("", "")
            pairs.append(Judged(gold, passage["language"], role, agent, passage["text"]))
    return pairs


def role_report(name: str, pairs: Sequence[Judged], *, errors: bool) -> Iterator[str]:
    """Yield precision, recall and F1 of each role, then macro F1 and the share of right agents, also by group."""
    yield f"{name}\n  {'role':<20}{'precision':>10}{'(95 %)':>16}{'recall':>9}{'(95 %)':>16}{'F1':>8}{'gold':>7}"
    for role, counts in _by_role(pairs).items():
        yield _line(role, counts)
    instruments = [p for p in pairs if p.gold["kind"] == "instrument"]
    groups = {"all": pairs, "instruments": instruments}
    for language in sorted({p.language for p in pairs}):
        groups[language] = [p for p in pairs if p.language == language]
    for label, group in groups.items():
        scores = [counts.f1 for counts in _by_role(group).values()]
        right = sum(p.gold["agent"] == p.agent for p in group)
        low, high = wilson(right, len(group))
        agents = f"agent right {right / len(group):.3f} ({low:.3f}-{high:.3f})"
        yield f"  {label:<12} macro F1 {sum(scores) / len(scores):.3f}, {agents}, of {len(group)}"
    if errors:
        wrong = (p for p in pairs if (p.gold["role"], p.gold["agent"]) != (p.role, p.agent))
        yield from (
            f"  {p.gold['id']} is {p.gold['role']}/{p.gold['agent']}, not {p.role}/{p.agent}: {p.text}" for p in wrong
        )


def _by_role(pairs: Sequence[Judged]) -> dict[str, Counts]:
    counts: dict[str, Counts] = {}
    for role in sorted({p.gold["role"] for p in pairs}):
        right = sum(p.gold["role"] == p.role == role for p in pairs)
        taken, wanted = sum(p.role == role for p in pairs), sum(p.gold["role"] == role for p in pairs)
        counts[role] = Counts(right, taken, right, wanted)
    return counts


def field_report(folder: Path, *, errors: bool) -> Iterator[str]:
    """Yield the share of right header fields, by layout and language."""
    yield f"header fields of invented notices\n  {'':<20}{'right':>10}{'(95 %)':>16}{'gold':>7}"
    checked = [found for row in _rows(folder / "fields.jsonl") for found in _checked(folder, row)]
    groups: dict[str, list[bool]] = defaultdict(list)
    for row, _, _, right in checked:
        for group in (row["language"], row["layout"], "all"):
            groups[group].append(right)
    for group, flags in sorted(groups.items()):
        low, high = wilson(sum(flags), len(flags))
        yield f"  {group:<20}{sum(flags) / len(flags):>10.3f}{f'{low:.3f}-{high:.3f}':>16}{len(flags):>7}"
    if errors:
        yield from (f"  {row['doc']} {key}: {row[key]!r}, not {got!r}" for row, key, got, right in checked if not right)


def _checked(folder: Path, row: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, str, bool]]:
    """Yield for each annotated field of a notice: its name, what was read, and whether it is right."""
    name = f"{row['doc'].removesuffix('.txt')}.txt"
    notice = recognise(documents.from_text((folder / name).read_text("utf-8"), name))
    for key, wanted in row.items():
        if key not in ("doc", "language", "layout"):
            got = _value(notice, key)
            yield row, key, got, _plain(got) == _plain(str(wanted))


def _value(notice: Notice, key: str) -> str:
    if key == "duties_count":
        return str(sum(duty.kind == "duty" for duty in notice.duties))
    if key == "duty_station":
        place = ", ".join(filter(None, map(notice.value, ("duty_station_city", "duty_station_country"))))
        return notice.value(key) or place
    return notice.value(key) or (notice.value("organisational_unit") if key == "unit" else None) or ""


def _plain(value: str) -> str:
    return re.sub(r"[\s*_|]+", " ", value).strip(" .,;:").casefold().replace("–", "-")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    if args.gold:
        print(*report("given texts", compare(predict(args.folder), read_gold(args.gold)), errors=args.errors), sep="\n")
        return 0
    passages = compare(*read_passages(PASSAGES / "citations.jsonl"))
    print(*report("invented passages", passages, errors=args.errors), sep="\n")
    print(*role_report("invented passages", judged(PASSAGES / "roles.jsonl"), errors=args.errors), sep="\n")
    print(*field_report(NOTICES, errors=args.errors), sep="\n")
    if not DEVSET.is_dir():
        return 0
    for name, folder, gold in SETS:
        compared = compare(predict(DEVSET / folder), read_gold(DEVSET / gold))
        print(*report(name, compared, errors=args.errors), sep="\n")
    roles = judged(DEVSET / "devset/roles.jsonl")
    print(*role_report("development passages", roles, errors=args.errors), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
