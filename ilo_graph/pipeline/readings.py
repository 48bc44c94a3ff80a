"""What comes of each file, or of each bundled post: the quads of one document, made in several processes where many.

A reading travels as N-Quads. People's decisions are applied to it before it goes into the store and to the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from ilo_graph import catalogue as catalogues
from ilo_graph import corrections as decisions
from ilo_graph import documents, recognition, resources, rules, triples
from ilo_graph.catalogue import Catalogue
from ilo_graph.corrections import Correction
from ilo_graph.documents import Refusal, Source
from ilo_graph.errors import DocumentError
from ilo_graph.model import Document, Notice, Reference
from ilo_graph.notices import recognise
from ilo_graph.resolution import resolve
from ilo_graph.vocabulary import ENTITY, ILO, SCHEMA

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


def read(document: Document, catalogue: Catalogue | None = None) -> tuple[Notice, list[Reference]]:
    """Return the notice that a document gives, and its references."""
    catalogue = catalogue or catalogues.load()
    notice = recognise(document)
    return notice, resolve(notice, recognition.find(notice, catalogue), catalogue)


def bundled() -> list[Quad]:
    """Return the facts of the bundled posts: what the notices cite and where, without their sentences."""
    file = resources.folder("data") / BUNDLED
    return list(parse(path=str(file), format=RdfFormat.TRIG))


def of_bundle() -> Iterator[Reading]:
    """Yield the bundled posts as if their documents had just been read."""
    for _, found in groupby(bundled(), key=lambda q: str(q.graph_name)):
        quads = list(found)
        name, sha256 = (_value(quads, predicate) for predicate in (ILO.path, SCHEMA.sha256))
        yield _gathered(name, sha256, quads)


def corrected(
    readings: Iterable[Reading], corrections: Sequence[Correction], catalogue: Catalogue, unapplied: list[Refusal]
) -> Iterator[Reading]:
    """Yield the readings as people decided, and note the decisions that found no place, in the order of their lines."""
    named = decisions.by_document(corrections)
    placed: set[str] = set()
    refused: list[Refusal] = []
    for reading in readings:
        ours = decisions.of_document(named, reading.name, reading.sha256)
        if not ours:
            yield reading
            continue
        placed.update(correction.place for correction in ours)
        quads, wrong = decisions.apply(list(parse(reading.quads, RdfFormat.N_QUADS)), ours, catalogue)
        refused += wrong
        yield replace_fields(reading, quads=lines(quads), premises=lines(rules.premises(quads)))
    unapplied += decisions.all_unapplied(corrections, placed, refused)


class Collected:
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
        """Yield what the owners of the files should know."""
        yield from self._remarks
        for post, names in sorted(self._posts.items()):
            if len(names) > 1:
                yield Refusal(", ".join(names), f"they announce one post, {post}: all are kept, the latest is current")


def sources(paths: Sequence[Path | str]) -> tuple[list[Source], list[Refusal]]:
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


def of_files(
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
    return Reading(name, sha256, _post(quads), quads=lines(quads), premises=lines(premises), remark=remark)


_PLAIN = "it is no vacancy notice that we know the form of: read as plain text, with {} references and no post"


def _post(quads: Sequence[Quad]) -> str:
    return _value(quads, ILO.announces).removeprefix(ENTITY)


def _value(quads: Sequence[Quad], predicate: NamedNode) -> str:
    found = (q.object for q in quads if q.predicate == predicate)
    return next((term.value for term in found if isinstance(term, NamedNode | Literal)), "")


def lines(quads: Iterable[Quad]) -> bytes:
    """Return quads as N-Quads."""
    return serialize(quads, format=RdfFormat.N_QUADS) or b""
