"""How well notices are read: precision, recall and F1 against annotated texts, by kind, and of the roles.

    python benchmarks/accuracy.py PREDICTED_FOLDER GOLD.jsonl [--errors]

A gold line has doc, start, end, kind, id, role; `optional` mentions are neither asked for nor counted against; `also`
lists further accepted ids. A reference is right where a gold mention of the same document and id overlaps it. With
--errors what was missed and wrongly taken is listed. Without arguments the passages beside this file are measured
(invented and annotated for the project), and the development set of a checkout, if it is there.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from ilo_graph import documents, pipeline
from ilo_graph.model import Document, Reference

CORE = ("instrument", "outcome", "output", "sdg_goal", "sdg_target", "sdg_indicator")
PASSAGES = Path(__file__).parent / "passages"
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


def read_passages(path: Path) -> tuple[list[Reference], list[Gold]]:
    """Return what is found in annotated passages, and their annotated mentions."""
    found: list[Reference] = []
    gold: list[Gold] = []
    for row in _rows(path):
        found += pipeline.read(documents.from_text(row["text"], row["doc"]))[1]
        gold += (_gold(row["doc"], mention) for mention in row["mentions"])
    return found, gold


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


def predict(folder: Path) -> list[Reference]:
    """Return the references in every document of a folder."""
    return [r for d in documents.read(folder) if isinstance(d, Document) for r in pipeline.read(d)[1]]


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
    """Predictions and gold, matched."""

    taken: tuple[tuple[Reference, bool], ...]
    wanted: tuple[tuple[Gold, bool], ...]

    def counts(self, kinds: Sequence[str]) -> Counts:
        """Return the counts over some kinds."""
        taken = [flag for ref, flag in self.taken if ref.kind in kinds]
        wanted = [flag for gold, flag in self.wanted if gold.kind in kinds]
        return Counts(sum(taken), len(taken), sum(wanted), len(wanted))


def compare(references: Sequence[Reference], gold: Sequence[Gold]) -> Comparison:
    """Match references and gold mentions by document, id and overlap."""
    by_doc: dict[str, list[Gold]] = defaultdict(list)
    for mention in gold:
        by_doc[mention.doc].append(mention)
    found: set[Gold] = set()
    taken: list[tuple[Reference, bool]] = []
    for ref in references:
        near = [g for g in by_doc[Path(ref.document).name] if ref.start < g.end and g.start < ref.end]
        matches = [g for g in near if normal(ref.id) in g.ids]
        required = [g for g in matches if not g.optional]
        found.update(required)
        if required or not (matches or (near and all(g.optional for g in near))):
            taken.append((ref, bool(required)))
    return Comparison(tuple(taken), tuple((g, g in found) for g in gold if not g.optional))


def judged(path: Path) -> list[tuple[str, str, str, str]]:
    """Return for each mention of annotated passages: its role, the role given, its agent, the agent given."""
    pairs: list[tuple[str, str, str, str]] = []
    for passage in _rows(path):
        found = pipeline.read(documents.from_text(passage["text"]))[1]
        for gold in passage["mentions"]:
            near = (r for r in found if r.start < gold["end"] and gold["start"] < r.end and r.id == gold["id"])
            ref = next(near, None)
            pairs.append((gold["role"], ref.role if ref else "", gold["agent"], ref.agent if ref else ""))
    return pairs


def role_report(name: str, pairs: Sequence[tuple[str, str, str, str]]) -> Iterator[str]:
    """Yield the F1 of each role, their mean, and the share of right agents."""
    yield f"{name}\n  {'role':<14}{'precision':>10}{'recall':>9}{'F1':>8}{'gold':>7}"
    scores = []
    for role in sorted({gold for gold, *_ in pairs}):
        right = sum(gold == given == role for gold, given, *_ in pairs)
        taken, wanted = sum(given == role for _, given, *_ in pairs), sum(gold == role for gold, *_ in pairs)
        counts = Counts(right, taken, right, wanted)
        scores.append(counts.f1)
        yield f"  {role:<14}{counts.precision:>10.3f}{counts.recall:>9.3f}{counts.f1:>8.3f}{wanted:>7}"
    agents = sum(gold == given for *_, gold, given in pairs) / len(pairs)
    yield f"  macro F1 {sum(scores) / len(scores):.3f}, agent right {agents:.3f}"


def report(name: str, comparison: Comparison, *, errors: bool) -> Iterator[str]:
    """Yield the lines of the report."""
    kinds = sorted({g.kind for g, _ in comparison.wanted})  # a kind that is not annotated cannot be measured
    yield f"{name}\n  {'kind':<14}{'precision':>10}{'(95 %)':>16}{'recall':>9}{'(95 %)':>16}{'F1':>8}{'gold':>7}"
    for label, group in [*((k, [k]) for k in kinds), ("core kinds", list(CORE)), ("all kinds", kinds)]:
        c = comparison.counts(group)
        low, high = wilson(c.right, c.taken)
        least, most = wilson(c.found, c.wanted)
        yield (
            f"  {label:<14}{c.precision:>10.3f}{f'{low:.3f}-{high:.3f}':>16}"
            f"{c.recall:>9.3f}{f'{least:.3f}-{most:.3f}':>16}{c.f1:>8.3f}{c.wanted:>7}"
        )
    if errors:
        yield from (f"  missed       {g.doc} {g.start} {g.text!r}" for g, flag in comparison.wanted if not flag)
        yield from (
            f"  wrongly taken {r.document} {r.start} {r.text!r} as {r.id}" for r, f in comparison.taken if not f
        )


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
    print(*role_report("invented passages", judged(PASSAGES / "roles.jsonl")), sep="\n")
    if not DEVSET.is_dir():
        return 0
    for name, folder, gold in SETS:
        compared = compare(predict(DEVSET / folder), read_gold(DEVSET / gold))
        print(*report(name, compared, errors=args.errors), sep="\n")
    print(*role_report("development passages", judged(DEVSET / "devset/roles.jsonl")), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
