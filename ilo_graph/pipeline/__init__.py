"""The whole way: files become notices, references, quads, a store.

`build` is a function of its files: the same catalogues, overlays and notices give the same quads, whatever their order
or the number of processes. The store is made beside an old one and takes its place when it is complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from warnings import warn

from pyoxigraph import NamedNode, Quad

from ilo_graph import catalogue as catalogues
from ilo_graph import corrections as decisions
from ilo_graph import documents, rules, triples
from ilo_graph import store as stores
from ilo_graph.catalogue import Catalogue
from ilo_graph.corrections import Correction
from ilo_graph.documents import Refusal
from ilo_graph.errors import CorrectionError, DocumentError
from ilo_graph.model import Document, Notice, Reference
from ilo_graph.pipeline import readings
from ilo_graph.pipeline.readings import BUNDLED, PARALLEL_FROM, Collected, Progress, Reading, bundled, read
from ilo_graph.store import Store
from ilo_graph.vocabulary import CORRECTIONS, document_iri

__all__ = [
    "BUNDLED", "PARALLEL_FROM", "Progress", "Report",
    "build", "build_with_report", "bundled", "extract", "facts", "read", "replace",
]  # fmt: skip

_TOGETHER = 100  # readings that are handed on together


@dataclass(frozen=True, slots=True)
class Report:
    """What a build read, what it refused, and what is worth knowing about the rest."""

    documents: int
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[Refusal, ...] = ()
    unapplied: tuple[Refusal, ...] = ()  # corrections that found no place, each by its file and line


def extract(
    path: Path | str, catalogue: Catalogue | None = None, *, corrections: Sequence[Path | str] = ()
) -> Iterator[Reference]:
    """Yield the references in a file, or in every file below a folder.

    A refused file is a warning, as is one of the corrections that found no place.
    """
    loaded = catalogue or catalogues.load()
    unapplied: list[Refusal] = []
    decided = decisions.load([Path(c) for c in corrections], loaded)
    for _, references in decisions.decided(_notices(path, loaded), decided, unapplied):
        yield from references
    for refusal in unapplied:
        warn(f"{refusal.name} was not applied: {refusal.reason}", stacklevel=2)


def _notices(path: Path | str, catalogue: Catalogue) -> Iterator[tuple[Notice, list[Reference]]]:
    for found in documents.read(path):
        if isinstance(found, Refusal):
            warn(f"{found.name} was not read: {found.reason}", stacklevel=3)
        else:
            yield read(found, catalogue)


def build(
    *paths: Path | str,
    store: Path | str | None = None,
    catalogue: Sequence[Path | str] = (),
    corrections: Sequence[Path | str] = (),
    with_people: bool = False,
    processes: int = 1,
    progress: Progress | None = None,
) -> Store:
    """Build a store of the catalogues and of all notices below the paths; without paths, of the bundled posts.

    `store` is a folder, whose store is replaced when the new one is complete; without it the store is in memory.
    `catalogue` are overlays, `corrections` files of people's decisions. Files that were refused, and corrections that
    found no place, are warnings; `build_with_report` returns them instead. With `processes` > 1 many files are read in
    parallel; the calling script then needs the usual `if __name__ == "__main__":`, since new processes import it.
    """
    built, report = build_with_report(
        *paths,
        store=store,
        catalogue=catalogue,
        corrections=corrections,
        with_people=with_people,
        processes=processes,
        progress=progress,
    )
    for refusal in report.refused:
        warn(f"{refusal.name} was not read: {refusal.reason}", stacklevel=2)
    for refusal in report.unapplied:
        warn(f"{refusal.name} was not applied: {refusal.reason}", stacklevel=2)
    return built


def build_with_report(
    *paths: Path | str,
    store: Path | str | None = None,
    catalogue: Sequence[Path | str] = (),
    corrections: Sequence[Path | str] = (),
    with_people: bool = False,
    processes: int = 1,
    progress: Progress | None = None,
) -> tuple[Store, Report]:
    """Build as `build` does, and return the store with a report of what was read and refused."""
    overlays = tuple(Path(o) for o in catalogue)
    loaded = catalogues.load(overlays)
    decided = decisions.load([Path(c) for c in corrections], loaded)
    sources, refused = readings.sources(paths)
    of_files = readings.of_files(sources, overlays, processes=processes, with_people=with_people, progress=progress)
    collected = Collected(refused)
    unapplied: list[Refusal] = []
    with ExitStack() as stack:
        new = stack.enter_context(stores.building(store)) if store is not None else Store()
        taken = collected.take(of_files if paths else readings.of_bundle())
        new.load_lines(_content(loaded, readings.corrected(taken, decided, loaded, unapplied)))
        if not collected.count:
            raise DocumentError(_NOTHING.format(" ".join(f"{r.name}: {r.reason}." for r in collected.refused)))
    report = Report(collected.count, tuple(collected.refused), tuple(collected.remarks()), tuple(unapplied))
    return (Store(store, read_only=True) if store is not None else new), report


_NOTHING = "None of the files could be read, so nothing was built. {}"


def replace(
    store: Store,
    path: Path | str,
    *,
    catalogue: Sequence[Path | str] = (),
    corrections: Sequence[Path | str] = (),
    with_people: bool = False,
) -> None:
    """Put what files say today into a store, in the place of what the same content gave before.

    `catalogue` and `corrections` are those that the store was built with. The graph of each document is replaced in one
    step; the derived links of all posts are then made again. A file that cannot be read is a DocumentError, a
    correction that does not fit a CorrectionError, and both change nothing.
    """
    loaded = catalogues.load(tuple(Path(o) for o in catalogue))
    decided = decisions.by_document(decisions.load([Path(c) for c in corrections], loaded))
    graphs: dict[NamedNode, list[Quad]] = {CORRECTIONS: []}
    for document in list(_readable(path)):
        quads = triples.quads(*read(document, loaded), loaded, with_people=with_people)
        name = NamedNode(document_iri(document.sha256))
        graphs[name] = _decided(document, quads, decided, loaded)
        graphs[CORRECTIONS] += [quad for quad in graphs[name] if quad.graph_name == CORRECTIONS]
        graphs[name] = [quad for quad in graphs[name] if quad.graph_name == name]
    again = tuple(f"<{name.value}/" for name in graphs)
    graphs[CORRECTIONS] += [q for q in store.quads(CORRECTIONS) if not str(q.subject).startswith(again)]
    for name, quads in graphs.items():
        store.replace(name, quads)
    rules.apply(store)


def _decided(
    document: Document, quads: list[Quad], named: Mapping[str, Sequence[Correction]], catalogue: Catalogue
) -> list[Quad]:
    ours = decisions.of_document(named, document.name, document.sha256)
    if not ours:
        return quads
    quads, refused = decisions.apply(quads, ours, catalogue)
    if refused:
        raise CorrectionError("; ".join(f"{refusal.name}: {refusal.reason}" for refusal in refused))
    return quads


def facts(*paths: Path | str) -> list[Quad]:
    """Return what `bundled` returns for the notices below the paths: no sentences, no people."""
    found: list[Quad] = []
    for document in chain.from_iterable(map(_readable, paths)):
        found += triples.quads(*read(document), catalogues.load(), with_text=False)
    return sorted(set(found), key=str)


def _readable(path: Path | str) -> Iterator[Document]:
    for found in documents.read(path):
        if isinstance(found, Refusal):
            raise DocumentError(f"{found.name}: {found.reason}")
        yield found


def _content(catalogue: Catalogue, read: Iterator[Reading]) -> Iterator[bytes]:
    """Yield all that a store holds: catalogues, documents, and then what the rules make of both."""
    premises = rules.Premises()
    premises.add(catalogue.quads)
    yield readings.lines(catalogue.quads)
    while several := list(islice(read, _TOGETHER)):
        premises.add_lines(reading.premises for reading in several)
        yield from (reading.quads for reading in several)
    yield readings.lines(premises.derive())
