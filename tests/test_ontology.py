"""The ontology and the concepts: well-formed, labelled, and the same terms as in the code."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from ilo_graph import model, pipeline, resources, vocabulary
from ilo_graph.vocabulary import DCTERMS, ENTITY, ILO, RDF, RDFS, SKOS, Namespace

OWL = "http://www.w3.org/2002/07/owl#"
SCHEMES = "role agent basis section attestation status category subject unit-kind mandate-kind layout discrepancy"
KINDS = {OWL + "Class", OWL + "ObjectProperty", OWL + "DatatypeProperty"}
TEXTS = {path for folder in ("queries", "ontology") for path in resources.files(folder, "**/*.rq")}
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
        if subject.value.startswith(ILO.iri) and kind.value in KINDS:
            term = subject.value.removeprefix(ILO.iri)
            assert term not in found, term
            found[term] = kind
    return found


def languages(source: tuple[Quad, ...], subject: NamedNode, predicate: NamedNode) -> list[str]:
    values = [q.object for q in source if q.subject == subject and q.predicate == predicate]
    return sorted(str(v.language) for v in values if isinstance(v, Literal) and v.value.strip())


def texts(subject: NamedNode, predicate: str) -> list[str]:
    return [q.object.value for q in ontology() if q.subject == subject and q.predicate.value == predicate]  # type: ignore[union-attr]


def test_the_ontology_says_what_it_is_and_which_version() -> None:
    node = NamedNode(vocabulary.BASE + "ontology")
    header = {q.predicate.value for q in ontology() if q.subject == node}
    terms = {DCTERMS.iri + name for name in ("title", "description", "license", "creator", "created", "modified")}
    vann = "http://purl.org/vocab/vann/"
    assert header >= {*terms, OWL + "versionInfo", vann + "preferredNamespacePrefix", vann + "preferredNamespaceUri"}
    assert texts(node, OWL + "versionIRI") == [f"{node.value}/{texts(node, OWL + 'versionInfo')[0]}"]
    assert texts(node, vann + "preferredNamespaceUri") == [ILO.iri]


def test_code_and_ontology_have_the_same_terms() -> None:
    assert set(declared()) == set(ILO.terms)


def test_every_term_has_three_labels_a_definition_an_example_an_origin_and_its_ontology() -> None:
    for term in declared():
        node = NamedNode(ILO.iri + term)
        assert languages(ontology(), node, RDFS.label) == ["en", "es", "fr"], term
        assert languages(ontology(), node, SKOS.definition) == ["en"], term
        assert len(texts(node, SKOS.iri + "example")) == 1, term
        assert len(texts(node, DCTERMS.source.value)) == 1, term
        assert texts(node, RDFS.isDefinedBy.value) == [vocabulary.BASE + "ontology"], term


def test_no_two_terms_of_one_sort_have_the_same_label() -> None:
    sorts = {NamedNode(ILO.iri + term): kind for term, kind in declared().items()}
    labels = [
        (kind, q.object)
        for q in ontology()
        for node, kind in sorts.items()
        if (q.subject, q.predicate) == (node, RDFS.label)
    ]
    assert [label for label, count in Counter(labels).items() if count > 1] == []


def test_the_examples_that_are_triples_of_the_catalogues_and_the_bundled_posts_are_true() -> None:
    store = pipeline.build()
    examples = [q.object.value for q in ontology() if q.predicate.value == SKOS.iri + "example"]  # type: ignore[union-attr]
    pattern = (
        r"^(<(?:instrument|programme|mandate|unit|post|discrepancy|http)[^>]*> ilo:\w+ (?:<[^>]+>|\"[^\"]+\"|\w+))"
    )
    triples = [f[1] for one in examples if (f := re.match(pattern, one)) and "<D" not in one and "..." not in one]
    assert len(triples) > 15
    wrong = [one for one in triples if not store.query(f"BASE <{ENTITY}> ASK {{ {one} }}")]
    assert wrong == []


def test_no_term_is_left_unused() -> None:
    store = pipeline.build()
    rows = store.query("SELECT DISTINCT ?p { ?s ?p ?o }"), store.query("SELECT DISTINCT ?c { ?s a ?c }")
    used = {row[0].value for solutions in rows for row in solutions}  # type: ignore[union-attr]
    elsewhere = "".join(path.read_text("utf-8") for path in sorted(Path(vocabulary.__file__).parent.glob("**/*.py")))
    unused = [term for term in declared() if ILO.iri + term not in used and f"ILO.{term}" not in elsewhere]
    above = {q.object.value for q in ontology() if q.predicate == RDFS.subClassOf}  # type: ignore[union-attr]
    assert [term for term in unused if ILO.iri + term not in above] == []


def test_no_query_rule_shape_axiom_or_document_uses_a_term_that_is_not_declared() -> None:
    files = {*TEXTS, *resources.files("ontology", "**/*.ttl"), Path(__file__).parents[1] / "docs" / "model.md"}
    used = {(path.name, term) for path in files for term in re.findall(r"\bilo:(\w+)", path.read_text("utf-8"))}
    assert len(used) > 100
    assert [(name, term) for name, term in sorted(used) if term not in declared()] == []


def test_classes_begin_with_a_capital_and_properties_do_not() -> None:
    for term, kind in declared().items():
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
    assert {ns.iri for ns in NAMESPACES} - {vocabulary.AX.iri} == set(vocabulary.PREFIXES.values())


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


def alignments() -> tuple[Quad, ...]:
    return quads(resources.folder("ontology") / "alignments.ttl")


def test_every_alignment_leads_from_a_term_of_ours_to_one_of_others_and_says_why() -> None:
    matches = {q.triple for q in alignments() if q.predicate.value.startswith(SKOS.iri)}
    assert len(matches) > 30
    parts: dict[str, dict[str, str]] = {}
    for quad in alignments():
        parts.setdefault(str(quad.subject), {})[quad.predicate.value] = str(quad.object)
    nodes = [node for node in parts.values() if OWL + "annotatedSource" in node]
    said = {
        tuple(node[OWL + name] for name in ("annotatedSource", "annotatedProperty", "annotatedTarget"))
        for node in nodes
    }
    assert said == {(str(t.subject), str(t.predicate), str(t.object)) for t in matches}
    for source, predicate, target in said:
        assert source[1:-1].removeprefix(ILO.iri) in declared()
        assert predicate.endswith("Match>") and not target.startswith(f"<{vocabulary.BASE}")
    for node in nodes:
        assert node["https://w3id.org/sssom/mapping_justification"].endswith("ManualMappingCuration>")
        assert RDFS.comment.value in node and "https://w3id.org/sssom/confidence" in node


PITFALLS = sorted((Path(__file__).parent / "pitfalls").glob("*.rq"))


@cache
def reasoned() -> Store:
    """The ontology with its axioms, the concepts and the alignments, as one graph each."""
    store = Store()
    for path in resources.files("ontology", "**/*.ttl"):
        if path.parent.name != "shapes":
            name = NamedNode(f"urn:{path.stem}")
            store.extend(Quad(q.subject, q.predicate, q.object, name) for q in quads(path))
    return store


@pytest.mark.parametrize("path", PITFALLS, ids=lambda path: path.stem)
def test_the_ontology_has_none_of_the_usual_pitfalls(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.match(r"# P\d\d: .+", text)
    solutions = reasoned().query(text, use_default_graph_as_union=True, prefixes={**vocabulary.PREFIXES})
    assert [str(solution) for solution in solutions] == []  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("pitfall", "wrong"),
    [
        ("P06", "ilo:Instrument rdfs:subClassOf ilo:Convention . ilo:Convention rdfs:subClassOf ilo:Instrument"),
        ("P10", "ilo:Loose a owl:Class"),
        ("P11", "ilo:loose a owl:ObjectProperty"),
        ("P19", "ilo:unit rdfs:domain org:Post , ilo:Notice"),
        ("P34", "ilo:unit rdfs:range ilo:Undeclared"),
        ("P40", "org:Post rdfs:label 'ours'"),
    ],
)
def test_each_pitfall_is_found_where_there_is_one(pitfall: str, wrong: str) -> None:
    (path,) = (path for path in PITFALLS if path.stem.startswith(pitfall))
    store = Store()
    store.extend(reasoned())
    prefixes = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in vocabulary.PREFIXES.items())
    store.update(f"{prefixes} INSERT DATA {{ GRAPH <urn:ilo-graph> {{ {wrong} }} }}")
    solutions = store.query(path.read_text("utf-8"), use_default_graph_as_union=True, prefixes=vocabulary.PREFIXES)
    assert isinstance(solutions, QuerySolutions) and list(solutions)
