"""The whole way: files become notices, references, quads, a store.

`build` is a function of its files: the same catalogues, overlays and notices give the same quads, whatever their order
or the number of processes. The store is made beside an old one and takes its place when it is complete.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, groupby, islice
from multiprocessing import get_context
from pathlib import Path
from warnings import warn

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from ilo_graph import catalogue as catalogues
from ilo_graph import documents, recognition, resources, rules, triples
from ilo_graph import store as stores
from ilo_graph.catalogue import Catalogue
from ilo_graph.documents import Refusal, Source
from ilo_graph.errors import DocumentError
from ilo_graph.model import Document, Notice, Reference
from ilo_graph.notices import recognise
from ilo_graph.resolution import resolve
from ilo_graph.store import Store
from ilo_graph.vocabulary import ENTITY, ILO, document_iri

_TOGETHER = 100  # readings that are handed on together
PARALLEL_FROM = 200  # files: below, starting the processes takes longer than they save
BUNDLED = "posts.trig"

Progress = Callable[[int, int], None]  # how many files are read, of how many


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one file: its quads, or why it was refused, and what its owner should know."""

    name: str
    sha256: str = ""
    post: str = ""  # the post that it announces, if it is a notice
    quads: bytes = b""  # N-Quads, which travel between processes faster than objects
    premises: bytes = b""  # those that the rules read
    refusal: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build read, what it refused, and what is worth knowing about the rest."""

    documents: int
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[Refusal, ...] = ()


def read(document: Document, catalogue: Catalogue | None = None) -> tuple[Notice, list[Reference]]:
    """Return the notice that a document gives, and its references."""
    catalogue = catalogue or catalogues.load()
    notice = recognise(document)
    return notice, resolve(notice, recognition.find(notice, catalogue), catalogue)


def extract(path: Path | str, catalogue: Catalogue | None = None) -> Iterator[Reference]:
    """Yield the references in a file, or in every file below a folder; a refused file is a warning."""
    for found in documents.read(path):
        if isinstance(found, Refusal):
            warn(f"{found.name} was not read: {found.reason}", stacklevel=2)
        else:
            yield from read(found, catalogue)[1]


def build(
    *paths: Path | str,
    store: Path | str | None = None,
    catalogue: Sequence[Path | str] = (),
    with_people: bool = False,
    processes: int = 1,
    progress: Progress | None = None,
) -> Store:
    """Build a store of the catalogues and of all notices below the paths; without paths, of the bundled posts.

    `store` is a folder, whose store is replaced when the new one is complete; without it the store is in memory.
    `catalogue` are overlays. Files that were refused are warnings; `build_with_report` returns them instead. With
    `processes` > 1 many files are read in parallel; the calling script then needs the usual
    `if __name__ == "__main__":`, since new processes import it.
    """
    built, report = build_with_report(
        *paths, store=store, catalogue=catalogue, with_people=with_people, processes=processes, progress=progress
    )
    for refusal in report.refused:
        warn(f"{refusal.name} was not read: {refusal.reason}", stacklevel=2)
    return built


def build_with_report(
    *paths: Path | str,
    store: Path | str | None = None,
    catalogue: Sequence[Path | str] = (),
    with_people: bool = False,
    processes: int = 1,
    progress: Progress | None = None,
) -> tuple[Store, Report]:
    """Build as `build` does, and return the store with a report of what was read and refused."""
    overlays = tuple(Path(o) for o in catalogue)
    loaded = catalogues.load(overlays)
    sources, refused = _sources(paths)
    readings = _readings(sources, overlays, processes=processes, with_people=with_people, progress=progress)
    collected = _Collected(refused)
    with ExitStack() as stack:
        new = stack.enter_context(stores.building(store)) if store is not None else Store()
        new.load_lines(_content(loaded, collected.take(readings if paths else _bundle())))
        if not collected.count:
            raise DocumentError(_NOTHING.format(" ".join(f"{r.name}: {r.reason}." for r in collected.refused)))
    report = Report(collected.count, tuple(collected.refused), tuple(collected.remarks()))
    return (Store(store, read_only=True) if store is not None else new), report


_NOTHING = "None of the files could be read, so nothing was built. {}"


def replace(store: Store, path: Path | str, *, catalogue: Sequence[Path | str] = (), with_people: bool = False) -> None:
    """Put what files say today into a store, in the place of what the same content gave before.

    `catalogue` are the overlays that the store was built with. The graph of each document is replaced in one step; the
    derived links of all posts are then made again. A file that cannot be read is a DocumentError, and changes nothing.
    """
    loaded = catalogues.load(tuple(Path(o) for o in catalogue))
    for document in list(_readable(path)):
        quads = triples.quads(*read(document, loaded), loaded, with_people=with_people)
        store.replace(NamedNode(document_iri(document.sha256)), quads)
    rules.apply(store)


def bundled() -> list[Quad]:
    """Return the facts of the bundled posts: what the notices cite and where, without their sentences."""
    file = resources.folder("data") / BUNDLED
    return list(parse(path=str(file), format=RdfFormat.TRIG))


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


def _bundle() -> Iterator[Reading]:
    """Yield the bundled posts as if their documents had just been read."""
    for document, quads in groupby(bundled(), key=lambda q: str(q.graph_name)):
        yield _gathered(document, document, list(quads))


def _content(catalogue: Catalogue, readings: Iterator[Reading]) -> Iterator[bytes]:
    """Yield all that a store holds: catalogues, documents, and then what the rules make of both."""
    premises = rules.Premises()
    premises.add(catalogue.quads)
    yield _lines(catalogue.quads)
    while several := list(islice(readings, _TOGETHER)):
        premises.add_lines(reading.premises for reading in several)
        yield from (reading.quads for reading in several)
    yield _lines(premises.derive())


def _lines(quads: Iterable[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


class _Collected:
    """The readings as they pass into the store: each content once, and what is to be said about them."""

    def __init__(self, refused: list[Refusal]) -> None:
        self.refused = refused
        self.count = 0
        self._names: dict[str, str] = {}
        self._posts: dict[str, list[str]] = defaultdict(list)
        self._remarks: list[Refusal] = []

    def take(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """Yield the readings that go into the store."""
        for reading in readings:
            if reading.refusal:
                self.refused.append(Refusal(reading.name, reading.refusal))
            elif (first := self._names.setdefault(reading.sha256, reading.name)) != reading.name:
                self._remarks.append(Refusal(reading.name, f"it has the same content as {first}, and was read once"))
            else:
                self._note(reading)
                yield reading

    def _note(self, reading: Reading) -> None:
        self.count += 1
        if reading.post:
            self._posts[reading.post].append(reading.name)
        if reading.remark:
            self._remarks.append(Refusal(reading.name, reading.remark))

    def remarks(self) -> Iterator[Refusal]:
        yield from self._remarks
        for post, names in sorted(self._posts.items()):
            if len(names) > 1:
                yield Refusal(", ".join(names), f"they announce one post, {post}: all are kept, the latest is current")


def _sources(paths: Sequence[Path | str]) -> tuple[list[Source], list[Refusal]]:
    """List the files to read; one wrong path does not stop the others."""
    sources: list[Source] = []
    refused: list[Refusal] = []
    for path in paths:
        try:
            for found in documents.find(path):
                (refused if isinstance(found, Refusal) else sources).append(found)  # type: ignore[arg-type]
        except DocumentError as error:
            refused.append(Refusal(str(path), str(error)))
    if paths and not sources:
        raise DocumentError(" ".join(r.reason for r in refused))
    return sorted(sources, key=lambda s: (s.name, str(s.path))), refused


def _readings(
    sources: Sequence[Source],
    overlays: tuple[Path, ...],
    *,
    processes: int,
    with_people: bool,
    progress: Progress | None,
) -> Iterator[Reading]:
    """Read the files, in several processes where they are many; the order stays that of the names."""
    jobs = [(source, overlays, with_people) for source in sources]
    with ExitStack() as stack:
        if processes > 1 and len(jobs) >= PARALLEL_FROM:
            # not forked: a copy of this process would keep the engine's locks
            pool = stack.enter_context(ProcessPoolExecutor(processes, mp_context=get_context("spawn")))
            done = pool.map(_reading, jobs, chunksize=max(1, min(50, len(jobs) // (4 * processes))))
        else:
            done = map(_reading, jobs)
        for number, reading in enumerate(done, 1):
            if progress is not None:
                progress(number, len(jobs))
            yield reading


def _reading(job: tuple[Source, tuple[Path, ...], bool]) -> Reading:
    source, overlays, with_people = job
    document = documents.read_file(source)
    if isinstance(document, Refusal):
        return Reading(source.name, refusal=document.reason)
    catalogue = catalogues.load(overlays)
    notice, references = read(document, catalogue)
    quads = triples.quads(notice, references, catalogue, with_people=with_people)
    remark = "" if notice.layout != "plain" else _PLAIN.format(len(references))
    return _gathered(source.name, document.sha256, quads, remark)


def _gathered(name: str, sha256: str, quads: Sequence[Quad], remark: str = "") -> Reading:
    premises = rules.premises(quads)
    return Reading(name, sha256, _post(quads), quads=_lines(quads), premises=_lines(premises), remark=remark)


_PLAIN = "it is no vacancy notice that we know the form of: read as plain text, with {} references and no post"


def _post(quads: Sequence[Quad]) -> str:
    announced = (q.object for q in quads if q.predicate == ILO.announces)
    return next((post.value.removeprefix(ENTITY) for post in announced if isinstance(post, NamedNode)), "")
