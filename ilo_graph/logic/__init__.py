"""The logic of the ontology, asked of HermiT: contradictions, and whether the rules derive what follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from pyoxigraph import NamedNode, Triple

from ilo_graph.logic import explanation, knowledge, reasoner, wording
from ilo_graph.logic.knowledge import Sample, Statement
from ilo_graph.store import Readable
from ilo_graph.vocabulary import AX, GRAPH, ILO, ORG, RDF, RDFS

DOCUMENTS = 10  # HermiT's time grows with them
SECONDS = 300.0  # for one question

_LINKS = (
    *(ILO.contributesTo, ILO.supportsRatificationOf, ILO.contributesThroughUnit, ILO.contributesIndirectlyTo),
    *(AX.contributesThroughCatalogueTo, AX.contributesAcrossBienniaTo),
    *(ILO.worksUnder, ILO.learnsAbout, ILO.mentions, ORG.postIn),
)
_CLASSES = (ORG.Post, ILO.NormativePost, ILO.RatificationPost, ILO.FundamentalConvention, ILO.OutdatedInstrument)
_BY_RULE = {"indirect": AX.contributesThroughCatalogueTo, "indirect-crosswalk": AX.contributesAcrossBienniaTo}
_OVERLAY = GRAPH + "overlay/"
_DERIVED = """SELECT ?subject ?predicate ?object {{
  VALUES ?predicate {{ {predicates} }}
  GRAPH <https://w3id.org/ilo-graph/graph/derived> {{ ?subject ?predicate ?object }}
}}"""
_STEPS = """SELECT ?subject ?rule ?object {
  VALUES ?rule { "indirect" "indirect-crosswalk" }
  GRAPH <https://w3id.org/ilo-graph/graph/derived> { ?link ilo:rule ?rule ; rdf:subject ?subject ; rdf:object ?object }
}"""
_PATHS = "SELECT ?graph ?path { GRAPH ?graph { ?graph ilo:path ?path } }"


@dataclass(frozen=True, slots=True)
class Report:
    """What HermiT found: a contradiction with its reasons, or what follows and what does not."""

    sample: Sample
    statements: int
    contradiction: tuple[str, ...] = ()  # the smallest set of statements that contradict each other, in words
    advice: str = ""
    unsatisfiable: tuple[str, ...] = ()  # classes that can have no members
    missing: tuple[str, ...] = ()  # what follows and no rule made
    unfounded: tuple[str, ...] = ()  # what a rule made and does not follow

    @property
    def holds(self) -> bool:
        """Whether all is as it should be."""
        return not (self.contradiction or self.unsatisfiable or self.missing or self.unfounded)

    def __str__(self) -> str:
        taken, of = len(self.sample.documents), self.sample.of_documents
        scope = f"{self.statements} statements: the ontology, all catalogues, and {taken} of {of} documents."
        if self.contradiction:
            numbered = (f"  {number}. {sentence}" for number, sentence in enumerate(self.contradiction, 1))
            head = f"Logic: a contradiction in {scope} These cannot all be true:"
            return "\n".join((head, *numbered, self.advice))
        if self.holds:
            return f"Logic: no contradiction in {scope} What follows from it is what the rules have derived."
        found = (
            *(f"  The class “{name}” can have no members: correct its axioms." for name in self.unsatisfiable),
            *(f"  It follows, and no rule made it: {one}" for one in self.missing),
            *(f"  A rule made it, and it does not follow: {one}" for one in self.unfounded),
        )
        return "\n".join((f"Logic: no contradiction in {scope} But:", *found, _STALE))


_STALE = "Build the store again; where that does not help, correct ontology/rules or ontology/logic: they disagree."


def check(store: Readable, *, documents: int = DOCUMENTS, seconds: float = SECONDS) -> Report:
    """Ask HermiT whether ontology, catalogues and a sample of documents contradict each other, and what follows.

    `documents` bounds the sample, `seconds` each question; ReasoningError where there is no answer in that time.
    """
    taken = knowledge.sample(store, documents)
    facts = knowledge.facts(store, taken)
    size = len(knowledge.axioms()) + len(facts)
    if _contradicts(knowledge.axioms(), seconds, [facts]) is not None:
        reasons = _reasons(facts, seconds)
        return Report(taken, size, tuple(wording.sentences(reasons, store)), _advice(reasons, store))
    close = knowledge.near(facts, taken)
    everything = knowledge.written(knowledge.declarations(), knowledge.axioms(), close, knowledge.names(close))
    triples, unsatisfiable = reasoner.entailed(everything, seconds)
    expected = _upwards(triples)
    subjects = {*map(NamedNode, taken.posts), *(triple.subject for one in close for triple in one.triples)}
    made = {triple for triple in _made(store) if triple.subject in subjects}
    return Report(
        taken,
        size,
        unsatisfiable=tuple(map(wording.term, unsatisfiable)),
        missing=_in_words(expected - made, store),
        unfounded=_in_words(made - expected, store),
    )


def _contradicts(axioms: Sequence[Statement], seconds: float, sets: Sequence[Sequence[Statement]]) -> int | None:
    base = (knowledge.declarations(), axioms)
    contents = [knowledge.written(*base, facts, knowledge.names(facts)) for facts in sets]
    return reasoner.first_inconsistent(contents, seconds)


def _reasons(facts: Sequence[Statement], seconds: float) -> list[Statement]:
    """Return the smallest set of facts and axioms that contradict each other: first the facts, then the axioms."""
    overlaid = {term for one in facts if one.place.startswith(_OVERLAY) for term in one.terms}  # the likeliest place
    wrong = explanation.smallest(facts, partial(_contradicts, knowledge.axioms(), seconds), overlaid)
    names = knowledge.names(wrong)

    def with_axioms(sets: Sequence[Sequence[Statement]]) -> int | None:
        contents = [knowledge.written(knowledge.declarations(), axioms, wrong, names) for axioms in sets]
        return reasoner.first_inconsistent(contents, seconds)

    about = {term for one in wrong for term in one.terms}
    return [*wrong, *explanation.smallest(knowledge.axioms(), with_axioms, about)]


def _advice(reasons: Iterable[Statement], store: Readable) -> str:
    paths = {row["graph"].value: row["path"].value for row in knowledge.rows(store, _PATHS)}
    places = sorted({wording.place(one, paths) for one in reasons if not one.place.startswith("ontology/")})
    if not places:
        return "The axioms contradict each other: correct ontology/logic/axioms.ttl."
    return f"One of the facts is wrong: correct it in {' or '.join(places)}, and build again."


def _upwards(triples: Iterable[Triple]) -> set[Triple]:
    """Return the links and classes that are compared; HermiT names the most special one only, the rest is above it."""
    above: dict[object, set[NamedNode]] = {}
    for statement in knowledge.axioms():
        subject, predicate, value = statement.triples[0]
        if predicate in (RDFS.subClassOf, RDFS.subPropertyOf) and isinstance(value, NamedNode):
            above.setdefault(subject, set()).add(value)
    found: set[Triple] = set()
    new = set(triples)
    while new:
        found |= new
        higher = {Triple(t.subject, p, t.object) for t in new for p in above.get(t.predicate, ())}
        higher |= {
            Triple(t.subject, RDF.type, c) for t in new if t.predicate == RDF.type for c in above.get(t.object, ())
        }
        new = higher - found
    return {t for t in found if t.predicate in _LINKS or (t.predicate == RDF.type and t.object in _CLASSES)}


def _made(store: Readable) -> set[Triple]:
    """Return what the rules have derived, as far as it is compared."""
    predicates = " ".join(map(str, (*_LINKS, RDF.type)))
    rows = knowledge.rows(store, _DERIVED.format(predicates=predicates))
    made = {Triple(row["subject"], row["predicate"], row["object"]) for row in rows}
    made = {triple for triple in made if triple.predicate != RDF.type or triple.object in _CLASSES}
    steps = knowledge.rows(store, _STEPS)
    return made | {Triple(row["subject"], _BY_RULE[row["rule"].value], row["object"]) for row in steps}


def _in_words(triples: Iterable[Triple], store: Readable) -> tuple[str, ...]:
    return tuple(sorted(wording.sentences([Statement((triple,), "") for triple in triples], store)))
