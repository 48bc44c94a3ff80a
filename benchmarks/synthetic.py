"""Invented posts in any number, made of the real catalogues: what queries are measured on.

    python benchmarks/synthetic.py FOLDER [--posts 10000] [--seed 1]

Each notice is built of the same nouns as a real one and becomes quads by `triples`; the rules derive the links. How
often what is cited, in which role and by whom follows the five bundled posts, evened out; within a kind few things are
cited often and many seldom (1/rank). One post in ten is announced again two years later. The same seed gives the same
store.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from time import perf_counter

from pyoxigraph import Quad, RdfFormat, serialize

from ilo_graph import catalogue as catalogues
from ilo_graph import rules, triples
from ilo_graph.catalogue import Catalogue, Entry
from ilo_graph.model import Agent, Discrepancy, Document, Duty, Field, Kind, Notice, Reference, Role, SectionKind
from ilo_graph.store import Store, building

AGAIN = 0.1  # of the posts are announced a second time
WRONG = 0.03  # of the references to outcomes and instruments disagree with the authority
YEARS = range(2018, 2027)
CITED = (3, 4, 5, 6, 7, 8, 9)  # references in one notice, beside that to its unit

# How many of a hundred references are of a kind; the bundled posts have more units and other mandates.
KINDS: dict[Kind, int] = {
    "instrument": 34, "outcome": 14, "output": 10, "sdg_goal": 6, "sdg_target": 10, "sdg_indicator": 2, "mandate": 24,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """One way to cite: the words before the mandate decide its role and agent."""

    weight: int
    role: Role
    agent: Agent
    section: SectionKind
    cue: str


CLAUSES = (
    Clause(6, "contribution", "post", "duties", "supports the ratification campaign for"),
    Clause(12, "contribution", "post", "duties", "promotes the application of"),
    Clause(12, "contribution", "post", "duties", "contributes to"),
    Clause(8, "contribution", "unit", "introduction", "the Unit works towards"),
    Clause(4, "contribution", "unit", "introduction", "the Unit leads the ratification of"),
    Clause(4, "contribution", "organization", "background", "the Office reports on"),
    Clause(10, "framework", "post", "duties", "in accordance with"),
    Clause(8, "framework", "unit", "introduction", "guided by"),
    Clause(14, "learning", "post", "learning", "to gain knowledge of"),
    Clause(22, "context", "other", "background", "Members have adopted"),
)


@dataclass(frozen=True, slots=True)
class Pool:
    """The entries of one kind, with their weights added up."""

    entries: tuple[Entry, ...]
    weights: tuple[float, ...]

    def pick(self, chance: random.Random) -> Entry:
        """Return one of the entries, the first ones most often."""
        return chance.choices(self.entries, cum_weights=self.weights)[0]


def pool(entries: Sequence[Entry], chance: random.Random) -> Pool:
    """Return a pool in which the entry of rank n has the weight 1/n; the ranks are drawn."""
    drawn = tuple(chance.sample(entries, len(entries)))
    return Pool(drawn, tuple(accumulate(1 / rank for rank in range(1, len(drawn) + 1))))


def pools(catalogue: Catalogue, chance: random.Random) -> dict[str, Pool]:
    """Return a pool for each kind, and for outcomes and outputs one for each biennium ("outcome 2024-25")."""
    found: dict[str, Pool] = {kind: pool(catalogue.by_kind(kind), chance) for kind in (*KINDS, "unit")}
    for kind in ("outcome", "output"):
        bienniums = sorted({entry.biennium for entry in catalogue.by_kind(kind) if entry.biennium})
        for biennium in bienniums:
            entries = [entry for entry in catalogue.by_kind(kind) if entry.biennium == biennium]
            found[f"{kind} {biennium}"] = pool(entries, chance)
    return found


def notices(posts: int, catalogue: Catalogue, seed: int) -> Iterator[tuple[Notice, list[Reference]]]:
    """Yield the notices of so many posts, with their references."""
    chance = random.Random(seed)
    drawn = pools(catalogue, chance)
    for number in range(1, posts + 1):
        unit, year = drawn["unit"].pick(chance), chance.choice(YEARS)
        for issue in (year, year + 2)[: 2 if chance.random() < AGAIN and year + 2 in YEARS else 1]:
            yield notice(f"{90_000 + number}", unit, issue, drawn, chance)


def notice(
    number: str, unit: Entry, year: int, drawn: dict[str, Pool], chance: random.Random
) -> tuple[Notice, list[Reference]]:
    """Return one notice: its header, and a sentence for each reference."""
    values = {
        "post_number": number, "title": f"Junior Professional Officer, area {chance.randrange(200)}", "unit": unit.id,
        "publication_date": f"{year}-{chance.randrange(1, 13):02}", "duty_station": "Geneva", "grade": "P2",
    }  # fmt: skip
    text = ""
    fields: list[Field] = []
    duties: list[Duty] = []
    for name, value in values.items():
        fields.append(Field(name, value, len(text), len(text) + len(value)))
        text += f"{value}\n"
    at = next(field for field in fields if field.name == "unit")
    found = [reference(number, unit, "unit", CLAUSES[-1], at.start, section="header")]
    for _ in range(chance.choice(CITED)):
        kind: Kind = chance.choices(tuple(KINDS), weights=tuple(KINDS.values()))[0]
        entry, clause = cited(kind, year, drawn, chance), chance.choices(CLAUSES, [c.weight for c in CLAUSES])[0]
        sentence = f"The holder or unit {clause.cue} {entry.id} in {chance.randrange(1000)} activities.\n"
        found.append(disputed(reference(number, entry, kind, clause, len(text) + sentence.index(entry.id)), chance))
        if clause.section == "duties":
            duties.append(Duty(len(duties) + 1, "duty", sentence.strip(), len(text), len(text) + len(sentence)))
        text += sentence
    document = Document(f"{number}-{year}.txt", text, hashlib.sha256(text.encode()).hexdigest(), "text/plain")
    found = [replace(r, document=document.name, quote=line_at(text, r.start)) for r in found]
    return Notice(document, "jpo-form", "en", tuple(fields), (), tuple(duties)), found


def cited(kind: Kind, year: int, drawn: dict[str, Pool], chance: random.Random) -> Entry:
    """Return what is cited: of outcomes and outputs one of the biennium of the year, where the catalogue has any."""
    first = year - year % 2
    return drawn.get(f"{kind} {first}-{(first + 1) % 100:02}", drawn[kind]).pick(chance)


def reference(
    number: str, entry: Entry, kind: Kind, clause: Clause, start: int, section: SectionKind | None = None
) -> Reference:
    """Return a reference to an entry under its id."""
    return Reference(
        document=number, start=start, end=start + len(entry.id), text=entry.id, kind=kind, id=entry.id, iri=entry.iri,
        section=section or clause.section, role=clause.role, agent=clause.agent, basis="stated", rule=f"{kind}-id",
        cue=clause.cue, quote="",
    )  # fmt: skip


def disputed(found: Reference, chance: random.Random) -> Reference:
    """Return the reference, now and then with a discrepancy; that of an outcome blocks its contribution."""
    if chance.random() >= WRONG or found.kind not in ("instrument", "outcome"):
        return found
    kind = "wrong-year" if found.kind == "instrument" else "expired-biennium"
    return replace(
        found, discrepancies=(Discrepancy(kind, "The authority has another one.", "1975", "1949", found.id),)
    )


def line_at(text: str, position: int) -> str:
    """Return the line that holds a position."""
    return text[text.rfind("\n", 0, position) + 1 : text.index("\n", position)]


def build(folder: Path, posts: int, seed: int = 1) -> None:
    """Write a store of the catalogues, of so many posts, and of what the rules derive."""
    catalogue, premises = catalogues.load(), rules.Premises()
    premises.add(catalogue.quads)
    with building(folder) as store:
        store.load_lines(_blocks(posts, catalogue, premises, seed))


def _blocks(posts: int, catalogue: Catalogue, premises: rules.Premises, seed: int) -> Iterator[bytes]:
    yield _lines(catalogue.quads)
    for made, references in notices(posts, catalogue, seed):
        quads = triples.quads(made, references, catalogue)
        premises.add_lines([_lines(rules.premises(quads))])
        yield _lines(quads)
    yield _lines(premises.derive())


def _lines(quads: Sequence[Quad] | Iterator[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def main() -> int:
    """Build and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    start = perf_counter()
    build(args.folder, args.posts, args.seed)
    quads = len(Store(args.folder, read_only=True))
    print(f"{args.folder}: {args.posts:,} posts, {quads:,} quads, in {perf_counter() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
