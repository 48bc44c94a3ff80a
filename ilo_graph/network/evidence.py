"""The words behind the links: each reference as it is shown, and which references are behind which derived link."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from ilo_graph.network.reading import Record, named, records, title, value, values
from ilo_graph.vocabulary import DCTERMS, ILO, OA, PROV, RDF, RDFS, SCHEMA

if TYPE_CHECKING:
    from ilo_graph.store import Readable


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where a notice and an authority, or a notice and itself, do not agree."""

    words: str  # in plain English
    kind: str = ""  # the name of a concept, as `role` and the others of Evidence
    stated: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One citation: the words, where they stand, and what they were taken to mean."""

    words: str
    quote: str  # the sentence; empty where the graph was built without sentences
    mark: tuple[int, int] | None  # where the words stand in the quote
    document: str
    notice: str
    date: str
    section: str  # this, the role, the agent and the basis are names of concepts, whose labels the view holds
    duty: int | None
    page: int | None
    role: str
    agent: str
    basis: str
    cue: str
    rule: str
    discrepancies: tuple[Disagreement, ...]
    corrections: tuple[str, ...]  # what people decided about it, in words


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of a post, as its current notice has it, with the citations that stand in it."""

    post: str
    kind: str
    number: int
    text: str  # empty where the graph was built without sentences
    evidence: tuple[int, ...]
    marks: tuple[tuple[int, int] | None, ...]  # where the words of each citation stand in the text


def references(store: Readable, cited: Mapping[str, Record]) -> dict[str, Evidence]:
    """Return references (their records by IRI) as evidence, in the order of documents and positions."""
    documents = records(store, ILO.Document)
    notices = records(store, ILO.Notice)
    disagreements, decided = discrepancies(store), _corrections(store)
    duties = records(store, ILO.Duty)
    found = {}
    for iri, record in cited.items():
        document = documents.get(value(record, DCTERMS.isPartOf) or "", {})
        notice = notices.get(value(document, ILO.describes) or "", {})
        duty = duties.get(value(record, ILO.duty) or "", {})
        told = (disagreements.get(iri, ()), decided.get(iri, ()))
        found[iri] = _evidence(record, (document, notice, duty), told)
    return dict(sorted(found.items(), key=lambda item: (item[1].document, _start(item[0]), item[0])))


def _start(iri: str) -> int:
    found = re.search(r"/reference/(\d+)", iri)
    return int(found[1]) if found else 0


def _evidence(
    record: Record, around: tuple[Record, Record, Record], told: tuple[tuple[Disagreement, ...], tuple[str, ...]]
) -> Evidence:
    document, notice, duty = around
    words, quote = value(record, OA.exact) or "", value(record, ILO.quote) or ""
    return Evidence(
        words=words,
        quote=quote,
        mark=find_words(words, quote),
        document=value(document, ILO.path) or "",
        notice=value(notice, SCHEMA.title) or "",
        date=value(notice, SCHEMA.datePosted) or "",
        section=named(record, ILO.section),
        duty=_number(duty, ILO.position),
        page=_number(record, ILO.page),
        role=named(record, ILO.role),
        agent=named(record, ILO.agent),
        basis=named(record, ILO.basis),
        cue=value(record, ILO.cue) or "",
        rule=value(record, ILO.rule) or "",
        discrepancies=told[0],
        corrections=told[1],
    )


def _number(record: Record, predicate: NamedNode) -> int | None:
    found = value(record, predicate)
    return int(found) if found else None


def find_words(words: str, quote: str, *, after: int = 0) -> tuple[int, int] | None:
    r"""Return where the words stand in a quote, whatever its white space; None where they do not.

    >>> find_words("Convention\n No. 102", "promote Convention No. 102.")
    (8, 26)
    """
    pattern = r"\s+".join(re.escape(part) for part in words.split())
    whole = re.compile(rf"(?<!\w){pattern}(?!\w)").search(quote, after) or re.compile(pattern).search(quote, after)
    return whole.span() if whole and pattern else None


def discrepancies(store: Readable) -> dict[str, tuple[Disagreement, ...]]:
    """Return what is said to disagree, by the IRI of the reference or notice that it concerns.

    What a person has settled is left out: the decision is told instead.
    """
    found: dict[str, tuple[Disagreement, ...]] = {}
    settled = {iri for record in records(store, ILO.Correction).values() for iri in values(record, ILO.settles)}
    for iri, record in records(store, ILO.Discrepancy).items():
        for concerned in values(record, ILO.concerns) if iri not in settled else ():
            found[concerned] = (*found.get(concerned, ()), _disagreement(record))
    return found


def _corrections(store: Readable) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for record in records(store, ILO.Correction).values():
        for reference in values(record, RDF.subject):
            found[reference] = (*found.get(reference, ()), title(record, RDFS.comment) or "")
    return found


def _disagreement(record: Record) -> Disagreement:
    stated, authority = value(record, ILO.stated) or "", value(record, ILO.authoritySays) or ""
    plain = f"The notice says “{stated}”" + (f"; the authority says “{authority}”." if authority else ".")
    words = title(record, RDFS.comment) or plain
    return Disagreement(words, named(record, ILO.discrepancyKind), stated, authority)


def duties(store: Readable, announcing: Mapping[str, str], cited: Mapping[str, Record]) -> list[Duty]:
    """Return the duties of posts; `announcing` are the current notices (IRI of the notice to id of the post).

    `cited` are the records of the references that are shown, in the order in which they stand in the evidence.
    """
    citing: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for index, record in enumerate(cited.values()):
        for duty in values(record, ILO.duty):
            citing[duty].append((index, value(record, OA.exact) or ""))
    found = []
    for iri, record in records(store, ILO.Duty).items():
        post = announcing.get(value(record, DCTERMS.isPartOf) or "")
        if post is not None:
            found.append(_duty(post, record, citing[iri]))
    return sorted(found, key=lambda duty: (duty.post, duty.number))


def _duty(post: str, record: Record, cited: Iterable[tuple[int, str]]) -> Duty:
    text, end = value(record, ILO.quote) or "", 0
    evidence, marks = [], []
    for index, words in cited:  # in the order of the document: the same words may stand in a duty twice
        mark = find_words(words, text, after=end)
        evidence.append(index)
        marks.append(mark)
        end = mark[1] if mark else end
    kind = value(record, ILO.kind) or "duty"
    return Duty(post, kind, _number(record, ILO.position) or 0, text, tuple(evidence), tuple(marks))


def behind(links: Mapping[str, Record]) -> dict[str, tuple[str, ...]]:
    """Return the references behind each derived link, followed through the links that it was derived from."""
    return {iri: _references_behind(iri, links) for iri in links}


def _references_behind(link: str, links: Mapping[str, Record]) -> tuple[str, ...]:
    reached, waiting = {link}, [link]
    while waiting:
        found = set(values(links[waiting.pop()], PROV.wasDerivedFrom)) - reached
        reached |= found
        waiting += [iri for iri in found if iri in links]
    return tuple(sorted(iri for iri in reached if iri not in links))
