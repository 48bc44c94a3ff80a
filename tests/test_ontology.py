"""The ontology and the concepts: well-formed, labelled, and the same terms as in the code."""

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from ilo_graph import model, resources, vocabulary
from ilo_graph.vocabulary import DCTERMS, ENTITY, ILO, RDF, RDFS, SKOS, Namespace

OWL = "http://www.w3.org/2002/07/owl#"
SCHEMES = "role agent basis section attestation status category subject unit-kind mandate-kind layout discrepancy"
NAMESPACES = [value for value in vars(vocabulary).values() if isinstance(value, Namespace)]


@cache
def quads(path: Path) -> tuple[Quad, ...]:
    return tuple(parse(path=path, format=RdfFormat.TURTLE))


def ontology() -> tuple[Quad, ...]:
    return quads(resources.folder("ontology") / "ilo-graph.ttl")


def concepts() -> tuple[Quad, ...]:
    return quads(resources.folder("ontology") / "concepts.ttl")


def data() -> list[Quad]:
    return [quad for path in resources.files("data", "*.ttl") for quad in quads(path)]


def declared() -> dict[str, NamedNode]:
    """Return the terms of our namespace that the ontology declares, each with what it is declared to be."""
    found: dict[str, NamedNode] = {}
    for quad in ontology():
        subject, kind = quad.subject, quad.object
        if quad.predicate != RDF.type or not isinstance(subject, NamedNode) or not isinstance(kind, NamedNode):
            continue
        if subject.value.startswith(ILO.iri):
            term = subject.value.removeprefix(ILO.iri)
            assert term not in found, term
            found[term] = kind
    return found


def languages(source: tuple[Quad, ...], subject: NamedNode, predicate: NamedNode) -> list[str]:
    values = [q.object for q in source if q.subject == subject and q.predicate == predicate]
    return sorted(str(v.language) for v in values if isinstance(v, Literal) and v.value.strip())


def test_the_ontology_has_a_title_a_version_and_a_licence() -> None:
    header = {q.predicate.value for q in ontology() if q.subject == NamedNode(vocabulary.BASE + "ontology")}
    assert header >= {DCTERMS.title.value, "http://purl.org/dc/terms/license", OWL + "versionInfo"}


def test_code_and_ontology_have_the_same_terms() -> None:
    assert set(declared()) == set(ILO.terms)


def test_every_term_has_one_english_label_and_one_english_comment() -> None:
    for term in declared():
        node = NamedNode(ILO.iri + term)
        assert languages(ontology(), node, RDFS.label).count("en") == 1, term
        assert languages(ontology(), node, RDFS.comment) == ["en"], term


def test_classes_begin_with_a_capital_and_properties_do_not() -> None:
    for term, kind in declared().items():
        assert kind.value in {OWL + "Class", OWL + "ObjectProperty", OWL + "DatatypeProperty"}
        assert term[0].isupper() == (kind.value == OWL + "Class"), term


def test_every_term_of_ours_in_data_and_concepts_is_declared() -> None:
    used = {q.predicate for q in (*data(), *concepts())}
    used |= {q.object for q in data() if q.predicate == RDF.type and isinstance(q.object, NamedNode)}
    ours = {node.value.removeprefix(ILO.iri) for node in used if node.value.startswith(ILO.iri)}
    assert ours
    assert ours <= set(declared())


def test_every_foreign_term_in_data_is_in_the_vocabulary() -> None:
    known = {namespace.iri + term for namespace in NAMESPACES for term in namespace.terms}
    used = {q.predicate.value for q in (*data(), *concepts())}
    used |= {q.object.value for q in data() if q.predicate == RDF.type and isinstance(q.object, NamedNode)}
    used |= {q.object.value for q in data() if q.predicate == RDF.predicate and isinstance(q.object, NamedNode)}
    assert used - known == set()


def test_object_properties_have_things_and_datatype_properties_have_texts_as_values() -> None:
    kinds = {NamedNode(ILO.iri + term): kind.value for term, kind in declared().items()}
    wrong = [
        quad
        for quad in (*data(), *concepts())
        if quad.predicate in kinds
        and isinstance(quad.object, Literal) != (kinds[quad.predicate] == OWL + "DatatypeProperty")
    ]
    assert wrong == []


def test_the_prefixes_are_those_of_the_namespaces() -> None:
    assert {ns.iri for ns in NAMESPACES} == set(vocabulary.PREFIXES.values())


def test_every_scheme_is_there_and_no_other() -> None:
    schemes = {q.subject for q in concepts() if q.predicate == RDF.type and q.object == SKOS.ConceptScheme}
    assert schemes == {NamedNode(ENTITY + name) for name in SCHEMES.split()}


def test_every_concept_lies_below_its_scheme_under_its_notation() -> None:
    scheme_of = {q.subject: q.object for q in concepts() if q.predicate == SKOS.inScheme}
    notation_of = {q.subject: q.object for q in concepts() if q.predicate == SKOS.notation}
    members = {q.subject for q in concepts() if q.predicate == RDF.type and q.object == SKOS.Concept}
    assert members == set(scheme_of) == set(notation_of)
    for member, scheme in scheme_of.items():
        notation = notation_of[member]
        assert isinstance(scheme, NamedNode) and isinstance(notation, Literal)
        assert member == vocabulary.concept(scheme.value.removeprefix(ENTITY), notation.value)


def test_every_scheme_and_concept_has_labels_in_three_languages_and_a_definition() -> None:
    subjects = {q.subject for q in concepts() if q.predicate == RDF.type}
    for subject in subjects:
        assert isinstance(subject, NamedNode)
        assert languages(concepts(), subject, SKOS.prefLabel) == ["en", "es", "fr"], subject
        assert languages(concepts(), subject, SKOS.definition) == ["en"], subject


def test_no_two_concepts_of_a_scheme_have_one_label() -> None:
    scheme_of = {q.subject: q.object for q in concepts() if q.predicate == SKOS.inScheme}
    labels = [
        (scheme_of[q.subject], q.object) for q in concepts() if q.predicate == SKOS.prefLabel and q.subject in scheme_of
    ]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("scheme", "values"),
    [
        ("role", model.Role.__args__),  # type: ignore[attr-defined]
        ("agent", model.Agent.__args__),  # type: ignore[attr-defined]
        ("basis", model.Basis.__args__),  # type: ignore[attr-defined]
        ("section", model.SectionKind.__args__),  # type: ignore[attr-defined]
    ],
)
def test_the_concepts_of_a_scheme_are_the_values_of_the_model(scheme: str, values: tuple[str, ...]) -> None:
    members = {q.subject for q in concepts() if q.predicate == SKOS.inScheme and q.object == NamedNode(ENTITY + scheme)}
    assert members == {vocabulary.concept(scheme, value) for value in values}


def test_three_kinds_of_discrepancy_block_a_contribution() -> None:
    blocking = {q.subject for q in concepts() if q.predicate == ILO.blocksContribution}
    kinds = ("expired-biennium", "impossible-biennium", "title-mismatch")
    assert blocking == {vocabulary.concept("discrepancy", kind) for kind in kinds}
